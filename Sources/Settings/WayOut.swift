import Diagnostics
import Economics

/// How to be rid of a value that nothing better is known about: without it, what else holds.
enum WayOut {
    /// - Parameters:
    ///   - path: Of the key, with or without `model.`.
    ///   - position: Where the value stands; a `--set` can be left out.
    static func without(_ path: String, at position: SourcePosition, default fallback: DriverValue? = nil) -> String {
        if position.isOverride { return "leave this `--set` out" }
        return "take `\(name(path))` out" + holds(fallback)
    }

    /// For a cell of workloads.csv.
    static func emptyCell(_ fallback: DriverValue?) -> String { "leave the cell empty" + holds(fallback) }

    private static func holds(_ fallback: DriverValue?) -> String {
        switch fallback {
        case .number(let number): ": \(numberText(number)) holds then"
        case .word(let word): ": \(word) holds then"
        case nil: ""
        }
    }

    /// The key that the user wrote: `tax_rate` of `model.finance.tax_rate.base`, `ramp` of `workloads.a.ramp.2`.
    private static func name(_ path: String) -> String {
        let parts = path.split(separator: ".").filter { Int($0) == nil && $0 != "base" }
        return parts.last.map(String.init) ?? path
    }
}
