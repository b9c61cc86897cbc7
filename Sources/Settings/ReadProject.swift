import Billing
import Diagnostics
import Economics
import Foundation
import Money

extension SchemaReader {
    /// Reads a whole configuration.
    mutating func project(_ root: ConfigNode) -> ProjectSettings {
        var settings = ProjectSettings()
        let top = fields(root, "", keys: SchemaKeys.top)
        settings.report = report(top.values["report"])
        settings.inputs = inputs(top.values["inputs"])
        settings.sources = items(top.values["sources"], "sources", of: "source rules").enumerated()
            .map { source($1, "sources.\($0 + 1)") }
        if let node = top.values["attribution"], !node.isNull, !node.isEmpty {
            settings.attribution = items(node, "attribution", of: "attribution rules").enumerated()
                .map { attributionRule($1, "attribution.\($0 + 1)") }
        }
        settings.baseline = baseline(top.values["baseline"])
        settings.uncertainty = uncertainty(top.values["uncertainty"])
        let model = self.model(top.values["model"])
        settings.model = model
        readiness(top.values["readiness"], into: &settings.model)
        settings.sla = sla(top.values["sla"], into: &settings.model)
        settings.notComputed = withoutEffect.sorted {
            $0.key.utf8.lexicographicallyPrecedes($1.key.utf8)
        }
        settings.origins = origins.filter { isSettingOutsideDrivers($0.key) }
        if let report = settings.report.currency, let meta = model.currency, report != meta {
            let place = origins["model.meta.currency"] ?? root.position
            self.report(.currenciesDiffer(report: report, model: meta, at: place))
        }
        return settings
    }

    private func isSettingOutsideDrivers(_ path: String) -> Bool {
        ["report.", "inputs.", "baseline.", "model.meta.", "uncertainty.", "sla."].contains { path.hasPrefix($0) }
    }

    private mutating func report(_ node: ConfigNode?) -> ReportSettings {
        var report = ReportSettings()
        let fields = fields(node, "report", keys: SchemaKeys.report)
        report.title = text(fields, "title")
        report.organisation = text(fields, "organisation")
        report.preparedBy = text(fields, "prepared_by")
        report.classification = text(fields, "classification")
        report.currency = currency(fields, "currency")
        report.asOf = day(fields, "as_of")
        report.timeZone =
            value(
                fields, "time_zone", expected: "the name of a time zone, as in Europe/Berlin or UTC",
                fix: { adviceOnWord($0, TimeZone.knownTimeZoneIdentifiers) },
                { isTimeZone($0) ? $0 : nil }) ?? report.timeZone
        report.fiscalYearStart = integer(fields, "fiscal_year_start", 1...12) ?? report.fiscalYearStart
        report.template = text(fields, "template")
        report.paper = choice(fields, "paper") ?? report.paper
        let absent = ReportSettings()
        noteWithoutEffect(fields, "time_zone", report.timeZone, default: absent.timeZone)
        return report
    }

    private mutating func inputs(_ node: ConfigNode?) -> InputSettings {
        var inputs = InputSettings()
        let fields = fields(node, "inputs", keys: SchemaKeys.inputs)
        inputs.invoices = texts(fields, "invoices") ?? inputs.invoices
        inputs.quotes = texts(fields, "quotes") ?? inputs.quotes
        inputs.workloads = text(fields, "workloads") ?? inputs.workloads
        inputs.readiness = text(fields, "readiness") ?? inputs.readiness
        inputs.incidents = text(fields, "incidents") ?? inputs.incidents
        inputs.fx = text(fields, "fx") ?? inputs.fx
        inputs.controlTotals = text(fields, "control_totals") ?? inputs.controlTotals
        return inputs
    }

    private mutating func baseline(_ node: ConfigNode?) -> BaselineSettings {
        var baseline = BaselineSettings()
        let fields = fields(node, "baseline", keys: SchemaKeys.baseline)
        baseline.months = integer(fields, "months", 1...120) ?? baseline.months
        baseline.basis = choice(fields, "basis") ?? baseline.basis
        baseline.through = month(fields, "through")
        baseline.exclude = categories(fields, "exclude")
        return baseline
    }

    private mutating func categories(_ fields: Fields, _ key: String) -> [ChargeCategory] {
        let words = ChargeCategory.allCases.map(\.rawValue)
        return (placedTexts(fields, key) ?? []).compactMap { text, position in
            if let category = ChargeCategory(rawValue: text) { return category }
            report(
                .wrongValue(
                    quoted(text), key: fields.path(key), expected: listed(words),
                    fix: adviceOnWord(text, words) ?? "write one of these, or take it out of the list",
                    at: position))
            return nil
        }
    }

    private mutating func source(_ node: ConfigNode, _ path: String) -> SourceRule {
        let fields = fields(node, path, keys: SchemaKeys.source)
        var rule = SourceRule(files: text(fields, "files") ?? "", position: node.position)
        if rule.files.isEmpty { report(.missingKey("files", in: path, at: node.position)) }
        rule.format = text(fields, "format")
        for entry in entries(fields.values["columns"], fields.path("columns")) {
            let column = Fields(path: fields.path("columns"), values: [entry.key: entry.value])
            rule.columns[entry.key] = text(column, entry.key)
        }
        rule.vendor = text(fields, "vendor")
        rule.currency = currency(fields, "currency")
        rule.decimal = choice(fields, "decimal", [".", ","])
        rule.dateOrder = choice(fields, "date_order", ["dmy", "mdy", "ymd"])
        rule.basis = choice(fields, "basis")
        rule.serves = choice(fields, "serves", ["own"])
        let ratio = self.fields(fields.values["price_ratio"], fields.path("price_ratio"), keys: SchemaKeys.priceRatio)
        for key in SchemaKeys.priceRatio {
            guard let value = number(ratio, key, expected: "a number of at least 0", { $0 >= 0 }) else { continue }
            rule.priceRatio = (rule.priceRatio ?? [:]).merging([key: value]) { $1 }
        }
        return rule
    }

    private mutating func attributionRule(_ node: ConfigNode, _ path: String) -> AttributionRule {
        let fields = fields(node, path, keys: SchemaKeys.attributionRule)
        let workload = text(fields, "workload")
        if workload == nil { report(.missingKey("workload", in: path, at: node.position)) }
        var when: [String: [String]] = [:]
        let allowed = SchemaKeys.attributionDimensions
        for entry in entries(fields.values["when"], fields.path("when")) {
            guard allowed.contains(entry.key) || (entry.key.hasPrefix("tag.") && entry.key.utf8.count > 4) else {
                report(
                    .unknownKey(
                        entry.key, in: fields.path("when"), allowed: allowed + ["tag.NAME"], at: entry.keyPosition))
                continue
            }
            when[entry.key] = placedTexts(entry.value, fields.path("when") + "." + entry.key).map(\.text)
        }
        if when.isEmpty, fields.values["when"] == nil { report(.missingKey("when", in: path, at: node.position)) }
        return AttributionRule(when: when, workload: normalizedId(workload ?? ""), position: node.position)
    }
}

/// Whether a name is in the time zone database, spelt as there.
private func isTimeZone(_ name: String) -> Bool {
    ["UTC", "GMT"].contains(name) || TimeZone.knownTimeZoneIdentifiers.contains(name)
}

extension Diagnostic {
    static func currenciesDiffer(report: Currency, model: Currency, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "currencies-differ", at: position, key: "meta.currency",
            found: "\(model) for `model.meta.currency` and \(report) for `report.currency`",
            expected: "the same currency in both", fix: "give it once, in `report.currency`")
    }
}
