import Billing
import Diagnostics
import Economics
import Money

/// The effective configuration as YAML that loads back to the same settings.
///
/// Every value says where it comes from: a place in a file, `--set`, or `default`. A driver that nobody gives stands
/// there as a comment with its default, because giving it is not the same: a quote or the invoices may set it, money
/// that is absent is named as not costed, and a placeholder stays one until somebody decides.
package func renderSettings(_ settings: ProjectSettings) -> String {
    var page = YAMLPage()
    page.comment("Effective configuration. Lines that begin with # are defaults that nobody has set.")
    page.report(settings)
    page.inputs(settings)
    page.sources(settings.sources)
    page.attribution(settings.attribution)
    page.baseline(settings)
    page.model(settings)
    page.sla(settings)
    page.readiness(settings.model)
    page.uncertainty(settings)
    if !settings.quotePrices.isEmpty {
        page.comment("Prices of quotes that --set replaces; they have no key in this file.")
        for (key, driver) in settings.quotePrices.sorted(by: { $0.key < $1.key }) {
            page.comment("\(key): \(driverText(driver))")
        }
    }
    return page.text
}

/// Lines of YAML under construction.
private struct YAMLPage {
    var text = ""
    private var depth = 0
    /// The next line begins a list item.
    private var beginsItem = false

    mutating func comment(_ words: String) { text += "\(indent)# \(words)\n" }

    mutating func line(_ key: String, _ value: String, from origin: String) {
        text += "\(lead)\(key): \(value)  # \(origin)\n"
    }

    /// A setting that is not given and stays so when read back.
    mutating func absent(_ key: String, _ value: String, _ note: String = "default") {
        text += "\(indent)# \(key):\(value.isEmpty ? "" : " " + value)  # \(note)\n"
    }

    mutating func section(_ key: String, _ body: (inout YAMLPage) -> Void) {
        text += "\(lead)\(key):\n"
        depth += 1
        body(&self)
        depth -= 1
    }

    mutating func item(_ body: (inout YAMLPage) -> Void) {
        depth += 1
        beginsItem = true
        body(&self)
        depth -= 1
    }

    private var indent: String { String(repeating: "  ", count: depth) }

    private var lead: String {
        mutating get {
            guard beginsItem else { return indent }
            beginsItem = false
            return String(indent.dropLast(2)) + "- "
        }
    }
}

// MARK: Outside the model

extension YAMLPage {
    fileprivate mutating func report(_ settings: ProjectSettings) {
        let report = settings.report
        section("report") { page in
            page.setting("report", "title", report.title.map(yamlText), settings)
            page.setting("report", "organisation", report.organisation.map(yamlText), settings)
            page.setting("report", "prepared_by", report.preparedBy.map(yamlText), settings)
            page.setting("report", "classification", report.classification.map(yamlText), settings)
            page.setting("report", "currency", report.currency?.code, settings, "default: that of the inputs")
            page.setting("report", "as_of", report.asOf?.description, settings, "default: the last day of the period")
            page.setting("report", "time_zone", yamlText(report.timeZone), settings)
            page.setting("report", "fiscal_year_start", String(report.fiscalYearStart), settings)
            page.setting("report", "template", report.template.map(yamlText), settings)
            page.setting("report", "paper", report.paper.rawValue, settings)
        }
    }

    fileprivate mutating func inputs(_ settings: ProjectSettings) {
        let inputs = settings.inputs
        section("inputs") { page in
            page.setting("inputs", "invoices", yamlList(inputs.invoices), settings)
            page.setting("inputs", "quotes", yamlList(inputs.quotes), settings)
            page.setting("inputs", "workloads", yamlText(inputs.workloads), settings)
            page.setting("inputs", "readiness", yamlText(inputs.readiness), settings)
            page.setting("inputs", "incidents", yamlText(inputs.incidents), settings)
            page.setting("inputs", "fx", yamlText(inputs.fx), settings)
            page.setting("inputs", "control_totals", yamlText(inputs.controlTotals), settings)
        }
    }

