import Billing
import Diagnostics
import Economics
import Importers
import Money

/// What has come of the migration so far, from the ledgers and the prices in force.
enum ActualsSetup {
    /// - Parameter migrated: the workloads on own GPUs, each with its first month there.
    /// - Returns: Nil when nothing has moved.
    /// - Throws: 65 as the ledger does.
    static func make(
        _ builder: LedgerBuilder, _ outcome: LedgerOutcome, _ register: DriverRegister, window: [Month],
        migrated: MigratedWorkloads, period: Month, currency: Currency
    ) throws(Failure) -> Actuals? {
        guard let first = migrated.first else { return nil }
        return try Actuals(
            outcome, own: try builder.ofOwnHosting(in: currency),
            frozen: stated(register, over: try outcome.frozenBaseline(window: window)), since: migrated.months,
            months: first...period)
    }

    /// What the project states goes before what the invoices imply, as it does in the model.
    private static func stated(
        _ register: DriverRegister, over frozen: [String: FrozenWorkload]
    ) -> [String: FrozenWorkload] {
        var frozen = frozen
        func given(_ key: String) -> Amount? {
            guard let driver = register[key: key], driver.origin < .invoices, case .number(let value) = driver.base
            else { return nil }
            return Amount("\(value)")
        }
        for driver in register.drivers where driver.definition.pattern == "workloads.*.price_in" {
            let id = driver.key.dropFirst("workloads.".count).dropLast(".price_in".count)
            var workload =
                frozen[String(id)] ?? FrozenWorkload(prices: [:], other: .zero, tokens: .zero, months: 1)
            for price in PriceClass.allCases {
                guard let money = given("workloads.\(id).\(price.driver)") else { continue }
                workload.prices[price] = FrozenWorkload.Price(perMillion: money)
            }
            if let month = given("workloads.\(id).api_other_month"),
                let other = try? month.multiplied(by: Amount(workload.months))
            {
                workload.other = other
            }
            if !workload.prices.isEmpty || frozen[String(id)] != nil { frozen[String(id)] = workload }
        }
        return frozen
    }

    /// What a reader has to know about the figures.
    static func notes(_ actuals: Actuals?, _ files: [ImportedFile]) -> [Diagnostic] {
        let own = files.first { $0.serves == "own" && $0.duplicateOf == nil }
        guard let actuals else { return own.map { [.ownWithoutMigration($0.name)] } ?? [] }
        var notes = actuals.unpriced.map { Diagnostic.ownTokensWithoutPrice($0) }
        let unbooked = actuals.months.filter { $0.ownCost == nil }.map(\.month)
        if !unbooked.isEmpty { notes.append(.noOwnCost(unbooked)) }
        let unserved = actuals.months.filter(\.ownTokens.isZero).map(\.month)
        if !unserved.isEmpty { notes.append(.noOwnVolume(unserved)) }
        func months(_ kind: Actuals.Mismatch.Kind) -> [(id: String, months: [Month])] {
            Dictionary(grouping: actuals.mismatches.filter { $0.kind == kind }, by: \.workload)
                .map { ($0.key, $0.value.map(\.month)) }.sorted { $0.id < $1.id }
        }
        notes += months(.missing).map { .workloadWithoutOwnVolume($0.id, $0.months) }
        notes += months(.stray).map { .ownVolumeOfOther($0.id, $0.months) }
        return notes
    }
}

extension Diagnostic {
    private static func list(_ months: [Month]) -> String { months.map { "\($0)" }.joined(separator: ", ") }

    static func ownWithoutMigration(_ file: String) -> Diagnostic {
        Diagnostic(
            "own-without-migration", .warning, at: SourcePosition(file: file),
            found: "what own GPUs serve, and no workload that has moved by the period",
            expected: "`migrated_since` of the workloads that it serves",
            fix: "write `migrated_since: YYYY-MM` beside their ids under `model: workloads:`")
    }

    static func ownTokensWithoutPrice(_ unpriced: Actuals.Unpriced) -> Diagnostic {
        let key = "workloads.\(unpriced.workload).\(unpriced.price.driver)"
        return Diagnostic(
            "own-tokens-without-price", .warning, key: key,
            found: "tokens of \(unpriced.workload) on own GPUs, and no frozen \(unpriced.price.driver)",
            expected: "a price from the months of the baseline", fix: "write `\(key)`; until then they save nothing")
    }

    static func noOwnCost(_ months: [Month]) -> Diagnostic {
        Diagnostic(
            "no-own-cost", .warning, key: "sources", found: "no cost of own hosting for \(list(months))",
            expected: "a bill for every month since the first migration",
            fix:
                "add the GPU invoices with `serves: own` under `sources`; without them nothing is said about the saving"
        )
    }

    static func ownVolumeOfOther(_ id: String, _ months: [Month]) -> Diagnostic {
        Diagnostic(
            "own-volume-of-other", .warning, key: "attribution",
            found: "volume on own GPUs in \(list(months)) that is attributed to \(id), which has not moved by then",
            expected: "own volume of workloads with `migrated_since` alone",
            fix:
                "add a rule under `attribution` for it, or write `migrated_since` beside \(id); until then nothing is said about the saving of these months"
        )
    }

    static func workloadWithoutOwnVolume(_ id: String, _ months: [Month]) -> Diagnostic {
        Diagnostic(
            "workload-without-own-volume", .warning, key: "workloads.\(id).migrated_since",
            found: "no volume of \(id) on own GPUs in \(list(months)), after its first month there",
            expected: "its tokens in a gateway's export of every such month",
            fix:
                "add the export with `serves: own`, or a rule under `attribution`; until then nothing is said about the saving of these months"
        )
    }

    static func noOwnVolume(_ months: [Month]) -> Diagnostic {
        Diagnostic(
            "no-own-volume", .warning, key: "sources", found: "no volume on own GPUs for \(list(months))",
            expected: "a gateway's export for every month since the first migration",
            fix:
                "add it with `serves: own` under `sources`; without it nothing is said about the saving"
        )
    }
}
