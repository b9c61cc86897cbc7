import Billing
import Diagnostics
import Money
import Tabular

/// Turns one row of a quote file into lines: one, or two where a price list gives a spot price beside the other.
struct QuoteLineReader {
    let table: QuoteTable
    let styles: QuoteStyles
    /// The file's name without folders and extensions.
    let stem: String

    init(_ table: QuoteTable) {
        self.table = table
        styles = QuoteStyles(table)
        stem = fileStem(table.file.name)
    }

    struct Result {
        var lines: [QuoteLine] = []
        var errors: [Diagnostic] = []
        var notes: [Diagnostic] = []
    }

    func read(_ row: TableRow) -> Result {
        var cells = QuoteCells(row, of: table, styles: styles)
        guard
            row.fields.count == table.header.names.count
                || row.fields.dropFirst(table.header.names.count).allSatisfy({ trimmed($0).isEmpty })
                    && row.fields.count > table.header.names.count
        else {
            return Result(
                errors: [
                    .raggedQuoteRow(row.fields.count, header: table.header.names.count, at: cells.position)
                ])
        }
        let spot = spotPrice(&cells)
        var lines = [
            line(&cells, spotColumn: spot.isOnlyPrice ? spot.column : nil, isSpot: spot.flag || spot.isOnlyPrice)
        ]
        if let column = spot.column, !spot.isOnlyPrice {
            var second = cells
            second.errors = []
            second.notes = []
            var line = line(&second, spotColumn: column, isSpot: true)
            line.id += "-spot"
            // A spot price of 0 in a price list means that there is none.
            if line.price != nil { lines.append(line) }
            cells.errors += second.errors.filter { !cells.errors.contains($0) }
        }
        cells.checkUnusedColumns()
        return Result(lines: cells.errors.isEmpty ? lines : [], errors: cells.errors, notes: cells.notes)
    }

    /// A column `spot` holds prices in some price lists and true or false in others.
    private func spotPrice(_ cells: inout QuoteCells) -> (column: Int?, isOnlyPrice: Bool, flag: Bool) {
        guard let (text, column) = cells.value(.spotPrice) else { return (nil, false, false) }
        if let flag = QuoteCells.flag(text), WrittenNumber(text) == nil { return (nil, false, flag) }
        return (column, table.header.columns[.price] == nil, false)
    }

    private func line(_ cells: inout QuoteCells, spotColumn: Int?, isSpot: Bool) -> QuoteLine {
        var line = QuoteLine(
            id: cells.text(.id) ?? "\(stem)-\(cells.position.line!)", vendor: cells.text(.vendor) ?? stem,
            pricing: .onDemand, lineType: .compute, file: cells.position.file, line: cells.position.line!)
        line.quoteRef = cells.text(.quoteRef)
        line.instanceType = cells.text(.instanceType)
        line.gpuRaw = cells.text(.gpuRaw) ?? cells.text(.gpu) ?? cells.text(.instanceType) ?? ""
        line.region = cells.text(.region)
        line.notes = cells.text(.notes)

        readCounts(&line, &cells)
        let gpu = QuoteGPU(line, &cells)
        readLineType(&line, &cells, gpu)
        let price = readPrice(&line, &cells, column: spotColumn)
        readOther(&line, &cells)
        readTerms(&line, &cells, gpu, unit: price.unit, isSpot: isSpot)
        readUnit(&line, &cells, price.unit)
        checkWholeServers(line, &cells)
        checkQuantity(line, &cells)
        checkLease(line, &cells)
        checkPurchase(line, &cells)
        readDates(&line, &cells)
        settle(&line, &cells, gpu, priceText: price.text)
        return line
    }

    // MARK: What is bought

    private func readCounts(_ line: inout QuoteLine, _ cells: inout QuoteCells) {
        if let quantity = cells.number(.quantity) {
            line.quantity = quantity
        } else {
            line.assumed.insert(.quantity)
        }
        if let perUnit = cells.number(.gpusPerUnit) {
            line.gpusPerUnit = perUnit
        } else {
            line.gpusPerUnit = Amount(1)
            line.assumed.insert(.gpusPerUnit)
        }
        if let together = cells.number(.gpusSoldTogether), let column = cells.column(.gpusSoldTogether) {
            line.gpusSoldTogether = Int(exactly: together.doubleValue)
            if line.gpusSoldTogether == nil { cells.reject(column, expected: "a whole number of GPUs, 1 or more") }
        }
    }

