import Billing
import Diagnostics
import Foundation
import Importers
import Money
import Tabular
import Testing

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
