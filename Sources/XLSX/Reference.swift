/// The largest sheet that the format knows.
package enum SheetLimit {
    package static let rows = 1_048_576
    package static let columns = 16_384
}

/// Zero-based rectangle of cells, both ends included.
package struct Area: Hashable, Sendable {
    package var firstRow: Int
    package var firstColumn: Int
    package var lastRow: Int
    package var lastColumn: Int

    package init(_ firstRow: Int, _ firstColumn: Int, _ lastRow: Int, _ lastColumn: Int) {
        self.firstRow = firstRow
        self.firstColumn = firstColumn
        self.lastRow = lastRow
        self.lastColumn = lastColumn
    }

    package var count: Int { (lastRow - firstRow + 1) * (lastColumn - firstColumn + 1) }

    /// `B2:D9`, or `B2` for one cell.
    package var text: String {
        let first = reference(firstRow, firstColumn)
        return count == 1 ? first : "\(first):\(reference(lastRow, lastColumn))"
    }

    package func overlaps(_ other: Area) -> Bool {
        firstRow <= other.lastRow && other.firstRow <= lastRow && firstColumn <= other.lastColumn
            && other.firstColumn <= lastColumn
    }

    var isValid: Bool {
        firstRow >= 0 && firstColumn >= 0 && firstRow <= lastRow && firstColumn <= lastColumn
            && lastRow < SheetLimit.rows && lastColumn < SheetLimit.columns
    }
}

/// Column letters: 0 is `A`, 26 is `AA`.
package func columnLetters(_ column: Int) -> String {
    var rest = column + 1
    var letters: [UInt8] = []
    while rest > 0 {
        letters.append(UInt8(65 + (rest - 1) % 26))
        rest = (rest - 1) / 26
    }
    return String(decoding: letters.reversed(), as: UTF8.self)
}

/// `B7` for row 6, column 1.
package func reference(_ row: Int, _ column: Int) -> String { "\(columnLetters(column))\(row + 1)" }

/// The sheet name as formulas spell it, always in apostrophes: `'It''s 2026'`.
package func quotedSheetName(_ name: String) -> String {
    var quoted = "'"
    for scalar in name.unicodeScalars {
        if scalar == "'" { quoted.unicodeScalars.append(scalar) }
        quoted.unicodeScalars.append(scalar)
    }
    return quoted + "'"
}

/// `'Cash'!$B$2:$D$9`, or `'Cash'!$B$2` for one cell.
package func absoluteReference(_ sheet: String, _ area: Area) -> String {
    let first = "$\(columnLetters(area.firstColumn))$\(area.firstRow + 1)"
    if area.count == 1 { return "\(quotedSheetName(sheet))!\(first)" }
    return "\(quotedSheetName(sheet))!\(first):$\(columnLetters(area.lastColumn))$\(area.lastRow + 1)"
}
