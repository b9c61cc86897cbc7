import CXlsxWriter
import CZlib

extension Workbook {
    /// Of libxlsxwriter, as loaded.
    package static var libraryVersion: String { String(cString: lxw_version()) }
    /// Of zlib, as loaded.
    package static var zlibVersion: String { String(cString: CZlib.zlibVersion()) }
}
