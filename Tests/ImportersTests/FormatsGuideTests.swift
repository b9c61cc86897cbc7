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
        ],
        "openai-empty-bucket": [
            "What OpenAI exports for days without any usage: accepted, and every row is skipped and counted."
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
        "focus": [
            "CostAndUsage of any provider, FOCUS 1.0 to 1.4 and the columns drafted for 1.5, also the names of 0.5. The columns "
                + "tell the version. Column order is free; provider columns that begin with x_ are left alone unless named here.",
            "The ledger's month is that of BillingPeriodStart, else of ChargePeriodStart; period ends are exclusive.",
            "Provider is the first of ServiceProviderName, ProviderName, PublisherName and InvoiceIssuerName that is given.",
            "Model and token class are told from SKU details, meter, description and tags; tokens from the consumed, else the "
                + "pricing quantity and its unit.",
            "ListCost and ContractedCost are not read: neither is what was paid.",
        ],
    ]

    static func page() -> GuidePage {
        var page = GuidePage("Formats", title: "Formats of invoices", besideTest: #filePath)
        page.add("How each export is recognised, which columns are read, and what is left alone.")
        page.section("Overview")
        page.add(
            """
            A file is recognised by its header, never by its name: within the first 30 lines, with comma, semicolon, tab or
            bar between the fields, plain or as `.gz`, in UTF-8. Names are compared without case and outer blanks. No format, or
            more than one, is an error that names the way out; nothing is guessed. A column that is not listed is not read. This
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
        page.add(
            """
            These layouts are known, so that the message can say what to do. Where a mapping is shown, it goes under `sources`,
            with `vendor` and, where the file has no column for it, `currency`.
            """)
        page.table(
            ["Id", "What it is", "Recognised by", "What to do"],
            UnreadFormat.all.map {
                [
                    "`\($0.id)`", $0.name, signature($0.recognise),
                    $0.amount.isEmpty ? $0.advice : "`columns: {period: \"\($0.period)\", amount: \"\($0.amount)\"}`",
                ]
            })
        return page
    }

    private static func addGeneric(to page: inout GuidePage) {
        page.section("generic")
        page.add(
            """
            A table made by hand: one period, one amount, a vendor, a currency, perhaps tokens. Tried when no other format
            recognises a file, and by name under `sources`. Months and days are understood in any common notation; where
            `1/2/2026` or `1,234` can be read in two ways and no other cell decides, the program asks for `date_order` or `decimal`.

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
        let names = column.names.map { "`\($0)`" }.joined(separator: ", else ")
        let use =
            switch column.use {
            case .key(let field): words(field)
            case .measure(let measure): words(measure)
            }
        let remark = column.isRequired ? "required" : column.attributionKey.map { "only for `\($0)`" } ?? ""
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
        case .apiKey: "API key"
        case .apiKeyName: "name of the API key"
        case .user: "user"
        case .serviceTier: "service tier"
        case .sku: "SKU"
        case .region: "region"
        case .tags: "tags"
        case .fact: "a fact that the format's own rules read"
        }
    }

    private static func words(_ measure: LineMeasure) -> String {
        switch measure {
        case .billedCost: "billed cost"
        case .effectiveCost: "effective cost"
        case .tokens(.inputUncached): "tokens, input without cache"
        case .tokens(.inputCacheRead): "tokens, input read from the cache"
        case .tokens(.inputCacheWrite): "tokens, input written to the cache"
        case .tokens(let tokenClass): "tokens, \(tokenClass.rawValue)"
        case .requests: "requests"
        case .quantity: "a quantity that the format's own rules read"
        }
    }
}
