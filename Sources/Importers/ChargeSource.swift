package import Billing
package import Diagnostics
package import Money
package import Tabular

/// A file whose records are read one by one, each with all that it says.
///
/// A report adds records up and leaves out what it does not need (``importInvoices(_:rules:jobs:attribution:defaultCurrency:)``);
/// a conversion keeps them apart. Both judge and read a record by the same declaration of its format.
package struct ChargeSource: Sendable {
    /// As the first reading left it.
    package let file: ImportedFile
    /// Names, each with `x_`, of columns that FOCUS 1.2 does not have; only files of FOCUS have such.
    package let extraColumns: [String]
    private let input: InputFile
    private let dialect: Dialect
    private let layout: ColumnLayout
    fileprivate let plan: AggregationPlan
    private let texts: [(column: FocusColumn, index: Int)]
    private let earlier: [(column: FocusExtraColumn, index: Int)]
    private let extras: [Int]

    /// The tables among the files of a run, those of archives too; twins of others are left out.
    ///
    /// - Parameters:
    ///   - imported: what ``importInvoices(_:rules:jobs:attribution:defaultCurrency:)`` made of the files.
    ///   - rules: the same as there, as is `defaultCurrency`.
    /// - Throws: as there.
    package static func all(
        of imported: [ImportedFile], in files: [InputFile], rules: [SourceRule], defaultCurrency: Currency?
    ) throws(Failure) -> [ChargeSource] {
        var sources: [ChargeSource] = []
        for (file, entry) in zip(imported, SourceFiles(files).entries) {
            guard case .table(let input) = entry, file.duplicateOf == nil else { continue }
            sources.append(try ChargeSource(file, in: input, rules: rules, defaultCurrency: defaultCurrency))
        }
        return sources
    }

    /// - Parameters:
    ///   - file: what ``importInvoices(_:rules:jobs:attribution:defaultCurrency:)`` made of the input.
    ///   - rules: the same as there, as is `defaultCurrency`.
    /// - Throws: as there.
    init(
        _ file: ImportedFile, in input: InputFile, rules: [SourceRule], defaultCurrency: Currency?
    ) throws(Failure) {
        let rule = rules.first { $0.matches(input.name) }
        let detected = try detect(input, rule: rule)
        self.file = file
        self.input = input
        dialect = detected.dialect
        var layout = try ColumnLayout(
            of: detected, rule: rule, attribution: .byTagOrProject, samples: detected.samples,
            defaultCurrency: defaultCurrency, keepsAll: true)
        let months = Set(file.covered.map(\.firstDay.month))
        if layout.format.allowsUndatedRows, months.count == 1 { layout.undatedMonth = months.first }
        self.layout = layout
        plan = layout.plan
        let header = detected.header
        let columns = FocusColumns(of: layout.format, in: header)
        texts = columns.texts
        earlier = columns.earlier
        extras = columns.extras.map(\.index)
        extraColumns = columns.extras.map(\.name)
    }

    /// Shows every charge in the order of the records.
    ///
    /// - Returns: The records that cannot become charges, by line.
    /// - Throws: 65, 66 and 74 when the file changed since it was first read.
    package func read(_ visit: @escaping (StatedCharge) -> Void) throws(Failure) -> [RejectedRow] {
        let reader = ChargeReader(source: self, visit: visit)
        _ = try scanRecords(input, dialect: dialect, options: ScanOptions(hashing: false), visitors: [reader])
        for index in reader.rejects.indices {
            reader.rejects[index].value = Masking.masked(reader.rejects[index].value)
        }
        return reader.rejects
    }

    // MARK: One record

    fileprivate enum Outcome {
        case charges([StatedCharge])
        /// Footers, totals, empty buckets.
        case nothing
        case rejected(GroupDecision)
    }

    /// - Parameter field: text of a column of the file.
    fileprivate func charges(_ field: (Int) -> String) -> Outcome {
        let keyTexts = layout.keys.enumerated().map { index, key in
            let text = Self.cut(field(key.key.column), key.key)
            // Of tags all are kept, of other texts what counts in a report.
            return key.field == .tags ? text : plan.simplify[index].map { $0(text) } ?? text
        }
        let decisions =
            [plan.decide(keyTexts)]
            + (plan.census.map { [$0.decide($0.keys.map { Self.cut(field($0.column), $0) })] } ?? [])
        for decision in decisions {
            switch decision {
            case .keep: break
            case .skip: return .nothing
            case .reject: return .rejected(decision)
            }
        }
        var sums: [Amount?] = []
        for measure in plan.measures {
            let text = field(measure.column)
            switch measure.style.read(text) {
            case .value(let amount): sums.append(amount)
            case .null where measure.mustBeGiven && !plan.mayLackFigures(keyTexts):
                return .rejected(.noAmount(text, measure))
            case .null: sums.append(nil)
            case .unreadable: return .rejected(.notANumber(text, measure))
            }
        }
        switch layout.converted(keyTexts, sums: sums, rows: 1) {
        case .total, .skipped: return .nothing
        case .rejected(let problem): return .rejected(layout.rejection(problem))
        case .lines(let lines): return .charges(lines.enumerated().map { charge($1, isFirst: $0 == 0, field) })
        }
    }

    private static func cut(_ text: String, _ key: KeyColumn) -> String {
        guard let prefix = key.prefix, prefix < text.utf8.count else { return text }
        return String(decoding: text.utf8.prefix(prefix), as: UTF8.self)
    }

    private func charge(_ line: ChargeLine, isFirst: Bool, _ field: (Int) -> String) -> StatedCharge {
        var line = line
        if file.isAmortised {
            line.effectiveCost = line.billedCost
            line.billedCost = nil
        }
        for key in layout.keys where key.field == .tags {
            guard let prefix = key.tagPrefix else { continue }
            for (name, value) in line.dimensions.tags.sorted(by: { $0.key < $1.key }) where name.hasPrefix(prefix) {
                line.dimensions.tags[name] = nil
                line.dimensions.tags[String(name.dropFirst(prefix.count))] = value
            }
        }
        var charge = StatedCharge(line: line, charged: layout.charged(line, field), billed: layout.billed(line, field))
        // What one record states once is not repeated on the credits beside it.
        for (column, index) in texts where isFirst || column.kind != .decimal {
            if let text = text(field(index), of: column) { charge.texts[column] = text }
        }
        for (column, index) in earlier {
            let text = field(index)
            if !layout.isNull(text) { charge.earlier[column] = text }
        }
        charge.extras = extras.map { index in
            let text = field(index)
            return layout.isNull(text) ? "" : text
        }
        return charge
    }

    private func text(_ text: String, of column: FocusColumn) -> String? {
        guard !layout.isNull(text) else { return nil }
        guard column.kind == .decimal else { return text }
        switch FocusColumns.numbers.read(text) {
        case .null: return nil
        case .value(let amount): return amount.description
        case .unreadable: return text
        }
    }
}

