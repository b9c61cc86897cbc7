import Foundation
import TestSupport
import Testing

/// `inspect` on every kind of quote and price list, for people and for programs.
@Suite(.enabled(if: Binary.path != nil, "the program is built beside the tests"))
struct InspectQuotesTests {
    struct Kind: CustomTestStringConvertible, Sendable {
        var file: String
        var text: String
        var format: String
        /// As the first lines of the text for people have it.
        var title: String
        /// The first quote: GPU, way to buy, price of a GPU-hour.
        var first: (gpu: String, pricing: String, hour: Double)
        var testDescription: String { file }
    }

    private static let aws = """
        "FormatVersion","v1.0"
        "Disclaimer","For information."
        "Publication Date","2026-10-01T18:00:00Z"
        "Version","20261001180000"
        "OfferCode","AmazonEC2"
        "SKU","OfferTermCode","TermType","Unit","PricePerUnit","Currency","LeaseContractLength","PurchaseOption","OfferingClass","Instance Type","GPU","Operating System","Tenancy","Region Code"
        "S1","PU","Reserved","Hrs","19.0000000000","USD","3yr","Partial Upfront","standard","p5.48xlarge","8","Linux","Shared","us-east-1"
        "S1","PU","Reserved","Quantity","210240","USD","3yr","Partial Upfront","standard","p5.48xlarge","8","Linux","Shared","us-east-1"

        """

    static let kinds: [Kind] = [
        Kind(
            file: "quotes/north.csv", text: FileCommandTests.quotes, format: "quotes", title: "quotes, GPU prices",
            first: ("H100-SXM-80GB", "on_demand", 3)),
        Kind(
            file: "quotes/messy.csv",
            text:
                "\u{FEFF}Angebot 4711;;;;\r\n;;;;\r\nGPU Model;# GPUs;Unit Price;Term;Valid To\r\n8x H100 SXM5 80GB;8;$31,20/hr;on demand;31.12.2026\r\nB200 192GB;8;Contact sales;;31.12.2026\r\nSubtotal;;31,20;;\r\n",
            format: "quotes", title: "quotes, GPU prices", first: ("H100-SXM-80GB", "on_demand", 3.9)),
        Kind(
            file: "quotes/aws/vms.csv",
            text:
                "InstanceType,AcceleratorName,AcceleratorCount,vCPUs,MemoryGiB,GpuInfo,Price,SpotPrice,Region\np5.48xlarge,H100,8.0,192,2048,,55.04,18.70,us-east-1\n",
            format: "skypilot-vms", title: "skypilot-vms, GPU price list", first: ("H100-SXM-80GB", "on_demand", 6.88)),
        Kind(
            file: "quotes/azure.csv",
            text:
                "instance_name,location,price,cpu,memory,gpu_count,gpu_name,gpu_memory,spot\nStandard_NC40ads_H100_v5,eastus,2.5,40,320,1,H100NVL,94,True\n",
            format: "gpuhunt", title: "gpuhunt, GPU price list", first: ("H100-NVL-94GB", "spot", 2.5)),
        Kind(
            file: "quotes/index.csv", text: aws, format: "aws-price-list", title: "aws-price-list, GPU price list",
            first: ("H100-SXM-80GB", "reserved", 3.375)),
        Kind(
            file: "quotes/retail.csv",
            text:
                "currencyCode,tierMinimumUnits,retailPrice,armRegionName,meterName,productName,skuName,unitOfMeasure,type,armSkuName,reservationTerm\nEUR,0,560640,eastus,ND96isr H100 v5,Virtual Machines,ND96isr H100 v5,1 Hour,Reservation,Standard_ND96isr_H100_v5,1 Year\n",
            format: "azure-retail-prices", title: "azure-retail-prices, GPU price list",
            first: ("H100-SXM-80GB", "reserved", 8)),
        Kind(
            file: "quotes/flat.csv",
            text:
                "Cloud,GPU Type,GPU Arch,GPUs,GPU RAM,vCPUs,RAM,On-demand,Per-GPU,Spot,Name\nAWS,A100 (80 GB),Ampere,8,640,96,1152,40.96,5.12,,p4de.24xlarge\n",
            format: "full-stack-cloud-gpus", title: "full-stack-cloud-gpus, GPU price list",
            first: ("A100-SXM-80GB", "on_demand", 5.12)),
        Kind(
            file: "quotes/crusoe.csv",
            text:
                "item,plan,price,unit,currency,as_of\nNVIDIA H100 80GB HGX,on_demand,3.90,GPU-hr,USD,2026-09-20\n",
            format: "gpu-price-page", title: "gpu-price-page, GPU price list",
            first: ("H100-SXM-80GB", "on_demand", 3.9)),
    ]

