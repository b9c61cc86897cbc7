import Billing
import Tabular

/// Which columns of a file are columns of FOCUS 1.2, and what becomes of the others.
struct FocusColumns {
    private(set) var texts: [(column: FocusColumn, index: Int)] = []
    private(set) var earlier: [(column: FocusExtraColumn, index: Int)] = []
    private(set) var extras: [(name: String, index: Int)] = []

    /// How exports of FOCUS write decimals, also against the specification.
    static let numbers = NumberStyle(
        allowsGrouping: true, nullWords: NumberStyle().nullWords.union(ImportFormat.focus.nullTexts))

    init(of format: ImportFormat, in header: Header) {
        let isFocus = format.id == ImportFormat.focus.id
        for column in FocusColumn.allCases where !Self.read.contains(column) {
            let names = isFocus ? [column.rawValue.lowercased()] + (Self.olderNames[column] ?? []) : []
            guard let index = (names + (format.carried[column] ?? [])).lazy.compactMap(header.index).first else {
                continue
            }
            texts.append((column, index))
        }
        guard isFocus else { return }
        for column in [FocusExtraColumn.filledColumns, .sourceValues] {
            if let index = header.index(of: column.rawValue.lowercased()) { earlier.append((column, index)) }
        }
        var taken = Set(FocusColumn.allCases.map { $0.rawValue.lowercased() })
        taken.formUnion(FocusExtraColumn.allCases.map { $0.rawValue.lowercased() })
        taken.formUnion(Self.olderNames.values.joined())
        taken.formUnion(["chargetype", "amortizedcost", "billedcurrency", "principalid", "credentialid"])
        for (index, name) in header.names.enumerated() where !taken.contains(name) {
            let letters = header.spelled[index].filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") }
            let own = letters.lowercased().hasPrefix("x_") ? "x_" + letters.dropFirst(2) : "x_" + letters
            guard own.count > 2, taken.insert(own.lowercased()).inserted || name == own.lowercased() else { continue }
            extras.append((own, index))
        }
    }

    /// Columns that every format reads into the charge line.
    private static let read: Set<FocusColumn> = [
        .billedCost, .billingCurrency, .billingPeriodStart, .billingPeriodEnd, .chargePeriodStart, .chargePeriodEnd,
        .chargeCategory, .providerName,
    ]

    /// Names that a column had before 1.0.
    private static let olderNames: [FocusColumn: [String]] = [
        .consumedQuantity: ["usagequantity"], .consumedUnit: ["usageunit"], .effectiveCost: ["amortizedcost"],
        .publisherName: ["publisher"], .invoiceIssuerName: ["invoiceissuer"], .regionName: ["region"],
        .skuMeter: ["x_skumetername"],
    ]
}
