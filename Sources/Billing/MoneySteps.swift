package import Diagnostics
package import Money

/// What becomes of the money of the invoices on its way into the ledger, in one currency.
///
/// The parts are summed from the files, the ledger from its rows: two ways to the same money, exact to the last digit.
package struct MoneySteps: Hashable, Sendable {
    package var currency: Currency
    /// Sum of control_totals.csv; nil: nothing is declared.
    package var declared: Amount?
    /// What was read for the same vendors and months.
    package var tied = Amount.zero
    /// Rows that could be read: billed, tax and credits included.
    package var accepted = Amount.zero
    /// Files that own GPUs answer for: no part of the API bill.
    package var own = Amount.zero
    /// Categories that `baseline.exclude` names.
    package var excluded = Amount.zero
    /// The run's basis beyond the billed cost: effective less billed, and effective cost where nothing is billed.
    package var basis = Amount.zero
    package var ledger = Amount.zero

    /// Accepted money that is neither left out for a reason nor in the ledger.
    ///
    /// - Throws: ``AmountError`` when it needs more than 38 digits.
    package func lost() throws(AmountError) -> Amount {
        try accepted.subtracting(own).subtracting(excluded).adding(basis).subtracting(ledger)
    }

    /// One entry a currency, in the order of their codes.
    ///
    /// - Throws: 65 when a sum needs more than 38 digits.
    package static func all(
        _ files: [ImportedFile], _ ledger: Ledger, _ ties: [TieRow], basis: CostBasis, exclude: Set<ChargeCategory>
    ) throws(Failure) -> [MoneySteps] {
        var found: [Currency: MoneySteps] = [:]
        func add(_ amount: Amount?, _ currency: Currency, to part: WritableKeyPath<MoneySteps, Amount>) throws(Failure)
        {
            guard let amount, !amount.isZero else { return }
            var steps = found[currency] ?? MoneySteps(currency: currency)
            let sum = steps[keyPath: part]
            steps[keyPath: part] = try exactly { () throws(AmountError) in try sum.adding(amount) }
            found[currency] = steps
        }
        for file in files {
            for total in file.totals where total.basis == .billed {
                try add(total.amount, total.currency, to: \.accepted)
                if file.serves == "own" { try add(total.amount, total.currency, to: \.own) }
            }
            guard file.serves != "own" else { continue }
            for line in file.lines {
                guard let currency = line.currency else { continue }
                if exclude.contains(line.category) {
                    try add(line.billedCost, currency, to: \.excluded)
                    continue
                }
                let used =
                    basis == .billed ? line.billedCost ?? line.effectiveCost : line.effectiveCost ?? line.billedCost
                guard let used, used != line.billedCost else { continue }
                let beyond = try exactly { () throws(AmountError) in
                    try used.subtracting(line.billedCost ?? .zero)
                }
                try add(beyond, currency, to: \.basis)
            }
        }
        for row in ledger.rows {
            if let currency = row.currency { try add(row.cost, currency, to: \.ledger) }
        }
        for tie in ties {
            guard let declared = tie.declared else { continue }
            try add(tie.imported, tie.currency, to: \.tied)
            var steps = found[tie.currency] ?? MoneySteps(currency: tie.currency)
            let sum = steps.declared ?? .zero
            steps.declared = try exactly { () throws(AmountError) in try sum.adding(declared) }
            found[tie.currency] = steps
        }
        return found.values.sorted { $0.currency.code < $1.currency.code }
    }
}
