import Billing
import Money
import Tabular

/// The groups that one thread has met, and what became of their records.
///
/// How it works. A record's key columns lead to a group by their raw bytes (``KeyTable``). Numbers of up to 18 digits are
/// added to a sum of fixed scale, all others go the slow way through ``NumberStyle/read(_:)``; both give the same. A
/// record is added only after all of its numbers are known to be good.
struct GroupSums: ~Copyable {
    private let file: String
    private let plan: AggregationPlan
    private let measures: [FastNumberReader]
    private let powers: [Int64]

    private var table: KeyTable
    private var texts: [[String]] = []
    private var decisions: [GroupDecision] = []
    /// The key columns of the group read like the header.
    private var mayBeHeader: [Bool] = []
    /// Kept groups that cannot be a repeated header: the common case, in one byte.
    private var isPlain: [Bool] = []
    private var mayLackFigures: [Bool] = []
    private var rows: [Int] = []
    private var firstLines: [Int] = []
    /// `group × measures + measure`: sum in units of 10^-18, and whether any value came.
    private var sums: [Int128] = []
    private var isGiven: [Bool] = []
    /// What does not fit into `sums`, by the same index.
    private var surplus: [Int: [Amount]] = [:]
    private var values: [FastNumber]
    /// The second look at a record; its entries in the order in which they came.
    private let hasCensus: Bool
    private var censusTable: KeyTable
    private var censusTexts: [[String]] = []
    private var censusDecisions: [GroupDecision] = []
    private var censusIsPlain: [Bool] = []
    private var censusIsSeen: [Bool] = []

    private(set) var rejects: [RejectedRow] = []
    private(set) var skipped: [String: Int] = [:]

    init(file: String, plan: AggregationPlan) {
        self.file = file
        self.plan = plan
        measures = plan.measures.map(FastNumberReader.init)
        powers = (0...18).map { exponent in (0..<exponent).reduce(into: 1) { power, _ in power *= 10 } }
        table = KeyTable(plan.keys, names: plan.columnNames, simplify: plan.simplify)
        values = plan.measures.map { _ in .null }
        hasCensus = plan.census != nil
        censusTable = KeyTable(plan.census?.keys ?? [], names: plan.columnNames)
    }

    /// What the census found among the records that were added.
    var census: [[String]] { censusTexts.indices.filter { censusIsSeen[$0] }.map { censusTexts[$0] } }

    mutating func add(_ batch: RecordBatch) {
        let expectedFields = plan.expectedFields
        for record in batch.records {
            if batch.fieldCount(record) != expectedFields, isRagged(batch, record) {
                reject(
                    batch, record, column: nil, code: "ragged-row", value: "\(batch.fieldCount(record)) fields",
                    expected: "\(plan.expectedFields) fields",
                    fix: "put quotes around a text that holds the delimiter")
                continue
            }
            let group = table.group(of: batch, record)
            if group == texts.count { openGroup() }
            guard isPlain[group] || isKept(group, batch, record) else { continue }
            guard hasCensus else {
                _ = add(batch, record, to: group)
                continue
            }
            let entry = censusTable.group(of: batch, record)
            if entry == censusTexts.count { openCensus() }
            guard censusIsPlain[entry] || isKept(censusDecisions[entry], batch, record) else { continue }
            if add(batch, record, to: group) { censusIsSeen[entry] = true }
        }
    }

    /// What this thread has of every group that got a record.
    func groups() -> [PartialGroup] {
        rows.indices.filter { rows[$0] > 0 }.map { group in
            PartialGroup(
                texts: texts[group], rows: rows[group], firstLine: firstLines[group],
                sums: plan.measures.indices.map { measure in
                    let slot = group * plan.measures.count + measure
                    guard isGiven[slot] else { return [] }
                    return [Amount(coefficient: sums[slot], scale: 18)] + (surplus[slot] ?? [])
                })
        }
    }

    private func isRagged(_ batch: RecordBatch, _ record: Int) -> Bool {
        let count = batch.fieldCount(record)
        return count < plan.expectedFields
            || (plan.expectedFields..<count).contains { !unquoted(batch.field(record, $0)).isEmpty }
    }

    private mutating func openGroup() {
        let key = table.currentTexts
        let decision = plan.decide(key)
        texts.append(key)
        decisions.append(decision)
        mayBeHeader.append(table.currentIsHeader)
        isPlain.append(decision == .keep && !table.currentIsHeader)
        mayLackFigures.append(plan.mayLackFigures(key))
        rows.append(0)
        firstLines.append(0)
        sums += plan.measures.map { _ in 0 }
        isGiven += plan.measures.map { _ in false }
    }

