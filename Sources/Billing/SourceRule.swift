package import Diagnostics
package import Money

/// What a project says about some of its invoice files: only what detection cannot know. One entry of `sources`.
package struct SourceRule: Hashable, Sendable {
    /// Glob relative to the project folder: `invoices/acme/*.csv`.
    package var files: String
    /// Id of the import format; nil: detected.
    package var format: String?
    /// Column of the file for each role, by role: `["amount": "Net amount"]`.
    package var columns: [String: String]
    package var vendor: String?
    package var currency: Currency?
    /// Decimal mark, `.` or `,`; nil: as the format has it.
    package var decimal: String?
    /// Order of the parts of a date: `dmy`, `mdy` or `ymd`.
    package var dateOrder: String?
    /// What the file's amount column is.
    package var basis: CostBasis?
    /// Relative prices of `input`, `cached` and `output`, to spread money over tokens (MODEL.md 2.1).
    package var priceRatio: [String: Double]?
    /// `own`: the volume in these files was served by own GPUs.
    package var serves: String?
    package var position: SourcePosition?

    package init(
        files: String, format: String? = nil, columns: [String: String] = [:], vendor: String? = nil,
        currency: Currency? = nil, decimal: String? = nil, dateOrder: String? = nil, basis: CostBasis? = nil,
        priceRatio: [String: Double]? = nil, serves: String? = nil, position: SourcePosition? = nil
    ) {
        self.files = files
        self.format = format
        self.columns = columns
        self.vendor = vendor
        self.currency = currency
        self.decimal = decimal
        self.dateOrder = dateOrder
        self.basis = basis
        self.priceRatio = priceRatio
        self.serves = serves
        self.position = position
    }
    /// What `files` has to say for a file that messages call `name`: the path within the project, or, where the file lies
    /// elsewhere, a pattern that finds it in whatever folder of a project it is put.
    package static func files(for name: String) -> String {
        let isElsewhere = name.hasPrefix("/") || name.split(separator: "/").contains("..")
        guard isElsewhere, let last = name.split(separator: "/").last else { return name }
        return "*/\(last)"
    }
}
