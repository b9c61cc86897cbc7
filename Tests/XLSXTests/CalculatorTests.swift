import Testing
import TestSupport

@testable import XLSX

/// The interpreter of formulas, with the values that a spreadsheet program gives.
struct CalculatorTests {
    /// `A1:A6` hold 3, 1, a blank, "word", TRUE and 2; `B1:B6` hold -100, 30, 40, 50, 60, 10.
    static let typed: [AuditedCell] = {
        let a: [AuditedValue] = [.number(3), .number(1), .blank, .text("word"), .logical(true), .number(2)]
        let b: [Double] = [-100, 30, 40, 50, 60, 10]
        return (0..<6).flatMap { row in
            [
                AuditedCell(row: row, column: 0, style: 0, formula: nil, value: a[row], hasValue: a[row] != .blank),
                AuditedCell(row: row, column: 1, style: 0, formula: nil, value: .number(b[row]), hasValue: true),
            ]
        }
    }()

    static func result(_ formula: String) -> AuditedValue {
        var sheet = AuditedSheet(name: "S", part: "s", state: nil)
        sheet.setCells(
            typed + [AuditedCell(row: 9, column: 3, style: 0, formula: formula, value: .blank, hasValue: false)])
        var book = AuditedWorkbook()
        book.sheets = [sheet]
        let table = FormulaTable(book)
        return Calculator(book, table).value(0, 9, 3)
    }

    @Test(
        arguments: [
            ("1+2*3", .number(7)), ("-2^2", .number(4)), ("2^3^2", .number(64)), ("(1-3)*-2", .number(4)),
            ("50%", .number(0.5)), ("2^-1", .number(0.5)), ("1/0", .error(.division)), ("0^0", .error(.number)),
            ("(-8)^(1/3)", .error(.number)), ("\"a\"&1.5&TRUE", .text("a1.5TRUE")), ("\"12\"+1", .number(13)),
            ("\"a\"+1", .error(.value)), ("A3", .number(0)), ("A3=0", .logical(true)), ("A3=\"\"", .logical(true)),
            ("\"ABC\"=\"abc\"", .logical(true)), ("\"a\">5", .logical(true)), ("TRUE>\"z\"", .logical(true)),
            ("0.1+0.2=0.3", .logical(true)), ("1<>2", .logical(true)), ("(B1>0)*1", .number(0)),
            ("nothing", .error(.name)), ("NOSUCH(1)", .error(.name)), ("\"say \"\"so\"\"\"", .text("say \"so\"")),
        ] as [(String, AuditedValue)]) func operators(_ formula: String, _ expected: AuditedValue)
    {
        #expect(Self.result(formula) == expected)
    }

