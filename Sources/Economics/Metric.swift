/// A figure of summary.csv and of the defined names `out_…`. CONTRACT.md, metrics.
package struct Metric: Hashable, Sendable {
    package var id: String
    /// As in summary.csv; `CUR` stands for the reporting currency.
    package var unit: String
    /// The line that holds it in the strategies `hybrid` and `full`.
    package var line: String
    /// The line that holds it when nothing moves; nil: no row.
    package var lineWhenStaying: String?

    private init(_ id: String, _ unit: String, staying: String? = nil) {
        self.id = id
        self.unit = unit
        line = id
        lineWhenStaying = staying
    }

    /// Those that every scenario of every model has, in the order of summary.csv.
    package static let all: [Metric] = [
        Metric("api_run_rate", "CUR/month"),
        Metric("baseline_cost_total", "CUR", staying: "baseline_cost_total"),
        Metric("alternative_cost_total", "CUR", staying: "stay_alternative_cost_total"),
        Metric("alternative_cost_total_with_residual", "CUR", staying: "stay_alternative_cost_total"),
        Metric("savings_total", "CUR", staying: "stay_savings_total"),
        Metric("savings_total_with_residual", "CUR", staying: "stay_savings_total"),
        Metric("savings_share", "ratio", staying: "stay_savings_share"),
        Metric("savings_share_with_residual", "ratio", staying: "stay_savings_share"),
        Metric("run_rate_own", "CUR/month"),
        Metric("npv", "CUR", staying: "stay_npv"),
        Metric("npv_with_residual", "CUR", staying: "stay_npv"),
        Metric("npv_allocated_staff", "CUR"),
        Metric("savings_total_optimised", "CUR"),
        Metric("npv_optimised", "CUR"),
        Metric("irr_annual", "ratio"),
        Metric("irr_annual_with_residual", "ratio"),
        Metric("irr_count", "number"),
        Metric("mirr_annual", "ratio"),
        Metric("mirr_annual_with_residual", "ratio"),
        Metric("payback_month", "months"),
        Metric("payback_month_with_residual", "months"),
        Metric("payback_lasts", "text"),
        Metric("discounted_payback_month", "months"),
        Metric("discounted_payback_month_with_residual", "months"),
        Metric("threshold_spend_first", "CUR/month"),
        Metric("threshold_spend_always", "CUR/month"),
        Metric("threshold_tokens", "Mtok/month"),
        Metric("threshold_utilisation", "ratio"),
        Metric("threshold_api_price_headroom", "ratio"),
        Metric("break_even_api_decline", "ratio"),
        Metric("peak_funding", "CUR", staying: "stay_peak_funding"),
        Metric("capex_total", "CUR"),
        Metric("gpus_peak", "GPU"),
        Metric("servers_peak", "servers"),
        Metric("utilisation_last", "ratio"),
        Metric("unit_cost_api", "CUR/Mtok"),
        Metric("unit_cost_own", "CUR/Mtok"),
        Metric("recommendation", "text"),
    ]

    /// Those that only some forms of purchase have: a model without their lines has no rows of them.
    package static let ofPurchase: [Metric] = [
        Metric("early_exit_fee", "CUR"),
        Metric("lease_advantage", "CUR"),
    ]

    /// Those that every scenario of a model has, in the order of summary.csv.
    package static func all(of model: Model) -> [Metric] {
        all + ofPurchase.filter { model.line($0.line) != nil }
    }

    /// Of the SLA: one value a scenario, whatever is hosted where.
    package static let ofSLA: [Metric] = [
        Metric("sla_expected_downtime", "minutes/month"),
        Metric("sla_expected_credit", "CUR/month"),
        Metric("sla_expected_loss", "CUR/month"),
        Metric("sla_coverage", "ratio"),
    ]

    /// Those of the scorecard: one row, without scenario.
    package static let ofReadiness: [Metric] = [
        Metric("readiness_score", "points"), Metric("readiness_status", "text"),
    ]

    /// Name in the workbook: `out_npv_base`, `out_npv_base_full`.
    package func definedName(_ scenario: Scenario, _ strategy: Strategy) -> String {
        strategy == .hybrid
            ? "out_\(id)_\(scenario.rawValue)" : "out_\(id)_\(scenario.rawValue)_\(strategy.rawValue)"
    }
}

extension ResolvedDriver {
    /// Name of the base cell: `in_` and the key, letters, digits and `_` kept.
    package var definedName: String { DriverName.defined(key) }
}

package enum DriverName {
    /// `in_` and the key with everything but letters and digits as `_`.
    package static func defined(_ key: String) -> String { "in_" + part(key) }

    /// What an id or key becomes inside a defined name. The text is in NFC.
    package static func part(_ text: String) -> String {
        var name = ""
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .decimalNumber:
                name.unicodeScalars.append(scalar)
            default: name.unicodeScalars.append("_")
            }
        }
        return name
    }
}
