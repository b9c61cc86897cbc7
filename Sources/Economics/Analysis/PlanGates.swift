/// What keeps a workload on the API before anybody asks what it would save. MODEL.md 11, gates.
package struct PlanGates {
    let register: DriverRegister
    let structure: ModelStructure
    /// Pools whose replicas have too little memory for the weights and one request.
    let poolsShortOfMemory: Set<String>

    private func number(_ key: String) -> Double? { Self.number(key, register) }

    private static func number(_ key: String, _ register: DriverRegister) -> Double? {
        if case .number(let value)? = register[key: key]?.base { return value }
        return nil
    }

    /// The gate that the project answers with no.
    ///
    /// - Returns: Its name and a reason that begins with its code; nil: none. What nobody has said keeps nothing.
    package static func refused(_ workload: String, _ register: DriverRegister) -> (gate: String, reason: String)? {
        func gate(_ name: String) -> Double? { number("workloads.\(workload).gates.\(name)", register) }
        if gate("data_allowed") == 0 { return ("data_allowed", "compliance: its data may not be processed there") }
        let least = number("migration.min_eval_pass", register) ?? 0
        if let passing = gate("eval_pass_rate"), passing < least {
            return (
                "eval_pass_rate",
                "quality: \(shortest(passing)) of its evaluation set passes, \(shortest(least)) must"
            )
        }
        if gate("fallback_tested") == 0 {
            return ("fallback_tested", "fallback: its route back to the API is not tested")
        }
        return nil
    }

    /// - Returns: A reason that begins with its code; nil: may move.
    func reason(_ workload: String) -> String? {
        if let (_, reason) = Self.refused(workload, register) { return reason }
        guard case .word(let pool)? = register[key: "workloads.\(workload).pool"]?.base else { return nil }
        func volume(_ name: String) -> Double { number("workloads.\(workload).\(name)") ?? 0 }
        if volume("tok_in") > 0, number("pools.\(pool).tps_in") == 0 {
            return "capacity: pool \(pool) has no input throughput"
        }
        if volume("tok_out") > 0, number("pools.\(pool).tps_out") == 0 {
            return "capacity: pool \(pool) has no output throughput"
        }
        if poolsShortOfMemory.contains(pool) {
            return "capacity: the weights and one request do not fit a replica of pool \(pool)"
        }
        return rule(volume("parallel_weeks"), fallback: volume("fallback_share"))
    }

    /// The rules of MODEL.md 6 that the tool's own plan never breaks.
    private func rule(_ weeks: Double, fallback: Double) -> String? {
        let (least, most) = (MethodConstant.leastParallelWeeks.value, MethodConstant.mostParallelWeeks.value)
        if weeks < least || weeks > most {
            return
                "rules: \(Self.shortest(weeks)) weeks in parallel, \(Self.shortest(least)) to \(Self.shortest(most)) must be"
        }
        if fallback <= 0 { return "rules: fallback_share is 0, and a fallback that is never used is not tested" }
        return nil
    }

    private static func shortest(_ number: Double) -> String {
        number == number.rounded() && number.magnitude < 1e15 ? "\(Int(number))" : "\(number)"
    }

    /// How far the gates of a workload are answered, as words.
    static func words(_ workload: String, _ register: DriverRegister) -> String {
        let names = DriverCatalogue.gates.map(\.name)
        let open = names.filter { register[key: "workloads.\(workload).gates.\($0)"] == nil }.count
        return open == 0 ? "answered" : open == names.count ? "not answered" : "\(names.count - open) of \(names.count)"
    }
}
