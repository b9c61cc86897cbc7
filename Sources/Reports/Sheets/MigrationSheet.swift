import Diagnostics
import Economics

/// The plan by phase: when each workload moves, what the phases cost and bring, and the curve of savings against complexity.
///
/// The months of migration are inputs: a reader who changes one sees all of this move but the curve, which is of one run.
enum MigrationSheet {
    private static let claimRow = 5
    private static let claimColumn = 3
    private static let phaseHeader = 12
    private static let base = Instance(.base, .hybrid)
    private static let chartRows = 20

    /// Where the figures of summary.csv stand that only a run knows.
    static func place(of metric: RunMetric) -> Place {
        Place(
            sheet: WorkbookLayout.SheetName.migration, row: claimRow + (metric == .claimAt60 ? 0 : 1),
            column: claimColumn)
    }

    static func make(_ data: ReportData, _ layout: WorkbookLayout, master: CellValue) throws(Failure) -> Sheet {
        let name = WorkbookLayout.SheetName.migration
        var canvas = SheetCanvas(
            name, .presentation,
            title: "Migration by phase in \(layout.currency), base scenario, \(data.heading.period)",
            subtitle:
                "Months of migration are inputs on the sheet Assumptions (\"Month of migration\"): change one and phases, months and savings follow.",
            layout: layout, master: master)
        var figures = SheetFigures(sheet: name)
        claim(&canvas, &figures, data, layout)
        var row = phases(&canvas, &figures, data, layout) + 3
        row = schedule(row, &canvas, data, layout) + 3
        canvas.sheet.pageBlocks.append(row - 1)
        row = savings(row, &canvas, data, layout) + 3
        canvas.sheet.pageBlocks.append(row - 1)
        let curveHeader = row
        curve(row, &canvas, data)
        _ = try figures.write(into: &canvas)
        if let complexity = data.complexity, complexity.steps.contains(where: { $0.savingShare != nil }) {
            canvas.sheet.charts = [chart(complexity, header: curveHeader)]
        }
        canvas.sheet.freeze = CellAddress(row: 3, column: 1)
        canvas.sheet.repeatRows = 3
        canvas.sheet.repeatColumns = 1
        // A year of months is printed; all of them are read on the screen.
        canvas.sheet.lastPrintColumn = ModelSheet.firstMonth + Swift.min(12, data.model.horizon)
        canvas.sheet.columnWidths = [0: 42, 1: 13, 2: 13, 3: 14, 4: 14]
        for month in 0...data.model.horizon { canvas.sheet.columnWidths[ModelSheet.firstMonth + month] = 10.5 }
        return canvas.sheet
    }

    // MARK: - The claim

    private static func claim(
        _ canvas: inout SheetCanvas, _ figures: inout SheetFigures, _ data: ReportData, _ layout: WorkbookLayout
    ) {
        canvas.sheet[claimRow - 1, 0] = Cell(
            .text(
                "Does 20 % of the complexity bring 60 to 80 % of the savings? Tested on the figures of this project:"),
            .section)
        for metric in RunMetric.ofPlan {
            let place = place(of: metric)
            canvas.sheet[place.row, 0] = Cell(.text(metric.label), .label)
            guard let claim = data.complexity.map(metric.claim) else { continue }
            canvas.sheet[place.row, place.column] =
                claim.complexity.map { Cell(.number($0), .calculation, .percent) }
                ?? Cell(.text(claim.words), .calculation)
            canvas.sheet[place.row, place.column + 1] = Cell(.text(claim.complexity == nil ? "" : claim.words), .note)
        }
        guard let sensitivities = data.sensitivities else { return }
        canvas.sheet[claimRow + 2, 0] = Cell(.text("Inputs that differ from those of the run"), .label)
        figures.link(
            "changed", .index, to: SensitivitySheet.changed, .number(0),
            at: CellAddress(row: claimRow + 2, column: claimColumn), .crossSheet, .whole)
        figures.say(
            .choose(
                .compareNumber("changed", .equal, 0),
                .words("The claim and the curve are values of run \(sensitivities.runID), and up to date."),
                .words(
                    "STALE: the claim and the curve are of run \(sensitivities.runID), and inputs have changed since. Run `breakeven report` again."
                )), at: CellAddress(row: claimRow + 3, column: 0))
    }

    // MARK: - Phases

