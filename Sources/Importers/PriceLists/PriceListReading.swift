import Billing
import Diagnostics
import Money
import Tabular

/// Reads a price list: every row of it, of which the cheapest offers of each kind become quote lines.
///
/// - Throws: 65 when the file is broken; 66.
func readPriceList(
    _ preview: FilePreview, _ header: PriceListHeader, asOf: Day?, selection: QuoteSelection, jobs: Int
) throws(Failure) -> QuoteFile {
    let file = preview.file
    let visitors = (0..<max(1, jobs)).map { _ in PriceListVisitor(header) }
    let summary = try scanRecords(file, dialect: header.dialect, visitors: visitors)
    let stem = PriceListHeader.stem(file.name)
    var shelf = PriceListShelf(header, selection: selection, stem: PriceListShelf.slug(stem))
    shelf.take(visitors.compactMap { $0.finish() })
    let writer = PriceListLines(shelf, file: file.name, vendor: header.vendor(file.name))
    let read = writer.lines()
    var result = QuoteFile(
        file: file, format: header.format.id, sha256: summary.sha256, compression: preview.compression,
        encoding: preview.encoding, delimiter: header.dialect.delimiter, headerLine: header.dialect.headerLine,
        recognisedBy: header.format.required.compactMap { header.columns[$0].map { header.names[$0] } },
        rows: summary.records, accepted: shelf.accepted,
        rejected: shelf.rejectedLines.count + shelf.withoutHours.count + shelf.withoutFee.count, skipped: shelf.skipped,
        lines: read, notes: [], errors: [])
    result.notes = writer.notes(asOf: asOf, kept: read)
    return result
}

/// Writes the offers that were kept as quote lines, and what is to be said about the list.
private struct PriceListLines {
    let shelf: PriceListShelf
    let file: String
    let vendor: String
    private var format: PriceListFormat { shelf.header.format }
    private var date: Day? { shelf.header.date ?? shelf.newestDate }

    init(_ shelf: PriceListShelf, file: String, vendor: String) {
        self.shelf = shelf
        self.file = file
        self.vendor = vendor
    }

    /// By line of the file; ids are unique.
    func lines() -> [QuoteLine] {
        // An offer may be among the cheapest of several wishes.
        var kept: Set<[Int]> = []
        var offers = shelf.buckets.flatMap(\.offers).filter { kept.insert([$0.line, $0.isSpot ? 1 : 0]).inserted }
        // Zones repeat an offer that is asked for by name; the cheapest stands for it.
        var named: [String: PriceListOffer] = [:]
        for offer in shelf.wanted where !kept.contains([offer.line, offer.isSpot ? 1 : 0]) {
            let id = shelf.id(offer)
            if let known = named[id], !PriceListOffer.isBefore(offer, known) { continue }
            named[id] = offer
        }
        let ids = Set(offers.map(shelf.id))
        offers += named.keys.sorted().filter { !ids.contains($0) }.map { named[$0]! }
        offers.sort { ($0.line, $0.isSpot ? 1 : 0) < ($1.line, $1.isSpot ? 1 : 0) }
        var seen: Set<String> = []
        return offers.map { offer in
            var line = line(offer)
            // Regions that differ in punctuation alone.
            if !seen.insert(line.id).inserted { line.id += "-line\(line.line)" }
            seen.insert(line.id)
            return line
        }
    }

    private func line(_ offer: PriceListOffer) -> QuoteLine {
        let sold = shelf.gpus[offer.gpu]
        let plan = shelf.plans[offer.plan]
        func text(_ code: Int) -> String? { shelf.texts[code].isEmpty ? nil : shelf.texts[code] }
        var line = QuoteLine(
            id: shelf.id(offer), vendor: vendor.isEmpty ? text(offer.vendor) ?? file : vendor,
            pricing: offer.isSpot ? .spot : plan.pricing, lineType: .compute, file: file, line: offer.line)
        line.instanceType = sold.host ?? (shelf.header.columns[.instance] == nil ? nil : text(offer.instance))
        line.gpuRaw = sold.raw
        line.gpusPerUnit = sold.gpus ?? Amount(1)
        line.region = text(offer.region)
        line.price = amount(offer.price)
        line.priceUnit = plan.isTotal ? .termTotal : offer.isForGPU ? .gpuHour : .instanceHour
        line.currency =
            shelf.header.columns[.currency] == nil ? format.currency : text(offer.currency).map { Currency($0) }
        line.termMonths = plan.termMonths
        line.paymentOption = plan.payment
        if offer.upfront > 0 { line.upfront = amount(offer.upfront) }
        line.quoteDate = date
        line.assumed = shelf.header.columns[.currency] == nil ? [.currency] : []
        if let zone = text(offer.zone), offer.isSpot { line.notes = "zone \(zone)" }
        if let host = sold.host, offer.doubt == nil { line.notes = "with the host \(host)" }
        if let doubt = offer.doubt {
            line.status = .needsReview
            line.statusReason = doubt.reason
        } else if let model = sold.model {
            line.name(model)
        }
        return line
    }

