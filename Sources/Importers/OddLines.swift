import Billing
import Diagnostics
import Money

/// What a reader should look at in the lines of a file, though each of them is counted as it stands.
func oddLines(of file: ImportedFile, equal: EqualRows?) -> [Diagnostic] {
    var notes: [Diagnostic] = []
    if let equal { notes.append(.equalRows(equal, file: file.name)) }
    if !file.openMonths.isEmpty { notes.append(.monthsOpen(file.openMonths.sorted(), file: file.name)) }
    if let note = negativeUsage(of: file) { notes.append(note) }
    if let note = chargedElsewhere(in: file) { notes.append(note) }
    return notes
}

/// Usage of a model and month that comes to less than nothing: more was given back than was used.
private func negativeUsage(of file: ImportedFile) -> Diagnostic? {
    struct Place: Hashable {
        var month: Month
        var name: String
        var currency: Currency?
    }
    var sums: [Place: Amount] = [:]
    for line in file.lines where line.category == .usage {
        guard let cost = line.billedCost ?? line.effectiveCost else { continue }
        let place = Place(
            month: line.month, name: line.model.isEmpty ? line.provider : line.model, currency: line.currency)
        guard let sum = try? (sums[place] ?? .zero).adding(cost) else { return nil }
        sums[place] = sum
    }
    // An account that writes all its charges as negative amounts is told of elsewhere.
    guard sums.values.contains(where: { !$0.isNegative && !$0.isZero }) || sums.count == 1 else { return nil }
    let odd = sums.filter(\.value.isNegative).sorted {
        ($0.key.month, $0.key.name, $0.key.currency?.code ?? "") < (
            $1.key.month, $1.key.name, $1.key.currency?.code ?? ""
        )
    }
    guard !odd.isEmpty else { return nil }
    let shown = odd.prefix(3).map { "\($0.value) \($0.key.currency?.code ?? "") of \($0.key.name) for \($0.key.month)" }
    return .negativeUsage(shown.joined(separator: ", ") + (odd.count > 3 ? ", …" : ""), file: file.name)
}

/// Usage that this bill leaves to another one: of a marketplace's seller, or a purchase that is not in the file.
private func chargedElsewhere(in file: ImportedFile) -> Diagnostic? {
    var rows = 0
    var sums: [Currency: Amount] = [:]
    guard !file.lines.contains(where: { $0.category == .purchase }) else { return nil }
    for line in file.lines where line.category == .usage {
        guard let billed = line.billedCost, billed.isZero, let cost = line.effectiveCost, cost > .zero,
            let currency = line.currency, let sum = try? (sums[currency] ?? .zero).adding(cost)
        else { continue }
        rows += line.rows
        sums[currency] = sum
    }
    guard rows > 0 else { return nil }
    let worth = sums.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
    return .chargedElsewhere(rows, worth: worth, file: file.name)
}

extension Diagnostic {
    static func equalRows(_ equal: EqualRows, file: String) -> Diagnostic {
        let rows = equal.count == 1 ? "1 row that equals" : "\(equal.count) rows that equal"
        let worth = equal.sum.map { ", with \($0) in all" } ?? ""
        return Diagnostic(
            "equal-rows", .note, at: SourcePosition(file: file, line: equal.firstLine),
            found: "\(rows) an earlier one in every column\(worth); all of them are counted",
            expected: "each charge once",
            fix: "look whether the export holds them twice; if it does, export it again")
    }

    static func monthsOpen(_ months: [Month], file: String) -> Diagnostic {
        Diagnostic(
            "month-open", .note, at: SourcePosition(file: file),
            found:
                "usage of \(months.map(\.description).joined(separator: ", ")) that no invoice has yet: the month is open",
            expected: "months that the vendor has closed",
            fix: "export the month again when the vendor has closed it")
    }

    static func negativeUsage(_ what: String, file: String) -> Diagnostic {
        Diagnostic(
            "negative-usage", .warning, at: SourcePosition(file: file), found: "usage that adds up to \(what)",
            expected: "usage that costs something; what is given back in rows of Credit or Adjustment",
            fix: "look whether charges of these rows are missing or stand in another file")
    }

    static func chargedElsewhere(_ rows: Int, worth: String, file: String) -> Diagnostic {
        Diagnostic(
            "charged-elsewhere", .warning, at: SourcePosition(file: file),
            found:
                "\(rows == 1 ? "1 row" : "\(rows) rows") of usage with a billed cost of 0 and an effective cost of \(worth)",
            expected: "the bill that charges for it: of a marketplace's seller, or of a commitment",
            fix: "add that bill, or set `baseline.basis: effective`")
    }
}
