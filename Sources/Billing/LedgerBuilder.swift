package import Diagnostics
package import Money

/// Makes the ledger out of imported files: attribution, classes, cost and token files brought together, one currency.
///
/// The result depends on the content of the files only, not on their order nor on how rows were cut into lines.
package struct LedgerBuilder: Sendable {
    package var files: [ImportedFile]
    package var attribution: Attribution
    package var basis: CostBasis
    /// Categories that do not enter the ledger.
    package var exclude: Set<ChargeCategory>
    /// Nil: the only currency of the inputs.
    package var reportingCurrency: Currency?
    package var rates: ExchangeRates
    package var names: ModelNames
    /// False: several currencies and missing rates leave `costReporting` empty instead of ending the run.
    package var needsReportingCurrency = true

    package init(
        files: [ImportedFile], attribution: Attribution = .byTagOrProject, basis: CostBasis = .billed,
        exclude: Set<ChargeCategory> = [], reportingCurrency: Currency? = nil, rates: ExchangeRates = ExchangeRates(),
        names: ModelNames = .shipped
    ) {
        self.files = files
        self.attribution = attribution
        self.basis = basis
        self.exclude = exclude
        self.reportingCurrency = reportingCurrency
        self.rates = rates
        self.names = names
    }

    /// - Throws: 65 when prepaid purchases meet the billed basis, a rate is missing or a sum is too large; 78 when
    ///   there are several currencies and none was asked for.
    package func build() throws(Failure) -> LedgerOutcome {
        if basis == .billed, !exclude.contains(.purchase) { try refusePrepaidPurchases() }
        var postings = Postings()
        var stated = InvoiceRates()
        var currencies = CurrencyPlaces()
        var notes: [Diagnostic] = []
        let matcher = AttributionMatcher(attribution, names: names)
        for file in files where file.duplicateOf == nil {
            if file.serves == "own" {
                notes.append(.servedByOwn(file.name))
                continue
            }
            var excluded = 0
            var lacksBasis = 0
            var lacksBilled = 0
            for line in file.lines {
                if exclude.contains(line.category) {
                    excluded += line.rows
                    continue
                }
                if let rate = line.invoiceRate {
                    stated.add(
                        rate, provider: names.canonicalProvider(line.provider), month: line.month,
                        at: line.place(in: file))
                }
                if let priced = line.pricedCost, let currency = line.currency {
                    let provider = names.canonicalProvider(line.provider)
                    try exactly { () throws(AmountError) in
                        try stated.add(priced, in: currency, provider: provider, month: line.month)
                    }
                }
                currencies.add(line, of: file)
                if basis == .effective, line.effectiveCost == nil, line.billedCost != nil { lacksBasis += line.rows }
                if basis == .billed, line.billedCost == nil, line.effectiveCost != nil { lacksBilled += line.rows }
                try exactly(at: line.place(in: file)) { () throws(AmountError) in
                    try post(line, of: file, with: matcher, to: &postings)
                }
            }
            if excluded > 0 { notes.append(.excludedRows(excluded, exclude, file: file.name)) }
            if basis == .effective, Self.lacksEffectiveMoney(file) { notes.append(.effectiveCostIsZero(file.name)) }
            if lacksBilled > 0 { notes.append(.billedCostTakenFromEffective(lacksBilled, file: file.name)) }
            if lacksBasis > 0 { notes.append(.effectiveCostTakenFromBilled(lacksBasis, file: file.name)) }
        }
        try exactly { () throws(AmountError) in try postings.settle() }
        let currency = try reportingCurrency(of: postings, currencies)
        let ledger = Ledger(rows: try rows(of: postings, in: currency, stated, currencies))
        let coverage = Coverage(of: files.filter { $0.duplicateOf == nil }, names: names)
        return LedgerOutcome(
            ledger: ledger, currency: currency, coverage: coverage, notes: notes + stated.notes + postings.notes)
    }

    /// The ledger of own hosting: the volume that own GPUs serve, and the bills for them.
    ///
    /// What a gateway meters is volume only: its amounts are prices of its own list, and nobody pays them.
    ///
    /// - Parameter currency: of the API ledger.
    /// - Throws: As ``build()``.
    package func ofOwnHosting(in currency: Currency?) throws(Failure) -> Ledger {
        var own = self
        own.reportingCurrency = currency ?? reportingCurrency
        own.files = files.filter { $0.serves == "own" }.map { file in
            var file = file
            file.serves = nil
            guard file.evidence == .metered else { return file }
            file.lines = file.lines.map { line in
                var line = line
                line.billedCost = nil
                line.effectiveCost = nil
                return line
            }
            return file
        }
        return try own.build().ledger
    }

    /// A file that fills its column of effective cost with zeros.
    private static func lacksEffectiveMoney(_ file: ImportedFile) -> Bool {
        let effective = file.totals.filter { $0.basis == .effective }
        return !effective.isEmpty && effective.allSatisfy(\.amount.isZero)
            && file.totals.contains { $0.basis == .billed && !$0.amount.isZero && !$0.amount.isNegative }
    }

    // MARK: Posting

    private func post(
        _ line: ChargeLine, of file: ImportedFile, with matcher: AttributionMatcher, to postings: inout Postings
    ) throws(AmountError) {
        let workload = matcher.workload(of: line, file: file.name)
        var key = LedgerKey(
            month: line.month, provider: names.canonicalProvider(line.provider),
            model: names.canonicalName(of: line.model), workload: workload, tokenClass: .other)
        let isStated = workload != Attribution.unattributed || line.saysWorkload
        let pool: VolumePool =
            file.role == .volume ? .tokenFiles : line.tokenClass == nil ? .wideLines : .priced
        // Volume that this bill does not charge for would make what it charges for look cheap.
        if line.notionalCost == nil {
            for (tokenClass, tokens) in line.tokens where !tokens.isZero {
                key.tokenClass = tokenClass
                try postings.add(tokens: tokens, to: key, pool: pool, saysWorkload: isStated)
            }
            if let requests = line.requests, !requests.isZero {
                key.tokenClass = .request
                try postings.add(requests: requests, to: key)
            }
        }
        guard
            let cost = basis == .billed ? line.billedCost ?? line.effectiveCost : line.effectiveCost ?? line.billedCost,
            let currency = line.currency
        else { return }
        key.tokenClass = line.tokenClass ?? .other
        switch line.category {
        case .tax:
            key.tokenClass = .tax
            return try postings.add(money: cost, in: currency, to: key)
        case .credit:
            key.tokenClass = .credit
            return try postings.add(money: cost, in: currency, to: key)
        case .usage, .purchase, .adjustment:
            break
        }
        var claim = CostClaim(
            month: key.month, provider: key.provider, model: key.model, workload: workload,
            tokenClass: line.tokenClass, currency: currency, pool: .tokenFiles,
            priceRatio: file.priceRatio)
        if line.tokenClass == nil, !line.tokens.isEmpty, line.notionalCost == nil {
            claim.pool = .wideLines
            return try postings.add(money: cost, to: claim)
        }
        let isToken = line.tokenClass.map(TokenClass.ofTokens.contains) ?? true
        if file.role == .money, isToken {
            claim.model = line.model.isEmpty ? nil : key.model
            claim.workload = isStated ? workload : nil
            return try postings.add(money: cost, to: claim)
        }
        try postings.add(money: cost, in: currency, to: key)
    }

    // MARK: Currency

    private func reportingCurrency(
        of postings: Postings, _ places: CurrencyPlaces
    ) throws(Failure) -> Currency? {
        if let reportingCurrency { return reportingCurrency }
        let currencies = postings.currencies
        guard currencies.count < 2 else {
            if !needsReportingCurrency { return nil }
            throw Failure(.badConfiguration, .severalCurrencies(currencies, places))
        }
        return currencies.first
    }

    /// - Parameter stated: Rates of the invoices; the published ones hold where there is none.
    private func rows(
        of postings: Postings, in reporting: Currency?, _ stated: InvoiceRates, _ places: CurrencyPlaces
    ) throws(Failure) -> [LedgerRow] {
        var missing: [Diagnostic] = []
        var rows: [LedgerRow] = []
        for var row in postings.rows() {
            if let cost = row.cost, let currency = row.currency, let reporting {
                if currency == reporting {
                    row.costReporting = cost
                } else if let rate = stated.rate(
                    provider: row.provider, month: row.month, from: currency, to: reporting)
                    ?? rates.rate(from: currency, to: reporting, on: row.month.lastDay)
                {
                    row.costReporting = try exactly { () throws(AmountError) in try rate.converted(cost) }
                    let estimated = row.estimated
                    row.estimated = try exactly { () throws(AmountError) in try rate.converted(estimated) }
                } else if needsReportingCurrency {
                    let place = places.place(of: currency, in: row.month) ?? SourcePosition(file: "invoices")
                    let problem = Diagnostic.noExchangeRate(
                        from: currency, to: reporting, on: row.month.lastDay, for: "invoice lines",
                        column: places.column(at: place), at: place)
                    if !missing.contains(problem) { missing.append(problem) }
                }
            }
            rows.append(row)
        }
        guard missing.isEmpty else { throw Failure(.badData, missing) }
        return rows
    }
}

