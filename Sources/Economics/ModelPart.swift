/// Parts of the model that only some projects need: without their keys their lines do not exist.
package enum ModelPart: String, CaseIterable, Hashable, Sendable {
    /// A least amount of API spend a month.
    case commitment
    /// Discounts of the API that depend on the spend of the month.
    case tiers
    /// Steps of the API price instead of a smooth path.
    case priceSteps
    /// The API bill after caching, batch and a cheaper model, as a second comparator.
    case optimised
    /// GPUs that fail outside warranty.
    case failures
    /// Storage and data transfer.
    case storage
    /// What borrowed money costs: a loan has it, and a lease is measured by it.
    case debt
    /// A loan for the servers bought.
    case loan
    /// Servers that may be leased.
    case lease
    /// Capacity that is paid for over fixed months, used or not.
    case fixedTerm
    /// A least invoice of a month for GPUs rented on demand.
    case rentMinimum
    /// GPUs that are paid for by the month, whatever its hours.
    case monthPrices

    /// The drivers of the part; `#` patterns stand in a list.
    package var drivers: [DriverDefinition] {
        switch self {
        case .commitment: DriverCatalogue.commitment
        case .tiers: DriverCatalogue.commitmentTier
        case .priceSteps: DriverCatalogue.priceStep
        case .optimised: DriverCatalogue.optimised
        case .failures: DriverCatalogue.failures
        case .storage: DriverCatalogue.storage
        case .debt: DriverCatalogue.debt
        case .loan: DriverCatalogue.loan
        case .lease, .fixedTerm, .rentMinimum, .monthPrices: []
        }
    }

    /// The part without which a driver of every fleet does not exist; nil: it always does.
    static func ofFleetDriver(_ name: String) -> ModelPart? {
        switch name {
        case "rent_minimum_month": .rentMinimum
        case "rent_month_hours", "reserved_month_hours": .monthPrices
        default: nil
        }
    }

    /// Path of the list that the part is, without `model.`; nil: single drivers.
    package var list: String? {
        switch self {
        case .tiers: "market.commitment.tiers"
        case .priceSteps: "market.api_price_steps"
        case .commitment, .optimised, .failures, .storage, .debt, .loan, .lease, .fixedTerm, .rentMinimum, .monthPrices:
            nil
        }
    }

    /// The rows of the part's drivers; nil: single cells.
    var members: MemberSet? {
        switch self {
        case .tiers: .commitmentTier
        case .priceSteps: .priceStep
        case .commitment, .optimised, .failures, .storage, .debt, .loan, .lease, .fixedTerm, .rentMinimum, .monthPrices:
            nil
        }
    }

    /// Of the line that links a driver of the part.
    var prefix: String {
        switch self {
        case .commitment: "commitment_"
        case .tiers: "tier_"
        case .priceSteps: "price_step_"
        case .optimised: "optimised_"
        case .failures, .storage, .debt, .loan, .lease, .fixedTerm, .rentMinimum, .monthPrices: ""
        }
    }
}

extension DriverCatalogue {
    static let parts: [DriverDefinition] = ModelPart.allCases.flatMap(\.drivers)

    static let commitment: [DriverDefinition] = [
        .init(
            "market.commitment.minimum_month", "Least API spend that is paid for", unit: "CUR/month", .money,
            default: .number(0), .hurts)
    ]

    package static let commitmentTier: [DriverDefinition] = [
        .init(
            "market.commitment.tiers.#.from", "Discount tier, from a list spend of", unit: "CUR/month", .money,
            default: nil, .neither),
        .init(
            "market.commitment.tiers.#.discount", "Discount tier, discount on all of it", unit: "ratio", .share,
            default: nil, .hurts),
    ]

    package static let priceStep: [DriverDefinition] = [
        .init(
            "market.api_price_steps.#.month", "Step of the API price, from month", unit: "month",
            .integer(min: 0, max: nil), default: nil, .neither),
        .init(
            "market.api_price_steps.#.factor", "Step of the API price, relative to month 0", unit: "ratio", .count,
            default: nil, .favours),
    ]

    static let optimised: [DriverDefinition] = [
        .init(
            "optimised.caching_share", "Input tokens that prompt caching would serve", unit: "ratio", .share,
            default: .number(0), .hurts),
        .init(
            "optimised.caching_price_ratio", "Price of a cached token, relative to input", unit: "ratio", .share,
            default: nil, .favours),
        .init(
            "optimised.batch_share", "Tokens that batch processing would serve", unit: "ratio", .share,
            default: .number(0), .hurts),
        .init(
            "optimised.batch_price_ratio", "Price of batch processing, relative to today", unit: "ratio", .share,
            default: nil, .favours),
        .init(
            "optimised.cheaper_share", "Tokens that a cheaper model would serve", unit: "ratio", .share,
            default: .number(0), .hurts),
        .init(
            "optimised.cheaper_price_ratio", "Price of the cheaper model, relative to today", unit: "ratio", .share,
            default: nil, .favours),
        .init(
            "optimised.start_month", "First month of the optimised bill", unit: "month", .integer(min: 1, max: nil),
            default: .number(1), .favours),
    ]

    static let failures: [DriverDefinition] = [
        .init(
            "opex.gpu_failures_year", "Owned GPUs that fail, a year", unit: "ratio", .share, default: .number(0), .hurts
        ),
        .init(
            "opex.gpu_replacement_cost", "Replacing a GPU outside warranty", unit: "CUR/GPU", .money,
            default: .number(0), .hurts),
        .init(
            "opex.warranty_months", "Warranty of a server", unit: "months", .integer(min: 0, max: 600),
            default: .number(36), .favours, placeholder: true),
    ]

    static let debt: [DriverDefinition] = [
        .init(
            "finance.loan_rate_annual", "Interest of borrowed money, a year, nominal", unit: "ratio",
            .number(min: 0, max: nil, openMin: false, openMax: false), default: .number(0.08), .hurts,
            placeholder: true)
    ]

    static let loan: [DriverDefinition] = [
        .init(
            "finance.loan_share", "Share of the servers that a loan pays for", unit: "ratio", .share,
            default: .number(1), .neither),
        .init(
            "finance.loan_months", "Months in which the loan is paid back", unit: "months",
            .integer(min: 1, max: 600), default: .number(36), .neither, placeholder: true),
    ]

    static let storage: [DriverDefinition] = [
        .init("opex.storage_gb", "Data stored", unit: "GB", .count, default: .number(0), .hurts),
        .init(
            "opex.storage_gb_month", "Storage of a GB, a month", unit: "CUR/GB", .money, default: .number(0), .hurts),
        .init("opex.egress_gb", "Data sent out, a month", unit: "GB", .count, default: .number(0), .hurts),
        .init("opex.egress_gb_price", "Sending out a GB", unit: "CUR/GB", .money, default: .number(0), .hurts),
    ]
}
