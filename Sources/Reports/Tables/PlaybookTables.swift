import Billing
import Economics
import Money

/// The table of what closes the gaps of readiness: playbooks.csv.
package enum PlaybookTables {
    package static func playbooks(_ data: ReportData) -> Table {
        let currency = data.heading.currency.code
        var table = Table(
            name: "playbooks",
            description: "Steps that close the gaps of capabilities that are red or yellow, base scenario",
            columns: [
                .init("rank", .integer, "Of the capability, in the order that unblocks the plan"), .init("capability"),
                .init("step", .integer, "1 to 3"), .init("name", .string, "What the step is for"),
                .init("status", .string, "red or yellow"), .init("owner", .string, "Role that answers for the step"),
                .init("weeks", .number, unit: "weeks"), .init("days", .number, unit: "days", "Work of people"),
                .init("cost", .number, unit: currency, "Days at the rate of readiness.costs.day_rate"),
                .init("exit_evidence", .string, "What shows that the step is done"),
                .init("on_monday", .string, "What is done first"), .init("tools", .string, "Tools with open source"),
                .init("source", .string, "File of the playbook"),
            ], primaryKey: ["capability", "step"])
        let lane = data.lane(PlaybookData.instance)
        for (rank, entry) in data.playbooks.entries.enumerated() {
            var status = ""
            if case .word(let word) = data.evaluation.result(
                PlaybookModel.line("status", of: data.model), member: entry.member, lane: lane)
            {
                status = word
            }
            for (step, content) in zip(PlaybookModel.steps, entry.playbook.steps) {
                func number(_ name: String) -> Field {
                    .number(data.playbooks.evaluation.value("\(name)_\(step)", member: rank, lane: 0))
                }
                table.rows.append([
                    .integer(rank + 1), .text(entry.capability.id), .integer(step), .text(content.stage.rawValue),
                    .text(status), .text(content.owner), number("weeks"), number("days"), number("cost"),
                    .text(content.exitEvidence), .text(content.onMonday), .text(content.tools),
                    .text(entry.playbook.source),
                ])
            }
        }
        return table
    }
}
