extension PriceListFormat {
    /// The bulk price list of Amazon EC2, CSV: five lines of metadata, then the header.
    ///
    /// An offer with an upfront fee is two rows of one SKU and offer code: unit `Quantity` and unit `Hrs`.
    static let awsPriceList = PriceListFormat(
        id: "aws-price-list", title: "AWS price list", vendor: .named("AWS"), plan: .upfrontRows,
        columns: [
            .instance: "Instance Type", .count: "GPU", .region: "Region Code", .price: "PricePerUnit",
            .currency: "Currency", .unit: "Unit", .kind: "TermType", .term: "LeaseContractLength",
            .payment: "PurchaseOption", .offerClass: "OfferingClass", .sku: "SKU", .offer: "OfferTermCode",
        ],
        required: [.instance, .price, .unit, .kind, .sku, .offer],
        filters: [
            Filter(column: "Operating System", oneOf: ["Linux", ""], reason: "of other operating systems"),
            Filter(column: "Tenancy", oneOf: ["Shared", ""], reason: "on dedicated hosts"),
            Filter(column: "Pre Installed S/W", oneOf: ["NA", ""], reason: "with software installed"),
            Filter(column: "CapacityStatus", oneOf: ["Used", ""], reason: "of reserved but unused capacity"),
            Filter(column: "MarketOption", oneOf: ["OnDemand", ""], reason: "of other markets"),
        ],
        currency: nil, dateLine: "Publication Date")
}
