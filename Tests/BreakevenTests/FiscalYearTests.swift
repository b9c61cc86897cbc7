import Billing
import Economics
import Reports
import Testing

@testable import Breakeven

/// The fiscal years divide the horizon, wherever a year starts, and what is asked for is what is spent.
struct FiscalYearTests {
    private static let seeds: [UInt64] = [1, 4, 8, 13, 14, 27]
    private static let ties = [
        ("baseline", "baseline_api"), ("residual", "residual_api"), ("one_off", "one_off"), ("ebitda", "ebitda_gain"),
        ("depreciation", "depreciation_book"), ("ebit", "ebit_gain"), ("tax", "tax_headline"), ("capex", "capex"),
        ("resale", "resale"), ("cash", "cash_flow_headline"),
    ]

    @Test("The last day of a month tells its number, over all months that a model can have")
    func theCalendarIsExact() {
        let first = Month("1900-01")!
        let months = MethodConstant.daysPerMonth.value
        for number in 3...97_200 {
            let serial = Double(SpreadsheetDate.serial((first + (number - 1)).lastDay))
            guard (serial / months + MethodConstant.half.value).rounded(.down) != Double(number) else { continue }
            Issue.record("month \(number), serial \(serial)")
            return
        }
    }

    @Test("Fiscal years add up to the horizon and hold the months of the calendar", arguments: seeds)
    func yearsAddUp(seed: UInt64) throws {
        for (start, from) in [(1, "2027-01"), (4, "2026-11"), (7, "2028-07"), (12, "2027-12")] {
            let analysis = try analysed(
                RandomProject(seed: seed), ["report.fiscal_year_start=\(start)", "meta.start_month=\(from)"])
            let model = analysis.data.model
            let evaluation = analysis.data.evaluation
            let first = Month(from)! + -1
            for lane in Instance.all.indices {
                let scale = evaluation.value("check_scale", lane: lane)
                let years = (0...model.horizon).map { step -> Int in
                    let month = first + step
                    return month.year + (start > 1 && month.month >= start ? 1 : 0)
                }
                #expect(
                    evaluation.series("fiscal_year", lane: lane) == years.map(Double.init),
                    "seed \(seed), from \(start)")
                for (line, months) in Self.ties {
                    let series = evaluation.series(months, lane: lane)
                    var sum = 0.0
                    for year in model.members[.fiscalYear].indices {
                        let value = evaluation.value("pnl_\(line)", member: year, lane: lane)
                        let number = Int(evaluation.value("fiscal_year_of", member: year, lane: lane))
                        let own = zip(years, series).reduce(0) { $0 + ($1.0 == number ? $1.1 : 0) }
                        #expect(abs(value - own) <= 1e-9 * scale, "seed \(seed), \(line) of \(number)")
                        sum += value
                    }
                    #expect(
                        abs(sum - evaluation.total(months, lane: lane)) <= 1e-9 * scale,
                        "seed \(seed), \(line) from \(start)")
                }
            }
        }
    }

    @Test("Another start of the fiscal year changes no figure of merit and no total", arguments: seeds)
    func theStartMovesNoMoney(seed: UInt64) throws {
        let calendar = try analysed(RandomProject(seed: seed))
        let shifted = try analysed(RandomProject(seed: seed), ["report.fiscal_year_start=9"])
        for id in ["npv", "npv_with_residual", "payback_month", "capital_total"] {
            #expect(
                calendar.data.evaluation.result(id, lane: 1) == shifted.data.evaluation.result(id, lane: 1),
                "seed \(seed), \(id)")
        }
        func total(_ analysis: Analysis, _ line: String) -> Double {
            ProfitTable.make(analysis.data).rows.reduce(0) { sum, row in
                guard row[1] == .text("hybrid"), row[2] == .text(line), case .number(let value) = row[3] else {
                    return sum
                }
                return sum + value
            }
        }
        let scale = calendar.data.evaluation.value("check_scale", lane: 1)
        for line in ProfitTable.lines {
            #expect(abs(total(calendar, line) - total(shifted, line)) <= 1e-9 * scale, "seed \(seed), \(line)")
        }
    }

    @Test("The requests are the capex and the one-off costs, in order", arguments: seeds)
    func requestsAreWhatIsSpent(seed: UInt64) throws {
        let data = try analysed(RandomProject(seed: seed)).data
        for lane in Instance.all.indices {
            let capex = data.evaluation.series("capex", lane: lane)
            let oneOff = data.evaluation.series("one_off", lane: lane)
            let asking = capex.indices.filter { capex[$0] > 0 || oneOff[$0] > 0 }
            var listed = 0.0
            for (member, month) in asking.prefix(12).enumerated() {
                #expect(
                    data.evaluation.value("request_month", member: member, lane: lane) == Double(month), "seed \(seed)")
                #expect(
                    data.evaluation.value("request_capex", member: member, lane: lane) == capex[month], "seed \(seed)")
                listed += capex[month] + oneOff[month]
            }
            let scale = data.evaluation.value("check_scale", lane: lane)
            let all = data.evaluation.value("capital_total", lane: lane)
            // The sheet adds what no request lists.
            if asking.count <= 12 { #expect(abs(listed - all) <= 1e-9 * scale, "seed \(seed)") }
            #expect(listed <= all + 1e-9 * scale, "seed \(seed)")
            #expect(
                data.evaluation.total("servers_ordered", lane: lane)
                    == (data.model.members[.fleet].indices.reduce(0) {
                        $0 + data.evaluation.series("bought", member: $1, lane: lane).reduce(0, +)
                    }), "seed \(seed)")
        }
    }

    @Test("The capital request lists the months that ask, two spare rows, and what comes later", arguments: seeds)
    func noEmptyRequestIsPrinted(seed: UInt64) throws {
        let data = try analysed(RandomProject(seed: seed)).data
        let base = data.lane(Instance(.base, .hybrid))
        let asking = data.evaluation.series("asks", lane: base).filter { $0 > 0 }.count
        let sheet = try #require(
            try ReportWorkbook.make(data).sheets.first { $0.name == WorkbookLayout.SheetName.capital })
        let labels = sheet.cells.compactMap { address, cell -> Int? in
            if address.column == 0, case .text(let text) = cell.content, text.hasPrefix("Request ") {
                address.row
            } else {
                nil
            }
        }
        #expect(labels.count == min(12, asking + 2), "seed \(seed)")
        let end = try #require(labels.max())
        func figure(_ row: Int) -> Double? {
            if case .formula(_, .number(let number))? = sheet.cells[CellAddress(row: row, column: 7)]?.content {
                return number
            }
            return nil
        }
        let all = try #require(figure(end + 2))
        let total = data.evaluation.value("capital_total", lane: base)
        #expect(abs(all - total) <= 1e-9 * max(1, total), "seed \(seed)")
        if asking <= 12 { #expect(abs(try #require(figure(end + 1))) <= 1e-9 * max(1, total), "seed \(seed)") }
    }

    @Test("timeline.csv alone gives the tax: depreciation and write-off add up to the capex", arguments: seeds)
    func theTimelineGivesTheTax(seed: UInt64) throws {
        var project = RandomProject(seed: seed)
        project.setAll(["migrate_month": 2, "eligible": true])
        let analysis = try analysed(project)
        let rate = number(analysis.data.register[key: "finance.tax_rate"]!.base)!
        var months: [String: [String: Double]] = [:]
        for row in ModelTables.timeline(analysis.data).rows where row[2] == .text("base") && row[3] == .text("hybrid") {
            guard case .integer(let month) = row[0], case .text(let line) = row[4], case .number(let value) = row[5]
            else { continue }
            months["\(month)", default: [:]][line] = value
        }
        #expect(months.count == project.horizon + 1, "seed \(seed)")
        var (deducted, spent) = (0.0, 0.0)
        let running = Set(Section.runningCosts.map(\.line.id) + ["contingency"])
        for (month, value) in months {
            let opex = value.filter { running.contains($0.key) }.values.reduce(0, +)
            let gain = value["baseline_api"]! - value["residual_api"]! - opex - value["one_off"]!
            let tax = rate * (gain - value["depreciation_tax"]! - value["tax_write_off"]! + value["residual_value"]!)
            let scale = max(1, abs(value["baseline_api"]!), opex, abs(gain))
            #expect(abs(tax - value["tax"]!) <= 1e-9 * scale, "seed \(seed), month \(month)")
            deducted += value["depreciation_tax"]! + value["tax_write_off"]!
            spent += value["capex"]!
        }
        #expect(abs(deducted - spent) <= 1e-9 * max(1, spent), "seed \(seed)")
    }

    @Test("The run-rate of own hosting holds nothing of a one-off in the last month")
    func theRunRateHoldsNoOneOff() throws {
        func runRate(_ oneOff: String) throws -> Double {
            let project = try SmallProject()
            try project.write(
                "breakeven.yaml",
                """
                model:
                  meta: {horizon_months: 24}
                  finance: {contingency_pct: 0.1}
                  \(oneOff)
                  workloads: [{id: chat, tok_in: 4000, tok_out: 1000, price_in: 2, price_out: 8, pool: p, migrate_month: 2}]
                  pools: [{id: p, tps_in: 90000, tps_out: 9000, gpus_per_replica: 1}]
                  capacity: {rent_gpu_hour: 2}
                """)
            let analysis = try Analysis(try ProjectFolder(path: project.folder, overrides: []), RunOptions())
            return number(metric(analysis, "run_rate_own"))!
        }
        let plain = try runRate("")
        #expect(plain > 0)
        #expect(abs(try runRate("one_off: [{month: 24, label: end, amount: 100000}]") - plain) < 1e-9)
    }

    @Test("Where nothing moves the capital request says so, and no word stands for a number of months")
    func nothingHasToComeBack() throws {
        var project = RandomProject(seed: 2)
        project.setAll(["migrate_month": "never"])
        let texts = try SheetSentenceTests.texts(WorkbookLayout.SheetName.capital, try analysed(project).data)
        #expect(texts.contains("Nothing moves, so nothing has to come back."), "\(texts)")
        #expect(!texts.contains { $0.contains("none months") })
    }
}
