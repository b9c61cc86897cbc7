package import Billing
package import Economics

/// What has changed since earlier reports of the project.
package struct History: Sendable {
    /// The report that this one is compared with.
    package var earlier: EarlierReport
    /// Nil when one of the two has no plan with figures.
    package var bridge: Bridge?
    package var restatements: [Restatement]
    package var backTests: [BackTest]

    package init(
        earlier: EarlierReport, bridge: Bridge?, restatements: [Restatement], backTests: [BackTest]
    ) {
        self.earlier = earlier
        self.bridge = bridge
        self.restatements = restatements
        self.backTests = backTests
    }
}

extension Bridge.Cause {
    package var label: String {
        switch self {
        case .model: "Start, horizon, workloads, program"
        case .restatement: "Past months restated"
        case .volume: "Volume"
        case .mix: "Mix of models and tokens"
        case .price: "API prices"
        case .exchangeRates: "Exchange rates of quotes"
        case .quotes: "GPU quotes"
        case .assumptions: "Assumptions"
        case .plan: "Migration plan"
        }
    }
}
