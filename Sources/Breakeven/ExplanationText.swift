import Economics
import Reports
import Tabular

/// A derivation for people: the answer first, then the formula, the steps from the top, the inputs, and what is folded.
struct ExplanationText {
    /// Deep enough to see what drives a figure, short enough for a screen.
    static let usualDepth = 2
    private static let mostMembers = 5
    private static let mostInputs = 12

    private let explanation: Explanation
    private let depth: Int
    /// Steps from the top that only pass another line on: the formula names them all at once.
    private let aliases: Int

    /// - Parameter depth: steps below the first that is more than another name.
    init(_ explanation: Explanation, depth: Int) {
        self.explanation = explanation
        aliases = explanation.steps.dropLast().prefix { $0.line.expression.isAlias }.count
        self.depth = depth + aliases
    }

    var text: String {
        var blocks = [head]
        if let first = explanation.steps.first, first.figures.count > 1, explanation.isOfMembers {
            blocks.append(table(members(first).map { row("  \($0.label)", first, $0.figure, "") }))
        }
        if !explanation.expression.isEmpty { blocks.append(formula) }
        let shown = explanation.steps.filter { $0.depth <= depth && $0.depth > aliases }
        if !shown.isEmpty { blocks.append(stepBlock(shown)) }
        let near = nearInputs
        if !near.isEmpty { blocks.append(inputBlock(near)) }
        if let rest = folded(steps: shown.count, inputs: near.count) { blocks.append([rest]) }
        return blocks.map { $0.joined(separator: "\n") }.joined(separator: "\n\n")
    }

    // MARK: - Answer and formula

    private var head: [String] {
        let circumstances = explanation.instance.map { "   (\($0.scenario.rawValue), \($0.strategy.rawValue))" } ?? ""
        var lines = ["\(explanation.label): \(answer)\(circumstances)"]
        var place: [String] = []
        if !explanation.section.isEmpty { place.append("MODEL.md \(explanation.section)") }
        if let cell = explanation.cell { place.append(CellName.absolute(cell)) }
        if let name = explanation.definedName { place.append(name) }
        if !place.isEmpty { lines.append("  " + place.joined(separator: "   ")) }
        return lines + explanation.reasons.filter { $0 != answer }.map { "  \($0)" }
    }

    private var answer: String {
        switch explanation.value {
        case .number(let number):
            return Self.shown(.number(number), explanation.display, explanation.unit)
                + Self.suffix(
                    explanation.unit, explanation.display)
        case .amount(let amount): return "\(amount) \(explanation.unit)"
        case .integer(let number): return "\(number) \(explanation.unit)"
        case .text(let word): return word
        case .empty:
            return explanation.steps.first?.figures.first.map { Self.shown($0.value, explanation.display, "") } ?? "–"
        }
    }

    private var formula: [String] {
        let names = [explanation.metric] + explanation.steps.prefix(aliases).map { "\($0.line.expression)" }
        guard let line = explanation.steps.dropFirst(aliases).first?.line else {
            return ["  \(names[0]) = \(explanation.expression)"]
        }
        let labels = Dictionary(
            explanation.steps.map { ($0.line.id, $0.line.label) }
                + explanation.inputs.compactMap { input in input.line.map { ($0.id, $0.label) } },
            uniquingKeysWith: { first, _ in first })
        let words = line.expression.text { labels[$0] ?? $0 }
        let formula = "\(line.expression)"
        return ["  \((names + [formula]).joined(separator: " = "))"]
            + (words == formula ? [] : ["  in words: \(words)"])
    }

    // MARK: - Steps

    private struct Row {
        var name: String
        var value: String
        var unit: String
        var cell: String
        var formula: String
    }

    private var sheet: String? { explanation.cell?.sheet }

    private func cell(_ place: Place?) -> String {
        guard let place else { return "" }
        return place.sheet == sheet
            ? CellName.text(row: place.row, column: place.column, lockRow: false, lockColumn: false)
            : CellName.absolute(place)
    }

    private func stepBlock(_ steps: [Explanation.Step]) -> [String] {
        let month = steps.first { $0.line.shape == .timeline }?.position
        var rows: [Row] = []
        for step in steps {
            let indent = String(repeating: "  ", count: step.depth - aliases)
            let figures = step.totals.isEmpty ? step.figures : step.figures + step.totals
            let name = indent + step.line.label
            let formula = "\(indent)  = \(step.line.expression)"
            if figures.count == 1 {
                rows.append(row(name, step, figures[0], formula))
                continue
            }
            let all = members(step)
            rows.append(Row(name: name, value: "", unit: "", cell: "", formula: formula))
            for (label, figure) in all.prefix(Self.mostMembers) {
                rows.append(row("\(indent)  · \(label)", step, figure, ""))
            }
            if all.count > Self.mostMembers {
                rows.append(
                    Row(
                        name: "\(indent)  · \(all.count - Self.mostMembers) more", value: "", unit: "", cell: "",
                        formula: ""))
            }
        }
        let title = "Steps" + (month.map { ", lines over time in month \($0)" } ?? "")
        return [title] + table(rows)
    }

    /// What stands below a line of several figures: its members, and the sums over the months.
    private func members(_ step: Explanation.Step) -> [(label: String, figure: Explanation.Figure)] {
        step.figures.map { ($0.member ?? "month \(step.position ?? 0)", $0) }
            + step.totals.map { ($0.member.map { "\($0), all months" } ?? "all months", $0) }
    }

