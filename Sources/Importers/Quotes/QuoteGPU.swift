import Billing
import Diagnostics
import Money

/// What the columns of a row say together about its GPU.
struct QuoteGPU {
    var resolution: GPUResolution
    var count: Int?
    var pricing: QuotePricing?
    /// The GPU's own columns left it open, and the instance type did not.
    var isFromInstance = false
    /// Another GPU than the name says.
    private var instanceSays: GPUModel?
    /// What else the words name: a switch, support, storage.
    var wordsSay: QuoteLineType?
    /// Gigabytes in the column for them; nil: blank or no such column.
    private var memory: Amount?
    private var column: String?
    private var hasLineTypeColumn: Bool

    init(_ line: QuoteLine, _ cells: inout QuoteCells) {
        hasLineTypeColumn = cells.header.columns[.lineType] != nil
        let memory = cells.memory()
        self.memory = memory
        let form = cells.form()
        let ownColumn = cells.column(.gpu) ?? cells.column(.gpuRaw)
        column = (ownColumn ?? cells.column(.instanceType)).map(cells.name(column:))
        wordsSay = inferredLineType("\(line.gpuRaw) \(line.instanceType ?? "")")

        func name(_ text: String) -> GPUName {
            // The column may give the memory of one GPU or of the whole instance.
            let own = GPUName(text, memory: memory.flatMap(Self.whole), form: form)
            if case .known = own.resolution { return own }
            guard let memory else { return own }
            if let shared = Self.quotient(memory, line.gpusPerUnit), shared > 0 {
                let divided = GPUName(text, memory: shared, form: form)
                if case .known = divided.resolution { return divided }
            }
            // A name that is certain by itself stands; the doubt is then about the memory.
            let alone = GPUName(text, form: form)
            if case .known = alone.resolution { return alone }
            return own
        }

        let instance = line.instanceType.map(name)
        let own = ownColumn.map { name(cells.text(column: $0)) }
        resolution = (own ?? instance)?.resolution ?? .unknown(nearest: [])
        count = own?.count ?? instance?.count
        pricing =
            switch own?.pricing ?? instance?.pricing {
            case .spot: .spot
            case .onDemand: .onDemand
            case .reserved: .reserved
            case nil: nil
            }
        if own != nil, case .known(let model, isUsual: false)? = instance?.resolution { refine(with: model) }
    }

    /// `H100-80GB` on a p5.48xlarge: the instance type decides what the name leaves open. Where the name leaves nothing
    /// open and the instance type says another GPU, one of them is wrong.
    private mutating func refine(with model: GPUModel) {
        switch resolution {
        case .ambiguous(let open):
            guard open.contains(model) else { return }
        case .known(let named, let isUsual):
            guard named != model else {
                resolution = .known(model, isUsual: false)
                return
            }
            let leavesFormOpen = named.form == .unknown && named.memory == model.memory
            guard named.family == model.family, isUsual || leavesFormOpen else {
                // An instance name that leaves the form open says nothing against a fuller GPU name.
                let instanceIsOpen = model.form == .unknown && named.memory == model.memory
                if named.family != model.family || !instanceIsOpen { instanceSays = model }
                return
            }
        case .unknown: return
        }
        resolution = .known(model, isUsual: false)
        isFromInstance = true
    }

    /// Whether the words name a GPU, known or not.
    var namesGPU: Bool {
        if case .unknown = resolution { return false }
        return true
    }

    /// Why the line cannot be priced by itself; nil: it can.
    func doubt(_ line: QuoteLine) -> Diagnostic? {
        let column = column ?? "gpu_model_raw"
        switch resolution {
        case .unknown(let nearest):
            if line.gpuRaw.isEmpty { return .gpuMissing(at: line.position) }
            return .gpuUnknown(line.gpuRaw, column: column, nearest: nearest, at: line.position)
        case .ambiguous(let models):
            return .gpuAmbiguous(line.gpuRaw, column: column, names: models.map(\.name), at: line.position)
        case .known(let model, _):
            if !hasLineTypeColumn, let wordsSay {
                return .gpuOrOther(line.gpuRaw, column: column, other: wordsSay, at: line.position)
            }
            if let instanceSays {
                return .gpuTwoNames(
                    line.gpuRaw, model: model, instance: line.instanceType ?? "", other: instanceSays,
                    at: line.position)
            }
            if let memory, !fits(memory, model, line.gpusPerUnit) {
                return .gpuMemoryDiffers(memory, model: model, at: line.position)
            }
            if let count {
                let said = Amount(count)
                let total = try? line.gpusPerUnit.multiplied(by: line.quantity)
                if said != line.gpusPerUnit, said != line.quantity, said != total {
                    return .gpuCountDiffers(count, text: line.gpuRaw, perUnit: line.gpusPerUnit, at: line.position)
                }
            }
            return nil
        }
    }

