import Economics
import Exporters
import Foundation
import Reports
import TestSupport
import Testing

@testable import Breakeven

/// MODEL.md 14.3, 14.10 and 14.12 on invoices: their lines are a sum, in whatever order, pieces and currency they come.
struct InvoiceLineTests {
    private static let seeds: [UInt64] = [2, 3, 9, 12, 20, 33]
    private static let header =
        "month,provider,model,workload,token_class,tokens,requests,cost,currency,cost_reporting"

    /// A line of a ledger: cost in tenths of a cent, so that halves are exact.
    private struct InvoiceLine {
        var month: String, provider: String, model: String, workload: String, tokenClass: String
        var tokens: Int, mills: Int

        var text: String {
            let cost = "\(mills / 1000)." + String("\(1000 + mills % 1000)".dropFirst())
            return "\(month),\(provider),\(model),\(workload),\(tokenClass),\(tokens),,\(cost),USD,"
        }

        /// The line as two of half the size.
        var halves: [InvoiceLine] {
            var half = self
            half.tokens = tokens / 2
            half.mills = mills / 2
            return [half, half]
        }
    }

    /// A project drawn at random whose volumes and prices come from the invoices; the plan is pinned.
    private struct Billed {
        var project: RandomProject
        var lines: [InvoiceLine]
        var currency = "USD"
        /// Units of the reporting currency for a dollar.
        var rate = 1.0

        init(seed: UInt64) {
            project = RandomProject(seed: seed)
            project.horizon = 36
            project.trials = 0
            for index in project.workloads.indices {
                for key in [
                    "tok_in", "tok_cached", "tok_out", "price_in", "price_cached", "price_out", "api_other_month",
                ] {
                    project.workloads[index].values[key] = nil
                }
            }
            project.setAll(["migrate_month": 4, "eligible": true])
            var random = SplitMix64(seed: seed &* 31 &+ 7)
            lines = []
            for month in ["2026-10", "2026-11", "2026-12"] {
                for workload in project.workloads {
                    for (tokenClass, most) in [("input_uncached", 900), ("input_cache_read", 300), ("output", 90)] {
                        for _ in 0..<random.integer(in: 1...4) {
                            lines.append(
                                InvoiceLine(
                                    month: month, provider: ["Acme AI", "Beta"][random.integer(in: 0...1)],
                                    model: "model-\(random.integer(in: 1...2))", workload: workload.id,
                                    tokenClass: tokenClass, tokens: 2_000_000 * random.integer(in: 1...most),
                                    mills: 2 * random.integer(in: 1...9_000_000)))
                        }
                    }
                }
            }
        }

