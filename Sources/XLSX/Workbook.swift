import CXlsxWriter
import CZlib

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A workbook being written. Nothing reaches the disk before ``close()``; dropping it writes no file.
///
/// Every call is checked before the library sees it, because the library accepts names, numbers and overlaps that make
/// a spreadsheet program offer to repair the file, and every return code is checked after it.
///
/// The file is first written beside its final place with the suffix `.part`, read back, and then renamed, so that a
/// full disk leaves the earlier file alone.
package struct Workbook: ~Copyable {
    let book: Book

    /// - Parameters:
    ///   - path: Where the file shall stand; an existing file is replaced by ``close()``.
    ///   - created: Document date, seconds since 1970, at least 1. It is the only date in the file: equal content gives
    ///     equal bytes.
    /// - Throws: ``XLSXError`` when the folder is missing or cannot be written to, or `created` is not positive.
    package init(path: String, created: Int) throws(XLSXError) {
        guard created >= 1 else { throw .noDate(created) }
        try TextRule.checkCharacters(path, "path", at: nil)
        book = try Book(path: path, created: created)
    }

    /// Number of different cell styles in use, the default included.
    package var styleCount: Int { book.styles.count + 1 }

    package var sheetNames: [String] { book.sheets.map(\.name) }

    /// Writes the file, reads it back, and puts it in its place. The workbook cannot be used afterwards.
    package consuming func close() throws(XLSXError) {
        try book.finish()
    }
}

/// A sheet of one workbook.
package struct SheetID: Hashable, Sendable {
    let index: Int
}

/// A cell style of one workbook.
package struct StyleID: Hashable, Sendable {
    let index: Int
}

/// The library's handle and what the validator remembers. A class, because the handle must be freed exactly once
/// also when a constructor or a caller throws half-way.
final class Book {
    struct SheetState {
        var name: String
        var handle: UnsafeMutablePointer<lxw_worksheet>
        var tables: [Area] = []
        var validated: [Area] = []
    }

    let path: String
    let partPath: String
    let folder: String
    let created: Int
    var handle: UnsafeMutablePointer<lxw_workbook>?
    var sheets: [SheetState] = []
    var sheetNames: Set<String> = []
    /// Defined names and table names share one room.
    var names: Set<String> = []
    var propertyNames: Set<String> = []
    var styles: [CellStyle: StyleID] = [:]
    var formats: [UnsafeMutablePointer<lxw_format>] = []
    var highlights: [HighlightStyle: UnsafeMutablePointer<lxw_format>] = [:]
    /// Bytes that the uncompressed parts will take, roughly and rather too many.
    var estimatedBytes = 1 << 18

    init(path: String, created: Int) throws(XLSXError) {
        self.path = path
        self.created = created
        partPath = path + ".part"
        let slash = path.utf8.lastIndex(of: 0x2F)
        folder = slash.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        guard access(folder, W_OK | X_OK) == 0 else { throw .cannotCreate(path, errorText(errno)) }
        handle = folder.withCString { folder in
            var options = lxw_workbook_options()
            options.constant_memory = 0
            // The library copies the name of the folder.
            options.tmpdir = UnsafeMutablePointer(mutating: folder)
            return workbook_new_opt(partPath, &options)
        }
        guard handle != nil else { throw .outOfMemory() }
    }

    deinit {
        if let handle { lxw_workbook_free(handle) }
    }

    func workbook() throws(XLSXError) -> UnsafeMutablePointer<lxw_workbook> {
        guard let handle else { throw .outOfMemory() }
        return handle
    }

