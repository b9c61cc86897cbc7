package import Billing
package import Diagnostics
import Money
package import Tabular

/// Reads `control_totals.csv`: `vendor,month,currency,total[,tax,invoice_id]`.
///
/// - Returns: In the order of the file.
/// - Throws: 65 with every bad cell, unknown and missing columns, and a total that stands twice; 66.
package func readControlTotals(_ file: InputFile) throws(Failure) -> [ControlTotal] {
    let required = ["vendor", "month", "currency", "total"]
    let table = try ProjectTable(file, columns: required.joined(separator: ","))
    var errors = table.unknownColumns(known: required + ["tax", "invoice_id"]) + table.missingColumns(required)
    guard errors.isEmpty else { throw Failure(.badData, errors) }
    let styles = table.decimalStyles()
    var totals: [ControlTotal] = []
    for row in table.rows {
        func text(_ name: String) -> String { table.column(name).map { row.fields[$0] } ?? "" }
        func reject(_ name: String, _ expected: String, fix: String) {
            errors.append(
                .badTableValue(text(name), column: name, expected: expected, fix: fix, at: table.position(row.line)))
        }
        func amount(_ name: String) -> Amount? {
            guard let column = table.column(name) else { return nil }
            return table.number(row, column, styles, expected: "an amount of money such as 1250.50", &errors)
        }
        let before = errors.count
        if text("vendor").isEmpty { reject("vendor", "the vendor's name", fix: "write it as the invoices do") }
        let month = Month(text("month"))
        if month == nil {
            reject(
                "month", "a month such as 2026-09",
                fix: adviceOnMonth(text("month")) ?? "write the year and a month from 01 to 12")
        }
        let code = text("currency")
        if !isCurrencyCode(code) {
            reject(
                "currency", "a currency code such as USD", fix: "write the code of the invoice, as in EUR for the euro")
        }
        let total = amount("total")
        let tax = text("tax").isEmpty ? nil : amount("tax")
        guard errors.count == before, let month, let total else { continue }
        let invoice = text("invoice_id")
        let new = ControlTotal(
            vendor: text("vendor"), month: month, currency: Currency(code), total: total, tax: tax,
            invoiceId: invoice.isEmpty ? nil : invoice, position: table.position(row.line))
        if let earlier = totals.first(where: { $0.isSameInvoice(as: new) }) {
            errors.append(.controlTotalTwice(new, first: earlier.position))
        }
        totals.append(new)
    }
    guard errors.isEmpty else { throw Failure(.badData, errors) }
    return totals
}

extension ControlTotal {
    fileprivate func isSameInvoice(as other: ControlTotal) -> Bool {
        (vendor, month, currency) == (other.vendor, other.month, other.currency) && invoiceId == other.invoiceId
    }
}

extension Diagnostic {
    static func controlTotalTwice(_ total: ControlTotal, first: SourcePosition) -> Diagnostic {
        let invoice = total.invoiceId.map { ", invoice \($0)" } ?? ""
        return Diagnostic(
            "control-total-twice", at: total.position,
            found:
                "a second total of \(total.vendor) for \(total.month) in \(total.currency)\(invoice), first at \(first)",
            expected: "one row for an invoice",
            fix: "delete one of the two, or tell two invoices of a month apart by invoice_id")
    }
}
