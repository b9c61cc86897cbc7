package import Diagnostics

/// Why a workbook was not written: where, what was found, what a spreadsheet program accepts.
///
/// The messages are functions beside the code that throws them.
package struct XLSXError: Error, Hashable, Sendable {
    /// What kind of trouble it is; decides the exit status of a command.
    package enum Cause: Hashable, Sendable {
        /// The content breaks a rule of the format: a defect of whoever composed it.
        case content
        /// The file cannot be made at that place.
        case cannotCreate
        /// The disk is full, or what was written cannot be read back.
        case inputOutput
    }

    package var cause: Cause
    package var code: String
    package var sheet: String?
    /// `B7` or `B7:D9`.
    package var cell: String?
    /// Of the workbook, where it is about the file as a whole.
    package var path: String?
    package var found: String
    package var expected: String
    package var fix: String

    init(
        _ cause: Cause, _ code: String, at place: Place? = nil, path: String? = nil, found: String, expected: String,
        fix: String
    ) {
        self.cause = cause
        self.code = code
        sheet = place?.sheet
        cell = place?.cell
        self.path = path
        self.found = found
        self.expected = expected
        self.fix = fix
    }

    /// The finding as a diagnostic at its sheet and cell, or its file.
    package var diagnostic: Diagnostic {
        let place = sheet.map { sheet in cell.map { "\(sheet)!\($0)" } ?? sheet } ?? path ?? "workbook"
        return Diagnostic(code, at: SourcePosition(file: place), found: found, expected: expected, fix: fix)
    }
}

/// A sheet, or a cell or range of it, as a message names it.
struct Place: Hashable {
    var sheet: String
    var cell: String?

    init(_ sheet: String, _ cell: String? = nil) {
        self.sheet = sheet
        self.cell = cell
    }

    init(_ sheet: String, _ row: Int, _ column: Int) {
        self.init(sheet, reference(row, column))
    }
}
