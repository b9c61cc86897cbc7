extension PriceListFormat {
    /// SkyPilot's catalogues, `catalogs/v7` and `v8`, one file a cloud; columns differ in order and number.
    ///
    /// Prices are US dollars an hour for the whole instance. GCP's rows of GPUs leave out the host. The Azure file of at
    /// least one mirror writes its last column unquoted as `V1,V2`. Fetchers write 0 for prices that they could not get.
    static let skyPilot = PriceListFormat(
        id: "skypilot-vms", title: "SkyPilot catalogue", vendor: .fromFileName, plan: .spotColumn,
        columns: [
            .instance: "InstanceType", .gpu: "AcceleratorName", .count: "AcceleratorCount", .memory: "GpuInfo",
            .region: "Region", .zone: "AvailabilityZone", .price: "Price", .spotPrice: "SpotPrice",
        ],
        required: [.instance, .gpu, .count, .price, .spotPrice, .region], hostsApart: true, mayOverflow: true)
}
