import Diagnostics
import Economics
import Foundation
import Reports
import Testing

@testable import Breakeven

/// Runs a project drawn at random and hands over its figures.
func analysed(_ project: RandomProject, _ overrides: [String] = []) throws -> Analysis {
    let folder = try project.write()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    return try Analysis(try ProjectFolder(path: folder, overrides: overrides), RunOptions())
}

func metric(_ analysis: Analysis, _ id: String, _ scenario: Scenario = .base, _ strategy: Strategy = .hybrid)
    -> DriverValue
{
    analysis.data.evaluation.result(id, lane: Instance.all.firstIndex(of: Instance(scenario, strategy))!)
}

func number(_ value: DriverValue) -> Double? {
    if case .number(let number) = value { return number }
    return nil
}

/// MODEL.md 14, on projects drawn at random; the seed is the argument of the failing case.
struct ModelLaws {
    static let seeds = [14, 27] + Array(UInt64(1)...15)

    private func close(_ a: Double, _ b: Double, _ scale: Double) -> Bool { abs(a - b) <= 1e-9 * max(1, abs(scale)) }

    @Test(arguments: seeds) func everyModelCheckPasses(seed: UInt64) throws {
        let analysis = try analysed(RandomProject(seed: seed))
        for check in ModelCheck.all {
            #expect(
                analysis.data.checkEvaluation.result("result_\(check.id)", lane: 0) == .word("pass"),
                "seed \(seed): \(check.id) is \(analysis.data.checkEvaluation.value("value_\(check.id)", lane: 0))")
        }
    }

    @Test("14.2: A double root and one far below zero are found over ten years too", arguments: seeds)
    func theRatesAreRootsOverTenYears(seed: UInt64) throws {
        var project = RandomProject(seed: seed)
        project.horizon = 120
        let analysis = try analysed(project)
        let residue = analysis.data.checkEvaluation.value("value_irr-is-a-root", lane: 0)
        #expect(residue <= MethodConstant.checkRelative.value, "seed \(seed): \(residue)")
    }

    @Test("14.3: Money times a factor is NPV times the factor, and no month or rate moves", arguments: seeds)
    func moneyScalesAndTimesStay(seed: UInt64) throws {
        let project = RandomProject(seed: seed)
        // The ranking of a plan compares money with days of effort: pin it.
        var pinned = project
        for index in pinned.workloads.indices where "\(pinned.workloads[index].values["migrate_month"]!)" == "auto" {
            pinned.workloads[index].values["migrate_month"] = 3
        }
        let one = try analysed(pinned)
        let ten = try analysed(pinned.scaled(by: 10))
        let (a, b) = (number(metric(one, "npv"))!, number(metric(ten, "npv"))!)
        #expect(close(a * 10, b, number(metric(ten, "baseline_cost_total"))!), "seed \(seed): \(a) and \(b)")
        for id in ["payback_month", "irr_annual"] {
            switch (metric(one, id), metric(ten, id)) {
            case (.number(let x), .number(let y)): #expect(abs(x - y) < 1e-6, "seed \(seed): \(id) \(x) and \(y)")
            case (let x, let y): #expect(x == y, "seed \(seed): \(id)")
            }
        }
    }

    @Test("14.4: Without migration nothing is paid, saved or returned", arguments: seeds)
    func withoutMigrationNothingHappens(seed: UInt64) throws {
        var project = RandomProject(seed: seed)
        for index in project.workloads.indices { project.workloads[index].values["migrate_month"] = "never" }
        let analysis = try analysed(project)
        #expect(metric(analysis, "npv") == .number(0), "seed \(seed)")
        #expect(metric(analysis, "payback_month") == .word("none"), "seed \(seed)")
        #expect(metric(analysis, "irr_annual") == .word("none"), "seed \(seed)")
        for line in ["rent", "power", "capex", "staff", "one_off", "contingency", "observability"] {
            #expect(analysis.data.evaluation.series(line, lane: 1).allSatisfy { $0 == 0 }, "seed \(seed): \(line)")
        }
    }

    @Test("14.5: Without volume there is no capacity", arguments: seeds)
    func withoutVolumeThereIsNoCapacity(seed: UInt64) throws {
        var project = RandomProject(seed: seed)
        for index in project.workloads.indices {
            for key in ["tok_in", "tok_cached", "tok_out"] { project.workloads[index].values[key] = 0 }
        }
        let analysis = try analysed(project)
        for line in ["gpus", "power", "capex", "residual_api"] {
            let fixed = line == "residual_api" ? analysis.data.evaluation.series("baseline_api", lane: 1) : nil
            let series = analysis.data.evaluation.series(line, lane: 1)
            #expect(fixed.map { $0 == series } ?? series.allSatisfy { $0 == 0 }, "seed \(seed): \(line)")
        }
    }

    @Test("14.2: At a rate of zero the NPV is the sum of the flows", arguments: seeds)
    func atRateZeroTheValueIsTheSum(seed: UInt64) throws {
        var project = RandomProject(seed: seed)
        project.finance["discount_rate_annual"] = 0
        let analysis = try analysed(project)
        let sum = analysis.data.evaluation.total("cash_flow", member: 0, lane: 1)
        #expect(
            close(number(metric(analysis, "npv"))!, sum, number(metric(analysis, "baseline_cost_total"))!),
            "seed \(seed)")
    }

    @Test("14.9: Higher API prices never lower the NPV", arguments: seeds)
    func higherApiPricesNeverHurt(seed: UInt64) throws {
        var project = RandomProject(seed: seed)
        project.finance["tax_rate"] = 0
        for index in project.workloads.indices where "\(project.workloads[index].values["migrate_month"]!)" == "auto" {
            project.workloads[index].values["migrate_month"] = 2
        }
        let low = number(metric(try analysed(project), "npv"))!
        for index in project.workloads.indices {
            let price = project.workloads[index].values["price_in"] as! Double
            project.workloads[index].values["price_in"] = price * 1.5
        }
        let high = number(metric(try analysed(project), "npv"))!
        #expect(high >= low - 1e-6, "seed \(seed): \(low) then \(high)")
    }

    @Test("14.10: Two halves of a workload are the whole", arguments: seeds)
    func twoHalvesOfAWorkloadAreTheWhole(seed: UInt64) throws {
        var project = RandomProject(seed: seed)
        for index in project.workloads.indices where "\(project.workloads[index].values["migrate_month"]!)" == "auto" {
            project.workloads[index].values["migrate_month"] = 2
        }
        let whole = try analysed(project)
        var half = project.workloads[0]
        for key in ["tok_in", "tok_cached", "tok_out", "api_other_month"] {
            let value = half.values[key]!
            half.values[key] = ((value as? Double) ?? Double(value as! Int)) / 2
        }
        project.workloads[0] = half
        half.id = "the other half"
        project.workloads.append(half)
        project.workloads.reverse()
        let halves = try analysed(project)
        let scale = number(metric(whole, "baseline_cost_total"))!
        for id in ["npv", "savings_total", "capex_total"] {
            #expect(close(number(metric(whole, id))!, number(metric(halves, id))!, scale), "seed \(seed): \(id)")
        }
    }

    @Test("14.11: Discounted payback is never earlier", arguments: seeds)
    func discountedPaybackIsNeverEarlier(seed: UInt64) throws {
        let analysis = try analysed(RandomProject(seed: seed))
        if let plain = number(metric(analysis, "payback_month")),
            let discounted = number(metric(analysis, "discounted_payback_month"))
        {
            #expect(discounted >= plain - 1e-9, "seed \(seed)")
        }
    }

    @Test func aCompleteFallbackLeavesTheWholeBill() throws {
        var project = RandomProject(seed: 7)
        for index in project.workloads.indices {
            project.workloads[index].values["fallback_share"] = 1
            project.workloads[index].values["migrate_month"] = 2
        }
        let analysis = try analysed(project)
        let baseline = analysis.data.evaluation.series("baseline_api", lane: 1)
        let residual = analysis.data.evaluation.series("residual_api", lane: 1)
        #expect(zip(baseline, residual).allSatisfy { abs($0 - $1) < 1e-6 })
    }

    @Test func lowTakesTheUnfavourableEndAndHighTheFavourable() throws {
        let analysis = try analysed(RandomProject(seed: 3))
        let key = "market.api_price_decline_annual"
        var driver = analysis.data.register[key: key]!
        driver.base = .number(0.2)
        driver.low = 0.1
        driver.high = 0.4
        #expect(driver.value(in: .low) == .number(0.4))
        #expect(driver.value(in: .base) == .number(0.2))
        #expect(driver.value(in: .high) == .number(0.1))
    }

    /// Book depreciation follows the life of the servers; pools may have capacity of their own only.
    @Test func aProjectWithoutSharedCapacityHasAWholeWorkbook() throws {
        var project = RandomProject(seed: 9)
        project.finance["depr_book_months"] = nil
        for index in project.pools.indices { project.pools[index]["capacity"] = ["mode": "rent", "rent_gpu_hour": 2] }
        let analysis = try analysed(project)
        #expect(try ReportWorkbook.make(analysis.data).sheets.count > 8)
    }
}