    fileprivate mutating func baseline(_ settings: ProjectSettings) {
        let baseline = settings.baseline
        section("baseline") { page in
            page.setting("baseline", "months", String(baseline.months), settings)
            page.setting("baseline", "basis", baseline.basis.rawValue, settings)
            page.setting(
                "baseline", "through", baseline.through?.description, settings,
                settings.model.migratedSince.isEmpty
                    ? "default: the period of the report" : "default: the month before the first migrated_since")
            page.setting("baseline", "exclude", yamlList(baseline.exclude.map(\.rawValue)), settings)
        }
    }

    fileprivate mutating func uncertainty(_ settings: ProjectSettings) {
        let options = settings.uncertainty
        section("uncertainty") { page in
            page.setting("uncertainty", "trials", String(options.trials), settings)
            page.setting("uncertainty", "seed", String(options.seed), settings)
            page.setting("uncertainty", "delay_months", String(options.delayMonths), settings)
            page.setting(
                "uncertainty", "correlation", options.correlation == 0 ? "0" : "\(options.correlation)", settings)
            if options.weights.isEmpty {
                page.absent("weights", "{}", "default: no expected NPV")
            } else {
                let weights = Scenario.allCases.map { "\($0.rawValue): \(numberText(options.weights[$0] ?? 0))" }
                page.setting("uncertainty", "weights", "{\(weights.joined(separator: ", "))}", settings)
            }
            guard !options.distributions.isEmpty else {
                return page.absent("distributions", "{}", "default: triangular")
            }
            page.section("distributions") { page in
                for (key, distribution) in options.distributions.sorted(by: { $0.key < $1.key }) {
                    page.line(
                        yamlText(key), distribution.rawValue,
                        from: originText(settings.origins["uncertainty.distributions.\(key)"]))
                }
            }
        }
    }

    fileprivate mutating func sources(_ rules: [SourceRule]) {
        if rules.isEmpty { return absent("sources", "[]") }
        section("sources") { page in
            for rule in rules {
                let origin = originText(rule.position)
                page.item { page in
                    page.line("files", yamlText(rule.files), from: origin)
                    if !rule.columns.isEmpty {
                        page.line("columns", yamlMap(rule.columns.mapValues(yamlText)), from: origin)
                    }
                    if let ratio = rule.priceRatio {
                        page.line("price_ratio", yamlMap(ratio.mapValues(numberText)), from: origin)
                    }
                    let words: [(String, String?)] = [
                        ("format", rule.format), ("vendor", rule.vendor), ("currency", rule.currency?.code),
                        ("decimal", rule.decimal), ("date_order", rule.dateOrder), ("basis", rule.basis?.rawValue),
                        ("serves", rule.serves),
                    ]
                    for (key, word) in words {
                        if let word { page.line(key, yamlText(word), from: origin) }
                    }
                }
            }
        }
    }

    fileprivate mutating func attribution(_ rules: [AttributionRule]?) {
        guard let rules else {
            return absent("attribution", "", "default: tag workload, else project, else workspace")
        }
        if rules.isEmpty { return line("attribution", "[]", from: "no rule: all unattributed") }
        section("attribution") { page in
            for rule in rules {
                page.item { page in
                    page.line("when", yamlMap(rule.when.mapValues(yamlList)), from: originText(rule.position))
                    page.line("workload", yamlText(rule.workload), from: originText(rule.position))
                }
            }
        }
    }

    /// One setting outside the drivers; nil means that it has no value of its own.
    fileprivate mutating func setting(
        _ section: String, _ key: String, _ value: String?, _ settings: ProjectSettings,
        _ absence: String = "default: none"
    ) {
        guard let value else { return absent(key, "", absence) }
        line(key, value, from: originText(settings.origins["\(section).\(key)"]))
    }
}

// MARK: The model

extension YAMLPage {
    fileprivate mutating func model(_ settings: ProjectSettings) {
        let model = settings.model
        section("model") { page in
            page.section("meta") { page in
                page.setting(
                    "model.meta", "start_month", model.startMonth?.description, settings,
                    model.migratedSince.isEmpty
                        ? "default: the month after the period" : "default: the first month of migrated_since")
                page.setting("model.meta", "horizon_months", String(model.horizonMonths), settings)
                page.setting("model.meta", "currency", model.currency?.code, settings, "default: report.currency")
                page.drivers("meta", model)
            }
            for name in ["finance", "market", "people", "opex"] {
                page.section(name) { page in
                    page.drivers(name, model)
                    if name == "market" {
                        page.parts("commitment", [.commitment, .tiers], model)
                        page.list(of: .priceSteps, model)
                    }
                    if name == "finance" { page.drivers(of: [.debt, .loan], model) }
                    if name == "opex" { page.drivers(of: [.failures, .storage], model) }
                }
            }
            page.oneOffs(model)
            page.section("migration") { $0.drivers("migration", model) }
            page.parts("optimised", [.optimised], model)
            page.pools(model)
            page.section("capacity") { $0.drivers("capacity", model) }
            page.workloads(model)
        }
    }

