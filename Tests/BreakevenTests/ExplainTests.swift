import Diagnostics
import Economics
import Foundation
import Reports
import TestSupport
import Testing

@testable import Breakeven

/// Every figure can be explained, and the explanation agrees with the table and the workbook.
struct ExplanationTests {
    /// What cells of a workbook hold, by sheet.
    private struct Cells {
        let sheets: [String: Sheet]

        init(_ data: ReportData) throws {
            let content = try ReportWorkbook.make(data)
            sheets = Dictionary(uniqueKeysWithValues: content.sheets.map { ($0.name, $0) })
        }

        func value(_ place: Place) -> DriverValue? {
            switch sheets[place.sheet]?[place.row, place.column]?.content {
            case .number(let number): .number(number)
            case .date(let serial): .number(Double(serial))
            case .text(let text): .word(text)
            case .formula(_, .number(let number)): .number(number)
            case .formula(_, .text(let text)): .word(text)
            case .link, .blank, nil: nil
            }
        }
    }

    private static var acme: String { SampleFolder("acme").url.path }

    private func check(_ analysis: Analysis, _ label: String) throws {
        let data = analysis.data
        let layout = WorkbookLayout(data)
        let cells = try Cells(data)
        var compared = 0
        for row in ModelTables.summary(data).rows {
            guard case .text(let metric) = row[0] else { continue }
            var scenario = Scenario.base
            var strategy = Strategy.hybrid
            if case .text(let text) = row[1] { scenario = Scenario(rawValue: text)! }
            if case .text(let text) = row[2] { strategy = Strategy(rawValue: text)! }
            let request = ExplanationRequest(metric, scenario: scenario, strategy: strategy)
            let name = "\(label) \(metric) \(scenario) \(strategy)"
            guard let found = Explanation.make(request, data, layout) else {
                Issue.record("\(name) is not explained")
                continue
            }
            #expect(found.value == row[3], "\(name)")
            if found.value == .empty { #expect(!found.reasons.isEmpty, "\(name) has no reason") }
            for step in found.steps {
                for figure in step.figures + step.totals {
                    compared += 1
                    let held = cells.value(figure.cell)
                    if held != figure.value {
                        Issue.record("\(name): \(step.line.id) is \(figure.value), \(figure.cell) holds \(held as Any)")
                        return
                    }
                }
            }
            for input in found.inputs where input.line?.members != .ledgerRow {
                guard let cell = input.cell, found.instance != nil else { continue }
                compared += 1
                if cells.value(cell) != input.value {
                    Issue.record(
                        "\(name): \(input.key) is \(input.value), \(cell) holds \(cells.value(cell) as Any)")
                    return
                }
            }
        }
        #expect(compared > 0)
    }

    @Test func everyMetricOfTheSampleIsExplainedByCellsThatHoldItsSteps() throws {
        try check(try Analysis(try ProjectFolder(path: Self.acme, overrides: []), RunOptions()), "acme")
    }

    @Test(arguments: [1, 2, 14, 27] as [UInt64]) func everyMetricOfARandomProjectIsToo(seed: UInt64) throws {
        try check(try analysed(RandomProject(seed: seed)), "seed \(seed)")
    }

    @Test func aProjectOfInvoicesAloneSaysWhatIsMissing() throws {
        let project = try SmallProject()
        try check(try Analysis(try ProjectFolder(path: project.folder, overrides: []), RunOptions()), "invoices")
    }

    @Test func stepsStandBelowTheFirstThatMentionsThem() throws {
        let analysis = try analysed(RandomProject(seed: 1))
        let found = try #require(Derivation(of: "npv", in: analysis.data.model))
        let order = found.inReadingOrder
        #expect(order.count == found.steps.count)
        #expect(order.first?.line.id == "npv")
        for (above, below) in zip(order, order.dropFirst()) { #expect(below.depth <= above.depth + 1) }
        #expect(Set(order.map(\.line.id)).count == order.count)
    }

    @Test("A workload's own threshold can be asked for, and a word has the reason of the workbook and of workloads.csv")
    func aThresholdOfOneWorkloadIsExplained() throws {
        var words = 0
        for seed in 1...12 as ClosedRange<UInt64> {
            let data = try analysed(RandomProject(seed: seed)).data
            let layout = WorkbookLayout(data)
            let lane = data.lane(Instance(.base, .hybrid))
            let table = PlanTables.workloads(data)
            let text = try #require(table.columns.firstIndex { $0.name == "threshold_text" })
            for (member, workload) in data.model.members[.workload].enumerated() {
                let found = try #require(
                    Explanation.make(ExplanationRequest("own_spend_first.\(workload.id)"), data, layout))
                let row = try #require(table.rows.first { $0[0] == .text(workload.id) })
                guard case .word(let word) = data.evaluation.result("own_spend_first", member: member, lane: lane)
                else {
                    #expect(found.value != .text("one for each workload"))
                    #expect(row[text] == .text("") && found.reasons.isEmpty)
                    continue
                }
                words += 1
                #expect(found.value == .text(word))
                #expect(found.reasons.count == 1 && row[text] == .text(found.reasons[0]), "seed \(seed)")
                #expect(found.reasons[0].count > word.count + 2, "seed \(seed): a bare word")
            }
            let all = try #require(Explanation.make(ExplanationRequest("own_spend_first"), data, layout))
            let shown = ExplanationText(all, depth: 0).text
            for workload in data.model.members[.workload] { #expect(shown.contains(workload.label)) }
        }
        #expect(words > 0)
    }

    @Test func aLineOfTheModelIsExplainedInTheMonthThatIsAskedFor() throws {
        let analysis = try analysed(RandomProject(seed: 1))
        let month = min(3, analysis.data.model.horizon)
        let found = try #require(
            Explanation.make(
                ExplanationRequest("residual_api", month: month), analysis.data, WorkbookLayout(analysis.data)))
        let base = Instance.all.firstIndex(of: Instance(.base, .hybrid))!
        #expect(found.value == .number(analysis.data.evaluation.value("residual_api", at: month, lane: base)))
        #expect(found.steps.first?.position == month)
    }
}

@Suite(.enabled(if: Binary.path != nil, "the program is built beside the tests"))
struct ExplainCommandTests {
    @Test(arguments: [
        (
            ["nvp"],
            "error: found no metric \"nvp\", expected a metric such as npv\n  fix: `breakeven explain --list` names them all\n"
        ),
        (
            ["irr_annual", "--strategy", "api"],
            "--strategy: error: found api, which has no irr_annual, expected a strategy that has it: hybrid or full\n  fix: leave --strategy out\n"
        ),
        (
            ["npv", "--month", "99"],
            "--month: error: found 99, expected 0 to 36, the months of the model\n  fix: name one of them, or leave --month out\n"
        ),
        (
            ["lease_advantage"],
            "error: found the metric \"lease_advantage\" (What leasing the servers of the plan saves over buying them), and a project without what it is about, expected capacity that is leased, with a server price to compare with\n  fix: write `mode: lease`, `lease_month` and `server_price` in `model.capacity`\n"
        ),
    ]) func wrongUsageIsNamed(_ arguments: [String], _ message: String) throws {
        let project = try SmallProject()
        let outcome = try project.run(["explain", arguments[0], "p"] + arguments.dropFirst())
        #expect(outcome.status == 64)
        #expect(outcome.errors.hasSuffix(message), "\(outcome.errors)")
        #expect(outcome.output.isEmpty)
    }

