import Economics
import Exporters
import Foundation
import Reports
import TestSupport
import Testing

private typealias F = FinanceFunctions

/// The finance functions against those of a spreadsheet program, argument by argument.
@Suite(.enabled(if: Recalculation.program != nil, "LibreOffice is not installed; make test installs it"))
struct FinanceRecalculationTests {
    private static let pairs: [(formula: String, value: Double)] = {
        let loans: [(rate: Double, n: Int, due: F.Due)] = [
            (0.0075, 60, .endOfPeriod), (0.0075, 60, .startOfPeriod), (0.02, 7, .endOfPeriod),
            (0.11, 3, .startOfPeriod),
        ]
        var pairs: [(String, Double)] = []
        for (rate, n, due) in loans {
            let count = Double(n)
            let type = Int(due.rawValue)
            pairs += [
                (
                    "PMT(\(rate),\(n),50000,-700,\(type))",
                    F.payment(rate: rate, periods: count, present: 50_000, future: -700, due: due)
                ),
                (
                    "IPMT(\(rate),2,\(n),50000,-700,\(type))",
                    F.interest(rate: rate, period: 2, periods: count, present: 50_000, future: -700, due: due)
                ),
                (
                    "PPMT(\(rate),2,\(n),50000,-700,\(type))",
                    F.principal(rate: rate, period: 2, periods: count, present: 50_000, future: -700, due: due)
                ),
                (
                    "FV(\(rate),\(n),-900,1000,\(type))",
                    F.futureValue(rate: rate, periods: count, payment: -900, present: 1000, due: due)
                ),
                (
                    "PV(\(rate),\(n),-900,1000,\(type))",
                    F.presentValue(rate: rate, periods: count, payment: -900, future: 1000, due: due)
                ),
                (
                    "NPER(\(rate),-9000,50000,-700,\(type))",
                    F.periods(rate: rate, payment: -9000, present: 50_000, future: -700, due: due) ?? .nan
                ),
                (
                    "RATE(\(n),\(-60_000 / n),50000,0,\(type))",
                    F.rate(periods: count, payment: Double(-60_000 / n), present: 50_000, due: due) ?? .nan
                ),
                (
                    "CUMIPMT(\(rate),\(n),50000,2,3,\(type))",
                    F.interest(rate: rate, periods: n, present: 50_000, payments: 2...3, due: due)
                ),
                (
                    "CUMPRINC(\(rate),\(n),50000,2,3,\(type))",
                    F.principal(rate: rate, periods: n, present: 50_000, payments: 2...3, due: due)
                ),
            ]
        }
        for period in 1...5 {
            let p = Double(period)
            pairs += [
                (
                    "SYD(9000,1500,5,\(period))",
                    F.sumOfYearsDigits(cost: 9000, salvage: 1500, life: 5, period: p)
                ),
                (
                    "DB(9000,1500,5,\(period),7)",
                    F.fixedDecliningBalance(
                        cost: 9000, salvage: 1500, life: 5, period: period, firstYearMonths: 7)
                ),
                (
                    "DDB(9000,1500,5,\(period),1.5)",
                    F.decliningBalance(cost: 9000, salvage: 1500, life: 5, period: p, factor: 1.5)
                ),
                (
                    "VDB(9000,1500,5,\(period - 1),\(period))",
                    F.variableDecliningBalance(cost: 9000, salvage: 1500, life: 5, start: p - 1, end: p)
                ),
            ]
        }
        let flows: [Double] = [-120_000, 39_000, 30_000, 21_000, 37_000, 46_000]
        let row = "{" + flows.map { "\(Int($0))" }.joined(separator: ",") + "}"
        pairs += [
            ("SLN(9000,1500,5)", F.straightLine(cost: 9000, salvage: 1500, life: 5)),
            ("NPV(0.07,39000,30000,21000)", F.presentValue(rate: 0.07, [39_000, 30_000, 21_000])),
            ("IRR(\(row))", F.internalRates(flows)[0]),
            ("MIRR(\(row),0.1,0.12)", F.modifiedRate(flows, finance: 0.1, reinvestment: 0.12) ?? .nan),
            (
                "XNPV(0.09,{-1000,400,900},{39448,39600,39900})",
                F.presentValue(yearlyRate: 0.09, [-1000, 400, 900], days: [39_448, 39_600, 39_900])
            ),
            (
                "XIRR({-1000,400,900},{39448,39600,39900})",
                F.internalRates([-1000, 400, 900], days: [39_448, 39_600, 39_900])[0]
            ),
            ("EFFECT(0.08,4)", F.effectiveRate(nominal: 0.08, periods: 4)),
            ("NOMINAL(0.08,4)", F.nominalRate(effective: 0.08, periods: 4)),
        ]
        return pairs
    }()

    @Test func everyFunctionAgreesWithItsTwin() throws {
        var sheet = Sheet(name: "Finance", kind: .working)
        for (row, pair) in Self.pairs.enumerated() {
            // A wrong cache, so that only a recalculation can agree.
            sheet[row, 0] = Cell(.formula(text: pair.formula, value: .number(-987_654_321)))
        }
        let scratch = ScratchFolder()
        let file = scratch.file("finance.xlsx")
        try writeWorkbook(WorkbookContent(sheets: [sheet], names: [], title: "Finance"), to: file)
        let cells = try Recalculation.recalculate([file])[0]["Finance"] ?? [:]
        for (row, pair) in Self.pairs.enumerated() {
            guard case .number(let found) = cells["A\(row + 1)"] else {
                Issue.record("=\(pair.formula): \(String(describing: cells["A\(row + 1)"]))")
                continue
            }
            // XIRR of a spreadsheet stops at a tolerance of its own.
            let tolerance = pair.formula.hasPrefix("XIRR") ? 1e-6 : 1e-9
            #expect(
                abs(found - pair.value) <= tolerance * max(1, abs(found)),
                "=\(pair.formula): \(pair.value), recalculated \(found)")
        }
    }
}
