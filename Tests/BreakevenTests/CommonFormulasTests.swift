import Economics
import Testing

@testable import Breakeven
@testable import Reports

@Suite struct CommonFormulasTests {
    /// Random projects have every kind of capacity, list and scenario between them.
    @Test(arguments: UInt64(101)...104) func whatIsPrintedOnceIsWhatEachSheetWouldPrint(_ seed: UInt64) throws {
        let data = try analysed(RandomProject(seed: seed)).data
        let layout = WorkbookLayout(data)
        let common = CommonFormulas(data.model, layout.models)
        let months = Set([0, 1, data.model.horizon])
        for (instance, placement) in zip(Instance.all, layout.models) {
            let printer = FormulaPrinter(model: data.model, placement: placement)
            for (index, line) in data.model.lines.enumerated() where line.home.isModelSheet(of: instance) {
                for member in data.model.members(of: line).indices {
                    for position in months where position < data.model.length(of: line) {
                        #expect(
                            common.source(line: index, member: member, at: position, printer)
                                == printer.source(line: index, member: member, at: position),
                            "seed \(seed), \(line.id), member \(member), month \(position)")
                    }
                }
            }
        }
    }
}
