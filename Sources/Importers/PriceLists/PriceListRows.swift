import Money
import Tabular

/// The rows of a price list that one thread keeps: numbers as exact integers, texts as numbers of distinct texts.
struct PriceListRows: ~Copyable {
    typealias Role = PriceListFormat.Role

    /// A price in units of 10^-18; not given and not readable are values of their own, so that a row is flat.
    enum Price {
        static let missing = Int128.min
        static let unreadable = Int128.max
        static let scale = 18

        /// As a number to rank by. In two halves, each at once: the library's own conversion of 128 bits takes far longer
        /// than reading the row.
        @inline(__always)
        static func number(_ units: Int128) -> Double {
            let high = Double(Int64(truncatingIfNeeded: units &>> 64))
            return (high * 0x1p64 + Double(UInt64(truncatingIfNeeded: units))) * 1e-18
        }
    }

    let roles: [Role]
    private let columns: [Int]
    private let priceColumns: [Int]
    private let filters: [(column: Int, filter: PriceListFormat.Filter)]
    private let fieldCount: Int
    private let mayOverflow: Bool
    private let instanceColumn: Int?
    private let powers: [Int64] = (0...18).map { exponent in (0..<exponent).reduce(into: 1) { power, _ in power *= 10 }
    }

    private var table = ByteTable()
    /// Distinct texts of all columns.
    private(set) var texts: [String] = []
    /// By filter, then by text: 0 unknown, 1 passes, 2 does not.
    private var verdicts: [[UInt8]]
    private var instanceVerdicts: [UInt8] = []

    /// `row × roles + role`: number of the text.
    private(set) var codes: [UInt32] = []
    /// `row × 3`: price, spot price, price of one GPU.
    private(set) var prices: [Int128] = []
    private(set) var lines: [Int] = []
    private(set) var ragged: [Int] = []
    private var withoutGPU = 0
    /// Rows left out, by filter.
    private var refused: [Int]

    /// Rows left out, by reason. Most rows of some lists are: they are only counted as they go by.
    var skipped: [String: Int] {
        var skipped: [String: Int] = withoutGPU > 0 ? ["without a GPU": withoutGPU] : [:]
        for (index, count) in refused.enumerated() where count > 0 {
            skipped[filters[index].filter.reason, default: 0] += count
        }
        return skipped
    }

    init(_ header: PriceListHeader) {
        let priced: [Role] = [.price, .spotPrice, .gpuPrice]
        roles = Role.allCases.filter { header.columns[$0] != nil && !priced.contains($0) }
        columns = roles.map { header.columns[$0]! }
        priceColumns = priced.map { header.columns[$0] ?? -1 }
        filters = header.filters
        verdicts = filters.map { _ in [] }
        refused = filters.map { _ in 0 }
        fieldCount = header.names.count
        mayOverflow = header.mayOverflow
        // Lists without a column for the GPU sell everything: most of their rows are of instances without one.
        instanceColumn = header.columns[.gpu] == nil ? header.columns[.instance] : nil
    }

    mutating func add(_ batch: RecordBatch) {
        for record in batch.records {
            let count = batch.fieldCount(record)
            guard count == fieldCount || count > fieldCount && mayOverflow else {
                ragged.append(batch.line(record))
                continue
            }
            if let column = instanceColumn, !hasGPU(batch.field(record, column)) {
                withoutGPU += 1
                continue
            }
            if let filter = refusing(batch, record) {
                refused[filter] += 1
                continue
            }
            for column in columns { codes.append(UInt32(truncatingIfNeeded: code(batch.field(record, column)))) }
            for column in priceColumns {
                prices.append(column < 0 ? Price.missing : price(batch.field(record, column)))
            }
            lines.append(batch.line(record))
        }
    }

    private mutating func code(_ field: UnsafeBufferPointer<UInt8>) -> Int {
        let code = table.number(of: field)
        if code == texts.count { texts.append(trimmed(String(decoding: unquoted(field), as: UTF8.self))) }
        return code
    }

