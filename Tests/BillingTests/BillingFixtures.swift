import Billing
import Diagnostics
import Money

let dollars = Currency("USD")
let euros = Currency("EUR")

func amount(_ text: String) -> Amount { Amount(text)! }

/// A charge line in few words.
func line(
    _ month: String, _ provider: String = "Vendor", model: String = "", project: String = "",
    as tokenClass: TokenClass? = nil, cost: String? = nil, effective: String? = nil, currency: Currency? = dollars,
    tokens: [TokenClass: Int] = [:], requests: Int? = nil, category: ChargeCategory = .usage
) -> ChargeLine {
    let month = Month(month)!
    var line = ChargeLine(source: 0, month: month, firstDay: month.firstDay, lastDay: month.lastDay, provider: provider)
    line.model = model
    line.dimensions.project = project
    line.category = category
    line.tokenClass = tokenClass
    line.billedCost = cost.map(amount)
    line.effectiveCost = effective.map(amount)
    line.currency = line.billedCost == nil && line.effectiveCost == nil ? nil : currency
    line.tokens = tokens.mapValues { Amount($0) }
    line.requests = requests.map { Amount($0) }
    line.firstLine = 2
    return line
}

/// A file that covers its lines' months whole.
func file(
    _ lines: [ChargeLine], name: String = "a.csv", format: String = "f", role: SourceRole = .both,
    grain: Grain = .finer
) -> ImportedFile {
    var file = ImportedFile(name: name, sha256: name, format: format)
    file.lines = lines
    file.role = role
    file.grain = grain
    file.periodFrom = lines.map(\.firstDay).min()
    file.periodTo = lines.map(\.lastDay).max()
    return file
}

/// `month provider model workload class tokens requests cost currency estimated`, empty ones as `-`.
func rows(_ ledger: Ledger) -> [String] {
    ledger.rows.map { row in
        [
            "\(row.month)", row.provider, row.model, row.workload, row.tokenClass.rawValue,
            row.tokens.map { "\($0)" } ?? "", row.requests.map { "\($0)" } ?? "", row.cost.map { "\($0)" } ?? "",
            row.currency?.code ?? "", "\(row.estimated)",
        ].map { $0.isEmpty ? "-" : $0 }.joined(separator: " ")
    }
}

/// The same numbers for the same seed, everywhere.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &+ 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
