import Economics
import Settings

/// The parts of the model that the forms of purchase ask for, by the keys that are given, whatever their values.
///
/// What only `--set` gives asks for none: the workbook without it has the same lines, and its cell the same effect.
struct PurchaseParts {
    let settings: ModelSettings
    let layers: [DriverLayer]
    let fleets: [String]

    var parts: [ModelPart: Int] {
        var parts = settings.parts
        let isLeased = isGiven("lease_month")
        if isLeased { parts[.lease] = 1 }
        if isLeased || isGiven("reserved_gpus") || isGiven("block_months") { parts[.fixedTerm] = 1 }
        // An interest rate alone is that of a loan for every server, unless there is a lease to measure by it.
        if parts[.debt] != nil, !isLeased { parts[.loan] = 1 }
        if isLeased || parts[.loan] != nil { parts[.debt] = 1 }
        if isGiven("rent_minimum_month") { parts[.rentMinimum] = 1 }
        if isGiven("rent_month_hours") || isGiven("reserved_month_hours") { parts[.monthPrices] = 1 }
        return parts
    }

    private func isGiven(_ name: String) -> Bool {
        (["capacity"] + fleets).contains { fleet in
            let key = "\(fleet).\(name)"
            return layers.contains { layer in
                layer.drivers[key] != nil && !(layer.origin == .configuration && settings.isSetOnly(key))
            }
        }
    }
}
