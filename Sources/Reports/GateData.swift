package import Billing
package import Economics
import Money

/// Gates and stop rules of the plan, and what has been saved since the first workload moved.
package struct GateData: Sendable {
    /// The cell that a key of the model reads.
    enum Source: Hashable, Sendable {
        /// Of the base scenario of the plan.
        case line(String, member: Int, month: Int)
        case driver(String)
        /// Of a month since the first migration, on the sheet of actuals.
        case fact(String, month: Int)
    }

    package let model: Model
    /// One lane: base, hybrid.
    package let evaluation: Evaluation
    /// Nil: nothing has moved.
    package let actuals: Actuals?
    /// The report whose plan stands beside this one's; nil: none planned these months.
    package let earlier: EarlierReport?
    package let shape: GateModel.Shape
    /// What stands typed in its cell, by key.
    let typed: [String: DriverValue]
    let links: [(key: String, source: Source, value: DriverValue)]

    static let instance = Instance(.base, .hybrid)

    /// - Parameter figures: of the model of all figures; one lane for each of ``Instance/all``.
    /// - Returns: Nil where nothing moves and nothing has moved.
    /// - Throws: ``ModelError`` or ``EvaluationError``, both defects.
    package init?(
        _ register: DriverRegister, _ figures: Evaluation, period: Month, startMonth: Month, actuals: Actuals?,
        earlier: EarlierReport?
    ) throws {
        let lane = Instance.all.firstIndex(of: Self.instance)!
        let members = figures.model.members
        var links: [(key: String, source: Source, value: DriverValue)] = []
        func link(_ key: String, _ line: String, member: Int = 0, month: Int = 0) {
            links.append(
                (
                    key, .line(line, member: member, month: month),
                    figures.result(line, member: member, at: month, lane: lane)
                ))
        }
        func link(_ key: String, driver: String) {
            links.append((key, .driver(driver), register[key: driver]!.base))
        }
        var typed: [String: DriverValue] = [:]
        let phases = members[.pool].isEmpty ? 0 : Int(figures.value("phases_used", lane: lane))
        var evaluated: [String] = []
        for (index, workload) in members[.workload].enumerated() where phases > 0 {
            let rate = "workloads.\(workload.id).gates.eval_pass_rate"
            guard figures.value("phase", member: index, lane: lane) > 0, register[key: rate] != nil else { continue }
            evaluated.append(workload.id)
            link(MemberSet.evaluated.driverKey("phase", of: workload.id), "phase", member: index)
            link(MemberSet.evaluated.driverKey("rate", of: workload.id), driver: rate)
        }
        let hasScorecard = !members[.capability].isEmpty
        if phases > 0 {
            link("gates.start_month", "start_month")
            link("gates.horizon", "horizon")
            if hasScorecard, members.readinessPhases == 1 { link("gates.readiness_status", "readiness_status") }
            for key in [
                "migration.min_eval_pass", "migration.gate_saving_share", "migration.gate_unit_cost_share",
                "migration.review_months",
            ] { link(key, driver: key) }
            typed["gates.period"] = .number(Double(SpreadsheetDate.serial(period.lastDay)))
        }
        for phase in 0..<phases {
            link(MemberSet.phase.driverKey("number", of: "\(phase + 1)"), "phase_number", member: phase)
            link(MemberSet.phase.driverKey("first_month", of: "\(phase + 1)"), "phase_start", member: phase)
            link(MemberSet.phase.driverKey("phase_size", of: "\(phase + 1)"), "phase_size", member: phase)
            if members.readinessPhases > 1 {
                link(
                    MemberSet.phase.driverKey("readiness_status", of: "\(phase + 1)"),
                    Section.readinessLine("readiness_status", phase: min(phase + 1, members.readinessPhases)))
            }
        }
        let planned = earlier.flatMap { report in
            actuals?.months.contains { report.planned[$0.month] != nil } == true ? report : nil
        }
        let hasPlan = !members[.pool].isEmpty
        for (index, total) in (actuals?.months ?? []).enumerated() {
            func key(_ name: String) -> String { MemberSet.actualMonth.driverKey(name, of: "\(index + 1)") }
            for (name, value) in Self.facts(of: total, planned: planned?.planned[total.month]) {
                links.append((key(name), .fact(name, month: index), .number(value)))
            }
            guard hasPlan else { continue }
            // A month outside the model meets that of month 0, which is another one: then there is no plan for it.
            let ahead = total.month - startMonth + 1
            let month = (1...figures.model.horizon).contains(ahead) ? ahead : 0
            link(key("plan_month"), "date", month: month)
            link(key("plan_linked"), "plan_saving", month: month)
        }
        shape = GateModel.Shape(
            phases: phases, months: actuals?.months.count ?? 0, evaluated: evaluated, hasScorecard: hasScorecard,
            hasTargetsByPhase: members.readinessPhases > 1,
            hasPlan: hasPlan, hasEarlier: planned != nil)
        if shape.phases == 0, shape.months == 0 { return nil }
        var drivers = Lane(isFullStrategy: false, drivers: typed)
        for link in links { drivers.drivers[link.key] = link.value }
        self.actuals = actuals
        self.earlier = planned
        self.typed = typed
        self.links = links
        model = try GateModel.make(shape)
        evaluation = try Evaluator(model).evaluate([drivers])
    }

    /// What stands on the sheet of actuals for each month, in the order of its columns.
    static let factNames = [
        "actual_month", "frozen_cost", "actual_api", "actual_own", "own_booked", "own_served", "own_at_frozen",
        "earlier_saving", "in_earlier",
    ]

    private static func facts(of total: Actuals.MonthTotal, planned: Double?) -> [(String, Double)] {
        [
            ("actual_month", Double(SpreadsheetDate.serial(total.month.lastDay))),
            ("frozen_cost", total.frozenCost.doubleValue), ("actual_api", total.apiCost.doubleValue),
            ("actual_own", total.ownCost?.doubleValue ?? 0), ("own_booked", total.saving == nil ? 0 : 1),
            ("own_served", total.ownTokens.doubleValue / MethodConstant.tokensPerMillion.value),
            ("own_at_frozen", total.ownAtFrozenPrices.doubleValue), ("earlier_saving", planned ?? 0),
            ("in_earlier", planned == nil ? 0 : 1),
        ]
    }

    /// Metrics that this report has.
    package var metrics: [String] { GateModel.metrics.filter { model.line($0) != nil } }

    /// What the gates that have been judged ask for; nil: nothing has moved, or no phase is planned.
    package var call: GateCall? {
        guard model.line("gates_call") != nil, case .word(let word) = evaluation.result("gates_call", lane: 0) else {
            return nil
        }
        return GateCall(rawValue: word)
    }

    package func value(_ line: String, member: Int = 0) -> Double { evaluation.value(line, member: member, lane: 0) }
}

