/// What a project says about its workloads before the plan is made: pinned, free to move, or kept on the API and why.
struct PlanFacts {
    let register: DriverRegister
    /// Workloads in the order of their ids.
    let structure: ModelStructure
    private let model: Model
    /// First month that readiness allows phase 1, 2, …; the last one holds for all that follow.
    private let phaseReady: [Int]
    private(set) var pinned: [PlanSearch.Pinned] = []
    private(set) var free: [PlanSearch.Workload] = []
    /// By place in the structure, why it stays on the API.
    private(set) var reasons: [Int: String] = [:]
    /// Kept on the API by a gate.
    private(set) var gated: Set<Int> = []
    /// Stay by the project's word, and may move in the strategy that moves everything.
    private(set) var staysAsSaid: Set<Int> = []

    /// - Parameter firstOpenMonth: the first month of the model that has not closed yet.
    init(_ register: DriverRegister, _ structure: ModelStructure, firstOpenMonth: Int = 1) throws {
        self.register = register
        self.structure = structure
        model = try EconomicModel.make(members: structure.members, horizon: structure.horizon)
        let ofPhases = (1...structure.members.readinessPhases).map {
            Section.readinessLine("readiness_month", phase: $0)
        }
        let asked = ["own_ready_month", "parallel_months", "memory_short"] + ofPhases
        let values = try Evaluator(model, for: asked).evaluate([register.lane(Instance(.base, .hybrid))])
        let short = structure.pools.indices.filter { values.value("memory_short", member: $0, lane: 0) > 0 }
        // Nobody moves before the critical gaps are closed.
        phaseReady = ofPhases.map { Int(values.value($0, lane: 0)) }
        let gates = PlanGates(
            register: register, structure: structure, poolsShortOfMemory: Set(short.map { structure.pools[$0] }))
        func parallel(_ index: Int) -> Int {
            let months = values.value("parallel_months", member: index, lane: 0)
            return Int(Swift.min(Swift.max(0, (months - MethodConstant.guardBelowCeiling.value).rounded(.up)), 1000))
        }
        for (index, workload) in structure.workloads.enumerated() {
            let id = workload.id
            let volume = ["tok_in", "tok_cached", "tok_out"].reduce(0) { $0 + number("workloads.\(id).\($1)") }
            switch word("workloads.\(id).migrate_month") {
            case nil:
                let month = Int(number("workloads.\(id).migrate_month"))
                if month <= structure.horizon {
                    pinned.append(.init(move: .init(workload: index, month: month), parallel: parallel(index)))
                } else {
                    reasons[index] = "month beyond the horizon"
                }
            case "never"?: reasons[index] = word("workloads.\(id).reason") ?? "never, as the project says"
            case "stay"?:
                reasons[index] = word("workloads.\(id).reason") ?? "stays, as the project says"
                staysAsSaid.insert(index)
            case _ where structure.pools.isEmpty: reasons[index] = "needs a throughput and a quote"
            case _ where volume == 0: reasons[index] = "no volume"
            case _ where number("workloads.\(id).eligible") == 0:
                reasons[index] = word("workloads.\(id).reason") ?? "not eligible"
            case _ where word("workloads.\(id).pool").map { !structure.pools.contains($0) } ?? true:
                reasons[index] = "no pool"
            default:
                if let reason = gates.reason(id) {
                    reasons[index] = reason
                    gated.insert(index)
                    continue
                }
                let ready = Int(values.value("own_ready_month", member: index, lane: 0))
                free.append(
                    .init(
                        index: index, ready: Swift.max(ready, phaseReady[0], firstOpenMonth),
                        parallel: parallel(index),
                        simplicity: number("workloads.\(id).simplicity"),
                        qualityRisk: number("workloads.\(id).quality_risk")))
            }
        }
    }

    private func number(_ key: String) -> Double {
        if case .number(let value)? = register[key: key]?.base { return value }
        return 0
    }

    private func word(_ key: String) -> String? {
        if case .word(let word)? = register[key: key]?.base { return word }
        return nil
    }

    func general(_ name: String) -> Double { number("migration.\(name)") }

    func own(_ name: String, of index: Int) -> Double { number("workloads.\(structure.workloads[index].id).\(name)") }

    func search() throws -> PlanSearch {
        var months = [Swift.ClosedRange<Int>?](repeating: nil, count: structure.workloads.count)
        for move in pinned.map(\.move) { months[move.workload] = move.month...move.month }
        for workload in free where workload.ready <= structure.horizon {
            months[workload.index] = workload.ready...structure.horizon
        }
        let values = try PlanValues(model, structure: structure, register: register, months: months)
        let total = try Evaluator(model, for: ["baseline_cost_total"]).evaluate([
            register.lane(Instance(.base, .hybrid))
        ]).value("baseline_cost_total", lane: 0)
        return PlanSearch(
            values: values, gap: Int(general("gap_months")),
            weights: .init(saving: general("alpha"), simplicity: general("beta"), qualityRisk: general("gamma")),
            given: pinned, tolerance: 1e-12 * Swift.max(1, Swift.abs(total)), phaseReady: phaseReady)
    }
}
