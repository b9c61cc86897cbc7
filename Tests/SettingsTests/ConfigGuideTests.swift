import Economics
import TestSupport
import Testing

@testable import Settings

/// The page of the configuration is written from the catalogue of drivers and the keys of the schema.
struct ConfigGuideTests {
    @Test func configPageIsUpToDate() throws {
        let page = ConfigGuide.page()
        #expect(try page.recorded() == page.text, "run with RECORD=1 to write it again")
    }

    @Test(arguments: ConfigGuide.settings)
    func everyKeyOfTheSchemaIsExplained(_ block: ConfigGuide.Block) {
        #expect(block.rows.map(\.key).sorted() == block.schema.sorted(), "keys of \(block.path)")
    }

    @Test func settingsShowTheDefaultsInForce() {
        let rows = ConfigGuide.settings.flatMap(\.rows)
        let fresh = ProjectSettings()
        func shown(_ key: String) -> String? { rows.first { $0.key == key }?.fallback }
        #expect(shown("time_zone") == fresh.report.timeZone)
        #expect(shown("paper") == fresh.report.paper.rawValue)
        #expect(shown("fiscal_year_start") == "\(fresh.report.fiscalYearStart)")
        #expect(shown("months") == "\(fresh.baseline.months)")
        #expect(shown("workloads") == fresh.inputs.workloads)
        #expect(shown("control_totals") == fresh.inputs.controlTotals)
        #expect(shown("invoices") == fresh.inputs.invoices.joined(separator: ", "))
        #expect(shown("quotes") == fresh.inputs.quotes.joined(separator: ", "))
        #expect(shown("horizon_months") == "\(fresh.model.horizonMonths)")
    }
}

enum ConfigGuide {
    struct Row: Sendable {
        var key: String
        var meaning: String
        var allowed: String
        var fallback: String

        init(_ key: String, _ meaning: String, _ allowed: String, _ fallback: String) {
            self.key = key
            self.meaning = meaning
            self.allowed = allowed
            self.fallback = fallback
        }
    }

    /// A mapping of the configuration whose keys are no drivers.
    struct Block: Sendable, CustomTestStringConvertible {
        var path: String
        var about: String
        var schema: [String]
        var rows: [Row]
        var testDescription: String { path }
    }

