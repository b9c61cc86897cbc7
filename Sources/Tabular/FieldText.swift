/// The text of a field from its raw bytes, quotes and all.
///
/// A field is quoted only if its first byte is a quote. Inside, two quotes stand for one; after the closing quote
/// whatever comes before the delimiter is kept as it is. A quote anywhere else is a character like any other.
package func unquoted(_ raw: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    let quote = UInt8(ascii: "\"")
    guard raw.first == quote else { return Array(raw) }
    var result: [UInt8] = []
    result.reserveCapacity(raw.count)
    var i = 1
    while i < raw.count {
        if raw[i] == quote {
            if i + 1 < raw.count, raw[i + 1] == quote {
                i += 1
            } else {
                result.append(contentsOf: raw[(i + 1)...])
                break
            }
        }
        result.append(raw[i])
        i += 1
    }
    return result
}
