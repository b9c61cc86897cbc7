import Billing
import Diagnostics
import Economics
import Foundation
import Importers
import Tabular
import TestSupport
import Testing

@testable import Breakeven
@testable import Settings

/// The published figures that a starter project begins with.
struct StarterParametersTests {
    private func table() throws -> [OperatingParameter] {
        let path = Repository.root.appending(path: "Templates/opex_parameters.csv").path
        return try readOperatingParameters(InputFile(path: path, name: "opex_parameters.csv"))
    }

    private func template() throws -> String {
        try String(contentsOf: Repository.root.appending(path: "Templates/project/breakeven.yaml"), encoding: .utf8)
    }

    private func definition(_ key: String) -> DriverDefinition? {
        DriverCatalogue.definition(of: key.replacing("*", with: "x"))
    }

    @Test func everyKeyIsADriverThatTakesAllThreeFigures() throws {
        for parameter in try table() where !parameter.key.isEmpty {
            let found = try #require(definition(parameter.key), "\(parameter.key)")
            for figure in [parameter.low, parameter.base, parameter.high] {
                #expect((try? found.value(numberText(figure))) == .number(figure), "\(parameter.key)")
            }
        }
    }

    @Test func everyFigureNamesWhereItComesFrom() throws {
        let known = ["confirmed", "secondary", "derived", "mixed", "unconfirmed"]
        for parameter in try table() { #expect(known.contains(parameter.confidence), "\(parameter.name)") }
        // Without a day there is only a planning value.
        let undated = try table().filter { $0.asOf == nil }
        #expect(undated.allSatisfy { $0.source.hasPrefix("planning value") }, "\(undated.map(\.name))")
    }

    @Test func theTemplateTakesEveryFigureThatADriverTakes() throws {
        let text = try template()
        for parameter in try table() where !parameter.key.isEmpty {
            #expect(text.contains("${\(parameter.key)}"), "\(parameter.key)")
        }
    }

    @Test func aStarterHoldsThemAsPlaceholdersWithTheirEnds() throws {
        let scratch = ScratchFolder()
        let filled = try StarterParameters(try table()).fill(try template())
        write(Array(filled.utf8), to: scratch.file("breakeven.yaml"))
        let settings = try loadSettings(file: scratch.file("breakeven.yaml"), name: "breakeven.yaml", overrides: [])
        var seen = 0
        for parameter in try table() where !parameter.key.isEmpty {
            let id = parameter.key.hasPrefix("pools") ? "small" : "example"
            guard let given = settings.model.given[parameter.key.replacing("*", with: id)] else {
                // A line that a project has once it asks for it.
                let name = parameter.key.split(separator: ".").last!
                let line = filled.split(separator: "\n").first { $0.contains(" \(name): {base") }
                #expect(line?.drop { $0 == " " }.first == "#", "\(parameter.key)")
                continue
            }
            seen += 1
            #expect(given.base == .number(parameter.base) && given.confidence == .placeholder)
            #expect(given.low == parameter.low && given.high == parameter.high && given.asOf == parameter.asOf)
            #expect(given.source == "\(parameter.source) (\(parameter.confidence))" && given.unit == parameter.unit)
        }
        #expect(seen > 20)
    }

    @Test func aDriverThatIsLeftOutKeepsItsDefault() throws {
        let settings = try loadSettings(file: nil, name: "breakeven.yaml", overrides: [])
        #expect(settings.model.given.isEmpty)
        for key in ["people.loaded_cost_year", "opex.observability_per_gpu", "capacity.tariff_kwh"] {
            #expect(definition(key)?.fallback == .number(0))
        }
    }

    @Test func aKeyWithoutARowIsADefect() {
        let failure = #expect(throws: Failure.self) { _ = try StarterParameters([]).fill("a: ${opex.none}") }
        #expect(failure?.status == .defect)
        #expect(
            failure?.diagnostics.map(\.rendered) == [
                "opex.none: error: found a template that asks for opex.none, expected a row with this key in opex_parameters.csv\n"
                    + "  fix: install the program again"
            ])
    }
}
