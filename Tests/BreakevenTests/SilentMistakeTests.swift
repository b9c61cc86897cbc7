import TestSupport
import Testing

/// Mistakes that leave a project readable and would otherwise change its report without a word.
@Suite(.enabled(if: Binary.path != nil, "the program is built beside the tests"))
struct SilentMistakeTests {
    @Test func aMistypedYearDoesNotBecomeThePeriod() throws {
        let project = try SmallProject()
        try project.append("2062-03,Acme AI,model-1,7,USD\n")
        let outcome = try project.run(["check", "p"])
        #expect(outcome.status == 65)
        #expect(
            outcome.errors == """
                invoices/acme.csv:14: error: found charges of 2062-03, 429 months after 2026-06, the nearest month with charges, expected months that follow one another, with at most 12 between them
                  fix: correct the date; if it is right, say which month to report: --period 2026-06 or --period 2062-03

                """)
        let asked = try project.run(["check", "p", "--period", "2026-06"])
        #expect(asked.status == 0)
        #expect(
            asked.errors == """
                invoices/acme.csv:14: warning: found charges of 2062-03, 429 months after 2026-06, the nearest month with charges, expected months that follow one another, with at most 12 between them
                  fix: correct the date if it is mistyped

                """)
    }

    @Test func aMistypedYearInThePastIsNamed() throws {
        let project = try SmallProject()
        try project.append("2006-03,Acme AI,model-1,7,USD\n")
        let outcome = try project.run(["check", "p"])
        #expect(outcome.status == 0)
        #expect(
            outcome.errors == """
                invoices/acme.csv:14: warning: found charges of 2006-03, 238 months before 2026-01, the nearest month with charges, expected months that follow one another, with at most 12 between them
                  fix: correct the date if it is mistyped

                """)
    }

    @Test func aHistoryThatNoWorkbookShowsIsRefused() throws {
        let project = try SmallProject()
        try project.append("0202-03,Acme AI,model-1,7,USD\n")
        let outcome = try project.run(["report", "p", "--period", "2026-06"])
        #expect(outcome.status == 65)
        #expect(
            outcome.errors == """
                invoices/acme.csv:14: error: found charges of 0202-03, 21886 months before 2026-01, the nearest month with charges, expected months that follow one another, with at most 12 between them
                  fix: correct the date, or move the old exports out of the project

                """)
    }

    @Test func chargesAfterTodayAreNamed() throws {
        let project = try SmallProject()
        let outcome = try project.run(["check", "p", "--as-of", "2026-05-15"])
        #expect(outcome.status == 0)
        #expect(
            outcome.errors == """
                invoices/acme.csv:12: warning: found charges of 2026-06, which begins after the as-of date 2026-05-15, expected charges of months up to that day
                  fix: correct the date of the row or the as-of date, or name the month to report with --period

                """)
    }

    @Test func aMonthThatAFileDoesNotCoverIsNamedWithTheFile() throws {
        let project = try SmallProject()
        try project.write(
            "invoices/beta.csv",
            "Date,Vendor,Model,Amount,Currency\n2026-06-30,Beta,m,3,USD\n2026-07-12,Beta,m,4,USD\n")
        let outcome = try project.run(["check", "p"])
        #expect(outcome.output.hasPrefix("2026-06: "))
        #expect(
            outcome.errors == """
                invoices/beta.csv: warning: found nothing that covers 2026-07-13 to 2026-07-31, so 2026-07 is not complete and the report takes 2026-06, expected exports that reach 2026-07-31
                  fix: export the rest of 2026-07, or take it with the days that there are: --period 2026-07

                """)
        #expect(try project.run(["check", "p", "--period", "2026-07", "--quiet"]).status == 0)
    }

    @Test func rulesThatMatchNothingAreNamedWithTheirLine() throws {
        let project = try SmallProject()
        try project.write(
            "breakeven.yaml",
            """
            sources:
              - {files: "invoices/acm.csv", currency: USD}
              - {files: "invoices/*.csv", currency: USD}
              - {files: "invoices/acme.csv", currency: USD}
            attribution:
              - {when: {model: "model-1"}, workload: chat}
              - {when: {project: "chta-*"}, workload: chat}
              - {when: {model: "*-1"}, workload: search}
              - {when: {provider: "acme ai"}, workload: rest}

            """)
        let outcome = try project.run(["check", "p"])
        #expect(outcome.status == 0)
        #expect(
            outcome.errors == """
                breakeven.yaml:2:5: warning: found `files: invoices/acm.csv`, which matches none of the project's invoices, expected a name or pattern relative to the project folder, such as invoices/acme/*.csv
                  fix: correct the pattern, or take the entry out
                breakeven.yaml:4:5: warning: found `files: invoices/acme.csv`, whose files all belong to `files: invoices/*.csv` above it, expected the first entry that matches to be the right one
                  fix: move it up, or take it out
                breakeven.yaml:7:5: warning: found a rule for chat that no charge matches, expected values as the invoices write them; case counts except in provider and model
                  fix: correct the rule, or take it out; csv/spend.csv shows what is `unattributed`
                breakeven.yaml:8:5: warning: found a rule for search whose charges all belong to rules above it, expected the first rule that matches to be the right one
                  fix: move it up, or take it out

                """)
    }
}
