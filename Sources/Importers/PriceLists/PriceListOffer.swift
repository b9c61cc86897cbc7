import Billing
import Money

/// A row of a price list that can be bought, in a form small enough for a million of them.
struct PriceListOffer {
    /// Effective price of a GPU-hour; what offers are ranked by.
    var gpuHour: Double
    var line: Int
    /// Into ``PriceListShelf``'s tables.
    var gpu: Int
    var plan: Int
    var instance: Int
    var region: Int
    var zone: Int
    var vendor: Int
    var currency: Int
    var isSpot: Bool
    /// In units of 10^-18, host included.
    var price: Int128
    var upfront: Int128 = 0
    /// The price is for one GPU, not for the instance.
    var isForGPU = false
    var doubt: PriceListDoubt?

    static func isBefore(_ a: PriceListOffer, _ b: PriceListOffer) -> Bool {
        (a.gpuHour, a.line) < (b.gpuHour, b.line)
    }
}

/// Why an offer is shown and not chosen.
enum PriceListDoubt: Hashable {
    /// The host that must be rented with the GPUs has no row, or one without a price.
    case hostWithoutPrice(String)
    case anyHost
    /// Below 0.2 or above 30 dollars a GPU-hour: more often a defect of the list than an offer.
    case implausible
    /// A price that the list calls one GPU's, on an instance with several.
    case perGPUOnly

    var reason: String {
        switch self {
        case .hostWithoutPrice(let host): "the price leaves out the host \(host), which the list does not price"
        case .anyHost: "the price leaves out the host, which the buyer chooses"
        case .implausible: "the price is outside 0.2 to 30 USD a GPU-hour"
        case .perGPUOnly: "the list gives a price for one GPU and none for the instance with several"
        }
    }
}

/// The cheapest offers of one kind: the same GPU, number and way to buy. One place for an instance in a region, whatever
/// its zones.
struct PriceListBucket {
    private(set) var offers: [PriceListOffer] = []

    /// - Parameter limit: most offers that are kept; at least 1.
    mutating func add(_ offer: PriceListOffer, limit: Int) {
        if offers.count >= limit, !PriceListOffer.isBefore(offer, offers[offers.count - 1]) { return }
        if let same = offers.firstIndex(where: { $0.instance == offer.instance && $0.region == offer.region }) {
            guard PriceListOffer.isBefore(offer, offers[same]) else { return }
            offers.remove(at: same)
        }
        let place = offers.firstIndex { PriceListOffer.isBefore(offer, $0) } ?? offers.endIndex
        offers.insert(offer, at: place)
        if offers.count > limit { offers.removeLast() }
    }
}

/// Which offers of a price list a project asks for; those beyond it are read and left out.
package struct QuoteSelection: Hashable, Sendable {
    /// Canonical names; empty: every GPU.
    package var gpus: Set<String>
    /// Patterns of region names, a list for each of the project's different wishes; an empty list: everywhere. Case does not
    /// matter. The cheapest offers are kept for each wish: cheap ones elsewhere hide none.
    package var regions: [[String]]
    /// Longest commitment; nil: any.
    package var maxTermMonths: Int?
    /// Least gigabytes of a GPU; nil: any.
    package var minMemory: Int?
    /// Kept whatever else is asked for.
    package var ids: Set<String>

    package init(
        gpus: Set<String> = [], regions: [[String]] = [[]], maxTermMonths: Int? = nil, minMemory: Int? = nil,
        ids: Set<String> = []
    ) {
        self.gpus = gpus
        self.regions = regions
        self.maxTermMonths = maxTermMonths
        self.minMemory = minMemory
        self.ids = ids
    }

    /// Offers that are kept of each kind: more where a project says which GPU it means.
    var limit: Int { gpus.isEmpty ? 1 : 3 }
}
