/// Where the figures of single workloads flow together into those of the whole project.
///
/// How it works: most of a model's rows belong to one workload and know nothing of the others. A line of the seam is the
/// sum, or the least, of such rows over all workloads: the residual API bill, the work of a pool, the first migration. Who
/// knows what each workload puts into the seam for each month in which it may start knows the seam of every plan, and only
/// the rows behind the seam have to be worked out for a plan.
struct PlanSeam: Sendable {
    enum Combination: Sendable { case sum, least }

    /// In the order of the model.
    let lines: [(id: String, combination: Combination)]

    /// Nil when the lines that are asked for rest on something else that joins workloads, such as a discount by the spend
    /// of all of them.
    init?(_ model: Model, for wanted: [String]) throws(ModelError) {
        let needed = try Program.lines(needed: wanted, model)
        let isOwn = model.lines.map { $0.members == .workload || $0.members == .rampStep }
        func needs(_ index: Int) -> [Int] {
            model.lines[index].expression.needs.compactMap { model.indexOfLine[$0.0] }
        }
        var follows = [Bool](repeating: false, count: model.lines.count)
        for group in model.order {
            let moves = group.contains { index in
                model.lines[index].expression.isMonthOfMigration || needs(index).contains { follows[$0] }
            }
            if moves { for index in group { follows[index] = true } }
        }
        let seam = model.lines.indices.filter { index in
            needed[index] && follows[index] && !isOwn[index] && needs(index).contains { isOwn[$0] && follows[$0] }
        }
        var lines: [(id: String, combination: Combination)] = []
        for index in seam {
            let line = model.lines[index]
            let combination = line.expression.combination { id in
                model.indexOfLine[id].map { isOwn[$0] && follows[$0] } ?? false
            }
            guard let combination, !line.hasTotal || combination == .sum else { return nil }
            let below = try Program.lines(
                needed: line.expression.needs.map(\.0), model)
            for other in model.lines.indices where below[other] && !isOwn[other] {
                if needs(other).contains(where: { isOwn[$0] }) { return nil }
            }
            lines.append((line.id, combination))
        }
        self.lines = lines
    }
}

extension Expression {
    fileprivate var isMonthOfMigration: Bool {
        var found = false
        visit { if $0 == .driver("workloads.*.migrate_month") { found = true } }
        return found
    }

    /// How a line joins the workloads' rows; nil: neither as a sum nor as the least.
    fileprivate func combination(_ isPart: (String) -> Bool) -> PlanSeam.Combination? {
        if case .least(.members) = self { return .least }
        return isSum(isPart) ? .sum : nil
    }

    private func isSum(_ isPart: (String) -> Bool) -> Bool {
        func isFree(_ expression: Expression) -> Bool { !expression.needs.contains { isPart($0.0) } }
        if isFree(self) { return true }
        switch self {
        case .sum(.members), .sumEach: return true
        case .add(let a, let b), .subtract(let a, let b): return a.isSum(isPart) && b.isSum(isPart)
        case .multiply(let a, let b): return a.isSum(isPart) && isFree(b) || isFree(a) && b.isSum(isPart)
        case .divide(let a, let b): return a.isSum(isPart) && isFree(b)
        case .negate(let a): return a.isSum(isPart)
        default: return false
        }
    }
}