    /// - Returns: the last row.
    private static func phases(
        _ canvas: inout SheetCanvas, _ figures: inout SheetFigures, _ data: ReportData, _ layout: WorkbookLayout
    ) -> Int {
        let members = data.model.members[.phase]
        canvas.section(phaseHeader - 1, "Phases: workloads that start in the same month")
        canvas.header(
            phaseHeader,
            [
                "Phase", "Workloads", "First month", "API cost had it stayed", "API cost no longer paid",
                "Own hosting, by work", "Saving after its part", "One-time costs until its start",
            ])
        canvas.sheet.rowHeights[phaseHeader] = 44
        for offset in members.indices {
            let label = "Phase \(offset + 1)" + (offset + 1 == Section.mostPhases ? " and later ones" : "")
            canvas.sheet[phaseHeader + 1 + offset, 0] = Cell(.text(label), .label)
        }
        func cells(_ line: String, isTotal: Bool) -> [(member: String, source: Place, value: DriverValue)] {
            members.indices.map { index in
                let cell =
                    isTotal
                    ? data.total(line, member: index, base, layout) : data.cell(line, member: index, base, layout)
                return (members[index].id, cell.place, cell.value)
            }
        }
        func at(_ row: Int, _ column: Int) -> CellAddress { CellAddress(row: row, column: column) }
        let first = phaseHeader + 1
        for (column, line, unit, isTotal) in [
            (1, "phase_size", Unit.index, false), (2, "phase_start", .month, false),
            (3, "phase_baseline", .money, true), (4, "phase_displaced", .money, true),
            (6, "phase_saving", .money, true), (7, "phase_one_off", .money, false),
        ] {
            figures.link(
                line, unit, over: .phase, cells(line, isTotal: isTotal), from: at(first, column), .crossSheet, .whole)
        }
        figures.add(
            "phase_own", .money, over: .phase, from: at(first, 5), .calculation, .whole,
            "phase_displaced" - "phase_saving")
        let rest = first + members.count
        canvas.sheet[rest, 0] = Cell(.text("Stays on the API"), .label)
        canvas.sheet[rest + 1, 0] = Cell(.text("All"), .label)
        canvas.sheet[rest + 2, 0] = Cell(.text("The whole, from the model"), .label)
        for (column, line) in [(3, "permanent_baseline"), (4, "permanent_displaced"), (6, "permanent_displaced")] {
            let cell = data.total(line, base, layout)
            figures.link(
                "\(line)_\(column)", .money, to: cell.place, cell.value, at: at(rest, column), .crossSheet, .whole)
        }
        for (column, line, own) in [
            (3, "phase_baseline", "permanent_baseline_3"), (4, "phase_displaced", "permanent_displaced_4"),
            (6, "phase_saving", "permanent_displaced_6"),
        ] {
            figures.add(
                "all_\(column)", .money, at: at(rest + 1, column), .total, .whole,
                .sum(.members(line)) + .line(own))
        }
        figures.add(
            "all_5", .money, at: at(rest + 1, 5), .total, .whole, .sum(.members("phase_own")))
        for (column, line) in [(3, "baseline_api"), (6, "plan_saving"), (7, "one_off")] {
            let cell = data.total(line, base, layout)
            figures.link(
                "whole_\(column)", .money, to: cell.place, cell.value, at: at(rest + 2, column), .crossSheet, .whole)
        }
        figures.say(
            .choose(
                .compareNumber("phases_shown", .equal, 0), "Nothing moves: everything stays on the API.",
                .joined([
                    "The plan has ", .figure("phases_shown", .whole),
                    .choose(.compareNumber("phases_shown", .equal, 1), " phase and saves ", " phases and saves "),
                    .figure("whole_6", .whole),
                    .words(" \(layout.currency) over \(ReportWords.months(data.model.horizon))."),
                    .choose(
                        .compare("npv_full", .greater, "npv_plan"),
                        .joined([
                            .words(" It starts one workload after another; all at once the NPV would be "),
                            .figure("npv_full", .whole), .words(" \(layout.currency), not "),
                            .figure("npv_plan", .whole),
                            ": several workloads that are given the same month start together.",
                        ]), ""),
                ])), at: at(phaseHeader - 3, 0))
        let used = data.cell("phases_used", base, layout)
        canvas.sheet[rest + 3, 0] = Cell(.text("Phases of the plan"), .label)
        figures.link(
            "phases_shown", .index, to: used.place, used.value, at: at(rest + 3, 1), .crossSheet, .whole)
        for (offset, id, label, instance) in [
            (4, "npv_plan", "NPV of the plan", base),
            (5, "npv_full", "NPV of everything at once", Instance(.base, .full)),
        ] {
            let npv = data.cell("npv", instance, layout)
            canvas.sheet[rest + offset, 0] = Cell(.text(label), .label)
            figures.link(id, .money, to: npv.place, npv.value, at: at(rest + offset, 1), .crossSheet, .whole)
        }
        canvas.sheet[rest + 6, 0] = Cell(
            .text(
                "Own hosting belongs to all phases together: each carries its part by the work that it gives to the GPUs; months without work count for phase 1. What a phase adds to those before it, as `breakeven plan` and csv/phases.csv show it, is another figure: the first one then carries all that the phases share. One-time costs count for the phase that starts next."
            ), .note)
        return rest + 6
    }

