import Billing
import Diagnostics
import Economics
import Money
import Reports
import TestSupport
import Testing

@testable import Breakeven

/// Runs the project `p` of a scratch folder and hands over its figures.
private func analysed(_ project: SmallProject, _ options: RunOptions = RunOptions(), _ overrides: [String] = []) throws
    -> Analysis
{
    try Analysis(try ProjectFolder(path: project.folder, overrides: overrides), options)
}

/// What a report says of the ledger: exact money, and the months that make the baseline.
struct LedgerInReportTests {
    @Test func moneyOfTheLedgerIsExactAndTheWorkbookAgrees() throws {
        let project = try SmallProject()
        // In doubles 0.1 + 0.2 is 0.30000000000000004.
        try project.write(
            "invoices/acme.csv",
            SmallProject.header + "2026-01,Acme AI,a,0.1,USD\n2026-01,Acme AI,b,0.2,USD\n2026-02,Acme AI,a,0.7,USD\n")
        try project.write(
            "control_totals.csv",
            "vendor,month,currency,total\nAcme AI,2026-01,USD,0.2999\nAcme AI,2026-02,USD,0.6998\n")
        let analysis = try analysed(project, RunOptions(period: Month("2026-01")))
        let rows = ModelTables.summary(analysis.data).rows
        for (metric, value) in [
            ("api_spend_last_month", "0.3"), ("invoices_total", "1.0"), ("invoices_difference", "0.0003"),
        ] {
            let row = try #require(rows.first { $0[0] == .text(metric) })
            #expect(row[3] == .amount(Amount(value)!))
            #expect(abs(analysis.data.spend.evaluation.value(metric, lane: 0) - Amount(value)!.doubleValue) < 1e-12)
        }
    }

    @Test func everyAssumptionSaysWhereItComesFrom() throws {
        let project = try SmallProject()
        try project.write(
            "breakeven.yaml",
            """
            model:
              meta: {horizon_months: 24}
              finance:
                tax_rate: 0.2
                contingency_pct: {base: 0.1, source: handbook}
            """)
        try project.write("workloads.csv", "id,growth_monthly,max_share\nunattributed,0.02,0.9\n")
        let register = try analysed(project, RunOptions(), ["people.fte_base=2"]).data.register
        for (key, source, confidence) in [
            ("finance.tax_rate", "breakeven.yaml:4", Confidence.estimate),
            ("finance.contingency_pct", "handbook", .estimate), ("finance.wage_inflation", "default", .estimate),
            ("finance.discount_rate_annual", "default", .placeholder),
            ("workloads.unattributed.growth_monthly", "workloads.csv:2", .estimate),
            ("workloads.unattributed.api_other_month", "invoices, 2026-04 to 2026-06", .invoice),
            ("people.fte_base", "--set people.fte_base", .estimate),
            ("meta.start_month", "default: the month after the period", .estimate),
            ("meta.horizon_months", "breakeven.yaml:2", .estimate),
        ] {
            let driver = try #require(register[key: key])
            #expect(driver.source == source, "\(key)")
            #expect(driver.confidence == confidence, "\(key)")
        }
        #expect(register.drivers.filter(\.source.isEmpty).map(\.key) == [])
    }

    @Test(arguments: [
        ("2025-12", "2025-12 for `baseline.through`, and the invoices run from 2026-01 to 2026-06", "2025-12"),
        ("2026-07", "2026-07 for `baseline.through`, and the invoices run from 2026-01 to 2026-06", "2026-07"),
    ]) func aBaselineOutsideTheLedgerIsRefused(_ through: String, _ found: String, _ month: String) throws {
        let project = try SmallProject()
        try project.write("breakeven.yaml", "baseline:\n  through: \(through)\n")
        let failure = #expect(throws: Failure.self) { _ = try analysed(project) }
        #expect(failure?.status == .badConfiguration)
        #expect(
            failure?.diagnostics.map(\.rendered) == [
                """
                breakeven.yaml:2:12: error: found \(found), expected a month from 2026-01 to 2026-06
                  fix: take `baseline.through` out to end with the period, or add the exports of \(month) to invoices/
                """
            ])
    }

    @Test func aBaselineThatIsNoMonthIsRefused() throws {
        let project = try SmallProject()
        let failure = #expect(throws: Failure.self) {
            _ = try analysed(project, RunOptions(), ["baseline.through=2026-13"])
        }
        #expect(failure?.status == .badConfiguration)
        #expect(
            failure?.diagnostics.map(\.rendered) == [
                """
                --set baseline.through: error: found "2026-13" for `baseline.through`, expected YYYY-MM with a month from 01 to 12, as in 2027-01
                  fix: correct the value, or leave this `--set` out
                """
            ])
    }

    @Test func aBaselineInAnIncompleteMonthEndsEarlierAndSaysSo() throws {
        let project = try SmallProject()
        try project.write(
            "invoices/acme.csv",
            "Date,Vendor,Model,Amount,Currency\n2026-04-30,Acme AI,a,1,USD\n2026-05-31,Acme AI,a,2,USD\n"
                + "2026-06-12,Acme AI,a,3,USD\n")
        let analysis = try analysed(project, RunOptions(), ["baseline.through=2026-06"])
        #expect(analysis.data.spend.window == [Month("2026-04")!, Month("2026-05")!])
        #expect(
            analysis.warnings.map(\.rendered).filter { $0.hasPrefix("--set") } == [
                """
                --set baseline.through: warning: found 2026-06 for `baseline.through`, after the period 2026-05: the baseline knows what came later, expected 2026-05 or an earlier month
                  fix: take `baseline.through` out, or give --period 2026-06
                """,
                """
                --set baseline.through: warning: found 2026-06 for `baseline.through`, which is not covered to its last day by every source; the baseline ends with 2026-05, expected a complete month
                  fix: export the rest of 2026-06, or name an earlier month
                """,
            ])
    }

    @Test func aBaselineWithoutInvoicesHasNothingToEnd() {
        #expect(
            Diagnostic.baselineWithoutInvoices(Month("2026-06")!, at: nil).rendered == """
                baseline.through: warning: found 2026-06 for `baseline.through`, and no invoices that it could end, expected invoices, the last of which it names
                  fix: add invoices, or take `baseline.through` out
                """)
    }
}
