package import Billing
package import Diagnostics

/// What a driver holds: a number, or one of the words that its definition allows.
package enum DriverValue: Hashable, Sendable {
    case number(Double)
    case word(String)
}

/// How well a figure is founded, best first.
package enum Confidence: String, CaseIterable, Hashable, Sendable {
    case invoice, quote, estimate, placeholder
}

/// Whether more of a driver favours own hosting.
package enum Direction: Int, Hashable, Sendable {
    case favours = 1
    case neither = 0
    case hurts = -1
}

/// A numeric end of a driver.
package enum DriverEnd: String, CaseIterable, Hashable, Sendable {
    case low, high
}

/// A driver as somebody gave it, with its register entries.
package struct GivenDriver: Hashable, Sendable {
    package var base: DriverValue
    /// Numeric ends, `low ≤ base ≤ high`; nil means the same as base.
    package var low: Double?
    package var high: Double?
    /// The end that the scenario `low` takes, whatever the direction of the driver says; nil: as that says.
    package var lowScenario: DriverEnd?
    package var unit: String?
    package var source: String?
    package var owner: String?
    package var asOf: Day?
    package var expires: Day?
    /// Nil: not stated by the user.
    package var confidence: Confidence?
    package var position: SourcePosition?

    package init(_ base: DriverValue, at position: SourcePosition? = nil) {
        self.base = base
        self.position = position
    }
}

/// What a kind of driver accepts.
package enum DriverKind: Hashable, Sendable {
    /// `open` ends exclude the bound itself.
    case number(min: Double?, max: Double?, openMin: Bool, openMax: Bool)
    case integer(min: Int, max: Int?)
    case choice([String])
    /// An integer of at least `min`, or one of the words.
    case integerOrWord(min: Int, words: [String])
    /// A price of at least 0, or `none`: nobody has named one.
    case price
    /// A number in (0, 744], or `calendar`.
    case hoursBasis
    /// Any id or free text; not a figure and not live.
    case text
    case flag

    /// What stands for a price that nobody has named.
    package static let noPrice = "none"

    package static var money: DriverKind { .number(min: 0, max: nil, openMin: false, openMax: false) }
    package static var share: DriverKind { .number(min: 0, max: 1, openMin: false, openMax: false) }
    package static var count: DriverKind { .number(min: 0, max: nil, openMin: false, openMax: false) }
    package static var positive: DriverKind { .number(min: 0, max: nil, openMin: true, openMax: false) }
    /// A yearly decline, below 1; negative is growth.
    package static var decline: DriverKind { .number(min: nil, max: 1, openMin: false, openMax: true) }
}

/// One key of the configuration below `model`: the single place that says what it is called, means and accepts.
package struct DriverDefinition: Hashable, Sendable {
    /// Config path without `model.`; `*` stands for the id of a workload or pool, `#` for a list position from 1.
    package var pattern: String
    package var label: String
    package var unit: String
    package var kind: DriverKind
    /// Value of an absent driver; nil: required where it is used.
    package var fallback: DriverValue?
    package var direction: Direction
    /// An absent money driver is named as not costed.
    package var isMoney: Bool
    /// The default is a guess that the user has to confirm.
    package var fallbackIsPlaceholder: Bool
    /// Whether the cell in the workbook drives the model.
    package var isLive: Bool

    init(
        _ pattern: String, _ label: String, unit: String, _ kind: DriverKind, default fallback: DriverValue?,
        _ direction: Direction, money: Bool = false, placeholder: Bool = false, live: Bool = true
    ) {
        self.pattern = pattern
        self.label = label
        self.unit = unit
        self.kind = kind
        self.fallback = fallback
        self.direction = direction
        isMoney = money
        fallbackIsPlaceholder = placeholder
        isLive = live
    }

    /// The last component: `tok_in` of `workloads.*.tok_in`.
    package var name: String {
        let parts = pattern.split(separator: ".")
        return String(parts.last == "#" || parts.last == "*" ? parts[parts.count - 2] : parts.last!)
    }
}
