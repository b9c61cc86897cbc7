import Billing
import Money

/// Sums of a group on their way into its line.
extension ColumnLayout {
    /// - Parameter kinds: the group's texts; those of kind columns say what quantities count.
    /// - Returns: False when the group's word is not one that its format knows: it counts nothing.
    func place(_ sums: [Amount?]?, kinds texts: [String], in line: inout ChargeLine) throws(RowProblem) -> Bool {
        guard let sums else { return true }
        for (measure, sum) in zip(measures, sums) {
            guard var sum else { continue }
            if measure.isInCents { sum = try exactly(sum, measure) { () throws(AmountError) in try sum.hundredth() } }
            place(sum, as: measure.measure, in: &line)
        }
        for (index, key) in keys.enumerated() {
            guard case .kind(let quantity, let words) = key.field else { continue }
            guard let measure = words[texts[index].trimmingBlanks.lowercased()] else { return false }
            if let place = measureIndex[quantity], let sum = sums[place] { self.place(sum, as: measure, in: &line) }
        }
        try takeCacheOutOfInput(sums, in: &line)
        try multiplyByPrices(texts, in: &line)
        return true
    }

    private func place(_ sum: Amount, as measure: LineMeasure, in line: inout ChargeLine) {
        switch measure {
        case .billedCost: line.billedCost = sum
        case .effectiveCost: line.effectiveCost = sum
        case .notionalCost: line.notionalCost = sum.isZero ? nil : sum
        case .tokens(let tokenClass): line.tokens[tokenClass] = sum
        case .requests: line.requests = sum
        case .inputWithCache, .inputPerhapsWithCache, .quantity, .pricedCost, .pivoted: break
        }
    }

    /// Tokens that count as input and as cached are cached.
    private func takeCacheOutOfInput(_ sums: [Amount?], in line: inout ChargeLine) throws(RowProblem) {
        for (measure, sum) in zip(measures, sums) {
            guard measure.measure == .inputWithCache || measure.measure == .inputPerhapsWithCache, let sum else {
                continue
            }
            var uncached = sum
            for tokenClass in [TokenClass.inputCacheRead, .inputCacheWrite] {
                let cached = line.tokens[tokenClass] ?? .zero
                let rest = uncached
                uncached = try exactly(sum, measure) { () throws(AmountError) in try rest.subtracting(cached) }
            }
            if uncached.isNegative, measure.measure == .inputPerhapsWithCache { uncached = sum }
            if uncached.isNegative { throw cachedAboveInput(line, input: sum, measure) }
            line.tokens[.inputUncached] = uncached
        }
    }

    /// Money of rows that state tokens and prices instead of an amount. Exact: prices are part of the group's key.
    private func multiplyByPrices(_ texts: [String], in line: inout ChargeLine) throws(RowProblem) {
        for (index, key) in keys.enumerated() {
            guard case .pricePerMillion(let tokenClass) = key.field, !isNull(texts[index].trimmingBlanks) else {
                continue
            }
            let text = texts[index].trimmingBlanks
            guard case .value(let price) = NumberStyle(allowsGrouping: true).read(text) else {
                throw RowProblem(
                    column: key.name, code: "not-a-number", found: text, expected: "a price of a million tokens",
                    fix: "correct the price")
            }
            do throws(AmountError) {
                let worth = try (line.tokens[tokenClass] ?? .zero).multiplied(by: price)
                    .multiplied(by: Amount(coefficient: 1, scale: 6))
                line.billedCost = try (line.billedCost ?? .zero).adding(worth)
            } catch {
                throw RowProblem(
                    column: key.name, code: "number-too-large", found: text,
                    expected: "tokens and prices of at most 38 digits together",
                    fix: "look for an amount in the wrong unit, or with digits of another cell in it")
            }
        }
    }

    private func exactly(
        _ found: Amount, _ measure: Measure, _ body: () throws(AmountError) -> Amount
    ) throws(RowProblem) -> Amount {
        do throws(AmountError) {
            return try body()
        } catch {
            throw RowProblem(
                column: measure.name, code: "number-too-large", found: "\(found)",
                expected: "numbers of at most 38 digits",
                fix: "look for an amount in the wrong unit, or with digits of another cell in it")
        }
    }

    private func cachedAboveInput(_ line: ChargeLine, input: Amount, _ measure: Measure) -> RowProblem {
        let column = measures.first { $0.measure == .tokens(.inputCacheRead) } ?? measure
        return RowProblem(
            column: column.name, code: "cached-above-input", found: "\(line.tokens[.inputCacheRead] ?? .zero)",
            expected: "at most the \(input) of \(measure.name), which include the cached ones",
            fix: "export the file again")
    }

    // MARK: Rows of reports

    /// No column of the row names a day.
    func isUndated(_ texts: [String]) -> Bool {
        zip(census, texts).allSatisfy { !$0.key.field.isDay || isNull($1.trimmingBlanks) }
    }

    func refuseTwoMonths(of texts: [String], from start: Day, to last: NamedPeriod?) throws(RowProblem) {
        guard let last else { return }
        let end = format.endIsExclusive ? last.firstDay + -1 : last.lastDay
        guard end.month > start.month else { return }
        let column = census.first { $0.key.field == .lastDay }?.key.name ?? ""
        throw RowProblem(
            column: column, code: "period-over-months", found: "\(end)",
            expected: "a period inside \(start.month), the month in which it begins",
            fix: "export each month into a file of its own")
    }
}

extension Amount {
    fileprivate func hundredth() throws(AmountError) -> Amount {
        try multiplied(by: Amount(coefficient: 1, scale: 2))
    }
}

extension String {
    /// Without the apostrophe that keeps spreadsheets from taking a text for a formula.
    var withoutFormulaGuard: String {
        guard first == "'", let second = dropFirst().first, "=+-@".contains(second) else { return self }
        return String(dropFirst())
    }
}
