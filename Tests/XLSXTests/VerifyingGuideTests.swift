import TestSupport
import Testing
import XLSX

/// The guide to `verify`, written from the criteria themselves.
struct VerifyingGuideTests {
    static func page() -> GuidePage {
        var page = GuidePage("Verifying", title: "Verifying a workbook", besideTest: #filePath)
        page.add(
            """
            What `breakeven verify FILE.xlsx [PROJECT]` looks at, and how each criterion is decided.
            """)
        page.section("Overview")
        page.add(
            """
            The command reads the file with code of its own, down to the ZIP directory, and trusts nothing that the writer says. Cached
            values are compared with what an interpreter of the allowed functions computes from the typed cells alone: beside the engine
            and the spreadsheet program, a third calculator.
            """)
        page.add(
            """
            Each criterion comes to `pass`, `fail` with the first place and the number of places, or `needs:` and what it takes beside the
            file. The command leaves with 0 when nothing fails, 3 when something does, 65 for a file that is no whole workbook and 66 for
            one that cannot be opened. `--json` gives `ok`, `findings` and `criteria`.
            """)
        page.add(
            """
            Where `manifest.json` lies beside the workbook, every file of the report must have the SHA-256 that it names. With PROJECT,
            every input must, too. Where the CSV files lie beside it, their figures must be the workbook's.
            """)
        page.section("Criteria")
        page.table(
            ["Id", "What holds", "How it is decided"],
            AuditCriterion.all.map { [$0.id, $0.claim, $0.how] })
        return page
    }

    @Test func theGuideIsUpToDate() throws {
        let page = Self.page()
        #expect(try page.recorded() == page.text, "run with RECORD=1 to accept")
    }
}
