import Billing
import Economics
import Money

/// The derivation of one line with the values, cells and sources of a report.
struct DerivedFigure {
    enum Source { case scenario, spend, sla, gates }

    let request: ExplanationRequest
    let data: ReportData
    let source: Source
    let model: Model
    let evaluation: Evaluation
    let lane: Int
    let placement: Placement

    init(_ request: ExplanationRequest, _ data: ReportData, _ layout: WorkbookLayout, model source: Source) {
        self.request = request
        self.data = data
        self.source = source
        switch source {
        case .scenario:
            model = data.model
            evaluation = data.evaluation
            lane = data.lane(Instance(request.scenario, request.strategy == .api ? .hybrid : request.strategy))
            placement = layout.models[lane]
        case .spend:
            model = data.spend.model
            evaluation = data.spend.evaluation
            lane = 0
            placement = layout.spend
        case .sla:
            let sla = data.sla!
            model = sla.model
            evaluation = sla.evaluation
            lane = Scenario.allCases.firstIndex(of: request.scenario)!
            placement = layout.sla[lane]
        case .gates:
            let gates = data.gates!
            model = gates.model
            evaluation = gates.evaluation
            lane = 0
            placement = layout.gates!
        }
    }

    /// One row of summary.csv, without scenario.
    private var isWithoutScenario: Bool { source == .spend || source == .gates }

    private var currency: String { data.heading.currency.code }

    /// - Parameters:
    ///   - member: the one of a line over members; nil: all.
    ///   - row: of summary.csv; nil for a line that is no metric.
    func explanation(of id: String, member: Int? = nil, row: [Field]?) -> Explanation? {
        guard let line = model.line(id), let derivation = Derivation(of: id, member: member, in: model) else {
            return nil
        }
        let metric = (Metric.all + Metric.ofPurchase + Metric.ofSLA).first { $0.id == request.metric }
        let month = request.month ?? paybackMonth(line) ?? model.horizon
        let steps = derivation.inReadingOrder.map { step($0, month: month) }
        let inputs = inputs(derivation, month: month)
        let own = steps.first?.figures.first
        let isOne = member != nil || model.members(of: line).count == 1
        let alone = own?.value ?? inputs.first?.value
        let value = row?[3] ?? (isOne ? alone.map(field) : nil) ?? .text("one for each \(line.members?.rawValue ?? "")")
        let instance = Instance(request.scenario, request.strategy)
        let name: String? =
            switch source {
            case .scenario, .sla: row == nil ? nil : metric?.definedName(instance.scenario, instance.strategy)
            case .spend, .gates: "out_\(id)"
            }
        var reasons: [String] = []
        if case .text(let words)? = row?[5], !words.isEmpty { reasons.append(words) }
        if case .scenario = source {
            reasons += Reasons(data: data, lane: lane).whatWouldDo(metric: request.metric)
        }
        if source == .scenario { reasons += wordReasons(line, member) }
        return Explanation(
            metric: request.metric,
            label: line.label + (member.map { ", \(model.members[line.members!][$0].label)" } ?? ""),
            instance: isWithoutScenario ? nil : instance, value: value,
            unit: metric?.unit == "text" ? "text" : ModelTables.unit(metric?.unit ?? line.unit.symbol, currency),
            display: line.display, section: line.section, cell: own?.cell ?? inputs.first?.cell, definedName: name,
            expression: "\(line.expression)", inWords: line.expression.text { model.line($0)?.label ?? $0 },
            reasons: reasons, steps: steps, inputs: inputs)
    }

    /// Why a threshold is a word, for each member that it is one for.
    private func wordReasons(_ line: Line, _ only: Int?) -> [String] {
        let why: String
        switch line.id {
        case "own_spend_first", "own_spend_always": why = "own_why"
        case "hours_to_own": why = "owning_why"
        default: return []
        }
        let members = line.members.map { model.members[$0] } ?? []
        return members.indices.filter { only == nil || only == $0 }.compactMap { member in
            guard case .word = evaluation.result(line.id, member: member, lane: lane),
                case .word(let words) = evaluation.result(why, member: member, lane: lane)
            else { return nil }
            return only == nil ? "\(members[member].label): \(words)" : words
        }
    }

    /// Where the running sum comes back: the month that a reader of a payback wants to see.
    private func paybackMonth(_ line: Line) -> Int? {
        guard line.id.contains("payback_month"), case .number(let month) = evaluation.result(line.id, lane: lane)
        else { return nil }
        return min(model.horizon, Int(month.rounded(.up)))
    }

