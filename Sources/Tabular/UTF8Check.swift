/// Offset of the first byte that is not part of a UTF-8 character, or nil.
///
/// - Parameter isWhole: a character that the end cuts off is wrong; otherwise it may go on after the end.
func firstInvalidUTF8(_ bytes: UnsafeBufferPointer<UInt8>, isWhole: Bool) -> Int? {
    var i = 0
    let count = bytes.count
    while i < count {
        let first = bytes[i]
        if first < 0x80 {
            i = endOfASCII(bytes, from: i + 1)
            continue
        }
        let length: Int
        var low: UInt8 = 0x80
        var high: UInt8 = 0xBF
        switch first {
        case 0xC2...0xDF: length = 2
        case 0xE0: (length, low) = (3, 0xA0)
        case 0xED: (length, high) = (3, 0x9F)
        case 0xE1...0xEF: length = 3
        case 0xF0: (length, low) = (4, 0x90)
        case 0xF1...0xF3: length = 4
        case 0xF4: (length, high) = (4, 0x8F)
        default: return i
        }
        for k in 1..<length {
            guard i + k < count else { return isWhole ? i : nil }
            guard bytes[i + k] >= low, bytes[i + k] <= high else { return i }
            (low, high) = (0x80, 0xBF)
        }
        i += length
    }
    return nil
}

/// A place up to which, from `from` on, all bytes are ASCII; at least the next one where it is not.
@inline(__always)
private func endOfASCII(_ bytes: UnsafeBufferPointer<UInt8>, from: Int) -> Int {
    var i = from
    let start = UnsafeRawPointer(bytes.baseAddress!)
    let high: UInt64 = 0x8080_8080_8080_8080
    // In bounds: four words of eight bytes lie before the end.
    while i &+ 32 <= bytes.count {
        let a = start.loadUnaligned(fromByteOffset: i, as: UInt64.self)
        let b = start.loadUnaligned(fromByteOffset: i &+ 8, as: UInt64.self)
        let c = start.loadUnaligned(fromByteOffset: i &+ 16, as: UInt64.self)
        let d = start.loadUnaligned(fromByteOffset: i &+ 24, as: UInt64.self)
        if (a | b | c | d) & high != 0 { break }
        i &+= 32
    }
    return i
}

func firstInvalidUTF8(_ bytes: [UInt8], isWhole: Bool) -> Int? {
    bytes.withUnsafeBufferPointer { firstInvalidUTF8($0, isWhole: isWhole) }
}
