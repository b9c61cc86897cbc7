import Economics
import Foundation
@testable import Reports
import Testing

@testable import Breakeven

/// What sheets say in words agrees with the figures beside it.
struct SheetSentenceTests {
    /// Every text of a sheet, formulas by what they show.
    static func texts(_ sheet: String, _ data: ReportData) throws -> [String] {
        let found = try #require(try ReportWorkbook.make(data).sheets.first { $0.name == sheet })
        return found.cells.compactMap { _, cell in
            switch cell.content {
            case .text(let text), .formula(_, .text(let text)): text
            default: nil
            }
        }
    }

    static func text(_ start: String, _ sheet: String, _ data: ReportData) throws -> String {
        try #require(try texts(sheet, data).first { $0.hasPrefix(start) }, "no text \(start) on \(sheet)")
    }

    /// One workload that moves to a rented GPU; `market` holds keys of the model.
    private static func rented(_ market: String) throws -> Analysis {
        let project = try SmallProject()
        try project.write(
            "breakeven.yaml",
            """
            model:
              meta: {horizon_months: 24}
              market: {\(market)}
              one_off: [{month: 1, label: work, amount: 3000}]
              workloads: [{id: chat, tok_in: 4000, tok_out: 1000, price_in: 2, price_out: 8, pool: p, migrate_month: 2}]
              pools: [{id: p, tps_in: 90000, tps_out: 9000, gpus_per_replica: 1}]
              capacity: {rent_gpu_hour: 2}
            """)
        return try Analysis(try ProjectFolder(path: project.folder, overrides: []), RunOptions())
    }

