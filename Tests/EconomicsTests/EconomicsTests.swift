import Billing
import Diagnostics
import Economics
import Foundation
import Testing

/// The exact reference runs, given as whole configurations.
struct ReferenceRuns {
    static let folder = ProcessInfo.processInfo.environment["BREAKEVEN_SHARED"].map { "\($0)/model" }

    /// Flattens a configuration as the settings reader would.
    static func flatten(_ value: Any, _ path: String, into given: inout [String: GivenDriver]) {
        switch value {
        case let map as [String: Any]:
            for (key, item) in map { flatten(item, path.isEmpty ? key : "\(path).\(key)", into: &given) }
        case let list as [Any]:
            for (index, item) in list.enumerated() {
                if path == "workloads" || path == "pools", let map = item as? [String: Any] {
                    flatten(map, "\(path).\(map["id"]!)", into: &given)
                } else {
                    flatten(item, "\(path).\(index + 1)", into: &given)
                }
            }
        case let flag as Bool where "\(type(of: value))".contains("Bool"):
            given[path] = GivenDriver(.number(flag ? 1 : 0))
        case let text as String: given[path] = GivenDriver(Double(text).map(DriverValue.number) ?? .word(text))
        case let number as NSNumber: given[path] = GivenDriver(.number(number.doubleValue))
        default: break
        }
    }

    @Test(
        .enabled(if: folder != nil, "reference runs are given by BREAKEVEN_SHARED"),
        arguments: ["g1-constant", "g3-base-buy"])
    func reproducesTheReferenceRun(_ name: String) throws {
        let data = try Data(contentsOf: URL(fileURLWithPath: "\(Self.folder!)/\(name).json"))
        let run = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let config = try #require(run["config"] as? [String: Any])
        var given: [String: GivenDriver] = [:]
        Self.flatten(config, "", into: &given)
        let meta = try #require(config["meta"] as? [String: Any])
        let workloads = try #require(config["workloads"] as? [[String: Any]])
        let structure = ModelStructure(
            startMonth: Month(meta["start_month"] as! String)!, horizon: meta["horizon_months"] as! Int,
            workloads: workloads.map { .init(id: $0["id"] as! String, rampSteps: ($0["ramp"] as! [Any]).count) },
            pools: (config["pools"] as! [[String: Any]]).map { $0["id"] as! String }, poolsWithCapacity: [],
            oneOffs: (config["one_off"] as! [Any]).count)
        let register = try DriverRegister(structure: structure, layers: [DriverLayer(.configuration, given)])
        let model = try EconomicModel.make(members: structure.members, horizon: structure.horizon)
        let result = try Evaluator(model).evaluate([register.lane(Instance(.base, .hybrid))])
        let series = try #require(run["expected_series"] as? [String: [Double]])
        let names = ["cf": "cash_flow"]
        for (key, expected) in series {
            let id = names[key] ?? key
            let member = model.line(id)?.members == .view ? 1 : 0
            let actual = result.series(id, member: member, lane: 0)
            #expect(actual.count == expected.count)
            for (month, pair) in zip(actual, expected).enumerated() {
                #expect(abs(pair.0 - pair.1) <= 1e-9 * abs(pair.1) + 1e-6, "\(key) in month \(month): \(pair)")
            }
        }
        let summary = try #require(run["expected_summary"] as? [String: Any])
        let metrics = [
            "npv": "npv_with_residual", "payback_month": "payback_month_with_residual",
            "discounted_payback_month": "discounted_payback_month_with_residual",
            "tco_baseline": "baseline_cost_total", "tco_alternative": "alternative_cost_total_with_residual",
            "saving_total": "savings_total_with_residual", "saving_pct": "savings_share_with_residual",
            "mirr_annual": "mirr_annual_with_residual",
        ]
        for (key, id) in metrics {
            let actual = result.result(id, lane: 0)
            if let expected = summary[key] as? Double {
                guard case .number(let value) = actual else {
                    Issue.record("\(key) is \(actual), expected \(expected)")
                    continue
                }
                #expect(abs(value - expected) <= 1e-9 * abs(expected) + 1e-9, "\(key): \(value), expected \(expected)")
            } else {
                #expect(actual == .word("never"), "\(key)")
            }
        }
        let roots = try #require(summary["irr_annual"] as? [Double])
        #expect(result.value("root_count", member: 1, lane: 0) == Double(roots.count))
        for (index, root) in roots.enumerated() {
            let actual = result.value("root_annual_\(index + 1)", member: 1, lane: 0)
            #expect(abs(actual - root) <= 1e-9 * abs(root), "IRR \(actual), expected \(root)")
        }
        #expect(result.value("sign_changes", member: 1, lane: 0) == summary["sign_changes"] as? Double)
    }
}
