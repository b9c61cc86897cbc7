import Billing
import Diagnostics
import Money

/// How long a price holds, what the commitment is, when money leaves, and the other figures of a line.
extension QuoteLineReader {
    func readTerms(
        _ line: inout QuoteLine, _ cells: inout QuoteCells, _ gpu: QuoteGPU, unit: PartialPriceUnit, isSpot: Bool
    ) {
        var months: Int?
        var days: Int?
        var pricing: QuotePricing? = isSpot ? .spot : nil
        var isRental = false
        // A spot price beside the list price has neither the plan nor the term of the row.
        if !isSpot || table.header.columns[.pricing] != nil && table.header.columns[.price] == nil || !isPriceList {
            if let (text, column) = cells.value(.pricing) {
                if let said = QuoteTerm(QuoteTerm.text(text), bareNumber: nil), said.pricing != nil || said.isRental {
                    pricing = pricing ?? said.pricing
                    isRental = said.isRental
                    months = said.months
                    days = said.days
                } else if line.lineType == .compute {
                    cells.rejectWord(
                        column, .pricing,
                        expected: "one of " + QuotePricing.allCases.map(\.rawValue).joined(separator: ", "))
                }
            }
            if let (text, column) = cells.value(.termMonths) {
                let countsDays = quoteWords(cells.name(column: column)).contains { $0.hasSuffix("days") }
                if !text.hasPrefix("-"),
                    let said = QuoteTerm(QuoteTerm.text(text), bareNumber: countsDays ? .days : .months)
                {
                    if said.months != nil { (months, days) = (said.months, said.days) }
                    pricing = pricing ?? said.pricing
                } else {
                    cells.reject(
                        column, expected: "a number of months such as 12, `1 year`, `14 days` or `on demand`",
                        fix: "write the length of the commitment, or 0 where there is none")
                }
            }
        }
        if pricing == nil { pricing = gpu.pricing }
        if isRental, pricing == nil {
            pricing = line.leaseMonthly != nil ? .lease : (months ?? 0) >= 1 ? .reserved : .onDemand
        }
        if let pricing {
            line.pricing = pricing
        } else {
            line.pricing = inferredPricing(line, months: months ?? 0, period: period(unit, cells))
            line.assumed.insert(.pricing)
        }
        switch line.pricing {
        case .reserved, .lease:
            if let months, months > 0 {
                line.termMonths = months
                line.termDays = days
            } else if months == 0, let column = cells.column(.termMonths) {
                cells.errors.append(
                    .termOfZero(
                        cells.text(column: column), column: cells.name(column: column), pricing: line.pricing,
                        at: cells.position))
            } else if line.lineType == .compute {
                line.termMonths = line.pricing == .reserved ? 12 : 36
                line.assumed.insert(.termMonths)
            }
        case .onDemand, .spot, .purchase: line.termMonths = months ?? 0
        }
        if line.price == nil, let lease = line.leaseMonthly, line.pricing == .lease { line.price = lease }
    }

    /// A file with a spot price beside the other price.
    private var isPriceList: Bool {
        table.header.columns[.price] != nil && table.header.columns[.spotPrice] != nil
    }

    private func period(_ unit: PartialPriceUnit, _ cells: QuoteCells) -> PartialPriceUnit.Period? {
        cells.value(.priceUnit).flatMap { PartialPriceUnit($0.text)?.period } ?? unit.period
    }

    /// What the figures say where no word does: a lease has a lease payment, a purchase a one-time price, a reservation
    /// a term. A price without a period of 5000 or more is a server's.
    private func inferredPricing(
        _ line: QuoteLine, months: Int, period: PartialPriceUnit.Period?
    ) -> QuotePricing {
        if line.leaseMonthly != nil { return .lease }
        if period == .once { return .purchase }
        if months >= 1 { return .reserved }
        if period == nil, let price = line.price, price >= Amount(5000) { return .purchase }
        return .onDemand
    }

    func readDates(_ line: inout QuoteLine, _ cells: inout QuoteCells) {
        line.quoteDate = cells.date(.quoteDate)
        if let (text, column) = cells.value(.validUntil) {
            let words = quoteWords(text)
            if words.count == 2, let days = Int(words[0]), days <= 3650, ["d", "day", "days"].contains(words[1]) {
                if let quoteDate = line.quoteDate {
                    line.validUntil = quoteDate + days
                } else {
                    cells.reject(
                        column, expected: "a date, because the line has no quote date to count from",
                        fix: "write the last day as in 2026-12-31, or the day of the quote in quote_date")
                }
            } else {
                line.validUntil = cells.date(.validUntil)
            }
        } else if let quoteDate = line.quoteDate {
            line.validUntil = quoteDate + 30
            line.assumed.insert(.expiryThirtyDays)
        } else {
            line.assumed.insert(.noExpiry)
        }
        if let from = line.quoteDate, let to = line.validUntil, to < from {
            cells.errors.append(.quoteDatesReversed(from: from, to: to, at: cells.position))
        }
    }