    private func row(
        _ name: String, _ step: Explanation.Step, _ figure: Explanation.Figure, _ formula: String
    ) -> Row {
        Row(
            name: name, value: Self.shown(figure.value, step.line.display, step.unit),
            unit: Self.suffix(step.unit, step.line.display).trimmed, cell: cell(figure.cell), formula: formula)
    }

    private func table(_ rows: [Row]) -> [String] {
        let names = min(56, rows.map(\.name.count).max() ?? 0)
        let values = rows.map(\.value.count).max() ?? 0
        let units = rows.map(\.unit.count).max() ?? 0
        return rows.flatMap { row -> [String] in
            let value = String(repeating: " ", count: max(0, values - row.value.count)) + row.value
            let line = padded(row.name, names) + "  " + value + "  " + padded(row.unit, units) + "  " + row.cell
            return [line.trimmedEnd] + (row.formula.isEmpty ? [] : [row.formula])
        }
    }

    // MARK: - Inputs

    /// Inputs of the steps that are shown; the nearest where none is that near. Zeros say little and are folded.
    private var nearInputs: [Explanation.Input] {
        let telling = explanation.inputs.filter { $0.value != .number(0) }
        let near = telling.filter { $0.depth <= depth + 1 }
        return Array((near.isEmpty ? telling : near).prefix(Self.mostInputs))
    }

    private func inputBlock(_ inputs: [Explanation.Input]) -> [String] {
        let values = inputs.map { Self.shown($0.value, $0.display, $0.unit) + Self.suffix($0.unit, $0.display) }
        let keys = (inputs.map(\.key.count).max() ?? 0)
        let width = values.map(\.count).max() ?? 0
        let sources = inputs.map { input in
            input.source + (input.confidence.map { " (\($0))" } ?? "")
        }
        let ofSources = sources.map(\.count).max() ?? 0
        return ["Inputs"]
            + inputs.indices.map { index in
                ("  " + padded(inputs[index].key, keys) + "  " + padded(values[index], width) + "  "
                    + padded(sources[index], ofSources) + "  " + cell(inputs[index].cell)).trimmedEnd
            }
    }

    private func folded(steps: Int, inputs: Int) -> String? {
        let hidden = explanation.steps.count - 1 - aliases - steps
        let more = explanation.inputs.count - inputs
        guard hidden > 0 || more > 0 else { return nil }
        var parts: [String] = []
        if hidden > 0 { parts.append("\(hidden) deeper \(hidden == 1 ? "step" : "steps")") }
        if more > 0 { parts.append("\(more) more \(more == 1 ? "input" : "inputs")") }
        return
            "Folded: \(parts.joined(separator: " and ")). --depth \(depth - aliases + 2) goes deeper, --json shows all."
    }

    // MARK: - Figures

    /// A value in the manner of its line: grouped money, percent, plain counts.
    static func shown(_ value: DriverValue, _ display: Display, _ unit: String) -> String {
        guard case .number(let number) = value else {
            if case .word(let word) = value { return word }
            return ""
        }
        switch display {
        case .money, .count: return grouped(number, decimals: number.magnitude < 1000 && !isWhole(number) ? 2 : 0)
        case .price: return grouped(number, decimals: number.magnitude < 1 ? 4 : 2)
        case .fraction: return grouped(number, decimals: 1)
        case .percent: return ReportWords.percent(number)
        case .ratio: return significant(number)
        case .flag: return number == 0 ? "no" : "yes"
        case .month, .date:
            return display == .date ? "\(SpreadsheetDate.day(Int(number)))" : grouped(number, decimals: 0)
        case .word, .year: return significant(number)
        }
    }

    /// The unit behind a value, with a blank; nothing where the value says it.
    static func suffix(_ unit: String, _ display: Display) -> String {
        switch display {
        case .percent, .flag, .word, .date: ""
        default: ["ratio", "number", "1/0", "word", "text", ""].contains(unit) ? "" : " \(unit)"
        }
    }

    private static func isWhole(_ number: Double) -> Bool { number == number.rounded() }

    private static func grouped(_ number: Double, decimals: Int) -> String {
        guard number.magnitude < 1e15 else { return significant(number) }
        let scale = [1, 10, 100, 1000, 10_000][decimals]
        let units = Int((number.magnitude * Double(scale)).rounded())
        let whole = ReportWords.whole(Double(units / scale))
        guard decimals > 0 else { return number < 0 && units > 0 ? "−\(whole)" : whole }
        let rest = String(units % scale)
        let text = "\(whole).\(String(repeating: "0", count: decimals - rest.count))\(rest)"
        return number < 0 && units > 0 ? "−\(text)" : text
    }

    /// Six significant digits.
    private static func significant(_ number: Double) -> String {
        guard number != 0, number.isFinite else { return number == 0 ? "0" : "–" }
        var scale = 1.0
        var size = number.magnitude
        while size < 100_000, scale < 1e15 {
            size *= 10
            scale *= 10
        }
        return decimalText((number * scale).rounded() / scale)
    }
}

extension String {
    fileprivate var trimmedEnd: String {
        var text = self[...]
        while text.last == " " { text = text.dropLast() }
        return String(text)
    }

    fileprivate var trimmed: String { first == " " ? String(dropFirst()) : self }
}

extension Explanation {
    /// Whether it is a line over members, none of which was picked.
    fileprivate var isOfMembers: Bool { steps.first?.line.members != nil }
}

extension Expression {
    /// Another line under a name of its own.
    fileprivate var isAlias: Bool {
        switch self {
        case .line, .member: true
        default: false
        }
    }
}
