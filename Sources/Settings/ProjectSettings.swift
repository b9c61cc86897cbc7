package import Billing
package import Diagnostics
package import Economics
package import Money

/// The whole configuration of a run, typed and checked: `breakeven.yaml` under its `--set` overrides.
package struct ProjectSettings: Hashable, Sendable {
    package var report = ReportSettings()
    package var inputs = InputSettings()
    package var sources: [SourceRule] = []
    /// In order, first match wins; nil when the block is absent, which is not the same as an empty list.
    package var attribution: [AttributionRule]?
    package var baseline = BaselineSettings()
    package var uncertainty = UncertaintyOptions()
    package var model = ModelSettings()
    package var sla = SLASettings()
    /// Prices of quotes that `--set quotes.ID.price=…` replaces, by that key; the caller knows which ids exist.
    package var quotePrices: [String: GivenDriver] = [:]
    /// Settings that are valid and have no effect in this version, by key in byte order.
    package var notComputed: [NotComputedSetting] = []
    /// Where each given setting outside the drivers stands, by full path: `report.title`.
    package var origins: [String: SourcePosition] = [:]

    package init() {}

    /// The reporting currency, if the project names one; otherwise it is that of the inputs.
    package var currency: Currency? { report.currency ?? model.currency }
}

/// `report`: what stands on the documents.
package struct ReportSettings: Hashable, Sendable {
    package enum Paper: String, CaseIterable, Hashable, Sendable {
        case a4 = "A4"
        case letter = "Letter"
    }

    package var title: String?
    package var organisation: String?
    package var preparedBy: String?
    package var classification: String?
    package var currency: Currency?
    package var asOf: Day?
    /// IANA name; places time-stamped usage logs that name no billing month.
    package var timeZone = "UTC"
    /// Month of the year, 1…12.
    package var fiscalYearStart = 1
    package var template: String?
    package var paper = Paper.a4

    package init() {}
}

/// `inputs`: globs and files, relative to the project folder.
package struct InputSettings: Hashable, Sendable {
    package var invoices = ["invoices/**"]
    package var quotes = ["quotes/**"]
    package var workloads = "workloads.csv"
    package var readiness = "readiness.csv"
    package var incidents = "incidents.csv"
    package var fx = "fx.csv"
    package var controlTotals = "control_totals.csv"

    package init() {}
}

/// `baseline`: the months and the money that stand for today.
package struct BaselineSettings: Hashable, Sendable {
    /// Newest complete months, 1…120.
    package var months = 3
    package var basis = CostBasis.billed
    /// Last month of the baseline; nil: the period of the report.
    package var through: Month?
    package var exclude: [ChargeCategory] = []

    package init() {}
}

/// A setting that the schema knows and no figure uses yet; the caller warns.
package struct NotComputedSetting: Hashable, Sendable {
    /// Full path: `sla`, `model.migration`, `model.workloads.classify.gates`.
    package var key: String
    package var value: ConfigNode
}

extension Diagnostic {
    /// A valid setting that changes nothing in this version. Of a mapping, the keys that it gives are named.
    package static func notComputed(_ setting: NotComputedSetting) -> Diagnostic {
        var keys = [setting.key]
        if case .map(let entries) = setting.value.content, !entries.isEmpty {
            keys = entries.map { "\(setting.key).\($0.key)" }
        }
        return Diagnostic(
            "not-computed", .warning, at: setting.value.position, key: setting.key,
            found: keys.map { "`\($0)`" }.joined(separator: ", ")
                + ", which \(keys.count == 1 ? "has" : "have") no effect in this version",
            expected: "settings that change a figure",
            fix:
                "no figure changes with \(keys.count == 1 ? "it; leave it" : "them; leave them") for a later version or "
                + "take \(keys.count == 1 ? "it" : "them") out")
    }
}