    // MARK: - Months

    private static func monthHeader(
        _ row: Int, _ titles: [String], _ canvas: inout SheetCanvas, _ data: ReportData, _ layout: WorkbookLayout
    ) {
        canvas.header(row, titles)
        for column in titles.count..<ModelSheet.firstMonth { canvas.sheet[row, column] = Cell(.blank, .heading) }
        for month in 0...data.model.horizon {
            let cell = data.cell("date", at: month, base, layout)
            canvas.sheet[row, ModelSheet.firstMonth + month] = Cell(
                .formula(text: CellName.absolute(cell.place), value: cell.value.cellValue), .heading, .month)
        }
        canvas.sheet.rowHeights[row] = 30
    }

    private static func months(
        _ line: String, member: Int = 0, row: Int, _ format: NumberFormat, role: CellRole = .crossSheet,
        _ canvas: inout SheetCanvas, _ data: ReportData, _ layout: WorkbookLayout
    ) {
        for month in 0...data.model.horizon {
            let cell = data.cell(line, member: member, at: month, base, layout)
            canvas.sheet[row, ModelSheet.firstMonth + month] = Cell(
                .formula(text: CellName.absolute(cell.place), value: cell.value.cellValue), role, format)
        }
    }

    private static func link(
        _ cell: (place: Place, value: DriverValue), _ row: Int, _ column: Int, _ format: NumberFormat,
        role: CellRole = .crossSheet, _ canvas: inout SheetCanvas
    ) {
        canvas.sheet[row, column] = Cell(
            .formula(text: CellName.absolute(cell.place), value: cell.value.cellValue), role, format)
    }

    /// Who answers each workload, month by month.
    private static func schedule(
        _ header: Int, _ canvas: inout SheetCanvas, _ data: ReportData, _ layout: WorkbookLayout
    ) -> Int {
        canvas.section(header - 1, "Schedule: who answers in each month")
        monthHeader(
            header, ["Workload", "Phase", "First month", "In parallel [weeks]", "Cost of the parallel run"], &canvas,
            data, layout)
        let order = data.plan.sorted { ($0.rank ?? Int.max, $0.workload) < ($1.rank ?? Int.max, $1.workload) }
        for (offset, plan) in order.enumerated() {
            let row = header + 1 + offset
            let member = data.model.members[.workload].firstIndex { $0.id == plan.workload }!
            canvas.sheet[row, 0] = Cell(.text(plan.workload), .label)
            link(data.cell("phase", member: member, base, layout), row, 1, .whole, &canvas)
            link(data.cell("month_shown", member: member, base, layout), row, 2, .whole, &canvas)
            link(data.cell("parallel_weeks", member: member, base, layout), row, 3, .ratio, &canvas)
            link(data.total("parallel_cost", member: member, base, layout), row, 4, .whole, &canvas)
            months("stage", member: member, row: row, .general, &canvas, data, layout)
        }
        let last = header + order.count
        for (word, role) in [("own", CellRole.good), ("parallel", .caution)] {
            canvas.sheet.statuses.append(
                StatusRule(
                    first: CellAddress(row: header + 1, column: ModelSheet.firstMonth),
                    last: CellAddress(row: last, column: ModelSheet.firstMonth + data.model.horizon), word: word,
                    role: role))
        }
        canvas.sheet[last + 1, 0] = Cell(.text("API cost of what parallel runs repeat"), .label)
        link(data.total("parallel_cost_all", base, layout), last + 1, 4, .whole, role: .total, &canvas)
        months("parallel_cost_all", row: last + 1, .whole, role: .total, &canvas, data, layout)
        canvas.sheet[last + 2, 0] = Cell(
            .text(
                "Printed is the first year. In the parallel run the API still answers and is paid, and own GPUs already carry the mirrored load: the cost is the API bill of what they would serve."
            ), .note)
        return last + 2
    }

