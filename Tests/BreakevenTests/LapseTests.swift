import Billing
import TestSupport
import Testing
import XLSX

@testable import Breakeven

/// Expiry dates of assumptions, in words on the board page.
struct LapseTests {
    private static func day(_ text: String) throws -> Day { try #require(Day(text)) }

    @Test func thoseOfThePastAndOfTheNextThirtyDaysAreCountedApart() throws {
        let sentences = ReportChecks.lapses(
            [
                ("Old", try Self.day("2026-06-29")), ("Today", try Self.day("2026-06-30")),
                ("Last", try Self.day("2026-07-30")), ("Later", try Self.day("2026-07-31")),
            ], try Self.day("2026-06-30"))
        #expect(
            sentences == [
                "1 assumption has lapsed: Old, on 2026-06-29.",
                "2 assumptions lapse within 30 days, the first on 2026-06-30: Today.",
            ])
        #expect(ReportChecks.lapses([], try Self.day("2026-06-30")).isEmpty)
    }

    @Test func theBoardPageSaysWhatLapses() throws {
        let project = try SmallProject()
        try project.write(
            "breakeven.yaml", "model: {finance: {tax_rate: {base: 0.2, expires: 2026-07-12}}}\n")
        let outcome = try project.run(["report", "p", "--output", "out"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let archive = try Archive(path: project.scratch.file("out/breakeven-2026-06.xlsx"))
        let texts = String(decoding: try #require(try archive.contents(of: "xl/sharedStrings.xml")), as: UTF8.self)
        #expect(texts.contains("1 assumption lapses within 30 days: "))
        #expect(texts.contains(", on 2026-07-12."))
    }
}
