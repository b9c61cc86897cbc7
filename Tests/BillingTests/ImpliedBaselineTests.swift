import Diagnostics
import Money
import Testing

@testable import Billing

@Suite struct ImpliedBaselineRules {
    private func baseline(_ files: [ImportedFile], _ window: [String]) throws -> ImpliedBaseline {
        try LedgerBuilder(files: files).build().impliedBaseline(window: window.map { Month($0)! })
    }

    private func isClose(_ a: Double?, _ b: Double) -> Bool {
        a.map { abs($0 - b) <= 1e-12 * max(1, abs(b)) } ?? false
    }

    @Test func volumesArePerMonthAndPricesPerMillionTokens() throws {
        let files = [
            file([
                line("2026-01", project: "p", as: .inputUncached, cost: "3", tokens: [.inputUncached: 1_000_000]),
                line("2026-01", project: "p", as: .inputCacheWrite, cost: "2", tokens: [.inputCacheWrite: 1_000_000]),
                line("2026-02", project: "p", as: .output, cost: "8", tokens: [.output: 500_000]),
                line("2026-02", project: "p", as: .inputCacheRead, cost: "1", tokens: [.inputCacheRead: 4_000_000]),
                line("2026-02", project: "p", as: .request, cost: "6", requests: 12),
            ])
        ]
        let baseline = try baseline(files, ["2026-01", "2026-02"])
        let workload = try #require(baseline.workloads.first)
        #expect(workload.tokIn == 1 && workload.tokCached == 2 && workload.tokOut == 0.25)
        #expect(isClose(workload.priceIn, 2.5))
        #expect(isClose(workload.priceCached, 0.25))
        #expect(isClose(workload.priceOut, 16))
        #expect(workload.apiOtherMonth == 3)
        #expect(workload.months == 2)
        #expect(baseline.meanMonthlySpend == 10)
        #expect(isClose(workload.monthlyCost, 10))
    }

    @Test func creditsReduceWhatTheirMonthAndProviderCost() throws {
        let files = [
            file([
                line("2026-01", project: "p", as: .output, cost: "30", tokens: [.output: 1_000_000]),
                line("2026-01", project: "q", as: .other, cost: "10"),
                line("2026-01", project: "z", cost: "-4", category: .credit),
                line("2026-01", project: "p", cost: "7", category: .tax),
            ])
        ]
        let baseline = try baseline(files, ["2026-01"])
        #expect(baseline.workloads.map(\.id) == ["p", "q"])
        #expect(baseline.workloads.map(\.monthlyCost) == [27, 9])
        #expect(baseline.meanMonthlySpend == 36)
        #expect(baseline.taxMonth == 7)
    }

    @Test func aCreditWithoutChargesStaysWhereItIs() throws {
        let baseline = try baseline([file([line("2026-01", project: "z", cost: "-4", category: .credit)])], ["2026-01"])
        #expect(baseline.workloads.map(\.apiOtherMonth) == [-4])
        #expect(baseline.meanMonthlySpend == -4)
    }

    @Test func moneyWithoutTokensIsSpendOnly() throws {
        let baseline = try baseline(
            [file([line("2026-01", project: "p", as: .output, cost: "5")], role: .money)], ["2026-01"])
        #expect(baseline.spendOnly == ["p"])
        #expect(baseline.workloads[0].apiOtherMonth == 5)
        #expect(baseline.workloads[0].priceOut == nil)
        #expect(baseline.usageWithoutPrice.isEmpty)
    }

