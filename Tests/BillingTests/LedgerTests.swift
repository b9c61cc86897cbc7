import Billing
import Diagnostics
import Money
import Testing

@Suite struct LedgerRules {
    private func ledger(
        _ files: [ImportedFile], basis: CostBasis = .billed, exclude: Set<ChargeCategory> = [],
        attribution: Attribution = .byTagOrProject
    ) throws -> [String] {
        rows(
            try LedgerBuilder(files: files, attribution: attribution, basis: basis, exclude: exclude).build().ledger)
    }

    @Test func taxAndCreditsHaveTheirOwnClasses() throws {
        let lines = [
            line("2026-01", as: .other, cost: "10"), line("2026-01", cost: "1.90", category: .tax),
            line("2026-01", cost: "-2", category: .credit),
            line("2026-01", as: .other, cost: "-0.5", category: .adjustment),
        ]
        #expect(
            try ledger([file(lines)]) == [
                "2026-01 Vendor - unattributed other - - 9.5 USD 0",
                "2026-01 Vendor - unattributed credit - - -2 USD 0",
                "2026-01 Vendor - unattributed tax - - 1.9 USD 0",
            ])
    }

    @Test func moneyThatNamesNothingIsSpreadByPriceRatio() throws {
        var cost = file([line("2026-01", cost: "21")], role: .money)
        cost.priceRatio = ["input": 1, "cached": 0.1, "output": 4]
        let usage = file(
            [
                line(
                    "2026-01", model: "m", project: "p",
                    tokens: [.inputUncached: 100, .inputCacheRead: 1000, .output: 200])
            ],
            name: "b.csv", role: .volume)
        // 100 × 1 + 1000 × 0.1 + 200 × 4 = 1000 shares of 21.
        #expect(
            try ledger([cost, usage]) == [
                "2026-01 Vendor m p input_uncached 100 - 2.1 USD 2.1",
                "2026-01 Vendor m p input_cache_read 1000 - 2.1 USD 2.1",
                "2026-01 Vendor m p output 200 - 16.8 USD 16.8",
            ])
    }

    @Test func moneyMeetsTokensAtTheFinestKeysThatBothHave() throws {
        let cost = file(
            [
                line("2026-01", model: "m", as: .output, cost: "6"), line("2026-01", model: "n", cost: "4"),
                line("2026-01", as: .other, cost: "1"), line("2026-01", model: "absent", as: .output, cost: "2"),
            ], role: .money)
        let usage = file(
            [
                line("2026-01", model: "m", project: "p", tokens: [.output: 100, .inputUncached: 5]),
                line("2026-01", model: "m", project: "q", tokens: [.output: 200]),
                line("2026-01", model: "n", project: "p", tokens: [.output: 30, .inputUncached: 10]),
            ], name: "b.csv", role: .volume)
        let outcome = try LedgerBuilder(files: [cost, usage]).build()
        #expect(
            rows(outcome.ledger) == [
                "2026-01 Vendor - unattributed other - - 1 USD 0",
                "2026-01 Vendor absent unattributed output - - 2 USD 0",
                "2026-01 Vendor m p input_uncached 5 - - - 0", "2026-01 Vendor m p output 100 - 2 USD 2",
                "2026-01 Vendor m q output 200 - 4 USD 4", "2026-01 Vendor n p input_uncached 10 - 1 USD 1",
                "2026-01 Vendor n p output 30 - 3 USD 3",
            ])
        #expect(
            outcome.notes.map(\.rendered) == [
                """
                Vendor 2026-01: warning: found money for models or workloads that the token file of the month does not \
                list, expected cost and token exports of the same days and the same projects
                  fix: export both for the whole month; the money is kept as spend without volume
                """
            ])
    }

    @Test func volumeThatNamesNoWorkloadFollowsTheMoney() throws {
        let cost = file(
            [
                line("2026-01", model: "m", project: "p", as: .output, cost: "1"),
                line("2026-01", model: "m", project: "q", as: .output, cost: "2"),
            ], role: .money)
        let usage = file([line("2026-01", model: "m", tokens: [.output: 100])], name: "b.csv", role: .volume)
        let outcome = try LedgerBuilder(files: [cost, usage]).build()
        #expect(
            rows(outcome.ledger) == [
                "2026-01 Vendor m p output 33 - 1 USD 0", "2026-01 Vendor m q output 67 - 2 USD 0",
            ])
        #expect(
            outcome.notes.map(\.rendered) == [
                "Vendor 2026-01: note: tokens that name no workload, split over the workloads that pay for them in "
                    + "proportion to money"
            ])
    }

    @Test func linesWithTheirOwnPriceTakeNoOtherMoney() throws {
        let priced = file([line("2026-01", model: "m", as: .output, cost: "1", tokens: [.output: 10])])
        let invoice = file([line("2026-01", cost: "5")], name: "b.csv", role: .money)
        #expect(
            try ledger([priced, invoice]) == [
                "2026-01 Vendor - unattributed other - - 5 USD 0", "2026-01 Vendor m unattributed output 10 - 1 USD 0",
            ])
    }

    @Test func theBasisChoosesTheCost() throws {
        let lines = [
            line("2026-01", as: .other, cost: "1", effective: "3"), line("2026-01", model: "b", as: .other, cost: "4"),
        ]
        #expect(try ledger([file(lines)]).map { $0.split(separator: " ")[7] } == ["1", "4"])
        let outcome = try LedgerBuilder(files: [file(lines)], basis: .effective).build()
        #expect(rows(outcome.ledger).map { $0.split(separator: " ")[7] } == ["3", "4"])
        #expect(
            outcome.notes.map(\.rendered) == [
                "a.csv: note: 1 row has no effective cost; the billed cost stands for it"
            ])
    }

    @Test func excludedCategoriesStayOutAndAreNamed() throws {
        let lines = [line("2026-01", as: .other, cost: "1"), line("2026-01", cost: "100", category: .purchase)]
        let outcome = try LedgerBuilder(files: [file(lines)], exclude: [.purchase]).build()
        #expect(rows(outcome.ledger) == ["2026-01 Vendor - unattributed other - - 1 USD 0"])
        #expect(
            outcome.notes.map(\.rendered) == ["a.csv: note: 1 row left out by baseline.exclude (Purchase)"])
    }

    @Test func prepaymentsUnderTheBilledBasisAreRefused() throws {
        let files = [
            file([
                line("2026-01", cost: "500000", effective: "0", category: .purchase),
                line("2026-01", as: .output, cost: "0", effective: "20"),
            ])
        ]
        let failure = #expect(throws: Failure.self) { try LedgerBuilder(files: files).build() }
        #expect(failure?.status == .badData)
        #expect(
            failure?.diagnostics.map(\.rendered) == [
                """
                a.csv:2: error: found a prepayment of 500000 USD to Vendor (Purchase with EffectiveCost 0) and usage \
                drawn from it (BilledCost 0) under the billed basis, expected a basis in which the month shows what it \
                used
                  fix: set `baseline: {basis: effective}` for the run rate, or keep the billed basis with \
                `baseline: {exclude: [Purchase]}`
                """
            ])
        #expect(try ledger(files, basis: .effective).contains { $0.contains(" 20 USD") })
        #expect(try ledger(files, exclude: [.purchase]).count == 1)
    }

    @Test func severalCurrenciesNeedAReportingCurrency() throws {
        let files = [
            file([line("2026-01", as: .other, cost: "1"), line("2026-01", as: .other, cost: "2", currency: euros)])
        ]
        let failure = #expect(throws: Failure.self) { try LedgerBuilder(files: files).build() }
        #expect(failure?.status == .badConfiguration)
        #expect(
            failure?.diagnostics.map(\.rendered) == [
                """
                a.csv:2: error: found charges in USD, and other charges in EUR, expected report.currency, as soon as the \
                invoices have more than one currency
                  fix: correct the currency if it is mistyped; else write `report: {currency: EUR}` in breakeven.yaml and \
                the rates of USD in fx.csv
                """
            ])
        let missing = #expect(throws: Failure.self) {
            try LedgerBuilder(files: files, reportingCurrency: dollars).build()
        }
        #expect(missing?.status == .badData)
        #expect(missing?.diagnostics.map(\.code) == ["no-exchange-rate"])
        #expect(missing?.diagnostics[0].found == "no rate from EUR to USD for invoice lines on 2026-01-31")
    }

    @Test func foreignMoneyIsConvertedAtTheLastBusinessDayOfItsMonth() throws {
        var rates = ExchangeRates()
        for (day, rate) in [("2026-01-30", "1.25"), ("2026-01-26", "9")] {
            _ = rates.add(
                PublishedRate(
                    date: Day(day)!, base: euros, quote: dollars, rate: amount(rate),
                    position: SourcePosition(file: "fx.csv")))
        }
        let files = [file([line("2026-01", as: .other, cost: "2", currency: euros)])]
        let outcome = try LedgerBuilder(files: files, reportingCurrency: dollars, rates: rates).build()
        #expect(outcome.ledger.rows.map(\.costReporting) == [amount("2.5")])
        #expect(outcome.ledger.rows.map(\.cost) == [amount("2")])
        #expect(outcome.currency == dollars)
    }

    @Test func volumeStandsOnceBesideSeveralCurrencies() throws {
        let files = [
            file([
                line("2026-01", as: .output, cost: "1", tokens: [.output: 10]),
                line("2026-01", as: .output, cost: "1", currency: euros),
            ])
        ]
        let outcome = try LedgerBuilder(files: files, reportingCurrency: dollars, rates: parity).build()
        #expect(outcome.ledger.rows.map(\.tokens) == [amount("10"), nil])
    }

    private var parity: ExchangeRates {
        var rates = ExchangeRates()
        _ = rates.add(
            PublishedRate(
                date: Day("2026-01-31")!, base: euros, quote: dollars, rate: Amount(1),
                position: SourcePosition(file: "fx.csv")))
        return rates
    }

    @Test func whatOwnGPUsServeIsNoAPIUsage() throws {
        var own = file([line("2026-01", as: .output, tokens: [.output: 10])])
        own.serves = "own"
        let outcome = try LedgerBuilder(files: [own]).build()
        #expect(outcome.ledger.rows.isEmpty)
        #expect(
            outcome.notes.map(\.rendered) == [
                "a.csv: note: volume and cost of own GPUs; they are not part of the API ledger"
            ])
    }

    @Test func modelsAndProvidersAreJoinedBySpelling() throws {
        let lines = [
            line("2026-01", "anthropic", model: "claude-opus-4-5-20251101", as: .output, cost: "1"),
            line("2026-01", "Anthropic", model: "Claude Opus 4.5", as: .output, cost: "2"),
            line("2026-01", "Anthropic", model: "claude-unheard-of-1", as: .output, cost: "4"),
        ]
        #expect(
            try ledger([file(lines)]) == [
                "2026-01 Anthropic Claude Opus 4.5 unattributed output - - 3 USD 0",
                "2026-01 Anthropic claude-unheard-of-1 unattributed output - - 4 USD 0",
            ])
    }

    /// The same lines in any order, cut in any way into files, give the same ledger; money and tokens are all there.
    @Test(arguments: 1...40)
    func orderAndCutDoNotMatterAndNothingIsLost(_ seed: Int) throws {
        var generator = SeededGenerator(seed: UInt64(seed))
        func pick<T>(_ values: [T]) -> T { values.randomElement(using: &generator)! }
        var costs: [ChargeLine] = []
        var usage: [ChargeLine] = []
        for _ in 0..<Int.random(in: 1...20, using: &generator) {
            let money =
                "\(Int.random(in: 0...9999, using: &generator)).\(Int.random(in: 0...99_999, using: &generator))"
            costs.append(
                line(
                    pick(["2026-01", "2026-02"]), pick(["A", "B"]), model: pick(["", "m", "n"]),
                    project: pick(["", "p", "q"]), as: pick([nil, .inputUncached, .output, .other]), cost: money))
        }
        for _ in 0..<Int.random(in: 0...20, using: &generator) {
            usage.append(
                line(
                    pick(["2026-01", "2026-02"]), pick(["A", "B"]), model: pick(["m", "n"]),
                    project: pick(["", "p", "q"]),
                    tokens: [
                        .inputUncached: Int.random(in: 0...1_000_000, using: &generator),
                        .output: Int.random(in: 1...1_000_000, using: &generator),
                    ]))
        }
        let whole = try LedgerBuilder(files: [
            file(costs, role: .money), file(usage, name: "u.csv", role: .volume),
        ]).build().ledger
        let cut = costs.indices.randomElement(using: &generator)!
        var files = [
            file(Array(costs[..<cut]), name: "c1.csv", role: .money),
            file(usage.reversed(), name: "u.csv", role: .volume),
            file(costs[cut...].reversed(), name: "c2.csv", role: .money),
        ]
        files.shuffle(using: &generator)
        #expect(try LedgerBuilder(files: files).build().ledger == whole, "seed \(seed)")
        let money = try whole.rows.reduce(Amount.zero) { try $0.adding($1.cost ?? .zero) }
        #expect(money == (try costs.reduce(Amount.zero) { try $0.adding($1.billedCost ?? .zero) }), "seed \(seed)")
        let tokens = try whole.rows.reduce(Amount.zero) { try $0.adding($1.tokens ?? .zero) }
        let counted = try usage.flatMap(\.tokens.values).reduce(Amount.zero) { try $0.adding($1) }
        #expect(tokens == counted, "seed \(seed)")
        let keys = whole.rows.map {
            [$0.month.description, $0.provider, $0.model, $0.workload, $0.tokenClass.rawValue]
        }
        #expect(Set(keys).count == keys.count, "seed \(seed)")
    }
}
