/// Why the headline moved since an earlier report: drivers go from their earlier values to today's, one cause after the
/// other, and the base NPV of the plan is worked out after each. The steps add up to the whole change by construction.
package struct Bridge: Sendable {
    /// In the order in which drivers change.
    package enum Cause: String, CaseIterable, Hashable, Sendable {
        /// Start, horizon, workloads that came or left, and the program itself: what no driver of both reports tells.
        case model
        /// The earlier baseline months as the invoices tell them now.
        case restatement
        case volume, mix, price
        case exchangeRates = "fx"
        case quotes, assumptions, plan
    }

    package struct Step: Hashable, Sendable {
        package var cause: Cause
        /// Change of the NPV, reporting currency.
        package var change: Double
    }

    /// A driver that both reports have, with another base value.
    package struct Change: Hashable, Sendable {
        package var key: String
        package var label: String
        package var cause: Cause
        package var earlier: DriverValue
        package var now: DriverValue
    }

    /// What the earlier report knew.
    package struct Start: Sendable {
        package var npv: Double
        /// Base values by config key.
        package var drivers: [String: DriverValue]
        /// Drivers of the earlier baseline months as today's invoices imply them.
        package var restated: [String: Double]
        /// Today's exchange rate over the earlier one, for the currency of each fleet's quote.
        package var rateRatio: [String: Double]

        package init(
            npv: Double, drivers: [String: DriverValue], restated: [String: Double], rateRatio: [String: Double]
        ) {
            self.npv = npv
            self.drivers = drivers
            self.restated = restated
            self.rateRatio = rateRatio
        }
    }

    package let earlier: Double
    package let now: Double
    /// One for each ``Cause``, in order.
    package let steps: [Step]
    /// In the order of the register; without what invoices imply.
    package let changes: [Change]

    /// - Throws: ``EvaluationError`` when the register lacks a driver of the model.
    package init(_ evaluator: Evaluator, _ register: DriverRegister, from start: Start) throws(EvaluationError) {
        let today = register.lane(Instance(.base, .hybrid))
        var lane = today
        let isNew = { (key: String) in start.drivers["\(Self.owner(of: key)).tok_in"] == nil }
        for driver in register.drivers {
            if let value = start.drivers[driver.key], Self.cause(of: driver) != .model {
                lane.drivers[driver.key] = value
            } else if Self.volumes.contains(driver.definition.name), isNew(driver.key) {
                lane.drivers[driver.key] = .number(0)
            }
        }
        var lanes = [lane]
        func move(_ cause: Cause) {
            for driver in register.drivers where Self.cause(of: driver) == cause {
                lane.drivers[driver.key] = today.drivers[driver.key]
            }
        }
        for cause in Cause.allCases.dropFirst() {
            switch cause {
            case .model: break
            case .restatement:
                for (key, value) in start.restated where start.drivers[key] != nil {
                    lane.drivers[key] = .number(value)
                }
            case .volume: Self.scaleVolumes(&lane, to: today, register)
            case .mix:
                move(.volume)
                move(.mix)
            case .exchangeRates:
                for driver in register.drivers
                where Self.cause(of: driver) == .quotes && driver.definition.unit.contains("CUR") {
                    guard let ratio = start.rateRatio[Self.owner(of: driver.key)],
                        case .number(let value)? = lane.drivers[driver.key]
                    else { continue }
                    lane.drivers[driver.key] = .number(value * ratio)
                }
            case .price, .quotes, .assumptions, .plan: move(cause)
            }
            lanes.append(lane)
        }
        let result = try evaluator.evaluate(lanes)
        let values = [start.npv] + lanes.indices.map { result.value("npv", lane: $0) }
        earlier = start.npv
        now = values[values.count - 1]
        steps = zip(Cause.allCases, values.indices.dropFirst()).map { cause, index in
            Step(cause: cause, change: values[index] - values[index - 1])
        }
        changes = register.drivers.compactMap { driver in
            guard let before = start.drivers[driver.key], let after = today.drivers[driver.key], before != after,
                driver.origin != .invoices
            else { return nil }
            return Change(
                key: driver.key, label: driver.label, cause: Self.cause(of: driver), earlier: before, now: after)
        }
    }

    private static let tokens = ["tok_in", "tok_cached", "tok_out"]
    private static let volumes = tokens + ["api_other_month"]

    /// All tokens by one factor, so that their sum is today's and their mix is the earlier one.
    private static func scaleVolumes(_ lane: inout Lane, to today: Lane, _ register: DriverRegister) {
        let keys = register.drivers.filter { tokens.contains($0.definition.name) }.map(\.key)
        func sum(_ lane: Lane) -> Double {
            keys.reduce(0) { sum, key in
                if case .number(let value)? = lane.drivers[key] { return sum + value }
                return sum
            }
        }
        let (before, after) = (sum(lane), sum(today))
        for key in keys {
            guard before > 0, case .number(let value)? = lane.drivers[key] else { continue }
            lane.drivers[key] = .number(value * after / before)
        }
        for driver in register.drivers where driver.definition.name == "api_other_month" {
            lane.drivers[driver.key] = today.drivers[driver.key]
        }
    }

    private static func cause(of driver: ResolvedDriver) -> Cause {
        let name = driver.definition.name
        if driver.key.hasPrefix("meta.") { return .model }
        if driver.key.hasPrefix("workloads.") {
            if volumes.contains(name) { return .volume }
            if name.hasPrefix("price_") { return .price }
            if name == "migrate_month" { return .plan }
        }
        if ["market.api_discount", "market.api_fixed_month"].contains(driver.key)
            || driver.key.hasPrefix("market.commitment")
        {
            return .price
        }
        if case .quote? = driver.link { return .quotes }
        if driver.origin == .quote || name == "quote" { return .quotes }
        return .assumptions
    }

    /// The workload or fleet that a key belongs to: the key without its last part.
    private static func owner(of key: String) -> String {
        key.lastIndex(of: ".").map { String(key[..<$0]) } ?? key
    }
}
