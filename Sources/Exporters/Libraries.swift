import XLSX

/// Versions of the C libraries whose output the report's bytes depend on.
package enum Libraries {
    package static var xlsxWriter: String { Workbook.libraryVersion }
    package static var zlib: String { Workbook.zlibVersion }
}
