import Billing
import Diagnostics
import Exporters
import Importers
import Reports
import Settings
import Tabular

/// Exports turned into the ledger, each row in its own currency.
struct LedgerConversion: Sendable {
    let csv: [UInt8]
    let rows: Int
    let findings: [Diagnostic]
    /// 3 when a file has rejected rows: the ledger lacks them.
    let status: ExitStatus

    /// - Throws: 65 and 66 for the files, as a report does.
    init(_ project: FilesOfProject, jobs: Int) throws(Failure) {
        let settings = project.settings
        let attribution = settings.attribution.map(Attribution.rules) ?? .byTagOrProject
        var rates = ExchangeRates()
        if let file = project.project?.exchangeRates { rates = try readExchangeRates(file) }
        let invoices = try importInvoices(
            project.files, rules: settings.sources, jobs: jobs, attribution: attribution,
            defaultCurrency: settings.currency)
        var builder = LedgerBuilder(
            files: invoices, attribution: attribution, basis: settings.baseline.basis,
            exclude: Set(settings.baseline.exclude), reportingCurrency: settings.currency, rates: rates)
        builder.needsReportingCurrency = false
        let outcome = try builder.build()
        csv = try encodeCSV(BillTables.spend(outcome.ledger, reporting: outcome.currency))
        rows = outcome.ledger.rows.count
        let rejects = invoices.flatMap(\.rejects)
        findings =
            ReportMessages.rejected(rejects) + outcome.notes + invoices.flatMap(\.notes)
        status = rejects.isEmpty ? .ok : .checksFailed
    }

    func json(output: String?) -> JSONValue {
        guard case .object(let members) = ReportMessages.findings(findings, ok: status == .ok) else { return .null }
        return .object(
            [
                .init("output", output.map(JSONValue.string) ?? .null), .init("format", "ledger"),
                .init("rows", .integer(rows)),
            ] + members)
    }
}
