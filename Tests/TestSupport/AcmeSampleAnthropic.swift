import Billing

extension AcmeSample {
    /// Cost and token exports, one pair a month, in the header that the console has written since 2026-08. Costs are
    /// rounded to cents row by row, as the vendor does; the paper invoice rounds the month once. Their difference is
    /// what the tie-out has to tolerate.
    static func anthropicFiles(_ paper: inout PaperInvoices) -> [File] {
        var random = generator(for: "anthropic")
        return months.flatMap { month -> [File] in
            var cost =
                "usage_date_utc,model,workspace,api_key,usage_type,context_window,token_type,cost_usd,list_price_usd,"
                + "cost_type,inference_geo,speed,api_key_id,api_key_status\n"
            var tokens =
                "usage_date_utc,model_version,api_key,workspace,usage_type,context_window,usage_input_tokens_no_cache,"
                + "usage_input_tokens_cache_write_5m,usage_input_tokens_cache_write_1h,usage_input_tokens_cache_read,"
                + "usage_output_tokens,web_search_count,inference_geo,speed\n"
            // In 1/10¹⁰ USD: tokens × 1/10,000 USD for a million.
            var exact = 0
            for day in days where day.month == month {
                for (index, stream) in AcmeStream.anthropic.enumerated() {
                    guard let (model, used) = stream.tokens(on: day, &random) else { continue }
                    let key = "\(stream.workload)-prod"
                    for (name, count, price) in [
                        ("input_no_cache", used.input, model.input),
                        ("input_cache_write_5m", used.cacheWrite, model.cacheWrite),
                        ("input_cache_read", used.cached, model.cached), ("output", used.output, model.output),
                    ] where count > 0 {
                        exact += count * price
                        let amount = decimalText(cents(count * price, scale: 10), scale: 2)
                        cost +=
                            "\(day),\(model.displayName),\(stream.workload),\(key),message,≤ 200k,\(name),\(amount),"
                            + "\(amount),token,not_available,,apikey_01ACME\(index + 1),active\n"
                    }
                    tokens +=
                        "\(day),\(model.id),\(key),\(stream.workload),standard,≤ 200k,\(used.input),\(used.cacheWrite),0,"
                        + "\(used.cached),\(used.output),0,not_available,\n"
                }
            }
            paper.declare("Anthropic", month, cents: cents(exact, scale: 10))
            let suffix = "\(month.year)_\(month.month < 10 ? "0" : "")\(month.month).csv"
            return [
                File(path: "invoices/anthropic/claude_api_cost_\(suffix)", bytes: Array(cost.utf8)),
                File(path: "invoices/anthropic/claude_api_tokens_\(suffix)", bytes: Array(tokens.utf8)),
            ]
        }
    }
}
