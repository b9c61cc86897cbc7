import Reports
import XLSX

extension ChartPlan {
    /// The neutral chart with the looks of its series: each differs from the others in colour and in dash and marker,
    /// or in pattern.
    init(_ chart: Reports.Chart, _ template: ReportTemplate) {
        let kind: Kind =
            switch chart.kind {
            case .line: .line
            case .stackedColumn: .stackedColumn
            case .column: .column
            case .bar: .bar
            case .scatter: .scatter
            }
        self.init(kind, title: chart.title)
        categoryAxis = chart.categoryAxis
        valueAxis = chart.valueAxis
        valueFormat = axisCode(chart.valueFormat)
        categoryFormat = axisCode(chart.series.first?.categoryFormat ?? .general)
        font = template.font.rawValue
        titleColour = Colour(template.palette.dark)
        series = chart.series.enumerated().map {
            SeriesPlan($1, look: seriesLook($0, chart, colours: template.palette.series))
        }
        row = chart.at.row
        column = chart.at.column
        width = chart.width
        height = chart.height
        altText = chart.altText
        let isNeverNegative = chart.series.allSatisfy { $0.cachedValues.allSatisfy { $0 >= 0 } }
        // The length of a bar is its message: it starts at 0, and so does a line that drops to the axis.
        if kind != .line && isNeverNegative { valueMinimum = 0 }
        if kind == .scatter, case .number(let last)? = chart.series.first?.cachedCategories.last {
            categoryMaximum = last
        }
        let points = chart.series.map(\.cachedCategories.count).max() ?? 0
        // About twelve labels are readable beside each other.
        if kind != .bar, kind != .scatter { labelEvery = [1, 2, 3, 6, 12].first { points <= 13 * $0 } ?? points / 12 }
    }
}

extension SeriesPlan {
    init(_ series: ChartSeries, look: SeriesLook) {
        self.init(
            name: series.name, categories: SheetArea(series.categories.sheet, Area(series.categories)),
            values: SheetArea(series.values.sheet, Area(series.values)),
            cachedCategories: series.cachedCategories.map { CachedValue($0) }, cachedValues: series.cachedValues,
            look: look)
    }
}

/// - Parameter colours: contrast on white 3 or more, and told apart by colour-blind readers as far as colours can be.
private func seriesLook(_ index: Int, _ chart: Reports.Chart, colours: [UInt32]) -> SeriesLook {
    var look = SeriesLook(Colour(colours[index % colours.count]))
    switch chart.series[index].ink {
    case .normal: break
    case .invisible: look.isInvisible = true
    case .dropPoint:
        look.dropsToAxis = true
        look.marker = .diamond
        return look
    }
    switch chart.kind {
    case .line, .scatter:
        let dashes: [SeriesLook.Dash] = [.solid, .dash, .squareDot, .longDash, .dashDot, .longDashDotDot]
        let markers: [SeriesLook.Marker] = [.circle, .square, .triangle, .diamond, .cross, .star]
        look.dash = dashes[index % dashes.count]
        // On a long line markers run together; the dash tells the series apart then.
        let points = chart.series.map(\.cachedValues.count).max() ?? 0
        look.marker = points <= 24 || chart.series.count > dashes.count ? markers[index % markers.count] : .none
    case .stackedColumn, .column, .bar:
        let patterns: [SeriesLook.Pattern] = [
            .solid, .wideUpward, .half, .horizontal, .wideDownward, .smallCheck, .vertical,
        ]
        look.pattern = patterns[index % patterns.count]
    }
    return look
}

/// Axes show 0 as a figure, and no room for brackets.
private func axisCode(_ format: NumberFormat) -> String {
    switch format {
    case .general: "General"
    case .whole: "#,##0;(#,##0)"
    case .cents: "#,##0.00;(#,##0.00)"
    case .hourly: "#,##0.0000;(#,##0.0000)"
    case .precise: "#,##0.000000;(#,##0.000000)"
    case .percent: "0%;(0%)"
    case .ratio: "0.00;(0.00)"
    case .date: "yyyy-mm-dd"
    case .month: "mmm yy"
    case .longMonth: "mmm yyyy"
    case .monthsAfter: "0.0"
    }
}
