/// A workbook as its file has it, read without trust in whoever wrote it.
package struct AuditedWorkbook: Sendable {
    /// A part that is not well-formed, beside those without which nothing can be read.
    struct Fault: Sendable {
        var part: String
        var reason: String
    }

    var sheets: [AuditedSheet] = []
    var names: [AuditedName] = []
    var styles = AuditedStyles()
    var charts: [AuditedChart] = []
    /// Pictures and charts with their words for readers who do not see them.
    var pictures: [AuditedPicture] = []
    var tables: [AuditedTable] = []
    /// Core, application and custom properties, by name.
    var properties: [String: String] = [:]
    var customProperties: [String: String] = [:]
    /// Texts that cells share.
    var strings: [String] = []
    /// Paths of the parts, in the order of the directory.
    var parts: [String] = []
    var faults: [Fault] = []
    /// Parts that are not UTF-8 or hold a control character.
    var badTexts: [Fault] = []
    /// The workbook's part: views, names, calculation.
    var settings = XMLTree(named: "workbook")
    /// Links from parts to places outside the file.
    var externalTargets: [String] = []

    func sheet(_ name: String) -> Int? {
        sheets.firstIndex { $0.name.lowercased() == name.lowercased() }
    }

    /// Formula cells of all sheets.
    package var formulaCount: Int {
        sheets.reduce(0) { $0 + $1.cells.reduce(0) { $0 + ($1.formula == nil ? 0 : 1) } }
    }
}

/// A defined name.
struct AuditedName: Sendable {
    var name: String
    /// Index of the sheet that alone knows it.
    var sheet: Int?
    var formula: String
    var isHidden: Bool
}

struct AuditedTable: Sendable {
    var name: String
    var sheet: Int
    var area: Area
    var headers: [String]
    var totalRows: Int
}

struct AuditedPicture: Sendable {
    var sheet: Int
    var name: String
    var words: String
    var isDecorative: Bool
}

extension XMLTree {
    init(named name: String) { self.name = name }
}
