extension PriceListFormat {
    /// The items of Azure's retail price interface as CSV.
    ///
    /// The price of a reservation is that of its whole term, though the unit says `1 Hour`. Spot is told by the names of
    /// meter and SKU alone.
    static let azureRetail = PriceListFormat(
        id: "azure-retail-prices", title: "Azure retail prices", vendor: .named("Azure"), plan: .termTotals,
        columns: [
            .instance: "armSkuName", .region: "armRegionName", .price: "retailPrice", .currency: "currencyCode",
            .unit: "unitOfMeasure", .kind: "type", .term: "reservationTerm", .meter: "meterName",
        ],
        required: [.instance, .region, .price, .currency, .unit, .kind, .meter],
        filters: [
            Filter(column: "productName", without: ["Windows"], reason: "of other operating systems"),
            Filter(column: "meterName", without: ["Low Priority"], reason: "of low priority"),
            Filter(column: "skuName", without: ["Low Priority"], reason: "of low priority"),
            Filter(column: "type", without: ["DevTest"], reason: "for development only"),
            Filter(column: "tierMinimumUnits", oneOf: ["", "0", "0.0"], reason: "of higher tiers"),
        ],
        currency: nil)
}
