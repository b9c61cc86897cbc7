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
    let outcome: ConversionOutcome

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
        let result = try builder.build()
        csv = try encodeCSV(BillTables.spend(result.ledger, reporting: result.currency))
        let rejects = invoices.flatMap(\.rejects)
        outcome = ConversionOutcome(
            format: "ledger", rows: result.ledger.rows.count,
            findings: ReportMessages.rejected(rejects) + result.notes + invoices.flatMap(\.notes),
            status: rejects.isEmpty ? .ok : .checksFailed)
    }
}
