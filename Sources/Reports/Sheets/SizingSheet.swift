import Diagnostics
import Economics

/// From tokens to servers: a row a pool, one step a column, for the last month of the plan.
enum SizingSheet {
    private struct Step {
        var id: String
        var label: String
        var unit: Unit
        var format: NumberFormat
        /// Nil: the line of the model with that id.
        var expression: Expression?
        /// One value for all months.
        var isCell = false
    }

    private static let second = Unit.of("s")

    private static let load = [
        Step(id: "peak_prefill", label: "Prefill at the peak", unit: .seconds, format: .whole),
        Step(id: "peak", label: "All work at the peak", unit: .seconds, format: .whole),
        Step(id: "busy", label: "Work of the month", unit: .seconds, format: .whole),
        Step(id: "tps_in", label: "Input of a replica", unit: .of("token/s"), format: .whole, isCell: true),
        Step(id: "tps_out", label: "Output of a replica", unit: .of("token/s"), format: .whole, isCell: true),
        Step(
            id: "input_rate", label: "Input at the peak", unit: .of("token/s"), format: .whole,
            expression: "peak_prefill" * "tps_in" / "seconds"),
        Step(
            id: "output_rate", label: "Output at the peak", unit: .of("token/s"), format: .whole,
            expression: ("peak" - "peak_prefill") * "tps_out" / "seconds"),
    ]

    private static let throughput = [
        Step(
            id: "prefill", label: "Busy reading input", unit: .replica, format: .ratio,
            expression: "peak_prefill" / "seconds"),
        Step(
            id: "decode", label: "Busy writing output", unit: .replica, format: .ratio,
            expression: ("peak" - "peak_prefill") / "seconds"),
        Step(id: "u_max", label: "Highest utilisation planned", unit: .ratio, format: .percent, isCell: true),
        Step(
            id: "for_throughput", label: "For the throughput", unit: .replica, format: .ratio,
            expression: ("prefill" + "decode") / "u_max"),
        Step(id: "memory_free", label: "Memory beside the weights", unit: .gigabytes, format: .ratio, isCell: true),
        Step(id: "requests_held", label: "Requests held by a replica", unit: .index, format: .whole, isCell: true),
        Step(id: "peak_held", label: "Memory held at the peak", unit: .seconds, format: .whole),
    ]

    private static let replicas = [
        Step(
            id: "in_flight", label: "Requests in flight at the peak", unit: .index, format: .whole,
            expression: "peak_held" / "seconds" * "requests_held"),
        Step(
            id: "for_memory", label: "For the requests in flight", unit: .replica, format: .ratio,
            expression: "peak_held" / "seconds"),
        Step(
            id: "whole", label: "Needed, whole", unit: .replica, format: .whole,
            expression: .guardedCeiling(max("for_throughput", "for_memory"))),
        Step(id: "spares", label: "Spares", unit: .replica, format: .whole, isCell: true),
        Step(id: "pool_replicas", label: "Replicas with spares", unit: .replica, format: .whole),
        Step(id: "gpus_per_replica", label: "GPUs in a replica", unit: .gpu, format: .whole, isCell: true),
        Step(id: "pool_gpus", label: "GPUs needed", unit: .gpu, format: .whole),
    ]

    private static let fleet = [
        Step(id: "gpus_needed", label: "GPUs needed", unit: .gpu, format: .whole),
        Step(id: "gpus_sold_together", label: "GPUs sold together", unit: .gpu, format: .whole, isCell: true),
        Step(id: "fleet_gpus", label: "GPUs in use, as sold or owned", unit: .gpu, format: .whole),
        Step(id: "gpus_reserved_now", label: "GPUs reserved", unit: .gpu, format: .whole),
        Step(
            id: "gpus_paid", label: "GPUs paid for", unit: .gpu, format: .whole,
            expression: max("fleet_gpus", "gpus_reserved_now")),
        Step(id: "fleet_servers", label: "Servers", unit: .server, format: .whole),
        Step(id: "fleet_utilisation", label: "Utilisation of the GPUs needed", unit: .ratio, format: .percent),
        Step(
            id: "real_utilisation", label: "Utilisation of those paid for", unit: .ratio, format: .percent,
            expression: "fleet_utilisation" * "gpus_needed" / max(1, "gpus_paid")),
    ]

