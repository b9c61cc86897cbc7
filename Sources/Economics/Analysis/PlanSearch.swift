#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Ranks workloads and chooses those that move. MODEL.md 11.
struct PlanSearch {
    typealias Move = PlanValues.Move

    /// What the search knows of a workload that is free to move.
    struct Workload: Hashable, Sendable {
        /// Its place in the model, which is in the order of ids.
        var index: Int
        /// First month in which it may start.
        var ready: Int
        /// Whole months of its parallel run.
        var parallel: Int
        var simplicity: Double
        var qualityRisk: Double
    }

    /// A workload in the order of priority, with what it would add to those before it.
    struct Ranked: Hashable, Sendable {
        var workload: Workload
        /// Undiscounted.
        var saving: Double
        var priority: Double
    }

    struct Weights: Hashable, Sendable {
        var saving = 1.0
        var simplicity = 1.0
        var qualityRisk = 1.0
    }

    /// Up to so many free workloads, every subset is tried.
    static let mostForAllSubsets = 12
    private static let mostPasses = 8

    /// A workload that moves whatever is chosen, in the month that the project gives.
    struct Pinned: Hashable, Sendable {
        var move: Move
        /// Whole months of its parallel run.
        var parallel: Int
    }

    let values: PlanValues
    let gap: Int
    let weights: Weights
    let given: [Pinned]
    private let pinned: [Move]
    /// Differences of NPV below it are rounding.
    let tolerance: Double

    private var horizon: Int { values.horizon }

    init(values: PlanValues, gap: Int, weights: Weights, given: [Pinned], tolerance: Double) {
        self.values = values
        self.gap = gap
        self.weights = weights
        self.given = given
        self.tolerance = tolerance
        pinned = given.map(\.move)
    }

    /// Months of workloads that move in this order: each as soon as it may, after the parallel run before it and the gap,
    /// which it keeps from the months that are given, too.
    func schedule(_ workloads: [Workload]) -> [Move] {
        var next = 1
        return workloads.map { workload in
            var month = Swift.max(next, workload.ready)
            let length = workload.parallel + gap
            while let other = given.first(where: {
                month < $0.move.month + $0.parallel + gap && $0.move.month < month + length
            }) {
                month = other.move.month + other.parallel + gap
            }
            next = month + length
            return Move(workload: workload.index, month: month)
        }
    }

    /// Forward selection through all of them, however little they save.
    func ranked(_ free: [Workload]) throws -> [Ranked] {
        var rest = free
        var ranked: [Ranked] = []
        var chosen: [Workload] = []
        var before = try values.figures([pinned])[0].saving
        while !rest.isEmpty {
            let months = rest.map { schedule(chosen + [$0]).last! }
            if months.allSatisfy({ $0.month > horizon }) {
                return ranked + rest.map { Ranked(workload: $0, saving: 0, priority: 0) }
            }
            let moves = schedule(chosen)
            let savings = try values.figures(months.map { pinned + moves + [$0] }).map { $0.saving - before }
            let sum = savings.reduce(0) { $0 + Swift.max(0, $1) }
            let candidates = rest.indices.map { index in
                let share = sum > 0 ? Swift.max(0, savings[index]) / sum : 0
                return Ranked(
                    workload: rest[index], saving: savings[index],
                    priority: priority(
                        share: share, simplicity: rest[index].simplicity, qualityRisk: rest[index].qualityRisk))
            }
            var best = candidates.startIndex
            for index in candidates.indices where isBefore(candidates[index], candidates[best]) { best = index }
            ranked.append(candidates[best])
            chosen.append(rest.remove(at: best))
            before += candidates[best].saving
        }
        return ranked
    }

    /// - Parameter share: of the savings of all that there is to choose from.
    func priority(share: Double, simplicity: Double, qualityRisk: Double) -> Double {
        pow(share, weights.saving) * pow(simplicity, weights.simplicity) * pow(1 - qualityRisk, weights.qualityRisk)
    }

