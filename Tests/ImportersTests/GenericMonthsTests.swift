import Billing
import Diagnostics
import Importers
import Money
import Tabular
import Testing

/// Tables made by hand with a column a month.
@Suite struct GenericMonthsTables {
    private func read(_ text: String, rules: [SourceRule] = []) throws -> ImportedFile {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        return try inspectInvoice(
            try folder.write(text, as: "months.csv"), rules: rules, defaultCurrency: Currency("USD"))
    }

    @Test(arguments: [
        "2026-01,2026-02,2026-03", "Jan 2026,Feb 2026,Mar 2026", "Jan-26,Feb-26,Mar-26", "01/2026,02/2026,03/2026",
        "2026-01-01,2026-02-01,2026-03-01", "202601,202602,202603",
    ])
    func threeMonthsInTheHeaderAreUnpivoted(_ months: String) throws {
        let file = try read(
            "Vendor,Project,\(months),Total\nAcme AI,chat,10.5,,1.25,11.75\nOther,x,1,2,3,6\nTotal,,11.5,2,4.25,17.75\n"
        )
        #expect(file.format == "generic")
        #expect(file.rows == 3)
        #expect(file.skipped == 1)
        #expect(
            file.lines.map { "\($0.provider) \($0.dimensions.project) \($0.month) \($0.billedCost ?? .zero)" } == [
                "Acme AI chat 2026-01 10.5", "Acme AI chat 2026-03 1.25", "Other x 2026-01 1", "Other x 2026-02 2",
                "Other x 2026-03 3",
            ])
        #expect(file.grain == .month)
        #expect(file.lines.map(\.rows).reduce(0, +) == file.accepted)
        #expect(file.periodFrom?.description == "2026-01-01")
        #expect(file.periodTo?.description == "2026-03-31")
    }

    @Test func theVendorMayComeFromTheProject() throws {
        let rule = SourceRule(files: "*", vendor: "Acme AI", currency: Currency("EUR"), decimal: ",")
        let file = try read("Engine;2026-01;2026-02;2026-03\nnova;1,5;2,5;3\n", rules: [rule])
        #expect(file.lines.map(\.model) == ["nova", "nova", "nova"])
        #expect(file.totals.map { "\($0.amount) \($0.currency)" } == ["7 EUR"])
    }

    @Test func twoColumnsForOneMonthAreAskedAbout() throws {
        let failure = #expect(throws: Failure.self) {
            try read("Vendor,2026-01,2026-02,Jan 2026\nAcme,1,2,3\n")
        }
        #expect(
            failure?.diagnostics.map(\.rendered) == [
                """
                months.csv:1:1: error: found two columns for 2026-01: 2026-01, Jan 2026, expected a column a month
                  fix: remove or rename the wrong one
                """
            ])
    }

    @Test func twoMonthsAreNoTableOfMonths() throws {
        let failure = #expect(throws: Failure.self) { try read("Vendor,2026-01,2026-02\nAcme,1,2\n") }
        #expect(failure?.diagnostics.map(\.code) == ["unrecognised-file"])
    }

    /// Sizes of models in a row of a table of another kind.
    @Test func figuresWithADecimalPlaceAreNoMonths() throws {
        let failure = #expect(throws: Failure.self) {
            try read("model,total_b,active_b,weights_gb\nL-70B,70.6,70.6,39.7\nL-8B,8.1,8.2,16.1\n")
        }
        #expect(failure?.diagnostics.map(\.code) == ["unrecognised-file"])
        #expect(try read("Vendor,01.26,02.26,03.26\nAcme,1,2,3\n").lines.count == 3)
        #expect(try read("Vendor,1.2026,2.2026,3.2026\nAcme,1,2,3\n").lines.count == 3)
    }

    @Test func netAndGrossAreAskedAbout() throws {
        let failure = #expect(throws: Failure.self) {
            try read("Vendor,Month,Net,Gross\nAcme,2026-01,1,1.19\n")
        }
        #expect(failure?.diagnostics.map(\.code) == ["several-candidates"])
    }

    @Test func theSKUNamesTheModelWhereNothingElseDoes() throws {
        #expect(try read("Vendor,Month,SKU,Amount\nAcme,2026-01,nova-2,1.5\n").lines.map(\.model) == ["nova-2"])
        #expect(
            try read("Vendor,Month,SKU,Model,Amount\nAcme,2026-01,k,nova-2,1.5\n").lines.map(\.model) == ["nova-2"])
    }
}
