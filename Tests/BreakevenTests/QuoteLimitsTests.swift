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

    private static func configuration(_ capacity: String, gpu: String) -> String {
        """
        report: {as_of: 2026-10-31}
        model:
          workloads:
            - {id: chat, tok_in: 4000, tok_out: 1000, price_in: 2, price_out: 8, pool: p, migrate_month: 2}
          pools:
            - {id: p, tps_in: 9000, tps_out: 900, gpus_per_replica: 1, gpu: \(gpu)}
          capacity: {\(capacity)}
        """
    }

    private func analysed(_ capacity: String, gpu: String = "H100 SXM") throws -> Analysis {
        let project = try SmallProject()
        try project.write("quotes/offers.csv", Self.quotes)
        try project.write("breakeven.yaml", Self.configuration(capacity, gpu: gpu))
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

    /// A pool that writes its own regions chooses from them, whatever is cheaper elsewhere.
    @Test(arguments: [
        ("eu-*", "aws-p5.48xlarge-eu-west-1"), ("us-*", "aws-p5.48xlarge-us-east-1"),
        ("[ap-*, eu-west-1]", "aws-p5.48xlarge-eu-west-1"), ("'ap-*, eu-west-1'", "aws-p5.48xlarge-eu-west-1"),
    ])
    func regionsOfAPoolHoldBeforeAPriceListIsThinned(_ region: String, _ quote: String) throws {
        let project = try SmallProject()
        let rows = (1...6).map { "p5.48xlarge,H100,8,1,1,,\(40 + $0),,us-east-\($0)\n" }.joined()
        try project.write(
            "quotes/aws/vms.csv",
            "InstanceType,AcceleratorName,AcceleratorCount,vCPUs,MemoryGiB,GpuInfo,Price,SpotPrice,Region\n"
                + rows + "p5.48xlarge,H100,8,1,1,,60,,eu-west-1\n")
        try project.write(
            "breakeven.yaml",
            """
            report: {as_of: 2026-10-31}
            model:
              workloads:
                - {id: chat, tok_in: 4000, tok_out: 1000, price_in: 2, price_out: 8, pool: p, migrate_month: 2}
              pools:
                - {id: p, tps_in: 9000, tps_out: 900, gpus_per_replica: 1, gpu: H100 SXM, capacity: {quote: cheapest, regions: \(region)}}
            """)
        let data = try Analysis(try ProjectFolder(path: project.folder, overrides: []), RunOptions()).data
        #expect(data.quotes.rows.filter(\.chosen).map(\.id) == [quote])
        // No pool shares a capacity that would take what this one may not.
        #expect(data.quotes.rows.first { $0.rank == 1 }?.id == quote)
    }

    @Test func whatNoFleetMayChooseHasNoRank() throws {
        let rows = try analysed("quote: cheapest, max_gpus_together: 8").data.quotes.rows
        let ranks = rows.map { "\($0.id) \($0.rank.map(String.init) ?? "-")" }
        #expect(ranks == ["node 1", "rent 2", "spot -", "fleet -"])
    }

    @Test(arguments: [
        ("quote: rent", 8.0, "quote rent, B"), ("quote: rent, gpus_sold_together: 1", 1, "breakeven.yaml:7"),
        ("quote: node", 8, "quote rent, B"),
    ])
    func instancesThatAreRentedWholeArePaidForWhole(_ capacity: String, _ gpus: Double, _ source: String) throws {
        let data = try analysed(capacity).data
        let driver = try #require(data.register[key: "capacity.gpus_sold_together"])
        #expect(driver.base == .number(gpus))
        #expect(driver.source == source)
        // Four replicas of one GPU.
        let paid = data.evaluation.value("gpus", at: data.model.horizon, lane: data.lane(Instance(.base, .hybrid)))
        #expect(paid == (gpus == 1 ? 4 : 8))
    }

    @Test func aBlockOfDaysSaysThatItPricesMonths() throws {
        let project = try SmallProject()
        try project.write(
            "quotes/offers.csv",
            Self.quotes
                + "\nblock,A,capacity block,USD,H100 SXM 80GB,8,1,4,instance_hour,us-east,14 days,2026-10-01,2026-12-31\n"
        )
        try project.write("breakeven.yaml", Self.configuration("quote: block", gpu: "H100 SXM"))
        let said = try Analysis(try ProjectFolder(path: project.folder, overrides: []), RunOptions()).warnings
        #expect(
            said.filter { $0.code == "block-of-days" }.map(\.rendered) == [
                "quotes/offers.csv:6: warning: found quote block for 14 days, which prices whole months of capacity, expected a price for the months in which the fleet is used\n"
                    + "  fix: ask for the price of a longer term, or that blocks can follow each other without a gap"
            ])
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
