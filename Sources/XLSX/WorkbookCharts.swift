import CXlsxWriter

extension Workbook {
    /// Draws a chart. Its caches hold the given points, since the library would cache 0 for every formula cell.
    ///
    /// - Throws: ``XLSXError`` when a range does not lie on a sheet of this workbook, is not one row or column, or the
    ///   cached points are not as many as its cells.
    package func addChart(_ sheet: SheetID, _ plan: ChartPlan) throws(XLSXError) {
        let here = place(sheet, plan.row, plan.column)
        try check(plan, here)
        guard let chart = workbook_add_chart(try book.workbook(), plan.kind.code) else { throw .outOfMemory() }
        // From here on the workbook owns the chart, and a chart that is in no sheet must not be closed with it:
        // everything that can be refused was refused above.
        for series in plan.series { try add(series, to: chart, plan, here) }
        setTexts(chart, plan)
        var options = lxw_chart_options()
        options.x_scale = Double(plan.width) / 480
        options.y_scale = Double(plan.height) / 288
        options.object_position = UInt8(LXW_OBJECT_MOVE_DONT_SIZE.rawValue)
        let altText = copy(plan.altText)
        defer { altText.deallocate() }
        options.description = altText
        try book.check(
            worksheet_insert_chart_opt(
                book.sheets[sheet.index].handle, UInt32(plan.row), UInt16(plan.column), chart, &options),
            "the chart \"\(plan.title)\"", at: here)
        book.estimatedBytes += 8_000
    }

    private func check(_ plan: ChartPlan, _ here: Place) throws(XLSXError) {
        guard Area(plan.row, plan.column, plan.row, plan.column).isValid else {
            throw .outsideSheet(plan.row, plan.column, on: here.sheet)
        }
        for (what, text) in [
            ("chart title", plan.title), ("axis title", plan.categoryAxis), ("axis title", plan.valueAxis),
            ("alternative text of a chart", plan.altText),
        ] {
            // The library prints these through buffers of its own; 1000 is far inside them.
            try TextRule.checkBytes(text, what, 1_000, at: here)
        }
        guard !plan.altText.isEmpty else { throw .noAltText(plan.title, at: here) }
        try TextRule.checkBytes(plan.font, "font name", 127, at: here)
        for format in [plan.valueFormat, plan.categoryFormat] {
            try TextRule.checkBytes(format, "number format", 127, at: here)
        }
        guard plan.width > 0, plan.height > 0, plan.width <= 10_000, plan.height <= 10_000 else {
            throw .badSize("a chart side", Double(min(plan.width, plan.height)), 10_000, at: here)
        }
        guard !plan.series.isEmpty else { throw .noSeries(plan.title, at: here) }
        for series in plan.series {
            try TextRule.checkBytes(series.name, "series name", 255, at: here)
            for (range, points) in [
                (series.categories, series.cachedCategories.count), (series.values, series.cachedValues.count),
            ] {
                let what = "a range of the series \"\(series.name)\""
                guard book.sheetNames.contains(range.sheet.lowercased()) else {
                    throw .noSuchSheet(range.sheet, what, at: here)
                }
                guard range.area.isValid else { throw .badArea(range.area, what, on: range.sheet) }
                let isLine =
                    range.area.firstRow == range.area.lastRow || range.area.firstColumn == range.area.lastColumn
                guard isLine, range.area.count == points, points <= 65_535 else {
                    throw .badPoints(series.name, points, range, at: here)
                }
            }
            for value in series.cachedValues where !value.isFinite { throw .notFinite(value, at: here) }
            for category in series.cachedCategories {
                switch category {
                case .number(let number): if !number.isFinite { throw .notFinite(number, at: here) }
                case .text(let text): try TextRule.checkCharacters(text, "category", at: here)
                }
            }
        }
    }

