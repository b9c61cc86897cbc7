import Billing
package import Economics

/// A driver as one value, or as a flow mapping when it has ends or register entries.
package func driverText(_ driver: GivenDriver, _ kind: DriverKind? = nil) -> String {
    let parts: [(String, String?)] = [
        ("low", driver.low.map(numberText)), ("high", driver.high.map(numberText)),
        ("low_scenario", driver.lowScenario?.rawValue), ("unit", driver.unit.map(yamlText)),
        ("source", driver.source.map(yamlText)), ("owner", driver.owner.map(yamlText)),
        ("as_of", driver.asOf?.description), ("expires", driver.expires?.description),
        ("confidence", driver.confidence?.rawValue),
    ]
    let register = parts.compactMap { key, value in value.map { "\(key): \($0)" } }
    let base = valueText(driver.base, kind)
    return register.isEmpty ? base : "{\((["base: \(base)"] + register).joined(separator: ", "))}"
}

/// - Parameter kind: Nil writes flags as 1 and 0.
func valueText(_ value: DriverValue, _ kind: DriverKind?) -> String {
    switch (value, kind) {
    case (.number(let number), .flag?): number == 0 ? "false" : "true"
    case (.number(let number), _): numberText(number)
    case (.word(let word), _): yamlText(word)
    }
}

/// A node in flow style.
func yamlNode(_ node: ConfigNode) -> String {
    switch node.content {
    case .scalar(let text, let isPlain): isPlain && number(text) != nil ? text : node.isNull ? "null" : yamlText(text)
    case .list(let items): "[\(items.map(yamlNode).joined(separator: ", "))]"
    case .map(let entries):
        "{\(entries.map { "\(yamlText($0.key)): \(yamlNode($0.value))" }.joined(separator: ", "))}"
    }
}

/// Texts as a flow sequence.
func yamlList(_ texts: [String]) -> String { "[\(texts.map(yamlText).joined(separator: ", "))]" }

/// A flow mapping with its keys in byte order.
///
/// - Parameter values: Already as YAML.
func yamlMap(_ values: [String: String]) -> String {
    let keys = values.keys.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    return "{\(keys.map { "\(yamlText($0)): \(values[$0]!)" }.joined(separator: ", "))}"
}

/// Simple words as they are, anything else in double quotes with escapes.
func yamlText(_ text: String) -> String {
    let bytes = Array(text.utf8)
    let isWord =
        bytes.first.map { (65...90).contains($0) || (97...122).contains($0) } ?? false
        && bytes.allSatisfy { byte in
            (65...90).contains(byte) || (97...122).contains(byte) || (48...57).contains(byte) || byte == 95
                || byte == 45
        }
    if isWord, text.lowercased() != "null" { return text }
    var quoted = "\""
    for scalar in text.unicodeScalars {
        switch scalar.value {
        case 0x22, 0x5C: quoted += "\\\(scalar)"
        case 0x0A: quoted += "\\n"
        case 0x09: quoted += "\\t"
        case 0..<0x20, 0x7F..<0xA1, 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF, 0x10000...:
            let digits = String(scalar.value, radix: 16, uppercase: true)
            quoted += "\\U" + String(repeating: "0", count: 8 - digits.count) + digits
        default: quoted.unicodeScalars.append(scalar)
        }
    }
    return quoted + "\""
}
