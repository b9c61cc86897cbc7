package import Economics
import Money

/// Where every figure of the workbook stands; decided first, read by every sheet and every formula.
package struct WorkbookLayout: Sendable {
    package enum SheetName {
        package static let about = "About"
        package static let board = "Board page"
        package static let since = "Since last report"
        package static let cost = "TCO"
        package static let profit = "Profit and loss"
        package static let capital = "Capital request"
        package static let breakEven = "Break-even"
        package static let migration = "Migration"
        package static let gates = "Gates"
        package static let actuals = "Actuals"
        package static let workloads = "Workloads"
        package static let sensitivities = "Sensitivities"
        package static let sizing = "Sizing"
        package static let vendors = "Vendors"
        package static let spend = "API spend"
        package static let readiness = "Readiness"
        package static let playbooks = "Playbooks"
        package static let sla = "SLA"
        package static let slaModel = "SLA model"
        package static let quotes = "Quotes"
        package static let assumptions = "Assumptions"
        package static let returns = "Returns"
        package static let ledger = "Ledger"
        package static let sources = "Sources"
        package static let checks = "Checks"

        package static let all =
            [
                about, board, since, cost, profit, capital, breakEven, migration, gates, actuals, workloads,
                sensitivities, sizing, vendors, spend, readiness, playbooks, sla, slaModel, quotes, assumptions,
                returns, ledger, sources, checks,
            ] + Instance.all.map(model)

        package static func model(_ instance: Instance) -> String {
            (instance.strategy == .full ? "Full " : "Model ") + instance.scenario.rawValue
        }
    }

    package let currency: String
    /// By config key, and the keys by which checks read the model.
    package let drivers: [String: Placement.DriverPlaces]
    package let constants: [MethodConstant: Place]
    package let strategyConstants: (full: Place, hybrid: Place)
    /// One for each of ``Instance/all``.
    package let models: [Placement]
    package let quotes: Placement
    package let spend: Placement
    /// One for each scenario; empty without an SLA.
    package let sla: [Placement]
    /// Nil: there are no gates and nothing has moved.
    package let gates: Placement?
    package let checks: Placement
    package let masterCheck: Place
    /// First row of each block of the quote sheet, by its first line.
    let quoteBlocks: [QuoteBlock]
    let spendRows: SpendRows

    struct QuoteBlock: Sendable {
        var title: String
        var headerRow: Int
        var lines: [Int]
        /// Text columns before the first line.
        var leadColumns: Int
    }

    struct SpendRows: Sendable {
        var monthlyHeader: Int
        var baselineHeader: Int
        var modelHeader: Int
        var trendHeader: Int
        /// Of the index by calendar month, where there is one.
        var seasonHeader: Int
        var growth: GrowthPlaces
        var sources: SourcesSheet.Rows
    }

    package static let firstAssumptionRow = 5
    static let firstModelRow = 7

    package init(_ data: ReportData) {
        currency = data.heading.currency.code

        // Assumptions: one row a driver, then the constants of the method.
        var drivers: [String: Placement.DriverPlaces] = [:]
        var row = Self.firstAssumptionRow
        for driver in data.register.drivers {
            func at(_ column: Int) -> Place { Place(sheet: SheetName.assumptions, row: row, column: column) }
            drivers[driver.key] = Placement.DriverPlaces(
                base: at(3), low: at(4), high: at(5), direction: driver.isCustom ? driver.definition.direction : nil)
            row += 1
        }
        row += 2
        var constants: [MethodConstant: Place] = [:]
        for constant in MethodConstant.allCases {
            constants[constant] = Place(sheet: SheetName.assumptions, row: row, column: 3)
            row += 1
        }
        strategyConstants = (
            Place(sheet: SheetName.assumptions, row: row, column: 3),
            Place(sheet: SheetName.assumptions, row: row + 1, column: 3)
        )
        self.constants = constants

        models = Instance.all.enumerated().map { number, instance in
            Self.placement(of: data.model, instance: instance, number: number, drivers: drivers)
        }
        (quotes, quoteBlocks) = Self.quotePlacement(data.quotes)
        // The last step of the tie-out reads the model.
        let runRate = data.model.index(of: CheckKeys.modelLines[CheckKeys.modelRunRate]!)!
        let plan = Instance.all.firstIndex(of: Instance(.base, .hybrid))!
        drivers[CheckKeys.modelRunRate] = Placement.DriverPlaces(models[plan].lines[runRate].place(member: 0, at: 0))
        (spend, spendRows) = Self.spendPlacement(data.spend, drivers: drivers)

        // Checks read cells of the other sheets by keys of their own.
        for (instance, placement) in zip(Instance.all, models) {
            for check in ModelCheck.all where check.instances.contains(instance) {
                let index = data.model.index(of: check.line)!
                drivers[CheckKeys.model(check, instance)] = Placement.DriverPlaces(
                    placement.lines[index].place(member: 0, at: 0))
            }
        }
        for (key, line) in CheckKeys.spendLines {
            // Without invoices there are no steps.
            guard let index = data.spend.model.index(of: line) else { continue }
            drivers[key] = Placement.DriverPlaces(spend.lines[index].place(member: 0, at: 0))
        }
        let baseModel = Instance.all.firstIndex(of: Instance(.base, .hybrid))!
        for (key, id) in CheckKeys.modelLines {
            let index = data.model.index(of: id)!
            drivers[key] = Placement.DriverPlaces(models[baseModel].lines[index].place(member: 0, at: 0))
        }
        sla = SLAModelSheet.placements(data, drivers: drivers, models: models)
        if let data = data.sla {
            for (scenario, placement) in zip(Scenario.allCases, sla) {
                drivers[CheckKeys.sla(scenario)] = Placement.DriverPlaces(data.place("sla_outside", in: placement))
            }
        }
        gates = GatesSheet.placement(data, drivers: drivers, models: models)
        self.drivers = drivers
        checks = Self.checkPlacement(data.checkModel, ids: data.checks.map(\.id), drivers: drivers)
        let master = data.checkModel.index(of: "master")!
        masterCheck = checks.lines[master].first
    }

    private static func placement(
        of model: Model, instance: Instance, number: Int, drivers: [String: Placement.DriverPlaces]
    ) -> Placement {
        let sheet = SheetName.model(instance)
        let views = model.members[.view].count
        var places: [LinePlace] = []
        var row = firstModelRow
        var returns = ReturnsPlaces(column: ReturnsSheet.firstColumn(of: number, views: views))
        for section in model.sections {
            var hasTitle = false
            for line in section.lines {
                if line.home == .returnsSheet {
                    places.append(returns.place(of: line, length: model.length(of: line)))
                    continue
                }
                if !line.home.isModelSheet(of: instance) {
                    places.append(.absent)
                    continue
                }
                if line.id == "t" || line.id == "date" {
                    places.append(
                        LinePlace(
                            first: Place(
                                sheet: sheet, row: line.id == "t" ? ModelSheet.monthRow : ModelSheet.dateRow,
                                column: ModelSheet.firstMonth)))
                    continue
                }
                if !hasTitle {
                    row += 2
                    hasTitle = true
                }
                let isCell = line.shape == .cell
                places.append(
                    LinePlace(
                        first: Place(
                            sheet: sheet, row: row, column: isCell ? ModelSheet.constant : ModelSheet.firstMonth),
                        total: line.hasTotal ? Place(sheet: sheet, row: row, column: ModelSheet.constant) : nil))
                row += model.members(of: line).count
            }
        }
        return Placement(instance: instance, lines: places, drivers: drivers)
    }

    private static func quotePlacement(_ quotes: QuoteData) -> (Placement, [QuoteBlock]) {
        let lines = quotes.model.lines
        let count = quotes.rows.count
        func index(_ id: String) -> Int { lines.firstIndex { $0.id == id }! }
        let first = [
            "pricing", "price", "price_unit", "gpu_hour", "gpu_hour_reporting", "fx", "gpu_month_reporting",
            "unit_month_reporting", "line_month_reporting", "due_at_signing",
        ].map(index)
        let rank = index("rank")
        let rest = lines.indices.filter { !first.contains($0) && $0 != rank }
        let facts = rest.filter { lines[$0].expression.isInput }
        let steps = rest.filter { !lines[$0].expression.isInput }
        var places = [LinePlace?](repeating: nil, count: lines.count)
        var blocks: [QuoteBlock] = []
        var row = SheetCanvas.headRows + QuotesSheet.chartRows(quotes)
        func block(_ title: String, _ part: [Int], lead: Int) {
            blocks.append(QuoteBlock(title: title, headerRow: row + 1, lines: part, leadColumns: lead))
            for (column, line) in part.enumerated() {
                places[line] = LinePlace(
                    first: Place(sheet: SheetName.quotes, row: row + 2, column: lead + column))
            }
            row += count + 4
        }
        block("Quotes, ranked by effective price", first, lead: QuotesSheet.leadColumns)
        places[rank] = LinePlace(
            first: Place(sheet: SheetName.quotes, row: blocks[0].headerRow + 1, column: QuotesSheet.rankColumn))
        block("What the quotes say", facts, lead: 1)
        block("From the quoted price to the effective price", steps, lead: 1)
        var drivers: [String: Placement.DriverPlaces] = [:]
        for (member, quote) in quotes.rows.enumerated() {
            drivers["quotes.\(quote.id).price"] = Placement.DriverPlaces(
                places[index("price")]!.place(member: member, at: 0))
        }
        return (
            Placement(instance: Instance(.base, .hybrid), lines: places.map { $0! }, drivers: drivers), blocks
        )
    }

    private static func spendPlacement(
        _ spend: SpendData, drivers: [String: Placement.DriverPlaces]
    ) -> (Placement, SpendRows) {
        let lines = spend.model.lines
        let months = spend.months.count
        let workloads = spend.model.members[.workload].count
        let monthlyHeader = SheetCanvas.headRows + SpendSheet.chartRows
        let baselineHeader = monthlyHeader + months + 5
        let singles = baselineHeader + workloads + 3
        let byModel = singles + lines.filter { $0.members == nil && !SourcesSheet.Rows.holds($0) }.count + 2
        let growing = spend.model.members[.trendWorkload].count
        let growth = GrowthPlaces(
            header: byModel + spend.model.members[.billedModel].count + 3, providers: spend.providers.count,
            months: months)
        let trendHeader = growth.header + (growing > 0 ? growing + 4 : 0)
        let sources = SourcesSheet.Rows(spend)
        var places: [LinePlace] = []
        var ledgerColumn = 0
        var monthlyColumn = 0
        let seasonHeader = trendHeader + months + 4
        var trendColumn = 0
        var seasonColumn = 0
        var single = 0
        for line in lines {
            switch line.members {
            case .ledgerRow:
                places.append(
                    LinePlace(
                        first: Place(sheet: SheetName.ledger, row: LedgerSheet.firstRow, column: ledgerColumn)))
                ledgerColumn += 1
            case .historyMonth where VolumeTrend.holds(line):
                places.append(
                    LinePlace(first: Place(sheet: SheetName.spend, row: trendHeader + 1, column: trendColumn)))
                trendColumn += 1
            case .historyMonth:
                places.append(
                    LinePlace(first: Place(sheet: SheetName.spend, row: monthlyHeader + 1, column: monthlyColumn)))
                monthlyColumn += 1
            case .workload:
                let column = ["workload": 0, "window_cost": 1, "window_tokens": 2][line.id]!
                places.append(
                    LinePlace(first: Place(sheet: SheetName.spend, row: baselineHeader + 1, column: column)))
            case .billedModel:
                places.append(
                    LinePlace(
                        first: Place(
                            sheet: SheetName.spend, row: byModel, column: line.id == "billed_model" ? 0 : 1)))
            case .trendWorkload: places.append(growth.place(of: line))
            case .calendarMonth:
                places.append(
                    LinePlace(first: Place(sheet: SheetName.spend, row: seasonHeader + 1, column: seasonColumn)))
                seasonColumn += 1
            case .tie:
                let column = [
                    "tie_declared": 3, "tie_imported": 4, "tie_difference": 5, "tie_tolerance": 6, "tie_fails": 7,
                ][
                    line.id]!
                places.append(LinePlace(first: Place(sheet: SheetName.sources, row: sources.ties + 1, column: column)))
            case .billedCurrency, .fileMoney: places.append(sources.place(of: line))
            default:
                if line.shape == .timeline {
                    places.append(growth.place(of: line))
                } else if line.id == "invoices_difference" || line.id == "ties_failing" {
                    let row = sources.afterTies + (line.id == "ties_failing" ? 1 : 0)
                    places.append(LinePlace(first: Place(sheet: SheetName.sources, row: row, column: 5)))
                } else if SourcesSheet.Rows.holds(line) {
                    places.append(sources.place(of: line))
                } else {
                    places.append(
                        LinePlace(first: Place(sheet: SheetName.spend, row: singles + single, column: 1)))
                    single += 1
                }
            }
        }
        return (
            Placement(instance: Instance(.base, .hybrid), lines: places, drivers: drivers),
            SpendRows(
                monthlyHeader: monthlyHeader, baselineHeader: baselineHeader, modelHeader: byModel - 1,
                trendHeader: trendHeader, seasonHeader: seasonHeader, growth: growth,
                sources: sources)
        )
    }

    private static func checkPlacement(
        _ model: Model, ids: [String], drivers: [String: Placement.DriverPlaces]
    ) -> Placement {
        let columns = ["Value": 2, "Tolerance": 3, "Fails": 4, "Result": 5]
        var places: [LinePlace] = []
        for section in model.sections {
            for (row, line) in section.lines.enumerated() {
                if let part = CheckModel.part(line), let row = ids.firstIndex(of: String(part.check)) {
                    places.append(
                        LinePlace(
                            first: Place(
                                sheet: SheetName.checks, row: ChecksSheet.firstRow + row,
                                column: ChecksSheet.firstPartColumn + part.column)))
                } else if let column = columns[section.title] {
                    places.append(
                        LinePlace(
                            first: Place(sheet: SheetName.checks, row: ChecksSheet.firstRow + row, column: column)))
                } else {
                    places.append(
                        LinePlace(
                            first: Place(
                                sheet: SheetName.checks, row: line.id == "master" ? 2 : 3,
                                column: line.id == "master" ? 1 : 4)))
                }
            }
        }
        return Placement(instance: Instance(.base, .hybrid), lines: places, drivers: drivers)
    }
}

