import Diagnostics
import TestSupport
import Testing

@testable import Tabular

@Suite("The pieces of the reader") struct PiecesTests {
    @Test("the masks are what a look at each byte gives, in both versions", arguments: 0..<50)
    func masks(seed: Int) {
        var generator = SplitMix64(seed: UInt64(seed))
        let alphabet: [UInt8] = [34, 44, 10, 13, 59, 9, 0, 127, 128, 255, 162, 172, 138, 141, 97, 33, 35, 43, 45]
        let delimiter: UInt8 = [44, 59, 9, 124][seed % 4]
        let bytes = (0..<64).map { _ in alphabet[generator.integer(in: 0...(alphabet.count - 1))] }
        var expected = ByteMasks(quotes: 0, newlines: 0, ends: 0)
        for (i, byte) in bytes.enumerated() {
            let bit: UInt64 = 1 << UInt64(i)
            if byte == 34 { expected.quotes |= bit }
            if byte == 10 || byte == 13 { expected.newlines |= bit }
            if byte == 10 || byte == 13 || byte == delimiter { expected.ends |= bit }
        }
        bytes.withUnsafeBufferPointer { bytes in
            #expect(ByteMasker(delimiter: delimiter).masks(bytes.baseAddress!) == expected, "seed \(seed)")
            #expect(PortableByteMasker(delimiter: delimiter).masks(bytes.baseAddress!) == expected, "seed \(seed)")
        }
    }

    @Test("the check of characters agrees with the standard library", arguments: 0..<50)
    func characters(seed: Int) {
        var generator = SplitMix64(seed: UInt64(seed))
        for _ in 0..<200 {
            var bytes = Array("plain text é日𝄞 and enough of it to fill whole words: 0123456789".utf8)
            for _ in 0..<generator.integer(in: 0...2) {
                bytes[generator.integer(in: 0...(bytes.count - 1))] = UInt8(generator.integer(in: 0...255))
            }
            bytes.removeLast(generator.integer(in: 0...bytes.count))
            let isValid = String(validating: bytes, as: UTF8.self) != nil
            #expect((firstInvalidUTF8(bytes, isWhole: true) == nil) == isValid, "seed \(seed): \(bytes)")
        }
    }

    @Test(
        "a field's text loses its quotes and nothing else",
        arguments: [
            ("abc", "abc"), ("\"abc\"", "abc"), ("\"a\"\"b\"", "a\"b"), ("\"\"", ""), ("", ""), ("a\"b\"", "a\"b\""),
            ("\"a\"b\"c", "ab\"c"), ("\"\"x", "x"), ("\"\"\"\"", "\""), ("\"a,\nb\" ", "a,\nb "),
        ])
    func texts(raw: String, text: String) {
        let result = Array(raw.utf8).withUnsafeBufferPointer { unquoted($0) }
        #expect(String(decoding: result, as: UTF8.self) == text)
    }

    @Test("SHA-256 is that of the standard's examples")
    func digests() throws {
        #expect(
            sha256(of: Array("abc".utf8)) == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        #expect(sha256(of: []) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        let million = [UInt8](repeating: 97, count: 1_000_000)
        let expected = "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
        #expect(sha256(of: million) == expected)
        let ofFile = try withTemporaryFile(million) { path in try sha256(ofFile: path) }
        #expect(ofFile == expected)
    }

    @Test("what the encoder writes, the slow reader reads back", arguments: 0..<50)
    func encoder(seed: Int) throws {
        var generator = SplitMix64(seed: UInt64(seed))
        let pieces = ["", "a", ",", "\"", "\n", "\r", "\r\n", "é", " ", "12.5", "=1+1"]
        let records = (0..<20).map { _ in
            (0...generator.integer(in: 0...4)).map { _ in
                (0..<generator.integer(in: 0...3)).map { _ in pieces[generator.integer(in: 0...10)] }.joined()
            }
        }
        var encoder = CSVEncoder()
        for record in records { encoder.append(record: record) }
        #expect(try #require(readSlowly(encoder.take())).records.map(\.fields) == records, "seed \(seed)")
    }

    @Test("the encoder quotes only what needs it")
    func quoting() {
        var encoder = CSVEncoder()
        encoder.append(record: ["a b", "1,5", "say \"hi\"", "", "x\ny"])
        encoder.append(record: [""])
        #expect(String(decoding: encoder.take(), as: UTF8.self) == "a b,\"1,5\",\"say \"\"hi\"\"\",,\"x\ny\"\n\"\"\n")
    }
}

@Suite("A small table") struct TableReadingTests {
    private func rows(_ text: String, headerLine: Int = 1) throws -> [TableRow] {
        try withTemporaryFile(Array(text.utf8)) { path in
            try readTable(
                InputFile(path: path, name: "fx.csv"), dialect: Dialect(delimiter: 44, headerLine: headerLine))
        }
    }

    @Test("begins with its header and leaves out preamble and blank lines")
    func table() throws {
        #expect(
            try rows("Report,x\n\n\u{65E5},USD\n2026-01-01,1.1\r\n\r\n2026-01-02,\"1,2\"", headerLine: 3) == [
                TableRow(line: 3, fields: ["日", "USD"]), TableRow(line: 4, fields: ["2026-01-01", "1.1"]),
                TableRow(line: 6, fields: ["2026-01-02", "1,2"]),
            ])
    }

    @Test("has a header where the caller says, and at most 200,000 records")
    func faults() throws {
        let missing = #expect(throws: Failure.self) { try rows("a,b\n\n", headerLine: 2) }
        #expect(
            missing?.diagnostics.map(\.rendered) == [
                "fx.csv:2: error: found no record that begins on this line, expected the header\n  fix: wait until nobody writes to the file, then run again"
            ])
        #expect(try rows(String(repeating: "a\n", count: 200_001)).count == 200_001)
        let long = #expect(throws: Failure.self) { try rows(String(repeating: "a\n", count: 200_002)) }
        #expect(
            long?.diagnostics.map(\.rendered) == [
                """
                fx.csv:200002: error: found more than 200,000 records, expected a small table
                  fix: keep only the rows that the project needs
                """
            ])
    }
}