    private func amount(_ units: Int128) -> Amount { Amount(coefficient: units, scale: PriceListRows.Price.scale) }

    // MARK: Notes

    func notes(asOf: Day?, kept: [QuoteLine]) -> [Diagnostic] {
        var notes: [Diagnostic] = []
        let position = SourcePosition(file: file)
        notes.append(
            .priceListRead(format.title, rows: shelf.accepted, offers: shelf.offers, kept: kept.count, at: position))
        let skipped = shelf.skipped.sorted { $0.key < $1.key }
        if !skipped.isEmpty { notes.append(.priceListSkipped(skipped.map { ($0.key, $0.value) }, at: position)) }
        if let first = shelf.rejectedLines.min() {
            notes.append(
                .priceListRejected(shelf.rejectedLines.count, at: SourcePosition(file: file, line: first)))
        }
        for (lines, has, lacks) in [
            (shelf.withoutHours, "fee", "hours, unit `Hrs`"), (shelf.withoutFee, "hours", "fee, unit `Quantity`"),
        ] {
            guard let first = lines.min() else { continue }
            notes.append(
                .priceListHalves(lines.count, has: has, lacks: lacks, at: SourcePosition(file: file, line: first)))
        }
        if !shelf.doubtfulNames.isEmpty {
            let names = shelf.doubtfulNames.sorted { $0.key < $1.key }
                .map { (name: $0.key, rows: $0.value.rows, firstLine: $0.value.firstLine) }
            notes.append(.priceListNames(names, at: position))
        }
        if shelf.spotAboveListed > 0 { notes.append(.spotAboveListed(shelf.spotAboveListed, at: position)) }
        if format.id == PriceListFormat.skyPilot.id, vendor == "Lambda" {
            notes.append(.regionsNotTold(at: position))
        }
        if let date, let asOf, asOf - date > 30 {
            notes.append(.priceListOld(date, days: asOf - date, at: position))
        }
        return notes
    }
}

extension Diagnostic {
    static func priceListRead(
        _ title: String, rows: Int, offers: Int, kept: Int, at position: SourcePosition
    ) -> Diagnostic {
        .note(
            "price-list-read", at: position,
            found: "\(title): \(rows) rows with \(offers) offers, of which the \(kept) cheapest of their kind are kept")
    }

    static func priceListSkipped(_ reasons: [(String, Int)], at position: SourcePosition) -> Diagnostic {
        .note(
            "quote-rows-skipped", at: position,
            found: "rows that are left out: " + reasons.map { "\($0.1) \($0.0)" }.joined(separator: ", "))
    }

    static func priceListRejected(_ count: Int, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "price-list-rejected", .warning, at: position,
            found: count == 1
                ? "a row that cannot be read" : "\(count) rows that cannot be read, of which this is the first",
            expected: "as many fields as the header has, and prices that are numbers of at least 0",
            fix: "download the list again; the other rows are read")
    }

    static func priceListHalves(_ count: Int, has: String, lacks: String, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "price-list-halves", .warning, at: position,
            found: count == 1
                ? "a reservation with a row of its \(has) alone"
                : "\(count) reservations with a row of their \(has) alone, of which this is the first",
            expected: "a second row of the same SKU and OfferTermCode with the \(lacks)",
            fix: "download the list again, or ask for the price: the offer is left out")
    }

    static func priceListNames(
        _ names: [(name: String, rows: Int, firstLine: Int)], at position: SourcePosition
    ) -> Diagnostic {
        let shown = names.prefix(5).map { name, rows, firstLine in
            let place =
                rows == 1 ? "\"\(name)\" in line \(firstLine)" : "\"\(name)\" in \(rows) rows from line \(firstLine)"
            return switch GPUName(name).resolution {
            case .known: place
            case .ambiguous(let models): "\(place) (\(models.map(\.name).joined(separator: " or ")))"
            case .unknown(let nearest): nearest.isEmpty ? place : "\(place) (nearest: \(nearest[0]))"
            }
        }
        let more = names.count > 5 ? " and \(names.count - 5) more" : ""
        return Diagnostic(
            "price-list-names", .warning, at: position,
            found: "GPUs that cannot be told: \(shown.joined(separator: ", "))\(more)",
            expected: "GPUs that are known", fix: "their rows price nothing; ask for a quote that names the GPU in full"
        )
    }

    static func spotAboveListed(_ count: Int, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "spot-above-listed", .warning, at: position,
            found: "\(count) \(count == 1 ? "row" : "rows") with a spot price at or above the price on demand",
            expected: "spot below on demand",
            fix: "ask the vendor: the list may give a commitment's price as that on demand; both are kept as they are")
    }

    static func regionsNotTold(at position: SourcePosition) -> Diagnostic {
        .note(
            "regions-not-told", at: position,
            found: "the list names every region for every instance; whether one has it is to be asked")
    }

    static func priceListOld(_ date: Day, days: Int, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "price-list-old", .warning, at: position, found: "a price list of \(date), \(days) days old",
            expected: "one of the last 30 days", fix: "download it again")
    }
}
