import Diagnostics
import Economics
import Reports
import Settings
import Testing

@testable import Breakeven

/// What a project writes beside `quote`, and what is said when nothing fits.
struct QuoteLimitsTests {
    private static let quotes = """
        quote_line_id,vendor,procurement_type,currency,gpu_model_raw,gpus_per_unit,quantity,price,price_unit,region,term_months,quote_date,valid_until
        fleet,A,reserved,USD,H100 SXM 80GB,8,16,1.5,gpu_hour,us-east,12,2026-10-01,2026-12-31
        node,A,reserved,USD,H100 SXM 80GB,8,1,1.9,gpu_hour,us-east,12,2026-10-01,2026-12-31
        rent,B,on_demand,USD,H100 SXM 80GB,8,1,24,instance_hour,us-east,,2026-10-01,2026-12-31
        spot,B,spot,USD,H100 SXM 80GB,8,1,8,instance_hour,us-east,,2026-10-01,2026-12-31
        """

    private func analysed(_ capacity: String, gpu: String = "H100 SXM") throws -> Analysis {
        let project = try SmallProject()
        try project.write("quotes/offers.csv", Self.quotes)
        try project.write(
            "breakeven.yaml",
            """
            report: {as_of: 2026-10-31}
            model:
              workloads:
                - {id: chat, tok_in: 4000, tok_out: 1000, price_in: 2, price_out: 8, pool: p, migrate_month: 2}
              pools:
                - {id: p, tps_in: 9000, tps_out: 900, gpus_per_replica: 1, gpu: \(gpu)}
              capacity: {\(capacity)}
            """)
        return try Analysis(try ProjectFolder(path: project.folder, overrides: []), RunOptions())
    }

    private func chosen(_ capacity: String) throws -> [String] {
        try analysed(capacity).data.quotes.rows.filter(\.chosen).map(\.id)
    }

    @Test func limitsOfTheConfigurationHold() throws {
        #expect(try chosen("quote: cheapest") == ["fleet"])
        #expect(try chosen("quote: cheapest, max_gpus_together: 8") == ["node"])
        #expect(try chosen("quote: cheapest, max_term_months: 0") == ["rent"])
        #expect(try chosen("quote: cheapest, allow_spot: true") == ["spot"])
        #expect(try chosen("quote: cheapest, min_gpu_memory_gb: 80, regions: us-*") == ["fleet"])
        #expect(throws: Failure.self) { try chosen("quote: cheapest, min_gpu_memory_gb: 94") }
    }

    @Test func whatNoFleetMayChooseHasNoRank() throws {
        let rows = try analysed("quote: cheapest, max_gpus_together: 8").data.quotes.rows
        let ranks = rows.map { "\($0.id) \($0.rank.map(String.init) ?? "-")" }
        #expect(ranks == ["spot -", "fleet -", "node 1", "rent 2"])
    }

    @Test func instancesThatAreRentedWholeArePointedOut() throws {
        let said = try analysed("quote: rent").warnings.filter { $0.code == "sold-together" }.map(\.rendered)
        #expect(
            said == [
                "capacity.gpus_sold_together: warning: found quote rent rents 8 GPUs at a time, and no capacity.gpus_sold_together, expected how many GPUs are paid for together; 1 is taken\n"
                    + "  fix: write gpus_sold_together: 8, or 1 where the vendor rents parts"
            ])
        for capacity in ["quote: rent, gpus_sold_together: 8", "quote: node"] {
            #expect(try analysed(capacity).warnings.filter { $0.code == "sold-together" } == [])
        }
    }

    @Test(arguments: [
        (
            "H900 SXM 80GB",
            "breakeven.yaml:6:69: error: found pool p on the GPU \"H900 SXM 80GB\", expected a GPU that is known; nearest: H100-SXM-80GB, H200-SXM-141GB, A100-SXM-40GB\n"
                + "  fix: write the name as csv/quotes.csv and `breakeven inspect` show it"
        ),
        (
            "H100",
            "breakeven.yaml:6:69: error: found pool p on the GPU \"H100\", expected one GPU; it could be H100-NVL-94GB, H100-PCIE-80GB, H100-SXM-80GB\n"
                + "  fix: write the name as csv/quotes.csv and `breakeven inspect` show it"
        ),
    ])
    func aGPUThatIsNoneIsNamedWithTheNearest(_ gpu: String, _ message: String) {
        let failure = #expect(throws: Failure.self) { try analysed("quote: cheapest", gpu: gpu) }
        #expect(failure?.status == .badConfiguration)
        #expect(failure?.diagnostics.map(\.rendered) == [message])
    }
}
