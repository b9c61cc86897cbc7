import Billing
import Diagnostics
import Importers
import Money
import Tabular
import TestSupport
import Testing

/// The obvious way to add up records: strings, dictionaries, one at a time.
private struct SlowAggregation {
    struct Group: Equatable {
        var rows = 0
        var firstLine = 0
        var sums: [Amount?]
    }
    var groups: [[String]: Group] = [:]
    var rejects: [Int: String] = [:]
    var skipped: [String: Int] = [:]

    init(_ records: [SlowRecord], plan: AggregationPlan) throws {
        for record in records.dropFirst() {
            let fields = record.fields
            if fields.count >= plan.expectedFields, fields.allSatisfy(\.isEmpty) {
                skipped["empty record", default: 0] += 1
                continue
            }
            guard fields.count >= plan.expectedFields, fields.dropFirst(plan.expectedFields).allSatisfy(\.isEmpty)
            else {
                rejects[record.line] = "ragged-row"
                continue
            }
            if (plan.keys.map(\.column) + plan.measures.map(\.column)).allSatisfy({ fields[$0] == plan.columnNames[$0] }
            ) {
                skipped["repeated header", default: 0] += 1
                continue
            }
            let key = plan.keys.map { key in
                key.prefix.map { String(decoding: fields[key.column].utf8.prefix($0), as: UTF8.self) }
                    ?? fields[key.column]
            }
            switch plan.decide(key) {
            case .keep: break
            case .skip(let reason):
                skipped[reason, default: 0] += 1
                continue
            case .reject(_, let code, _, _, _):
                rejects[record.line] = code
                continue
            }
            var amounts: [Amount?] = []
            for measure in plan.measures {
                switch measure.style.read(fields[measure.column]) {
                case .null where measure.mustBeGiven && !plan.mayLackFigures(key):
                    rejects[record.line] = rejects[record.line] ?? "no-amount"
                case .null: amounts.append(nil)
                case .value(let amount): amounts.append(amount)
                case .unreadable: rejects[record.line] = rejects[record.line] ?? "not-a-number"
                }
            }
            guard amounts.count == plan.measures.count else { continue }
            var group = groups[key] ?? Group(firstLine: record.line, sums: plan.measures.map { _ in nil })
            group.rows += 1
            for (i, amount) in amounts.enumerated() {
                if let amount { group.sums[i] = try (group.sums[i] ?? .zero).adding(amount) }
            }
            groups[key] = group
        }
    }
}

private func randomLedger(using generator: inout SplitMix64) -> [UInt8] {
    let days = [
        "2026-01-01T00:00:00Z", "2026-01-01", "\"2026-01-02T10:00:00Z\"", "\"2026\"\"-01-02\"", "2026-01-02 x", "",
    ]
    let names = ["gpt", "\"gpt\"", "\"a,b\"", "\"two\nlines\"", "Müller", "skip", "bad", "name"]
    let numbers = [
        "1", "0.1", "-3.25", "\"7.5\"", "1.81E-8", "3e-6", "12345678901234567", "1234567890.123456789", "12.3.4", "abc",
        "", "NULL", "-", "0.0000000000000000001", "99999999999999999", " 2 ", "1.", "-0", "+4", "1,5",
    ]
    let ends = ["\n", "\r\n", "\r", "\n\n"]
    var text = Bool.random(using: &generator) ? "\u{FEFF}" : ""
    text += "day,name,cost,tokens\n"
    for _ in 0..<generator.integer(in: 0...120) {
        switch generator.integer(in: 0...40) {
        case 0: text += "day,name,cost,tokens"
        case 1: text += "a,b"
        case 2: text += "2026-01-01,gpt,1,2,,\"\","
        case 3: text += "2026-01-01,gpt,5,2,,x"
        case 4: text += [",", ",,,", ",,,,,"][generator.integer(in: 0...2)]
        default:
            let cost = numbers[generator.integer(in: 0...(generator.integer(in: 0...3) == 0 ? 18 : 7))]
            text += days[generator.integer(in: 0...5)] + "," + names[generator.integer(in: 0...7)] + "," + cost
            text += "," + numbers[generator.integer(in: 0...7)]
        }
        text += ends[generator.integer(in: 0...3)]
    }
    return Array(text.utf8)
}

