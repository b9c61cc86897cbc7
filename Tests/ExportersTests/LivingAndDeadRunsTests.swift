import Diagnostics
import Exporters
import Synchronization
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

private func text(_ path: String) -> String? { bytes(of: path).map { String(decoding: $0, as: UTF8.self) } }

/// Shared between tasks by reference.
private final class Flag: Sendable {
    private let value = Atomic(false)

    var isSet: Bool { value.load(ordering: .relaxed) }
    func set() { value.store(true, ordering: .relaxed) }
}

@Suite struct LivingAndDeadRunsTests {
    let scratch = ScratchFolder()
    var target: String { scratch.file("2026-06") }

    private func replace(_ text: String) throws(Failure) {
        try replaceFolder(at: target, createParents: false) { (folder) throws(Failure) in
            try writeReport(text, into: folder)
        }
    }

    @Test func aRunKilledWhileWritingLeavesTheReportAndALeftover() async throws {
        try replace("one")
        await #expect(processExitsWith: .signal(SIGKILL)) { [target = target as String] in
            try replaceFolder(at: target, createParents: false) { (folder) throws(Failure) in
                try writeReport("two", into: folder)
                kill(getpid(), SIGKILL)
            }
        }
        #expect(text(target + "/csv/spend.csv") == "one")
        #expect(scratch.names.count == 2)
        #expect(scratch.names[0].hasPrefix(".breakeven-") && scratch.names[0].hasSuffix(".tmp"))
        removeLeftovers(beside: target)
        #expect(scratch.names == ["2026-06"])
        try replace("three")
        #expect(text(target + "/csv/spend.csv") == "three")
    }

    @Test func theLockOfAKilledRunIsFree() async throws {
        let path = scratch.file(".lock")
        await #expect(processExitsWith: .signal(SIGKILL)) { [path = path as String] in
            let lock = try ProjectLock(path: path)
            kill(getpid(), SIGKILL)
            _ = consume lock
        }
        let lock = try ProjectLock(path: path)
        _ = consume lock
    }

    @Test func whatALivingRunWritesIsNoLeftover() throws {
        try replaceFolder(at: target, createParents: false) { (folder) throws(Failure) in
            try writeReport("one", into: folder)
            removeLeftovers(beside: scratch.file("other"))
            try writeReport("two", into: folder)
        }
        #expect(scratch.names == ["2026-06"])
        #expect(text(target + "/csv/spend.csv") == "two")
    }

    @Test func thereIsAReportAtEveryMoment() async throws {
        try replace("0")
        let isDone = Flag()
        let target = target
        await withTaskGroup { group in
            group.addTask {
                defer { isDone.set() }
                for round in 1...25 {
                    try? replaceFolder(at: target, createParents: false) { (folder) throws(Failure) in
                        try writeReport("\(round)", into: folder)
                    }
                }
            }
            group.addTask {
                var (looks, misses) = (0, 0)
                while !isDone.isSet || looks == 0 {
                    // One look-up of the folder; the names inside are those of the folder that was there then.
                    let folder = open(target, O_RDONLY | O_DIRECTORY)
                    if folder < 0 { misses += 1 } else { close(folder) }
                    looks += 1
                    sched_yield()
                }
                #expect(misses == 0, "of \(looks)")
            }
        }
        #expect(text(target + "/csv/spend.csv") == "25")
        #expect(scratch.names == ["2026-06"])
    }

    @Test func aFileThatComesWithTheExchangeItselfIsKept() throws {
        try replace("one")
        let mine = target + "/mine.txt"
        var isFirst = true
        let failure = #expect(throws: Failure.self) {
            try replaceFolder(
                at: target, createParents: false,
                exchange: { first, second in
                    if isFirst { write([1], to: mine) }
                    isFirst = false
                    return exchangeInOneStep(first, second)
                }
            ) { (folder) throws(Failure) in try writeReport("two", into: folder) }
        }
        #expect(failure?.status == .cannotCreate)
        #expect(failure?.diagnostics.map(\.found) == ["mine.txt, which is no part of the earlier report"])
        #expect(scratch.names == ["2026-06"])
        #expect(text(target + "/csv/spend.csv") == "one")
        #expect(bytes(of: mine) == [1])
    }

    @Test func messagesNameTheTargetAndNotTheTemporary() throws {
        let failure = #expect(throws: Failure.self) {
            try replaceFolder(at: target, createParents: false) { (folder) throws(Failure) in
                try writeFile([1], to: folder + "/csv/spend.csv")
            }
        }
        #expect(failure?.diagnostics.map(\.position?.file) == [target + "/csv/spend.csv"])
    }

    @Test func runsThatMakeTheSameFolderDoNotDisturbEachOther() async {
        let path = scratch.file("a/b/c/d")
        await withTaskGroup { group in
            for _ in 0..<8 { group.addTask { #expect(throws: Never.self) { try makeFolder(path) } } }
        }
    }

    @Test(
        .enabled(
            if: geteuid() != 0,
            "root may read everything: run as another user to see that unreadable folders are refused"
        ))
    func aFolderThatCannotBeReadIsRefused() throws {
        try replace("one")
        chmod(target, 0o000)
        defer { chmod(target, 0o755) }
        let failure = #expect(throws: Failure.self) { try replace("two") }
        #expect(failure?.status == .cannotCreate)
        #expect(failure?.diagnostics.map(\.found) == ["a place that may not be written (Permission denied)"])
    }

    @Test(
        .enabled(
            if: geteuid() != 0, "root may write everywhere: run as another user to see that closed folders are refused")
    )
    func aPlaceThatMayNotBeWrittenIsRefused() throws {
        chmod(scratch.path, 0o500)
        defer { chmod(scratch.path, 0o700) }
        let failure = #expect(throws: Failure.self) { try replace("one") }
        #expect(failure?.status == .cannotCreate)
        #expect(failure?.diagnostics.map(\.found) == ["a place that may not be written (Permission denied)"])
    }
}

@Suite struct ReportLockTests {
    let scratch = ScratchFolder()

    @Test(arguments: ["out", "out/", "out//"])
    func liesBesideANamedFolder(_ name: String) throws {
        for _ in 1...2 {
            let lock = try ProjectLock(forReportAt: scratch.file(name), isNamedByUser: true)
            let failure = failure(at: scratch.file("out"))
            #expect(failure?.status == .busy)
            #expect(
                failure?.diagnostics.map(\.rendered) == [
                    """
                    \(scratch.file("out")): error: found another run that writes this folder, expected to be the only one
                      fix: wait until it has ended and try again, or name another folder with --output
                    """
                ])
            _ = consume lock
            #expect(scratch.names.filter { $0 != "out" } == [".breakeven-out.lock", ".breakeven.lock"])
            mkdir(scratch.file("out"), 0o777)
        }
    }

    @Test func leavesOtherFoldersBesideItFree() throws {
        let lock = try ProjectLock(forReportAt: scratch.file("one"), isNamedByUser: true)
        #expect(failure(at: scratch.file("two")) == nil)
        _ = consume lock
    }

    @Test func waitsForWhoeverHoldsAllFoldersAlone() throws {
        let all = try ProjectLock(path: scratch.file(".breakeven.lock"))
        let failure = failure(at: scratch.file("out"))
        #expect(failure?.status == .busy)
        #expect(
            failure?.diagnostics.map(\.rendered) == [
                """
                \(scratch.file(".breakeven.lock")): error: found another run that holds the project, expected to be the only one
                  fix: wait until it has ended and try again
                """
            ])
        _ = consume all
    }

    @Test func liesBesideTheReportsOfAProject() throws {
        let lock = try ProjectLock(forReportAt: scratch.file("2026-06"), isNamedByUser: false)
        _ = consume lock
        #expect(scratch.names == [".lock"])
    }

    @Test func isNotMadeBesideAFolderOfDocuments() throws {
        try makeFolder(scratch.file("documents"))
        try writeFile([1], to: scratch.file("documents/a.txt"))
        let failure = failure(at: scratch.file("documents"))
        #expect(failure?.status == .cannotCreate)
        #expect(failure?.diagnostics.map(\.code) == ["output-unfit"])
        #expect(scratch.names == ["documents"])
    }

    @Test func saysThatTheFolderAboveIsMissing() {
        let failure = failure(at: scratch.file("no/out"))
        #expect(failure?.status == .cannotCreate)
        #expect(
            failure?.diagnostics.map(\.rendered) == [
                """
                \(scratch.file("no/out")): error: found no folder \(scratch.file("no")), expected an existing folder \
                to put the report into
                  fix: create it, or correct the path given with --output
                """
            ])
    }

    private func failure(at target: String) -> Failure? {
        do throws(Failure) {
            let lock = try ProjectLock(forReportAt: target, isNamedByUser: true)
            _ = consume lock
            return nil
        } catch {
            return error
        }
    }
}
