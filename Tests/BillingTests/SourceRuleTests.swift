import Billing
import Testing

struct SourceRuleTests {
    @Test(arguments: [
        ("invoices/a.csv", "invoices/a.csv"), ("a.csv", "a.csv"), ("/mnt/share/a.csv", "*/a.csv"),
        ("../downloads/a.csv", "*/a.csv"),
    ]) func adviceNamesAFileWithinTheProject(_ name: String, _ files: String) {
        #expect(SourceRule.files(for: name) == files)
    }

    @Test func adviceForAFileElsewhereFindsItWhereItIsPut() {
        let glob = Glob(SourceRule.files(for: "/mnt/share/a.csv"))
        #expect(glob.matches("invoices/a.csv"))
        #expect(glob.matches("invoices/acme/2026/a.csv"))
        #expect(!glob.matches("invoices/b.csv"))
    }
}
