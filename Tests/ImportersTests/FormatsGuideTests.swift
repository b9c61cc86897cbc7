import Billing
import Money
import TestSupport
import Testing

@testable import Importers

/// The page of the formats is written from the registry.
struct FormatsGuideTests {
    @Test func formatsPageIsUpToDate() throws {
        let page = FormatsGuide.page()
        #expect(try page.recorded() == page.text, "run with RECORD=1 to write it again")
    }

    @Test func everyFormatSaysWhatItsColumnsDoNot() {
        #expect(FormatsGuide.notes.keys.sorted() == ImportFormat.all.map(\.id).sorted())
    }
}

enum FormatsGuide {
    /// What the columns of a format cannot say, by id.
    static let notes: [String: [String]] = [
        "openai-cost": [
            "From platform.openai.com, Usage, Export, cost: at most 60 days an export, days in UTC.",
            "`MODEL, input`, `MODEL, cached input` and `MODEL, output` in line_item become model and token class; any other "
                + "text is the name of a tool and counts no tokens. Without grouping, all cost is of class `other`.",
            "A day without cost is skipped and counted.",
        ],
        "openai-usage": [
            "From platform.openai.com, Usage, Export, activity of completions. Counts tokens and requests; the money is in the "
                + "cost export of the same days.",
            "input_tokens include the cached ones, which are taken off; more cached than input tokens reject the row.",
            "Text, audio and image columns are splits of the counts and are not read.",
            "Exports of the other activities give what they share with completions: requests, and tokens where there are any.",
        ],
        "openai-empty-bucket": [
            "What OpenAI exports for days without any usage: accepted, and every row is skipped and counted."
        ],
        "openai-activity-legacy": [
            "What the platform exported in 2023, a bucket a row, times in Unix seconds. Counts tokens and requests, no money."
        ],
        "deepseek-cost": [
            "`cost-*.csv` of the zip that the platform's usage page gives: money by model and wallet, in yuan or dollars.",
            "Days and months are those that the file writes, at its offset of +08:00. A file whose charges are all negative is "
                + "read with the sign turned, and says so.",
        ],
        "deepseek-amount": [
            "`amount-*.csv` of the same zip. type tells what amount counts: input_cache_hit_tokens, input_cache_miss_tokens, "
                + "output_tokens or request_count; rows of another type are skipped and counted.",
            "Prices are not read: money comes from the cost file.",
        ],
        "openrouter-generations": [
            "From OpenRouter, Activity, Export: one row a request, in 21 or 24 columns.",
            "Prompt tokens include the cached ones, completion tokens the reasoning; cost_total includes the other costs.",
            "byok_usage_inference is what the upstream vendor bills under an own key: it is shown as paid elsewhere, and the "
                + "volume of those requests is no part of the ledger.",
        ],
        "openrouter-daily": ["The same money by day and model: give one of the two."],
        "litellm-spend-logs": [
            "The table of the proxy's requests. Metered, not invoiced: beside the vendors' own exports it is the same money."
        ],
        "litellm-daily-spend": [
            "The daily tables by user, team or tag; each of them holds all of the money. Metered, not invoiced.",
            "Prompt tokens include the cached ones where that is possible; where more were cached, they are counted apart.",
        ],
        "litellm-team-user": [
            "The dashboard's download by team and user. Metered, not invoiced; names neither model nor vendor.",
            "A row whose span runs over the end of a month is rejected: export each month by itself.",
        ],
        "cursor-usage": [
            "From the dashboard, Usage, Export; with or without Kind, and the table added up by day.",
            "Included, free, failed and own-key rows state a worth that this bill does not charge: shown as paid elsewhere.",
            "Costs such as `$0.10` and `EUR 3,50` name their currency; without one it is USD.",
            "Tokens written to the cache are what Total Tokens leaves beside the other three.",
        ],
        "helicone-requests": [
            "From Helicone, Requests, Export: one row a request. Metered, not invoiced; names models, not vendors.",
            "request_properties are tags.",
        ],
        "langfuse-export": [
            "From Langfuse, the export of traces, observations or sessions; the columns differ by table and version. Metered, "
                + "not invoiced; each of the three tables holds all of the money."
        ],
        "fireworks-metrics": [
            "Tokens by model and seconds of accelerators, no money: give the invoice beside it, in a file of "
                + "Vendor,Month,Amount,Currency."
        ],
        "langdock-usage": [
            "Rows with prices per million tokens and no total: the worth is tokens times prices. Metered, not invoiced."
        ],
        "quickbooks-ledger": [
            "General ledger or transaction detail with its title lines; `currency` comes from the project where no column says "
                + "it. The name of a booking is the vendor: export the accounts and vendors that matter, for every row counts.",
            "Of a bill or a vendor credit, the side of the expense counts; the side of the payable, payments, transfers and "
                + "deposits are skipped and counted, and so are rows without a date: titles and totals.",
        ],
        "anthropic-cost": [
            "From the Claude Console, Cost, Export; layouts of 2024-03 to 2026-08.",
            "Rows are rounded to cents by the vendor: the tie-out allows half a cent a row.",
            "token_type tells the token class; web search and code execution name none and count no tokens.",
            "Models by display name; they are matched with the ids of the usage export.",
        ],
        "anthropic-tokens": [
            "From the Claude Console, Usage, Export. Counts tokens; the money is in the cost export of the same days.",
            "Input without cache, writes to the cache and reads from it are disjoint; the writes are added up.",
        ],
        "aws-cur-legacy": awsNotes + [
            "Each tag has a column, `resourceTags/user:NAME`; the NAME alone is the tag. Which columns there are changes "
                + "with use."
        ],
        "aws-cur2": awsNotes + [
            "A query may have renamed or left out columns; only the required ones must be there. Maps of tags and product are "
                + "JSON, or text such as `{team=search}`; `user_` before the name of a tag is no part of it."
        ],
        "aws-cost-explorer-pivot": [
            "Every column `NAME($)` is a service; an empty cell is no cost. Rows are days or months.",
            "The row of sums and the column of total costs are not added; rows that do not come to the stated total warn.",
        ],
        "oci-cost": [
            "From the tenancy's cost reports. A correction counts in its own month, as an adjustment.",
            "Token SKUs are told by the product's description; the block is in the billing unit.",
            "Each tag has a column, `tags/NAMESPACE.NAME`: the whole or the NAME alone is the tag.",
        ],
        "azure-cost-details": [
            "From Cost Management, Exports: Enterprise Agreement (actual or amortised), Customer and Partner Agreement, "
                + "pay-as-you-go. The month is that of the billing period.",
            "Meter names tell model and token class in a spelling that changes; a meter that cannot be told keeps its money "
                + "without tokens. Tokens are the quantity times the block of the unit of measure.",
            "Actual and amortised exports hold the same usage: give one. Usage of a reservation or savings plan that carries a "
                + "cost proves an amortised one, whose costs are effective costs; `basis` under `sources` overrules that.",
            "Resource groups are projects. Charge types that are not known are adjustments.",
        ],
        "azure-cost-analysis": [
            "From Cost analysis, Download: grouped by day or month. Costs in the billing currency; CostUSD is not read."
        ],
        "gcp-cost-table": [
            "From the console's Billing, Cost table, Download CSV. Lines above the header: the invoice's day gives the month of "
                + "all rows, its currency beats the sign in the header, its amount due is compared with the rows.",
            "Unrounded costs are read where there are any. Rows with a credit type are credits, rows without a service tax, "
                + "the rounding error an adjustment; the total is compared.",
            "SKU descriptions tell model and token class; units of `count` are single tokens.",
        ],
        "gcp-reports": [
            "From the console's Billing, Reports, Download CSV. The unrounded subtotal is net of savings and credits, which are "
                + "not read.",
            "Without a column of dates the month is that of the lines above the header, else that in the file's name.",
        ],
        "gcp-bigquery-flat": [
            "The billing export of BigQuery as a flat file; nested names with dots or underscores. The month is that of the "
                + "invoice, days are as they stand.",
            "Cost is before credits; those in the list, or in a column of amounts, become a line of credit.",
        ],
        "focus": [
            "CostAndUsage of any provider, FOCUS 1.0 to 1.4 and the columns drafted for 1.5, also the names of 0.5. The columns "
                + "tell the version. Column order is free; provider columns that begin with x_ are left alone unless named here.",
            "The ledger's month is that of BillingPeriodStart, else of ChargePeriodStart; period ends are exclusive.",
            "Provider is the first of ServiceProviderName, ProviderName, PublisherName and InvoiceIssuerName that is given.",
            "Model and token class are told from SKU details, meter, usage type, description and tags; tokens from the consumed, else the "
                + "pricing quantity and its unit.",
            "ListCost and ContractedCost are not read: neither is what was paid.",
            "x_ModelId, x_TokenDirection, x_TokenCacheAction, x_ProjectId, x_WorkspaceName and x_Workload, as "
                + "`convert --to focus` writes them, come before what the other columns tell.",
        ],
        "ledger": [
            "What `convert --to ledger` and `aggregate` write, also csv/spend.csv of a report. Rows keep their workload, whatever "
                + "`attribution` says; cost_reporting is worked out anew.",
            "Give a ledger or the exports that it was made of, not both.",
        ],
    ]