    private func step(_ step: Derivation.Step, month: Int) -> Explanation.Step {
        let line = step.line
        let index = model.index(of: line.id)!
        let position: Int? =
            switch line.shape {
            case .cell: nil
            case .timeline: min(month, model.horizon)
            case .rateSteps, .rateTurns: model.length(of: line) - 1
            }
        func figure(_ member: Int, _ value: DriverValue, _ cell: Place) -> Explanation.Figure {
            Explanation.Figure(
                member: line.members.map { model.members[$0][member].label }, value: value, cell: cell)
        }
        return Explanation.Step(
            line: line, unit: ModelTables.unit(line.unit.symbol, currency), depth: step.depth, position: position,
            figures: step.members.map {
                figure(
                    $0, evaluation.result(line.id, member: $0, at: position ?? 0, lane: lane),
                    placement.lines[index].place(member: $0, at: position ?? 0))
            },
            totals: line.hasTotal
                ? step.members.map {
                    figure(
                        $0, .number(evaluation.total(line.id, member: $0, lane: lane)),
                        placement.lines[index].totalPlace(member: $0)!)
                } : [])
    }

    private func field(_ value: DriverValue) -> Field {
        switch value {
        case .number(let number): .number(number)
        case .word(let word): .text(word)
        }
    }
}

// MARK: - Inputs

extension DerivedFigure {
    private func inputs(_ derivation: Derivation, month: Int) -> [Explanation.Input] {
        var inputs: [Explanation.Input]
        switch source {
        case .scenario, .sla: inputs = derivation.inputs.compactMap { driver($0) ?? linked($0) }
        case .spend, .gates: inputs = columns(derivation)
        }
        if isWithoutScenario || inputs.contains(where: { $0.confidence == Confidence.invoice.rawValue }) {
            inputs += files(depth: (derivation.inputs.map(\.depth).max() ?? 0) + 1)
        }
        return inputs + derivation.constants.map { constant($0, depth: derivation.deepest) }
    }

    private func driver(_ input: Derivation.Input) -> Explanation.Input? {
        guard let driver = data.register[key: input.key] else { return nil }
        return Explanation.Input(
            key: driver.key, line: input.line, label: driver.label, value: driver.value(in: request.scenario),
            unit: ModelTables.unit(driver.unit, currency), source: driver.source,
            confidence: driver.confidence.rawValue, display: driver.definition.display,
            cell: placement.driverPlace(driver.key, direction: driver.definition.direction), depth: input.depth)
    }

    /// What the SLA takes from the incident history and from the model.
    private func linked(_ input: Derivation.Input) -> Explanation.Input? {
        guard source == .sla else { return nil }
        let index = model.index(of: input.line.id)!
        let isHistory = input.line.members == .slaMonth
        return Explanation.Input(
            key: input.key, line: input.line, label: input.line.label,
            value: evaluation.result(input.line.id, member: input.member, lane: lane),
            unit: ModelTables.unit(input.line.unit.symbol, currency),
            source: isHistory ? "incidents.csv" : "the model of this scenario",
            confidence: (isHistory ? Confidence.invoice : .estimate).rawValue, display: input.line.display,
            cell: placement.lines[index].place(member: input.member, at: 0), depth: input.depth)
    }

    /// Columns of the ledger and of the tables beside it, each as the sum or count of its rows.
    private func columns(_ derivation: Derivation) -> [Explanation.Input] {
        var order: [String] = []
        var rows: [String: [Derivation.Input]] = [:]
        for input in derivation.inputs {
            if rows[input.line.id] == nil { order.append(input.line.id) }
            rows[input.line.id, default: []].append(input)
        }
        return order.map { id in
            let list = rows[id]!
            let line = list[0].line
            let index = model.index(of: id)!
            let values = list.map { evaluation.result(id, member: $0.member, lane: lane) }
            let isSummed = line.unit.dimension != .one && line.members != nil
            var sum = 0.0
            for case .number(let number) in values { sum += number }
            let value: DriverValue =
                line.members == nil ? values[0] : .number(isSummed ? sum : Double(values.count))
            return Explanation.Input(
                key: id, line: line, label: line.label, value: value,
                unit: line.members == nil || isSummed ? ModelTables.unit(line.unit.symbol, currency) : "rows",
                source: line.members == nil ? "the report" : "\(list.count) rows of the sheet", confidence: "invoice",
                display: line.members == nil || isSummed ? line.display : .count,
                cell: placement.lines[index].place(member: list[0].member, at: 0), depth: list[0].depth)
        }
    }

    /// What each invoice file adds up to.
    private func files(depth: Int) -> [Explanation.Input] {
        data.sources.flatMap { file in
            file.totals.map { total in
                Explanation.Input(
                    key: file.name, label: file.format,
                    value: .number(total.amount.doubleValue), unit: total.currency.code,
                    source: "\(file.accepted) rows of \(file.format), \(total.basis.rawValue)",
                    confidence: Confidence.invoice.rawValue,
                    display: .money, cell: nil, depth: depth)
            }
        }
    }

    private func constant(_ constant: MethodConstant, depth: Int) -> Explanation.Input {
        Explanation.Input(
            key: constant.rawValue, label: constant.label, value: .number(constant.value),
            unit: ModelTables.unit(constant.unit.symbol, currency), source: "the method", confidence: nil,
            display: .ratio, cell: nil, depth: depth)
    }
}
