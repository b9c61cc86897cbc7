/// A bar of the tornado for what MODEL.md 10 asks for and the project gives no range: a step that its label states.
struct StatedStep: Sendable {
    var key: String
    var label: String
    var unit: String
    var low: Double
    var high: Double
    var apply: @Sendable (Double, Lane) -> Lane

    /// - Parameter drivers: those with a range of their own, which have bars already.
    static func all(_ base: Lane, _ drivers: [UncertainDriver]) -> [StatedStep] {
        func hasRange(_ names: [String]) -> Bool {
            drivers.contains { driver in names.contains { driver.key == $0 || driver.key.hasSuffix(".\($0)") } }
        }
        var steps: [StatedStep] = []
        func add(
            _ label: String, _ unit: String, _ change: LaneChange, _ low: Double, _ high: Double, _ names: [String]
        ) {
            guard !hasRange(names) else { return }
            steps.append(
                StatedStep(
                    key: change.axis.name, label: label, unit: unit, low: LaneChange.tidy(low),
                    high: LaneChange.tidy(high),
                    apply: change.apply))
        }
        let decline = LaneChange.apiDecline(base)
        add(
            "API price decline, ±5 points", "ratio", decline, decline.neutral - points(5),
            min(decline.neutral + points(5), highestRate), [decline.axis.name])
        add(
            "Volume growth a month, ±1 point", "ratio", .growth(base), -points(1), points(1), ["growth_monthly"])
        add("Share that falls back, ±50 %", "times", .fallback(base), 0.5, 1.5, ["fallback_share"])
        add("Throughput, ±15 %", "times", .throughput(base), 0.85, 1.15, ["tps_in", "tps_out", "u_max"])
        add("GPU and server prices, ±15 %", "times", .gpuPrice(base), 0.85, 1.15, LaneChange.gpuPrices)
        add("Staff (FTE), ±25 %", "times", .staff, 0.75, 1.25, ["people.fte_base"])
        let rate = LaneChange.discountRate(base)
        add(
            "Discount rate, ±2 points", "ratio", rate, rate.neutral - points(2), rate.neutral + points(2),
            [rate.axis.name])
        return steps
    }

    private static let highestRate = 0.99

    private static func points(_ number: Double) -> Double { number / 100 }
}