    private mutating func openCensus() {
        guard let census = plan.census else { return }
        let key = censusTable.currentTexts
        let decision = census.decide(key)
        censusTexts.append(key)
        censusDecisions.append(decision)
        censusIsPlain.append(decision == .keep)
        censusIsSeen.append(false)
    }

    private mutating func isKept(_ group: Int, _ batch: RecordBatch, _ record: Int) -> Bool {
        if mayBeHeader[group], isHeader(batch, record) {
            skipped["repeated header", default: 0] += 1
            return false
        }
        return isKept(decisions[group], batch, record)
    }

    private mutating func isKept(_ decision: GroupDecision, _ batch: RecordBatch, _ record: Int) -> Bool {
        switch decision {
        case .keep:
            return true
        case .skip(let reason):
            skipped[reason, default: 0] += 1
        case .reject(let column, let code, let found, let expected, let fix):
            reject(batch, record, column: column, code: code, value: found, expected: expected, fix: fix)
        }
        return false
    }

    private func isHeader(_ batch: RecordBatch, _ record: Int) -> Bool {
        (plan.keys.map(\.column) + plan.measures.map(\.column)).allSatisfy { column in
            unquoted(batch.field(record, column)).elementsEqual(plan.columnNames[column].utf8)
        }
    }

    /// - Returns: false when a number of the record cannot be read; it is a reject then.
    private mutating func add(_ batch: RecordBatch, _ record: Int, to group: Int) -> Bool {
        for i in measures.indices {
            let field = batch.field(record, measures[i].column)
            let value =
                powers.withUnsafeBufferPointer { measures[i].read(field, powers: $0.baseAddress!) }
                ?? plan.measures[i].style.readForSum(field)
            switch value {
            case .unreadable:
                let measure = plan.measures[i]
                reject(
                    batch, record, column: measure.column, code: "not-a-number",
                    value: batch.text(record, measure.column), expected: measure.style.expectation,
                    fix: measure.style.fix)
                return false
            case .null where measures[i].mustBeGiven && !mayLackFigures[group]:
                let measure = plan.measures[i]
                reject(
                    batch, record, column: measure.column, code: "no-amount",
                    value: batch.text(record, measure.column), expected: measure.style.expectation,
                    fix: "give the row its amount: 0 if nothing was billed")
                return false
            case .null, .small, .large:
                values[i] = value
            }
        }
        if rows[group] == 0 { firstLines[group] = batch.line(record) }
        firstLines[group] = min(firstLines[group], batch.line(record))
        rows[group] += 1
        for i in values.indices {
            let slot = group * values.count + i
            switch values[i] {
            case .null, .unreadable:
                continue
            case .small(let units):
                let (sum, overflow) = sums[slot].addingReportingOverflow(units)
                // Aside with the old sum, on with the new number.
                if overflow { surplus[slot, default: []].append(Amount(coefficient: sums[slot], scale: 18)) }
                sums[slot] = overflow ? units : sum
            case .large(let amount):
                surplus[slot, default: []].append(amount)
            }
            isGiven[slot] = true
        }
        return true
    }

    private mutating func reject(
        _ batch: RecordBatch, _ record: Int, column: Int?, code: String, value: String, expected: String, fix: String?
    ) {
        // Spreadsheet programs write a blank row as nothing but delimiters; with too few of them the file breaks off.
        let count = batch.fieldCount(record)
        if count >= plan.expectedFields, (0..<count).allSatisfy({ unquoted(batch.field(record, $0)).isEmpty }) {
            skipped["empty record", default: 0] += 1
            return
        }
        var amounts: [String: Amount] = [:]
        for measure in plan.measures where measure.column < batch.fieldCount(record) {
            if case .value(let amount) = measure.style.read(batch.text(record, measure.column)) {
                amounts[measure.name] = amount
            }
        }
        rejects.append(
            RejectedRow(
                file: file, line: batch.line(record), column: column.map { plan.columnNames[$0] } ?? "", code: code,
                value: value, expected: expected, fix: fix, amounts: amounts))
    }
}

extension NumberStyle {
    /// What a readable cell of this style looks like, for messages.
    var expectation: String { "a number such as \(decimal == UInt8(ascii: ",") ? "1234,56" : "1234.56")" }

    /// What the user can do about a cell that this style cannot read.
    var fix: String? {
        decimal == UInt8(ascii: ",")
            ? "correct the cell; if the file uses a decimal point, set `decimal: \".\"` for it under `sources`"
            : "correct the cell; if the file uses a decimal comma, set `decimal: \",\"` for it under `sources`"
    }
}
