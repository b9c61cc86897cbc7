import Billing
package import Money

/// Money of a FOCUS table by month, provider, service, category and currency, to the last digit.
package struct FocusTotals: Hashable, Sendable {
    package struct Key: Hashable, Sendable {
        package var month: String
        package var provider: String
        package var service: String
        package var category: String
        package var currency: String
    }

    package private(set) var sums: [Key: [Amount]] = [:]

    /// Zero sums are left out: rows of volume alone add none.
    package init(_ table: FocusTable) throws {
        let names = ["BillingPeriodStart", "ProviderName", "ServiceName", "ChargeCategory", "BillingCurrency"]
        let columns = names.map { name in table.header.firstIndex(of: name)! }
        let costs = ["BilledCost", "EffectiveCost"].map { name in table.header.firstIndex(of: name)! }
        for row in table.rows {
            let key = Key(
                month: String(row[columns[0]].prefix(7)), provider: row[columns[1]], service: row[columns[2]],
                category: row[columns[3]], currency: row[columns[4]])
            let amounts = costs.map { Amount(row[$0])! }
            let before = sums[key] ?? [.zero, .zero]
            sums[key] = [try before[0].adding(amounts[0]), try before[1].adding(amounts[1])]
        }
        sums = sums.filter { !$0.value.allSatisfy(\.isZero) }
    }

    /// Billed cost by month, provider and currency, as a ledger has it too. A ledger may spell `openai` OpenAI.
    package func coarse() throws -> [String: Amount] {
        var result: [String: Amount] = [:]
        for (key, amounts) in sums {
            let place = "\(key.month) \(ModelNames.shipped.canonicalProvider(key.provider)) \(key.currency)"
            result[place] = try (result[place] ?? .zero).adding(amounts[0])
        }
        return result.filter { !$0.value.isZero }
    }
}
