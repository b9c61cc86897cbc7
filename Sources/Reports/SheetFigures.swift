import Diagnostics
package import Economics

/// The figures of a presentation sheet: links into other sheets, figures over those, and sentences that say them.
///
/// They are a small model of their own, so that their formulas and their values come from one tree like all others.
struct SheetFigures {
    let sheet: String
    private var lines: [Line] = []
    private var places: [LinePlace] = []
    private var looks: [(role: CellRole, format: NumberFormat)] = []
    private var members: [MemberSet: [Member]] = [:]
    private var sources: [String: Placement.DriverPlaces] = [:]
    private var values: [String: DriverValue] = [:]
    private var sentences: [(at: CellAddress, sentence: Sentence, role: CellRole)] = []

    init(sheet: String) { self.sheet = sheet }

    /// A cell that shows a cell of another sheet.
    mutating func link(
        _ id: String, _ unit: Unit, to source: Place, _ value: DriverValue, at: CellAddress, _ role: CellRole,
        _ format: NumberFormat
    ) {
        sources[id] = Placement.DriverPlaces(source)
        values[id] = value
        add(id, unit, at: at, role, format, .driver(id))
    }

    /// A cell worked out from others of this sheet.
    mutating func add(
        _ id: String, _ unit: Unit, at: CellAddress, _ role: CellRole, _ format: NumberFormat, _ expression: Expression
    ) {
        lines.append(Line(id, id, unit, .money, .cell, section: "10", expression))
        places.append(LinePlace(first: Place(sheet: sheet, row: at.row, column: at.column)))
        looks.append((role, format))
    }

    /// A line as another model defines it; what it reads has to stand on this sheet, too, or be given.
    ///
    /// - Parameter stride: rows from one member to the next.
    mutating func show(
        _ line: Line, at: CellAddress, every stride: Int = 1, _ role: CellRole, _ format: NumberFormat
    ) {
        lines.append(line)
        places.append(
            LinePlace(first: Place(sheet: sheet, row: at.row, column: at.column), memberStride: stride))
        looks.append((role, format))
    }

    /// The value of a key that such a line reads; `source` is the cell that it links to.
    mutating func give(_ key: String, _ value: DriverValue, from source: Place? = nil) {
        values[key] = value
        sources[key] = source.map { Placement.DriverPlaces($0) }
    }

    /// A column of links, one for each member of a set; nil where there is nothing to link.
    mutating func link(
        _ id: String, _ unit: Unit, over set: MemberSet, _ cells: [(member: String, source: Place, value: DriverValue)],
        from at: CellAddress, _ role: CellRole, _ format: NumberFormat
    ) {
        members[set] = cells.map { Member(id: $0.member) }
        for cell in cells {
            let key = set.driverKey(id, of: cell.member)
            sources[key] = Placement.DriverPlaces(cell.source)
            values[key] = cell.value
        }
        add(id, unit, over: set, from: at, role, format, .driver("\(set.rawValue).*.\(id)"))
    }

    /// A column of values that stand in their cells, one for each member of a set that has its members already.
    mutating func typed(
        _ id: String, _ unit: Unit, over set: MemberSet, _ cells: [(member: String, value: DriverValue)],
        from at: CellAddress, _ role: CellRole
    ) {
        for cell in cells { values[set.driverKey(id, of: cell.member)] = cell.value }
        add(id, unit, over: set, from: at, role, .general, .input("\(set.rawValue).*.\(id)"))
    }

    mutating func add(
        _ id: String, _ unit: Unit, over set: MemberSet, from at: CellAddress, _ role: CellRole,
        _ format: NumberFormat, _ expression: Expression
    ) {
        lines.append(Line(id, id, unit, .money, .cell, over: set, section: "10", expression))
        places.append(LinePlace(first: Place(sheet: sheet, row: at.row, column: at.column)))
        looks.append((role, format))
    }

    /// A column of numbers that no formula can work out, one for each member.
    mutating func facts(
        _ id: String, _ unit: Unit, over set: MemberSet, _ numbers: [Double], from at: CellAddress, _ role: CellRole,
        _ format: NumberFormat
    ) {
        if members[set] == nil { members(set, count: numbers.count) }
        for (member, number) in zip(members[set]!, numbers) {
            values[set.driverKey(id, of: member.id)] = .number(number)
        }
        add(id, unit, over: set, from: at, role, format, .input("\(set.rawValue).*.\(id)"))
    }

    /// A number that no formula can work out.
    mutating func fact(
        _ id: String, _ unit: Unit, _ number: Double, at: CellAddress, _ role: CellRole, _ format: NumberFormat
    ) {
        values[id] = .number(number)
        add(id, unit, at: at, role, format, .input(id))
    }

    /// Members that are only counted.
    mutating func members(_ set: MemberSet, count: Int) {
        members[set] = (0..<count).map { Member(id: "\($0)") }
    }

