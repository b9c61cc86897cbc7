import Economics
import Money

/// Figures of summary.csv that have neither scenario nor strategy. All but the expected NPV are of one run: no formula can
/// compute them.
package enum RunMetric: String, CaseIterable, Hashable, Sendable {
    case claimAt60 = "claim_complexity_at_60"
    case claimAt80 = "claim_complexity_at_80"
    case probabilityOfWinning = "probability_of_winning"
    case npv05 = "npv_p05"
    case npv50 = "npv_p50"
    case npv95 = "npv_p95"
    case expectedNPV = "npv_expected"

    /// Those of the plan; the others are of the trials.
    package static let ofPlan = [claimAt60, claimAt80]
    package static let ofTrials = [probabilityOfWinning, npv05, npv50, npv95]

    /// As in summary.csv; `CUR` stands for the reporting currency.
    package var unit: String {
        switch self {
        case .claimAt60, .claimAt80, .probabilityOfWinning: "ratio"
        case .npv05, .npv50, .npv95, .expectedNPV: "CUR"
        }
    }

    package var label: String {
        switch self {
        case .claimAt60: "Complexity that brings 60 % of the savings"
        case .claimAt80: "Complexity that brings 80 % of the savings"
        case .probabilityOfWinning: "Probability that the NPV is positive"
        case .npv05: "NPV that 5 % of the trials stay below"
        case .npv50: "NPV that half of the trials stay below"
        case .npv95: "NPV that 95 % of the trials stay below"
        case .expectedNPV: "NPV, weighted by scenario"
        }
    }

    package var definedName: String { "out_\(rawValue)" }

    /// Of the one that a formula of the workbook gives.
    var formula: Expression? { self == .expectedNPV ? Section.expectedValue.lines.last?.expression : nil }

    /// Section of MODEL.md.
    package var section: String { Self.ofPlan.contains(self) ? "11" : "10" }

    /// The cell that holds it; nil when the workbook has no such sheet.
    func place(_ data: ReportData) -> Place? {
        guard data.hasPools, let sensitivities = data.sensitivities else { return nil }
        if self == .expectedNPV { return SensitivitySheet.expectedPlace(sensitivities) }
        return Self.ofPlan.contains(self)
            ? MigrationSheet.place(of: self)
            : SensitivitySheet.place(of: self, sensitivities)
    }

    /// Of a figure of the trials.
    func number(_ monteCarlo: MonteCarlo) -> Double {
        switch self {
        case .claimAt60, .claimAt80, .expectedNPV: preconditionFailure("no figure of the trials")
        case .probabilityOfWinning: monteCarlo.probabilityOfWinning
        case .npv05: monteCarlo.percentile(0.05)
        case .npv50: monteCarlo.percentile(0.50)
        case .npv95: monteCarlo.percentile(0.95)
        }
    }

    func claim(_ complexity: PlanComplexity) -> PlanComplexity.Claim {
        complexity.claims[self == .claimAt60 ? 0 : 1]
    }

    func result(_ data: ReportData) -> (Field, String) {
        guard let sensitivities = data.sensitivities else { return (.empty, "needs a throughput and a quote") }
        if self == .expectedNPV {
            return data.expectedNPV.map { (.number($0), "") } ?? (
                .empty, "no weights: uncertainty.weights is not given"
            )
        }
        guard Self.ofTrials.contains(self) else {
            guard let complexity = data.complexity else { return (.empty, "no plan") }
            let claim = claim(complexity)
            return (claim.complexity.map(Field.number) ?? .empty, claim.words)
        }
        guard let monteCarlo = sensitivities.monteCarlo else { return (.empty, "no trials: uncertainty.trials is 0") }
        return (.number(number(monteCarlo)), monteCarlo.drivers.isEmpty ? Self.nothingVaried : "")
    }

    /// Trials without a range say no more than the base case.
    static let nothingVaried = "nothing was varied: no driver has a low and a high end, every trial is the base case"

    /// How the figure came about, for a reader who asks.
    func reasons(_ data: ReportData) -> [String] {
        guard let sensitivities = data.sensitivities else { return [] }
        if Self.ofPlan.contains(self) { return data.complexity.map(reasons) ?? [] }
        if self == .expectedNPV {
            return sensitivities.options.weights.isEmpty
                ? [] : Scenario.allCases.map { "\($0.rawValue): weight \(sensitivities.options.weights[$0] ?? 0)" }
        }
        guard let monteCarlo = sensitivities.monteCarlo else { return [] }
        var reasons = [
            "\(monteCarlo.trials) trials of run \(sensitivities.runID), seed \(monteCarlo.seed); "
                + "\(monteCarlo.drivers.count) drivers with two ends, "
                + (monteCarlo.correlation == 0
                    ? "taken as independent" : "correlated by \(monteCarlo.correlation) (Gaussian copula)")
        ]
        guard !monteCarlo.drivers.isEmpty else { return reasons }
        if self == .probabilityOfWinning {
            let interval = monteCarlo.winningInterval
            reasons.append(
                "\(monteCarlo.wins) trials with an NPV above 0; 95 % interval (Wilson) "
                    + "\(ReportWords.percent(interval.lowerBound)) to \(ReportWords.percent(interval.upperBound))")
        } else {
            reasons.append("linear between the two nearest trials, as PERCENTILE.INC of a spreadsheet")
        }
        return reasons
    }

    private func reasons(_ complexity: PlanComplexity) -> [String] {
        guard claim(complexity).complexity != nil else { return [] }
        var points = complexity.platform
        var reasons = [
            "the claim that 60 to 80 % of the savings come with 20 % of the complexity is tested, not assumed",
            "platform \(ReportWords.tenths(complexity.platform)) of \(ReportWords.tenths(complexity.allPoints)) points",
        ]
        for step in complexity.steps {
            points += step.effort
            guard let saved = step.savingShare, let share = step.complexityShare else { continue }
            reasons.append(
                "with \(step.workload): \(ReportWords.tenths(points)) points, \(ReportWords.percent(share)) of the complexity, "
                    + "\(ReportWords.percent(saved)) of the savings" + (step.isInPlan ? "" : "; not in the plan"))
        }
        return reasons
    }
}
