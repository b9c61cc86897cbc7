import Billing
import Diagnostics
import Economics
import Importers
import Money
import Reports
import Settings
import Tabular

/// What a run is asked for.
struct RunOptions: Sendable {
    var period: Month?
    var asOf: Day?
    var isStrict = false
    var jobs = 2
    /// Manifest of the report to compare with; nil for the newest earlier one.
    var baseline: String?
    /// Tornado, grids, trials, and which placeholders a figure rests on; nothing that a plan shows takes them.
    var hasSensitivities = true
}

/// From files to figures: each step one function from typed value to typed value. Reading this file explains the program.
struct Analysis: Sendable {
    var project: ProjectFolder
    var data: ReportData
    var quotes: PricedQuotes
    var warnings: [Diagnostic]
    var inputs: [(file: InputFile, sha256: String, format: String, rows: Int)]

    init(_ project: ProjectFolder, _ options: RunOptions) throws(Failure) {
        var project = project
        // Facts: invoices, rates, quotes, declared totals.
        let rates =
            try project.exchangeRates.map { file throws(Failure) in try readExchangeRates(file) } ?? ExchangeRates()
        let attribution = project.settings.attribution.map(Attribution.rules) ?? .byTagOrProject
        let invoices = try importInvoices(
            project.invoices, rules: project.settings.sources, jobs: options.jobs, attribution: attribution,
            defaultCurrency: project.settings.currency)
        let apart = try MonthsApart(invoices).notes(asked: options.period)
        let builder = LedgerBuilder(
            files: invoices, attribution: attribution, basis: project.settings.baseline.basis,
            exclude: Set(project.settings.baseline.exclude), reportingCurrency: project.settings.currency, rates: rates)
        let outcome = try builder.build()
        let rows =
            try project.workloads.map { file throws(Failure) in
                try readWorkloads(file, columns: WorkloadColumns.all)
            } ?? []
        try workloadDrivers(
            rows: rows.map { row in
                (row.id, row.values.mapValues { (text: $0.text, position: $0.position) })
            }, into: &project.settings.model)
        guard !invoices.isEmpty || !project.settings.model.workloadIds.isEmpty else {
            throw Failure(.missingInput, project.notes + [.emptyProject(project.path)])
        }
        let template = try TemplateSetup.fill(&project.settings, project: project.path)
        let dates = try RunDates(outcome, invoices, project.settings, options)
        let ties = try reconcile(
            try project.controlTotals.map { file throws(Failure) in try readControlTotals(file) } ?? [], with: invoices)
        let baseline = try outcome.impliedBaseline(window: dates.window)
        let quoteImport = try readQuotes(
            project.quotes, asOf: dates.asOf, selection: QuoteSelection(project.settings.model), jobs: options.jobs)
        let currency = project.settings.currency ?? outcome.currency ?? Currency("USD")
        let quotes = try PricedQuotes(
            quoteImport.lines, prices: project.settings.quotePrices, asOf: dates.asOf, currency: currency, rates: rates,
            mayChoose: QuoteLimits.ofAnyFleet(project.settings.model))

        // Drivers, the plan, and every figure of every instance.
        let benchmarks = try readBenchmarks(project.benchmarks)
        let sla = try SLASetup(project, outcome, period: dates.period)
        var playbooks = try PlaybookSetup(project.playbooks)
        let readiness = try ReadinessSetup(
            project.readiness, project.settings.model, own: playbooks.ownCapabilities)
        try playbooks.complete(assessed: readiness.capabilities)
        var setup = try ModelSetup(
            project.settings, baseline, quotes, benchmarks: benchmarks, sla: sla, readiness: readiness,
            startMonth: dates.startMonth, migrated: dates.migrated.months)
        let model: Model
        let evaluation: Evaluation
        let slaData: SLAData?
        let playbookData: PlaybookData
        let plan: MigrationPlan
        var sensitivities: Sensitivities?
        var expectedNPV: Double?
        let placeholders: Placeholders
        let gates: GateData?
        let actuals = try ActualsSetup.make(
            builder, outcome, setup.register, window: dates.window, migrated: dates.migrated, period: dates.period,
            currency: currency)
        try project.settings.uncertainty.check(against: setup.register, origins: project.settings.origins)
        let reports = try EarlierReports(project: project.path, period: dates.period, named: options.baseline)
        let evaluator: Evaluator
        do {
            model = try EconomicModel.make(members: setup.structure.members, horizon: setup.structure.horizon)
            evaluator = try Evaluator(model)
            plan = try MigrationPlan(
                register: setup.register, structure: setup.structure, firstOpenMonth: dates.firstOpenMonth)
            setup.register = plan.register
            let register = plan.register
            evaluation = try evaluator.evaluate(Instance.all.map { register.lane($0) })
            if !setup.structure.pools.isEmpty, options.hasSensitivities {
                sensitivities = try Sensitivities(
                    model, register, project.settings.uncertainty,
                    runID: runID(register, setup.structure, project.settings.uncertainty), jobs: options.jobs)
            }
            if !project.settings.uncertainty.weights.isEmpty, !setup.structure.pools.isEmpty {
                let npvs = Scenario.allCases.map { scenario in
                    (scenario, evaluation.value("npv", lane: Instance.all.firstIndex(of: Instance(scenario, .hybrid))!))
                }
                expectedNPV = try ExpectedValue.npv(
                    weights: project.settings.uncertainty.weights, npvs: Dictionary(uniqueKeysWithValues: npvs))
            }
            placeholders =
                options.hasSensitivities ? try Placeholders(register, model, jobs: options.jobs) : Placeholders()
            playbookData = try PlaybookData({ playbooks[$0] }, register, evaluation)
            gates = try GateData(
                register, evaluation, period: dates.period, startMonth: dates.startMonth, actuals: actuals,
                earlier: dates.migrated.first.flatMap { reports.plan(before: $0, currency: currency.code) })
            slaData = try sla.map { try SLAData($0.structure, $0.history, $0.published, register, evaluation) }
        } catch {
            throw Failure(.defect, .defect("the model: \(error)"))
        }
        try FigureRange.check(evaluation, setup.register)
        let spend = try SpendData.make(
            outcome, baseline, ties, setup.register, setup.structure, period: dates.period,
            MoneyOfRun(
                files: invoices, basis: builder.basis,
                exclude: Set(project.settings.baseline.exclude),
                modelMonth: evaluation.value(
                    "undiscounted_run_rate", lane: Instance.all.firstIndex(of: Instance(.base, .hybrid))!),
                reachesModel: ReportChecks.reachesModel(setup, baseline)))
        let history = try History(
            reports, evaluator, setup, quotes, outcome, currency: currency.code, period: dates.period,
            migrated: dates.migrated.first)
        var warnings: [Diagnostic] =
            reports.notes + project.notes + outcome.notes + quoteImport.notes + quotes.notes + dates.notes
        if let earlier = reports.baseline, history == nil {
            warnings.append(.otherCurrency(earlier, now: currency.code))
        }
        warnings += ActualsSetup.notes(actuals, invoices)
        warnings += apart + RulesWithoutEffect.notes(project.settings, invoices, archives: project.invoices.map(\.name))
        if !playbookData.missing.isEmpty { warnings.append(.noPlaybooks(playbookData.missing)) }
        warnings +=
            readiness.notes + playbooks.notes + setup.warnings + FigureRange.warnings(setup.register)
            + ContradictingDrivers.warnings(setup.register)
            + invoices.flatMap(\.notes)
        warnings += sla?.notes ?? []
        if sla != nil { warnings += SLASetup.replicasThatNeverFail(setup.register, pools: setup.structure.pools) }
        if let file = project.incidents, sla == nil { warnings.append(.incidentsWithoutSLA(file.name)) }
        warnings += project.settings.notComputed.map { Diagnostic.notComputed($0) }

        // What must hold, and the report.
        let checks = ReportChecks.list(
            invoices: invoices, baseline: baseline, ties: ties, coverage: outcome.coverage, period: dates.period,
            setup: setup, placeholders: placeholders, sensitivities: sensitivities,
            npv: evaluation.value("npv", lane: Instance.all.firstIndex(of: Instance(.base, .hybrid))!),
            asOf: dates.asOf, unread: project.notes.count { Diagnostic.codesOfUnread.contains($0.code) },
            isStrict: options.isStrict)
        let checked = try ReportChecks.evaluate(checks, model: evaluation, spend: spend, sla: slaData)
        var inputs: [(file: InputFile, sha256: String, format: String, rows: Int)] = invoices.map {
            (InputFile(path: "", name: $0.name), $0.sha256, $0.format, $0.rows)
        }
        for file in quoteImport.files {
            inputs.append((file.file, file.sha256, file.format == "quote" ? "quotes" : file.format, file.rows))
        }
        for file in reports.inputs { inputs.append((file, try sha256(ofFile: file.path), "report", 0)) }
        for file in project.benchmarks { inputs.append((file, try sha256(ofFile: file.path), "benchmark", 0)) }
        for file in template?.files ?? [] { inputs.append((file, try sha256(ofFile: file.path), "template", 0)) }
        for file in project.playbooks { inputs.append((file, try sha256(ofFile: file.path), "playbook", 0)) }
        for file in [
            project.configuration, project.workloads, project.exchangeRates, project.controlTotals, project.incidents,
            project.readiness, sla == nil ? nil : project.slaTerms,
        ] {
            if let file { inputs.append((file, try sha256(ofFile: file.path), "project", 0)) }
        }
        var heading = Heading(
            title: project.settings.report.title ?? "API or own hosting",
            organisation: project.settings.report.organisation ?? "",
            preparedBy: project.settings.report.preparedBy ?? "",
            classification: project.settings.report.classification ?? "",
            currency: currency, period: dates.period,
            asOf: dates.asOf, toolVersion: toolVersion,
            paper: project.settings.report.paper == .letter ? .letter : .a4)
        heading.template = template?.template ?? ReportTemplate()
        heading.configurationSHA256 = sha256(of: Array(renderSettings(project.settings).utf8))
        heading.inputsSHA256 = sha256(
            of: Array(inputs.map { "\($0.sha256)  \($0.file.name)\n" }.sorted().joined().utf8))
        data = ReportData(
            heading: heading, register: setup.register, model: model, evaluation: evaluation,
            plan: plan.entries,
            quotes: QuoteData(
                quotes, chosen: setup.chosenQuotes, gpuOfFleet: setup.gpuOfFleet,
                limits: QuoteLimits.sentence(project.settings.model)),
            spend: spend, playbooks: playbookData, sources: invoices, rejects: invoices.flatMap(\.rejects),
            checks: checks,
            checkModel: checked.model, checkEvaluation: checked.evaluation,
            downsides: sensitivities?.tornado.downsides(setup.register) ?? [], sensitivities: sensitivities,
            notes: ReportChecks.notes(
                setup, placeholders,
                foreign: Self.foreignCurrencies(outcome, quotes, setup, reporting: currency), asOf: dates.asOf))
        data.complexity = plan.complexity
        data.expectedNPV = expectedNPV
        data.placeholders = placeholders
        data.history = history
        data.gates = gates
        data.sla = slaData
        data.evidence = readiness.evidence
        self.project = project
        self.quotes = quotes
        self.warnings = warnings
        self.inputs = inputs
    }

