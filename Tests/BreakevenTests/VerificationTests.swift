import Diagnostics
import Exporters
import Foundation
import Reports
import TestSupport
import Testing
import XLSX

@testable import Breakeven

/// Reports are good workbooks, and an error seeded into one is found.
@Suite
struct VerificationTests {
    /// One workbook for all seeded errors, of few months: every case reads and computes it anew.
    private static let good: [UInt8] = {
        let scratch = ScratchFolder()
        var project = RandomProject(seed: 103)
        project.horizon = 6
        let content = try! ReportWorkbook.make(try! analysed(project).data)
        try! writeWorkbook(content, to: scratch.file("good.xlsx"))
        return bytes(of: scratch.file("good.xlsx"))!
    }()

    private static func failing(_ bytes: [UInt8]) throws -> Set<String> {
        let scratch = ScratchFolder()
        write(bytes, to: scratch.file("book.xlsx"))
        return Set(
            try Verification(file: scratch.file("book.xlsx"), project: nil).criteria.filter { !$0.passes }.map(\.id))
    }

    private static let before = Result { try failing(good) }

    @Test(arguments: UInt64(101)...104) func everyCachedValueOfRandomProjectsIsConfirmed(_ seed: UInt64) throws {
        let scratch = ScratchFolder()
        try writeWorkbook(
            try ReportWorkbook.make(try analysed(RandomProject(seed: seed)).data), to: scratch.file("book.xlsx"))
        let criteria = try Verification(file: scratch.file("book.xlsx"), project: nil).criteria
        for id in ["CAL-03", "CAL-04", "CAL-08", "CAL-10", "CAL-15", "INT-02", "INT-03", "INT-04", "CHT-03"] {
            let criterion = try #require(criteria.first { $0.id == id })
            #expect(criterion.result == "pass", "seed \(seed), \(id): \(criterion.detail)")
        }
    }

    @Test func aReportKeepsEveryCriterion() throws {
        let failing = try Self.before.get().sorted()
        #expect(failing == [], "\(failing)")
    }

    /// The sample has what random projects lack: invoices, and every sheet that is made of them.
    @Test func theSampleKeepsEveryCriterion() throws {
        let scratch = ScratchFolder()
        let sample = Repository.root.appending(path: "Samples/acme").path
        let analysis = try Analysis(try ProjectFolder(path: sample, overrides: []), RunOptions())
        try writeWorkbook(try ReportWorkbook.make(analysis.data), to: scratch.file("book.xlsx"))
        let failing = try Verification(file: scratch.file("book.xlsx"), project: nil).criteria
            .filter { !$0.passes }
        #expect(failing.map { "\($0.id): \($0.detail)" } == [])
    }

    @Test func everyCriterionIsThereOnce() throws {
        let ids = AuditCriterion.all.map(\.id)
        #expect(ids.count == 68)
        #expect(Set(ids).count == 68)
    }

    /// The edit is the first match of the pattern in the first part that has one.
    @Test(
        arguments: [
            ("worksheets/", #"(<f>[^<]*</f><v>)(\d+\.\d+)"#, "$19$2", ["CAL-15"]),
            ("worksheets/", #"(<f>\(\$C\$7&gt;\$D\$7\)\*)1"#, "$13", ["CAL-02"]),
            ("worksheets/", #"(<f>[^<]*</f><v>)\d+\.\d+"#, "$1NAN", ["CAL-10", "CAL-15", "INT-02"]),
            ("workbook.xml", #"(<sheet name="Sources")"#, "$1 state=\"hidden\"", ["STR-05"]),
            ("drawings/drawing", #"descr="[^"]*""#, "descr=\"chart\"", ["ACC-04"]),
            ("charts/chart", #"(<c:numCache>.*?<c:v>)(\d+)"#, "$19$2", ["CHT-03"]),
            ("worksheets/", #"<sheetProtection [^>]*>"#, "", ["MET-03"]),
            ("worksheets/", #"(<f>[^<]*</f>)<v>\d+\.\d+</v>"#, "$1", ["CAL-15", "INT-04"]),
        ] as [(String, String, String, [String])])
    func aSeededErrorIsFound(_ part: String, _ pattern: String, _ replacement: String, _ expected: [String]) throws {
        let scratch = ScratchFolder()
        write(Self.good, to: scratch.file("good.xlsx"))
        let archive = try Archive(path: scratch.file("good.xlsx"))
        let regex = try NSRegularExpression(pattern: pattern, options: [.dotMatchesLineSeparators])
        var isDone = false
        let members = try archive.parts.map { entry in
            var bytes = try archive.contents(of: entry)
            if !isDone, entry.name.contains(part), !entry.name.hasSuffix(".rels") {
                let text = String(decoding: bytes, as: UTF8.self)
                if let match = regex.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) {
                    isDone = true
                    let new = regex.replacementString(for: match, in: text, offset: 0, template: replacement)
                    bytes = Array(text.replacingCharacters(in: Range(match.range, in: text)!, with: new).utf8)
                }
            }
            return Zip.Member(entry.name, bytes)
        }
        #expect(isDone)
        #expect(try Self.failing(Zip(members).bytes).subtracting(try Self.before.get()).sorted() == expected)
    }

    @Test(arguments: [
        ([UInt8]("Month,Cost\n2026-01,5\n".utf8), "not-a-workbook"),
        (Array(good.prefix(good.count / 2)), "not-a-workbook"),
        ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], "not-a-workbook"),
        (Zip([.init("mimetype", "text")]).bytes, "not-a-workbook"), ([], "not-a-workbook"),
    ]) func filesThatAreNoWorkbookAreRefused(_ bytes: [UInt8], _ code: String) throws {
        let scratch = ScratchFolder()
        write(bytes, to: scratch.file("book.xlsx"))
        do {
            _ = try Verification(file: scratch.file("book.xlsx"), project: nil)
            Issue.record("accepted")
        } catch {
            #expect(error.status == .badData)
            #expect(error.diagnostics.map(\.code) == [code])
        }
    }
}

/// The command as a user runs it.
@Suite(.enabled(if: Binary.path != nil, "the program is built beside the tests"))
struct VerifyCommandTests {
    @Test func inputsAndOutputsMustBeThoseOfTheReport() throws {
        let project = try SmallProject()
        #expect(try project.run(["report", "p", "--quiet"]).status == 0)
        let book = "p/reports/2026-06/breakeven-2026-06.xlsx"
        let json = try project.run(["verify", book, "p", "--json"])
        #expect(json.output.contains(#""id": "STR-01""#))
        #expect(!json.output.contains("input-changed"))
        #expect(json.errors.isEmpty)

        try project.append("2026-01,Acme AI,model-9,1.00,USD\n")
        let changed = try project.run(["verify", book, "p"])
        #expect(changed.status == 3)
        #expect(
            changed.errors.contains(
                "invoices/acme.csv: error: found a file with another SHA-256 than in the manifest, expected the file that the report was made of\n  fix: restore it, or make the report again"
            ))

        try project.write("reports/2026-06/csv/checks.csv", "id\n")
        #expect(
            try project.run(["verify", book]).errors.contains(
                "csv/checks.csv: error: found a file with another SHA-256"))
    }

    @Test func aMissingFileIs66() throws {
        let project = try SmallProject()
        let outcome = try project.run(["verify", "none.xlsx"])
        #expect(outcome.status == 66)
        #expect(
            outcome.errors.hasPrefix(
                "none.xlsx: error: found a file that cannot be read (No such file or directory), expected"))
        #expect(try project.run(["verify"]).status == 64)
    }
}
