import Diagnostics
import Exporters
import Money
import Reports
import Testing

@Suite struct CSVFileTests {
    private func table(_ rows: [[Field]]) -> Table {
        Table(
            name: "costs", description: "Costs", columns: [.init("name"), .init("value", .number)],
            primaryKey: ["name"],
            rows: rows)
    }

    private func text(_ rows: [[Field]]) throws -> String {
        String(decoding: try encodeCSV(table(rows)), as: UTF8.self)
    }

    @Test func hasOneHeaderAndLineFeeds() throws {
        #expect(
            try text([[.text("a"), .integer(-3)], [.text("größe"), .empty]]) == "name,value\na,-3\ngröße,\n")
    }

    @Test(arguments: [
        ("=1+1", "'=1+1"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("\tx", "'\tx"),
        ("\r=1", "\"'\r=1\""), ("=HYPERLINK(\"http://x\",\"y\")", "\"'=HYPERLINK(\"\"http://x\"\",\"\"y\"\")\""),
        ("=\u{301}1", "'=\u{301}1"), ("a=1", "a=1"), (" =1", " =1"), ("'=1", "'=1"), ("", ""),
    ])
    func textNeverStartsAFormula(_ cell: String, _ expected: String) throws {
        #expect(try text([[.text(cell), .integer(1)]]) == "name,value\n\(expected),1\n")
    }

    @Test func quotesWhatNeedsIt() throws {
        #expect(
            try text([[.text("a,b"), .empty], [.text("a\"b"), .empty], [.text("a\nb"), .empty]])
                == "name,value\n\"a,b\",\n\"a\"\"b\",\n\"a\nb\",\n")
    }

    @Test(arguments: [
        (Field.number(-0.0), "0"), (.number(-2.5), "-2.5"), (.number(1e-9), "0.000000001"), (.integer(-7), "-7"),
        (.amount(Amount("-123456789012345678901234.000000000001")!), "-123456789012345678901234.000000000001"),
        (.amount(.zero), "0"),
    ])
    func numbersStayAsTheyAre(_ field: Field, _ expected: String) throws {
        #expect(try text([[.text("a"), field]]) == "name,value\na,\(expected)\n")
    }

    @Test(arguments: [(Double.nan, "nan"), (.infinity, "inf"), (-.infinity, "-inf")])
    func refusesWhatIsNoNumber(_ value: Double, _ word: String) {
        let failure = #expect(throws: Failure.self) {
            try encodeCSV(table([[.text("a"), .empty], [.text("b"), .number(value)]]))
        }
        #expect(failure?.status == .defect)
        #expect(
            failure?.diagnostics.map(\.rendered) == [
                """
                csv/costs.csv:3: error: found \(word) in column value, expected a finite number or an empty cell
                  fix: this is a defect of the program: please report it with the inputs that lead to it
                """
            ])
    }

    @Test func refusesRowsOfAnotherWidth() {
        let failure = #expect(throws: Failure.self) { try encodeCSV(table([[.empty]])) }
        #expect(failure?.status == .defect)
        #expect(
            failure?.diagnostics.map(\.rendered) == [
                """
                csv/costs.csv:2: error: found 1 fields, expected 2, one for each column
                  fix: this is a defect of the program: please report it with the inputs that lead to it
                """
            ])
    }
}