    private func add(
        _ plan: SeriesPlan, to chart: UnsafeMutablePointer<lxw_chart>, _ whole: ChartPlan, _ here: Place
    ) throws(XLSXError) {
        let categories = "=" + absoluteReference(plan.categories.sheet, plan.categories.area)
        let values = "=" + absoluteReference(plan.values.sheet, plan.values.area)
        guard let series = chart_add_series(chart, categories, values) else { throw .outOfMemory() }
        chart_series_set_name(series, plan.name)
        let holdsText = plan.cachedCategories.contains { if case .text = $0 { true } else { false } }
        var stored = xlsx_begin_cache(series.pointee.categories, plan.categories.sheet, holdsText ? 1 : 0) != 0
        for category in plan.cachedCategories where stored {
            switch category {
            case .number(let number) where holdsText:
                stored = xlsx_cache_text(series.pointee.categories, number.description) != 0
            case .number(let number): stored = xlsx_cache_number(series.pointee.categories, number + 0) != 0
            case .text(let text):
                stored = xlsx_cache_text(series.pointee.categories, TextRule.escapingEscapes(text)) != 0
            }
        }
        stored = stored && xlsx_begin_cache(series.pointee.values, plan.values.sheet, 0) != 0
        for value in plan.cachedValues where stored {
            stored = xlsx_cache_number(series.pointee.values, value + 0) != 0
        }
        guard stored else { throw .outOfMemory() }
        draw(series, plan.look, whole.kind)
        book.estimatedBytes += 60 * plan.cachedValues.count * 2
    }

    private func draw(_ series: UnsafeMutablePointer<lxw_chart_series>, _ look: SeriesLook, _ kind: ChartPlan.Kind) {
        var line = lxw_chart_line()
        line.color = look.colour.ink
        var fill = lxw_chart_fill()
        fill.color = look.colour.ink
        if look.isInvisible {
            line.none = 1
            fill.none = 1
            chart_series_set_line(series, &line)
            chart_series_set_fill(series, &fill)
            return
        }
        if look.dropsToAxis {
            dropToAxis(series, look, &line, &fill)
            return
        }
        if kind == .line || kind == .scatter {
            line.width = 2.25
            line.dash_type = look.dash.code
            chart_series_set_line(series, &line)
            chart_series_set_marker_type(series, look.marker.code)
            if look.marker != .none {
                chart_series_set_marker_size(series, 5)
                chart_series_set_marker_fill(series, &fill)
                var edge = lxw_chart_line()
                edge.color = look.colour.ink
                edge.width = 0.75
                chart_series_set_marker_line(series, &edge)
            }
            return
        }
        line.width = 0.75
        chart_series_set_line(series, &line)
        if look.pattern == .solid {
            chart_series_set_fill(series, &fill)
        } else {
            var pattern = lxw_chart_pattern()
            pattern.fg_color = look.colour.ink
            pattern.bg_color = 0xFFFFFF
            pattern.type = look.pattern.code
            chart_series_set_pattern(series, &pattern)
        }
    }

    private func dropToAxis(
        _ series: UnsafeMutablePointer<lxw_chart_series>, _ look: SeriesLook, _ line: inout lxw_chart_line,
        _ fill: inout lxw_chart_fill
    ) {
        guard let bars = series.pointee.y_error_bars else { return }
        chart_series_set_error_bars(bars, UInt8(LXW_CHART_ERROR_BAR_TYPE_PERCENTAGE.rawValue), 100)
        chart_series_set_error_bars_direction(bars, UInt8(LXW_CHART_ERROR_BAR_DIR_MINUS.rawValue))
        chart_series_set_error_bars_endcap(bars, UInt8(LXW_CHART_ERROR_BAR_NO_CAP.rawValue))
        line.width = 1.5
        line.dash_type = UInt8(LXW_CHART_LINE_DASH_SQUARE_DOT.rawValue)
        chart_series_set_error_bars_line(bars, &line)
        line.none = 1
        chart_series_set_line(series, &line)
        chart_series_set_marker_type(series, look.marker.code)
        chart_series_set_marker_size(series, 9)
        chart_series_set_marker_fill(series, &fill)
    }

