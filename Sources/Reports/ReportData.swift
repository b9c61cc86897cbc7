package import Billing
package import Economics
package import Money

/// Everything that the sheets and tables of a report show. Nothing in it is worked out while they are drawn.
package struct ReportData: Sendable {
    package var heading: Heading
    package var register: DriverRegister
    package var model: Model
    /// One lane for each of ``Instance/all``.
    package var evaluation: Evaluation
    package var plan: [MigrationPlan.Entry]
    /// Savings against complexity, and the test of the claim about them.
    package var complexity: PlanComplexity?
    /// Of the plan, by the project's weights of the scenarios, in the reporting currency; nil: there are none.
    package var expectedNPV: Double?
    /// What nobody has confirmed, by whether a figure rests on it.
    package var placeholders = Placeholders()
    package var quotes: QuoteData
    package var spend: SpendData
    /// Nil: the project says nothing about an SLA.
    package var sla: SLAData?
    /// What the scorecard rests on, by capability.
    package var evidence: [String: String] = [:]
    /// What closes the gaps of the scorecard.
    package var playbooks: PlaybookData
    package var sources: [ImportedFile]
    package var rejects: [RejectedRow]
    package var checks: [Check]
    package var checkModel: Model
    package var checkEvaluation: Evaluation
    /// What the worst of each assumption alone does to the NPV, worst first.
    package var downsides: [SingleEnd]
    /// Nil when there is nothing that a workload could move to.
    package var sensitivities: Sensitivities?
    /// Sentences for the board page: what is not costed, what is a guess.
    package var notes: [String]
    /// What has changed since earlier reports; nil when there is none.
    package var history: History?
    /// Gates of the plan, and what has come of it; nil where nothing moves and nothing has moved.
    package var gates: GateData?

    package init(
        heading: Heading, register: DriverRegister, model: Model, evaluation: Evaluation, plan: [MigrationPlan.Entry],
        quotes: QuoteData, spend: SpendData, playbooks: PlaybookData, sources: [ImportedFile], rejects: [RejectedRow],
        checks: [Check],
        checkModel: Model, checkEvaluation: Evaluation, downsides: [SingleEnd], sensitivities: Sensitivities? = nil,
        notes: [String]
    ) {
        self.heading = heading
        self.register = register
        self.model = model
        self.evaluation = evaluation
        self.plan = plan
        self.quotes = quotes
        self.spend = spend
        self.playbooks = playbooks
        self.sources = sources
        self.rejects = rejects
        self.checks = checks
        self.checkModel = checkModel
        self.checkEvaluation = checkEvaluation
        self.downsides = downsides
        self.sensitivities = sensitivities
        self.notes = notes
    }
}

/// Who, what and when.
package struct Heading: Hashable, Sendable {
    package var title: String
    package var organisation: String
    package var preparedBy: String
    package var classification: String
    package var currency: Currency
    package var period: Month
    package var asOf: Day
    package var toolVersion: String
    package var paper: WorkbookContent.Paper
    /// SHA-256 of the configuration in force and of the list of input files with theirs; in hexadecimal.
    package var configurationSHA256 = ""
    package var template = ReportTemplate()
    package var inputsSHA256 = ""

    package init(
        title: String, organisation: String, preparedBy: String, classification: String, currency: Currency,
        period: Month, asOf: Day, toolVersion: String, paper: WorkbookContent.Paper
    ) {
        self.title = title
        self.organisation = organisation
        self.preparedBy = preparedBy
        self.classification = classification
        self.currency = currency
        self.period = period
        self.asOf = asOf
        self.toolVersion = toolVersion
        self.paper = paper
    }
}

/// The quotes as read, priced by the quote model.
package struct QuoteData: Sendable {
    package struct Row: Hashable, Sendable {
        package var id: String
        package var vendor: String
        package var gpu: String
        package var region: String
        package var currency: String
        package var validUntil: Day?
        /// `valid`, `expired`, `unpriced`, `needs review`, `unpriced: no rate`, `not compute`.
        package var status: String
        package var rank: Int?
        package var chosen: Bool
        package var isExpired: Bool { status == "expired" }
        /// A block of days that carries no service for months.
        package var endsWithinAMonth = false
        package var file: String
        package var line: Int

        package init(
            id: String, vendor: String, gpu: String, region: String, currency: String, validUntil: Day?,
            status: String, rank: Int?, chosen: Bool, file: String, line: Int
        ) {
            self.id = id
            self.vendor = vendor
            self.gpu = gpu
            self.region = region
            self.currency = currency
            self.validUntil = validUntil
            self.status = status
            self.rank = rank
            self.chosen = chosen
            self.file = file
            self.line = line
        }
    }

    /// In the order of the model's members.
    package var rows: [Row]
    package var model: Model
    package var evaluation: Evaluation
    /// Canonical name of the GPU for which a fleet's throughput holds, by the fleet's key.
    package var gpuOfFleet: [String: String]
    /// Id of the quote that a fleet uses, by the fleet's key.
    package var quoteOfFleet: [String: String]
    /// What the fleets ask of quotes, in words.
    package var limits: String

    package init(
        rows: [Row], model: Model, evaluation: Evaluation, gpuOfFleet: [String: String] = [:],
        quoteOfFleet: [String: String] = [:], limits: String = ""
    ) {
        self.rows = rows
        self.quoteOfFleet = quoteOfFleet
        self.limits = limits
        self.gpuOfFleet = gpuOfFleet
        self.model = model
        self.evaluation = evaluation
    }
}

/// The ledger and what the spend model makes of it.
package struct SpendData: Sendable {
    package var ledger: Ledger
    package var months: [Month]
    package var providers: [String]
    package var window: [Month]
    package var ties: [TieRow]
    package var totals: LedgerTotals
    /// In the order of the Files table.
    package var fileMoney: [FileMoney]
    /// Providers that the chart by vendor draws one by one, the dearest first.
    package var drawn: [Int]
    package var model: Model
    package var evaluation: Evaluation

    package init(
        ledger: Ledger, months: [Month], providers: [String], window: [Month], ties: [TieRow],
        totals: LedgerTotals, fileMoney: [FileMoney] = [], drawn: [Int] = [], model: Model, evaluation: Evaluation
    ) {
        self.ledger = ledger
        self.months = months
        self.providers = providers
        self.window = window
        self.ties = ties
        self.totals = totals
        self.fileMoney = fileMoney
        self.drawn = drawn
        self.model = model
        self.evaluation = evaluation
    }
}
