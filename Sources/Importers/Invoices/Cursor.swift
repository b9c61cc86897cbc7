import Billing
import Money

extension ImportFormat {
    /// Cursor → Dashboard → Usage → Export, with and without `Kind`, and the table added up by day with its count of
    /// requests.
    ///
    /// Rows that the seat, an own key or nobody pays for state what the usage is worth: no money of this bill. A cost may
    /// be written `$0.10`, `EUR 3,50` or `Included`. The two input columns are disjoint in some layouts and nested in
    /// others: what is written to the cache is what the total leaves beside the other three.
    static let cursorUsage = ImportFormat(
        id: "cursor-usage", name: "Cursor usage export", vendor: "Cursor",
        recognise: .columns(
            "model", "input (w/ cache write)", "input (w/o cache write)", "cache read", "output tokens"),
        columns: [
            .day("date", to: .firstDay).required,
            .text("kind", to: .fact),
            .text("model", to: .model),
            .text("user", "user email", "email", to: .user, onlyFor: "user"),
            .text("cost", "cost ($)", to: .currencyOfAmount),
            .text("cost", "cost ($)", to: .isOneOf(["included", "free"])),
            .money("cost", "cost ($)", to: .billedCost, style: cursorCosts).required.blank(.nothing),
            .count("input (w/ cache write)", to: .quantity, style: cursorCounts),
            .count("input (w/o cache write)", to: .tokens(.inputUncached), style: cursorCounts),
            .count("cache read", to: .tokens(.inputCacheRead), style: cursorCounts),
            .count("output tokens", to: .tokens(.output), style: cursorCounts),
            .count("total tokens", to: .quantity, style: cursorCounts),
            .count("request count", "requests", to: .requests, style: cursorCounts),
        ],
        currency: Currency("USD"), rowsAreRequests: true,
        interpret: { (line, facts) throws(RowProblem) in
            guard facts.hasSums else { return .keep }
            try countCacheWrites(facts, in: &line)
            let isUnpriced = !facts.text("cost").isEmpty
            if isUnpriced || !isPayable(kind: facts.text("kind").lowercased()) {
                line.notionalCost = line.billedCost ?? .zero
                line.billedCost = nil
            }
            return .keep
        })

    private static let cursorCounts = NumberStyle(allowsGrouping: true)
    private static let cursorCosts: NumberStyle = {
        var style = NumberStyle(allowsGrouping: true)
        style.allowsEitherMark = true
        style.nullWords.formUnion(["Included", "included", "Free", "free"])
        return style
    }()

    /// `Included in Business`, `User API Key`, `Errored, No Charge` and the like are not on the bill.
    private static func isPayable(kind: String) -> Bool {
        !["included", "free", "errored", "aborted", "user api key"].contains { kind.hasPrefix($0) }
    }

    private static func countCacheWrites(_ facts: GroupFacts, in line: inout ChargeLine) throws(RowProblem) {
        guard let total = facts.sum("total tokens") else {
            line.tokens[.inputCacheWrite] = facts.sum("input (w/ cache write)")
            return
        }
        do throws(AmountError) {
            var written = total
            for tokenClass in [TokenClass.inputUncached, .inputCacheRead, .output] {
                written = try written.subtracting(line.tokens[tokenClass] ?? .zero)
            }
            line.tokens[.inputCacheWrite] = written.isNegative ? .zero : written
        } catch {
            throw RowProblem(
                column: "Total Tokens", code: "number-too-large", found: "\(total)",
                expected: "counts of at most 38 digits",
                fix: "look for a count in the wrong unit, or with digits of another cell in it")
        }
    }
}
