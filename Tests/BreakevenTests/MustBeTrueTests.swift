import Economics
import Reports
import Testing

@testable import Breakeven

/// At the limits of staff and GPU prices nothing is left of the NPV, worked out by a run of its own.
struct MustBeTrueTests {
    private func pinned(_ seed: UInt64) -> RandomProject {
        var project = RandomProject(seed: seed)
        for index in project.workloads.indices where "\(project.workloads[index].values["migrate_month"]!)" == "auto" {
            project.workloads[index].values["migrate_month"] = 2
        }
        for index in project.pools.indices { project.pools[index]["capacity"] = nil }
        return project
    }

    @Test(arguments: ModelLaws.seeds) func atTheLimitOfGpuPricesNothingIsLeft(seed: UInt64) throws {
        var project = pinned(seed)
        let analysis = try analysed(project)
        let scale = number(metric(analysis, "baseline_cost_total"))!
        switch metric(analysis, "gpu_price_limit") {
        case .number(let limit):
            for key in ["server_price", "rent_gpu_hour", "reserved_gpu_hour"] {
                let price = project.capacity[key]!
                project.capacity[key] = ((price as? Double) ?? Double(price as! Int)) * limit
            }
            let there = number(metric(try analysed(project), "npv"))!
            #expect(abs(there) <= 1e-9 * scale, "seed \(seed): \(there) at \(limit)")
        case .word("never"):
            for key in ["server_price", "rent_gpu_hour", "reserved_gpu_hour"] { project.capacity[key] = 0 }
            #expect(number(metric(try analysed(project), "npv"))! < 0, "seed \(seed): free GPUs do not pay")
        case .word(let word):
            #expect(word == "none", "seed \(seed)")
            #expect(analysis.data.evaluation.value("gpus_present_value", lane: 1) <= 0, "seed \(seed)")
        }
    }

    @Test(arguments: ModelLaws.seeds) func atTheLimitOfStaffNothingIsLeft(seed: UInt64) throws {
        var project = pinned(seed)
        // No clamp and no term of GPUs, so that the people of the plan are those of the configuration.
        project.people["gpus_per_fte"] = 0
        project.people["fte_min"] = 0
        project.people["fte_max"] = 1_000_000
        let analysis = try analysed(project)
        let further: Double
        switch metric(analysis, "further_staff") {
        case .number(let number): further = number
        case .word("never"):
            let without = try analysed(project, ["people.fte_base=0"])
            #expect(number(metric(without, "npv"))! < 0, "seed \(seed): it does not pay with no people at all")
            return
        case .word(let word):
            #expect(word == "none", "seed \(seed)")
            #expect(analysis.data.evaluation.value("person_present_value", lane: 1) == 0, "seed \(seed)")
            return
        }
        let people = project.people["fte_base"] as! Double + further
        #expect(people >= -1e-9, "seed \(seed): fewer than no people")
        guard people >= 0 else { return }
        let there = number(metric(try analysed(project, ["people.fte_base=\(people)"]), "npv"))!
        let scale = number(metric(analysis, "baseline_cost_total"))!
        #expect(abs(there) <= 1e-9 * scale, "seed \(seed): \(there) with \(people)")
    }
}
