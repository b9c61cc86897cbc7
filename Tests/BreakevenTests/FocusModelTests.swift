import Foundation
import TestSupport
import Testing

private let sharedBilling: String? = ProcessInfo.processInfo.environment["BREAKEVEN_SHARED"].map {
    "\($0)/data/billing"
}
.flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil }

/// A second opinion: the rules that the standard's own validator takes from its model, as far as one row can break them.
@Suite(.enabled(if: sharedBilling != nil, "BREAKEVEN_SHARED names no folder with the model of the rules"))
struct FocusModelTests {
    /// Rules that a conversion cannot keep: what only the vendor can say, and what real exports break themselves.
    private static let exempt: Set<String> = [
        // Values that an export does not state and that nobody may invent.
        "BillingAccountName-C-003-C", "BillingAccountType-C-005-C", "SubAccountName-C-005-C", "SubAccountType-C-005-C",
        "RegionName-C-005-C", "ResourceType-C-005-C", "SkuId-C-005-C", "SkuPriceId-C-005-C", "PricingCategory-C-004-C",
        "PricingQuantity-C-005-C", "PricingQuantity-C-008-M", "ListUnitPrice-C-005-C", "ContractedUnitPrice-C-006-C",
        "PricingCurrency-C-004-M", "PricingCurrencyEffectiveCost-C-003-M", "PricingCurrencyListUnitPrice-C-005-C",
        "CommitmentDiscountType-C-005-C", "CommitmentDiscountCategory-C-004-C", "ConsumedQuantity-C-006-C",
        // Rules of the model that contradict its own text or each other on null.
        "InvoiceId-C-004-C", "InvoiceId-C-005-C", "PricingCategory-C-007-M", "CapacityReservationStatus-C-006-M",
        "CommitmentDiscountCategory-C-005-M", "CommitmentDiscountStatus-C-003-C", "CommitmentDiscountStatus-C-004-C",
        "CommitmentDiscountStatus-C-005-M", "CommitmentDiscountQuantity-C-005-C", "CommitmentDiscountQuantity-C-007-C",
        "CommitmentDiscountUnit-C-006-C", "EffectiveCost-C-005-C", "CapacityReservationStatus-C-004-C",
        // Money and prices are the vendor's, also where they do not agree.
        "BilledCost-C-005-C", "ListUnitPrice-C-008-M", "ListUnitPrice-C-010-C", "ListCost-C-009-C",
        "ContractedUnitPrice-C-009-C", "ContractedUnitPrice-C-011-C", "PricingCurrencyListUnitPrice-C-008-M",
        "PricingCurrencyEffectiveCost-C-004-M",
    ]

    @Test func convertedExportsKeepTheRulesOfTheModel() throws {
        let folder = try #require(sharedBilling)
        let rules = try staticRules("\(folder)/focus/focus_validator_model-1.2.json.gz")
        #expect(rules.count > 60)
        let names = (FileManager.default.enumerator(atPath: folder) ?? .init()).compactMap { $0 as? String }.sorted()
        var broken: Set<String> = []
        var rows = 0
        for name in names where name.hasSuffix(".csv") || name.hasSuffix(".tsv") {
            let project = try SmallProject(months: 1)
            let outcome = try project.run(["convert", "\(folder)/\(name)", "--quiet"])
            guard [0, 3].contains(outcome.status) else { continue }
            let table = try #require(FocusTable(Array(outcome.output.utf8)))
            for fields in table.rows {
                rows += 1
                let row = Dictionary(uniqueKeysWithValues: zip(table.header, fields))
                for (id, requirement, condition) in rules where !broken.contains(id) {
                    if let condition, holds(condition, row) == false { continue }
                    if holds(requirement, row) == false { broken.insert(id) }
                }
            }
        }
        #expect(rows > 3000)
        #expect(broken.sorted() == [])
    }

    private typealias Check = [String: Any]

    private func staticRules(_ path: String) throws -> [(String, Check, Check?)] {
        let gzip = Process()
        gzip.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        gzip.arguments = ["gzip", "-dc", path]
        let pipe = Pipe()
        gzip.standardOutput = pipe
        try gzip.run()
        let data = pipe.fileHandleForReading.readDataToEndOfFile()
        gzip.waitUntilExit()
        let model = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
        let rules = try #require(model["ModelRules"] as? [String: [String: Any]])
        return rules.sorted { $0.key < $1.key }.compactMap { id, rule in
            guard !Self.exempt.contains(id), rule["Type"] as? String == "Static",
                rule["Function"] as? String != "Composite", let criteria = rule["ValidationCriteria"] as? [String: Any],
                ["MUST", "MUST NOT"].contains(criteria["Keyword"] as? String ?? ""),
                let requirement = criteria["Requirement"] as? Check, requirement["CheckFunction"] != nil
            else { return nil }
            let condition = criteria["Condition"] as? Check
            return (id, requirement, condition?["CheckFunction"] == nil ? nil : condition)
        }
    }

    /// Nil: not to be told from one row.
    private func holds(_ check: Check, _ row: [String: String]) -> Bool? {
        func text(_ key: String) -> String { row[check[key] as? String ?? ""] ?? "" }
        func isValue() -> Bool {
            let text = text("ColumnName")
            if let number = check["Value"] as? NSNumber { return Double(text) == number.doubleValue }
            return text == check["Value"] as? String ?? ""
        }
        let items = (check["Items"] as? [Check] ?? []).map { holds($0, row) }
        switch check["CheckFunction"] as? String ?? "" {
        case "AND": return items.contains(false) ? false : items.contains(nil) ? nil : true
        case "OR": return items.contains(true) ? true : items.contains(nil) ? nil : false
        case "CheckValue": return check["ColumnName"] == nil ? nil : isValue()
        case "CheckNotValue": return check["ColumnName"] == nil ? nil : !isValue()
        case "CheckSameValue": return text("ColumnAName") == text("ColumnBName")
        case "CheckNotSameValue": return text("ColumnAName") != text("ColumnBName")
        case "ColumnPresent": return row[check["ColumnName"] as? String ?? ""] != nil
        default: return nil
        }
    }
}