    private func setTexts(_ chart: UnsafeMutablePointer<lxw_chart>, _ plan: ChartPlan) {
        let name = copy(plan.font)
        defer { name.deallocate() }
        var titleFont = lxw_chart_font()
        titleFont.name = name
        titleFont.size = 12
        titleFont.bold = 1
        titleFont.color = plan.titleColour.ink
        var textFont = lxw_chart_font()
        textFont.name = name
        textFont.size = 10
        textFont.color = 0x404040
        // 1 stands for "not bold": 0 leaves the default, which is bold for axis titles.
        textFont.bold = UInt8(LXW_EXPLICIT_FALSE.rawValue)
        chart_title_set_name(chart, plan.title)
        chart_title_set_name_font(chart, &titleFont)
        // The library calls the horizontal axis X, and that of a bar chart is the one with values.
        let isBar = plan.kind == .bar
        guard let category = chart_axis_get(chart, isBar ? LXW_CHART_AXIS_TYPE_Y : LXW_CHART_AXIS_TYPE_X),
            let value = chart_axis_get(chart, isBar ? LXW_CHART_AXIS_TYPE_X : LXW_CHART_AXIS_TYPE_Y)
        else { return }
        for (axis, title) in [(category, plan.categoryAxis), (value, plan.valueAxis)] {
            if !title.isEmpty {
                chart_axis_set_name(axis, title)
                chart_axis_set_name_font(axis, &textFont)
            }
            chart_axis_set_num_font(axis, &textFont)
        }
        chart_axis_set_num_format(value, plan.valueFormat)
        chart_axis_set_num_format(category, plan.categoryFormat)
        chart_axis_set_label_position(category, UInt8(LXW_CHART_AXIS_LABEL_POSITION_LOW.rawValue))
        if plan.labelEvery > 1 {
            chart_axis_set_interval_unit(category, UInt16(clamping: plan.labelEvery))
            chart_axis_set_interval_tick(category, UInt16(clamping: plan.labelEvery))
        }
        if let minimum = plan.valueMinimum, minimum.isFinite { chart_axis_set_min(value, minimum) }
        var grid = lxw_chart_line()
        grid.color = 0xD9D9D9
        grid.width = 0.75
        chart_axis_major_gridlines_set_visible(value, 1)
        chart_axis_major_gridlines_set_line(value, &grid)
        chart_axis_major_gridlines_set_visible(category, 0)
        var axisLine = lxw_chart_line()
        axisLine.color = 0x7F7F7F
        axisLine.width = 0.75
        chart_axis_set_line(category, &axisLine)
        if plan.kind == .bar {
            // The first row on top; the value axis stays below.
            chart_axis_set_reverse(category)
            chart_axis_set_crossing_max(category)
            // Both ends of a driver on one line.
            if plan.series.count > 1 { chart_set_series_overlap(chart, 100) }
        }
        if plan.kind == .scatter {
            chart_axis_set_min(category, 0)
            if let last = plan.categoryMaximum, last.isFinite, last > 0 {
                chart_axis_set_max(category, last)
                chart_axis_set_major_unit(category, tickStep(upTo: last))
            }
        } else if plan.kind != .line {
            chart_set_series_gap(chart, 60)
        }
        var hidden = plan.series.indices.filter { plan.series[$0].look.isInvisible }.map(Int16.init) + [-1]
        if hidden.count > 1 { chart_legend_delete_series(chart, &hidden) }
        // One series is named by the title.
        let legend = plan.series.count > 1 ? LXW_CHART_LEGEND_BOTTOM : LXW_CHART_LEGEND_NONE
        chart_legend_set_position(chart, UInt8(legend.rawValue))
        chart_legend_set_font(chart, &textFont)
        var frame = lxw_chart_line()
        frame.color = 0xD9D9D9
        frame.width = 0.75
        chart_chartarea_set_line(chart, &frame)
    }
}

