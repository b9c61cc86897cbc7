/// The cells of a sheet, which go from the first row to the last and from left to right in each.
///
/// How it works: an array of rows of cells. A workbook has a hundred thousand cells and asks for each several times; what
/// is found by counting need not be hashed, and need not be sorted to be written.
package struct CellGrid: Hashable, Sendable {
    /// Each as long as its last filled cell.
    package private(set) var rows: [[Cell?]] = []

    package init() {}

    package subscript(address: CellAddress) -> Cell? {
        get {
            guard address.row < rows.count, address.column < rows[address.row].count else { return nil }
            return rows[address.row][address.column]
        }
        set {
            guard let newValue else { return remove(address) }
            while rows.count <= address.row { rows.append([]) }
            while rows[address.row].count < address.column { rows[address.row].append(nil) }
            if rows[address.row].count == address.column {
                rows[address.row].append(newValue)
            } else {
                rows[address.row][address.column] = newValue
            }
        }
    }

    private mutating func remove(_ address: CellAddress) {
        guard self[address] != nil else { return }
        rows[address.row][address.column] = nil
        while let last = rows[address.row].last, last == nil { rows[address.row].removeLast() }
        while let last = rows.last, last.isEmpty { rows.removeLast() }
    }
}

extension CellGrid: Sequence {
    package struct Iterator: IteratorProtocol {
        private let rows: [[Cell?]]
        private var row = 0
        private var column = 0

        fileprivate init(_ rows: [[Cell?]]) { self.rows = rows }

        package mutating func next() -> (key: CellAddress, value: Cell)? {
            while row < rows.count {
                while column < rows[row].count {
                    defer { column += 1 }
                    if let cell = rows[row][column] { return (CellAddress(row: row, column: column), cell) }
                }
                row += 1
                column = 0
            }
            return nil
        }
    }

    package func makeIterator() -> Iterator { Iterator(rows) }
}
