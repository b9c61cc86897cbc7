/// A pattern with `*` (any run of characters, also none) and `?` (exactly one). Everything else stands for itself.
package struct Glob: Hashable, Sendable {
    package var pattern: String
    /// Compares without regard to case, as providers and models are compared.
    package var ignoresCase: Bool

    package init(_ pattern: String, ignoresCase: Bool = false) {
        self.pattern = pattern
        self.ignoresCase = ignoresCase
    }

    /// - Complexity: O(length of the pattern × length of the text) at worst, without recursion.
    package func matches(_ text: String) -> Bool {
        let pattern = Array(ignoresCase ? pattern.lowercased() : pattern)
        let text = Array(ignoresCase ? text.lowercased() : text)
        var p = 0
        var t = 0
        var star: (pattern: Int, text: Int)?
        while t < text.count {
            if p < pattern.count, pattern[p] == "*" {
                star = (p, t)
                p += 1
            } else if p < pattern.count, pattern[p] == "?" || pattern[p] == text[t] {
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
        return pattern[p...].allSatisfy { $0 == "*" }
    }
}
