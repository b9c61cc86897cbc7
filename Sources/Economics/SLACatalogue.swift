/// The drivers of the SLA, keys `sla.…`. MODEL.md 13.
///
/// A scenario takes the ends that are bad for whoever bears the outage: more incidents, longer repairs, smaller credits.
extension DriverCatalogue {
    package static let sla: [DriverDefinition] = terms + outages + offer + tiers

    /// Most incidents a month that the series of ``SLAModel`` is long enough for.
    package static let mostIncidentsPerMonth = 30.0

    private static var incidentRate: DriverKind {
        .number(min: 0, max: mostIncidentsPerMonth, openMin: false, openMax: false)
    }

    private static let terms: [DriverDefinition] = [
        .init(
            "sla.provider", "Vendor of the service", unit: "name", .text, default: .word("API vendor"), .neither,
            live: false),
        .init("sla.terms", "Published terms in use", unit: "id", .text, default: nil, .neither, live: false),
        .init("sla.fee_month", "Fee that credits are a share of", unit: "CUR/month", .money, default: nil, .neither),
        .init(
            "sla.month_minutes", "Minutes in a month", unit: "minutes", .positive, default: .number(43_200), .neither),
        .init(
            "sla.credit_cap", "Most that credits of a month may be, share of the fee", unit: "ratio", .share,
            default: .number(1), .favours),
        .init(
            "sla.claim_probability", "Probability that a credit is claimed and paid", unit: "ratio", .share,
            default: .number(1), .favours),
        .init(
            "sla.claim", "How and by when a credit is claimed", unit: "words", .text, default: nil, .neither,
            live: false),
        .init(
            "sla.termination_clause", "Termination clause of the contract", unit: "words", .text, default: nil,
            .neither, live: false),
        .init(
            "sla.termination_misses", "Misses that allow to terminate", unit: "months", .integer(min: 1, max: 36),
            default: .number(3), .neither),
        .init(
            "sla.termination_months", "Months in which they count", unit: "months", .integer(min: 1, max: 36),
            default: .number(6), .neither),
    ]

    private static let outages: [DriverDefinition] = [
        .init("sla.incidents_per_month", "Incidents", unit: "incidents/month", incidentRate, default: nil, .hurts),
        .init(
            "sla.mttr_minutes", "Mean time to repair", unit: "minutes", .positive, default: nil, .hurts),
        .init(
            "sla.loss_per_minute", "Loss of a minute of outage", unit: "CUR/minute", .money, default: .number(0), .hurts
        ),
        .init(
            "sla.traffic_share", "Share of traffic that an outage hits", unit: "ratio", .share, default: .number(1),
            .hurts),
        .init(
            "sla.cost_per_incident", "Cost of handling an incident", unit: "CUR/incident", .money, default: .number(0),
            .hurts),
        .init(
            "sla.fallback", "Traffic can switch to a second source", unit: "flag", .flag, default: .number(0), .neither),
        .init(
            "sla.detect_minutes", "Time until an outage is noticed", unit: "minutes", .count, default: .number(0),
            .hurts),
        .init("sla.switch_minutes", "Time to switch over", unit: "minutes", .count, default: .number(0), .hurts),
        .init(
            "sla.switch_success", "Probability that the switch works", unit: "ratio", .share, default: .number(1),
            .favours),
        .init(
            "sla.own_incidents_per_month", "Incidents of own hosting that make traffic switch",
            unit: "incidents/month", incidentRate, default: .number(0), .hurts),
    ]

    private static let offer: [DriverDefinition] = [
        .init(
            "sla.better.incidents_per_month", "Better SLA: incidents", unit: "incidents/month", incidentRate,
            default: nil, .hurts),
        .init(
            "sla.better.mttr_minutes", "Better SLA: mean time to repair", unit: "minutes", .positive, default: nil,
            .hurts),
        .init(
            "sla.better.extra_fee_month", "Better SLA: what the vendor asks on top", unit: "CUR/month", .money,
            default: .number(0), .hurts),
    ]

    private static let tiers: [DriverDefinition] = ["sla.tiers.#", "sla.better.tiers.#"].flatMap { prefix in
        let words = prefix.hasPrefix("sla.better") ? "Better SLA: " : ""
        return [
            DriverDefinition(
                "\(prefix).below", "\(words)Credit tier: uptime below", unit: "uptime",
                .number(min: 0, max: 1, openMin: true, openMax: true), default: nil, .neither),
            DriverDefinition(
                "\(prefix).credit", "\(words)Credit tier: share of the fee", unit: "ratio", .share, default: nil,
                .favours),
        ]
    }
}

/// What the SLA of a project consists of, before its drivers have values.
package struct SLAStructure: Hashable, Sendable {
    /// Credit tiers, in the order of the contract: the mildest first.
    package var tiers: Int
    /// Tiers of a better SLA on offer; nil: there is no offer.
    package var betterTiers: Int?
    /// Whether the offer names a rate or a repair time of its own.
    package var betterIsMoreReliable = false
    /// Months of the incident history, when there is one.
    package var history: [Member] = []

    package init(tiers: Int, betterTiers: Int? = nil) {
        self.tiers = tiers
        self.betterTiers = betterTiers
    }

    package func members(pools: [Member]) -> Members {
        func list(_ prefix: String, _ count: Int) -> [Member] {
            (0..<count).map { Member(id: "\(prefix).\($0 + 1)", label: "tier \($0 + 1)") }
        }
        return Members(
            lists: [
                .slaTier: list("sla.tiers", tiers), .slaBetterTier: list("sla.better.tiers", betterTiers ?? 0),
                .slaTerm: (0...SLAModel.terms).map {
                    Member(id: "\($0)", label: $0 == 1 ? "1 incident" : "\($0) incidents")
                },
                .slaMonth: history, .pool: pools,
            ])
    }
}