    /// A cloud sells thirds of a GPU; nobody sells a server with eight and a half.
    private func checkWholeServers(_ line: QuoteLine, _ cells: inout QuoteCells) {
        guard line.lineType == .compute, line.gpusPerUnit.rounded(decimals: 0) != line.gpusPerUnit else { return }
        let isServer = line.pricing == .purchase || line.pricing == .lease
        guard isServer || line.gpusPerUnit > Amount(1), let column = cells.column(.gpusPerUnit) else { return }
        cells.errors.append(
            .gpusNotWhole(
                cells.text(column: column), column: cells.name(column: column), isServer: isServer, at: cells.position))
    }

    private func checkQuantity(_ line: QuoteLine, _ cells: inout QuoteCells) {
        guard line.lineType == .compute, line.pricing == .purchase || line.pricing == .lease,
            line.quantity.rounded(decimals: 0) != line.quantity, let column = cells.column(.quantity)
        else { return }
        cells.reject(column, expected: "a whole number of servers", fix: "write how many servers are sold")
    }

    /// The payment of a lease may stand in two columns; it is one payment. What it says and no price holds is told.
    private func checkLease(_ line: QuoteLine, _ cells: inout QuoteCells) {
        if line.pricing == .lease, let buyout = line.leaseBuyout, !buyout.isZero {
            cells.notes.append(.leaseBuyout(buyout, line, at: cells.position))
        }
        if line.pricing == .lease, let share = line.supportPct, !share.isZero, line.supportAmount == nil {
            cells.notes.append(.supportOfLease(share, line.id, at: cells.position))
        }
        guard line.pricing == .lease, let lease = line.leaseMonthly, let price = line.price, price != lease,
            line.priceUnit == .instanceMonth, let column = cells.column(.leaseMonthly)
        else { return }
        cells.errors.append(
            .leaseTwice(cells.text(column: column), column: cells.name(column: column), price, at: cells.position))
    }

    /// What a purchase does not name costs nothing in its rank: an offer that says less would look cheaper.
    private func checkPurchase(_ line: QuoteLine, _ cells: inout QuoteCells) {
        guard line.pricing == .purchase, line.lineType == .compute, line.price != nil else { return }
        let parts: [(QuoteField, Bool)] = [
            (.powerKW, line.powerKW == nil), (.colo, line.colo == nil && line.electricity == nil),
            (.supportPct, line.supportPct == nil && line.supportAmount == nil),
            (.depreciationYears, line.depreciationYears == nil),
        ]
        let missing = parts.filter(\.1).map(\.0.rawValue)
        if !missing.isEmpty { cells.notes.append(.purchaseWithout(missing, line.id, at: cells.position)) }
    }

    private func readLineType(_ line: inout QuoteLine, _ cells: inout QuoteCells, _ gpu: QuoteGPU) {
        if table.header.columns[.lineType] != nil {
            line.lineType = cells.word(.lineType, QuoteLineType.self) ?? .compute
        } else if let type = gpu.wordsSay, !gpu.namesGPU {
            line.lineType = type
            line.assumed.insert(.lineType)
        }
        if line.lineType != .compute {
            line.gpusPerUnit = .zero
            line.assumed.remove(.gpusPerUnit)
        } else if line.assumed.contains(.gpusPerUnit), let count = gpu.count {
            line.gpusPerUnit = Amount(count)
            line.assumed.remove(.gpusPerUnit)
        }
    }

    // MARK: Price

    private func readPrice(
        _ line: inout QuoteLine, _ cells: inout QuoteCells, column: Int?
    ) -> (unit: PartialPriceUnit, text: String?) {
        var candidates: [Int] = []
        if let column {
            candidates = [column]
        } else {
            candidates = (table.header.columns[.price] ?? []).filter { !cells.text(column: $0).isEmpty }
        }
        // The first that holds a number; a price list may say `Contact sales` in one column and nothing in the other.
        let parsed = candidates.map { ($0, QuotePrice(cells.text(column: $0))) }
        if let wrong = parsed.first(where: { $0.1 == nil }) {
            cells.reject(
                wrong.0, expected: "a price such as 2.75 or $2.75/hr, or words such as `contact sales`",
                fix: "write the price in digits, or `contact sales` where the vendor names none")
            readCurrency(&line, &cells, mark: nil, column: nil)
            return (PartialPriceUnit(), nil)
        }
        let chosen = parsed.first { $0.1?.number != nil } ?? parsed.first
        var unit = PartialPriceUnit()
        let price = chosen?.1 ?? nil
        if let (column, _) = chosen {
            unit = table.header.units[column] ?? unit
            let mark = price?.currency ?? table.header.currencies[column]
            readCurrency(&line, &cells, mark: mark, column: column, isSign: price?.isSign ?? true)
        } else {
            readCurrency(&line, &cells, mark: nil, column: nil)
        }
        if let price, let number = price.number, let column = chosen?.0,
            let amount = cells.amount(number, column: column)
        {
            if amount.isNegative, line.lineType == .compute {
                cells.reject(
                    column, expected: "a price above 0",
                    fix: "correct the sign; a discount is part of the price, and a credit no line of its own")
            } else if !amount.isZero {
                line.price = amount
            }
            // The cell says more than its header.
            unit = PartialPriceUnit(
                subject: price.unit.subject ?? unit.subject, period: price.unit.period ?? unit.period)
        }
        if line.price == nil, let amount = cells.money(.unitPurchasePrice, currency: line.currency), !amount.isZero {
            line.price = amount
            unit = PartialPriceUnit(subject: .instance, period: .once)
        }
        return (unit, chosen.map { cells.text(column: $0.0) })
    }

