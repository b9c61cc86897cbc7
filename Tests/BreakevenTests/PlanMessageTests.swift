import Diagnostics
import Testing

@testable import Breakeven

/// A pinned plan that breaks a rule, or lies outside the model, is computed and said.
struct PlanMessageTests {
    private func messages(_ overrides: [String]) throws -> [String] {
        var project = RandomProject(seed: 11)
        project.horizon = 24
        project.readiness = []
        project.capacity["mode"] = "buy"
        project.capacity["lead_months"] = 0
        for index in project.workloads.indices {
            project.workloads[index].values["migrate_month"] = 2 + index
            project.workloads[index].values["parallel_weeks"] = 2
            project.workloads[index].values["fallback_share"] = 0.05
            project.workloads[index].values["eligible"] = true
        }
        let analysis = try analysed(project, overrides)
        return (PlanMessages.warnings(analysis) + PlanMessages.broken(analysis)).map(\.message)
    }

    @Test func aPlanThatKeepsTheRulesIsSilent() throws { #expect(try messages([]) == []) }

    @Test(arguments: [
        (
            "workloads.load 1.migrate_month=50",
            "found workload load 1 planned for month 50 of a model of 24 months, expected a month up to 24: it counts as staying on the API"
        ),
        (
            "workloads.load 1.parallel_weeks=6", "found 6 weeks in parallel, expected two to four weeks"
        ),
        (
            "workloads.load 1.fallback_share=0",
            "found a workload that moves and never falls back, expected a share above 0: a fallback that is never used is not tested"
        ),
        (
            "workloads.load 1.gates.fallback_tested=false",
            "found workload load 1 planned for month 2, against fallback: its route back to the API is not tested, expected a workload that stays until its gate is passed"
        ),
        (
            "capacity.lead_months=9",
            "found a migration in month 2, and capacity from month 9, expected a month in which the ordered servers are there"
        ),
    ])
    func aBrokenRuleIsSaidWithItsWorkload(_ override: String, _ message: String) throws {
        #expect(try messages([override]).first == message)
    }

    /// The scenarios keep the ends that the project gives, so that the base may stand outside of both.
    @Test(arguments: [("0.2", true), ("0.12", false), ("0.08", false)])
    func anOverridePastTheEndsOfADriverIsSaid(_ rate: String, _ isSaid: Bool) throws {
        var project = RandomProject(seed: 11)
        project.finance["discount_rate_annual"] = ["base": 0.1, "low": 0.08, "high": 0.12]
        let analysis = try analysed(project, ["finance.discount_rate_annual=\(rate)"])
        #expect(
            analysis.warnings.filter { $0.code == "base-past-its-ends" }.map(\.rendered)
                == (isSaid
                    ? [
                        """
                        --set finance.discount_rate_annual: warning: found base 0.2 with low 0.08, high 0.12, expected a base between them, as the scenarios low and high take the ends
                          fix: widen low and high in the project, where this is more than a trial
                        """
                    ] : []))
    }

    @Test func aReservationBeyondTheNeedIsSaid() throws {
        let found = try messages([
            "capacity.mode=reserved", "capacity.reserved_gpus=9999", "capacity.reserved_gpu_hour=2",
            "capacity.rent_gpu_hour=3",
        ])
        #expect(found.count == 1)
        #expect(found[0].hasPrefix("found 9999 GPUs reserved, and never more than "))
    }
}
