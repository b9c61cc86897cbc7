import Exporters
import Reports
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// 50,000 formulas and 20,000 other cells; prints time and memory. Meant for a release build.
@Suite(.enabled(if: getenv("BREAKEVEN_MEASURE") != nil, "measures only when BREAKEVEN_MEASURE is set"))
struct WorkbookSpeedTests {
    private func large() -> WorkbookContent {
        var sheets: [Sheet] = []
        for index in 0..<10 {
            var sheet = Sheet(name: "Cash \(index)", kind: .working)
            for row in 0..<140 {
                for column in 0..<50 {
                    let value = Double(row * 50 + column) * 1.0007 + 0.1
                    let isFormula = (row * 50 + column) % 7 < 5
                    sheet[row, column] =
                        isFormula
                        ? Cell(
                            .formula(
                                text: "SUM($C\(row + 1):AB\(row + 2))*in_price-'Cash 0'!B\(row + 7)",
                                value: .number(value)),
                            .calculation, .cents)
                        : column % 2 == 0
                            ? Cell(.number(value), .calculation, .cents) : Cell(.text("label \(row) \(column)"), .label)
                }
            }
            sheets.append(sheet)
        }
        return WorkbookContent(sheets: sheets, names: [], title: "Large")
    }

    @Test func aLargeWorkbookIsWrittenFast() throws {
        let folder = ScratchFolder()
        let content = large()
        forgetPeak()
        let before = peakKiB()
        let clock = ContinuousClock()
        var times: [Duration] = []
        for _ in 0..<3 {
            times.append(try clock.measure { try writeWorkbook(content, to: folder.file("large.xlsx")) })
        }
        print("70,000 cells: \(times), peak \(peakKiB() - before) KiB over \(before) KiB")
    }

    /// The memory that is in use now becomes the highest so far, where the system can do that.
    private func forgetPeak() {
        #if canImport(Glibc)
            write(Array("5".utf8), to: "/proc/self/clear_refs")
        #endif
    }

    /// Highest since then; KiB on Linux.
    private func peakKiB() -> Int {
        let status = String(decoding: bytes(of: "/proc/self/status") ?? [], as: UTF8.self)
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return line.flatMap { Int($0.filter(\.isNumber)) } ?? 0
    }
}