// MARK: - Gates, one a row

extension GateData {
    package struct GateRow: Hashable, Sendable {
        package var phase: Int
        package var gate: Gate
        package var threshold: DriverValue
        /// Nil: nothing is known yet.
        package var actual: DriverValue?
        package var date: Day
        package var status: String
    }

    package var gates: [GateRow] {
        (0..<shape.phases).flatMap { phase in Gate.allCases.map { row($0, phase) } }
    }

    private func row(_ gate: Gate, _ phase: Int) -> GateRow {
        var status = ""
        if case .word(let word) = evaluation.result(gate.status, member: phase, lane: 0) { status = word }
        let isJudged = status == GateStatus.met.rawValue || status == GateStatus.missed.rawValue
        let date = value(gate.isBefore ? "gate_date" : "review_date", member: phase)
        return GateRow(
            phase: phase + 1, gate: gate,
            threshold: gate == .readiness ? .word("not red") : evaluation.result(gate.threshold, lane: 0),
            actual: isJudged ? actual(gate, phase) : nil, date: SpreadsheetDate.day(Int(date)), status: status)
    }

    private func actual(_ gate: Gate, _ phase: Int) -> DriverValue {
        switch gate {
        case .readiness:
            return shape.hasTargetsByPhase
                ? evaluation.result("phase_readiness_now", member: phase, lane: 0)
                : evaluation.result("gate_readiness_now", lane: 0)
        case .evaluation:
            let passing = value("answered", member: phase) - value("failing", member: phase)
            return .word("\(Int(passing)) of \(Int(value("phase_size", member: phase)))")
        case .saving: return .number(value("saving_share", member: phase))
        case .unitCost: return .number(value("unit_cost_share", member: phase))
        }
    }
}
