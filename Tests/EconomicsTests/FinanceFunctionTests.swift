import Economics
import Foundation
import TestSupport
import Testing

private typealias F = FinanceFunctions

private func close(_ a: Double?, _ b: Double, _ tolerance: Double = 1e-9) -> Bool {
    guard let a else { return false }
    return abs(a - b) <= tolerance * max(1, abs(b))
}

struct FinanceFunctionTests {
    @Test func npvStartsOnePeriodBeforeItsFirstFlowAndTheNetOneAtIt() {
        #expect(close(F.presentValue(rate: 0.1, [110]), 100))
        #expect(close(F.netPresentValue(rate: 0.1, [-100, 110]), 0))
        #expect(F.netPresentValue(rate: 0, [1, 2, 3]) == 6)
    }

    @Test func xnpvCountsWholeDaysOfAYearOf365() {
        #expect(close(F.presentValue(yearlyRate: 0.1, [-100, 110], days: [1000, 1365]), 0))
    }

    @Test(arguments: UInt64(1)...40) func flowsAreWorthNothingAtEveryInternalRate(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let flows = (0...(2 + Int(random.next() % 40))).map { _ in Double(Int(random.next() % 2001)) - 1000 }
        let rates = F.internalRates(flows)
        #expect(rates.count <= F.signChanges(flows), "seed \(seed)")
        #expect(rates == rates.sorted(), "seed \(seed)")
        for rate in rates {
            let size = F.netPresentValue(rate: rate, flows.map(abs))
            #expect(abs(F.netPresentValue(rate: rate, flows)) <= 1e-7 * size, "seed \(seed), rate \(rate)")
        }
    }

    @Test func everyInternalRateIsFoundAndSignsAreCounted() {
        let two = F.internalRates([-100, 230, -132])
        #expect(two.count == 2 && close(two[0], 0.1) && close(two[1], 0.2))
        #expect(F.signChanges([-100, 230, 0, -132]) == 2)
        #expect(F.internalRates([1, 2, 3]).isEmpty)
        #expect(F.internalRates([-100, 100]) == [0])
        let dated = F.internalRates([-100, 121], days: [0, 730])
        #expect(dated.count == 1 && close(dated[0], 0.1))
    }

    @Test func modifiedRateIsTheGrowthOfOutlaysIntoInflows() {
        // The example of the spreadsheets' own guides.
        let flows: [Double] = [-120_000, 39_000, 30_000, 21_000, 37_000, 46_000]
        #expect(close(F.modifiedRate(flows, finance: 0.1, reinvestment: 0.12), 0.126094, 1e-6))
        #expect(F.modifiedRate([1, 2], finance: 0.1, reinvestment: 0.1) == nil)
    }

