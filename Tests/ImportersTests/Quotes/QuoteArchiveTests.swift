import Billing
import Diagnostics
import Foundation
import Importers
import Tabular
import TestSupport
import Testing

/// Quotes that come in an archive, as an e-mail's attachment does.
struct QuoteArchiveTests {
    private let asOf = Day(year: 2026, month: 11, day: 23)
    private let quote = "quote_line_id,vendor,gpu,price,price_unit,currency\na,V,H100 SXM 80GB,2.5,gpu_hour,USD\n"

    private func read(_ members: [Zip.Member]) throws -> QuoteImport {
        let scratch = ScratchFolder()
        write(Zip(members).bytes, to: scratch.file("offers.zip"))
        return try readQuotes([InputFile(path: scratch.file("offers.zip"), name: "quotes/offers.zip")], asOf: asOf)
    }

    @Test func tablesInAnArchiveAreReadAsIfTheyStoodAlone() throws {
        let found = try read([Zip.Member("may/v.csv", quote), Zip.Member("letter.pdf", "%PDF")])
        #expect(found.lines.map(\.id) == ["a"])
        #expect(found.files.map(\.file.name) == ["quotes/offers.zip/may/v.csv"])
        #expect(found.files[0].sha256 == sha256(of: Array(quote.utf8)))
        #expect(
            found.notes.map(\.rendered).contains(
                "quotes/offers.zip/letter.pdf: note: a document beside the tables; it is not read"),
            "\(found.notes.map(\.rendered))")
    }

    /// As gpuhunt publishes its catalogue: a file a provider.
    @Test func aCatalogueInAnArchiveIsAPriceList() throws {
        let list =
            "instance_name,location,price,cpu,memory,gpu_count,gpu_name,gpu_memory,spot,disk_size\n"
            + "Standard_NC40ads_H100_v5,eastus,6.98,40,320,1,H100NVL,94,False,\n"
        let found = try read([Zip.Member("azure.csv", list)])
        #expect(found.files.map(\.format) == ["gpuhunt"])
        #expect(found.lines.map(\.id) == ["azure-standard_nc40ads_h100_v5-eastus"])
        #expect(found.lines.map(\.vendor) == ["Azure"])
    }

    @Test func anArchiveWithoutTablesIsRefused() throws {
        let failure = try failure { _ = try read([Zip.Member("letter.pdf", "%PDF")]) }
        #expect(failure.status == .badData)
        #expect(
            failure.text == [
                "quotes/offers.zip: error: found a ZIP archive without a CSV file, expected at least one .csv, .tsv or gzip of these\n"
                    + "  fix: export it as CSV, or remove the archive"
            ])
    }
}
