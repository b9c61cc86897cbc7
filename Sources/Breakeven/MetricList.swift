import Billing
import Diagnostics
import Economics
import Reports
import Tabular

/// The metrics that can be explained, with what they are; the same for every project.
struct MetricList {
    struct Entry: Hashable {
        var id: String
        var unit: String
        var section: String
        var label: String
    }

    let entries: [Entry]

    /// - Throws: ``Failure`` with 70 when the lines contradict each other, which is a defect.
    init() throws(Failure) {
        var structure = ModelStructure(
            startMonth: Month("2000-01")!, horizon: 1, workloads: [.init(id: "workload")], pools: ["pool"],
            poolsWithCapacity: [], oneOffs: 0, parts: [.debt: 1, .lease: 1, .fixedTerm: 1])
        structure.capabilities = Capability.all
        do {
            let model = try EconomicModel.make(members: structure.members, horizon: structure.horizon)
            let sla = try SLAModel.make(SLAStructure(tiers: 1), pools: [])
            let spend = try SpendModel.make(
                ledgerRows: 0, months: [], providers: [], workloads: [], billedModels: [], ties: [],
                trendWorkloads: [])
            let gates = try GateModel.make(
                GateModel.Shape(
                    phases: 1, months: 1, evaluated: [], hasScorecard: false, hasPlan: true, hasEarlier: false))
            let ofBills = SpendModel.metrics.map { spend.line($0)! }
            entries =
                (Metric.all(of: model) + Metric.ofReadiness).map { metric in
                    let line = model.line(metric.line)!
                    return Entry(id: metric.id, unit: metric.unit, section: line.section, label: line.label)
                }
                + Explanation.linesByMember.map { id in
                    let line = model.line(id)!
                    let member = line.members == .fleet ? "CAPACITY" : "WORKLOAD"
                    return Entry(
                        id: "\(id).\(member)", unit: line.display == .word ? "text" : line.unit.symbol,
                        section: line.section, label: line.label)
                }
                + Metric.ofSLA.map { metric in
                    let line = sla.line(metric.line)!
                    return Entry(id: metric.id, unit: metric.unit, section: line.section, label: line.label)
                }
                + ofBills.map { Entry(id: $0.id, unit: $0.unit.symbol, section: $0.section, label: $0.label) }
                + GateModel.metrics.map { id in
                    let line = gates.line(id)!
                    return Entry(
                        id: id, unit: line.display == .word ? "text" : line.unit.symbol, section: line.section,
                        label: line.label)
                }
                + RunMetric.allCases.map {
                    Entry(id: $0.rawValue, unit: $0.unit, section: $0.section, label: $0.label)
                }
        } catch {
            throw Failure(.defect, .defect("the model: \(error)"))
        }
    }

    /// One metric a row; `CUR` stands for the reporting currency.
    var text: String {
        let width = (entries.map(\.id.count).max() ?? 0) + 2
        let units = (entries.map(\.unit.count).max() ?? 0) + 2
        return entries.map { entry in
            padded(entry.id, width) + padded(entry.unit, units) + padded(entry.section, 6) + entry.label
        }.joined(separator: "\n")
    }

    var json: JSONValue {
        .array(
            entries.map {
                [
                    "metric": .string($0.id), "unit": .string($0.unit), "section": .string($0.section),
                    "label": .string($0.label),
                ]
            })
    }
}

/// The text with blanks behind it up to a width.
func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
}
