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
    private static let mostPasses = (few: 8, many: 2)
    /// Plans that one step of growing tries, and plans that are improved from.
    private static let mostOfAStep = 400
    private static let mostStarts = 2
    /// Up to so many workloads, two are exchanged for one.
    private static let mostForPairs = 24

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
    /// First month that readiness allows phase 1, 2, …; the last one holds for all that follow.
    let phaseReady: [Int]

    private var horizon: Int { values.horizon }

    init(values: PlanValues, gap: Int, weights: Weights, given: [Pinned], tolerance: Double, phaseReady: [Int]) {
        self.values = values
        self.gap = gap
        self.weights = weights
        self.given = given
        self.tolerance = tolerance
        self.phaseReady = phaseReady
        pinned = given.map(\.move)
    }

    /// Months of workloads that move in this order: each as soon as it may, after the parallel run before it and the gap,
    /// which it keeps from the months that are given, too.
    func schedule(_ workloads: [Workload]) -> [Move] {
        var next = 1
        var begun = Set(pinned.map(\.month))
        return workloads.map { workload in
            var month = Swift.max(next, workload.ready)
            let length = workload.parallel + gap
            while true {
                let allowed = monthOfPhase(from: month, begun: begun)
                let other = given.first {
                    allowed < $0.move.month + $0.parallel + gap && $0.move.month < allowed + length
                }
                month = other.map { $0.move.month + $0.parallel + gap } ?? allowed
                if other == nil { break }
            }
            begun.insert(month)
            next = month + length
            return Move(workload: workload.index, month: month)
        }
    }

    /// The first month from `first` on that readiness allows the phase which would start in it, and in which it makes no
    /// pinned month the start of a phase that readiness does not allow there.
    private func monthOfPhase(from first: Int, begun: Set<Int>) -> Int {
        guard phaseReady.count > 1 else { return first }
        func isReady(_ month: Int, afterPhases count: Int) -> Bool {
            phaseReady[Swift.min(count, phaseReady.count - 1)] <= month
        }
        var month = first
        while true {
            let before = begun.count { $0 < month }
            if !isReady(month, afterPhases: before) {
                month = phaseReady[Swift.min(before, phaseReady.count - 1)]
                continue
            }
            if begun.contains(month) { return month }
            let pushed = begun.filter { $0 > month }.sorted().enumerated().first { place, later in
                isReady(later, afterPhases: before + place) && !isReady(later, afterPhases: before + place + 1)
            }
            guard let pushed else { return month }
            month = pushed.element
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
        let starts = (try grown(from: ranked) + [prefix]).sorted { $0.npv > $1.npv }
        let ends = try starts.prefix(isSmall(ranked) ? starts.count : 1).map { try improved($0, in: ranked) }
        return try best(of: ends.map(\.plan)).plan
    }

    private typealias Candidate = (plan: [Workload], npv: Double)

    /// From nothing, one more workload at every step, the best few plans of each size kept: the best plans on the way.
    ///
    /// The order of moving is that of priority, and a workload early in it may keep better ones waiting: no prefix shows that.
    private func grown(from ranked: [Workload]) throws -> [Candidate] {
        var beam: [[Workload]] = [[]]
        let width = Swift.max(1, Self.mostOfAStep / ranked.count)
        var most = [try best(of: [[]])]
        while beam[0].count < ranked.count {
            var plans: [[Workload]] = []
            var seen: Set<[Int]> = []
            for plan in beam {
                for next in Self.additions(to: Set(plan), from: ranked)
                where seen.insert(next.map(\.index)).inserted {
                    // What begins behind the last month changes nothing.
                    if schedule(next).allSatisfy({ $0.month <= horizon }) { plans.append(next) }
                }
            }
            guard !plans.isEmpty else { break }
            let npvs = try values.figures(plans.map { pinned + schedule($0) }).map(\.npv)
            let order = plans.indices.sorted { a, b in
                npvs[a] == npvs[b] ? Self.isPreferred(plans[a], plans[b]) : npvs[a] > npvs[b]
            }
            beam = order.prefix(width).map { plans[$0] }
            most.append((beam[0], npvs[order[0]]))
        }
        return Array(most.sorted { $0.npv > $1.npv }.prefix(Self.mostStarts))
    }

    /// Drops, additions and swaps of single workloads, then of two for one, as long as they raise the NPV; fewer workloads
    /// win where it is equal.
    private func improved(_ start: Candidate, in ranked: [Workload]) throws -> Candidate {
        var (plan, npv) = start
        func take(_ plans: [[Workload]], evenEqual: Bool = false) throws -> Bool {
            guard !plans.isEmpty else { return false }
            let found = try best(of: plans)
            guard evenEqual ? found.npv >= npv - tolerance : found.npv > npv + tolerance else { return false }
            (plan, npv) = found
            return true
        }
        func rest() -> [Workload] {
            let members = Set(plan.map(\.index))
            return ranked.filter { !members.contains($0.index) }
        }
        func exchanged(_ out: [Workload], _ coming: [Workload]) -> [Workload] {
            var members = Set(plan.map(\.index))
            for workload in out { members.remove(workload.index) }
            for workload in coming { members.insert(workload.index) }
            return ranked.filter { members.contains($0.index) }
        }
        for _ in 0..<(isSmall(ranked) ? Self.mostPasses.few : Self.mostPasses.many) {
            let before = npv
            while try take(plan.map { exchanged([$0], []) }, evenEqual: true) {}
            while try take(rest().map { exchanged([], [$0]) }) {}
            for out in plan where plan.contains(out) { _ = try take(rest().map { exchanged([out], [$0]) }) }
            if npv <= before + tolerance, isSmall(ranked) {
                let (own, others) = (Self.pairs(plan), Self.pairs(rest()))
                _ = try take(
                    own.map { exchanged($0, []) } + others.map { exchanged([], $0) }
                        + own.flatMap { pair in rest().map { exchanged(pair, [$0]) } }
                        + plan.flatMap { out in others.map { exchanged([out], $0) } })
            }
            if npv <= before + tolerance { break }
        }
        return (plan, npv)
    }

    private func isSmall(_ ranked: [Workload]) -> Bool { ranked.count <= Self.mostForPairs }

    private static func pairs(_ workloads: [Workload]) -> [[Workload]] {
        workloads.indices.flatMap { first in workloads[(first + 1)...].map { [workloads[first], $0] } }
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
