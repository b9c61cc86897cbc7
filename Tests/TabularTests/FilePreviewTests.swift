import Diagnostics
import Tabular
import TestSupport
import Testing

@Suite("A preview") struct FilePreviewTests {
    private func failure(_ bytes: [UInt8]) throws -> Failure? {
        try withTemporaryFile(bytes) { path in
            #expect(throws: Failure.self) { try FilePreview.open(InputFile(path: path, name: "may.csv")) }
        }
    }

    private static let asCSV = "fix: open it and save the sheet as CSV UTF-8"

    @Test(
        "says what a file is that is no CSV",
        arguments: [
            ("", "an empty file (0 bytes), expected a header line and records", nil),
            ("\u{FEFF}", "a file with nothing but a byte order mark, expected a header line and records", nil),
            ("\n\r\n  \n", "a file of blank lines only, expected a header line and records", nil),
            (
                "\n <!DOCTYPE html><html>",
                "an HTML page, as a login or error page saved under the export's name, expected CSV text in UTF-8",
                "sign in and download the export again"
            ),
            (
                "<html lang=\"en\">",
                "an HTML page, as a login or error page saved under the export's name, expected CSV text in UTF-8", nil
            ),
            ("<?xml version=\"1.0\"?>", "an XML document, expected CSV text in UTF-8", "export it as CSV"),
            (
                "PK\u{3}\u{4}....[Content_Types].xml", "an Excel workbook (XLSX), expected CSV text in UTF-8",
                "open it and save the sheet as CSV UTF-8"
            ),
            (
                "PK\u{3}\u{4}....export.csv", "a ZIP archive, expected CSV text in UTF-8",
                "unpack it and give the CSV files in it"
            ),
            (
                "%PDF-1.7", "a PDF document, expected CSV text in UTF-8",
                "download the usage or cost export as CSV instead"
            ),
            ("PAR1abc", "a Parquet file, expected CSV text in UTF-8", "export it as CSV"),
            ("a\0b\0c\0,\0d\0\n\0", "UTF-16 text, expected CSV text in UTF-8", "save it again as CSV UTF-8"),
        ] as [(String, String, String?)])
    func names(text: String, message: String, fix: String?) throws {
        let failure = try failure(Array(text.utf8))
        #expect(failure?.status == .badData)
        #expect(failure?.diagnostics.map(\.message) == ["found " + message])
        #expect(failure?.diagnostics.first?.position == SourcePosition(file: "may.csv"))
        if let fix { #expect(failure?.diagnostics.first?.fix == fix) }
    }

    @Test(
        "tells UTF-16 by its byte order mark", arguments: [[0xFF, 0xFE, 0x61, 0], [0xFE, 0xFF, 0, 0x61]] as [[UInt8]])
    func utf16(bytes: [UInt8]) throws {
        #expect(try failure(bytes)?.diagnostics.first?.message == "found UTF-16 text, expected CSV text in UTF-8")
    }

    @Test("names the place of a byte that is not UTF-8")
    func invalidByte() throws {
        let bytes = Array("\u{FEFF}a,b\r\nc,M".utf8) + [0xFC] + Array("ller\n".utf8)
        #expect(
            try failure(bytes)?.diagnostics.map(\.rendered) == [
                """
                may.csv:2:4: error: found the byte 0xFC, which is not UTF-8, expected text in UTF-8
                  fix: save the file again as CSV UTF-8
                """
            ])
    }

    @Test("names the place of a NUL byte")
    func nul() throws {
        #expect(
            try failure(Array("name,cost\nx,\u{0}1\n".utf8))?.diagnostics.map(\.rendered) == [
                """
                may.csv:2:3: error: found a NUL byte, as in binary data, expected CSV text in UTF-8
                  fix: export it again as CSV UTF-8
                """
            ])
    }

    @Test("is 66 for a file that is not there, and for a folder")
    func missing() {
        for (path, text) in [
            (
                "/nonexistent/may.csv",
                "may.csv: error: found no such file, expected a readable file\n  fix: check the path and its spelling"
            ),
            (
                "/tmp",
                "may.csv: error: found a folder, expected a file\n  fix: name the files in it, or put a file in its place"
            ),
        ] {
            let failure = #expect(throws: Failure.self) {
                try FilePreview.open(InputFile(path: path, name: "may.csv"))
            }
            #expect(failure?.status == .missingInput)
            #expect(failure?.diagnostics.map(\.rendered) == [text])
        }
    }

    @Test(
        "knows encoding and line ends",
        arguments: [
            ("a,b\n1,2\n", "utf-8", "lf"), ("\u{FEFF}a,b\r\n1,2", "utf-8-bom", "crlf"), ("a\rb\r", "utf-8", "cr"),
            ("a\nb\r\n", "utf-8", "mixed"), ("a,b", "utf-8", "none"),
        ])
    func traits(text: String, encoding: String, lineEnding: String) throws {
        for isPacked in [false, true] {
            let bytes = isPacked ? try Gzip.compressed(Array(text.utf8)) : Array(text.utf8)
            try withTemporaryFile(bytes) { path in
                let preview = try FilePreview.open(InputFile(path: path, name: "x"))
                #expect(preview.encoding == encoding && preview.lineEnding == lineEnding)
                #expect(preview.compression == (isPacked ? .gzip : .none))
                #expect(preview.isWhole)
            }
        }
    }

    @Test("gives the first records and leaves out one that it cuts off")
    func records() throws {
        let text = "\u{FEFF}sep=;\n\n\"a;b\";c\n" + String(repeating: "é;\"x\ny\"\n", count: 60_000)
        try withTemporaryFile(Array(text.utf8)) { path in
            let preview = try FilePreview.open(InputFile(path: path, name: "x"))
            #expect(!preview.isWhole)
            #expect(
                preview.records(delimiter: UInt8(ascii: ";"), limit: 4) == [
                    PreviewRecord(line: 1, fields: ["sep=", ""]), PreviewRecord(line: 3, fields: ["a;b", "c"]),
                    PreviewRecord(line: 4, fields: ["é", "x\ny"]), PreviewRecord(line: 6, fields: ["é", "x\ny"]),
                ])
            let all = preview.records(delimiter: UInt8(ascii: ";"), limit: .max)
            #expect(all.count > 20_000)
            #expect(all.dropFirst(2).allSatisfy { $0.fields == ["é", "x\ny"] })
        }
    }
}
