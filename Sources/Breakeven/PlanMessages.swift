import Diagnostics
import Economics
import Money
import Reports

/// What a run says about a plan that somebody pinned: the rules it breaks, and what it leaves outside the model.
enum PlanMessages {
    /// Months that the model does not reach and reservations beyond any need, base scenario of the plan.
    static func warnings(_ analysis: Analysis) -> [Diagnostic] {
        let data = analysis.data
        let lane = data.lane(Instance(.base, .hybrid))
        func value(_ line: String, _ member: Int) -> Double { data.evaluation.value(line, member: member, lane: lane) }
        var warnings: [Diagnostic] = []
        for (index, workload) in data.model.members[.workload].enumerated() {
            let month = value("planned_month", index)
            if month > Double(data.model.horizon), value("moves", index) > 0 {
                let key = "workloads.\(workload.id).migrate_month"
                warnings.append(
                    .plannedBeyondHorizon(
                        workload.id, month: Int(month), horizon: data.model.horizon,
                        at: data.register[key: key]?.position))
            } else if value("moves", index) > 0, let refused = PlanGates.refused(workload.id, data.register) {
                let key = "workloads.\(workload.id).gates.\(refused.gate)"
                warnings.append(
                    .movedAgainstGate(
                        workload.id, key, refused.reason, month: Int(month), at: data.register[key: key]?.position))
            }
        }
        for (capability, line, words) in [
            ("ml_staffing", "team_short", "the least team, one ML and one DevOps engineer"),
            ("on_call", "rota_short", "a rota around the clock"),
        ] where data.model.members[.capability].contains(where: { $0.id == capability }) {
            let short = value(line, 0)
            if short > 0 { warnings.append(.peopleShort(short, of: words, capability)) }
        }
        for (index, item) in data.model.members[.oneOff].enumerated() {
            let month = value("one_off_month", index)
            if month > Double(data.model.horizon), month < 1e6 {
                let key = "\(item.id).month"
                warnings.append(
                    .oneOffBeyondHorizon(
                        key, month: Int(month), horizon: data.model.horizon, at: data.register[key: key]?.position))
            }
        }
        for (index, fleet) in data.model.members[.fleet].enumerated() where value("is_reserved", index) > 0 {
            let reserved = value("reserved_gpus", index)
            let needed = data.evaluation.series("gpus_needed", member: index, lane: lane).max() ?? 0
            if needed > 0, needed.isFinite, reserved > needed {
                let key = "\(fleet.id).reserved_gpus"
                warnings.append(
                    .reservedBeyondNeed(
                        key, reserved: Int(reserved), needed: Int(needed), at: data.register[key: key]?.position))
            }
        }
        return warnings + ContradictingDrivers.warnings(data) + reservations(analysis)
    }

    /// Reservations that end before the plan does, and money that is due at signing while the cash spreads it.
    private static func reservations(_ analysis: Analysis) -> [Diagnostic] {
        let data = analysis.data
        let lane = data.lane(Instance(.base, .hybrid))
        guard data.model.members.parts.contains(.fixedTerm) else { return [] }
        var warnings: [Diagnostic] = []
        for (index, fleet) in data.model.members[.fleet].enumerated() {
            func value(_ line: String) -> Double { data.evaluation.value(line, member: index, lane: lane) }
            func driver(_ name: String) -> ResolvedDriver? { data.register[key: "\(fleet.id).\(name)"] }
            let quote = driver("quote")
            // A price that the project writes itself is its own word on what a renewal costs.
            if value("renewed") > 0, driver("reserved_gpu_hour")?.origin == .quote {
                warnings.append(
                    .renewalAssumed(
                        fleet.id, driver("reserved_gpu_hour")?.source ?? "", term: Int(value("term_length")),
                        renewals: Int(value("renewed")),
                        exit: data.evaluation.value("early_exit_fee", lane: lane), data.heading.currency,
                        at: quote?.position))
            }
            let isQuoted = driver("reserved_upfront")?.origin == .quote
            if value("signing_payment") > 0, value("signings") > 0 {
                let from = Int(value("reserved_from"))
                let months = (0..<Int(value("signings"))).map { from + $0 * Int(value("term_length")) }
                warnings.append(
                    .dueAtSigning(
                        isQuoted ? "\(fleet.id).quote" : "\(fleet.id).reserved_upfront", value("signing_payment"),
                        data.heading.currency, months: months,
                        peak: data.evaluation.value("funding_at_signing", lane: lane),
                        spread: data.evaluation.value("peak_funding", lane: lane),
                        at: (isQuoted ? quote : driver("reserved_upfront"))?.position))
            }
        }
        return warnings
    }

