import Billing
import Diagnostics
import Economics

extension SchemaReader {
    /// Reads a driver: one value, or a mapping with `base`, ends and register entries.
    ///
    /// - Parameter key: Without `model.`.
    /// - Returns: Nil when it is absent, `null` or wrong. `migrate_month: null` is `never`.
    mutating func driver(_ node: ConfigNode?, _ key: String, _ definition: DriverDefinition) -> GivenDriver? {
        guard let node else { return nil }
        let path = fullPath(key)
        switch node.content {
        case .scalar:
            guard let base = driverValue(node, path, definition) else { return nil }
            return GivenDriver(base, at: node.position)
        case .list(let items):
            if definition.unit == "words", let words = Self.words(items) {
                return GivenDriver(.word(words.joined(separator: " ")), at: node.position)
            }
            report(
                .wrongValue(
                    "a list", key: path, expected: definition.accepts, fix: "write one value without brackets",
                    at: node.position))
            return nil
        case .map: return registeredDriver(node, path, definition)
        }
    }

    /// The words of a list that holds nothing else.
    private static func words(_ items: [ConfigNode]) -> [String]? {
        let words = items.compactMap { item -> String? in
            if case .scalar(let text, _) = item.content, !item.isEmpty, !item.isNull { text } else { nil }
        }
        return words.count == items.count && !words.isEmpty ? words : nil
    }

    private mutating func registeredDriver(
        _ node: ConfigNode, _ path: String, _ definition: DriverDefinition
    ) -> GivenDriver? {
        let fields = fields(node, path, keys: SchemaKeys.driver)
        guard let baseNode = fields.values["base"] else {
            report(.missingKey("base", in: path, at: node.position))
            return nil
        }
        let base = driverValue(baseNode, "\(path).base", definition)
        let low = end(fields, "low", definition)
        let high = end(fields, "high", definition)
        let lowScenario: DriverEnd? = choice(fields, "low_scenario")
        let confidence: Confidence? = choice(fields, "confidence")
        let unit = text(fields, "unit")
        let source = text(fields, "source")
        let owner = text(fields, "owner")
        let asOf = day(fields, "as_of")
        let expires = day(fields, "expires")
        guard let base else { return nil }
        var driver = GivenDriver(base, at: baseNode.position)
        driver.low = low
        driver.high = high
        driver.lowScenario = lowScenario
        driver.unit = unit
        driver.source = source
        driver.owner = owner
        driver.asOf = asOf
        driver.expires = expires
        driver.confidence = confidence
        if let problem = endProblem(driver, path: path, at: baseNode.position) { report(problem) }
        return driver
    }

    /// One value, typed by the definition; nothing written is an error, `null` is absence.
    private mutating func driverValue(
        _ node: ConfigNode, _ path: String, _ definition: DriverDefinition
    ) -> DriverValue? {
        guard case .scalar(let text, _) = node.content else {
            report(
                .wrongValue(
                    node.described, key: path, expected: definition.accepts, fix: "write one value without brackets",
                    at: node.position))
            return nil
        }
        if node.isEmpty {
            report(
                .wrongValue(
                    "nothing", key: path, expected: definition.accepts, fix: "give a value or take the key out",
                    at: node.position))
            return nil
        }
        if node.isNull {
            if case .integerOrWord = definition.kind { return .word("never") }
            return nil
        }
        do {
            return try definition.value(text)
        } catch {
            let isInList = path.split(separator: ".").dropLast().last.map { Int($0) != nil } ?? false
            let without = WayOut.without(path, at: node.position, default: error.fallback)
            report(
                .wrongValue(
                    quoted(text), key: path, expected: error.expected,
                    fix: error.fix(without: error.fallback == nil || isInList ? nil : without), at: node.position))
            return nil
        }
    }

    private mutating func end(_ fields: Fields, _ key: String, _ definition: DriverDefinition) -> Double? {
        guard let (text, position) = scalar(fields, key, expected: "a number") else { return nil }
        do {
            return try definition.end(text)
        } catch {
            report(
                .wrongValue(
                    quoted(text), key: fields.path(key), expected: error.expected,
                    fix: error.fix(without: "take `\(key)` out: the base stands for it then"), at: position))
            return nil
        }
    }
}

/// Where a driver stands in the configuration: the keys of SLA and readiness are their own full path.
func fullPath(_ key: String) -> String {
    key.hasPrefix("sla.") || key.hasPrefix("readiness.") ? key : "model.\(key)"
}

/// The ends of a driver as messages name them, those that are given.
package func endsText(_ low: Double?, _ high: Double?) -> String {
    [low.map { "low \(numberText($0))" }, high.map { "high \(numberText($0))" }].compactMap(\.self)
        .joined(separator: ", ")
}

/// The violation of `low ≤ base ≤ high`, if there is one.
///
/// - Parameters:
///   - path: Full path of the driver.
///   - position: Place of the base.
func endProblem(_ driver: GivenDriver, path: String, at position: SourcePosition) -> Diagnostic? {
    let ends = endsText(driver.low, driver.high)
    guard case .number(let base) = driver.base else {
        if ends.isEmpty { return nil }
        guard case .word(let word) = driver.base else { return nil }
        return .endsOfAWord(word, ends: ends, path: path, at: position)
    }
    if let low = driver.low, let high = driver.high, low > high {
        return .endsOutOfOrder(base, ends: ends, path: path, at: position)
    }
    guard driver.low ?? base > base || driver.high ?? base < base else { return nil }
    // `--set` changes the base alone, as typing into its cell does; the ends stay what the project says.
    return position.isOverride ? nil : .endsOutOfOrder(base, ends: ends, path: path, at: position)
}

extension Diagnostic {
    static func endsOutOfOrder(_ base: Double, ends: String, path: String, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "ends-out-of-order", at: position, key: withoutModel(path),
            found: "base \(numberText(base)) with \(ends) for `\(path)`", expected: "low ≤ base ≤ high as numbers",
            fix: "low and high are the numeric ends, whichever of them is better for you")
    }

    static func endsOfAWord(_ word: String, ends: String, path: String, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "ends-of-a-word", at: position, key: withoutModel(path),
            found: "base \(word) with \(ends) for `\(path)`", expected: "ends only where base is a number",
            fix: "take low and high out, or give a number as base")
    }
}
