import Money
import TestSupport
import Testing

@testable import Billing

/// Rules that actuals keep whatever was served and paid.
@Suite struct ActualsPropertyTests {
    private static let window = (1...3).map { Month(year: 2026, month: $0) }
    private static let since = Dictionary(uniqueKeysWithValues: ["a", "b", "c"].map { ($0, Month("2026-04")!) })
    private static let months = Month("2026-04")!...Month("2026-06")!

    /// Three workloads at two providers over six months, credits and tax among them; from April own GPUs serve, too.
    private static func files(_ random: inout SplitMix64) -> [ImportedFile] {
        var api: [ChargeLine] = []
        var own: [ChargeLine] = []
        for month in 1...6 {
            let month = "2026-0\(month)"
            for workload in ["a", "b", "c"] {
                for provider in ["One", "Two"] where random.integer(in: 0...5) > 0 {
                    for token in [TokenClass.inputUncached, .inputCacheRead, .output] {
                        api.append(
                            line(
                                month, provider, project: workload, as: token,
                                cost: "\(random.integer(in: 0...900)).\(random.integer(in: 10...99))7",
                                tokens: [token: random.integer(in: 0...9_000_000)]))
                    }
                }
                if random.integer(in: 0...2) == 0 {
                    api.append(line(month, "One", project: workload, as: .request, cost: "3.5", requests: 4))
                }
                guard month > "2026-03" else { continue }
                own.append(
                    line(
                        month, "gateway", project: workload,
                        tokens: [
                            .inputUncached: random.integer(in: 0...9_000_000), .output: random.integer(in: 1...99_999),
                        ]))
            }
            api.append(line(month, "One", project: "a", cost: "-\(random.integer(in: 1...9)).25", category: .credit))
            api.append(line(month, "Two", project: "b", cost: "19.99", category: .tax))
            if month > "2026-03" {
                own.append(line(month, "GPU", as: .other, cost: "\(random.integer(in: 100...900)).33"))
            }
        }
        var served = file(own, name: "own.csv", format: "g")
        served.serves = "own"
        return [file(api), served]
    }

    private static func actuals(_ files: [ImportedFile]) throws -> Actuals {
        let builder = LedgerBuilder(files: files, reportingCurrency: dollars)
        let outcome = try builder.build()
        return try Actuals(
            outcome, own: try builder.ofOwnHosting(in: dollars), frozen: try outcome.frozenBaseline(window: window),
            since: since, months: months)
    }

    @Test(arguments: 1...20 as ClosedRange<UInt64>)
    func savingAndCostAreTheFrozenBaseline(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let files = Self.files(&random)
        let actuals = try Self.actuals(files)
        for month in actuals.months {
            let (saving, own) = (try #require(month.saving), try #require(month.ownCost))
            #expect(try saving.adding(month.apiCost).adding(own) == month.frozenCost, "seed \(seed), \(month.month)")
            // The rows of the workloads are the whole, and no cent of the ledger is lost or counted twice.
            let rows = actuals.volumes.filter { $0.month == month.month }
            #expect(try rows.reduce(Amount.zero) { try $0.adding($1.frozenCost) } == month.frozenCost)
            let billed = files[0].lines.filter { $0.month == month.month && $0.category != .tax }
            #expect(
                try billed.compactMap(\.billedCost).reduce(Amount.zero) { try $0.adding($1) } == month.apiCost,
                "seed \(seed)")
        }
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func theMonthsOfTheBaselineCostWhatTheyCost(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let files = Self.files(&random)
        let builder = LedgerBuilder(files: files, reportingCurrency: dollars)
        let outcome = try builder.build()
        // At the volumes of the window its own prices give its own bill, but for the twelfth decimal.
        let same = try Actuals(
            outcome, own: Ledger(rows: []), frozen: try outcome.frozenBaseline(window: Self.window),
            since: Self.since, months: Self.window[0]...Self.window[2])
        let frozen = try same.months.reduce(Amount.zero) { try $0.adding($1.frozenCost) }
        let paid = try same.months.reduce(Amount.zero) { try $0.adding($1.apiCost) }
        #expect(try frozen.subtracting(paid).magnitude < Amount("0.000001")!, "seed \(seed): \(frozen), \(paid)")
    }

    @Test(arguments: 1...10 as ClosedRange<UInt64>)
    func theOrderOfFilesAndLinesLeavesNoTrace(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let files = Self.files(&random)
        var shuffled = files.reversed() as [ImportedFile]
        for index in shuffled.indices { shuffled[index].lines.shuffle(using: &random) }
        #expect(try Self.actuals(files) == Self.actuals(shuffled), "seed \(seed)")
    }

    @Test func moneyThatAGatewayMetersIsNoCost() throws {
        var metered = file([line("2026-04", "gateway", as: .output, cost: "5", tokens: [.output: 10])], name: "g.csv")
        metered.serves = "own"
        metered.evidence = .metered
        let ledger = try LedgerBuilder(files: [metered]).ofOwnHosting(in: dollars)
        #expect(rows(ledger) == ["2026-04 gateway - unattributed output 10 - - - 0"])
    }

    @Test(arguments: [
        ("10", "3", "3", "10"), ("10", "1", "3", "3.333333333333"), ("10", "2", "3", "6.666666666667"),
        ("-1", "1", "8", "-0.125"), ("0.1", "300000000", "1000000", "30"),
    ]) func anAmountIsScaledToTwelveDecimals(_ money: String, _ part: String, _ whole: String, _ expected: String)
        throws
    {
        #expect(try amount(money).scaled(by: amount(part), over: amount(whole)) == amount(expected))
    }
}