    static let settings: [Block] = [
        Block(
            path: "report", about: "What stands on the documents.", schema: SchemaKeys.report,
            rows: [
                Row("title", "Title of the report", "text", "none"),
                Row("organisation", "Whose decision it is", "text", "none"),
                Row("prepared_by", "Author, in the workbook's properties", "text", "none"),
                Row("classification", "Such as Internal", "text", "none"),
                Row("currency", "Reporting currency", "code such as USD", "the only currency of the inputs"),
                Row("as_of", "The only \"today\"", "day", "last day of the period"),
                Row(
                    "time_zone", "Places usage logs that name no billing month; without effect yet",
                    "zone such as Europe/Berlin", "UTC"),
                Row(
                    "fiscal_year_start",
                    "First month of the fiscal year; a year is named after the one in which it ends", "1 to 12", "1"),
                Row(
                    "template", "Look of the workbook: see Report templates below",
                    "standard, monochrome or a folder of the project", "standard"),
                Row("paper", "Page size for printing", "A4 or Letter", "A4"),
            ]),
        Block(
            path: "inputs", about: "Files and globs, relative to the project folder.", schema: SchemaKeys.inputs,
            rows: [
                Row("invoices", "Billing exports", "globs", "invoices/**"),
                Row("quotes", "GPU quotes", "globs", "quotes/**"),
                Row("workloads", "One row a workload", "file", "workloads.csv"),
                Row("readiness", "Capabilities, their levels and the evidence", "file", "readiness.csv"),
                Row("incidents", "Outages of providers: the history behind sheet SLA", "file", "incidents.csv"),
                Row("fx", "Exchange rates", "file", "fx.csv"),
                Row("control_totals", "What the paper invoices say", "file", "control_totals.csv"),
            ]),
        Block(
            path: "sources", about: "A list of what detection cannot know about files; see <doc:Formats>.",
            schema: SchemaKeys.source,
            rows: [
                Row("files", "Which files the entry is about", "glob", "required"),
                Row("format", "Format to read them with", "id of a format, or generic", "detected"),
                Row("columns", "Column of each role", "role: header", "common names"),
                Row("vendor", "Whose bill it is", "text", "a column of the file"),
                Row("currency", "Currency of the amounts", "code such as EUR", "a column of the file"),
                Row("decimal", "Decimal mark", "\".\" or \",\"", "told from the file"),
                Row("date_order", "Order of dates made of numbers", "dmy, mdy or ymd", "told from the file"),
                Row("basis", "What the amount column is", "billed or effective", "billed"),
                Row(
                    "price_ratio", "Relative prices by which one cost is split among token classes",
                    "input, cached, output",
                    "none"),
                Row(
                    "serves",
                    "Own GPUs serve its volume; the money of a bill is their cost, what a gateway metered is none",
                    "own", "no"),
            ]),
        Block(
            path: "attribution",
            about: """
                A list of rules, first match wins. What none matches is shown as `unattributed`. Keys of `when`: \
                \(SchemaKeys.attributionDimensions.map { "`\($0)`" }.joined(separator: ", ")) and `tag.NAME`; all must match; \
                `*` and `?` stand for any text and any character. Without the block: tag `workload`, else project, else \
                workspace.
                """, schema: SchemaKeys.attributionRule,
            rows: [
                Row("when", "What a charge must look like", "key: pattern or list of patterns", "required"),
                Row("workload", "Where it belongs", "id", "required"),
            ]),
        Block(
            path: "baseline", about: "The months and the money that stand for today.", schema: SchemaKeys.baseline,
            rows: [
                Row("months", "Newest complete months", "1 to 120", "3"),
                Row("basis", "Cost that the whole run uses", "billed or effective", "billed"),
                Row(
                    "through", "Last month of the baseline, before any `migrated_since`", "month",
                    "period of the report, or the month before the first `migrated_since`"),
                Row("exclude", "Charge categories that are left out", "list", "none"),
            ]),
        Block(
            path: "uncertainty", about: "How far the answer is tried; only drivers with two ends move.",
            schema: SchemaKeys.uncertainty,
            rows: [
                Row("trials", "Monte Carlo trials, 0 for none", "0 to 1000000", "10000"),
                Row("seed", "Of the random numbers: the same seed gives the same bytes", "0 to 2^64 − 1", "1"),
                Row("delay_months", "Delay of every migration in the tornado, 0 for no such bar", "0 to 120", "3"),
                Row(
                    "correlation",
                    "Between any two drivers of the trials, each towards the side that helps; 0: independent",
                    "at least 0, below 1", "0"),
                Row(
                    "weights", "Of the scenarios low, base and high, 1 in all: they give an expected NPV",
                    "shares", "none"),
                Row(
                    "distributions", "How a driver lies between its ends: key: word",
                    "triangular, uniform, pert, normal or lognormal", "triangular"),
            ]),
        Block(
            path: "model.meta", about: "Months and currency of the model, beside the driver `hours_basis`.",
            schema: SchemaKeys.meta.filter { $0 != "hours_basis" },
            rows: [
                Row(
                    "start_month", "Month 1 of the model; month 0 is the one before", "month",
                    "the month after the period, or the first `migrated_since`"),
                Row("horizon_months", "Months of the model", "1 to 120", "36"),
                Row(
                    "currency", "Equal to `report.currency` when both are given", "code such as USD", "report.currency"),
            ]),
        Block(
            path: "sla", about: "Lists and dates of the SLA, beside its drivers.",
            schema: ["history_from", "tiers", "better"],
            rows: [
                Row("history_from", "First month that incidents.csv covers", "month", "month of the first incident"),
                Row(
                    "tiers", "Credit tiers of the contract, the mildest breach first", "list of {below, credit}",
                    "those of `terms`"),
                Row("better", "A better SLA on offer, with `tiers` of its own", "mapping", "no offer"),
            ]),
    ]

