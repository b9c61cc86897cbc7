import TestSupport
import Testing

/// A recommendation names the guesses that it rests on, and no others.
@Suite(.enabled(if: Binary.path != nil, "the program is built beside the tests"))
struct PlaceholderTests {
    /// The spend of the invoices is a workload without tokens, whose peak and fallback are guesses that no figure takes.
    @Test func onlyThoseThatChangeAFigureAreCounted() throws {
        let project = try SmallProject()
        try project.write(
            "breakeven.yaml",
            """
            report: {currency: USD}
            model:
              finance: {discount_rate_annual: 0.08}
              pools:
                - {id: gp, gpu: H100-SXM-80GB, tps_in: 20000, tps_out: 3000, gpus_per_replica: 1}
              capacity: {mode: rent, rent_gpu_hour: 2.0}
              workloads:
                - {id: chat, tok_in: 20000, tok_out: 5000, price_in: 3, price_out: 15, pool: gp}

            """)
        let outcome = try project.run(["report", "p"])
        #expect(outcome.output.contains("move in phases – on 2 placeholders that nobody has confirmed\n"))
        let folder = "\(project.folder)/reports/2026-06/csv"
        let assumptions = String(decoding: bytes(of: "\(folder)/assumptions.csv") ?? [], as: UTF8.self)
        #expect(assumptions.split(separator: "\n").count { $0.hasSuffix(",placeholder") } == 4)
        let checks = String(decoding: bytes(of: "\(folder)/checks.csv") ?? [], as: UTF8.self)
        #expect(checks.contains("\nplaceholders,No figure rests on a placeholder,2,0,warn\n"))
    }
}
