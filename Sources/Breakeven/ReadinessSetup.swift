import Diagnostics
import Economics
import Importers
import Settings
import Tabular

/// The scorecard of a project: `readiness.csv` as drivers, and what else it says.
struct ReadinessSetup: Sendable {
    /// In the order of ``Capability/all``.
    var capabilities: [String]
    /// By capability; empty texts too.
    var evidence: [String: String]
    var layer: DriverLayer
    var notes: [Diagnostic]

    /// - Throws: 65 for a bad file, 66.
    init(_ file: InputFile?, _ settings: ModelSettings) throws(Failure) {
        var rows: [ReadinessRow] = []
        if let file {
            rows = try readReadiness(
                file,
                ReadinessNames(ids: Capability.all.map(\.id), levels: Capability.levels) {
                    Capability.named($0)?.id
                })
        }
        let ofCapability = Dictionary(uniqueKeysWithValues: rows.map { ($0.capability, $0) })
        let known = Capability.all.filter { ofCapability[$0.id] != nil }
        capabilities = known.map(\.id)
        evidence = ofCapability.mapValues(\.evidence)
        var layer = DriverLayer(.workloadsFile, [:])
        for capability in known {
            let row = ofCapability[capability.id]!
            func give(_ name: String, _ value: Double, isDefault: Bool = false) {
                var given = GivenDriver(.number(value), at: row.position)
                if isDefault { given.source = "default" }
                layer.drivers["readiness.\(name).\(capability.id)"] = given
            }
            give("levels", Double(row.level))
            give("evidenced", row.evidence.isEmpty ? 0 : 1)
            give("targets", Double(row.target ?? capability.target), isDefault: row.target == nil)
            give("weights", row.weight ?? Double(capability.weight), isDefault: row.weight == nil)
            give("critical", row.isCritical ?? capability.isCritical ? 1 : 0, isDefault: row.isCritical == nil)
        }
        self.layer = layer
        notes = []
        if let file {
            let missing = Capability.all.map(\.id).filter { ofCapability[$0] == nil }
            if !missing.isEmpty { notes.append(.capabilitiesNotAssessed(missing, file.name)) }
            for row in rows where row.evidence.isEmpty && row.level > Capability.levelWithoutEvidence {
                notes.append(.levelWithoutEvidence(row))
            }
        }
        let unused = settings.given.keys.filter { key in
            key.hasPrefix("readiness.")
                && (capabilities.isEmpty
                    || DriverCatalogue.definition(of: key)?.pattern.hasSuffix("*") == true
                        && !capabilities.contains(String(key.split(separator: ".")[2])))
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
                "\(row.capability) at level \(row.level) without evidence, which counts as level \(Capability.levelWithoutEvidence)",
            expected: "where the evidence is kept", fix: "name a document, a link or a log that shows it")
    }

    static func readinessWithoutFile(_ keys: [String]) -> Diagnostic {
        Diagnostic(
            "readiness-without-row", .warning, key: keys[0],
            found: "\(keys.map { "`\($0)`" }.joined(separator: ", ")), and no row of readiness.csv that it belongs to",
            expected: "a readiness.csv with the capability",
            fix: "write the rows as in the file of `breakeven init`; until then no figure changes with it")
    }
}