    /// Currencies of the bills and of the quotes in use that the model carries on in the reporting one.
    private static func foreignCurrencies(
        _ outcome: LedgerOutcome, _ quotes: PricedQuotes, _ setup: ModelSetup, reporting: Currency
    ) -> Set<String> {
        let used = Set(setup.chosenQuotes.values)
        let ofQuotes = quotes.lines.filter { used.contains($0.id) }.compactMap { $0.currency?.code }
        return Set(outcome.ledger.rows.compactMap { $0.currency?.code } + ofQuotes).subtracting([reporting.code])
    }

    /// Whether a check fails.
    private var failsChecks: Bool { data.checkEvaluation.value("failing", lane: 0) > 0 }

    /// Of a run that ends well but for its findings: 3 where a check fails, and for any warning where the user is strict.
    func status(_ findings: [Diagnostic], isStrict: Bool) -> ExitStatus {
        failsChecks || isStrict && findings.contains { $0.severity == .warning } ? .checksFailed : .ok
    }
}

extension Diagnostic {
    static func emptyProject(_ path: String) -> Diagnostic {
        Diagnostic(
            "empty-project", at: SourcePosition(file: path.isEmpty ? "." : path), found: "no invoices and no workloads",
            expected: "exports under invoices/, or `model: workloads:` in breakeven.yaml",
            fix: "copy the CSV exports of your vendors into invoices/ and run again")
    }
}
