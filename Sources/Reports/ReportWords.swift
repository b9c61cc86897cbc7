/// Figures in sentences.
package enum ReportWords {
    /// `1,234,567 USD`.
    package static func money(_ value: Double, _ currency: String) -> String { "\(whole(value)) \(currency)" }

    package static func whole(_ value: Double) -> String {
        guard value.magnitude < 1e15 else { return "\(value)" }
        let number = Int(value.rounded())
        let digits = String(number.magnitude)
        var groups: [Substring] = []
        var rest = digits[...]
        while rest.count > 3 {
            groups.insert(rest.suffix(3), at: 0)
            rest = rest.dropLast(3)
        }
        groups.insert(rest, at: 0)
        return (number < 0 ? "−" : "") + groups.joined(separator: ",")
    }

    /// `1 month`, `12 months`.
    package static func months(_ number: Int) -> String { "\(number) \(number == 1 ? "month" : "months")" }

    package static func percent(_ ratio: Double) -> String {
        guard ratio.magnitude < 1e12 else { return "\(ratio * 100) %" }
        let tenths = Int((ratio * 1000).rounded())
        return "\(tenths < 0 ? "−" : "")\(abs(tenths) / 10).\(abs(tenths) % 10) %"
    }

    /// One decimal.
    package static func tenths(_ value: Double) -> String {
        guard value.magnitude < 1e15 else { return "\(value)" }
        let tenths = Int((value * 10).rounded())
        return "\(tenths < 0 ? "−" : "")\(abs(tenths) / 10).\(abs(tenths) % 10)"
    }
}
