/// One sheet as the file has it.
struct AuditedSheet: Sendable {
    var name: String
    /// Path of its part.
    var part: String
    /// `hidden` or `veryHidden`; nil when the sheet is seen.
    var state: String?
    /// By row and column.
    private(set) var cells: [AuditedCell] = []
    var rows: [AuditedRow] = []
    /// Everything but the cells: views, columns, validations, print set-up.
    var settings: [XMLTree] = []
    var relations: [Relation] = []
    /// Cells whose number is none that a spreadsheet program reads, with the text as it stands.
    var badNumbers: [(cell: String, text: String)] = []
    /// Addresses that stand twice or out of order.
    var misplaced: [String] = []
    /// For each row from 0, where its cells start; one entry more than rows.
    private var starts: [Int] = [0]

    init(name: String, part: String, state: String?) {
        self.name = name
        self.part = part
        self.state = state
    }

    mutating func setCells(_ read: [AuditedCell]) {
        var cells = read
        for (a, b) in zip(read, read.dropFirst()) where (a.row, a.column) >= (b.row, b.column) {
            misplaced.append(b.address)
        }
        if !misplaced.isEmpty { cells.sort { ($0.row, $0.column) < ($1.row, $1.column) } }
        self.cells = cells
        starts = [Int](repeating: cells.count, count: (cells.last?.row ?? -1) + 2)
        for index in cells.indices.reversed() { starts[cells[index].row] = index }
        // A row without cells starts where the next one does.
        for row in starts.indices.dropLast().reversed() { starts[row] = min(starts[row], starts[row + 1]) }
    }

    /// Where a cell stands among ``cells``; nil for an empty one.
    func index(_ row: Int, _ column: Int) -> Int? {
        guard row >= 0, row + 1 < starts.count else { return nil }
        var low = starts[row]
        var high = starts[row + 1]
        guard low < high else { return nil }
        // Most rows have no gap: the cell stands as far in as its column.
        let guess = low + column - cells[low].column
        if guess >= low, guess < high, cells[guess].column == column { return guess }
        while low < high {
            let middle = (low + high) / 2
            if cells[middle].column == column { return middle }
            if cells[middle].column < column { low = middle + 1 } else { high = middle }
        }
        return nil
    }

    func cell(_ row: Int, _ column: Int) -> AuditedCell? { index(row, column).map { cells[$0] } }

    /// The cells of a row, from left to right.
    func cells(inRow row: Int) -> ArraySlice<AuditedCell> {
        guard row >= 0, row + 1 < starts.count else { return [] }
        return cells[starts[row]..<starts[row + 1]]
    }

    /// Rows that cells can stand in.
    var rowCount: Int { starts.count - 1 }

    func setting(_ name: String) -> XMLTree? { settings.first { $0.name == name } }

    /// The cached value of a cell as text; nil when it holds none.
    func text(_ row: Int, _ column: Int) -> String? {
        if case .text(let text)? = cell(row, column)?.value { text } else { nil }
    }

    /// First row and column that scroll; 0 where nothing is frozen.
    var frozen: (rows: Int, columns: Int) {
        guard let pane = setting("sheetViews")?.at("sheetView", "pane"), pane["state"] == "frozen" else {
            return (0, 0)
        }
        return (Int(pane["ySplit"] ?? "") ?? 0, Int(pane["xSplit"] ?? "") ?? 0)
    }
}
