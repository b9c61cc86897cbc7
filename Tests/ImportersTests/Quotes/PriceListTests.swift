import Billing
import Diagnostics
import Importers
import Money
import Tabular
import Testing

private let asOf = Day(year: 2026, month: 11, day: 23)

/// What a line says, in one string: id, GPU, GPUs, price, unit, status.
private func text(_ line: QuoteLine) -> String {
    [
        line.id, line.gpu ?? "-", "\(line.gpusPerUnit)x", line.price.map { "\($0)" } ?? "-",
        line.priceUnit?.rawValue ?? "-", line.status.rawValue,
    ].joined(separator: " ")
}

private func read(_ text: String, name: String, _ selection: QuoteSelection = QuoteSelection()) throws -> QuoteFile {
    try withFile(name, text) { try inspectQuotes($0, asOf: asOf, selection: selection) }
}

private let everything = QuoteSelection(gpus: [
    "A100-SXM-40GB", "A100-SXM-80GB", "H100-SXM-80GB", "H100-NVL-94GB", "H200-SXM-141GB", "B200-SXM-180GB", "L4-24GB",
    "L40S-48GB", "A10-24GB", "T4-16GB", "A100-80GB", "GH200-96GB", "RTX5090-32GB", "MI300X-192GB", "V100-16GB",
])

struct PriceListTests {
    private let sky = "InstanceType,AcceleratorName,AcceleratorCount,vCPUs,MemoryGiB,GpuInfo,Price,SpotPrice,Region"

