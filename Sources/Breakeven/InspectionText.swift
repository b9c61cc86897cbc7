import Billing
import Diagnostics
import Exporters
import Importers
import Money
import Tabular

/// An inspected file as people read it: its name, then one labelled fact a line.
extension FileInspection {
    /// - Parameter all: Every rejected row and note, else the first ten of each.
    func text(all: Bool) -> String {
        switch self {
        case .invoice(let file): lines(file.name, facts(file), rejected: file.rejects.map(Diagnostic.rejected), all)
        case .archive(let file):
            lines(file.name, [("format", "zip, an archive"), ("sha256", file.sha256)], rejected: [], all)
        case .quotes(let file, let gpuHours):
            lines(file.file.name, facts(file, gpuHours, all), rejected: file.errors, all)
        case .benchmark(let file): lines(file.file.name, file.facts(all: all), rejected: file.errors, all)
        case .unreadable(let file, _, _): "\(file.name)\n  \(label("format"))none that this program reads"
        }
    }

    private func lines(_ name: String, _ facts: [(String, String)], rejected: [Diagnostic], _ all: Bool) -> String {
        var lines = [name] + facts.map { "  \(label($0))\($1)" }
        func list(_ title: String, _ diagnostics: [Diagnostic]) {
            if diagnostics.isEmpty { return }
            lines.append("  \(title)")
            let shown = all ? diagnostics.count : min(10, diagnostics.count)
            for diagnostic in diagnostics.prefix(shown) {
                lines.append("    " + diagnostic.rendered.split(separator: "\n").joined(separator: "\n    "))
            }
            if shown < diagnostics.count {
                lines.append("    and \(diagnostics.count - shown) more: --verbose lists all")
            }
        }
        list(isBenchmark ? "refused runs" : "rejected rows", rejected)
        list("notes", notes.filter { !rejected.contains($0) })
        return lines.joined(separator: "\n")
    }

    private var isBenchmark: Bool { if case .benchmark = self { true } else { false } }

    private func label(_ text: String) -> String {
        text + String(repeating: " ", count: max(1, 13 - text.count))
    }

    private func facts(_ file: ImportedFile) -> [(String, String)] {
        var facts = [("format", "\(file.format)\(importFormatName(file.format).map { ", \($0)" } ?? "")")]
        if let version = file.version { facts.append(("version", version)) }
        facts.append(("told by", told(file.recognisedBy, line: file.headerLine)))
        facts.append(("written as", written(file.compression, file.encoding, file.delimiter)))
        facts.append(("rows", rows(file.rows, file.accepted, file.rejected, file.skipped)))
        if let from = file.periodFrom, let to = file.periodTo { facts.append(("period", "\(from) to \(to)")) }
        facts += file.totals.map { ($0.basis.rawValue, "\($0.amount) \($0.currency)") }
        facts += file.notional.sorted { $0.key < $1.key }.map { ("not billed", "\($1) \($0) that is paid elsewhere") }
        for tokenClass in TokenClass.allCases {
            if let tokens = file.tokens[tokenClass] { facts.append((tokenClass.rawValue, "\(tokens) tokens")) }
        }
        if !file.requests.isZero { facts.append(("requests", "\(file.requests)")) }
        facts += file.rejectedValue.sorted { $0.key < $1.key }.map { ("not counted", "\($1) \($0) in rejected rows") }
        facts += file.lines.prefix(3).map { ("for example", example($0)) }
        return facts.map { ($0.0.replacing("_", with: " "), $0.1) }
    }

    /// - Parameter all: Every line, else the first of them: price lists keep hundreds.
    private func facts(_ file: QuoteFile, _ gpuHours: [String: Double], _ all: Bool) -> [(String, String)] {
        var facts = [("format", file.format == "quote" ? "quotes, GPU prices" : "\(file.format), GPU price list")]
        facts.append(("told by", told(file.recognisedBy, line: file.headerLine)))
        facts.append(
            ("written as", written(file.compression.rawValue, file.encoding, String(UnicodeScalar(file.delimiter)))))
        facts.append(("rows", rows(file.rows, file.accepted, file.rejected, file.skipped.values.reduce(0, +))))
        let shown = all ? file.lines.count : min(20, file.lines.count)
        facts += file.lines.prefix(shown).map { ("quote", example($0, gpuHour: gpuHours[$0.id])) }
        if shown < file.lines.count {
            facts.append(("", "and \(file.lines.count - shown) more quotes: --verbose lists all"))
        }
        return facts
    }

    private func told(_ columns: [String], line: Int) -> String { "\(columns.joined(separator: ", ")) in line \(line)" }

    private func written(_ compression: String, _ encoding: String, _ delimiter: String) -> String {
        let mark = delimiter == "\t" ? "tabs" : "\"\(delimiter)\""
        return "\(compression == "none" ? "" : "\(compression), ")\(encoding), fields parted by \(mark)"
    }

    private func rows(_ rows: Int, _ accepted: Int, _ rejected: Int, _ skipped: Int) -> String {
        "\(rows): \(accepted) accepted, \(rejected) rejected, \(skipped) skipped"
    }

    private func example(_ line: ChargeLine) -> String {
        var parts = ["line \(line.firstLine): \(line.month)", line.provider]
        if !line.model.isEmpty { parts.append(line.model) }
        if let tokenClass = line.tokenClass { parts.append(tokenClass.rawValue) }
        for (tokenClass, tokens) in line.tokens.sorted(by: { $0.key < $1.key }) {
            parts.append("\(tokens) \(tokenClass.rawValue)")
        }
        if let cost = line.billedCost ?? line.effectiveCost, let currency = line.currency {
            parts.append("\(cost) \(currency)")
        }
        if line.rows > 1 { parts.append("(\(line.rows) rows)") }
        return parts.joined(separator: ", ")
    }

    private func example(_ line: QuoteLine, gpuHour: Double?) -> String {
        var parts = ["\(line.id): \(line.vendor)"]
        if let gpu = line.gpu { parts.append("\(line.gpusPerUnit) x \(gpu)") }
        parts.append(line.pricing.rawValue)
        if let days = line.termDays {
            parts.append("\(days) days")
        } else if line.termMonths > 0 {
            parts.append("\(line.termMonths) months")
        }
        if let price = line.price, let currency = line.currency {
            parts.append("\(price) \(currency) \(line.priceUnit?.words ?? "a unit")")
        }
        if let gpuHour, let currency = line.currency {
            parts.append("\(decimalText((gpuHour * 10_000).rounded() / 10_000)) \(currency)/GPU-hour")
        }
        if let day = line.validUntil { parts.append("until \(day)") }
        if line.status != .priced { parts.append(line.statusReason ?? line.status.rawValue) }
        return parts.joined(separator: ", ")
    }
}

extension PriceUnit {
    /// What one price pays for, as words that follow an amount.
    fileprivate var words: String {
        switch self {
        case .gpuHour: "a GPU-hour"
        case .instanceHour: "an instance-hour"
        case .gpuMonth: "a GPU-month"
        case .instanceMonth: "an instance-month"
        case .clusterMonth: "a month for all"
        case .termTotal: "for the term"
        case .unitOneTime: "a unit, once"
        case .unitYear: "a unit-year"
        case .gigabyteMonth: "a GB-month"
        case .gigabyte: "a GB"
        }
    }
}
