/// One thing that is wrong or worth knowing, said so that the reader can mend it.
///
/// An error or a warning cannot be made without a place, what was expected, and a way out.
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
    /// Nil only in a note that asks for nothing.
    package var expected: String?
    /// Nil only in a note that asks for nothing.
    package var fix: String?
    /// The offending line, already masked and shortened; a caret is drawn under `position.column`.
    package var excerpt: String?

    package init(
        _ code: String, _ severity: Severity = .error, at position: SourcePosition, found: String, expected: String,
        fix: String
    ) {
        self.init(code, severity, position, nil, found, expected, fix)
    }

    /// About a setting, which is the place where no file tells one.
    package init(
        _ code: String, _ severity: Severity = .error, at position: SourcePosition? = nil, key: String, found: String,
        expected: String, fix: String
    ) {
        self.init(code, severity, position, key, found, expected, fix)
    }

    /// Something worth knowing that asks for nothing.
    package static func note(_ code: String, at position: SourcePosition, found: String) -> Diagnostic {
        Diagnostic(code, .note, position, nil, found, nil, nil)
    }

    /// Something worth knowing about a setting.
    package static func note(_ code: String, key: String, found: String) -> Diagnostic {
        Diagnostic(code, .note, nil, key, found, nil, nil)
    }

    private init(
        _ code: String, _ severity: Severity, _ position: SourcePosition?, _ key: String?, _ found: String,
        _ expected: String?, _ fix: String?
    ) {
        self.code = code
        self.severity = severity
        self.position = position
        self.key = key
        self.found = found
        self.expected = expected
        self.fix = fix
    }

    /// Where it is: the place in a file or on the command line, else the setting.
    package var place: String { position?.description ?? key ?? "" }

    /// `found X, expected Y`, without the place.
    package var message: String {
        expected.map { "found \(found), expected \($0)" } ?? found
    }

    /// The whole finding as text: place, severity, message, excerpt with caret, fix. No final line break.
    package var rendered: String {
        var text = place.isEmpty ? "" : "\(place): "
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
