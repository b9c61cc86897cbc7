extension DriverCatalogue {
    /// Drivers of the scorecard: `*` stands for a capability. They exist where a project has a readiness.csv.
    package static let readiness: [DriverDefinition] = ofLevels + laterTargets + ofScores

    /// Pattern of the target of a phase: `readiness.targets.*` for the first, `readiness.targets_2.*` for the second.
    package static func targetPattern(ofPhase phase: Int) -> String {
        "readiness.\(phase == 1 ? "targets" : "targets_\(phase)").*"
    }

    /// They exist where a project gives one of them.
    private static let laterTargets: [DriverDefinition] = (2...Capability.mostPhases).map { phase in
        .init(
            targetPattern(ofPhase: phase), "Target level of phase \(phase)", unit: "level",
            .integer(min: 1, max: Capability.highestLevel), default: nil, .hurts)
    }

    private static let ofLevels: [DriverDefinition] = [
        .init(
            "readiness.levels.*", "Level", unit: "level", .integer(min: 0, max: Capability.highestLevel), default: nil,
            .favours),
        .init("readiness.evidenced.*", "Evidence is given", unit: "flag", .flag, default: .number(0), .favours),
        .init(
            "readiness.targets.*", "Target level", unit: "level", .integer(min: 1, max: Capability.highestLevel),
            default: nil, .hurts),
    ]

    private static let ofScores: [DriverDefinition] = [
        .init("readiness.weights.*", "Weight", unit: "number", .positive, default: nil, .neither),
        .init("readiness.critical.*", "Critical", unit: "flag", .flag, default: nil, .neither),
        .init(
            "readiness.thresholds.green", "Readiness: green from this score", unit: "points",
            .number(min: 0, max: 100, openMin: false, openMax: false), default: .number(80), .neither),
        .init(
            "readiness.thresholds.yellow", "Readiness: yellow from this score", unit: "points",
            .number(min: 0, max: 100, openMin: false, openMax: false), default: .number(50), .neither),
        .init(
            "readiness.costs.days_per_level", "Readiness: work for one level", unit: "days", .count,
            default: .number(0), .hurts, money: true),
        .init(
            "readiness.costs.day_rate", "Readiness: rate of a day", unit: "CUR", .money, default: .number(0), .hurts,
            money: true),
        .init(
            "readiness.costs.tool_setup", "Readiness: tools, one-off for one level", unit: "CUR", .money,
            default: .number(0), .hurts, money: true),
        .init(
            "readiness.costs.tool_month", "Readiness: tools of a gap", unit: "CUR/month", .money, default: .number(0),
            .hurts, money: true),
        .init(
            "readiness.costs.weeks_per_level", "Readiness: time for one level", unit: "weeks", .count,
            default: .number(0), .hurts, money: true),
        .init(
            "readiness.team.existing_people", "Readiness: people beside the staff of the model", unit: "FTE", .count,
            default: .number(0), .neither),
        .init(
            "readiness.team.minimum_people", "Readiness: least team (one ML, one DevOps engineer)", unit: "FTE",
            .count, default: .number(2), .neither),
        .init(
            "readiness.team.rota_people", "Readiness: people that a rota around the clock needs", unit: "FTE", .count,
            default: .number(5), .neither),
    ]

    /// The definition of `readiness.levels.on_call`; nil for what can be no capability. A project has some of its own, so
    /// that every id is possible.
    static func readinessDefinition(of parts: [Substring]) -> DriverDefinition? {
        guard parts.count == 3, parts[0] == "readiness", Capability.isID(String(parts[2])) else { return nil }
        return definition(withPattern: "readiness.\(parts[1]).*")
    }
}

extension DriverDefinition {
    /// Label for a capability, in the order of the register.
    func label(of capability: Capability) -> String { "\(capability.label): \(label)" }
}
