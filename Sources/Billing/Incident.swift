package import Diagnostics

/// A time during which a provider's service was down.
package struct Incident: Hashable, Sendable {
    package var provider: String
    /// Seconds since 1970-01-01T00:00Z.
    package var start: Int
    /// Not before ``start``.
    package var end: Int
    package var position: SourcePosition

    package init(provider: String, start: Int, end: Int, position: SourcePosition) {
        self.provider = provider
        self.start = start
        self.end = end
        self.position = position
    }
}

/// Incidents and minutes of downtime of each month, for months in a row.
package struct IncidentHistory: Hashable, Sendable {
    package struct OfMonth: Hashable, Sendable {
        package var month: Month
        /// That began in the month.
        package var incidents: Int
        /// An incident that crosses midnight of the last day counts in both months.
        package var minutes: Double
    }

    package private(set) var months: [OfMonth]

    /// - Parameters: the months that the history covers, both included; months without incidents count as such.
    package init(_ incidents: [Incident], from first: Month, through last: Month) {
        months = []
        guard first <= last else { return }
        for index in 0...(last - first) {
            let month = first + index
            let opens = month.firstDay.number * 86_400
            let closes = (month + 1).firstDay.number * 86_400
            var seconds = 0
            for incident in incidents { seconds += max(0, min(incident.end, closes) - max(incident.start, opens)) }
            months.append(
                OfMonth(
                    month: month, incidents: incidents.count { opens <= $0.start && $0.start < closes },
                    minutes: Double(seconds) / 60))
        }
    }
}

/// Credit tiers that a vendor has published for a service.
package struct PublishedTerms: Hashable, Sendable {
    package struct Tier: Hashable, Sendable {
        package var below: Double
        package var credit: Double
        package var position: SourcePosition
    }

    /// What `sla.terms` names.
    package var id: String
    package var provider: String
    package var service: String
    /// Empty: the vendor promises no credits.
    package var tiers: [Tier]
    package var claim: String
    /// How sure the terms are, in the table's words.
    package var confidence: String
    package var source: String
    package var sourceDate: String

    package init(
        id: String, provider: String, service: String, tiers: [Tier], claim: String, confidence: String,
        source: String, sourceDate: String
    ) {
        self.id = id
        self.provider = provider
        self.service = service
        self.tiers = tiers
        self.claim = claim
        self.confidence = confidence
        self.source = source
        self.sourceDate = sourceDate
    }
}

extension PublishedTerms.Tier {
    package init(_ below: Double, _ credit: Double, at position: SourcePosition) {
        self.init(below: below, credit: credit, position: position)
    }
}
