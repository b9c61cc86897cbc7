import Billing
import Diagnostics
import Economics
import Money
import Reports

/// The rules that a report is checked against, and the sentences about what it rests on.
enum ReportChecks {
    static func list(
        invoices: [ImportedFile], baseline: ImpliedBaseline, ties: [TieRow], coverage: Coverage, period: Month,
        setup: ModelSetup, placeholders: Placeholders, sensitivities: Sensitivities?, npv: Double, asOf: Day,
        unread: Int,
        isStrict: Bool
    ) -> [Check] {
        let soft: Check.Severity = isStrict ? .fail : .warn
        let hasInvoices = !coverage.months.isEmpty
        let half = MethodConstant.checkTolerance.value
        var checks = ModelCheck.all.map { check in
            Check(
                check.id, check.description,
                .greatest(check.instances.map { CheckKeys.model(check, $0) }),
                tolerance: check.isMoney ? half : MethodConstant.checkRelative.value)
        }
        checks.append(
            Check(
                "baseline-ties", "The workloads add up to the mean monthly spend of the invoices",
                hasInvoices && reachesModel(setup, baseline)
                    ? .difference(CheckKeys.meanMonthlySpend, CheckKeys.modelRunRate) : .notApplicable,
                tolerance: half,
                words: hasInvoices ? "n/a: the project overrides the invoices" : "n/a: no invoices"))
        checks.append(
            Check(
                "ledger-adds-up", "The months of the spend sheet add up to all invoices",
                hasInvoices ? .difference(CheckKeys.invoicesTotal, CheckKeys.monthsTotal) : .notApplicable,
                tolerance: half, words: "n/a: no invoices"))
        checks.append(
            Check(
                "money-steps",
                "No cent is lost from the invoices to the ledger, the sheets, the chart, the model and the CSV",
                hasInvoices ? .greatest([CheckKeys.moneySteps]) : .notApplicable, tolerance: half,
                words: "n/a: no invoices"))
        checks.append(
            Check(
                "tie-out", "Declared totals agree with what was read",
                ties.contains { $0.declared != nil } ? .greatest([CheckKeys.tiesFailing]) : .notApplicable,
                words: "no declared total"))
        func count(_ id: String, _ description: String, _ number: Int, _ severity: Check.Severity = .fail) {
            checks.append(Check(id, description, .counted(Double(number)), severity: severity))
        }
        if setup.structure.sla != nil {
            checks.append(
                Check(
                    "sla-in-bounds", "Credits stay within the fee, probabilities between 0 and 1",
                    .greatest(Scenario.allCases.map(CheckKeys.sla))))
        }
        if let sensitivities {
            count(
                "sensitivities-stand-on-run",
                "Tornado and grids hold the NPV of the run; percentiles of the trials rise, probabilities lie between 0 and 1",
                sensitivities.astray(from: npv))
        }
        count("files-read", "Every file under the inputs was read", unread, soft)
        count("rejects", "No row of an invoice was rejected", invoices.reduce(0) { $0 + $1.rejected })
        count(
            "usage-without-price", "Every workload with tokens has a price",
            baseline.usageWithoutPrice.filter { usage in
                usage.prices.contains { setup.register[key: "workloads.\(usage.workload).\($0)"]?.origin == .fallback }
            }.count)
        checks.append(
            Check("plan-rules", "The plan keeps the rules of migration", .greatest([CheckKeys.planBreaks])))
        let assessed = setup.structure.capabilities.map(\.id)
        func ofReadiness(_ id: String, _ description: String, _ key: String, needs capability: String?) {
            let applies = capability.map(assessed.contains) ?? !assessed.isEmpty
            checks.append(
                Check(
                    id, description, applies ? .greatest([key]) : .notApplicable,
                    severity: capability == nil ? .fail : soft,
                    words: capability.flatMap { assessed.isEmpty ? nil : "n/a: no row for \($0) in readiness.csv" }
                        ?? "n/a: \(Section.withoutReadiness)"))
        }
        ofReadiness(
            "readiness-delay", "No workload moves before the critical gaps are closed", CheckKeys.readinessBreaks,
            needs: nil)
        ofReadiness(
            "minimum-team", "The people in the model are at least one ML and one DevOps engineer", CheckKeys.teamShort,
            needs: "ml_staffing")
        ofReadiness(
            "on-call-rota", "A rota around the clock has enough people", CheckKeys.rotaShort, needs: "on_call")
        count(
            "month-complete", "Every source covers the period to its last day",
            hasInvoices && !coverage.isComplete(period) ? 1 : 0, soft)
        count("not-costed", "Every cost of own hosting has a value", setup.notCosted.count, soft)
        count("placeholders", "No figure rests on a placeholder", placeholders.inUse.count, soft)
        count("expired", "No assumption or quote in use has expired", expired(setup, asOf).count, soft)
        return checks
    }

