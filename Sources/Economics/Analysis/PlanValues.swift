/// What candidate plans are worth: thousands of them, each by what it changes.
///
/// How it works: ``PlanSeam`` says where workloads join. A model of one workload tells once what each puts into the seam for
/// every month in which it may start; a plan adds these up and runs only the rows behind the seam, a block of plans at a
/// time. Where the model has no such seam, every plan runs through the whole model.
struct PlanValues {
    /// A workload, by its place in the model, and the month in which it moves.
    struct Move: Hashable, Sendable {
        var workload: Int
        var month: Int
    }

    struct Figures: Hashable, Sendable {
        var npv: Double
        /// Baseline less alternative over the horizon, undiscounted.
        var saving: Double
    }

    static let wanted = ["net_present_value", "savings_total"]
    private static let blockSize = 64

    let horizon: Int
    private let model: Model
    private let lane: Lane
    private let parts: [Contribution]
    /// The seam when nothing moves, its rows one after the other.
    private let still: [Double]
    private let tail: Tail?
    private let whole: Evaluator?

    /// What a workload adds to the rows of the seam that it touches.
    private struct Contribution: Sendable {
        var rows: [Int] = []
        /// By month: its rows one after the other; empty where the month was not asked for.
        var months: [[Double]] = []
    }

    /// Rows behind the seam. A class, because its buffers are written again for each block of plans.
    private final class Tail {
        typealias Row = (row: Int, first: Int, length: Int, combination: PlanSeam.Combination)

        var run: LaneRun
        /// By row of the seam: the row of the program, its first place among all cells, its length, how plans combine.
        let rows: [Row]
        let npv: Int
        let saving: Int

        init(run: consuming LaneRun, rows: [Row], npv: Int, saving: Int) {
            self.run = run
            self.rows = rows
            self.npv = npv
            self.saving = saving
        }
    }

    /// - Parameters:
    ///   - structure: of the model; its workloads in the order of their ids.
    ///   - months: by workload, those in which a plan may start it.
    /// - Throws: ``EvaluationError`` when the register lacks a driver; ``ModelError`` is a defect.
    init(
        _ model: Model, structure: ModelStructure, register: DriverRegister, months: [Swift.ClosedRange<Int>?]
    ) throws {
        self.model = model
        horizon = structure.horizon
        lane = register.lane(Instance(.base, .hybrid))
        let seam = try PlanSeam(model, for: Self.wanted)
        let behind = try seam.map { try Program(model, for: Self.wanted, given: Set($0.lines.map(\.id))) }
        // What still reads a month of migration lies in front of no seam.
        guard let seam, let program = behind, !program.driverKeys.contains(where: { $0.hasSuffix(".migrate_month") })
        else {
            whole = try Evaluator(model, for: Self.wanted)
            tail = nil
            parts = []
            still = []
            return
        }
        whole = nil
        let inputs = try LaneInputs(program, [lane])
        var run = LaneRun(inputs.plan, lanes: Self.blockSize, isWideDriver: inputs.isWide)
        inputs.fill(run, 0..<1)
        run.runShared()
        var rows: [Tail.Row] = []
        var cells = 0
        for (id, combination) in seam.lines {
            let line = model.line(id)!
            for member in model.members(of: line).indices {
                let length = model.length(of: line)
                rows.append((model.firstRow[model.indexOfLine[id]!] + member, cells, length, combination))
                cells += length
            }
        }
        var single = SingleWorkload(seam: seam, structure: structure, lane: lane)
        let void = try single.void()
        var still = void
        var parts: [Contribution] = []
        for (index, workload) in structure.workloads.enumerated() {
            let starts = months[index].map(Array.init) ?? []
            let series = try single.seams(of: workload, starting: [nil] + starts.map(Optional.some))
            let never = series[0]
            var part = Contribution()
            part.rows = rows.indices.filter { row in
                let cells = rows[row].first..<(rows[row].first + rows[row].length)
                return series.dropFirst().contains { $0[cells] != never[cells] }
            }
            part.months = [[Double]](repeating: [], count: horizon + 1)
            for (start, seam) in zip(starts, series.dropFirst()) {
                part.months[start] = part.rows.flatMap { row in
                    let cells = rows[row].first..<(rows[row].first + rows[row].length)
                    return rows[row].combination == .sum
                        ? zip(seam[cells], never[cells]).map { $0 - $1 } : Array(seam[cells])
                }
            }
            parts.append(part)
            for row in rows {
                for cell in row.first..<(row.first + row.length) {
                    switch row.combination {
                    case .sum: still[cell] += never[cell] - void[cell]
                    case .least: still[cell] = Swift.min(still[cell], never[cell])
                    }
                }
            }
        }
        self.parts = parts
        self.still = still
        tail = Tail(
            run: run, rows: rows, npv: model.firstRow[model.indexOfLine[Self.wanted[0]]!],
            saving: model.firstRow[model.indexOfLine[Self.wanted[1]]!])
    }

    /// - Parameter plans: moves in any order; those beyond the horizon are none.
    /// - Returns: The figures of each plan, in order.
    /// - Throws: ``EvaluationError`` when the register lacks a driver.
    func figures(_ plans: [[Move]]) throws(EvaluationError) -> [Figures] {
        var figures: [Figures] = []
        figures.reserveCapacity(plans.count)
        var first = 0
        while first < plans.count {
            let block = plans[first..<Swift.min(first + Self.blockSize, plans.count)]
            if let whole { figures += try self.figures(block, whole) }
            if let tail { figures += self.figures(block, tail) }
            first = block.endIndex
        }
        return figures
    }

