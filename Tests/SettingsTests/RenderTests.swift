import Billing
import Diagnostics
import Economics
import Settings
import Testing

@Suite struct RenderTests {
    @Test func everyValueSaysWhereItComesFrom() throws {
        let settings = try load(
            """
            report: {title: "A \\"b\\": c"}
            model:
              finance: {tax_rate: {base: 0.2, low: 0.1, source: "memo: 3"}}
              workloads:
                - {id: no, eligible: false, tok_in: 1e-7}
            """, set: ["finance.contingency_pct=0.05", "report.paper=Letter"])
        let lines = renderSettings(settings).split(separator: "\n").map(String.init)
        for line in [
            "  title: \"A \\\"b\\\": c\"  # breakeven.yaml:1",
            "  paper: Letter  # --set",
            "  time_zone: UTC  # default",
            "  # currency:  # default: that of the inputs",
            "  invoices: [\"invoices/**\"]  # default",
            "    horizon_months: 36  # default",
            "    # hours_basis: 730  # default",
            "    # discount_rate_annual: 0.1  # default, placeholder",
            "    tax_rate: {base: 0.2, low: 0.1, source: \"memo: 3\"}  # breakeven.yaml:3",
            "    contingency_pct: 0.05  # --set",
            "    # oncall_month: 0  # default, not costed",
            "    - id: no  # workload",
            "      tok_in: 1e-07  # breakeven.yaml:5",
            "      eligible: false  # breakeven.yaml:5",
            "      # ramp: [1]  # default",
            "  # pools: []  # default",
        ] { #expect(lines.contains(line), "\(line)") }
    }

    @Test func defaultsLoadBackAsDefaults() throws {
        #expect(comparable(try load(renderSettings(ProjectSettings()))) == comparable(ProjectSettings()))
    }

    @Test(arguments: UInt64(1)...150)
    func whatIsShownLoadsBackToTheSameSettings(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let settings = try load(randomConfiguration(&generator), set: randomOverrides(&generator))
        let shown = renderSettings(settings)
        let again = try load(shown)
        #expect(comparable(again) == comparable(settings), "seed \(seed)")
        #expect(comparable(try load(renderSettings(again))) == comparable(again), "seed \(seed)")
    }

    /// Without places: the shown text has its own.
    private func comparable(_ settings: ProjectSettings) -> ProjectSettings {
        var copy = settings
        copy.origins = [:]
        copy.sources = copy.sources.map { rule in
            var rule = rule
            rule.position = nil
            return rule
        }
        copy.attribution = copy.attribution?.map { rule in
            var rule = rule
            rule.position = nil
            return rule
        }
        // Rebuilt, so that it does not matter which keys came by `--set` alone.
        var model = ModelSettings()
        model.startMonth = copy.model.startMonth
        model.horizonMonths = copy.model.horizonMonths
        model.currency = copy.model.currency
        model.workloadIds = copy.model.workloadIds
        model.poolIds = copy.model.poolIds
        model.oneOffCount = copy.model.oneOffCount
        model.rampCount = copy.model.rampCount.filter { $0.value > 1 }
        model.listCounts = copy.model.listCounts
        model.migratedSince = copy.model.migratedSince.mapValues {
            MigratedSince(month: $0.month, position: nil, isOfRow: false)
        }
        model.capacityOverridePools = copy.model.capacityOverridePools
        model.given = copy.model.given.mapValues { driver in
            var driver = driver
            driver.position = nil
            return driver
        }
        copy.model = model
        copy.notComputed = copy.notComputed.map { setting in
            var setting = setting
            setting.value = withoutPlaces(setting.value)
            return setting
        }
        return copy
    }

    private func withoutPlaces(_ node: ConfigNode) -> ConfigNode {
        let nowhere = SourcePosition(file: "")
        switch node.content {
        case .scalar(let text, _): return ConfigNode(.scalar(text, isPlain: false), at: nowhere)
        case .list(let items): return ConfigNode(.list(items.map(withoutPlaces)), at: nowhere)
        case .map(let entries):
            return ConfigNode(
                .map(
                    entries.map {
                        ConfigEntry(key: $0.key, keyPosition: nowhere, value: withoutPlaces($0.value))
                    }), at: nowhere)
        }
    }
}

// MARK: Drawing configurations

private let words = [
    "a", "no", "null", "~", "010", "1:30", "true", "- x", "# y", "é", "日本", "a: b", "it's", "\"q\"", "back\\slash", "{",
    "*",
    "x\ty", "two\nlines", "%", "é\u{301}", "\u{85}z", "👩‍🚀", "x #y", ">", "|", "!t",
]

/// JSON text is YAML: quoting of its own, not that under test.
private func json(_ text: String) -> String {
    "\""
        + text.unicodeScalars.map { scalar in
            switch scalar {
            case "\"": "\\\""
            case "\\": "\\\\"
            case "\n": "\\n"
            case "\t": "\\t"
            case "\u{85}": "\\u0085"
            default: String(scalar)
            }
        }.joined() + "\""
}

private func word(_ generator: inout SeededGenerator) -> String {
    json(words[Int.random(in: 0..<words.count, using: &generator)])
}

private func randomConfiguration(_ generator: inout SeededGenerator) -> String {
    func chance(_ generator: inout SeededGenerator) -> Bool { Int.random(in: 0..<4, using: &generator) == 0 }
    var report: [String] = []
    for key in ["title", "organisation", "prepared_by", "classification", "template"] where chance(&generator) {
        report.append("\(key): \(word(&generator))")
    }
    if chance(&generator) {
        report += ["paper: Letter", "currency: CHF", "as_of: 2026-02-28", "time_zone: Asia/Tokyo"]
    }
    var sources: [String] = []
    while chance(&generator) {
        sources.append(
            "{files: \(word(&generator)), vendor: \(word(&generator)), columns: {period: \(word(&generator))}, "
                + "basis: effective, price_ratio: {input: 1, output: 0.3}}")
    }
    var rules: [String] = []
    while chance(&generator) {
        rules.append(
            "{when: {project: \(word(&generator)), tag.x: [\(word(&generator)), b]}, workload: \(word(&generator))}")
    }
    let capacity = drivers(DriverCatalogue.capacity, &generator)
    let pools = (0..<Int.random(in: 0...2, using: &generator)).map { index in
        let own = drivers(DriverCatalogue.poolCapacity, &generator)
        return "{id: p\(index), capacity: {\(own)}, \(drivers(DriverCatalogue.pool, &generator))}"
    }
    let workloads = (0..<Int.random(in: 0...3, using: &generator)).map { index in
        let id = ["no", "b.c", "Größe 1"][index]
        let ramp =
            chance(&generator)
            ? "ramp: [0.25, {base: 0.5, high: 1}, 1], gates: {data_allowed: false, eval_pass_rate: {base: 0.9, source: own set}}, "
            : ""
        return
            "{id: \(id), \(ramp)\(drivers(DriverCatalogue.workload.filter { !["ramp", "pool"].contains($0.name) }, &generator))}"
    }
    func section(_ name: String) -> String {
        drivers(DriverCatalogue.general.filter { $0.pattern.hasPrefix(name + ".") }, &generator)
    }
    let meta = section("meta")
    let finance = section("finance")
    let market = section("market")
    let people = section("people")
    let opex = section("opex")
    return """
        report: {\(report.joined(separator: ", "))}
        sources: [\(sources.joined(separator: ", "))]
        \(chance(&generator) ? "" : "attribution: [\(rules.joined(separator: ", "))]")
        baseline: {months: 5, exclude: [Tax], through: 2026-03}
        sla: {terms: \(word(&generator)), history_from: 2026-01, tiers: [{below: 0.99, credit: {base: 1, source: x}}], better: {mttr_minutes: 3}}
        model:
          meta: {horizon_months: 60, \(meta)}
          finance: {\(finance)}
          market: {commitment: {minimum_month: 5, tiers: [{from: 5, discount: 0.1}, {from: 7, discount: 0.2}]}, api_price_steps: [{month: 3, factor: 0.5}], \(market)}
          optimised: {\(drivers(ModelPart.optimised.drivers, &generator))}
          people: {\(people)}
          opex: {\(opex)}
          capacity: {\(capacity)}
          pools: [\(pools.joined(separator: ", "))]
          workloads: [\(workloads.joined(separator: ", "))]
          one_off: [{month: 2, label: \(json("x: y")), amount: {base: 3, low: 1, high: 4.5}}]
        """
}

/// About half of the drivers, each with a value it accepts, some with register entries.
private func drivers(_ definitions: [DriverDefinition], _ generator: inout SeededGenerator) -> String {
    var fields: [String] = []
    for definition in definitions where Bool.random(using: &generator) {
        let value: String
        switch definition.kind {
        case .number(_, let max, _, _):
            let drawn = Double.random(in: 0.001..<(max ?? 1e6), using: &generator)
            value = "\(definition.unit == "ratio" && max == nil ? 1 + drawn : drawn)"
        case .integer(let min, let max): value = "\(Int.random(in: min...(max ?? 1000), using: &generator))"
        case .choice(let words): value = words.randomElement(using: &generator) ?? ""
        case .integerOrWord: value = ["7", "never", "auto", "null"].randomElement(using: &generator) ?? ""
        case .price: value = ["2.5", "0", "none"].randomElement(using: &generator) ?? ""
        case .hoursBasis: value = ["729.6", "calendar"].randomElement(using: &generator) ?? ""
        case .text: value = word(&generator)
        case .flag: value = ["true", "false"].randomElement(using: &generator) ?? ""
        }
        let isBlank = definition.kind == .text && value == "\"\""
        guard !isBlank else { continue }
        if Int.random(in: 0..<3, using: &generator) == 0, value != "null" {
            fields.append(
                "\(definition.name): {base: \(value), source: \(word(&generator)), expires: 2026-12-31, confidence: quote}"
            )
        } else {
            fields.append("\(definition.name): \(value)")
        }
    }
    return fields.joined(separator: ", ")
}

private func randomOverrides(_ generator: inout SeededGenerator) -> [String] {
    ["finance.tax_rate=0.125", "report.title=x # y", "capacity.pue=1.5", "meta.horizon_months=24"].filter { _ in
        Bool.random(using: &generator)
    }
}
