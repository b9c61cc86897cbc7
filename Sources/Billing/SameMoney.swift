package import Diagnostics
import Money

/// Finds the same charges in two files of different formats.
///
/// What a vendor bills, its cloud lists, a gateway meters and the books hold are alternatives of one amount. Two exports of
/// one bill, and a metered amount beside any other, are refused; what the books hold beside an export is only pointed out,
/// because the books may hold what no export does.
package enum SameMoney {
    /// Vendors whose bill comes as several exports, FOCUS among them. Others appear in FOCUS files only as what a
    /// marketplace sells.
    private static let ownFocus: Set<String> = ["AWS", "Microsoft", "Google Cloud", "Oracle"]

    /// Pairs of files of which one has to go, in the order of the files.
    package static func refusals(among files: [ImportedFile], names: ModelNames = .shipped) -> [Diagnostic] {
        pairs(of: files, names: names).compactMap { pair in
            pair.isRefused ? pair.refusal : nil
        }
    }

    /// Pairs that may be the same charges, each with the index of the file whose reader should know.
    package static func doubts(
        among files: [ImportedFile], names: ModelNames = .shipped
    ) -> [(index: Int, note: Diagnostic)] {
        pairs(of: files, names: names).compactMap { pair in
            guard !pair.isRefused, let place = pair.places.first else { return nil }
            return (
                pair.index, .maybeSameMoney(pair.file, other: pair.other, provider: place.provider, month: place.month)
            )
        }
    }

    // MARK: Pairs

    private struct Place: Hashable, Comparable {
        var provider: String
        var month: Month

        static func < (a: Place, b: Place) -> Bool { (a.provider, a.month) < (b.provider, b.month) }
    }

    private struct Money {
        var file: ImportedFile
        var index: Int
        var accounts: Set<String> = []
        /// Models by place; an empty name stands for money that names none.
        var models: [Place: Set<String>] = [:]

        init(_ file: ImportedFile, _ index: Int, _ names: ModelNames) {
            self.file = file
            self.index = index
            for line in file.lines where !(line.billedCost ?? line.effectiveCost ?? .zero).isZero {
                let place = Place(provider: names.canonicalProvider(line.provider), month: line.month)
                models[place, default: []].insert(names.canonicalName(of: line.model))
                if !line.dimensions.account.isEmpty { accounts.insert(line.dimensions.account) }
            }
        }
    }

    private struct Pair {
        var file: ImportedFile
        var index: Int
        var other: ImportedFile
        var places: [Place]
        var isRefused: Bool

        var refusal: Diagnostic {
            let isGateway = file.evidence == .metered
            let hasGateway = isGateway || other.evidence == .metered
            guard hasGateway else { return .sameBillTwice(file, other: other, span: span) }
            return isGateway
                ? .meteredAndBilled(file, other: other, span: span) : .meteredAndBilled(other, other: file, span: span)
        }

        /// `OpenAI for 2026-01`, `AWS, OpenAI for 2026-01 to 2026-03`.
        private var span: String {
            let providers = Set(places.map(\.provider)).sorted().joined(separator: ", ")
            let months = places.map(\.month).sorted()
            guard let first = months.first, let last = months.last else { return providers }
            return "\(providers) for \(first)" + (first == last ? "" : " to \(last)")
        }
    }

    private static func pairs(of files: [ImportedFile], names: ModelNames) -> [Pair] {
        let moneys = files.enumerated().filter { $1.duplicateOf == nil && $1.serves != "own" }.map {
            Money($1, $0, names)
        }.filter { !$0.models.isEmpty }
        var pairs: [Pair] = []
        for (position, money) in moneys.enumerated() {
            for other in moneys[..<position]
            where other.file.format != money.file.format && meet(money.file, other.file) {
                let places = shared(money, other)
                guard !places.isEmpty else { continue }
                pairs.append(
                    Pair(
                        file: money.file, index: money.index, other: other.file, places: places,
                        isRefused: isRefused(money, other, places)))
            }
        }
        return pairs
    }

    /// Files of days share days; one of whole months meets all of them.
    private static func meet(_ a: ImportedFile, _ b: ImportedFile) -> Bool {
        guard let aFrom = a.periodFrom, let aTo = a.periodTo, let bFrom = b.periodFrom, let bTo = b.periodTo else {
            return true
        }
        return aFrom <= bTo && bFrom <= aTo
    }

    /// Vendors' months that both hold money of, under the name of whichever names a vendor.
    private static func shared(_ a: Money, _ b: Money) -> [Place] {
        var places: Set<Place> = []
        for (place, models) in a.models {
            for (otherPlace, otherModels) in b.models where otherPlace.month == place.month {
                if otherPlace.provider == place.provider {
                    places.insert(place)
                    continue
                }
                let aIsTool = a.file.namesNoVendor(place.provider)
                let bIsTool = b.file.namesNoVendor(otherPlace.provider)
                guard aIsTool || bIsTool else { continue }
                let isVague = models.contains("") || otherModels.contains("")
                if isVague || !models.isDisjoint(with: otherModels) { places.insert(aIsTool ? otherPlace : place) }
            }
        }
        return places.sorted()
    }

    private static func isRefused(_ a: Money, _ b: Money, _ places: [Place]) -> Bool {
        if a.file.evidence == .metered || b.file.evidence == .metered { return true }
        if a.file.evidence == .booked || b.file.evidence == .booked { return false }
        if !a.accounts.isEmpty, !b.accounts.isEmpty, a.accounts.isDisjoint(with: b.accounts) { return false }
        let hasFocus = a.file.format == "focus" || b.file.format == "focus"
        return !hasFocus || places.contains { ownFocus.contains($0.provider) }
    }
}

extension ImportedFile {
    /// The provider of the line is the tool that counted, because its export names no vendor.
    fileprivate func namesNoVendor(_ provider: String) -> Bool { evidence == .metered && provider == tool }
}

extension Diagnostic {
    static func sameBillTwice(_ file: ImportedFile, other: ImportedFile, span: String) -> Diagnostic {
        Diagnostic(
            "same-money-twice", at: SourcePosition(file: file.name),
            found: "charges of \(span), as in \(other.name), from another export of the same bill (\(file.format) and "
                + "\(other.format)): the same money twice",
            expected: "each charge in one file", fix: "keep one of the two: \(leaveOut)")
    }

    static func meteredAndBilled(_ gateway: ImportedFile, other: ImportedFile, span: String) -> Diagnostic {
        let what = other.evidence == .metered ? "metered by another tool" : "billed"
        return Diagnostic(
            "same-money-twice", at: SourcePosition(file: gateway.name),
            found: "amounts that a gateway metered for \(span), \(what) in \(other.name) (\(gateway.format) and "
                + "\(other.format)): the same money twice",
            expected: "each charge in one file",
            fix: "keep the bill, or the gateway's file where there is none: \(leaveOut); if own GPUs served what the "
                + "gateway counts, write `serves: own` for its file under `sources`")
    }

    private static let leaveOut =
        "move the other one out of the project, or name the files to read under `inputs: {invoices: […]}`"

    static func maybeSameMoney(
        _ file: ImportedFile, other: ImportedFile, provider: String, month: Month
    ) -> Diagnostic {
        Diagnostic(
            "maybe-same-money", .warning, at: SourcePosition(file: file.name),
            found: "money of \(provider) for \(month), as in \(other.name), in another format (\(file.format) "
                + "and \(other.format))",
            expected: "each charge in one file", fix: "if they hold the same charges, keep one of the two")
    }
}
