import ArgumentParser
import Diagnostics
import Economics
import Exporters
import Reports
import Settings
import Tabular

/// The derivation of one figure.
struct ExplainCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Show how one figure comes about: its formula, every step, and the inputs with their sources.",
        discussion:
            "METRIC is a metric of csv/summary.csv, such as npv, or any line of the model, such as residual_api. A line that has a figure for each workload or capacity takes one behind a point: own_spend_first.chat is the API spend at which the workload chat, moved alone, first pays. --list names the metrics."
    )

    @Argument(help: "The figure.")
    var metric: String?
    @Argument(help: "Project folder; default the current one.", completion: .directory)
    var project = "."
    @Option(help: "low, base or high.")
    var scenario = Scenario.base
    @Option(help: "hybrid, full or api.")
    var strategy = Strategy.hybrid
    @Option(help: "Steps to go down from the figure; deeper ones are folded.")
    var depth: Int?
    @Option(
        help:
            "Month of the model, 0 to the horizon, whose values the steps show; default the last, or the month of payback."
    )
    var month: Int?
    @Flag(help: "List the metrics and stop.")
    var list = false
    @OptionGroup var arguments: RunArguments
    @OptionGroup var common: CommonOptions

    func validate() throws {
        if metric == nil, !list {
            throw ValidationError("found no METRIC, expected one such as npv; --list names them all")
        }
        if let depth, depth < 0 { throw ValidationError("found --depth \(depth), expected 0 or more") }
    }

    func run() throws {
        let console = Console(common)
        try leave(console) { () throws(Failure) in
            guard !list, let metric else {
                let list = try MetricList()
                console.print(common.json ? list.json.text(pretty: true) : list.text)
                return .ok
            }
            let analysis = try Analysis(
                try ProjectFolder(path: project, overrides: arguments.set), try arguments.options())
            let request = ExplanationRequest(metric, scenario: scenario, strategy: strategy, month: month)
            if let month, !(0...analysis.data.model.horizon).contains(month) {
                throw Failure(.usage, .monthOutside(month, horizon: analysis.data.model.horizon))
            }
            if GateModel.metrics.contains(metric), analysis.data.gates?.metrics.contains(metric) != true {
                throw Failure(.usage, .nothingHasMoved(metric))
            }
            guard let found = Explanation.make(request, analysis.data, WorkbookLayout(analysis.data)) else {
                let names = Explanation.names(analysis.data)
                if !names.contains(metric), let entry = try MetricList().entries.first(where: { $0.id == metric }) {
                    throw Failure(.usage, .notOfThisProject(entry))
                }
                throw Failure(
                    .usage,
                    names.contains(metric) ? .noSuchStrategy(metric, strategy) : .unknownMetric(metric, names))
            }
            if common.json {
                console.print(ExplanationJSON.object(found, depth: depth).text(pretty: true))
            } else {
                console.say(analysis.warnings.filter { $0.severity == .note })
                console.print(ExplanationText(found, depth: depth ?? ExplanationText.usualDepth).text)
            }
            return .ok
        }
    }
}

extension Scenario: ExpressibleByArgument {}
extension Strategy: ExpressibleByArgument {}

extension Diagnostic {
    static func nothingHasMoved(_ metric: String) -> Diagnostic {
        Diagnostic(
            "nothing-has-moved", at: SourcePosition(file: "METRIC"),
            found: "the metric \"\(metric)\", and no workload that own GPUs serve by a plan",
            expected: "a workload with `migrated_since`, and a pool with a price",
            fix: "once a workload has moved, write `migrated_since: YYYY-MM` beside its id")
    }

    static func unknownMetric(_ name: String, _ known: [String]) -> Diagnostic {
        Diagnostic(
            "unknown-metric", at: SourcePosition(file: "METRIC"), found: "no metric \"\(name)\"",
            expected: nearest(to: name, among: known).map { "a metric such as \($0)" } ?? "a metric of summary.csv",
            fix: "`breakeven explain --list` names them all")
    }

    /// A metric of the list, of which the project lacks the part.
    static func notOfThisProject(_ entry: MetricList.Entry) -> Diagnostic {
        let needs: (expected: String, fix: String) =
            if entry.id.hasPrefix("sla_") {
                ("an SLA in the project", "write `model.sla` with the contracted availability and what an outage costs")
            } else if entry.id.hasPrefix("readiness_") {
                ("a scorecard in the project", "add readiness.csv")
            } else if entry.id == "lease_advantage" {
                (
                    "capacity that is leased, with a server price to compare with",
                    "write `mode: lease`, `lease_month` and `server_price` in `model.capacity`"
                )
            } else if entry.id == "early_exit_fee" {
                ("reserved or leased capacity with a term", "write `mode: reserved` and its term in `model.capacity`")
            } else {
                (
                    "the part of the project that it is about",
                    "`breakeven report` names the figures that the project has"
                )
            }
        return Diagnostic(
            "metric-without-part", at: SourcePosition(file: "METRIC"),
            found: "the metric \"\(entry.id)\" (\(entry.label)), and a project without what it is about",
            expected: needs.expected, fix: needs.fix)
    }

    static func noSuchStrategy(_ name: String, _ strategy: Strategy) -> Diagnostic {
        Diagnostic(
            "no-such-strategy", at: SourcePosition(file: "--strategy"),
            found: "\(strategy.rawValue), which has no \(name)", expected: "a strategy that has it: hybrid or full",
            fix: "leave --strategy out")
    }

    static func monthOutside(_ month: Int, horizon: Int) -> Diagnostic {
        Diagnostic(
            "month-outside", at: SourcePosition(file: "--month"), found: "\(month)",
            expected: "0 to \(horizon), the months of the model",
            fix: "name one of them, or leave --month out")
    }
}
