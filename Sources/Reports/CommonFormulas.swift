import Dispatch
import Economics
import Synchronization

/// What stands alike on every model sheet, printed once for all of them.
///
/// How it works: the sheets of the instances have the same layout and their formulas refer to cells of their own sheet.
/// Only what reads a driver, the strategy or the sheet of returns differs from one to the next.
struct CommonFormulas: Sendable {
    private typealias Line = [[FormulaPrinter.Source]]
    /// By line, then member and position; nil for a line that each sheet prints for itself.
    private let lines: [Line?]

    /// - Parameter placements: of every model sheet.
    init(_ model: Model, _ placements: [Placement]) {
        let printer = FormulaPrinter(model: model, placement: placements[0])
        // A line that only some sheets have moves what stands below it.
        let isLevel = model.lines.indices.map { index in
            placements.allSatisfy { $0.lines[index].first.row == placements[0].lines[index].first.row }
        }
        let slices = 8
        let printed = Mutex([Line?](repeating: nil, count: model.lines.count))
        DispatchQueue.concurrentPerform(iterations: slices) { slice in
            for index in stride(from: slice, to: model.lines.count, by: slices) {
                guard Self.isCommon(model.lines[index], model, isLevel) else { continue }
                let length = model.length(of: model.lines[index])
                let line = model.members(of: model.lines[index]).indices.map { member in
                    (0..<length).map { printer.source(line: index, member: member, at: $0) }
                }
                printed.withLock { $0[index] = line }
            }
        }
        lines = printed.withLock { $0 }
    }

    private static func isCommon(_ line: Economics.Line, _ model: Model, _ isLevel: [Bool]) -> Bool {
        var isCommon = line.home == .modelSheets
        line.expression.visit { part in
            switch part {
            case .driver, .isFullStrategy, .input: isCommon = false
            default: break
            }
        }
        return isCommon
            && line.expression.linesReferredTo.allSatisfy { id in
                let index = model.index(of: id)!
                return model.lines[index].home == .modelSheets && isLevel[index]
            }
    }

    /// The content of a cell; `printer` is that of the sheet.
    func source(line: Int, member: Int, at position: Int, _ printer: FormulaPrinter) -> FormulaPrinter.Source {
        lines[line]?[member][position] ?? printer.source(line: line, member: member, at: position)
    }
}
