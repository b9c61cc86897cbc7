import Testing
import TestSupport

private let folder = SampleFolder("acme")

@Suite struct AcmeInputsTests {
    @Test func `the committed inputs are what the generator writes`() throws {
        for file in AcmeSample.files() {
            if SampleFolder.isRecording {
                let known = folder.bytes(of: file.path)
                let isSame = try file.isCompressed && known.map(Gzip.decompressed) == file.bytes
                // Another zlib compresses to other bytes: a file that holds the same is left alone.
                if !isSame {
                    try folder.write(file.isCompressed ? Gzip.compressed(file.bytes) : file.bytes, to: file.path)
                }
            }
            let committed = try #require(folder.bytes(of: file.path), "\(file.path) is missing: run with RECORD=1")
            let contents = try file.isCompressed ? Gzip.decompressed(committed) : committed
            #expect(contents == file.bytes, "\(file.path) differs: run with RECORD=1 to accept")
        }
    }

    @Test func `no invoice in the sample comes from elsewhere`() {
        let generated = AcmeSample.files().map(\.path).filter { $0.hasPrefix("invoices/") }
        #expect(folder.files(below: "invoices") == generated)
    }

    @Test func `one export has 50,000 rows and stays small when compressed`() throws {
        let path = "invoices/aws/focus-1.2_2024-11_2026-10.csv.gz"
        let committed = try #require(folder.bytes(of: path))
        #expect(committed.count < 3_000_000)
        #expect(Array(committed[4..<8]) == [0, 0, 0, 0], "the gzip header holds a time")
        let rows = try Gzip.decompressed(committed).count { $0 == UInt8(ascii: "\n") } - 1
        #expect(rows >= 50_000)
    }

    @Test func `the same seed gives the same bytes`() {
        let first = AcmeSample.files().map(\.bytes)
        #expect(first == AcmeSample.files().map(\.bytes))
    }
}
