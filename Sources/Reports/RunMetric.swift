import Economics
import Money

/// Figures of summary.csv that one run computes and no formula can: they have neither scenario nor strategy.
package enum RunMetric: String, CaseIterable, Hashable, Sendable {
    case probabilityOfWinning = "probability_of_winning"
    case npv05 = "npv_p05"
    case npv50 = "npv_p50"
    case npv95 = "npv_p95"

    /// As in summary.csv; `CUR` stands for the reporting currency.
    package var unit: String { self == .probabilityOfWinning ? "ratio" : "CUR" }

    package var label: String {
        switch self {
        case .probabilityOfWinning: "Probability that the NPV is positive"
        case .npv05: "NPV that 5 % of the trials stay below"
        case .npv50: "NPV that half of the trials stay below"
        case .npv95: "NPV that 95 % of the trials stay below"
        }
    }

    package var definedName: String { "out_\(rawValue)" }

    /// Section of MODEL.md.
    package static let section = "10"

    func number(_ monteCarlo: MonteCarlo) -> Double {
        switch self {
        case .probabilityOfWinning: monteCarlo.probabilityOfWinning
        case .npv05: monteCarlo.percentile(0.05)
        case .npv50: monteCarlo.percentile(0.50)
        case .npv95: monteCarlo.percentile(0.95)
        }
    }

    func result(_ data: ReportData) -> (Field, String) {
        guard let sensitivities = data.sensitivities else { return (.empty, "needs a throughput and a quote") }
        guard let monteCarlo = sensitivities.monteCarlo else { return (.empty, "no trials: uncertainty.trials is 0") }
        return (.number(number(monteCarlo)), "")
    }

    /// How the figure came about, for a reader who asks.
    func reasons(_ data: ReportData) -> [String] {
        guard let sensitivities = data.sensitivities, let monteCarlo = sensitivities.monteCarlo else { return [] }
        var reasons = [
            "\(monteCarlo.trials) trials of run \(sensitivities.runID), seed \(monteCarlo.seed); "
                + "\(monteCarlo.drivers.count) drivers with two ends, "
                + (monteCarlo.correlation == 0
                    ? "taken as independent" : "correlated by \(monteCarlo.correlation) (Gaussian copula)")
        ]
        if self == .probabilityOfWinning {
            let interval = monteCarlo.winningInterval
            reasons.append(
                "\(monteCarlo.wins) trials with an NPV above 0; 95 % interval (Wilson) "
                    + "\(ReportWords.percent(interval.lowerBound)) to \(ReportWords.percent(interval.upperBound))")
        } else {
            reasons.append("linear between the two nearest trials, as PERCENTILE.INC of a spreadsheet")
        }
        if monteCarlo.drivers.isEmpty {
            reasons.append("no driver has a low and a high end: every trial is the base case")
        }
        return reasons
    }
}
