import Billing
import Economics
import TestSupport
import Testing
import XLSX

@testable import Breakeven
@testable import Reports

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

    /// Words beside the date, and which way helps the proposal.
    @Test func theRegisterFlagsThemRowByRow() throws {
        var project = RandomProject(seed: 103)
        project.trials = 0
        project.finance["tax_rate"] = ["base": 0.2, "expires": "2027-01-20"]
        project.finance["wage_inflation"] = ["base": 0.02, "expires": "2026-12-01"]
        project.market["api_price_decline_annual"] = ["base": 0.1, "expires": "2028-01-01"]
        let data = try analysed(project).data
        #expect("\(data.heading.asOf)" == "2026-12-31")
        let sheet = try #require(try ReportWorkbook.make(data).sheets.first { $0.name == "Assumptions" })
        func texts(_ key: String) throws -> [String] {
            let row = try #require(
                sheet.cells.first { $0.value.content == .text(key) && $0.key.column == 2 }?.key.row)
            return [14, 15].map { column in
                if case .text(let text)? = sheet[row, column]?.content { text } else { "" }
            }
        }
        #expect(try texts("finance.tax_rate")[1] == "within 30 days")
        #expect(try texts("finance.wage_inflation") == ["less of it", "lapsed"])
        #expect(try texts("market.api_price_decline_annual") == ["less of it", ""])
        #expect(try texts("pools.\(data.model.members[.pool][0].id).tps_out")[0] == "more of it")
        #expect(Set(sheet.statuses.map(\.word)).isSuperset(of: ["lapsed", "within 30 days"]))
    }
}
