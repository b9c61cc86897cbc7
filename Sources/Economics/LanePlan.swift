/// Which rows differ between lanes, and where their figures are kept: what is the same in all lanes is worked out once.
struct LanePlan: Sendable {
    let program: Program
    /// By row: holds one figure a lane in each cell, else one for all lanes.
    let isWide: [Bool]
    /// By row: its first cell, among the wide cells or among the shared ones.
    let offset: [Int]
    let wideCells: Int
    let sharedCells: Int
    /// By row: where its nodes keep their results. Rows of a group that goes month by month have places of their own,
    /// because they take turns.
    let region: [Int]
    let regionSize: Int
    /// The longest body of a sum over elements; its nodes stand behind all regions.
    let bodySize: Int

    /// - Parameters:
    ///   - drivers: by slot, whether it differs between lanes.
    ///   - strategy: whether the strategies differ.
    init(_ program: Program, drivers: [Bool], strategy: Bool) {
        self.program = program
        var isWide = [Bool](repeating: false, count: program.rows.count)
        var region = [Int](repeating: 0, count: program.rows.count)
        var shared = 0
        var own = 0
        for group in program.groups {
            let differs = group.rows.contains { row in
                program.rows[row].nodes.contains {
                    program.isWide($0.operation, isWide, drivers: drivers, strategy: strategy)
                }
            }
            for row in group.rows {
                isWide[row] = differs
                let count = program.rows[row].nodes.count
                if group.recursive {
                    region[row] = own
                    own += count
                } else {
                    region[row] = -1
                    shared = Swift.max(shared, count)
                }
            }
        }
        var offset = [Int](repeating: 0, count: program.rows.count)
        var wideCells = 0
        var sharedCells = 0
        var bodySize = 0
        for (row, info) in program.rows.enumerated() where !info.nodes.isEmpty {
            if region[row] < 0 { region[row] = own }
            if isWide[row] {
                offset[row] = wideCells
                wideCells += info.length
            } else {
                offset[row] = sharedCells
                sharedCells += info.length
            }
            for case .sumEach(let sum) in info.nodes.map(\.operation) {
                bodySize = Swift.max(bodySize, program.sums[sum].body.count)
            }
        }
        self.isWide = isWide
        self.offset = offset
        self.wideCells = wideCells
        self.sharedCells = sharedCells
        self.region = region
        regionSize = own + shared
        self.bodySize = bodySize
    }
}