    /// Higher priority, then larger saving, then id; what rounding alone tells apart is equal.
    private func isBefore(_ a: Ranked, _ b: Ranked) -> Bool {
        let scale = Swift.max(a.priority, b.priority)
        if Swift.abs(a.priority - b.priority) > 1e-12 * scale { return a.priority > b.priority }
        if Swift.abs(a.saving - b.saving) > tolerance { return a.saving > b.saving }
        return a.workload.index < b.workload.index
    }

    /// - Parameter ranked: in the order of priority.
    /// - Returns: Those that move, in that order: the best NPV, of equal ones the fewest, then by id.
    func chosen(of ranked: [Workload]) throws -> [Workload] {
        if ranked.count <= Self.mostForAllSubsets {
            return try best(of: Self.subsets(ranked)).plan
        }
        let prefix = try best(of: (0...ranked.count).map { Array(ranked.prefix($0)) })
        let (grown, improved) = (try improved(try grown(from: ranked), in: ranked), try improved(prefix, in: ranked))
        return grown.npv > improved.npv + tolerance ? grown.plan : improved.plan
    }

    private typealias Candidate = (plan: [Workload], npv: Double)

    /// From nothing, what raises the NPV most at every step, through all of them: the best plan on the way.
    ///
    /// The order of moving is that of priority, and a workload early in it may keep better ones waiting: no prefix shows that.
    private func grown(from ranked: [Workload]) throws -> Candidate {
        var plan: [Workload] = []
        var most = try best(of: [plan])
        while plan.count < ranked.count {
            let members = Set(plan)
            let next = try best(of: Self.additions(to: members, from: ranked))
            // What begins behind the last month changes nothing.
            if schedule(next.plan).contains(where: { $0.month > horizon }) { break }
            plan = next.plan
            if next.npv > most.npv + tolerance { most = next }
        }
        return most
    }

    /// Drops, additions and swaps of single workloads, as long as they raise the NPV; fewer workloads win where it is equal.
    private func improved(_ start: Candidate, in ranked: [Workload]) throws -> Candidate {
        var (plan, npv) = start
        for _ in 0..<Self.mostPasses {
            let before = plan
            while !plan.isEmpty {
                let drop = try best(
                    of: plan.indices.map { left in plan.indices.filter { $0 != left }.map { plan[$0] } })
                guard drop.npv >= npv - tolerance else { break }
                (plan, npv) = drop
            }
            while plan.count < ranked.count {
                let addition = try best(of: Self.additions(to: Set(plan), from: ranked))
                guard addition.npv > npv + tolerance else { break }
                (plan, npv) = addition
            }
            for out in plan {
                var kept = Set(plan)
                guard kept.remove(out) != nil else { continue }
                let swaps = ranked.filter { !kept.contains($0) && $0 != out }.map { coming in
                    ranked.filter { kept.contains($0) || $0 == coming }
                }
                guard !swaps.isEmpty else { break }
                let swap = try best(of: swaps)
                if swap.npv > npv + tolerance { (plan, npv) = swap }
            }
            if plan == before { break }
        }
        return (plan, npv)
    }

    private static func additions(to members: Set<Workload>, from ranked: [Workload]) -> [[Workload]] {
        ranked.filter { !members.contains($0) }.map { coming in
            ranked.filter { members.contains($0) || $0 == coming }
        }
    }

    private func best(of plans: [[Workload]]) throws -> Candidate {
        let npvs = try values.figures(plans.map { pinned + schedule($0) }).map(\.npv)
        let most = npvs.max()!
        let equal = plans.indices.filter { npvs[$0] >= most - tolerance }
        // Of figures beyond all bounds none is the best; the run ends where they are checked.
        let first = (equal.isEmpty ? Array(plans.indices) : equal).min { Self.isPreferred(plans[$0], plans[$1]) }!
        return (plans[first], npvs[first])
    }

    /// Fewer workloads, then ids.
    private static func isPreferred(_ a: [Workload], _ b: [Workload]) -> Bool {
        if a.count != b.count { return a.count < b.count }
        return a.map(\.index).sorted().lexicographicallyPrecedes(b.map(\.index).sorted())
    }

    private static func subsets(_ ranked: [Workload]) -> [[Workload]] {
        (0..<(1 << ranked.count)).map { mask in ranked.indices.filter { mask >> $0 & 1 == 1 }.map { ranked[$0] } }
    }
}
