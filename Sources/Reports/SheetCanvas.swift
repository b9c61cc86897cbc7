import Economics

/// A sheet under construction: the helpers that every sheet uses, so that all of them look and read alike.
struct SheetCanvas {
    var sheet: Sheet
    let currency: String

    /// Rows 0 to 2 of every sheet: title, what it shows, master check.
    static let headRows = 4

    init(_ name: String, _ kind: SheetKind, title: String, subtitle: String, layout: WorkbookLayout, master: CellValue?)
    {
        sheet = Sheet(name: name, kind: kind)
        currency = layout.currency
        sheet[0, 0] = Cell(.text(title), .title)
        sheet[1, 0] = Cell(.text(subtitle), .subtitle)
        if let master {
            sheet[2, 0] = Cell(
                .formula(text: CellName.absolute(layout.masterCheck), value: master), .crossSheet)
            sheet.statuses.append(
                StatusRule(
                    first: CellAddress(row: 2, column: 0), last: CellAddress(row: 2, column: 0),
                    word: "All checks pass", role: .good))
            sheet.statuses.append(
                StatusRule(
                    first: CellAddress(row: 2, column: 0), last: CellAddress(row: 2, column: 0), word: "CHECKS FAIL",
                    role: .bad))
        }
    }

    mutating func header(_ row: Int, _ titles: [String], from column: Int = 0) {
        for (index, title) in titles.enumerated() {
            sheet[row, column + index] = Cell(.text(title), .heading, wrap: true)
        }
    }

    mutating func section(_ row: Int, _ title: String) {
        sheet[row, 0] = Cell(.text(title), .section)
    }

    func unit(_ symbol: String) -> String {
        guard let range = symbol.firstIndex(of: "C"), symbol[range...].hasPrefix("CUR") else { return symbol }
        return symbol[..<range] + currency + symbol[range...].dropFirst(3)
    }
}

extension Display {
    var format: NumberFormat {
        switch self {
        case .money, .count: .whole
        case .price: .precise
        case .fraction: .ratio
        case .percent: .percent
        case .ratio: .precise
        case .flag, .word, .year: .general
        case .month: .month
        case .date: .date
        }
    }
}

extension DriverValue {
    var cellValue: CellValue {
        switch self {
        case .number(let value): .number(value == 0 ? 0 : value)
        case .word(let word): .text(word)
        }
    }

    var content: CellContent {
        switch self {
        case .number(let value): .number(value)
        case .word(let word): .text(word)
        }
    }
}
