import Billing
package import Diagnostics
import Money

extension Diagnostic {
    static func unknownQuotePrice(_ key: String, known: [String]) -> Diagnostic {
        Diagnostic(
            "unknown-quote", key: key, found: "a price for \(key), but no quote has that id",
            expected: known.isEmpty
                ? "a file with quotes under quotes/" : "one of: \(known.sorted().joined(separator: ", "))",
            fix: "write the id as csv/quotes.csv shows it: quotes.ID.price")
    }

    /// For a quote that the model has to use.
    static func quoteWithoutRate(_ line: QuoteLine, to currency: Currency, on day: Day) -> Diagnostic {
        noRate(of: line, to: currency, on: day, "quote \(line.id)")
    }

    /// For quotes of one currency that nothing has to use: shown without a price and never chosen.
    static func unusedQuotesWithoutRate(_ lines: [QuoteLine], to currency: Currency, on day: Day) -> Diagnostic {
        let what =
            lines.count == 1
            ? "the unused quote \(lines[0].id)" : "\(lines[0].id) and \(lines.count - 1) more unused quotes"
        var warning = noRate(of: lines[0], to: currency, on: day, what)
        warning.severity = .warning
        return warning
    }

    private static func noRate(
        of line: QuoteLine, to currency: Currency, on day: Day, _ what: String
    ) -> Diagnostic {
        noExchangeRate(from: line.currency ?? currency, to: currency, on: day, for: what, at: line.position)
    }

    /// - Parameter refusals: why each line is passed over.
    static func noQuoteFits(
        _ request: PricedQuotes.Request, known: [String], _ refusals: [(reason: PricedQuotes.Refusal, ids: [String])]
    ) -> Diagnostic {
        guard request.quote == "cheapest" else {
            return Diagnostic(
                "unknown-quote", at: request.position, key: "\(request.fleet).quote",
                found: "\(request.fleet).quote: \(request.quote), but no GPU quote has that id",
                expected: known.isEmpty
                    ? "a file with quotes under quotes/"
                    : "cheapest, or one of: \(known.sorted().joined(separator: ", "))",
                fix: "see `breakeven inspect quotes/*` for the ids")
        }
        guard let gpu = request.gpu else {
            return Diagnostic(
                "pool-without-gpu", at: request.position, key: "\(request.fleet).quote",
                found: "\(request.fleet).quote: cheapest, and the pool names no GPU",
                expected: "a GPU for which the pool's throughput holds",
                fix: "write `gpu:` for every pool that uses this capacity, for example gpu: H100")
        }
        return Diagnostic(
            "no-valid-quote", at: request.position, key: "\(request.fleet).quote",
            found: "no valid, priced quote for \(gpu)\(counted(refusals))",
            expected:
                "at least one line of that GPU that has not expired\(request.limits)",
            fix: "add a quote, write its prices under `capacity`, or name a quote by its id")
    }

    /// ` among 12 lines: 3 lapsed (a, b, c), 9 for another GPU`; at most five lines are named, none of another GPU.
    private static func counted(_ refusals: [(reason: PricedQuotes.Refusal, ids: [String])]) -> String {
        let count = refusals.reduce(0) { $0 + $1.ids.count }
        guard count > 0 else { return ": there is no quote" }
        var left = 5
        let reasons = refusals.map { reason, ids in
            let named = reason == .otherGPU ? [] : ids.prefix(left)
            left -= named.count
            let more = named.count < ids.count ? ", …" : ""
            return "\(ids.count) \(reason.rawValue)"
                + (named.isEmpty ? "" : " (\(named.joined(separator: ", "))\(more))")
        }
        return " among \(count) \(count == 1 ? "line" : "lines"): \(reasons.joined(separator: ", "))"
    }

    static func implausibleGPUHour(_ line: QuoteLine, _ hour: Double) -> Diagnostic {
        Diagnostic(
            "implausible-price", .warning, at: line.position,
            found:
                "quote \(line.id) at \(Sentence.Shown.hundredths.text(hour)) \(line.currency?.code ?? "") for a GPU-hour",
            expected: "0.2 to 30", fix: "check price, price_unit and gpus_per_unit")
    }

    static func quoteWithoutPrice(_ request: PricedQuotes.Request, _ line: QuoteLine) -> Diagnostic {
        Diagnostic(
            "quote-without-price", at: request.position, key: "\(request.fleet).quote",
            found: "\(request.fleet).quote: \(line.id), but \(line.statusReason ?? "the line has no price")",
            expected: "a quote with a price and a GPU that is known",
            fix: "mend \(line.file), line \(line.line), or name another quote")
    }

    static func quoteOfAnotherGPU(_ request: PricedQuotes.Request, _ line: QuoteLine) -> Diagnostic {
        Diagnostic(
            "quote-of-another-gpu", at: request.position, key: "\(request.fleet).quote",
            found: "quote \(line.id) is for \(line.gpu ?? line.gpuRaw), the pool's throughput for \(request.gpu ?? "")",
            expected: "a quote of the GPU that was measured",
            fix: "choose another quote, or measure the throughput on \(line.gpu ?? line.gpuRaw)")
    }

    static func noOnDemandForOverflow(_ request: PricedQuotes.Request, _ line: QuoteLine) -> Diagnostic {
        Diagnostic(
            "no-overflow-price", at: request.position, key: "\(request.fleet).quote",
            found:
                "quote \(line.id) reserves GPUs, and no valid on-demand line of \(line.gpu ?? line.gpuRaw) prices the overflow",
            expected: "an on-demand quote of the same GPU", fix: "add one, or write rent_gpu_hour under `capacity`")
    }

    package static func defect(_ what: String) -> Diagnostic {
        Diagnostic(
            "defect", at: SourcePosition(file: "breakeven"), found: "a defect of the program in \(what)",
            expected: "no such thing",
            fix: "please report it with the command that you ran")
    }
}

extension PricedQuotes.Request {
    /// What else a line has to be, as words that follow a sentence; empty: nothing.
    fileprivate var limits: String { allLimits.map { "; \($0)" }.joined() }

    /// The same as a part of a sentence that stands alone.
    package var limitsInWords: String { allLimits.isEmpty ? "any" : allLimits.joined(separator: ", ") }

    private var allLimits: [String] {
        var limits: [String] = []
        if !allowSpot { limits.append("spot lines do not count") }
        if !regions.isEmpty { limits.append("its region must be \(regions.joined(separator: " or "))") }
        if let maxTermMonths { limits.append("its term at most \(maxTermMonths) months") }
        if let minMemory { limits.append("its GPU must have \(minMemory) GB") }
        if let maxGPUsTogether { limits.append("it may bind at most \(maxGPUsTogether) GPUs at a time") }
        if gpusPerReplica > 1 { limits.append("an instance must hold a replica of \(gpusPerReplica) GPUs") }
        return limits
    }
}