    /// Every driver of a section without lists, given or not.
    private mutating func drivers(_ section: String, _ model: ModelSettings) {
        for definition in DriverCatalogue.general + DriverCatalogue.capacity
        where definition.pattern.hasPrefix("\(section).") {
            driver(definition.name, definition.pattern, definition, model)
        }
    }

    private mutating func driver(_ name: String, _ key: String, _ definition: DriverDefinition, _ model: ModelSettings)
    {
        if let given = model.given[key] {
            return line(name, driverText(given, definition.kind), from: originText(given.position))
        }
        absent(name, definition.fallback.map { valueText($0, definition.kind) } ?? "", absence(definition))
    }

    private func absence(_ definition: DriverDefinition) -> String {
        if definition.fallbackIsPlaceholder { return "default, placeholder" }
        if definition.isMoney { return "default, not costed" }
        return definition.fallback == nil ? "default: none" : "default"
    }

    fileprivate mutating func sla(_ settings: ProjectSettings) {
        let sla = settings.sla
        guard sla.isGiven || settings.model.given.keys.contains(where: { $0.hasPrefix("sla.") }) else {
            return absent("sla", "{}", "default: no SLA page")
        }
        section("sla") { page in
            for definition in DriverCatalogue.sla where definition.pattern.split(separator: ".").count == 2 {
                page.driver(definition.name, definition.pattern, definition, settings.model)
            }
            page.setting(
                "sla", "history_from", sla.historyFrom?.description, settings, "default: month of the first incident")
            page.tiers("sla.tiers", sla.tiers, settings.model)
            guard sla.hasOffer else { return page.absent("better", "{}", "default: no offer") }
            page.section("better") { page in
                for definition in DriverCatalogue.sla
                where definition.pattern.hasPrefix("sla.better.") && !definition.pattern.contains("#") {
                    page.driver(definition.name, definition.pattern, definition, settings.model)
                }
                page.tiers("sla.better.tiers", sla.betterTiers, settings.model)
            }
        }
    }

    fileprivate mutating func readiness(_ model: ModelSettings) {
        section("readiness") { page in
            for name in SchemaKeys.readiness {
                let prefix = "readiness.\(name)."
                let given = model.given.keys.filter { $0.hasPrefix(prefix) }.map { String($0.dropFirst(prefix.count)) }
                let known = SchemaKeys.readinessKeys(name)
                let keys = known + given.filter { !known.contains($0) }.sorted()
                let isOfCapabilities = DriverCatalogue.definition(of: "readiness.\(name).\(keys[0])")?.pattern
                    .hasSuffix("*")
                let shown = keys.filter { isOfCapabilities == false || model.given["readiness.\(name).\($0)"] != nil }
                if shown.isEmpty {
                    page.absent(name, "{}", "default: readiness.csv")
                    continue
                }
                page.section(name) { page in
                    for key in shown {
                        let path = "readiness.\(name).\(key)"
                        page.driver(key, path, DriverCatalogue.definition(of: path)!, model)
                    }
                }
            }
        }
    }

    private mutating func tiers(_ prefix: String, _ count: Int, _ model: ModelSettings) {
        if count == 0 {
            return absent("tiers", "[]", prefix == "sla.tiers" ? "default: those of `terms`" : "default: as today")
        }
        section("tiers") { page in
            for tier in 1...count {
                page.item { page in
                    for name in SchemaKeys.slaTier {
                        let key = "\(prefix).\(tier).\(name)"
                        page.driver(name, key, DriverCatalogue.definition(of: key)!, model)
                    }
                }
            }
        }
    }

