import Diagnostics
import Exporters
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct OutputTargetTests {
    let scratch = ScratchFolder()
    var target: String { scratch.file("report") }

    private static let expected =
        "expected no folder yet, an empty one, or an earlier report of this program"

    /// - Parameter found: What the message says after `found`.
    private func refuses(_ target: String, found: String, fix: String, _ location: SourceLocation = #_sourceLocation) {
        let before = scratch.names
        let failure = #expect(throws: Failure.self, sourceLocation: location) {
            try replaceFolder(at: target, createParents: true) { (_) throws(Failure) in
                Issue.record("nothing may be written", sourceLocation: location)
            }
        }
        #expect(failure?.status == .cannotCreate, sourceLocation: location)
        #expect(
            failure?.diagnostics.map(\.rendered)
                == ["\(target): error: found \(found), \(Self.expected)\n  fix: \(fix)"], sourceLocation: location)
        #expect(scratch.names == before, sourceLocation: location)
    }

    private let alone = "choose a folder for the report alone with --output"

    @Test func refusesAFile() throws {
        try writeFile([1], to: target)
        refuses(target, found: "a file", fix: "choose another place with --output, or move the file away")
        #expect(bytes(of: target) == [1])
    }

    @Test func refusesTheRoot() { refuses("/", found: "the root of the file system", fix: alone) }

    @Test func refusesTheHomeFolder() throws {
        let home = try #require(getenv("HOME").map { String(cString: $0) })
        var status = stat()
        try #require(lstat(home, &status) == 0)
        refuses(home, found: "the home folder", fix: alone)
    }

    @Test(arguments: [".", "..", "../.."])
    func refusesTheCurrentFolderAndThoseAbove(_ path: String) {
        let home = getenv("HOME").flatMap { realpath($0, nil) }.map { String(cString: $0) }
        guard let resolved = realpath(path, nil).map({ String(cString: $0) }), resolved != "/", resolved != home else {
            return
        }
        refuses(path, found: "the current folder or one above it", fix: alone)
    }

    @Test(arguments: ["notes.txt", ".hidden", "sub/notes.txt"])
    func refusesAFolderThatIsNoReport(_ name: String) throws {
        try makeFolder(target + "/sub")
        try writeFile([1], to: target + "/" + name)
        refuses(
            target, found: "a folder that holds \(name) and is no report of this program",
            fix: "choose another place with --output, or empty the folder yourself")
        #expect(bytes(of: target + "/" + name) == [1])
    }

    @Test func refusesAFolderOfEmptyFolders() throws {
        try makeFolder(target + "/sub")
        refuses(
            target, found: "a folder that holds sub and is no report of this program",
            fix: "choose another place with --output, or empty the folder yourself")
    }

    @Test(arguments: [
        #"{"tool":"other","outputs":[{"path":"a"}]}"#, #"{"tool":"breakeven"}"#, "{", "",
    ])
    func refusesTheManifestOfAnotherTool(_ manifest: String) throws {
        try makeFolder(target)
        try writeFile(Array(manifest.utf8), to: target + "/manifest.json")
        refuses(
            target, found: "a folder that holds manifest.json and is no report of this program",
            fix: "choose another place with --output, or empty the folder yourself")
    }

    @Test(arguments: [
        ("notes.txt", "notes.txt"), (".DS_Store", ".DS_Store"), ("csv/mine.csv", "csv/mine.csv"),
        ("deep/er/x", "deep/er/x"),
    ])
    func namesTheFirstForeignFile(_ name: String, _ shown: String) throws {
        try makeFolder(target + "/deep/er")
        try writeReport("one", into: target)
        try writeFile([1], to: target + "/" + name)
        try writeFile([1], to: target + "/zzz")
        refuses(
            target, found: "\(shown), which is no part of the earlier report",
            fix: "move the file out of the folder, which is replaced as a whole")
        #expect(bytes(of: target + "/" + name) == [1])
        #expect(bytes(of: target + "/csv/spend.csv") == Array("one".utf8))
    }

    @Test func foreignLinksAreForeignFiles() throws {
        try makeFolder(target)
        try writeReport("one", into: target)
        symlink(scratch.path, target + "/away")
        refuses(
            target, found: "away, which is no part of the earlier report",
            fix: "move the file out of the folder, which is replaced as a whole")
    }

    @Test(arguments: ["elsewhere", ".breakeven-other.v1", ".breakeven-report.v1", ".breakeven-report.vx", "missing"])
    func refusesALinkThatIsNotOurs(_ name: String) throws {
        if name != "missing" { try makeFolder(scratch.file(name)) }
        symlink(name, target)
        refuses(
            target, found: "a link that this program did not make",
            fix: "name the folder it leads to, or remove the link")
    }

    @Test func aFileThatAppearsMeanwhileIsKept() throws {
        try makeFolder(target)
        try writeReport("one", into: target)
        let failure = #expect(throws: Failure.self) {
            try replaceFolder(at: target, createParents: false) { (folder) throws(Failure) in
                try writeReport("two", into: folder)
                try writeFile([1], to: target + "/mine.txt")
            }
        }
        #expect(failure?.diagnostics.map(\.found) == ["mine.txt, which is no part of the earlier report"])
        #expect(bytes(of: target + "/csv/spend.csv") == Array("one".utf8))
        #expect(scratch.names == ["report"])
    }
}