    func readOther(_ line: inout QuoteLine, _ cells: inout QuoteCells) {
        let currency = line.currency
        line.fxRateToBase = cells.number(.fxRateToBase)
        line.taxIncluded = cells.flag(.taxIncluded) ?? false
        line.listPrice = cells.money(.listPrice, currency: currency)
        line.hoursPerMonth = cells.number(.hoursPerMonth) ?? line.hoursPerMonth
        line.paymentOption = cells.payment()
        line.upfront = cells.money(.upfront, currency: currency)
        line.upfrontPct = cells.percent(.upfrontPct)
        line.monthlyMinimum = cells.money(.monthlyMinimum, currency: currency)
        line.interruptionPct = cells.percent(.interruptionPct)
        line.leadTimeDays = cells.leadTime()
        line.networkCapex = cells.money(.networkCapex, currency: currency)
        line.installAndShipping = cells.money(.installAndShipping, currency: currency)
        line.powerKW = cells.number(.powerKW)
        line.powerUtilisationPct = cells.percent(.powerUtilisationPct)
        line.pue = cells.number(.pue)
        line.electricity = cells.money(.electricity, currency: currency)
        line.colo = cells.money(.colo, currency: currency)
        line.coloIncludesPower = cells.flag(.coloIncludesPower) ?? false
        line.supportPct = cells.percent(.supportPct)
        line.supportAmount = cells.money(.supportAmount, currency: currency)
        line.softwarePerGPUYear = cells.money(.softwarePerGPUYear, currency: currency)
        line.sparesPct = cells.percent(.sparesPct)
        line.depreciationYears = cells.number(.depreciationYears)
        line.residualPct = cells.percent(.residualPct)
        line.financingPct = cells.percent(.financingAPRPct)
        line.leaseMonthly = cells.money(.leaseMonthly, currency: currency)
        line.leaseBuyout = cells.money(.leaseBuyout, currency: currency)
        if let amount = line.upfront, let share = line.upfrontPct, !amount.isZero, !share.isZero {
            cells.errors.append(.upfrontTwice(at: cells.position))
        }
    }
}

extension QuoteCells {
    /// `partial_upfront`, and what price lists write for it: `Partial Upfront`, `AllUpfront`.
    fileprivate mutating func payment() -> QuotePayment? {
        guard let (text, column) = value(.paymentOption) else { return nil }
        switch QuoteHeaderKey.key(text) {
        case "upfront": return .allUpfront
        case "onuse", "payasyougo", "usage", "ondemand": return .onUse
        case "noupfront": return .noUpfront
        case "prepayment": return .prepaid
        case let key:
            if let option = QuotePayment.allCases.first(where: { QuoteHeaderKey.key($0.rawValue) == key }) {
                return option
            }
            // `net 60`, `monthly in advance`: says when, changes no figure.
            if key.hasPrefix("net") || key.hasPrefix("monthly") || key.hasSuffix("days") { return .monthly }
            reject(
                column, expected: "one of " + QuotePayment.allCases.map(\.rawValue).joined(separator: ", "),
                fix: "write one of these, or leave the cell blank")
            return nil
        }
    }

    /// Days; of `6-8 weeks` the longer.
    fileprivate mutating func leadTime() -> Int? {
        guard let (text, column) = value(.leadTimeDays) else { return nil }
        let words = quoteWords(text)
        if words == ["in", "stock"] || words == ["immediate"] || words == ["immediately"] || words == ["stock"] {
            return 0
        }
        let numbers = words.compactMap { Int($0) }
        let units = words.filter { Int($0) == nil && $0 != "to" && $0 != "aro" }
        let header = quoteWords(header.names[column])
        let factor: Int? =
            switch units.first ?? header.first(where: { ["weeks", "months"].contains($0) }) ?? "days" {
            case "d", "day", "days": 1
            case "w", "wk", "wks", "week", "weeks": 7
            case "mo", "month", "months": 30
            default: nil
            }
        guard let factor, (1...2).contains(numbers.count), units.count <= 1, let days = numbers.max(), days <= 3650,
            !text.contains("."), !text.contains(","), !text.hasPrefix("-")
        else {
            reject(column, expected: "a number of days such as 84, or `12 weeks`")
            return nil
        }
        return days * factor
    }
}

extension Diagnostic {
    static func termOfZero(
        _ text: String, column: String, pricing: QuotePricing, at position: SourcePosition
    ) -> Diagnostic {
        Diagnostic(
            "term-of-zero", at: position,
            found: "\"\(text)\" in column \(column) on a line that is \(pricing.rawValue)",
            expected: "a term of 1 month or more",
            fix: "write the months of the commitment, days as `14 days`, or on_demand in procurement_type")
    }

    static func quoteDatesReversed(from: Day, to: Day, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "dates-reversed", at: position, found: "a price valid until \(to) in a quote of \(from)",
            expected: "a last day that is not before the quote's date", fix: "correct quote_date or valid_until")
    }

    static func upfrontTwice(at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "upfront-twice", at: position, found: "both upfront_amount and upfront_pct",
            expected: "one of the two", fix: "leave the other blank")
    }
}
