/// What is said about many results.
package enum Statistics {
    /// Linear between the two nearest of the sorted values, as the spreadsheet function PERCENTILE.INC.
    ///
    /// - Parameters:
    ///   - sorted: ascending, not empty.
    ///   - share: in [0, 1].
    package static func percentile(_ sorted: [Double], _ share: Double) -> Double {
        let place = share * Double(sorted.count - 1)
        let below = Int(place.rounded(.down))
        guard below + 1 < sorted.count else { return sorted[sorted.count - 1] }
        return sorted[below] + (place - Double(below)) * (sorted[below + 1] - sorted[below])
    }

    /// Between which shares the true one lies with 95 % confidence, when so many of all trials hit: Wilson's score
    /// interval, which stays inside 0 and 1 and is honest where none or all hit.
    package static func wilson(_ hits: Int, of trials: Int) -> ClosedRange<Double> {
        let z = 1.959963984540054
        let n = Double(trials)
        let share = Double(hits) / n
        let middle = (share + z * z / (2 * n)) / (1 + z * z / n)
        let reach = z / (1 + z * z / n) * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
        return Swift.max(0, middle - reach)...Swift.min(1, middle + reach)
    }
}
