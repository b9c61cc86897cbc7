import Billing
import Money
import Tabular

/// The groups that one thread has met, and what became of their records.
///
/// How it works. A record's key columns lead to a group by their raw bytes (``KeyTable``). Numbers of up to 18 digits are
/// added to a sum of fixed scale, all others go the slow way through ``NumberStyle/read(_:)``; both give the same. A
/// record is added only after all of its numbers are known to be good.
struct GroupSums: ~Copyable {
    /// What the inner loop needs of a group.
    struct Group: BitwiseCopyable {
        var rows = 0
        var firstLine = Int.max
        /// Kept, and no repeated header: the common case.
        var isPlain: Bool
        /// The key columns read like the header.
        var mayBeHeader: Bool
        var mayLackFigures: Bool
    }

    /// The sum of a measure in a group.
    struct Sum: BitwiseCopyable {
        /// In units of 10^-18.
        var units: Int128 = 0
        /// Any value came.
        var isGiven = false
    }

    struct CensusEntry: BitwiseCopyable {
        var isPlain: Bool
        var isSeen = false
    }

    private let file: String
    private let plan: AggregationPlan
    private let measures: RawList<FastNumberReader>
    private let powers: RawList<Int64>

    private var keys: KeyTable
    /// Records whose keys were read, and their groups.
    private let pending: RawList<Int>
    private let pendingGroups: RawList<Int>
    private var seen: Int128 = 0
    private static let groupKeys = 0
    private static let censusKeys = 1

    private var list = RawList<Group>()
    private var texts: [[String]] = []
    private var decisions: [GroupDecision] = []
    /// `group × measures + measure`.
    private var sums = RawList<Sum>()
    /// What does not fit into `sums`, by the same index.
    private var surplus: [Int: [Amount]] = [:]
    /// Of the record under way, by measure.
    private let values: RawList<Sum>
    /// Its numbers that do not fit into `values`.
    private var large: [(measure: Int, amount: Amount)] = []

    /// The second look at a record; its entries in the order in which they came.
    private let hasCensus: Bool
    private var censusList = RawList<CensusEntry>()
    private var censusTexts: [[String]] = []
    private var censusDecisions: [GroupDecision] = []

    private(set) var rejects: [RejectedRow] = []
    private(set) var skipped: [String: Int] = [:]

    init(file: String, plan: AggregationPlan) {
        self.file = file
        self.plan = plan
        var measures = RawList<FastNumberReader>()
        for measure in plan.measures { measures.append(FastNumberReader(measure)) }
        self.measures = measures
        var powers = RawList<Int64>(capacity: 19)
        for exponent in 0...18 { powers.append((0..<exponent).reduce(into: 1) { power, _ in power *= 10 }) }
        self.powers = powers
        var values = RawList<Sum>()
        values.append(Sum(), times: plan.measures.count)
        self.values = values
        keys = KeyTable(
            [plan.keys] + (plan.census.map { [$0.keys] } ?? []), names: plan.columnNames, simplify: plan.simplify)
        hasCensus = plan.census != nil
        var pending = RawList<Int>()
        pending.append(0, times: KeyTable.places)
        self.pending = pending
        var pendingGroups = RawList<Int>()
        pendingGroups.append(0, times: KeyTable.places)
        self.pendingGroups = pendingGroups
    }

    /// What the census found among the records that were added.
    var census: [[String]] { censusTexts.indices.filter { censusList[$0].isSeen }.map { censusTexts[$0] } }

    mutating func add(_ batch: RecordBatch) {
        let expectedFields = plan.expectedFields
        var count = 0
        for record in batch.records {
            if RecordFields(batch, record).count != expectedFields, isRagged(batch, record) {
                reject(
                    batch, record, column: nil, code: "ragged-row", value: "\(batch.fieldCount(record)) fields",
                    expected: "\(plan.expectedFields) fields",
                    fix: "put quotes around a text that holds the delimiter")
                continue
            }
            keys.read(batch, record, at: count)
            pending[count] = record
            count &+= 1
            if count == KeyTable.places {
                addPending(batch, count: count)
                count = 0
            }
        }
        addPending(batch, count: count)
    }

    /// Adds the records whose keys were read.
    private mutating func addPending(_ batch: RecordBatch, count: Int) {
        keys.finishReading(count)
        for place in 0..<count {
            let group = keys.number(Self.groupKeys, at: place)
            if group == list.count { openGroup(place) }
            pendingGroups[place] = group
        }
        touchSums(count)
        for place in 0..<count {
            let record = pending[place]
            let group = pendingGroups[place]
            guard list[group].isPlain || isKept(group, batch, record) else { continue }
            guard hasCensus else {
                _ = add(batch, record, to: group)
                continue
            }
            let entry = keys.number(Self.censusKeys, at: place)
            if entry == censusList.count { openCensus(place) }
            guard censusList[entry].isPlain || isKept(censusDecisions[entry], batch, record) else { continue }
            if add(batch, record, to: group) { censusList.start[entry].isSeen = true }
        }
    }