    @Test func aMetricIsNeeded() throws {
        let outcome = try SmallProject().run(["explain"])
        #expect(outcome.status == 64)
        #expect(outcome.errors.contains("found no METRIC, expected one such as npv; --list names them all"))
    }

    @Test func theListNamesEveryMetricWithItsUnitAndSection() throws {
        let outcome = try SmallProject().run(["explain", "--list"])
        #expect(outcome.status == 0)
        let first = outcome.output.split(separator: "\n").map { $0.split(separator: " ").first.map(String.init) ?? "" }
        let ofTheModel = (Metric.all + Metric.ofPurchase + Metric.ofReadiness).map(\.id)
        let ofMembers = Explanation.linesByMember.map { id in
            id + (["hours_to_own", "use_to_own", "owning_why"].contains(id) ? ".CAPACITY" : ".WORKLOAD")
        }
        #expect(
            first == ofTheModel + ofMembers + Metric.ofSLA.map(\.id) + SpendModel.metrics + GateModel.metrics
                + RunMetric.allCases.map(\.rawValue))
        let runRate = outcome.output.split(separator: "\n").first?.split(separator: " ").joined(separator: " ")
        #expect(runRate == "api_run_rate CUR/month 3 API run-rate at month 0")
    }

    @Test("A kind of capacity is found by its id and by the name on the sheets", arguments: ["capacity", "shared"])
    func capacityHasTwoNames(_ name: String) throws {
        let outcome = try SmallProject().run(["explain", "hours_to_own.\(name)", "p"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.hasPrefix("Rented hours that pay for a GPU, shared"), "\(outcome.output)")
    }

    @Test func jsonHasTheKeysOfTheContract() throws {
        let project = try SmallProject()
        let outcome = try project.run(["explain", "api_run_rate", "p", "--json"])
        #expect(outcome.status == 0)
        let json = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any] ?? [:]
        #expect(
            Set(["metric", "scenario", "value", "unit", "section", "cell", "expression", "inputs", "steps"])
                .isSubset(of: json.keys))
        let inputs = json["inputs"] as? [[String: Any]] ?? []
        #expect(
            Set(["key", "value", "unit", "source", "confidence"]).isSubset(of: inputs.first?.keys.map { $0 } ?? []))
        let steps = json["steps"] as? [[String: Any]] ?? []
        #expect(Set(["line", "value", "expression"]).isSubset(of: steps.first?.keys.map { $0 } ?? []))
    }
}
