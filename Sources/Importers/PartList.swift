import Billing
import Diagnostics
import Tabular

// An export that comes in parts is whole only with all of them. Two things tell what is missing: a manifest that lists
// the parts, and the numbers in their names.

extension InputFile {
    /// A manifest, by its name: vendors write one beside the parts of an export.
    package var isPartList: Bool {
        let last = name.split(separator: "/").last?.lowercased() ?? ""
        return last.hasSuffix(".json") && last.contains("manifest")
    }
}

/// The files that a manifest lists: `reportKeys` of AWS, `blobs` of Azure, `files` of others. Whatever its keys are, a text
/// that ends like a table's name is one.
struct PartList: Hashable, Sendable {
    /// Name of the manifest.
    let name: String
    /// Last parts of the listed paths, in order.
    let parts: [String]

    /// - Throws: 65 when the manifest is no text or too large; 66 when it cannot be opened.
    init(_ file: InputFile) throws(Failure) {
        name = file.name
        var seen: Set<String> = []
        parts = try FilePreview.open(file).quotedTexts.compactMap { text in
            let last = text.split { $0 == "/" || $0 == "\\" }.last.map(String.init) ?? ""
            let lower = last.lowercased()
            guard (tableEndings + [".csv.zip", ".zip"]).contains(where: lower.hasSuffix) else { return nil }
            return seen.insert(last).inserted ? last : nil
        }
    }

    /// Listed files that are not among those in the manifest's folder and below.
    ///
    /// A part may have been unpacked since.
    func missing(among names: [String]) -> [Diagnostic] {
        let folder = name.split(separator: "/").dropLast().map { "\($0)/" }.joined()
        let present = Set(
            names.filter { $0.hasPrefix(folder) }.flatMap { name in
                // A part that is an archive is known by its members.
                name.split(separator: "/").map { Self.bare($0.lowercased()) }
            })
        let missing = parts.filter { !present.contains(Self.bare($0.lowercased())) }
        return missing.isEmpty ? [] : [.partsMissing(missing, of: parts.count, listedBy: name)]
    }

    private static func bare(_ name: String) -> String {
        for ending in [".gz", ".zip"] where name.hasSuffix(ending) { return String(name.dropLast(ending.count)) }
        return name
    }
}

extension FilePreview {
    /// Texts in double quotes, with their escapes undone where these stand for the character itself.
    fileprivate var quotedTexts: [String] {
        var texts: [String] = []
        var text: [UInt8]?
        var isEscaped = false
        for byte in bytes {
            guard var current = text else {
                if byte == UInt8(ascii: "\"") { text = [] }
                continue
            }
            if !isEscaped, byte == UInt8(ascii: "\"") {
                texts.append(String(decoding: current, as: UTF8.self))
                text = nil
                continue
            }
            isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
            if !isEscaped { current.append(byte) }
            text = current
        }
        return texts
    }
}

/// Gaps in the numbers of parts that lie side by side: `x-00001.csv.gz` and `x-00003.csv.gz`, `part-1-of-3.csv` alone.
func missingParts(among names: [String]) -> [Diagnostic] {
    var groups: [String: [(number: PartNumber, name: String)]] = [:]
    for name in names {
        guard let number = PartNumber(name) else { continue }
        groups[number.export, default: []].append((number, name))
    }
    var found: [Diagnostic] = []
    for (_, parts) in groups.sorted(by: { $0.key < $1.key }) {
        let numbers = Set(parts.map(\.number.number))
        let first = min(1, numbers.min() ?? 1)
        let count = parts.compactMap(\.number.count).max()
        // A number alone may be an invoice's own.
        if count == nil, parts.count < 2 || !numbers.contains(where: { $0 <= 1 }) { continue }
        let last = count.map { first == 0 ? $0 - 1 : $0 } ?? numbers.max() ?? first
        guard first <= last, last < 1_000_000 else { continue }
        let missing = (first...last).filter { !numbers.contains($0) }
        guard !missing.isEmpty else { continue }
        let name = parts.map(\.name).min() ?? ""
        found.append(.partNumbersMissing(missing, beside: name))
    }
    return found
}

/// The number that the name of a part bears.
struct PartNumber: Hashable, Sendable {
    /// The name without the number: the same for all parts of one export.
    var export: String
    var number: Int
    /// Of how many; nil when the name does not say.
    var count: Int?

    /// Nil for a name that bears none: `-of-` or `_of_` behind `part`, or five digits and more behind a dash that begin
    /// with a zero.
    init?(_ name: String) {
        let text = name.lowercased()
        let start = text.lastIndex(of: "/").map { text.index(after: $0) } ?? text.startIndex
        for marker in ["part-", "part_", "part"] {
            guard let range = lastRange(of: marker, in: text[start...]) else { continue }
            let digits = text[range.upperBound...].prefix { $0.isASCIIDigit }
            guard let number = Int(digits) else { continue }
            export = text[..<range.lowerBound] + "#"
            self.number = number
            let rest = text[digits.endIndex...]
            count =
                ["-of-", "_of_"].lazy.compactMap { word in
                    rest.hasPrefix(word) ? Int(rest.dropFirst(4).prefix { $0.isASCIIDigit }) : nil
                }.first
            return
        }
        // Names such as export-00001.csv, export_000002.csv.gz.
        let stem = text[..<(text[start...].firstIndex(of: ".") ?? text.endIndex)]
        let digits = String(stem.reversed().prefix { $0.isASCIIDigit }.reversed())
        let before = stem.dropLast(digits.count).last
        guard digits.count >= 5, digits.first == "0", before == "-" || before == "_", let number = Int(digits) else {
            return nil
        }
        export = stem.dropLast(digits.count) + "#"
        self.number = number
    }
}

private func lastRange(of needle: String, in text: Substring) -> Range<String.Index>? {
    var found: Range<String.Index>?
    var start = text.startIndex
    while start < text.endIndex {
        if text[start...].hasPrefix(needle) { found = start..<text.index(start, offsetBy: needle.count) }
        start = text.index(after: start)
    }
    return found
}

extension Diagnostic {
    static func partsMissing(_ missing: [String], of count: Int, listedBy manifest: String) -> Diagnostic {
        let shown = missing.prefix(5).joined(separator: ", ") + (missing.count > 5 ? ", …" : "")
        return Diagnostic(
            "part-missing", at: SourcePosition(file: manifest),
            found: "a manifest of \(count) \(count == 1 ? "part" : "parts"), of which \(missing.count) "
                + "\(missing.count == 1 ? "is" : "are") not there: \(shown)",
            expected: "every part of the export",
            fix: "download the missing parts, or remove the manifest if it is of another export")
    }

    static func partNumbersMissing(_ missing: [Int], beside name: String) -> Diagnostic {
        let shown = missing.prefix(5).map(String.init).joined(separator: ", ") + (missing.count > 5 ? ", …" : "")
        return Diagnostic(
            "part-missing", at: SourcePosition(file: name),
            found: "an export in parts without \(missing.count == 1 ? "part" : "parts") \(shown)",
            expected: "every part of the export", fix: "download the missing \(missing.count == 1 ? "part" : "parts")")
    }
}
