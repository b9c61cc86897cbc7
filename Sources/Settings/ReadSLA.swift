package import Billing
import Diagnostics
import Economics

/// `sla`: what of it is no driver. The figures stand among the drivers as `sla.…`.
package struct SLASettings: Hashable, Sendable {
    /// The block holds something.
    package var isGiven = false
    /// Credit tiers written here; 0: those of `sla.terms`.
    package var tiers = 0
    package var hasOffer = false
    /// Tiers of the offer written here; 0: as today.
    package var betterTiers = 0
    /// First month of the incident history; nil: that of the first incident.
    package var historyFrom: Month?

    package init() {}
}

extension SchemaReader {
    /// Reads `sla`; its drivers go to those of the model.
    mutating func sla(_ node: ConfigNode?, into model: inout ModelSettings) -> SLASettings {
        var sla = SLASettings()
        let fields = fields(node, "sla", keys: SchemaKeys.sla)
        sla.isGiven = !fields.values.isEmpty
        drivers(fields, into: &model)
        sla.historyFrom = month(fields, "history_from")
        sla.tiers = tiers(fields.values["tiers"], "sla.tiers", into: &model)
        let offer = self.fields(fields.values["better"], "sla.better", keys: SchemaKeys.slaOffer)
        sla.hasOffer = !offer.values.isEmpty
        drivers(offer, into: &model)
        sla.betterTiers = tiers(offer.values["tiers"], "sla.better.tiers", into: &model)
        return sla
    }

    /// - Returns: How many there are.
    private mutating func tiers(_ node: ConfigNode?, _ path: String, into model: inout ModelSettings) -> Int {
        let items = items(node, path, of: "credit tiers")
        for (index, item) in items.enumerated() {
            let fields = fields(item, "\(path).\(index + 1)", keys: SchemaKeys.slaTier)
            drivers(fields, into: &model)
            for key in SchemaKeys.slaTier where fields.values[key] == nil || fields.values[key]?.isNull == true {
                report(.missingKey(key, in: fields.path, at: item.position))
            }
        }
        return items.count
    }
}