    /// Brings the sums of the pending records into the cache, all at once (``RowTable/touch(_:count:)``).
    private mutating func touchSums(_ count: Int) {
        guard measures.count > 0 else { return }
        for place in 0..<count {
            let first = pendingGroups[place] &* measures.count
            seen ^= sums[first].units ^ sums[first &+ measures.count &- 1].units
        }
    }

    /// What this thread has of every group that got a record.
    func groups() -> [PartialGroup] {
        texts.indices.filter { list[$0].rows > 0 }.map { group in
            PartialGroup(
                texts: texts[group], rows: list[group].rows, firstLine: list[group].firstLine,
                sums: plan.measures.indices.map { measure in
                    let slot = group * plan.measures.count + measure
                    guard sums[slot].isGiven else { return [] }
                    return [Amount(coefficient: sums[slot].units, scale: 18)] + (surplus[slot] ?? [])
                })
        }
    }

    private func isRagged(_ batch: RecordBatch, _ record: Int) -> Bool {
        let count = batch.fieldCount(record)
        return count < plan.expectedFields
            || (plan.expectedFields..<count).contains { !unquoted(batch.field(record, $0)).isEmpty }
    }

    private mutating func openGroup(_ place: Int) {
        let key = keys.texts(Self.groupKeys, at: place)
        let isHeader = keys.isHeader(Self.groupKeys, at: place)
        let decision = plan.decide(key)
        texts.append(key)
        decisions.append(decision)
        list.append(
            Group(
                isPlain: decision == .keep && !isHeader, mayBeHeader: isHeader,
                mayLackFigures: plan.mayLackFigures(key)))
        sums.append(Sum(), times: plan.measures.count)
    }

    private mutating func openCensus(_ place: Int) {
        guard let census = plan.census else { return }
        let key = keys.texts(Self.censusKeys, at: place)
        let decision = census.decide(key)
        censusTexts.append(key)
        censusDecisions.append(decision)
        censusList.append(CensusEntry(isPlain: decision == .keep))
    }

    private mutating func isKept(_ group: Int, _ batch: RecordBatch, _ record: Int) -> Bool {
        if list[group].mayBeHeader, isHeader(batch, record) {
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
        let fields = RecordFields(batch, record)
        for i in 0..<measures.count {
            let reader = measures[i]
            switch reader.read(fields[reader.column], powers: powers.start) {
            case .small(let units): values[i] = Sum(units: units, isGiven: true)
            case .null where !reader.mustBeGiven: values[i] = Sum()
            default: guard readSlowly(i, batch, record, group) else { return false }
            }
        }
        let cell = list.start + group
        cell.pointee.firstLine = min(cell.pointee.firstLine, batch.line(record))
        cell.pointee.rows &+= 1
        let first = group &* values.count
        for i in 0..<values.count where values[i].isGiven {
            let slot = sums.start + (first &+ i)
            let (sum, overflow) = slot.pointee.units.addingReportingOverflow(values[i].units)
            // Aside with the old sum, on with the new number.
            if overflow { surplus[first + i, default: []].append(Amount(coefficient: slot.pointee.units, scale: 18)) }
            slot.pointee = Sum(units: overflow ? values[i].units : sum, isGiven: true)
        }
        if !large.isEmpty {
            for (measure, amount) in large {
                surplus[first + measure, default: []].append(amount)
                sums.start[first + measure].isGiven = true
            }
            large.removeAll()
        }
        return true
    }

    /// - Returns: false when the number cannot be read, or must not be left out; the record is a reject then.
    @inline(never)
    private mutating func readSlowly(_ i: Int, _ batch: RecordBatch, _ record: Int, _ group: Int) -> Bool {
        let measure = plan.measures[i]
        values[i] = Sum()
        switch measure.style.readForSum(batch.field(record, measure.column)) {
        case .small(let units):
            values[i] = Sum(units: units, isGiven: true)
            return true
        case .large(let amount):
            large.append((i, amount))
            return true
        case .null:
            if !measure.mustBeGiven || list[group].mayLackFigures { return true }
            large.removeAll()
            reject(
                batch, record, column: measure.column, code: "no-amount", value: batch.text(record, measure.column),
                expected: measure.style.expectation, fix: "give the row its amount: 0 if nothing was billed")
        case .unreadable:
            large.removeAll()
            reject(
                batch, record, column: measure.column, code: "not-a-number",
                value: batch.text(record, measure.column), expected: measure.style.expectation, fix: measure.style.fix)
        }
        return false
    }

    private mutating func reject(
        _ batch: RecordBatch, _ record: Int, column: Int?, code: String, value: String, expected: String, fix: String
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
    var fix: String {
        decimal == UInt8(ascii: ",")
            ? "correct the cell; if the file uses a decimal point, set `decimal: \".\"` for it under `sources`"
            : "correct the cell; if the file uses a decimal comma, set `decimal: \",\"` for it under `sources`"
    }
}
