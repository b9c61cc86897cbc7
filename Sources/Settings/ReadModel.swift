import Billing
import Diagnostics
import Economics
import Money

extension SchemaReader {
    /// Reads `model`.
    ///
    /// - Returns: The drivers as given.
    mutating func model(_ node: ConfigNode?) -> ModelSettings {
        var model = ModelSettings()
        let sections = fields(node, "model", keys: SchemaKeys.model)

        let meta = fields(sections.values["meta"], "model.meta", keys: SchemaKeys.meta)
        model.startMonth = month(meta, "start_month")
        if let start = model.startMonth, !SpreadsheetDate.startMonths.contains(start) {
            model.startMonth = value(
                meta, "start_month", expected: "a month from 1900-03 to 9989-12, which spreadsheets can show"
            ) { _ in nil }
        }
        model.horizonMonths = integer(meta, "horizon_months", 1...120) ?? model.horizonMonths
        model.currency = currency(meta, "currency")
        drivers(meta, into: &model)

        let market = fields(sections.values["market"], "model.market", keys: SchemaKeys.market)
        drivers(market, into: &model)
        for (name, keys) in [
            ("finance", SchemaKeys.finance), ("people", SchemaKeys.people), ("opex", SchemaKeys.opex),
            ("migration", SchemaKeys.migration), ("capacity", SchemaKeys.capacity),
        ] {
            drivers(fields(sections.values[name], "model.\(name)", keys: keys), into: &model)
        }
        pools(sections.values["pools"], into: &model)
        workloads(sections.values["workloads"], into: &model)
        oneOffs(sections.values["one_off"], into: &model)

        let commitment = fields(
            market.values["commitment"], "model.market.commitment", keys: SchemaKeys.commitment)
        drivers(commitment, into: &model)
        list(commitment.values["tiers"], of: .tiers, "discount tiers", keys: SchemaKeys.tier, into: &model)
        list(
            market.values["api_price_steps"], of: .priceSteps, "steps of the API price", keys: SchemaKeys.priceStep,
            into: &model)
        drivers(
            fields(sections.values["optimised"], "model.optimised", keys: SchemaKeys.optimised), into: &model)
        return model
    }

    /// Reads every value of the fields that the catalogue knows as a driver.
    mutating func drivers(_ fields: Fields, into model: inout ModelSettings) {
        for (name, node) in fields.values.sorted(by: { $0.key < $1.key }) {
            let key = withoutModel(fields.path(name))
            guard let definition = DriverCatalogue.definition(of: key) else { continue }
            model.given[key] = driver(node, key, definition)
        }
    }

