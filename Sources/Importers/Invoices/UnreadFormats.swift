/// A layout that is known by its header but not read: the message names it and the mapping to write.
struct UnreadFormat: Sendable {
    var id: String
    var name: String
    var recognise: HeaderSignature
    var vendor: String?
    /// Columns for a mapping by hand; an empty amount: no mapping makes sense, `advice` says what to do.
    var period = ""
    var amount = ""
    var needsCurrency = true
    var advice = ""
}

extension UnreadFormat {
    static let all: [UnreadFormat] = [
        UnreadFormat(
            id: "openai-activity-legacy", name: "an OpenAI activity export of 2023",
            recognise: .columns("n_context_tokens_total", "n_generated_tokens_total"),
            advice: "export cost and completions usage from platform.openai.com instead"),
        UnreadFormat(
            id: "deepseek-cost", name: "a DeepSeek cost export",
            recognise: HeaderSignature(
                all: ["model", "wallet_type", "cost", "currency"], anyOf: [["start_time_iso", "utc_date"]]),
            vendor: "DeepSeek", period: "start_time_iso", amount: "cost", needsCurrency: false),
        UnreadFormat(
            id: "deepseek-amount", name: "a DeepSeek usage export",
            recognise: HeaderSignature(
                all: ["model", "type", "price", "amount"], anyOf: [["start_time_iso", "utc_date"]]),
            advice: "leave it out and map the cost export of the same month"),
        UnreadFormat(
            id: "openrouter-generations", name: "an OpenRouter activity export",
            recognise: .columns("generation_id", "cost_total", "tokens_prompt", "tokens_completion"),
            vendor: "OpenRouter", period: "created_at", amount: "cost_total"),
        UnreadFormat(
            id: "openrouter-daily", name: "an OpenRouter daily activity list",
            recognise: .columns("date", "model_permaslug", "usage", "requests"),
            vendor: "OpenRouter", period: "date", amount: "usage"),
        UnreadFormat(
            id: "cursor-usage", name: "a Cursor usage export",
            recognise: .columns(
                "model", "input (w/ cache write)", "input (w/o cache write)", "cache read", "output tokens"),
            vendor: "Cursor", period: "Date", amount: "Cost"),
        UnreadFormat(
            id: "litellm-spend-logs", name: "LiteLLM spend logs",
            recognise: .columns("request_id", "call_type", "spend", "prompt_tokens", "completion_tokens"),
            vendor: "LiteLLM", period: "startTime", amount: "spend"),
        UnreadFormat(
            id: "litellm-daily-spend", name: "a LiteLLM daily spend table",
            recognise: .columns("custom_llm_provider", "spend", "api_requests", "prompt_tokens"),
            vendor: "LiteLLM", period: "date", amount: "spend"),
        UnreadFormat(
            id: "litellm-team-user", name: "a LiteLLM team export",
            recognise: .columns("spend (usd)", "team id", "user id", "requests", "total tokens"),
            vendor: "LiteLLM", period: "Start Date", amount: "Spend (USD)", needsCurrency: false),
        UnreadFormat(
            id: "helicone-requests", name: "a Helicone requests export",
            recognise: HeaderSignature(
                all: ["request_created_at", "prompt_tokens", "completion_tokens", "cost"],
                anyOf: [["response_id", "request_id"]]),
            vendor: "Helicone", period: "request_created_at", amount: "cost"),
        UnreadFormat(
            id: "langfuse-export", name: "a Langfuse export",
            recognise: .columns("id", "inputcost", "outputcost", "totalcost"),
            vendor: "Langfuse", period: "timestamp", amount: "totalCost"),
        UnreadFormat(
            id: "fireworks-metrics", name: "a Fireworks metrics export",
            recognise: .columns("usage_type", "accelerator_seconds", "base_model_name", "prompt_tokens"),
            advice: "it holds no money; give the monthly invoice in a file of Vendor,Month,Amount,Currency instead"),
        UnreadFormat(
            id: "langdock-usage", name: "a Langdock usage export",
            recognise: HeaderSignature(
                all: ["provider", "model"],
                anyOf: [["input_token_price_per_1m", "input token price (usd/1m tokens)"]]),
            advice: "it holds no totals; give the monthly invoice in a file of Vendor,Month,Amount,Currency instead"),
        UnreadFormat(
            id: "focus-invoice-detail", name: "a FOCUS InvoiceDetail dataset",
            recognise: HeaderSignature(
                all: ["invoicedetailid", "invoiceissuedate", "billedcost"], none: ["chargeperiodstart"]),
            advice: "give the FOCUS CostAndUsage dataset of the same months instead"),
        UnreadFormat(
            id: "focus-contract-commitment", name: "a FOCUS ContractCommitment dataset",
            recognise: HeaderSignature(all: ["contractcommitmentid", "contractid"], none: ["chargecategory"]),
            advice: "give the FOCUS CostAndUsage dataset of the same months instead"),
        UnreadFormat(
            id: "quickbooks-ledger", name: "a QuickBooks general ledger",
            recognise: .columns("date", "transaction type", "num", "name", "amount"),
            period: "Date", amount: "Amount"),
        UnreadFormat(
            id: "ecb-fx", name: "exchange rates of the European Central Bank",
            recognise: .columns("date", "usd", "jpy", "gbp", "chf"),
            advice: "put the file beside breakeven.yaml as fx.csv"),
    ]
}
