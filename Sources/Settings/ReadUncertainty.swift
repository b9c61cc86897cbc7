import Diagnostics
import Economics

extension SchemaReader {
    /// Reads `uncertainty`. Whether a driver of `distributions` exists is known once the project is read.
    mutating func uncertainty(_ node: ConfigNode?) -> UncertaintyOptions {
        var options = UncertaintyOptions()
        let fields = fields(node, "uncertainty", keys: SchemaKeys.uncertainty)
        options.trials = integer(fields, "trials", 0...UncertaintyOptions.mostTrials) ?? options.trials
        options.seed =
            value(fields, "seed", expected: "a whole number from 0 to \(UInt64.max)") { UInt64($0) } ?? options.seed
        options.delayMonths = integer(fields, "delay_months", 0...UncertaintyOptions.mostDelay) ?? options.delayMonths
        options.correlation =
            number(fields, "correlation", expected: "a number of at least 0 and below 1") { $0 >= 0 && $0 < 1 }
            ?? options.correlation
        let path = fields.path("distributions")
        for entry in entries(fields.values["distributions"], path) {
            let one = Fields(path: path, values: [entry.key: entry.value])
            let key = withoutModel(entry.key)
            if let distribution = choice(one, entry.key, Distribution.self) {
                options.distributions[key] = distribution
            }
        }
        return options
    }
}
