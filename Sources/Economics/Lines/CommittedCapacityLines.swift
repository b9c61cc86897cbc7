extension Section {
    /// Leases and capacity blocks: what is paid for over fixed months, used or not. MODEL.md 7.
    static func committedCapacity(_ parts: Set<ModelPart>) -> Section {
        Section("Leases and capacity blocks", (parts.contains(.monthPrices) ? paidHours : []) + commitments(parts))
    }

    /// Hours that a GPU-month is paid for: a price of a month is that of every month, however many hours it has.
    private static let paidHours = [
        Line(
            "rented_hours", "Hours that a rented GPU is paid for", .hours, .count, over: .fleet, section: "7",
            .choose("rent_month_hours" > 0, "rent_month_hours", "hours")),
        Line(
            "reserved_hours", "Hours that a month of a reserved GPU is paid for", .hours, .count, over: .fleet,
            section: "7", .choose("reserved_month_hours" > 0, "reserved_month_hours", "hours")),
    ]

    private static func commitments(_ parts: Set<ModelPart>) -> [Line] {
        [
            Line(
                "block_now", "In the capacity block", .flag, .flag, over: .fleet, section: "7",
                "is_block" * "project" * "live" * ("t" >= "block_month") * ("t" < "block_month" + "block_months")),
            // A block is prepaid: all its hours in its first month.
            Line(
                "block_hours", "Hours of the capacity block", .hours, .count, .cell, over: .fleet, section: "7",
                .sumEach(
                    .each(.all("block_now")) * .each(.all(parts.contains(.monthPrices) ? "reserved_hours" : "hours")))),
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
        ]
    }

    /// Whether an accountant may have to call committed capacity a lease, and how large it would be. MODEL.md 7.
    static let leaseQuestion = Section(
        "Committed capacity that may be a lease",
        [
            Line(
                "reserved_months", "Months of a reservation, within the plan", .months, .count, .cell, over: .fleet,
                section: "7",
                min(
                    .sumEach(.each(.all("on"))),
                    .choose("reserved_term_months" > 0, "reserved_term_months", "horizon"))),
            Line(
                "committed_months", "Months for which capacity is committed", .months, .count, .cell, over: .fleet,
                section: "7",
                "project"
                    * ("is_lease" * "life_months"
                        + ("reserved_gpus" > 0) * ("is_reserved" * "reserved_months" + "is_block" * "block_months"))),
            // A renewal that the plan counts on is one that an accountant has to look at.
            Line(
                "taken_months", "Months for which the plan takes it, renewals included", .months, .count, .cell,
                over: .fleet, section: "7",
                max(
                    "committed_months",
                    "project" * "is_reserved" * ("reserved_gpus" > 0) * .sumEach(.each(.all("on"))))),
            Line(
                "may_be_lease", "Taken for more than a year", .flag, .flag, .cell, over: .fleet, section: "7",
                "taken_months" > 12),
            Line(
                "lease_question", "Fleets that may be leases", .index, .count, .cell, section: "7",
                .sum(.members("may_be_lease"))),
            Line(
                "lease_months", "Longest commitment of capacity", .months, .count, .cell, section: "7",
                .greatest(.members("committed_months"))),
            Line(
                "lease_taken", "Longest use of capacity with a term, renewals included", .months, .count, .cell,
                section: "7", .greatest(.members("taken_months"))),
            Line(
                "lease_candidates", "Payments for capacity taken for more than a year", .moneyPerMonth, .money,
                section: "7",
                total: true, .sumEach(.each(.members("may_be_lease")) * .each(.members("fleet_committed")))),
            Line(
                "lease_present", "Their present value within the horizon", .money, .money, .cell, section: "7",
                .sumEach(.each(.all("lease_candidates")) * .each(.all("discount_factor")))),
            Line(
                "lease_later", "Lease payments after the horizon, all", .money, .money, .cell, section: "7",
                .sum(.members("lease_beyond"))),
        ])

    /// Reservations term by term. MODEL.md 7 pays a reservation in every month of own hosting: what its term says beyond
    /// that, renewal and money paid at signing, stands beside the cash.
    static let reservationTerms = Section(
        "Reservations: terms, renewals and money paid at signing",
        [
            Line(
                "reserved_from", "First month of the reservation", .month, .count, .cell, over: .fleet, section: "7",
                "is_reserved" * max(1, "first_start" - "start_before_months")),
            Line(
                "term_length", "Term of a reservation", .months, .count, .cell, over: .fleet, section: "7",
                "is_reserved" * .choose("reserved_term_months" > 0, "reserved_term_months", "horizon")),
            Line(
                "term_runs", "A reservation runs", .flag, .flag, over: .fleet, section: "7",
                "is_reserved" * "on" * ("reserved_gpus" > 0)),
            Line(
                "term_month", "Month of its term", .months, .count, over: .fleet, section: "7",
                "term_runs"
                    * ("t" - "reserved_from" + 1
                        - "term_length" * .roundDown(max(0, "t" - "reserved_from") / max(1, "term_length")))),
            Line(
                "signing_payment", "Due at each signing", .money, .money, .cell, over: .fleet, section: "7",
                "is_reserved" * "reserved_gpus" * "reserved_upfront"),
            Line(
                "signing_due", "Due at signing", .moneyPerMonth, .money, over: .fleet, section: "7", total: true,
                Expression.line("term_month").equals(1) * "signing_payment"),
            Line(
                "paid_before", "Paid at signing for later months", .money, .money, over: .fleet, section: "7",
                "term_runs" * "signing_payment" * (1 - "term_month" / max(1, "term_length"))),
            Line(
                "signings", "Signings within the horizon", .index, .count, .cell, over: .fleet, section: "7",
                .sumEach(Expression.each(.all("term_month")).equals(1) * 1)),
            Line(
                "renewed", "Renewals within the horizon", .index, .count, .cell, over: .fleet, section: "7",
                max(0, "signings" - 1)),
            Line(
                "renewals", "Renewals within the horizon, all", .index, .count, .cell, section: "7",
                .sum(.members("renewed"))),
            Line(
                "signing_all", "Due at signing over the horizon, all", .money, .money, .cell, section: "7",
                .sumEach(.each(.members("signings")) * .each(.members("signing_payment")))),
            Line(
                "sum_at_signing", "Cumulative cash flow, reservations paid at signing", .money, .money, section: "7",
                "funding_sum" - .sum(.members("paid_before"))),
            Line(
                "funding_at_signing", "Peak funding, reservations paid at signing", .money, .money, .cell,
                section: "7", -min(0, .least(.all("sum_at_signing")))),
        ])

    /// What is still owed when own hosting stops early. The stress case pays all of it: nobody takes the capacity over.
    /// MODEL.md 7.
    static func fixedTerm(_ parts: Set<ModelPart>) -> Section {
        let reserved = Expression.sum(.members("reserved_left"))
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
                    total: true, .sum(.members("fleet_committed")) - .sum(.members("lease_payment"))),
                // A reservation commits to the end of its term, a renewal to nothing before it is signed.
                Line(
                    "reserved_until", "Last month of what is reserved now", .month, .count, over: .fleet, section: "7",
                    "t" + .choose("is_reserved", "term_length" - "term_month", "horizon")),
                Line(
                    "reserved_left", "Payments for reserved capacity and blocks after this month", .money, .money,
                    over: .fleet, section: "7",
                    "on"
                        * .sumEach(
                            (.each(.all("t")) > "t")
                                * (.each(.all("t")) <= "reserved_until")
                                * (.each(.all("fleet_committed")) - .each(.all("lease_payment"))))),
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