    static func evaluate(
        _ checks: [Check], model: Evaluation, spend: SpendData, sla: SLAData?
    ) throws(Failure) -> (model: Model, evaluation: Evaluation) {
        var inputs: [String: DriverValue] = [:]
        for (lane, instance) in Instance.all.enumerated() {
            for check in ModelCheck.all where check.instances.contains(instance) {
                inputs[CheckKeys.model(check, instance)] = .number(model.value(check.line, lane: lane))
            }
        }
        for (lane, scenario) in Scenario.allCases.enumerated() {
            if let sla { inputs[CheckKeys.sla(scenario)] = .number(sla.evaluation.value("sla_outside", lane: lane)) }
        }
        for (key, line) in CheckKeys.spendLines where spend.model.line(line) != nil {
            inputs[key] = .number(spend.evaluation.value(line, lane: 0))
        }
        let base = Instance.all.firstIndex(of: Instance(.base, .hybrid))!
        for (key, line) in CheckKeys.modelLines { inputs[key] = .number(model.value(line, lane: base)) }
        for check in checks {
            inputs["tolerance.\(check.id)"] = .number(check.tolerance)
            if case .counted(let number) = check.value { inputs["counted.\(check.id)"] = .number(number) }
            if case .notApplicable = check.value { inputs["counted.\(check.id)"] = .number(0) }
        }
        do {
            let model = try CheckModel.make(checks)
            return (model, try Evaluator(model).evaluate([Lane(isFullStrategy: false, drivers: inputs)]))
        } catch {
            throw Failure(.defect, .defect("the checks: \(error)"))
        }
    }

    /// Sentences for the board page.
    ///
    /// - Parameter foreign: currencies other than the reporting one in which bills and chosen quotes are.
    static func notes(
        _ setup: ModelSetup, _ placeholders: Placeholders, foreign: Set<String>, asOf: Day
    ) -> [String] {
        var notes = lapses(expiries(setup.register), asOf)
        let custom = setup.register.customScenarios.map(\.key)
        if !custom.isEmpty {
            notes.append(
                "The scenarios are custom: low and high take the other end of \(custom.joined(separator: ", ")) than the direction of the driver says."
            )
        }
        if !foreign.isEmpty {
            notes.append(
                "Flows in \(foreign.sorted().joined(separator: ", ")) are carried on at one rate of exchange: no path of rates is given, forward rates are not used."
            )
        }
        if !setup.notCosted.isEmpty { notes.append("Not costed: \(setup.notCosted.joined(separator: ", ")).") }
        let guesses = placeholders.inUse
        let idle =
            switch placeholders.idle.count {
            case 0: ""
            case 1: "1 more placeholder changes no figure today."
            case let count: "\(count) more placeholders change no figure today."
            }
        if guesses.isEmpty, !idle.isEmpty { notes.append(idle.replacing(" more ", with: " ")) }
        if !guesses.isEmpty {
            let shown = guesses.prefix(4).joined(separator: ", ")
            let rest = guesses.count > 4 ? " and \(guesses.count - 4) more" : ""
            notes.append("Placeholders to confirm: \(shown)\(rest).\(idle.isEmpty ? "" : " \(idle)")")
        }
        return notes
    }

    /// What carries a last day: the figures that one quote gives are one.
    private static func expiries(_ register: DriverRegister) -> [(label: String, day: Day)] {
        var said: Set<String> = []
        return register.drivers.compactMap { driver in
            guard let day = driver.expires else { return nil }
            let label = driver.origin == .quote ? driver.source : driver.label
            return said.insert(label).inserted ? (label, day) : nil
        }
    }

    /// Assumptions that have lapsed before the as-of date, and those that do within 30 days of it.
    static func lapses(_ expiries: [(label: String, day: Day)], _ asOf: Day) -> [String] {
        func sentence(_ found: [(label: String, day: Day)], _ one: String, _ many: String) -> String? {
            guard let first = found.min(by: { $0.day < $1.day }) else { return nil }
            return found.count == 1
                ? "1 assumption \(one): \(first.label), on \(first.day)."
                : "\(found.count) assumptions \(many), the first on \(first.day): \(first.label)."
        }
        return [
            sentence(expiries.filter { Lapse($0.day, asOf: asOf) == .lapsed }, "has lapsed", "have lapsed"),
            sentence(
                expiries.filter { Lapse($0.day, asOf: asOf) == .soon }, "lapses within 30 days", "lapse within 30 days"),
        ].compactMap(\.self)
    }

    private static func expired(_ setup: ModelSetup, _ asOf: Day) -> [String] {
        setup.register.drivers.filter { $0.expires.flatMap { Lapse($0, asOf: asOf) } == .lapsed }.map(\.label)
    }

    /// Workloads of the invoices whose volume or price the project gives itself. `--set` asks "what if", as a changed cell of
    /// the workbook does: then the check says that the figures no longer tie to the invoices.
    /// No workload takes its volume or its prices from anywhere but the invoices.
    static func reachesModel(_ setup: ModelSetup, _ baseline: ImpliedBaseline) -> Bool {
        overridden(setup, baseline).isEmpty
    }

    private static func overridden(_ setup: ModelSetup, _ baseline: ImpliedBaseline) -> [String] {
        baseline.workloads.map(\.id).filter { id in
            ["tok_in", "tok_cached", "tok_out", "price_in", "price_cached", "price_out", "api_other_month"].contains {
                setup.register[key: "workloads.\(id).\($0)"].map { $0.origin < .invoices && $0.origin != .override }
                    ?? false
            }
        } + setup.structure.workloads.map(\.id).filter { id in !baseline.workloads.contains { $0.id == id } }
    }
}
