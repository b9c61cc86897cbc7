import Billing
import Money

extension ImportFormat {
    /// The monthly ledger, as `convert --to ledger`, `aggregate` and csv/spend.csv of a report write it.
    ///
    /// Workloads are those of the ledger: it was attributed when it was made. Its money is that of one basis; it is read
    /// as billed.
    static let ledger = ImportFormat(
        id: "ledger", name: "monthly ledger", vendor: nil,
        recognise: .columns(
            "month", "provider", "model", "workload", "token_class", "tokens", "requests", "cost", "currency"),
        columns: [
            .day("month", to: .firstDay).required,
            .text("provider", to: .provider).required.account,
            .text("model", to: .model).required,
            .text("workload", to: .workload).required.part,
            .text("token_class", to: .fact).required,
            .text("currency", to: .currency).required,
            .count("tokens", to: .quantity).required,
            .count("requests", to: .requests).required,
            .money("cost", to: .billedCost).required.blank(.nothing),
        ],
        grain: .month, dates: .handWritten(.ymd),
        interpret: { (line, facts) throws(RowProblem) in
            let text = facts.text("token_class")
            guard let tokenClass = TokenClass(rawValue: text) else {
                throw RowProblem(
                    column: "token_class", code: "unknown-token-class", found: text,
                    expected: TokenClass.allCases.map(\.rawValue).joined(separator: ", "),
                    fix: "write the ledger again")
            }
            line.tokenClass = tokenClass
            line.category = tokenClass == .credit ? .credit : tokenClass == .tax ? .tax : .usage
            if let tokens = facts.sum("tokens") { line.tokens[tokenClass] = tokens }
            return .keep
        })
}
