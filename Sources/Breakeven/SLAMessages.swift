import Billing
import Diagnostics
import Economics
import Settings

extension SLASetup {
    /// Pools whose own availability stands on the page of the SLA by default.
    static func replicasThatNeverFail(_ register: DriverRegister, pools: [String]) -> [Diagnostic] {
        pools.filter { register[key: "pools.\($0).replica_availability"]?.origin == .fallback }.map {
            .replicasNeverFail($0)
        }
    }
}

/// What can be wrong with the SLA of a project.
extension Diagnostic {
    static func replicasNeverFail(_ pool: String) -> Diagnostic {
        let key = "pools.\(pool).replica_availability"
        return Diagnostic(
            "replicas-never-fail", .warning, key: key,
            found: "no availability of a replica of pool \(pool): own hosting counts as never down on the sheet SLA",
            expected: "the share of time in which one replica is up", fix: "write `replica_availability`, such as 0.995"
        )
    }

    static func slaWithout(_ key: String) -> Diagnostic {
        let name = key.dropFirst(4)
        return Diagnostic(
            "sla-incomplete", key: key, found: "`sla` without \(name)", expected: "a value for it",
            fix: key == "sla.fee_month"
                ? "write the monthly fee that the vendor's credits are a share of"
                : "write `\(name)` under `sla`, or keep the outages in incidents.csv")
    }

    /// - Parameter published: ids of terms that the vendor has published.
    static func slaWithoutTiers(published: [String]) -> Diagnostic {
        Diagnostic(
            "sla-incomplete", key: "sla.tiers", found: "`sla` without credit tiers",
            expected: "the tiers of the contract, or published ones",
            fix: "write `tiers: [{below: 0.999, credit: 0.10}]`, or "
                + (published.isEmpty
                    ? "`terms` with an id of sla_terms.csv"
                    : "the vendor's published ones: \(listed(published.map { "`terms: \($0)`" }))"))
    }

    static func incidentsBeforeHistory(_ count: Int, _ from: Month, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "incidents-before-history", .warning, at: position,
            found:
                "\(count == 1 ? "an incident" : "\(count) incidents") before \(from), where `sla.history_from` begins: not counted",
            expected: "incidents of the months that the history covers",
            fix: "write an earlier `history_from`, or leave it out to begin with the first incident")
    }

    static func unknownTerms(_ id: String, known: [String], at position: SourcePosition?) -> Diagnostic {
        Diagnostic(
            "unknown-terms", at: position, key: "sla.terms", found: "the unknown terms \"\(id)\"",
            expected: "one of \(known.joined(separator: ", "))",
            fix: nearest(to: id, among: known).map { "the nearest are `\($0)`" } ?? "add them to sla_terms.csv")
    }

    static func termsWithoutCredits(_ terms: PublishedTerms, at position: SourcePosition?) -> Diagnostic {
        Diagnostic(
            "terms-without-credits", at: position, key: "sla.terms",
            found: "the terms \"\(terms.id)\", for which no credits are known",
            expected: "terms with at least one tier",
            fix: "write the tiers of your own contract with \(terms.provider) under `sla: tiers:`")
    }

    static func incidentsAfterPeriod(_ count: Int, _ period: Month, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "incidents-after-period", .warning, at: position,
            found: count == 1 ? "an incident after \(period)" : "\(count) incidents after \(period), the first here",
            expected: "incidents of the period and before it",
            fix: "correct the date if it is mistyped; else leave it, a later report counts it")
    }

    static func tierOutOfOrder(_ key: String, _ own: Double, _ before: Double, at position: SourcePosition?)
        -> Diagnostic
    {
        Diagnostic(
            "tiers-out-of-order", at: position, key: key,
            found: "a tier below \(numberText(own)) after one below \(numberText(before))",
            expected: "tiers from the mildest breach to the worst: each `below` smaller than the one before",
            fix: "sort the tiers by `below`, the largest first")
    }

    static func creditOutOfOrder(
        _ key: String, _ own: Double, _ before: Double, at position: SourcePosition?
    ) -> Diagnostic {
        Diagnostic(
            "credits-out-of-order", at: position, key: key,
            found: "a credit of \(numberText(own)) after one of \(numberText(before)) for a milder breach",
            expected: "a worse month that pays no less", fix: "correct the credits, or the order of the tiers")
    }

    static func noSuchTier(_ key: String, count: Int, at position: SourcePosition?) -> Diagnostic {
        Diagnostic(
            "no-such-tier", at: position, key: key, found: "a value for a tier that is not there",
            expected: count == 0 ? "a tier that the project has" : "a tier from 1 to \(count)",
            fix: "add the tier in the file: `--set` changes values, not the length of lists")
    }

    static func moreMissesThanMonths(_ misses: Double, _ months: Double, at position: SourcePosition?) -> Diagnostic {
        Diagnostic(
            "more-misses-than-months", at: position, key: "sla.termination_misses",
            found: "\(numberText(misses)) misses in \(numberText(months)) months",
            expected: "at most one miss a month", fix: "correct termination_misses or termination_months")
    }

    static func unknownProvider(_ incident: Incident, known: [String]) -> Diagnostic {
        Diagnostic(
            "unknown-provider", at: incident.position, found: "incidents of \"\(incident.provider)\"",
            expected: "a provider of the invoices, or that of `sla: provider:` (\(known.joined(separator: ", ")))",
            fix: nearest(to: incident.provider, among: known).map { "the nearest is \"\($0)\"" }
                ?? "name it under `sla: provider:`, or take the row out")
    }

    static func severalProviders(_ providers: [String], file: String) -> Diagnostic {
        Diagnostic(
            "several-providers", at: SourcePosition(file: file), key: "sla.provider",
            found: "incidents of \(providers.joined(separator: " and "))", expected: "which of them the SLA is about",
            fix: "write `provider` under `sla`")
    }

    static func incidentsWithoutSLA(_ name: String) -> Diagnostic {
        Diagnostic(
            "incidents-without-sla", .warning, at: SourcePosition(file: name), found: "incidents, and no `sla` block",
            expected: "the fee and the credit tiers that they are held against",
            fix:
                "write `sla: {fee_month, tiers, loss_per_minute}` in breakeven.yaml; until then no figure uses the file"
        )
    }
}
