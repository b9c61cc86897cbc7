import Diagnostics
import Yams

/// Parses YAML (and JSON, which is YAML) into untyped nodes: anchors resolved, merge keys applied, places kept.
///
/// Scalars stay text: which of them are numbers or words is the schema's business.
///
/// - Returns: An empty mapping for a file that holds nothing but comments.
/// - Throws: 78 with the syntax error, or with every duplicate key.
func readYAML(_ source: ConfigText) throws(Failure) -> ConfigNode {
    let root: Node?
    do {
        root = try Yams.compose(yaml: source.text, Resolver.basic)
    } catch {
        throw Failure(.badConfiguration, syntaxProblems(error, source).map { $0.withExcerpt(from: source) })
    }
    let start = SourcePosition(file: source.name, line: 1, column: 1)
    guard let root else { return ConfigNode(.map([]), at: start) }
    var conversion = NodeConversion(source: source)
    let node = conversion.node(root, inherited: start)
    if conversion.isTooLarge { conversion.diagnostics = [.tooManyNodes(at: start)] }
    guard conversion.diagnostics.isEmpty else {
        throw Failure(.badConfiguration, conversion.diagnostics.map { $0.withExcerpt(from: source) })
    }
    return node.isEmpty || node.isNull ? ConfigNode(.map([]), at: start) : node
}

private struct NodeConversion {
    /// Aliases can multiply: a file of some lines may stand for millions of nodes.
    static let limit = 200_000

    let source: ConfigText
    var diagnostics: [Diagnostic] = []
    var count = 0
    var isTooLarge: Bool { count > Self.limit }

    mutating func node(_ node: Node, inherited: SourcePosition) -> ConfigNode {
        count += 1
        let position = node.mark.map { source.position(line: $0.line, character: $0.column) } ?? inherited
        guard !isTooLarge else { return ConfigNode(.scalar("", isPlain: true), at: position) }
        switch node {
        case .scalar(let scalar):
            return ConfigNode(.scalar(scalar.string, isPlain: scalar.style == .plain), at: position)
        case .sequence(let items):
            return ConfigNode(.list(items.map { self.node($0, inherited: position) }), at: position)
        case .mapping(let pairs): return ConfigNode(.map(entries(pairs, at: position)), at: position)
        case .alias: return ConfigNode(.scalar("", isPlain: true), at: position)
        }
    }

    private mutating func entries(_ pairs: Node.Mapping, at position: SourcePosition) -> [ConfigEntry] {
        var own: [ConfigEntry] = []
        var merged: [ConfigEntry] = []
        for (key, value) in pairs {
            let keyNode = node(key, inherited: position)
            guard case .scalar(let name, let isPlain) = keyNode.content else {
                diagnostics.append(.keyIsNoText(keyNode.described, at: keyNode.position))
                continue
            }
            let value = node(value, inherited: keyNode.position)
            if isPlain, value.isEmpty, let whole = own.last?.wholeNumber,
                name.utf8.allSatisfy({ (48...57).contains($0) })
            {
                // `{price_in: 3,5}` is two entries, the second of which nobody means.
                diagnostics.append(.decimalCommaInBraces(whole.key, whole.text, name, at: whole.position))
            } else if name == "<<", isPlain {
                merged += mergedEntries(value)
            } else if let first = own.first(where: { $0.key == name }) {
                diagnostics.append(.duplicateKey(name, first: first.keyPosition, at: keyNode.position))
            } else {
                own.append(ConfigEntry(key: name, keyPosition: keyNode.position, value: value))
            }
        }
        for entry in merged where !own.contains(where: { $0.key == entry.key }) { own.append(entry) }
        return own
    }

    /// `<<: *defaults` or `<<: [*a, *b]`; own keys and earlier mappings win.
    private mutating func mergedEntries(_ value: ConfigNode) -> [ConfigEntry] {
        switch value.content {
        case .map(let entries): return entries
        case .list(let items): return items.flatMap { mergedEntries($0) }
        case .scalar:
            diagnostics.append(.mergeIsNoMapping(value.described, at: value.position))
            return []
        }
    }
}

extension ConfigEntry {
    /// Its value, when that is a whole number that a decimal comma could have cut off.
    fileprivate var wholeNumber: (key: String, text: String, position: SourcePosition)? {
        guard case .scalar(let text, isPlain: true) = value.content else { return nil }
        let digits = text.utf8.drop { $0 == UInt8(ascii: "-") }
        guard !digits.isEmpty, digits.allSatisfy({ (48...57).contains($0) }) else { return nil }
        return (key, text, value.position)
    }
}