    @Test(
        arguments: [
            ("SUM(A1:A6)", .number(6)), ("SUM(A1:A6,TRUE,\"2\")", .number(9)), ("MIN(A1:A6)", .number(1)),
            ("MAX(A3:A4)", .number(0)), ("COUNT(A1:A6)", .number(3)), ("SUMPRODUCT(A1:A2,B1:B2)", .number(-270)),
            ("SUMPRODUCT((B1:B6>20)*B1:B6)", .number(180)), ("SUMPRODUCT(A1:A2,B1:B3)", .error(.value)),
            ("SUMIFS(B1:B6,B1:B6,\">=40\")", .number(150)), ("COUNTIFS(A1:A6,\"wo*\")", .number(1)),
            ("COUNTIFS(B1:B6,\">=0\")", .number(5)), ("INDEX(B1:B6,3)", .number(40)),
            ("INDEX(B1:B6,7)", .error(.reference)),
            ("MATCH(30,B1:B6,0)", .number(2)), ("MATCH(\"WORD\",A1:A6,0)", .number(4)),
            ("MATCH(9,B1:B6,0)", .error(.notAvailable)),
            ("IFERROR(MATCH(9,B1:B6,0),0)", .number(0)), ("IF(A3,1,2)", .number(2)), ("IF(1,A3)", .number(0)),
            ("IF(0,1)", .logical(false)), ("AND(A1,A2)", .logical(true)), ("OR(0,A3)", .logical(false)),
            ("NOT(0)", .logical(true)),
            ("ISNUMBER(A4)", .logical(false)), ("LARGE(B1:B6,2)", .number(50)), ("SMALL(B1:B6,1)", .number(-100)),
            ("RANK(60,B1:B6)", .number(1)), ("ABS(B1)", .number(100)), ("INT(-1.5)", .number(-2)),
            ("SIGN(B1)", .number(-1)),
            ("ROUNDUP(-1.2,0)", .number(-2)), ("ROUNDDOWN(1.29,1)", .number(1.2)), ("ROUND(2.5,0)", .number(3)),
            ("ROUND(-1250,-2)", .number(-1300)), ("ROUNDUP(2,0)", .number(2)), ("LN(0)", .error(.number)),
            ("SUM(A1:A2)/A3", .error(.division)), ("SUM(1/0,1)", .error(.division)),
        ] as [(String, AuditedValue)]) func functions(_ formula: String, _ expected: AuditedValue)
    {
        #expect(Self.result(formula) == expected)
    }

    @Test(
        arguments: [
            ("DATE(2024,2,30)", .number(45_352)), ("EOMONTH(DATE(2024,1,31),1)", .number(45_351)),
            ("EDATE(DATE(2024,1,31),1)", .number(45_351)), ("DAY(EOMONTH(45352,-1))", .number(29)),
            ("DATE(1900,3,1)", .number(61)), ("TEXT(1234567.891,\"#,##0\")", .text("1,234,568")),
            ("TEXT(0.255,\"0.0%\")", .text("25.5%")), ("TEXT(-1234.5,\"#,##0.00_);(#,##0.00)\")", .text("(1,234.50)")),
            ("TEXT(45352,\"yyyy-mm-dd\")", .text("2024-03-01")), ("TEXT(45352,\"mmm yy\")", .text("Mar 24")),
            ("TEXT(\"as it is\",\"0\")", .text("as it is")), ("TEXT(-0.2,\"0\")", .text("0")),
        ] as [(String, AuditedValue)]) func datesAndTexts(_ formula: String, _ expected: AuditedValue)
    {
        #expect(Self.result(formula) == expected)
    }

    /// Published examples and definitions, to nine digits.
    @Test(arguments: [
        ("NPV(0.1,-10000,3000,4200,6800)", 1188.44341233522), ("IRR(B1:B6)", 0.26465544773201),
        ("MIRR(B1:B6,0.1,0.12)", 0.19463855194302), ("PMT(0.08/12,10,10000)", -1037.03208935916),
        ("PV(0.08/12,240,500)", -59777.1458511878), ("FV(0.06/12,10,-200,-500,1)", 2581.40337406012),
        ("NPER(0.01,-100,-1000,10000,1)", 59.6738656742946), ("RATE(48,-200,8000)", 0.00770147248820204),
        ("IPMT(0.1/12,1,36,8000)", -66.6666666666667), ("PPMT(0.1/12,1,24,2000)", -75.6231860083664),
        ("CUMIPMT(0.09/12,360,125000,13,24,0)", -11135.2321307508),
        ("CUMPRINC(0.09/12,360,125000,13,24,0)", -934.107123420868),
        ("SLN(30000,7500,10)", 2250), ("SYD(30000,7500,10,1)", 4090.90909090909),
        ("DB(1000000,100000,6,1,7)", 186083.333333333),
        ("DB(1000000,100000,6,7,7)", 15845.0984738462), ("DDB(2400,300,10,2)", 384), ("VDB(2400,300,10,0,1)", 480),
        ("VDB(2400,300,10,0,0.875,1.5)", 315), ("VDB(2400,300,120,6,18)", 396.306053264751),
        ("BINOMDIST(6,10,0.5,0)", 0.205078125),
        ("BINOMDIST(6,10,0.5,1)", 0.828125), ("EXP(1)", 2.71828182845905), ("LN(10)", 2.30258509299405),
    ]) func finance(_ formula: String, _ expected: Double) {
        guard case .number(let value) = Self.result(formula) else {
            Issue.record("\(formula): \(Self.result(formula).shown)")
            return
        }
        #expect(abs(value - expected) <= 2e-9 * abs(expected), "\(formula): \(value)")
    }

