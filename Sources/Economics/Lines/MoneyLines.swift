/// The money of the invoices, step by step from the documents to the pages: what each step is off from the one before.
/// CONTRACT.md, tie.
enum MoneyLines {
    /// - Parameter hasOthers: the chart draws vendors that it does not tell apart.
    static func sections(_ money: SpendModel.Money, hasOthers: Bool) -> [Section] {
        guard !money.files.isEmpty else { return [] }
        return [
            files, Section("From the documents to the ledger", steps),
            Section("From the ledger on", pages(money, hasOthers)),
        ]
    }

    /// Columns of the Files table.
    private static let files = Section(
        "Money of the files",
        [
            Line(
                "file_currency", "Currency", .word, .word, .cell, over: .fileMoney, section: "3",
                .input("fileMoney.*.currency")),
            Line(
                "file_billed", "Billed total", billed, .price, .cell, over: .fileMoney, section: "3",
                .input("fileMoney.*.billed")),
            Line(
                "file_rejected", "Money rejected", billed, .price, .cell, over: .fileMoney, section: "3",
                .input("fileMoney.*.rejected")),
        ])

    private static let billed = Unit("billed", .money)

    private static let steps: [Line] = {
        func fact(_ name: String, _ label: String) -> Line { step(name, label, .input("billedCurrency.*.\(name)")) }
        func step(_ name: String, _ label: String, _ expression: Expression) -> Line {
            Line("steps_\(name)", label, billed, .price, .cell, over: .billedCurrency, section: "3", expression)
        }
        func ofFiles(_ line: String) -> Expression {
            .sumEach(Expression.each(.members("file_currency")).equals("steps_currency") * .each(.members(line)))
        }
        return [
            Line(
                "steps_currency", "Currency", .word, .word, .cell, over: .billedCurrency, section: "3",
                .memberText(.id)),
            fact("declared", "Declared on paper"),
            fact("tied", "Read for the same months"),
            apart("steps_apart", over: .billedCurrency, "steps_tied", from: "steps_declared"),
            step("read", "Read", "steps_accepted" + "steps_rejected"),
            step("rejected", "Rejected", ofFiles("file_rejected")),
            step("accepted", "Accepted", ofFiles("file_billed")),
            fact("own", "Bills for own GPUs"),
            fact("excluded", "Left out by baseline.exclude"),
            fact("basis", "Effective beyond billed"),
            step("due", "Due in the ledger", "steps_accepted" - "steps_own" - "steps_excluded" + "steps_basis"),
            fact("ledger", "In the ledger"),
            apart("steps_lost", over: .billedCurrency, "steps_due", from: "steps_ledger"),
        ]
    }()

    private static func pages(_ money: SpendModel.Money, _ hasOthers: Bool) -> [Line] {
        func page(_ name: String, _ label: String, _ expression: Expression) -> Line {
            Line("page_\(name)", label, .money, .price, .cell, section: "3", expression)
        }
        let drawn = money.drawn.map { Expression.sum(.members("spend_\($0 + 1)")) }
        let others: [Expression] = hasOthers ? [.sum(.members("spend_others"))] : []
        let points = drawn + others + [.sum(.members("tax"))]
        func off(_ name: String, _ other: Expression, unless words: String? = nil) -> Line {
            guard let words else { return apart("page_\(name)_off", .line("page_\(name)"), from: other) }
            return Line("page_\(name)_off", "Apart", cent, .price, .cell, section: "3", .word(words))
        }
        return [
            page("ledger", "Ledger, in the reporting currency", "invoices_total"),
            off(
                "ledger", .sum(.members("steps_ledger")),
                unless: money.isOneCurrency ? nil : "converted month by month"),
            page("months", "Months, tax included", "months_total"), off("months", "page_ledger"),
            page("chart", "Points of the chart by vendor, and tax", points.dropFirst().reduce(points[0], +)),
            off("chart", "page_months"),
            page("csv", "csv/spend.csv, cost_reporting", .input("spend.csv")), off("csv", "page_ledger"),
            page("mean", "Mean month of the baseline", "mean_monthly_spend"),
            off("mean", .sum(.members("window_cost"))),
            page("model", "API bill of a steady month in the model", .driver("model.undiscounted_run_rate")),
            off("model", "page_mean", unless: money.reachesModel ? nil : "the project overrides it"),
            worst(
                "steps_worst_files", "Most that is lost of a currency",
                .maximum([.greatest(.members("steps_lost")), -.least(.members("steps_lost"))])),
            worst(
                "steps_worst_pages", "Most that two pages are apart",
                .maximum(
                    ["ledger", "months", "chart", "csv", "mean", "model"].map {
                        .absolute(.numberOrZero("page_\($0)_off"))
                    })),
            Line(
                "steps_worst", "Most that is lost in a step", .money, .price, .cell, section: "3",
                max("steps_worst_files", "steps_worst_pages") / 100),
        ]
    }

    /// Cents, a hundredth of the unit of the money beside it.
    private static let cent = Unit("cents", .money)

    private static func worst(_ id: String, _ label: String, _ expression: Expression) -> Line {
        Line(id, label, cent, .price, .cell, section: "3", expression)
    }

    /// Sums of the same amounts in another order differ in their last bits: that is nothing.
    private static func apart(
        _ id: String, over members: MemberSet? = nil, _ value: Expression, from other: Expression
    ) -> Line {
        Line(
            id, id == "steps_lost" ? "Lost" : "Apart", cent, .price, .cell, over: members, section: "3",
            .choose(
                .absolute(value - other) <= .constant(.roundingShare) * .absolute(value), 0, (value - other) * 100))
    }
}
