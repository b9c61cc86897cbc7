import Testing

/// Messages about `--set`, word for word.
@Suite struct OverrideMessageTests {
    @Test(arguments: all)
    func saysWhatWasFoundAndWhatIsExpected(_ wrong: WrongConfiguration) {
        #expect(messages(wrong.yaml, set: wrong.overrides) == "78\n" + wrong.expected)
    }

    static let all: [WrongConfiguration] = [
        WrongConfiguration(
            "every problem is found in one run",
            yaml: #"""
                report: {titel: x}
                model: {finance: {tax_rate: 2}}
                """#,
            set: ["finance.tax_rate=x", "nonsense"],
            expected: #"""
                breakeven.yaml:1:10: error: found the unknown key `titel` in `report`, expected one of title, organisation, prepared_by, classification, currency, as_of, time_zone, fiscal_year_start, template, paper
                    report: {titel: x}
                             ^
                  fix: the nearest valid key is `title`
                breakeven.yaml:2:29: error: found "2" for `model.finance.tax_rate`, expected a ratio from 0 to 1
                    model: {finance: {tax_rate: 2}}
                                                ^
                  fix: ratios are written as 0.05 for 5 %: 2 % is 0.02
                --set nonsense: error: found "nonsense", expected KEY=VALUE
                  fix: write it as in `--set finance.discount_rate_annual=0.08`
                --set finance.tax_rate: error: found "x" for `model.finance.tax_rate`, expected a ratio from 0 to 1
                  fix: correct the value, or leave this `--set` out
                """#),
        WrongConfiguration(
            "an override needs a value",
            yaml: "",
            set: ["finance.tax_rate"],
            expected: #"""
                --set finance.tax_rate: error: found "finance.tax_rate", expected KEY=VALUE
                  fix: write it as in `--set finance.discount_rate_annual=0.08`
                """#),
        WrongConfiguration(
            "a fiscal year starts in one of twelve months",
            yaml: "",
            set: ["report.fiscal_year_start=13"],
            expected: #"""
                --set report.fiscal_year_start: error: found "13" for `report.fiscal_year_start`, expected a whole number from 1 to 12
                  fix: correct the value, or leave this `--set` out
                """#),
        WrongConfiguration(
            "an unknown override names the nearest key",
            yaml: "",
            set: ["finance.discount_rate_anual=0.1"],
            expected: #"""
                --set finance.discount_rate_anual: error: found the unknown key `finance.discount_rate_anual`, expected the path of one value in breakeven.yaml
                  fix: the nearest valid key is `finance.discount_rate_annual`
                """#),
        WrongConfiguration(
            "an override without its section is completed",
            yaml: "",
            set: ["discount_rate_annual=0.1"],
            expected: #"""
                --set discount_rate_annual: error: found the unknown key `discount_rate_annual`, expected the path of one value in breakeven.yaml
                  fix: the nearest valid key is `finance.discount_rate_annual`
                """#),
        WrongConfiguration(
            "an override below model stays below model",
            yaml: "",
            set: ["model.report.title=x"],
            expected: #"""
                --set model.report.title: error: found the unknown key `model.report.title`, expected the path of one value in breakeven.yaml
                  fix: the nearest valid key is `report.title`
                """#),
        WrongConfiguration(
            "an override out of range names the range",
            yaml: "",
            set: ["finance.tax_rate=30"],
            expected: #"""
                --set finance.tax_rate: error: found "30" for `model.finance.tax_rate`, expected a ratio from 0 to 1
                  fix: ratios are written as 0.05 for 5 %: 30 % is 0.3
                """#),
        WrongConfiguration(
            "an override does not lengthen lists",
            yaml: #"""
                model:
                  one_off: [{month: 1, amount: 2}]
                  workloads: [{id: a, ramp: [0.5, 1]}]
                """#,
            set: ["one_off.2.amount=1", "workloads.a.ramp.3=1", "sources.1.currency=EUR"],
            expected: #"""
                --set sources.1.currency: error: found the item `1` of a list with 0 items, expected an item that the configuration has
                  fix: add the item in the file: `--set` changes values, not the length of lists
                --set one_off.2.amount: error: found the item `2` of a list with 1 item, expected an item from 1 to 1
                  fix: add the item in the file: `--set` changes values, not the length of lists
                --set workloads.a.ramp.3: error: found the item `3` of a list with 2 items, expected an item from 1 to 2
                  fix: add the item in the file: `--set` changes values, not the length of lists
                """#),
        WrongConfiguration(
            "an override of an unknown pool is refused",
            yaml: #"""
                model: {pools: [{id: small}]}
                """#,
            set: ["pools.smal.u_max=0.5", "workloads.new.pool=large"],
            expected: #"""
                --set pools.smal.u_max: error: found the unknown pool "smal", expected small
                  fix: the nearest pool is `small`
                --set workloads.new.pool: error: found the unknown pool "large", expected small
                  fix: the nearest pool is `small`
                """#),
        WrongConfiguration(
            "an override of other settings goes through the schema",
            yaml: "",
            set: ["report.paper=A5", "baseline.months=0", "model.meta.start_month=2026-13", "quotes.q1.price=-1"],
            expected: #"""
                --set report.paper: error: found "A5" for `report.paper`, expected A4 or Letter
                  fix: correct the value, or leave this `--set` out
                --set baseline.months: error: found "0" for `baseline.months`, expected a whole number from 1 to 120
                  fix: correct the value, or leave this `--set` out
                --set model.meta.start_month: error: found "2026-13" for `model.meta.start_month`, expected YYYY-MM with a month from 01 to 12, as in 2027-01
                  fix: correct the value, or leave this `--set` out
                --set quotes.q1.price: error: found "-1" for `quotes.q1.price`, expected a number of at least 0
                  fix: correct the value, or leave this `--set` out
                """#),
        WrongConfiguration(
            "an empty override is no value",
            yaml: "",
            set: ["finance.tax_rate="],
            expected: #"""
                --set finance.tax_rate: error: found nothing for `model.finance.tax_rate`, expected a ratio from 0 to 1
                  fix: correct the value, or leave this `--set` out
                """#),
    ]
}