    @Test func formulasThatNeedEachOtherAreACycle() {
        var sheet = AuditedSheet(name: "S", part: "s", state: nil)
        sheet.setCells([
            AuditedCell(row: 0, column: 0, style: 0, formula: "B1+1", value: .blank, hasValue: false),
            AuditedCell(row: 0, column: 1, style: 0, formula: "A1", value: .blank, hasValue: false),
            AuditedCell(row: 0, column: 2, style: 0, formula: "1+1", value: .blank, hasValue: false),
        ])
        var book = AuditedWorkbook()
        book.sheets = [sheet]
        let calculator = Calculator(book, FormulaTable(book))
        #expect(calculator.cycles.map(\.cell) == [0])
        #expect(calculator.value(0, 0, 2) == .number(2))
    }

    /// A chain longer than any stack of calls.
    @Test func longChainsAreNoMatter() {
        var sheet = AuditedSheet(name: "S", part: "s", state: nil)
        sheet.setCells(
            (0..<200_000).map { row in
                AuditedCell(
                    row: row, column: 0, style: 0, formula: row == 199_999 ? "1" : "A\(row + 2)+1", value: .blank,
                    hasValue: false)
            })
        var book = AuditedWorkbook()
        book.sheets = [sheet]
        #expect(Calculator(book, FormulaTable(book)).value(0, 0, 0) == .number(200_000))
    }

    @Test func copiesOfAFormulaShareTheirShape() {
        var sheet = AuditedSheet(name: "S", part: "s", state: nil)
        sheet.setCells(
            ["A2+$B$2*C$1", "B2+$B$2*D$1", "C2+$B$2*D$1"].enumerated().map { column, formula in
                AuditedCell(row: 4, column: column + 3, style: 0, formula: formula, value: .blank, hasValue: false)
            })
        var book = AuditedWorkbook()
        book.sheets = [sheet]
        #expect(FormulaTable(book).shapeOfCell == [[0, 0, 1]])
    }
}

struct XMLReaderTests {
    @Test(arguments: [
        ("<a><b></a>", "the end of a where that of b belongs"), ("<a>", "the element a is not closed"),
        ("<a x='1' x='2'/>", "the attribute x of a twice"), ("<a>&nope;</a>", "an entity that is not known"),
        ("<!DOCTYPE a><a/>", "a document type or declaration"), ("<a/><b/>", "a second root, b"),
        ("<a", "the tag a is cut off"), ("", "there is no element"),
        ("<a b=1/>", "the value of b stands without quotes"),
        (String(repeating: "<a>", count: 300), "elements nest too deeply"),
    ]) func partsThatAreNotXMLAreRefused(_ text: String, _ reason: String) {
        #expect(throws: XMLFault.self) { _ = try XMLTree(Array(text.utf8)) }
        do { _ = try XMLTree(Array(text.utf8)) } catch { #expect(error.reason == reason) }
    }

    @Test func textAndAttributesAreRead() throws {
        let tree = try XMLTree(
            Array(
                "<?xml version='1.0'?><x:a b=\"1 &lt; 2\"><!-- no --><c>é&#233;&#xE9;</c><c><![CDATA[<&]]></c></x:a>"
                    .utf8))
        #expect(tree.name == "a")
        #expect(tree["b"] == "1 < 2")
        #expect(tree.all("c").map(\.text) == ["ééé", "<&"])
    }
}
