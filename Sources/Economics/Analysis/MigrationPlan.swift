/// Which workloads move, in which order and month. MODEL.md 6 and 11.
///
/// Months that the project gives stand. Open ones are ranked by the API money they displace for each day of effort, and of
/// that order the prefix with the best NPV moves, one after the other with its parallel run and a gap.
package struct MigrationPlan: Sendable {
    package struct Entry: Hashable, Sendable {
        package enum Decision: String, Hashable, Sendable {
            case migrate, stay, never
        }

        package var workload: String
        /// Nil: stays on the API.
        package var month: Int?
        /// Nil when the month was given.
        package var isPlanned: Bool
        /// Order of moving, from 1.
        package var rank: Int?
        /// Stays by this plan only: the strategy of moving everything may still move it.
        package var mayMoveLater: Bool
        /// Why it stays; empty when it moves.
        package var reason: String
        /// NPV that it adds to those before it; nil when it was not the tool's choice.
        package var savingMarginal: Double?

        package var decision: Decision {
            if month != nil { return .migrate }
            return isPlanned || reason.hasPrefix("stays") ? .stay : .never
        }
    }

    package let entries: [Entry]
    /// The register with the planned months written in.
    package let register: DriverRegister

    /// Months between the end of one parallel run and the start of the next.
    private static let gapMonths = 1

    /// - Throws: ``EvaluationError`` when the model lacks a driver.
    package init(
        evaluator: Evaluator, register: DriverRegister, structure: ModelStructure
    ) throws(EvaluationError) {
        let base = Instance(.base, .hybrid)
        func number(_ id: String, _ name: String) -> Double {
            if case .number(let value)? = register[key: "workloads.\(id).\(name)"]?.base { return value }
            return 0
        }
        func word(_ id: String, _ name: String) -> String? {
            if case .word(let word)? = register[key: "workloads.\(id).\(name)"]?.base { return word }
            return nil
        }

        var reasons: [String: String] = [:]
        var months: [String: Int] = [:]
        var free: [String] = []
        for workload in structure.workloads {
            let id = workload.id
            let volume = number(id, "tok_in") + number(id, "tok_cached") + number(id, "tok_out")
            switch word(id, "migrate_month") {
            case nil:
                let month = Int(number(id, "migrate_month"))
                if month <= structure.horizon { months[id] = month } else { reasons[id] = "month beyond the horizon" }
            case "never"?: reasons[id] = word(id, "reason") ?? "never, as the project says"
            case "stay"?: reasons[id] = word(id, "reason") ?? "stays, as the project says"
            case _ where structure.pools.isEmpty: reasons[id] = "needs a throughput and a quote"
            case _ where volume == 0: reasons[id] = "no volume"
            case _ where number(id, "eligible") == 0: reasons[id] = word(id, "reason") ?? "not eligible"
            case _ where word(id, "pool").map { !structure.pools.contains($0) } ?? true: reasons[id] = "no pool"
            default: free.append(id)
            }
        }

        // Rank by money displaced for each day of effort.
        func displaced(_ id: String) -> Double {
            let cost =
                number(id, "tok_in") * number(id, "price_in") + number(id, "tok_cached") * number(id, "price_cached")
                + number(id, "tok_out") * number(id, "price_out")
            return cost * number(id, "max_share") * (1 - number(id, "fallback_share"))
        }
        func priority(_ id: String) -> Double { displaced(id) / Swift.max(1, number(id, "effort_days")) }
        let ranked = free.sorted { a, b in
            let (x, y) = (priority(a), priority(b))
            if x != y { return x > y }
            let (s, t) = (displaced(a), displaced(b))
            return s == t ? a < b : s > t
        }

        // Nobody moves before the critical gaps are closed.
        let readiness = Int(try evaluator.evaluate([register.lane(base)]).value("readiness_month", lane: 0))

        // One lane for each prefix of the ranking; the first moves nothing that is free.
        var lanes: [Lane] = []
        var schedules: [[String: Int]] = []
        for count in 0...ranked.count {
            let schedule = Self.schedule(
                Array(ranked.prefix(count)), register, structure, from: Swift.max(1, readiness))
            var lane = register.lane(base)
            for id in ranked {
                lane.drivers["workloads.\(id).migrate_month"] =
                    schedule[id].map { .number(Double($0)) } ?? .word("stay")
            }
            lanes.append(lane)
            schedules.append(schedule)
        }
        let result = try evaluator.evaluate(lanes)
        let values = lanes.indices.map { result.value("net_present_value", lane: $0) }
        var best = 0
        for count in values.indices where values[count] > values[best] { best = count }

        var register = register
        for (place, id) in ranked.enumerated() {
            let key = "workloads.\(id).migrate_month"
            var driver = register[key: key]!
            if place < best {
                months[id] = schedules[best][id]!
                driver.base = .number(Double(schedules[best][id]!))
            } else {
                reasons[id] = "does not pay"
                driver.base = .word("stay")
            }
            driver.source = "plan: saving for each day of effort"
            register.set(driver)
        }
        let order = months.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map(\.key)
        entries = structure.workloads.map { workload in
            let id = workload.id
            let place = ranked.firstIndex(of: id)
            return Entry(
                workload: id, month: months[id], isPlanned: place != nil,
                rank: order.firstIndex(of: id).map { $0 + 1 },
                mayMoveLater: place != nil || word(id, "migrate_month") == "stay",
                reason: months[id] == nil ? reasons[id] ?? "" : "",
                savingMarginal: place.map { values[$0 + 1] - values[$0] })
        }
        self.register = register
    }

    /// Months of workloads that move one after the other: the first as soon as capacity can be there, the next after the
    /// parallel run and the gap.
    private static func schedule(
        _ ids: [String], _ register: DriverRegister, _ structure: ModelStructure, from first: Int
    ) -> [String: Int] {
        func number(_ key: String) -> Double {
            if case .number(let value)? = register[key: key]?.base { return value }
            return 0
        }
        var months: [String: Int] = [:]
        var next = first
        for id in ids {
            var ready = 1
            if case .word(let pool)? = register[key: "workloads.\(id).pool"]?.base {
                let fleet = structure.poolsWithCapacity.contains(pool) ? "pools.\(pool).capacity" : "capacity"
                if [.word("buy"), .word("lease")].contains(register[key: "\(fleet).mode"]?.base) {
                    ready = Swift.max(1, Int(number("\(fleet).lead_months")))
                }
            }
            let month = Swift.max(next, ready)
            months[id] = month
            let parallel = number("workloads.\(id).parallel_weeks") * 7 * 12 / 365
            next = month + Int((parallel - MethodConstant.guardBelowCeiling.value).rounded(.up)) + gapMonths
        }
        return months
    }
}
