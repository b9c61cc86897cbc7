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

    @Test("Of two years and more, the calendar months show how far their tokens lie from the trend")
    func seasonsAreShownOfTwoYears() throws {
        // A December of 1.5 times the trend, every year; the trend itself bends a little towards it.
        func tokens(_ months: Int) -> [Double] {
            (0..<months).map { (1e9 * pow(1.02, Double($0)) * ($0 % 12 == 11 ? 1.5 : 1)).rounded() }
        }
        let analysis = try Self.analysis(tokens(30))
        let spend = analysis.data.spend
        #expect(spend.model.members[.calendarMonth].map(\.id) == VolumeTrend.calendarMonths)
        for calendar in 0..<12 {
            let shares = stride(from: calendar, to: 30, by: 12).map {
                spend.evaluation.value("trend_share", member: $0, lane: 0)
            }
            let mean = pow(shares.reduce(1, *), 1 / Double(shares.count))
            let index = spend.evaluation.value("season_index", member: calendar, lane: 0)
            #expect(abs(index - mean) < 1e-9, "\(VolumeTrend.calendarMonths[calendar])")
            #expect(calendar == 11 ? index > 1.3 : index < 1.1)
            #expect(spend.evaluation.value("season_months", member: calendar, lane: 0) == Double(shares.count))
        }
        let texts = try SheetSentenceTests.texts(WorkbookLayout.SheetName.spend, analysis.data)
        #expect(texts.contains("December") && texts.contains { $0.hasSuffix("the model assumes none") })
        #expect(analysis.data.register[key: "workloads.chat.growth_monthly"]?.base == .number(0))
        let short = try Self.analysis(tokens(23)).data.spend
        #expect(short.model.members[.calendarMonth].isEmpty && short.model.line("season_index") == nil)
    }

    @Test func twoMonthsShowNoGrowth() throws {
        let analysis = try Self.analysis([1e8, 2e8])
        #expect(Self.figure(analysis, "volume_growth_history") == .word("needs three complete months"))
    }

    @Test("Each workload's growth is its own least squares, of complete months, and the model keeps its own")
    func growthByWorkload() throws {
        var random = SplitMix64(seed: 6)
        let months = 14
        let volumes: [String: [Double]] = [
            "chat": (0..<months).map { (5e8 * pow(1.04, Double($0)) * (0.8 + 0.4 * random.unit())).rounded() },
            "search": (0..<months).map { (2e8 * pow(0.97, Double($0))).rounded() },
            // In two months only: nothing to say, and no row.
            "trial": (0..<months).map { $0 < 2 ? 1e7 : 0 },
        ]
        let project = try SmallProject(months: 1)
        try FileManager.default.removeItem(atPath: "\(project.folder)/invoices/acme.csv")
        var text = "month,provider,model,workload,token_class,tokens,requests,cost,currency,cost_reporting\n"
        for month in 0..<months {
            for (workload, tokens) in volumes.sorted(by: { $0.key < $1.key }) where tokens[month] > 0 {
                for tokenClass in ["input_uncached", "output"] {
                    text += "\(Month("2025-01")! + month),Acme AI,m,\(workload),\(tokenClass),"
                    text += "\(Int64(tokens[month])),,\(workload == "chat" ? 90 : 20),USD,\n"
                }
            }
        }
        try project.write("invoices/ledger.csv", text)
        try project.write("breakeven.yaml", "model: {workloads: [{id: chat, growth_monthly: 0.01}]}\n")
        let spend = try Analysis(try ProjectFolder(path: project.folder, overrides: []), RunOptions()).data.spend
        #expect(spend.model.members[.trendWorkload].map(\.id) == ["chat", "search"])
        for (member, id) in ["chat", "search"].enumerated() {
            let tokens = try #require(volumes[id])
            let x = (0..<months).map(Double.init)
            let y = tokens.map { log(2 * $0 / 1e6) }
            let (meanX, meanY) = (x.reduce(0, +) / Double(months), y.reduce(0, +) / Double(months))
            let spread = x.reduce(0) { $0 + ($1 - meanX) * ($1 - meanX) }
            let slope = zip(x, y).reduce(0) { $0 + ($1.0 - meanX) * ($1.1 - meanY) } / spread
            let rest = zip(x, y).reduce(0) { sum, point in
                let gap = point.1 - meanY - slope * (point.0 - meanX)
                return sum + gap * gap
            }
            func value(_ line: String) -> Double { spend.evaluation.value(line, member: member, lane: 0) }
            #expect(abs(value("own_growth") - (exp(slope) - 1)) < 1e-9, "\(id)")
            let error = exp(slope) * (rest / Double(months - 2) / spread).squareRoot()
            #expect(abs(value("own_growth_error") - error) < 1e-9, "\(id)")
            #expect(value("own_months") == Double(months))
            #expect(value("own_growth_taken") == (id == "chat" ? 0.01 : 0))
        }
    }

    @Test func twoMonthsShowNoGrowthByWorkload() throws {
        let data = try Self.analysis([1e8, 2e8]).data
        #expect(data.spend.model.members[.trendWorkload].isEmpty)
        #expect(data.spend.model.line("own_growth") == nil)
        #expect(try ReportWorkbook.make(data).sheets.contains { $0.name == "API spend" })
    }
}
