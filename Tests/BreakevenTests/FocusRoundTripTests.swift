import Foundation
import Money
import TestSupport
import Testing

/// Folder of real exports that are no part of this package; nil when `BREAKEVEN_SHARED` names none.
private let sharedBilling: String? = ProcessInfo.processInfo.environment["BREAKEVEN_SHARED"].map {
    "\($0)/data/billing"
}
.flatMap { FileManager.default.fileExists(atPath: $0) ? $0 : nil }

/// What an export becomes keeps every total, to the last digit: as FOCUS, as FOCUS again, as a ledger and back.
private struct RoundTrip {
    let project: SmallProject
    let paths: [String]
    let arguments: [String]

    /// Runs `convert` on the files; nil when the program refuses them with 65.
    func convert(_ files: [String], _ more: [String] = []) throws -> [UInt8]? {
        let outcome = try project.run(["convert"] + files + ["-o", "out.csv", "--quiet"] + arguments + more)
        if outcome.status == 65 { return nil }
        #expect([0, 3].contains(outcome.status), "\(outcome.errors)")
        return bytes(of: project.scratch.file("out.csv"))
    }

    /// - Parameter before: what the files themselves come to, where that can be told.
    /// - Returns: False when the program does not read the files.
    func check(_ before: FocusTotals? = nil) throws -> Bool {
        guard let bytes = try convert(paths) else { return false }
        let table = try #require(FocusTable(bytes))
        let findings = focusFindings(table)
        #expect(findings == [], "\(paths)")
        if table.rows.isEmpty { return true }
        let totals = try FocusTotals(table)
        if let before { #expect(totals == before) }
        #expect(try convert(paths) == bytes, "the same bytes again")

        write(bytes, to: project.scratch.file("first.csv"))
        let again = try #require(try convert(["first.csv"]))
        let second = try #require(FocusTable(again))
        #expect(try FocusTotals(second) == totals, "\(paths)")

        // Prepaid purchases have no ledger of billed cost, as a report refuses them.
        guard let ledger = try convert(["first.csv"], ["--to", "ledger"]) else { return true }
        write(ledger, to: project.scratch.file("ledger.csv"))
        let returned = try #require(try convert(["ledger.csv"]))
        let back = try #require(FocusTable(returned))
        #expect(focusFindings(back) == [])
        #expect(try FocusTotals(back).coarse() == totals.coarse(), "\(paths)")
        let direct = try #require(try convert(paths, ["--to", "ledger"]))
        // A ledger has no usage that a subscription includes.
        if direct.split(separator: 10).count == 1 { return true }
        #expect(try ledgerTotals(direct) == ledgerTotals(ledger), "\(paths)")
        return true
    }

    /// Cost by month, provider and currency; tokens by month, provider and class.
    private func ledgerTotals(_ bytes: [UInt8]) throws -> [String: Amount] {
        let table = try #require(FocusTable(bytes))
        var sums: [String: Amount] = [:]
        for row in table.rows {
            if let cost = Amount(row[7]) {
                let key = "\(row[0]) \(row[1]) \(row[8])"
                sums[key] = try (sums[key] ?? .zero).adding(cost)
            }
            if let tokens = Amount(row[5]) {
                let key = "\(row[0]) \(row[1]) \(row[4])"
                sums[key] = try (sums[key] ?? .zero).adding(tokens)
            }
        }
        return sums.filter { !$0.value.isZero }
    }
}

struct FocusRoundTripTests {
    @Test func theSampleProjectKeepsItsTotals() throws {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().appendingPathComponent("Samples/acme").path
        let names = findInvoices(below: "\(folder)/invoices").filter {
            // Two vendors whole; of the third, which dwarfs them, nothing but the way is the same.
            !$0.hasSuffix(".gz") && ($0.contains("2026") || $0.contains("2025-12"))
        }
        #expect(!names.isEmpty)
        let trip = RoundTrip(project: try SmallProject(months: 1), paths: names, arguments: [])
        #expect(try trip.check())
    }

