/// What the invoices say, month by month and workload by workload. MODEL.md 2.1 and CONTRACT.md, tie.
package enum SpendModel {
    /// Lines that are metrics without a scenario.
    package static let metrics = [
        "api_spend_last_month", "invoices_total", "invoices_difference", "volume_growth_history",
        "volume_growth_error",
    ]

    /// - Parameters:
    ///   - providers: columns of the monthly table, in order.
    ///   - workloads: rows of the baseline table.
    ///   - billedModels: rows of the table by model, as the ledger names them.
    ///   - trendWorkloads: whose growth is shown; none where there are fewer than ``VolumeTrend/leastMonths``.
    ///   - hasSeasons: whether there are ``VolumeTrend/leastMonthsOfSeasons``.
    package static func make(
        ledgerRows: Int, months: [Member], providers: [String], workloads: [Member],
        billedModels: [Member], ties: [Member], trendWorkloads: [Member], hasSeasons: Bool = false,
        money: Money = Money()
    ) throws(ModelError) -> Model {
        let rows = (0..<ledgerRows).map { Member(id: String($0 + 1)) }
        return try Model(
            sections: [ledger, monthly(providers: providers, drawn: money.drawn), baseline, VolumeTrend.section]
                + (trendWorkloads.isEmpty ? [] : [VolumeTrend.byWorkload])
                + (hasSeasons ? [VolumeTrend.seasons] : []) + [byModel, tieOut]
                + MoneyLines.sections(money, hasOthers: hasOthers(providers, money.drawn)),
            members: Members(lists: [
                .ledgerRow: rows, .historyMonth: months, .workload: workloads, .billedModel: billedModels, .tie: ties,
                .trendWorkload: trendWorkloads,
                .billedCurrency: money.currencies, .fileMoney: money.files,
                .calendarMonth: hasSeasons ? VolumeTrend.calendarMonths.map { Member(id: $0) } : [],
            ]),
            horizon: Swift.max(1, months.count - 1))
    }

    /// What the tie-out in steps is about.
    package struct Money: Sendable {
        /// Currencies of the bills, by their codes.
        package var currencies: [Member]
        /// One for each file and currency.
        package var files: [Member]
        /// Providers that the chart by vendor draws one by one, by their place; all: there is no line of the others.
        package var drawn: [Int]
        /// The only currency of the bills is that of the report.
        package var isOneCurrency: Bool
        /// The model starts from what the invoices say.
        package var reachesModel: Bool

        package init(
            currencies: [Member] = [], files: [Member] = [], drawn: [Int] = [], isOneCurrency: Bool = true,
            reachesModel: Bool = true
        ) {
            self.currencies = currencies
            self.files = files
            self.drawn = drawn
            self.isOneCurrency = isOneCurrency
            self.reachesModel = reachesModel
        }
    }

    private static func column(_ id: String, _ label: String, _ unit: Unit, _ display: Display) -> Line {
        Line("ledger_\(id)", label, unit, display, .cell, over: .ledgerRow, section: "2.1", .input("ledgerRow.*.\(id)"))
    }

    static let ledger = Section(
        "Ledger",
        [
            column("month", "Month", .date, .month),
            column("provider", "Provider", .word, .word),
            column("model", "Model", .word, .word),
            column("workload", "Workload", .word, .word),
            column("class", "Token class", .word, .word),
            column("tokens", "Tokens", Unit("tokens", .token), .count),
            column("cost", "Cost", .money, .price),
            column("is_tax", "Tax", .flag, .flag),
            column("weight", "Weight in the baseline month", .ratio, .ratio),
        ])

    private static let untaxed = 1 - Expression.each(.members("ledger_is_tax"))

    private static func hasOthers(_ providers: [String], _ drawn: [Int]) -> Bool {
        !drawn.isEmpty && drawn.count < providers.count
    }

    private static func monthly(providers: [String], drawn: [Int]) -> Section {
        let ofMonth = Expression.each(.members("ledger_month")).equals("month")
        func perMonth(_ id: String, _ label: String, _ unit: Unit, _ display: Display, _ expression: Expression) -> Line
        {
            Line(id, label, unit, display, .cell, over: .historyMonth, section: "2.1", expression)
        }
        var lines = [
            perMonth("month", "Month", .date, .month, .input("historyMonth.*.month"))
        ]
        for (index, provider) in providers.enumerated() {
            let ofProvider = Expression.each(.members("ledger_provider")).equals(.word(provider))
            lines.append(
                perMonth(
                    "spend_\(index + 1)", provider, .money, .money,
                    .sumEach(ofMonth * ofProvider * untaxed * .each(.members("ledger_cost")))))
        }
        lines += [
            perMonth(
                "spend", "Total without tax", .money, .money,
                providers.isEmpty ? 0 : .sumOfLines((1...providers.count).map { "spend_\($0)" })),
            perMonth(
                "tax", "Tax", .money, .money,
                .sumEach(ofMonth * .each(.members("ledger_is_tax")) * .each(.members("ledger_cost")))),
            perMonth(
                "tokens", "Million tokens", .tokens, .count,
                .sumEach(ofMonth * .each(.members("ledger_tokens"))) / .constant(.tokensPerMillion)),
        ]
        // A chart draws few vendors; the others stand in it as one.
        if hasOthers(providers, drawn) {
            let shown = drawn.map { Expression.line("spend_\($0 + 1)") }
            lines.append(
                perMonth(
                    "spend_others", "Other vendors, without tax", .money, .money,
                    "spend" - shown.dropFirst().reduce(shown[0], +)))
        }
        return Section("Spend by month", lines)
    }

    private static var baseline: Section {
        func perWorkload(
            _ id: String, _ label: String, _ unit: Unit, _ display: Display, _ expression: Expression
        ) -> Line {
            Line(id, label, unit, display, .cell, over: .workload, section: "2.1", expression)
        }
        func single(_ id: String, _ label: String, _ unit: Unit, _ display: Display, _ expression: Expression) -> Line {
            Line(id, label, unit, display, .cell, section: "2.1", expression)
        }
        let own =
            Expression.each(.members("ledger_workload")).equals("workload") * .each(.members("ledger_weight"))
        return Section(
            "Baseline by workload",
            [
                single("period", "Period of the report", .date, .month, .input("spend.period")),
                perWorkload("workload", "Workload", .word, .word, .memberText(.id)),
                perWorkload(
                    "window_cost", "Mean monthly spend", .moneyPerMonth, .money,
                    .sumEach(own * untaxed * .each(.members("ledger_cost")))),
                perWorkload(
                    "window_tokens", "Million tokens a month", .tokens, .count,
                    .sumEach(own * .each(.members("ledger_tokens"))) / .constant(.tokensPerMillion)),
                single(
                    "mean_monthly_spend", "Mean monthly spend of the baseline", .moneyPerMonth, .money,
                    .sumEach(.each(.members("ledger_weight")) * untaxed * .each(.members("ledger_cost")))),
                single(
                    "invoices_total", "All invoices, tax included", .money, .money, .sum(.members("ledger_cost"))),
                single(
                    "months_total", "All months, tax included", .money, .money,
                    .sum(.members("spend")) + .sum(.members("tax"))),
                single(
                    "period_step", "Place of the period", .index, .count,
                    .position(of: "period", in: .members("month"))),
                single(
                    "api_spend_last_month", "Spend of the period, without tax", .moneyPerMonth, .money,
                    .choose("period_step" > 0, .element(.members("spend"), at: max(1, "period_step")), 0)),
            ])
    }

    private static let byModel = Section(
        "Spend by model",
        [
            Line(
                "billed_model", "Model", .word, .word, .cell, over: .billedModel, section: "2.1", .memberText(.id)),
            Line(
                "model_cost", "Spend of all months, without tax", .money, .money, .cell, over: .billedModel,
                section: "2.1",
                .sumEach(
                    Expression.each(.members("ledger_model")).equals("billed_model") * untaxed
                        * .each(.members("ledger_cost")))),
        ])

    /// Paper invoices against what was read. CONTRACT.md, tie.
    private static let tieOut = Section(
        "Tie-out",
        [
            Line(
                "tie_declared", "Declared", Unit("billed", .money), .price, .cell, over: .tie, section: "3",
                .input("tie.*.declared")),
            Line(
                "tie_imported", "Imported", Unit("billed", .money), .price, .cell, over: .tie, section: "3",
                .input("tie.*.imported")),
            Line(
                "tie_tolerance", "Tolerance", Unit("billed", .money), .price, .cell, over: .tie, section: "3",
                .input("tie.*.tolerance")),
            Line(
                "tie_difference", "Difference", Unit("billed", .money), .price, .cell, over: .tie, section: "3",
                "tie_imported" - "tie_declared"),
            Line(
                "tie_fails", "Beyond tolerance", .flag, .flag, .cell, over: .tie, section: "3",
                Expression.absolute("tie_difference") > "tie_tolerance" + .constant(.paybackTolerance)),
            Line(
                "invoices_difference", "Imported less declared, in all", Unit("billed", .money), .price, .cell,
                section: "3", .sum(.members("tie_difference"))),
            Line(
                "ties_failing", "Totals beyond tolerance", .index, .count, .cell, section: "3",
                .sum(.members("tie_fails"))),
        ])
}
