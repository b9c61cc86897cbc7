import Billing
import Diagnostics
import Economics
import Settings

/// Evaluates the model of a configuration as a report does: every scenario and strategy, the tornado and the two-way grids;
/// then 100,000 trials. Prints the median of some runs of each part, in milliseconds, and both as ratios to their goals.
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
        report("together", instances + tornado + grids, goal: 10, runs)
        var many = options
        many.trials = 100_000
        let fewer = max(1, runs / 20)
        let trials = try median(fewer) {
            figures += try MonteCarlo(pruned, register, many, jobs: 2).probabilityOfWinning
        }
        report("trials", trials, goal: 2000, fewer)
        print("\(register.uncertain(many).count) drivers with two ends, checksum \(figures)")
    }

    private static func report(_ part: String, _ milliseconds: Double, goal: Double, _ runs: Int) {
        let ratio = (milliseconds / goal * 1000).rounded() / 1000
        let name = part + String(repeating: " ", count: 13 - part.count)
        print("\(name)\(milliseconds) ms, \(ratio) x the goal of \(goal); median of \(runs)")
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
