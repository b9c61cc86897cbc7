package import Economics

/// How one figure came about, ready to be printed: its formula, every step below it, and the inputs at the bottom.
package struct Explanation: Sendable {
    /// A value and the cell of the workbook that holds it.
    package struct Figure: Hashable, Sendable {
        /// Nil for a line without members.
        package var member: String?
        package var value: DriverValue
        package var cell: Place
    }

    package struct Step: Hashable, Sendable {
        package var line: Line
        /// In the reporting currency.
        package var unit: String
        package var depth: Int
        /// The month of the figures of a line over time; the step of a search; nil for single values.
        package var position: Int?
        package var figures: [Figure]
        /// Sums over the months, for lines that have them.
        package var totals: [Figure]
    }

    package struct Input: Hashable, Sendable {
        package var key: String
        /// The line that links the driver; nil for constants and files.
        package var line: Line?
        package var label: String
        package var value: DriverValue
        package var unit: String
        package var source: String
        /// Nil for constants of the method.
        package var confidence: String?
        package var display: Display
        package var cell: Place?
        package var depth: Int
    }

    package var metric: String
    package var label: String
    /// Nil for figures of the invoices, which no scenario changes.
    package var instance: Instance?
    /// What summary.csv has: a number, or empty with words.
    package var value: Field
    package var unit: String
    package var display: Display
    /// Of MODEL.md.
    package var section: String
    /// Nil for what the tool works out and no formula can.
    package var cell: Place?
    package var definedName: String?
    package var expression: String
    /// The expression with labels instead of ids.
    package var inWords: String
    /// Why the answer is a word and no number, and what would have to be true instead.
    package var reasons: [String]
    /// In reading order; the first is the figure itself.
    package var steps: [Step]
    /// Nearest first.
    package var inputs: [Input]
}

/// Which figure, under which circumstances.
package struct ExplanationRequest: Hashable, Sendable {
    package var metric: String
    package var scenario: Scenario
    package var strategy: Strategy
    /// The month whose values the steps show; nil: the payback month of a payback, else the last.
    package var month: Int?

    package init(_ metric: String, scenario: Scenario = .base, strategy: Strategy = .hybrid, month: Int? = nil) {
        self.metric = metric
        self.scenario = scenario
        self.strategy = strategy
        self.month = month
    }
}

extension Explanation {
    /// - Returns: nil when there is no such figure under that strategy.
    package static func make(
        _ request: ExplanationRequest, _ data: ReportData, _ layout: WorkbookLayout
    ) -> Explanation? {
        let rows = ModelTables.summary(data).rows.filter { $0[0] == .text(request.metric) }
        let ofScenario = rows.first {
            $0[1] == .text(request.scenario.rawValue) && $0[2] == .text(request.strategy.rawValue)
        }
        if let metric = Metric.all(of: data.model).first(where: { $0.id == request.metric }) {
            let line = request.strategy == .api ? metric.lineWhenStaying : metric.line
            guard let line, let row = ofScenario else { return nil }
            return DerivedFigure(request, data, layout, model: .scenario).explanation(of: line, row: row)
        }
        if let sla = data.sla, sla.model.line(request.metric) != nil, request.strategy == .hybrid,
            data.model.line(request.metric) == nil
        {
            return DerivedFigure(request, data, layout, model: .sla).explanation(of: request.metric, row: ofScenario)
        }
        if let row = ofScenario ?? rows.first(where: { $0[1] == .empty }) {
            if !data.spend.months.isEmpty, data.spend.model.line(request.metric) != nil {
                return DerivedFigure(request, data, layout, model: .spend).explanation(of: request.metric, row: row)
            }
            if data.gates?.model.line(request.metric) != nil {
                return DerivedFigure(request, data, layout, model: .gates).explanation(of: request.metric, row: row)
            }
            if data.model.line(request.metric) != nil {
                return DerivedFigure(request, data, layout, model: .scenario)
                    .explanation(of: request.metric, row: row)
            }
            return withoutFormula(row, request, ofScenario != nil, data)
        }
        guard request.strategy != .api else { return nil }
        let figure = DerivedFigure(request, data, layout, model: .scenario)
        if data.model.line(request.metric) != nil { return figure.explanation(of: request.metric, row: nil) }
        return memberFigure(request.metric, data).flatMap {
            figure.explanation(of: $0.line, member: $0.member, row: nil)
        }
    }

    /// `LINE.MEMBER`: a line of the model for one workload, pool or kind of capacity, by its id or as the sheets name it;
    /// ids may hold points, lines do not.
    private static func memberFigure(_ name: String, _ data: ReportData) -> (line: String, member: Int)? {
        guard let point = name.firstIndex(of: "."), let line = data.model.line(String(name[..<point])) else {
            return nil
        }
        let id = name[name.index(after: point)...]
        guard let members = line.members.map({ data.model.members[$0] }),
            let member = members.firstIndex(where: { $0.id == id }) ?? members.firstIndex(where: { $0.label == id })
        else { return nil }
        return (line.id, member)
    }

    /// Figures of each workload and each kind of capacity that a reader may ask for by `LINE.MEMBER`.
    package static let linesByMember = [
        "own_spend_first", "own_spend_always", "own_headroom", "own_utilisation_needed", "own_why", "hours_to_own",
        "use_to_own", "owning_why",
    ]

    /// What may be asked for: the metrics of summary.csv, then every line of the model.
    package static func names(_ data: ReportData) -> [String] {
        var names: [String] = []
        for row in ModelTables.summary(data).rows {
            if case .text(let name) = row[0], names.last != name { names.append(name) }
        }
        let metrics = Set(names)
        for id in linesByMember {
            guard let set = data.model.line(id)?.members else { continue }
            names += data.model.members[set].map { "\(id).\($0.id)" }
        }
        return names
            + (data.model.lines.map(\.id) + (data.sla?.model.lines.map(\.id) ?? [])).filter { !metrics.contains($0) }
    }

    private static func withoutFormula(
        _ row: [Field], _ request: ExplanationRequest, _ hasScenario: Bool, _ data: ReportData
    ) -> Explanation {
        func text(_ column: Int) -> String {
            if case .text(let text) = row[column] { return text }
            return ""
        }
        let ofRun = RunMetric(rawValue: request.metric)
        let cell = ofRun.flatMap { $0.place(data) }
        let formula = cell == nil ? nil : ofRun?.formula
        return Explanation(
            metric: request.metric, label: ofRun?.label ?? request.metric,
            instance: hasScenario ? Instance(request.scenario, request.strategy) : nil, value: row[3],
            unit: text(4), display: ofRun?.unit == "ratio" ? .percent : .money,
            section: ofRun?.section ?? "",
            cell: cell, definedName: cell == nil ? nil : ofRun?.definedName,
            expression: formula.map { "\($0)" } ?? "", inWords: "",
            reasons: (text(5).isEmpty ? [] : [text(5)]) + (ofRun?.reasons(data) ?? [])
                + (row[3] == .empty || formula != nil
                    ? [] : ["worked out by the program; no formula of the workbook gives it"]),
            steps: [], inputs: [])
    }
}
