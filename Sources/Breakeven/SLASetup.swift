import Billing
import Diagnostics
import Economics
import Importers
import Settings
import Tabular

/// The SLA of a project: how many tiers and months it has, what published terms and the incident history say.
struct SLASetup: Sendable {
    var structure: SLAStructure
    /// Tiers of published terms.
    var layer = DriverLayer(.fallback, [:])
    /// Published terms whose tiers are in use.
    var published: PublishedTerms?
    /// Incidents and minutes of the months, by the keys of ``SLAModel``.
    var history: [String: DriverValue] = [:]
    /// What is left out of the history, and why.
    private(set) var notes: [Diagnostic] = []

    /// - Parameters:
    ///   - incidents: of every provider; nil: the project keeps none.
    ///   - known: providers of the invoices.
    ///   - terms: reads the table of published terms, when the project names some.
    /// - Returns: nil when the project says nothing about an SLA.
    /// - Throws: 78 for tiers out of order and what is missing; 65 for incidents of an unknown provider.
    init?(
        _ settings: ProjectSettings, incidents: [Incident]?, known: [String], period: Month,
        terms: () throws(Failure) -> [PublishedTerms]
    ) throws(Failure) {
        let given = settings.model.given
        guard settings.sla.isGiven || given.keys.contains(where: { $0.hasPrefix("sla.") }) else { return nil }
        var count = settings.sla.tiers
        if case .word(let id)? = given["sla.terms"]?.base {
            let published = try Self.find(id, in: try terms(), at: given["sla.terms"]?.position)
            if count == 0 {
                self.published = published
                count = published.tiers.count
                layer = Self.layer(published)
            }
        }
        structure = SLAStructure(tiers: count)
        if settings.sla.hasOffer || given.keys.contains(where: { $0.hasPrefix("sla.better.") }) {
            structure.betterTiers = settings.sla.betterTiers > 0 ? settings.sla.betterTiers : count
            structure.betterIsMoreReliable =
                given["sla.better.incidents_per_month"] != nil || given["sla.better.mttr_minutes"] != nil
        }
        if let incidents { try readHistory(incidents, settings, known: known, period: period) }

        var published: [String] = []
        if count == 0, case .word(let provider)? = given["sla.provider"]?.base {
            published = ((try? terms()) ?? []).filter { isSame($0.provider, provider) && !$0.tiers.isEmpty }.map(\.id)
        }
        var problems = Self.missing(structure, given, published: published)
        for (prefix, tiers) in [("sla.tiers", count), ("sla.better.tiers", structure.betterTiers ?? 0)] {
            problems += outOfOrder(prefix, tiers, given)
            for key in given.keys.sorted() where key.hasPrefix("\(prefix).") {
                let place = key.dropFirst(prefix.count + 1).prefix { $0 != "." }
                guard let tier = Int(place), tier > tiers else { continue }
                problems.append(.noSuchTier(key, count: tiers, at: given[key]?.position))
            }
        }
        if case .number(let misses)? = given["sla.termination_misses"]?.base {
            var months = 6.0
            if case .number(let written)? = given["sla.termination_months"]?.base { months = written }
            if misses > months {
                problems.append(.moreMissesThanMonths(misses, months, at: given["sla.termination_misses"]?.position))
            }
        }
        if !problems.isEmpty { throw Failure(.badConfiguration, problems) }
    }

    /// The months of one provider: that of `sla.provider`, or the only one of the file.
    private mutating func readHistory(
        _ incidents: [Incident], _ settings: ProjectSettings, known: [String], period: Month
    ) throws(Failure) {
        var named: String?
        if case .word(let word)? = settings.model.given["sla.provider"]?.base { named = word }
        var providers: [String] = []
        for incident in incidents where !providers.contains(where: { isSame($0, incident.provider) }) {
            providers.append(incident.provider)
        }
        let accepted = known + [named].compactMap(\.self).filter { name in !known.contains { isSame($0, name) } }
        if !accepted.isEmpty {
            let strange = incidents.filter { incident in !accepted.contains { isSame($0, incident.provider) } }
            let problems = strange.map { Diagnostic.unknownProvider($0, known: accepted) }
            if !problems.isEmpty { throw Failure(.badData, problems) }
        }
        guard named != nil || providers.count < 2 else {
            throw Failure(.badConfiguration, .severalProviders(providers, file: incidents[0].position.file))
        }
        let provider = named ?? providers.first ?? ""
        func month(_ seconds: Int) -> Month { Day(number: seconds.quotient(86_400)).month }
        let ofProvider = incidents.filter { isSame($0.provider, provider) }
        let later = ofProvider.filter { month($0.start) > period }
        if let first = later.first { notes.append(.incidentsAfterPeriod(later.count, period, at: first.position)) }
        let own = ofProvider.filter { month($0.start) <= period }
        guard let first = own.map(\.start).min() else { return }
        if let from = settings.sla.historyFrom {
            let before = own.filter { month($0.start) < from }
            if let first = before.first {
                notes.append(.incidentsBeforeHistory(before.count, from, at: first.position))
            }
        }
        let months = IncidentHistory(own, from: settings.sla.historyFrom ?? month(first), through: period).months
        structure.history = months.map { Member(id: "sla.history.\($0.month)", label: "\($0.month)") }
        for month in months {
            history["sla.history.\(month.month).incidents"] = .number(Double(month.incidents))
            history["sla.history.\(month.month).downtime"] = .number(month.minutes)
        }
    }

