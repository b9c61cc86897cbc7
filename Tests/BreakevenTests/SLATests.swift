import Billing
import Diagnostics
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

    private func page(_ yaml: String) throws -> (sheet: Sheet, texts: Set<String>) {
        let project = try SmallProject()
        try project.write("breakeven.yaml", yaml)
        let analysis = try Analysis(try ProjectFolder(path: project.folder, overrides: []), RunOptions())
        let sheets = try ReportWorkbook.make(analysis.data).sheets
        let sheet = try #require(sheets.first { $0.name == WorkbookLayout.SheetName.sla })
        return (
            sheet,
            Set(
                sheet.cells.compactMap {
                    switch $0.value.content {
                    case .text(let text), .formula(_, .text(let text)): text
                    default: nil
                    }
                })
        )
    }

    @Test func thePageNamesTheSourceOfTheTiersTheDeadlineAndTheClause() throws {
        let published = try page(
            "sla: {terms: google-vertex, fee_month: 1000, incidents_per_month: 1, mttr_minutes: 45}\n"
        ).texts
        #expect(published.contains("secondary"))
        for text in [
            "Google, Vertex AI generative inference", "30 days",
            "cloud.google.com/vertex-ai/generative-ai/sla; ladder: sla.directory, 2026",
            "the figures above are a clause to ask for", "write it under sla.termination_clause, _misses, _months",
        ] { #expect(published.contains(text), "\(text): \(published.sorted())") }
        let own = try page(
            Self.good
                + "  claim: {base: within 30 days of the month's end, source: contract 5.2, confidence: quote}\n"
                + "  termination_clause: {base: four misses in a year, source: contract 9.1}\n  termination_misses: 4\n  termination_months: 12\n"
                + "  better: {extra_fee_month: {base: 50, source: offer 7, expires: 2026-12-31, confidence: quote}}\n"
        ).texts
        for text in [
            "2 tiers that the project gives", "breakeven.yaml:5", "within 30 days of the month's end", "contract 5.2",
            "four misses in a year", "contract 9.1", "quote", "as offered, until 2026-12-31", "offer 7",
        ] { #expect(own.contains(text), "\(text): \(own.sorted())") }
        #expect(own.contains { $0.hasPrefix("Termination after 4 breaches in 12 months: of such stretches ") })
    }

    /// The credit is the contract's; that not every one is claimed shows in a figure of its own.
    @Test func theCreditColumnShowsTheContract() throws {
        let (sheet, _) = try page(Self.good + "  claim_probability: 0.8\n  loss_per_minute: 100\n")
        let header = try #require(
            sheet.cells.first { $0.value.content == .text("Credit of the contract [ratio]") }?.key)
        func number(_ row: Int, _ column: Int) -> Double? {
            guard case .formula(_, .number(let number))? = sheet[row, column]?.content else { return nil }
            return number
        }
        #expect(number(header.row + 1, header.column) == 0.1)
        #expect(number(header.row + 2, header.column) == 0.25)
        let months = try #require(number(header.row + 1, header.column + 1))
        let credit = try #require(number(header.row + 1, header.column + 2))
        #expect(abs(credit - 1000 * 0.1 * 0.8 * months) < 1e-9)
        #expect(number(header.row + 5, 1) == 0.8)
    }

    /// What a month of the first tier costs is divided by the fee; months of worse tiers are no part of it.
    @Test func theFirstCreditIsThatOfTheFirstTierAlone() throws {
        let texts = try page(Self.good + "  loss_per_minute: 1\n").texts
        #expect(texts.contains("Probability of a month in the first tier, no worse"))
        #expect(texts.contains { $0.hasPrefix("A month of the first tier costs us ") })
    }

    @Test(arguments: [("", true), (", replica_availability: 0.99", false)])
    func ownReplicasThatNeverFailAreNotTakenInSilence(_ given: String, _ isSaid: Bool) throws {
        let project = try SmallProject()
        try project.write(
            "breakeven.yaml",
            """
            model:
              workloads: [{id: chat, tok_in: 40, tok_out: 10, price_in: 2, price_out: 8, pool: p}]
              pools: [{id: p, tps_in: 9000, tps_out: 900, gpus_per_replica: 1\(given)}]
              capacity: {rent_gpu_hour: 2}
            sla: {fee_month: 100, tiers: [{below: 0.99, credit: 0.1}], incidents_per_month: 1, mttr_minutes: 45}
            """)
        let warnings = try Analysis(try ProjectFolder(path: project.folder, overrides: []), RunOptions()).warnings
        #expect(
            warnings.map(\.rendered).contains(
                """
                pools.p.replica_availability: warning: found no availability of a replica of pool p: own hosting counts as never down on the sheet SLA, expected the share of time in which one replica is up
                  fix: write `replica_availability`, such as 0.995
                """) == isSaid)
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
