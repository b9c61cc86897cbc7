import Billing
import Diagnostics
import Economics
import Settings

/// Evaluates the model of a configuration as a report does, short of the trials: every scenario and strategy, the tornado
/// and the two-way grids. Prints the median of some runs of each part, in milliseconds.
///
/// usage: ModelBenchmark FILE.yaml [RUNS]     the configuration gives its workloads and pools in full; no invoices, no quotes
@main
enum ModelBenchmark {
    static func main() throws {
        let arguments = CommandLine.arguments.dropFirst()
        guard let file = arguments.first else { return print("usage: ModelBenchmark FILE.yaml [RUNS]") }
        let runs = arguments.dropFirst().first.flatMap(Int.init) ?? 101
        let settings = try loadSettings(file: file, name: file, overrides: [])
        let model = settings.model
        let structure = ModelStructure(
            startMonth: model.startMonth ?? Month("2027-01")!, horizon: model.horizonMonths,
            workloads: model.workloadIds.map { .init(id: $0, rampSteps: model.rampCount[$0] ?? 1) },
            pools: model.poolIds, poolsWithCapacity: Set(model.capacityOverridePools), oneOffs: model.oneOffCount,
            parts: model.parts)
        let register = try DriverRegister(structure: structure, layers: [DriverLayer(.configuration, model.given)])
        let economics = try EconomicModel.make(members: structure.members, horizon: structure.horizon)
        let evaluator = try Evaluator(economics)
        let pruned = try Evaluator(economics, for: MonteCarlo.lines)
        let options = settings.uncertainty

        var figures = 0.0
        let instances = try median(runs) {
            let evaluation = try evaluator.evaluate(Instance.all.map { register.lane($0) })
            figures += evaluation.value("discount_factor", lane: 0)
        }
        let tornado = try median(runs) {
            figures += Double(try Tornado(pruned, register, options, jobs: 2).bars.count)
        }
        let grids = try median(runs) {
            figures += Double(try TwoWayGrid.all(pruned, register, jobs: 2).count)
        }
        print("\(Instance.all.count) instances  \(instances) ms")
        print("tornado      \(tornado) ms")
        print("grids        \(grids) ms")
        print("together     \(instances + tornado + grids) ms, goal 10; \(runs) runs, checksum \(figures)")
    }

    /// Of the wall time, in milliseconds, to the microsecond.
    private static func median(_ runs: Int, _ work: () throws -> Void) rethrows -> Double {
        let clock = ContinuousClock()
        var times: [Double] = []
        for _ in 0..<max(1, runs) {
            let start = clock.now
            try work()
            let (seconds, attoseconds) = (clock.now - start).components
            times.append(Double(seconds) * 1000 + Double(attoseconds) * 1e-15)
        }
        return (times.sorted()[times.count / 2] * 1000).rounded() / 1000
    }
}