    private static let awsNotes = [
        "Usage types of Bedrock tell model, token class and tier: native ones count thousands of tokens, those of the "
            + "marketplace millions, unless the unit says otherwise. Provisioned throughput, searches and guardrails keep "
            + "their money and count no tokens.",
        "Effective cost is the amortised one: usage under a savings plan or reservation at its rate, fees only as far as they "
            + "went unused. Discounts are credits, refunds and unknown kinds of rows adjustments.",
    ]

    static func page() -> GuidePage {
        var page = GuidePage("Formats", title: "Formats of invoices", besideTest: #filePath)
        page.add("How each export is recognised, which columns are read, and what is left alone.")
        page.section("Overview")
        page.add(
            """
            A file is recognised by its header, never by its name: within the first 30 lines, with comma, semicolon, tab or
            bar between the fields, plain or as `.gz`, in UTF-8. Names are compared without case and outer blanks. No format, or
            more than one, is an error that names the way out; nothing is guessed. A column that is not listed is not read,
            save that `convert --to focus` carries what FOCUS has a column for. This
            page is written by a test from the program's own registry.

            *Required* columns must be there. *Only for* columns are read when the `attribution` of <doc:Config> uses that key.
            """)
        for format in ImportFormat.all {
            page.section(format.id)
            page.add(about(format))
            page.add((notes[format.id] ?? []).map { "- \($0)" }.joined(separator: "\n"))
            page.table(["Column", "Becomes", ""], format.columns.map(row))
        }
        addGeneric(to: &page)
        page.section("Recognised and not read")
        page.add("These layouts are known and hold no charges, so that the message can say what to do with them.")
        page.table(
            ["Id", "What it is", "Recognised by", "What to do"],
            UnreadFormat.all.map { ["`\($0.id)`", $0.name, signature($0.recognise), $0.advice] })
        return page
    }

    private static func addGeneric(to page: inout GuidePage) {
        page.section("generic")
        page.add(
            """
            A table made by hand: one period, one amount, a vendor, a currency, perhaps tokens. Tried when no other format
            recognises a file, and by name under `sources`. Months and days are understood in any common notation; where
            `1/2/2026`, `1,234` or `1.234` can be read in two ways and no other cell of the column decides, the program asks
            for `date_order` or `decimal`. A row without an amount is rejected: an empty cell, `n/a`, `-` and the like are no
            zero.

            Instead of a period and an amount, three or more columns may be headed by months (`2026-01`, `Jan 26`); each cell is
            then the amount of its month. Several amounts, or a net and a gross one, are asked about.

            ```yaml
            sources:
              - files: "invoices/acme-ai/*.csv"
                format: generic
                columns: {period: Month, amount: "Net amount", model: Engine}
                vendor: Acme AI
                currency: EUR
                decimal: ","
            ```

            Roles of `columns`, and the headers that are understood without it (words in any case, punctuation as blanks):
            """)
        page.table(
            ["Role", "Headers understood"],
            [
                ["`period`", "month, period, date, invoice date and the like; one of them"],
                ["`amount`", "amount, cost, total, spend and the like, also with a currency: Cost (USD); one of them"],
                ["`vendor`", "vendor, provider, supplier and the like; or `vendor` in the entry"],
                ["`currency`", "currency and the like; or `currency` in the entry"],
            ] + GenericRole.allCases.map { ["`\($0.rawValue)`", $0.synonyms.sorted().joined(separator: ", ")] })
    }

    private static func about(_ format: ImportFormat) -> String {
        var facts = ["\(format.name): recognised by \(signature(format.recognise))."]
        switch format.role {
        case .money: facts.append("It gives money.")
        case .volume: facts.append("It gives volume, no money.")
        case .both: facts.append("It gives money and volume.")
        }
        if let vendor = format.vendor { facts.append("The provider is \(vendor).") }
        if let currency = format.currency { facts.append("Amounts are in \(currency.code).") }
        if !format.nullTexts.isEmpty {
            facts.append("\(format.nullTexts.sorted().joined(separator: ", ")) mean that nothing is given.")
        }
        return facts.joined(separator: " ")
    }

    private static func signature(_ signature: HeaderSignature) -> String {
        var parts = signature.all.map { "`\($0)`" }
        parts += signature.anyOf.map { "one of \($0.map { "`\($0)`" }.joined(separator: ", "))" }
        parts += signature.beginning.map {
            "a column that begins with \($0.map { "`\($0)`" }.joined(separator: " or "))"
        }
        var text = parts.joined(separator: "; ")
        if !signature.none.isEmpty { text += "; without \(signature.none.map { "`\($0)`" }.joined(separator: ", "))" }
        if signature.isExact { text += "; and no other column" }
        return text
    }

    private static func row(_ column: ImportColumn) -> [String] {
        let names = column.names.map { "`\($0)\(column.isPrefix ? "…" : "")`" }.joined(separator: ", else ")
        let use =
            switch column.use {
            case .key(let field): words(field)
            case .measure(let measure): words(measure)
            }
        var remark = column.isRequired ? "required" : column.attributionKey.map { "only for `\($0)`" } ?? ""
        switch column.blank {
        case .nothing: break
        case .rejected: remark += (remark.isEmpty ? "" : ", ") + "in every row"
        case .rejectedUnlessEmpty(let key): remark += (remark.isEmpty ? "" : ", ") + "in every row that gives `\(key)`"
        }
        return [names, use, remark]
    }

    private static func words(_ field: LineField) -> String {
        switch field {
        case .billingDay: "month of the bill"
        case .firstDay: "first day of the charge"
        case .lastDay: "end of the charge"
        case .provider: "provider"
        case .model: "model"
        case .currency: "currency"
        case .category: "charge category"
        case .account: "billing account"
        case .accountName: "name of the billing account"
        case .subAccount: "sub account"
        case .subAccountName: "name of the sub account"
        case .project: "project"
        case .projectName: "name of the project"
        case .workspace: "workspace"
        case .workload: "workload, stated"
        case .apiKey: "API key"
        case .apiKeyName: "name of the API key"
        case .user: "user"
        case .serviceTier: "service tier"
        case .sku: "SKU"
        case .region: "region"
        case .tags: "tags"
        case .tag(let name): "tag \(name)"
        case .kind(let quantity, _): "what \(quantity) counts"
        case .currencyOfAmount: "currency, as the cell with the amount names it"
        case .isNonzero, .isOneOf: "whether it is paid elsewhere"
        case .pricePerMillion(let tokenClass): "price of a million tokens, \(tokenClass.rawValue)"
        case .exchangeRate(let of, let into):
            "what one \(of?.code ?? "unit of the pricing currency") is worth in \(into?.code ?? "the billing currency")"
        case .rateBase: "pricing currency"
        case .closing: "filled when the month is closed"
        case .fact: "a fact that the format's own rules read"
        }
    }

    private static func words(_ measure: LineMeasure) -> String {
        switch measure {
        case .billedCost: "billed cost"
        case .effectiveCost: "effective cost"
        case .notionalCost: "worth that another bill charges"
        case .inputWithCache, .inputPerhapsWithCache: "tokens, input with those of the cache"
        case .tokens(.inputUncached): "tokens, input without cache"
        case .tokens(.inputCacheRead): "tokens, input read from the cache"
        case .tokens(.inputCacheWrite): "tokens, input written to the cache"
        case .tokens(let tokenClass): "tokens, \(tokenClass.rawValue)"
        case .requests: "requests"
        case .quantity: "a quantity that the format's own rules read"
        case .pricedCost(let currency): "the cost in \(currency?.code ?? "the pricing currency")"
        case .pivoted: "the cost of what its header names"
        }
    }
}