    func finish() throws(XLSXError) {
        guard let handle else { throw .outOfMemory() }
        guard !sheets.isEmpty else { throw .noSheets(path) }
        // The temporary parts and the file itself stand on this disk at the same time.
        try checkRoom(needed: estimatedBytes + estimatedBytes / 2)
        self.handle = nil  // freed below, also when it fails
        let code = xlsx_close_with_decimal_point(handle)
        do throws(XLSXError) {
            guard code == 0 else {
                if code == Int32(LXW_ERROR_CREATING_XLSX_FILE.rawValue) {
                    throw XLSXError.cannotCreate(path, "the folder refuses new files")
                }
                throw XLSXError.notWritten(path, reason(code))
            }
            try verifyArchive(at: partPath, shownAs: path)
            try sync(partPath)
            guard rename(partPath, path) == 0 else { throw XLSXError.cannotCreate(path, errorText(errno)) }
        } catch {
            unlink(partPath)
            throw error
        }
    }

    private func checkRoom(needed: Int) throws(XLSXError) {
        var status = statvfs()
        guard statvfs(folder, &status) == 0 else { throw .cannotCreate(path, errorText(errno)) }
        let free = UInt64(status.f_bavail) * UInt64(status.f_frsize)
        if free < UInt64(needed) { throw .noRoom(path, free: Int(clamping: free), needed: needed) }
    }

    /// Waits until the disk holds the bytes: some disks report their being full only then.
    private func sync(_ path: String) throws(XLSXError) {
        let descriptor = open(path, O_RDONLY)
        guard descriptor >= 0 else { throw .notWritten(self.path, errorText(errno)) }
        defer { closeDescriptor(descriptor) }
        if fsync(descriptor) != 0 && errno != EINVAL { throw .notWritten(self.path, errorText(errno)) }
    }

    /// Turns a return code of the library into an error; 0 is good.
    func check(_ code: lxw_error, _ what: String, at place: @autoclosure () -> Place?) throws(XLSXError) {
        if code != LXW_NO_ERROR { throw .refused(what, reason(Int32(code.rawValue)), at: place()) }
    }
}

/// The C function; its name would otherwise be taken for a method.
private func closeDescriptor(_ descriptor: Int32) { _ = close(descriptor) }

func errorText(_ number: Int32) -> String { String(cString: strerror(number)) }

/// The library's words for a code.
func reason(_ code: Int32) -> String {
    guard code > 0, let text = lxw_strerror(lxw_error(rawValue: UInt32(code))) else { return "code \(code)" }
    return String(cString: text)
}

extension XLSXError {
    static func noDate(_ created: Int) -> XLSXError {
        XLSXError(
            .content, "no-document-date", found: "document date \(created)", expected: "seconds since 1970, at least 1",
            fix: "give the end of the report's period")
    }

    static func noSheets(_ path: String) -> XLSXError {
        XLSXError(
            .content, "no-sheets", path: path, found: "no sheet", expected: "at least one", fix: "add a sheet")
    }

    static func outOfMemory() -> XLSXError {
        XLSXError(
            .inputOutput, "out-of-memory", found: "no memory left for the workbook",
            expected: "memory for all of its cells", fix: "free memory and run again")
    }

    static func cannotCreate(_ path: String, _ reason: String) -> XLSXError {
        XLSXError(
            .cannotCreate, "cannot-create", path: path, found: "a file that cannot be created (\(reason))",
            expected: "a folder that exists and may be written to", fix: "create the folder or choose another output")
    }

    static func noRoom(_ path: String, free: Int, needed: Int) -> XLSXError {
        XLSXError(
            .inputOutput, "disk-full", path: path, found: "\(free) bytes free",
            expected: "about \(needed) while it is written", fix: "free room on that disk or choose another output")
    }

    static func notWritten(_ path: String, _ reason: String) -> XLSXError {
        XLSXError(
            .inputOutput, "not-written", path: path, found: "a file that could not be written (\(reason))",
            expected: "a disk with room", fix: "free room on that disk and run again")
    }

    static func refused(_ what: String, _ reason: String, at place: Place?) -> XLSXError {
        XLSXError(
            .content, "refused-by-library", at: place, found: "\(what) was refused: \(reason)",
            expected: "content that the file format can hold",
            fix: "this is a defect of the program: please report it with the inputs that lead to it")
    }
}
