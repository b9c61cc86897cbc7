import Billing
import Diagnostics
import Importers
import Money
import Tabular
import Testing

/// Sums of the real and specification files, to the last digit, against totals taken by another program.
@Suite(.enabled(if: sharedData != nil, "BREAKEVEN_SHARED names no folder with the real exports"))
struct ControlTotalsTests {
    struct Control: CustomTestStringConvertible {
        var file: String
        var rows: Int
        var column: String
        var sum: Amount
        var note: String
        var testDescription: String { "\(file) \(column) \(note)" }
    }

    /// Formats whose rows of the list are checked.
    static let built = [
        "focus", "anthropic-cost", "anthropic-tokens", "openai-cost", "openai-usage", "openrouter", "deepseek",
        "cursor",
        "generic", "aws-", "azure-", "gcp-", "oci-",
    ]

    static func controls() -> [Control] {
        guard let sharedData,
            let rows = try? readTable(
                InputFile(path: "\(sharedData)/billing/CONTROL_TOTALS.csv", name: "CONTROL_TOTALS.csv"),
                dialect: Dialect(delimiter: UInt8(ascii: ",")))
        else { return [] }
        return rows.dropFirst().compactMap { row in
            let f = row.fields
            guard built.contains(where: { f[1].hasPrefix($0) }), let count = Int(f[2]), let sum = Amount(f[5])
            else { return nil }
            return Control(file: f[0], rows: count, column: f[4], sum: sum, note: f[6])
        }
    }

