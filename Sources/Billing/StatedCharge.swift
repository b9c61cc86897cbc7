/// One charge as one record of an export states it, before anything is added up.
package struct StatedCharge: Hashable, Sendable {
    package var line: ChargeLine
    /// Half-open, UTC, `YYYY-MM-DDTHH:MM:SSZ`.
    package var charged: Range<String>
    /// The same, as the document that bills the charge names it.
    package var billed: Range<String>
    /// What the record has for other columns of FOCUS: decimals plain, all else as the file writes it; nulls are absent.
    package var texts: [FocusColumn: String]
    /// What an earlier conversion said beside them.
    package var earlier: [FocusExtraColumn: String]
    /// Texts of further columns, in the order of the source's list of them.
    package var extras: [String]

    package init(line: ChargeLine, charged: Range<String>, billed: Range<String>) {
        self.line = line
        self.charged = charged
        self.billed = billed
        texts = [:]
        earlier = [:]
        extras = []
    }
}
