import Diagnostics
import Importers
import Tabular
import TestSupport

/// Whatever the bytes, a gzip file and an archive give their content or a diagnostic, and the same one each time. The first
/// byte chooses: the bytes as they are, or as what a whole gzip file or archive holds.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzArchives(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    guard count > 0 else { return 0 }
    let given = Array(UnsafeBufferPointer(start: start + 1, count: count - 1))
    switch start[0] % 4 {
    case 0: read(given, named: "x.zip")
    case 1: read(given, named: "x.csv.gz")
    case 2: roundTrip(given, try! Gzip.compressed(given))
    default: roundTrip(given, Zip([Zip.Member("x.csv", given)]).bytes)
    }
    return 0
}

private func read(_ bytes: [UInt8], named name: String) {
    try! withTemporaryFile(bytes) { path in
        for file in SourceFiles([InputFile(path: path, name: name)]).tables {
            let outcomes = (0..<2).map { _ -> String? in
                do { return try sha256(of: file) } catch { return nil }
            }
            precondition(outcomes[0] == outcomes[1], "two readings differ")
            _ = try? contentDigest(of: file)
            _ = try? inspectInvoice(file)
        }
    }
}

private func roundTrip(_ bytes: [UInt8], _ packed: [UInt8]) {
    let plain = try! withTemporaryFile(bytes) { try contentDigest(of: InputFile(path: $0, name: "x.csv")) }
    try! withTemporaryFile(packed) { path in
        let file = SourceFiles([InputFile(path: path, name: "x")]).tables[0]
        let digest = try contentDigest(of: file)
        precondition(digest == plain, "packing changes what a file says")
    }
}