    /// A section of parts that the project may leave out.
    private mutating func parts(_ name: String, _ parts: [ModelPart], _ model: ModelSettings) {
        guard parts.contains(where: { model.parts[$0] != nil }) else { return absent(name, "{}", "default: none") }
        section(name) { page in
            page.drivers(of: parts.filter { $0.list == nil }, model)
            for part in parts where part.list != nil { page.list(of: part, model) }
        }
    }

    private mutating func drivers(of parts: [ModelPart], _ model: ModelSettings) {
        for definition in parts.flatMap(\.drivers) { driver(definition.name, definition.pattern, definition, model) }
    }

    private mutating func list(of part: ModelPart, _ model: ModelSettings) {
        guard let path = part.list, let name = path.split(separator: ".").last else { return }
        guard let count = model.parts[part] else { return absent(String(name), "[]") }
        section(String(name)) { page in
            for index in 1...count {
                page.item { page in
                    for definition in part.drivers {
                        page.driver(definition.name, "\(path).\(index).\(definition.name)", definition, model)
                    }
                }
            }
        }
    }

    private mutating func oneOffs(_ model: ModelSettings) {
        if model.oneOffCount == 0 { return absent("one_off", "[]") }
        section("one_off") { page in
            for index in 1...model.oneOffCount {
                page.item { page in
                    for definition in DriverCatalogue.oneOff {
                        let key = "one_off.\(index).\(definition.name)"
                        guard model.given[key] != nil else { continue }
                        page.driver(definition.name, key, definition, model)
                    }
                }
            }
        }
    }

    private mutating func pools(_ model: ModelSettings) {
        if model.poolIds.isEmpty { return absent("pools", "[]") }
        section("pools") { page in
            for id in model.poolIds {
                page.item { page in
                    page.line("id", yamlText(id), from: "pool")
                    for definition in DriverCatalogue.pool {
                        page.driver(definition.name, "pools.\(id).\(definition.name)", definition, model)
                    }
                    guard model.capacityOverridePools.contains(id) else {
                        return page.absent("capacity", "{}", "default: model.capacity")
                    }
                    page.section("capacity") { page in
                        for definition in DriverCatalogue.poolCapacity {
                            let key = "pools.\(id).capacity.\(definition.name)"
                            if model.given[key] != nil { page.driver(definition.name, key, definition, model) }
                        }
                    }
                }
            }
        }
    }

    private mutating func workloads(_ model: ModelSettings) {
        let ids = model.workloadIds.map { ($0, "workload") } + model.unlistedWorkloads.map { ($0, "named by --set") }
        if ids.isEmpty { return absent("workloads", "[]", "default: those of workloads.csv and the invoices") }
        section("workloads") { page in
            for (id, origin) in ids {
                page.item { page in
                    page.line("id", yamlText(id), from: origin)
                    for definition in DriverCatalogue.workload {
                        if definition.name == "ramp" {
                            page.ramp(id, definition, model)
                        } else {
                            page.driver(definition.name, "workloads.\(id).\(definition.name)", definition, model)
                        }
                    }
                    if let since = model.migratedSince[id] {
                        page.line("migrated_since", "\(since.month)", from: originText(since.position))
                    }
                    page.gates(id, model)
                }
            }
        }
    }

    private mutating func gates(_ id: String, _ model: ModelSettings) {
        let given = DriverCatalogue.gates.filter { model.given["workloads.\(id).gates.\($0.name)"] != nil }
        if given.isEmpty { return absent("gates", "{}", "default: nothing is known") }
        section("gates") { page in
            for definition in given {
                page.driver(definition.name, "workloads.\(id).gates.\(definition.name)", definition, model)
            }
        }
    }

    private mutating func ramp(_ id: String, _ definition: DriverDefinition, _ model: ModelSettings) {
        let items = (1...(model.rampCount[id] ?? 1)).compactMap { model.given["workloads.\(id).ramp.\($0)"] }
        if items.isEmpty { return absent("ramp", "[1]") }
        let overridden = items.first { $0.position?.isOverride == true }
        line(
            "ramp", "[\(items.map { driverText($0) }.joined(separator: ", "))]",
            from: originText((overridden ?? items[0]).position))
    }
}

/// Where a value comes from, as the comment behind it says.
private func originText(_ position: SourcePosition?) -> String {
    guard let position else { return "default" }
    if position.isOverride { return "--set" }
    return position.ofLine.description
}
