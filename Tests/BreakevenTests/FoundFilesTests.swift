import Foundation
import TestSupport
import Testing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// What a project folder holds besides tables.
@Suite struct FoundFiles {
    @Test func aPipeUnderInvoicesIsNamedAndNotWaitedFor() throws {
        let project = try SmallProject()
        #expect(mkfifo("\(project.folder)/invoices/feed.csv", 0o600) == 0)
        let outcome = try project.run(["report", "p"])
        #expect(outcome.status == 0)
        #expect(
            outcome.errors.contains(
                """
                invoices/feed.csv: warning: found a pipe under invoices, expected a file
                  fix: write its content into a file; it is not part of this report
                """))
        let inspected = try project.run(["inspect", "p/invoices/feed.csv"])
        #expect(inspected.status == 66)
        #expect(inspected.errors.contains("found a pipe, device or socket, expected a file"))
    }

    @Test func anArchiveIsASourceBesideItsTables() throws {
        let project = try SmallProject()
        let table = SmallProject.header + "2026-01,Beta,m,1,USD\n"
        try project.write(
            "invoices/beta.zip", Zip([Zip.Member("bills/beta.csv", table), Zip.Member("bill.pdf", "%PDF")]).bytes)
        try project.write("invoices/copy.csv", table.replacing("\n", with: "\r\n"))
        let outcome = try project.run(["report", "p"])
        #expect(outcome.status == 0)
        #expect(
            outcome.errors.contains(
                """
                invoices/copy.csv: warning: found the same text (line ends and packing aside) as \
                invoices/beta.zip/bills/beta.csv; its rows are counted once, expected each export once
                """))
        let files = SmallProject.files(below: "\(project.folder)/reports/2026-06")
        let sources = String(decoding: files["csv/sources.csv"] ?? [], as: UTF8.self).split(separator: "\n")
        #expect(
            sources.map { $0.split(separator: ",", omittingEmptySubsequences: false)[0] } == [
                "file", "invoices/acme.csv", "invoices/beta.zip", "invoices/beta.zip/bills/beta.csv",
                "invoices/copy.csv",
            ])
        let inspected = try project.run(["inspect", "--json", "p/invoices/beta.zip"])
        #expect(inspected.status == 0)
        let json = try JSONSerialization.jsonObject(with: Data(inspected.output.utf8)) as? [[String: Any]]
        #expect(json?.map { $0["format"] as? String } == ["zip", "generic"])
        #expect(json?.map { ($0["file"] as? String)?.hasSuffix("beta.zip/bills/beta.csv") } == [false, true])
    }
}
