/// The functions that formulas may use: what Excel 2010, LibreOffice 7.4 and Google Sheets compute alike.
package enum SpreadsheetFunction: String, CaseIterable, Sendable {
    case sum = "SUM"
    case sumproduct = "SUMPRODUCT"
    case sumifs = "SUMIFS"
    case countifs = "COUNTIFS"
    case `if` = "IF"
    case and = "AND"
    case or = "OR"
    case not = "NOT"
    case min = "MIN"
    case max = "MAX"
    case abs = "ABS"
    case roundup = "ROUNDUP"
    case rounddown = "ROUNDDOWN"
    case round = "ROUND"
    case index = "INDEX"
    case match = "MATCH"
    case iferror = "IFERROR"
    case npv = "NPV"
    case irr = "IRR"
    case mirr = "MIRR"
    case xnpv = "XNPV"
    case xirr = "XIRR"
    case pv = "PV"
    case fv = "FV"
    case nper = "NPER"
    case rate = "RATE"
    case pmt = "PMT"
    case ipmt = "IPMT"
    case ppmt = "PPMT"
    case cumipmt = "CUMIPMT"
    case cumprinc = "CUMPRINC"
    case sln = "SLN"
    case syd = "SYD"
    case db = "DB"
    case ddb = "DDB"
    case vdb = "VDB"
    case int = "INT"
    case sign = "SIGN"
    case exp = "EXP"
    case ln = "LN"
    case isnumber = "ISNUMBER"
    case count = "COUNT"
    case text = "TEXT"
    case date = "DATE"
    case day = "DAY"
    case edate = "EDATE"
    case eomonth = "EOMONTH"
    case large = "LARGE"
    case small = "SMALL"
    case rank = "RANK"
    case binomdist = "BINOMDIST"

    /// How many arguments it takes.
    var arguments: ClosedRange<Int> {
        switch self {
        case .sum, .sumproduct, .and, .or, .min, .max, .count: 1...255
        case .not, .abs, .int, .sign, .exp, .ln, .isnumber, .day: 1...1
        case .roundup, .rounddown, .round, .iferror, .text, .edate, .eomonth, .large, .small: 2...2
        case .if, .match, .index, .rank: 2...3
        case .sumifs: 3...255
        case .countifs: 2...254
        case .npv: 2...255
        case .irr: 1...2
        case .mirr, .xnpv, .sln, .date: 3...3
        case .xirr: 2...3
        case .pv, .fv, .nper, .pmt: 3...5
        case .rate: 3...6
        case .ipmt, .ppmt: 4...6
        case .cumipmt, .cumprinc: 6...6
        case .syd, .binomdist: 4...4
        case .db, .ddb: 4...5
        case .vdb: 5...7
        }
    }
}
