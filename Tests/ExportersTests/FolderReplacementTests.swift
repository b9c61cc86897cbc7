import Diagnostics
import Exporters
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// Writes a report that consists of one CSV file and its manifest.
func writeReport(_ text: String, period: String = "2026-06", into folder: String) throws(Failure) {
    try makeFolder(folder + "/csv")
    try writeFile(Array(text.utf8), to: folder + "/csv/spend.csv")
    let manifest = Manifest(
        version: "1.0.0", period: period, asOf: "2026-07-01", configurationSHA256: "c0",
        outputs: try Manifest.outputs(in: folder))
    try writeFile(manifest.fileBytes, to: folder + "/manifest.json")
}

/// A file system that cannot exchange folders.
func cannotExchange(_ first: String, _ second: String) -> Int32 { EINVAL }

private func text(_ path: String) -> String? { bytes(of: path).map { String(decoding: $0, as: UTF8.self) } }

@Suite struct FolderReplacementTests {
    let scratch = ScratchFolder()
    var target: String { scratch.file("2026-06") }

    private func replace(_ text: String, keepOldAs: String? = nil) throws(Failure) {
        try replaceFolder(at: target, createParents: false, keepOldAs: keepOldAs) { (folder) throws(Failure) in
            try writeReport(text, into: folder)
        }
    }

    private func replaceWithoutExchange(_ text: String, keepOldAs: String? = nil) throws(Failure) {
        try replaceFolder(at: target, createParents: false, keepOldAs: keepOldAs, exchange: cannotExchange) {
            (folder) throws(Failure) in try writeReport(text, into: folder)
        }
    }

    @Test func writesWhereNothingIs() throws {
        try replace("one")
        #expect(scratch.names == ["2026-06"])
        #expect(findFiles(under: target) == ["csv/spend.csv", "manifest.json"])
    }

    @Test func writesIntoAnEmptyFolder() throws {
        mkdir(target, 0o700)
        try replace("one")
        #expect(scratch.names == ["2026-06"])
        #expect(text(target + "/csv/spend.csv") == "one")
        var status = stat()
        stat(target, &status)
        #expect(status.st_mode & 0o777 == 0o700, "the folder keeps its permissions")
    }

    @Test func replacesAnEarlierReportAsAWhole() throws {
        try replaceFolder(at: target, createParents: false) { (folder) throws(Failure) in
            try writeFile([1], to: folder + "/old.xlsx")
            try writeReport("one", into: folder)
        }
        try replace("two")
        #expect(scratch.names == ["2026-06"])
        #expect(findFiles(under: target) == ["csv/spend.csv", "manifest.json"])
        #expect(text(target + "/csv/spend.csv") == "two")
    }

    @Test func targetMayEndInASlash() throws {
        try replaceFolder(at: target + "//", createParents: false) { (folder) throws(Failure) in
            try writeReport("one", into: folder)
        }
        #expect(scratch.names == ["2026-06"])
    }

    @Test func theTemporaryLiesBesideTheTarget() throws {
        var temporary = ""
        try replaceFolder(at: target, createParents: false) { (folder) throws(Failure) in
            temporary = folder
            try writeReport("one", into: folder)
        }
        #expect(temporary == scratch.file(".breakeven-\(getpid())-0.tmp"))
    }