        func analysed() throws -> Analysis {
            let folder = try project.write()
            defer { try? FileManager.default.removeItem(atPath: folder) }
            func put(_ name: String, _ text: String) { TestSupport.write(Array(text.utf8), to: "\(folder)/\(name)") }
            try FileManager.default.createDirectory(atPath: folder + "/invoices", withIntermediateDirectories: true)
            put("invoices/ledger.csv", ([header] + lines.map(\.text)).joined(separator: "\n") + "\n")
            let yaml = try String(contentsOfFile: folder + "/breakeven.yaml", encoding: .utf8)
            put("breakeven.yaml", yaml.replacing(#""currency":"USD""#, with: #""currency":"\#(currency)""#))
            if currency != "USD" {
                let days = ["2026-10-30", "2026-11-30", "2026-12-31"]
                put(
                    "fx.csv",
                    "date,base,quote,rate\n" + days.map { "\($0),USD,\(currency),\(rate)\n" }.joined())
            }
            return try Analysis(try ProjectFolder(path: folder, overrides: []), RunOptions())
        }
    }

    /// Every table, but for the hash of the file.
    private func tables(_ analysis: Analysis) -> [String: [[Field]]] {
        Dictionary(
            uniqueKeysWithValues: ReportFiles.tables(analysis).map { table in
                guard let hash = table.columns.firstIndex(where: { $0.name == "sha256" }) else {
                    return (table.name, table.rows)
                }
                return (
                    table.name, table.rows.map { row in row.enumerated().filter { $0.offset != hash }.map(\.element) }
                )
            })
    }

    /// Every sheet, but for those that show the hashes.
    private func sheets(_ analysis: Analysis) throws -> [String: CellGrid] {
        let content = try ReportWorkbook.make(analysis.data)
        return Dictionary(
            uniqueKeysWithValues: content.sheets.filter { !["About", "Sources"].contains($0.name) }.map {
                ($0.name, $0.cells)
            })
    }

    private func expectSame(_ a: Analysis, _ b: Analysis, _ label: Comment) throws {
        let (one, other) = (tables(a), tables(b))
        #expect(one.keys.sorted() == other.keys.sorted(), label)
        for (name, rows) in one { #expect(rows == other[name], "\(label), table \(name)") }
        let (first, second) = (try sheets(a), try sheets(b))
        for (name, cells) in first { #expect(cells == second[name], "\(label), sheet \(name)") }
    }

    @Test("14.10: The order of invoice lines changes no figure of the report", arguments: seeds)
    func orderOfLinesDoesNotMatter(seed: UInt64) throws {
        let billed = Billed(seed: seed)
        var shuffled = billed
        var random = SplitMix64(seed: seed)
        shuffled.lines.shuffle(using: &random)
        #expect(shuffled.lines.map(\.text) != billed.lines.map(\.text))
        try expectSame(try billed.analysed(), try shuffled.analysed(), "seed \(seed)")
    }

    @Test("14.12: An invoice line cut into two halves is the same money", arguments: seeds)
    func halvesOfLinesAreTheWhole(seed: UInt64) throws {
        let billed = Billed(seed: seed)
        var cut = billed
        cut.lines = billed.lines.flatMap(\.halves)
        let (whole, halves) = (tables(try billed.analysed()), tables(try cut.analysed()))
        // The table of the sources counts rows.
        for (name, rows) in whole where name != "sources" { #expect(rows == halves[name], "seed \(seed), \(name)") }
    }

    @Test("14.10: Two halves of a billed workload in the same phase are the whole", arguments: seeds)
    func halvesOfABilledWorkloadAreTheWhole(seed: UInt64) throws {
        let billed = Billed(seed: seed)
        var parted = billed
        var twin = billed.project.workloads[0]
        twin.id = "the other half"
        parted.project.workloads.append(twin)
        parted.lines = billed.lines.flatMap { line -> [InvoiceLine] in
            guard line.workload == billed.project.workloads[0].id else { return [line] }
            var halves = line.halves
            halves[1].workload = twin.id
            return halves
        }
        let (a, b) = (try billed.analysed(), try parted.analysed())
        let scale = try #require(number(metric(a, "baseline_cost_total")))
        for id in ["api_run_rate", "npv", "savings_total", "capex_total", "peak_funding", "gpus_peak"] {
            let (one, other) = (try #require(number(metric(a, id))), try #require(number(metric(b, id))))
            #expect(abs(one - other) <= 1e-9 * max(1, scale), "seed \(seed): \(id) \(one), \(other)")
        }
    }

    @Test("14.3: A constant rate of exchange multiplies the NPV and moves no month", arguments: seeds)
    func aConstantRateScalesMoney(seed: UInt64) throws {
        let dollars = Billed(seed: seed)
        var other = dollars
        other.rate = 151.25
        other.currency = "JPY"
        other.project = dollars.project.scaled(by: other.rate)
        let (a, b) = (try dollars.analysed(), try other.analysed())
        let scale = try #require(number(metric(b, "baseline_cost_total")))
        for id in ["api_run_rate", "npv", "savings_total", "peak_funding"] {
            let (one, two) = (try #require(number(metric(a, id))), try #require(number(metric(b, id))))
            #expect(abs(one * other.rate - two) <= 1e-9 * max(1, scale), "seed \(seed): \(id) \(one), \(two)")
        }
        for id in ["payback_month", "irr_annual"] {
            switch (metric(a, id), metric(b, id)) {
            case (.number(let x), .number(let y)): #expect(abs(x - y) < 1e-6, "seed \(seed): \(id) \(x), \(y)")
            case (let x, let y): #expect(x == y, "seed \(seed): \(id)")
            }
        }
    }

    /// Three vendors' own formats, rows of every text file in another order.
    @Test("14.10: The order of the lines of the sample's invoices changes no figure of its report")
    func orderOfTheSamplesLinesDoesNotMatter() throws {
        let scratch = ScratchFolder()
        let copy = scratch.file("acme")
        try FileManager.default.copyItem(atPath: Repository.root.appending(path: "Samples/acme").path, toPath: copy)
        func analysed() throws -> Analysis {
            try Analysis(try ProjectFolder(path: copy, overrides: ["uncertainty.trials=0"]), RunOptions())
        }
        let before = try analysed()
        var random = SplitMix64(seed: 5)
        var files = 0
        for case let name as String in FileManager.default.enumerator(atPath: "\(copy)/invoices") ?? .init()
        where name.hasSuffix(".csv") {
            let path = "\(copy)/invoices/\(name)"
            var lines = try String(contentsOfFile: path, encoding: .utf8).split(
                separator: "\n", omittingEmptySubsequences: true)
            let head = lines.removeFirst()
            lines.shuffle(using: &random)
            TestSupport.write(Array(([head] + lines).joined(separator: "\n").utf8) + [10], to: path)
            files += 1
        }
        #expect(files > 40)
        try expectSame(before, try analysed(), "seed 5")
    }
}
