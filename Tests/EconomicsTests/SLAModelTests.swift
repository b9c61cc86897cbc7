import Billing
import Economics
import Foundation
import TestSupport
import Testing

/// Outages, credits and losses against their textbook sums.
struct SLAModelTests {
    private static let tiers = [(0.999, 0.1), (0.99, 0.25), (0.95, 1.0)]

    private func evaluated(
        _ changes: [String: Double] = [:], better: Bool = false, history: [(incidents: Double, minutes: Double)] = []
    ) throws -> Evaluation {
        var structure = ModelStructure(
            startMonth: Month("2027-01")!, horizon: 3, workloads: [], pools: [], poolsWithCapacity: [], oneOffs: 0)
        var sla = SLAStructure(tiers: Self.tiers.count, betterTiers: better ? Self.tiers.count : nil)
        sla.betterIsMoreReliable = better
        var inputs: [String: DriverValue] = [:]
        for (index, month) in history.enumerated() {
            sla.history.append(Member(id: "sla.history.\(index)"))
            inputs["sla.history.\(index).incidents"] = .number(month.incidents)
            inputs["sla.history.\(index).downtime"] = .number(month.minutes)
        }
        structure.sla = sla
        var numbers = ["sla.fee_month": 100_000.0]
        if history.isEmpty { numbers.merge(["sla.incidents_per_month": 1, "sla.mttr_minutes": 45]) { $1 } }
        for (index, tier) in Self.tiers.enumerated() {
            numbers["sla.tiers.\(index + 1).below"] = tier.0
            numbers["sla.tiers.\(index + 1).credit"] = tier.1
        }
        numbers.merge(changes) { $1 }
        let register = try DriverRegister(
            structure: structure,
            layers: [DriverLayer(.configuration, numbers.mapValues { GivenDriver(.number($0)) })])
        let model = try SLAModel.make(sla, pools: [])
        var lane = register.lane(Instance(.base, .hybrid))
        lane.drivers.merge(inputs) { $1 }
        return try Evaluator(model).evaluate([lane])
    }

    /// One incident a month of 45 minutes, 43,200 minutes, 100,000 of fees.
    @Test func publishedExampleIsReproduced() throws {
        let found = try evaluated()
        #expect(found.value("sla_expected_downtime", lane: 0) == 45)
        #expect(abs(found.value("breach_chance", lane: 0) - 0.354) < 5e-4)
        #expect(abs(found.value("sla_expected_credit", lane: 0) - 3556) < 0.5)
        #expect(found.value("sla_variance", lane: 0) == 4050)
        // Minutes that fail on their own hardly ever add up to a bad month of many tiers: their spread is a tenth.
        #expect(found.value("binomial_deviation", lane: 0) < found.value("sla_deviation", lane: 0) / 9)
    }

    /// Σ over n incidents of the Erlang tail, and of its first moment, term by term.
    @Test(arguments: UInt64(1)...25)
    func tiersAreThoseOfTheDoubleSum(_ seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let rate = 30 * random.unit() * random.unit()
        let repair = 1 + 400 * random.unit()
        let found = try evaluated(["sla.incidents_per_month": rate, "sla.mttr_minutes": repair])
        var last = 1.0
        for (tier, below) in Self.tiers.map(\.0).enumerated() {
            let minutes = (1 - below) * 43_200
            var (beyond, incidents, downtime) = (0.0, 0.0, 0.0)
            for n in 1...90 {
                let chance = exp(-rate + Double(n) * log(rate) - lgamma(Double(n) + 1))
                func erlang(_ n: Int) -> Double {
                    (0..<n).reduce(0) {
                        $0 + exp(-minutes / repair + Double($1) * log(minutes / repair) - lgamma(Double($1) + 1))
                    }
                }
                beyond += chance * erlang(n)
                incidents += chance * Double(n) * erlang(n)
                downtime += chance * Double(n) * repair * erlang(n + 1)
            }
            for (id, expected) in [
                ("sla_breach", beyond), ("sla_incidents_beyond", incidents), ("sla_minutes_beyond", downtime),
            ] {
                let value = found.value(id, member: tier, lane: 0)
                #expect(abs(value - expected) <= 1e-9 * max(1, expected), "seed \(seed), \(id): \(value), \(expected)")
            }
            let own = found.value("sla_breach", member: tier, lane: 0)
            #expect((0...last).contains(own), "seed \(seed)")
            last = own
        }
        #expect(found.value("sla_expected_credit", lane: 0) <= 100_000)
        #expect(found.value("sla_outside", lane: 0) == 0)
    }

    /// A year of simulated months agrees with the series.
    @Test func simulationAgrees() throws {
        var random = SplitMix64(seed: 7)
        let months = 40_000
        var breaches = 0
        for _ in 0..<months {
            var minutes = 0.0
            var time = -log(1 - random.unit())
            while time < 1 {
                minutes += -45 * log(1 - random.unit())
                time += -log(1 - random.unit())
            }
            if minutes > 43.2 { breaches += 1 }
        }
        let share = Double(breaches) / Double(months)
        #expect(abs(share - (try evaluated()).value("breach_chance", lane: 0)) < 0.01)
    }

