import Exporters
import Reports
import TestSupport
import Tabular
import Testing

@Suite struct JSONTests {
    private static let sample: JSONValue = [
        "b": [.integer(1), .number(-2.5), .null, .bool(true)],
        "a": ["text": "\"\\\n\u{1}é😀", "none": .object([]), "empty": []],
    ]

    @Test func keepsTheOrderOfMembers() {
        #expect(
            Self.sample.text(pretty: false)
                == #"{"b":[1,-2.5,null,true],"a":{"text":"\"\\\n\u0001é😀","none":{},"empty":[]}}"#)
        #expect(
            Self.sample.text(pretty: true) == """
                {
                  "b": [
                    1,
                    -2.5,
                    null,
                    true
                  ],
                  "a": {
                    "text": "\\"\\\\\\n\\u0001é😀",
                    "none": {},
                    "empty": []
                  }
                }
                """)
    }

    @Test(arguments: [true, false])
    func readsWhatItWrites(pretty: Bool) {
        #expect(JSONValue.parse(Array(Self.sample.text(pretty: pretty).utf8)) == Self.sample)
    }

    @Test(arguments: [
        ("\u{FEFF} {\"a\": 1e2}", JSONValue.object([.init("a", .number(100))])),
        (#""\ud83d\ude00 \ud83d \udE00x \u00e9\/""#, .string("😀 \u{FFFD} \u{FFFD}x é/")),
        ("-0", .integer(0)), ("9223372036854775808", .number(9_223_372_036_854_775_808)), (" null\r\n", .null),
    ])
    func reads(_ text: String, _ expected: JSONValue) { #expect(JSONValue.parse(Array(text.utf8)) == expected) }

    @Test(arguments: [
        "", "{", "[1,]", "{\"a\"}", "{\"a\":1,}", "{a:1}", "01", "1.", ".5", "+1", "nul", "\"\n\"", "\"\\x\"",
        "\"\\u12\"",
        "1 2", "[1", "\"a", "'a'", "1e999", String(repeating: "[", count: 100_000),
    ])
    func refuses(_ text: String) { #expect(JSONValue.parse(Array(text.utf8)) == nil) }

    @Test func lastOfEqualKeysCounts() {
        #expect(JSONValue.parse(Array(#"{"a":1,"a":2}"#.utf8))?["a"]?.wholeNumber == 2)
    }

    @Test func randomBytesNeverTrap() {
        let seed = UInt64.random(in: 0...UInt64.max)
        print("seed \(seed)")
        var random = SplitMix64(seed: seed)
        let alphabet = Array("{}[]\",:\\ud8e1.-0 tnf\n".utf8) + [0xFF, 0xC3]
        for _ in 0..<5_000 {
            let bytes = (0..<random.integer(in: 0...24)).map { _ in
                alphabet[random.integer(in: 0...(alphabet.count - 1))]
            }
            if let value = JSONValue.parse(bytes) {
                #expect(JSONValue.parse(Array(value.text(pretty: false).utf8)) != nil, "seed \(seed): \(bytes)")
            }
        }
    }
}

@Suite struct DataPackageTests {
    private static let table = Table(
        name: "spend", description: "The ledger",
        columns: [
            .init("month", .yearmonth), .init("rows", .integer), .init("cost", .number, unit: "EUR", "Exact"),
            .init("day", .date), .init("live", .boolean), .init("name"),
        ], primaryKey: ["month", "name"])

    @Test func parsesBack() throws {
        let bytes = dataPackage([Self.table], title: "Report 2026-06")
        #expect(bytes.last == 10)
        let json = try #require(JSONValue.parse(bytes))
        #expect(json["title"]?.text == "Report 2026-06")
        #expect(json["profile"]?.text == "tabular-data-package")
        #expect(json["name"]?.text == "breakeven-report")
        let resource = try #require(json["resources"]?.elements?.first)
        #expect(
            resource
                == [
                    "name": "spend", "path": "csv/spend.csv", "profile": "tabular-data-resource",
                    "description": "The ledger", "format": "csv", "mediatype": "text/csv", "encoding": "utf-8",
                    "schema": [
                        "fields": [
                            ["name": "month", "type": "yearmonth"], ["name": "rows", "type": "integer"],
                            ["name": "cost", "type": "number", "unit": "EUR", "description": "Exact"],
                            ["name": "day", "type": "date"], ["name": "live", "type": "boolean"],
                            ["name": "name", "type": "string"],
                        ],
                        "primaryKey": ["month", "name"], "missingValues": [""],
                    ],
                ])
    }

    @Test func keepsTheOrderOfTables() throws {
        var second = Self.table
        second.name = "quotes"
        let json = try #require(JSONValue.parse(dataPackage([Self.table, second], title: "x")))
        #expect(json["resources"]?.elements?.map { $0["name"]?.text } == ["spend", "quotes"])
    }
}