/// Keys by which checks name cells of other sheets.
package enum CheckKeys {
    package static func model(_ check: ModelCheck, _ instance: Instance) -> String {
        "check.\(check.id).\(instance.scenario.rawValue).\(instance.strategy.rawValue)"
    }

    package static func sla(_ scenario: Scenario) -> String { "check.sla.\(scenario.rawValue)" }

    package static let invoicesTotal = "spend.invoices_total"
    package static let monthsTotal = "spend.months_total"
    package static let meanMonthlySpend = "spend.mean_monthly_spend"
    package static let tiesFailing = "spend.ties_failing"
    package static let moneySteps = "spend.steps_worst"
    package static let readinessBreaks = "model.readiness_breaks"
    package static let teamShort = "model.team_short"
    package static let rotaShort = "model.rota_short"
    package static let modelRunRate = "model.undiscounted_run_rate"
    package static let planBreaks = "model.plan_breaks_total"
    /// Read from the base scenario of the plan.
    package static let modelLines = [
        modelRunRate: "undiscounted_run_rate", planBreaks: "plan_breaks_total", readinessBreaks: "readiness_breaks",
        teamShort: "team_short", rotaShort: "rota_short",
    ]
    package static let spendLines = [
        invoicesTotal: "invoices_total", monthsTotal: "months_total", meanMonthlySpend: "mean_monthly_spend",
        tiesFailing: "ties_failing", moneySteps: "steps_worst",
    ]
}

extension Expression {
    var isInput: Bool {
        if case .input = self { return true }
        return false
    }
}