    @Test func withoutIncidentsNothingIsPaidOrLost() throws {
        let found = try evaluated(["sla.incidents_per_month": 0, "sla.loss_per_minute": 10])
        #expect(found.value("sla_expected_credit", lane: 0) == 0)
        #expect(found.value("sla_expected_loss", lane: 0) == 0)
        #expect(found.result("sla_coverage", lane: 0) == .word("no loss"))
    }

    @Test func lossIsCutByASecondSourceAndCoverageRises() throws {
        let alone = try evaluated(["sla.loss_per_minute": 100, "sla.cost_per_incident": 50])
        #expect(abs(alone.value("sla_expected_loss", lane: 0) - 4550) < 1e-9)
        #expect(abs(alone.value("sla_coverage", lane: 0) - alone.value("sla_expected_credit", lane: 0) / 4550) < 1e-12)
        let both = try evaluated([
            "sla.loss_per_minute": 100, "sla.cost_per_incident": 50, "sla.fallback": 1, "sla.detect_minutes": 4,
            "sla.switch_minutes": 6,
        ])
        #expect(abs(both.value("sla_expected_loss", lane: 0) - 1050) < 1e-9)
        #expect(both.value("fallback_saves", lane: 0) == 3500)
    }

    @Test func aLossBeyondTheFeeCannotBeCovered() throws {
        #expect(
            try evaluated(["sla.loss_per_minute": 10]).result("required_verdict", lane: 0)
                == .word("credits could cover it"))
        let large = try evaluated(["sla.loss_per_minute": 10_000])
        #expect(large.value("required_credit", lane: 0) > 1)
        #expect(large.result("required_verdict", lane: 0) == .word("credits cannot cover it"))
    }

    @Test func capAndClaimsLowerTheCredit() throws {
        let whole = try evaluated().value("sla_expected_credit", lane: 0)
        #expect(
            abs(try evaluated(["sla.claim_probability": 0.5]).value("sla_expected_credit", lane: 0) - whole / 2) < 1e-9)
        #expect(try evaluated(["sla.credit_cap": 0.2]).value("sla_expected_credit", lane: 0) < whole)
        #expect(try evaluated(["sla.credit_cap": 0]).value("sla_expected_credit", lane: 0) == 0)
    }

    /// Twelve months, a third of which are breaches.
    @Test func historyStandsInPlaceOfTheSeries() throws {
        let minutes = [0.0, 50, 10, 0, 500, 0, 0, 44, 0, 3000, 43, 0]
        let found = try evaluated(["sla.loss_per_minute": 2], history: minutes.map { ($0 > 0 ? 1 : 0, $0) })
        #expect(abs(found.value("sla_expected_downtime", lane: 0) - 3647.0 / 12) < 1e-9)
        #expect(found.value("breach_chance", lane: 0) == 4.0 / 12)
        #expect(abs(found.value("sla_expected_credit", lane: 0) - 100_000 * (2 * 0.1 + 0.25 + 1) / 12) < 1e-6)
        #expect(abs(found.value("first_tier_loss", lane: 0) - 2 * 47) < 1e-9)
        #expect(abs(found.value("breach_in_year", lane: 0) - (1 - pow(8.0 / 12, 12))) < 1e-12)
    }

    /// Three misses in six months with a chance of a third each: 1 - (64 + 192 + 240) / 729.
    @Test func terminationClauseIsTheTailOfABinomial() throws {
        let months = (0..<3).map { (incidents: 1.0, minutes: $0 == 0 ? 100.0 : 1) }
        #expect(abs(try evaluated(history: months).value("termination_chance", lane: 0) - 233.0 / 729) < 1e-12)
        #expect(
            abs(
                try evaluated(["sla.termination_misses": 1, "sla.termination_months": 1], history: months)
                    .value("termination_chance", lane: 0) - 1.0 / 3) < 1e-12)
    }

    /// Shorter repairs are worth the loss they save, and save the vendor credits.
    @Test func aBetterSLAIsWorthTheLossItSaves() throws {
        let found = try evaluated(
            ["sla.loss_per_minute": 100, "sla.better.mttr_minutes": 15, "sla.better.extra_fee_month": 200], better: true
        )
        let credits = found.value("sla_better_expected_credit", lane: 0) - found.value("sla_expected_credit", lane: 0)
        #expect(credits < 0)
        #expect(abs(found.value("better_worth", lane: 0) - (3000 + credits)) < 1e-9)
        #expect(found.value("better_vendor_cost", lane: 0) == credits)
        #expect(found.value("better_gain", lane: 0) == found.value("better_worth", lane: 0) - 200)
        let same = try evaluated(["sla.loss_per_minute": 100], better: true)
        #expect(same.value("better_worth", lane: 0) == 0)
        #expect(same.result("better_price", lane: 0) == .word("no room to meet"))
    }
}
