import Diagnostics
import Economics
import Reports
import Testing

@testable import Breakeven

/// A name that no invoice line has is most often a slip of the pen, here or in the rules.
struct WorkloadOfNoInvoiceTests {
    @Test func aRowOfAWorkloadThatNoInvoiceHasIsNamedWithItsPlace() throws {
        let project = try SmallProject()
        try project.write("workloads.csv", "id,migrate_month\nunatributed,2\n")
        let failure = #expect(throws: Failure.self) {
            try Analysis(try ProjectFolder(path: project.folder, overrides: []), RunOptions())
        }
        #expect(failure?.status == .badConfiguration)
        #expect(
            failure?.diagnostics.map(\.rendered) == [
                "workloads.csv:2: error: found workload unatributed without tokens, and no invoice line that is attributed to it, expected a workload of the invoices (unattributed), or its tok_in, tok_out and prices\n"
                    + "  fix: did you mean unattributed? correct the name here or under `attribution`, or write its volume"
            ])
    }

    @Test func aWorkloadWithItsOwnVolumeNeedsNoInvoice() throws {
        let project = try SmallProject()
        try project.write("workloads.csv", "id,tok_in,tok_out,price_in,price_out\nfuture,10,1,2,8\n")
        let data = try Analysis(try ProjectFolder(path: project.folder, overrides: []), RunOptions()).data
        #expect(data.plan.map(\.workload) == ["future", "unattributed"])
    }
}
