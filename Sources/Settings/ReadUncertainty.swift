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
        options.weights = weights(fields)
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
    /// All three or none, and one in all.
    private mutating func weights(_ fields: Fields) -> [Scenario: Double] {
        guard let node = fields.values["weights"] else { return [:] }
        let path = fields.path("weights")
        let each = self.fields(node, path, keys: SchemaKeys.weights)
        var weights: [Scenario: Double] = [:]
        for scenario in Scenario.allCases {
            guard each.values[scenario.rawValue] != nil else { continue }
            weights[scenario] = number(each, scenario.rawValue, expected: "a share from 0 to 1") { 0...1 ~= $0 }
        }
        guard weights.count == 3, abs(weights.values.reduce(0, +) - 1) < 1e-9 else {
            let given = Scenario.allCases.compactMap { key in
                each.values[key.rawValue].map { "\(key.rawValue): \(yamlNode($0))" }
            }
            report(
                .wrongValue(
                    "{\(given.joined(separator: ", "))}", key: path,
                    expected: "a weight for low, base and high, 1 in all",
                    fix: "for example {low: 0.25, base: 0.5, high: 0.25}", at: node.position))
            return [:]
        }
        return weights
    }
}
