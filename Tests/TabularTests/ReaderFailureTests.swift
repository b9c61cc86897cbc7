import Diagnostics
import Tabular
import TestSupport
import Testing

@Suite("The reader stops with the first fault") struct ReaderFailureTests {
    private static let cuts: [(blockSize: Int, jobs: Int)] = [(16, 1), (37, 3), (64, 2), (4096, 2), (1 << 20, 2)]

    /// The message, which must be the same however the work is cut.
    private func message(_ bytes: [UInt8], cuts: [(blockSize: Int, jobs: Int)] = cuts) throws -> String? {
        try withTemporaryFile(bytes) { path in
            var messages: Set<String> = []
            for (blockSize, jobs) in cuts {
                let failure = #expect(throws: Failure.self, "block \(blockSize)") {
                    try scan(path, blockSize: blockSize, jobs: jobs)
                }
                #expect(failure?.status == .badData)
                for diagnostic in failure?.diagnostics ?? [] { messages.insert(diagnostic.rendered) }
            }
            #expect(messages.count == 1)
            return messages.first
        }
    }

    @Test("a quote that is never closed")
    func unclosedQuote() throws {
        #expect(
            try message(Array("a,b\n1,\"x\ny\"\n2,\"abc,d\ne,f\n".utf8)) == """
                export.csv:4: error: found a record with a quoted field that the file never closes, expected a closing quote
                  fix: close the quote, or double a quote that belongs to the text; if the file breaks off, export it again
                """)
    }

    @Test("a row with 10,000 columns")
    func tooManyFields() throws {
        let row = Array(repeating: "x", count: 10_000).joined(separator: ",")
        let expected = """
            export.csv:3: error: found a record of more than 5,000 fields, expected at most 5,000
              fix: check the delimiter and the line ends of the file
            """
        #expect(try message(Array("a,b\n1,2\n\(row)\n3,4\n".utf8)) == expected)
        #expect(try message(Array("a,b\n1,2\n\(row)".utf8)) == expected)
    }

    @Test("and takes a row with 5,000 columns")
    func manyFields() throws {
        let row = Array(repeating: "x", count: 5000).joined(separator: ",")
        try withTemporaryFile(Array("\(row)\n".utf8)) { path in
            for (blockSize, jobs) in Self.cuts {
                let records = try scan(path, blockSize: blockSize, jobs: jobs).records
                #expect(records.first?.fields.count == 5000)
            }
        }
    }

    @Test("a record of more than 16 MiB")
    func recordTooLong() throws {
        var bytes = Array("a,b\n1,\"".utf8)
        bytes += repeatElement(UInt8(ascii: "x"), count: 17 << 20)
        bytes += Array("\"\n".utf8)
        #expect(
            try message(bytes, cuts: [(1 << 19, 2), (1 << 20, 1), (3 << 20, 2)]) == """
                export.csv:2: error: found a record of more than 16 MiB, expected at most 16 MiB
                  fix: check for a quote that opens here and is not closed where it should be
                """)
    }

    @Test("a byte that is not UTF-8, at its line and column", arguments: 0..<60)
    func invalidUTF8(seed: Int) throws {
        var generator = SplitMix64(seed: UInt64(seed))
        let wrong: [[UInt8]] = [
            [0xFC], [0x80], [0xC3], [0xE2, 0x82], [0xF0, 0x9D, 0x84], [0xED, 0xA0, 0x80], [0xC0, 0xAF], [0xF5],
        ]
        let before = randomCSV(using: &generator, pieces: generator.integer(in: 0...80))
        guard readSlowly(before + Array("x".utf8)) != nil else { return }
        let fault = wrong[generator.integer(in: 0...7)]
        let bytes = before + fault + (generator.integer(in: 0...1) == 0 ? [] : Array(",after\n\"é\"\n".utf8))
        var line = 1
        var column = 1
        let hasMark = before.starts(with: [0xEF, 0xBB, 0xBF])
        for (i, byte) in before.enumerated().dropFirst(hasMark ? 3 : 0) {
            column += 1
            if byte == 13 || byte == 10 {
                if byte == 13 || i == 0 || before[i - 1] != 13 { line += 1 }
                column = 1
            }
        }
        let hex = String(fault[0], radix: 16, uppercase: true)
        let found = try message(bytes)
        #expect(
            found?.hasPrefix("export.csv:\(line):\(column): error: found the byte 0x\(hex), which is not UTF-8")
                == true,
            "seed \(seed): \(found ?? "")")
    }
}

@Suite("A gzip file") struct GzipReadingTests {
    @Test("reads like the plain file, in any number of members", arguments: 0..<40)
    func members(seed: Int) throws {
        var generator = SplitMix64(seed: UInt64(seed))
        let bytes = randomCSV(using: &generator, pieces: generator.integer(in: 0...600))
        guard let expected = readSlowly(bytes) else { return }
        var packed: [UInt8] = []
        var rest = bytes[...]
        repeat {
            let piece = rest.prefix(generator.integer(in: 0...2000))
            packed += try Gzip.compressed(Array(piece))
            rest = rest.dropFirst(piece.count)
        } while !rest.isEmpty
        if generator.integer(in: 0...2) == 0 { packed += [0, 0, 0] }
        try withTemporaryFile(packed) { path in
            for (blockSize, jobs) in [(16, 1), (100, 3), (4096, 2), (1 << 20, 2)] {
                let actual = try scan(path, blockSize: blockSize, jobs: jobs)
                #expect(actual.records == expected.records, "seed \(seed), block \(blockSize), jobs \(jobs)")
                #expect(actual.summary.sha256 == sha256(of: packed) && actual.summary.bytes == packed.count)
            }
        }
    }

    @Test("that breaks off is refused wherever it breaks off")
    func truncated() throws {
        let packed = try Gzip.compressed(Array(String(repeating: "a,b,c\n1,2,3\n", count: 50).utf8))
        for length in 3..<packed.count {
            try withTemporaryFile(Array(packed[..<length])) { path in
                let failure = #expect(throws: Failure.self, "\(length)") { try scan(path, blockSize: 100, jobs: 2) }
                #expect(
                    failure?.diagnostics.map(\.rendered) == [
                        """
                        export.csv: error: found a gzip file that breaks off, expected a whole gzip file
                          fix: download it again and compare its size with the source
                        """
                    ], "\(length)")
            }
        }
    }

    @Test("that is damaged is refused")
    func corrupt() throws {
        var packed = try Gzip.compressed(Array("a,b,c\n1,2,3\n".utf8))
        packed[packed.count - 6] ^= 0xFF
        try withTemporaryFile(packed) { path in
            let failure = #expect(throws: Failure.self) { try scan(path, blockSize: 100, jobs: 2) }
            #expect(
                failure?.diagnostics.map(\.rendered) == [
                    """
                    export.csv: error: found a corrupt gzip file (damage after 12 unpacked bytes), expected a whole gzip file
                      fix: download it again
                    """
                ])
        }
    }
}
