package import Billing
package import Money
package import Tabular

/// A column whose text is part of a group's key.
package struct KeyColumn: Hashable, Sendable {
    /// Index of the field, from 0.
    package var column: Int
    /// Only the first bytes make the key: 10 for the day of a timestamp. Nil: all of them.
    package var prefix: Int?

    package init(column: Int, prefix: Int? = nil) {
        self.column = column
        self.prefix = prefix
    }
}

/// How a column writes numbers.
package struct NumberStyle: Hashable, Sendable {
    /// The decimal mark: a point or a comma.
    package var decimal: UInt8
    /// Thousands may be set apart, and currency signs, brackets and trailing minus signs may stand around a number.
    package var allowsGrouping: Bool
    /// Cells of one column may use either decimal mark: the last mark is one unless three digits follow it. For formats
    /// whose rows are written in the user's locale.
    package var allowsEitherMark = false
    /// Texts that mean "not given", which is never zero.
    package var nullWords: Set<String>

    package init(
        decimal: UInt8 = UInt8(ascii: "."), allowsGrouping: Bool = false,
        nullWords: Set<String> = ["", "NULL", "null", "N/A", "n/a", "-", "NaN"]
    ) {
        self.decimal = decimal
        self.allowsGrouping = allowsGrouping
        self.nullWords = nullWords
    }
}

/// A column that is added up.
package struct MeasureColumn: Hashable, Sendable {
    /// Index of the field, from 0.
    package var column: Int
    /// Name under which ``RejectedRow/amounts`` lists its value.
    package var name: String
    package var style: NumberStyle
    /// A record whose cell says "not given" is a reject, unless ``AggregationPlan/mayLackFigures`` lets its group off.
    package var mustBeGiven: Bool

    package init(column: Int, name: String, style: NumberStyle = NumberStyle(), mustBeGiven: Bool = false) {
        self.column = column
        self.name = name
        self.style = style
        self.mustBeGiven = mustBeGiven
    }
}

/// What becomes of the records of a group.
package enum GroupDecision: Hashable, Sendable {
    case keep
    /// Counted under the reason, not added up: footers, empty buckets.
    case skip(reason: String)
    /// Every record of the group becomes a ``RejectedRow``; `column` is an index of the file's columns.
    case reject(column: Int, code: String, found: String, expected: String, fix: String)
}

/// Columns whose distinct texts are listed without sums: the days of a file, say, which would make groups too many.
package struct Census: Sendable {
    package var keys: [KeyColumn]
    /// Judges a record by these texts, after its group was kept. Must be pure, as ``AggregationPlan/decide``.
    package var decide: @Sendable ([String]) -> GroupDecision

    package init(keys: [KeyColumn], decide: @escaping @Sendable ([String]) -> GroupDecision = { _ in .keep }) {
        self.keys = keys
        self.decide = decide
    }
}

/// Which columns of a file make groups, which are added up, and which groups count.
package struct AggregationPlan: Sendable {
    package var keys: [KeyColumn]
    package var measures: [MeasureColumn]
    /// Fields of a whole record; further ones must be empty.
    package var expectedFields: Int
    /// The header; a record that repeats it is skipped.
    package var columnNames: [String]
    /// Judges a group by its key texts. Must be pure: it is called at least once a distinct key, from any thread.
    package var decide: @Sendable ([String]) -> GroupDecision

    /// By index into `keys`: turns a text into the part of it that counts, so that records that differ only in the rest
    /// share a group. Called at least once a distinct text, from any thread.
    package var simplify: [Int: @Sendable (String) -> String]

    /// Whether records of a group may leave out figures that must be given elsewhere, by the group's key texts. Pure, as
    /// ``decide``.
    package var mayLackFigures: @Sendable ([String]) -> Bool

    /// A second look at every record that a group keeps; nil: none.
    package var census: Census?

    package init(
        keys: [KeyColumn], measures: [MeasureColumn], expectedFields: Int, columnNames: [String],
        simplify: [Int: @Sendable (String) -> String] = [:], census: Census? = nil,
        mayLackFigures: @escaping @Sendable ([String]) -> Bool = { _ in false },
        decide: @escaping @Sendable ([String]) -> GroupDecision = { _ in .keep }
    ) {
        self.keys = keys
        self.measures = measures
        self.expectedFields = expectedFields
        self.columnNames = columnNames
        self.simplify = simplify
        self.census = census
        self.mayLackFigures = mayLackFigures
        self.decide = decide
    }
}

/// All kept records that share a key.
package struct AggregatedGroup: Hashable, Sendable {
    /// One per key column: without quotes and simplified, otherwise as in the file.
    package var texts: [String]
    package var rows: Int
    /// Line of the first of them.
    package var firstLine: Int
    /// One per measure; nil when no record gave a value.
    package var sums: [Amount?]

    package init(texts: [String], rows: Int, firstLine: Int, sums: [Amount?]) {
        self.texts = texts
        self.rows = rows
        self.firstLine = firstLine
        self.sums = sums
    }
}

/// A file's records, added up. `accepted + rejects.count + skipped` values = `summary.records`.
package struct Aggregation: Sendable {
    /// Sorted by first line.
    package var groups: [AggregatedGroup]
    /// Sorted by line.
    package var rejects: [RejectedRow]
    package var accepted: Int
    /// Records by reason.
    package var skipped: [String: Int]
    package var summary: ScanSummary
    /// Distinct texts of the census among the accepted records, sorted.
    package var census: [[String]]

    package init(
        groups: [AggregatedGroup], rejects: [RejectedRow], accepted: Int, skipped: [String: Int], summary: ScanSummary,
        census: [[String]] = []
    ) {
        self.groups = groups
        self.rejects = rejects
        self.accepted = accepted
        self.skipped = skipped
        self.summary = summary
        self.census = census
    }
}
