import Diagnostics
import Exporters
import Reports
import Testing

@Suite struct WorkbookExporterTests {
    @Test func sample() throws {
        try writeWorkbook(WorkbookSample.content, to: "/tmp/xl/sample.xlsx")
    }
}
