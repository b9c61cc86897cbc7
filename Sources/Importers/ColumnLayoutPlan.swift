import Billing
import Money

/// How the records of a file are judged and added up.
extension ColumnLayout {
    var plan: AggregationPlan {
        AggregationPlan(
            keys: keys.map(\.key), measures: measures.map(\.column), expectedFields: header.spelled.count,
            columnNames: header.spelled, simplify: simplifications,
            census: Census(keys: census.map(\.key.key)) { texts in
                do throws(RowProblem) {
                    if format.skipsUndatedRows, isUndated(texts) { return .skip(reason: "without a date") }
                    _ = try covered(texts)
                    return .keep
                } catch {
                    return rejection(error)
                }
            },
            mayLackFigures: { texts in
                guard let excuse, let index = keyIndex[excuse] else { return false }
                return isNull(texts[index])
            },
            decide: { texts in
                switch converted(texts, sums: nil) {
                // Empty buckets are skipped when their sums are known, so that their days are seen.
                case .lines, .total: .keep
                case .skipped(let reason): .skip(reason: reason)
                case .rejected(let problem): rejection(problem)
                }
            })
    }

    /// What counts of a text, so that the rest makes no groups of its own: the tags that somebody asks for, the currency
    /// of an amount.
    private var simplifications: [Int: @Sendable (String) -> String] {
        let names = tagsInUse
        var result: [Int: @Sendable (String) -> String] = [:]
        for (index, key) in keys.enumerated() {
            switch key.field {
            case .tags:
                let prefix = key.tagPrefix
                result[index] = { text in
                    isNull(text) ? text : JSONText.only(names, of: text, dropping: prefix)
                }
            case .currencyOfAmount: result[index] = { text in NumberStyle.currency(of: text)?.code ?? "" }
            case .isOneOf(let words):
                result[index] = { text in words.contains(text.trimmingBlanks.lowercased()) ? "1" : "" }
            case .closing: result[index] = { text in isNull(text.trimmingBlanks) ? "" : "1" }
            case .isNonzero:
                result[index] = { text in
                    if case .value(let amount) = NumberStyle().read(text), amount.isZero { return "" }
                    return isNull(text) ? "" : "1"
                }
            default: break
            }
        }
        return result
    }

    func rejection(_ problem: RowProblem) -> GroupDecision {
        .reject(
            column: header.index(of: problem.column.lowercased()) ?? 0, code: problem.code, found: problem.found,
            expected: problem.expected, fix: problem.fix)
    }
}