/// Turns records into charges, one after the other.
///
/// A class because the scan calls it back.
private final class ChargeReader: RecordVisitor {
    private let source: ChargeSource
    private let plan: AggregationPlan
    /// A record that repeats their names is a header.
    private let readColumns: [Int]
    private let visit: (StatedCharge) -> Void
    var rejects: [RejectedRow] = []

    init(source: ChargeSource, visit: @escaping (StatedCharge) -> Void) {
        self.source = source
        self.visit = visit
        plan = source.plan
        readColumns = plan.keys.map(\.column) + plan.measures.map(\.column)
    }

    func visit(_ batch: RecordBatch) {
        for record in batch.records { read(batch, record) }
    }

    private func read(_ batch: RecordBatch, _ record: Int) {
        let count = batch.fieldCount(record)
        let isRagged =
            count < plan.expectedFields || (plan.expectedFields..<count).contains { !batch.text(record, $0).isEmpty }
        if isRagged { return reject(batch, record, .ragged(count, plan.expectedFields)) }
        if readColumns.allSatisfy({ batch.text(record, $0) == plan.columnNames[$0] }) { return }
        switch source.charges({ batch.text(record, $0) }) {
        case .nothing: break
        case .rejected(let decision): reject(batch, record, decision)
        case .charges(let charges):
            for var charge in charges {
                charge.line.firstLine = batch.line(record)
                visit(charge)
            }
        }
    }

    private func reject(_ batch: RecordBatch, _ record: Int, _ decision: GroupDecision) {
        guard case .reject(let column, let code, let found, let expected, let fix) = decision else { return }
        var amounts: [String: Amount] = [:]
        for measure in plan.measures where measure.column < batch.fieldCount(record) {
            if case .value(let amount) = measure.style.read(batch.text(record, measure.column)) {
                amounts[measure.name] = amount
            }
        }
        rejects.append(
            RejectedRow(
                file: source.file.name, line: batch.line(record),
                column: plan.columnNames.indices.contains(column) ? plan.columnNames[column] : "", code: code,
                value: found, expected: expected, fix: fix, amounts: amounts))
    }
}

extension GroupDecision {
    /// Of no column.
    fileprivate static func ragged(_ count: Int, _ expected: Int) -> GroupDecision {
        .reject(
            column: -1, code: "ragged-row", found: "\(count) fields", expected: "\(expected) fields",
            fix: "put quotes around a text that holds the delimiter")
    }

    fileprivate static func notANumber(_ text: String, _ measure: MeasureColumn) -> GroupDecision {
        .reject(
            column: measure.column, code: "not-a-number", found: text, expected: measure.style.expectation,
            fix: measure.style.fix)
    }

    fileprivate static func noAmount(_ text: String, _ measure: MeasureColumn) -> GroupDecision {
        .reject(
            column: measure.column, code: "no-amount", found: text, expected: measure.style.expectation,
            fix: "give the row its amount: 0 if nothing was billed")
    }
}
