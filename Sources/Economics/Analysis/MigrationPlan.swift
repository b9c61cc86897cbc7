/// Which workloads move, in which order and month. MODEL.md 6 and 11.
///
/// Months that the project gives stand. What may move besides is ranked by saving, simplicity and quality risk; of that order
/// the subset with the best NPV moves, one after the other with its parallel run and a gap.
package struct MigrationPlan: Sendable {
    package struct Entry: Hashable, Sendable {
        package enum Decision: String, Hashable, Sendable {
            case migrate, stay, never
        }

        package var workload: String
        /// Nil: stays on the API.
        package var month: Int?
        /// The tool chose; false when the project gave the month or keeps the workload on the API.
        package var isPlanned: Bool
        /// Order of moving, from 1.
        package var rank: Int?
        /// Stays by this plan only: the strategy of moving everything may still move it.
        package var mayMoveLater: Bool
        /// Why it stays; empty when it moves.
        package var reason: String
        /// Undiscounted saving that it adds to those that move before it; of one that stays, what it would add as the last.
        /// Nil where nothing was worked out.
        package var savingMarginal: Double?
        /// By the share of the plan's savings that it adds, its simplicity and its quality risk; nil as above.
        package var priority: Double?
        /// How far its gates are answered, in words.
        package var gates: String

        package var decision: Decision {
            if month != nil { return .migrate }
            return mayMoveLater ? .stay : .never
        }
    }

    /// In the order of the model.
    package let entries: [Entry]
    package let complexity: PlanComplexity
    /// Of the plan, base scenario.
    package let npv: Double
    package let saving: Double
    /// The register with the planned months written in.
    package let register: DriverRegister

    /// - Parameter firstOpenMonth: the first month of the model that has not closed yet: the plan starts nothing before it.
    /// - Throws: ``EvaluationError`` when the register lacks a driver; ``ModelError`` is a defect.
    package init(register: DriverRegister, structure: ModelStructure, firstOpenMonth: Int = 1) throws {
        // In the order of ids, so that the order of files and lists leaves no trace, not even in the last digits.
        var sorted = structure
        sorted.workloads.sort { $0.id.utf8.lexicographicallyPrecedes($1.id.utf8) }
        sorted.pools.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        let facts = try PlanFacts(register, sorted, firstOpenMonth: firstOpenMonth)

        let search = try facts.search()
        let ranked = try search.ranked(facts.free)
        let chosen = try search.chosen(of: ranked.map(\.workload))
        let moves = search.schedule(chosen)
        let rest = ranked.map(\.workload).filter { !chosen.contains($0) }

        // What moves in the order in which it does, then what stays in the order in which it would follow.
        let movers = (facts.pinned.map(\.move) + moves).sorted { ($0.month, $0.workload) < ($1.month, $1.workload) }
        let queue = movers + search.schedule(chosen + rest).dropFirst(chosen.count)
        let figures = try search.values.figures((0...queue.count).map { Array(queue.prefix($0)) })
        let plan = movers.count
        npv = figures[plan].npv
        saving = figures[plan].saving
        complexity = PlanComplexity(
            steps: queue.indices.map { index in
                .init(
                    workload: sorted.workloads[queue[index].workload].id, isInPlan: index < plan,
                    effort: facts.own("effort_days", of: queue[index].workload), savingSoFar: figures[index + 1].saving)
            }, platform: facts.general("platform_points"))

        let alone = try search.values.figures(
            rest.map { workload in movers + [search.schedule(chosen + [workload]).last!] })
        var marginal: [Int: Double] = [:]
        for index in 0..<plan { marginal[queue[index].workload] = figures[index + 1].saving - figures[index].saving }
        for (workload, figures) in zip(rest, alone) { marginal[workload.index] = figures.saving - saving }
        let gains = queue.prefix(plan).reduce(0) { $0 + Swift.max(0, marginal[$1.workload] ?? 0) }
        func priority(_ index: Int) -> Double? {
            marginal[index].map { saving in
                let share = gains > 0 ? Swift.max(0, saving) / gains : 0
                return search.priority(
                    share: share, simplicity: facts.own("simplicity", of: index),
                    qualityRisk: facts.own("quality_risk", of: index))
            }
        }

        var register = register
        var months: [String: Int] = [:]
        var reasons = facts.reasons
        for (index, workload) in sorted.workloads.enumerated() {
            let key = "workloads.\(workload.id).migrate_month"
            var driver = register[key: key]!
            if let move = moves.first(where: { $0.workload == index }) {
                driver.base = .number(Double(move.month))
                driver.source = "plan: best NPV of the ranking by saving, simplicity and quality risk"
            } else if facts.free.contains(where: { $0.index == index }) {
                let turn = search.schedule(chosen + rest.filter { $0.index == index }).last!.month
                reasons[index] =
                    turn > structure.horizon
                    ? "no month is left after those that move" : "does not pay from month \(turn), its turn"
                driver.base = .word("stay")
                driver.source = "plan: moving it does not raise the NPV"
            } else if facts.gated.contains(index) {
                driver.base = .word("never")
                driver.source = "plan: \(reasons[index] ?? "")"
            }
            register.set(driver)
        }
        for move in movers { months[sorted.workloads[move.workload].id] = move.month }
        let order = movers.map(\.workload)
        let indexes = Dictionary(uniqueKeysWithValues: sorted.workloads.enumerated().map { ($1.id, $0) })
        entries = structure.workloads.map { workload in
            let index = indexes[workload.id]!
            let isFree = facts.free.contains { $0.index == index }
            return Entry(
                workload: workload.id, month: months[workload.id], isPlanned: isFree,
                rank: order.firstIndex(of: index).map { $0 + 1 },
                mayMoveLater: isFree || facts.staysAsSaid.contains(index),
                reason: months[workload.id] == nil ? reasons[index] ?? "" : "",
                savingMarginal: marginal[index], priority: priority(index),
                gates: PlanGates.words(workload.id, register))
        }
        self.register = register
    }
}
