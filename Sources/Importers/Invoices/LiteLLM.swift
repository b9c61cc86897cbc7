import Billing
import Money

// A LiteLLM proxy counts what its users spend; the vendors behind it send the bills. All three exports are of the same
// money, and so is the FOCUS file that the proxy writes (``litellmFocusColumns``).

extension ImportFormat {
    /// LiteLLM spend logs, a dump of the table: one row a request. The vendor is that of the row.
    static let litellmSpendLogs = ImportFormat(
        id: "litellm-spend-logs", name: "LiteLLM spend logs", vendor: "LiteLLM",
        recognise: .columns("request_id", "call_type", "spend", "prompt_tokens", "completion_tokens"),
        columns: [
            .day("starttime", "start_time", to: .firstDay).required,
            .text("custom_llm_provider", to: .provider),
            .text("model", to: .model),
            .text("team_id", to: .project),
            .text("api_key", to: .apiKey, onlyFor: "api_key"),
            .text("user", to: .user, onlyFor: "user"),
            .money("spend", to: .billedCost).required,
            .count("prompt_tokens", to: .tokens(.inputUncached)),
            .count("completion_tokens", to: .tokens(.output)),
        ],
        currency: Currency("USD"), rowsAreRequests: true, evidence: { _ in .metered })

    /// LiteLLM daily spend, by user, team or tag: each of the three tables holds all of the money. Prompt tokens include
    /// those of the cache in the versions that count both.
    static let litellmDailySpend = ImportFormat(
        id: "litellm-daily-spend", name: "LiteLLM daily spend", vendor: "LiteLLM",
        recognise: .columns("custom_llm_provider", "spend", "api_requests", "prompt_tokens"),
        columns: [
            .day("date", to: .firstDay).required,
            .text("custom_llm_provider", to: .provider),
            .text("model", to: .model),
            .text("team_id", to: .project),
            .text("api_key", to: .apiKey, onlyFor: "api_key"),
            .text("user_id", to: .user, onlyFor: "user"),
            .money("spend", to: .billedCost).required,
            .count("prompt_tokens", to: .inputPerhapsWithCache),
            .count("cache_read_input_tokens", to: .tokens(.inputCacheRead)),
            .count("cache_creation_input_tokens", to: .tokens(.inputCacheWrite)),
            .count("completion_tokens", to: .tokens(.output)),
            .count("api_requests", to: .requests),
        ],
        currency: Currency("USD"), evidence: { _ in .metered })

    /// The dashboard's download of spend by team and user over a span of days; texts carry the apostrophe that keeps
    /// spreadsheets from taking them for formulas. Names neither model nor vendor.
    static let litellmTeamUser = ImportFormat(
        id: "litellm-team-user", name: "LiteLLM team export", vendor: "LiteLLM",
        recognise: .columns("spend (usd)", "team id", "user id", "requests", "total tokens"),
        columns: [
            .day("start date", to: .firstDay).required,
            .day("end date", to: .lastDay),
            .text("team id", to: .project).part,
            .text("team", to: .projectName, onlyFor: "project"),
            .text("user id", to: .user, onlyFor: "user").part,
            .money("spend (usd)", to: .billedCost).required,
            .count("prompt tokens", to: .tokens(.inputUncached)),
            .count("completion tokens", to: .tokens(.output)),
            .count("requests", to: .requests),
        ],
        currency: Currency("USD"), endIsExclusive: false, needsPeriodsInsideMonths: true, evidence: { _ in .metered })

    /// Whether a FOCUS file is one that the proxy writes: it has these columns and no others.
    static func isLiteLLMFocus(_ header: Header) -> Bool {
        header.names.count == litellmFocusColumns.count && litellmFocusColumns.allSatisfy(header.contains)
    }

    private static let litellmFocusColumns: Set<String> = [
        "billedcost", "billingaccountid", "billingaccountname", "billingaccounttype", "billingcurrency",
        "billingperiodend", "billingperiodstart", "chargecategory", "chargeclass", "chargedescription",
        "chargefrequency", "chargeperiodend", "chargeperiodstart", "consumedquantity", "consumedunit", "contractedcost",
        "contractedunitprice", "effectivecost", "invoiceissuername", "invoiceid", "listcost", "listunitprice",
        "availabilityzone", "pricingcurrency", "pricingcategory", "pricingquantity",
        "pricingcurrencycontractedunitprice", "pricingcurrencyeffectivecost", "pricingcurrencylistunitprice",
        "pricingunit", "providername", "publishername", "regionid", "regionname", "resourceid", "resourcename",
        "resourcetype", "servicecategory", "servicesubcategory", "servicename", "subaccountid", "subaccountname",
        "subaccounttype", "tags",
    ]
}
