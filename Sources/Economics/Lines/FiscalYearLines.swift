extension Section {
    /// What a finance department sees: the case by fiscal year, before and after depreciation, and its cash. MODEL.md 8.5.
    static let fiscalYears = Section(
        "Profit and loss by fiscal year",
        [
            Line(
                "calendar_month", "Months since the year of the calendar's start", .index, .count, section: "8.5",
                .roundDown("date" / .constant(.daysPerMonth) + .constant(.half))),
            Line(
                "fiscal_year", "Fiscal year, named after the year in which it ends", .index, .year, section: "8.5",
                .constant(.calendarStart) + ("fiscal_year_start" > 1)
                    + .roundDown(("calendar_month" - "fiscal_year_start") / 12)),
            Line(
                "fiscal_step", "Fiscal years after the first", .index, .count, .cell, over: .fiscalYear,
                section: "8.5", .memberIndex),
            Line(
                "fiscal_year_of", "Fiscal year", .index, .year, .cell, over: .fiscalYear, section: "8.5",
                .least(.all("fiscal_year")) + "fiscal_step"),
            ofYear("baseline", "API bill of staying", "baseline_api"),
            ofYear("residual", "API bill that remains", "residual_api"),
            figure("avoided", "API bill avoided", "pnl_baseline" - "pnl_residual"),
            ofYear("gpus", "GPUs, servers and power, running", "running_gpus"),
            ofYear("people", "People", "running_people"),
            ofYear("rest", "Everything else, contingency included", "running_rest"),
            ofYear("one_off", "One-off", "one_off"),
            figure(
                "ebitda", "EBITDA effect", "pnl_avoided" - "pnl_gpus" - "pnl_people" - "pnl_rest" - "pnl_one_off"),
            ofYear("depreciation", "Book depreciation", "depreciation_book"),
            figure("ebit", "EBIT effect", "pnl_ebitda" - "pnl_depreciation"),
            ofYear("tax", "Tax on the saving", "tax_headline"),
            ofYear("capex", "Capex", "capex"),
            ofYear("resale", "Resale of retired servers", "resale"),
            figure("cash", "Cash flow", "pnl_ebitda" - "pnl_tax" - "pnl_capex" + "pnl_resale"),
        ])

    /// What the plan asks for, by the month in which it must be paid. MODEL.md 7 and 8.7.
    static let capitalRequest = Section(
        "Capital asked for",
        [
            Line(
                "fleet_ordered", "Servers ordered", .server, .count, over: .fleet, section: "7",
                .sumWhere(.all("bought"), key: .all("order_month"), equals: "t")),
            Line(
                "servers_ordered", "Servers ordered, all", .server, .count, section: "7", total: true,
                .sum(.members("fleet_ordered"))),
            Line(
                "asks", "Asks for money", .flag, .flag, section: "7", max("capex" > 0, "one_off" > 0)),
            Line(
                "asks_so_far", "Months that ask for money, so far", .index, .count, section: "7", opening: 0,
                .previous("asks_so_far") + "asks"),
            Line(
                "asks_now", "Number of the request", .index, .count, section: "7", "asks" * "asks_so_far"),
            Line(
                "request_step", "Requests before", .index, .count, .cell, over: .request, section: "7", .memberIndex),
            Line(
                "request_column", "Column of the request", .index, .count, .cell, over: .request, section: "7",
                .position(of: "request_step" + 1, in: .all("asks_now"))),
            ofRequest("month", "Month of the request", .month, .count, "t"),
            Line(
                "request_date", "Month ends", .date, .month, .cell, over: .request, section: "7",
                .choose("request_column" > 0, .element(.all("date"), at: max(1, "request_column")), .word("-"))),
            ofRequest("servers", "Servers of the request", .server, .count, "servers_ordered"),
            ofRequest("capex", "Capex of the request", .money, .money, "capex"),
            ofRequest("one_off", "One-off costs of the request", .money, .money, "one_off"),
            Line(
                "request_price", "Price of a server of the request", .money, .money, .cell, over: .request,
                section: "7", .choose("request_servers" > 0, "request_capex" / "request_servers", .word("-"))),
            Line(
                "capital_total", "Capex and one-off costs", .money, .money, .cell, section: "7",
                .total("capex") + .total("one_off")),
            Line(
                "funding_sum", "Cumulative cash flow, headline", .money, .money, section: "8.7",
                .member("cumulative_cash_flow", "headline")),
            Line(
                "funding_least", "Least cumulative cash flow, headline", .money, .money, .cell, section: "8.7",
                .least(.all("funding_sum"))),
            // Months without a flow repeat the sum but for its last digits: the first of them counts.
            Line(
                "funding_is_least", "Cumulative cash flow at its least", .flag, .flag, section: "8.7",
                "funding_sum" <= "funding_least" * (1 - .constant(.checkRelative))),
            Line(
                "funding_date", "Month of the peak funding", .date, .month, .cell, section: "8.7",
                .choose(
                    "funding_least" < -.constant(.paybackTolerance),
                    .element(.all("date"), at: max(1, .position(of: 1, in: .all("funding_is_least")))),
                    .word("never"))),
        ])

    private static func ofYear(_ id: String, _ label: String, _ line: String) -> Line {
        figure(id, label, .sumWhere(.all(line), key: .all("fiscal_year"), equals: "fiscal_year_of"))
    }

    private static func figure(_ id: String, _ label: String, _ expression: Expression) -> Line {
        Line("pnl_\(id)", label, .money, .money, .cell, over: .fiscalYear, section: "8.5", expression)
    }

    private static func ofRequest(_ id: String, _ label: String, _ unit: Unit, _ display: Display, _ line: String)
        -> Line
    {
        Line(
            "request_\(id)", label, unit, display, .cell, over: .request, section: "7",
            .choose("request_column" > 0, .element(.all(line), at: max(1, "request_column")), 0))
    }
}

extension Members {
    /// Months that ask for money which the workbook lists one by one.
    static let requests = 12

    /// As many fiscal years as months 0 to T can touch, wherever a year starts.
    static func fiscalYears(horizon: Int) -> Int { (horizon - 1) / 12 + 2 }
}