    @Test("A payback that does not last is called so on the board page, in summary.csv, in explain and on the console")
    func aPaybackThatDoesNotLastIsCalledSo() throws {
        let analysis = try Self.rented("api_price_steps: [{month: 6, factor: 0.01}]")
        let data = analysis.data
        #expect(
            try Self.text("NPV over", "Board page", data).hasSuffix(
                "months, but not for good: the running sum falls below zero again."))
        let row = try #require(
            ModelTables.summary(data).rows.first {
                $0.prefix(3) == [.text("payback_lasts"), .text("base"), .text("hybrid")]
            })
        guard case .text(let words) = row[5] else { return }
        #expect(words.hasPrefix("no: the running sum is below zero again in ") && words.hasSuffix(" months"))
        let found = try #require(Explanation.make(ExplanationRequest("payback_lasts"), data, WorkbookLayout(data)))
        #expect(found.reasons.first == words)
        #expect(ReportMessages.checked(analysis).contains("months, not for good: below zero again later"))
        let lasting = try Self.rented("api_price_decline_annual: 0")
        #expect(try Self.text("NPV over", "Board page", lasting.data).hasSuffix(" months."))
        #expect(!ReportMessages.checked(lasting).contains("not for good"))
    }

    @Test("Where no driver has a range, nothing claims that something was tried")
    func nothingVariedIsSaid() throws {
        let analysis = try Self.rented("api_price_decline_annual: 0")
        let board = try Self.texts("Board page", analysis.data)
        #expect(board.contains { $0.contains("Nothing was varied: no assumption has a range.") })
        #expect(!board.contains { $0.contains("trials.") })
        #expect(try Self.texts("Sensitivities", analysis.data).contains(RunMetric.nothingVaried.sentence))
        let summary = ModelTables.summary(analysis.data).rows
        #expect(summary.first { $0[0] == .text("probability_of_winning") }?[5] == .text(RunMetric.nothingVaried))
        let intervals = SensitivityTable.make(analysis.data).rows.filter { $0[5].words.hasSuffix("low95") }
        #expect(intervals.isEmpty)
        let varied = try Self.rented("api_price_decline_annual: {base: 0.1, low: 0, high: 0.3}").data
        #expect(try Self.texts("Board page", varied).contains { $0.contains("trials.") })
        #expect(!SensitivityTable.make(varied).rows.filter { $0[5].words.hasSuffix("low95") }.isEmpty)
    }

    @Test("What the project has given no block for, no invoice for and no number for is said in words")
    func absentThingsAreSaid() throws {
        let analysis = try Self.rented("api_price_decline_annual: 0.2")
        let data = analysis.data
        let optimised = ModelTables.summary(data).rows.first { $0[0] == .text("npv_optimised") }
        #expect(optimised?[5] == .text("no `optimised` block is given: the bill is today's"))
        let board = try Self.texts("Board page", data)
        #expect(board.contains("GPU prices") && board.contains("as the project gives them, without a date"))
        #expect(board.contains("Savings over the horizon, before tax"))
        let rows = SensitivityTable.make(data).rows
        let paybacks = rows.filter { $0[0] == .text("grid") && $0[5] == .text("payback_month") }
        #expect(!paybacks.isEmpty)
        for row in paybacks { #expect((row[6] == .empty) == ["never", "none"].contains(row[8].words)) }
        // Steps of a tenth, and no digits that a sum of them leaves.
        let declines = Set(
            rows.filter { $0[0] == .text("grid") && $0[1] == .text("market.api_price_decline_annual") }.map { $0[2] })
        #expect(declines == Set([0, 0.1, 0.2, 0.3, 0.4].map(Field.number)))
    }

    @Test("Where a credit is spread in the model, the table of the invoices says so")
    func aCreditThatIsSpreadIsSaid() throws {
        let words = "Credits stand with the workload that they were billed to."
        let sample = Repository.root.appending(path: "Samples/acme").path
        let acme = try Analysis(try ProjectFolder(path: sample, overrides: ["uncertainty.trials=0"]), RunOptions()).data
        #expect(try Self.texts("API spend", acme).contains { $0.hasPrefix(words) })
        let project = try SmallProject()
        let small = try Analysis(try ProjectFolder(path: project.folder, overrides: []), RunOptions()).data
        #expect(!(try Self.texts("API spend", small).contains { $0.hasPrefix(words) }))
    }

    @Test func monthZeroOfTheModelIsWritten() throws {
        let data = try Self.rented("api_price_decline_annual: 0").data
        let sheet = try #require(try ReportWorkbook.make(data).sheets.first { $0.name == "Model base" })
        let placement = WorkbookLayout(data).models[data.lane(Instance(.base, .hybrid))]
        let place = placement.lines[try #require(data.model.index(of: "t"))].place(member: 0, at: 0)
        // In the format of figures nothing shows as a dash.
        #expect(sheet[place.row, place.column]?.format == .general)
    }

    @Test func oneIsNoPlural() throws {
        let project = try SmallProject()
        try project.write(
            "breakeven.yaml",
            """
            model:
              meta: {horizon_months: 1}
              workloads: [{id: chat, tok_in: 4000, tok_out: 1000, price_in: 2, price_out: 8, pool: p, migrate_month: 1}]
              pools: [{id: p, tps_in: 90000, tps_out: 9000, gpus_per_replica: 1}]
              capacity: {rent_gpu_hour: 2}
            """)
        let short = try Analysis(try ProjectFolder(path: project.folder, overrides: []), RunOptions()).data
        for text in try Self.texts("Board page", short) { #expect(!text.contains("1 months"), "\(text)") }
        #expect(try Self.texts("Board page", short).contains { $0.contains("over 1 month. As of") })
    }

    @Test("What a loan costs is said of the horizon, and what is owed then is settled in its last month")
    func aLoanIsOfTheHorizon() throws {
        func sentence(_ months: Int) throws -> (text: String, data: ReportData) {
            var project = RandomProject(seed: 4)
            project.horizon = 36
            project.setAll(["migrate_month": 5, "eligible": true])
            for index in project.pools.indices { project.pools[index]["capacity"] = nil }
            project.capacity["mode"] = "buy"
            project.finance["loan_share"] = 0.8
            project.finance["loan_months"] = months
            project.finance["loan_rate_annual"] = 0.08
            let data = try analysed(project).data
            return (try Self.text("A loan of", "Capital request", data), data)
        }
        let long = try sentence(60)
        let rest = long.data.evaluation.total("loan_settled", lane: long.data.lane(Instance(.base, .hybrid)))
        #expect(rest > 0)
        #expect(
            long.text.contains(
                " interest within the horizon; what is still owed then, \(Sentence.Shown.whole.text(rest)), is settled in the last month. It leaves"
            ))
    }

    @Test("Placeholders of a loan are idle where nothing is bought")
    func aLoanForNothingRestsOnNoGuess() throws {
        func guesses(_ mode: String) throws -> Placeholders {
            let project = try SmallProject()
            try project.write(
                "breakeven.yaml",
                """
                model:
                  finance: {loan_share: 0.5}
                  workloads: [{id: chat, tok_in: 400000, tok_out: 100000, price_in: 2, price_out: 8, pool: p, migrate_month: 6}]
                  pools: [{id: p, tps_in: 90000, tps_out: 9000, gpus_per_replica: 1}]
                  capacity: {mode: \(mode), rent_gpu_hour: 2, server_price: 200000, lead_months: 2}
                """)
            return try Analysis(try ProjectFolder(path: project.folder, overrides: []), RunOptions()).data.placeholders
        }
        let loan = "Interest of borrowed money, a year, nominal"
        #expect(try guesses("rent").idle.contains(loan))
        #expect(try guesses("buy").inUse.contains(loan))
    }

    /// Servers are bought from month 5 on; what a lease costs decides which form is cheaper.
    private static func leaseOrBuy(_ lease: Double) throws -> ReportData {
        var project = RandomProject(seed: 4)
        project.horizon = 36
        project.setAll(["migrate_month": 5, "eligible": true])
        for index in project.pools.indices { project.pools[index]["capacity"] = nil }
        project.capacity["mode"] = "buy"
        project.capacity["lease_month"] = lease
        return try analysed(project).data
    }

    @Test("The cheaper of lease and purchase is named, and the other one costs more", arguments: [1.0, 90_000])
    func leaseOrBuyIsWordedTheRightWayRound(lease: Double) throws {
        let data = try Self.leaseOrBuy(lease)
        let gain = data.evaluation.value("lease_advantage", lane: data.lane(Instance(.base, .hybrid)))
        let isDearer = lease > 1
        #expect((gain < 0) == isDearer)
        #expect(
            try Self.text("Lease or buy: leasing", "Capital request", data)
                == "Lease or buy: leasing the servers of the plan costs \(Sentence.Shown.whole.text(gain.magnitude)) USD "
                + (isDearer
                    ? "more today than buying them: buying is the cheaper form."
                    : "less today than buying them: leasing is the cheaper form."))
    }
}

extension Field {
    fileprivate var words: String {
        if case .text(let text) = self { return text }
        return ""
    }
}

extension String {
    fileprivate var sentence: String { prefix(1).uppercased() + dropFirst() + "." }
}
