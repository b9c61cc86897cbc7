import Billing
import Economics
import Foundation
import TestSupport
import Testing

/// Outages, credits and losses against their textbook sums.
struct SLAModelTests {
    private static let tiers = [(0.999, 0.1), (0.99, 0.25), (0.95, 1.0)]

    private func evaluated(
        _ changes: [String: Double] = [:], tiers: [(Double, Double)] = Self.tiers, better: Bool = false,
        history: [(incidents: Double, minutes: Double)] = []
    ) throws -> Evaluation {
        var structure = ModelStructure(
            startMonth: Month("2027-01")!, horizon: 3, workloads: [], pools: [], poolsWithCapacity: [], oneOffs: 0)
        var sla = SLAStructure(tiers: tiers.count, betterTiers: better ? tiers.count : nil)
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
        for (index, tier) in tiers.enumerated() {
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

    /// The downtime that an availability allows in a month, a week and a year, as others print it.
    @Test(.enabled(if: PublishedCase.folder != nil, "BREAKEVEN_SHARED names the folder with the cases"))
    func minutesOfATierAreThoseOfThePublishedTable() throws {
        let rows = try PublishedCase.rows(of: "sla-availability-table.json")
        #expect(rows.count > 4)
        for row in rows {
            let available = try #require(row.inputs["a"]?.number)
            for (figure, days, perUnit) in [("month_min", 30.0, 1.0), ("week_min", 7, 1), ("year_h", 365, 60)] {
                guard let published = row.expected[figure] else { continue }
                let found = try evaluated(["sla.month_minutes": days * 1440], tiers: [(available, 0.1)])
                    .value("sla_minutes", member: 0, lane: 0)
                #expect(
                    abs(found / perUnit - published.value) <= published.tolerance,
                    "\(figure) at \(row.key): \(found), published \(published.value)")
            }
        }
    }

    /// A month at 99.5 % on a fee of 100,000 pays the credit of the first tier.
    @Test(.enabled(if: PublishedCase.folder != nil, "BREAKEVEN_SHARED names the folder with the cases"))
    func creditOfAMissIsThePublishedOne() throws {
        let row = try #require(try PublishedCase.rows(of: "sla-azure-openai-credit.json").first)
        let uptime = try #require(row.inputs["u"]?.number)
        let fee = try #require(row.inputs["fee"]?.number)
        guard case .list(let list)? = row.inputs["tiers"] else {
            Issue.record("no tiers")
            return
        }
        let tiers = list.map(\.numbers).map { ($0[1] / 100, $0[2]) }
        let found = try evaluated(
            ["sla.fee_month": fee], tiers: tiers, history: [(incidents: 1, minutes: 43_200 * (1 - uptime / 100))])
        let published = try #require(row.expected["credit"])
        #expect(abs(found.value("sla_expected_credit", lane: 0) - published.value) <= published.tolerance)
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

    /// Of ten switches nine work: 0.9 · 10 + 0.1 · 45 minutes.
    @Test func aSwitchThatFailsSavesNothing() throws {
        var inputs: [String: Double] = [
            "sla.loss_per_minute": 100, "sla.detect_minutes": 4, "sla.switch_minutes": 6, "sla.switch_success": 0.9,
        ]
        let alone = try evaluated(inputs)
        #expect(abs(alone.value("fallback_saves", lane: 0) - 0.9 * 3500) < 1e-9)
        inputs["sla.fallback"] = 1
        let both = try evaluated(inputs)
        #expect(abs(both.value("sla_expected_loss", lane: 0) - 1350) < 1e-9)
        #expect(
            abs(
                alone.value("sla_expected_loss", lane: 0) - both.value("sla_expected_loss", lane: 0)
                    - alone.value("fallback_saves", lane: 0)) < 1e-9)
        inputs["sla.switch_success"] = 0
        #expect(try evaluated(inputs).value("sla_expected_loss", lane: 0) == 4500)
    }

    @Test func aLossBeyondTheFeeCannotBeCovered() throws {
        #expect(
            try evaluated(["sla.loss_per_minute": 10]).result("required_verdict", lane: 0)
                == .word("yes"))
        let large = try evaluated(["sla.loss_per_minute": 10_000])
        #expect(large.value("required_credit", lane: 0) > 1)
        #expect(large.result("required_verdict", lane: 0) == .word("no"))
    }

    /// Where every month is worse than the first tier, its loss is not zero but unknown.
    @Test func withoutAMonthInTheFirstTierNothingIsSaidOfItsCredit() throws {
        let worst = try evaluated([
            "sla.loss_per_minute": 10, "sla.incidents_per_month": 30, "sla.mttr_minutes": 500,
        ])
        for line in ["first_tier_loss", "required_credit", "required_verdict"] {
            #expect(worst.result(line, lane: 0) == .word("no such month"), "\(line)")
        }
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