/// `{price_in: 3,5, price_out: 4,5}` holds the key `5` twice, and no such key is meant.
///
/// - Parameter mark: of the first of the keys.
private func decimalComma(before key: String, at mark: Mark, in source: ConfigText) -> Diagnostic? {
    guard key.utf8.allSatisfy({ (48...57).contains($0) }), source.lines.indices.contains(mark.line - 1) else {
        return nil
    }
    let before = source.lines[mark.line - 1].unicodeScalars.prefix(mark.column - 1)
    let entry =
        String(String.UnicodeScalarView(before)).split(separator: ",").last.map { $0.split(separator: ":") } ?? []
    guard entry.count == 2, let name = entry[0].split(whereSeparator: { " {[".contains($0) }).last else { return nil }
    let whole = entry[1].trimmed
    guard wholeNumber(whole) != nil else { return nil }
    let column = mark.column - 1 - whole.unicodeScalars.count
    return .decimalCommaInBraces(
        String(name), whole, key, at: source.position(line: mark.line, character: column))
}

private func syntaxProblems(_ error: any Error, _ source: ConfigText) -> [Diagnostic] {
    let file = SourcePosition(file: source.name)
    guard let error = error as? YamlError else { return [.badSyntax("\(error)", at: file)] }
    switch error {
    case .composer(_, "but found another document", let mark, _):
        return [.secondDocument(at: source.position(line: mark.line, character: mark.column))]
    case .scanner(let context, let problem, let mark, _), .parser(let context, let problem, let mark, _),
        .composer(let context, let problem, let mark, _):
        // At the end of the text there is nothing to point at: the place that began the construct says more.
        let isEnd = source.lines.count < mark.line || source.lines[mark.line - 1].isEmpty
        let place = isEnd ? context?.mark ?? mark : mark
        let line = source.lines.indices.contains(mark.line - 1) ? source.lines[mark.line - 1] : ""
        return [
            .badSyntax(
                problem, context: context?.text, hasTab: line.prefix { $0 == " " || $0 == "\t" }.contains("\t"),
                at: source.position(line: place.line, character: place.column))
        ]
    case .duplicatedKeysInMapping(let keys, let context):
        let place = source.position(line: context.mark.line, character: context.mark.column)
        return keys.map {
            decimalComma(before: $0, at: context.mark, in: source) ?? .duplicateKey($0, first: nil, at: place)
        }
    case .reader(let problem, _, _, _), .writer(let problem), .emitter(let problem), .representer(let problem):
        return [.badSyntax(problem, at: file)]
    case .no, .memory, .dataCouldNotBeDecoded: return [.badSyntax("\(error)", at: file)]
    @unknown default: return [.badSyntax("\(error)", at: file)]
    }
}

extension Diagnostic {
    /// With the line that the place names, when it comes from that file.
    func withExcerpt(from source: ConfigText?) -> Diagnostic {
        var copy = self
        if copy.excerpt == nil { copy.excerpt = source?.excerpt(at: position) }
        return copy
    }

    static func badSyntax(
        _ problem: String, context: String? = nil, hasTab: Bool = false, at position: SourcePosition
    ) -> Diagnostic {
        Diagnostic(
            "bad-yaml", at: position,
            found: context.map { "text that is no YAML: \(problem) (\($0))" } ?? "text that is no YAML: \(problem)",
            expected: "keys and values as in `horizon_months: 36`",
            fix: hasTab ? "indent with spaces, not tabs" : "check the indentation, quotes and brackets here")
    }

    static func decimalCommaInBraces(
        _ key: String, _ whole: String, _ fraction: String, at position: SourcePosition
    ) -> Diagnostic {
        Diagnostic(
            "decimal-comma", at: position, key: key,
            found: "\(whole),\(fraction) for `\(key)` in braces, where a comma begins the next entry",
            expected: "a number with `.` as the decimal point", fix: "write `\(key): \(whole).\(fraction)`")
    }

    static func secondDocument(at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "second-document", at: position, found: "a second YAML document", expected: "one",
            fix: "take out the line `---` and what belongs to another configuration")
    }

    static func duplicateKey(_ key: String, first: SourcePosition?, at position: SourcePosition) -> Diagnostic {
        let earlier = first?.line.map { ", which line \($0) has already" } ?? " more than once in one mapping"
        return Diagnostic(
            "duplicate-key", at: position, key: key, found: "the key `\(key)`\(earlier)", expected: "each key once",
            fix: "keep one of them")
    }

    static func keyIsNoText(_ found: String, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "key-is-no-text", at: position, found: "\(found) as a key", expected: "a text",
            fix: "write a name before the colon")
    }

    static func mergeIsNoMapping(_ found: String, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "merge-is-no-mapping", at: position, found: "\(found) for `<<`", expected: "an alias of a mapping",
            fix: "write `<<: *NAME`, where `&NAME` stands before a mapping above, or write the keys out")
    }

    static func tooManyNodes(at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "too-many-nodes", at: position, found: "more than 200000 values once all aliases are replaced",
            expected: "a configuration", fix: "take out aliases that contain aliases")
    }
}
