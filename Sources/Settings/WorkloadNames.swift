package import Diagnostics
import Economics
import Foundation

/// An id as it is compared and kept: Unicode NFC.
package func normalizedId(_ id: String) -> String { id.precomposedStringWithCanonicalMapping }

/// What an id becomes inside a defined name of the workbook: letters, digits and `_` stay, anything else is `_`.
package func workbookName(ofId id: String) -> String { DriverName.part(normalizedId(id)) }

/// What is wrong with a set of ids of one kind: empty, not writable, too long as a name, or two with one name.
///
/// - Parameters:
///   - ids: In NFC, with the place that names them.
///   - kind: `workload` or `pool`.
///   - ofInvoices: Ids that invoices name; rules of attribution book them elsewhere.
package func idProblems(
    _ ids: [(id: String, position: SourcePosition?)], kind: String, ofInvoices: Set<String> = []
) -> [Diagnostic] {
    var seen: [String: String] = [:]
    var problems: [Diagnostic] = []
    for (id, position) in ids {
        let name = workbookName(ofId: id)
        let trimmed = id.trimmingCharacters(in: .whitespacesAndNewlines)
        if id.isEmpty || trimmed != id || id.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) {
            problems.append(.unusableId(id, kind: kind, at: position))
        } else if name.utf8.count > 60 {
            problems.append(.idTooLong(id, bytes: name.utf8.count, kind: kind, at: position))
        } else if let other = seen[name.lowercased()] {
            problems.append(
                other == id
                    ? .duplicateId(id, kind: kind, at: position)
                    : .sameName(
                        id, other, name: name, kind: kind, isOfInvoices: !ofInvoices.isDisjoint(with: [id, other]),
                        at: position))
        } else {
            seen[name.lowercased()] = id
        }
    }
    return problems
}

extension Diagnostic {
    static func unusableId(_ id: String, kind: String, at position: SourcePosition?) -> Diagnostic {
        Diagnostic(
            "unusable-id", at: position, key: "\(kind)s", found: "\(quoted(id)) as the id of a \(kind)",
            expected: "a text without line breaks, control characters or spaces at its ends",
            fix: "give the \(kind) a plain name such as support-chat")
    }

    static func idTooLong(_ id: String, bytes: Int, kind: String, at position: SourcePosition?) -> Diagnostic {
        Diagnostic(
            "id-too-long", at: position, key: "\(kind)s",
            found: "the id \(quoted(id)) of a \(kind), a name of \(bytes) bytes", expected: "at most 60 bytes",
            fix: "shorten the id: it becomes part of the names in the workbook")
    }

    static func duplicateId(_ id: String, kind: String, at position: SourcePosition?) -> Diagnostic {
        Diagnostic(
            "duplicate-id", at: position, key: "\(kind)s", found: "the id \(quoted(id)) a second time",
            expected: "each \(kind) once", fix: "delete one of the two, or give it another id")
    }

    static func sameName(
        _ id: String, _ other: String, name: String, kind: String, isOfInvoices: Bool = false,
        at position: SourcePosition?
    ) -> Diagnostic {
        Diagnostic(
            "same-name", at: position, key: "\(kind)s",
            found: "the ids \(quoted(other)) and \(quoted(id)), which both become the workbook name `\(name)`",
            expected: "ids that differ in letters, digits or `_`, case apart",
            fix: isOfInvoices
                ? "book both to one \(kind) with rules under `attribution`, or rename one of the two"
                : "rename one of the two \(kind)s")
    }
}
