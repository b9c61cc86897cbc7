import Economics
import Money

/// The scorecard as tables: readiness.csv, and its rows of summary.csv.
package enum ReadinessTables {
    static func metrics(_ data: ReportData) -> [[Field]] {
        let lane = data.lane(Instance(.base, .hybrid))
        return Metric.ofReadiness.map { metric in
            let value: Field
            let text: String
            switch data.evaluation.result(metric.line, lane: lane) {
            case .number(let number): (value, text) = (.number(number), "")
            case .word(let word): (value, text) = (.empty, word)
            }
            return [.text(metric.id), .empty, .empty, value, .text(metric.unit), .text(text)]
        }
    }

    package static func readiness(_ data: ReportData) -> Table {
        let currency = data.heading.currency.code
        var table = Table(
            name: "readiness", description: "Capabilities, their gaps, and what closing them costs, base scenario",
            columns: [
                .init("capability"), .init("dimension", .string, "team, tooling or maturity"),
                .init("level", .integer, "What counts: without evidence at most 1"), .init("target", .integer),
                .init("gap", .integer), .init("status", .string, "red, yellow or green"),
                .init("critical", .integer, "1: red here is red overall"), .init("weight", .number),
                .init("evidence"), .init("one_off", .number, unit: currency),
                .init("recurring_month", .number, unit: "\(currency)/month"),
                .init("delay_weeks", .number, unit: "weeks", "Of the first migration; critical capabilities only"),
                .init("level_claimed", .integer, "As in the project's file"),
            ], primaryKey: ["capability"])
        let later = Array(1...data.model.members.readinessPhases).dropFirst()
        for phase in later {
            table.columns += [
                .init("target_\(phase)", .integer, "Of phase \(phase) of the plan"), .init("gap_\(phase)", .integer),
                .init("status_\(phase)", .string, "red, yellow or green"),
                .init("one_off_\(phase)", .number, unit: currency, "Beyond the phase before"),
                .init("recurring_month_\(phase)", .number, unit: "\(currency)/month", "Beyond the phase before"),
                .init(
                    "delay_weeks_\(phase)", .number, unit: "weeks",
                    "Of the phase, from today; critical capabilities only"),
            ]
        }
        let lane = data.lane(Instance(.base, .hybrid))
        for (member, capability) in data.model.members[.capability].enumerated() {
            func value(_ line: String) -> Double { data.evaluation.value(line, member: member, lane: lane) }
            func whole(_ line: String) -> Field { .integer(Int(value(line))) }
            func word(_ line: String) -> Field {
                guard case .word(let word) = data.evaluation.result(line, member: member, lane: lane) else {
                    return .empty
                }
                return .text(word)
            }
            table.rows.append([
                .text(capability.id), .text(data.model.members.dimensionOfCapability[member].rawValue),
                whole("capability_capped"), whole("capability_targets"), whole("capability_gap"),
                word("capability_status"),
                whole("capability_critical"), .number(value("capability_weights")),
                .text(data.evidence[capability.id] ?? ""), .number(value("capability_one_off")),
                .number(value("capability_recurring")), .number(value("capability_delay")),
                whole("capability_levels"),
            ])
            for phase in later {
                func line(_ name: String) -> String { Section.readinessLine("capability_\(name)", phase: phase) }
                table.rows[member] += [
                    whole(line("targets")), whole(line("gap")), word(line("status")),
                    .number(value(line("one_off"))), .number(value(line("recurring"))),
                    .number(value(line("delay"))),
                ]
            }
        }
        return table
    }
}
