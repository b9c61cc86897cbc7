import Billing
import Diagnostics
import Foundation
import Importers
import Money
import Tabular
import TestSupport
import Testing

/// All records of a scan, whatever thread saw them.
private final class RowCollector: RecordVisitor {
    var records: [SlowRecord] = []

    func visit(_ batch: RecordBatch) {
        for record in batch.records {
            records.append(
                SlowRecord(
                    line: batch.line(record), fields: (0..<batch.fieldCount(record)).map { batch.text(record, $0) }))
        }
    }
}

/// A folder of small exports and the ledger that they give.
struct Sample: CustomTestStringConvertible {
    var name: String
    var files: [InputFile]
    private var expectedFile: URL

    var testDescription: String { name }

    static let all: [Sample] = {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Samples")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
        return names.sorted().filter { !$0.contains(".") }.map { name in
            let own = folder.appendingPathComponent(name)
            let files = ((try? FileManager.default.contentsOfDirectory(atPath: own.path)) ?? []).sorted()
            return Sample(
                name: name,
                files: files.filter { $0.hasSuffix(".csv") && !$0.hasPrefix("expected") }.map {
                    InputFile(path: own.appendingPathComponent($0).path, name: "\(name)/\($0)")
                }, expectedFile: own.appendingPathComponent("expected.ledger.csv"))
        }
    }()

    static let rates: ExchangeRates = {
        var rates = ExchangeRates()
        for month in [1, 2, 3, 4] {
            _ = rates.add(
                PublishedRate(
                    date: Month(year: 2026, month: month).lastDay, base: Currency("EUR"), quote: Currency("USD"),
                    rate: Amount(coefficient: 125, scale: 2), position: SourcePosition(file: "fx.csv")))
        }
        return rates
    }()

    func ledger(of imported: [ImportedFile]) throws -> Ledger {
        try LedgerBuilder(files: imported, reportingCurrency: Currency("USD"), rates: Self.rates).build().ledger
    }

    func ledgerText() throws -> String { text(try ledger(of: try importInvoices(files, rules: [], jobs: 1))) }

    func expected() throws -> String { try String(contentsOf: expectedFile, encoding: .utf8) }
    func record(_ text: String) throws { try text.write(to: expectedFile, atomically: true, encoding: .utf8) }
}

@Test(arguments: Sample.all)
func importsAsRecorded(_ sample: Sample) throws {
    let actual = try sample.ledgerText()
    if ProcessInfo.processInfo.environment["RECORD"] != nil { try sample.record(actual) }
    #expect(actual == (try sample.expected()), "run with RECORD=1 to accept")
}

/// What holds for every format of the registry.
@Suite struct ImporterContract {
    /// Totals of the samples, added up outside this program: `basis amount currency` a line of `totals.csv`.
    private static let declared: [String: [String]] = {
        let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent(
            "Samples/totals.csv")
        let lines = (try? String(contentsOf: path, encoding: .utf8))?.split(separator: "\n").dropFirst() ?? []
        return Dictionary(
            lines.map { $0.split(separator: ",").map(String.init) }.map { ($0[0], ["\($0[1]) \($0[2]) \($0[3])"]) },
            uniquingKeysWith: +)
    }()

    @Test func everyFormatHasASample() {
        #expect(Set(Sample.all.map(\.name)) == Set(importFormatIds))
    }

    @Test(arguments: Sample.all)
    func everySampleIsRecognisedByItsOwnFormat(_ sample: Sample) throws {
        let formats = try sample.files.map { try inspectInvoice($0).format }
        #expect(formats.contains(sample.name))
        #expect(!sample.files.isEmpty)
    }

    @Test(arguments: Sample.all)
    func rowsAreAcceptedRejectedOrSkipped(_ sample: Sample) throws {
        for file in sample.files {
            let imported = try inspectInvoice(file)
            #expect(imported.rows == imported.accepted + imported.rejected + imported.skipped)
            #expect(imported.rejected == 0)
            #expect(imported.accepted == imported.lines.map(\.rows).reduce(0, +))
        }
    }

    @Test(arguments: Sample.all)
    func gzipEqualsPlain(_ sample: Sample) throws {
        try expectSameLedger(sample) { bytes, _ in gzip(bytes) }
    }

    @Test(arguments: Sample.all)
    func zipEqualsPlain(_ sample: Sample) throws {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        let members = try sample.files.enumerated().map { Zip.Member("\($0).csv", try bytes(of: $1)) }
        let archive = try folder.write(Zip(members).bytes, as: "export.zip")
        let imported = try importInvoices([archive], rules: [], jobs: 1)
        #expect(imported.map(\.format).first == "zip")
        #expect(text(try sample.ledger(of: imported)) == (try sample.expected()))
    }

