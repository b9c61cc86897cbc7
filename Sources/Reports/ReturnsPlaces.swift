import Economics

/// Where the lines of the search for internal rates stand: rows that run down side by side, single cells below each other.
struct ReturnsPlaces {
    /// First column of the instance; its views follow, two columns each.
    let column: Int
    private var row = ReturnsSheet.firstStepRow - ReturnsSheet.rowsAboveBlock
    private var block: Block?

    /// Lines of one shape that run down beside each other.
    private struct Block {
        var shape: Shape
        var start: Int
        var shared = 0
        var own = 0
    }

    init(column: Int) { self.column = column }

    mutating func place(of line: Line, length: Int) -> LinePlace {
        guard line.shape != .cell else {
            if block != nil { row += 1 }
            block = nil
            defer { row += 1 }
            return LinePlace(
                first: Place(sheet: WorkbookLayout.SheetName.returns, row: row, column: column), members: .across,
                memberStride: ReturnsSheet.columnsOfView)
        }
        if block?.shape != line.shape {
            block = Block(shape: line.shape, start: row + ReturnsSheet.rowsAboveBlock)
            row += ReturnsSheet.rowsAboveBlock + length
        }
        let shared = line.members == nil
        let offset = shared ? block!.shared : column + block!.own
        if shared { block!.shared += 1 } else { block!.own += 1 }
        return LinePlace(
            first: Place(sheet: WorkbookLayout.SheetName.returns, row: block!.start, column: offset), members: .across,
            memberStride: ReturnsSheet.columnsOfView, positions: .down)
    }
}
