import Billing
import Diagnostics
import Economics
import Settings
import Testing

@Suite struct WorkloadRowTests {
    typealias Row = (id: String, values: [String: (text: String, position: SourcePosition)])

    /// Cells in columns 1, 2, … of consecutive lines from 2.
    private func rows(_ lines: [[(String, String)]]) -> [Row] {
        lines.enumerated().map { line, cells in
            var values: [String: (text: String, position: SourcePosition)] = [:]
            for (column, cell) in cells.enumerated() {
                let place = SourcePosition(file: "workloads.csv", line: line + 2, column: column + 1)
                values[cell.0] = (cell.1, place)
            }
            return (cells.first { $0.0 == "id" }?.1 ?? "", values)
        }
    }

    private func merged(_ lines: [[(String, String)]], under yaml: String = "", set: [String] = []) throws
        -> ModelSettings
    {
        var model = try load(yaml, set: set).model
        try workloadDrivers(rows: rows(lines), into: &model)
        return model
    }

    private func refusal(_ lines: [[(String, String)]], under yaml: String = "", set: [String] = []) throws -> String {
        var model = try load(yaml, set: set).model
        let before = model
        do {
            try workloadDrivers(rows: rows(lines), into: &model)
            return "merged"
        } catch {
            #expect(model == before)
            return error.text
        }
    }

    @Test func everyColumnIsAccepted() throws {
        let values = [
            "pool": "small", "eligible": "true", "fallback_type": "failover", "migrated_since": "2026-01",
            "reason": "quality",
        ]
        var model = try load("model: {pools: [{id: small}]}").model
        let cells = WorkloadColumns.all.map { column -> (String, String) in
            if column == "id" { return (column, "a") }
            return (column, column.hasSuffix("_source") ? "meter" : values[column] ?? "1")
        }
        #expect(throws: Never.self) { try workloadDrivers(rows: rows([cells]), into: &model) }
        let given = Set(model.given.keys.filter { $0.hasPrefix("workloads.a.") })
        #expect(given.count == DriverCatalogue.workload.count + DriverCatalogue.gates.count)
        #expect(model.given.values.filter { $0.source != "meter" }.isEmpty)
    }

