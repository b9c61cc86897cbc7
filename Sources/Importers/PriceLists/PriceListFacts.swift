import Billing
import Money

/// What is sold, from the texts of a row; worked out once for all rows that agree in them.
struct PriceListGPU: Hashable, Sendable {
    var model: GPUModel?
    /// As the list names it.
    var raw: String
    /// In one priced unit; nil: the list does not say.
    var gpus: Amount?
    /// GCP's machine type that must be rented with the GPU; nil: the price covers it.
    var host: String?
    /// Rented with any host, at the renter's choice.
    var needsAnyHost = false
    /// Why the row is no offer of a GPU; nil: it is one.
    var skip: String?
    /// Names that could not be told apart, or not be found.
    var unknown = false

    init(_ format: PriceListFormat, instance: String, gpu: String, count: String, memory: String) {
        raw = gpu.isEmpty ? instance : gpu
        let key = gpu.lowercased()
        gpus = Amount(count).flatMap { $0.isZero || $0.isNegative ? nil : $0 }
        if gpu.isEmpty, format.columns[.gpu] != nil {
            skip = "without a GPU"
            return
        }
        if key.hasPrefix("tpu") || count == "0" {
            skip = key.hasPrefix("tpu") ? "of TPUs, which count chips or cores" : "without a GPU"
            return
        }
        if format.hostsApart, instance.isEmpty {
            if let known = GPUCatalogue.googleHosts[key] {
                model = GPUCatalogue.model(named: known.model)
                host = gpus.flatMap { known.hosts[$0.description] }
            }
            needsAnyHost = host == nil
        }
        let size = GPUCatalogue.instance(instance)
        model = model ?? size?.model
        gpus = size?.gpus ?? gpus
        if model == nil {
            let name = Self.resolve(
                gpu.isEmpty ? instance : gpu, memory: Self.gigabytes(memory, gpus: gpus), instance: instance)
            switch name.resolution {
            case .known(let found, _): model = found
            case .ambiguous: skip = "of GPUs that could be several"
            case .unknown: skip = "of GPUs that are not known"
            }
            unknown = model == nil
            if gpus == nil, count.isEmpty { gpus = name.count.map { Amount($0) } }
        }
        // A price for one GPU needs no number; a price for an instance does.
        if gpus == nil { gpus = format.subject == .gpu || size == nil ? Amount(1) : nil }
        if skip == nil, gpus == nil { skip = "of instances whose number of GPUs is not known" }
    }

    /// The name with the memory, where that fits; without it otherwise, because lists state usable or total memory, too.
    ///
    /// What they leave open, the words of the instance may decide: `gpu_8x_h100_sxm5`.
    private static func resolve(_ text: String, memory: Double?, instance: String) -> GPUName {
        var name = GPUName(text)
        guard case .ambiguous(let models) = name.resolution else { return name }
        let near = memory.map { memory in models.filter { abs(Double($0.memory) - memory) <= 0.08 * Double($0.memory) }
        }
        let labels = Set((near ?? []).map(\.memory))
        if labels.count == 1, let label = labels.first { name = GPUName(text, memory: label) }
        if case .ambiguous(let open) = name.resolution,
            case .known(let model, isUsual: false) = GPUName(instance).resolution, open.contains(model)
        {
            name.resolution = .known(model, isUsual: false)
        }
        return name
    }

    /// Of one GPU: `80`, `80.0`, or from `{'Gpus': [{…, 'MemoryInfo': {'SizeInMiB': 81920}}], 'TotalGpuMemoryInMiB': …}`.
    private static func gigabytes(_ text: String, gpus: Amount?) -> Double? {
        if let plain = Amount(text) { return plain.doubleValue }
        func mebibytes(_ key: String) -> Double? {
            guard let mark = text.firstRange(of: "'\(key)': ") else { return nil }
            return Double(text[mark.upperBound...].prefix { $0.isASCII && $0.isNumber })
        }
        // The size of `MemoryInfo` is now that of one GPU and now that of all; the total is always that of all.
        if let total = mebibytes("TotalGpuMemoryInMiB"), let gpus, !gpus.isZero {
            return total / 1024 / gpus.doubleValue
        }
        return mebibytes("SizeInMiB").map { $0 / 1024 }
    }
}

/// How a row sells: worked out once for all rows that agree in the words for it.
struct PriceListPlan: Hashable, Sendable {
    var pricing = QuotePricing.onDemand
    var termMonths = 0
    var payment: QuotePayment?
    /// Further words that make it another offer: `convertible`.
    var detail = ""
    /// The price is that of all months of the term.
    var isTotal = false
    /// The row is the fee of an offer whose hours are in another.
    var isUpfront = false
    /// Why the row is no offer; nil: it is one.
    var skip: String?

    typealias Words = (
        flag: String, kind: String, term: String, payment: String, offerClass: String, meter: String, unit: String
    )

    init(_ format: PriceListFormat, _ words: Words) {
        switch format.plan {
        case .spotColumn: break
        case .spotRows: if QuoteCells.flag(words.flag) == true { pricing = .spot }
        case .upfrontRows: readUpfrontRows(words)
        case .termTotals: readTermTotals(words)
        }
    }

    private mutating func readUpfrontRows(_ words: Words) {
        let unit = words.unit.lowercased()
        isUpfront = unit == "quantity"
        guard isUpfront || ["hrs", "hours", "hour"].contains(unit) else {
            skip = "not priced by the hour"
            return
        }
        guard words.kind.lowercased() == "reserved" else {
            if words.kind.lowercased() != "ondemand" { skip = "of other kinds of offer" }
            return
        }
        reserve(words.term)
        switch QuoteHeaderKey.key(words.payment) {
        case "noupfront": payment = .noUpfront
        case "partialupfront": payment = .partialUpfront
        case "allupfront": payment = .allUpfront
        default: skip = "of other kinds of offer"
        }
        let offerClass = words.offerClass.lowercased()
        if offerClass != "standard" { detail = offerClass }
    }

    private mutating func readTermTotals(_ words: Words) {
        guard words.unit.lowercased() == "1 hour" else {
            skip = "not priced by the hour"
            return
        }
        switch words.kind.lowercased() {
        case "consumption":
            if words.meter.lowercased().contains("spot") { pricing = .spot }
        case "reservation":
            reserve(words.term)
            isTotal = true
        default: skip = "of other kinds of offer"
        }
    }

    private mutating func reserve(_ term: String) {
        pricing = .reserved
        if let months = QuoteTerm(QuoteTerm.text(term), bareNumber: nil)?.months, months > 0 {
            termMonths = months
        } else {
            skip = "of reservations without a term"
        }
    }
}
