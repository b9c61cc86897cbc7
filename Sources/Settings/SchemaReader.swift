import Billing
import Diagnostics
import Money

/// Types untyped nodes and collects everything that is wrong with them, so that one run names all of it.
///
/// A value that is wrong reads as absent; the diagnostics decide that nothing is used in the end.
struct SchemaReader {
    private(set) var diagnostics: [Diagnostic] = []
    /// Places of the settings that were read, by full path.
    private(set) var origins: [String: SourcePosition] = [:]
    /// Settings that are typed, and used for nothing yet.
    private(set) var withoutEffect: [NotComputedSetting] = []
    /// Ids of capabilities that the project has playbooks of its own for.
    var ownCapabilities: [String] = []

    mutating func report(_ diagnostic: Diagnostic) { diagnostics.append(diagnostic) }

    /// Notes that a setting has no effect, unless it says what holds anyway.
    ///
    /// - Parameter value: As it was read.
    mutating func noteWithoutEffect(_ fields: Fields, _ key: String, _ value: String?, default: String? = nil) {
        guard let value, value != `default`, let position = fields.values[key]?.position else { return }
        withoutEffect.append(
            NotComputedSetting(key: fields.path(key), value: ConfigNode(.scalar(value, isPlain: false), at: position)))
    }

    // MARK: Structure

    /// The values of a mapping with known keys; unknown keys are reported. Nothing and `null` are an empty mapping.
    mutating func fields(_ node: ConfigNode?, _ path: String, keys: [String]) -> Fields {
        var fields = Fields(path: path, values: [:])
        for entry in entries(node, path) {
            guard keys.contains(entry.key) else {
                report(.unknownKey(entry.key, in: path, allowed: keys, at: entry.keyPosition))
                continue
            }
            fields.values[entry.key] = entry.value
        }
        return fields
    }

    /// The entries of a mapping with free keys.
    mutating func entries(_ node: ConfigNode?, _ path: String) -> [ConfigEntry] {
        guard let node, !node.isEmpty, !node.isNull else { return [] }
        guard case .map(let entries) = node.content else {
            report(
                .wrongValue(
                    node.described, key: path, expected: "a mapping",
                    fix: "write its keys on lines of their own below it, as in `KEY: VALUE`", at: node.position))
            return []
        }
        return entries
    }

    /// The items of a list. Nothing and `null` are an empty list.
    mutating func items(_ node: ConfigNode?, _ path: String, of what: String) -> [ConfigNode] {
        guard let node, !node.isEmpty, !node.isNull else { return [] }
        guard case .list(let items) = node.content else {
            report(
                .wrongValue(
                    node.described, key: path, expected: "a list of \(what)",
                    fix: "begin each item with `- `", at: node.position))
            return []
        }
        return items
    }

    // MARK: Values; nil when absent, empty, `null` or wrong

    mutating func scalar(_ fields: Fields, _ key: String, expected: String) -> (text: String, at: SourcePosition)? {
        guard let node = fields.values[key], !node.isNull, !node.isEmpty else { return nil }
        guard case .scalar(let text, _) = node.content else {
            report(
                .wrongValue(
                    node.described, key: fields.path(key), expected: expected,
                    fix: "write one value without brackets", at: node.position))
            return nil
        }
        origins[fields.path(key)] = node.position
        return (text.trimmed, node.position)
    }

    mutating func text(_ fields: Fields, _ key: String) -> String? {
        guard let (text, _) = scalar(fields, key, expected: "a text"), !text.isEmpty else { return nil }
        return text
    }

    /// - Parameter convert: nil when the text is not accepted.
    mutating func value<Value>(
        _ fields: Fields, _ key: String, expected: String, fix: (String) -> String? = { _ in nil },
        _ convert: (String) -> Value?
    ) -> Value? {
        guard let (text, position) = scalar(fields, key, expected: expected) else { return nil }
        if let value = convert(text) { return value }
        report(
            .wrongValue(
                quoted(text), key: fields.path(key), expected: expected,
                fix: fix(text) ?? "correct the value, or \(WayOut.without(fields.path(key), at: position))",
                at: position))
        return nil
    }

    mutating func choice<Choice: RawRepresentable<String> & CaseIterable>(
        _ fields: Fields, _ key: String, _: Choice.Type = Choice.self
    ) -> Choice? {
        let words = Choice.allCases.map(\.rawValue)
        return value(
            fields, key, expected: listed(words), fix: { adviceOnWord($0, words) },
            { Choice(rawValue: $0) })
    }

    mutating func choice(_ fields: Fields, _ key: String, _ words: [String]) -> String? {
        value(fields, key, expected: listed(words)) { words.contains($0) ? $0 : nil }
    }