    private mutating func pools(_ node: ConfigNode?, into model: inout ModelSettings) {
        var ids: [(id: String, position: SourcePosition?)] = []
        for (index, item) in items(node, "model.pools", of: "pools").enumerated() {
            let (id, position) = itemId(item, list: "model.pools", index: index)
            if let id { ids.append((id, position)) }
            let fields = fields(item, "model.pools.\(id ?? String(index + 1))", keys: SchemaKeys.pool)
            drivers(fields, into: &model)
            let before = model.given.count
            let own = self.fields(fields.values["capacity"], fields.path("capacity"), keys: SchemaKeys.capacity)
            drivers(own, into: &model)
            if let id, model.given.count > before { model.capacityOverridePools.append(id) }
        }
        model.poolIds = ids.map(\.id)
        model.capacityOverridePools.sort { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        idProblems(ids, kind: "pool").forEach { report($0) }
    }

    private mutating func workloads(_ node: ConfigNode?, into model: inout ModelSettings) {
        var ids: [(id: String, position: SourcePosition?)] = []
        for (index, item) in items(node, "model.workloads", of: "workloads").enumerated() {
            let (id, position) = itemId(item, list: "model.workloads", index: index)
            if let id { ids.append((id, position)) }
            let name = id ?? String(index + 1)
            let fields = fields(item, "model.workloads.\(name)", keys: SchemaKeys.workload)
            drivers(fields, into: &model)
            let count = ramp(fields.values["ramp"], "workloads.\(name).ramp", into: &model)
            if count > 0 { model.rampCount[name] = count }
            if let month = month(fields, "migrated_since") {
                let position = fields.values["migrated_since"]?.position
                model.migratedSince[name] = MigratedSince(month: month, position: position, isOfRow: false)
            }
            let gates = self.fields(fields.values["gates"], fields.path("gates"), keys: SchemaKeys.gates)
            drivers(gates, into: &model)
        }
        model.workloadIds = ids.map(\.id)
        idProblems(ids, kind: "workload").forEach { report($0) }
    }

    /// Reads a ramp, a list of shares or one share.
    ///
    /// - Returns: How many values it has; 0 when it is absent.
    private mutating func ramp(_ node: ConfigNode?, _ key: String, into model: inout ModelSettings) -> Int {
        guard let node, !node.isNull, let definition = DriverCatalogue.definition(of: "\(key).1") else { return 0 }
        var items = [node]
        if case .list(let list) = node.content { items = list }
        if items.isEmpty {
            report(
                .wrongValue(
                    "an empty list", key: "model.\(key)", expected: "a list with at least one share",
                    fix: "write the shares in brackets, as in [0.5, 1], or take `ramp` out", at: node.position))
        }
        for (index, item) in items.enumerated() {
            if item.isNull {
                report(
                    .wrongValue(
                        "null", key: "model.\(key).\(index + 1)", expected: definition.accepts,
                        fix: "write the share, or take the item out", at: item.position))
            }
            model.given["\(key).\(index + 1)"] = driver(item, "\(key).\(index + 1)", definition)
        }
        return items.count
    }

    /// Reads the list that a part of the model is; each item holds all of its keys, and the first key rises.
    private mutating func list(
        _ node: ConfigNode?, of part: ModelPart, _ what: String, keys: [String], into model: inout ModelSettings
    ) {
        guard let list = part.list else { return }
        let items = items(node, "model.\(list)", of: what)
        var last: Double?
        for (index, item) in items.enumerated() {
            let fields = fields(item, "model.\(list).\(index + 1)", keys: keys)
            drivers(fields, into: &model)
            for key in keys where fields.values[key] == nil || fields.values[key]?.isNull == true {
                report(.missingKey(key, in: fields.path, at: item.position))
            }
            guard case .number(let place)? = model.given["\(list).\(index + 1).\(keys[0])"]?.base else { continue }
            if let last, place <= last {
                report(.notRising(keys[0], in: fields.path, place, after: last, at: item.position))
            }
            last = place
        }
        if !items.isEmpty { model.listCounts[part] = items.count }
    }

    private mutating func oneOffs(_ node: ConfigNode?, into model: inout ModelSettings) {
        let items = items(node, "model.one_off", of: "one-off costs")
        for (index, item) in items.enumerated() {
            let fields = fields(item, "model.one_off.\(index + 1)", keys: SchemaKeys.oneOff)
            drivers(fields, into: &model)
            for key in ["month", "amount"] where fields.values[key] == nil || fields.values[key]?.isNull == true {
                report(.missingKey(key, in: fields.path, at: item.position))
            }
        }
        model.oneOffCount = items.count
    }

    /// The id of a list item, in NFC, and the place that names it.
    private mutating func itemId(
        _ item: ConfigNode, list: String, index: Int
    ) -> (id: String?, position: SourcePosition?) {
        guard case .map(let entries) = item.content else { return (nil, nil) }
        guard let node = entries.first(where: { $0.key == "id" })?.value, !node.isNull, !node.isEmpty else {
            report(.missingKey("id", in: "\(list).\(index + 1)", at: item.position))
            return (nil, nil)
        }
        guard case .scalar(let text, _) = node.content else {
            report(
                .wrongValue(
                    node.described, key: "\(list).\(index + 1).id", expected: "a text",
                    fix: "write a plain name such as support-chat", at: node.position))
            return (nil, nil)
        }
        return (normalizedId(text), node.position)
    }
}

extension Diagnostic {
    /// Steps and tiers are looked up in order.
    static func notRising(
        _ key: String, in path: String, _ value: Double, after last: Double, at position: SourcePosition
    ) -> Diagnostic {
        Diagnostic(
            "not-rising", at: position, key: "\(path).\(key)",
            found: "`\(key)` \(numberText(value)) after \(numberText(last)) in `\(path)`",
            expected: "each `\(key)` above the one before", fix: "put the items in order")
    }
}
