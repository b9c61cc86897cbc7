import Billing
import Diagnostics
import Economics
import Exporters
import Foundation
import Money
import Reports
import TestSupport
import Testing

@testable import Breakeven

/// The tie-out in steps: what the documents say reaches the ledger, the sheets, the chart, the model and the CSV, and what
/// does not is seen.
struct MoneyStepTests {
    private static func analysed(_ project: SmallProject, _ options: RunOptions = RunOptions()) throws -> Analysis {
        try Analysis(try ProjectFolder(path: project.folder, overrides: []), options)
    }

    private static func value(_ line: String, of member: Int = 0, _ analysis: Analysis) -> Double {
        analysis.data.spend.evaluation.value(line, member: member, lane: 0)
    }

    private static func result(_ analysis: Analysis) -> DriverValue {
        analysis.data.checkEvaluation.result("result_money-steps", lane: 0)
    }

    private static let offs = ["ledger", "months", "chart", "csv", "mean", "model"].map { "page_\($0)_off" }

    @Test("Nothing of the sample is lost in any step")
    func theSampleTies() throws {
        let sample = Repository.root.appending(path: "Samples/acme").path
        let analysis = try Analysis(try ProjectFolder(path: sample, overrides: []), RunOptions())
        for line in Self.offs { #expect(Self.value(line, analysis) == 0, "\(line)") }
        #expect(Self.value("steps_lost", analysis) == 0)
        #expect(Self.value("steps_read", analysis) == Self.value("steps_accepted", analysis))
        #expect(Self.value("page_ledger", analysis) > 3_000_000)
        #expect(Self.result(analysis) == .word("pass"))
    }

    @Test("Currencies, rejected rows, declared totals and what is left out stand in columns of their own")
    func eachPartHasItsColumn() throws {
        let project = try SmallProject()
        try project.write(
            "invoices/acme.csv",
            "Month,Vendor,Model,Amount,Currency,Charge Category\n"
                + "2026-01,Acme AI,a,100.10,USD,Usage\n2026-01,Acme AI,b,50.05,USD,Usage\n"
                + "2026-01,Acme AI,a,-20.00,USD,Credit\n2026-01,Acme AI,a,7.00,USD,Tax\n"
                + "2026-13,Acme AI,a,30.00,USD,Usage\n")
        try project.write(
            "invoices/euro.csv", SmallProject.header + "2026-01,Other AI,c,200.00,EUR\n")
        try project.write("fx.csv", "date,base,quote,rate\n2026-01-30,EUR,USD,1.25\n")
        try project.write("control_totals.csv", "vendor,month,currency,total\nOther AI,2026-01,EUR,199.00\n")
        try project.write(
            "breakeven.yaml",
            """
            report: {currency: USD}
            baseline: {exclude: [Credit]}
            """)
        let analysis = try Self.analysed(project)
        let currencies = analysis.data.spend.model.members[.billedCurrency].map(\.id)
        #expect(currencies == ["EUR", "USD"])
        func row(_ member: Int) -> [String: Double] {
            Dictionary(
                uniqueKeysWithValues: [
                    "declared", "tied", "apart", "read", "rejected", "accepted", "excluded", "due", "ledger", "lost",
                ].map { ($0, Self.value("steps_\($0)", of: member, analysis)) })
        }
        let (euro, dollar) = (row(0), row(1))
        #expect(euro["declared"] == 199 && euro["tied"] == 200 && abs(euro["apart"]! - 100) < 1e-9)
        #expect(euro["accepted"] == 200 && euro["ledger"] == 200 && euro["lost"] == 0)
        #expect(abs(dollar["accepted"]! - 137.15) < 1e-9 && dollar["rejected"] == 30, "\(dollar)")
        #expect(abs(dollar["read"]! - 167.15) < 1e-9 && dollar["excluded"] == -20)
        #expect(abs(dollar["ledger"]! - 157.15) < 1e-9 && dollar["lost"] == 0)
        #expect(
            analysis.data.spend.evaluation.result("page_ledger_off", lane: 0) == .word("converted month by month"))
        #expect(abs(Self.value("page_ledger", analysis) - (157.15 + 250)) < 1e-9)
        for line in Self.offs.dropFirst() { #expect(Self.value(line, analysis) == 0, "\(line)") }
        #expect(Self.result(analysis) == .word("pass"))
    }

    @Test("A row that does not reach the ledger is lost to the cent")
    func aLostRowIsSeen() throws {
        let analysis = try Self.analysed(try SmallProject())
        let (files, ledger) = (analysis.data.sources, analysis.data.spend.ledger)
        let whole = try MoneySteps.all(files, ledger, [], basis: .billed, exclude: [])
        #expect(whole.count == 1)
        #expect(try whole[0].lost() == .zero)
        let short = try MoneySteps.all(
            files, Ledger(rows: Array(ledger.rows.dropLast())), [], basis: .billed, exclude: [])
        #expect(try short[0].lost() == ledger.rows.last?.cost)
        // Nothing is left out for a reason that the run does not have.
        let excluded = try MoneySteps.all(files, ledger, [], basis: .billed, exclude: [.usage])
        let all = excluded[0].accepted
        #expect(try excluded[0].lost() == Amount.zero.subtracting(all))
    }

    @Test("A chart of many vendors draws the small ones as one, and its points are the whole bill")
    func theChartIsTheWholeBill() throws {
        let project = try SmallProject()
        var text = SmallProject.header
        for vendor in 1...9 {
            for month in 1...3 { text += "2026-0\(month),Vendor \(vendor),m,\(100 * vendor + month).25,USD\n" }
        }
        try project.write("invoices/acme.csv", text)
        let analysis = try Self.analysed(project)
        let sheet = try #require(
            try ReportWorkbook.make(analysis.data).sheets.first { $0.name == WorkbookLayout.SheetName.spend })
        let series = try #require(sheet.charts.first).series
        #expect(
            series.map(\.name) == ["Vendor 9", "Vendor 8", "Vendor 7", "Vendor 6", "Vendor 5", "Other vendors"])
        let drawn = series.flatMap(\.cachedValues).reduce(0, +)
        #expect(abs(drawn - Self.value("invoices_total", analysis)) < 1e-6)
        #expect(Self.value("page_chart_off", analysis) == 0 && Self.result(analysis) == .word("pass"))
    }

    @Test("The chart is the whole bill of any number of vendors", arguments: [1, 4, 5, 6, 7])
    func anyNumberOfVendors(_ count: Int) throws {
        let project = try SmallProject()
        let rows = (1...count).map { "2026-01,Vendor \($0),m,\(100 * $0).25,USD\n" }
        try project.write("invoices/acme.csv", SmallProject.header + rows.joined())
        let analysis = try Self.analysed(project)
        #expect(Self.value("page_chart_off", analysis) == 0 && Self.result(analysis) == .word("pass"))
        #expect((analysis.data.spend.model.line("spend_others") != nil) == (count > 6))
    }

    @Test(
        "A cell of the ledger that is changed by a cent turns the check, in another calculator",
        .enabled(if: Recalculation.program != nil, "LibreOffice is installed by make test"))
    func aChangedCentTurnsTheCheck() throws {
        let scratch = ScratchFolder()
        let analysis = try Self.analysed(try SmallProject())
        var content = try ReportWorkbook.make(analysis.data)
        let ledger = try #require(content.sheets.firstIndex { $0.name == WorkbookLayout.SheetName.ledger })
        let (address, cell) = try #require(
            content.sheets[ledger].cells.first { $0.value.format == .cents && $0.value.content.isNumber })
        guard case .number(let cost) = cell.content else { return }
        content.sheets[ledger].cells[address]!.content = .number(cost + 0.01)
        try writeWorkbook(content, to: scratch.file("book.xlsx"))
        let checks = try #require(try Recalculation.recalculate([scratch.file("book.xlsx")])[0]["Checks"])
        let row = try #require(checks.first { $0.value == .text("money-steps") }?.key.dropFirst())
        #expect(checks["F\(row)"] == .text("fail"))
        guard case .number(let off)? = checks["C\(row)"] else { return }
        #expect(abs(off - 0.01) < 1e-6, "\(off)")
    }

    @Test("A second currency of a file is a row of its own on Sources, and its sum is there")
    func aFileOfTwoCurrencies() throws {
        let project = try SmallProject()
        try project.append("2026-06,Acme AI,model-1,12.50,EUR\n")
        try project.write("fx.csv", "date,base,quote,rate\n2026-06-30,EUR,USD,1.25\n")
        try project.write("breakeven.yaml", "report: {currency: USD}\n")
        let analysis = try Self.analysed(project)
        #expect(analysis.data.spend.fileMoney.map { $0.currency?.code } == ["EUR", "USD"])
        let texts = try ReportWorkbook.make(analysis.data).sheets.first { $0.name == "Sources" }!
            .cells.filter { $0.value.content == .number(12.5) }
        #expect(texts.contains { $0.key.column == 11 })
        #expect(Self.value("steps_lost", of: 0, analysis) == 0 && Self.value("steps_lost", of: 1, analysis) == 0)
    }
}

extension CellContent {
    fileprivate var isNumber: Bool { if case .number = self { true } else { false } }
}
