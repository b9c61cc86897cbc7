package import Billing
package import Diagnostics
import Money
package import Tabular

/// Reads a playbook: a Markdown page with a title, why it matters, and three sections of six items each.
///
/// ```
/// # On-call
///
/// Why it matters.
///
/// ## Stop the bleeding
///
/// - Owner: a role
/// - Weeks: 1
/// - Days: 2.5
/// - Exit evidence: what shows that it is done
/// - On Monday: what is done first; a line that goes on
///   is indented
/// - Open tools: names
///
/// ## Standardise
/// ## Prove
/// ```
///
/// - Parameter capability: id that the file's name gives.
/// - Throws: 65 with everything that is missing, unknown, twice there or no number; 66.
package func readPlaybook(_ file: InputFile, capability: String) throws(Failure) -> Playbook {
    guard let text = String(validating: try wholeFile(file), as: UTF8.self) else {
        throw Failure(.badData, .playbookNotText(file.name))
    }
    var page = PlaybookPage(file: file.name)
    let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    for (index, line) in lines.enumerated() { page.read(index == 0 ? line.droppingMark : line, line: index + 1) }
    let steps = page.steps()
    guard page.errors.isEmpty else { throw Failure(.badData, page.errors) }
    return Playbook(
        capability: capability, title: page.title, purpose: page.purpose.joined(separator: " "), steps: steps,
        source: file.name)
}

/// A line of a step, by its name before the colon.
enum PlaybookItem: String, CaseIterable {
    case owner = "Owner"
    case weeks = "Weeks"
    case days = "Days"
    case exitEvidence = "Exit evidence"
    case onMonday = "On Monday"
    case tools = "Open tools"
}

/// A playbook as it is read, line by line.
private struct PlaybookPage {
    /// Longest text of an item: a cell has to show it.
    static let longest = 1000

    struct Section {
        var stage: Playbook.Stage
        var line: Int
        var items: [PlaybookItem: (text: String, line: Int)] = [:]
    }

    let file: String
    var title = ""
    var purpose: [String] = []
    var sections: [Section] = []
    var errors: [Diagnostic] = []
    /// What an indented line goes on with.
    private var current: PlaybookItem?
    /// A section that is not known: its items are passed over, since the section was named.
    private var isLost = false

    init(file: String) { self.file = file }

    private func at(_ line: Int) -> SourcePosition { SourcePosition(file: file, line: line) }

    mutating func read(_ line: Substring, line number: Int) {
        let text = trimmed(String(line))
        if text.isEmpty { return }
        if text.hasPrefix("## ") || text == "##" {
            beginSection(trimmed(String(text.dropFirst(2))), number)
        } else if title.isEmpty {
            if text.hasPrefix("# ") {
                title = trimmed(String(text.dropFirst(2)))
            } else {
                errors.append(.playbookWithoutTitle(text, at: at(number)))
                title = text
            }
        } else if sections.isEmpty, !isLost {
            purpose.append(text)
        } else if isLost {
            return
        } else if text.hasPrefix("- ") {
            beginItem(trimmed(String(text.dropFirst(2))), number)
        } else if line.first?.isWhitespace == true, let current {
            sections[sections.count - 1].items[current]?.text += " " + text
        } else {
            errors.append(.strayPlaybookText(text, at: at(number)))
        }
    }

    private mutating func beginSection(_ name: String, _ line: Int) {
        current = nil
        let expected = Playbook.Stage.allCases.dropFirst(sections.count).first
        isLost = name != expected?.rawValue
        if let expected, !isLost {
            sections.append(Section(stage: expected, line: line))
        } else {
            errors.append(.otherPlaybookSection(name, expected: expected, at: at(line)))
        }
    }

    private mutating func beginItem(_ text: String, _ line: Int) {
        current = nil
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let name = trimmed(String(parts[0]))
        guard parts.count == 2, let item = PlaybookItem(rawValue: name) else {
            errors.append(.unknownPlaybookItem(name, known: PlaybookItem.allCases.map(\.rawValue), at: at(line)))
            return
        }
        let section = sections.count - 1
        if let first = sections[section].items[item] {
            errors.append(.duplicatePlaybookItem(name, first: first.line, at: at(line)))
            return
        }
        sections[section].items[item] = (trimmed(String(parts[1])), line)
        current = item
    }

    /// The three steps; what is wrong goes to ``errors``.
    mutating func steps() -> [Playbook.Step] {
        if title.isEmpty { errors.append(.playbookWithoutTitle("", at: at(1))) }
        if purpose.isEmpty { errors.append(.playbookWithoutPurpose(at: at(1))) }
        let known = sections.map(\.stage)
        if !isLost, known.count < Playbook.Stage.allCases.count {
            errors.append(
                .missingPlaybookSteps(
                    Playbook.Stage.allCases.filter { !known.contains($0) }.map(\.rawValue), at: file))
        }
        return sections.map { section in
            let missing = PlaybookItem.allCases.filter { section.items[$0] == nil }.map(\.rawValue)
            if !missing.isEmpty {
                errors.append(.missingPlaybookItems(missing, of: section.stage.rawValue, at: at(section.line)))
            }
            return Playbook.Step(
                stage: section.stage, owner: text(.owner, section),
                weeks: number(.weeks, section, isZeroAllowed: false),
                days: number(.days, section, isZeroAllowed: true), exitEvidence: text(.exitEvidence, section),
                onMonday: text(.onMonday, section), tools: text(.tools, section))
        }
    }

    private mutating func text(_ item: PlaybookItem, _ section: Section) -> String {
        guard let (text, line) = section.items[item] else { return "" }
        if text.isEmpty {
            errors.append(.badPlaybookValue("", item: item.rawValue, expected: "a few words", at: at(line)))
        } else if text.count > Self.longest {
            errors.append(
                .badPlaybookValue(
                    "\(text.prefix(20))…", item: item.rawValue,
                    expected: "at most \(Self.longest) characters, found \(text.count)", at: at(line)))
        }
        return text
    }

    private mutating func number(_ item: PlaybookItem, _ section: Section, isZeroAllowed: Bool) -> Double {
        guard let (text, line) = section.items[item] else { return 0 }
        if let number = Amount(text)?.doubleValue, number > 0 || isZeroAllowed && number == 0, number <= 1000 {
            return number
        }
        errors.append(
            .badPlaybookValue(
                text, item: item.rawValue,
                expected: isZeroAllowed
                    ? "a number from 0 to 1000 such as 2 or 0.5" : "a number above 0, at most 1000, such as 2 or 0.5",
                at: at(line)))
        return 0
    }
}

extension Substring {
    /// Without a byte order mark.
    fileprivate var droppingMark: Substring { hasPrefix("\u{FEFF}") ? dropFirst() : self }
}