extension TokenClass {
    /// Classes that count tokens.
    package static let ofTokens: Set<TokenClass> = [.inputUncached, .inputCacheRead, .inputCacheWrite, .output]
}

extension Diagnostic {
    /// At the first line in another currency than most.
    static func severalCurrencies(_ currencies: [Currency], _ places: CurrencyPlaces) -> Diagnostic {
        let usual = places.usual ?? currencies[0]
        let others = currencies.filter { $0 != usual }
        let first = others.compactMap { currency in places.place(of: currency).map { (currency, $0) } }
            .min { $0.1 < $1.1 }
        let (other, place) = first ?? (others[0], SourcePosition(file: "invoices"))
        let named = places.column(at: place).map { "\(other) in column \($0)" } ?? "charges in \(other)"
        let rest = currencies.filter { $0 != other }.map(\.code).joined(separator: " and ")
        return Diagnostic(
            "several-currencies", at: place, key: "report.currency",
            found: "\(named), and other charges in \(rest)",
            expected: "report.currency, as soon as the invoices have more than one currency",
            fix:
                "correct the currency if it is mistyped; else write `report: {currency: \(usual)}` in breakeven.yaml and "
                + "the rates of \(others.map(\.code).joined(separator: " and ")) in fx.csv")
    }

    static func servedByOwn(_ file: String) -> Diagnostic {
        .note(
            "served-by-own", at: SourcePosition(file: file),
            found: "volume and cost of own GPUs; they are not part of the API ledger")
    }

