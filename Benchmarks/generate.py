#!/usr/bin/env python3
"""Writes a FOCUS 1.0 export of 43 columns, the same bytes for the same arguments.

usage: generate.py FILE [ROWS]        700,000 rows make about 438 MB
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


def rows(count):
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


def main():
    path = sys.argv[1]
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 700_000
    with open(path, "w", encoding="utf-8", newline="") as out:
        out.write(",".join(COLUMNS) + "\n")
        block = []
        for row in rows(count):
            block.append(row)
            if len(block) == 10_000:
                out.write("\n".join(block) + "\n")
                block.clear()
        if block:
            out.write("\n".join(block) + "\n")


main()
