extension Section {
    /// Leases and capacity blocks: what is paid for over fixed months, used or not. MODEL.md 7.
    static let committedCapacity = Section(
        "Leases and capacity blocks",
        [
            Line(
                "block_now", "In the capacity block", .flag, .flag, over: .fleet, section: "7",
                "is_block" * "project" * "live" * ("t" >= "block_month") * ("t" < "block_month" + "block_months")),
            // A block is prepaid: all its hours in its first month.
            Line(
                "block_hours", "Hours of the capacity block", .hours, .count, .cell, over: .fleet, section: "7",
                .sumEach(.each(.all("block_now")) * .each(.all("hours")))),
            Line(
                "lease_price", "Lease of a server taken into service this month", .moneyPerMonth, .money, over: .fleet,
                section: "7", .numberOrZero("lease_month") * "server_path"),
            Line(
                "vintage_lease", "Leases that begin this month", .moneyPerMonth, .money, over: .fleet, section: "7",
                "is_lease" * "bought" * "lease_price"),
            Line(
                "lease_payment", "Lease payments", .moneyPerMonth, .money, over: .fleet, section: "7",
                "live" * .sumEach((.each(.upToNow("t")) > "t" - "life_months") * .each(.upToNow("vintage_lease")))),
            Line(
                "lease_beyond", "Lease payments after the horizon", .money, .money, .cell, over: .fleet, section: "7",
                .sumEach(
                    (.each(.all("retire_month")) > "horizon" + 1) * (.each(.all("retire_month")) - 1 - "horizon")
                        * .each(.all("vintage_lease")))),
        ])

    /// Whether an accountant may have to call committed capacity a lease, and how large it would be. MODEL.md 7.
    static let leaseQuestion = Section(
        "Committed capacity that may be a lease",
        [
            Line(
                "committed_months", "Months for which capacity is committed", .months, .count, .cell, over: .fleet,
                section: "7",
                "project"
                    * ("is_lease" * "life_months" + "is_reserved" * ("reserved_gpus" > 0) * .sumEach(.each(.all("on")))
                        + "is_block" * ("reserved_gpus" > 0) * "block_months")),
            Line(
                "may_be_lease", "Committed for more than a year", .flag, .flag, .cell, over: .fleet, section: "7",
                "committed_months" > 12),
            Line(
                "lease_question", "Fleets that may be leases", .index, .count, .cell, section: "7",
                .sum(.members("may_be_lease"))),
            Line(
                "lease_months", "Longest commitment of capacity", .months, .count, .cell, section: "7",
                .greatest(.members("committed_months"))),
            Line(
                "lease_candidates", "Payments of commitments longer than a year", .moneyPerMonth, .money, section: "7",
                total: true, .sumEach(.each(.members("may_be_lease")) * .each(.members("fleet_committed")))),
            Line(
                "lease_present", "Their present value within the horizon", .money, .money, .cell, section: "7",
                .sumEach(.each(.all("lease_candidates")) * .each(.all("discount_factor")))),
            Line(
                "lease_later", "Lease payments after the horizon, all", .money, .money, .cell, section: "7",
                .sum(.members("lease_beyond"))),
        ])

    /// What is still owed when own hosting stops early. The stress case pays all of it: nobody takes the capacity over.
    /// MODEL.md 7.
    static func fixedTerm(_ parts: Set<ModelPart>) -> Section {
        let reserved =
            "on" * Expression.sumEach((.each(.all("t")) > "t") * .each(.all("committed")))
        let leases = Line(
            "lease_left", "Lease payments after this month", .money, .money, over: .fleet, section: "7",
            .sumEach(
                (.each(.all("retire_month")) > "t" + 1) * (.each(.all("t")) <= "t")
                    * (.each(.all("retire_month")) - 1 - "t") * .each(.all("vintage_lease"))))
        return Section(
            "Commitments that outlast an early exit",
            [
                Line(
                    "committed", "Payments for reserved capacity and blocks", .moneyPerMonth, .money, section: "7",
                    total: true, .sum(.members("fleet_committed")) - .sum(.members("lease_payment")))
            ] + (parts.contains(.lease) ? [leases] : []) + [
                Line(
                    "exit_fee", "Still committed at the end of the month", .money, .money, section: "7",
                    parts.contains(.lease) ? reserved + .sum(.members("lease_left")) : reserved),
                Line(
                    "cash_if_stopped", "Cumulative cash flow if own hosting stops and all of it is paid", .money,
                    .money,
                    section: "7", "funding_sum" - "exit_fee"),
                Line(
                    "early_exit_fee", "Most that an early exit still costs", .money, .money, .cell, section: "7",
                    .greatest(.all("exit_fee"))),
                Line(
                    "worst_exit", "Most that is lost when own hosting stops early", .money, .money, .cell, section: "7",
                    -min(0, .least(.all("cash_if_stopped")))),
            ])
    }
}
