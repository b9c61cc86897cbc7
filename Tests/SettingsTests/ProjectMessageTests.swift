import Testing

/// Messages about everything outside the drivers, word for word.
@Suite struct ProjectMessageTests {
    @Test(arguments: all)
    func saysWhatWasFoundAndWhatIsExpected(_ wrong: WrongConfiguration) {
        #expect(messages(wrong.yaml, set: wrong.overrides) == "78\n" + wrong.expected)
    }

    static let all: [WrongConfiguration] = [
        WrongConfiguration(
            "currencies agree",
            yaml: #"""
                report: {currency: EUR}
                model: {meta: {currency: USD}}
                """#,
            expected: #"""
                breakeven.yaml:2:26: error: found USD for `model.meta.currency` and EUR for `report.currency`, expected the same currency in both
                    model: {meta: {currency: USD}}
                                             ^
                  fix: give it once, in `report.currency`
                """#),
        WrongConfiguration(
            "a currency is a code",
            yaml: #"""
                report: {currency: euros}
                """#,
            expected: #"""
                breakeven.yaml:1:20: error: found "euros" for `report.currency`, expected a currency code of three letters, as in EUR
                    report: {currency: euros}
                                       ^
                  fix: correct the value, or take `currency` out
                """#),
        WrongConfiguration(
            "an unknown time zone is refused",
            yaml: #"""
                report: {time_zone: Europe/Berlni}
                """#,
            expected: #"""
                breakeven.yaml:1:21: error: found "Europe/Berlni" for `report.time_zone`, expected the name of a time zone, as in Europe/Berlin or UTC
                    report: {time_zone: Europe/Berlni}
                                        ^
                  fix: write Europe/Berlin
                """#),
        WrongConfiguration(
            "a fiscal year starts in a month",
            yaml: #"""
                report: {fiscal_year_start: 0, paper: a4, as_of: 2026-02-29}
                """#,
            expected: #"""
                breakeven.yaml:1:29: error: found "0" for `report.fiscal_year_start`, expected a whole number from 1 to 12
                    report: {fiscal_year_start: 0, paper: a4, as_of: 2026-02-29}
                                                ^
                  fix: correct the value, or take `fiscal_year_start` out
                breakeven.yaml:1:39: error: found "a4" for `report.paper`, expected A4 or Letter
                    report: {fiscal_year_start: 0, paper: a4, as_of: 2026-02-29}
                                                          ^
                  fix: write A4
                breakeven.yaml:1:50: error: found "2026-02-29" for `report.as_of`, expected a day of the calendar, as in 2027-01-31
                    report: {fiscal_year_start: 0, paper: a4, as_of: 2026-02-29}
                                                                     ^
                  fix: correct the value, or take `as_of` out
                """#),
        WrongConfiguration(
            "baseline words are checked",
            yaml: #"""
                baseline: {months: 0, basis: biled, exclude: [Usage, purchase]}
                """#,
            expected: #"""
                breakeven.yaml:1:20: error: found "0" for `baseline.months`, expected a whole number from 1 to 120
                    baseline: {months: 0, basis: biled, exclude: [Usage, purchase]}
                                       ^
                  fix: correct the value, or take `months` out
                breakeven.yaml:1:30: error: found "biled" for `baseline.basis`, expected billed or effective
                    baseline: {months: 0, basis: biled, exclude: [Usage, purchase]}
                                                 ^
                  fix: write billed
                breakeven.yaml:1:54: error: found "purchase" for `baseline.exclude`, expected Usage, Purchase, Tax, Credit or Adjustment
                    baseline: {months: 0, basis: biled, exclude: [Usage, purchase]}
                                                                         ^
                  fix: write Purchase
                """#),
        WrongConfiguration(
            "a source rule is checked",
            yaml: #"""
                sources:
                  - {vendor: Acme, decimal: ";", date_order: ymd, price_ratio: {input: -1}, serves: all}
                """#,
            expected: #"""
                breakeven.yaml:2:5: error: found no `files` in `sources.1`, expected a value for it
                      - {vendor: Acme, decimal: ";", date_order: ymd, price_ratio: {input: -1}, serves: all}
                        ^
                  fix: add `files`
                breakeven.yaml:2:29: error: found ";" for `sources.1.decimal`, expected . or ,
                      - {vendor: Acme, decimal: ";", date_order: ymd, price_ratio: {input: -1}, serves: all}
                                                ^
                  fix: correct the value, or take `decimal` out
                breakeven.yaml:2:72: error: found "-1" for `sources.1.price_ratio.input`, expected a number of at least 0
                      - {vendor: Acme, decimal: ";", date_order: ymd, price_ratio: {input: -1}, serves: all}
                                                                                           ^
                  fix: correct the value, or take `input` out
                breakeven.yaml:2:85: error: found "all" for `sources.1.serves`, expected own
                      - {vendor: Acme, decimal: ";", date_order: ymd, price_ratio: {input: -1}, serves: all}
                                                                                                        ^
                  fix: correct the value, or take `serves` out
                """#),
        WrongConfiguration(
            "an attribution rule is checked",
            yaml: #"""
                attribution:
                  - {when: {projekt: a}, workload: b}
                  - {when: {project: {a: b}}}
                  - {workload: c}
                """#,
            expected: #"""
                breakeven.yaml:2:13: error: found the unknown key `projekt` in `attribution.1.when`, expected one of provider, account, sub_account, project, workspace, api_key, user, model, service_tier, sku, region, file, tag.NAME
                      - {when: {projekt: a}, workload: b}
                                ^
                  fix: the nearest valid key is `project`
                breakeven.yaml:3:5: error: found no `workload` in `attribution.2`, expected a value for it
                      - {when: {project: {a: b}}}
                        ^
                  fix: add `workload`
                breakeven.yaml:3:22: error: found a mapping for `attribution.2.when.project`, expected a text or a list of texts
                      - {when: {project: {a: b}}}
                                         ^
                  fix: write one text, or several in brackets: [a, b]
                breakeven.yaml:4:5: error: found no `when` in `attribution.3`, expected a value for it
                      - {workload: c}
                        ^
                  fix: add `when`
                """#),
        WrongConfiguration(
            "a key stands once",
            yaml: #"""
                model:
                  finance:
                    tax_rate: 0.1
                    tax_rate: 0.2
                """#,
            expected: #"""
                breakeven.yaml:3:5: error: found the key `tax_rate` more than once in one mapping, expected each key once
                        tax_rate: 0.1
                        ^
                  fix: keep one of them
                """#),
        WrongConfiguration(
            "broken YAML says where",
            yaml: #"""
                model:
                  finance: {tax_rate: 0.1
                """#,
            expected: #"""
                breakeven.yaml:2:12: error: found text that is no YAML: did not find expected ',' or '}' (while parsing a flow mapping), expected keys and values as in `horizon_months: 36`
                      finance: {tax_rate: 0.1
                               ^
                  fix: check the indentation, quotes and brackets here
                """#),
        WrongConfiguration(
            "a tab is named",
            yaml: "model:\n\tfinance: 1",
            expected: #"""
                breakeven.yaml:2:1: error: found text that is no YAML: found character that cannot start any token (while scanning for the next token), expected keys and values as in `horizon_months: 36`
                  fix: indent with spaces, not tabs
                """#),
        WrongConfiguration(
            "an undefined alias is named",
            yaml: #"""
                model: *nothing
                """#,
            expected: #"""
                breakeven.yaml:1:8: error: found text that is no YAML: found undefined alias, expected keys and values as in `horizon_months: 36`
                    model: *nothing
                           ^
                  fix: check the indentation, quotes and brackets here
                """#),
        WrongConfiguration(
            "two documents are refused",
            yaml: #"""
                report: {}
                ---
                report: {}
                """#,
            expected: #"""
                breakeven.yaml:2:1: error: found a second YAML document, expected one
                    ---
                    ^
                  fix: take out the line `---` and what belongs to another configuration
                """#),
        WrongConfiguration(
            "a configuration is a mapping",
            yaml: #"""
                - a
                """#,
            expected: #"""
                breakeven.yaml:1:1: error: found a list at the top level, expected a mapping
                    - a
                    ^
                  fix: write its keys on lines of their own below it, as in `KEY: VALUE`
                """#),
    ]
}
