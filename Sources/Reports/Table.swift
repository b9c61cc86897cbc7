package import Money

/// One value of a CSV table.
package enum Field: Hashable, Sendable {
    case empty
    case text(String)
    case integer(Int)
    case number(Double)
    case amount(Amount)
}

/// A CSV file before it is one: name, columns with their meaning, rows.
package struct Table: Sendable {
    package enum Kind: String, Sendable { case string, integer, number, date, yearmonth, boolean }

    package struct Column: Sendable {
        package var name: String
        package var kind: Kind
        /// Shown in datapackage.json; empty for text.
        package var unit: String
        package var description: String

        package init(_ name: String, _ kind: Kind = .string, unit: String = "", _ description: String = "") {
            self.name = name
            self.kind = kind
            self.unit = unit
            self.description = description
        }
    }

    /// File name without folder or extension: `spend`.
    package var name: String
    package var description: String
    package var columns: [Column]
    package var primaryKey: [String]
    package var rows: [[Field]]

    package init(name: String, description: String, columns: [Column], primaryKey: [String], rows: [[Field]] = []) {
        self.name = name
        self.description = description
        self.columns = columns
        self.primaryKey = primaryKey
        self.rows = rows
    }
}
