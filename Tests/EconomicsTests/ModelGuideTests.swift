import Billing
import Economics
import TestSupport
import Testing

/// The normative page of the model is written from the model.
struct ModelGuideTests {
    @Test func modelPageIsUpToDate() throws {
        let page = try ModelGuide.page()
        #expect(try page.recorded() == page.text, "run with RECORD=1 to write it again")
    }

    @Test func everyReferenceOfAFormulaIsExplained() throws {
        // A text that no rule of the legend mentions would leave a reader alone.
        let functions = Set(
            try ModelGuide.models().flatMap { $0.lines }.flatMap { ModelGuide.functions(in: "\($0.expression)") })
        #expect(functions.subtracting(ModelGuide.legend.map(\.name)).sorted() == [])
    }
}

enum ModelGuide {
    /// What a formula calls, and what that means.
    static let legend: [(name: String, text: String)] = [
        ("if", "`if(claim, a, b)`: `a` where the claim holds, else `b`. A claim is 1 or 0 and may be a factor"),
        ("exp", "`exp(a)` and `ln(a)`: e to the power of `a`, and its inverse"),
        ("ln", "`ln(a)`: see `exp`"),
        ("min", "`min(a, b, …)` and `max(a, b, …)`: of single figures"),
        ("max", "`max(a, b, …)`: see `min`"),
        ("abs", "`abs(a)`: without its sign"),
        (
            "ceiling",
            "`ceiling(a)`: the least whole number that is not below `a` less `const_ceiling_guard`, and at least 0"
        ),
        ("round_up", "`round_up(a)` and `round_down(a)`: to a whole number, of quotients of whole numbers"),
        ("round_down", "`round_down(a)`: see `round_up`"),
        ("number_or_zero", "`number_or_zero(a)`: `a`, or 0 where `a` is a word"),
        ("end_of_month", "`end_of_month(date, months)`: last day of the month so many months later"),
        ("payment", "`payment(rate, periods, present)`: level payment of a loan, with the opposite sign"),
        ("binomial_at_most", "`binomial_at_most(events, trials, probability)`: probability of at most so many events"),
        (
            "sum",
            "`sum(…)`: over every cell of the range; a product inside is formed cell by cell first, and of ranges of "
                + "two kinds (members, months) for every pair"
        ),
        ("where", "`sum(range where keys = value)`: only the cells whose key is the value"),
        ("least", "`least(range)` and `greatest(range)`: of all cells of a range"),
        ("greatest", "`greatest(range)`: see `least`"),
        ("position", "`position(value, range)`: place of the first equal cell, from 1; 0 when there is none"),
        ("element", "`element(range, place)`: the cell at that place, from 1"),
        ("present_value", "`present_value(rate, flows)`: of flows from month 1"),
        ("count_of_numbers", "`count_of_numbers(range)`: how many cells hold a number of at least 0"),
        ("total", "`total(id)`: the sum of a line over the months"),
        ("own_of", "`own_of(a, b, …)`: the one that belongs to the row"),
        ("input", "`input(key)`: what is typed or imported in this very cell"),
    ]

    static func functions(in text: String) -> [String] {
        var names: [String] = []
        var word = ""
        for character in text {
            if character.isLetter || character.isNumber || character == "_" || character == "." {
                word.append(character)
            } else {
                if character == "(", !word.isEmpty { names.append(word) }
                word = ""
            }
        }
        return names
    }

    /// A project with one member of everything; formulas are the same for any number of members.
    static func models() throws -> [Model] {
        var structure = ModelStructure(
            startMonth: Month(year: 2027, month: 1), horizon: 36, workloads: [.init(id: "workload")], pools: ["pool"],
            poolsWithCapacity: [], oneOffs: 1,
            parts: Dictionary(uniqueKeysWithValues: ModelPart.allCases.filter { $0 != .priceSteps }.map { ($0, 1) }))
        structure.capabilities = ["on_call", "gpu_monitoring", "security_review"].map { Capability.of($0)! }
        structure.readinessPhases = 2
        return [
            try EconomicModel.make(members: structure.members, horizon: structure.horizon),
            try QuoteModel.make(quotes: [Member(id: "quote")]),
            try SpendModel.make(
                ledgerRows: 1, months: [Member(id: "2026-10")], providers: ["each provider"],
                workloads: [Member(id: "workload")], billedModels: [Member(id: "billed model")],
                ties: [Member(id: "tie")], trendWorkloads: [Member(id: "workload")], hasSeasons: true),
            try SLAModel.make(SLAStructure(tiers: 1, betterTiers: 1), pools: [Member(id: "pool")]),
            try GateModel.make(
                GateModel.Shape(
                    phases: 1, months: 1, evaluated: ["workload"], hasScorecard: true, hasPlan: true, hasEarlier: true)),
        ]
    }

