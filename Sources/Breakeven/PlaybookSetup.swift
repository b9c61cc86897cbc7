import Billing
import Diagnostics
import Economics
import Importers
import Tabular

/// The playbooks of a project: its own, and those that come with the program for every other capability.
struct PlaybookSetup: Sendable {
    /// By capability.
    private var playbooks: [String: Playbook] = [:]
    var notes: [Diagnostic] = []

    /// - Parameters:
    ///   - own: files of the project, `playbooks/ID.md`.
    ///   - assessed: capabilities that readiness.csv names.
    /// - Throws: 65 for a file name that is no capability and for whatever is wrong with a playbook; 66.
    init(_ own: [InputFile], assessed: [String]) throws(Failure) {
        var errors: [Diagnostic] = []
        var status = ExitStatus.badData
        func read(_ file: InputFile) -> Playbook? {
            let id = file.name.split(separator: "/").last!.dropLast(3)
            guard let capability = Capability.of(String(id)) else {
                errors.append(
                    .unknownPlaybook(String(id), file: file.name, known: Capability.all.map(\.id)))
                return nil
            }
            do throws(Failure) {
                return try readPlaybook(file, capability: capability.id)
            } catch {
                errors += error.diagnostics
                status = max(status, error.status)
                return nil
            }
        }
        for file in own {
            guard let playbook = read(file) else { continue }
            if let first = playbooks[playbook.capability] {
                errors.append(.duplicatePlaybook(playbook.capability, first: first.source, file.name))
            }
            playbooks[playbook.capability] = playbook
            if !assessed.contains(playbook.capability) {
                notes.append(.playbookNotAssessed(playbook.capability, file.name))
            }
        }
        let folder = "Templates/playbooks"
        if let shipped = try? ShippedFiles(folder) {
            for id in assessed where playbooks[id] == nil && shipped.names.contains("\(id).md") {
                playbooks[id] = read(
                    InputFile(path: "\(shipped.folder)/\(id).md", name: "\(folder)/\(id).md"))
            }
        }
        guard errors.isEmpty else { throw Failure(status, errors) }
    }

    subscript(capability: String) -> Playbook? { playbooks[capability] }
}

extension Diagnostic {
    static func duplicatePlaybook(_ id: String, first: String, _ file: String) -> Diagnostic {
        Diagnostic(
            "duplicate-playbook", at: SourcePosition(file: file),
            found: "a playbook of \(id) again, first in \(first)", expected: "one playbook of a capability",
            fix: "take one of the two out of the folder")
    }

    static func playbookNotAssessed(_ id: String, _ file: String) -> Diagnostic {
        Diagnostic(
            "playbook-not-assessed", .warning, at: SourcePosition(file: file),
            found: "a playbook of \(id), which no row of readiness.csv names", expected: "a row with its level",
            fix: "add the row; until then the playbook stands nowhere in the report")
    }

    static func noPlaybooks(_ ids: [String]) -> Diagnostic {
        Diagnostic(
            "no-playbook", .warning, at: SourcePosition(file: "playbooks"),
            found: "no playbook of \(ids.joined(separator: ", ")), below the target",
            expected: "one for each capability that is red or yellow",
            fix:
                "write playbooks/\(ids[0]).md, or set BREAKEVEN_HOME to the folder that holds the Templates of the program"
        )
    }
}
