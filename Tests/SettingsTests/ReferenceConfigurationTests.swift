import Billing
import Diagnostics
import Economics
import Foundation
import Settings
import Testing

/// The configurations of the reference runs, JSON as it stands, below `model:`.
@Suite(.enabled(if: sharedFolder != nil, "needs the folder of BREAKEVEN_SHARED"))
struct ReferenceConfigurationTests {
    private func loaded(_ name: String) throws -> (ProjectSettings, config: [String: Any]) {
        let data = try Data(contentsOf: URL(fileURLWithPath: "\(try #require(sharedFolder))/model/\(name).json"))
        let run = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let config = run["config"] as? [String: Any] ?? run
        let json = String(decoding: try JSONSerialization.data(withJSONObject: config), as: UTF8.self)
        return (try load("model: \(json)\n"), config)
    }

    @Test(arguments: ["g1-constant", "g3-base-buy", "base_case"])
    func everyValueOfTheConfigurationIsGiven(_ name: String) throws {
        let (settings, config) = try loaded(name)
        #expect(settings.model.startMonth?.description == "2027-01")
        #expect(settings.model.horizonMonths == 36)
        #expect(settings.currency.map { "\($0)" } == "USD")
        #expect(settings.model.given["meta.hours_basis"]?.base == .number(730))
        var count = 1
        func check(_ fields: [String: Any], _ prefix: String) {
            for (key, value) in fields where key != "id" {
                if let list = value as? [NSNumber] {
                    #expect(settings.model.rampCount[String(prefix.dropFirst(10))] == list.count)
                    for (index, item) in list.enumerated() {
                        count += 1
                        #expect(
                            settings.model.given["\(prefix).\(key).\(index + 1)"]?.base == .number(item.doubleValue))
                    }
                    continue
                }
                count += 1
                let expected =
                    (value as? NSNumber).map { DriverValue.number($0.doubleValue) }
                    ?? (value as? String).map { DriverValue.word($0) }
                #expect(settings.model.given["\(prefix).\(key)"]?.base == expected, "\(prefix).\(key)")
            }
        }
        for section in ["finance", "market", "capacity", "people", "opex"] {
            check(try #require(config[section] as? [String: Any]), section)
        }
        for list in ["workloads", "pools"] {
            for item in try #require(config[list] as? [[String: Any]]) {
                check(item, "\(list).\(try #require(item["id"] as? String))")
            }
        }
        let oneOffs = try #require(config["one_off"] as? [[String: Any]])
        for (index, item) in oneOffs.enumerated() { check(item, "one_off.\(index + 1)") }
        #expect(settings.model.oneOffCount == oneOffs.count)
        #expect(settings.model.given.count == count)
        #expect(settings.notComputed.isEmpty)
    }

    @Test func listsKeepTheirOrder() throws {
        let (settings, _) = try loaded("g3-base-buy")
        #expect(settings.model.workloadIds == ["classify", "summarise", "agentic"])
        #expect(settings.model.poolIds == ["small"])
        #expect(settings.model.rampCount == ["classify": 1, "summarise": 2, "agentic": 1])
        #expect(settings.model.given["workloads.summarise.ramp.1"]?.base == .number(0.5))
        #expect(settings.model.given["workloads.agentic.migrate_month"]?.base == .word("never"))
    }
}
