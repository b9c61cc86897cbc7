/// One thing that is wrong or worth knowing, said so that the reader can mend it.
package struct Diagnostic: Hashable, Sendable {
    package enum Severity: String, Sendable {
        case error, warning, note
    }

    /// Stable kebab-case name, for scripts: `not-an-amount`.
    package var code: String
    package var severity: Severity
    package var position: SourcePosition?
    /// Configuration path, where the finding is about a setting: `finance.discount_rate_annual`.
    package var key: String?
    package var found: String
    package var expected: String?
    package var fix: String?
    /// The offending line, already masked and shortened; a caret is drawn under `position.column`.
    package var excerpt: String?

    package init(
        _ code: String, _ severity: Severity = .error, at position: SourcePosition? = nil, key: String? = nil,
        found: String, expected: String? = nil, fix: String? = nil, excerpt: String? = nil
    ) {
        self.code = code
        self.severity = severity
        self.position = position
        self.key = key
        self.found = found
        self.expected = expected
        self.fix = fix
        self.excerpt = excerpt
    }

    /// `found X, expected Y`, without the place.
    package var message: String {
        expected.map { "found \(found), expected \($0)" } ?? found
    }

    /// The whole finding as text: place, severity, message, excerpt with caret, fix. No final line break.
    package var rendered: String {
        var text = position.map { "\($0): " } ?? ""
        text += "\(severity.rawValue): \(message)"
        if let excerpt {
            text += "\n    \(excerpt)"
            if let column = position?.column, column > 0 {
                text += "\n    " + String(repeating: " ", count: column - 1) + "^"
            }
        }
        if let fix { text += "\n  fix: \(fix)" }
        return text
    }
}