    private func inspect(_ kind: Kind, _ options: [String] = []) throws -> Binary.Outcome {
        let project = try SmallProject(months: 1)
        try project.write(kind.file, kind.text)
        return try project.run(["inspect", "p/\(kind.file)"] + options)
    }

    @Test(arguments: kinds) func everyKindIsToldAndPriced(_ kind: Kind) throws {
        let people = try inspect(kind)
        #expect(people.status == 0, "\(people.errors)")
        #expect(people.output.hasPrefix("p/\(kind.file)\n  format       \(kind.title)\n"), "\(people.output)")
        #expect(people.output.contains("/GPU-hour"))
        let program = try inspect(kind, ["--json"])
        #expect(program.status == 0)
        let files = try JSONSerialization.jsonObject(with: Data(program.output.utf8)) as? [[String: Any]]
        let file = try #require(files?.first)
        #expect(file["format"] as? String == kind.format)
        let quote = try #require((file["quotes"] as? [[String: Any]])?.first)
        #expect(quote["gpu"] as? String == kind.first.gpu)
        #expect(quote["pricing"] as? String == kind.first.pricing)
        let hour = try #require(quote["gpu_hour"] as? Double)
        #expect(abs(hour - kind.first.hour) < 1e-9, "\(hour)")
    }

    @Test func manyQuotesAreCutShort() throws {
        let rows = (1...25).map { "q-\($0),North,H100 SXM,8,24,instance_hour,USD,2026-12-31\n" }.joined()
        let header = "quote_line_id,vendor,gpu,gpus_per_unit,price,price_unit,currency,valid_until\n"
        let kind = Kind(
            file: "quotes/many.csv", text: header + rows, format: "quotes", title: "", first: ("", "", 0))
        func quotes(_ text: String) -> Int { text.split(separator: "\n").count { $0.hasPrefix("  quote ") } }
        let short = try inspect(kind).output
        #expect(quotes(short) == 20)
        #expect(short.contains("and 5 more quotes: --verbose lists all"))
        #expect(try quotes(inspect(kind, ["--verbose"]).output) == 25)
    }

    @Test func aTermInDaysStaysOne() throws {
        let kind = Kind(
            file: "quotes/block.csv",
            text:
                "gpu,gpus,price,unit,currency,procurement_type,term\nH100 SXM,8,5376,term_total,USD,capacity block,14 days\n",
            format: "quotes", title: "", first: ("", "", 0))
        #expect(
            try inspect(kind).output.contains(
                "8 x H100-SXM-80GB, reserved, 14 days, 5376 USD for the term, 2 USD/GPU-hour"))
        let files = try JSONSerialization.jsonObject(with: Data(inspect(kind, ["--json"]).output.utf8))
        let quote = try #require(((files as? [[String: Any]])?.first?["quotes"] as? [[String: Any]])?.first)
        #expect(abs((quote["term_months"] as? Double ?? 0) - 14.0 * 12 / 365) < 1e-12)
    }

    /// Columns tell a price list, whatever its rows sell.
    @Test func aListOfNamesThatCannotBeToldIsStillAPriceList() throws {
        let project = try SmallProject()
        try project.write(
            "quotes/lambda.csv",
            "InstanceType,AcceleratorName,AcceleratorCount,vCPUs,MemoryGiB,Price,Region,GpuInfo,SpotPrice\na,H100,8,1,1,24,eu,,\nb,H100,8,1,1,25,us,,\n"
        )
        let outcome = try project.run(["inspect", "p/quotes/lambda.csv"])
        #expect(outcome.status == 0)
        #expect(outcome.output.contains("skypilot-vms, GPU price list"))
        #expect(outcome.output.contains("2 of GPUs that could be several"))
        #expect(outcome.output.contains("\"H100\" in 2 rows from line 2"))
    }
}
