package import Diagnostics
import Money

/// Points out money whose volume, or volume whose money, is in a file that is not there.
///
/// Some vendors export money and tokens apart. A month with one half only has no price per token; halves that end on
/// different days have a wrong one.
package enum MissingHalves {
    package static func notes(on files: [ImportedFile]) -> [(index: Int, note: Diagnostic)] {
        var ends: [Half: Day] = [:]
        for file in files where file.duplicateOf == nil {
            for covered in file.covered {
                let half = Half(format: file.format, month: covered.firstDay.month)
                ends[half] = max(ends[half] ?? covered.lastDay, covered.lastDay)
            }
        }
        var told: Set<Half> = []
        return files.enumerated().flatMap { index, file in
            missing(from: file, ends, told: &told).map { (index, $0) }
        }
    }

    private struct Half: Hashable {
        var format: String
        var month: Month
    }

    private static func missing(from file: ImportedFile, _ ends: [Half: Day], told: inout Set<Half>) -> [Diagnostic] {
        guard let counterpart = file.counterpart, file.duplicateOf == nil, file.serves != "own" else { return [] }
        let isMoney = file.role == .money
        var alone: [Month] = []
        var notes: [Diagnostic] = []
        for month in Set(file.lines.filter { saysSomething($0, isMoney: isMoney) }.map(\.month)).sorted() {
            let own = Half(format: file.format, month: month)
            guard told.insert(own).inserted else { continue }
            guard let end = ends[Half(format: counterpart, month: month)] else {
                alone.append(month)
                continue
            }
            // Said once, at the money.
            guard isMoney, let ownEnd = ends[own], ownEnd != end else { continue }
            notes.append(.halvesEndApart(file.name, own: ownEnd, other: end, format: counterpart))
        }
        if let first = alone.first, let last = alone.last {
            let span = first == last ? "\(first)" : "\(first) to \(last)"
            notes.insert(
                isMoney
                    ? .moneyWithoutVolume(file.name, span: span, format: counterpart)
                    : .volumeWithoutMoney(file.name, span: span, format: counterpart), at: 0)
        }
        return notes
    }

    private static func saysSomething(_ line: ChargeLine, isMoney: Bool) -> Bool {
        isMoney ? !(line.billedCost ?? .zero).isZero : line.tokens.contains { !$0.value.isZero }
    }
}

extension Diagnostic {
    static func moneyWithoutVolume(_ file: String, span: String, format: String) -> Diagnostic {
        Diagnostic(
            "money-without-volume", .warning, at: SourcePosition(file: file),
            found: "money of \(span), and no file with the tokens of \(span) (\(format))",
            expected: "cost and usage exports of the same months",
            fix: "export the usage of these months too; without it there is spend and no price per token")
    }

    static func volumeWithoutMoney(_ file: String, span: String, format: String) -> Diagnostic {
        Diagnostic(
            "volume-without-money", .warning, at: SourcePosition(file: file),
            found: "tokens of \(span), and no file with their money" + (format.isEmpty ? "" : " (\(format))"),
            expected: format.isEmpty ? "the invoice of these months" : "cost and usage exports of the same months",
            fix: format.isEmpty
                ? "give the monthly invoice in a file of Vendor,Month,Amount,Currency, or prices in workloads.csv"
                : "export the cost of these months too, or give prices in workloads.csv")
    }

    static func halvesEndApart(_ file: String, own: Day, other: Day, format: String) -> Diagnostic {
        Diagnostic(
            "halves-end-apart", .warning, at: SourcePosition(file: file),
            found: "money of \(own.month) up to \(own), and tokens of it up to \(other) (\(format))",
            expected: "cost and usage exports of the same days",
            fix: "export both for the whole month; prices per token of \(own.month) are wrong until then")
    }
}
