/// What a vendor's text says about a GPU.
package enum GPUResolution: Hashable, Sendable {
    /// - Parameter isUsual: the text left a variant open and the usual one was taken.
    case known(GPUModel, isUsual: Bool)
    /// Could be any of these, sorted by name.
    case ambiguous([GPUModel])
    /// Nothing fits; the names nearest to the text.
    case unknown(nearest: [String])
}

/// A vendor's text about a GPU, taken apart: `8x NVIDIA H100 SXM5 80GB (spot)`.
package struct GPUName: Hashable, Sendable {
    /// GPUs that the text counts: `8x`, `8-GPU`.
    package var count: Int?
    /// Words that say how the capacity is sold, not what it is.
    package var pricing: QuotePricingWord?
    package var resolution: GPUResolution

    package enum QuotePricingWord: Hashable, Sendable {
        case spot, onDemand, reserved
    }

    /// - Parameters:
    ///   - text: as the vendor wrote it.
    ///   - memory: gigabytes of one GPU when another column states them.
    ///   - form: form factor when another column states it.
    package init(_ text: String, memory: Int? = nil, form: GPUForm? = nil) {
        let key = text.lowercased().filter { !$0.isWhitespace }
        if let model = GPUCatalogue.instance(key)?.model ?? GPUCatalogue.model(named: key) {
            resolution = .known(model, isUsual: false)
            return
        }
        var parts = Parts(text)
        count = parts.count
        pricing = parts.pricing
        parts.memory = parts.memory ?? memory
        parts.form = parts.form ?? form
        resolution = parts.resolution(text)
    }
}

private struct Parts {
    var families: Set<String> = []
    /// Families of each spelling that was found; more than one spelling is a contradiction.
    var found = 0
    var memory: Int?
    var form: GPUForm?
    var count: Int?
    var pricing: GPUName.QuotePricingWord?
    /// A slice of a GPU: throughput figures of whole GPUs do not hold.
    var isSlice = false

    init(_ text: String) {
        var words = Self.words(text)
        while !words.isEmpty {
            let word = words.removeFirst()
            if take(word, next: words.first) { words.removeFirst() }
        }
    }

