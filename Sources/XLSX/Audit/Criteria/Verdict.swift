/// What a criterion came to.
package enum Verdict: Hashable, Sendable {
    case pass(String)
    case fail(String)
    /// A file alone does not decide it.
    case needs(Need)

    package enum Need: String, Hashable, Sendable, CaseIterable {
        case secondRun = "second run"
        case rendering = "rendering"
        case schema = "schema"
        case otherPlatform = "other platform"
        /// The tables and the manifest that a report writes beside its workbook.
        case reportFolder = "report folder"
    }
}

/// One rule that the workbook keeps.
package struct AuditCriterion: Sendable {
    /// `CAL-02`.
    package var id: String
    package var claim: String
    /// How the file decides it, or what else it takes.
    package var how: String
    var decide: @Sendable (Audit) -> Verdict

    init(_ id: String, _ claim: String, how: String, _ decide: @escaping @Sendable (Audit) -> Verdict) {
        self.id = id
        self.claim = claim
        self.how = how
        self.decide = decide
    }

    package static let all: [AuditCriterion] =
        structure + sheetLayout + calculation + formulaShape + inputs + checks + formats + printing + access + charts
        + documents + integrity
}

/// Breaches of a rule: how many, and where the first is.
struct Offences {
    private(set) var count = 0
    private var first = ""

    mutating func add(_ place: String) {
        if count == 0 { first = place }
        count += 1
    }

    /// - Parameter looked: What was looked at, for a criterion that passes.
    func verdict(_ looked: String) -> Verdict {
        switch count {
        case 0: .pass(looked)
        case 1: .fail(first)
        default: .fail("\(first), and \(count - 1) more")
        }
    }
}

/// A read workbook with its formulas computed anew.
package struct Audit: Sendable {
    package struct Finding: Sendable {
        package var criterion: AuditCriterion
        package var verdict: Verdict
    }

    let book: AuditedWorkbook
    let table: FormulaTable
    let calculator: Calculator

    package init(_ book: AuditedWorkbook) {
        self.book = book
        table = FormulaTable(book)
        calculator = Calculator(book, table)
    }

    package func findings() -> [Finding] {
        AuditCriterion.all.map { Finding(criterion: $0, verdict: $0.decide(self)) }
    }

    package var formulaCount: Int { book.formulaCount }

    /// The computed value of the one cell that a name stands for.
    package func value(named name: String) -> AuditedValue? {
        guard let known = book.names.first(where: { $0.name.lowercased() == name.lowercased() && $0.sheet == nil }),
            let target = target(known)
        else { return nil }
        return calculator.value(target.sheet, target.area.firstRow, target.area.firstColumn)
    }

    /// Sheet and area of a name that stands for one.
    func target(_ name: AuditedName) -> (sheet: Int, area: Area)? { area(ofReference: name.formula) }

    /// Sheet and area of a reference such as `'Model base'!$F$5:$AP$5`.
    func area(ofReference text: String) -> (sheet: Int, area: Area)? {
        guard let mark = text.lastIndex(of: "!"), let area = Area(String(text[text.index(after: mark)...])) else {
            return nil
        }
        var name = String(text[..<mark])
        if name.hasPrefix("'"), name.hasSuffix("'"), name.count > 1 {
            name = name.dropFirst().dropLast().split(separator: "''", omittingEmptySubsequences: false)
                .joined(separator: "'")
        }
        return book.sheet(name).map { ($0, area) }
    }

    /// `Model base!D7`.
    func place(_ sheet: Int, _ cell: AuditedCell) -> String { "\(book.sheets[sheet].name)!\(cell.address)" }

    /// Visits the first cell of every shape of formula.
    func eachShape(_ body: (FormulaTable.Shape, String) -> Void) {
        for shape in table.shapes { body(shape, place(shape.sheet, book.sheets[shape.sheet].cells[shape.cell])) }
    }

    func eachCell(_ body: (Int, AuditedSheet, AuditedCell) -> Void) {
        for (index, sheet) in book.sheets.enumerated() { for cell in sheet.cells { body(index, sheet, cell) } }
    }

    /// The type that a sheet's tab shows; nil for a colour that stands for none.
    func kind(_ sheet: Int) -> AuditedKind? {
        (book.sheets[sheet].setting("sheetPr")?.child("tabColor")?["rgb"]).flatMap { AuditedKind(tab: $0) }
    }

    func sheets(of kinds: Set<AuditedKind>) -> [(Int, AuditedSheet)] {
        book.sheets.enumerated().filter { item in kind(item.offset).map(kinds.contains) ?? false }
            .map { ($0.offset, $0.element) }
    }

    /// The sheet with the checks, and where its header row is.
    var checks: (sheet: Int, header: Int)? {
        guard let sheet = book.sheet("Checks") else { return nil }
        let row = (0..<book.sheets[sheet].rowCount).first { book.sheets[sheet].text($0, 0) == "Check" }
        return row.map { (sheet, $0) }
    }
}

/// What a sheet is for, as its tab colour says.
enum AuditedKind: String, Sendable {
    case control, presentation, input, working, data

    init?(tab rgb: String) {
        switch rgb.suffix(6).uppercased() {
        case "7F7F7F": self = .control
        case "1F3864": self = .presentation
        case "FFC000": self = .input
        case "0072B2": self = .working
        case "009E73": self = .data
        default: return nil
        }
    }
}