    private static func find(
        _ id: String, in list: [PublishedTerms], at position: SourcePosition?
    ) throws(Failure) -> PublishedTerms {
        guard let found = list.first(where: { $0.id == id }) else {
            throw Failure(.badConfiguration, .unknownTerms(id, known: list.map(\.id), at: position))
        }
        guard !found.tiers.isEmpty else {
            throw Failure(.badConfiguration, .termsWithoutCredits(found, at: position))
        }
        return found
    }

    private static func layer(_ terms: PublishedTerms) -> DriverLayer {
        var layer = DriverLayer(.fallback, [:])
        let date = Day(terms.sourceDate) ?? Month(terms.sourceDate)?.lastDay
        for (index, tier) in terms.tiers.enumerated() {
            for (name, value) in [("below", tier.below), ("credit", tier.credit)] {
                var given = GivenDriver(.number(value), at: tier.position)
                given.source = "\(terms.provider) \(terms.service): \(terms.source), \(terms.confidence)"
                given.asOf = date
                given.confidence = ["confirmed", "secondary"].contains(terms.confidence) ? .estimate : .placeholder
                layer.drivers["sla.tiers.\(index + 1).\(name)"] = given
            }
        }
        return layer
    }

    /// - Parameter published: ids of terms that the vendor has published.
    private static func missing(
        _ structure: SLAStructure, _ given: [String: GivenDriver], published: [String]
    ) -> [Diagnostic] {
        var keys = ["sla.fee_month"]
        if structure.history.isEmpty { keys += ["sla.incidents_per_month", "sla.mttr_minutes"] }
        var problems = keys.filter { given[$0] == nil }.map { Diagnostic.slaWithout($0) }
        if structure.tiers == 0 { problems.append(.slaWithoutTiers(published: published)) }
        return problems
    }

    /// Tiers go from the mildest breach to the worst, and a worse month pays no less.
    private func outOfOrder(_ prefix: String, _ count: Int, _ given: [String: GivenDriver]) -> [Diagnostic] {
        func value(_ tier: Int, _ name: String) -> (number: Double, at: SourcePosition?)? {
            let key = "\(prefix).\(tier).\(name)"
            guard let driver = given[key] ?? layer.drivers[key], case .number(let number) = driver.base else {
                return nil
            }
            return (number, driver.position)
        }
        return (1..<max(2, count + 1)).dropFirst().flatMap { tier -> [Diagnostic] in
            var problems: [Diagnostic] = []
            if let before = value(tier - 1, "below"), let own = value(tier, "below"), own.number >= before.number {
                problems.append(.tierOutOfOrder("\(prefix).\(tier).below", own.number, before.number, at: own.at))
            }
            if let before = value(tier - 1, "credit"), let own = value(tier, "credit"), own.number < before.number {
                problems.append(.creditOutOfOrder("\(prefix).\(tier).credit", own.number, before.number, at: own.at))
            }
            return problems
        }
    }
}

private func isSame(_ a: String, _ b: String) -> Bool { a.lowercased() == b.lowercased() }

extension Int {
    /// Rounded down, also below zero.
    fileprivate func quotient(_ divisor: Int) -> Int { (self - (self % divisor + divisor) % divisor) / divisor }
}

extension SLASetup {
    /// Of a project folder, with its incidents and the terms that it names.
    init?(_ project: ProjectFolder, _ outcome: LedgerOutcome, period: Month) throws(Failure) {
        let incidents = try project.incidents.map { file throws(Failure) in try readIncidents(file) }
        let known = Set(outcome.ledger.rows.map(\.provider)).sorted()
        try self.init(project.settings, incidents: incidents, known: known, period: period) { () throws(Failure) in
            if let own = project.slaTerms { return try readSLATerms(own) }
            let shipped = try ShippedFiles("Templates/project")
            return try readSLATerms(InputFile(path: "\(shipped.folder)/sla_terms.csv", name: "sla_terms.csv"))
        }
    }
}
