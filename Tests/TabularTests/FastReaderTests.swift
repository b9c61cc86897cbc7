import Diagnostics
import Tabular
import TestSupport
import Testing

/// Collects all records of a scan, whatever thread saw them.
final class Collector: RecordVisitor {
    var records: [SlowRecord] = []

    func visit(_ batch: RecordBatch) {
        for record in batch.records {
            records.append(
                SlowRecord(
                    line: batch.line(record), fields: (0..<batch.fieldCount(record)).map { batch.text(record, $0) }))
        }
    }
}

/// All records of a file, the first included, in order.
func scan(
    _ path: String, delimiter: UInt8 = UInt8(ascii: ","), blockSize: Int, jobs: Int, headerLine: Int = 0
) throws(Failure) -> (records: [SlowRecord], summary: ScanSummary) {
    let collectors = (0..<jobs).map { _ in Collector() }
    let summary = try scanRecords(
        InputFile(path: path, name: "export.csv"), dialect: Dialect(delimiter: delimiter, headerLine: headerLine),
        options: ScanOptions(blockSize: blockSize), visitors: collectors)
    return (collectors.flatMap(\.records).sorted { $0.line < $1.line }, summary)
}

/// Bytes that are mostly CSV and partly trouble.
func randomCSV(using generator: inout SplitMix64, pieces: Int) -> [UInt8] {
    let plain = ["a", "bc", "12.50", "2026-01-01T00:00:00Z", "é", "日本", "𝄞", " ", "x y", ";", "'", "\u{FEFF}"]
    let quoted = ["\"\"", "\"a\"", "\"{\"\"k\"\":\"\"v\"\"}\"", "\"a,b\"", "\"l1\nl2\"", "\"l1\r\nl2\r\"", "\"\"\"\""]
    let stray = ["\"", "x\"", "\"a\"b", "\"a\"b\"c", "\"\"x\"", "\"a\"\"", "\"\r"]
    let ends = ["\n", "\r\n", "\r", "\n\n", "\r\r\n", "\n\r"]
    var text = Bool.random(using: &generator) ? "\u{FEFF}" : ""
    let trouble = Int.random(in: 0...20, using: &generator)
    let length = Int.random(in: 1...30, using: &generator)
    for _ in 0..<pieces {
        switch Int.random(in: 0..<100, using: &generator) {
        case 0..<trouble: text += stray.randomElement(using: &generator)!
        case 20..<45: text += quoted.randomElement(using: &generator)! + ","
        case 45..<(46 + length): text += plain.randomElement(using: &generator)! + ","
        case 90..<98: text += plain.randomElement(using: &generator)! + ends.randomElement(using: &generator)!
        default: text += ","
        }
    }
    if Bool.random(using: &generator) { text += ends.randomElement(using: &generator)! }
    return Array(text.utf8)
}

@Suite("The fast reader") struct FastReaderTests {
    @Test("agrees with the slow one on random bytes, however the work is cut", arguments: 0..<300)
    func agrees(seed: Int) throws {
        var generator = SplitMix64(seed: UInt64(seed))
        let bytes = randomCSV(using: &generator, pieces: Int.random(in: 0...400, using: &generator))
        let expected = readSlowly(bytes)
        try withTemporaryFile(bytes) { path in
            for blockSize in [16, 17, 31, 64, 100, 256, 1000, 4096, 1 << 20] {
                for jobs in 1...4 where blockSize < 200 || jobs == 2 {
                    guard let expected else {
                        let failure = #expect(throws: Failure.self, "seed \(seed)") {
                            try scan(path, blockSize: blockSize, jobs: jobs)
                        }
                        #expect(failure?.diagnostics.first?.code == "unclosed-quote", "seed \(seed)")
                        continue
                    }
                    let actual = try scan(path, blockSize: blockSize, jobs: jobs)
                    #expect(actual.records == expected.records, "seed \(seed), block \(blockSize), jobs \(jobs)")
                    #expect(actual.summary.lines == expected.lines, "seed \(seed), block \(blockSize), jobs \(jobs)")
                    #expect(actual.summary.sha256 == sha256(of: bytes))
                    #expect(actual.summary.records == expected.records.count)
                    #expect(actual.summary.bytes == bytes.count)
                }
            }
        }
    }
}
