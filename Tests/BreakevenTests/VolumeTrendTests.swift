import Billing
import Economics
import Foundation
import Reports
import TestSupport
import Testing

@testable import Breakeven

/// The growth that the invoices show stands beside the model and never enters it. MODEL.md 2.1 (g).
struct VolumeTrendTests {
    private static func analysis(_ tokens: [Double]) throws -> Analysis {
        let project = try SmallProject(months: 1)
        try FileManager.default.removeItem(atPath: "\(project.folder)/invoices/acme.csv")
        var text = "month,provider,model,workload,token_class,tokens,requests,cost,currency,cost_reporting\n"
        for (index, count) in tokens.enumerated() {
            let month = Month("2025-01")! + index
            text += "\(month),Acme AI,model-a,chat,input_uncached,\(Int64(count)),,\(100 + index),USD,\n"
        }
        try project.write("invoices/ledger.csv", text)
        return try Analysis(try ProjectFolder(path: project.folder, overrides: []), RunOptions())
    }

    private static func figure(_ analysis: Analysis, _ id: String) -> DriverValue {
        analysis.data.spend.evaluation.result(id, lane: 0)
    }

    @Test("Tokens that grow evenly show their growth, without an error, and the model assumes none")
    func evenGrowthIsFound() throws {
        let analysis = try Self.analysis((0..<12).map { (1e9 * pow(1.03, Double($0))).rounded() })
        let growth = try #require(number(Self.figure(analysis, "volume_growth_history")))
        #expect(abs(growth - 0.03) < 1e-6)
        #expect(try #require(number(Self.figure(analysis, "volume_growth_error"))) < 1e-6)
        #expect(analysis.data.register[key: "workloads.chat.growth_monthly"]?.base == .number(0))
        for month in 0..<12 {
            let share = analysis.data.spend.evaluation.value("trend_share", member: month, lane: 0)
            #expect(abs(share - 1) < 1e-6)
        }
    }

    @Test("Uneven tokens show the least squares of their logarithms and its standard error", arguments: UInt64(1)...10)
    func leastSquares(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        let tokens = (0..<9).map { (1e8 * pow(0.98, Double($0)) * (0.7 + 0.6 * random.unit())).rounded() }
        let analysis = try Self.analysis(tokens)
        let x = (0..<9).map(Double.init)
        let y = tokens.map { log($0) }
        let (meanX, meanY) = (x.reduce(0, +) / 9, y.reduce(0, +) / 9)
        let spread = x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
        let slope = zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) } / spread
        let rest = zip(x, y).reduce(0) { sum, point in
            let gap = point.1 - meanY - slope * (point.0 - meanX)
            return sum + gap * gap
        }
        let growth = try #require(number(Self.figure(analysis, "volume_growth_history")))
        let error = try #require(number(Self.figure(analysis, "volume_growth_error")))
        #expect(abs(growth - (exp(slope) - 1)) < 1e-9, "seed \(seed)")
        #expect(abs(error - exp(slope) * (rest / 7 / spread).squareRoot()) < 1e-9, "seed \(seed)")
    }

    @Test func twoMonthsShowNoGrowth() throws {
        let analysis = try Self.analysis([1e8, 2e8])
        #expect(Self.figure(analysis, "volume_growth_history") == .word("needs three complete months"))
    }
}