private let plan = AggregationPlan(
    keys: [KeyColumn(column: 0, prefix: 10), KeyColumn(column: 1)],
    measures: [MeasureColumn(column: 2, name: "cost", mustBeGiven: true), MeasureColumn(column: 3, name: "tokens")],
    expectedFields: 4, columnNames: ["day", "name", "cost", "tokens"], mayLackFigures: { $0[1] == "Müller" },
    decide: { key in
        switch key[1] {
        case "skip": .skip(reason: "footer")
        case "bad": .reject(column: 1, code: "bad-name", found: "bad", expected: "a name", fix: "name it")
        default: .keep
        }
    })

@Suite("Adding up records") struct RecordAggregationTests {
    @Test("gives what the slow way gives, however the work is cut", arguments: 0..<100)
    func agrees(seed: Int) throws {
        var generator = SplitMix64(seed: UInt64(seed))
        let bytes = randomLedger(using: &generator)
        let records = try #require(readSlowly(bytes)).records
        let expected = try SlowAggregation(records, plan: plan)
        try withTemporaryFile(bytes) { path in
            for (blockSize, jobs) in [(16, 1), (50, 3), (64, 2), (333, 4), (4096, 2), (1 << 20, 1)] {
                let place = "seed \(seed), block \(blockSize), jobs \(jobs)"
                let actual = try aggregate(
                    InputFile(path: path, name: "x.csv"), dialect: Dialect(delimiter: UInt8(ascii: ",")), plan: plan,
                    jobs: jobs, options: ScanOptions(blockSize: blockSize))
                #expect(actual.groups.count == expected.groups.count, "\(place)")
                for group in actual.groups {
                    let other = try #require(expected.groups[group.texts], "\(place)")
                    #expect(group.rows == other.rows && group.firstLine == other.firstLine, "\(place)")
                    #expect(group.sums == other.sums, "\(place), \(group.texts)")
                }
                #expect(actual.groups.map(\.firstLine) == actual.groups.map(\.firstLine).sorted(), "\(place)")
                #expect(
                    actual.rejects.map { "\($0.line) \($0.code)" }
                        == expected.rejects.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }, "\(place)")
                #expect(actual.skipped == expected.skipped, "\(place)")
                #expect(actual.summary.records == max(0, records.count - 1))
                #expect(
                    actual.accepted + actual.rejects.count + actual.skipped.values.reduce(0, +)
                        == actual.summary.records, "\(place)")
            }
        }
    }

    private func aggregated(_ text: String) throws -> Aggregation {
        try withTemporaryFile(Array(text.utf8)) { path in
            try aggregate(
                InputFile(path: path, name: "x.csv"), dialect: Dialect(delimiter: UInt8(ascii: ",")), plan: plan,
                jobs: 2)
        }
    }

    @Test("keeps a bad row with the amounts that can be read")
    func rejects() throws {
        let result = try aggregated(
            "day,name,cost,tokens\n2026-01-01,gpt,12.3.4,7\n2026-01-01,gpt\n2026-01-01,bad,1,2\n")
        #expect(
            result.rejects == [
                RejectedRow(
                    file: "x.csv", line: 2, column: "cost", code: "not-a-number", value: "12.3.4",
                    expected: "a number such as 1234.56",
                    fix:
                        "correct the cell; if the file uses a decimal comma, set `decimal: \",\"` for it under `sources`",
                    amounts: ["tokens": Amount(7)]),
                RejectedRow(
                    file: "x.csv", line: 3, column: "", code: "ragged-row", value: "2 fields", expected: "4 fields",
                    fix: "put quotes around a text that holds the delimiter"),
                RejectedRow(
                    file: "x.csv", line: 4, column: "name", code: "bad-name", value: "bad", expected: "a name",
                    fix: "name it",
                    amounts: ["cost": Amount(1), "tokens": Amount(2)]),
            ])
    }

    @Test("adds numbers beyond the fast sums exactly")
    func largeSums() throws {
        let big = "99999999999999999999999999999999999999"
        let result = try aggregated(
            "day,name,cost,tokens\nd,n,\(big),1E-38\nd,n,1,0\nd,n,-\(big),0\nd,n,\(big),0\nd,n,-\(big),1E-38\n")
        #expect(result.groups.map(\.sums) == [[Amount(1), Amount("2E-38")]])
    }

    @Test("says which column's sum is too large")
    func tooLarge() throws {
        let big = "99999999999999999999999999999999999999"
        let failure = #expect(throws: Failure.self) {
            try aggregated("day,name,cost,tokens\nd,n,\(big),1\nd,n,1,1\n")
        }
        #expect(failure?.status == .badData)
        #expect(
            failure?.diagnostics.map(\.rendered) == [
                """
                x.csv: error: found a sum of column cost that needs more than 38 digits, expected at most 38 digits
                  fix: check the numbers of this column for a wrong scale
                """
            ])
    }

    @Test(
        "reads the numbers that exports hold",
        arguments: [
            ("\"20,122,880\"", "20122880"), ("4,250.00", "4250"), ("1 234.5", "1234.5"), ("1\u{A0}234", "1234"),
            ("1'234.56", "1234.56"), ("$(250.00)", "-250"), ("-$5.00", "-5"), ("$-5.00", "-5"), ("5.00-", "-5"),
            ("\u{2212}5", "-5"), ("EUR 3.50", "3.5"), ("3.50 EUR", "3.5"), ("(1,000)", "-1000"),
            ("1,234,567.8", "1234567.8"),
        ])
    func ornaments(cell: String, plain: String) {
        let style = NumberStyle(allowsGrouping: true)
        let text = cell.replacing("\"", with: "")
        #expect(style.read(text) == .value(Amount(plain)!))
    }

    @Test(
        "reads decimal commas",
        arguments: [("1.234,56", "1234.56"), ("2366588585885843", "2366588585885843"), ("0,5", "0.5")])
    func commas(cell: String, plain: String) {
        #expect(NumberStyle(decimal: UInt8(ascii: ","), allowsGrouping: true).read(cell) == .value(Amount(plain)!))
    }

    @Test(
        "refuses what only looks like a number",
        arguments: [
            "12.3.4", "1,23,4", "2,366588585885843", "1,2345", "--5", "(-5)", "5-5", "1e", "$", "()", "1.234.567,8",
        ])
    func refuses(cell: String) { #expect(NumberStyle(allowsGrouping: true).read(cell) == .unreadable) }

    @Test("keeps null apart from zero", arguments: ["", "NULL", "null", "N/A", "n/a", "-", "NaN", " "])
    func nulls(cell: String) { #expect(NumberStyle().read(cell) == .null) }
}

@Suite("Tables of keys") struct KeyTableTests {
    @Test("simplified texts share a group, and a header stays one")
    func simplified() throws {
        let plan = AggregationPlan(
            keys: [KeyColumn(column: 0)], measures: [MeasureColumn(column: 1, name: "cost")], expectedFields: 2,
            columnNames: ["tag", "cost"], simplify: [0: { String($0.prefix(1)) }])
        let text = "tag,cost\nab,1\nac,2\n\"ad\",3\ntag,cost\ntug,5\nb,4\n"
        let result = try withTemporaryFile(Array(text.utf8)) { path in
            try aggregate(
                InputFile(path: path, name: "x.csv"), dialect: Dialect(delimiter: UInt8(ascii: ",")), plan: plan,
                jobs: 1)
        }
        #expect(
            result.groups == [
                AggregatedGroup(texts: ["a"], rows: 3, firstLine: 2, sums: [Amount(6)]),
                AggregatedGroup(texts: ["t"], rows: 1, firstLine: 6, sums: [Amount(5)]),
                AggregatedGroup(texts: ["b"], rows: 1, firstLine: 7, sums: [Amount(4)]),
            ])
        #expect(result.skipped == ["repeated header": 1])
    }

    @Test("tell apart as many keys as there are", arguments: [1, 100, 50_000])
    func many(count: Int) throws {
        var text = "name,cost\n"
        for round in 0..<2 {
            for n in 0..<count { text += "\(String(repeating: "x", count: n % 23))\(n),\(round + n)\n" }
        }
        let plan = AggregationPlan(
            keys: [KeyColumn(column: 0)], measures: [MeasureColumn(column: 1, name: "cost")], expectedFields: 2,
            columnNames: ["name", "cost"])
        let result = try withTemporaryFile(Array(text.utf8)) { path in
            try aggregate(
                InputFile(path: path, name: "x.csv"), dialect: Dialect(delimiter: UInt8(ascii: ",")), plan: plan,
                jobs: 2, options: ScanOptions(blockSize: 1 << 16))
        }
        #expect(result.groups.count == count)
        #expect(
            result.groups.enumerated().allSatisfy { n, group in group.sums == [Amount(2 * n + 1)] && group.rows == 2 })
    }
}
