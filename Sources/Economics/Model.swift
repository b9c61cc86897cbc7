/// Who a line's rows are for.
package struct Member: Hashable, Sendable {
    /// As in configuration keys; empty for members that no key names.
    package var id: String
    package var label: String

    package init(id: String, label: String? = nil) {
        self.id = id
        self.label = label ?? id
    }
}

/// The members of every set of one project, and how they hang together.
package struct Members: Hashable, Sendable {
    package var lists: [MemberSet: [Member]]
    /// Half-open range of ramp steps of each workload.
    package var rampOfWorkload: [Swift.Range<Int>]
    /// Index of the fleet of each pool.
    package var fleetOfPool: [Int]
    /// Parts of the model that the project uses.
    package var parts: Set<ModelPart>
    /// Of each capability.
    package var dimensionOfCapability: [Capability.Dimension]
    /// Phases of the plan that have targets of readiness of their own, from 1.
    package var readinessPhases: Int

    package init(
        lists: [MemberSet: [Member]], rampOfWorkload: [Swift.Range<Int>] = [], fleetOfPool: [Int] = [],
        parts: Set<ModelPart> = [], dimensionOfCapability: [Capability.Dimension] = [], readinessPhases: Int = 1
    ) {
        self.dimensionOfCapability = dimensionOfCapability
        self.readinessPhases = readinessPhases
        self.lists = lists
        self.rampOfWorkload = rampOfWorkload
        self.fleetOfPool = fleetOfPool
        self.parts = parts
    }

    package subscript(set: MemberSet) -> [Member] { lists[set] ?? [] }
}

/// An ordered list of sections of lines for given members, checked: ids are unique, references resolve, units agree,
/// and no figure depends on itself.
package struct Model: Sendable {
    package let sections: [Section]
    package let members: Members
    /// Last month, T.
    package let horizon: Int
    package let lines: [Line]
    /// Groups of line indexes in an order in which each needs only earlier ones; a group of several, or one that
    /// refers to its own past, advances month by month.
    package let order: [[Int]]
    let indexOfLine: [String: Int]
    /// Row number of a line's first member.
    let firstRow: [Int]
    package let rowCount: Int

    /// - Throws: ``ModelError`` when the definitions contradict each other; that is a defect of the program.
    package init(sections: [Section], members: Members, horizon: Int) throws(ModelError) {
        self.sections = sections
        self.members = members
        self.horizon = horizon
        lines = sections.flatMap(\.lines)
        var indexes: [String: Int] = [:]
        var rows: [Int] = []
        var count = 0
        for (index, line) in lines.enumerated() {
            guard indexes.updateValue(index, forKey: line.id) == nil else { throw .duplicateLine(line.id) }
            rows.append(count)
            count += line.members.map { members[$0].count } ?? 1
        }
        indexOfLine = indexes
        firstRow = rows
        rowCount = count
        order = try DependencyOrder(lines: lines, indexOfLine: indexes).groups
        try UnitChecker(lines: lines, indexOfLine: indexes).check()
    }

    /// Place of a line in ``lines``.
    package func index(of id: String) -> Int? { indexOfLine[id] }

    package func line(_ id: String) -> Line? { indexOfLine[id].map { lines[$0] } }

    package func members(of line: Line) -> [Member?] {
        line.members.map { members[$0].map(Optional.some) } ?? [nil]
    }

    /// Cells that a line's row has on its axis.
    package func length(of line: Line) -> Int {
        switch line.shape {
        case .cell: 1
        case .timeline: horizon + 1
        case .rateSteps: Int(MethodConstant.rateSteps.value) + 1
        case .rateTurns: Int(MethodConstant.rateTurns.value) + 1
        }
    }
}

package enum ModelError: Error, Hashable, Sendable, CustomStringConvertible {
    case duplicateLine(String)
    case unknownLine(String, in: String)
    /// The lines that need each other in the same month.
    case cycle([String])
    case unitMismatch(line: String, left: String, right: String)
    /// A reference that names no single cell from where it stands.
    case ambiguousReference(String, in: String)
    /// A line of every model sheet reads one that only the sheet of the base plan holds.
    case standsElsewhere(String, in: String)

    package var description: String {
        switch self {
        case .duplicateLine(let id): "line \(id) is defined twice"
        case .unknownLine(let id, let line): "line \(line) refers to \(id), which is not defined"
        case .cycle(let ids): "these lines need each other in the same month: \(ids.joined(separator: ", "))"
        case .unitMismatch(let line, let left, let right): "line \(line) combines \(left) with \(right)"
        case .ambiguousReference(let id, let line): "line \(line) refers to \(id), which is no single cell there"
        case .standsElsewhere(let id, let line):
            "line \(line) refers to \(id), which stands on the base plan's sheet only"
        }
    }
}
