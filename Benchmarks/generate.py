#!/usr/bin/env python3
"""Writes exports, the same bytes for the same arguments.

usage: generate.py KIND FILE [ROWS]

focus    FOCUS 1.0 of 43 columns; 700,000 rows make 444 MB
worst    the same rows with every field quoted, quotes inside quotes, and one reject in a hundred
cur2     AWS Cost and Usage Report 2.0 of 112 columns; 600,000 rows make about 600 MB
openai   OpenAI's usage of completions; 2,000,000 rows make about 370 MB
"""

import json
import random
import sys

COLUMNS = """AvailabilityZone BilledCost BillingAccountId BillingAccountName BillingCurrency BillingPeriodEnd
BillingPeriodStart ChargeCategory ChargeClass ChargeDescription ChargeFrequency ChargePeriodEnd ChargePeriodStart
CommitmentDiscountCategory CommitmentDiscountId CommitmentDiscountName CommitmentDiscountStatus
CommitmentDiscountType ConsumedQuantity ConsumedUnit ContractedCost ContractedUnitPrice EffectiveCost
InvoiceIssuerName ListCost ListUnitPrice PricingCategory PricingQuantity PricingUnit ProviderName PublisherName
RegionId RegionName ResourceId ResourceName ResourceType ServiceCategory ServiceName SkuId SkuPriceId SubAccountId
SubAccountName Tags""".split()

MODELS = ["gpt-4o", "gpt-4o-mini", "gpt-4.1", "o3", "claude-sonnet-4", "claude-haiku-3.5", "llama-3.3-70b"]
DIRECTIONS = ["input", "cached input", "output"]
TEAMS = ["support", "search", "classify", "extract", "translate", "summarise", "draft", "review"]


def quoted(text):
    return '"' + text.replace('"', '""') + '"'


def focus(count):
    yield ",".join(COLUMNS)
    draw = random.Random(20260101)
    tags = [
        quoted(json.dumps({"workload": team, "environment": stage, "cost-centre": f"CC-{n:04d}"}))
        for team in TEAMS
        for stage in ("production", "staging")
        for n in range(8)
    ]
    accounts = [(f"{n:012d}", f"Sub account {n}") for n in range(100001, 100021)]
    skus = [(model, direction) for model in MODELS for direction in DIRECTIONS]
    for _ in range(count):
        month = draw.randrange(12)
        day = draw.randrange(1, 29)
        year, number = 2025 + month // 12, month % 12 + 1
        after = (year + 1, 1) if number == 12 else (year, number + 1)
        model, direction = skus[int(draw.random() * len(skus))]
        account, name = accounts[int(draw.random() * len(accounts))]
        tokens = int(draw.random() * 900000) + 1
        price = 0.0000025 * (1 + len(model))
        cost = f"{tokens * price:.10f}"
        hour = draw.randrange(24)
        resource = f"{draw.getrandbits(48):012x}"
        yield ",".join((
            "us-east-1a", cost, "payer-0001", '"Example, Inc."', "USD", f"{after[0]}-{after[1]:02d}-01T00:00:00Z",
            f"{year}-{number:02d}-01T00:00:00Z", "Usage", "NULL", quoted(f"{model} {direction} tokens, flat"),
            "Usage-Based", f"{year}-{number:02d}-{day:02d}T{hour:02d}:59:59Z",
            f"{year}-{number:02d}-{day:02d}T{hour:02d}:00:00Z", "NULL", "NULL", "NULL", "NULL", "NULL", str(tokens),
            "Tokens", cost, "0.0000025", cost, "Example Cloud", cost, "0.0000030", "Standard", str(tokens),
            "Tokens", "Example Cloud", "Example Cloud", "us-east-1", "US East",
            f"endpoint/{resource}", resource, "Endpoint",
            "AI and Machine Learning", "Foundation models", f"{model}/{direction}".replace(" ", "-"),
            f"price-{model}-{direction}".replace(" ", "-"), account, name, tags[int(draw.random() * len(tags))]))


def worst(count):
    """Quotes are doubled in a name and in the tags; the cost of every hundredth row is a word."""
    lines = focus(count)
    next(lines)
    yield ",".join(quoted(name) for name in COLUMNS)
    for number, line in enumerate(lines):
        head, tags = line.rsplit(',"{', 1)
        start, rest = head.split(',"Example, Inc.",')
        before, description, after = rest.split('"')
        fields = start.split(",") + ['Example "Best" Inc.'] + before[:-1].split(",") + [description]
        fields += after[1:].split(",")
        if number % 100 == 99:
            fields[1], fields[22] = "unknown", "0.01"
        yield ",".join(quoted(field) for field in fields) + ',"{' + tags


