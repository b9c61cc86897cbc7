/// What a cell of a read workbook holds, or what a formula gives.
package enum AuditedValue: Hashable, Sendable {
    case blank
    case number(Double)
    case text(String)
    case logical(Bool)
    case error(FormulaError)

    /// As a message shows it.
    package var shown: String {
        switch self {
        case .blank: "nothing"
        case .number(let value): "\(value)"
        case .text(let text): "\"\(text.count > 60 ? text.prefix(57) + "..." : text[...])\""
        case .logical(let value): value ? "TRUE" : "FALSE"
        case .error(let error): error.rawValue
        }
    }
}

package enum FormulaError: String, Error, Hashable, Sendable, CaseIterable {
    case null = "#NULL!"
    case division = "#DIV/0!"
    case value = "#VALUE!"
    case reference = "#REF!"
    case name = "#NAME?"
    case number = "#NUM!"
    case notAvailable = "#N/A"
}

/// One cell as the file has it.
struct AuditedCell: Sendable {
    /// From 0.
    var row: Int
    var column: Int
    /// Index into the cell formats.
    var style: Int
    /// Without `=`; nil for a typed value.
    var formula: String?
    /// The cached result of a formula, or the typed value.
    var value: AuditedValue
    /// Whether the file gives a value at all.
    var hasValue: Bool

    var address: String { reference(row, column) }
}

/// A row's own settings.
struct AuditedRow: Sendable {
    var number: Int
    var isHidden: Bool
    var outlineLevel: Int
    var isCollapsed: Bool
}

/// A link from one part to another.
struct Relation: Hashable, Sendable {
    var id: String
    /// The last word of the type: `worksheet`, `chart`, `table`.
    var kind: String
    var target: String
    var isExternal: Bool
}
