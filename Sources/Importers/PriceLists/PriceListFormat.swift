import Money

/// A public price list as data: which columns it has, what one price covers, and how it says spot and commitment.
///
/// A price list differs from a quote: nobody vouches for a line of it, most of its rows do not matter, and its known
/// defects are worked around by rules that are named here, once a layout.
package struct PriceListFormat: Hashable, Sendable {
    /// What a column of a price list is for.
    enum Role: Int, CaseIterable, Hashable, Sendable {
        case vendor, instance, gpu, count, memory, region, zone, currency, date
        /// Words that say how the capacity is bought: a flag, the kind of offer, its length, its way of payment.
        case spotFlag, kind, term, payment, offerClass
        /// What tells spot and cheap leftovers apart where no column does: meter and SKU names.
        case meter
        /// The two keys that belong to both rows of an offer with an upfront fee.
        case sku, offer
        case unit
        case price, spotPrice, gpuPrice
    }

    /// Rows that are not for us.
    struct Filter: Hashable, Sendable {
        var column: String
        /// Words of which the cell must be one; empty: any cell passes that holds none of `without`.
        var oneOf: [String] = []
        /// Words of which the cell must hold none. Case does not matter.
        var without: [String] = []
        /// What is left out, as the note counts it.
        var reason: String
    }

    enum Vendor: Hashable, Sendable {
        case named(String)
        /// The folder of a file called `vms.csv`, else the cloud that the file's name holds, else its stem.
        case fromFileName
    }

    /// What one price covers.
    enum Subject: Hashable, Sendable {
        case instance, gpu
    }

    /// How a row says in what way the capacity is bought.
    enum Plan: Hashable, Sendable {
        /// A price on demand, and perhaps a spot price beside it.
        case spotColumn
        /// A row of its own for spot, told by a flag.
        case spotRows
        /// On demand and reserved; an upfront fee is a row of its own with the unit `Quantity`.
        case upfrontRows
        /// On demand, spot by the meter's name, and reservations whose price is that of the whole term.
        case termTotals
    }

    var id: String
    var title: String
    var vendor: Vendor
    var plan: Plan
    var subject: Subject = .instance
    /// Column of each role, as the list spells it. Case and blanks do not matter.
    var columns: [Role: String]
    /// Roles without which a table is not this list.
    var required: [Role]
    var filters: [Filter] = []
    /// Where no column says; nil: it must.
    var currency: Currency? = Currency("USD")
    /// Rows of GPUs leave out their host, which has rows of its own.
    var hostsApart = false
    /// Line of the header; nil: the first. Lists with lines of metadata name what the line of the list's date begins with.
    var dateLine: String?
    /// The last columns may hold the delimiter unquoted, so that rows are longer than the header.
    var mayOverflow = false
}

extension PriceListFormat {
    /// Every price list that is read, the most particular first.
    static let all: [PriceListFormat] = [
        .awsPriceList, .azureRetail, .gpuhunt, .skyPilot, .fullStack, .crusoe,
    ]

    /// Words for them, as `inspect` shows them.
    package static let ids = Set(all.map(\.id))
}
