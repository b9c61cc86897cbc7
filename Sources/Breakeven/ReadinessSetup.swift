import Diagnostics
import Economics
import Importers
import Settings
import Tabular

/// The scorecard of a project: `readiness.csv` as drivers, and what else it says.
struct ReadinessSetup: Sendable {
    /// In the order of ``Capability/all``, then the company's own in the order of their ids.
    var capabilities: [Capability]
    /// Phases of the plan with targets of their own, from 1.
    var phases = 1
    /// By capability; empty texts too.
    var evidence: [String: String]
    var layer: DriverLayer
    var notes: [Diagnostic]

    /// - Parameter own: capabilities that the company has playbooks of its own for.
    /// - Throws: 65 for a bad file, 66.
    init(_ file: InputFile?, _ settings: ModelSettings, own: [Capability] = []) throws(Failure) {
        var rows: [ReadinessRow] = []
        if let file {
            rows = try readReadiness(
                file,
                ReadinessNames(
                    ids: (Capability.all + own).map(\.id), levels: Capability.levels,
                    dimensions: Capability.Dimension.allCases.map(\.rawValue), own: Set(own.map(\.id)),
                    phases: Capability.mostPhases
                ) {
                    Capability.named($0, own: own)?.id
                })
        }
        let ofCapability = Dictionary(uniqueKeysWithValues: rows.map { ($0.capability, $0) })
        capabilities = (Capability.all + own).filter { ofCapability[$0.id] != nil }
        evidence = ofCapability.mapValues(\.evidence)
        var layer = DriverLayer(.workloadsFile, [:])
        var problems: [Diagnostic] = []
        for index in capabilities.indices {
            let capability = capabilities[index]
            let row = ofCapability[capability.id]!
            func give(_ name: String, _ value: Double, isDefault: Bool = false) {
                var given = GivenDriver(.number(value), at: row.position)
                if isDefault { given.source = "default" }
                layer.drivers["readiness.\(name).\(capability.id)"] = given
            }
            if let dimension = row.dimension.flatMap(Capability.Dimension.init) {
                if Capability.of(capability.id) == nil {
                    capabilities[index].dimension = dimension
                } else if dimension != capability.dimension {
                    problems.append(.otherDimension(row, capability.dimension.rawValue))
                }
            }
            give("levels", Double(row.level))
            give("evidenced", row.isEvidenced ? 1 : 0)
            give("targets", Double(row.targets[1] ?? capability.target), isDefault: row.targets[1] == nil)
            for (phase, target) in row.targets where phase > 1 { give("targets_\(phase)", Double(target)) }
            give("weights", row.weight ?? Double(capability.weight), isDefault: row.weight == nil)
            give("critical", row.isCritical ?? capability.isCritical ? 1 : 0, isDefault: row.isCritical == nil)
            // The default of the first phase counts where only a later one is given.
            if row.targets[1] == nil, let next = row.targets.keys.min(), row.targets[next]! < capability.target {
                problems.append(.targetBelowDefault(row, phase: next, capability.target))
            }
        }
        if !problems.isEmpty { throw Failure(.badData, problems) }
        self.layer = layer
        for phase in 2...Capability.mostPhases where !capabilities.isEmpty {
            let prefix = "readiness.targets_\(phase)."
            if (Array(layer.drivers.keys) + settings.given.keys).contains(where: { $0.hasPrefix(prefix) }) {
                phases = phase
            }
        }
        notes = []
        if let file {
            let missing = Capability.all.map(\.id).filter { ofCapability[$0] == nil }
            if !missing.isEmpty { notes.append(.capabilitiesNotAssessed(missing, file.name)) }
            for row in rows where !row.isEvidenced && row.level > Capability.levelWithoutEvidence {
                notes.append(.levelWithoutEvidence(row))
            }
        }
        let ids = capabilities.map(\.id)
        let unused = settings.given.keys.filter { key in
            key.hasPrefix("readiness.")
                && (ids.isEmpty
                    || DriverCatalogue.definition(of: key)?.pattern.hasSuffix("*") == true
                        && !ids.contains(String(key.split(separator: ".")[2])))
        }.sorted()
        if !unused.isEmpty { notes.append(.readinessWithoutFile(unused)) }
    }
}

extension Diagnostic {
    static func capabilitiesNotAssessed(_ ids: [String], _ file: String) -> Diagnostic {
        Diagnostic(
            "not-assessed", .warning, at: SourcePosition(file: file),
            found: "no row for \(ids.joined(separator: ", "))", expected: "every capability with its level",
            fix: "add the rows, level 0 where there is nothing; until then the score leaves them out")
    }

    static func levelWithoutEvidence(_ row: ReadinessRow) -> Diagnostic {
        Diagnostic(
            "level-without-evidence", .warning, at: row.position,
            found:
                "\(row.capability) at level \(row.level) \(row.evidence.isEmpty ? "without evidence" : "with \"\(row.evidence)\" for evidence"), which counts as level \(Capability.levelWithoutEvidence)",
            expected: "where the evidence is kept", fix: "name a document, a link or a log that shows it")
    }

    static func otherDimension(_ row: ReadinessRow, _ known: String) -> Diagnostic {
        Diagnostic(
            "other-dimension", at: row.position,
            found: "\(row.dimension ?? "") in column dimension for \(row.capability)", expected: known,
            fix: "leave the cell empty: only a capability of your own needs it")
    }

    static func targetBelowDefault(_ row: ReadinessRow, phase: Int, _ target: Int) -> Diagnostic {
        Diagnostic(
            "falling-target", at: row.position,
            found:
                "\(row.targets[phase] ?? 0) in column target_\(phase), and no target for the first phase, which is \(target) by default",
            expected: "a target of at least \(target): a later phase asks for no less",
            fix: "write the target of the first phase in column target")
    }

    static func readinessWithoutFile(_ keys: [String]) -> Diagnostic {
        Diagnostic(
            "readiness-without-row", .warning, key: keys[0],
            found: "\(keys.map { "`\($0)`" }.joined(separator: ", ")), and no row of readiness.csv that it belongs to",
            expected: "a readiness.csv with the capability",
            fix: "write the rows as in the file of `breakeven init`; until then no figure changes with it")
    }
}
