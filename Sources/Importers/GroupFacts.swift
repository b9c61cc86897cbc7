import Money

/// Texts and sums of one group of records, by the names that the format's columns have.
struct GroupFacts: Sendable {
    let texts: [String]
    let sums: [Amount?]?
    let layout: ColumnLayout
    /// Records that share these texts; 0 while they are only judged.
    let rows: Int

    /// What the file's groups were found to say about tokens.
    var tokenFacts: Memo<[String], FocusTokenFacts> { layout.tokenFacts }

    /// False while groups are only judged, before anything is added up.
    var hasSums: Bool { sums != nil }

    /// Text of a key column, empty when the file lacks the column or the cell means "not given".
    func text(_ name: String) -> String {
        layout.keyIndex[name].map { layout.isNull(texts[$0]) ? "" : texts[$0] } ?? ""
    }

    /// Sum of a measure column; nil when no record gave a value, or before sums are known.
    func sum(_ name: String) -> Amount? {
        guard let index = layout.measureIndex[name] else { return nil }
        return sums?[index]
    }

    /// Whether the file has the column.
    func has(_ name: String) -> Bool { layout.keyIndex[name] != nil || layout.measureIndex[name] != nil }

    /// A measure gave a value.
    var hasAnySum: Bool { sums?.contains { $0 != nil } ?? false }
}
