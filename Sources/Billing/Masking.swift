/// Hides API keys and e-mail addresses in text that is shown: messages, rejected values, excerpts.
///
/// A key keeps its well-known prefix and an address its domain, so that the reader still sees what kind of secret it was.
package enum Masking {
    /// What vendors' keys begin with; longer prefixes first.
    private static let keyPrefixes = [
        "sk-ant-", "sk-proj-", "sk-or-", "sk-", "sk_", "pk_", "rk_", "xai-", "gsk_", "AKIA", "ASIA", "AIza", "ghp_",
        "hf_", "pplx-", "r8_", "nvapi-", "eyJ",
    ]
    /// Characters after the prefix that make it a key and not a word.
    private static let shortestSecret = 10

    package static func masked(_ text: String) -> String {
        var result = ""
        var word = ""
        for character in text {
            if isWordCharacter(character) {
                word.append(character)
            } else {
                result += maskedWord(word)
                word = ""
                result.append(character)
            }
        }
        return result + maskedWord(word)
    }

    /// What gateways store in the place of a key: 40 hexadecimal digits and more.
    private static func isHash(_ word: String) -> Bool {
        word.utf8.count >= 40 && word.allSatisfy { $0.isHexDigit && $0.isASCII } && word.contains(where: \.isNumber)
    }

    private static func isWordCharacter(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || "@._-+%".contains(character)
    }

    private static func maskedWord(_ word: String) -> String {
        if let at = word.firstIndex(of: "@"), at != word.startIndex {
            let domain = word[word.index(after: at)...]
            if domain.contains("."), !domain.contains("@") { return "…@" + domain }
        }
        if isHash(word) { return word.prefix(8) + "…" }
        for prefix in keyPrefixes where word.hasPrefix(prefix) {
            return word.count - prefix.count >= shortestSecret ? prefix + "…" : word
        }
        return word
    }
}