    static func make(_ data: ReportData, _ layout: WorkbookLayout, master: CellValue) throws(Failure) -> Sheet {
        let name = WorkbookLayout.SheetName.sizing
        var canvas = SheetCanvas(
            name, .presentation, title: "From tokens to servers, base scenario, last month of the plan",
            subtitle:
                "A row a pool, one step a column. Requests in flight and memory count where the pool says what a request takes.",
            layout: layout, master: master)
        var figures = SheetFigures(sheet: name)
        let base = Instance(.base, .hybrid)
        let hours = data.cell("hours", at: data.model.horizon, base, layout)
        canvas.sheet[4, 0] = Cell(.text("Hours of the month [h]"), .label)
        canvas.sheet[5, 0] = Cell(.text("Seconds of the month [s]"), .label)
        figures.link(
            "hours", .hours, to: hours.place, hours.value, at: CellAddress(row: 4, column: 1), .crossSheet, .whole)
        figures.add(
            "seconds", second, at: CellAddress(row: 5, column: 1), .calculation, .whole,
            "hours" * .constant(.secondsPerHour))
        var row = 8
        for (title, steps) in [
            ("Load: tokens a second at the peak", load), ("Throughput and memory", throughput),
            ("Replicas and GPUs", replicas),
        ] {
            table(title, "Pool", steps, over: .pool, row: row, &canvas, &figures, data, layout)
            row += data.model.members[.pool].count + 4
        }
        table("GPUs and servers paid for", "Capacity", fleet, over: .fleet, row: row, &canvas, &figures, data, layout)
        row += data.model.members[.fleet].count + 4
        origins(row: row, &canvas, data)
        _ = try figures.write(into: &canvas)
        canvas.sheet.onePage = true
        canvas.sheet.freeze = CellAddress(row: 3, column: 1)
        canvas.sheet.repeatRows = 3
        canvas.sheet.repeatColumns = 1
        canvas.sheet.columnWidths = [0: 34]
        for column in 1...8 { canvas.sheet.columnWidths[column] = 17 }
        return canvas.sheet
    }

    private static func table(
        _ title: String, _ lead: String, _ steps: [Step], over set: MemberSet, row: Int, _ canvas: inout SheetCanvas,
        _ figures: inout SheetFigures, _ data: ReportData, _ layout: WorkbookLayout
    ) {
        let base = Instance(.base, .hybrid)
        let members = data.model.members[set]
        canvas.section(row - 1, title)
        canvas.header(row, [lead] + steps.map { "\($0.label) [\(canvas.unit($0.unit.symbol))]" })
        canvas.sheet.rowHeights[row] = 46
        for (offset, member) in members.enumerated() {
            canvas.sheet[row + 1 + offset, 0] = Cell(.text(member.label), .label)
        }
        for (column, step) in steps.enumerated() {
            let at = CellAddress(row: row + 1, column: 1 + column)
            if let expression = step.expression {
                let isLast = column == steps.count - 1
                figures.add(
                    step.id, step.unit, over: set, from: at, isLast ? .total : .calculation, step.format, expression)
                continue
            }
            figures.link(
                step.id, step.unit, over: set,
                members.indices.map { index in
                    let cell = data.cell(
                        step.id, member: index, at: step.isCell ? 0 : data.model.horizon, base, layout)
                    return (members[index].id, cell.place, cell.value)
                }, from: at, .crossSheet, step.format)
        }
    }

    /// What requests in flight are counted with: the rate times the time of a request.
    private static func latency(_ driver: (String) -> ResolvedDriver?) -> String {
        let known = ["first_token_seconds", "next_token_seconds"].compactMap(driver).filter { $0.base != .number(0) }
        guard let first = known.first else {
            return "Latency: not known, so no requests count as in flight at the peak."
        }
        let isSame = known.allSatisfy { $0.source == driver("tps_out")?.source }
        return "Latency, for requests in flight at the peak: \(isSame ? "of the same measurement." : first.source)"
    }

    /// Which measurement the throughput of each pool rests on, and how far away it was.
    private static func origins(row: Int, _ canvas: inout SheetCanvas, _ data: ReportData) {
        canvas.section(row - 1, "Where throughput and latency come from")
        canvas.header(row, ["Pool", "GPU", "Source of the output throughput, and of the latency"])
        var row = row + 1
        for pool in data.model.members[.pool] {
            func driver(_ name: String) -> ResolvedDriver? { data.register[key: "pools.\(pool.id).\(name)"] }
            canvas.sheet[row, 0] = Cell(.text(pool.label), .label)
            if case .word(let gpu)? = driver("gpu")?.base { canvas.sheet[row, 1] = Cell(.text(gpu), .text) }
            // What was measured, and below it by whom: in one line it would run over the edge of the page.
            let parts = (driver("tps_out")?.source ?? "").split(separator: "; ", maxSplits: 1)
            for (offset, part) in parts.enumerated() {
                canvas.sheet[row + offset, 2] = Cell(.text(String(part)), .note)
            }
            canvas.sheet[row + parts.count, 2] = Cell(.text(latency(driver)), .note)
            row += parts.count + 1
        }
    }
}
