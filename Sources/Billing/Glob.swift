/// A pattern with `*` (any run of characters, also none) and `?` (exactly one). Everything else stands for itself.
package struct Glob: Hashable, Sendable {
    private let pattern: [UInt8]
    private let ignoresCase: Bool

    /// - Parameter ignoresCase: as providers and models are compared.
    package init(_ pattern: String, ignoresCase: Bool = false) {
        self.pattern = Array((ignoresCase ? pattern.lowercased() : pattern).utf8)
        self.ignoresCase = ignoresCase
    }

    /// - Complexity: O(length of the pattern × length of the text) at worst, without recursion.
    package func matches(_ text: String) -> Bool {
        var text = ignoresCase ? text.lowercased() : text
        return text.withUTF8 { matches($0) }
    }

    private func matches(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
        var p = 0
        var t = 0
        var star: (pattern: Int, text: Int)?
        while t < text.count {
            if p < pattern.count, pattern[p] == UInt8(ascii: "*") {
                star = (p, t)
                p += 1
            } else if p < pattern.count, pattern[p] == UInt8(ascii: "?") {
                p += 1
                t += 1
                // The rest of a character of several bytes.
                while t < text.count, text[t] & 0xC0 == 0x80 { t += 1 }
            } else if p < pattern.count, pattern[p] == text[t] {
                p += 1
                t += 1
            } else if let back = star {
                p = back.pattern + 1
                t = back.text + 1
                star = (back.pattern, t)
            } else {
                return false
            }
        }
        return pattern[p...].allSatisfy { $0 == UInt8(ascii: "*") }
    }
}