    private mutating func hasGPU(_ field: UnsafeBufferPointer<UInt8>) -> Bool {
        let code = code(field)
        while instanceVerdicts.count <= code { instanceVerdicts.append(0) }
        if instanceVerdicts[code] == 0 { instanceVerdicts[code] = GPUCatalogue.instance(texts[code]) == nil ? 2 : 1 }
        return instanceVerdicts[code] == 1
    }

    /// The first filter that leaves a row out; nil: all pass it.
    private mutating func refusing(_ batch: RecordBatch, _ record: Int) -> Int? {
        for index in filters.indices {
            let code = code(batch.field(record, filters[index].column))
            while verdicts[index].count <= code { verdicts[index].append(0) }
            if verdicts[index][code] == 0 { verdicts[index][code] = filters[index].filter.passes(texts[code]) ? 1 : 2 }
            if verdicts[index][code] == 2 { return index }
        }
        return nil
    }

    private func price(_ field: UnsafeBufferPointer<UInt8>) -> Int128 {
        if let units = plain(field) { return units }
        let text = trimmed(String(decoding: unquoted(field), as: UTF8.self))
        if text.isEmpty { return Price.missing }
        guard let price = QuotePrice(text) else { return Price.unreadable }
        guard let number = price.number else { return Price.missing }
        guard let amount = number.amount(.point), !amount.isNegative, amount < Amount(1_000_000_000_000),
            let units = try? amount.rounded(decimals: Price.scale).coefficient(atScale: Price.scale)
        else { return Price.unreadable }
        return units
    }

    /// Plain digits with at most one point, at once; nil: the slow way.
    private func plain(_ field: UnsafeBufferPointer<UInt8>) -> Int128? {
        guard field.count > 0, field.count <= 19 else { return field.count == 0 ? Price.missing : nil }
        var coefficient: Int64 = 0
        var point = -1
        for i in field.indices {
            let digit = field[i] &- 48
            if digit < 10 {
                coefficient = coefficient &* 10 &+ Int64(digit)
            } else if field[i] == UInt8(ascii: "."), point < 0, i > 0, i + 1 < field.count {
                point = i
            } else {
                return nil
            }
        }
        let scale = point < 0 ? 0 : field.count - point - 1
        // Twelve digits before the point at most, as the slow way has it.
        guard field.count - (point < 0 ? 0 : scale + 1) <= 12 else { return nil }
        return Int128(coefficient) * Int128(powers[18 - scale])
    }
}

extension PriceListFormat.Filter {
    func passes(_ text: String) -> Bool {
        if !oneOf.isEmpty { return oneOf.contains { $0.lowercased() == text.lowercased() } }
        let text = text.lowercased()
        return !without.contains { text.contains($0.lowercased()) }
    }
}

/// Keeps the rows that one thread sees.
///
/// A class because the scan calls it back; the work is that of ``PriceListRows``.
final class PriceListVisitor: RecordVisitor {
    private var rows: PriceListRows?

    init(_ header: PriceListHeader) { rows = PriceListRows(header) }

    func visit(_ batch: RecordBatch) {
        // Out of the class while the records go by: a local value needs no check for others who look at it.
        guard var rows = rows.take() else { return }
        rows.add(batch)
        self.rows = consume rows
    }

    /// What this thread has; the visitor is used up.
    func finish() -> KeptPriceRows? {
        guard let rows = rows.take() else { return nil }
        return KeptPriceRows(
            roles: rows.roles, texts: rows.texts, codes: rows.codes, prices: rows.prices, lines: rows.lines,
            skipped: rows.skipped, ragged: rows.ragged)
    }
}

/// The rows of one thread, done.
struct KeptPriceRows: Sendable {
    var roles: [PriceListFormat.Role]
    var texts: [String]
    var codes: [UInt32]
    var prices: [Int128]
    var lines: [Int]
    var skipped: [String: Int]
    var ragged: [Int]
}
