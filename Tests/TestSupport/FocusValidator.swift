/// A table of FOCUS as text.
package struct FocusTable: Sendable {
    package var header: [String]
    package var rows: [[String]]

    /// - Returns: Nil for bytes without a header.
    package init?(_ bytes: [UInt8]) {
        var records = csvRecords(bytes)
        guard !records.isEmpty else { return nil }
        header = records.removeFirst()
        rows = records
    }

    package init(header: [String], rows: [[String]]) {
        self.header = header
        self.rows = rows
    }

    /// The texts of a column, nil where the table lacks it.
    package func column(_ name: String) -> [String]? {
        header.firstIndex(of: name).map { index in rows.map { $0[index] } }
    }
}

/// What a file breaks, in the order of the rules; at most one finding a rule.
package struct FocusFinding: Hashable, Sendable, CustomStringConvertible {
    package var column: String
    /// From 1, the header not counted; 0 for the whole file.
    package var row: Int
    package var text: String

    package init(_ column: String, row: Int, _ text: String) {
        self.column = column
        self.row = row
        self.text = text
    }

    package var description: String { "\(column), row \(row): \(text)" }
}

package func focusFindings(_ table: FocusTable, rules: [FocusRule] = FocusRule.all) -> [FocusFinding] {
    if let ragged = table.rows.firstIndex(where: { $0.count != table.header.count }) {
        return [FocusFinding("", row: ragged + 1, "\(table.rows[ragged].count) fields")]
    }
    var findings = headerFindings(table.header)
    for rule in rules {
        guard let column = table.header.firstIndex(of: rule.column) else {
            if case .isPresent = rule.claim { findings.append(FocusFinding(rule.column, row: 0, "missing")) }
            continue
        }
        for (index, row) in table.rows.enumerated() {
            func other(_ name: String) -> String { table.header.firstIndex(of: name).map { row[$0] } ?? "" }
            if let problem = rule.claim.problem(row[column], other: other) {
                findings.append(FocusFinding(rule.column, row: index + 1, problem))
                break
            }
        }
    }
    return findings
}

/// Names stand once; columns that FOCUS does not know begin with `x_` and come after those that it knows.
private func headerFindings(_ header: [String]) -> [FocusFinding] {
    var findings: [FocusFinding] = []
    var seen: Set<String> = []
    var isAfterCustom = false
    for name in header {
        if !seen.insert(name.lowercased()).inserted { findings.append(FocusFinding(name, row: 0, "twice")) }
        let isCustom = name.hasPrefix("x_")
        if !isCustom, isAfterCustom { findings.append(FocusFinding(name, row: 0, "after a custom column")) }
        if !isCustom, !focusNames.contains(name) {
            findings.append(FocusFinding(name, row: 0, "no column of FOCUS 1.2"))
        }
        isAfterCustom = isAfterCustom || isCustom
    }
    return findings
}

extension FocusRule.Claim {
    /// What is wrong with a cell; nil when nothing is.
    fileprivate func problem(_ text: String, other: (String) -> String) -> String? {
        let isNull = text.isEmpty
        let isWrong: Bool =
            switch self {
            case .isPresent: false
            case .isNotNull: text.allSatisfy(\.isWhitespace)
            case .isDecimal: !isNull && !isPlainDecimal(text)
            case .isDateTime: !isNull && !isUTCTime(text)
            case .isPairs: !isNull && !isFlatJSONObject(text)
            case .isNationalCurrency: text.utf8.count != 3 || !text.utf8.allSatisfy { (65...90).contains($0) }
            case .isOneOf(let words): !isNull && !words.contains(text)
            case .isNullWithout(let parent): !isNull && other(parent).isEmpty
            case .isGivenWith(let parent): isNull && !other(parent).isEmpty
            case .isNullUnless(let column, let values): !isNull && !values.contains(other(column))
            case .differs(let value, let column, let where_): text == value && other(column) == where_
            case .isBefore(let end): text >= other(end)
            case .isOfItsCategory(let column): !isNull && !isSubcategory(text, of: other(column))
            }
        return isWrong ? "\"\(text)\" is not as \(self) asks" : nil
    }
}

private func isPlainDecimal(_ text: String) -> Bool {
    var parts = text.split(separator: ".", omittingEmptySubsequences: false)
    if parts[0].hasPrefix("-") { parts[0] = parts[0].dropFirst() }
    return parts.count <= 2 && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { $0 &- 48 < 10 } }
}

private func isUTCTime(_ text: String) -> Bool {
    let shape = "0000-00-00T00:00:00Z"
    guard text.utf8.count == shape.utf8.count else { return false }
    let fits = zip(text.utf8, shape.utf8).allSatisfy { $1 == UInt8(ascii: "0") ? $0 &- 48 < 10 : $0 == $1 }
    guard fits else { return false }
    func number(_ range: Range<Int>) -> Int { Int(String(Array(text)[range])) ?? -1 }
    let days = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    guard (1...12).contains(number(5..<7)), number(11..<13) < 24, number(14..<16) < 60, number(17..<19) < 60 else {
        return false
    }
    return (1...days[number(5..<7) - 1]).contains(number(8..<10))
}

private func isSubcategory(_ text: String, of category: String) -> Bool {
    if category == "AI and Machine Learning" { return FocusRule.ofArtificialIntelligence.contains(text) }
    return !FocusRule.ofArtificialIntelligence.contains(text)
        && (!text.hasPrefix("Other (") || text == "Other (\(category))")
}

/// Columns of FOCUS 1.2.
private let focusNames: Set<String> = Set(
    """
    AvailabilityZone BilledCost BillingAccountId BillingAccountName BillingAccountType BillingCurrency BillingPeriodEnd \
    BillingPeriodStart CapacityReservationId CapacityReservationStatus ChargeCategory ChargeClass ChargeDescription \
    ChargeFrequency ChargePeriodEnd ChargePeriodStart CommitmentDiscountCategory CommitmentDiscountId \
    CommitmentDiscountName CommitmentDiscountQuantity CommitmentDiscountStatus CommitmentDiscountType \
    CommitmentDiscountUnit ConsumedQuantity ConsumedUnit ContractedCost ContractedUnitPrice EffectiveCost InvoiceId \
    InvoiceIssuerName ListCost ListUnitPrice PricingCategory PricingCurrency PricingCurrencyContractedUnitPrice \
    PricingCurrencyEffectiveCost PricingCurrencyListUnitPrice PricingQuantity PricingUnit ProviderName PublisherName \
    RegionId RegionName ResourceId ResourceName ResourceType ServiceCategory ServiceName ServiceSubcategory SkuId \
    SkuMeter SkuPriceDetails SkuPriceId SubAccountId SubAccountName SubAccountType Tags
    """.split(separator: " ").map(String.init))
