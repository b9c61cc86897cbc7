import Billing
package import Diagnostics

/// What can be wrong with a playbook.
extension Diagnostic {
    static func playbookNotText(_ file: String) -> Diagnostic {
        Diagnostic(
            "playbook-not-text", at: SourcePosition(file: file), found: "bytes that are no UTF-8 text",
            expected: "a playbook in Markdown", fix: "save the file again as UTF-8")
    }

    static func playbookWithoutTitle(_ text: String, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "playbook-without-title", at: position, found: text.isEmpty ? "no text" : "\"\(text)\"",
            expected: "a title such as `# On-call` before anything else", fix: "write the title in the first line")
    }

    static func playbookWithoutPurpose(at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "playbook-without-purpose", at: position, found: "no text between the title and the first step",
            expected: "a sentence or two that say why the capability matters", fix: "write them below the title")
    }

    static func otherPlaybookSection(
        _ name: String, expected: Playbook.Stage?, at position: SourcePosition
    ) -> Diagnostic {
        Diagnostic(
            "playbook-section", at: position, found: "the section \"\(name)\"",
            expected: expected.map { "`## \($0.rawValue)`" } ?? "no section after `## Prove`",
            fix:
                "a playbook has the steps \(Playbook.Stage.allCases.map(\.rawValue).joined(separator: ", ")), in this order"
        )
    }

    static func missingPlaybookSteps(_ names: [String], at file: String) -> Diagnostic {
        Diagnostic(
            "playbook-without-step", at: SourcePosition(file: file),
            found: "no step \(names.map { "`## \($0)`" }.joined(separator: ", "))",
            expected: "the three steps \(Playbook.Stage.allCases.map(\.rawValue).joined(separator: ", "))",
            fix: "write the missing step with its six items")
    }

    static func strayPlaybookText(_ text: String, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "playbook-text", at: position, found: "\"\(text.prefix(40))\", which belongs to no item of the step",
            expected: "lines such as `- Owner: a role`",
            fix: "indent the line by two blanks if it goes on with the item above, else begin it with `- ` and a name")
    }

    static func unknownPlaybookItem(_ name: String, known: [String], at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "unknown-playbook-item", at: position, found: "the item \"\(name.prefix(40))\"",
            expected: "one of \(known.joined(separator: ", ")), followed by a colon",
            fix: nearestNames(to: name, among: known, limit: 1).first.map { "the nearest is \($0)" }
                ?? "take one of these, or delete the line")
    }

    static func duplicatePlaybookItem(_ name: String, first: Int, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "duplicate-playbook-item", at: position, found: "the item \(name) again, first in line \(first)",
            expected: "each item once in a step", fix: "delete one of them")
    }

    static func missingPlaybookItems(_ names: [String], of stage: String, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "playbook-without-item", at: position, found: "the step \(stage) without \(names.joined(separator: ", "))",
            expected: "the items \(PlaybookItem.allCases.map(\.rawValue).joined(separator: ", "))",
            fix: "write a line such as `- \(names[0]): …`")
    }

    static func badPlaybookValue(
        _ text: String, item: String, expected: String, at position: SourcePosition
    ) -> Diagnostic {
        Diagnostic(
            "bad-playbook-value", at: position, found: text.isEmpty ? "nothing for \(item)" : "\"\(text)\" for \(item)",
            expected: expected, fix: "correct the line `- \(item): …`")
    }
}

extension Diagnostic {
    /// A playbook whose file name is no capability.
    package static func unknownPlaybook(_ name: String, file: String, known: [String]) -> Diagnostic {
        Diagnostic(
            "unknown-playbook", at: SourcePosition(file: file), found: "a playbook of \"\(name)\"",
            expected: "one of \(known.joined(separator: ", "))",
            fix: nearestNames(to: name, among: known, limit: 1).first.map { "rename the file: the nearest is \($0).md" }
                ?? "rename the file to ID.md with one of these; for a capability of your own add its row to readiness.csv, with an id of small letters, digits and _"
        )
    }
}
