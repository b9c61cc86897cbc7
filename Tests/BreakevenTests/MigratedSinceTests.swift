import Billing
import Diagnostics
import Reports
import Settings
import TestSupport
import Testing

@testable import Breakeven

/// What is said about a `migrated_since` that cannot be.
@Suite struct MigratedSinceTests {
    @Test(arguments: [
        (
            "migrated_since: 2026-01", "",
            """
            breakeven.yaml:13:120: error: found 2026-01 for `migrated_since` of support, and the invoices begin with 2026-01, expected a month from 2026-02 to 2026-09, so that the baseline has a month before it
              fix: add the exports of the months before, or correct the month
            """
        ),
        (
            "migrated_since: 2026-07, migrate_month: never", "",
            """
            breakeven.yaml:13:120: error: found 2026-07 for `migrated_since` of support, whose `migrate_month` is never, expected one of the two
              fix: take `migrate_month: never` out, or `migrated_since`
            """
        ),
        (
            "migrated_since: 2026-07", "baseline: {through: 2026-08}",
            """
            breakeven.yaml:2:21: error: found 2026-08 for `baseline.through`, and support has been on own GPUs since 2026-07, expected 2026-06 or an earlier month
              fix: take `baseline.through` out: it is 2026-06 then
            """
        ),
        (
            "migrated_since: 2026-07", "baseline: {through: 2026-07}",
            """
            breakeven.yaml:2:21: error: found 2026-07 for `baseline.through`, and support has been on own GPUs since 2026-07, expected 2026-06 or an earlier month
              fix: take `baseline.through` out: it is 2026-06 then
            """
        ),
        (
            "migrated_since: July", "",
            """
            breakeven.yaml:13:120: error: found "July" for `model.workloads.support.migrated_since`, expected YYYY-MM with a month from 01 to 12, as in 2027-01
              fix: correct the value, or take `migrated_since` out
            """
        ),
    ]) func whatCannotBeIsRefused(_ support: String, _ head: String, _ message: String) throws {
        let migrated = try MigratedProject()
        try migrated.configure(support: support, head: head)
        let failure = #expect(throws: Failure.self) { _ = try migrated.analysed() }
        #expect(failure?.status == .badConfiguration)
        #expect(failure?.diagnostics.map(\.rendered) == [message])
    }

    @Test func aRowOfWorkloadsIsBadData() throws {
        let migrated = try MigratedProject()
        try migrated.configure(support: "simplicity: 0.5")
        try migrated.project.write("workloads.csv", "id,migrated_since\nsupport,2025-12\n")
        let failure = #expect(throws: Failure.self) { _ = try migrated.analysed() }
        #expect(failure?.status == .badData)
        #expect(failure?.diagnostics.map(\.position?.description) == ["workloads.csv:2"])
    }

    @Test func aBaselineThatEndsEarlierStands() throws {
        let migrated = try MigratedProject()
        try migrated.configure(head: "baseline: {through: 2026-03, months: 2}")
        let data = try migrated.analysed().data
        #expect(data.spend.window == ["2026-02", "2026-03"].map { Month($0)! })
        #expect(data.gates?.actuals?.months.first?.month == Month("2026-07"))
    }

    @Test(arguments: [
        (
            "migrated_since: 2026-10", "horizon_months: 12",
            """
            breakeven.yaml:13:120: warning: found 2026-10 for `migrated_since` of support, after the period 2026-09: in this report it has not moved yet, expected 2026-09 or an earlier month
              fix: correct the month, or report a later period
            """
        ),
        (
            "migrated_since: 2026-07", "start_month: 2026-09",
            """
            breakeven.yaml:9:23: warning: found 2026-09 for `model.meta.start_month`, and support has been on own GPUs since 2026-07, expected 2026-07 or an earlier month, so that the plan holds the months that have passed
              fix: take `start_month` out, or write the one that the plan was approved with
            """
        ),
    ]) func whatHasNoPlanIsSaid(_ support: String, _ meta: String, _ message: String) throws {
        let migrated = try MigratedProject()
        try migrated.configure(support: support, meta: meta)
        #expect(try migrated.analysed().warnings.map(\.rendered).contains(message))
    }

    @Test func whatServesWithoutAMigrationIsSaid() throws {
        let migrated = try MigratedProject()
        try migrated.configure(support: "simplicity: 0.5")
        #expect(
            try migrated.analysed().warnings.map(\.rendered).contains(
                """
                invoices/gateway.csv: warning: found what own GPUs serve, and no workload that has moved by the period, expected `migrated_since` of the workloads that it serves
                  fix: write `migrated_since: YYYY-MM` beside their ids under `model: workloads:`
                """))
    }

    @Test func withoutInvoicesThereIsNothingToCompareWith() throws {
        #expect(
            Diagnostic.migratedWithoutInvoices(
                "support", .init(month: Month("2026-07")!, position: nil, isOfRow: false)
            ).rendered == """
                workloads.support.migrated_since: warning: found 2026-07 for `migrated_since` of support, and no invoices to compare with, expected invoices of the months before and after
                  fix: add them under invoices/, or take `migrated_since` out
                """)
    }
}
