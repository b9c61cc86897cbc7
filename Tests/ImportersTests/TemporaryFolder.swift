import Foundation
import Tabular

/// A folder for one test.
struct TemporaryFolder {
    private let url = FileManager.default.temporaryDirectory.appendingPathComponent("importers-\(UUID().uuidString)")

    func write(_ bytes: [UInt8], as name: String) throws -> InputFile {
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
        let file = url.appendingPathComponent(name)
        try Data(bytes).write(to: file)
        return InputFile(path: file.path, name: name)
    }

    func write(_ text: String, as name: String) throws -> InputFile { try write(Array(text.utf8), as: name) }

    func remove() { try? FileManager.default.removeItem(at: url) }
}

/// The same numbers for the same seed, everywhere.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &+ 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// A gzip file that holds the bytes as they are, in stored blocks.
func gzip(_ bytes: [UInt8]) -> [UInt8] {
    var result: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
    var rest = bytes[...]
    repeat {
        let block = rest.prefix(65_535)
        rest = rest.dropFirst(block.count)
        let length = UInt16(block.count)
        result.append(rest.isEmpty ? 1 : 0)
        for value in [length, ~length] { result += [UInt8(value & 255), UInt8(value >> 8)] }
        result += block
    } while !rest.isEmpty
    var crc: UInt32 = ~0
    for byte in bytes {
        crc ^= UInt32(byte)
        for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1 }
    }
    for value in [~crc, UInt32(bytes.count)] { result += (0..<4).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) } }
    return result
}
