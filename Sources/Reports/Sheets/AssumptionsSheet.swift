package import Billing
import Economics

/// The register of every driver, with its source, owner and dates; the only place where figures are typed.
enum AssumptionsSheet {
    static let columns = [
        "Assumption", "Unit", "Key", "Base", "Low", "High", "Least", "Most", "Source", "Owner", "As of", "Expires",
        "Confidence", "Live", "Own hosting gains by", "Lapse",
    ]
    private static let lapse = 15

    static func make(_ data: ReportData, _ layout: WorkbookLayout, master: CellValue) -> Sheet {
        var canvas = SheetCanvas(
            WorkbookLayout.SheetName.assumptions, .input,
            title: "Assumptions, in \(layout.currency) and the unit shown",
            subtitle:
                "Yellow cells may be changed; every figure of the workbook follows. Low and high are numeric ends: a scenario takes the end that its direction says.",
            layout: layout, master: master)
        let header = WorkbookLayout.firstAssumptionRow - 1
        canvas.header(header, columns)
        for (index, driver) in data.register.drivers.enumerated() {
            write(driver, row: WorkbookLayout.firstAssumptionRow + index, into: &canvas, data, layout)
        }
        let firstConstant = layout.constants[MethodConstant.allCases[0]]!.row
        canvas.section(firstConstant - 1, "Constants of the method")
        for constant in MethodConstant.allCases {
            let row = layout.constants[constant]!.row
            canvas.sheet[row, 0] = Cell(.text(constant.label), .label, wrap: constant.label.utf8.count > 54)
            canvas.sheet[row, 1] = Cell(.text(canvas.unit(constant.unit.symbol)), .unit)
            canvas.sheet[row, 2] = Cell(.text(constant.rawValue), .note)
            canvas.sheet[row, 3] = Cell(
                .number(constant.value), .derivedInput,
                constant.value >= 1000 ? .whole : constant.value == constant.value.rounded() ? .general : .precise)
        }
        for (place, label, name, value) in [
            (layout.strategyConstants.full, "Strategy: everything at once", "const_strategy_full", 1.0),
            (layout.strategyConstants.hybrid, "Strategy: phased plan", "const_strategy_hybrid", 0.0),
        ] {
            canvas.sheet[place.row, 0] = Cell(.text(label), .label)
            canvas.sheet[place.row, 1] = Cell(.text("1/0"), .unit)
            canvas.sheet[place.row, 2] = Cell(.text(name), .note)
            canvas.sheet[place.row, 3] = Cell(.number(value), .derivedInput)
        }
        canvas.sheet.tables = [
            CellRange(
                sheet: WorkbookLayout.SheetName.assumptions, first: CellAddress(row: header, column: 0),
                last: CellAddress(row: header + data.register.drivers.count, column: columns.count - 1))
        ]
        for (word, role) in [(Lapse.lapsed, CellRole.bad), (.soon, .caution)] {
            canvas.sheet.statuses.append(
                StatusRule(
                    first: CellAddress(row: header + 1, column: lapse),
                    last: CellAddress(row: header + data.register.drivers.count, column: lapse), word: word.rawValue,
                    role: role))
        }
        canvas.sheet.freeze = CellAddress(row: header + 1, column: 3)
        canvas.sheet.repeatRows = header + 1
        canvas.sheet.repeatColumns = 1
        canvas.sheet.columnWidths = [
            0: 50, 1: 18, 2: 42, 3: 18, 4: 11, 5: 11, 6: 8, 7: 8, 8: 36, 9: 12, 10: 11, 11: 11, 12: 12, 13: 6, 14: 11,
            lapse: 14,
        ]
        return canvas.sheet
    }

    /// How the values of a driver are shown.
    static func format(of driver: ResolvedDriver) -> NumberFormat {
        let display = driver.definition.display
        if driver.definition.pattern == "meta.start_month" { return .date }
        if display == .price || display == .fraction { return .precise }
        if case .number(let value) = driver.base, display.format == .general, value != value.rounded() { return .ratio }
        return display.format
    }

    private static func write(
        _ driver: ResolvedDriver, row: Int, into canvas: inout SheetCanvas, _ data: ReportData, _ layout: WorkbookLayout
    ) {
        let definition = driver.definition
        canvas.sheet[row, 0] = Cell(.text(driver.label), .label, wrap: driver.label.utf8.count > 54)
        canvas.sheet[row, 1] = Cell(.text(canvas.unit(driver.unit)), .unit)
        canvas.sheet[row, 2] = Cell(.text(driver.key), .note)
        let format = format(of: driver)
        let base: CellContent
        if let link = driver.link {
            let place: Place =
                switch link {
                case .driver(let key): layout.drivers[key]!.base
                case .quote(let line, let id):
                    layout.quotes.lines[data.quotes.model.index(of: line)!].place(
                        member: data.quotes.rows.firstIndex { $0.id == id }!, at: 0)
                }
            let text =
                place.sheet == WorkbookLayout.SheetName.assumptions
                ? CellName.text(row: place.row, column: place.column) : CellName.absolute(place)
            base = .formula(text: text, value: driver.base.cellValue)
        } else {
            base = driver.base.content
        }
        let isTyped = driver.link == nil && definition.isLive
        canvas.sheet[row, 3] = Cell(base, isTyped ? .input : .derivedInput, format)
        // A text has no ends: only figures do.
        guard definition.kind != .text else {
            finish(driver, row: row, into: &canvas, data.heading.asOf)
            return
        }
        for (column, end) in [(4, driver.low), (5, driver.high)] {
            if let end {
                canvas.sheet[row, column] = Cell(.number(end), .input, format)
                if let rule = rule(driver, row: row, column: column) { canvas.sheet.rules.append(rule) }
            } else {
                canvas.sheet[row, column] = Cell(
                    .formula(text: CellName.text(row: row, column: 3), value: driver.base.cellValue), .derivedInput,
                    format)
            }
        }
        finish(driver, row: row, into: &canvas, data.heading.asOf)
        if isTyped, let rule = rule(driver, row: row, column: 3) { canvas.sheet.rules.append(rule) }
    }

