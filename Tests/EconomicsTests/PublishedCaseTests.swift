import Foundation
import Testing

/// Worked examples that others have published: what follows from its own formula is reproduced, and an error is not.
@Suite(.enabled(if: PublishedCase.folder != nil, "BREAKEVEN_SHARED names the folder with the cases"))
struct PublishedCaseTests {
    @Test(arguments: PublishedCase.names)
    func figuresFollowFromTheirOwnFormulasOrAreNotReproduced(_ name: String) throws {
        let rows = try PublishedCase.rows(of: name)
        #expect(!rows.isEmpty)
        for row in rows {
            for (figure, expected) in row.expected.sorted(by: { $0.key < $1.key }) {
                let label = "\(name) \(row.key) \(figure)"
                guard let follows = row.verdict[figure] else {
                    #expect(!name.hasPrefix("fin-"), "\(label) is of finance and has no verdict")
                    continue
                }
                let value = try row.value(of: figure)
                let isNear = abs(value - expected.value) <= expected.tolerance
                #expect(isNear == follows, "\(label): \(value), published \(expected.value)")
                if let own = row.recomputed[figure] {
                    #expect(abs(value - own) <= 1e-9 * max(1, abs(own)), "\(label): \(value), by its formula \(own)")
                }
            }
        }
    }
}

/// One row of an example: its inputs, its formulas, and what was published.
struct PublishedCase {
    static let folder: URL? = ProcessInfo.processInfo.environment["BREAKEVEN_SHARED"]
        .map { URL(filePath: $0).appending(path: "cases") }

    static let names: [String] =
        folder.map { (try? FileManager.default.contentsOfDirectory(atPath: $0.path)) ?? [] }?
        .filter { $0.hasSuffix(".json") }.sorted() ?? []

    var key: String
    var inputs: [String: CaseFormula.Value] = [:]
    var formulas: [String: String] = [:]
    var expected: [String: (value: Double, tolerance: Double)] = [:]
    var verdict: [String: Bool] = [:]
    var recomputed: [String: Double] = [:]

    static func rows(of name: String) throws -> [PublishedCase] {
        // Where a formula has no value, the files say NaN, which is no JSON.
        let text = try String(contentsOf: folder!.appending(path: name), encoding: .utf8)
        let data = Data(text.replacingOccurrences(of: "NaN", with: "null").utf8)
        let json = try JSONSerialization.jsonObject(with: data) as! [String: Any]
        let whole = PublishedCase(key: "").with(json)
        guard let rows = json["rows"] as? [[String: Any]] else { return [whole] }
        return rows.map { row in
            var own = whole.with(row)
            own.key = row["key"] as? String ?? ""
            return own
        }
    }

    private func with(_ json: [String: Any]) -> PublishedCase {
        var own = self
        func values(_ name: String) -> [String: [String: Any]] { json[name] as? [String: [String: Any]] ?? [:] }
        for (name, input) in values("inputs") { own.inputs[name] = CaseFormula.Value(input["value"]!) }
        for (name, formula) in json["recompute"] as? [String: String] ?? [:] { own.formulas[name] = formula }
        for (name, figure) in values("expected") {
            let value = (figure["value"] as? NSNumber)?.doubleValue ?? .nan
            let tolerance = figure["tolerance"] as? [String: NSNumber] ?? [:]
            own.expected[name] = (
                value, tolerance["abs"]?.doubleValue ?? (tolerance["rel"]?.doubleValue ?? 1e-9) * abs(value)
            )
        }
        for (name, holds) in json["verdict"] as? [String: Bool] ?? [:] { own.verdict[name] = holds }
        for (name, value) in json["recomputed"] as? [String: Any] ?? [:] {
            own.recomputed[name] = (value as? NSNumber)?.doubleValue
        }
        return own
    }

    func value(of name: String) throws -> Double { try look(name).number }

    private func look(_ name: String) throws -> CaseFormula.Value {
        if let formula = formulas[name] {
            var reading = CaseFormula(formula) { try look($0) }
            return try reading.value()
        }
        guard let input = inputs[name] else { throw CaseFormula.Unknown(name: name) }
        return input
    }
}
