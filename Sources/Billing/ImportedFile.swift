package import Diagnostics
package import Money

/// How finely a source cuts time. Files of month grain cover the months they name; finer ones only the days they reach.
package enum Grain: String, Hashable, Sendable {
    case month, finer
}

/// What a file is an authority on, when a cost and a token file of one vendor come together.
package enum SourceRole: String, Hashable, Sendable {
    /// Money only; its volumes are elsewhere.
    case money
    /// Volume only; its prices are elsewhere.
    case volume
    /// Each line carries its own money and volume.
    case both
}

/// What stands behind the amounts of a file.
package enum CostEvidence: String, Hashable, Sendable {
    /// The vendor's bill.
    case invoiced
    /// The customer's own books: a table made by hand, a general ledger.
    case booked
    /// What a gateway or an observability tool counted: the vendor bills the same usage.
    case metered
}

/// Money of one basis and currency, over all accepted rows of a file.
package struct CurrencyTotal: Hashable, Sendable {
    package var currency: Currency
    package var basis: CostBasis
    package var amount: Amount

    package init(currency: Currency, basis: CostBasis, amount: Amount) {
        self.currency = currency
        self.basis = basis
        self.amount = amount
    }
}

/// Days of an account, or of a part of it, that a file holds charges of. Both ends inclusive, inside one billing month.
package struct CoveredDays: Hashable, Sendable {
    /// Whose bill: provider and account as the file names them.
    package var account: String
    /// Project, workspace or sub account; empty: all of them together.
    package var part: String
    package var firstDay: Day
    package var lastDay: Day

    package init(account: String, part: String, firstDay: Day, lastDay: Day) {
        self.account = account
        self.part = part
        self.firstDay = firstDay
        self.lastDay = lastDay
    }
}

/// An invoice file after reading: what it is, what it says, and what of it could not be used.
package struct ImportedFile: Hashable, Sendable {
    package var name: String
    /// Hex of the raw bytes.
    package var sha256: String
    package var format: String
    package var version: String?
    package var compression: String
    package var encoding: String
    package var delimiter: String
    /// Physical line of the header, from 1.
    package var headerLine: Int
    /// The columns that told the format, as the file spells them.
    package var recognisedBy: [String]
    /// Header of the column that names the currency; nil where there is none.
    package var currencyColumn: String?
    /// Records after the header without blank lines: accepted + rejected + skipped.
    package var rows: Int
    package var accepted: Int
    package var rejected: Int
    /// Footers, repeated headers, empty buckets.
    package var skipped: Int
    /// First and last day that the file says something about, empty buckets included.
    package var periodFrom: Day?
    package var periodTo: Day?
    package var covered: [CoveredDays]
    /// Months that the vendor has not closed yet, as the file marks them: they are not complete, whatever its days.
    package var openMonths: Set<Month>
    package var role: SourceRole
    /// Its only amounts are amortised ones: effective cost, whatever their column is called.
    package var isAmortised: Bool
    package var grain: Grain
    package var evidence: CostEvidence
    /// Provider of lines that name no vendor, in a metered file.
    package var tool: String?
    /// The format that says the other half of what this file says: money beside volume. Empty: no format does.
    package var counterpart: String?
    /// The format rounds each row to cents, so that its sums may be off by half a cent a row.
    package var roundsRowsToCents: Bool
    /// `own`: own GPUs served this volume; it is no API usage.
    package var serves: String?
    /// Relative prices by `input`, `cached`, `output` for money that has to be spread.
    package var priceRatio: [String: Double]?
    /// Set when an earlier file of the run says the same; then there are no lines.
    package var duplicateOf: String?
    package var lines: [ChargeLine]
    package var rejects: [RejectedRow]
    package var totals: [CurrencyTotal]
    /// Worth of the usage that this bill does not charge for.
    package var notional: [Currency: Amount]
    package var tokens: [TokenClass: Amount]
    package var requests: Amount
    /// Money of the rejected rows, where it could be read.
    package var rejectedValue: [Currency: Amount]
    package var notes: [Diagnostic]

    package init(name: String, sha256: String, format: String) {
        self.name = name
        self.sha256 = sha256
        self.format = format
        compression = "none"
        encoding = "utf-8"
        delimiter = ","
        headerLine = 1
        recognisedBy = []
        rows = 0
        accepted = 0
        rejected = 0
        skipped = 0
        covered = []
        openMonths = []
        role = .both
        isAmortised = false
        grain = .finer
        evidence = .invoiced
        roundsRowsToCents = false
        lines = []
        rejects = []
        totals = []
        notional = [:]
        tokens = [:]
        requests = .zero
        rejectedValue = [:]
        notes = []
    }
}
