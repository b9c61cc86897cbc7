extension Section {
    /// Why a threshold of a workload or of a kind of capacity is a word and no number: one definition for the sheets, the
    /// CSV files and `explain`. MODEL.md 9.5, 9.9 and 16.
    static let breakEvenReasons = Section(
        "Break-even: why there is no figure",
        [
            ofWorkload(
                "own_why_still", "what it has to move",
                .choose(
                    "own_displaceable" > 0, .word("none: everything falls back to the API"),
                    .word("none: it has no API spend that could move"))),
            ofWorkload(
                "own_why_stays", "whether it may move",
                .choose(
                    "eligible" > 0, "own_why_still", .word("none: it may not move, eligible is false"))),
            ofWorkload(
                "own_why_nothing", "whether a pool may serve it",
                .choose("pool_position" > 0, "own_why_stays", .word("needs a throughput and a quote"))),
            ofWorkload(
                "own_why_loses", "whether a replica pays",
                .choose(
                    "own_replica_gain" > 0, .word("–"),
                    .word("never: a full replica costs more than the API spend that it saves"))),
            ofWorkload(
                "own_why", "why no spend wins",
                .choose("own_gain_share" > 0, "own_why_loses", "own_why_nothing")),
            ofFleet(
                "owning_why_prices", "Which prices are missing to compare owned and rented",
                .choose(
                    .isWord("rent_gpu_hour", DriverKind.noPrice),
                    .word("none: needs a server_price and a rent_gpu_hour"), .word("none: needs a server_price"))),
            ofFleet(
                "owning_why_unknown", "Why owned and rented cannot be compared",
                .choose(
                    .isWord("server_price", DriverKind.noPrice), "owning_why_prices",
                    .word("none: needs a rent_gpu_hour"))),
            ofFleet(
                "owning_why_dear", "Whether an owned hour is cheaper to run",
                .choose(
                    .numberOrZero("rent_gpu_hour") > "owned_hour", .word("–"),
                    .word("never: an owned hour costs more to run than a rented one"))),
            ofFleet(
                "owning_why", "Why no hours pay for an owned GPU",
                .choose("can_compare", "owning_why_dear", "owning_why_unknown")),
        ])

    private static func ofWorkload(_ id: String, _ label: String, _ expression: Expression) -> Line {
        Line(id, "Alone: \(label)", .word, .word, .cell, over: .workload, section: "9.5", expression)
    }

    private static func ofFleet(_ id: String, _ label: String, _ expression: Expression) -> Line {
        Line(id, label, .word, .word, .cell, over: .fleet, section: "9.9", expression)
    }
}
