import Billing
import TestSupport

@testable import Breakeven

/// Nine months of invoices; in the seventh the workload `support` moved to own GPUs, `search` stays.
///
/// Until June `support` uses 1,000 Mtok of input at 2 USD and 100 Mtok of output at 10 USD a month, `search` 500 Mtok of
/// input at 1 USD: 3,500 USD. From July on the vendor takes 0.9 USD for `search`; one GPU costs 1,000 USD a month.
struct MigratedProject {
    let project: SmallProject
    var folder: String { project.folder }

    private static let header = "month,provider,model,workload,token_class,tokens,requests,cost,currency\n"

    /// Mtok of input and output by month from July: what the API and what the GPUs served of `support`, and `search`.
    static let july = (api: (400, 40), own: (700, 70), search: 500)
    static let august = (api: (100, 10), own: (1100, 110), search: 600)
    static let september = (api: (100, 10), own: (1200, 120), search: 600)

    init() throws {
        project = try SmallProject()
        var ledger = Self.header
        func row(_ month: Int, _ workload: String, _ tokenClass: String, _ mtok: Int, price: Double) {
            ledger +=
                "2026-0\(month),Acme AI,large,\(workload),\(tokenClass),\(mtok)000000,,\(Double(mtok) * price),USD\n"
        }
        for month in 1...6 {
            row(month, "support", "input_uncached", 1000, price: 2)
            row(month, "support", "output", 100, price: 10)
            row(month, "search", "input_uncached", 500, price: 1)
        }
        var gateway =
            "user_id,date,model,custom_llm_provider,prompt_tokens,completion_tokens,spend,api_requests\n"
        for (month, volumes) in [(7, Self.july), (8, Self.august), (9, Self.september)] {
            row(month, "support", "input_uncached", volumes.api.0, price: 2)
            row(month, "support", "output", volumes.api.1, price: 10)
            row(month, "search", "input_uncached", volumes.search, price: 0.9)
            let last = month == 9 ? 30 : 31
            for (day, share) in [(1, 1), (last, 9)] {
                gateway +=
                    "u,2026-0\(month)-\(day < 10 ? "0" : "")\(day),qwen3-32b,vllm,\(volumes.own.0 * share)00000,\(volumes.own.1 * share)00000,1.25,9\n"
            }
        }
        try project.write("invoices/acme.csv", ledger)
        try project.write("invoices/gateway.csv", gateway)
        try project.write(
            "invoices/gpu.csv",
            "Month,Vendor,Amount,Currency\n2026-07,Lumen GPU,1000,USD\n2026-08,Lumen GPU,1000,USD\n"
                + "2026-09,Lumen GPU,1000,USD\n")
        try configure()
    }

    /// - Parameters:
    ///   - support: further keys of the workload that moved.
    ///   - head: further blocks of the file, before the model.
    func configure(
        support: String = "migrated_since: 2026-07", search: String = "migrate_month: never", head: String = "",
        meta: String = "horizon_months: 12"
    ) throws {
        try project.write(
            "breakeven.yaml",
            """
            report: {currency: USD}
            \(head)
            sources:
              - {files: invoices/gateway.csv, serves: own}
              - {files: invoices/gpu.csv, serves: own}
            attribution:
              - {when: {model: "qwen*"}, workload: support}
            model:
              meta: {\(meta)}
              capacity: {mode: rent, rent_gpu_hour: 1}
              pools: [{id: main, gpus_per_replica: 1, tps_in: 20000, tps_out: 2500, min_replicas: 1, spare_replicas: 0}]
              workloads:
                - {id: support, pool: main, parallel_weeks: 2, fallback_share: 0.1, gates: {eval_pass_rate: 0.95}, \(support)}
                - {id: search, \(search)}
            """)
    }

    func analysed(
        _ overrides: [String] = [], period: String? = nil, baseline: String? = nil
    ) throws -> Analysis {
        try Analysis(
            try ProjectFolder(path: folder, overrides: overrides),
            RunOptions(period: period.flatMap { Month($0) }, baseline: baseline))
    }
}
