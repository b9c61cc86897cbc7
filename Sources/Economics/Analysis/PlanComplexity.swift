/// Savings against complexity, workload by workload, and the claim that 60 to 80 % of the savings come with 20 % of the
/// complexity. MODEL.md 11.
///
/// The platform counts once, with the first workload. All of the complexity is that of moving everything that may move; all
/// of the savings is the most that the curve reaches.
package struct PlanComplexity: Hashable, Sendable {
    package struct Step: Hashable, Sendable {
        package var workload: String
        package var isInPlan: Bool
        /// Points of this workload alone.
        package var effort: Double
        /// Undiscounted, of this workload and all before it.
        package var savingSoFar: Double
        /// Of the whole complexity; nil when there are no points.
        package var complexityShare: Double?
        /// Of the most that can be saved; nil when nothing saves.
        package var savingShare: Double?

        init(workload: String, isInPlan: Bool, effort: Double, savingSoFar: Double) {
            self.workload = workload
            self.isInPlan = isInPlan
            self.effort = effort
            self.savingSoFar = savingSoFar
        }
    }

    /// The answer to the claim for one share of the savings.
    package struct Claim: Hashable, Sendable {
        /// Of the savings: 0.6 or 0.8.
        package var savings: Double
        /// Least share of the complexity that reaches it; nil when there is none.
        package var complexity: Double?
        /// `holds`, `does not hold`, or what is missing.
        package var words: String
    }

    /// In the order of moving; what does not move comes last.
    package let steps: [Step]
    /// Points of the platform.
    package let platform: Double
    /// Of the platform and of everything that may move.
    package var allPoints: Double { platform + steps.reduce(0) { $0 + $1.effort } }
    package let claims: [Claim]
    /// The share of the complexity that the claim allows.
    package static let allowed = 0.2

    init(steps: [Step], platform: Double) {
        let all = platform + steps.reduce(0) { $0 + $1.effort }
        let most = steps.map(\.savingSoFar).max() ?? 0
        var steps = steps
        var points = platform
        for index in steps.indices {
            points += steps[index].effort
            if all > 0 { steps[index].complexityShare = points / all }
            if most > 0 { steps[index].savingShare = steps[index].savingSoFar / most }
        }
        self.steps = steps
        self.platform = platform
        claims = [0.6, 0.8].map { savings in
            guard most > 0 else { return Claim(savings: savings, words: "nothing saves") }
            guard all > 0 else { return Claim(savings: savings, words: "needs effort_days and platform_points") }
            let reached = steps.first { $0.savingShare! >= savings - 1e-12 }!.complexityShare!
            return Claim(
                savings: savings, complexity: reached,
                words: reached <= Self.allowed + 1e-12 ? "holds" : "does not hold")
        }
    }
}
