/// What a figure is measured in: a dimension that arithmetic obeys, and the words a sheet shows.
///
/// Months, people, GPUs, servers and replicas are plain counts, so a flow "in a month" and a running sum agree; money,
/// tokens, hours, seconds and power are dimensions that cannot be added to each other.
package struct Unit: Hashable, Sendable {
    package var dimension: Dimension
    /// Shown in the unit column; `CUR` stands for the reporting currency.
    package var symbol: String

    package init(_ symbol: String, _ dimension: Dimension) {
        self.symbol = symbol
        self.dimension = dimension
    }

    package static let ratio = Unit("ratio", .one)
    package static let flag = Unit("1/0", .one)
    package static let word = Unit("word", .one)
    package static let index = Unit("number", .one)
    package static let month = Unit("month", .one)
    package static let months = Unit("months", .one)
    package static let date = Unit("date", .one)
    package static let gpu = Unit("GPU", .one)
    package static let server = Unit("servers", .one)
    package static let replica = Unit("replicas", .one)
    package static let fte = Unit("FTE", .one)
    package static let money = Unit("CUR", .money)
    package static let moneyPerMonth = Unit("CUR/month", .money)
    package static let tokens = Unit("Mtok/month", .token)
    package static let hours = Unit("h", .hour)
    package static let seconds = Unit("replica-s", .second)
    package static let minutes = Unit("minutes", .one)
    package static let incidents = Unit("incidents", .one)
    package static let gigabytes = Unit("GB", .one)
    package static let power = Unit("kW", .power)
    package static let moneyPerHour = Unit("CUR/GPU-hour", .money / .hour)
    package static let moneyPerToken = Unit("CUR/Mtok", .money / .token)
}

/// Exponents of the base dimensions.
package struct Dimension: Hashable, Sendable, CustomStringConvertible {
    var money = 0
    var token = 0
    var hour = 0
    var second = 0
    var power = 0

    package static let one = Dimension()
    package static let money = Dimension(money: 1)
    package static let token = Dimension(token: 1)
    package static let hour = Dimension(hour: 1)
    package static let second = Dimension(second: 1)
    package static let power = Dimension(power: 1)

    package static func * (a: Dimension, b: Dimension) -> Dimension {
        Dimension(
            money: a.money + b.money, token: a.token + b.token, hour: a.hour + b.hour, second: a.second + b.second,
            power: a.power + b.power)
    }

    package static func / (a: Dimension, b: Dimension) -> Dimension {
        Dimension(
            money: a.money - b.money, token: a.token - b.token, hour: a.hour - b.hour, second: a.second - b.second,
            power: a.power - b.power)
    }

    package var description: String {
        let parts = [("money", money), ("token", token), ("hour", hour), ("second", second), ("kW", power)]
            .filter { $0.1 != 0 }
            .map { $0.1 == 1 ? $0.0 : "\($0.0)^\($0.1)" }
        return parts.isEmpty ? "number" : parts.joined(separator: "·")
    }
}