    /// Nobody has to say which format it is, and no two claim it.
    @Test(arguments: Sample.all)
    func noOtherFormatReadsTheFile(_ sample: Sample) throws {
        for file in sample.files {
            let own = try inspectInvoice(file).format
            for other in importFormatIds where other != own && other != "generic" {
                let failure = #expect(throws: Failure.self, "\(other)") {
                    try inspectInvoice(file, rules: [SourceRule(files: "*", format: other)])
                }
                #expect(failure?.diagnostics.map(\.code) == ["columns-missing"], "\(other)")
            }
        }
    }

    /// Rows of the file, added up as text, by nothing of what reads them.
    @Test(arguments: Sample.all)
    func totalsAreThoseOfTheAmountColumn(_ sample: Sample) throws {
        for file in sample.files {
            let imported = try inspectInvoice(file)
            guard let declared = Self.declared[file.name] else { continue }
            let bases = Set(declared.compactMap { $0.split(separator: " ").first.map(String.init) })
            let totals = imported.totals.filter { bases.contains($0.basis.rawValue) }
                .map { "\($0.basis.rawValue) \($0.amount) \($0.currency)" }
            #expect(totals.sorted() == declared.sorted(), "\(file.name)")
        }
    }

    @Test func everyFormatWithMoneyDeclaresATotal() throws {
        for sample in Sample.all {
            let withMoney = try sample.files.filter { try !inspectInvoice($0).totals.isEmpty }
            let hasTotal = withMoney.isEmpty || withMoney.contains { Self.declared[$0.name] != nil }
            #expect(
                hasTotal, "add up the amounts of \(sample.name) by other means and write them to Samples/totals.csv")
        }
    }

    @Test(arguments: Sample.all)
    func theSizeOfBlocksDoesNotMatter(_ sample: Sample) throws {
        for file in sample.files {
            let lines = try bytes(of: file)
            let expected = try #require(readSlowly(lines))
            for blockSize in [16, 64, 999, 1 << 20] {
                let collectors = (0..<3).map { _ in RowCollector() }
                let dialect = Dialect(
                    delimiter: try #require(try inspectInvoice(file).delimiter.utf8.first), headerLine: 0)
                _ = try scanRecords(
                    file, dialect: dialect, options: ScanOptions(blockSize: blockSize), visitors: collectors)
                let records = collectors.flatMap(\.records).sorted { $0.line < $1.line }
                if dialect.delimiter == UInt8(ascii: ",") {
                    #expect(records == expected.records, "\(file.name), block \(blockSize)")
                } else {
                    #expect(records.map(\.line) == expected.records.map(\.line), "\(file.name), block \(blockSize)")
                }
            }
        }
    }

    @Test(arguments: Sample.all, 1...3)
    func orderOfColumnsDoesNotMatter(_ sample: Sample, _ seed: Int) throws {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        var generator = SeededGenerator(seed: UInt64(seed))
        var files: [InputFile] = []
        for (index, file) in sample.files.enumerated() {
            let own = try inspectInvoice(file)
            let rows = try readTable(
                file, dialect: Dialect(delimiter: try #require(own.delimiter.utf8.first), headerLine: own.headerLine))
            let order = rows[0].fields.indices.shuffled(using: &generator)
            let lines = rows.map { row in
                order.map { column in
                    let cell = column < row.fields.count ? row.fields[column] : ""
                    return "\"\(cell.replacing("\"", with: "\"\""))\""
                }.joined(separator: ",")
            }
            // What stands before the header says more than the columns do.
            let preamble = String(decoding: try bytes(of: file), as: UTF8.self)
                .split(separator: "\n", omittingEmptySubsequences: false).prefix(own.headerLine - 1)
            files.append(
                try folder.write((preamble.map(String.init) + lines).joined(separator: "\n"), as: "\(index).csv"))
        }
        let imported = try importInvoices(files, rules: [], jobs: 1)
        #expect(text(try sample.ledger(of: imported)) == (try sample.expected()), "seed \(seed)")
    }

    /// Cut inside a row: what is left of the row has too few fields, or a quote stays open.
    @Test(arguments: Sample.all)
    func aFileThatBreaksOffIsReported(_ sample: Sample) throws {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        for file in sample.files {
            let whole = try bytes(of: file)
            let end = whole.lastIndex { $0 != 10 && $0 != 13 } ?? 0
            guard let start = whole[..<end].lastIndex(of: 10), try inspectInvoice(file).rows > 0 else { continue }
            let cut = try folder.write(Array(whole[...(start + 3)]), as: "cut.csv")
            let packed = try folder.write(Array(gzip(whole).dropLast(12)), as: "cut.csv.gz")
            let found = codes(cut)
            #expect(found == ["ragged-row"] || found == ["unclosed-quote"], "\(file.name)")
            #expect(codes(packed) == ["truncated-gzip"], "\(file.name)")
        }
    }

    /// What is said about a file: why it is refused, or why its rows are.
    private func codes(_ file: InputFile) -> [String] {
        do throws(Failure) {
            return try inspectInvoice(file).rejects.map(\.code)
        } catch {
            return error.diagnostics.map(\.code)
        }
    }

    private func bytes(of file: InputFile) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: URL(fileURLWithPath: file.path)))
    }

    @Test(arguments: Sample.all)
    func lineEndingsDoNotMatter(_ sample: Sample) throws {
        try expectSameLedger(sample) { bytes, _ in
            bytes.filter { $0 != 13 }.flatMap { $0 == 10 ? [13, 10] : [$0] }
        }
        try expectSameLedger(sample) { bytes, _ in bytes.filter { $0 != 13 } }
    }

    @Test(arguments: Sample.all)
    func aByteOrderMarkDoesNotMatter(_ sample: Sample) throws {
        try expectSameLedger(sample) { bytes, _ in
            bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? Array(bytes.dropFirst(3)) : [0xEF, 0xBB, 0xBF] + bytes
        }
    }

    @Test(arguments: Sample.all, 1...3)
    func orderOfRowsAndFilesDoesNotMatter(_ sample: Sample, _ seed: Int) throws {
        try expectSameLedger(sample, seed: UInt64(seed)) { bytes, headerLine in
            var generator = SeededGenerator(seed: UInt64(seed))
            var (head, rows) = headAndRows(bytes, headerLine: headerLine)
            rows.shuffle(using: &generator)
            return Array((head + rows).joined(separator: "\n").utf8)
        }
    }

    @Test(arguments: Sample.all)
    func theSameFileTwiceCountsOnce(_ sample: Sample) throws {
        let again = sample.files.map { InputFile(path: $0.path, name: "copy of \($0.name)") }
        let imported = try importInvoices(sample.files + again, rules: [], jobs: 1)
        #expect(text(try sample.ledger(of: imported)) == (try sample.expected()))
        #expect(imported.suffix(again.count).allSatisfy { $0.duplicateOf != nil })
    }

    /// The rows up to a day in one file, the others in another: as after two exports.
    @Test(arguments: Sample.all)
    func twoHalvesEqualTheWhole(_ sample: Sample) throws {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        var halves: [InputFile] = []
        for (index, file) in sample.files.enumerated() {
            let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file.path)))
            let (head, rows) = headAndRows(bytes, headerLine: try inspectInvoice(file).headerLine)
            for part in 0...1 {
                let own = rows.enumerated().filter { $0.offset % 2 == part }.map(\.element)
                halves.append(
                    try folder.write(
                        Array((head + own).joined(separator: "\n").utf8),
                        as: "\(index)-part-\(part + 1)-of-2.csv"))
            }
        }
        let imported = try importInvoices(halves, rules: [], jobs: 1)
        #expect(text(try sample.ledger(of: imported)) == (try sample.expected()))
    }

    /// Lines up to the header, and those after it.
    private func headAndRows(_ bytes: [UInt8], headerLine: Int) -> (head: [String], rows: [String]) {
        let lines = String(decoding: bytes, as: UTF8.self)
            .split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
        return (Array(lines.prefix(headerLine)), lines.dropFirst(headerLine).filter { !$0.isEmpty })
    }

    /// - Parameter seed: shuffles the files when given.
    private func expectSameLedger(_ sample: Sample, seed: UInt64? = nil, _ change: ([UInt8], Int) -> [UInt8]) throws {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        var files: [InputFile] = []
        for (index, file) in sample.files.enumerated() {
            let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file.path)))
            files.append(try folder.write(change(bytes, try inspectInvoice(file).headerLine), as: "\(index).csv"))
        }
        if let seed {
            var generator = SeededGenerator(seed: seed)
            files.shuffle(using: &generator)
        }
        let imported = try importInvoices(files, rules: [], jobs: 1)
        #expect(text(try sample.ledger(of: imported)) == (try sample.expected()))
    }
}
