import Billing
import Economics
import Foundation
import Importers
import Reports
import Tabular
import TestSupport
import Testing

@testable import Breakeven

/// The SLA as a user meets it: messages, published terms, what a project without one says.
struct SLATests {
    private static let good = """
        sla:
          fee_month: 1000
          incidents_per_month: 1
          mttr_minutes: 45
          tiers: [{below: 0.999, credit: 0.1}, {below: 0.99, credit: 0.25}]

        """

    @Test(arguments: [
        (
            "{below: 0.999, credit: 0.1}", "{below: 0.98, credit: 0.1}", 78,
            """
            breakeven.yaml:5:47: error: found a tier below 0.99 after one below 0.98, expected tiers from the mildest breach to the worst: each `below` smaller than the one before
              fix: sort the tiers by `below`, the largest first
            """
        ),
        (
            "credit: 0.25}", "credit: 1.25}", 78,
            """
            breakeven.yaml:5:62: error: found "1.25" for `sla.tiers.2.credit`, expected a ratio from 0 to 1
            """
        ),
        (
            "credit: 0.25}", "credit: 0.05}", 78,
            """
            breakeven.yaml:5:62: error: found a credit of 0.05 after one of 0.1 for a milder breach, expected a worse month that pays no less
              fix: correct the credits, or the order of the tiers
            """
        ),
        (
            "mttr_minutes: 45", "mttr_minutes: -45", 78,
            """
            breakeven.yaml:4:17: error: found "-45" for `sla.mttr_minutes`, expected a number above 0
            """
        ),
        (
            "  fee_month: 1000\n", "", 78,
            """
            error: found `sla` without fee_month, expected a value for it
              fix: write the monthly fee that the vendor's credits are a share of
            """
        ),
        (
            "tiers: [{below: 0.999, credit: 0.1}, {below: 0.99, credit: 0.25}]", "terms: aws-bedrok", 78,
            "fix: the nearest are `aws-bedrock`"
        ),
        (
            "tiers: [{below: 0.999, credit: 0.1}, {below: 0.99, credit: 0.25}]", "terms: anthropic-api", 78,
            """
            breakeven.yaml:5:10: error: found the terms "anthropic-api", for which no credits are known, expected terms with at least one tier
              fix: write the tiers of your own contract with Anthropic under `sla: tiers:`
            """
        ),
        (
            "tiers: [{below: 0.999, credit: 0.1}, {below: 0.99, credit: 0.25}]", "provider: google", 78,
            """
            error: found `sla` without credit tiers, expected the tiers of the contract, or published ones
              fix: write `tiers: [{below: 0.999, credit: 0.10}]`, or the vendor's published ones: `terms: google-vertex` or `terms: google-compute`
            """
        ),
        (
            "tiers: [{below: 0.999, credit: 0.1}, {below: 0.99, credit: 0.25}]", "provider: Nobody", 78,
            """
            error: found `sla` without credit tiers, expected the tiers of the contract, or published ones
              fix: write `tiers: [{below: 0.999, credit: 0.10}]`, or `terms` with an id of sla_terms.csv
            """
        ),
        (
            "fee_month: 1000", "fee_month: 1000\n  termination_misses: 9", 78,
            "error: found 9 misses in 6 months, expected at most one miss a month"
        ),
    ])
    func badTermsAreRefused(_ part: String, _ other: String, _ status: Int32, _ message: String) throws {
        let project = try SmallProject()
        try project.write("breakeven.yaml", Self.good.replacing(part, with: other))
        let outcome = try project.run(["check", "p"])
        #expect(outcome.status == status)
        let lines = message.split(separator: "\n").map(String.init)
        for line in lines { #expect(outcome.errors.contains(line), "\(outcome.errors)") }
    }

    /// Terms that the project keeps itself go before those that come with the program.
    @Test func tiersOutOfOrderAreRefusedInAFileOfTermsToo() throws {
        let project = try SmallProject()
        try project.write(
            "breakeven.yaml", "sla: {terms: ours, fee_month: 1000, incidents_per_month: 1, mttr_minutes: 45}\n")
        try project.write(
            "sla_terms.csv",
            """
            terms,provider,service,below,credit,confidence,source,source_date
            ours,Acme AI,API,0.99,0.1,confirmed,contract,2026-01
            ours,Acme AI,API,0.999,0.25,confirmed,contract,2026-01

            """)
        let outcome = try project.run(["check", "p"])
        #expect(outcome.status == 78)
        #expect(
            outcome.errors == """
                sla_terms.csv:3: error: found a tier below 0.999 after one below 0.99, expected tiers from the mildest breach to the worst: each `below` smaller than the one before
                  fix: sort the tiers by `below`, the largest first

                """)
    }