    private func figures(_ plans: ArraySlice<[Move]>, _ tail: Tail) -> [Figures] {
        for (lane, plan) in plans.enumerated() {
            var cells = still
            // In the order of the model, so that the order of a plan leaves no trace in the last digits.
            let moves = plan.filter { $0.month <= horizon }.sorted { $0.workload < $1.workload }
            for move in moves { add(move, to: &cells, tail) }
            for row in tail.rows {
                for index in 0..<row.length {
                    tail.run.setGiven(row.row, at: index, lane: lane, cells[row.first + index])
                }
            }
        }
        tail.run.runLanes(again: true)
        return plans.indices.map { index in
            let lane = index - plans.startIndex
            return Figures(
                npv: tail.run.value(tail.npv, at: 0, lane: lane),
                saving: tail.run.value(tail.saving, at: 0, lane: lane))
        }
    }

    private func add(_ move: Move, to cells: inout [Double], _ tail: Tail) {
        let part = parts[move.workload]
        let values = part.months[move.month]
        var next = 0
        for row in part.rows {
            let (_, first, length, combination) = tail.rows[row]
            switch combination {
            case .sum: for index in 0..<length { cells[first + index] += values[next + index] }
            case .least:
                for index in 0..<length { cells[first + index] = Swift.min(cells[first + index], values[next + index]) }
            }
            next += length
        }
    }

    private func figures(_ plans: ArraySlice<[Move]>, _ whole: Evaluator) throws(EvaluationError) -> [Figures] {
        let ids = model.members[.workload].map(\.id)
        let lanes = plans.map { plan in
            var lane = lane
            for id in ids { lane.drivers["workloads.\(id).migrate_month"] = .word("stay") }
            for move in plan where move.month <= horizon {
                lane.drivers["workloads.\(ids[move.workload]).migrate_month"] = .number(Double(move.month))
            }
            return lane
        }
        let result = try whole.evaluate(lanes)
        return lanes.indices.map {
            Figures(
                npv: result.value(Self.wanted[0], lane: $0), saving: result.value(Self.wanted[1], lane: $0))
        }
    }
}

/// The model of a project with one workload, to ask what it alone puts into the seam.
private struct SingleWorkload {
    let seam: PlanSeam
    let structure: ModelStructure
    let lane: Lane
    /// By number of steps of the ramp.
    private var evaluators: [Int: Evaluator] = [:]
    private static let id = "one"
    private static let volumes = ["tok_in", "tok_cached", "tok_out", "api_other_month"]

    init(seam: PlanSeam, structure: ModelStructure, lane: Lane) {
        self.seam = seam
        self.structure = structure
        self.lane = lane
    }

    private mutating func evaluator(rampSteps: Int) throws -> Evaluator {
        if let made = evaluators[rampSteps] { return made }
        var structure = structure
        structure.workloads = [.init(id: Self.id, rampSteps: rampSteps)]
        let model = try EconomicModel.make(members: structure.members, horizon: structure.horizon)
        let made = try Evaluator(model, for: seam.lines.map(\.id))
        evaluators[rampSteps] = made
        return made
    }

    /// Only the drivers that the seam needs, those of the workload under the one name.
    private func drivers(of id: String, _ evaluator: Evaluator) -> Lane {
        let prefix = "workloads.\(Self.id)."
        var own = Lane(isFullStrategy: lane.isFullStrategy, drivers: [:])
        for key in evaluator.program.driverKeys {
            let source = key.hasPrefix(prefix) ? "workloads.\(id).\(key.dropFirst(prefix.count))" : key
            own.drivers[key] = lane.drivers[source]
        }
        return own
    }

    private func cells(_ result: Evaluation, lane: Int) -> [Double] {
        seam.lines.flatMap { id, _ in
            let line = result.model.line(id)!
            return result.model.members(of: line).indices.flatMap { result.series(id, member: $0, lane: lane) }
        }
    }

    /// The seam when there is nothing to move and nothing to pay for.
    mutating func void() throws -> [Double] {
        guard let any = structure.workloads.first else { return [] }
        let evaluator = try evaluator(rampSteps: any.rampSteps)
        var lane = drivers(of: any.id, evaluator)
        for name in Self.volumes { lane.drivers["workloads.\(Self.id).\(name)"] = .number(0) }
        lane.drivers["workloads.\(Self.id).migrate_month"] = .word("stay")
        return cells(try evaluator.evaluate([lane]), lane: 0)
    }

    /// - Parameter months: nil: stays on the API.
    mutating func seams(of workload: ModelStructure.Workload, starting months: [Int?]) throws -> [[Double]] {
        let evaluator = try evaluator(rampSteps: workload.rampSteps)
        let own = drivers(of: workload.id, evaluator)
        let lanes = months.map { month in
            var lane = own
            lane.drivers["workloads.\(Self.id).migrate_month"] = month.map { .number(Double($0)) } ?? .word("stay")
            return lane
        }
        let result = try evaluator.evaluate(lanes)
        return lanes.indices.map { cells(result, lane: $0) }
    }
}