    mutating func integer(_ fields: Fields, _ key: String, _ range: ClosedRange<Int>) -> Int? {
        value(
            fields, key, expected: "a whole number from \(range.lowerBound) to \(range.upperBound)",
            fix: { adviceOnWholeNumber($0) },
            { text in wholeNumber(text).flatMap { range.contains($0) ? $0 : nil } })
    }

    mutating func number(_ fields: Fields, _ key: String, expected: String, _ accepts: (Double) -> Bool) -> Double? {
        value(fields, key, expected: expected, fix: { adviceOnNumber($0, isRatio: false) }) { text in
            Settings.number(text).flatMap { accepts($0) ? $0 : nil }
        }
    }

    mutating func month(_ fields: Fields, _ key: String) -> Month? {
        value(
            fields, key, expected: "YYYY-MM with a month from 01 to 12, as in 2027-01", fix: { adviceOnMonth($0) },
            { Month($0) })
    }

    mutating func day(_ fields: Fields, _ key: String) -> Day? {
        value(
            fields, key, expected: "a day of the calendar, as in 2027-01-31", fix: { adviceOnDay($0) }, { Day($0) })
    }

    mutating func currency(_ fields: Fields, _ key: String) -> Currency? {
        value(fields, key, expected: "a currency code of three letters, as in EUR") { text in
            let isCode =
                text.utf8.count == 3 && text.utf8.allSatisfy { (65...90).contains($0) || (97...122).contains($0) }
            return isCode ? Currency(text) : nil
        }
    }

    /// A list of texts; one text stands for a list of one.
    mutating func texts(_ fields: Fields, _ key: String) -> [String]? {
        placedTexts(fields, key)?.map(\.text)
    }

    mutating func placedTexts(_ fields: Fields, _ key: String) -> [(text: String, at: SourcePosition)]? {
        guard let node = fields.values[key], !node.isNull, !node.isEmpty else { return nil }
        origins[fields.path(key)] = node.position
        return placedTexts(node, fields.path(key))
    }

    mutating func placedTexts(_ node: ConfigNode, _ path: String) -> [(text: String, at: SourcePosition)] {
        let items: [ConfigNode]
        switch node.content {
        case .scalar: items = [node]
        case .list(let list): items = list
        case .map:
            report(
                .wrongValue(
                    "a mapping", key: path, expected: "a text or a list of texts",
                    fix: "write one text, or several in brackets: [a, b]", at: node.position))
            return []
        }
        return items.compactMap { item in
            guard case .scalar(let text, _) = item.content, !item.isEmpty, !item.isNull else {
                let found = item.isNull ? "nothing" : item.described
                report(
                    .wrongValue(
                        found, key: path, expected: "a text", fix: "write a text, or take the item out",
                        at: item.position))
                return nil
            }
            return (text, item.position)
        }
    }
}

/// The values of one mapping by key, and its full path.
struct Fields {
    var path: String
    var values: [String: ConfigNode]

    func path(_ key: String) -> String { path.isEmpty ? key : "\(path).\(key)" }
}

/// A full path as `--set` and assumptions.csv write it.
func withoutModel(_ path: String) -> String { path.hasPrefix("model.") ? String(path.dropFirst(6)) : path }

extension Diagnostic {
    /// - Parameter key: Full path, `model.finance.tax_rate`.
    static func wrongValue(
        _ found: String, key: String, expected: String, fix: String, at position: SourcePosition
    ) -> Diagnostic {
        guard !key.isEmpty else {
            return Diagnostic(
                "wrong-value", at: position, found: "\(found) at the top level", expected: expected, fix: fix)
        }
        return Diagnostic(
            "wrong-value", at: position, key: withoutModel(key), found: "\(found) for `\(key)`", expected: expected,
            fix: fix)
    }

    static func unknownKey(_ key: String, in path: String, allowed: [String], at position: SourcePosition) -> Diagnostic
    {
        let full = path.isEmpty ? key : "\(path).\(key)"
        let place = path.isEmpty ? "at the top level" : "in `\(path)`"
        return Diagnostic(
            "unknown-key", at: position, key: withoutModel(full), found: "the unknown key `\(key)` \(place)",
            expected: "one of \(allowed.joined(separator: ", "))",
            fix: homeOfKey(key, outside: path)
                ?? nearest(to: key, among: allowed).map { "the nearest valid key is `\($0)`" } ?? "take the key out")
    }

    static func missingKey(_ key: String, in path: String, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "missing-key", at: position, key: withoutModel("\(path).\(key)"), found: "no `\(key)` in `\(path)`",
            expected: "a value for it",
            fix: "add `\(key)`")
    }
}
