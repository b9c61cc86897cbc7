import Billing
import Diagnostics
import Economics
import Importers
import Tabular

/// The playbooks of a project: its own, and those that come with the program for every other capability.
struct PlaybookSetup: Sendable {
    /// By capability.
    private var playbooks: [String: Playbook] = [:]
    /// Files of the project whose name is no capability that everybody has.
    private var strange: [(id: String, file: String)] = []
    var notes: [Diagnostic] = []

    /// Ids that files of a project give to capabilities of its own.
    static func ownIDs(among files: [String]) -> [String] {
        files.filter { $0.hasPrefix("playbooks/") && $0.hasSuffix(".md") }.map(id)
            .filter { Capability.isID($0) && Capability.of($0) == nil }
    }

    private static func id(_ file: String) -> String { String(file.split(separator: "/").last!.dropLast(3)) }

    /// Capabilities of the company's own: those of playbooks that come with no program.
    var ownCapabilities: [Capability] {
        strange.filter { Capability.isID($0.id) }.compactMap { strange in
            // Its row of readiness.csv says what it belongs to.
            playbooks[strange.id].map {
                Capability(own: $0.capability, label: $0.title, dimension: .maturity, meaning: $0.purpose)
            }
        }.sorted { $0.id < $1.id }
    }

    /// - Parameter own: files of the project, `playbooks/ID.md`.
    /// - Throws: 65 for whatever is wrong with a playbook; 66.
    init(_ own: [InputFile]) throws(Failure) {
        var errors: [Diagnostic] = []
        var status = ExitStatus.badData
        for file in own {
            let id = Self.id(file.name)
            if Capability.of(id) == nil {
                strange.append((id, file.name))
                // What can be no id is named once it is known that no row means it.
                guard Capability.isID(id) else { continue }
            }
            do throws(Failure) {
                let playbook = try readPlaybook(file, capability: id)
                if let first = playbooks[id] {
                    errors.append(.duplicatePlaybook(id, first: first.source, file.name))
                }
                playbooks[id] = playbook
            } catch {
                errors += error.diagnostics
                status = max(status, error.status)
            }
        }
        guard errors.isEmpty else { throw Failure(status, errors) }
    }

    /// Adds those that come with the program.
    ///
    /// - Parameter assessed: capabilities that readiness.csv names.
    /// - Throws: 65 for a file whose name is no capability; 66.
    mutating func complete(assessed: [Capability]) throws(Failure) {
        let ids = assessed.map(\.id)
        let unknown = strange.filter { !ids.contains($0.id) }
        guard unknown.isEmpty else {
            throw Failure(
                .badData,
                unknown.map { .unknownPlaybook($0.id, file: $0.file, known: Capability.all.map(\.id)) })
        }
        for playbook in playbooks.values.sorted(by: { $0.source < $1.source }) where !ids.contains(playbook.capability)
        {
            notes.append(.playbookNotAssessed(playbook.capability, playbook.source))
        }
        let folder = "Templates/playbooks"
        guard let shipped = try? ShippedFiles(folder) else { return }
        for id in ids where playbooks[id] == nil && shipped.names.contains("\(id).md") {
            playbooks[id] = try readPlaybook(
                InputFile(path: "\(shipped.folder)/\(id).md", name: "\(folder)/\(id).md"), capability: id)
        }
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