    private struct Chapter {
        var path: String
        var about: String
        var definitions: [DriverDefinition]
    }

    private static func general(_ path: String, _ about: String) -> Chapter {
        Chapter(
            path: "model.\(path)", about: about,
            definitions: DriverCatalogue.general.filter { $0.pattern.hasPrefix("\(path).") })
    }

    private static let chapters = [
        general("meta", "How long a month is."), general("finance", "Rates, tax and depreciation."),
        general("market", "How prices move."), general("people", "Who runs it."),
        general("opex", "What else it costs."),
        Chapter(
            path: "model.finance, borrowed money",
            about:
                "A loan for a share of the servers that are bought, paid back in level months: NPV and payback leave it out, the capital request shows the cash flow after it. Where servers may be leased, the interest after tax is what lease and purchase are compared at; without a lease it means a loan.",
            definitions: ModelPart.debt.drivers + ModelPart.loan.drivers),
        Chapter(
            path: "model.opex, owned GPUs outside warranty", about: "Only for servers that are bought.",
            definitions: ModelPart.failures.drivers),
        Chapter(
            path: "model.opex, storage and data transfer", about: "What own hosting keeps and sends.",
            definitions: ModelPart.storage.drivers),
        Chapter(
            path: "model.market.commitment",
            about: "A spend that is paid for whether it is used or not, on both sides of the comparison.",
            definitions: ModelPart.commitment.drivers),
        Chapter(
            path: "model.market.commitment.tiers",
            about:
                "A list, `from` rising: the discount of the highest tier that the list spend of the month reaches holds for all of it. It replaces `api_discount` from the first tier on.",
            definitions: ModelPart.tiers.drivers),
        Chapter(
            path: "model.market.api_price_steps",
            about: "A list, `month` rising: steps of the API price that replace `api_price_decline_annual`.",
            definitions: ModelPart.priceSteps.drivers),
        Chapter(
            path: "model.optimised",
            about:
                "The API bill after free optimisations, a second comparator: the savings against it stand beside those against today's bill. A price ratio is needed where its share is above 0.",
            definitions: ModelPart.optimised.drivers),
        Chapter(
            path: "model.workloads",
            about: """
                A list; each item has an `id`. Overrides workloads.csv and the invoices. Beside its drivers an item may hold \
                `migrated_since: YYYY-MM`, the first month in which own GPUs served the workload: the baseline then ends \
                with the month before the first of them, and every month since is shown as actual against plan. Actual \
                volume comes from exports marked `serves: own` under `sources`, actual cost from bills marked so; book \
                there what the plan counts, staff and one-time costs too, and leave out what a parallel run only mirrors, \
                since the API answers it.
                """,
            definitions: DriverCatalogue.workload),
        Chapter(
            path: "model.workloads, gates",
            about:
                "What a workload must pass before it may move; a gate that is not written keeps nothing. In workloads.csv the columns `gates.data_allowed` and so on.",
            definitions: DriverCatalogue.gates),
        general(
            "migration", "How the tool ranks workloads and spaces their migrations, and what gates hold phases to."),
        Chapter(
            path: "model.pools", about: "A list; each item has an `id`: replicas of one model on one GPU.",
            definitions: DriverCatalogue.pool),
        Chapter(
            path: "model.capacity",
            about: "How GPUs are paid for. A pool may override it key by key in a `capacity` of its own.",
            definitions: DriverCatalogue.capacity),
        Chapter(
            path: "sla",
            about: """
                What outages cost against what the contract pays; `provider,start,end` of incidents.csv stands in place of \
                `incidents_per_month` and `mttr_minutes`. `terms` is an id of sla_terms.csv. Here the direction is that of \
                whoever bears the outage: **+** is good.
                """,
            definitions: DriverCatalogue.sla),
        Chapter(
            path: "readiness",
            about: """
                The scorecard of readiness.csv and what closing its gaps costs. CAPABILITY is one of \
                \(Capability.all.map { "`\($0.id)`" }.joined(separator: ", ")). `level`, `target`, `weight` and `critical` \
                come from readiness.csv, or the id of one of the company's own, see <doc:Playbooks>; without the file \
                nothing of this counts. `targets_2` is the target from the second phase of the plan on, column `target_2` of \
                the file; where it is not given, that of the phase before holds.
                """,
            definitions: DriverCatalogue.readiness),
        Chapter(path: "model.one_off", about: "A list of costs that happen once.", definitions: DriverCatalogue.oneOff),
    ]

