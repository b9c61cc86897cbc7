import Diagnostics
import Economics

extension SchemaReader {
    /// Reads `readiness`; all of it are drivers.
    mutating func readiness(_ node: ConfigNode?, into model: inout ModelSettings) {
        let sections = fields(node, "readiness", keys: SchemaKeys.readiness)
        for name in SchemaKeys.readiness {
            drivers(
                fields(
                    sections.values[name], "readiness.\(name)",
                    keys: SchemaKeys.readinessKeys(name, own: ownCapabilities)), into: &model)
        }
    }
}
