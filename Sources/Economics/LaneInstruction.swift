import CLanes

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// One figure a lane, or one figure for all lanes.
struct LaneOperand {
    var figures: UnsafePointer<Double>
    var isWide: Bool

    func value(_ lane: Int) -> Double { figures[isWide ? lane : 0] }

    fileprivate var width: Int32 { isWide ? 1 : 0 }
}

/// One operation over lanes with its places, so that it can be repeated for the next block.
enum LaneInstruction {
    typealias Figures = UnsafeMutablePointer<Double>
    typealias Unary = @convention(c) (Figures?, UnsafePointer<Double>?, Int32, Int) -> Void
    typealias Binary =
        @convention(c) (
            Figures?, UnsafePointer<Double>?, Int32, UnsafePointer<Double>?, Int32, Int
        ) -> Void

    case clear(Figures)
    case copy(Figures, LaneOperand)
    case unary(Unary, Figures, LaneOperand)
    case binary(Binary, Figures, LaneOperand, LaneOperand)
    /// Condition, value if it holds, else.
    case choose(Figures, LaneOperand, LaneOperand, LaneOperand)
    case accumulate(Figures, LaneOperand)
    /// Amount, key, wanted.
    case accumulateWhere(Figures, LaneOperand, LaneOperand, LaneOperand)
    /// What has no kernel: its parts, and the elements of its range.
    indirect case each(Program.Operation, Figures, [LaneOperand], [LaneOperand])

    func execute(_ count: Int) {
        switch self {
        case .clear(let out): out.update(repeating: 0, count: count)
        case .copy(let out, let a): lanes_copy(out, a.figures, a.width, count)
        case .unary(let kernel, let out, let a): kernel(out, a.figures, a.width, count)
        case .binary(let kernel, let out, let a, let b): kernel(out, a.figures, a.width, b.figures, b.width, count)
        case .choose(let out, let condition, let a, let b):
            lanes_choose(out, condition.figures, condition.width, a.figures, a.width, b.figures, b.width, count)
        case .accumulate(let out, let a): lanes_accumulate(out, a.figures, a.width, count)
        case .accumulateWhere(let out, let a, let key, let wanted):
            lanes_accumulate_where(
                out, a.figures, a.width, key.figures, key.width, wanted.figures, wanted.width, count)
        case .each(let operation, let out, let parts, let elements):
            for lane in 0..<count { out[lane] = Self.value(operation, parts, elements, lane) }
        }
    }

    /// The same with the figures that all lanes share kept aside: their places are used again for other months.
    func pinned(_ keep: (Double) -> UnsafePointer<Double>) -> LaneInstruction {
        func pin(_ operand: LaneOperand) -> LaneOperand {
            operand.isWide ? operand : LaneOperand(figures: keep(operand.figures[0]), isWide: false)
        }
        return switch self {
        case .clear: self
        case .copy(let out, let a): .copy(out, pin(a))
        case .unary(let kernel, let out, let a): .unary(kernel, out, pin(a))
        case .binary(let kernel, let out, let a, let b): .binary(kernel, out, pin(a), pin(b))
        case .choose(let out, let condition, let a, let b): .choose(out, pin(condition), pin(a), pin(b))
        case .accumulate(let out, let a): .accumulate(out, pin(a))
        case .accumulateWhere(let out, let a, let key, let wanted): .accumulateWhere(out, pin(a), pin(key), pin(wanted))
        case .each(let operation, let out, let parts, let elements):
            .each(operation, out, parts.map(pin), elements.map(pin))
        }
    }

    private static func value(
        _ operation: Program.Operation, _ parts: [LaneOperand], _ elements: [LaneOperand], _ lane: Int
    ) -> Double {
        func at(_ part: Int) -> Double { parts[part].value(lane) }
        switch operation {
        case .exponential: return exp(at(0))
        case .logarithm: return log(at(0))
        case .numberOrZero: return WordTable.isWord(at(0)) ? 0 : at(0)
        case .endOfMonth: return SpreadsheetDate.endOfMonth(serial: at(0), months: at(1))
        case .payment: return FinanceFunctions.payment(rate: at(0), periods: at(1), present: at(2))
        case .atMost: return FinanceFunctions.atMost(at(0), trials: at(1), probability: at(2))
        case .position:
            let wanted = at(0)
            for (place, element) in elements.enumerated() where element.value(lane) == wanted {
                return Double(place + 1)
            }
            return 0
        case .element:
            // A position of 0 stands in the branch that is not taken; a spreadsheet would not evaluate it.
            let place = at(0)
            guard place >= 1 && place < Double(elements.count + 1) else { return 0 }
            return elements[Int(place) - 1].value(lane)
        case .presentValue: return FinanceFunctions.presentValue(rate: at(0), elements.map { $0.value(lane) })
        case .countOfNumbers:
            return Double(elements.count { $0.value(lane) >= 0 && !WordTable.isWord($0.value(lane)) })
        default: preconditionFailure("has a kernel")
        }
    }
}

/// Figures that instructions refer to, at places that do not move.
struct LaneConstants: ~Copyable {
    private static let size = 4096
    private var chunks: [UnsafeMutablePointer<Double>] = []
    private var used = LaneConstants.size

    deinit { for chunk in chunks { chunk.deallocate() } }

    mutating func place(_ value: Double) -> UnsafePointer<Double> {
        if used == Self.size {
            let chunk = UnsafeMutablePointer<Double>.allocate(capacity: Self.size)
            chunk.initialize(repeating: 0, count: Self.size)
            chunks.append(chunk)
            used = 0
        }
        let place = chunks[chunks.count - 1] + used
        place.pointee = value
        used += 1
        return UnsafePointer(place)
    }
}
