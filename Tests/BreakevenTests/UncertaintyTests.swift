import Diagnostics
import Economics
import Reports
import Settings
import Testing

@testable import Breakeven

struct UncertaintyTests {
    private func analysed(_ uncertainty: String = "", set: [String] = [], jobs: Int = 2) throws -> Analysis {
        let project = try SmallProject()
        try project.write(
            "breakeven.yaml",
            """
            \(uncertainty)
            model:
              finance: {discount_rate_annual: {base: 0.1, low: 0.08, high: 0.12}}
              workloads:
                - {id: chat, tok_in: {base: 4000, low: 3000, high: 5000}, tok_out: 1000, price_in: 2, price_out: 8, pool: p, migrate_month: 2}
              pools:
                - {id: p, tps_in: 9000, tps_out: {base: 900, low: 700, high: 1000}, gpus_per_replica: 1}
              capacity: {rent_gpu_hour: 2}
            """)
        var options = RunOptions()
        options.jobs = jobs
        return try Analysis(try ProjectFolder(path: project.folder, overrides: set), options)
    }

    private func rows(_ analysis: Analysis, _ name: String) -> [[Field]] {
        ReportFiles.tables(analysis).first { $0.name == name }!.rows
    }

    @Test func theTableDoesNotDependOnTheNumberOfCores() throws {
        let one = try rows(analysed("uncertainty: {trials: 400, seed: 3}", jobs: 1), "sensitivity")
        let four = try rows(analysed("uncertainty: {trials: 400, seed: 3}", jobs: 4), "sensitivity")
        #expect(one == four)
        #expect(
            Set(one.map { $0[0] })
                == ["tornado", "grid", "monte_carlo", "npv_distribution", "stage_gate"].map(Field.text).reduce(into: [])
            { $0.insert($1) })
        // Every figure of the run carries the run, and no two rows say the same.
        #expect(Set(one.map { $0[7] }).count == 1)
        #expect(Set(one.map { Array($0.prefix(6)) }).count == one.count)
    }

    @Test func aDriverMayTakeTheOtherEndAndTheScenariosAreCustomThen() throws {
        func low(_ words: String) throws -> (data: ReportData, tokens: DriverValue?) {
            let project = try SmallProject()
            try project.write(
                "breakeven.yaml",
                """
                model:
                  workloads:
                    - {id: chat, tok_in: {base: 4000, low: 3000, high: 5000\(words)}, price_in: 2, price_out: 8, tok_out: 1, pool: p, migrate_month: 2}
                  pools: [{id: p, tps_in: 9000, tps_out: 900, gpus_per_replica: 1}]
                  capacity: {rent_gpu_hour: 2}
                """)
            let data = try Analysis(try ProjectFolder(path: project.folder, overrides: []), RunOptions()).data
            return (data, data.register[key: "workloads.chat.tok_in"]?.value(in: .low))
        }
        // More volume favours own hosting: the scenario low takes the low end.
        let plain = try low("")
        #expect(plain.tokens == .number(3000))
        #expect(!plain.data.notes.contains { $0.contains("custom") })
        #expect(try low(", low_scenario: low").data.notes == plain.data.notes)
        let custom = try low(", low_scenario: high")
        #expect(custom.tokens == .number(5000))
        #expect(
            custom.data.notes.first
                == "The scenarios are custom: low and high take the other end of workloads.chat.tok_in than the direction of the driver says."
        )
        let titles = try ReportWorkbook.make(custom.data).sheets.map(\.cells[CellAddress(row: 0, column: 0)]?.content)
        #expect(titles.contains(.text("Model, low scenario, custom: the phased plan")), "\(titles)")
        #expect(custom.data.sensitivities?.runID != plain.data.sensitivities?.runID)
    }

    @Test("With custom scenarios the board page ranks each driver's own worst end and claims nothing about all of them")
    func customScenariosAreNotTheUnfavourableEnds() throws {
        func board(_ words: String) throws -> (data: ReportData, console: String) {
            let project = try SmallProject()
            try project.write(
                "breakeven.yaml",
                """
                model:
                  meta: {horizon_months: 24}
                  market: {api_price_decline_annual: {base: 0.2, low: 0.05, high: 0.9\(words)}}
                  workloads:
                    - {id: chat, tok_in: {base: 4000, low: 3900, high: 4100}, price_in: 2, price_out: 8, tok_out: 1, pool: p, migrate_month: 2}
                  pools: [{id: p, tps_in: 9000, tps_out: 900, gpus_per_replica: 1}]
                  capacity: {rent_gpu_hour: 2}
                """)
            let analysis = try Analysis(try ProjectFolder(path: project.folder, overrides: []), RunOptions())
            return (analysis.data, ReportMessages.checked(analysis))
        }
        let decline = "market.api_price_decline_annual"
        let plain = try board("")
        let custom = try board(", low_scenario: low")
        // The decline that helps the API most is the risk, whichever end the scenario takes.
        for data in [plain.data, custom.data] {
            #expect(data.downsides.first?.key == decline && data.downsides.first?.end == .high)
            #expect(data.downsides.allSatisfy { $0.change < 0 })
        }
        let label = try #require(custom.data.register[key: decline]?.label)
        let risk = try SheetSentenceTests.text("\(label): 90% ", "Board page", custom.data)
        #expect(risk.contains("The scenario low is custom") && !risk.contains("every assumption"), "\(risk)")
        #expect(try SheetSentenceTests.text("NPV over", "Board page", custom.data).contains("(low, custom)"))
        let turns = try SheetSentenceTests.text("From base to the scenario low", "Board page", custom.data)
        #expect(turns.contains("but \(label) alone turns it at 90%"), "\(turns)")
        #expect(custom.console.contains("; custom)") && !plain.console.contains("custom"))
        #expect(
            try SheetSentenceTests.texts("Board page", plain.data).contains {
                $0.contains("With every assumption at its unfavourable end")
            })
    }

    @Test("A price that doubles each year and more leaves a grid without rows, and the sheet says so")
    func aGridWithoutRowsIsSaid() throws {
        let project = try SmallProject()
        try project.write(
            "breakeven.yaml",
            """
            model:
              meta: {horizon_months: 12}
              market: {api_price_decline_annual: -2, rent_decline_annual: {base: 0.1, low: 0, high: 0.2}}
              workloads: [{id: chat, tok_in: 4000, tok_out: 1, price_in: 2, price_out: 8, pool: p, migrate_month: 2}]
              pools: [{id: p, tps_in: 9000, tps_out: 900, gpus_per_replica: 1}]
              capacity: {rent_gpu_hour: 2}
            """)
        let data = try Analysis(try ProjectFolder(path: project.folder, overrides: []), RunOptions()).data
        let texts = try SheetSentenceTests.texts("Sensitivities", data)
        #expect(texts.contains("The base lies beyond the values that this grid tries."))
        let sheet = try #require(try ReportWorkbook.make(data).sheets.first { $0.name == "Sensitivities" })
        #expect(sheet.heatMaps.allSatisfy { $0.first.row <= $0.last.row })
    }

    @Test func weightsOfTheScenariosGiveAnExpectedNPV() throws {
        let analysis = try analysed("uncertainty: {trials: 0, weights: {low: 0.25, base: 0.5, high: 0.25}}")
        let summary = rows(analysis, "summary")
        func npv(_ scenario: String) -> Double? {
            let row = summary.first { $0[0] == .text("npv") && $0[1] == .text(scenario) && $0[2] == .text("hybrid") }
            if case .number(let value)? = row?[3] { return value }
            return nil
        }
        let (low, base, high) = (try #require(npv("low")), try #require(npv("base")), try #require(npv("high")))
        #expect(low < base && base < high)
        let row = try #require(summary.first { $0[0] == .text("npv_expected") })
        #expect(row[3] == .number(0.25 * low + 0.5 * base + 0.25 * high))
        #expect(row[4] == .text("USD"))
        let explained = try #require(
            Explanation.make(ExplanationRequest("npv_expected"), analysis.data, WorkbookLayout(analysis.data)))
        #expect(explained.definedName == "out_npv_expected")
        #expect(!explained.reasons.contains { $0.contains("no formula") })
        let none = try #require(rows(try analysed(), "summary").first { $0[0] == .text("npv_expected") })
        #expect(none[3] == .empty)
        #expect(none[5] == .text("no weights: uncertainty.weights is not given"))
    }

    @Test func theRunIsNamedAfterItsInputs() throws {
        func id(_ uncertainty: String = "", set: [String] = []) throws -> String? {
            try analysed(uncertainty, set: set + ["uncertainty.trials=50"]).data.sensitivities?.runID
        }
        let plain = try id()
        #expect(plain != nil && plain?.count == 12)
        #expect(try id() == plain)
        #expect(try id(set: ["uncertainty.seed=2"]) != plain)
        #expect(try id(set: ["capacity.rent_gpu_hour=2.1"]) != plain)
        #expect(try id("uncertainty: {distributions: {pools.p.tps_out: pert}}") != plain)
        #expect(try id("uncertainty: {correlation: 0.3}") != plain)
        #expect(try id("uncertainty: {correlation: 0}") == plain)
    }

    @Test func metricsOfTheTrialsHaveNeitherScenarioNorStrategy() throws {
        let analysis = try analysed("uncertainty: {trials: 200}")
        let monteCarlo = try #require(analysis.data.sensitivities?.monteCarlo)
        let rows = rows(analysis, "summary").filter {
            $0[0] == .text("probability_of_winning") || $0[0] == .text("npv_p50")
        }
        #expect(
            rows == [
                [
                    .text("probability_of_winning"), .empty, .empty, .number(monteCarlo.probabilityOfWinning),
                    .text("ratio"), .text(""),
                ],
                [.text("npv_p50"), .empty, .empty, .number(monteCarlo.percentile(0.5)), .text("USD"), .text("")],
            ])
    }

    @Test func theSheetComparesEveryInputWithTheRun() throws {
        let data = try analysed("uncertainty: {trials: 200}").data
        let content = try ReportWorkbook.make(data)
        let sheet = try #require(content.sheets.first { $0.name == "Sensitivities" })
        let run = try #require(data.sensitivities?.runID)
        let values: [CellValue] = sheet.cells.compactMap { _, cell in
            if case .formula(_, let value) = cell.content { return value }
            return nil
        }
        #expect(values.contains(.text("Up to date: the inputs are those of run \(run).")))
        let monteCarlo = try #require(data.sensitivities?.monteCarlo)
        let name = try #require(content.names.first { $0.name == "out_probability_of_winning" })
        #expect(name.target.sheet == "Sensitivities")
        #expect(sheet.cells[name.target.first]?.content == .number(monteCarlo.probabilityOfWinning))
        #expect(sheet.heatMaps.count == 6 && sheet.charts.count == 2)
    }

    @Test func withoutTrialsTheReasonStandsInTheirPlace() throws {
        let analysis = try analysed("uncertainty: {trials: 0}")
        #expect(analysis.data.sensitivities?.monteCarlo == nil)
        for row in rows(analysis, "summary") where row[0] == .text("npv_p05") {
            #expect(row[3] == .empty && row[5] == .text("no trials: uncertainty.trials is 0"))
        }
        #expect(rows(analysis, "sensitivity").allSatisfy { $0[0] == .text("tornado") || $0[0] == .text("grid") })
    }

    @Test(arguments: [
        (
            "{trials: -1}",
            """
            breakeven.yaml:1:23: error: found "-1" for `uncertainty.trials`, expected a whole number from 0 to 1000000
              fix: correct the value, or take `trials` out
            """
        ),
        (
            "{seed: 1.5}",
            """
            breakeven.yaml:1:21: error: found "1.5" for `uncertainty.seed`, expected a whole number from 0 to 18446744073709551615
              fix: correct the value, or take `seed` out
            """
        ),
        (
            "{correlation: 1}",
            """
            breakeven.yaml:1:28: error: found "1" for `uncertainty.correlation`, expected a number of at least 0 and below 1
              fix: correct the value, or take `correlation` out
            """
        ),
        (
            "{weights: {low: 0.5, base: 0.6, high: 0.1}}",
            """
            breakeven.yaml:1:24: error: found {low: 0.5, base: 0.6, high: 0.1} for `uncertainty.weights`, expected a weight for low, base and high, 1 in all
              fix: for example {low: 0.25, base: 0.5, high: 0.25}
            """
        ),
        (
            "{distributions: {pools.p.tps_out: triangle}}",
            """
            breakeven.yaml:1:48: error: found "triangle" for `uncertainty.distributions.pools.p.tps_out`, expected triangular, uniform, pert, normal or lognormal
              fix: correct the value, or take `tps_out` out
            """
        ),
        (
            "{distributions: {pools.p.tps_oot: pert}}",
            """
            breakeven.yaml:1:48: error: found a distribution for `pools.p.tps_oot`, expected a driver of the project
              fix: the nearest driver is `pools.p.tps_out`
            """
        ),
        (
            "{distributions: {pools.p.tps_in: pert}}",
            """
            breakeven.yaml:1:47: error: found a distribution for `pools.p.tps_in`, which has no two ends, expected a driver with low below high
              fix: write `{base: …, low: …, high: …}` for it
            """
        ),
    ])
    func whatIsWrongIsNamedWithAWayOut(_ uncertainty: String, _ message: String) throws {
        let failure = #expect(throws: Failure.self) { try analysed("uncertainty: \(uncertainty)") }
        #expect(failure?.status == .badConfiguration)
        #expect(
            failure?.diagnostics.map {
                $0.rendered.split(separator: "\n").filter { !$0.hasPrefix("    ") }.joined(separator: "\n")
            } == [message])
    }

    @Test func aLogarithmNeedsAnEndAboveZero() throws {
        let register = try analysed("uncertainty: {trials: 0}").data.register
        var options = UncertaintyOptions()
        options.distributions = ["workloads.chat.tok_in": .lognormal]
        try options.check(against: register, origins: [:])
        var driver = try #require(register[key: "workloads.chat.tok_in"])
        driver.low = 0
        var from0 = register
        from0.set(driver)
        let failure = #expect(throws: Failure.self) { try options.check(against: from0, origins: [:]) }
        #expect(
            failure?.diagnostics.map(\.rendered) == [
                "uncertainty.distributions: error: found lognormal for `workloads.chat.tok_in`, whose low end is 0.0, expected a low end above 0\n  fix: take triangular, uniform, pert or normal"
            ])
    }
}