    static func page() throws -> GuidePage {
        var page = GuidePage("Model", title: "The model", besideTest: #filePath)
        page.add("Every line that the engine works out and the workbook shows, with its formula.")
        page.section("Overview")
        page.add(
            """
            Each line is declared once, in `Sources/Economics/Lines`. The engine's figure, the workbook's formula and the
            text below come from that one expression; this page is written by a test and never by hand.

            - A formula names lines by their id. A line with a row for each workload, pool or fleet means its own row.
            - *Rows*: one cell, one a month (month 0 is today, month T the horizon), or one for each member of a set.
            - *§* is the section of the model's specification. `CUR` is the reporting currency.
            - `key.of.a.driver` is an input of breakeven.yaml: see <doc:Config>. `const_…` is a constant of the method.
            - `*` in such a key stands for the id of the row. A fleet of one pool reads `pools.ID.capacity`, where the formula says
              `capacity`.
            - `id[t-1]`: the month before. `id[name]`: the row of that member.
            - Ranges: `id[0…T]` every month, `id[0…t]` up to this month, `id[-1…t-1]` from the opening value up to the month
              before, `id[1…T]` and `id[0…T-1]` without the first or last, `id[*]` every member, `id[own]` the items that
              belong to the row.
            - For lines that have a row of steps, `t` and `T` count steps. An opening value stands before the first month or step.
            - `is_full_strategy` is 1 where everything moves at once, `own_id`, `own_place` and `fleet_of_own_pool` are labels
              of a row.
            """)
        page.subsection("Functions")
        page.add(legend.filter { !$0.text.contains(": see `") }.map { "- \($0.text)." }.joined(separator: "\n"))
        let titles = ["Migration and cash", "Quotes", "Spend", "SLA", "Gates and actuals"]
        for (model, title) in zip(try models(), titles) {
            page.section(title)
            for section in model.sections {
                page.subsection(section.title)
                page.table(["Line", "Label", "Unit", "Rows", "§", "Formula"], section.lines.map(row))
            }
        }
        page.section("Constants of the method")
        page.table(
            ["Constant", "Meaning", "Unit", "Value"],
            MethodConstant.allCases.map { ["`\($0.rawValue)`", $0.label, $0.unit.symbol, value($0.value)] })
        return page
    }

    private static func row(_ line: Line) -> [String] {
        var rows =
            switch line.shape {
            case .cell: line.members == nil ? "one" : ""
            case .timeline: "month"
            case .rateSteps: "step"
            case .rateTurns: "turn"
            }
        if let set = line.members { rows += (rows.isEmpty ? "" : " × ") + words(set) }
        var formula = "`\(line.expression)`"
        if let opening = line.opening { formula += ", opening value \(value(opening))" }
        return ["`\(line.id)`", line.label, line.unit.symbol, rows, line.section, formula]
    }

    private static func words(_ set: MemberSet) -> String {
        switch set {
        case .workload: "workload"
        case .pool: "pool"
        case .fleet: "fleet"
        case .oneOff: "one-off cost"
        case .capability: "capability"
        case .commitmentTier: "discount tier"
        case .priceStep: "price step"
        case .phase: "phase"
        case .rampStep: "ramp step"
        case .scheduleStep: "tax year"
        case .view: "view"
        case .quote: "quote"
        case .costLine: "cost line"
        case .spendStep: "point of spend"
        case .runInput: "input of the run"
        case .offer: "valid quote"
        case .billedModel: "billed model"
        case .ledgerRow: "ledger row"
        case .historyMonth: "month of invoices"
        case .trendWorkload: "dearest workload"
        case .calendarMonth: "calendar month"
        case .tie: "declared total"
        case .billedCurrency: "currency of the bills"
        case .fileMoney: "file and currency"
        case .check: "check"
        case .backTest: "tested month"
        case .slaTier: "credit tier"
        case .slaBetterTier: "credit tier on offer"
        case .slaTerm: "term of the series"
        case .slaMonth: "month of incidents"
        case .playbook: "playbook"
        case .actualMonth: "month since the migration"
        case .evaluated: "evaluated workload"
        case .gateStatus: "status"
        case .fiscalYear: "fiscal year"
        case .request: "request"
        }
    }

    private static func value(_ number: Double) -> String {
        number == number.rounded() && abs(number) < 1e15 ? "\(Int(number))" : "\(number)"
    }
}