    @Test(arguments: controls())
    func sumsEqualTheControlTotals(_ control: Control) throws {
        let rules = [
            SourceRule(files: "*other_download.csv", vendor: "Anthropic", currency: Currency("USD")),
            SourceRule(files: "*virtual_currency*", vendor: "ACMECORP"),
        ]
        let file = try inspectInvoice(
            InputFile(path: "\(sharedData!)/billing/\(control.file)", name: control.file), rules: rules)
        #expect(file.rows == control.rows)
        #expect(file.rejects.isEmpty)
        guard
            control.file.hasPrefix("focus/focus_1.0") == false || control.note.isEmpty || control.note.hasPrefix("Prov")
        else { return }
        let lines = file.lines.filter {
            !control.note.hasPrefix("ProviderName=") || "ProviderName=\($0.provider)" == control.note
        }
        let sum: Amount? =
            switch control.column {
            // Every row of the file is covered by the seat.
            case "Cost" where control.file.hasPrefix("cursor"): file.notional[Currency("USD")]
            case "Cost": try total(lines.map { $0.billedCost ?? $0.effectiveCost })
            case "lineItem/UnblendedCost" where control.note == "LineItemType=Tax":
                try total(lines.filter { $0.category == .tax }.map(\.billedCost))
            case "BilledCost", "cost_usd", "amount_value", "cost_total", "cost", "lineItem/UnblendedCost",
                "line_item_unblended_cost", "cost/myCost", "Unrounded subtotal ($)":
                try total(lines.map(\.billedCost))
            case "EffectiveCost": try total(lines.map(\.effectiveCost))
            case "usage_input_tokens_no_cache": file.tokens[.inputUncached]
            case "usage_input_tokens_cache_write_5m": file.tokens[.inputCacheWrite]
            case "usage_input_tokens_cache_read", "input_cached_tokens": file.tokens[.inputCacheRead]
            case "usage_output_tokens", "output_tokens": file.tokens[.output]
            case "input_tokens": try file.tokens[.inputUncached]?.adding(file.tokens[.inputCacheRead] ?? .zero)
            case "num_model_requests": file.requests
            default: nil
            }
        if let sum { #expect(sum == control.sum) }
    }

    private func total(_ amounts: [Amount?]) throws -> Amount {
        try amounts.reduce(Amount.zero) { try $0.adding($1 ?? .zero) }
    }

    /// Every file that vendors' formats are known for is recognised by one format, or refused by name.
    @Test func everyFileIsRecognisedOnce() throws {
        let cases: [(String, String)] = [
            ("openai/completions_usage_empty_export__observed.csv", "openai-empty-bucket"),
            ("anthropic/cost_14col_2026-08__fixture.csv", "anthropic-cost"),
            ("anthropic/tokens_14col_2026-03__fixture.csv", "anthropic-tokens"),
            ("focus/focus_0.5_validator_all_pass.csv", "focus"),
            ("focus/spec_v1.2_commitment/commitment_discount_usage_scenario_4.csv", "focus"),
            ("focus/synthetic_1.3_1.4/focus_1.3_costandusage_azure__excerpt.csv", "focus"),
            ("focus/synthetic_1.3_1.4/focus_1.4_costandusage__excerpt.csv", "focus"),
            ("aws/sample-anonymous-aws-export-dataset.csv", "aws-cur-legacy"),
            ("aws/cur2_bedrock_minimal__fixture.csv", "aws-cur2"),
            ("aws/cost_explorer_pivot__comment_excerpt.csv", "aws-cost-explorer-pivot"),
            ("azure/EA_ActualCost_Small.csv", "azure-cost-details"),
            ("azure/EA_AmortizedCost_Small.csv", "azure-cost-details"),
            ("azure/EA_NoRows.csv", "azure-cost-details"),
            ("azure/mca_cost_details_2025-03-01__observed_header.csv", "azure-cost-details"),
            ("gcp/Acct_Cost table, 2026-08-01 — 2026-08-31 (fixture, AUD).csv", "gcp-cost-table"),
            (
                "gcp/Example Billing Account_Cost table, 2026-01-01 — 2026-01-31 (fixture, credits and footer).csv",
                "gcp-cost-table"
            ),
            ("gcp/gcp_console_reports_gemini_2026-08_excerpt.csv", "gcp-reports"),
            ("gcp/gcp_console_reports_with_preamble_fixture.csv", "gcp-reports"),
            ("gcp/gcp_bigquery_flattened_fixture_header.csv", "gcp-bigquery-flat"),
            ("oci/reports_cost-csv_0000000030000269.csv", "oci-cost"),
            ("litellm/litellm_focus_export__generated_by_litellm_1.109.1.csv", "focus"),
            ("openai/legacy_activity_2023__header_from_reader.csv", "openai-activity-legacy"),
            ("cursor/usage_events__fixtures.csv", "cursor-usage"),
            ("deepseek/cost-2026-09__fixture.csv", "deepseek-cost"),
            ("deepseek/amount-2026-09__fixture.csv", "deepseek-amount"),
            ("deepseek/amount-2026-07__sanitised_fixture.csv", "deepseek-amount"),
            ("fireworks/billing_metrics__doc_header.csv", "fireworks-metrics"),
            ("helicone/requests_export__header_from_code.csv", "helicone-requests"),
            ("litellm/team_user_spend_download__header_from_ui_code.csv", "litellm-team-user"),
            ("openrouter/openrouter_activity_21col__fixture.csv", "openrouter-generations"),
            ("openrouter/openrouter_activity_24col__observed_header_2026-09-05.csv", "openrouter-generations"),
            ("quickbooks/general_ledger__fixture.csv", "quickbooks-ledger"),
        ]
        for (name, format) in cases {
            let rules = [
                SourceRule(files: "*/commitment_discount*", vendor: "Acme", currency: Currency("USD")),
                SourceRule(files: "quickbooks/*", currency: Currency("USD")),
            ]
            let file = try inspectInvoice(InputFile(path: "\(sharedData!)/billing/\(name)", name: name), rules: rules)
            #expect(file.format == format, "\(name)")
            #expect(file.rejects.isEmpty, "\(name)")
        }
        let refused: [(String, String)] = [
            ("focus/synthetic_1.3_1.4/focus_1.4_invoicedetail__excerpt.csv", "focus-invoice-detail"),
            ("fx-ecb/eurofxref.csv", "ecb-fx"),
        ]
        for (name, id) in refused {
            let failure = #expect(throws: Failure.self, "\(name)") {
                try inspectInvoice(InputFile(path: "\(sharedData!)/billing/\(name)", name: name))
            }
            let first = failure?.diagnostics.first
            #expect(first?.code == "format-not-read", "\(name): \(first?.rendered ?? "")")
            #expect(first?.found.contains("(\(id))") == true, "\(name): \(first?.rendered ?? "")")
        }
    }
}