    @Test func failureKeepsTheEarlierReport() throws {
        try replace("one")
        let failure = #expect(throws: Failure.self) {
            try replaceFolder(at: target, createParents: false) { (folder) throws(Failure) in
                try writeReport("two", into: folder)
                throw Failure(
                    .inputOutput,
                    Diagnostic(
                        "x", at: SourcePosition(file: "x"), found: "a bad end", expected: "a good one", fix: "none"))
            }
        }
        #expect(failure?.diagnostics.map(\.found) == ["a bad end"])
        #expect(scratch.names == ["2026-06"])
        #expect(text(target + "/csv/spend.csv") == "one")
    }

    @Test func failureLeavesNoParents() {
        let failure = #expect(throws: Failure.self) {
            try replaceFolder(at: scratch.file("a/b/report"), createParents: true) { (_) throws(Failure) in
                throw Failure(
                    .inputOutput,
                    Diagnostic(
                        "x", at: SourcePosition(file: "x"), found: "a bad end", expected: "a good one", fix: "none"))
            }
        }
        #expect(failure?.status == .inputOutput)
        #expect(scratch.names.isEmpty)
    }

    @Test func makesParentsWhenAsked() throws {
        try replaceFolder(at: scratch.file("a/b/report"), createParents: true) { (folder) throws(Failure) in
            try writeReport("one", into: folder)
        }
        #expect(findFiles(under: scratch.path) == ["a/b/report/csv/spend.csv", "a/b/report/manifest.json"])
    }

    @Test func missingParentIsRefused() {
        let failure = #expect(throws: Failure.self) {
            try replaceFolder(at: "/nowhere/at/all", createParents: false) { (_) throws(Failure) in }
        }
        #expect(failure?.status == .cannotCreate)
        #expect(
            failure?.diagnostics.map(\.rendered) == [
                """
                /nowhere/at/all: error: found no folder /nowhere/at, expected an existing folder to put the report into
                  fix: create it, or correct the path given with --output
                """
            ])
    }

    @Test(arguments: [(ENOSPC, "disk full"), (EIO, "an output error (Input/output error)")])
    func exchangeThatFailsKeepsTheEarlierReport(_ code: Int32, _ found: String) throws {
        try replace("one")
        for name in [nil, "2026-06.1"] {
            let failure = #expect(throws: Failure.self) {
                try replaceFolder(at: target, createParents: false, keepOldAs: name, exchange: { _, _ in code }) {
                    (folder) throws(Failure) in try writeReport("two", into: folder)
                }
            }
            #expect(failure?.status == .inputOutput)
            #expect(failure?.diagnostics.map(\.found) == [found])
            #expect(scratch.names == ["2026-06"])
            #expect(text(target + "/csv/spend.csv") == "one")
        }
    }

    @Test func keepsTheOldReportUnderAName() throws {
        try replace("one")
        try replace("two", keepOldAs: "2026-06.1")
        #expect(scratch.names == ["2026-06", "2026-06.1"])
        #expect(text(target + "/csv/spend.csv") == "two")
        #expect(text(target + ".1/csv/spend.csv") == "one")
        let failure = #expect(throws: Failure.self) { try replace("three", keepOldAs: "2026-06.1") }
        #expect(failure?.status == .cannotCreate)
        #expect(scratch.names == ["2026-06", "2026-06.1"])
        #expect(text(target + "/csv/spend.csv") == "two")
        #expect(text(target + ".1/csv/spend.csv") == "one")
    }

    // MARK: - Without exchange

    @Test func becomesALinkWhereFoldersCannotBeExchanged() throws {
        try replaceWithoutExchange("one")
        #expect(scratch.names == ["2026-06"], "nothing to exchange the first time")
        try replaceWithoutExchange("two")
        #expect(scratch.names == [".breakeven-2026-06.v1", "2026-06"])
        #expect(text(target + "/csv/spend.csv") == "two")
        try replaceWithoutExchange("three")
        #expect(scratch.names == [".breakeven-2026-06.v2", "2026-06"])
        #expect(text(target + "/csv/spend.csv") == "three")
        try replace("four")
        #expect(scratch.names == [".breakeven-2026-06.v1", "2026-06"])
        #expect(text(target + "/csv/spend.csv") == "four")
    }

    @Test func linkedReportsAreKeptUnderAName() throws {
        try replaceWithoutExchange("one")
        try replaceWithoutExchange("two", keepOldAs: "2026-06.1")
        try replaceWithoutExchange("three", keepOldAs: "2026-06.2")
        #expect(scratch.names == [".breakeven-2026-06.v2", "2026-06", "2026-06.1", "2026-06.2"])
        #expect(text(target + "/csv/spend.csv") == "three")
        #expect(text(target + ".1/csv/spend.csv") == "one")
        #expect(text(target + ".2/csv/spend.csv") == "two")
    }

    @Test func linkStaysWhereItWasWhenTheOldReportCannotBeKept() throws {
        try replaceWithoutExchange("one")
        try replaceWithoutExchange("two")
        try writeFile([1], to: scratch.file("taken"))
        let failure = #expect(throws: Failure.self) { try replaceWithoutExchange("three", keepOldAs: "taken") }
        #expect(failure?.status == .cannotCreate)
        #expect(scratch.names == [".breakeven-2026-06.v1", "2026-06", "taken"])
        #expect(text(target + "/csv/spend.csv") == "two")
    }

    @Test func foreignFileBehindALinkIsRefused() throws {
        try replaceWithoutExchange("one")
        try replaceWithoutExchange("two")
        try writeFile([1], to: target + "/mine.txt")
        #expect(throws: Failure.self) { try replace("three") }
        #expect(text(target + "/csv/spend.csv") == "two")
    }

    // MARK: - Leftovers

    @Test func leftoversAreRemoved() throws {
        try replaceWithoutExchange("one")
        try replaceWithoutExchange("two")
        try makeFolder(scratch.file(".breakeven-99-0.tmp/csv"))
        try writeFile([1], to: scratch.file(".breakeven-99-0.tmp/csv/a.csv"))
        symlink("/", scratch.file(".breakeven-99-1.tmp"))
        try makeFolder(scratch.file(".breakeven-2026-06.v7"))
        try makeFolder(scratch.file(".breakeven-2026-05.v1"))
        try makeFolder(scratch.file("mine.tmp"))
        removeLeftovers(beside: target + "/")
        #expect(scratch.names == [".breakeven-2026-05.v1", ".breakeven-2026-06.v1", "2026-06", "mine.tmp"])
        #expect(text(target + "/csv/spend.csv") == "two")
    }
}
