import Economics

/// Where the growth of each workload stands on the sheet of the spend: what is read in its table, what it is worked out from
/// right of the pages.
struct GrowthPlaces: Hashable, Sendable {
    /// Row of the headings; the workloads follow.
    let header: Int
    let providers: Int
    let months: Int

    /// Figures of the printed table, in the order of its columns.
    static let shown = ["trend_workload", "own_growth", "own_growth_error", "own_months", "own_growth_taken"]
    static let steps = ["own_mean_place", "own_mean_log", "own_spread", "own_slope", "own_squares"]

    /// Charts and the table of the months reach so far.
    var lastPrintColumn: Int { Swift.max(8, providers + 3) }
    var firstStep: Int { lastPrintColumn + 2 }
    /// Labels of the rows of months; the value before the first month stands right of them.
    var labels: Int { firstStep + Self.steps.count + 1 }
    var firstMonth: Int { labels + 2 }
    private var firstLog: Int { firstMonth + months + 1 }

    func place(of line: Line) -> LinePlace {
        func at(_ row: Int, _ column: Int) -> LinePlace {
            LinePlace(first: Place(sheet: WorkbookLayout.SheetName.spend, row: row, column: column))
        }
        switch line.id {
        case "history_place": return at(header - 2, firstMonth)
        case "history_month": return at(header - 1, firstMonth)
        case "history_complete": return at(header, firstMonth)
        case "own_tokens": return at(header + 1, firstMonth)
        case "own_log": return at(header + 1, firstLog)
        default:
            let column =
                Self.shown.firstIndex(of: line.id)
                ?? (firstStep + (Self.steps.firstIndex(of: line.id) ?? Self.steps.count))
            return at(header + 1, column)
        }
    }
}