    private static func savings(
        _ header: Int, _ canvas: inout SheetCanvas, _ data: ReportData, _ layout: WorkbookLayout
    ) -> Int {
        canvas.section(
            header - 1, "Saving by phase and month: API cost no longer paid less the phase's part of own hosting")
        monthHeader(header, ["Phase", "Unit", "First month", "Total"], &canvas, data, layout)
        var row = header
        for phase in data.model.members[.phase].indices {
            row += 1
            canvas.sheet[row, 0] = Cell(
                .text("Phase \(phase + 1)" + (phase + 1 == Section.mostPhases ? " and later ones" : "")), .label)
            canvas.sheet[row, 1] = Cell(.text(canvas.unit("CUR/month")), .unit)
            link(data.cell("phase_start", member: phase, base, layout), row, 2, .whole, &canvas)
            link(data.total("phase_saving", member: phase, base, layout), row, 3, .whole, &canvas)
            months("phase_saving", member: phase, row: row, .whole, &canvas, data, layout)
        }
        for (label, line, role) in [
            ("Stays on the API", "permanent_displaced", CellRole.crossSheet),
            ("Saving of the plan", "plan_saving", .total),
        ] {
            row += 1
            canvas.sheet[row, 0] = Cell(.text(label), .label)
            canvas.sheet[row, 1] = Cell(.text(canvas.unit("CUR/month")), .unit)
            link(data.total(line, base, layout), row, 3, .whole, role: role, &canvas)
            months(line, row: row, .whole, role: role, &canvas, data, layout)
        }
        return row
    }

    // MARK: - The curve

    private static func curve(_ header: Int, _ canvas: inout SheetCanvas, _ data: ReportData) {
        canvas.section(header - 1, "Savings against complexity, workload by workload, of the run")
        canvas.header(header, ["Workload", "In the plan", "Effort [days]", "Complexity, so far", "Savings, so far"])
        canvas.sheet.rowHeights[header] = 30
        guard let complexity = data.complexity else { return }
        canvas.sheet[header + 1, 0] = Cell(.text("Platform, paid once with the first workload"), .label)
        canvas.sheet[header + 1, 2] = Cell(.number(complexity.platform), .calculation, .whole)
        for (offset, step) in complexity.steps.enumerated() {
            let row = header + 2 + offset
            canvas.sheet[row, 0] = Cell(.text(step.workload), .label)
            canvas.sheet[row, 1] = Cell(.text(step.isInPlan ? "yes" : "no"), .text)
            canvas.sheet[row, 2] = Cell(.number(step.effort), .calculation, .whole)
            canvas.sheet[row, 3] = Cell(.number(step.complexityShare ?? 0), .calculation, .percent)
            canvas.sheet[row, 4] = Cell(.number(step.savingShare ?? 0), .calculation, .percent)
        }
        canvas.sheet[header + 2 + complexity.steps.count, 0] = Cell(
            .text(
                "All complexity is that of moving everything that may move; all savings are the most that the curve reaches."
            ), .note)
    }

    private static func chart(_ complexity: PlanComplexity, header: Int) -> Chart {
        let sheet = WorkbookLayout.SheetName.migration
        func range(_ column: Int) -> CellRange {
            CellRange(
                Place(sheet: sheet, row: header + 2, column: column),
                Place(sheet: sheet, row: header + 1 + complexity.steps.count, column: column))
        }
        let claim = complexity.claims[0]
        let title =
            claim.complexity.map {
                "60 % of the savings take \(ReportWords.percent($0)) of the complexity"
            } ?? "Savings against complexity: \(claim.words)"
        return Chart(
            .scatter, title: title, categoryAxis: "Share of the complexity", valueAxis: "Share of the savings",
            valueFormat: .percent,
            series: [
                ChartSeries(
                    name: "Savings, so far", categories: range(3), values: range(4),
                    cachedCategories: complexity.steps.map { .number($0.complexityShare ?? 0) },
                    cachedValues: complexity.steps.map { $0.savingShare ?? 0 }, categoryFormat: .percent)
            ], at: CellAddress(row: header, column: 6), width: 620, height: 320,
            altText:
                "Share of the savings over the share of the complexity, workload by workload in the order of moving: \(title). The numbers stand in the table beside it."
        )
    }
}