    @Test("random FOCUS files keep their totals", arguments: UInt64(1)...8)
    func randomFilesKeepTheirTotals(seed: UInt64) throws {
        print("FOCUS round trip, seed \(seed)")
        let project = try SmallProject(months: 1)
        let file = RandomFocus(seed: seed).bytes
        try project.write("random.csv", file)
        let stated = try #require(FocusTable(file))
        let trip = RoundTrip(project: project, paths: ["p/random.csv"], arguments: [])
        #expect(try trip.check(FocusTotals(stated)))
    }

    @Test(
        "every real export that is read keeps its totals as FOCUS",
        .enabled(if: sharedBilling != nil, "BREAKEVEN_SHARED names no folder with the real exports"))
    func realExportsKeepTheirTotals() throws {
        let files = findInvoices(below: try #require(sharedBilling))
        var converted = 0
        for file in files {
            let project = try SmallProject(months: 1)
            try project.write("breakeven.yaml", "report: {currency: USD}\n")
            let inProject = RoundTrip(project: project, paths: [file], arguments: ["--project", "p"])
            if try inProject.check() { converted += 1 }
        }
        #expect(converted >= 40)
    }
}

private func findInvoices(below folder: String) -> [String] {
    let names = (FileManager.default.enumerator(atPath: folder) ?? .init()).compactMap { $0 as? String }
    return names.sorted().filter { [".csv", ".tsv", ".csv.gz"].contains(where: $0.hasSuffix) }.map { "\(folder)/\($0)" }
}

/// A FOCUS file of random charges whose texts and numbers are as awkward as real ones.
private struct RandomFocus {
    let bytes: [UInt8]

    init(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        func pick(_ words: [String]) -> String { words[random.integer(in: 0...(words.count - 1))] }
        func amount() -> String {
            let digits = random.integer(in: 1...15)
            var text = String(random.integer(in: 1...9))
            for _ in 1..<(digits + 1) { text += String(random.integer(in: 0...9)) }
            let scale = random.integer(in: 0...digits)
            if scale > 0 { text.insert(".", at: text.index(text.endIndex, offsetBy: -scale)) }
            return (random.integer(in: 0...5) == 0 ? "-" : "") + text
        }
        var lines = [
            "ChargePeriodStart,ChargePeriodEnd,BillingPeriodStart,BillingPeriodEnd,ChargeCategory,BilledCost,EffectiveCost,"
                + "BillingCurrency,ProviderName,ServiceName,SkuMeter,ConsumedQuantity,ConsumedUnit,Tags,ChargeDescription"
        ]
        for _ in 1...random.integer(in: 1...300) {
            let month = random.integer(in: 1...9)
            let day = random.integer(in: 10...27)
            let category = pick(["Usage", "Usage", "Usage", "Tax", "Credit", "Adjustment"])
            let isUsage = category == "Usage"
            lines.append(
                [
                    "2026-0\(month)-\(day)T00:00:00Z", "2026-0\(month)-\(day + 1)T00:00:00Z",
                    "2026-0\(month)-01T00:00:00Z", "2026-\(month < 9 ? "0" : "")\(month + 1)-01T00:00:00Z", category,
                    amount(), amount(), pick(["USD", "EUR", "GBP"]), pick(["Acme", "\"Bolt, Inc.\"", "Ćwirek"]),
                    pick(["Chat", "\"A \"\"quoted\"\" one\"", "\"two\nlines\""]),
                    pick(["Input tokens", "Output tokens", "Cache read tokens", "Requests", ""]),
                    isUsage ? String(random.integer(in: 0...1_000_000_000)) : "", isUsage ? "Tokens" : "",
                    pick(["", "\"{\"\"workload\"\":\"\"a\"\"}\"", "\"{\"\"workload\"\":\"\"b, c\"\"}\""]),
                    pick(["=cmd()", "-x", "plain", ""]),
                ].joined(separator: ","))
        }
        bytes = Array((lines.joined(separator: "\n") + "\n").utf8)
    }
}
