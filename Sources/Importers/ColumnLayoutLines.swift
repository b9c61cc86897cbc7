import Billing
import Money

/// What became of a group.
enum ConvertedGroup: Sendable {
    /// At least one; the first stands for the group's records.
    case lines([ChargeLine])
    /// States the total of the others; nil: nothing that could be compared.
    case total(Amount?)
    case skipped(String)
    case rejected(RowProblem)
}

extension ColumnLayout {
    /// Turns a group into charge lines.
    ///
    /// - Parameter sums: nil to judge the texts alone.
    func converted(_ texts: [String], sums: [Amount?]?, rows: Int = 0) -> ConvertedGroup {
        let facts = facts(texts, sums: sums, rows: rows)
        if let mark = format.totalRows, mark.marks(facts.text(mark.column)) { return .total(total(of: sums)) }
        if isFooter(texts) { return .skipped("footer") }
        do {
            var line = ChargeLine(
                source: 0, month: Month(index: 0), firstDay: Day(number: 0), lastDay: Day(number: 0), provider: "")
            line.provider = vendor ?? ""
            line.currency = currency
            try place(texts, in: &line, isJudged: sums == nil)
            guard try place(sums, kinds: texts, in: &line) else { return .skipped("kind without volume") }
            let verdict = try format.interpret(&line, facts)
            if case .skip(let reason) = verdict { return .skipped(reason) }
            if line.provider.isEmpty { line.provider = Self.unnamedProvider }
            if sums != nil, line.billedCost != nil || line.effectiveCost != nil, line.currency == nil {
                return .rejected(noCurrency)
            }
            if let sums {
                line.invoiceRate = statedRate(texts, for: line)
                line.pricedCost = pricedCost(texts, sums, for: line)
            }
            if let sums, format.pivot != nil {
                let lines = unpivoted(line, sums)
                return lines.isEmpty ? .skipped("no figures") : .lines(lines)
            }
            guard sums != nil, let credit = try format.credit(facts) else { return .lines([line]) }
            return .lines([line, creditLine(credit, beside: line)])
        } catch {
            return .rejected(error)
        }
    }

    private func isFooter(_ texts: [String]) -> Bool {
        guard !format.footerWords.isEmpty else { return false }
        return texts.contains { text in
            let first = text.trimmingBlanks.lowercased().split { $0 == " " || $0 == ":" }.first.map(String.init) ?? ""
            return format.footerWords.contains(first)
        }
    }

    /// Provider of lines that name none, where the project does not either.
    static let unnamedProvider = "unknown"

    private var noCurrency: RowProblem {
        let column = keys.first { $0.field == .currency }?.name ?? ""
        return RowProblem(
            column: column, code: "no-currency", found: "", expected: "a currency such as USD",
            fix: "set `currency: USD` for this file under `sources`")
    }

    /// - Parameter isJudged: the texts are only judged; days are judged by the census, tags cannot be wrong.
    private func place(_ texts: [String], in line: inout ChargeLine, isJudged: Bool) throws(RowProblem) {
        var billing: Month?
        var first: Month?
        for (index, key) in keys.enumerated() where !isNull(texts[index]) {
            let text = texts[index].withoutFormulaGuard
            switch key.field {
            case .billingDay: billing = isJudged ? nil : try month(text, key)
            case .firstDay: first = isJudged ? nil : try month(text, key)
            case .lastDay, .fact, .kind, .isNonzero, .isOneOf, .pricePerMillion: break
            case .exchangeRate, .rateBase, .closing: break
            case .provider: line.provider = text
            case .model: line.model = text
            case .currency: line.currency = try currency(text, key)
            case .currencyOfAmount: line.currency = Currency(text)
            case .category: line.category = try category(text, key)
            case .account: line.dimensions.account = text
            case .accountName: line.dimensions.accountName = text
            case .subAccount: line.dimensions.subAccount = text
            case .subAccountName: line.dimensions.subAccountName = text
            case .project: line.dimensions.project = text
            case .projectName: line.dimensions.projectName = text
            case .workspace: line.dimensions.workspace = text
            case .workload: line.workload = text
            case .apiKey: line.dimensions.apiKey = text
            case .apiKeyName: line.dimensions.apiKeyName = text
            case .user: line.dimensions.user = text
            case .serviceTier: line.dimensions.serviceTier = text
            case .sku: line.dimensions.sku = text
            case .region: line.dimensions.region = text
            case .tag(let name): line.dimensions.tags[name] = text
            case .tags: if !isJudged { line.dimensions.tags = JSONText.pairs(text).filter { !$0.value.isEmpty } }
            }
        }
        guard !isJudged else { return }
        guard let month = document.month ?? billing ?? first ?? undatedMonth ?? pivotedMonth else { throw noDate }
        line.month = month
        line.firstDay = month.firstDay
        line.lastDay = month.lastDay
    }

    private func currency(_ text: String, _ key: Key) throws(RowProblem) -> Currency {
        let code = text.trimmingBlanks
        guard code.utf8.count == 3, code.allSatisfy({ $0.isASCII && $0.isLetter }) else {
            throw RowProblem(
                column: key.name, code: "bad-currency", found: text, expected: "an ISO 4217 code such as USD",
                fix: "correct the currency")
        }
        return Currency(code)
    }

    private func category(_ text: String, _ key: Key) throws(RowProblem) -> ChargeCategory {
        let word = text.trimmingBlanks.lowercased()
        if let category = format.categories[word] { return category }
        guard
            let category = ChargeCategory.allCases.first(where: { $0.rawValue.lowercased() == word })
                ?? format.otherCategory
        else {
            throw RowProblem(
                column: key.name, code: "unknown-category", found: text,
                expected: ChargeCategory.allCases.map(\.rawValue).joined(separator: ", "), fix: "correct the category")
        }
        return category
    }
}