    static func excludedRows(_ rows: Int, _ categories: Set<ChargeCategory>, file: String) -> Diagnostic {
        let names = categories.map(\.rawValue).sorted().joined(separator: ", ")
        return .note(
            "excluded-rows", at: SourcePosition(file: file),
            found: "\(rows) \(rows == 1 ? "row" : "rows") left out by baseline.exclude (\(names))")
    }

    static func effectiveCostIsZero(_ file: String) -> Diagnostic {
        Diagnostic(
            "effective-cost-zero", .warning, at: SourcePosition(file: file),
            found: "an effective cost of 0 throughout, and billed cost",
            expected: "effective cost, as `baseline.basis` asks for",
            fix: "set `baseline.basis: billed` if the file does not tell effective cost")
    }

    static func billedCostTakenFromEffective(_ rows: Int, file: String) -> Diagnostic {
        Diagnostic(
            "billed-cost-from-effective", .warning, at: SourcePosition(file: file),
            found:
                "\(rows) \(rows == 1 ? "row has" : "rows have") only an effective cost; it stands for the billed cost",
            expected: "billed cost, as `baseline.basis` asks for",
            fix: "give the export of billed cost, or set `baseline.basis: effective`")
    }

    static func effectiveCostTakenFromBilled(_ rows: Int, file: String) -> Diagnostic {
        .note(
            "effective-cost-from-billed", at: SourcePosition(file: file),
            found: "\(rows) \(rows == 1 ? "row has" : "rows have") no effective cost; the billed cost stands for it")
    }
}
