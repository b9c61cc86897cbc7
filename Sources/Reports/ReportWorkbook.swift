import Billing
package import Diagnostics
import Dispatch
import Economics
import Synchronization

/// The whole workbook of a report.
package enum ReportWorkbook {
    /// - Throws: ``Failure`` with 70 when a sheet contradicts itself; what is wrong with the figures was found before.
    package static func make(_ data: ReportData) throws(Failure) -> WorkbookContent {
        let layout = WorkbookLayout(data)
        let master = data.checkEvaluation.result("master", lane: 0).cellValue
        let cost = data.hasPools ? try CostSheet.make(data, layout, master: master) : nil
        var sheets = [try BoardSheet.make(data, layout, shares: cost?.shares ?? [], master: master)]
        if let history = data.history {
            sheets.append(try SinceLastReportSheet.make(history, data, layout, master: master))
        }
        if data.hasPools { sheets.append(try BreakEvenSheet.make(data, layout, master: master)) }
        if let cost { sheets.append(cost.sheet) }
        if data.hasPools {
            sheets.append(try ProfitSheet.make(data, layout, master: master))
            sheets.append(try CapitalSheet.make(data, layout, master: master))
            sheets.append(try MigrationSheet.make(data, layout, master: master))
        }
        if let gates = data.gates {
            sheets.append(try GatesSheet.make(gates, data, layout, master: master))
        }
        if data.hasPools { sheets.append(try WorkloadsSheet.make(data, layout, master: master)) }
        if !data.model.members[.capability].isEmpty {
            sheets.append(try ReadinessSheet.make(data, layout, master: master))
        }
        if let sla = data.sla { sheets.append(try SLASheet.make(sla, data, layout, master: master)) }
        if !data.model.members[.pool].isEmpty { sheets.append(try SizingSheet.make(data, layout, master: master)) }
        if !data.quotes.rows.isEmpty, let vendors = try VendorsSheet.make(data, layout, master: master) {
            sheets.append(vendors)
        }
        if !data.spend.months.isEmpty { sheets.append(SpendSheet.make(data, layout, master: master)) }
        if let sensitivities = data.sensitivities {
            sheets.append(try SensitivitySheet.make(data, sensitivities, layout, master: master))
        }
        sheets.append(AssumptionsSheet.make(data, layout, master: master))
        if !data.quotes.rows.isEmpty { sheets.append(QuotesSheet.make(data, layout, master: master)) }
        sheets += modelSheets(data, layout, master: master)
        sheets.append(ReturnsSheet.make(data, layout, master: master))
        if let sla = data.sla { sheets.append(SLAModelSheet.make(sla, layout, master: master)) }
        if !data.playbooks.entries.isEmpty { sheets.append(try PlaybooksSheet.make(data, layout, master: master)) }
        if !data.spend.months.isEmpty { sheets.append(LedgerSheet.make(data, layout, master: master)) }
        if let gates = data.gates, let actuals = gates.actuals {
            sheets.append(ActualsSheet.make(actuals, gates, layout, master: master))
        }
        sheets.append(SourcesSheet.make(data, layout, master: master))
        sheets.append(ChecksSheet.make(data, layout))
        try leaveOut(&sheets, data)
        sheets.insert(AboutSheet.make(data, layout, sheets: sheets, master: master), at: 0)

        var content = WorkbookContent(sheets: sheets, names: names(data, layout), title: data.heading.title)
        content.subject = "Stay on APIs, host open-weight models, or move in phases: \(data.heading.period)"
        content.author = data.heading.preparedBy.isEmpty ? "breakeven" : data.heading.preparedBy
        content.company = data.heading.organisation
        content.keywords = "LLM, TCO, break-even, \(data.heading.period)"
        content.classification = data.heading.classification
        content.paper = data.heading.paper
        content.template = data.heading.template
        content.created = (data.heading.period.lastDay.number + 1) * 86_400 - 1
        content.footer =
            "breakeven-\(data.heading.period).xlsx · \(data.heading.toolVersion) · data as of \(data.heading.asOf)"
        content.properties = [
            ("breakeven version", data.heading.toolVersion), ("period", "\(data.heading.period)"),
            ("as of", "\(data.heading.asOf)"),
            ("configuration sha256", data.heading.configurationSHA256), ("inputs sha256", data.heading.inputsSHA256),
        ]
        if !data.heading.classification.isEmpty {
            content.properties.append(("classification", data.heading.classification))
        }
        return content
    }

    /// Takes out what the template goes without. A sheet that another one reads, or that holds a named result, stays.
    private static func leaveOut(_ sheets: inout [Sheet], _ data: ReportData) throws(Failure) {
        let unwanted = data.heading.template.leaveOut
        guard !unwanted.isEmpty else { return }
        let known = sheets.map(\.name)
        let named = Set(names(data, WorkbookLayout(data)).map(\.target.sheet))
        for name in unwanted {
            // What this project has no sheet for is left out already.
            guard let index = sheets.firstIndex(where: { $0.name == name }) else {
                if !WorkbookLayout.SheetName.all.contains(name) {
                    throw Failure(.badConfiguration, .unknownSheet(name, known: known))
                }
                continue
            }
            let reader = sheets.first { $0.name != name && !unwanted.contains($0.name) && $0.refers(to: name) }
            if named.contains(name) || reader != nil {
                throw Failure(.badConfiguration, .sheetIsRead(name, by: reader?.name))
            }
            sheets.remove(at: index)
        }
    }

    /// The sheets of the instances, made at the same time: they are most of the workbook and know nothing of each other.
    private static func modelSheets(_ data: ReportData, _ layout: WorkbookLayout, master: CellValue) -> [Sheet] {
        let formulas = CommonFormulas(data.model, layout.models)
        let made = Mutex<[Int: Sheet]>([:])
        DispatchQueue.concurrentPerform(iterations: Instance.all.count) { number in
            let sheet = ModelSheet.make(data, layout, number: number, formulas: formulas, master: master)
            made.withLock { $0[number] = sheet }
        }
        return made.withLock { sheets in Instance.all.indices.map { sheets[$0]! } }
    }

    private static func names(_ data: ReportData, _ layout: WorkbookLayout) -> [DefinedName] {
        func name(_ text: String, _ place: Place) -> DefinedName {
            let cell = CellAddress(row: place.row, column: place.column)
            return DefinedName(text, CellRange(sheet: place.sheet, first: cell, last: cell))
        }
        var names: [DefinedName] = []
        for driver in data.register.drivers where driver.key != "meta.horizon_months" {
            let places = layout.drivers[driver.key]!
            guard driver.definition.isLive else { continue }
            names.append(name(driver.definedName, places.base))
            names.append(name("\(driver.definedName)_low", places.low))
            names.append(name("\(driver.definedName)_high", places.high))
        }
        for quote in data.quotes.rows {
            let key = "quotes.\(quote.id).price"
            names.append(name(DriverName.defined(key), layout.quotes.drivers[key]!.base))
        }
        for constant in MethodConstant.allCases { names.append(name(constant.rawValue, layout.constants[constant]!)) }
        names.append(name("const_strategy_full", layout.strategyConstants.full))
        names.append(name("const_strategy_hybrid", layout.strategyConstants.hybrid))
        for (number, instance) in Instance.all.enumerated() {
            for metric in Metric.all(of: data.model) {
                let index = data.model.index(of: metric.line)!
                names.append(
                    name(
                        metric.definedName(instance.scenario, instance.strategy),
                        layout.models[number].lines[index].first))
                if instance.strategy == .hybrid, let staying = metric.lineWhenStaying {
                    let index = data.model.index(of: staying)!
                    names.append(
                        name(metric.definedName(instance.scenario, .api), layout.models[number].lines[index].first))
                }
            }
        }
        for metric in RunMetric.allCases {
            if let place = metric.place(data) { names.append(name(metric.definedName, place)) }
        }
        let base = layout.models[data.lane(Instance(.base, .hybrid))]
        for metric in Metric.ofReadiness {
            let index = data.model.index(of: metric.line)!
            names.append(name("out_\(metric.id)", base.lines[index].first))
        }
        if let sla = data.sla {
            for (scenario, placement) in zip(Scenario.allCases, layout.sla) {
                for metric in Metric.ofSLA {
                    names.append(name(metric.definedName(scenario, .hybrid), sla.place(metric.line, in: placement)))
                }
            }
        }
        if let gates = data.gates, let placement = layout.gates {
            for id in gates.metrics {
                names.append(name("out_\(id)", placement.lines[gates.model.index(of: id)!].first))
            }
        }
        if !data.spend.months.isEmpty {
            for id in SpendModel.metrics {
                let index = data.spend.model.index(of: id)!
                names.append(name("out_\(id)", layout.spend.lines[index].first))
            }
        }
        return names
    }
}

extension Sheet {
    /// A formula or a chart of this sheet reads a cell of another one.
    fileprivate func refers(to name: String) -> Bool {
        let start = CellName.quoted(name) + "!"
        if charts.contains(where: { $0.series.contains { $0.values.sheet == name || $0.categories.sheet == name } }) {
            return true
        }
        return cells.contains { _, cell in
            if case .formula(let text, _) = cell.content { text.contains(start) } else { false }
        }
    }
}

extension Diagnostic {
    fileprivate static func unknownSheet(_ name: String, known: [String]) -> Diagnostic {
        Diagnostic(
            "unknown-sheet", key: "leave_out", found: "the template leaves out \(name), and no sheet has that name",
            expected: "names of sheets: \(known.joined(separator: ", "))", fix: "correct the name in leave_out")
    }

    fileprivate static func sheetIsRead(_ name: String, by reader: String?) -> Diagnostic {
        Diagnostic(
            "sheet-is-read", key: "leave_out",
            found:
                "the template leaves out \(name), which \(reader.map { "the sheet \($0) reads" } ?? "holds named results")",
            expected: "sheets that nothing else in the workbook rests on",
            fix: "take it out of leave_out\(reader.map { ", or leave out \($0) too" } ?? "")")
    }
}
