import Diagnostics
import Tabular
import TestSupport

/// The fast reader must give what the slow one gives, however the work is cut. The first byte chooses the cut.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzReader(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard count > 0 else { return 0 }
    let cut = Int(start[0])
    let bytes = Array(UnsafeBufferPointer(start: start + 1, count: count - 1))
    // What is no UTF-8 is refused by the one and not looked at by the other.
    guard String(validating: bytes, as: UTF8.self) != nil else { return 0 }
    let expected = readSlowly(bytes)
    try! withTemporaryFile(bytes) { path in
        let collectors = (0..<(1 + cut % 3)).map { _ in Collector() }
        do {
            _ = try scanRecords(
                InputFile(path: path, name: "x"), dialect: Dialect(delimiter: UInt8(ascii: ","), headerLine: 0),
                options: ScanOptions(blockSize: 16 + cut, hashing: false), visitors: collectors)
            let records = collectors.flatMap(\.records).sorted { $0.line < $1.line }
            precondition(records == expected?.records, "the readers differ")
        } catch {
            precondition(expected == nil, "only the slow reader reads it")
        }
    }
    return 0
}

private final class Collector: RecordVisitor {
    var records: [SlowRecord] = []

    func visit(_ batch: RecordBatch) {
        for record in batch.records {
            records.append(
                SlowRecord(
                    line: batch.line(record), fields: (0..<batch.fieldCount(record)).map { batch.text(record, $0) }))
        }
    }
}