    @Test(arguments: UInt64(1)...40) func aLoanIsPaidOffWhateverWayItIsAsked(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        func draw(_ below: Int) -> Double { Double(random.next() % UInt64(below)) }
        let rate = seed % 5 == 0 ? 0 : (1 + draw(300)) / 10_000
        let periods = 1 + Int(draw(120))
        let present = 1000 + draw(100_000)
        let future = seed % 2 == 0 ? -draw(500) : 0
        let due: F.Due = seed % 3 == 0 ? .startOfPeriod : .endOfPeriod
        let n = Double(periods)
        let label = Comment("seed \(seed)")
        let payment = F.payment(rate: rate, periods: n, present: present, future: future, due: due)
        #expect(
            close(F.futureValue(rate: rate, periods: n, payment: payment, present: present, due: due), future, 1e-6),
            label)
        #expect(
            close(F.presentValue(rate: rate, periods: n, payment: payment, future: future, due: due), present), label)
        #expect(
            close(F.periods(rate: rate, payment: payment, present: present, future: future, due: due), n, 1e-7), label)
        if periods > 1 {
            #expect(
                close(
                    F.rate(periods: n, payment: payment, present: present, future: future, due: due), rate, 1e-8),
                label)
        }
        let whole = F.payment(rate: rate, periods: n, present: present, due: due)
        let interest = F.interest(rate: rate, periods: periods, present: present, payments: 1...periods, due: due)
        let principal = F.principal(rate: rate, periods: periods, present: present, payments: 1...periods, due: due)
        #expect(close(principal, -present, 1e-8), label)
        #expect(close(interest + principal, whole * n, 1e-8), label)
    }

    @Test func whatHasNoAnswerIsNil() {
        #expect(F.periods(rate: 0.01, payment: -5, present: 1000) == nil)
        #expect(F.periods(rate: 0, payment: 0, present: 1000) == nil)
        #expect(F.rate(periods: 10, payment: 10, present: 100) == nil)
        #expect(F.growthRate(periods: 0, present: 1, future: 2) == nil)
        #expect(F.growthPeriods(rate: 0, present: 1, future: 2) == nil)
        #expect(F.costOfCapital(equity: 0, costOfEquity: 0.1, debt: 0, costOfDebt: 0.05, taxRate: 0.3) == nil)
        #expect(F.profitabilityIndex(rate: 0.1, [1, 2]) == nil)
    }

    @Test func ratesConvertBackAndForth() {
        #expect(close(pow(1 + F.monthlyRate(effective: 0.1), 12), 1.1))
        #expect(F.monthlyRate(nominal: 0.12) == 0.01)
        #expect(close(F.nominalRate(effective: F.effectiveRate(nominal: 0.08, periods: 4), periods: 4), 0.08))
        #expect(
            close(F.costOfCapital(equity: 60, costOfEquity: 0.1, debt: 40, costOfDebt: 0.05, taxRate: 0.3), 0.074))
    }

    @Test func equivalentCostComparesUnequalLives() {
        #expect(close(F.equivalentCost(rate: 0.1, periods: 3, present: F.annuity(rate: 0.1, periods: 3) * 7), 7))
        #expect(F.equivalentCost(rate: 0, periods: 4, present: 100) == 25)
    }

    @Test func paybackIsLinearInsideThePeriod() {
        #expect(F.payback([-100, 40, 40, 40]) == .after(periods: 2.5))
        #expect(F.payback([0, 5]) == .after(periods: 0))
        #expect(F.payback([-100, 10]) == .never)
        #expect(F.discountedPayback(rate: 0, [-100, 40, 40, 40]) == .after(periods: 2.5))
        #expect(F.discountedPayback(rate: 0.1, [-100, 110, 0]) == .after(periods: 1))
        #expect(F.staysPaidBack([-100, 150, 10]))
        #expect(!F.staysPaidBack([-100, 150, -100, 100]))
        #expect(!F.staysPaidBack([-100, 50]))
    }

    @Test(arguments: UInt64(1)...30) func depreciationTakesThatWhichIsToBeTaken(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        let cost = 1000 + Double(random.next() % 100_000)
        let salvage = cost * Double(random.next() % 50) / 100
        let life = 2 + Int(random.next() % 12)
        let periods = 1...life
        func total(_ amount: (Double) -> Double) -> Double { periods.reduce(0) { $0 + amount(Double($1)) } }
        let digits = total { F.sumOfYearsDigits(cost: cost, salvage: salvage, life: Double(life), period: $0) }
        #expect(close(digits, cost - salvage), "seed \(seed)")
        let declining = total { F.decliningBalance(cost: cost, salvage: salvage, life: Double(life), period: $0) }
        #expect(declining <= cost - salvage + 1e-6, "seed \(seed)")
        let variable = F.variableDecliningBalance(
            cost: cost, salvage: salvage, life: Double(life), start: 0, end: Double(life))
        #expect(close(variable, cost - salvage), "seed \(seed)")
    }

    @Test(arguments: FinanceFunctions.RecoveryPeriod.allCases)
    func acceleratedSharesAddUpToTheCost(_ recovery: FinanceFunctions.RecoveryPeriod) {
        let shares = F.acceleratedShares(recovery)
        #expect(shares.count == recovery.rawValue + 1)
        #expect(close(shares.reduce(0, +), 1, 1e-12))
    }
}
