import Billing
import Reports
import XLSX

extension Validation {
    /// The rule of an input as the spreadsheet checks it, with a message that says what is accepted.
    ///
    /// - Parameter format: That of the cell: bounds of a date are said as dates.
    init(_ rule: InputRule, _ format: NumberFormat) {
        let kind: Kind
        let accepted: String
        switch rule.kind {
        case .number(let min, let max):
            kind = .number(min: min, max: max)
            accepted = format == .date ? "a date\(bounds(min, max, day))" : "a number\(bounds(min, max, plain))"
        case .choice(let words):
            kind = .choice(words)
            accepted = "one of the words in the list"
        case .numberOrWord(let min, let words):
            let cell = reference(rule.cell.row, rule.cell.column)
            let number = min.map { "AND(ISNUMBER(\(cell)),\(cell)>=\(plain($0)))" } ?? "ISNUMBER(\(cell))"
            let terms = [number] + words.map { "\(cell)=\"\(doubledQuotes($0))\"" }
            kind = .formula("OR(\(terms.joined(separator: ",")))")
            accepted = "a number\(bounds(min, nil, plain)), or \(words.joined(separator: " or "))"
        }
        self.init(
            kind, title: rule.title, prompt: rule.prompt, errorTitle: "Not accepted",
            errorMessage: String("This cell takes \(accepted).".prefix(255)))
    }
}

private func bounds(_ min: Double?, _ max: Double?, _ text: (Double) -> String) -> String {
    switch (min, max) {
    case (let min?, let max?): " from \(text(min)) to \(text(max))"
    case (let min?, nil): " of at least \(text(min))"
    case (nil, let max?): " of at most \(text(max))"
    case (nil, nil): ""
    }
}

/// A spreadsheet's day count as a date; 25569 is 1970-01-01.
private func day(_ serial: Double) -> String { Day(number: Int(serial) - 25_569).description }

/// `2` for 2.0, `0.5`, `1E-06`.
private func plain(_ number: Double) -> String {
    let text = number.description
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text.uppercased()
}

private func doubledQuotes(_ text: String) -> String {
    text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
}
