import Diagnostics
import Economics
import Foundation
import Reports
import TestSupport
import Testing

@testable import Breakeven

/// Leases, capacity blocks and loans against sums made month by month. MODEL.md 7.
struct FormOfPurchaseTests {
    private static let seeds: [UInt64] = [1, 4, 8, 13, 14, 27]

    /// Everything moves early, so that capacity is needed.
    private static func project(_ seed: UInt64, _ mode: String, _ capacity: [String: Any] = [:]) -> RandomProject {
        var project = RandomProject(seed: seed)
        project.horizon = 36
        project.setAll(["migrate_month": 5, "eligible": true])
        for index in project.pools.indices { project.pools[index]["capacity"] = nil }
        project.capacity["mode"] = mode
        project.capacity["lease_month"] = 6500.0
        project.capacity.merge(capacity) { $1 }
        return project
    }

    private static func close(_ a: Double, _ b: Double) -> Bool { abs(a - b) <= 1e-9 * max(1, abs(a), abs(b)) }

    @Test("Leased servers cost their payments, month by month, and no capital", arguments: seeds)
    func leasesArePaid(seed: UInt64) throws {
        let leased = try analysed(Self.project(seed, "lease")).data
        let bought = try analysed(Self.project(seed, "buy")).data
        for lane in Instance.all.indices {
            for line in ["capex", "resale", "horizon_resale", "depreciation_book", "depreciation_tax"] {
                #expect(leased.evaluation.total(line, lane: lane) == 0, "seed \(seed), \(line)")
            }
            for line in ["power", "colo", "software", "servers", "gpus", "support"] {
                #expect(
                    leased.evaluation.series(line, lane: lane) == bought.evaluation.series(line, lane: lane),
                    "seed \(seed), \(line)")
            }
            let vintages = leased.evaluation.series("bought", member: 0, lane: lane)
            let prices = leased.evaluation.series("lease_price", member: 0, lane: lane)
            let life = Int(leased.evaluation.value("life_months", member: 0, lane: lane))
            let rent = leased.evaluation.series("rent", lane: lane)
            var later = 0.0
            for month in rent.indices {
                var due = 0.0
                for (start, servers) in vintages.enumerated() where month >= start && month < start + life {
                    due += servers * prices[start]
                }
                #expect(Self.close(rent[month], due), "seed \(seed), month \(month)")
            }
            for (start, servers) in vintages.enumerated() {
                later += servers * prices[start] * Double(max(0, start + life - 1 - 36))
            }
            #expect(Self.close(leased.evaluation.value("lease_later", lane: lane), later), "seed \(seed)")
        }
    }

    @Test(
        "A block as long as own hosting costs what a reservation costs, all of it at once", arguments: seeds)
    func aBlockIsPrepaid(seed: UInt64) throws {
        var reserved = Self.project(seed, "reserved", ["reserved_gpus": 8])
        reserved.people["start_before_months"] = 0
        var block = reserved
        block.capacity.merge(["mode": "block", "block_month": 5, "block_months": 32]) { $1 }
        let (a, b) = (try analysed(reserved).data, try analysed(block).data)
        for strategy in [Instance(.low, .hybrid), Instance(.base, .hybrid), Instance(.high, .hybrid)] {
            let lane = Instance.all.firstIndex(of: strategy)!
            #expect(Self.close(a.evaluation.total("rent", lane: lane), b.evaluation.total("rent", lane: lane)))
            let (monthly, prepaid) = (
                a.evaluation.series("fleet_committed", member: 0, lane: lane),
                b.evaluation.series("fleet_committed", member: 0, lane: lane)
            )
            #expect(Self.close(prepaid[5], monthly.reduce(0, +)), "seed \(seed)")
            #expect(prepaid.enumerated().allSatisfy { $0 == 5 || $1 == 0 }, "seed \(seed)")
        }
    }

    @Test("Outside its months a block serves nothing and costs nothing", arguments: seeds)
    func outsideTheBlockGPUsAreRented(seed: UInt64) throws {
        let rented = try analysed(Self.project(seed, "rent", ["gpus_sold_together": 1])).data
        let block = try analysed(
            Self.project(
                seed, "block",
                ["gpus_sold_together": 1, "reserved_gpus": 8, "block_month": 8, "block_months": 3])
        ).data
        for lane in Instance.all.indices {
            let (a, b) = (rented.evaluation.series("rent", lane: lane), block.evaluation.series("rent", lane: lane))
            for month in a.indices where !(8...10).contains(month) {
                #expect(Self.close(a[month], b[month]), "seed \(seed), month \(month)")
            }
        }
    }

    @Test(
        "A loan moves no figure of merit, is paid back, and is worth nothing at its own rate",
        arguments: seeds)
    func loansAreRepaid(seed: UInt64) throws {
        let own = Self.project(seed, "buy")
        var lent = own
        lent.finance["loan_share"] = 0.8
        lent.finance["loan_rate_annual"] = seed % 2 == 0 ? 0 : 0.09
        lent.finance["loan_months"] = 24
        var plain = own
        for key in ["loan_share", "loan_rate_annual", "loan_months"] { plain.finance[key] = nil }
        let (a, b) = (try analysed(plain).data, try analysed(lent).data)
        let rate = (seed % 2 == 0 ? 0 : 0.09) / 12
        for lane in Instance.all.indices {
            for id in ["npv", "payback_month", "peak_funding", "alternative_cost_total", "irr_count"] {
                #expect(
                    a.evaluation.result(id, lane: lane) == b.evaluation.result(id, lane: lane), "seed \(seed), \(id)")
            }
            let drawn = b.evaluation.series("loan_drawn", lane: lane)
            let level = b.evaluation.series("loan_level", lane: lane)
            let settled = b.evaluation.series("loan_settled", lane: lane)
            let owed = b.evaluation.series("loan_owed", lane: lane)
            let capex = b.evaluation.series("capex", lane: lane)
            let scale = max(1, capex.reduce(0, +))
            var worth = 0.0
            for month in drawn.indices {
                worth += (drawn[month] - level[month] - settled[month]) / pow(1 + rate, Double(month))
                #expect(abs(drawn[month] - 0.8 * capex[month]) <= 1e-9 * scale, "seed \(seed)")
                #expect(owed[month] >= -1e-9 * scale, "seed \(seed), month \(month)")
            }
            #expect(abs(worth) <= 1e-9 * scale, "seed \(seed): \(worth)")
            #expect(
                abs(b.evaluation.total("loan_principal", lane: lane) - drawn.reduce(0, +)) <= 1e-9 * scale,
                "seed \(seed)")
            if rate == 0 { #expect(b.evaluation.total("loan_interest", lane: lane) == 0, "seed \(seed)") }
            // At the after-tax cost of debt its after-tax flows are worth nothing, too.
            #expect(abs(b.evaluation.value("loan_present", lane: lane)) <= 1e-9 * scale, "seed \(seed)")
        }
    }

    @Test(
        "An early exit costs what is committed after that month, sum by sum", arguments: seeds,
        ["lease", "reserved", "block"])
    func anEarlyExitCostsWhatIsLeft(seed: UInt64, mode: String) throws {
        let data = try analysed(
            Self.project(seed, mode, ["reserved_gpus": 8, "block_month": 7, "block_months": 9])
        ).data
        for lane in Instance.all.indices {
            func series(_ line: String, _ member: Int? = nil) -> [Double] {
                member.map { data.evaluation.series(line, member: $0, lane: lane) }
                    ?? data.evaluation.series(line, lane: lane)
            }
            let (fee, on) = (series("exit_fee"), series("on"))
            let (paid, vintages) = (series("fleet_committed", 0), series("bought", 0))
            let (prices, sum) = (series("lease_price", 0), series("cumulative_cash_flow", 0))
            let life = Int(data.evaluation.value("life_months", member: 0, lane: lane))
            for month in fee.indices {
                var left = 0.0
                if mode == "lease" {
                    for (start, servers) in vintages.enumerated() where start <= month {
                        for due in start..<(start + life) where due > month { left += servers * prices[start] }
                    }
                } else if on[month] > 0 {
                    left = paid.dropFirst(month + 1).reduce(0, +)
                }
                #expect(Self.close(fee[month], left), "seed \(seed), \(mode), month \(month)")
                #expect(Self.close(series("cash_if_stopped")[month], sum[month] - left), "seed \(seed), \(mode)")
            }
            #expect(data.evaluation.value("early_exit_fee", lane: lane) == fee.max(), "seed \(seed), \(mode)")
            #expect(Self.close(fee[36], mode == "lease" ? data.evaluation.value("lease_later", lane: lane) : 0))
        }
    }

    @Test("What only --set gives asks for no further lines, as its cell in the workbook does not")
    func aFormOfPurchaseIsOfTheConfiguration() throws {
        var project = Self.project(4, "buy")
        for key in ["lease_month", "reserved_gpus", "block_months"] { project.capacity[key] = nil }
        project.finance = project.finance.filter { !$0.key.hasPrefix("loan") }
        func metrics(_ project: RandomProject, _ overrides: [String] = []) throws -> Set<String> {
            let data = try analysed(project, overrides).data
            return Set(Metric.ofPurchase.map(\.id)).intersection(Metric.all(of: data.model).map(\.id))
        }
        #expect(try metrics(project).isEmpty)
        #expect(try metrics(project, ["capacity.lease_month=5000", "capacity.reserved_gpus=8"]).isEmpty)
        project.capacity["reserved_gpus"] = 8
        #expect(try metrics(project) == ["early_exit_fee"])
        #expect(try metrics(project, ["capacity.reserved_gpus=0"]) == ["early_exit_fee"])
        project.capacity["lease_month"] = 5000
        #expect(try metrics(project) == ["early_exit_fee", "lease_advantage"])
        let data = try analysed(project).data
        let names = Set(try ReportWorkbook.make(data).names.map(\.name))
        #expect(names.isSuperset(of: ["out_lease_advantage_base", "out_early_exit_fee_low_full"]))
    }

    @Test("An interest rate alone is a loan for every server, beside a lease it is what to compare at")
    func anInterestRateAlone() throws {
        var project = Self.project(3, "buy")
        project.finance = project.finance.filter { !$0.key.hasPrefix("loan") }
        project.finance["loan_rate_annual"] = 0.06
        #expect(try analysed(project).data.model.members.parts.isDisjoint(with: [.loan]))
        project.capacity["lease_month"] = nil
        let lent = try analysed(project).data
        #expect(lent.model.members.parts.isSuperset(of: [.loan, .debt]))
        #expect(lent.evaluation.value("loan_share", lane: 1) == 1)
    }

    @Test(
        "Only capacity committed for more than a year is a question for the accountant",
        arguments: [
            ("buy", [:], 0.0), ("rent", [:], 0.0), ("lease", ["life_months": 12], 0.0),
            ("lease", ["life_months": 13], 1.0),
            ("reserved", ["reserved_gpus": 8], 1.0), ("reserved", ["reserved_gpus": 0], 0.0),
            ("block", ["reserved_gpus": 8, "block_months": 12], 0.0),
            ("block", ["reserved_gpus": 8, "block_months": 13], 1.0),
        ] as [(String, [String: Int], Double)])
    func whatMayBeALease(_ mode: String, _ capacity: [String: Int], _ fleets: Double) throws {
        let data = try analysed(Self.project(3, mode, capacity)).data
        let lane = data.lane(Instance(.base, .hybrid))
        #expect(data.evaluation.value("lease_question", lane: lane) == fleets)
        #expect((data.evaluation.value("lease_present", lane: lane) > 0) == (fleets > 0))
    }

    @Test func aBlockNeedsItsMonths() throws {
        var project = Self.project(3, "block")
        project.capacity["block_months"] = nil
        let failure = #expect(throws: Failure.self) { try analysed(project) }
        #expect(failure?.status == .badConfiguration)
        #expect(
            failure?.diagnostics.first?.found == "capacity in mode block, and no block_months",
            "\(String(describing: failure))")
    }

    @Test func aLeaseWithoutPaymentIsNamed() throws {
        var project = Self.project(3, "lease")
        project.capacity["lease_month"] = nil
        let failure = #expect(throws: Failure.self) { try analysed(project) }
        #expect(failure?.status == .badConfiguration)
        #expect(failure?.diagnostics.first?.found == "capacity in mode lease, and no lease_month")
    }

    /// CONTRACT.md: GPUs paid for. Licences, monitoring and staff go by those in use: MODEL.md 8.8.
    @Test func idleReservedGPUsArePaidForAndCarryNoStaff() throws {
        var project = Self.project(3, "reserved")
        project.capacity["reserved_gpus"] = 1000
        project.people["gpus_per_fte"] = 100
        let data = try analysed(project).data
        let lane = data.lane(Instance(.base, .hybrid))
        let (paid, used) = (
            data.evaluation.series("gpus_paid", lane: lane), data.evaluation.series("gpus", lane: lane)
        )
        #expect(paid.max() == 1000 && used.max()! < 1000 && used.max()! > 0)
        #expect(number(metric(try analysed(project), "gpus_peak")) == 1000)
        let rows = ModelTables.timeline(data).rows.filter {
            $0[2] == .text("base") && $0[3] == .text("hybrid") && $0[4] == .text("gpus")
        }
        #expect(rows.map { $0[5] } == paid.map(Field.number))
    }

    /// GPUs beyond the reservation are rented: without a price they would be free, and the NPV a dream.
    @Test func aPlanOnGPUsWithoutAPriceIsNotRecommended() throws {
        var project = Self.project(3, "reserved")
        project.capacity["reserved_gpus"] = 1
        project.capacity["rent_gpu_hour"] = "none"
        let analysis = try analysed(project)
        #expect(analysis.data.checkEvaluation.result("result_capacity-is-priced", lane: 0) == .word("fail"))
        #expect(metric(analysis, "recommendation") == .word("price every GPU in use"))
    }
}
