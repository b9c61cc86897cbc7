/// Who a line has rows for, when it is not a single row.
package enum MemberSet: String, Hashable, Sendable, CaseIterable {
    case workload, pool
    /// Pools that buy or rent together: those without capacity keys of their own, or one pool that has them.
    case fleet
    case oneOff
    /// Capabilities that readiness.csv names.
    case capability
    /// Discounts by the API spend of the month.
    case commitmentTier
    /// Steps of the API price.
    case priceStep
    /// Workloads that start in the same month, in the order of their months.
    case phase
    /// Steps of the ramps, all workloads one after the other.
    case rampStep
    /// Six steps of a tax depreciation schedule.
    case scheduleStep
    /// Fiscal years that the months touch.
    case fiscalYear
    /// Months that ask for money, in order.
    case request
    /// The headline, and its twin that counts the residual value at the horizon.
    case view
    case quote
    case ledgerRow, historyMonth, tie
    /// Currencies of the bills, and what each file holds of one.
    case billedCurrency, fileMoney
    /// Workloads whose growth in the invoices is shown.
    case trendWorkload
    /// January to December, where there are months enough to show how the volume swings with them.
    case calendarMonth
    case check
    /// Lines of the cost of the plan, on the cost sheet.
    case costLine
    /// Models that were billed, on the spend sheet.
    case billedModel
    /// Inputs of the run that computed the sensitivities.
    case runInput
    /// Points of monthly spend, on the break-even sheet.
    case spendStep
    /// Valid quotes of a fleet's GPU, on the vendors sheet.
    case offer
    /// Months that an earlier report forecast.
    case backTest
    /// Credit tiers of an SLA, and of a better one on offer.
    case slaTier, slaBetterTier
    /// Terms of the series over the number of incidents in a month.
    case slaTerm
    /// Months of the incident history.
    case slaMonth
    /// Capabilities whose playbooks are in use.
    case playbook
    /// Months since the first migration.
    case actualMonth
    /// Workloads that move and whose evaluation is known.
    case evaluated
    /// What a gate can say.
    case gateStatus
}

package enum Shape: Hashable, Sendable {
    /// One value.
    case cell
    /// One value a month, 0…T.
    case timeline
    /// One value a step of the search for internal rates.
    case rateSteps
    /// One value a turn of the halving around an internal rate.
    case rateTurns
}

/// How a figure is shown. Units of the reporting currency, ratios and so on have one format each, everywhere.
package enum Display: Hashable, Sendable {
    case money, price, count, fraction, percent, ratio, flag, month, date, year, word
}

/// The sheets of the workbook on which the formulas of a line stand.
package enum Home: Hashable, Sendable {
    /// The model sheet of every scenario and strategy.
    case modelSheets
    /// The model sheet of the plan's base scenario only: no other scenario, and no sheet, asks for it there.
    case basePlanSheet
    /// The sheet of internal rates.
    case returnsSheet

    /// Whether the model sheet of an instance holds it.
    package func isModelSheet(of instance: Instance) -> Bool {
        self == .modelSheets || self == .basePlanSheet && instance == Instance(.base, .hybrid)
    }
}

/// One figure of the model: declared once, evaluated, printed and explained from here.
package struct Line: Hashable, Sendable {
    /// Stable snake_case; appears in CSV files, defined names and documentation.
    package var id: String
    package var label: String
    package var unit: Unit
    package var display: Display
    package var shape: Shape
    package var members: MemberSet?
    /// Section of MODEL.md that the expression implements.
    package var section: String
    package var expression: Expression
    /// Value before month 0 (or step 0), for lines that refer to their own past.
    package var opening: Double?
    /// The constant column holds the sum over the months.
    package var hasTotal: Bool
    package var home: Home

    package init(
        _ id: String, _ label: String, _ unit: Unit, _ display: Display, _ shape: Shape = .timeline,
        over members: MemberSet? = nil, section: String, opening: Double? = nil, total: Bool = false,
        home: Home = .modelSheets, _ expression: Expression
    ) {
        self.id = id
        self.label = label
        self.unit = unit
        self.display = display
        self.shape = shape
        self.members = members
        self.section = section
        self.opening = opening
        hasTotal = total
        self.home = home
        self.expression = expression
    }
}

/// Lines under one heading, in the order of the sheet.
package struct Section: Hashable, Sendable {
    package var title: String
    package var lines: [Line]

    package init(_ title: String, _ lines: [Line]) {
        self.title = title
        self.lines = lines
    }
}