    /// Members of lines that are shown.
    mutating func members(_ set: MemberSet, _ list: [Member]) { members[set] = list }

    mutating func say(_ sentence: Sentence, at: CellAddress, _ role: CellRole = .text) {
        sentences.append((at, sentence, role))
    }

    /// Writes every cell.
    ///
    /// - Returns: the values, for charts and their titles.
    /// - Throws: ``Failure`` with 70 when the definitions contradict each other, which is a defect.
    func write(into canvas: inout SheetCanvas) throws(Failure) -> Evaluation {
        let evaluation: Evaluation
        do {
            let model = try Model(
                sections: [Section(sheet, lines)], members: Members(lists: members), horizon: 1)
            evaluation = try Evaluator(model).evaluate([Lane(isFullStrategy: false, drivers: values)])
        } catch {
            throw Failure(.defect, .defect("the sheet \(sheet): \(error)"))
        }
        let model = evaluation.model
        let printer = FormulaPrinter(
            model: model,
            placement: Placement(instance: Instance(.base, .hybrid), lines: places, drivers: sources))
        for (index, line) in lines.enumerated() {
            for member in model.members(of: line).indices {
                let place = places[index].place(member: member, at: 0)
                let content: CellContent
                switch printer.source(line: index, member: member, at: 0) {
                case .formula(let text):
                    content = .formula(
                        text: text, value: evaluation.result(line.id, member: member, lane: 0).cellValue)
                case .number(let number): content = .number(number)
                case .input(let key):
                    guard let value = values[key] else { continue }
                    content = value.content
                case .text: continue
                }
                canvas.sheet[place.row, place.column] = Cell(content, looks[index].role, looks[index].format)
            }
        }
        for (at, sentence, role) in sentences {
            canvas.sheet.cells[at] = Cell(
                .formula(
                    text: printer.formula(sentence, on: sheet),
                    value: .text(evaluation.text(sentence, lane: 0))), role)
        }
        return evaluation
    }
}

extension CellRange {
    /// Cells of one row or column.
    init(_ first: Place, _ last: Place) {
        self.init(
            sheet: first.sheet, first: CellAddress(row: first.row, column: first.column),
            last: CellAddress(row: last.row, column: last.column))
    }
}

extension ReportData {
    /// Whether there is anything that a workload could move to.
    var hasPools: Bool { !model.members[.pool].isEmpty }

    /// Trials in which something was varied; nil: there are none, or no driver has two ends.
    var variedTrials: MonteCarlo? {
        sensitivities?.monteCarlo.flatMap { $0.drivers.isEmpty ? nil : $0 }
    }

    /// NPV of the plan in the scenarios low and high where low is the better one; nil: they stand the right way round.
    package var invertedScenarios: (low: Double, high: Double)? {
        guard hasPools, case .number(let low) = evaluation.result("npv", lane: lane(Instance(.low, .hybrid))),
            case .number(let high) = evaluation.result("npv", lane: lane(Instance(.high, .hybrid))), low > high
        else { return nil }
        return (low, high)
    }

    package func lane(_ instance: Instance) -> Int { Instance.all.firstIndex(of: instance)! }

    /// Where a line of an instance stands and what it is; `position` is the month.
    func cell(
        _ line: String, member: Int = 0, at position: Int = 0, _ instance: Instance, _ layout: WorkbookLayout
    ) -> (place: Place, value: DriverValue) {
        let lane = lane(instance)
        let index = model.index(of: line)!
        return (
            layout.models[lane].lines[index].place(member: member, at: position),
            evaluation.result(line, member: member, at: position, lane: lane)
        )
    }

    /// The total over the months of a line, and the cell that holds it.
    func total(_ line: String, member: Int = 0, _ instance: Instance, _ layout: WorkbookLayout) -> (
        place: Place, value: DriverValue
    ) {
        let lane = lane(instance)
        let index = model.index(of: line)!
        return (
            layout.models[lane].lines[index].totalPlace(member: member)!,
            .number(evaluation.total(line, member: member, lane: lane))
        )
    }

    /// The months of a line as a chart series of the model sheet.
    func series(
        _ name: String, _ line: String, member: Int = 0, over axis: String = "date", _ instance: Instance,
        _ layout: WorkbookLayout
    ) -> ChartSeries {
        let lane = lane(instance)
        func range(_ id: String, _ member: Int) -> CellRange {
            let places = layout.models[lane].lines[model.index(of: id)!]
            return CellRange(places.place(member: member, at: 0), places.place(member: member, at: model.horizon))
        }
        return ChartSeries(
            name: name, categories: range(axis, 0), values: range(line, member),
            cachedCategories: evaluation.series(axis, lane: lane).map(CellValue.number),
            cachedValues: evaluation.series(line, member: member, lane: lane),
            categoryFormat: axis == "date" ? .month : .whole)
    }
}