def cur2(count):
    names = """bill_bill_type bill_billing_entity bill_billing_period_end_date bill_billing_period_start_date
    bill_invoice_id bill_invoicing_entity bill_payer_account_id bill_payer_account_name cost_category discount
    identity_line_item_id identity_time_interval line_item_availability_zone line_item_blended_cost
    line_item_currency_code line_item_legal_entity line_item_line_item_description line_item_line_item_type
    line_item_operation line_item_product_code line_item_resource_id line_item_tax_type line_item_unblended_cost
    line_item_unblended_rate line_item_usage_account_id line_item_usage_account_name line_item_usage_amount
    line_item_usage_end_date line_item_usage_start_date line_item_usage_type pricing_public_on_demand_cost
    pricing_public_on_demand_rate pricing_term pricing_unit product product_servicecode product_sku
    resource_tags""".split()
    names += [f"product_attribute_{n:02d}" for n in range(112 - len(names))]
    yield ",".join(names)
    draw = random.Random(20260102)
    types = [f"USE1-{model}-{direction}-tokens" for model in ("NovaLite", "NovaPro", "Claude3.5Sonnet", "Llama3-70B")
             for direction in ("input", "output")]
    tags = [quoted(json.dumps({"user_workload": team})) for team in TEAMS]
    for number in range(count):
        month, day = draw.randrange(1, 13), draw.randrange(1, 29)
        after = "2026-01" if month == 12 else f"2025-{month + 1:02d}"
        start = f"2025-{month:02d}-{day:02d}T{number % 24:02d}:00:00.000Z"
        end = f"2025-{month:02d}-{day:02d}T{number % 24:02d}:59:59.000Z"
        amount, kind = draw.randrange(1, 900_000), types[int(draw.random() * 8)]
        cost = f"{amount * 0.00000325:.10f}"
        account = 222222222200 + draw.randrange(20)
        yield ",".join((
            "Anniversary", "AWS", f"{after}-01T00:00:00.000Z", f"2025-{month:02d}-01T00:00:00.000Z", "", "AWS Inc.",
            "111111111111", "Example", "{}", "{}", f"{draw.getrandbits(160):040x}", f"{start}/{end}", "", cost, "USD",
            quoted("Amazon Web Services, Inc."), quoted(f"$0.00325 per 1K tokens, {kind}"), "Usage",
            "InvokeModelInference", "AmazonBedrock", f"arn:aws:bedrock:us-east-1::{draw.getrandbits(32):08x}", "",
            cost, "0.00325", str(account), f"Account {account}", str(amount / 1000), end, start, kind, cost, "0.00325",
            "OnDemand", "1K tokens", '"{""product_name"":""Amazon Bedrock""}"', "AmazonBedrock", "SKU0000001",
            tags[int(draw.random() * 8)])) + ",value-of-it,,us-east-1,," * 14 + ",,,,"


def openai(count):
    yield ("start_time,end_time,start_time_iso,end_time_iso,project_id,num_model_requests,user_id,api_key_id,model,batch,"
           "service_tier,input_tokens,output_tokens,input_cached_tokens,input_uncached_tokens")
    draw = random.Random(20260103)
    days = []
    for number in range(360):
        start = 1735689600 + 86400 * number
        month, day = number // 30 + 1, number % 30 + 1
        days.append(f"{start},{start + 86400},2025-{month:02d}-{min(day, 28):02d}T00:00:00+00:00,")
    for _ in range(count):
        tokens, cached, out = draw.randrange(1, 900_000), draw.randrange(1, 90_000), draw.randrange(1, 90_000)
        day = days[int(draw.random() * 360)]
        yield (f"{day},proj_{TEAMS[int(draw.random() * 8)]},{tokens % 97 + 1}.0,user-{tokens % 31},key_{tokens % 53},"
               f"{MODELS[int(draw.random() * 4)]},FALSE,default,{tokens + cached}.0,{out}.0,{cached}.0,{tokens}.0")


KINDS = {"focus": (focus, 700_000), "worst": (worst, 700_000), "cur2": (cur2, 600_000), "openai": (openai, 2_000_000)}


def main():
    generate, count = KINDS[sys.argv[1]]
    if len(sys.argv) > 3:
        count = int(sys.argv[3])
    with open(sys.argv[2], "w", encoding="utf-8", newline="") as out:
        block = []
        for row in generate(count):
            block.append(row)
            if len(block) == 10_000:
                out.write("\n".join(block) + "\n")
                block.clear()
        if block:
            out.write("\n".join(block) + "\n")


main()
