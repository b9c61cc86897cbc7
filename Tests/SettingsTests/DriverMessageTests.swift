import Testing

/// Messages about drivers, word for word.
@Suite struct DriverMessageTests {
    @Test(arguments: all)
    func saysWhatWasFoundAndWhatIsExpected(_ wrong: WrongConfiguration) {
        #expect(messages(wrong.yaml, set: wrong.overrides) == "78\n" + wrong.expected)
    }

    static let all: [WrongConfiguration] = [
        WrongConfiguration(
            "an unknown key names the nearest valid one",
            yaml: #"""
                model:
                  finance: {discount_rate_anual: 0.1}
                """#,
            expected: #"""
                breakeven.yaml:2:13: error: found the unknown key `discount_rate_anual` in `model.finance`, expected one of discount_rate_annual, rate_convention, tax_rate, depr_book_months, depr_tax, wage_inflation, contingency_pct, loan_rate_annual, loan_share, loan_months
                      finance: {discount_rate_anual: 0.1}
                                ^
                  fix: the nearest valid key is `discount_rate_annual`
                """#),
        WrongConfiguration(
            "a key of another section is sent home",
            yaml: #"""
                model:
                  people: {tax_rate: 0.3}
                """#,
            expected: #"""
                breakeven.yaml:2:12: error: found the unknown key `tax_rate` in `model.people`, expected one of fte_base, gpus_per_fte, fte_min, fte_max, loaded_cost_year, oncall_month, start_before_months
                      people: {tax_rate: 0.3}
                               ^
                  fix: `tax_rate` belongs in `model.finance`
                """#),
        WrongConfiguration(
            "a section outside model is sent home",
            yaml: #"""
                finance: {tax_rate: 0.3}
                """#,
            expected: #"""
                breakeven.yaml:1:1: error: found the unknown key `finance` at the top level, expected one of report, inputs, sources, attribution, baseline, model, sla, readiness, uncertainty
                    finance: {tax_rate: 0.3}
                    ^
                  fix: `finance` belongs in `model`
                """#),
        WrongConfiguration(
            "a share above 1 gets the hint about ratios",
            yaml: #"""
                model:
                  finance: {contingency_pct: 5}
                """#,
            expected: #"""
                breakeven.yaml:2:30: error: found "5" for `model.finance.contingency_pct`, expected a ratio from 0 to 1
                      finance: {contingency_pct: 5}
                                                 ^
                  fix: ratios are written as 0.05 for 5 %: 5 % is 0.05
                """#),
        WrongConfiguration(
            "a percentage gets the hint about ratios",
            yaml: #"""
                model:
                  finance: {contingency_pct: 5%}
                """#,
            expected: #"""
                breakeven.yaml:2:30: error: found "5%" for `model.finance.contingency_pct`, expected a ratio from 0 to 1
                      finance: {contingency_pct: 5%}
                                                 ^
                  fix: write 5 % as 0.05
                """#),
        WrongConfiguration(
            "a share far above 1 gets the general hint",
            yaml: #"""
                model:
                  finance: {contingency_pct: 500}
                """#,
            expected: #"""
                breakeven.yaml:2:30: error: found "500" for `model.finance.contingency_pct`, expected a ratio from 0 to 1
                      finance: {contingency_pct: 500}
                                                 ^
                  fix: ratios are written as 0.05 for 5 %
                """#),
        WrongConfiguration(
            "a number out of range names the range",
            yaml: #"""
                model:
                  pools:
                    - id: small
                      u_max: 0
                      gpus_per_replica: 0
                """#,
            expected: #"""
                breakeven.yaml:4:14: error: found "0" for `model.pools.small.u_max`, expected a ratio above 0 and at most 1
                          u_max: 0
                                 ^
                  fix: correct the value, or take `u_max` out: 0.7 holds then
                breakeven.yaml:5:25: error: found "0" for `model.pools.small.gpus_per_replica`, expected a whole number of at least 1
                          gpus_per_replica: 0
                                            ^
                  fix: correct the value
                """#),
        WrongConfiguration(
            "a decline of 1 is refused",
            yaml: #"""
                model:
                  market: {api_price_decline_annual: 1}
                """#,
            expected: #"""
                breakeven.yaml:2:38: error: found "1" for `model.market.api_price_decline_annual`, expected a ratio below 1
                      market: {api_price_decline_annual: 1}
                                                         ^
                  fix: correct the value, or take `api_price_decline_annual` out: 0 holds then
                """#),
        WrongConfiguration(
            "a growth of -1 is refused",
            yaml: #"""
                model:
                  workloads:
                    - {id: a, growth_monthly: -1}
                """#,
            expected: #"""
                breakeven.yaml:3:31: error: found "-1" for `model.workloads.a.growth_monthly`, expected a number above -1
                        - {id: a, growth_monthly: -1}
                                                  ^
                  fix: correct the value, or take `growth_monthly` out: 0 holds then
                """#),
        WrongConfiguration(
            "a decimal comma is refused",
            yaml: #"""
                model:
                  people: {oncall_month: "2,5"}
                """#,
            expected: #"""
                breakeven.yaml:2:26: error: found "2,5" for `model.people.oncall_month`, expected a number of at least 0
                      people: {oncall_month: "2,5"}
                                             ^
                  fix: write `.` as the decimal point and no separators between thousands
                """#),
        WrongConfiguration(
            "a decimal comma in braces is no second entry",
            yaml: #"""
                model:
                  people: {oncall_month: 2,5}
                """#,
            expected: #"""
                breakeven.yaml:2:26: error: found 2,5 for `oncall_month` in braces, where a comma begins the next entry, expected a number with `.` as the decimal point
                      people: {oncall_month: 2,5}
                                             ^
                  fix: write `oncall_month: 2.5`
                """#),
        WrongConfiguration(
            "two decimal commas of one fraction are no key twice",
            yaml: #"""
                model:
                  workloads: [{id: a, price_in: 3,5, price_out: 15,5}]
                """#,
            expected: #"""
                breakeven.yaml:2:33: error: found 3,5 for `price_in` in braces, where a comma begins the next entry, expected a number with `.` as the decimal point
                      workloads: [{id: a, price_in: 3,5, price_out: 15,5}]
                                                    ^
                  fix: write `price_in: 3.5`
                """#),
        WrongConfiguration(
            "separators between thousands are refused",
            yaml: #"""
                model:
                  people: {oncall_month: 2_500}
                """#,
            expected: #"""
                breakeven.yaml:2:26: error: found "2_500" for `model.people.oncall_month`, expected a number of at least 0
                      people: {oncall_month: 2_500}
                                             ^
                  fix: write 2500
                """#),
        WrongConfiguration(
            "a number with a sign or words is refused",
            yaml: #"""
                model:
                  people: {oncall_month: +1, loaded_cost_year: 0x10, fte_min: .inf, fte_max: .5}
                """#,
            expected: #"""
                breakeven.yaml:2:26: error: found "+1" for `model.people.oncall_month`, expected a number of at least 0
                      people: {oncall_month: +1, loaded_cost_year: 0x10, fte_min: .inf, fte_max: .5}
                                             ^
                  fix: write 1
                breakeven.yaml:2:48: error: found "0x10" for `model.people.loaded_cost_year`, expected a number of at least 0
                      people: {oncall_month: +1, loaded_cost_year: 0x10, fte_min: .inf, fte_max: .5}
                                                                   ^
                  fix: correct the value, or take `loaded_cost_year` out: 0 holds then
                breakeven.yaml:2:63: error: found ".inf" for `model.people.fte_min`, expected a number of at least 0
                      people: {oncall_month: +1, loaded_cost_year: 0x10, fte_min: .inf, fte_max: .5}
                                                                                  ^
                  fix: correct the value, or take `fte_min` out: 0.5 holds then
                breakeven.yaml:2:78: error: found ".5" for `model.people.fte_max`, expected a number of at least 0
                      people: {oncall_month: +1, loaded_cost_year: 0x10, fte_min: .inf, fte_max: .5}
                                                                                                 ^
                  fix: write 0.5
                """#),
        WrongConfiguration(
            "a number too large is refused",
            yaml: #"""
                model:
                  people: {oncall_month: 1e999}
                """#,
            expected: #"""
                breakeven.yaml:2:26: error: found "1e999" for `model.people.oncall_month`, expected a number of at least 0
                      people: {oncall_month: 1e999}
                                             ^
                  fix: correct the value, or take `oncall_month` out: 0 holds then
                """#),
        WrongConfiguration(
            "a fraction is no whole number",
            yaml: #"""
                model:
                  capacity: {lead_months: 1.5, gpus_per_server: eight}
                """#,
            expected: #"""
                breakeven.yaml:2:27: error: found "1.5" for `model.capacity.lead_months`, expected a whole number from 0 to 120
                      capacity: {lead_months: 1.5, gpus_per_server: eight}
                                              ^
                  fix: write 1 or 2
                breakeven.yaml:2:49: error: found "eight" for `model.capacity.gpus_per_server`, expected a whole number of at least 1
                      capacity: {lead_months: 1.5, gpus_per_server: eight}
                                                                    ^
                  fix: correct the value, or take `gpus_per_server` out: 8 holds then
                """#),
        WrongConfiguration(
            "a word that is not allowed names those that are",
            yaml: #"""
                model:
                  capacity: {mode: bye}
                """#,
            expected: #"""
                breakeven.yaml:2:20: error: found "bye" for `model.capacity.mode`, expected buy, lease, rent, reserved or block
                      capacity: {mode: bye}
                                       ^
                  fix: write buy
                """#),
        WrongConfiguration(
            "a migration month is a number or a word",
            yaml: #"""
                model:
                  workloads:
                    - {id: a, migrate_month: 0}
                    - {id: b, migrate_month: nevr}
                """#,
            expected: #"""
                breakeven.yaml:3:30: error: found "0" for `model.workloads.a.migrate_month`, expected a whole number of at least 1, never, stay or auto
                        - {id: a, migrate_month: 0}
                                                 ^
                  fix: write 1 for the first month, or one of the words
                breakeven.yaml:4:30: error: found "nevr" for `model.workloads.b.migrate_month`, expected a whole number of at least 1, never, stay or auto
                        - {id: b, migrate_month: nevr}
                                                 ^
                  fix: write never
                """#),
        WrongConfiguration(
            "hours lie in a month",
            yaml: #"""
                model:
                  meta: {hours_basis: 745}
                """#,
            expected: #"""
                breakeven.yaml:2:23: error: found "745" for `model.meta.hours_basis`, expected a number above 0 and at most 744, or calendar
                      meta: {hours_basis: 745}
                                          ^
                  fix: correct the value, or take `hours_basis` out: 730 holds then
                """#),
        WrongConfiguration(
            "a flag is true or false",
            yaml: #"""
                model:
                  workloads: [{id: a, eligible: perhaps}]
                """#,
            expected: #"""
                breakeven.yaml:2:33: error: found "perhaps" for `model.workloads.a.eligible`, expected true or false
                      workloads: [{id: a, eligible: perhaps}]
                                                    ^
                  fix: correct the value, or take `eligible` out: true holds then
                """#),
        WrongConfiguration(
            "a month that is none is refused",
            yaml: #"""
                model:
                  meta: {start_month: 2026-13}
                baseline: {through: 2026-1}
                """#,
            expected: #"""
                breakeven.yaml:2:23: error: found "2026-13" for `model.meta.start_month`, expected YYYY-MM with a month from 01 to 12, as in 2027-01
                      meta: {start_month: 2026-13}
                                          ^
                  fix: correct the value, or take `start_month` out
                breakeven.yaml:3:21: error: found "2026-1" for `baseline.through`, expected YYYY-MM with a month from 01 to 12, as in 2027-01
                    baseline: {through: 2026-1}
                                        ^
                  fix: write 2026-01
                """#),
        WrongConfiguration(
            "a horizon beyond 120 months is refused",
            yaml: #"""
                model:
                  meta: {horizon_months: 121}
                """#,
            expected: #"""
                breakeven.yaml:2:26: error: found "121" for `model.meta.horizon_months`, expected a whole number from 1 to 120
                      meta: {horizon_months: 121}
                                             ^
                  fix: correct the value, or take `horizon_months` out
                """#),
        WrongConfiguration(
            "a value of the wrong shape says what was found",
            yaml: #"""
                report: [a]
                model:
                  finance: {tax_rate: [0.1]}
                  workloads: {a: {tok_in: 1}}
                """#,
            expected: #"""
                breakeven.yaml:1:9: error: found a list for `report`, expected a mapping
                    report: [a]
                            ^
                  fix: write its keys on lines of their own below it, as in `KEY: VALUE`
                breakeven.yaml:3:23: error: found a list for `model.finance.tax_rate`, expected a ratio from 0 to 1
                      finance: {tax_rate: [0.1]}
                                          ^
                  fix: write one value without brackets
                breakeven.yaml:4:14: error: found a mapping for `model.workloads`, expected a list of workloads
                      workloads: {a: {tok_in: 1}}
                                 ^
                  fix: begin each item with `- `
                """#),
        WrongConfiguration(
            "an empty driver is refused",
            yaml: #"""
                model:
                  finance:
                    tax_rate:
                    depr_tax: SL
                """#,
            expected: #"""
                breakeven.yaml:3:14: error: found nothing for `model.finance.tax_rate`, expected a ratio from 0 to 1
                        tax_rate:
                                 ^
                  fix: give a value or take the key out
                """#),
        WrongConfiguration(
            "ends out of order are refused",
            yaml: #"""
                model:
                  finance: {tax_rate: {base: 0.3, low: 0.4, high: 0.5}}
                """#,
            expected: #"""
                breakeven.yaml:2:30: error: found base 0.3 with low 0.4, high 0.5 for `model.finance.tax_rate`, expected low ≤ base ≤ high as numbers
                      finance: {tax_rate: {base: 0.3, low: 0.4, high: 0.5}}
                                                 ^
                  fix: low and high are the numeric ends, whichever of them is better for you
                """#),
        WrongConfiguration(
            "ends of a word are refused",
            yaml: #"""
                model:
                  meta: {hours_basis: {base: calendar, low: 700}}
                """#,
            expected: #"""
                breakeven.yaml:2:30: error: found base calendar with low 700 for `model.meta.hours_basis`, expected ends only where base is a number
                      meta: {hours_basis: {base: calendar, low: 700}}
                                                 ^
                  fix: take low and high out, or give a number as base
                """#),
        WrongConfiguration(
            "words have no ends",
            yaml: #"""
                model:
                  capacity: {mode: {base: buy, low: 1}}
                """#,
            expected: #"""
                breakeven.yaml:2:37: error: found "1" for `model.capacity.mode.low`, expected nothing: only numbers have a low and a high
                      capacity: {mode: {base: buy, low: 1}}
                                                        ^
                  fix: take low and high out, and keep base
                """#),
        WrongConfiguration(
            "a driver with ends needs its base",
            yaml: #"""
                model:
                  finance: {tax_rate: {low: 0.1}}
                """#,
            expected: #"""
                breakeven.yaml:2:23: error: found no `base` in `model.finance.tax_rate`, expected a value for it
                      finance: {tax_rate: {low: 0.1}}
                                          ^
                  fix: add `base`
                """#),
        WrongConfiguration(
            "a driver names its unknown parts",
            yaml: #"""
                model:
                  finance: {tax_rate: {base: 0.1, confidence: gues, as_of: 2026-02-30, hi: 2}}
                """#,
            expected: #"""
                breakeven.yaml:2:47: error: found "gues" for `model.finance.tax_rate.confidence`, expected invoice, quote, estimate or placeholder
                      finance: {tax_rate: {base: 0.1, confidence: gues, as_of: 2026-02-30, hi: 2}}
                                                                  ^
                  fix: correct the value, or take `confidence` out
                breakeven.yaml:2:60: error: found "2026-02-30" for `model.finance.tax_rate.as_of`, expected a day of the calendar, as in 2027-01-31
                      finance: {tax_rate: {base: 0.1, confidence: gues, as_of: 2026-02-30, hi: 2}}
                                                                               ^
                  fix: correct the value, or take `as_of` out
                breakeven.yaml:2:72: error: found the unknown key `hi` in `model.finance.tax_rate`, expected one of base, low, high, low_scenario, unit, source, owner, as_of, expires, confidence
                      finance: {tax_rate: {base: 0.1, confidence: gues, as_of: 2026-02-30, hi: 2}}
                                                                                           ^
                  fix: the nearest valid key is `high`
                """#),
        WrongConfiguration(
            "a list item needs its id",
            yaml: #"""
                model:
                  workloads:
                    - {tok_in: 1}
                """#,
            expected: #"""
                breakeven.yaml:3:7: error: found no `id` in `model.workloads.1`, expected a value for it
                        - {tok_in: 1}
                          ^
                  fix: add `id`
                """#),
        WrongConfiguration(
            "a one-off cost needs month and amount",
            yaml: #"""
                model:
                  one_off:
                    - {label: move}
                """#,
            expected: #"""
                breakeven.yaml:3:7: error: found no `month` in `model.one_off.1`, expected a value for it
                        - {label: move}
                          ^
                  fix: add `month`
                breakeven.yaml:3:7: error: found no `amount` in `model.one_off.1`, expected a value for it
                        - {label: move}
                          ^
                  fix: add `amount`
                """#),
        WrongConfiguration(
            "an empty ramp is refused",
            yaml: #"""
                model:
                  workloads: [{id: a, ramp: []}]
                """#,
            expected: #"""
                breakeven.yaml:2:29: error: found an empty list for `model.workloads.a.ramp`, expected a list with at least one share
                      workloads: [{id: a, ramp: []}]
                                                ^
                  fix: write the shares in brackets, as in [0.5, 1], or take `ramp` out
                """#),
        WrongConfiguration(
            "an id stands once",
            yaml: #"""
                model:
                  workloads: [{id: a}, {id: a}]
                """#,
            expected: #"""
                breakeven.yaml:2:29: error: found the id "a" a second time, expected each workload once
                      workloads: [{id: a}, {id: a}]
                                                ^
                  fix: delete one of the two, or give it another id
                """#),
        WrongConfiguration(
            "ids differ in the workbook",
            yaml: #"""
                model:
                  workloads: [{id: a-b}, {id: A.b}]
                """#,
            expected: #"""
                breakeven.yaml:2:31: error: found the ids "a-b" and "A.b", which both become the workbook name `A_b`, expected ids that differ in letters, digits or `_`, case apart
                      workloads: [{id: a-b}, {id: A.b}]
                                                  ^
                  fix: rename one of the two workloads
                """#),
        WrongConfiguration(
            "an id is at most 60 bytes",
            yaml: #"""
                model:
                  pools: [{id: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx}]
                """#,
            expected: #"""
                breakeven.yaml:2:16: error: found the id "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx…" of a pool, a name of 61 bytes, expected at most 60 bytes
                      pools: [{id: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx}]
                                   ^
                  fix: shorten the id: it becomes part of the names in the workbook
                """#),
        WrongConfiguration(
            "an id has no spaces at its ends",
            yaml: #"""
                model:
                  pools: [{id: " a"}]
                """#,
            expected: #"""
                breakeven.yaml:2:16: error: found " a" as the id of a pool, expected a text without line breaks, control characters or spaces at its ends
                      pools: [{id: " a"}]
                                   ^
                  fix: give the pool a plain name such as support-chat
                """#),
        WrongConfiguration(
            "a pool that is not there is refused",
            yaml: #"""
                model:
                  pools: [{id: small}]
                  workloads: [{id: a, pool: smal}]
                """#,
            expected: #"""
                breakeven.yaml:3:29: error: found the unknown pool "smal", expected small
                      workloads: [{id: a, pool: smal}]
                                                ^
                  fix: the nearest pool is `small`
                """#),
        WrongConfiguration(
            "a pool without any pools is refused",
            yaml: #"""
                model:
                  workloads: [{id: a, pool: small}]
                """#,
            expected: #"""
                breakeven.yaml:2:29: error: found the unknown pool "small", expected a pool of `model.pools`, which has none
                      workloads: [{id: a, pool: small}]
                                                ^
                  fix: add the pool to `model.pools`
                """#),
    ]
}
