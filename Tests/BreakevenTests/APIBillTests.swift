import Economics
import Reports
import Testing

@testable import Breakeven

/// MODEL.md 1, 3, 5 and 17.7: what only some projects have, worked out anew month by month.
struct APIBillTests {
    private static let seeds: [UInt64] = [1, 4, 7, 11, 14]

    private func pinned(_ seed: UInt64) -> RandomProject {
        var project = RandomProject(seed: seed)
        for index in project.workloads.indices where "\(project.workloads[index].values["migrate_month"]!)" == "auto" {
            project.workloads[index].values["migrate_month"] = 2
        }
        return project
    }

    private func series(_ analysis: Analysis, _ id: String, member: Int = 0) -> [Double] {
        analysis.data.evaluation.series(id, member: member, lane: 1)
    }

    private func equal(_ a: [Double], _ b: [Double]) -> Bool {
        a.count == b.count && zip(a, b).allSatisfy { abs($0 - $1) <= 1e-9 * max(1, abs($0), abs($1)) }
    }

    @Test("A commitment above every bill leaves nothing to save on the API", arguments: seeds)
    func belowTheCommitmentNothingIsSaved(seed: UInt64) throws {
        let plain = try analysed(pinned(seed))
        let fixed = plain.data.evaluation.value("api_fixed_month", lane: 1)
        let most = series(plain, "baseline_api").max()!
        let analysis = try analysed(pinned(seed), ["market.commitment.minimum_month=\(most * 2)"])
        for side in ["baseline_api", "residual_api"] {
            let bill = series(analysis, side).dropFirst()
            #expect(bill.allSatisfy { abs($0 - most * 2 - fixed) < 1e-6 * most }, "seed \(seed): \(side)")
        }
        #expect(number(metric(analysis, "savings_total"))! <= 1e-6 * most, "seed \(seed)")
        #expect(metric(analysis, "break_even_api_decline") == .word("none"))
    }

    @Test("Each side pays the commitment that it does not use", arguments: seeds)
    func theUnusedCommitmentIsPaidOnBothSides(seed: UInt64) throws {
        let plain = try analysed(pinned(seed))
        let fixed = plain.data.evaluation.value("api_fixed_month", lane: 1)
        let bill = series(plain, "baseline_api")
        let least = (bill.dropFirst().reduce(0, +) / Double(max(1, bill.count - 1))).rounded()
        let analysis = try analysed(pinned(seed), ["market.commitment.minimum_month=\(least)"])
        for side in ["baseline_api", "residual_api"] {
            let expected = series(plain, side).enumerated().map { month, cost in
                month == 0 ? 0 : max(least, cost - fixed) + fixed
            }
            #expect(equal(series(analysis, side), expected), "seed \(seed): \(side)")
        }
    }

