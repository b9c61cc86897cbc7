extension PriceListFormat {
    /// The Full Stack's table of cloud GPUs: prices of instances on demand and spot; the memory column is now that of one
    /// GPU and now that of all, so the name is believed.
    static let fullStack = PriceListFormat(
        id: "full-stack-cloud-gpus", title: "Full Stack cloud GPUs", vendor: .named(""), plan: .spotColumn,
        columns: [
            .vendor: "Cloud", .gpu: "GPU Type", .count: "GPUs", .price: "On-demand", .gpuPrice: "Per-GPU",
            .spotPrice: "Spot", .instance: "Name",
        ],
        required: [.vendor, .gpu, .count, .price, .gpuPrice, .spotPrice, .instance])

    /// A price page as a table: one price for a GPU-hour, `Contact sales` where there is none.
    static let crusoe = PriceListFormat(
        id: "gpu-price-page", title: "GPU price page", vendor: .fromFileName, plan: .spotColumn, subject: .gpu,
        columns: [
            .gpu: "item", .kind: "plan", .price: "price", .unit: "unit", .currency: "currency", .date: "as_of",
        ],
        required: [.gpu, .kind, .price, .unit, .currency, .date],
        filters: [
            Filter(column: "unit", oneOf: ["GPU-hr", "GPU-hour"], reason: "not priced by the GPU-hour")
        ])
}
