import Dispatch
import Synchronization

/// One figure of a lane.
package struct LaneFigure: Hashable, Sendable {
    package var line: String
    package var member: Int
    /// The month or step, 0 for constants.
    package var index: Int

    package init(_ line: String, member: Int = 0, at index: Int = 0) {
        self.line = line
        self.member = member
        self.index = index
    }
}

/// Few figures of many lanes: block by block, so that a block stays in the processor's cache, and on several cores.
/// Each lane's figures are the same to the last bit however the lanes are dealt out.
extension Evaluator {
    /// Most lanes of a block; measured as fastest on two kinds of processor, and of no consequence for the results.
    static let blockSize = 128

    /// - Returns: one list for each figure, in the order of the lanes.
    /// - Throws: ``EvaluationError`` when a lane lacks a driver.
    package func figures(
        _ wanted: [LaneFigure], of lanes: [Lane], jobs: Int = 1
    ) throws(EvaluationError) -> [[Double]] {
        let inputs = try LaneInputs(program, lanes)
        return blocks(wanted, inputs.plan, inputs.isWide, count: lanes.count, jobs: jobs) { run, block in
            inputs.fill(run, block)
        }
    }

    /// The figures of lanes that differ from a base in some drivers.
    ///
    /// - Parameter values: for a range of lanes, one list for each key.
    /// - Throws: ``EvaluationError`` when the base lacks a driver.
    package func figures(
        _ wanted: [LaneFigure], base: Lane, varying keys: [String], count: Int, jobs: Int,
        values: @Sendable (Swift.Range<Int>) -> [[Double]]
    ) throws(EvaluationError) -> [[Double]] {
        let inputs = try LaneInputs(program, [base])
        let slots = keys.map { key in program.driverKeys.firstIndex(of: key) }
        var isWide = inputs.isWide
        for case let slot? in slots { isWide[slot] = true }
        let plan = LanePlan(program, drivers: Array(isWide.dropLast()), strategy: false)
        return blocks(wanted, plan, isWide, count: count, jobs: jobs) { run, block in
            inputs.fill(run, 0..<1)
            for (slot, column) in zip(slots, values(block)) {
                if let slot { run.setDriver(slot, column) }
            }
        }
    }

    private func blocks(
        _ wanted: [LaneFigure], _ plan: LanePlan, _ isWide: [Bool], count: Int, jobs: Int,
        fill: @Sendable (borrowing LaneRun, Swift.Range<Int>) -> Void
    ) -> [[Double]] {
        let rows = wanted.map { model.firstRow[model.indexOfLine[$0.line]!] + $0.member }
        for row in rows { plan.program.requireRow(row) }
        // Few lanes are cut into as many blocks as there are cores.
        let size = Swift.max(1, Swift.min(Self.blockSize, (count + jobs - 1) / Swift.max(1, jobs)))
        let blocks = (count + size - 1) / size
        let workers = Swift.max(1, Swift.min(jobs, blocks))
        let done = Mutex<[Int: [[Double]]]>([:])
        @Sendable func work(_ worker: Int) {
            var run = LaneRun(plan, lanes: size, isWideDriver: isWide)
            for block in stride(from: worker, to: blocks, by: workers) {
                let lanes = block * size..<Swift.min(count, (block + 1) * size)
                fill(run, lanes)
                if block == worker { run.runShared() }
                run.runLanes(again: worker + workers < blocks)
                var figures: [[Double]] = []
                for (figure, row) in zip(wanted, rows) {
                    figures.append(run.values(row, at: figure.index, count: lanes.count))
                }
                done.withLock { $0[block] = figures }
            }
        }
        if workers == 1 { work(0) } else { DispatchQueue.concurrentPerform(iterations: workers) { work($0) } }
        let parts = done.withLock { $0 }
        return wanted.indices.map { figure in (0..<blocks).flatMap { parts[$0]![figure] } }
    }
}