extension ChartPlan.Kind {
    fileprivate var code: UInt8 {
        switch self {
        case .line: UInt8(LXW_CHART_LINE.rawValue)
        case .stackedColumn: UInt8(LXW_CHART_COLUMN_STACKED.rawValue)
        case .column: UInt8(LXW_CHART_COLUMN.rawValue)
        case .bar: UInt8(LXW_CHART_BAR.rawValue)
        case .scatter: UInt8(LXW_CHART_SCATTER_STRAIGHT.rawValue)
        }
    }
}

extension SeriesLook.Dash {
    fileprivate var code: UInt8 {
        switch self {
        case .solid: UInt8(LXW_CHART_LINE_DASH_SOLID.rawValue)
        case .dash: UInt8(LXW_CHART_LINE_DASH_DASH.rawValue)
        case .squareDot: UInt8(LXW_CHART_LINE_DASH_SQUARE_DOT.rawValue)
        case .longDash: UInt8(LXW_CHART_LINE_DASH_LONG_DASH.rawValue)
        case .dashDot: UInt8(LXW_CHART_LINE_DASH_DASH_DOT.rawValue)
        case .longDashDotDot: UInt8(LXW_CHART_LINE_DASH_LONG_DASH_DOT_DOT.rawValue)
        }
    }
}

extension SeriesLook.Marker {
    fileprivate var code: UInt8 {
        switch self {
        case .none: UInt8(LXW_CHART_MARKER_NONE.rawValue)
        case .circle: UInt8(LXW_CHART_MARKER_CIRCLE.rawValue)
        case .square: UInt8(LXW_CHART_MARKER_SQUARE.rawValue)
        case .diamond: UInt8(LXW_CHART_MARKER_DIAMOND.rawValue)
        case .triangle: UInt8(LXW_CHART_MARKER_TRIANGLE.rawValue)
        case .cross: UInt8(LXW_CHART_MARKER_X.rawValue)
        case .star: UInt8(LXW_CHART_MARKER_STAR.rawValue)
        }
    }
}

extension SeriesLook.Pattern {
    fileprivate var code: UInt8 {
        switch self {
        case .solid: UInt8(LXW_CHART_PATTERN_NONE.rawValue)
        case .wideUpward: UInt8(LXW_CHART_PATTERN_WIDE_UPWARD_DIAGONAL.rawValue)
        case .horizontal: UInt8(LXW_CHART_PATTERN_DARK_HORIZONTAL.rawValue)
        case .wideDownward: UInt8(LXW_CHART_PATTERN_WIDE_DOWNWARD_DIAGONAL.rawValue)
        case .vertical: UInt8(LXW_CHART_PATTERN_DARK_VERTICAL.rawValue)
        case .smallCheck: UInt8(LXW_CHART_PATTERN_SMALL_CHECK.rawValue)
        case .half: UInt8(LXW_CHART_PATTERN_PERCENT_50.rawValue)
        }
    }
}

extension XLSXError {
    static func noAltText(_ title: String, at place: Place) -> XLSXError {
        XLSXError(
            .content, "no-alternative-text", at: place, found: "the chart \"\(title)\" without an alternative text",
            expected: "a sentence that says what the chart shows", fix: "add the text")
    }

    static func noSeries(_ title: String, at place: Place) -> XLSXError {
        XLSXError(
            .content, "no-series", at: place, found: "the chart \"\(title)\" without a series",
            expected: "at least one", fix: "leave the chart out")
    }

    static func badPoints(_ series: String, _ points: Int, _ range: SheetArea, at place: Place) -> XLSXError {
        XLSXError(
            .content, "bad-series", at: place,
            found: "\(points) points for \(range.sheet)!\(range.area.text) in the series \"\(series)\"",
            expected: "one row or one column of cells and as many points, at most 65535", fix: "correct the series")
    }
}

/// Years or half years on an axis of months; above that 1, 2 or 5 times a power of ten, at most ten ticks.
private func tickStep(upTo last: Double) -> Double {
    if last <= 1 { return 0.2 }
    if last <= 48 { return 6 }
    if last <= 120 { return 12 }
    var step = 1.0
    while step * 10 < last {
        for factor in [2.0, 2.5, 2.0] where step * 10 < last { step *= factor }
    }
    return step
}