    /// The register's columns behind the figures.
    private static func finish(_ driver: ResolvedDriver, row: Int, into canvas: inout SheetCanvas, _ asOf: Day) {
        let (least, most) = driver.definition.kind.bounds
        if let least { canvas.sheet[row, 6] = Cell(.number(least), .note) }
        if let most { canvas.sheet[row, 7] = Cell(.number(most), .note) }
        canvas.sheet[row, 8] = Cell(.text(driver.source), .note)
        canvas.sheet[row, 9] = Cell(.text(driver.owner), .note)
        if let day = driver.asOf { canvas.sheet[row, 10] = Cell(.date(SpreadsheetDate.serial(day)), .note, .date) }
        if let day = driver.expires { canvas.sheet[row, 11] = Cell(.date(SpreadsheetDate.serial(day)), .note, .date) }
        canvas.sheet[row, 12] = Cell(.text(driver.confidence.rawValue), .note)
        canvas.sheet[row, 13] = Cell(.number(driver.isLive ? 1 : 0), .note)
        let gain =
            switch driver.definition.direction {
            case .favours: "more of it"
            case .hurts: "less of it"
            case .neither: "–"
            }
        canvas.sheet[row, 14] = Cell(.text(gain), .note)
        if let lapse = driver.expires.flatMap({ Lapse($0, asOf: asOf) }) {
            canvas.sheet[row, Self.lapse] = Cell(.text(lapse.rawValue), .note)
        }
    }

    private static func rule(_ driver: ResolvedDriver, row: Int, column: Int) -> InputRule? {
        let cell = CellAddress(row: row, column: column)
        let title = String(driver.definition.label.prefix(32))
        switch driver.definition.kind {
        case .number(let min, let max, _, _):
            return InputRule(
                cell: cell, kind: .number(min: min, max: max), title: title,
                prompt: "A number\(range(min, max)), in \(driver.unit).")
        case .integer(let min, let max):
            return InputRule(
                cell: cell, kind: .number(min: Double(min), max: max.map(Double.init)), title: title,
                prompt: "A whole number\(range(Double(min), max.map(Double.init))).")
        case .choice(let words):
            return InputRule(
                cell: cell, kind: .choice(words), title: title, prompt: "One of: \(words.joined(separator: ", ")).")
        case .integerOrWord(let min, let words):
            return InputRule(
                cell: cell, kind: .numberOrWord(min: Double(min), words: words), title: title,
                prompt: "A month from \(min), or one of: \(words.joined(separator: ", ")).")
        case .price:
            return InputRule(
                cell: cell, kind: .numberOrWord(min: 0, words: [DriverKind.noPrice]), title: title,
                prompt: "A price of at least 0 in \(driver.unit), or: \(DriverKind.noPrice).")
        case .hoursBasis:
            return InputRule(
                cell: cell, kind: .numberOrWord(min: 0, words: ["calendar"]), title: title,
                prompt: "Hours above 0 and up to 744, or: calendar.")
        case .flag:
            return InputRule(
                cell: cell, kind: .number(min: 0, max: 1), title: title, prompt: "1 for yes, 0 for no.")
        case .text: return nil
        }
    }

    private static func range(_ min: Double?, _ max: Double?) -> String {
        func text(_ value: Double) -> String { value == value.rounded() ? "\(Int(value))" : "\(value)" }
        return (min.map { " of at least \(text($0))" } ?? "") + (max.map { " up to \(text($0))" } ?? "")
    }
}

extension DriverKind {
    /// The least and most that a number may be.
    package var bounds: (least: Double?, most: Double?) {
        switch self {
        case .number(let min, let max, _, _): (min, max)
        case .integer(let min, let max): (Double(min), max.map(Double.init))
        case .integerOrWord(let min, _): (Double(min), nil)
        case .price: (0, nil)
        case .hoursBasis: (0, 744)
        case .flag: (0, 1)
        case .choice, .text: (nil, nil)
        }
    }
}

/// How near an assumption is to the day after which nobody stands by it.
package enum Lapse: String, Hashable, Sendable {
    case lapsed
    case soon = "within 30 days"

    /// Nil: it holds for longer.
    package init?(_ expires: Day, asOf: Day) {
        if expires < asOf {
            self = .lapsed
        } else if expires.number - asOf.number <= 30 {
            self = .soon
        } else {
            return nil
        }
    }
}
