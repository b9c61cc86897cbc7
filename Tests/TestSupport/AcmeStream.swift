import Billing

/// One workload's use of one vendor: how much, since when, how fast it grew, and what the vendor charged.
struct AcmeStream {
    /// A model with its prices while it was in use. Prices are in 1/10,000 USD for a million tokens.
    struct Model {
        var from: Month
        /// As usage exports and FOCUS name it.
        var id: String
        /// As the vendor's cost export names it, where that differs.
        var displayName: String
        var input: Int
        var cacheWrite: Int
        var cached: Int
        var output: Int

        init(
            _ from: String, _ id: String, displayName: String = "", input: Int, cacheWrite: Int = 0, cached: Int,
            output: Int
        ) {
            self.from = Month(from)!
            self.id = id
            self.displayName = displayName
            self.input = input
            self.cacheWrite = cacheWrite
            self.cached = cached
            self.output = output
        }
    }

    /// Tokens of one day.
    struct Tokens {
        var input = 0
        var cacheWrite = 0
        var cached = 0
        var output = 0
    }

    var workload: String
    /// Million tokens a month around September 2026.
    var input: Int
    var cacheWrite = 0
    var cached = 0
    var output: Int
    /// Growth a month in the past, in thousandths.
    var growth: Int
    /// In order of time; before the first there was no usage.
    var models: [Model]

    func model(in month: Month) -> Model? { models.last { $0.from <= month } }

    /// Tokens of a day; nil before the workload existed.
    func tokens(on day: Day, _ random: inout SplitMix64) -> (model: Model, tokens: Tokens)? {
        guard let model = model(in: day.month) else { return nil }
        let level = level(on: day)
        func amount(_ millionsAMonth: Int) -> Int {
            // A month of 30.67 days, as the three months of the baseline have on average.
            let daily = millionsAMonth * 1_000_000 * 3 / 92
            let noise = random.integer(in: 945...1055)
            return daily / 1000 * level / 1_000_000 * noise / 1000 * Self.weekday(day) + random.integer(in: 0...999)
        }
        return (
            model,
            Tokens(
                input: amount(input), cacheWrite: cacheWrite == 0 ? 0 : amount(cacheWrite),
                cached: cached == 0 ? 0 : amount(cached), output: amount(output))
        )
    }

    /// Level relative to mid-September 2026 in millionths: a monthly step, linear between the middles of months.
    private func level(on day: Day) -> Int {
        let anchor = Month(year: 2026, month: 9)
        func mid(_ month: Month) -> Int {
            var level = 1_000_000
            for _ in 0..<abs(month - anchor) {
                level = month < anchor ? level * 1000 / (1000 + growth) : level * (1000 + growth) / 1000
            }
            return level
        }
        let past = day.dayOfMonth - 15
        let here = mid(day.month)
        let there = mid(past < 0 ? day.month + -1 : day.month + 1)
        return here + (there - here) * abs(past) / 30
    }

    /// Thousandths, 1000 on the average of a week.
    private static func weekday(_ day: Day) -> Int {
        // 1970-01-01 was a Thursday.
        switch (day.number + 3) % 7 {
        case 5: 640
        case 6: 560
        default: 1160
        }
    }
}

extension AcmeStream {
    static let openAI = [
        AcmeStream(
            workload: "support-chat", input: 8600, cached: 11_500, output: 2750, growth: 45,
            models: [
                Model("2024-11", "gpt-4o-2024-08-06", input: 25_000, cached: 12_500, output: 100_000),
                Model("2025-05", "gpt-4.1-2025-04-14", input: 20_000, cached: 5000, output: 80_000),
            ]),
        AcmeStream(
            workload: "summarisation", input: 36_000, cached: 4000, output: 4000, growth: 40,
            models: [
                Model("2024-11", "gpt-4o-mini-2024-07-18", input: 1500, cached: 750, output: 6000),
                Model("2025-09", "gpt-5-mini-2025-08-07", input: 2500, cached: 250, output: 20_000),
            ]),
        AcmeStream(
            workload: "voice-notes", input: 1600, output: 500, growth: 25,
            models: [Model("2025-09", "gpt-5-mini-2025-08-07", input: 2500, cached: 250, output: 20_000)]),
    ]

    static let anthropic = [
        AcmeStream(
            workload: "code-review", input: 3000, cacheWrite: 900, cached: 9000, output: 1300, growth: 55,
            models: [
                .sonnet("2025-03", "claude-3-7-sonnet-20250219", "Claude Sonnet 3.7"),
                .sonnet("2025-06", "claude-sonnet-4-20250514", "Claude Sonnet 4"),
                .sonnet("2025-10", "claude-sonnet-4-5-20250929", "Claude Sonnet 4.5"),
            ]),
        AcmeStream(
            workload: "agentic-research", input: 1100, cacheWrite: 380, cached: 4500, output: 380, growth: 70,
            models: [
                Model(
                    "2025-12", "claude-opus-4-5-20251101", displayName: "Claude Opus 4.5", input: 50_000,
                    cacheWrite: 62_500, cached: 5000, output: 250_000)
            ]),
        AcmeStream(
            workload: "compliance-review", input: 1500, output: 300, growth: 15,
            models: [
                .sonnet("2024-11", "claude-3-5-sonnet-20241022", "Claude Sonnet 3.5 2024-10-22"),
                .sonnet("2025-06", "claude-sonnet-4-20250514", "Claude Sonnet 4"),
                .sonnet("2025-10", "claude-sonnet-4-5-20250929", "Claude Sonnet 4.5"),
            ]),
    ]

    static let aws = [
        AcmeStream(
            workload: "classification", input: 32_000, output: 2200, growth: 40,
            models: [Model("2024-11", "amazon.nova-pro-v1:0", input: 8000, cached: 2000, output: 32_000)]),
        AcmeStream(
            workload: "document-search", input: 29_000, cached: 36_000, output: 3300, growth: 50,
            models: [
                Model("2024-11", "anthropic.claude-3-5-haiku-20241022-v1:0", input: 8000, cached: 800, output: 40_000),
                Model(
                    "2025-11", "anthropic.claude-haiku-4-5-20251001-v1:0", input: 10_000, cached: 1000, output: 50_000),
            ]),
    ]
}

extension AcmeStream.Model {
    fileprivate static func sonnet(_ from: String, _ id: String, _ name: String) -> Self {
        Self(from, id, displayName: name, input: 30_000, cacheWrite: 37_500, cached: 3000, output: 150_000)
    }
}
