import Billing
import Economics
import Foundation
import TestSupport
import Testing

/// A server bought against the same server leased, flow by flow. MODEL.md 7.
struct LeaseOrBuyTests {
    /// One workload whose server is there from month 1 on.
    private static func evaluated(_ changes: [String: DriverValue]) throws -> Evaluation {
        var given: [String: DriverValue] = [
            "workloads.a.tok_in": .number(9000), "workloads.a.tok_out": .number(1200),
            "workloads.a.price_in": .number(3), "workloads.a.price_out": .number(15),
            "workloads.a.growth_monthly": .number(0.04), "workloads.a.migrate_month": .number(1),
            "workloads.a.pool": .word("p"), "pools.p.gpus_per_replica": .number(4), "pools.p.tps_in": .number(20_000),
            "pools.p.tps_out": .number(1500), "capacity.mode": .word("buy"),
        ]
        given.merge(changes) { $1 }
        let structure = ModelStructure(
            startMonth: Month("2027-01")!, horizon: 24, workloads: [.init(id: "a")], pools: ["p"],
            poolsWithCapacity: [], oneOffs: 0, parts: [.debt: 1, .lease: 1, .fixedTerm: 1])
        let register = try DriverRegister(
            structure: structure, layers: [DriverLayer(.configuration, given.mapValues { GivenDriver($0) })])
        let model = try EconomicModel.make(members: structure.members, horizon: structure.horizon)
        return try Evaluator(model).evaluate([register.lane(Instance(.base, .hybrid))])
    }

    private static func close(_ a: Double, _ b: Double, _ scale: Double) -> Bool { abs(a - b) <= 1e-9 * scale }

    /// A month of the model stands for a year of the example.
    @Test(.enabled(if: PublishedCase.folder != nil, "BREAKEVEN_SHARED names the folder with the cases"))
    func thePublishedServerIsReproduced() throws {
        let row = try #require(try PublishedCase.rows(of: "fin-lease-or-buy-server.json").first)
        func input(_ name: String) throws -> Double { try #require(row.inputs[name]?.number) }
        let found = try Self.evaluated([
            "capacity.server_price": .number(try input("cost")), "capacity.lease_month": .number(try input("lease")),
            "capacity.life_months": .number(try input("years")),
            "finance.depr_book_months": .number(try input("years")),
            "finance.tax_rate": .number(try input("tax")),
            "finance.loan_rate_annual": .number(12 * (try input("rate"))),
        ])
        let gain = try row.value(of: "nal_after_tax")
        let cost = try input("cost")
        #expect(Self.close(found.value("lease_gain", member: 0, lane: 0), gain, cost))
        // The published relief of each year, for the years of its life.
        let relief = try row.value(of: "dep_shield")
        let rate = try input("rate") * (1 - (try input("tax")))
        let years = Int(try input("years"))
        let worth = (1...years).reduce(0) { $0 + relief / pow(1 + rate, Double($1)) }
        #expect(Self.close(found.value("depreciation_relief", lane: 0) * cost, worth, cost))
        #expect(abs(relief - row.expected["dep_shield"]!.value) <= row.expected["dep_shield"]!.tolerance)
    }

    @Test("Both ways are worth their flows, month by month", arguments: UInt64(1)...12, ["SL", "MACRS5", "bonus"])
    func bothWaysAreWorthTheirFlows(seed: UInt64, schedule: String) throws {
        var random = SplitMix64(seed: seed)
        let price = 100_000 + 200_000 * random.unit()
        let lease = 2000 + 6000 * random.unit()
        let life = random.integer(in: 1...60)
        let book = random.integer(in: 1...60)
        let tax = seed % 3 == 0 ? 0 : 0.4 * random.unit()
        let yearly = seed % 4 == 0 ? 0 : 0.2 * random.unit()
        let resale = seed % 2 == 0 ? 0 : 0.5 * random.unit()
        let found = try Self.evaluated([
            "capacity.server_price": .number(price), "capacity.lease_month": .number(lease),
            "capacity.life_months": .number(Double(life)), "capacity.residual_start": .number(resale),
            "capacity.residual_decline_annual": .number(0.3), "finance.depr_book_months": .number(Double(book)),
            "finance.depr_tax": .word(schedule), "finance.tax_rate": .number(tax),
            "finance.loan_rate_annual": .number(yearly), "market.gpu_price_decline_annual": .number(0.15),
        ])
        let rate = yearly / 12 * (1 - tax)
        func worth(_ amount: Double, _ month: Int) -> Double { amount / pow(1 + rate, Double(month)) }
        let depreciation: [Double] =
            switch schedule {
            case "SL": [Double](repeating: price / Double(book), count: book)
            case "bonus": [price]
            default:
                [0.2, 0.32, 0.192, 0.1152, 0.1152, 0.0576].flatMap { [Double](repeating: price * $0 / 12, count: 12) }
            }
        var buying = price
        for (age, amount) in depreciation.enumerated() { buying -= worth(tax * amount, age + 1) }
        buying -= worth(price * resale * pow(0.7, Double(life) / 12) * (1 - tax), life)
        let leasing = (1...life).reduce(0) { $0 + worth(lease * (1 - tax), $1) }
        let label = Comment("seed \(seed), \(schedule)")
        #expect(Self.close(found.value("buying_server", member: 0, lane: 0), buying, price), label)
        #expect(Self.close(found.value("leasing_server", member: 0, lane: 0), leasing, price), label)
        let even = found.value("lease_even", member: 0, lane: 0)
        #expect(Self.close(leasing * even / lease, buying, price), label)
        let bought = found.series("bought", member: 0, lane: 0)
        let all = bought.enumerated().reduce(0) {
            $0 + worth($1.element * (buying - leasing) * pow(0.85, Double($1.offset) / 12), $1.offset)
        }
        #expect(Self.close(found.value("lease_advantage", lane: 0), all, price * 10), label)
    }

    @Test("Without one of the prices there are words", arguments: ["capacity.server_price", "capacity.lease_month"])
    func onePriceIsNoComparison(_ key: String) throws {
        let found = try Self.evaluated([key: .number(90_000)])
        #expect(found.result("lease_gain", member: 0, lane: 0) == .word("none"))
        #expect(found.result("lease_even", member: 0, lane: 0) == .word("none"))
        #expect(found.result("lease_advantage", lane: 0) == .word("needs a lease and a price"))
    }
}