    private func readCurrency(
        _ line: inout QuoteLine, _ cells: inout QuoteCells, mark: Currency?, column: Int?, isSign: Bool = true
    ) {
        if let (text, currencyColumn) = cells.value(.currency) {
            let sign = text.count == 1 ? CurrencyMark.currency(sign: text.first!) : nil
            let currency = sign ?? Currency(text)
            guard currency.isListed else {
                cells.errors.append(
                    .unknownCurrency(text, column: cells.name(column: currencyColumn), at: cells.position))
                return
            }
            line.currency = currency
            if let mark, let column, !CurrencyMark.agree(mark, sign: isSign, with: currency) {
                cells.errors.append(
                    .quoteCurrencyConflict(
                        cells.text(column: column), column: cells.name(column: column), currency: currency,
                        at: cells.position))
            }
        } else if let mark {
            line.currency = mark
        } else if table.header.columns[.currency] == nil, styles.marks.count < 2 {
            line.currency = styles.marks.first ?? Currency("USD")
            line.assumed.insert(.currency)
        }
    }

    private func readUnit(_ line: inout QuoteLine, _ cells: inout QuoteCells, _ stated: PartialPriceUnit) {
        var unit = stated
        if let (text, column) = cells.value(.priceUnit) {
            guard let inColumn = PartialPriceUnit(text) else {
                guard line.lineType == .compute else { return }
                cells.rejectWord(
                    column, .priceUnit,
                    expected: "one of " + PriceUnit.allCases.map(\.rawValue).joined(separator: ", ")
                        + ", or words such as `per GPU-hour`")
                return
            }
            guard let merged = inColumn.merged(with: stated) else {
                cells.errors.append(
                    .priceUnitConflict(text, column: cells.name(column: column), at: cells.position))
                return
            }
            unit = merged
        }
        if line.lineType == .compute, line.price != nil {
            if unit.period == nil, unit.subject != .gigabyte {
                unit.period =
                    switch line.pricing {
                    case .purchase: .once
                    case .lease: .month
                    case .onDemand, .spot, .reserved: .hour
                    }
                line.assumed.insert(.priceUnit)
            }
            if unit.subject == nil, line.gpusPerUnit != Amount(1), unit.period == .hour || unit.period == .month {
                line.assumed.insert(.priceUnit)
            }
        }
        line.priceUnit = unit.unit
        if line.priceUnit == nil, line.lineType == .compute, line.price != nil {
            let text = cells.value(.priceUnit)?.text ?? "price"
            cells.doubts.append(.noSuchPriceUnit(text, at: cells.position))
        }
    }

    // MARK: Status

    private func settle(_ line: inout QuoteLine, _ cells: inout QuoteCells, _ gpu: QuoteGPU, priceText: String?) {
        if line.currency == nil, cells.value(.currency) == nil, line.price != nil || line.upfront != nil {
            cells.errors.append(.quoteWithoutCurrency(marks: styles.marks.sorted(), at: cells.position))
        }
        guard line.lineType == .compute else {
            line.status = .notCompute
            line.statusReason = "buys \(line.lineType.rawValue), not GPUs"
            return
        }
        if line.price == nil, !line.isPaidAtOnce {
            line.status = .unpriced
            line.statusReason = priceText.map { "the price is \"\($0)\"" } ?? "the price is blank"
            if case .known(let model, _) = gpu.resolution { line.name(model) }
            return
        }
        if line.price == nil {
            line.price = .zero
            if line.priceUnit == nil { line.priceUnit = .instanceHour }
        }
        if let doubt = gpu.doubt(line) {
            // A name that nothing fits is a mistake to mend; one that fits several is a question to the vendor.
            if doubt.severity == .error { cells.errors.append(doubt) } else { cells.doubts.append(doubt) }
        }
        let doubt = cells.doubts.first
        if let doubt {
            line.status = .needsReview
            line.statusReason = doubt.message
            cells.notes += cells.doubts
        }
        if case .known(let model, let isUsual) = gpu.resolution {
            if doubt == nil { line.name(model) }
            if isUsual { line.assumed.insert(.gpuVariant) }
            if gpu.isFromInstance { line.assumed.insert(.gpuFromInstance) }
        }
        if line.taxIncluded { cells.notes.append(.taxInPrice(line.id, at: cells.position)) }
    }
}

