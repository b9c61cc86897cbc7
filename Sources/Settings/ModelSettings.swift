package import Billing
package import Diagnostics
package import Economics
package import Money

/// The drivers below `model` that the project gives, and the shape of its lists. Defaults are not filled in.
package struct ModelSettings: Hashable, Sendable {
    package static let defaultHorizonMonths = 36

    /// Calendar month of t = 1; nil: the month after the period of the report.
    package var startMonth: Month?
    /// 1…120.
    package var horizonMonths = defaultHorizonMonths
    package var currency: Currency?
    /// In the order of `breakeven.yaml`, then of workloads.csv; in NFC. `given` may hold further ids from `--set`.
    package var workloadIds: [String] = []
    package var poolIds: [String] = []
    package var oneOffCount = 0
    /// Items of the lists that parts of the model have.
    package var listCounts: [ModelPart: Int] = [:]
    /// Values of the ramp by workload id; absent: the default ramp of one value.
    package var rampCount: [String: Int] = [:]
    /// Pools with a `capacity` key of their own, in byte order.
    package var capacityOverridePools: [String] = []
    /// Workloads that own GPUs have begun to serve, by id.
    package var migratedSince: [String: MigratedSince] = [:]
    /// By path without `model.`, list items from 1: `finance.tax_rate`, `workloads.classify.ramp.1`, `one_off.2.amount`.
    package var given: [String: GivenDriver] = [:]
    /// Keys that only `--set` gives: a lower layer may still add ends and register entries to them.
    var setOnly: Set<String> = []

    package init() {}

    /// Whether `--set` is the only one that gives a key.
    package func isSetOnly(_ key: String) -> Bool { setOnly.contains(key) }

    /// The parts of the model that the project gives keys of, with the items of their lists.
    package var parts: [ModelPart: Int] {
        var parts: [ModelPart: Int] = [:]
        for part in ModelPart.allCases {
            if part.list != nil {
                if let count = listCounts[part], count > 0 { parts[part] = count }
            } else if part.drivers.contains(where: { given[$0.pattern] != nil }) {
                parts[part] = 1
            }
        }
        return parts
    }

    /// Ids of workloads that only `--set` names, in byte order. They exist if the invoices imply them.
    package var unlistedWorkloads: [String] {
        let listed = Set(workloadIds)
        let named = given.keys.compactMap { workloadId(inKey: $0) }
        return Set(named).subtracting(listed).sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}

/// The month from which own GPUs serve a workload, and where the project says so.
package struct MigratedSince: Hashable, Sendable {
    package var month: Month
    package var position: SourcePosition?
    /// A row of workloads.csv says so: what is wrong with it is bad data.
    package var isOfRow: Bool

    package init(month: Month, position: SourcePosition?, isOfRow: Bool) {
        self.month = month
        self.position = position
        self.isOfRow = isOfRow
    }
}

/// The id in a key such as `workloads.classify.ramp.1`; nil for keys outside `workloads`.
///
/// An id may hold dots: what the pattern of the driver leaves is the id.
package func workloadId(inKey key: String) -> String? { listItemId(inKey: key, list: "workloads") }

/// The id in a key such as `pools.small.capacity.pue`; nil for keys outside `pools`.
package func poolId(inKey key: String) -> String? { listItemId(inKey: key, list: "pools") }

private func listItemId(inKey key: String, list: String) -> String? {
    guard key.hasPrefix(list + "."), let definition = DriverCatalogue.definition(of: key) else { return nil }
    let fixedAfterId = definition.pattern.split(separator: ".").count - 2
    let parts = key.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count > fixedAfterId + 1 else { return nil }
    return parts[1..<(parts.count - fixedAfterId)].joined(separator: ".")
}
