package import Diagnostics
package import Money

package enum TieResult: String, Hashable, Sendable {
    case pass, fail
    case noDeclaredTotal = "no declared total"
}

/// One comparison of what was imported with what the paper invoice says. Billed cost, whatever the run's basis.
package struct TieRow: Hashable, Sendable {
    package var vendor: String
    package var month: Month
    package var currency: Currency
    package var declared: Amount?
    package var imported: Amount
    /// `imported − declared`; nil without a declared total.
    package var difference: Amount?
    package var tolerance: Amount
    package var result: TieResult
}

/// Compares imported money with declared totals, by vendor, month and currency.
///
/// A declared total includes the declared tax. Exports that hold no tax rows for the month are compared without it.
///
/// - Returns: Sorted rows: one for each that was imported or declared.
/// - Throws: 65 for every total that is off by more than 1 unit and 0.1 %.
package func reconcile(
    _ totals: [ControlTotal], with files: [ImportedFile], names: ModelNames = .shipped
) throws(Failure) -> [TieRow] {
    struct Key: Hashable {
        var vendor: String
        var month: Month
        var currency: Currency
    }
    struct Entry {
        var imported = Amount.zero
        var hasTax = false
        var centRows = 0
        var declared: Amount?
        var tax = Amount.zero
        var position: SourcePosition?
    }
    var entries: [Key: Entry] = [:]
    var spelling: [String: String] = [:]
    func add(_ a: Amount, _ b: Amount) throws(Failure) -> Amount {
        try exactly { () throws(AmountError) in try a.adding(b) }
    }
    // A gateway's count of what own GPUs serve is no bill; bills for the GPUs are declared like others.
    for file in files where file.serves != "own" || file.evidence != .metered {
        for line in file.lines {
            guard let cost = line.billedCost, let currency = line.currency else { continue }
            let provider = names.canonicalProvider(line.provider)
            spelling[provider.lowercased()] = min(spelling[provider.lowercased()] ?? provider, provider)
            let key = Key(vendor: provider.lowercased(), month: line.month, currency: currency)
            var entry = entries[key] ?? Entry()
            entry.imported = try add(entry.imported, cost)
            if line.category == .tax { entry.hasTax = true }
            if file.roundsRowsToCents { entry.centRows += line.rows }
            entries[key] = entry
        }
    }
    let vendors = spelling.values.sorted()
    for total in totals {
        let vendor = names.canonicalProvider(total.vendor)
        spelling[vendor.lowercased()] = spelling[vendor.lowercased()] ?? vendor
        let key = Key(vendor: vendor.lowercased(), month: total.month, currency: total.currency)
        var entry = entries[key] ?? Entry()
        entry.declared = try add(entry.declared ?? .zero, total.total)
        entry.tax = try add(entry.tax, total.tax ?? .zero)
        entry.position = entry.position ?? total.position
        entries[key] = entry
    }
    var problems: [Diagnostic] = []
    var rows: [TieRow] = []
    for (key, entry) in entries {
        let halfCents = try exactly { () throws(AmountError) in
            try Amount(coefficient: 5, scale: 3).multiplied(by: Amount(entry.centRows))
        }
        let tolerance = max(Amount(coefficient: 1, scale: 2), halfCents)
        var row = TieRow(
            vendor: spelling[key.vendor] ?? key.vendor, month: key.month, currency: key.currency, declared: nil,
            imported: entry.imported, difference: nil, tolerance: tolerance, result: .noDeclaredTotal)
        if let total = entry.declared {
            let declared = entry.hasTax ? total : try add(total, entry.tax.negated)
            let difference = try add(entry.imported, declared.negated)
            row.declared = declared
            row.difference = difference
            row.result = difference.magnitude > tolerance ? .fail : .pass
            let share = try exactly { () throws(AmountError) in try difference.magnitude.multiplied(by: Amount(1000)) }
            if difference.magnitude > Amount(1), share > declared.magnitude, difference.magnitude > tolerance {
                let rejected = files.flatMap(\.rejects).map { "\($0.file):\($0.line)" }
                problems.append(
                    .controlTotalOff(
                        row, vendors: vendors, rejected: rejected,
                        at: entry.position ?? SourcePosition(file: "control_totals.csv")))
            }
        }
        rows.append(row)
    }
    guard problems.isEmpty else {
        let nowhere = SourcePosition(file: "")
        throw Failure(
            .badData, problems.sorted { ($0.position ?? nowhere, $0.found) < ($1.position ?? nowhere, $1.found) })
    }
    return rows.sorted { ($0.vendor, $0.month, $0.currency) < ($1.vendor, $1.month, $1.currency) }
}

extension Diagnostic {
    static func controlTotalOff(
        _ row: TieRow, vendors: [String], rejected: [String], at position: SourcePosition
    ) -> Diagnostic {
        let declared = row.declared?.description ?? ""
        let difference = row.difference?.description ?? ""
        let isUnknown = !vendors.contains(row.vendor)
        return Diagnostic(
            "control-total-off", at: position,
            found: "\(row.imported) \(row.currency) imported for \(row.vendor) \(row.month), a difference of "
                + "\(difference)",
            expected: "the declared \(declared) \(row.currency), within 1 unit or 0.1 %",
            fix: isUnknown
                ? "no invoice names this vendor; the invoices name \(vendors.isEmpty ? "none" : vendors.joined(separator: ", "))"
                : (rejected.isEmpty
                    ? ""
                    : "mend the \(rejected.count == 1 ? "row" : "rows") rejected at \(rejected.prefix(3).joined(separator: ", "))\(rejected.count > 3 ? " and others" : ""), or ")
                    + "look for an export that is missing, imported twice or of another month, else correct the total")
    }
}
