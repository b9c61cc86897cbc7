import Billing
import Diagnostics
import Tabular

/// A file recognised as a price list: which one, and where its columns are.
struct PriceListHeader: Sendable {
    let format: PriceListFormat
    let dialect: Dialect
    let names: [String]
    let columns: [PriceListFormat.Role: Int]
    /// Columns of ``PriceListFormat/filters`` that the file has.
    let filters: [(column: Int, filter: PriceListFormat.Filter)]
    /// The list's own date, where its metadata name one.
    let date: Day?

    /// Records in which the header is looked for: AWS writes five before it.
    private static let searched = 12

    /// - Returns: nil when the file is no price list that is known.
    init?(_ preview: FilePreview) {
        for delimiter in [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t")] {
            let records = preview.records(delimiter: delimiter, limit: Self.searched)
            for (number, record) in records.enumerated() {
                let keys = record.fields.map { QuoteHeaderKey.key(trimmed($0)) }
                for format in PriceListFormat.all {
                    func column(_ name: String) -> Int? { keys.firstIndex(of: QuoteHeaderKey.key(name)) }
                    let found = format.columns.compactMapValues(column)
                    guard format.required.allSatisfy({ found[$0] != nil }) else { continue }
                    self.format = format
                    dialect = Dialect(delimiter: delimiter, headerLine: record.line)
                    names = record.fields.map(trimmed)
                    columns = found
                    filters = format.filters.compactMap { filter in column(filter.column).map { ($0, filter) } }
                    date = format.dateLine.flatMap { title in
                        records[..<number].first { $0.fields.first.map(trimmed) == title && $0.fields.count > 1 }
                            .flatMap { Day(String(trimmed($0.fields[1]).prefix(10))) }
                    }
                    return
                }
            }
        }
        return nil
    }

    /// Rows may be longer than the header: what overflows belongs to a last column that nobody reads.
    var mayOverflow: Bool { format.mayOverflow && !columns.values.contains(names.count - 1) }

    /// Who sells: the cloud that the file's folder or name holds, as people write it.
    func vendor(_ file: String) -> String {
        if case .named(let name) = format.vendor { return name }
        let words = quoteWords(Self.stem(file))
        for word in words { if let name = Self.clouds[word] { return name } }
        return Self.stem(file)
    }

    /// The last part of a path that says something: the folder of a `vms.csv`.
    static func stem(_ file: String) -> String {
        let stem = fileStem(file)
        let parts = file.split(separator: "/")
        guard ["vms", "catalog", "index"].contains(stem.lowercased()), parts.count > 1 else { return stem }
        return String(parts[parts.count - 2])
    }

    private static let clouds = [
        "aws": "AWS", "azure": "Azure", "gcp": "GCP", "lambda": "Lambda", "lambdalabs": "Lambda", "runpod": "RunPod",
        "vast": "Vast", "vastai": "Vast", "nebius": "Nebius", "verda": "Verda", "datacrunch": "DataCrunch",
        "shadeform": "Shadeform", "seeweb": "Seeweb", "cudo": "Cudo", "mithril": "Mithril", "oci": "OCI",
        "yotta": "Yotta", "lium": "Lium", "jarvislabs": "JarvisLabs", "hyperstack": "Hyperstack",
        "spheron": "Spheron", "primeintellect": "Prime Intellect", "crusoe": "Crusoe", "coreweave": "CoreWeave",
        "vultr": "Vultr", "tensordock": "TensorDock", "digitalocean": "DigitalOcean", "hotaisle": "Hot Aisle",
    ]
}
