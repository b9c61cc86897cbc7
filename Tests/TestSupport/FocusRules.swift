/// The rules of FOCUS 1.2 that a file of costs can be held against by itself, written from the specification and not from
/// the program: what a column must hold, and what one column asks of another.
package struct FocusRule: Sendable {
    package enum Claim: Hashable, Sendable {
        case isPresent
        case isNotNull
        case isDecimal
        case isDateTime
        case isPairs
        /// Three capital letters.
        case isNationalCurrency
        case isOneOf([String])
        /// Null where the other column is null.
        case isNullWithout(String)
        /// Not null where the other column is not null.
        case isGivenWith(String)
        /// Null on rows whose other column is none of the values.
        case isNullUnless(String, [String])
        /// Not this value on rows whose other column has that one.
        case differs(from: String, where: String, is: String)
        /// Before the other column, as a time.
        case isBefore(String)
        /// Belongs to the other column's value.
        case isOfItsCategory(String)
    }

    package var column: String
    package var claim: Claim

    package init(_ column: String, _ claim: Claim) {
        self.column = column
        self.claim = claim
    }

    package static let all: [FocusRule] = {
        let mandatory = [
            "BilledCost", "BillingAccountId", "BillingCurrency", "BillingPeriodEnd", "BillingPeriodStart",
            "ChargeCategory", "ChargePeriodEnd", "ChargePeriodStart", "ContractedCost", "EffectiveCost",
            "InvoiceIssuerName", "ListCost", "ProviderName", "PublisherName", "ServiceCategory", "ServiceName",
        ]
        let nullable = ["BillingAccountName", "ChargeClass", "ChargeDescription", "PricingQuantity", "PricingUnit"]
        let decimals = [
            "BilledCost", "CommitmentDiscountQuantity", "ConsumedQuantity", "ContractedCost", "ContractedUnitPrice",
            "EffectiveCost", "ListCost", "ListUnitPrice", "PricingCurrencyContractedUnitPrice",
            "PricingCurrencyEffectiveCost", "PricingCurrencyListUnitPrice", "PricingQuantity",
        ]
        var rules = (mandatory + nullable).map { FocusRule($0, .isPresent) }
        rules += mandatory.map { FocusRule($0, .isNotNull) }
        rules += decimals.map { FocusRule($0, .isDecimal) }
        rules += ["BillingPeriodStart", "BillingPeriodEnd", "ChargePeriodStart", "ChargePeriodEnd"].map {
            FocusRule($0, .isDateTime)
        }
        rules += ["Tags", "SkuPriceDetails"].map { FocusRule($0, .isPairs) }
        rules += words.sorted { $0.key < $1.key }.map { FocusRule($0.key, .isOneOf($0.value)) }
        rules += [
            FocusRule("BillingCurrency", .isNationalCurrency),
            FocusRule("BillingPeriodStart", .isBefore("BillingPeriodEnd")),
            FocusRule("ChargePeriodStart", .isBefore("ChargePeriodEnd")),
            FocusRule("ChargeFrequency", .differs(from: "Usage-Based", where: "ChargeCategory", is: "Purchase")),
            FocusRule("ConsumedQuantity", .isNullUnless("ChargeCategory", ["Usage"])),
            FocusRule(
                "CommitmentDiscountQuantity", .isNullUnless("ChargeCategory", ["Usage", "Purchase"])),
            FocusRule("ServiceSubcategory", .isOfItsCategory("ServiceCategory")),
        ]
        for (unit, quantity) in [
            ("ConsumedUnit", "ConsumedQuantity"), ("PricingUnit", "PricingQuantity"),
            ("CommitmentDiscountUnit", "CommitmentDiscountQuantity"),
        ] {
            rules += [FocusRule(unit, .isNullWithout(quantity)), FocusRule(unit, .isGivenWith(quantity))]
        }
        for (child, parent) in [
            ("SubAccountName", "SubAccountId"), ("SubAccountType", "SubAccountId"), ("RegionName", "RegionId"),
            ("ResourceName", "ResourceId"), ("ResourceType", "ResourceId"), ("SkuMeter", "SkuId"),
            ("SkuPriceDetails", "SkuPriceId"), ("CommitmentDiscountName", "CommitmentDiscountId"),
            ("CommitmentDiscountType", "CommitmentDiscountId"), ("CommitmentDiscountStatus", "CommitmentDiscountId"),
            ("CommitmentDiscountCategory", "CommitmentDiscountId"),
            ("CapacityReservationStatus", "CapacityReservationId"),
        ] {
            rules.append(FocusRule(child, .isNullWithout(parent)))
        }
        for column in [
            "ListUnitPrice", "ContractedUnitPrice", "PricingQuantity", "SkuId", "SkuPriceId", "PricingCategory",
        ] {
            rules.append(
                FocusRule(column, .isNullUnless("ChargeCategory", ["Usage", "Purchase", "Credit", "Adjustment"])))
        }
        return rules
    }()

    private static let words: [String: [String]] = [
        "ChargeCategory": ["Usage", "Purchase", "Tax", "Credit", "Adjustment"],
        "ChargeClass": ["Correction"],
        "ChargeFrequency": ["One-Time", "Recurring", "Usage-Based"],
        "PricingCategory": ["Standard", "Dynamic", "Committed", "Other"],
        "CommitmentDiscountStatus": ["Used", "Unused"],
        "CommitmentDiscountCategory": ["Spend", "Usage"],
        "CapacityReservationStatus": ["Used", "Unused"],
        "ServiceCategory": [
            "AI and Machine Learning", "Analytics", "Business Applications", "Compute", "Databases", "Developer Tools",
            "Multicloud", "Identity", "Integration", "Internet of Things", "Management and Governance", "Media",
            "Migration", "Mobile", "Networking", "Security", "Storage", "Web", "Other",
        ],
    ]

    /// Subcategories of the category that matters here; of the others only the rest class is known by its name.
    static let ofArtificialIntelligence = [
        "AI Platforms", "Bots", "Generative AI", "Machine Learning", "Natural Language Processing",
        "Other (AI and Machine Learning)",
    ]
}
