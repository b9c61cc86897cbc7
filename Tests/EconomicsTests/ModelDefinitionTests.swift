import Testing

@testable import Economics

/// Definitions that contradict each other are refused when the model is built, not when a figure is wrong.
@Suite struct ModelDefinitionTests {
    private static func line(
        _ id: String, unit: Unit = .money, home: Home = .modelSheets, _ expression: Expression
    ) -> Line {
        Line(id, id, unit, .money, .cell, section: "1", home: home, expression)
    }

    private static func refusal(_ lines: [Line]) -> ModelError? {
        do throws(ModelError) {
            _ = try Model(sections: [Section("Lines", lines)], members: Members(lists: [:]), horizon: 1)
            return nil
        } catch {
            return error
        }
    }

    @Test func aLineIsDefinedOnce() {
        #expect(Self.refusal([Self.line("a", 0), Self.line("a", 0)]) == .duplicateLine("a"))
    }

    @Test func aLineThatNobodyDefinesIsNamed() {
        #expect(Self.refusal([Self.line("a", "b" + 1)]) == .unknownLine("b", in: "a"))
    }

    @Test func linesThatNeedEachOtherAreACycle() {
        let found = Self.refusal([Self.line("a", "b" + 1), Self.line("b", "c" + 1), Self.line("c", "a" + 1)])
        #expect(found == .cycle(["a", "b", "c"]))
    }

    @Test func moneyAndMonthsAreNotAdded() {
        let found = Self.refusal([Self.line("a", 0), Self.line("b", unit: .months, 0), Self.line("c", "a" + "b")])
        guard case .unitMismatch("c", _, _) = found else {
            Issue.record("\(String(describing: found))")
            return
        }
    }

    @Test func whatStandsOnOneSheetIsNotReadOnEvery() {
        let plan = Self.line("plan", home: .basePlanSheet, 0)
        #expect(Self.refusal([plan, Self.line("a", "plan" * 2)]) == .standsElsewhere("plan", in: "a"))
        #expect(Self.refusal([plan, Self.line("a", home: .basePlanSheet, "plan" * 2)]) == nil)
    }
}
