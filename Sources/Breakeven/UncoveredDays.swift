import Billing
import Diagnostics

/// Which files keep the newest months from being complete, where the report therefore takes an earlier one.
enum UncoveredDays {
    /// - Parameter period: what the run reports when nobody named a month.
    static func notes(_ coverage: Coverage, _ invoices: [ImportedFile], period: Month) -> [Diagnostic] {
        var notes: [Diagnostic] = []
        for month in coverage.months where month.month > period {
            for gap in month.gaps {
                guard let file = file(gap, month.month, coverage, invoices) else { continue }
                notes.append(.monthLeftOut(gap, of: month.month, file: file, period: period))
            }
        }
        return notes
    }

    /// The first file that keeps a month from being complete; the folder of all where none can be named.
    static func file(_ coverage: Coverage, _ invoices: [ImportedFile], _ month: Month) -> String {
        let gaps = coverage.months.first { $0.month == month }?.gaps ?? []
        return gaps.lazy.compactMap { file($0, month, coverage, invoices) }.first ?? "invoices"
    }

    private static func file(
        _ gap: Coverage.Gap, _ month: Month, _ coverage: Coverage, _ invoices: [ImportedFile]
    ) -> String? {
        guard let source = coverage.sources.first(where: { $0.name == gap.source }) else { return nil }
        let files = invoices.filter { source.files.contains($0.name) }
        let last =
            files.filter { $0.openMonths.contains(month) }.last
            ?? files.filter { $0.periodTo == source.lastDay }.last
        return last?.name ?? source.files.last
    }
}

extension Diagnostic {
    static func monthLeftOut(_ gap: Coverage.Gap, of month: Month, file: String, period: Month) -> Diagnostic {
        Diagnostic(
            "month-left-out", .warning, at: SourcePosition(file: file),
            found:
                "nothing that covers \(gap.from) to \(gap.to), so \(month) is not complete and the report takes \(period)",
            expected: "exports that reach \(month.lastDay)",
            fix: "export the rest of \(month), or take it with the days that there are: --period \(month)")
    }
}