    @Test func aRowSaysSinceWhenUnlessTheConfigurationDoes() throws {
        var model = try load("model: {workloads: [{id: b, migrated_since: 2026-03}]}").model
        let row = [("id", "a"), ("tok_in", "1"), ("migrated_since", "2026-01"), ("gates.data_allowed", "false")]
        try workloadDrivers(rows: rows([row, [("id", "b"), ("migrated_since", "2026-02")]]), into: &model)
        #expect(model.migratedSince.mapValues(\.month) == ["a": Month("2026-01"), "b": Month("2026-03")])
        #expect(model.migratedSince.mapValues(\.isOfRow) == ["a": true, "b": false])
        #expect(model.migratedSince["a"]?.position?.description == "workloads.csv:2:3")
        #expect(model.given["workloads.a.gates.data_allowed"]?.base == .number(0))
        #expect(
            try refusal([[("id", "a"), ("migrated_since", "May")]]) == """
                65
                workloads.csv:2:2: error: found "May" for `migrated_since`, expected YYYY-MM with a month from 01 to 12, as in 2027-01
                  fix: correct the value, or leave the cell empty
                """)
    }

    @Test func aRowGivesDriversWithEndsAndSource() throws {
        let model = try merged([
            [
                ("id", "a"), ("tok_in", " 90 "), ("tok_in_low", "80"), ("tok_in_high", "100"),
                ("tok_in_source", "meter"),
                ("ramp", "0.5  1"), ("eligible", "TRUE"), ("migrate_month", "never"), ("tok_out", ""),
            ]
        ])
        let driver = try #require(model.given["workloads.a.tok_in"])
        #expect(driver.base == .number(90))
        #expect([driver.low, driver.high] == [80, 100])
        #expect(driver.source == "meter")
        #expect(driver.position == SourcePosition(file: "workloads.csv", line: 2, column: 2))
        #expect(model.rampCount == ["a": 2])
        #expect(model.given["workloads.a.ramp.1"]?.base == .number(0.5))
        #expect(model.given["workloads.a.eligible"]?.base == .number(1))
        #expect(model.given["workloads.a.migrate_month"]?.base == .word("never"))
        #expect(model.given["workloads.a.tok_out"] == nil)
    }

    @Test func theFileWinsKeyByKey() throws {
        let model = try merged(
            [[("id", "b"), ("tok_in", "1")], [("id", "a"), ("tok_in", "2"), ("tok_out", "3"), ("ramp", "0.1 0.2")]],
            under: "model: {workloads: [{id: a, tok_in: 9, ramp: 1}]}")
        #expect(model.workloadIds == ["a", "b"])
        #expect(model.given["workloads.a.tok_in"]?.base == .number(9))
        #expect(model.given["workloads.a.tok_out"]?.base == .number(3))
        #expect(model.rampCount == ["a": 1])
        #expect(model.given["workloads.a.ramp.2"] == nil)
    }

    @Test func anOverrideKeepsItsBaseAndTakesTheEndsOfTheRow() throws {
        let model = try merged(
            [[("id", "a"), ("tok_in", "5"), ("tok_in_low", "4"), ("tok_in_high", "6"), ("ramp", "0.5 1")]],
            set: ["workloads.a.tok_in=5.5", "workloads.a.ramp.2=0.9"])
        #expect(model.given["workloads.a.tok_in"]?.base == .number(5.5))
        #expect(model.given["workloads.a.tok_in"]?.low == 4)
        #expect(model.given["workloads.a.ramp.2"]?.base == .number(0.9))
        #expect(model.given["workloads.a.ramp.1"]?.base == .number(0.5))
    }

    @Test func everyBadCellIsNamed() throws {
        let text = try refusal([
            [("id", "a"), ("tok_in", "1,5"), ("growth", "2"), ("max_share", "50")],
            [("id", "b"), ("tok_in_low", "2"), ("ramp", "0.5 x"), ("ramp_low", "1"), ("pool", "small")],
            [("id", "a"), ("tok_in", "3")],
            [("id", "c"), ("tok_in", "3"), ("tok_in_low", "4")],
            [("id", " d"), ("tok_in", "3")],
        ])
        #expect(
            text == """
                65
                workloads.csv:2:2: error: found "1,5" for `workloads.a.tok_in`, expected a number of at least 0
                  fix: write `.` as the decimal point and no separators between thousands
                workloads.csv:2:3: error: found values in the unknown column `growth`, expected one of id, tok_in, tok_cached, tok_out, price_in, price_cached, price_out, api_other_month, growth_monthly, peak_to_avg, pool, eligible, migrate_month, parallel_weeks, ramp, max_share, fallback_share, fallback_type, shadow_share, token_ratio, simplicity, quality_risk, effort_days, reason, migrated_since, gates.eval_pass_rate, gates.data_allowed, gates.fallback_tested, or one of them with _low, _high or _source
                  fix: the nearest valid column is `growth_monthly`
                workloads.csv:2:4: error: found "50" for `workloads.a.max_share`, expected a ratio from 0 to 1
                  fix: ratios are written as 0.05 for 5 %: 50 % is 0.5
                workloads.csv:3:2: error: found an end of `tok_in` without a value of `tok_in`, expected all of them or the value alone
                  fix: fill in the column `tok_in`
                workloads.csv:3:3: error: found "x" for `workloads.b.ramp.2`, expected a ratio from 0 to 1
                  fix: correct the value, or leave the cell empty: 1 holds then
                workloads.csv:3:4: error: found values in the unknown column `ramp_low`, expected one of id, tok_in, tok_cached, tok_out, price_in, price_cached, price_out, api_other_month, growth_monthly, peak_to_avg, pool, eligible, migrate_month, parallel_weeks, ramp, max_share, fallback_share, fallback_type, shadow_share, token_ratio, simplicity, quality_risk, effort_days, reason, migrated_since, gates.eval_pass_rate, gates.data_allowed, gates.fallback_tested, or one of them with _low, _high or _source
                  fix: the nearest valid column is `ramp`
                workloads.csv:3:5: error: found the unknown pool "small", expected a pool of `model.pools`, which has none
                  fix: add the pool to `model.pools`
                workloads.csv:4:1: error: found the id "a" a second time, expected each workload once
                  fix: delete one of the two, or give it another id
                workloads.csv:5:2: error: found base 3 with low 4 for `model.workloads.c.tok_in`, expected low ≤ base ≤ high as numbers
                  fix: low and high are the numeric ends, whichever of them is better for you
                workloads.csv:6:1: error: found " d" as the id of a workload, expected a text without line breaks, control characters or spaces at its ends
                  fix: give the workload a plain name such as support-chat
                """)
    }

    @Test func twoIdsWithOneNameAreAWrongConfiguration() throws {
        #expect(
            try refusal([[("id", "A-b"), ("tok_in", "1")]], under: "model: {workloads: [{id: a.b}]}") == """
                78
                workloads.csv:2:1: error: found the ids "a.b" and "A-b", which both become the workbook name `A_b`, expected ids that differ in letters, digits or `_`, case apart
                  fix: rename one of the two workloads
                """)
    }

    @Test func anOverrideBeyondTheRampOfTheRowIsAWrongConfiguration() throws {
        #expect(
            try refusal(
                [[("id", "a"), ("tok_in", "5"), ("tok_in_low", "4"), ("ramp", "0.5 1")]],
                set: ["workloads.a.tok_in=3", "workloads.a.ramp.3=1"]) == """
                    78
                    --set workloads.a.ramp.3: error: found the item `3` of a ramp with 2 values, expected an item from 1 to 2
                      fix: give the whole ramp: `workloads.a.ramp=0.5 1`
                    """)
    }
}