    static func page() -> GuidePage {
        var page = GuidePage("Config", title: "Configuration", besideTest: #filePath)
        page.add("Every key of `breakeven.yaml`: what it means, which values it takes, and what holds without it.")
        page.section("Overview")
        page.add(
            """
            The file is optional and so is every key. `breakeven check PROJECT --show-config` prints the configuration in
            force, defaults included, with the line that set each value. This page is written by a test from the program's
            own catalogue.

            - An unknown key is an error that names the nearest valid one; a value out of range is rejected, never clamped.
            - Shares are ratios: 0.05, never 5.
            - The best origin wins: `--set KEY=VALUE`, breakeven.yaml, workloads.csv, quote, invoices, default. `KEY` is the
              path below, with or without `model.`: `--set finance.discount_rate_annual=0.11`,
              `--set workloads.classify.growth_monthly=0.02`, `--set one_off.1.amount=50000`. It changes `base` only: `low` and
              `high` stay what the project says, and a base beyond them is named in a warning.
            """)
        page.section("A driver and its range")
        page.add(
            """
            A driver is a number, or a mapping with these keys:

            ```yaml
            discount_rate_annual: {base: 0.10, low: 0.09, high: 0.11, unit: ratio, source: treasury policy 2026,
                                   owner: Treasury, as_of: 2026-01-15, expires: 2027-01-15, confidence: estimate}
            ```

            Keys: \(SchemaKeys.driver.map { "`\($0)`" }.joined(separator: ", ")). `low` and `high` are numeric ends,
            `low ≤ base ≤ high`; an absent end equals `base`. `confidence` is one of
            \(Confidence.allCases.map { "`\($0.rawValue)`" }.joined(separator: ", ")).

            *Direction* says what more of a driver does to own hosting: **+** favours it, **−** hurts it, **0** neither. The
            scenario `low` takes the unfavourable end of every driver, `high` the favourable one. `low_scenario: high` or
            `low_scenario: low` names the end that `low` takes, whatever the direction says; the scenarios are custom then, and
            the workbook says so.

            *Default* **placeholder** marks a guess that the report asks to confirm; **not costed** marks a cost that counts as
            zero until somebody gives it, and is named as such. *Live* **no** marks a driver whose cell in the workbook changes
            nothing, because the program has to run again. *List items* such as the ramp count from 1 and are given as a list:
            `ramp: [0.5, 1]`.
            """)
        page.section("Settings")
        for block in settings {
            page.subsection(block.path)
            page.add(block.about)
            page.table(
                ["Key", "Meaning", "Values", "Default"],
                block.rows.map { ["`\($0.key)`", $0.meaning, $0.allowed, $0.fallback] })
        }
        page.section("Drivers")
        for chapter in chapters {
            page.subsection(chapter.path == "model.meta" ? "model.meta, driver" : chapter.path)
            page.add(chapter.about)
            page.table(
                ["Key", "Meaning", "Unit", "Range", "Default", "Direction", "Live"], chapter.definitions.map(row))
        }
        page.section("Known and not computed yet")
        page.add(
            """
            These keys are valid, change no figure in this version, and give a warning when they are used:
            `report.time_zone`.
            """)
        page.section("Report templates")
        page.add(
            """
            A template is a folder with a `template.yaml`: one of those that come with the program under `Templates/workbook`, or
            one of the project, named by its path. A start for one's own is a copy of `standard`. It changes no figure; its
            file and its logo are inputs of the report and stand in the manifest.
            """)
        page.table(
            ["Key", "Meaning", "Values"],
            [
                ["`palette.dark`", "Titles, and behind white headings; presentation tabs", "\"RRGGBB\""],
                ["`palette.pale`", "Behind the headings of sections", "\"RRGGBB\""],
                ["`palette.note`, `palette.link`", "Units and notes, and links", "\"RRGGBB\""],
                ["`palette.rule`", "Thin rules between rows", "\"RRGGBB\""],
                ["`palette.series`", "Series of charts, in order", "list of \"RRGGBB\""],
                [
                    "`font`", "Of cells and charts; widths are known, so no figure shows as ####",
                    "see the message for the list",
                ],
                [
                    "`title_block.logo`, `logo_text`",
                    "Picture on About and the Board page, and its text for screen readers",
                    "PNG file beside the template",
                ],
                ["`title_block.lines`", "Who issues the report, on About", "list of texts"],
                ["`title_block.footer`", "Behind the classification in the footer of every page", "text"],
                ["`paper`, `classification`", "Where the project does not say itself", "as under report"],
                ["`leave_out`", "Sheets that the workbook goes without", "names of sheets that nothing else reads"],
            ])
        page.add(
            """
            Colours of inputs, links to other sheets and states stay as finance knows them. A contrast below 4.5 of text, or
            below 3 of a series on white, is refused.
            """)
        return page
    }

    private static func row(_ definition: DriverDefinition) -> [String] {
        var key = definition.pattern.split(separator: ".").last! == "#" ? "\(definition.name).N" : definition.name
        if definition.pattern.hasPrefix("sla.") {
            key = String(definition.pattern.dropFirst(4)).replacing("#", with: "N")
        }
        if definition.pattern.hasPrefix("readiness.") {
            key = String(definition.pattern.dropFirst(10)).replacing("*", with: "CAPABILITY")
        }
        return [
            "`\(key)`", definition.label, definition.unit, range(definition.kind), fallback(definition),
            direction(definition.direction), definition.isLive ? "yes" : "no",
        ]
    }

    private static func range(_ kind: DriverKind) -> String {
        switch kind {
        case .number(let least, let most, let openLeast, let openMost):
            let low = least.map { "\(openLeast ? "above" : "from") \(number($0))" }
            let high = most.map { "\(openMost ? "below" : "to") \(number($0))" }
            let parts = [low, high].compactMap { $0 }
            return parts.isEmpty ? "any number" : parts.joined(separator: " ")
        case .integer(let least, let most): return "whole, from \(least)" + (most.map { " to \($0)" } ?? "")
        case .choice(let words): return words.joined(separator: ", ")
        case .integerOrWord(let least, let words): return "whole, from \(least); or \(words.joined(separator: ", "))"
        case .price: return "from 0; or \(DriverKind.noPrice)"
        case .hoursBasis: return "above 0 to 744; or calendar"
        case .text: return "text"
        case .flag: return "true or false"
        }
    }

    private static func fallback(_ definition: DriverDefinition) -> String {
        var text =
            switch definition.fallback {
            case .number(let value)?:
                if case .flag = definition.kind { value == 0 ? "false" : "true" } else { number(value) }
            case .word(let word)?: word
            case nil: absence(definition)
            }
        if definition.fallbackIsPlaceholder { text += ", placeholder" }
        if definition.isMoney { text += ", not costed" }
        return text
    }

    /// What holds without a value where no number is the default.
    private static func absence(_ definition: DriverDefinition) -> String {
        switch definition.name {
        case "tok_in", "tok_out", "price_in", "price_out": "from the invoices"
        case "depr_book_months": "`life_months`"
        case "pool", "reason", "gpu", "quote", "label", "terms": "none"
        case _ where definition.pattern.hasPrefix("sla.better."): "as today"
        case _ where definition.pattern.hasPrefix("readiness."): "readiness.csv"
        default: "required"
        }
    }

    private static func direction(_ direction: Direction) -> String {
        switch direction {
        case .favours: "+"
        case .neither: "0"
        case .hurts: "−"
        }
    }

    private static func number(_ value: Double) -> String {
        value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
    }
}
