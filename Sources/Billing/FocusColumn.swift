/// The columns of FOCUS 1.2, dataset CostAndUsage, in the order in which they are written.
package enum FocusColumn: String, CaseIterable, Hashable, Sendable {
    case availabilityZone = "AvailabilityZone"
    case billedCost = "BilledCost"
    case billingAccountId = "BillingAccountId"
    case billingAccountName = "BillingAccountName"
    case billingAccountType = "BillingAccountType"
    case billingCurrency = "BillingCurrency"
    case billingPeriodEnd = "BillingPeriodEnd"
    case billingPeriodStart = "BillingPeriodStart"
    case capacityReservationId = "CapacityReservationId"
    case capacityReservationStatus = "CapacityReservationStatus"
    case chargeCategory = "ChargeCategory"
    case chargeClass = "ChargeClass"
    case chargeDescription = "ChargeDescription"
    case chargeFrequency = "ChargeFrequency"
    case chargePeriodEnd = "ChargePeriodEnd"
    case chargePeriodStart = "ChargePeriodStart"
    case commitmentDiscountCategory = "CommitmentDiscountCategory"
    case commitmentDiscountId = "CommitmentDiscountId"
    case commitmentDiscountName = "CommitmentDiscountName"
    case commitmentDiscountQuantity = "CommitmentDiscountQuantity"
    case commitmentDiscountStatus = "CommitmentDiscountStatus"
    case commitmentDiscountType = "CommitmentDiscountType"
    case commitmentDiscountUnit = "CommitmentDiscountUnit"
    case consumedQuantity = "ConsumedQuantity"
    case consumedUnit = "ConsumedUnit"
    case contractedCost = "ContractedCost"
    case contractedUnitPrice = "ContractedUnitPrice"
    case effectiveCost = "EffectiveCost"
    case invoiceId = "InvoiceId"
    case invoiceIssuerName = "InvoiceIssuerName"
    case listCost = "ListCost"
    case listUnitPrice = "ListUnitPrice"
    case pricingCategory = "PricingCategory"
    case pricingCurrency = "PricingCurrency"
    case pricingCurrencyContractedUnitPrice = "PricingCurrencyContractedUnitPrice"
    case pricingCurrencyEffectiveCost = "PricingCurrencyEffectiveCost"
    case pricingCurrencyListUnitPrice = "PricingCurrencyListUnitPrice"
    case pricingQuantity = "PricingQuantity"
    case pricingUnit = "PricingUnit"
    case providerName = "ProviderName"
    case publisherName = "PublisherName"
    case regionId = "RegionId"
    case regionName = "RegionName"
    case resourceId = "ResourceId"
    case resourceName = "ResourceName"
    case resourceType = "ResourceType"
    case serviceCategory = "ServiceCategory"
    case serviceName = "ServiceName"
    case serviceSubcategory = "ServiceSubcategory"
    case skuId = "SkuId"
    case skuMeter = "SkuMeter"
    case skuPriceDetails = "SkuPriceDetails"
    case skuPriceId = "SkuPriceId"
    case subAccountId = "SubAccountId"
    case subAccountName = "SubAccountName"
    case subAccountType = "SubAccountType"
    case tags = "Tags"

    /// What a cell may hold.
    package enum Kind: Hashable, Sendable {
        case text
        /// A plain decimal.
        case decimal
        /// UTC, `YYYY-MM-DDTHH:MM:SSZ`.
        case dateTime
        /// A JSON object of plain values.
        case pairs
        /// One of these words.
        case word([String])
    }

    package var kind: Kind {
        switch self {
        case .billedCost, .commitmentDiscountQuantity, .consumedQuantity, .contractedCost, .contractedUnitPrice,
            .effectiveCost, .listCost, .listUnitPrice, .pricingCurrencyContractedUnitPrice,
            .pricingCurrencyEffectiveCost, .pricingCurrencyListUnitPrice, .pricingQuantity:
            .decimal
        case .billingPeriodStart, .billingPeriodEnd, .chargePeriodStart, .chargePeriodEnd: .dateTime
        case .skuPriceDetails, .tags: .pairs
        case .capacityReservationStatus, .commitmentDiscountStatus: .word(["Used", "Unused"])
        case .chargeCategory: .word(ChargeCategory.allCases.map(\.rawValue))
        case .chargeClass: .word(["Correction"])
        case .chargeFrequency: .word(["One-Time", "Recurring", "Usage-Based"])
        case .commitmentDiscountCategory: .word(["Spend", "Usage"])
        case .pricingCategory: .word(["Standard", "Dynamic", "Committed", "Other"])
        case .serviceCategory: .word(FocusServices.categories)
        case .serviceSubcategory: .word(FocusServices.all.flatMap(\.subcategories))
        case .availabilityZone, .billingAccountId, .billingAccountName, .billingAccountType, .billingCurrency,
            .capacityReservationId, .chargeDescription, .commitmentDiscountId, .commitmentDiscountName,
            .commitmentDiscountType, .commitmentDiscountUnit, .consumedUnit, .invoiceId, .invoiceIssuerName,
            .pricingCurrency, .pricingUnit, .providerName, .publisherName, .regionId, .regionName, .resourceId,
            .resourceName, .resourceType, .serviceName, .skuId, .skuMeter, .skuPriceId, .subAccountId, .subAccountName,
            .subAccountType:
            .text
        }
    }

    /// The column without which this one has to be empty.
    package var companion: FocusColumn? {
        switch self {
        case .capacityReservationStatus: .capacityReservationId
        case .commitmentDiscountCategory, .commitmentDiscountName, .commitmentDiscountStatus, .commitmentDiscountType,
            .commitmentDiscountQuantity:
            .commitmentDiscountId
        case .commitmentDiscountUnit: .commitmentDiscountQuantity
        case .consumedQuantity: .consumedUnit
        case .consumedUnit: .consumedQuantity
        case .pricingQuantity: .pricingUnit
        case .pricingUnit: .pricingQuantity
        case .regionName: .regionId
        case .resourceName, .resourceType: .resourceId
        case .skuMeter: .skuId
        case .skuPriceDetails: .skuPriceId
        case .subAccountName, .subAccountType: .subAccountId
        default: nil
        }
    }

    /// Whether the column may hold something on a row of this category.
    package func isAllowed(on category: ChargeCategory) -> Bool {
        switch self {
        case .consumedQuantity, .consumedUnit: category == .usage
        case .contractedUnitPrice, .listUnitPrice, .pricingCategory, .pricingQuantity, .pricingUnit, .skuId, .skuMeter,
            .skuPriceId, .skuPriceDetails, .pricingCurrencyListUnitPrice, .pricingCurrencyContractedUnitPrice:
            category != .tax
        case .commitmentDiscountQuantity, .commitmentDiscountUnit: category == .usage || category == .purchase
        default: true
        }
    }
}
