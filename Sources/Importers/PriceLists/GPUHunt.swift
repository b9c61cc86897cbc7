extension PriceListFormat {
    /// dstack's gpuhunt catalogue: one file a provider, a row for on demand and one for spot.
    ///
    /// Prices are US dollars an hour for the whole instance; memory is that of one GPU.
    static let gpuhunt = PriceListFormat(
        id: "gpuhunt", title: "gpuhunt catalogue", vendor: .fromFileName, plan: .spotRows,
        columns: [
            .instance: "instance_name", .region: "location", .price: "price", .count: "gpu_count", .gpu: "gpu_name",
            .memory: "gpu_memory", .spotFlag: "spot",
        ],
        required: [.instance, .region, .price, .count, .gpu, .memory, .spotFlag])
}
