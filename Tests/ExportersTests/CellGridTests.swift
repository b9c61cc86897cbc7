import Reports
import TestSupport
import Testing

/// The cells of a sheet against a dictionary.
@Suite struct CellGridTests {
    @Test(arguments: UInt64(1)...20) func aGridIsADictionaryInReadingOrder(_ seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var grid = CellGrid()
        var cells: [CellAddress: Cell] = [:]
        for step in 0..<400 {
            let at = CellAddress(row: random.integer(in: 0...30), column: random.integer(in: 0...12))
            let cell = random.integer(in: 0...3) == 0 ? nil : Cell(.number(Double(step)))
            grid[at] = cell
            cells[at] = cell
            #expect(grid[at] == cell, "seed \(seed), step \(step)")
        }
        #expect(grid.map(\.key) == cells.keys.sorted(), "seed \(seed)")
        #expect(grid.allSatisfy { cells[$0.key] == $0.value }, "seed \(seed)")
        #expect(grid[CellAddress(row: 99, column: 0)] == nil)
        #expect(grid[CellAddress(row: 0, column: 99)] == nil)
        for at in cells.keys.sorted() { grid[at] = nil }
        #expect(grid == CellGrid(), "seed \(seed): an emptied grid equals a new one")
    }
}