    private func fits(_ memory: Amount, _ model: GPUModel, _ gpus: Amount) -> Bool {
        ([model.memory] + model.otherMemoryLabels).contains { label in
            memory == Amount(label) || memory == (try? Amount(label).multiplied(by: gpus))
        }
    }

    private static func whole(_ amount: Amount) -> Int? {
        amount.scale == 0 && amount < Amount(1_000_000) ? Int(amount.coefficient) : nil
    }

    private static func quotient(_ amount: Amount, _ count: Amount) -> Int? {
        guard let amount = whole(amount), let count = whole(count), count > 0, amount % count == 0 else { return nil }
        return amount / count
    }
}

extension QuoteCells {
    /// Gigabytes: `80`, `80 GB`, `80GiB`.
    fileprivate mutating func memory() -> Amount? {
        guard let (text, column) = value(.gpuMemory) else { return nil }
        let digits = text.lowercased().replacing("gib", with: "").replacing("gb", with: "")
        guard let number = WrittenNumber(digits) else {
            reject(column, expected: "gigabytes of one GPU such as 80")
            return nil
        }
        guard let amount = amount(number, column: column) else { return nil }
        guard !amount.isNegative, !amount.isZero else {
            reject(column, expected: "gigabytes of one GPU such as 80")
            return nil
        }
        return amount
    }

    fileprivate mutating func form() -> GPUForm? {
        guard let (text, column) = value(.interconnect) else { return nil }
        let key = QuoteHeaderKey.key(text)
        switch key {
        case "unknown": return nil
        case "sxmnvlink", "sxm", "sxm4", "sxm5", "sxm6", "hgx": return .sxm
        case "pcie": return .pcie
        case "nvlbridge", "nvl": return .nvl
        case "oam": return .oam
        case "nvl72": return .rack
        default:
            reject(
                column, expected: "one of sxm_nvlink, pcie, nvl_bridge, oam, nvl72, unknown",
                fix: "write one of these, or leave the cell blank")
            return nil
        }
    }
}

extension Diagnostic {
    static func gpuUnknown(_ text: String, column: String, nearest: [String], at position: SourcePosition) -> Diagnostic
    {
        Diagnostic(
            "gpu-unknown", at: position, found: "\"\(text)\" in column \(column)",
            expected: nearest.isEmpty
                ? "a GPU that is known, such as H100-SXM-80GB"
                : "a GPU that is known; nearest: \(nearest.joined(separator: ", "))",
            fix: "write the name of a GPU that is known in the column gpu_model, or what the line buys in line_type")
    }

    static func gpuAmbiguous(_ text: String, column: String, names: [String], at position: SourcePosition) -> Diagnostic
    {
        Diagnostic(
            "gpu-ambiguous", .warning, at: position, found: "\"\(text)\" in column \(column)",
            expected: "one GPU; it could be \(names.joined(separator: ", "))",
            fix:
                "write one of these names in the column gpu_model; until then the line is for review and prices nothing"
        )
    }

    static func gpuMissing(at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "gpu-missing", .warning, at: position, found: "a compute line without a GPU",
            expected: "its name in the column gpu_model_raw",
            fix: "name the GPU, or say in line_type what the line buys")
    }

    static func gpuOrOther(_ text: String, column: String, other: QuoteLineType, at position: SourcePosition)
        -> Diagnostic
    {
        Diagnostic(
            "gpu-or-other", .warning, at: position,
            found: "\"\(text)\" in column \(column), which names a GPU and \(other.rawValue)",
            expected: "a column line_type that says what the line buys",
            fix:
                "add the column line_type with compute or \(other.rawValue); until then the line is for review and prices nothing"
        )
    }

    static func gpuTwoNames(
        _ text: String, model: GPUModel, instance: String, other: GPUModel, at position: SourcePosition
    ) -> Diagnostic {
        Diagnostic(
            "gpu-two-names", .warning, at: position,
            found: "\"\(text)\", which is \(model.name), on a \"\(instance)\", which has \(other.name)",
            expected: "one GPU", fix: "correct one of the two; until then the line is for review and prices nothing")
    }

    static func gpuMemoryDiffers(_ memory: Amount, model: GPUModel, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "gpu-memory-differs", .warning, at: position, found: "\(memory) GB for a \(model.name)",
            expected: "\(model.memory) GB a GPU",
            fix: "correct the name or the memory; until then the line is for review and prices nothing")
    }

    static func gpuCountDiffers(_ count: Int, text: String, perUnit: Amount, at position: SourcePosition) -> Diagnostic
    {
        Diagnostic(
            "gpu-count-differs", .warning, at: position, found: "\"\(text)\" with \(perUnit) GPUs in a unit",
            expected: "\(count), as the name says",
            fix: "correct the name or the number; until then the line is for review and prices nothing")
    }
}
