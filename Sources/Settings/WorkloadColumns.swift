import Economics

/// The columns of `workloads.csv`: what the reader of the file and the merge with `breakeven.yaml` accept.
package enum WorkloadColumns {
    /// `id`, then every key of a workload with its ends and its source, in the order of the catalogue.
    package static let all =
        ["id"] + DriverCatalogue.workload.flatMap(columns) + months + DriverCatalogue.gates.flatMap(columns)

    /// The keys that messages list.
    static let keys = DriverCatalogue.workload.map(\.name) + months + DriverCatalogue.gates.map(key(of:))

    /// Months of the calendar; they are facts and no drivers.
    static let months = ["migrated_since"]

    /// The key of a workload's driver: `tok_in`, `gates.data_allowed`.
    static func key(of definition: DriverDefinition) -> String {
        definition.pattern.hasPrefix("workloads.*.gates.") ? "gates.\(definition.name)" : definition.name
    }

    /// The column of a driver and those beside it: only numbers have ends, and a list of them has none.
    static func columns(of definition: DriverDefinition) -> [String] {
        let key = key(of: definition)
        switch definition.kind {
        case .choice, .text, .flag: return [key, "\(key)_source"]
        case .number, .integer, .integerOrWord, .price, .hoursBasis:
            let isList = definition.pattern.hasSuffix("#")
            return isList ? [key, "\(key)_source"] : [key, "\(key)_low", "\(key)_high", "\(key)_source"]
        }
    }
}
