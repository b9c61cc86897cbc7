extension Section {
    /// Why a threshold of a workload or of a kind of capacity is a word and no number: one definition for the sheets, the
    /// CSV files and `explain`. MODEL.md 9.5, 9.9 and 16.
    static let breakEvenReasons = Section(
        "Break-even: why there is no figure",
        [
            Line(
                "own_why", "Alone: why no spend wins", .word, .word, .cell, over: .workload, section: "9.5",
                .choose(
                    "own_gain_share" > 0,
                    .choose(
                        "own_replica_gain" > 0, .word("–"),
                        .word("never: a full replica costs more than the API spend that it saves")),
                    .choose(
                        "pool_position" > 0,
                        .choose(
                            "eligible" > 0,
                            .choose(
                                "own_displaceable" > 0, .word("none: everything falls back to the API"),
                                .word("none: it has no API spend that could move")),
                            .word("none: it may not move, eligible is false")),
                        .word("needs a throughput and a quote")))),
            Line(
                "owning_why", "Why no hours pay for an owned GPU", .word, .word, .cell, over: .fleet, section: "9.9",
                .choose(
                    "can_compare",
                    .choose(
                        .numberOrZero("rent_gpu_hour") > "owned_hour", .word("–"),
                        .word("never: an owned hour costs more to run than a rented one")),
                    .choose(
                        .isWord("server_price", DriverKind.noPrice),
                        .choose(
                            .isWord("rent_gpu_hour", DriverKind.noPrice),
                            .word("none: needs a server_price and a rent_gpu_hour"),
                            .word("none: needs a server_price")), .word("none: needs a rent_gpu_hour")))),
        ])
}