    @Test func aCatalogueGivesPricesOfInstancesOnDemandAndSpot() throws {
        let file = try read(
            """
            \(sky),AvailabilityZone
            p5.48xlarge,H100,8.0,192,2048,,55.04,18.70,us-east-1,use1-az1
            p5e.48xlarge,H200,8.0,192,2048,,,18.9,us-east-1,use1-az1
            m5.large,,,2,8,,0.096,0.03,us-east-1,use1-az1

            """, name: "quotes/aws/vms.csv", everything)
        #expect(
            file.lines.map(text) == [
                "aws-p5.48xlarge-us-east-1 H100-SXM-80GB 8x 55.04 instance_hour priced",
                "aws-p5.48xlarge-us-east-1-spot H100-SXM-80GB 8x 18.7 instance_hour priced",
                "aws-p5e.48xlarge-us-east-1-spot H200-SXM-141GB 8x 18.9 instance_hour priced",
            ])
        #expect(file.format == "skypilot-vms")
        #expect(file.lines.map(\.vendor) == ["AWS", "AWS", "AWS"])
        #expect(file.lines.map(\.line) == [2, 2, 3])
        #expect((file.rows, file.accepted, file.rejected) == (3, 2, 0))
        #expect(file.skipped == ["without a GPU": 1])
    }

    @Test func zonesOfARegionAreOneOfferAtTheirLowestPrice() throws {
        let file = try read(
            """
            \(sky),AvailabilityZone
            p5.48xlarge,H100,8,1,1,,55.04,19.00,us-east-1,a
            p5.48xlarge,H100,8,1,1,,55.04,18.50,us-east-1,b
            p5.48xlarge,H100,8,1,1,,55.04,62.99,us-east-1,c
            p5.48xlarge,H100,8,1,1,,60.00,30.00,eu-west-1,a

            """, name: "aws.csv", everything)
        #expect(
            file.lines.map { "\($0.line) \($0.id) \($0.price!)" } == [
                "2 aws-p5.48xlarge-us-east-1 55.04", "3 aws-p5.48xlarge-us-east-1-spot 18.5",
                "5 aws-p5.48xlarge-eu-west-1 60", "5 aws-p5.48xlarge-eu-west-1-spot 30",
            ])
        #expect(
            file.notes.map(\.rendered).contains(
                "aws.csv: warning: found 1 row with a spot price at or above the price on demand, expected spot below on demand\n"
                    + "  fix: ask the vendor: the list may give a commitment's price as that on demand; both are kept as they are"
            ))
    }

    @Test(arguments: ["", "0", "0.00", "0.0"])
    func blankAndZeroPricesAreNoOffers(_ nothing: String) throws {
        let file = try read(
            "\(sky)\np5.48xlarge,H100,8,1,1,,\(nothing),\(nothing),us-east-1\n", name: "aws.csv", everything)
        #expect(file.lines == [])
        #expect(file.skipped == ["without a price": 1])
        #expect(file.accepted == 0)
    }

    @Test func rowsThatOverflowInALastColumnNobodyReadsAreRead() throws {
        let header =
            "InstanceType,AcceleratorName,AcceleratorCount,vCPUs,MemoryGiB,GpuInfo,Price,SpotPrice,Region,Generation"
        let file = try read(
            """
            \(header)
            Standard_ND96isr_H100_v5,H100,8,96,1900,H100,98.32,18.17,eastus,V2
            Standard_ND96isr_H200_v5,H200,8,96,1900,H200,84.8,17.5,eastus,V1,V2
            Standard_NC40ads_H100_v5,H100,1,40,320,H100,6.98,2.1
            Standard_NV12ads_A10_v5,A10,0.333,12,110,A10,0.908,0.2,eastus,V1,V2

            """, name: "skypilot_azure_vms.csv", everything)
        #expect(
            file.lines.filter { $0.pricing == .onDemand }.map(text) == [
                "skypilot_azure_vms-standard_nd96isr_h100_v5-eastus H100-SXM-80GB 8x 98.32 instance_hour priced",
                "skypilot_azure_vms-standard_nd96isr_h200_v5-eastus H200-SXM-141GB 8x 84.8 instance_hour priced",
                "skypilot_azure_vms-standard_nv12ads_a10_v5-eastus A10-24GB 0.333x 0.908 instance_hour priced",
            ])
        #expect((file.rows, file.accepted, file.rejected) == (4, 3, 1))
        #expect(
            file.notes.map(\.rendered).contains(
                "skypilot_azure_vms.csv:4: warning: found a row that cannot be read, expected as many fields as the header has, and prices that are numbers of at least 0\n"
                    + "  fix: download the list again; the other rows are read"))
    }

    @Test(arguments: ["-1", "abc", "1.2.3"])
    func aPriceThatIsNoneRejectsItsRow(_ price: String) throws {
        let file = try read(
            "\(sky)\np5.48xlarge,H100,8,1,1,,\(price),,us-east-1\np5.48xlarge,H100,8,1,1,,50,,us-east-1\n",
            name: "aws.csv", everything)
        #expect(file.rejected == 1)
        #expect(file.lines.map(\.line) == [3])
    }

    @Test func hostsThatAreSoldApartAreAdded() throws {
        let header =
            "InstanceType,vCPUs,MemoryGiB,AcceleratorName,AcceleratorCount,GpuInfo,Region,AvailabilityZone,Price,SpotPrice"
        let file = try read(
            """
            \(header)
            a2-highgpu-8g,96,680,,,,us-central1,us-central1-a,5.91582,2.958
            a4-highgpu-8g,224,3968,,,,us-central1,us-central1-a,0.0,0.0
            ,,,A100,8,"{'Gpus': [{'MemoryInfo': {'SizeInMiB': 40960}}]}",us-central1,us-central1-a,23.47126,11.4728
            ,,,B200,8,"{'Gpus': [{'MemoryInfo': {'SizeInMiB': 183359}}]}",us-central1,us-central1-a,80.5,30
            ,,,T4,4,"{'Gpus': [{'MemoryInfo': {'SizeInMiB': 16384}}]}",us-central1,us-central1-a,1.4,0.6616
            ,,,tpu-v6e-256,1,tpu-v6e-256,us-central1,us-central1-a,700.0,131.6905

            """, name: "quotes/gcp/vms.csv")
        #expect(
            file.lines.map(text) == [
                "gcp-a100-8x-us-central1 A100-SXM-40GB 8x 29.38708 instance_hour priced",
                "gcp-a100-8x-us-central1-spot A100-SXM-40GB 8x 14.4308 instance_hour priced",
                "gcp-b200-8x-us-central1 - 8x 80.5 instance_hour needs review",
                "gcp-b200-8x-us-central1-spot - 8x 30 instance_hour needs review",
                "gcp-t4-4x-us-central1 - 4x 1.4 instance_hour needs review",
                "gcp-t4-4x-us-central1-spot - 4x 0.6616 instance_hour needs review",
            ])
        #expect(
            file.lines.map(\.statusReason) == [
                nil, nil, "the price leaves out the host a4-highgpu-8g, which the list does not price",
                "the price leaves out the host a4-highgpu-8g, which the list does not price",
                "the price leaves out the host, which the buyer chooses",
                "the price leaves out the host, which the buyer chooses",
            ])
        #expect(file.lines[0].instanceType == "a2-highgpu-8g")
        #expect(file.lines[0].notes == "with the host a2-highgpu-8g")
        #expect(file.skipped == ["without a GPU": 2, "of TPUs, which count chips or cores": 1])
    }

    @Test func pricesOutsideWhatAGPUHourCostsAreForReview() throws {
        let file = try read(
            "\(sky)\n1x,RTX5090,1,1,1,,700.0,0.00,\"Denmark, DK, EU\"\n1x,RTX5090,1,1,1,,0.1,0.00,\", CA, NA\"\n",
            name: "skypilot_vast_vms_full.csv")
        #expect(
            file.lines.map(text) == ["skypilot_vast_vms_full-1x-ca-na - 1x 0.1 instance_hour needs review"])
        #expect(file.lines[0].statusReason == "the price is outside 0.2 to 30 USD a GPU-hour")
        #expect(file.lines[0].vendor == "Vast")
    }

    @Test func namesThatCannotBeToldAreNamedAndPriceNothing() throws {
        let file = try read(
            "\(sky)\na,H100,1,1,1,,3,,eu\nb,RTX5070,1,1,1,,1,,eu\nc,L4,1,1,1,,1,,eu\n", name: "lambda.csv", everything)
        #expect(file.lines.map(\.gpu) == ["L4-24GB"])
        #expect(file.skipped == ["of GPUs that could be several": 1, "of GPUs that are not known": 1])
        #expect(
            file.notes.map(\.rendered).contains(
                "lambda.csv: warning: found GPUs that cannot be told: \"H100\" in line 2 (H100-NVL-94GB or H100-PCIE-80GB or H100-SXM-80GB), \"RTX5070\" in line 3 (nearest: RTX5090-32GB), expected GPUs that are known\n"
                    + "  fix: their rows price nothing; ask for a quote that names the GPU in full"))
    }

    @Test func memoryTellsApartWhatANameLeavesOpen() throws {
        let file = try read(
            "\(sky)\na,H100,1,1,1,\"{'Gpus': [{'MemoryInfo': {'SizeInMiB': 95830}}]}\",3,,eu\n", name: "lambda.csv",
            everything)
        #expect(file.lines.map(\.gpu) == ["H100-NVL-94GB"])
    }

    /// A name and 80 GB fit two forms of an H100: the words of the instance tell which.
    @Test func theNameOfTheInstanceTellsApartWhatNameAndMemoryLeaveOpen() throws {
        let file = try read(
            "\(sky)\ngpu_8x_h100_sxm5,H100,8,1,1,,24,,eu\ngpu_1x_h100_pcie,H100,1,1,1,,2.49,,eu\ngpu_1x_a100_pcie,H100,1,1,1,,3,,eu\n",
            name: "lambda.csv", QuoteSelection(gpus: ["H100-SXM-80GB", "H100-PCIE-80GB"]))
        #expect(file.lines.map(\.gpu) == ["H100-SXM-80GB", "H100-PCIE-80GB"])
        #expect(file.skipped == ["of GPUs that could be several": 1])
        let header = "instance_name,location,price,cpu,memory,gpu_count,gpu_name,gpu_memory,spot"
        for (memory, name) in [("80", nil), ("94", "H100-NVL-94GB"), ("96", "H100-NVL-94GB")] {
            let file = try read("\(header)\na,us,3,1,1,1,H100,\(memory),False\n", name: "x.csv")
            #expect(file.lines.first?.gpu == name, "\(memory)")
        }
    }

    @Test func gpuhuntHasARowForSpotAndARowForTheRest() throws {
        let file = try read(
            """
            instance_name,location,price,cpu,memory,gpu_count,gpu_name,gpu_memory,spot,disk_size,gpu_vendor,flags
            box,us-east-1,23.92,208,1800,8,H100,80,False,,nvidia,
            Standard_NC40ads_H100_v5,eastus,6.98,40,320,1,H100NVL,94,False,,nvidia,
            Standard_NC40ads_H100_v5,eastus,2.5,40,320,1,H100NVL,94,True,,nvidia,
            cpu,eastus,0.1,4,16,0,,,False,,,

            """, name: "quotes/azure/catalog.csv", everything)
        #expect(
            file.lines.map(text) == [
                "azure-standard_nc40ads_h100_v5-eastus H100-NVL-94GB 1x 6.98 instance_hour priced",
                "azure-standard_nc40ads_h100_v5-eastus-spot H100-NVL-94GB 1x 2.5 instance_hour priced",
            ])
        #expect(file.format == "gpuhunt")
        #expect(file.skipped == ["of GPUs that could be several": 1, "without a GPU": 1])
    }

    private let aws = """
        "FormatVersion","v1.0"
        "Disclaimer","This pricing list is for informational purposes only."
        "Publication Date","2026-10-01T18:00:00Z"
        "Version","20261001180000"
        "OfferCode","AmazonEC2"
        "SKU","OfferTermCode","RateCode","TermType","Unit","PricePerUnit","Currency","LeaseContractLength","PurchaseOption","OfferingClass","Instance Type","GPU","Operating System","Tenancy","Pre Installed S/W","CapacityStatus","Region Code"
        "S1","OD","S1.OD.H","OnDemand","Hrs","55.0400000000","USD","","","","p5.48xlarge","8","Linux","Shared","NA","Used","us-east-1"
        "S1","PU","S1.PU.H","Reserved","Hrs","19.0000000000","USD","3yr","Partial Upfront","standard","p5.48xlarge","8","Linux","Shared","NA","Used","us-east-1"
        "S1","PU","S1.PU.Q","Reserved","Quantity","460000","USD","3yr","Partial Upfront","standard","p5.48xlarge","8","Linux","Shared","NA","Used","us-east-1"
        "S1","AU","S1.AU.Q","Reserved","Quantity","262800","USD","1yr","All Upfront","convertible","p5.48xlarge","8","Linux","Shared","NA","Used","us-east-1"
        "S1","AU","S1.AU.H","Reserved","Hrs","0.0000000000","USD","1yr","All Upfront","convertible","p5.48xlarge","8","Linux","Shared","NA","Used","us-east-1"
        "S2","OD","S2.OD.H","OnDemand","Hrs","80.0000000000","USD","","","","p5.48xlarge","8","Windows","Shared","NA","Used","us-east-1"
        "S3","OD","S3.OD.H","OnDemand","Hrs","60.0000000000","USD","","","","p5.48xlarge","8","Linux","Dedicated","NA","Used","us-east-1"
        "S4","OD","S4.OD.H","OnDemand","Hrs","0.0960000000","USD","","","","m5.large","","Linux","Shared","NA","Used","us-east-1"

        """

    @Test func anUpfrontFeeInASecondRowIsSpreadOverItsTerm() throws {
        let file = try read(aws, name: "quotes/index.csv", everything)
        #expect(
            file.lines.map(text) == [
                "quotes-p5.48xlarge-us-east-1 H100-SXM-80GB 8x 55.04 instance_hour priced",
                "quotes-p5.48xlarge-us-east-1-36mo-partial_upfront H100-SXM-80GB 8x 19 instance_hour priced",
                "quotes-p5.48xlarge-us-east-1-12mo-all_upfront-convertible H100-SXM-80GB 8x 0 instance_hour priced",
            ])
        #expect(file.headerLine == 6)
        let hours = file.lines.compactMap(\.gpuHour)
        let expected = [6.88, (19 + 460_000.0 / 26_280) / 8, 262_800.0 / 8760 / 8]
        #expect(hours.count == 3 && zip(hours, expected).allSatisfy { abs($0 - $1) < 1e-9 }, "\(hours)")
        #expect(file.lines.map(\.termMonths) == [0, 36, 12])
        #expect(file.lines.map(\.upfront) == [nil, Amount(460_000), Amount(262_800)])
        #expect(
            file.skipped == ["of other operating systems": 1, "on dedicated hosts": 1, "without a GPU": 1])
        #expect(
            file.notes.map(\.rendered).contains(
                "quotes/index.csv: warning: found a price list of 2026-10-01, 53 days old, expected one of the last 30 days\n"
                    + "  fix: download it again"))
    }

    /// A fee without hours has no price, and hours without their fee have too low a one.
    @Test(arguments: [
        ("S1.PU.H", "36mo", "fee", "hours, unit `Hrs`"), ("S1.PU.Q", "36mo", "hours", "fee, unit `Quantity`"),
        ("S1.AU.H", "12mo", "fee", "hours, unit `Hrs`"), ("S1.AU.Q", "12mo", "hours", "fee, unit `Quantity`"),
    ])
    func halfOfAReservationIsNoOffer(_ row: String, _ term: String, _ has: String, _ lacks: String)
        throws
    {
        let text = aws.split(separator: "\n", omittingEmptySubsequences: false)
            .filter { !$0.contains("\"\(row)\"") }.joined(separator: "\n")
        let file = try read(text, name: "quotes/index.csv", everything)
        #expect(file.lines.count == 2 && !file.lines.contains { $0.id.contains(term) })
        #expect((file.rows, file.accepted, file.rejected) == (7, 3, 1))
        let said = file.notes.filter { $0.code == "price-list-halves" }
        #expect(said.count == 1)
        #expect(said.first?.found == "a reservation with a row of its \(has) alone")
        #expect(said.first?.expected == "a second row of the same SKU and OfferTermCode with the \(lacks)")
        let named = text.split(separator: "\n", omittingEmptySubsequences: false)[(said.first?.position?.line ?? 1) - 1]
        #expect(named.contains(row.contains("PU") ? "\"PU\"" : "\"AU\""))
    }

    @Test func aReservationsTotalIsNotAnHourlyPrice() throws {
        let file = try read(
            """
            currencyCode,tierMinimumUnits,retailPrice,unitPrice,armRegionName,meterName,productName,skuName,unitOfMeasure,type,armSkuName,reservationTerm
            USD,0,98.32,98.32,eastus,ND96isr H100 v5,Virtual Machines NDsr H100 v5,ND96isr H100 v5,1 Hour,Consumption,Standard_ND96isr_H100_v5,
            USD,0,18.17,18.17,eastus,ND96isr H100 v5 Spot,Virtual Machines NDsr H100 v5,ND96isr H100 v5 Spot,1 Hour,Consumption,Standard_ND96isr_H100_v5,
            USD,0,19.66,19.66,eastus,ND96isr H100 v5 Low Priority,Virtual Machines,ND96isr Low Priority,1 Hour,Consumption,Standard_ND96isr_H100_v5,
            USD,0,99.99,99.99,eastus,ND96isr H100 v5,Virtual Machines NDsr H100 v5 Windows,ND96isr H100 v5,1 Hour,Consumption,Standard_ND96isr_H100_v5,
            USD,0,560640,560640,eastus,ND96isr H100 v5,Virtual Machines NDsr H100 v5,ND96isr H100 v5,1 Hour,Reservation,Standard_ND96isr_H100_v5,1 Year
            USD,0,1051200,1051200,eastus,ND96isr H100 v5,Virtual Machines NDsr H100 v5,ND96isr H100 v5,1 Hour,Reservation,Standard_ND96isr_H100_v5,3 Years

            """, name: "azure.csv", everything)
        #expect(
            file.lines.map(text) == [
                "azure-standard_nd96isr_h100_v5-eastus H100-SXM-80GB 8x 98.32 instance_hour priced",
                "azure-standard_nd96isr_h100_v5-eastus-spot H100-SXM-80GB 8x 18.17 instance_hour priced",
                "azure-standard_nd96isr_h100_v5-eastus-12mo H100-SXM-80GB 8x 560640 term_total priced",
                "azure-standard_nd96isr_h100_v5-eastus-36mo H100-SXM-80GB 8x 1051200 term_total priced",
            ])
        let hours = file.lines.compactMap(\.gpuHour)
        let expected = [12.29, 2.27125, 8, 5]
        #expect(hours.count == 4 && zip(hours, expected).allSatisfy { abs($0 - $1) < 1e-9 }, "\(hours)")
        #expect(file.skipped == ["of low priority": 1, "of other operating systems": 1])
    }

    @Test func aFlatListMayGiveOnlyThePriceOfOneGPU() throws {
        let file = try read(
            """
            Cloud,GPU Type,GPU Arch,GPUs,GPU RAM,vCPUs,RAM,On-demand,Per-GPU,Spot,Name
            AWS,A100 (80 GB),Ampere,8,640,96,1152,40.97,5.12,,p4de.24xlarge
            Exoscale,A10 (24 GB),Ampere,1,24,12,56,,1.34028,,GPU SMALL
            Exoscale,A10 (24 GB),Ampere,2,48,24,112,,2.5,,GPU MEDIUM

            """, name: "flat.csv", everything)
        #expect(
            file.lines.map(text) == [
                "flat-aws-p4de.24xlarge A100-SXM-80GB 8x 40.97 instance_hour priced",
                "flat-exoscale-gpu-small A10-24GB 1x 1.34028 gpu_hour priced",
                "flat-exoscale-gpu-medium - 2x 2.5 gpu_hour needs review",
            ])
        #expect(file.lines.map(\.vendor) == ["AWS", "Exoscale", "Exoscale"])
        #expect(
            file.lines[2].statusReason == "the list gives a price for one GPU and none for the instance with several")
    }

    @Test func aPricePageHasPricesOfGPUHoursAndWordsForNone() throws {
        let file = try read(
            """
            item,plan,price,unit,currency,as_of
            NVIDIA H100 80GB HGX,on_demand,3.90,GPU-hr,USD,2026-09-20
            NVIDIA B200 180GB HGX,on_demand,Contact sales,GPU-hr,USD,2026-09-20
            Persistent disk,on_demand,0.08,GiB-month,USD,2026-09-20

            """, name: "quotes/crusoe_2026-09.csv", everything)
        #expect(
            file.lines.map(text) == ["crusoe_2026-09-nvidia-h100-80gb-hgx H100-SXM-80GB 1x 3.9 gpu_hour priced"])
        #expect(file.skipped == ["not priced by the GPU-hour": 1, "without a price": 1])
        #expect(file.lines[0].quoteDate == Day(year: 2026, month: 9, day: 20))
        #expect(file.notes.map(\.code).contains("price-list-old"))
    }

    @Test func regionsThatAListRepeatsAreNoOfferOfTheRegion() throws {
        let list = "\(sky)\ngpu_1x_l4,L4,1,1,1,,0.8,,us-east-1\ngpu_1x_l4,L4,1,1,1,,0.8,,us-west-1\n"
        let found = "note: the list names every region for every instance; whether one has it is to be asked"
        #expect(try read(list, name: "lambda.csv").notes.map(\.rendered).contains("lambda.csv: " + found))
        #expect(try !read(list, name: "runpod.csv").notes.map(\.code).contains("regions-not-told"))
    }

    @Test func aSelectionKeepsWhatItAsksForAndWhatItNames() throws {
        let list = """
            \(sky)
            p5.48xlarge,H100,8,1,1,,55,20,us-east-1
            p5.48xlarge,H100,8,1,1,,56,21,us-east-2
            p5.48xlarge,H100,8,1,1,,57,22,eu-west-1
            p5.48xlarge,H100,8,1,1,,58,23,eu-west-2
            p5.48xlarge,H100,8,1,1,,59,24,eu-west-3
            p5.4xlarge,H100,1,1,1,,9,3,eu-west-3
            g6.xlarge,L4,1,1,1,,0.8,0.3,eu-west-1

            """
        func ids(_ selection: QuoteSelection) throws -> [String] {
            try read(list, name: "aws.csv", selection).lines.filter { $0.pricing == .onDemand }.map(\.id)
        }
        #expect(
            try ids(QuoteSelection()) == [
                "aws-p5.48xlarge-us-east-1", "aws-p5.4xlarge-eu-west-3", "aws-g6.xlarge-eu-west-1",
            ])
        #expect(
            try ids(QuoteSelection(gpus: ["H100-SXM-80GB"], regions: [["EU-*"]])) == [
                "aws-p5.48xlarge-eu-west-1", "aws-p5.48xlarge-eu-west-2", "aws-p5.48xlarge-eu-west-3",
                "aws-p5.4xlarge-eu-west-3",
            ])
        // Two fleets with different wishes: what one may not take hides nothing from the other.
        #expect(
            try ids(QuoteSelection(gpus: ["H100-SXM-80GB"], regions: [["us-*"], ["eu-west-3", "eu-west-2"]])) == [
                "aws-p5.48xlarge-us-east-1", "aws-p5.48xlarge-us-east-2", "aws-p5.48xlarge-eu-west-2",
                "aws-p5.48xlarge-eu-west-3", "aws-p5.4xlarge-eu-west-3",
            ])
        #expect(
            try ids(QuoteSelection(gpus: ["L4-24GB"], ids: ["aws-p5.48xlarge-us-east-2"])) == [
                "aws-p5.48xlarge-us-east-2", "aws-g6.xlarge-eu-west-1",
            ])
        #expect(try ids(QuoteSelection(minMemory: 80)) == ["aws-p5.48xlarge-us-east-1", "aws-p5.4xlarge-eu-west-3"])
    }

    @Test func lineEndsAndThreadsDoNotMatter() throws {
        var list = sky + "\n"
        for row in 0..<2000 {
            list +=
                "p5.48xlarge,H100,8,1,1,\"{'a': 1, 'b'}\",\(40 + (row * 7919) % 97).\(row % 10),\(9 + row % 5),r-\(row % 13)\n"
        }
        let expected = try read(list, name: "aws.csv", everything).lines
        #expect(expected.count == 6)
        for text in [list, list.replacing("\n", with: "\r\n"), "\u{FEFF}" + list] {
            for jobs in [1, 2, 5] {
                let file = try withFile("aws.csv", text) {
                    try inspectQuotes($0, asOf: nil, selection: everything, jobs: jobs)
                }
                #expect(file.lines == expected, "jobs \(jobs)")
                #expect(file.accepted == 2000)
            }
        }
    }
}
