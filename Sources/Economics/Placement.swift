/// A cell of the workbook, zero-based.
package struct Place: Hashable, Sendable {
    package var sheet: String
    package var row: Int
    package var column: Int

    package init(sheet: String, row: Int, column: Int) {
        self.sheet = sheet
        self.row = row
        self.column = column
    }

    func moved(rows: Int, columns: Int) -> Place { Place(sheet: sheet, row: row + rows, column: column + columns) }
}

/// Where a line stands: its first cell, and which way its members and its months go from there.
package struct LinePlace: Hashable, Sendable {
    package enum Way: Hashable, Sendable { case down, across }

    /// First member, month 0 (or step 0), or the constant.
    package var first: Place
    package var members: Way
    /// Columns or rows from one member to the next.
    package var memberStride: Int
    package var positions: Way
    /// The sum over the months, of the first member.
    package var total: Place?

    package init(
        first: Place, members: Way = .down, memberStride: Int = 1, positions: Way = .across, total: Place? = nil
    ) {
        self.first = first
        self.members = members
        self.memberStride = memberStride
        self.positions = positions
        self.total = total
    }

    /// Of a line that this instance has no cells for; nothing may ask for one.
    package static let absent = LinePlace(first: Place(sheet: "", row: 0, column: 0))

    private func check() { precondition(!first.sheet.isEmpty, "a cell of a line that stands on another sheet only") }

    /// - Parameter position: month or step; −1 is the opening cell.
    package func place(member: Int, at position: Int) -> Place {
        check()
        return shifted(first, member: member).moved(
            rows: positions == .down ? position : 0, columns: positions == .across ? position : 0)
    }

    package func totalPlace(member: Int) -> Place? { total.map { shifted($0, member: member) } }

    private func shifted(_ place: Place, member: Int) -> Place {
        let distance = member * memberStride
        return place.moved(rows: members == .down ? distance : 0, columns: members == .across ? distance : 0)
    }
}

/// Where everything that one instance of a model refers to stands. Decided before any formula is printed.
package struct Placement: Sendable {
    package var instance: Instance
    /// By line index of the model.
    package var lines: [LinePlace]
    /// The cell that holds a driver's base, low and high value.
    package var drivers: [String: DriverPlaces]

    package struct DriverPlaces: Hashable, Sendable {
        package var base: Place
        package var low: Place
        package var high: Place
        /// Of a driver whose scenarios are custom; nil: that of its definition.
        package var direction: Direction?

        package init(base: Place, low: Place, high: Place, direction: Direction? = nil) {
            self.base = base
            self.low = low
            self.high = high
            self.direction = direction
        }

        /// A driver without ends of its own.
        package init(_ only: Place) { self.init(base: only, low: only, high: only) }
    }

    package init(instance: Instance, lines: [LinePlace], drivers: [String: DriverPlaces]) {
        self.instance = instance
        self.lines = lines
        self.drivers = drivers
    }

    /// The cell that the instance reads a driver from: the base, or the end that its scenario takes.
    package func driverPlace(_ key: String, direction: Direction) -> Place? {
        guard let places = drivers[key] else { return nil }
        return switch (instance.scenario, places.direction ?? direction) {
        case (.base, _), (_, .neither): places.base
        case (.low, .favours), (.high, .hurts): places.low
        case (.low, .hurts), (.high, .favours): places.high
        }
    }
}