    /// Each rule of MODEL.md 6 that a workload breaks.
    static func broken(_ analysis: Analysis) -> [Diagnostic] {
        let data = analysis.data
        let lane = data.lane(Instance(.base, .hybrid))
        return data.model.members[.workload].enumerated().flatMap { index, workload -> [Diagnostic] in
            func value(_ line: String) -> Double { data.evaluation.value(line, member: index, lane: lane) }
            func at(_ name: String) -> (key: String, position: SourcePosition?) {
                let key = "workloads.\(workload.id).\(name)"
                return (key, data.register[key: key]?.position)
            }
            var broken: [Diagnostic] = []
            if value("breaks_parallel") > 0 {
                broken.append(.parallelOutsideRule(at("parallel_weeks"), weeks: value("parallel_weeks")))
            }
            if value("breaks_fallback") > 0 { broken.append(.noFallback(at("fallback_share"))) }
            if value("breaks_capacity") > 0 {
                broken.append(
                    .beforeCapacity(
                        at("migrate_month"), start: Int(value("start")), ready: Int(value("own_ready_month"))))
            }
            if value("breaks_readiness") > 0 {
                broken.append(
                    .beforeReadiness(
                        at("migrate_month"), start: Int(value("start")),
                        ready: Int(
                            data.model.line("own_readiness_month") == nil
                                ? data.evaluation.value("readiness_month", lane: lane) : value("own_readiness_month"))))
            }
            return broken
        }
    }
}

extension Diagnostic {
    static func plannedBeyondHorizon(_ workload: String, month: Int, horizon: Int, at position: SourcePosition?)
        -> Diagnostic
    {
        Diagnostic(
            "planned-beyond-horizon", .warning, at: position, key: "workloads.\(workload).migrate_month",
            found: "workload \(workload) planned for month \(month) of a model of \(ReportWords.months(horizon))",
            expected: "a month up to \(horizon): it counts as staying on the API",
            fix: "lengthen meta.horizon_months, or move the workload earlier")
    }

    static func movedAgainstGate(
        _ workload: String, _ key: String, _ reason: String, month: Int, at position: SourcePosition?
    ) -> Diagnostic {
        Diagnostic(
            "moved-against-gate", .warning, at: position, key: key,
            found: "workload \(workload) planned for month \(month), against \(reason)",
            expected: "a workload that stays until its gate is passed",
            fix: "write `migrate_month: auto` to keep it on the API, or answer the gate anew")
    }

    static func peopleShort(_ people: Double, of words: String, _ capability: String) -> Diagnostic {
        Diagnostic(
            "people-short", .warning, key: "people.fte_base",
            found: "\(ReportWords.tenths(people)) people short of \(words): \(capability) counts as level 1 at most",
            expected: "people before the first GPU and `readiness.team.existing_people` that are enough",
            fix: "hire them in the model (`people`), or name who is there under `readiness: team: existing_people`")
    }

