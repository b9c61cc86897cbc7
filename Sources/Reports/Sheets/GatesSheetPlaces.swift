import Billing
import Economics

/// Where everything on the sheet of gates stands; decided before any formula is printed.
extension GatesSheet {
    private static let firstTable = 8
    private static let chartRows = 19

    /// A column of one of the tables.
    struct Column {
        var line: String
        var title: String
        var format: NumberFormat
        var role = CellRole.calculation
        /// The line below the last row.
        var total: String?
    }

    static func actualColumns(_ data: GateData) -> [Column] {
        [
            Column(line: "actual_month", title: "Month", format: .month, role: .crossSheet),
            Column(
                line: "frozen_cost", title: "Frozen baseline at actual volume", format: .whole, role: .crossSheet,
                total: "frozen_cost_to_date"),
            Column(
                line: "actual_api", title: "API, actual", format: .whole, role: .crossSheet, total: "actual_api_to_date"
            ),
            Column(
                line: "actual_own", title: "Own hosting, actual", format: .whole, role: .crossSheet,
                total: "actual_own_to_date"),
            Column(line: "actual_saving", title: "Saving, actual", format: .whole, total: "actual_saving_to_date"),
            Column(line: "planned_saving", title: "Saving, plan", format: .whole, total: "planned_saving_to_date"),
            Column(
                line: "saving_variance", title: "Actual less plan", format: .whole, total: "saving_variance_to_date"),
            Column(
                line: "earlier_saving", title: "Saving, plan of \(data.earlier.map { "\($0.period)" } ?? "")",
                format: .whole, role: .crossSheet, total: "earlier_saving_to_date"),
            Column(
                line: "earlier_variance", title: "Actual less that plan", format: .whole,
                total: "earlier_variance_to_date"),
            Column(
                line: "own_served", title: "Tokens on own GPUs [Mtok]", format: .whole, role: .crossSheet,
                total: "own_served_to_date"),
            Column(
                line: "own_at_frozen", title: "The same at frozen prices", format: .whole, role: .crossSheet,
                total: "own_at_frozen_to_date"),
            Column(line: "own_booked", title: "Own cost and volume booked [1/0]", format: .whole, role: .crossSheet),
            Column(line: "plan_month", title: "Month of the plan", format: .month, role: .crossSheet),
            Column(line: "plan_linked", title: "Saving of that month", format: .whole, role: .crossSheet),
            Column(line: "in_plan", title: "In the plan [1/0]", format: .whole),
            Column(line: "in_earlier", title: "In that plan [1/0]", format: .whole, role: .crossSheet),
        ].filter { data.model.line($0.line) != nil }
    }

    static func gateColumns(_ data: GateData) -> [Column] {
        [
            Column(line: "gate_phase", title: "Phase", format: .whole, role: .crossSheet),
            Column(line: "first_month", title: "First month of the model", format: .whole, role: .crossSheet),
            Column(line: "phase_size", title: "Workloads", format: .whole, role: .crossSheet),
            Column(line: "gate_date", title: "Gate, before it starts", format: .date),
            Column(line: "gate_readiness", title: "Readiness", format: .general),
            Column(line: "gate_evaluation", title: "Evaluation", format: .general),
            Column(line: "last_month", title: "Last month of its own", format: .whole),
            Column(line: "review_date", title: "Review, after it", format: .date),
            Column(line: "gate_saving", title: "Saving", format: .general),
            Column(line: "gate_unit_cost", title: "Unit cost", format: .general),
        ].filter { data.model.line($0.line) != nil }
    }

    /// The figures behind the words; a second table, so that the first is read at a glance.
    static func figureColumns(_ data: GateData) -> [Column] {
        [
            Column(line: "gate_due", title: "Gate is due [1/0]", format: .whole),
            Column(line: "phase_readiness_now", title: "Readiness now", format: .general, role: .crossSheet),
            Column(line: "phase_readiness_red", title: "Readiness is red [1/0]", format: .whole),
            Column(line: "answered", title: "Workloads evaluated", format: .whole),
            Column(line: "failing", title: "Of them failing", format: .whole),
            Column(line: "next_start", title: "Next phase starts", format: .whole),
            Column(line: "review_due", title: "Review is due [1/0]", format: .whole),
            Column(line: "phase_months", title: "Months of its own", format: .whole),
            Column(line: "months_booked", title: "Booked", format: .whole),
            Column(line: "months_planned", title: "Planned", format: .whole),
            Column(line: "phase_actual", title: "Saving, actual", format: .whole),
            Column(line: "phase_plan", title: "Saving, plan", format: .whole),
            Column(line: "saving_known", title: "Saving is known [1/0]", format: .whole),
            Column(line: "saving_share", title: "Saving, of the plan", format: .percent),
            Column(line: "phase_own", title: "Own hosting, actual", format: .whole),
            Column(line: "phase_frozen", title: "Own tokens at frozen prices", format: .whole),
            Column(line: "unit_cost_known", title: "Unit cost is known [1/0]", format: .whole),
            Column(line: "unit_cost_share", title: "Own cost, of the API price", format: .percent),
            Column(line: "phase_missed", title: "Missed", format: .whole),
            Column(line: "phase_met", title: "Met", format: .whole),
            Column(line: "saving_missed", title: "Saving missed [1/0]", format: .whole),
            Column(line: "saving_missed_before", title: "And by the phase before [1/0]", format: .whole),
            Column(line: "phase_stops", title: "Stop rule met [1/0]", format: .whole),
            Column(line: "open_month", title: "Its next gate, end of month", format: .whole),
        ].filter { data.model.line($0.line) != nil }
    }

