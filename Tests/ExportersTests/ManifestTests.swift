import Diagnostics
import Exporters
import TestSupport
import Tabular
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct ManifestTests {
    let scratch = ScratchFolder()

    private static let manifest = Manifest(
        version: "1.2.3", period: "2026-06", asOf: "2026-07-01", configurationSHA256: "c0ffee",
        inputs: [
            .init(file: "invoices/a.csv", sha256: "aa", format: "focus-1.2", rows: 12),
            .init(file: "breakeven.yaml", sha256: "bb", format: nil, rows: nil),
        ],
        outputs: [.init(path: "csv/spend.csv", sha256: "cc", bytes: 34)],
        checks: [.init(id: "tie", result: "pass")], libraries: [.init(name: "zlib", version: "1.2.13")])

    @Test func hasTheAgreedMembers() {
        #expect(
            Self.manifest.json.text(pretty: false)
                == #"{"tool":"breakeven","version":"1.2.3","period":"2026-06","as_of":"2026-07-01","#
                + #""baseline_months":[],"configuration_sha256":"c0ffee","inputs":[{"file":"invoices/a.csv","sha256":"aa","#
                + #""format":"focus-1.2","rows":12},{"file":"breakeven.yaml","sha256":"bb","format":null,"rows":null}],"#
                + #""outputs":[{"path":"csv/spend.csv","sha256":"cc","bytes":34}],"checks":[{"id":"tie","#
                + #""result":"pass"}],"libraries":[{"name":"zlib","version":"1.2.13"}]}"#)
    }

    @Test func readsBack() throws {
        try writeFile(Self.manifest.fileBytes, to: scratch.file("manifest.json"))
        #expect(Manifest.read(folder: scratch.path) == Self.manifest)
    }

    @Test func isReadFromAFolderOnlyWhenItLiesThere() throws {
        #expect(Manifest.read(folder: scratch.path) == nil)
        try writeFile(Self.manifest.fileBytes, to: scratch.file("other.json"))
        symlink("other.json", scratch.file("manifest.json"))
        #expect(Manifest.read(folder: scratch.path) == nil)
    }

    @Test func listsOutputsWithHashAndSize() throws {
        try makeFolder(scratch.file("csv"))
        try writeFile(Array("abc".utf8), to: scratch.file("csv/a.csv"))
        try writeFile([], to: scratch.file("b.xlsx"))
        try writeFile([1], to: scratch.file("manifest.json"))
        #expect(
            try Manifest.outputs(in: scratch.path) == [
                .init(
                    path: "b.xlsx", sha256: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855", bytes: 0
                ),
                .init(
                    path: "csv/a.csv", sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad",
                    bytes: 3),
            ])
    }
}

@Suite struct RestatementTests {
    let scratch = ScratchFolder()

    private func reports(_ periods: String...) throws {
        for period in periods {
            try replaceFolder(at: scratch.file(period), createParents: false) { (folder) throws(Failure) in
                try writeReport(period, period: period, into: folder)
            }
        }
    }

    @Test func firstReportIsFree() throws {
        try reports("2026-07")
        for restate in [false, true] {
            #expect(try checkRestatement(reports: scratch.path, period: "2026-06", restate: restate) == nil)
            #expect(try checkRestatement(reports: scratch.file("none"), period: "2026-06", restate: restate) == nil)
        }
    }

    @Test func latestReportReplacesItself() throws {
        try reports("2026-05", "2026-06", "2026-06.1")
        try makeFolder(scratch.file("2026-07"))
        try makeFolder(scratch.file("2027"))
        #expect(try checkRestatement(reports: scratch.path, period: "2026-06", restate: false) == nil)
    }

    @Test func earlierReportNeedsARestatement() throws {
        try reports("2026-06", "2026-08", "2026-07")
        let failure = #expect(throws: Failure.self) {
            try checkRestatement(reports: scratch.path, period: "2026-06", restate: false)
        }
        #expect(failure?.status == .cannotCreate)
        #expect(
            failure?.diagnostics.map(\.rendered) == [
                """
                \(scratch.file("2026-06")): error: found a report of 2026-06 that the report of 2026-07 has followed, \
                expected to replace a report only while it is the latest
                  fix: add --restate: the old report then stays beside the new one as 2026-06.N
                """
            ])
    }

    @Test func restatementTakesTheLowestFreeNumber() throws {
        try reports("2026-06", "2026-07")
        #expect(try checkRestatement(reports: scratch.path, period: "2026-06", restate: true) == "2026-06.1")
        try reports("2026-06.1", "2026-06.3")
        #expect(try checkRestatement(reports: scratch.path, period: "2026-06", restate: true) == "2026-06.2")
    }
}
