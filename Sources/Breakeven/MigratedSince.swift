import Billing
import Diagnostics
import Economics
import Settings

/// The workloads that own GPUs serve by the period of a report, and since when.
struct MigratedWorkloads: Sendable {
    /// By id.
    var months: [String: Month] = [:]
    var notes: [Diagnostic] = []

    /// The first month with a workload on own GPUs; nil: nothing has moved.
    var first: Month? { months.values.min() }

    /// - Throws: 78, or 65 where a row of workloads.csv is wrong: a month before which there are no invoices, a workload
    ///   that never moves, or a baseline that does not end before the first migration.
    init(_ settings: ProjectSettings, _ coverage: Coverage, period: Month) throws(Failure) {
        var problems: [(since: MigratedSince, diagnostic: Diagnostic)] = []
        for (id, since) in settings.model.migratedSince.sorted(by: { $0.key < $1.key }) {
            guard let first = coverage.months.first?.month else {
                notes.append(.migratedWithoutInvoices(id, since))
                continue
            }
            if settings.model.given["workloads.\(id).migrate_month"]?.base == .word("never") {
                problems.append((since, .migratedAndNever(id, since)))
            } else if since.month > period {
                notes.append(.migratedAfterPeriod(id, since, period: period))
            } else if since.month <= first {
                problems.append((since, .migratedBeforeLedger(id, since, first: first, period: period)))
            } else {
                months[id] = since.month
            }
        }
        if problems.isEmpty, let through = settings.baseline.through, let first, through >= first {
            throw Failure(
                .badConfiguration,
                .baselineAfterMigration(
                    through, id: months.filter { $0.value == first }.keys.min()!, since: first,
                    at: settings.origins["baseline.through"]))
        }
        guard problems.isEmpty else {
            throw Failure(
                problems.allSatisfy(\.since.isOfRow) ? .badData : .badConfiguration, problems.map(\.diagnostic))
        }
    }
}

extension ModelSetup {
    /// Writes the month of a migration that has happened where the project plans none.
    ///
    /// - Parameter months: by workload.
    mutating func setMonths(ofMigrated months: [String: Month]) {
        for (id, month) in months.sorted(by: { $0.key < $1.key }) {
            guard var driver = register[key: "workloads.\(id).migrate_month"], driver.base == .word("auto") else {
                continue
            }
            guard case .word(let pool)? = register[key: "workloads.\(id).pool"]?.base, structure.pools.contains(pool)
            else {
                warnings.append(
                    .migratedWithoutPool(id, month, at: register[key: "workloads.\(id).pool"]?.position))
                continue
            }
            if month < structure.startMonth {
                warnings.append(.startAfterMigration(id, month, start: structure.startMonth, at: startPosition))
            }
            driver.base = .number(Double(max(1, month - structure.startMonth + 1)))
            driver.source = "migrated_since \(month)"
            register.set(driver)
        }
    }

    private var startPosition: SourcePosition? { register[key: "meta.start_month"]?.position }
}

extension Diagnostic {
    private static func since(_ id: String, _ month: Month) -> String { "\(month) for `migrated_since` of \(id)" }

    static func migratedWithoutInvoices(_ id: String, _ since: MigratedSince) -> Diagnostic {
        Diagnostic(
            "migrated-without-invoices", .warning, at: since.position, key: "workloads.\(id).migrated_since",
            found: "\(Self.since(id, since.month)), and no invoices to compare with",
            expected: "invoices of the months before and after",
            fix: "add them under invoices/, or take `migrated_since` out")
    }

    static func migratedAfterPeriod(_ id: String, _ since: MigratedSince, period: Month) -> Diagnostic {
        Diagnostic(
            "migrated-after-period", .warning, at: since.position, key: "workloads.\(id).migrated_since",
            found: "\(Self.since(id, since.month)), after the period \(period): in this report it has not moved yet",
            expected: "\(period) or an earlier month", fix: "correct the month, or report a later period")
    }

    static func migratedBeforeLedger(
        _ id: String, _ since: MigratedSince, first: Month, period: Month
    ) -> Diagnostic {
        Diagnostic(
            "migrated-before-ledger", at: since.position, key: "workloads.\(id).migrated_since",
            found: "\(Self.since(id, since.month)), and the invoices begin with \(first)",
            expected: first < period
                ? "a month from \(first + 1) to \(period), so that the baseline has a month before it"
                : "a month with invoices before it",
            fix: "add the exports of the months before, or correct the month")
    }

    static func migratedAndNever(_ id: String, _ since: MigratedSince) -> Diagnostic {
        Diagnostic(
            "migrated-and-never", at: since.position, key: "workloads.\(id).migrated_since",
            found: "\(Self.since(id, since.month)), whose `migrate_month` is never",
            expected: "one of the two", fix: "take `migrate_month: never` out, or `migrated_since`")
    }

    static func baselineAfterMigration(
        _ through: Month, id: String, since: Month, at position: SourcePosition?
    ) -> Diagnostic {
        Diagnostic(
            "baseline-after-migration", at: position, key: "baseline.through",
            found: "\(through) for `baseline.through`, and \(id) has been on own GPUs since \(since)",
            expected: "\(since + -1) or an earlier month",
            fix: "take `baseline.through` out: it is \(since + -1) then")
    }

    static func migratedWithoutPool(_ id: String, _ month: Month, at position: SourcePosition?) -> Diagnostic {
        Diagnostic(
            "migrated-without-pool", .warning, at: position, key: "workloads.\(id).pool",
            found: "\(Self.since(id, month)), and no pool with a throughput and a price that serves it",
            expected: "the pool on which it runs, so that the plan holds the months that have passed",
            fix: "write `pool:` beside its id, and the pool under `model: pools:`")
    }

    static func startAfterMigration(
        _ id: String, _ month: Month, start: Month, at position: SourcePosition?
    ) -> Diagnostic {
        Diagnostic(
            "start-after-migration", .warning, at: position, key: "meta.start_month",
            found: "\(start) for `model.meta.start_month`, and \(id) has been on own GPUs since \(month)",
            expected: "\(month) or an earlier month, so that the plan holds the months that have passed",
            fix: "take `start_month` out, or write the one that the plan was approved with")
    }
}