    @Test func tokensWithoutMoneyKeepTheirVolumeAndAreNamed() throws {
        let baseline = try baseline(
            [
                file(
                    [
                        line(
                            "2026-01", project: "p", tokens: [.inputUncached: 2_000_000, .output: 1_000_000],
                            requests: 3)
                    ],
                    role: .volume)
            ], ["2026-01"])
        #expect(baseline.workloads.map(\.tokIn) == [2])
        #expect(baseline.workloads[0].priceIn == nil && baseline.workloads[0].monthlyCost == 0)
        #expect(
            baseline.usageWithoutPrice == [UsageWithoutPrice(workload: "p", prices: ["price_in", "price_out"])])
    }

    @Test func requestsAloneMakeNoWorkload() throws {
        let baseline = try baseline([file([line("2026-01", requests: 3)], role: .volume)], ["2026-01"])
        #expect(baseline.workloads.isEmpty)
    }

    @Test func aProviderThatCameLateIsDividedByTheMonthsItCovers() throws {
        let files = [
            file([
                line("2026-01", "A", project: "a", as: .other, cost: "30"),
                line("2026-03", "A", project: "a", as: .other, cost: "30"),
            ]),
            file(
                [line("2026-03", "B", project: "b", as: .output, cost: "10", tokens: [.output: 5_000_000])],
                name: "b.csv",
                format: "g"),
        ]
        let baseline = try baseline(files, ["2026-01", "2026-02", "2026-03"])
        #expect(baseline.workloads.map(\.monthlyCost) == [20, 10])
        #expect(baseline.workloads[1].tokOut == 5)
        #expect(baseline.meanMonthlySpend == 30)
    }

    @Test func aRefundLargerThanTheBillIsNoPrice() throws {
        let baseline = try baseline(
            [
                file([
                    line("2026-01", project: "p", as: .output, cost: "-3", tokens: [.output: 1_000_000]),
                    line("2026-01", project: "p", as: .inputUncached, cost: "5", tokens: [.inputUncached: 1_000_000]),
                ])
            ], ["2026-01"])
        #expect(baseline.workloads[0].priceOut == nil)
        #expect(baseline.workloads[0].apiOtherMonth == -3)
        #expect(baseline.workloads[0].monthlyCost == 2)
    }

    /// Check `baseline-ties`: the workloads add up to the mean monthly spend, whatever the invoices hold.
    @Test(arguments: 1...60)
    func workloadsAddUpToTheSpend(_ seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        func pick<T>(_ values: [T]) -> T { values.randomElement(using: &generator)! }
        let months = ["2026-01", "2026-02", "2026-03"]
        var lines: [ChargeLine] = []
        for _ in 0..<30 {
            let tokenClass: TokenClass = pick([
                .inputUncached, .inputCacheRead, .inputCacheWrite, .output, .other, .request,
            ])
            let category: ChargeCategory = pick([.usage, .usage, .usage, .credit, .tax, .adjustment, .purchase])
            let cents = Int.random(in: category == .credit ? -500 ... -1 : 0...99_999, using: &generator)
            let counts =
                TokenClass.ofTokens.contains(tokenClass) && category == .usage && Bool.random(using: &generator)
            lines.append(
                line(
                    pick(months), pick(["A", "B"]), model: pick(["m", "n"]), project: pick(["p", "q", ""]),
                    as: tokenClass,
                    cost: "\(Amount(coefficient: Int128(cents), scale: 2))",
                    tokens: counts ? [tokenClass: Int.random(in: 1...9_999_999, using: &generator)] : [:],
                    category: category))
        }
        let baseline = try baseline([file(lines)], months)
        let sum = baseline.workloads.map(\.monthlyCost).reduce(0, +)
        #expect(abs(sum - baseline.meanMonthlySpend) < 1e-9, "seed \(seed)")
        let money = try lines.filter { $0.category != .tax }
            .reduce(Amount.zero) { try $0.adding($1.billedCost ?? .zero) }.doubleValue
        let covered = Set(lines.map(\.provider)).map { provider in
            Set(lines.map(\.month)).count
        }
        if covered.allSatisfy({ $0 == 3 }) {
            #expect(abs(money / 3 - baseline.meanMonthlySpend) < 1e-9, "seed \(seed)")
        }
        #expect(baseline.workloads.allSatisfy { ($0.priceIn ?? 0) >= 0 && ($0.priceOut ?? 0) >= 0 }, "seed \(seed)")
    }
}
