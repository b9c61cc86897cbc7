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
}

/// Where the lines of one instance stand. Decided before any formula is printed.
package struct Placement: Sendable {
    /// Columns of a model sheet.
    package enum Column {
        package static let label = 0
        package static let unit = 1
        package static let member = 2
        /// The constant of a line, or its total over the months.
        package static let constant = 3
        /// The value before month 0.
        package static let opening = 4
        /// Month 0.
        package static let firstMonth = 5
    }

    package var sheet: String
    package var instance: Instance
    /// Row of each line's first member on the model sheet, by line index; nil for lines on the sheet of returns.
    package var modelRows: [Int?]
    /// Column and first row of each line's first member on the sheet of returns.
    package var returnPlaces: [Int: Place]
    /// Members of a line on the sheet of returns stand this many columns apart.
    package var returnMemberStride: Int
    /// Cell of a driver's base, low and high ends on the Assumptions sheet.
    package var driverPlaces: [String: (base: Place, low: Place, high: Place)]

    package init(
        sheet: String, instance: Instance, modelRows: [Int?], returnPlaces: [Int: Place], returnMemberStride: Int,
        driverPlaces: [String: (base: Place, low: Place, high: Place)]
    ) {
        self.sheet = sheet
        self.instance = instance
        self.modelRows = modelRows
        self.returnPlaces = returnPlaces
        self.returnMemberStride = returnMemberStride
        self.driverPlaces = driverPlaces
    }

    /// - Parameter index: month or step; −1 is the opening cell; ignored for constants.
    package func place(line index: Int, of model: Model, member: Int, at position: Int) -> Place {
        let line = model.lines[index]
        if let first = returnPlaces[index] {
            let column = first.column + member * returnMemberStride
            return Place(
                sheet: first.sheet, row: first.row + (line.shape == .rateSteps ? position : 0), column: column)
        }
        let row = modelRows[index]! + member
        return Place(
            sheet: sheet, row: row,
            column: line.shape == .cell ? Column.constant : Column.firstMonth + position)
    }

    /// The sum over the months of a timeline line.
    package func totalPlace(line index: Int, member: Int) -> Place {
        Place(sheet: sheet, row: modelRows[index]! + member, column: Column.constant)
    }

    /// The cell that an instance reads a driver from: the base, or the end that its scenario takes.
    package func driverPlace(_ key: String, direction: Direction) -> Place? {
        guard let places = driverPlaces[key] else { return nil }
        return switch (instance.scenario, direction) {
        case (.base, _), (_, .neither): places.base
        case (.low, .favours), (.high, .hurts): places.low
        case (.low, .hurts), (.high, .favours): places.high
        }
    }
}