extension QuoteLine {
    mutating func name(_ model: GPUModel) {
        gpu = model.name
        gpuMemory = model.memory
    }
}

/// The last part of a path, without `.csv`, `.tsv`, `.txt` and `.gz`.
func fileStem(_ name: String) -> String {
    var stem = name.split(separator: "/").last.map(String.init) ?? name
    for ending in [".gz", ".csv", ".tsv", ".txt"] where stem.lowercased().hasSuffix(ending) && stem.count > ending.count
    {
        stem.removeLast(ending.count)
    }
    return stem
}

extension Diagnostic {
    static func raggedQuoteRow(_ count: Int, header: Int, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "ragged-row", at: position, found: "\(count) fields", expected: "\(header), as many as the header has",
            fix: "quote the fields that hold the delimiter, or add the missing ones")
    }

    static func unknownCurrency(_ text: String, column: String, at position: SourcePosition) -> Diagnostic {
        let nearest = nearestNames(to: text, among: Currency.listed.sorted(), limit: 3)
        return Diagnostic(
            "unknown-currency", at: position, found: "\"\(text)\" in column \(column)",
            expected: "a currency code of ISO 4217 such as USD",
            fix: nearest.isEmpty || text.utf8.count != 3
                ? "write the three letters of the code" : "did you mean \(nearest.joined(separator: ", "))?")
    }

    static func gpusNotWhole(_ text: String, column: String, isServer: Bool, at position: SourcePosition) -> Diagnostic
    {
        Diagnostic(
            "gpus-not-whole", at: position, found: "\"\(text)\" in column \(column)",
            expected: isServer
                ? "a whole number of GPUs in a server" : "a whole number of GPUs, or a part of one GPU such as 0.5",
            fix: "write the GPUs of one server, and the number of servers in quantity")
    }

    static func leaseTwice(_ text: String, column: String, _ price: Amount, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "lease-twice", at: position, found: "\"\(text)\" in column \(column), and a price of \(price) a month",
            expected: "one payment of the lease", fix: "leave one of the two blank, or write the same in both")
    }

    static func leaseBuyout(_ amount: Amount, _ line: QuoteLine, at position: SourcePosition) -> Diagnostic {
        .note(
            "lease-buyout", at: position,
            found:
                "lease \(line.id) with a buy-out of \(amount)\(line.currency.map { " \($0.code)" } ?? "") at its end, which is in no price: the servers are taken as given back; write it into `one_off` where it will be paid"
        )
    }

    static func supportOfLease(_ share: Amount, _ id: String, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "support-of-lease", .warning, at: position,
            found:
                "lease \(id) with support of \(share) % a year, which is of a purchase price that a lease does not have",
            expected: "money: as it stands, support costs nothing in the rank and the plan",
            fix: "write support_amount_per_year, or 0 where the payment holds the support")
    }

    static func purchaseWithout(_ missing: [String], _ id: String, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "purchase-incomplete", .warning, at: position,
            found:
                "purchase \(id) without \(missing.joined(separator: ", ")): what is missing costs nothing in its rank",
            expected: "what running and writing off a server takes",
            fix:
                "fill the columns, 0 where it truly costs nothing; the life of a server is four years without depreciation_years"
        )
    }

    static func priceUnitConflict(_ text: String, column: String, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "price-unit-conflict", at: position,
            found: "\"\(text)\" in column \(column), and another unit beside the price",
            expected: "one price unit for a line",
            fix: "leave the price alone in the column price, and write its unit in price_unit")
    }

    static func noSuchPriceUnit(_ text: String, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "no-such-price-unit", .warning, at: position, found: "the price unit \"\(text)\"",
            expected: "one of " + PriceUnit.allCases.map(\.rawValue).joined(separator: ", "),
            fix: "convert the price; until then the line is for review and prices nothing")
    }

    static func quoteWithoutCurrency(marks: [Currency], at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "no-currency", at: position,
            found: marks.count > 1
                ? "a price without a currency in a file with \(marks.map(\.code).joined(separator: ", "))"
                : "a price without a currency",
            expected: "a currency code in the column currency", fix: "write the quote's currency in every row")
    }

    static func taxInPrice(_ id: String, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "tax-in-price", .warning, at: position, found: "quote \(id) includes tax",
            expected: "prices without tax", fix: "ask for the net price if the tax is refunded")
    }
}
