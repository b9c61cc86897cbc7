import Economics
import Reports
import Tabular

/// A derivation for programs. CONTRACT.md, JSON results.
enum ExplanationJSON {
    /// - Parameter depth: deepest steps and inputs; nil: all.
    static func object(_ explanation: Explanation, depth: Int?) -> JSONValue {
        let deepest = depth ?? .max
        return [
            "metric": .string(explanation.metric), "label": .string(explanation.label),
            "scenario": .optional(explanation.instance?.scenario.rawValue),
            "strategy": .optional(explanation.instance?.strategy.rawValue), "value": value(explanation.value),
            "unit": .string(explanation.unit), "section": .string(explanation.section),
            "cell": .optional(explanation.cell.map(CellName.absolute)), "name": .optional(explanation.definedName),
            "expression": .string(explanation.expression), "words": .string(explanation.inWords),
            "reasons": .array(explanation.reasons.map(JSONValue.string)),
            "inputs": .array(explanation.inputs.filter { $0.depth <= deepest }.map(input)),
            "steps": .array(explanation.steps.filter { $0.depth <= deepest }.flatMap(figures)),
        ]
    }

    private static func input(_ input: Explanation.Input) -> JSONValue {
        [
            "key": .string(input.key), "label": .string(input.label), "value": value(input.value),
            "unit": .string(input.unit), "source": .string(input.source), "confidence": .optional(input.confidence),
            "cell": .optional(input.cell.map(CellName.absolute)),
        ]
    }

    /// One object a cell; the sum over the months is one more, without `month`.
    private static func figures(_ step: Explanation.Step) -> [JSONValue] {
        func object(_ figure: Explanation.Figure, position: Int?) -> JSONValue {
            [
                "line": .string(step.line.id), "member": .optional(figure.member),
                "month": step.line.shape == .timeline ? position.map(JSONValue.integer) ?? .null : .null,
                "label": .string(step.line.label), "value": value(figure.value), "unit": .string(step.unit),
                "expression": .string("\(step.line.expression)"), "section": .string(step.line.section),
                "cell": .string(CellName.absolute(figure.cell)), "depth": .integer(step.depth),
            ]
        }
        return step.figures.map { object($0, position: step.position) }
            + step.totals.map { object($0, position: nil) }
    }

    private static func value(_ value: DriverValue) -> JSONValue {
        switch value {
        case .number(let number): .number(number)
        case .word(let word): .string(word)
        }
    }

    private static func value(_ field: Field) -> JSONValue {
        switch field {
        case .empty: .null
        case .text(let text): .string(text)
        case .integer(let number): .integer(number)
        case .number(let number): .number(number)
        case .amount(let amount): .string("\(amount)")
        }
    }
}

extension JSONValue {
    fileprivate static func optional(_ text: String?) -> JSONValue { text.map(JSONValue.string) ?? .null }
}
