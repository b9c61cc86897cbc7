package import Billing
package import Diagnostics
package import Money

/// All quotes of a run priced by the quote model, ranked, and turned into capacity drivers where a project asks for it.
package struct PricedQuotes: Sendable {
    package enum Standing: String, Hashable, Sendable {
        case valid, expired, unpriced
        case needsReview = "needs review"
        /// Priced in a currency that no rate turns into the reporting currency on the as-of date.
        case noRate = "unpriced: no rate"
        case notCompute = "not compute"
    }

    /// Compute lines by effective price, first those that somebody may choose, then what has no price, then other lines; ties
    /// by id.
    package let lines: [QuoteLine]
    package let standings: [Standing]
    /// From 1 among the valid that somebody may choose, by the prices in force; nil for the others.
    package let ranks: [Int?]
    package let model: Model
    package let evaluation: Evaluation
    /// Typed values of the quote model, by key.
    package let inputs: [String: DriverValue]
    /// What is missing to price quotes that nothing has to use.
    package let notes: [Diagnostic]
    let currency: Currency
    package let asOf: Day

    /// - Parameters:
    ///   - prices: `--set` and configuration overrides of `quotes.ID.price`.
    ///   - mayChoose: Whether the limits of any fleet let it choose the line, valid or not.
    /// - Throws: 78 for a price of an unknown quote.
    package init(
        _ lines: [QuoteLine], prices: [String: GivenDriver], asOf: Day, currency: Currency, rates: ExchangeRates,
        mayChoose: (QuoteLine) -> Bool = { _ in true }
    ) throws(Failure) {
        var problems: [Diagnostic] = []
        for key in prices.keys.sorted() where !lines.contains(where: { "quotes.\($0.id).price" == key }) {
            problems.append(.unknownQuotePrice(key, known: lines.map(\.id)))
        }
        if !problems.isEmpty { throw Failure(.badConfiguration, problems) }
        self.currency = currency
        self.asOf = asOf
        var inputs: [String: DriverValue] = [:]
        var standing: [String: Standing] = [:]
        for line in lines {
            let given = prices["quotes.\(line.id).price"]
            var price = line.price?.doubleValue ?? 0
            if case .number(let value)? = given?.base { price = value }
            let isLost = Self.interruption(of: line) >= 1
            let isFree =
                isLost || (line.price?.isZero ?? true) && price == 0 && (line.upfront?.isZero ?? true)
            let fx = Self.rate(of: line, to: currency, on: asOf, rates)
            standing[line.id] =
                line.lineType != .compute
                ? .notCompute
                : fx == nil && !isFree
                    ? .noRate
                    : line.status == .needsReview
                        ? .needsReview : isFree ? .unpriced : line.isExpired(on: asOf) ? .expired : .valid
            for (name, value) in Self.facts(of: line, price: price, fx: fx ?? 0) {
                inputs["quotes.\(line.id).\(name)"] = value
            }
        }

        // Priced once as quoted, to choose; then laid out in that order with the prices in force. A changed price changes
        // figures and ranks and not the choice, in the workbook and by `--set` alike.
        let byId = lines.sorted { $0.id < $1.id }
        for (place, line) in byId.enumerated() {
            inputs["quotes.\(line.id).place_by_id"] = .number(Double(place + 1))
            inputs["quotes.\(line.id).may_choose"] = .number(standing[line.id] == .valid && mayChoose(line) ? 1 : 0)
        }
        var quoted = inputs
        for line in lines where prices["quotes.\(line.id).price"] != nil {
            quoted["quotes.\(line.id).price"] = .number(line.price?.doubleValue ?? 0)
        }
        let (_, first) = try Self.evaluate(byId, quoted, only: "gpu_hour_reporting")
        var effective: [String: Double] = [:]
        for (index, line) in byId.enumerated() {
            effective[line.id] = first.value("gpu_hour_reporting", member: index, lane: 0)
        }
        let order: [Standing: Int] = [
            .valid: 0, .expired: 1, .needsReview: 2, .noRate: 3, .unpriced: 4, .notCompute: 5,
        ]
        func place(_ line: QuoteLine) -> Int {
            let isOpen = inputs["quotes.\(line.id).may_choose"] == .number(1)
            return isOpen ? -1 : order[standing[line.id]!]!
        }
        let sorted = byId.sorted { a, b in
            let (x, y) = (place(a), place(b))
            if x != y { return x < y }
            let (p, q) = (effective[a.id]!, effective[b.id]!)
            return p == q ? a.id < b.id : p < q
        }
        let (model, evaluation) = try Self.evaluate(sorted, inputs)
        self.lines = sorted
        standings = sorted.map { standing[$0.id]! }
        ranks = sorted.indices.map { index in
            guard case .number(let rank) = evaluation.result("rank", member: index, lane: 0) else { return nil }
            return Int(rank)
        }
        self.model = model
        self.evaluation = evaluation
        self.inputs = inputs
        let withoutRate = Dictionary(grouping: byId.filter { standing[$0.id] == .noRate }) { $0.currency }
        notes =
            withoutRate.values.map { .unusedQuotesWithoutRate($0, to: currency, on: asOf) }
            .sorted { $0.found < $1.found }
            + sorted.indices.compactMap { index in
                let hour = evaluation.value("gpu_hour", member: index, lane: 0)
                return Self.isDoubtful(sorted[index], hour, standing[sorted[index].id]!)
                    ? .implausibleGPUHour(sorted[index], hour) : nil
            }
    }

    /// What a GPU-hour costs anywhere; beyond it, the price was more often meant for another unit.
    private static let plausibleHour = 0.2...30.0

    /// Whether the unit or the number of GPUs of a valid rented line is to be looked at; currencies worth about a dollar.
    private static func isDoubtful(_ line: QuoteLine, _ hour: Double, _ standing: Standing) -> Bool {
        guard standing == .valid, line.pricing != .purchase, let code = line.currency?.code else { return false }
        return ["USD", "EUR", "GBP", "CHF"].contains(code) && !plausibleHour.contains(hour)
    }

    /// - Returns: Reporting currency for one unit of the quote's; nil when neither the rates nor the quote tell it.
    private static func rate(of line: QuoteLine, to currency: Currency, on day: Day, _ rates: ExchangeRates) -> Double?
    {
        guard let from = line.currency, from != currency else { return 1 }
        return rates.rate(from: from, to: currency, on: day)?.value ?? line.fxRateToBase?.doubleValue
    }

    /// Reporting currency for one unit of a currency, as the quotes in it were converted; nil when none was.
    package func rate(of currency: String) -> Double? {
        lines.indices.lazy.filter { lines[$0].currency?.code == currency && standings[$0] == .valid }
            .compactMap { index in
                guard case .number(let rate)? = inputs["quotes.\(lines[index].id).fx"] else { return nil }
                return rate
            }.first
    }

    package func effectivePrice(_ index: Int) -> Double {
        evaluation.value("gpu_hour_reporting", member: index, lane: 0)
    }

    private static func evaluate(
        _ lines: [QuoteLine], _ inputs: [String: DriverValue], only line: String? = nil
    ) throws(Failure) -> (Model, Evaluation) {
        do {
            let model = try QuoteModel.make(quotes: lines.map { Member(id: $0.id, label: $0.id) })
            // Ranks compare every line with every other one: what needs none leaves them out.
            let evaluator = try line.map { try Evaluator(model, for: [$0]) } ?? Evaluator(model)
            return (model, try evaluator.evaluate([Lane(isFullStrategy: false, drivers: inputs)]))
        } catch {
            throw Failure(.defect, .defect("the quote model: \(error)"))
        }
    }

    /// Years, the default of `life_months`.
    private static let usualLife = 4.0

    /// Share of hours that spot capacity is taken away: as many more GPUs are needed.
    private static func interruption(of line: QuoteLine) -> Double {
        line.pricing == .spot ? (line.interruptionPct?.doubleValue ?? 0) / 100 : 0
    }

    private static func facts(of line: QuoteLine, price: Double, fx: Double) -> [String: DriverValue] {
        func number(_ amount: Amount?, _ fallback: Double = 0) -> DriverValue {
            .number(amount?.doubleValue ?? fallback)
        }
        func share(_ percent: Amount?) -> DriverValue { .number((percent?.doubleValue ?? 0) / 100) }
        let total = price * line.quantity.doubleValue
        // Percent are of a purchase price, which a lease does not name.
        let supportShare: DriverValue =
            line.supportAmount.map { .number(total == 0 ? 0 : $0.doubleValue / total) }
            ?? share(line.pricing == .lease ? nil : line.supportPct)
        // A share of the contract's value paid upfront is part of the price: it changes when money leaves, not how much.
        let upfront = line.upfront?.doubleValue ?? 0
        return [
            "pricing": .word(line.pricing.rawValue), "price_unit": .word(line.priceUnit?.rawValue ?? "none"),
            "price": .number(price),
            "gpus_per_unit": .number(line.gpusPerUnit.isZero ? 1 : line.gpusPerUnit.doubleValue),
            "quantity": .number(line.quantity.isZero ? 1 : line.quantity.doubleValue),
            "gpus_together": .number(line.gpusPaidTogether),
            "hours_per_month": number(line.hoursPerMonth, 730), "term_months": .number(line.term),
            "upfront": .number(upfront), "paid_at_once": .number(line.isPaidAtOnce ? 1 : 0),
            "paid_ahead": .number(line.shareOfPricePaidAhead),
            "monthly_minimum": number(line.monthlyMinimum), "network_capex": number(line.networkCapex),
            "spares_share": share(line.pricing == .purchase ? line.sparesPct : nil),
            "interruption_share": .number(interruption(of: line) < 1 ? interruption(of: line) : 0),
            "install": number(line.installAndShipping), "power_kw": number(line.powerKW),
            "power_load": .number((line.powerUtilisationPct?.doubleValue ?? 80) / 100),
            "pue": number(line.pue, 1), "tariff_kwh": number(line.electricity), "colo_kw_month": number(line.colo),
            "metered_power": .number(line.coloIncludesPower ? 0 : 1), "support_share": supportShare,
            "software_gpu_year": number(line.softwarePerGPUYear),
            // A server that nobody gave a life wears out as the model's do; without any life it would be free.
            "life_years": number(line.depreciationYears, line.isServer ? Self.usualLife : 0),
            "residual_share": share(line.residualPct), "financing_rate": share(line.financingPct), "fx": .number(fx),
        ]
    }
}
