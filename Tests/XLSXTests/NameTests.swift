import Diagnostics
import Testing

@testable import XLSX

@Suite struct NameTests {
    @Test(arguments: [
        ("", "no characters"),
        (String(repeating: "a", count: 32), "32 characters"),
        ("a/b", "the character /"),
        ("a[b", "the character ["),
        ("tab\there", "a control character"),
        ("'a", "an apostrophe at an end"),
        ("history", "a reserved word"),
        ("BOARD", "a name that another sheet has"),
    ])
    func badSheetNamesAreRefused(_ name: String, _ finding: String) {
        let error = NameRule.sheet(name, taken: ["board"])
        #expect(
            error?.diagnostic.rendered == """
                workbook: error: found \(finding) in the sheet name "\(name)", expected 1 to 31 characters without []:*?/\\ and \
                without an apostrophe at an end, not History, unique
                  fix: choose another name for the sheet
                """)
    }

    @Test(arguments: ["Board", "It's data", "2026 Q1", "Übersicht", "TCO1", String(repeating: "a", count: 31)])
    func goodSheetNamesPass(_ name: String) { #expect(NameRule.sheet(name, taken: []) == nil) }

    @Test(arguments: [
        ("", "no characters"),
        (String(repeating: "a", count: 128), "128 characters"),
        ("1st", "a first character other than a letter"),
        ("in price", "a character other than letters, digits, _ and ."),
        ("preis_€", "the character €"),
        ("TCO1", "the look of a cell reference"),
        ("xfd9", "the look of a cell reference"),
        ("R", "the look of a cell reference"),
        ("c", "the look of a cell reference"),
        ("R1C1", "the look of a cell reference"),
        ("rc", "the look of a cell reference"),
        ("c12", "the look of a cell reference"),
        ("TRUE", "a reserved word"),
        ("Out_TCO", "a name that is already defined"),
    ])
    func badDefinedNamesAreRefused(_ name: String, _ finding: String) {
        let error = NameRule.defined(name, taken: ["out_tco"])
        #expect(
            error?.diagnostic.rendered == """
                workbook: error: found \(finding) in the defined name "\(name)", expected a letter, then letters, digits, _ and \
                ., unlike a cell such as TCO1 or R1C1, unique
                  fix: choose another name, for example with the prefix out_
                """)
    }

    @Test(arguments: ["in_volume", "_x", "out_tco.base", "TCO1_x", "rate", "const_eps", "ABCD1"])
    func goodDefinedNamesPass(_ name: String) { #expect(NameRule.defined(name, taken: []) == nil) }

    @Test(arguments: [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16_383, "XFD")])
    func columnsHaveLetters(_ column: Int, _ letters: String) { #expect(columnLetters(column) == letters) }

    @Test func referencesQuoteSheetNames() {
        #expect(absoluteReference("It's data", Area(1, 1, 8, 3)) == "'It''s data'!$B$2:$D$9")
        #expect(absoluteReference("Cash", Area(1, 1, 1, 1)) == "'Cash'!$B$2")
    }
}