    /// What comes with the program: every tier can be used as it stands, and says how sure it is.
    @Test func everyPublishedTermHasAConfidenceAndTiersInOrder() throws {
        let file = Repository.root.appending(path: "Templates/project/sla_terms.csv").path
        let list = try readSLATerms(InputFile(path: file, name: "sla_terms.csv"))
        #expect(list.count > 20)
        for terms in list {
            #expect(!terms.confidence.isEmpty, "\(terms.id)")
            #expect(terms.tiers.isEmpty || !terms.source.isEmpty && !terms.sourceDate.isEmpty, "\(terms.id)")
            for (mild, bad) in zip(terms.tiers, terms.tiers.dropFirst()) {
                #expect(bad.below < mild.below && bad.credit >= mild.credit, "\(terms.id)")
            }
            guard !terms.tiers.isEmpty else { continue }
            let project = try SmallProject()
            try project.write(
                "breakeven.yaml",
                "sla: {terms: \(terms.id), fee_month: 1000, incidents_per_month: 1, mttr_minutes: 45}\n")
            let analysis = try Analysis(try ProjectFolder(path: project.folder, overrides: []), RunOptions())
            let driver = try #require(analysis.data.register[key: "sla.tiers.1.credit"])
            #expect(driver.base == .number(terms.tiers[0].credit))
            #expect(driver.source.contains(terms.source) && driver.source.contains(terms.confidence))
        }
    }

    /// A history that ends with the period is the same in every later report of it.
    @Test func incidentsAfterThePeriodAreNamedAndNotCounted() throws {
        let project = try SmallProject()
        try project.write("breakeven.yaml", Self.good)
        let until = "provider,start,end\nAcme AI,2026-05-01 10:00,2026-05-01 11:00\n"
        func table() throws -> [UInt8]? {
            #expect([0, 3].contains(try project.run(["report", "p", "--quiet"]).status))
            return SmallProject.files(below: "\(project.folder)/reports/2026-06")["csv/sla.csv"]
        }
        try project.write("incidents.csv", until)
        let before = try table()
        try project.write("incidents.csv", until + "Acme AI,2026-07-01 00:00,2036-07-01 00:00\n")
        #expect(try table() == before)
        #expect(
            try project.run(["check", "p"]).errors.contains(
                "incidents.csv:3: warning: found an incident after 2026-06, expected incidents of the period and before it\n  fix: correct the date if it is mistyped; else leave it, a later report counts it\n"
            ))
        #expect(try project.run(["check", "p", "--strict"]).status == 3)
    }

    @Test func incidentsOfAnUnknownProviderAreRefused() throws {
        let project = try SmallProject()
        try project.write("breakeven.yaml", Self.good)
        try project.write("incidents.csv", "provider,start,end\nAcme IA,2026-05-01 10:00,2026-05-01 11:00\n")
        let outcome = try project.run(["check", "p"])
        #expect(outcome.status == 65)
        #expect(
            outcome.errors.contains(
                "incidents.csv:2: error: found incidents of \"Acme IA\", expected a provider of the invoices, or that of `sla: provider:` (Acme AI)\n  fix: the nearest is \"Acme AI\"\n"
            ), "\(outcome.errors)")
    }

    @Test func withoutAnSLAItsFiguresAreEmptyWithWords() throws {
        let project = try SmallProject()
        #expect(try project.run(["report", "p", "--quiet"]).status == 0)
        let summary = try String(contentsOfFile: "\(project.folder)/reports/2026-06/csv/summary.csv", encoding: .utf8)
        #expect(
            summary.contains(
                "sla_coverage,base,hybrid,,ratio,\"no SLA: write `sla` with fee_month, tiers and outages in breakeven.yaml\""
            ))
        let analysis = try Analysis(try ProjectFolder(path: project.folder, overrides: []), RunOptions())
        let content = try ReportWorkbook.make(analysis.data)
        #expect(!content.sheets.contains { $0.name.hasPrefix("SLA") })
    }

    @Test func publishedTermsAreReadFromTheTemplate() throws {
        let project = try SmallProject()
        try project.write(
            "breakeven.yaml",
            "sla: {terms: aws-bedrock, fee_month: 100000, incidents_per_month: 1, mttr_minutes: 45, loss_per_minute: 100}\n"
        )
        let analysis = try Analysis(try ProjectFolder(path: project.folder, overrides: []), RunOptions())
        let sla = try #require(analysis.data.sla)
        #expect(abs(sla.evaluation.value("sla_expected_credit", lane: 1) - 3556) < 0.5)
        #expect(analysis.data.register[key: "sla.tiers.3.credit"]?.source.hasPrefix("AWS Bedrock runtime: ") == true)
        let other = try Analysis(
            try ProjectFolder(path: project.folder, overrides: ["sla.tiers.3.credit=0.5", "sla.mttr_minutes=90"]),
            RunOptions())
        #expect(other.data.sla?.evaluation.value("sla_expected_downtime", lane: 1) == 90)
        #expect(other.data.register[key: "sla.tiers.3.credit"]?.base == .number(0.5))
    }
}