    static func oneOffBeyondHorizon(_ key: String, month: Int, horizon: Int, at position: SourcePosition?)
        -> Diagnostic
    {
        Diagnostic(
            "one-off-beyond-horizon", .warning, at: position, key: key,
            found: "a one-off cost in month \(month) of a model of \(ReportWords.months(horizon))",
            expected: "a month up to \(horizon): this money is in no figure",
            fix: "lengthen meta.horizon_months, or move the cost earlier")
    }

    static func reservedBeyondNeed(_ key: String, reserved: Int, needed: Int, at position: SourcePosition?)
        -> Diagnostic
    {
        Diagnostic(
            "reserved-beyond-need", .warning, at: position, key: key,
            found: "\(reserved) GPUs reserved, and never more than \(needed) needed",
            expected: "a reservation that is used: all of it is paid in every month",
            fix: "reserve less, or check throughput and volumes")
    }

    /// - Parameter quote: `quote ID, VENDOR`.
    static func renewalAssumed(
        _ fleet: String, _ quote: String, term: Int, renewals: Int, exit: Double, _ currency: Currency,
        at position: SourcePosition?
    ) -> Diagnostic {
        Diagnostic(
            "renewal-assumed", .warning, at: position, key: "\(fleet).quote",
            found:
                "the \(term) months of \(quote), which the plan takes as renewed \(renewals == 1 ? "once" : "\(renewals) times") at the same price (leaving early costs at most \(ReportWords.money(exit, currency.code)))",
            expected: "a price for all months of own hosting",
            fix: "ask for a longer term, or write reserved_gpu_hour with its low and high for the time after it")
    }

    static func dueAtSigning(
        _ key: String, _ payment: Double, _ currency: Currency, months: [Int], peak: Double, spread: Double,
        at position: SourcePosition?
    ) -> Diagnostic {
        func money(_ value: Double) -> String { ReportWords.money(value, currency.code) }
        let shown = months.prefix(5).map(String.init).joined(separator: ", ")
        let more = months.count > 5 ? " and \(months.count - 5) more" : ""
        return Diagnostic(
            "due-at-signing", .warning, at: position, key: key,
            found:
                "\(money(payment)) of the reservation due at signing, in month \(shown)\(more), which the cash spreads over the term",
            expected:
                "money in the month in which it is due: peak funding is \(money(peak)) then, not \(money(spread))",
            fix: "ask for \(money(peak)), as the sheet Capital request shows, or for monthly payments")
    }

    static func parallelOutsideRule(_ place: (key: String, position: SourcePosition?), weeks: Double) -> Diagnostic {
        Diagnostic(
            "plan-parallel", at: place.position, key: place.key, found: "\(shortNumber(weeks)) weeks in parallel",
            expected: "two to four weeks", fix: "change parallel_weeks")
    }

    static func noFallback(_ place: (key: String, position: SourcePosition?)) -> Diagnostic {
        Diagnostic(
            "plan-fallback", at: place.position, key: place.key, found: "a workload that moves and never falls back",
            expected: "a share above 0: a fallback that is never used is not tested", fix: "write fallback_share: 0.05")
    }

    static func beforeCapacity(_ place: (key: String, position: SourcePosition?), start: Int, ready: Int)
        -> Diagnostic
    {
        Diagnostic(
            "plan-capacity", at: place.position, key: place.key,
            found: "a migration in month \(start), and capacity from month \(ready)",
            expected: "a month in which the ordered servers are there",
            fix: "write migrate_month: \(ready) or later, or shorten lead_months")
    }

    static func beforeReadiness(_ place: (key: String, position: SourcePosition?), start: Int, ready: Int)
        -> Diagnostic
    {
        Diagnostic(
            "plan-readiness", at: place.position, key: place.key,
            found: "a migration in month \(start), and critical gaps of readiness that take until month \(ready)",
            expected: "a month in which they are closed",
            fix: "write migrate_month: \(ready) or later, or close the gaps and raise the levels in readiness.csv")
    }

    private static func shortNumber(_ value: Double) -> String {
        value == value.rounded() ? "\(Int(value))" : "\(value)"
    }
}
