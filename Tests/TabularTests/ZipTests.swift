import Diagnostics
import Tabular
import TestSupport
import Testing

@Suite("ZIP archives") struct ZipTests {
    private func members<R>(_ bytes: [UInt8], _ body: ([InputFile]) throws -> R) throws -> R {
        try withTemporaryFile(bytes) { path in
            let file = InputFile(path: path, name: "a.zip")
            return try body(
                ZipDirectory(file).members.map { InputFile(path: path, name: "a.zip/\($0.name)", member: $0) })
        }
    }

    private func text(_ file: InputFile) throws -> String {
        String(decoding: try FilePreview.open(file).bytes, as: UTF8.self)
    }

    @Test("give what was put in, deflated, stored, empty, gzipped, behind other bytes and with 64-bit sizes")
    func reads() throws {
        var wide = Zip.Member("wide.csv", "w,1\n")
        wide.usesWideSizes = true
        var zip = Zip([
            Zip.Member("folder/", []), Zip.Member("folder/été.csv", "a,b\n1,2\n"),
            Zip.Member("stored.csv", Array("c,d\n".utf8), method: 0), wide,
            Zip.Member("packed.csv.gz", try Gzip.compressed(Array("e,f\n".utf8))),
        ])
        for change in [0, 1, 2, 3] {
            if change == 1 { zip.prefix = Array("#!/bin/sh\n".utf8) }
            if change == 2 { zip.comment = Array("PK\u{5}\u{6} of no meaning".utf8) }
            if change == 3 { zip.usesWideEnd = true }
            try members(zip.bytes) { files in
                #expect(
                    files.map(\.name) == [
                        "a.zip/folder/été.csv", "a.zip/stored.csv", "a.zip/wide.csv", "a.zip/packed.csv.gz",
                    ])
                let texts = try files.map(text)
                #expect(texts == ["a,b\n1,2\n", "c,d\n", "w,1\n", "e,f\n"])
                let digest = try sha256(of: files[0])
                #expect(digest == sha256(of: Array("a,b\n1,2\n".utf8)))
                let preview = try FilePreview.open(files[3])
                #expect(preview.compression == .zip)
            }
        }
    }

    @Test("read like the plain file, however the work is cut", arguments: 0..<20)
    func agrees(seed: Int) throws {
        var generator = SplitMix64(seed: UInt64(seed))
        let bytes = randomCSV(using: &generator, pieces: 300)
        guard let expected = readSlowly(bytes) else { return }
        try members(Zip([Zip.Member("x.csv", bytes)]).bytes) { files in
            for (blockSize, jobs) in [(16, 1), (64, 3), (1000, 2), (1 << 20, 2)] {
                let collectors = (0..<jobs).map { _ in Collector() }
                let summary = try scanRecords(
                    files[0], dialect: Dialect(delimiter: UInt8(ascii: ","), headerLine: 0),
                    options: ScanOptions(blockSize: blockSize), visitors: collectors)
                let records = collectors.flatMap(\.records).sorted { $0.line < $1.line }
                #expect(records == expected.records, "seed \(seed), block \(blockSize), jobs \(jobs)")
                #expect(summary.sha256 == sha256(of: bytes))
                #expect(summary.bytes == bytes.count)
            }
        }
    }

    /// - Parameter isOfMember: the directory is read without complaint.
    private func message(_ bytes: [UInt8], isOfMember: Bool = false) throws -> String {
        let failure = try #require(
            #expect(throws: Failure.self) {
                try members(bytes) { files in
                    #expect(isOfMember)
                    for file in files { _ = try sha256(of: file) }
                }
            })
        #expect(failure.status == .badData)
        return failure.diagnostics.map(\.rendered).joined(separator: "\n")
    }

    @Test("that break off say so", arguments: [5, 30, 80])
    func truncated(length: Int) throws {
        let bytes = Zip([Zip.Member("x.csv", "a,b\n1,2\n"), Zip.Member("y.csv", "a,b\n")]).bytes
        #expect(
            try message(Array(bytes.prefix(length))) == """
                a.zip: error: found a ZIP archive that breaks off (its list of contents is missing), expected a whole archive
                  fix: download it again and compare its size with the source
                """)
    }

    @Test("never crash on damage, and give the true bytes or a diagnostic", arguments: 0..<300)
    func damaged(seed: Int) throws {
        var generator = SplitMix64(seed: UInt64(seed))
        var zip = Zip([Zip.Member("x.csv", "a,b\n1,2\n3,4\n"), Zip.Member("y.csv", Array("c,d\n".utf8), method: 0)])
        zip.usesWideEnd = seed % 3 == 0
        var bytes = zip.bytes
        for _ in 0...generator.integer(in: 0...2) {
            bytes[generator.integer(in: 0...bytes.count - 1)] = UInt8(generator.integer(in: 0...255))
        }
        let whole = ["a,b\n1,2\n3,4\n", "c,d\n"].map { sha256(of: Array($0.utf8)) }
        try withTemporaryFile(bytes) { path in
            do throws(Failure) {
                let file = InputFile(path: path, name: "a.zip")
                for member in try ZipDirectory(file).members {
                    let digest = try sha256(of: InputFile(path: path, name: "a.zip/x", member: member))
                    #expect(whole.contains(digest), "seed \(seed)")
                }
            } catch {
                #expect(error.status == .badData, "seed \(seed)")
            }
        }
    }

    @Test(
        "with names that lead elsewhere are refused",
        arguments: [
            ("../x.csv", "a step out of the folder"), ("a/../../x.csv", "a step out of the folder"),
            ("a\\..\\x.csv", "a step out of the folder"), ("/etc/x.csv", "an absolute path"),
            ("\\x.csv", "an absolute path"), ("C:\\x.csv", "an absolute path"),
        ])
    func unsafe(name: String, fault: String) throws {
        #expect(
            try message(Zip([Zip.Member(name, "a,b\n")]).bytes) == """
                a.zip: error: found a ZIP archive with \(fault) in the name "\(name)", expected names inside the archive's own folder
                  fix: do not trust this file; get the export from its source again
                """)
    }

    @Test("with a control character in a name are refused, and the name is shown without it")
    func control() throws {
        #expect(
            try message(Zip([Zip.Member("a\u{1B}[31m.csv", "a,b\n")]).bytes).hasPrefix(
                "a.zip: error: found a ZIP archive with a control character in the name \"a?[31m.csv\","))
    }

    @Test("with a name twice are refused")
    func twice() throws {
        #expect(
            try message(Zip([Zip.Member("x.csv", "a\n"), Zip.Member("x.csv", "b\n")]).bytes) == """
                a.zip: error: found a ZIP archive with two files named x.csv, expected each name once
                  fix: unpack it and give the CSV file that counts
                """)
    }

    @Test("whose files share bytes are refused")
    func overlap() throws {
        var second = Zip.Member("y.csv", "a,b\n")
        second.sharesHeaderOf = 0
        #expect(
            try message(Zip([Zip.Member("x.csv", "a,b\n"), second]).bytes) == """
                a.zip: error: found a ZIP archive in which y.csv shares bytes with another file, expected files that lie one after the other
                  fix: do not trust this file; get the export from its source again
                """)
    }

    @Test("in several parts, or of more than 10,000 files, are refused")
    func split() throws {
        var zip = Zip([Zip.Member("x.csv", "a,b\n")])
        zip.diskNumber = 2
        #expect(
            try message(zip.bytes) == """
                a.zip: error: found one part of a ZIP archive that is split over several files, expected an archive in one file
                  fix: unpack all parts together and give the CSV files
                """)
        #expect(
            try message(Zip((0...10_000).map { Zip.Member("\($0).csv", [], method: 0) }).bytes) == """
                a.zip: error: found a ZIP archive of 10001 files, expected at most 10000
                  fix: unpack it and give the CSV files
                """)
    }

    @Test("with an encrypted member say so")
    func encrypted() throws {
        var member = Zip.Member("x.csv", "a,b\n")
        member.flags |= 1
        #expect(
            try message(Zip([member]).bytes, isOfMember: true) == """
                a.zip/x.csv: error: found an encrypted member of a ZIP archive, expected an archive without a password
                  fix: unpack it with its password and give the CSV files
                """)
    }

    @Test(
        "packed in another way name it",
        arguments: [(9, "Deflate64, method 9"), (14, "LZMA, method 14"), (77, "method 77")])
    func method(number: Int, name: String) throws {
        #expect(
            try message(Zip([Zip.Member("x.csv", Array("a,b\n".utf8), method: number)]).bytes, isOfMember: true) == """
                a.zip/x.csv: error: found a member of a ZIP archive that is packed with \(name), expected stored or deflated members
                  fix: unpack it and give the CSV file
                """)
    }

    @Test(
        "with a wrong checksum or size say so",
        arguments: [
            (nil, 7, "its checksum is wrong"), (3, nil, "it unpacks to more than the archive says"),
            (9, nil, "it unpacks to less than the archive says"),
        ] as [(Int?, UInt32?, String)])
    func wrong(size: Int?, checksum: UInt32?, reason: String) throws {
        var member = Zip.Member("x.csv", "a,b\n")
        member.size = size
        member.checksum = checksum
        #expect(
            try message(Zip([member]).bytes, isOfMember: true) == """
                a.zip/x.csv: error: found a corrupt member of a ZIP archive: \(reason), expected a whole archive
                  fix: download it again
                """)
    }

    @Test("that are traps are refused before they are unpacked")
    func bomb() throws {
        var member = Zip.Member("x.csv", [UInt8](repeating: 0x61, count: 1 << 20))
        member.size = 300 << 20
        #expect(
            try message(Zip([member]).bytes, isOfMember: true) == """
                a.zip/x.csv: error: found a member of a ZIP archive that unpacks to more than 256 MiB and 200 times its size, expected an export
                  fix: if the file is genuine, unpack it yourself and give the .csv
                """)
    }

    @Test("are told by their first bytes")
    func recognised() throws {
        for (bytes, isZip) in [
            (Zip([Zip.Member("x.csv", "a\n")]).bytes, true), (Zip([]).bytes, true), (Array("PK,a\n".utf8), false),
            ([], false),
        ] {
            try withTemporaryFile(bytes) { #expect(ZipDirectory.recognises(InputFile(path: $0, name: "x")) == isZip) }
        }
        #expect(!ZipDirectory.recognises(InputFile(path: "/no/such/file", name: "x")))
    }
}

@Suite("A file's content") struct ContentDigestTests {
    @Test("is the same whatever its packing, mark and line ends")
    func same() throws {
        let plain = "a,b\n1,\"x\ny\"\n"
        let twins: [[UInt8]] = [
            Array(plain.utf8), Array(plain.replacing("\n", with: "\r\n").utf8),
            Array(plain.replacing("\n", with: "\r").utf8),
            Array("\u{FEFF}\(plain)\n\n".utf8), Array(plain.utf8.dropLast()), try Gzip.compressed(Array(plain.utf8)),
        ]
        let digests = try twins.map { bytes in
            try withTemporaryFile(bytes) { try contentDigest(of: InputFile(path: $0, name: "x")) }
        }
        #expect(Set(digests) == [sha256(of: Array("a,b\n1,\"x\ny\"".utf8))])
    }

    @Test("differs by a blank line in the middle")
    func different() throws {
        let digests = try ["a\nb\n", "a\n\nb\n"].map { text in
            try withTemporaryFile(Array(text.utf8)) { try contentDigest(of: InputFile(path: $0, name: "x")) }
        }
        #expect(Set(digests).count == 2)
    }
}