    @Test("Each side is discounted by its own spend before discount", arguments: seeds)
    func tiersGoByTheSpendOfTheSide(seed: UInt64) throws {
        var project = pinned(seed)
        project.market["api_discount"] = 0
        let list = try analysed(project)
        let fixed = list.data.evaluation.value("api_fixed_month", lane: 1)
        let spend = series(list, "residual_api").dropFirst().map { $0 - fixed }.sorted()
        let (low, high) = (spend[spend.count / 3] * 0.99, spend[spend.count - 1] * 1.01 + 1)
        project.market["commitment"] = [
            "tiers": [["from": low, "discount": 0.1], ["from": high, "discount": 0.25]]
        ]
        let analysis = try analysed(project)
        for side in ["baseline_api", "residual_api"] {
            let expected = series(list, side).enumerated().map { month, cost in
                guard month > 0 else { return 0.0 }
                let discount = cost - fixed >= high ? 0.25 : cost - fixed >= low ? 0.1 : 0
                return (cost - fixed) * (1 - discount) + fixed
            }
            #expect(equal(series(analysis, side), expected), "seed \(seed): \(side)")
        }
        for check in ModelCheck.all {
            #expect(
                analysis.data.checkEvaluation.result("result_\(check.id)", lane: 0) == .word("pass"),
                "seed \(seed): \(check.id)")
        }
    }

    @Test("Steps replace the smooth path; a price of nothing leaves nothing to pay")
    func stepsReplaceThePath() throws {
        var project = pinned(4)
        project.horizon = 24
        project.market["api_price_steps"] = [["month": 6, "factor": 0.5], ["month": 12, "factor": 0]]
        let analysis = try analysed(project)
        let path = series(analysis, "api_path")
        #expect(path[5] == 1 && path[6] == 0.5 && path[11] == 0.5 && path[12] == 0 && path[24] == 0)
        let fixed = analysis.data.evaluation.value("api_fixed_month", lane: 1)
        #expect(series(analysis, "baseline_api")[20] == fixed)
        #expect(metric(analysis, "break_even_api_decline") == .word("none"))
    }

    @Test("The optimised bill is the share that stays and the share at its own price", arguments: seeds)
    func theOptimisedBillIsAComparator(seed: UInt64) throws {
        var project = pinned(seed)
        project.finance["tax_rate"] = 0
        let plain = try analysed(project)
        #expect(metric(plain, "npv_optimised") == metric(plain, "npv"))
        #expect(metric(plain, "savings_total_optimised") == metric(plain, "savings_total"))
        let batch = try analysed(project, ["optimised.batch_share=0.4", "optimised.batch_price_ratio=0.5"])
        let tokens = (0..<project.workloads.count).reduce(0.0) {
            $0 + plain.data.evaluation.total("api_tokens_cost", member: $1, lane: 1)
        }
        let expected = number(metric(plain, "savings_total"))! - tokens * 0.2
        let scale = number(metric(plain, "baseline_cost_total"))!
        #expect(
            abs(number(metric(batch, "savings_total_optimised"))! - expected) < 1e-9 * scale, "seed \(seed)")
        #expect(metric(batch, "npv") == metric(plain, "npv"), "the plan itself is as before")
        let caching = try analysed(
            project,
            [
                "optimised.caching_share=0.3", "optimised.caching_price_ratio=0.1", "optimised.cheaper_share=0.5",
                "optimised.cheaper_price_ratio=0.2",
            ])
        for (index, workload) in project.workloads.enumerated() {
            func value(_ key: String) -> Double { workload.values[key] as! Double }
            let cost =
                (value("tok_in") * value("price_in") * (0.7 + 0.3 * 0.1) + value("tok_cached") * value("price_cached")
                    + value("tok_out") * value("price_out")) * (0.5 + 0.5 * 0.2)
            let found = caching.data.evaluation.value("optimised_month0", member: index, lane: 1)
            #expect(abs(found - cost) < 1e-9 * cost, "seed \(seed)")
        }
    }

    @Test("Failures count GPUs between warranty and end of life; storage runs while own hosting does")
    func failuresAndStorageAreCostLines() throws {
        var project = pinned(11)
        project.capacity["mode"] = "buy"
        project.capacity["life_months"] = 30
        project.horizon = 48
        for index in project.workloads.indices {
            project.workloads[index].values["eligible"] = true
            project.workloads[index].values["migrate_month"] = 5
        }
        project.opex.merge(
            [
                "gpu_failures_year": 0.06, "gpu_replacement_cost": 20_000, "warranty_months": 12, "storage_gb": 5000,
                "storage_gb_month": 0.02, "egress_gb": 100, "egress_gb_price": 0.09,
            ]) { $1 }
        let analysis = try analysed(project)
        let on = series(analysis, "on")
        #expect(equal(series(analysis, "storage"), on.map { $0 * 109 }))
        let per = project.capacity["gpus_per_server"] as! Int
        let lanes = analysis.data.model.members[.fleet].indices
        let isBought = lanes.filter { analysis.data.evaluation.value("is_buy", member: $0, lane: 1) == 1 }
        let expected = on.indices.map { month in
            isBought.reduce(0.0) { sum, fleet in
                let bought = series(analysis, "bought", member: fleet)
                let old = (0...month).filter { month - $0 >= 12 && month - $0 < 30 }.reduce(0.0) { $0 + bought[$1] }
                return sum + old * Double(per) * 0.06 / 12 * 20_000
            }
        }
        #expect(equal(series(analysis, "failures"), expected))
        #expect(expected.contains { $0 > 0 })
        let without = try analysed(pinned(11))
        #expect(without.data.model.line("failures") == nil && without.data.model.line("storage") == nil)
    }
}
