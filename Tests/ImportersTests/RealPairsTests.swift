import Billing
import Diagnostics
import Importers
import Money
import Tabular
import Testing

/// Two pairs of a cost and a token file from real accounts, with the ledger and the workload that they must give
/// worked out by hand. The figures below were written down before the ledger existed.
@Suite(.enabled(if: sharedData != nil, "BREAKEVEN_SHARED names no folder with the real exports"))
struct RealPairsTests {
    // Anthropic, 2026-02-01, one day, six cost rows and two token rows. Cost names models by display name, tokens by id;
    // the shipped table joins `claude-haiku-4-5-20251001` to Claude Haiku 4.5 and `claude-opus-4-5-20251101` to
    // Claude Opus 4.5. Both files say workspace Default, which is the workload. Every cost row names its model,
    // workspace and class, so that nothing is spread.
    //
    //   money  0.02 + 0.01 + 0.00 + 1.65 + 1.89 + 0.82 = 4.39
    //   tokens haiku 16,765 in, 1,702 out; opus 43 in, 302,527 written, 3,301,672 read, 32,676 out
    //   check  302,527 × 6.25 / 10^6 = 1.8908; 3,301,672 × 0.5 / 10^6 = 1.6508; 32,676 × 25 / 10^6 = 0.8169
    static let anthropicLedger = """
        2026-02,Anthropic,Claude Haiku 4.5,Default,input_uncached,16765,,0.02,USD,0
        2026-02,Anthropic,Claude Haiku 4.5,Default,output,1702,,0.01,USD,0
        2026-02,Anthropic,Claude Opus 4.5,Default,input_uncached,43,,0,USD,0
        2026-02,Anthropic,Claude Opus 4.5,Default,input_cache_read,3301672,,1.65,USD,0
        2026-02,Anthropic,Claude Opus 4.5,Default,input_cache_write,302527,,1.89,USD,0
        2026-02,Anthropic,Claude Opus 4.5,Default,output,32676,,0.82,USD,0

        """

    @Test func anthropicLedgerIsTheOneWorkedOutByHand() throws {
        let outcome = try ledger(of: [
            "anthropic/claude_api_cost_2026_02_01_to_2026_02_01.csv", "anthropic/claude_api_tokens_2026_02.csv",
        ])
        #expect(text(outcome.ledger) == Self.anthropicLedger)
        #expect(outcome.currency == Currency("USD"))
    }

    // One workload, Default, over the one month:
    //   tok_in     (16,765 + 43 + 302,527) / 10^6 = 0.319335     price (0.02 + 0.00 + 1.89) / 0.319335 = 1.91 / 0.319335
    //   tok_cached  3,301,672 / 10^6              = 3.301672     price  1.65 / 3.301672
    //   tok_out    (1,702 + 32,676) / 10^6        = 0.034378     price (0.01 + 0.82) / 0.034378 = 0.83 / 0.034378
    //   1.91 + 1.65 + 0.83 = 4.39, the whole bill; nothing is left for api_other_month
    @Test func anthropicWorkloadIsTheOneWorkedOutByHand() throws {
        let outcome = try ledger(of: [
            "anthropic/claude_api_cost_2026_02_01_to_2026_02_01.csv", "anthropic/claude_api_tokens_2026_02.csv",
        ])
        let baseline = try outcome.impliedBaseline(window: [Month(year: 2026, month: 2)])
        #expect(baseline.workloads.map(\.id) == ["Default"])
        let workload = try #require(baseline.workloads.first)
        #expect(workload.tokIn == 0.319335)
        #expect(workload.tokCached == 3.301672)
        #expect(workload.tokOut == 0.034378)
        #expect(isClose(workload.priceIn, 1.91 / 0.319335))
        #expect(isClose(workload.priceCached, 1.65 / 3.301672))
        #expect(isClose(workload.priceOut, 0.83 / 0.034378))
        #expect(workload.apiOtherMonth == 0)
        #expect(workload.estimatedShare == 0)
        #expect(workload.months == 1)
        #expect(isClose(baseline.meanMonthlySpend, 4.39))
        #expect(isClose(baseline.workloads.map(\.monthlyCost).reduce(0, +), 4.39))
    }