    /// Figures that stand once, those that the project has.
    static func singles(_ data: GateData) -> [(line: String, label: String, format: NumberFormat, role: CellRole)] {
        allSingles.filter { data.model.line($0.line) != nil }
    }

    private static let allSingles: [(line: String, label: String, format: NumberFormat, role: CellRole)] = [
        ("gate_start_month", "First month of the model", .longMonth, .crossSheet),
        ("gate_horizon", "Months of the model", .whole, .crossSheet),
        ("gate_period", "End of the period", .date, .calculation),
        ("review_months", "Months after which the last phase is judged", .whole, .crossSheet),
        ("gate_readiness_now", "Readiness now", .general, .crossSheet),
        ("readiness_red", "Readiness is red [1/0]", .whole, .calculation),
        ("gate_phases", "Phases of the plan", .whole, .calculation),
        ("gates_missed", "Gates that are missed", .whole, .total),
        ("gates_met", "Gates that are met", .whole, .total),
        ("stops", "Stop rules that are met", .whole, .total),
        ("gates_call", "What the gates ask for", .general, .total),
        ("next_gate", "Next gate: end of month of the model (T + 1 = none)", .whole, .total),
    ]

    /// Rows of the blocks, from the top.
    struct Rows {
        var actuals = firstTable
        var chart: Int
        var rules: Int
        var gates: Int
        var figures: Int
        var singles: Int
        var words: Int
        var evaluated: Int

        init(_ data: GateData) {
            let shape = data.shape
            let hasActuals = shape.months > 0
            chart = actuals + shape.months + 3
            gates = hasActuals ? chart + chartRows + 3 : firstTable
            rules = gates + shape.phases + 3
            singles = rules + Gate.allCases.count + 3
            words = singles + GatesSheet.singles(data).count + 2
            evaluated = words + GateStatus.allCases.count + 3
            figures = evaluated + (shape.evaluated.isEmpty ? 0 : shape.evaluated.count + 3)
        }
    }

    /// Where every line of the gates stands; nil when there is nothing to show.
    static func placement(
        _ data: ReportData, drivers: [String: Placement.DriverPlaces], models: [Placement]
    ) -> Placement? {
        guard let gates = data.gates else { return nil }
        let rows = Rows(gates)
        var places: [String: Place] = [:]
        func at(_ line: String, _ row: Int, _ column: Int) {
            places[line] = Place(sheet: name, row: row, column: column)
        }
        for (column, item) in actualColumns(gates).enumerated() {
            at(item.line, rows.actuals + 1, column)
            if let total = item.total { at(total, rows.actuals + 1 + gates.shape.months, column) }
        }
        for (column, item) in gateColumns(gates).enumerated() { at(item.line, rows.gates + 1, column) }
        for (column, item) in figureColumns(gates).enumerated() { at(item.line, rows.figures + 1, column + 1) }
        for (offset, gate) in Gate.allCases.enumerated() { at(gate.threshold, rows.rules + 1 + offset, 1) }
        for (offset, item) in singles(gates).enumerated() { at(item.line, rows.singles + offset, 1) }
        at("status_word", rows.words + 1, 0)
        at("evaluated_phase", rows.evaluated + 1, 1)
        at("evaluated_rate", rows.evaluated + 1, 2)
        var sources: [String: Placement.DriverPlaces] = [:]
        let base = models[data.lane(GateData.instance)]
        for link in gates.links {
            switch link.source {
            case .driver(let key): sources[link.key] = Placement.DriverPlaces(drivers[key]!.base)
            case .fact(let name, let month):
                sources[link.key] = Placement.DriverPlaces(ActualsSheet.place(of: name, month: month))
            case .line(let line, let member, let month):
                let place = base.lines[data.model.index(of: line)!].place(member: member, at: month)
                sources[link.key] = Placement.DriverPlaces(place)
            }
        }
        return Placement(
            instance: GateData.instance, lines: gates.model.lines.map { LinePlace(first: places[$0.id]!) },
            drivers: sources)
    }
}
