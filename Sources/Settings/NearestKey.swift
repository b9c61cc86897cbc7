/// The candidate with the fewest changed characters, case apart; the first of several. Nil when there is none.
///
/// A text of three characters or more that begins a candidate is taken for a short form of it.
///
/// - Complexity: O(candidates × lengths).
package func nearest(to text: String, among candidates: [String]) -> String? {
    let wanted = Array(text.lowercased().utf8)
    var best: (candidate: String, distance: Int)?
    for candidate in candidates {
        let letters = Array(candidate.lowercased().utf8)
        let isShortForm = wanted.count >= 3 && letters.count > wanted.count && letters.starts(with: wanted)
        let distance = isShortForm ? 1 : editDistance(wanted, letters)
        if distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.candidate
}

/// Bytes to insert, delete, replace or swap with their neighbour until one text is the other.
package func editDistance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var beforeLast: [Int] = []
    var last = Array(0...b.count)
    for i in a.indices {
        var row = [i + 1]
        row.reserveCapacity(b.count + 1)
        for j in b.indices {
            var cost = min(last[j + 1] + 1, row[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
            if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, beforeLast[j - 1] + 1) }
            row.append(cost)
        }
        beforeLast = last
        last = row
    }
    return last[b.count]
}

/// `a, b or c`.
package func listed(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " or " + last
}
