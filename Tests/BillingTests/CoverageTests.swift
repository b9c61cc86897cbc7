import Money
import Testing

@testable import Billing

@Suite struct CoverageRules {
    private func file(
        _ from: String, _ to: String, format: String = "f", provider: String = "A", account: String = "",
        grain: Grain = .finer
    ) -> ImportedFile {
        var charge = line(String(from.prefix(7)), provider, as: .other, cost: "1")
        charge.dimensions.account = account
        var file = ImportedFile(name: "\(format)-\(from)", sha256: "", format: format)
        file.lines = [charge]
        file.grain = grain
        file.periodFrom = Day(from)
        file.periodTo = Day(to)
        return file
    }

    private func month(_ text: String) -> Month { Month(text)! }

    @Test func aMonthIsCompleteWhenItsLastDayIsCovered() {
        let coverage = Coverage(of: [file("2026-01-05", "2026-02-28"), file("2026-03-01", "2026-03-30")])
        #expect(coverage.months.map(\.isComplete) == [true, true, false])
        #expect(coverage.newestCompleteMonth == month("2026-02"))
        #expect(coverage.newestMonth == month("2026-03"))
        #expect(
            coverage.months[2].gaps == [Coverage.Gap(source: "f A", from: Day("2026-03-31")!, to: Day("2026-03-31")!)])
    }

    @Test(arguments: [Grain.month, .finer]) func aMonthMarkedOpenIsNotComplete(_ grain: Grain) {
        var open = file("2026-02-01", "2026-02-28", grain: grain)
        open.openMonths = [month("2026-02")]
        let coverage = Coverage(of: [file("2026-01-01", "2026-01-31", grain: grain), open])
        #expect(coverage.months.map(\.isComplete) == [true, false])
        #expect(coverage.newestCompleteMonth == month("2026-01"))
        #expect(
            coverage.months[1].gaps == [Coverage.Gap(source: "f A", from: Day("2026-02-01")!, to: Day("2026-02-28")!)])
    }

    @Test func everyFinerSourceHasToReachTheEnd() {
        let coverage = Coverage(of: [
            file("2026-01-01", "2026-03-31", format: "f"), file("2026-01-01", "2026-03-10", format: "g", provider: "B"),
        ])
        #expect(coverage.newestCompleteMonth == month("2026-02"))
    }

    /// An export that ends with the month before is late; one that ended earlier has ended.
    @Test func anExportThatIsLateHoldsTheNewestMonthOpen() {
        let late = Coverage(of: [file("2026-01-01", "2026-03-31"), file("2026-01-01", "2026-02-28", format: "g")])
        #expect(late.newestCompleteMonth == month("2026-02"))
        let ended = Coverage(of: [file("2026-01-01", "2026-03-31"), file("2026-01-01", "2026-01-31", format: "g")])
        #expect(ended.newestCompleteMonth == month("2026-03"))
        let new = Coverage(of: [file("2026-01-01", "2026-03-31"), file("2026-03-01", "2026-03-31", format: "g")])
        #expect(new.months.map(\.isComplete) == [true, true, true])
    }

    @Test func sourcesOfMonthGrainAreComplete() {
        let coverage = Coverage(of: [file("2026-01-01", "2026-01-31", grain: .month)])
        #expect(coverage.newestCompleteMonth == month("2026-01"))
    }

    @Test func filesOfOneAccountAreOneSource() {
        let coverage = Coverage(of: [
            file("2026-02-01", "2026-02-28", account: "x"), file("2026-01-01", "2026-01-31", account: "x"),
            file("2026-01-01", "2026-01-31", account: "y"),
        ])
        #expect(coverage.sources.map(\.name) == ["f A x", "f A y"])
        #expect(coverage.sources.map(\.lastDay) == [Day("2026-02-28")!, Day("2026-01-31")!])
    }

    @Test func theWindowIsTheNewestCompleteMonths() {
        let coverage = Coverage(of: [file("2025-11-01", "2026-03-10")])
        #expect(
            coverage.baselineWindow(through: month("2026-03"), months: 3).map(\.description) == [
                "2025-12", "2026-01", "2026-02",
            ])
        #expect(
            coverage.baselineWindow(through: month("2025-12"), months: 3).map(\.description) == ["2025-11", "2025-12"])
        #expect(coverage.baselineWindow(through: month("2025-10"), months: 3).isEmpty)
    }

    @Test func withoutACompleteMonthTheNewestStandsAlone() {
        let coverage = Coverage(of: [file("2026-03-01", "2026-03-10")])
        #expect(coverage.newestCompleteMonth == nil)
        #expect(coverage.baselineWindow(through: month("2026-04"), months: 3) == [month("2026-03")])
    }

    @Test func coveredMonthsAreThoseOfTheProvider() {
        let coverage = Coverage(of: [
            file("2026-01-01", "2026-03-31"), file("2026-03-05", "2026-03-31", format: "g", provider: "B"),
        ])
        let window = [month("2026-01"), month("2026-02"), month("2026-03")]
        #expect(coverage.coveredMonths(of: "A", in: window) == 3)
        #expect(coverage.coveredMonths(of: "B", in: window) == 1)
    }
}