    /// Lower-case runs of letters and digits; a word that holds a family's name and a qualifier (`h100nvl`) is cut.
    private static func words(_ text: String) -> [String] {
        let raw = text.lowercased().split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }.map(String.init)
        var result: [String] = []
        var i = 0
        while i < raw.count {
            // Families may be spread over words: `RTX PRO 6000`, `RTX6000-Ada`.
            var joined = ""
            var match: (word: String, used: Int)?
            for (used, word) in raw[i...].prefix(mayStartSpreadName(raw[i]) ? 6 : 1).enumerated() {
                joined += word
                if GPUCatalogue.spellings.contains(where: { $0.text == joined }) { match = (joined, used + 1) }
            }
            if let match {
                result.append(match.word)
                i += match.used
                continue
            }
            let word = raw[i]
            i += 1
            let cut = GPUCatalogue.spellings.first {
                word.hasPrefix($0.text) && isQualifier(String(word.dropFirst($0.text.count)))
            }
            if let cut {
                result += [cut.text, String(word.dropFirst(cut.text.count))]
            } else if let x = word.firstIndex(of: "x"), let count = Int(word[..<x]), count > 0,
                GPUCatalogue.spellings.contains(where: { word[word.index(after: x)...].hasPrefix($0.text) })
            {
                // `8xH100`
                result.append("\(count)x")
                result += words(String(word[word.index(after: x)...]))
            } else {
                result.append(word)
            }
        }
        return result
    }

    /// Only these, so that `with a 10 GbE card` does not name an A10.
    private static func mayStartSpreadName(_ word: String) -> Bool {
        ["rtx", "quadro", "pro", "mi", "6000", "rtx6000", "rtx5880", "rtxpro6000"].contains(word)
    }

    private static func isQualifier(_ word: String) -> Bool {
        gigabytes(word) != nil || formWord(word) != nil || word == "nvlink"
    }

    private static func gigabytes(_ word: String) -> Int? {
        for suffix in ["gib", "gb", "g"] where word.hasSuffix(suffix) { return Int(word.dropLast(suffix.count)) }
        return nil
    }

    private static func formWord(_ word: String) -> GPUForm? {
        switch word {
        case "sxm", "sxm2", "sxm3", "sxm4", "sxm5", "sxm6", "hgx", "dgx", "hbm3", "mega": .sxm
        case "pcie", "pci": .pcie
        case "nvl": .nvl
        case "oam": .oam
        case "nvl72": .rack
        default: nil
        }
    }

    /// - Returns: true when the next word belongs to this one and is taken, too.
    private mutating func take(_ word: String, next: String?) -> Bool {
        if let spelling = GPUCatalogue.spellings.first(where: { $0.text == word }) {
            // The same family twice (`DGX H100, 8x H100`) says nothing new.
            if families != Set(spelling.families) { found += 1 }
            families = families.isEmpty ? Set(spelling.families) : families.union(spelling.families)
        } else if let form = Self.formWord(word) {
            // A form that the name says outright beats one that memory technology implies.
            if self.form == nil || (word != "hbm3" && word != "mega") { self.form = form }
        } else if let size = Self.gigabytes(word) {
            memory = size
        } else if let number = Int(word), let next, ["gb", "gib", "g"].contains(next) {
            memory = number
            return true
        } else if let number = Int(word), let next, ["x", "gpu", "gpus"].contains(next) {
            count = count ?? number
            return true
        } else if let number = Int(word.dropLast()), word.hasSuffix("x") {
            count = count ?? number
        } else if let number = Int(word.dropFirst()), word.hasPrefix("x") {
            count = count ?? number
        } else if word.hasSuffix("gpu"), let number = Int(word.dropLast(3)) {
            count = count ?? number
        } else if word == "spot" || word == "preemptible" || word == "interruptible" {
            pricing = .spot
        } else if word == "ondemand" || (word == "on" && next == "demand") {
            pricing = .onDemand
            return word == "on"
        } else if word == "reserved" {
            pricing = .reserved
        } else if word == "mig" {
            isSlice = true
        }
        return false
    }

    func resolution(_ text: String) -> GPUResolution {
        guard !families.isEmpty else { return .unknown(nearest: Self.nearest(text)) }
        let ofFamily = GPUCatalogue.models.filter { families.contains($0.family) }
        guard found == 1, !isSlice else { return .ambiguous(ofFamily.sorted { $0.name < $1.name }) }
        // GB200 and B300 mean one product each, whatever the text says about racks and boards.
        let oneProduct = ofFamily.count == 1
        let fitting = ofFamily.filter { model in
            (memory == nil || memory == model.memory || model.otherMemoryLabels.contains(memory!))
                && (form == nil || form == model.form || oneProduct || model.form == .unknown && model.family != "a100")
        }
        if fitting.count == 1 { return .known(fitting[0], isUsual: false) }
        if fitting.isEmpty { return .unknown(nearest: ofFamily.map(\.name).sorted()) }
        if form == nil {
            let withoutForm = fitting.filter { $0.form == .unknown }
            if withoutForm.count == 1, memory != nil { return .known(withoutForm[0], isUsual: false) }
            if let usual = fitting.first(where: \.isUsual) { return .known(usual, isUsual: true) }
        }
        if let usual = fitting.first(where: \.isUsual), fitting.allSatisfy({ $0.form == usual.form }) {
            return .known(usual, isUsual: true)
        }
        return .ambiguous(fitting.sorted { $0.name < $1.name })
    }

    private static func nearest(_ text: String) -> [String] {
        // Without memory on either side: `RTX5070` is nearer to RTX5090-32GB than to T4-16GB.
        let words = words(text).filter { gigabytes($0) == nil && !["nvidia", "amd", "gpu", "tesla"].contains($0) }
        return nearestNames(to: words.joined(), among: GPUCatalogue.models.map(\.name), limit: 3) { name in
            name.split(separator: "-").filter { gigabytes($0.lowercased()) == nil }.joined()
        }
    }
}
