/// The names most like a text, best first; equal ones in alphabetical order. Case does not matter.
///
/// - Parameters:
///   - part: what of a name is compared; all of it where nothing is given.
/// - Returns: At most `limit` names, none that shares less than half of its letters with the text.
func nearestNames(
    to text: String, among names: [String], limit: Int, comparing part: (String) -> String = { $0 }
) -> [String] {
    let wanted = Array(text.lowercased())
    return
        names
        .map { name in
            let own = Array(part(name).lowercased())
            return (distance: editDistance(wanted, own), length: max(own.count, wanted.count), name: name)
        }
        .filter { $0.distance * 2 <= $0.length }
        .sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }
        .prefix(limit).map(\.name)
}

/// Insertions, deletions and replacements of one character that turn one text into the other.
private func editDistance(_ a: [Character], _ b: [Character]) -> Int {
    var row = Array(0...b.count)
    for i in a.indices {
        var diagonal = row[0]
        row[0] = i + 1
        for j in b.indices {
            let above = row[j + 1]
            row[j + 1] = min(min(row[j], above) + 1, diagonal + (a[i] == b[j] ? 0 : 1))
            diagonal = above
        }
    }
    return row[b.count]
}
