import Diagnostics
import TestSupport
import Testing

@testable import Exporters

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

@Suite struct FileWritingTests {
    let scratch = ScratchFolder()

    @Test func replacesAFileAndKeepsItsPermissions() throws {
        let path = scratch.file("a.csv")
        try writeFile([1], to: path)
        chmod(path, 0o640)
        try writeFile([2, 3], to: path)
        #expect(bytes(of: path) == [2, 3])
        #expect(scratch.names == ["a.csv"])
        var status = stat()
        stat(path, &status)
        #expect(status.st_mode & 0o777 == 0o640)
    }

    @Test func followsALink() throws {
        try writeFile([1], to: scratch.file("a"))
        symlink("a", scratch.file("b"))
        try writeFile([2], to: scratch.file("b"))
        #expect(bytes(of: scratch.file("a")) == [2])
        #expect(scratch.names == ["a", "b"])
    }

    @Test func writesDevicesAsTheyAre() throws { try writeFile([1], to: "/dev/null") }

    @Test(.enabled(if: access("/dev/full", W_OK) == 0, "the system has a device that is always full"))
    func aFullDiskIsSaid() {
        let failure = #expect(throws: Failure.self) { try writeFile([1], to: "/dev/full") }
        #expect(failure?.status == .inputOutput)
        #expect(
            failure?.diagnostics.map(\.rendered) == [
                """
                /dev/full: error: found disk full, expected room for the whole output
                  fix: free some space and run again; what was there before is untouched
                """
            ])
    }

    @Test func aMissingFolderIsSaid() {
        let failure = #expect(throws: Failure.self) { try writeFile([1], to: scratch.file("no/a.csv")) }
        #expect(failure?.status == .cannotCreate)
        #expect(
            failure?.diagnostics.map(\.rendered) == [
                """
                \(scratch.file("no/a.csv")): error: found a path that cannot be created (No such file or directory), \
                expected a free name in an existing folder
                  fix: create the folder or choose another place with --output
                """
            ])
    }

    @Test(arguments: [
        (
            EACCES, Diagnostics.ExitStatus.cannotCreate,
            """
            out: error: found a place that may not be written (Permission denied), expected a folder that the user \
            who runs this program may write
              fix: change its permissions or choose another place with --output
            """
        ),
        (
            EROFS, .cannotCreate,
            """
            out: error: found a place that may not be written (Read-only file system), expected a folder that the \
            user who runs this program may write
              fix: change its permissions or choose another place with --output
            """
        ),
        (
            EBUSY, .cannotCreate,
            """
            out: error: found a folder that is mounted or in use, so that nothing can take its place, expected a \
            folder that can be replaced as a whole
              fix: name a folder inside it with --output
            """
        ),
        (
            EIO, .inputOutput,
            """
            out: error: found an output error (Input/output error), expected to write the output to its end
              fix: check the disk or the network share and run again
            """
        ),
    ])
    func systemErrorsAreSaid(_ code: Int32, _ status: Diagnostics.ExitStatus, _ text: String) {
        let failure = outputFailure("out", code)
        #expect(failure.status == status)
        #expect(failure.diagnostics.map(\.rendered) == [text])
    }

    @Test func makesFoldersAndSaysWhich() throws {
        #expect(try makeFolder(scratch.file("a/b")) == [scratch.file("a"), scratch.file("a/b")])
        #expect(try makeFolder(scratch.file("a/b")) == [])
    }

    @Test func findsFilesSortedWithoutHiddenOnesAndLinks() throws {
        for name in ["b/x.csv", "a.csv", "b.csv", ".lock", ".git/config", "b/.keep", "ä/z"] {
            try makeFolder(split(scratch.file(name)).parent)
            try writeFile([], to: scratch.file(name))
        }
        symlink("a.csv", scratch.file("c.csv"))
        symlink(".", scratch.file("loop"))
        #expect(findFiles(under: scratch.path) == ["a.csv", "b.csv", "b/x.csv", "ä/z"])
        #expect(findFiles(under: scratch.file("none")) == [])
    }
}

@Suite struct ProjectLockTests {
    let scratch = ScratchFolder()

    @Test func secondRunIsTurnedAway() throws {
        let path = scratch.file(".lock")
        do {
            let lock = try ProjectLock(path: path)
            var failure: Failure?
            do throws(Failure) { _ = try ProjectLock(path: path) } catch { failure = error }
            #expect(failure?.status == .busy)
            #expect(
                failure?.diagnostics.map(\.rendered) == [
                    """
                    \(path): error: found another run that holds the project, expected to be the only one
                      fix: wait until it has ended and try again
                    """
                ])
            _ = consume lock
        }
        let again = try ProjectLock(path: path)
        _ = consume again
    }

    @Test func missingFolderIsRefused() {
        var failure: Failure?
        do throws(Failure) { _ = try ProjectLock(path: scratch.file("no/.lock")) } catch { failure = error }
        #expect(failure?.status == .cannotCreate)
    }
}
