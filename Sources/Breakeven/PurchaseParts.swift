import Economics
import Settings

/// The parts of the model that the forms of purchase ask for.
///
/// What only `--set` gives asks for none: the workbook without it has the same lines, and its cell the same effect.
struct PurchaseParts {
    let settings: ModelSettings
    let layers: [DriverLayer]
    let fleets: [String]

    var parts: [ModelPart: Int] {
        var parts = settings.parts
        let isLeased = isGiven("lease_month") { $0.base != .word(DriverKind.noPrice) }
        if isLeased { parts[.lease] = 1 }
        if isLeased || isGiven("reserved_gpus", where: { $0.base != .number(0) || $0.high != nil })
            || isGiven("block_months")
        {
            parts[.fixedTerm] = 1
        }
        // An interest rate alone is that of a loan for every server, unless there is a lease to measure by it.
        if parts[.debt] != nil, !isLeased { parts[.loan] = 1 }
        if isLeased || parts[.loan] != nil { parts[.debt] = 1 }
        return parts
    }

    private func isGiven(_ name: String, where holds: (GivenDriver) -> Bool = { _ in true }) -> Bool {
        (["capacity"] + fleets).contains { fleet in
            let key = "\(fleet).\(name)"
            return layers.contains { layer in
                guard let given = layer.drivers[key] else { return false }
                guard layer.origin == .configuration, given.position?.isOverride == true else { return holds(given) }
                return !settings.isSetOnly(key)
            }
        }
    }
}
