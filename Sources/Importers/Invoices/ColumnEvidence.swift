import Billing
import Diagnostics
import Tabular

/// What the cells of an amount column say about its decimal mark.
///
/// A mark proves nothing where thousands could stand as well: `1.234` and `1,234`. It does where no thousands can be
/// meant: `12.5`, `0.125`, `1234.567`, or two kinds of marks in one number.
struct DecimalMarkEvidence: Hashable, Sendable {
    private var proofs: Set<UInt8> = []
    /// The first cell that can be read both ways.
    private var unclear: String?

    private static let comma = UInt8(ascii: ",")
    private static let point = UInt8(ascii: ".")

    mutating func see(_ text: String) {
        guard proofs.count < 2 else { return }
        switch (text.lastIndex(of: ","), text.lastIndex(of: ".")) {
        case (let c?, let p?): proofs.insert(c > p ? Self.comma : Self.point)
        case (_?, nil): see(text, mark: ",", is: Self.comma, other: Self.point)
        case (nil, _?): see(text, mark: ".", is: Self.point, other: Self.comma)
        case (nil, nil): break
        }
    }

    private mutating func see(_ text: String, mark: Character, is this: UInt8, other: UInt8) {
        let groups: [Substring] = text.split(separator: mark, omittingEmptySubsequences: false)
        // A mark that stands more than once sets thousands apart; in `12.3.4` it sets nothing apart and proves nothing.
        let mayGroup = groups.dropFirst().allSatisfy { group in
            group.prefix { $0.isASCIIDigit }.count == 3 && !group.lowercased().contains("e")
        }
        if groups.count > 2 {
            if mayGroup { proofs.insert(other) }
            return
        }
        let before = groups[0].reversed().prefix { $0.isASCIIDigit }
        if mayGroup, (1...3).contains(before.count), before.last != "0" {
            unclear = unclear ?? text
        } else {
            proofs.insert(this)
        }
    }

    /// The decimal mark: as the project says, else as one cell proves, else a point.
    ///
    /// - Throws: 65 when the cells contradict each other, or can be read both ways.
    func style(_ rule: SourceRule?, column: String, at position: SourcePosition) throws(Failure) -> NumberStyle {
        if let mark = rule?.decimal?.utf8.first { return NumberStyle(decimal: mark, allowsGrouping: true) }
        if proofs.count > 1 { throw Failure(.badData, .mixedDecimalMarks(column: column, at: position)) }
        if let proof = proofs.first { return NumberStyle(decimal: proof, allowsGrouping: true) }
        if let unclear { throw Failure(.badData, .unclearDecimalMark(unclear, column: column, at: position)) }
        return NumberStyle(allowsGrouping: true)
    }
}

/// What the cells of a date column say about the order of day and month.
struct DateOrderEvidence: Hashable, Sendable {
    private var proofs: [DateOrder: String] = [:]
    /// The first date that can be read both ways.
    private var unclear: String?

    mutating func see(_ text: String) {
        let parts = text.split { "/.-".contains($0) }.map { $0.prefix { $0.isASCIIDigit } }.compactMap { Int($0) }
        guard parts.count == 3, text.prefix(4).contains(where: { !$0.isASCIIDigit }) else { return }
        if parts[0] > 12 {
            if proofs[.dmy] == nil { proofs[.dmy] = text }
        } else if parts[1] > 12 {
            if proofs[.mdy] == nil { proofs[.mdy] = text }
        } else if parts[0] != parts[1] {
            unclear = unclear ?? text
        }
    }

    /// The order: as the project says, else as one date proves.
    ///
    /// - Throws: 65 when the dates contradict each other, or can be read both ways.
    func order(_ rule: SourceRule?, column: String, at position: SourcePosition) throws(Failure) -> DateOrder {
        if let stated = rule?.dateOrder.flatMap({ DateOrder(rawValue: $0) }) { return stated }
        if let dayFirst = proofs[.dmy], let monthFirst = proofs[.mdy] {
            throw Failure(.badData, .mixedDateOrders(dayFirst, monthFirst, column: column, at: position))
        }
        if let proof = proofs.keys.first { return proof }
        if let unclear { throw Failure(.badData, .unclearDateOrder(unclear, column: column, at: position)) }
        return .ymd
    }
}

/// What the whole of a file says about the two columns of a table made by hand that can be read in two ways.
struct GenericEvidence: Sendable {
    private(set) var dates = DateOrderEvidence()
    private(set) var decimals = DecimalMarkEvidence()

    /// - Parameter samples: the records of the preview; when they are not all, the file is read through for the rest.
    init(
        _ columns: GenericColumns, samples: [[String]], preview: FilePreview, dialect: Dialect
    ) throws(Failure) {
        guard !preview.isWhole else {
            for fields in samples {
                if columns.period < fields.count { dates.see(fields[columns.period].trimmingBlanks) }
                if columns.amount < fields.count { decimals.see(fields[columns.amount]) }
            }
            return
        }
        let witness = Witness(columns)
        _ = try scanRecords(preview.file, dialect: dialect, options: ScanOptions(hashing: false), visitors: [witness])
        dates = witness.dates
        decimals = witness.decimals
    }

    /// A class because the scan keeps what visits its records.
    private final class Witness: RecordVisitor {
        private let columns: GenericColumns
        var dates = DateOrderEvidence()
        var decimals = DecimalMarkEvidence()

        init(_ columns: GenericColumns) { self.columns = columns }

        func visit(_ batch: RecordBatch) {
            for record in batch.records {
                let count = batch.fieldCount(record)
                if columns.period < count { dates.see(batch.text(record, columns.period).trimmingBlanks) }
                if columns.amount < count { decimals.see(batch.text(record, columns.amount)) }
            }
        }
    }
}

extension Diagnostic {
    static func unclearDateOrder(_ text: String, column: String, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "unclear-date-order", at: position,
            found: "dates such as \(text) in column \(column), which can be read day first or month first",
            expected: "a date that tells, or `date_order`",
            fix: "write `date_order: dmy` or `date_order: mdy` for this file under `sources`")
    }

    static func mixedDateOrders(
        _ dayFirst: String, _ monthFirst: String, column: String, at position: SourcePosition
    ) -> Diagnostic {
        Diagnostic(
            "mixed-date-orders", at: position,
            found:
                "dates with the day first (\(dayFirst)) and with the month first (\(monthFirst)) in column \(column)",
            expected: "one order in a column",
            fix: "correct the column, or write `date_order` for this file under `sources` to have the others rejected")
    }

    static func unclearDecimalMark(_ text: String, column: String, at position: SourcePosition) -> Diagnostic {
        let mark = text.contains(",") ? "comma" : "point"
        return Diagnostic(
            "unclear-decimal-mark", at: position,
            found: "numbers such as \(text) in column \(column), whose \(mark) may set thousands or decimals apart",
            expected: "a number that tells, or `decimal`",
            fix: "write `decimal: \",\"` or `decimal: \".\"` for this file under `sources`")
    }

    static func mixedDecimalMarks(column: String, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "mixed-decimal-marks", at: position,
            found: "numbers with a decimal comma and numbers with a decimal point in column \(column)",
            expected: "one decimal mark in a column",
            fix: "correct the column, or write `decimal` for this file under `sources` to have the others rejected")
    }
}
