import Economics
import Testing

@Suite struct SentenceTests {
    /// Two figures and a word at A1, B1 and C1 of the sheet `Board`.
    private static func model() throws -> (evaluation: Evaluation, printer: FormulaPrinter) {
        let ids = ["gain", "horizon", "verdict"]
        let model = try Model(
            sections: [
                Section("Board", ids.map { Line($0, $0, .ratio, .word, .cell, section: "10", .driver($0)) })
            ], members: Members(lists: [:]), horizon: 1)
        let evaluation = try Evaluator(model).evaluate([
            Lane(
                isFullStrategy: false,
                drivers: ["gain": .number(-1_234_567.5), "horizon": .number(36), "verdict": .word("never")])
        ])
        let places = ids.indices.map { LinePlace(first: Place(sheet: "Board", row: 0, column: $0)) }
        return (
            evaluation,
            FormulaPrinter(
                model: model, placement: Placement(instance: Instance(.base, .hybrid), lines: places, drivers: [:]))
        )
    }

    @Test(arguments: [
        (Sentence.words("say \"no\""), "say \"no\"", "\"say \"\"no\"\"\""),
        (.figure("gain", .whole), "-1,234,568", "TEXT($A$1,\"#,##0\")"),
        (.figure("gain", .size), "1,234,568", "TEXT($A$1,\"#,##0;#,##0\")"),
        (.figure("verdict", .whole), "never", "TEXT($C$1,\"#,##0\")"),
        (
            .choose(.compareNumber("gain", .greater, 0), "move", "stay"), "stay",
            "IF($A$1>0,\"move\",\"stay\")"
        ),
        (
            .choose(.compare("verdict", .lessOrEqual, "horizon"), "pays back", "does not pay back"),
            "does not pay back", "IF($C$1<=$B$1,\"pays back\",\"does not pay back\")"
        ),
        (
            .joined(["after ", .figure("horizon", .tenths), " months"]), "after 36.0 months",
            "\"after \"&TEXT($B$1,\"0.0\")&\" months\""
        ),
        (
            .choose(.isWord("verdict", "never"), "stay", "move"), "stay", "IF($C$1=\"never\",\"stay\",\"move\")"
        ),
    ])
    func saysTheSameAsItsFormula(_ sentence: Sentence, _ text: String, _ formula: String) throws {
        let (evaluation, printer) = try Self.model()
        #expect(evaluation.text(sentence, lane: 0) == text)
        #expect(printer.formula(sentence, on: "Board") == formula)
    }

    @Test(arguments: [
        (Sentence.Shown.whole, 0.4, "0"), (.whole, 999.5, "1,000"), (.whole, 12_345_678, "12,345,678"),
        (.size, -1234.6, "1,235"), (.size, 1234.6, "1,235"), (.size, -0.2, "0"),
        (.tenths, 20.18, "20.2"), (.hundredths, 1.806, "1.81"), (.hundredths, -0.06, "-0.06"), (.percent, 0.373, "37%"),
    ])
    func figuresAreShownAsTheFunctionTextShowsThem(_ shown: Sentence.Shown, _ number: Double, _ text: String) {
        #expect(shown.text(number) == text)
    }
}
