import Billing
import Money

/// Reads the name of an Azure meter, such as `gpt-4o 1120 cached Inp glbl Tokens` or `GPT 5 outpt Glbl 1M Tokens`.
///
/// The spelling is unstable: words for cache and direction in several abbreviations, then route and tier, at times a
/// block, `Tokens` at the end. What stands before the first of these words is the model.
///
/// - Parameter subcategory: tells what `5.4 inp Gl 1M Tokens` leaves out, as `Azure OpenAI GPT5` does.
/// - Returns: Nil for a meter that counts no tokens.
func azureTokenMeter(_ name: String, subcategory: String = "") -> TokenMeter? {
    var words: [(text: Substring, lower: String)] = []
    for word in name.split(whereSeparator: { $0 == " " || $0 == "-" }) { words.append((word, word.lowercased())) }
    guard let last = words.last?.lower, last == "tokens" || last == "token" else { return nil }
    guard let start = words.firstIndex(where: { azureCacheWords.contains($0.lower) || azureDirection($0.lower) != nil })
    else { return nil }
    let tail = words[start...].map(\.lower)
    guard let direction = tail.lazy.compactMap(azureDirection).first else { return nil }
    let isCached = tail.contains(where: azureCacheWords.contains)
    let isWritten = tail.contains { ["write", "wr", "wrt", "creation"].contains($0) }
    var model = String(name[..<words[start].text.startIndex]).trimmingBlanks
    while let end = model.last, end == "-" || end == " " { model.removeLast() }
    var head = model.split(separator: " ").map(String.init)
    while let word = head.last?.lowercased(), ["shortco", "longco", "pp", "batch"].contains(word) { head.removeLast() }
    model = head.joined(separator: " ")
    if model.first?.isASCIIDigit == true, subcategory.lowercased().contains("gpt") { model = "GPT \(model)" }
    let block: Amount? = tail.contains("1m") ? Amount(1_000_000) : tail.contains("1k") ? Amount(1000) : nil
    return TokenMeter(
        model: model,
        tokenClass: direction == .output
            ? .output : isCached ? (isWritten ? .inputCacheWrite : .inputCacheRead) : .inputUncached,
        tier: TokenMeter.tier(among: words.map(\.lower)), block: block ?? Amount(1))
}

private let azureCacheWords: Set<String> = ["cached", "cache", "cchd", "cd"]

private func azureDirection(_ word: String) -> TokenClass? {
    switch word {
    case "inp", "inpt", "input": .inputUncached
    case "outp", "outpt", "output", "opt": .output
    default: nil
    }
}
