package import Billing
package import Diagnostics
import Money

/// Judges a file's rejected rows: more than 1 % of its rows or of its money is no longer an invoice with a slip.
///
/// One bad row alone is a slip in a file of up to a hundred rows, unless it carries more money than all others.
package func tooManyRejects(_ file: ImportedFile) -> Diagnostic? {
    guard file.rejected > 0 else { return nil }
    if file.accepted == 0 { return .tooManyRejects("\(file.rejected) of \(file.rows) rows", file: file.name) }
    if file.rejected > 1, file.rejected * 100 > file.rows {
        return .tooManyRejects("\(file.rejected) of \(file.rows) rows", file: file.name)
    }
    var accepted = 0.0
    var rejected = 0.0
    for line in file.lines { accepted += (line.billedCost ?? line.effectiveCost)?.magnitude.doubleValue ?? 0 }
    for row in file.rejects {
        rejected += (row.amounts["billed"] ?? row.amounts["effective"])?.magnitude.doubleValue ?? 0
    }
    let isSlip = file.rejected == 1 && file.rows <= 100
    guard rejected > (isSlip ? accepted : 0.01 * (accepted + rejected)) else { return nil }
    let sums = file.rejectedValue.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
    let rows = file.rejected == 1 ? "1 row" : "\(file.rejected) rows"
    return .tooManyRejects("\(rows) with \(sums.isEmpty ? "more than 1 % of the money" : sums)", file: file.name)
}

/// Files of one format that bill the same days of one account, other than by the same bytes.
func overlappingFiles(_ files: [ImportedFile]) -> [Diagnostic] {
    struct Place: Hashable {
        var format: String
        var account: String
        var day: Day
    }
    struct Pair: Hashable {
        var first: Int
        var second: Int
    }
    var seen: [Place: [String: Set<Int>]] = [:]
    var shared: [Pair: Set<Day>] = [:]
    // Parts of one export share a name: `focus-part-1-of-3.csv` and `focus-part-2-of-3.csv`.
    let names = files.map { PartNumber($0.name)?.export ?? $0.name }
    for (index, file) in files.enumerated() where file.duplicateOf == nil {
        for covered in file.covered {
            for number in covered.firstDay.number...covered.lastDay.number {
                let day = Day(number: number)
                let place = Place(format: file.format, account: covered.account, day: day)
                for (part, holders) in seen[place] ?? [:]
                where part == covered.part || part.isEmpty || covered.part.isEmpty {
                    for holder in holders where holder != index && names[holder] != names[index] {
                        shared[Pair(first: holder, second: index), default: []].insert(day)
                    }
                }
                seen[place, default: [:]][covered.part, default: []].insert(index)
            }
        }
    }
    return shared.sorted { ($0.key.first, $0.key.second) < ($1.key.first, $1.key.second) }.map { pair, days in
        .sameMoneyTwice(
            files[pair.second].name, and: files[pair.first].name, format: files[pair.first].format,
            days: days.sorted())
    }
}

extension Diagnostic {
    static func tooManyRejects(_ what: String, file: String) -> Diagnostic {
        Diagnostic(
            "too-many-rejects", at: SourcePosition(file: file), found: "\(what) that cannot be read",
            expected: "at most 1 % of a file's rows and of its money",
            fix: "correct the file or export it again; `breakeven inspect \(file)` lists what is wrong")
    }

    static func sameMoneyTwice(_ file: String, and other: String, format: String, days: [Day]) -> Diagnostic {
        let span =
            days.count == 1 ? "\(days[0])" : "\(days.count) days from \(days[0]) to \(days[days.count - 1])"
        return Diagnostic(
            "same-money-twice", at: SourcePosition(file: file),
            found: "charges of the same account and days as \(other) (\(format), \(span)): the same money twice",
            expected: "each day of an account in one file",
            fix: "keep the newer export of these days and move the other one out of the project")
    }
}