    // OpenAI, 5 to 12 October 2025. The cost export is not grouped: no line item, no project. The usage export names
    // project and model, never cost. The finest keys that both have are provider and month; the whole bill
    //   0.895874 + 0.56177125 + 0.569788 + 0.5455665 + 0.3409 + 0.072054 = 2.98595375
    // is spread evenly over the tokens of the month, 889,170 of them:
    //   gpt-4o      53,440 uncached (59,200 − 5,760), 5,760 cached, 10,646 out, 10 requests
    //   gpt-5       38,072 + 5,783 = 43,855 uncached, 8,192 cached, 60,000 + 16,000 = 76,000 out, 8 + 1 = 9 requests
    //   gpt-5-mini  80,992 + 124,784 + 22,688 = 228,464 uncached, none cached,
    //               274,770 + 154,852 + 33,191 = 462,813 out, 21 + 11 + 2 = 34 requests
    // The running share 2.98595375 × (tokens so far) / 889,170 is rounded to twelve digits; a row gets the step to it:
    //   53,440 → 0.179458785609      59,200 → 0.198801648729     69,846 → 0.234552364140    113,701 → 0.381823416589
    //   121,893 → 0.409333266359    197,893 → 0.664551599187    426,357 → 1.431764772753    889,170 → 2.985953750000
    // Two rows of the usage export agree in every dimension (8 and 1 requests on 6 October): both count.
    static let openAILedger = """
        2025-10,OpenAI,gpt-4o-2024-08-06,proj_BBBBBBBBBBBBBBBBBBBBBBBB,input_uncached,53440,,0.179458785609,USD,0.179458785609
        2025-10,OpenAI,gpt-4o-2024-08-06,proj_BBBBBBBBBBBBBBBBBBBBBBBB,input_cache_read,5760,,0.01934286312,USD,0.01934286312
        2025-10,OpenAI,gpt-4o-2024-08-06,proj_BBBBBBBBBBBBBBBBBBBBBBBB,output,10646,,0.035750715411,USD,0.035750715411
        2025-10,OpenAI,gpt-4o-2024-08-06,proj_BBBBBBBBBBBBBBBBBBBBBBBB,request,,10,,,0
        2025-10,OpenAI,gpt-5-2025-08-07,proj_BBBBBBBBBBBBBBBBBBBBBBBB,input_uncached,43855,,0.147271052449,USD,0.147271052449
        2025-10,OpenAI,gpt-5-2025-08-07,proj_BBBBBBBBBBBBBBBBBBBBBBBB,input_cache_read,8192,,0.02750984977,USD,0.02750984977
        2025-10,OpenAI,gpt-5-2025-08-07,proj_BBBBBBBBBBBBBBBBBBBBBBBB,output,76000,,0.255218332828,USD,0.255218332828
        2025-10,OpenAI,gpt-5-2025-08-07,proj_BBBBBBBBBBBBBBBBBBBBBBBB,request,,9,,,0
        2025-10,OpenAI,gpt-5-mini-2025-08-07,proj_BBBBBBBBBBBBBBBBBBBBBBBB,input_uncached,228464,,0.767213173566,USD,0.767213173566
        2025-10,OpenAI,gpt-5-mini-2025-08-07,proj_BBBBBBBBBBBBBBBBBBBBBBBB,output,462813,,1.554188977247,USD,1.554188977247
        2025-10,OpenAI,gpt-5-mini-2025-08-07,proj_BBBBBBBBBBBBBBBBBBBBBBBB,request,,34,,,0

        """

    @Test(arguments: ["csv", "tsv"])
    func openAILedgerIsTheOneWorkedOutByHand(_ ending: String) throws {
        let outcome = try ledger(of: [
            "openai/cost_2025-10-05_2025-10-12__real_daily.\(ending)",
            "openai/completions_usage_2025-10-05_2025-10-12__real.csv",
        ])
        #expect(text(outcome.ledger) == Self.openAILedger)
        let total = try outcome.ledger.rows.reduce(Amount.zero) { try $0.adding($1.cost ?? .zero) }
        #expect(total.description == "2.98595375")
    }

    // One workload, the project, over the one month; one price for every class, 2.98595375 / 0.88917 per million:
    //   tok_in (53,440 + 43,855 + 228,464) / 10^6 = 0.325759   tok_cached (5,760 + 8,192) / 10^6 = 0.013952
    //   tok_out (10,646 + 76,000 + 462,813) / 10^6 = 0.549459  sum 0.88917
    @Test func openAIWorkloadIsTheOneWorkedOutByHand() throws {
        let outcome = try ledger(of: [
            "openai/cost_2025-10-05_2025-10-12__real_daily.csv",
            "openai/completions_usage_2025-10-05_2025-10-12__real.csv",
        ])
        let baseline = try outcome.impliedBaseline(window: [Month(year: 2025, month: 10)])
        #expect(baseline.workloads.map(\.id) == ["proj_BBBBBBBBBBBBBBBBBBBBBBBB"])
        let workload = try #require(baseline.workloads.first)
        #expect(workload.tokIn == 0.325759)
        #expect(workload.tokCached == 0.013952)
        #expect(workload.tokOut == 0.549459)
        for price in [workload.priceIn, workload.priceCached, workload.priceOut] {
            #expect(isClose(price, 2.98595375 / 0.88917, relative: 1e-9))
        }
        #expect(workload.apiOtherMonth == 0)
        #expect(workload.estimatedShare == 1)
        #expect(isClose(baseline.workloads.map(\.monthlyCost).reduce(0, +), 2.98595375))
        #expect(baseline.usageWithoutPrice.isEmpty)
    }

    private func ledger(of names: [String]) throws -> LedgerOutcome {
        let files = names.map { InputFile(path: "\(sharedData!)/billing/\($0)", name: $0) }
        return try LedgerBuilder(files: try importInvoices(files, rules: [], jobs: 1)).build()
    }
}
