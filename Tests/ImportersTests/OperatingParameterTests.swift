import Billing
import Diagnostics
import Importers
import Testing

struct OperatingParameterTests {
    private let header = "parameter,key,unit,low,base,high,confidence,source,as_of,note\n"

    private func read(_ rows: String) throws -> [OperatingParameter] {
        try withFile("opex_parameters.csv", header + rows) { try readOperatingParameters($0) }
    }

    @Test func aRowIsAFigureWithItsRangeSourceAndDay() throws {
        let found = try read(
            "Electricity,capacity.tariff_kwh,USD/kWh,0.082,0.093,0.173,secondary,EIA,2026-01-31,\nSpares,,ratio,0,0.03,0.05,unconfirmed,planning,,x\n"
        )
        #expect(found.map(\.key) == ["capacity.tariff_kwh", ""])
        #expect(found[0].asOf == Day(year: 2026, month: 1, day: 31) && found[1].asOf == nil)
        #expect(found.map { [$0.low, $0.base, $0.high] } == [[0.082, 0.093, 0.173], [0, 0.03, 0.05]])
    }

    @Test(arguments: [
        (
            "A,k,ratio,0.3,0.2,0.4,secondary,s,,\n",
            "opex_parameters.csv:2: error: found \"0.3\" in column low, expected at most the base, 0.2\n  fix: correct the cell, or delete the row"
        ),
        (
            "A,k,ratio,0.1,0.2,0.1,secondary,s,,\n",
            "opex_parameters.csv:2: error: found \"0.1\" in column high, expected at least the base, 0.2\n  fix: correct the cell, or delete the row"
        ),
        (
            "A,k,ratio,0.1,0.2,0.3,secondary,,,\n",
            "opex_parameters.csv:2: error: found nothing in column source, expected a text\n  fix: correct the cell, or delete the row"
        ),
        (
            "A,k,ratio,0.1,0.2,0.3,secondary,s,2026,\n",
            "opex_parameters.csv:2: error: found \"2026\" in column as_of, expected a day such as 2026-10-31, or nothing\n  fix: correct the cell, or delete the row"
        ),
        (
            "A,k,ratio,0.1,0.2,0.3,secondary,s,,\nB,k,ratio,0.1,0.2,0.3,secondary,s,,\n",
            "opex_parameters.csv:3: error: found \"k\" in column key, expected each key once\n  fix: correct the cell, or delete the row"
        ),
        (
            "A,k,ratio,0.1,many,0.3,secondary,s,,\n",
            "opex_parameters.csv:2: error: found \"many\" in column base, expected a number\n  fix: write digits, with one decimal mark and neither words nor signs beside them"
        ),
    ])
    func rowsThatAreNoFigureAreRefused(_ rows: String, _ message: String) throws {
        let found = try failure { _ = try read(rows) }
        #expect(found.status == .badData)
        #expect(found.text.first == message)
    }
}
