import Billing
import Diagnostics
import Importers
import Money
import Tabular
import TestSupport
import Testing

/// Archives, lists of parts, and files that say the same.
@Suite struct SourceFilesTests {
    private static let header = "Vendor,Month,Amount,Currency\n"
    private static func table(_ amount: Int, month: Int = 1) -> String {
        header + "A,2026-0\(month),\(amount),EUR\n"
    }

    private func imported(_ files: [(String, [UInt8])]) throws -> [ImportedFile] {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        return try importInvoices(files.map { try folder.write($0.1, as: $0.0) }, rules: [], jobs: 2)
    }

    private func message(_ files: [(String, [UInt8])]) throws -> [String] {
        let failure = try #require(#expect(throws: Failure.self) { try imported(files) })
        #expect(failure.status == .badData)
        return failure.diagnostics.map(\.rendered)
    }

    private func zip(_ members: (String, String)...) -> [UInt8] {
        Zip(members.map { Zip.Member($0.0, $0.1) }).bytes
    }

    @Test func eachTableOfAnArchiveIsASourceBehindTheArchive() throws {
        let bytes = zip(
            ("b/one.csv", Self.table(1)), ("two.csv", Self.table(2, month: 2)), ("README.txt", "hello"),
            ("data.parquet", "PAR1"), ("__MACOSX/._two.csv", "x"), ("b/.DS_Store", "x"))
        let files = try imported([("x.zip", bytes)])
        #expect(files.map(\.name) == ["x.zip", "x.zip/b/one.csv", "x.zip/two.csv"])
        #expect(files.map(\.format) == ["zip", "generic", "generic"])
        #expect(
            files.map(\.sha256) == [bytes, Array(Self.table(1).utf8), Array(Self.table(2, month: 2).utf8)].map(sha256))
        #expect(files.map(\.compression) == ["zip", "zip", "zip"])
        #expect(files.flatMap(\.totals).map(\.amount) == [Amount(1), Amount(2)])
        #expect(files.flatMap(\.lines).map(\.source) == [1, 2])
        #expect(
            files[0].notes.map(\.rendered) == [
                "x.zip/README.txt: note: a document beside the tables; it is not read",
                """
                x.zip/data.parquet: warning: found a member that is not .csv, .tsv or a gzip of these, expected a CSV export
                  fix: if it holds charges, export it as CSV; it is not part of this report
                """,
            ])
    }

    @Test func aBadRowInAnArchiveNamesArchiveAndMember() throws {
        let files = try imported([("x.zip", zip(("t.csv", Self.table(1) + "A,2026-02,x,EUR\n")))])
        #expect(files[1].rejects.map { "\($0.file):\($0.line)" } == ["x.zip/t.csv:3"])
    }

    @Test func anArchiveInAnArchiveIsRefused() throws {
        #expect(
            try message([("x.zip", zip(("t.csv", Self.table(1)), ("more/inner.zip", "PK")))]) == [
                """
                x.zip: error: found an archive within the archive: more/inner.zip, expected CSV files
                  fix: unpack more/inner.zip and give the files in it
                """
            ])
    }

    @Test func anArchiveWithoutTablesIsRefused() throws {
        #expect(
            try message([("x.zip", zip(("invoice.pdf", "%PDF")))]) == [
                """
                x.zip: error: found a ZIP archive without a CSV file, expected at least one .csv, .tsv or gzip of these
                  fix: export it as CSV, or remove the archive
                """
            ])
    }

    @Test func aWorkbookIsStillCalledOne() throws {
        #expect(
            try message([("x.zip", zip(("[Content_Types].xml", "<x/>"), ("xl/workbook.xml", "<x/>")))])[0]
                .hasPrefix("x.zip: error: found an Excel workbook (XLSX), expected CSV text in UTF-8"))
    }

    @Test func theFaultsOfAllArchivesAreTold() throws {
        let broken = Array(zip(("t.csv", Self.table(1))).prefix(40))
        #expect(try message([("x.zip", broken), ("y.zip", broken), ("z.csv", [])]).count == 3)
    }

    // MARK: The same money twice

    @Test func filesThatSayTheSameCountOnceAndAreBothNamed() throws {
        let text = Self.table(7)
        let twins: [(String, [UInt8], String)] = [
            ("b.csv", Array(text.utf8), "the same bytes as"),
            ("b.zip", zip(("a.csv", text)), "the same bytes as"),
            ("b.csv", Array(text.replacing("\n", with: "\r\n").utf8), "the same text (line ends and packing aside) as"),
            ("b.csv", Array("\u{FEFF}\(text)".utf8), "the same text (line ends and packing aside) as"),
            ("b.csv.gz", gzip(Array(text.utf8)), "the same text (line ends and packing aside) as"),
        ]
        for (name, bytes, words) in twins {
            let files = try imported([("a.csv", Array(text.utf8)), (name, bytes)])
            let twin = try #require(files.last)
            #expect(files.flatMap(\.totals).map(\.amount) == [Amount(7)])
            #expect((twin.rows, twin.accepted, twin.skipped, twin.duplicateOf) == (1, 0, 1, "a.csv"))
            #expect(
                twin.notes.map(\.rendered) == [
                    """
                    \(twin.name): warning: found \(words) a.csv; its rows are counted once, expected each export once
                      fix: move one of the two out of the project
                    """
                ])
        }
    }

    @Test func filesOfEqualSumsThatSayOtherThingsAreNoTwins() throws {
        let a = Self.header + "A,2026-01,1,EUR\nA,2026-01,2,EUR\n"
        let b = Self.header + "A,2026-01,2,EUR\nA,2026-01,1,EUR\n"
        #expect(try message([("a.csv", Array(a.utf8)), ("b.csv", Array(b.utf8))])[0].contains("the same money twice"))
    }

    // MARK: Parts

    @Test func aGapInThePartNumbersIsAMissingPart() throws {
        func part(_ n: Int) -> [UInt8] { gzip(Array(Self.table(n, month: n).utf8)) }
        #expect(
            try message([("e-00001.csv.gz", part(1)), ("e-00003.csv.gz", part(3))]) == [
                """
                e-00001.csv.gz: error: found an export in parts without part 2, expected every part of the export
                  fix: download the missing part
                """
            ])
        #expect(
            try message([("e-part-2-of-4.csv", part(2))]) == [
                """
                e-part-2-of-4.csv: error: found an export in parts without parts 1, 3, 4, expected every part of the export
                  fix: download the missing parts
                """
            ])
        for names in [
            ["e-00001.csv.gz", "e-00002.csv.gz"], ["e-00000.csv.gz", "e-00001.csv.gz"], ["invoice-00042.csv"],
            ["e-part-1-of-2.csv", "e-part-2-of-2.csv"], ["e_part-0-of-2.csv", "e_part-1-of-2.csv"],
            ["a/invoice-00042.csv".replacing("/", with: "_"), "a_invoice-00045.csv"],
        ] {
            let files = names.enumerated().map { ($1, part($0 + 1)) }
            #expect(try imported(files).count == names.count)
        }
    }

    @Test(arguments: [
        #"{"reportKeys": ["p/20260101-20260201/e-1.csv.gz", "p\/20260101-20260201\/e-2.csv.gz"]}"#,
        #"{"dataFiles": ["s3://bucket/e-1.csv.gz", "s3://bucket/e-2.csv.gz"]}"#,
        #"{"blobs": [{"blobName": "x/e-1.csv.gz"}, {"blobName": "x/e-2.csv.gz"}], "blobCount": 2}"#,
    ])
    func aManifestNamesThePartsThatAreNotThere(_ manifest: String) throws {
        let first = ("e-1.csv", Array(Self.table(1).utf8))
        let second = ("e-2.csv.gz", gzip(Array(Self.table(2, month: 2).utf8)))
        let list = ("Manifest.json", Array(manifest.utf8))
        #expect(try imported([list, first, second]).count == 2)
        #expect(
            try message([list, first]) == [
                """
                Manifest.json: error: found a manifest of 2 parts, of which 1 is not there: e-2.csv.gz, expected every \
                part of the export
                  fix: download the missing parts, or remove the manifest if it is of another export
                """
            ])
    }

    @Test func aManifestInAnArchiveCountsForTheArchive() throws {
        let manifest = #"{"files": ["part-1-of-2.csv", "part-2-of-2.csv"]}"#
        let whole = zip(
            ("manifest.json", manifest), ("part-1-of-2.csv", Self.table(1)),
            ("part-2-of-2.csv", Self.table(2, month: 2)))
        #expect(try imported([("x.zip", whole)]).count == 3)
        let half = zip(("manifest.json", manifest), ("part-1-of-2.csv", Self.table(1)))
        #expect(
            try message([("x.zip", half)]).map { $0.prefix(31) } == [
                "x.zip/manifest.json: error: fou", "x.zip/part-1-of-2.csv: error: f",
            ])
    }
}
