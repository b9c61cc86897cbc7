import Billing
import Money
import Tabular

/// Records of a file that repeat another one in every byte. They count: only a row id could tell a copy from a second
/// charge, and few exports have one.
struct EqualRows: Hashable, Sendable {
    /// Copies beyond the first of each.
    private(set) var count = 0
    private(set) var firstLine = 0
    /// Money of the copies; nil where the columns of money are several or none, or a cell is no number.
    private(set) var sum: Amount?

    /// Nil when there are none, and for files larger than a preview: there the days and totals tell a copied part.
    init?(in file: DetectedFile, layout: ColumnLayout) {
        guard file.preview.isWhole, Self.repeatsLine(file.preview.bytes) else { return nil }
        let money = layout.measures.filter { $0.measure == .billedCost }
        var seen: Set<[String]> = []
        var sum: Amount? = money.count == 1 ? .zero : nil
        for record in file.preview.records(delimiter: file.dialect.delimiter, limit: .max)
        where record.line > file.dialect.headerLine && record.fields.contains(where: { !$0.isEmpty }) {
            guard record.fields != file.header.spelled, !seen.insert(record.fields).inserted else { continue }
            if count == 0 { firstLine = record.line }
            count += 1
            guard let before = sum, let column = money.first?.column, column.column < record.fields.count,
                case .value(let amount) = column.style.read(record.fields[column.column])
            else {
                sum = nil
                continue
            }
            sum = try? before.adding(amount)
        }
        guard count > 0 else { return nil }
        self.sum = sum
    }

    /// Whether any physical line stands twice: cheap, and false for nearly every file.
    private static func repeatsLine(_ bytes: [UInt8]) -> Bool {
        var seen: Set<Int> = []
        return bytes.withUnsafeBytes { bytes in
            var start = 0
            while start < bytes.count {
                var end = start
                while end < bytes.count, bytes[end] != 10, bytes[end] != 13 { end += 1 }
                if end > start {
                    var hasher = Hasher()
                    hasher.combine(bytes: UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
                    if !seen.insert(hasher.finalize()).inserted { return true }
                }
                start = end + 1
            }
            return false
        }
    }
}
