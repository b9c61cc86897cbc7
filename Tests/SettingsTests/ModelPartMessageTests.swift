import Testing

/// Lists of tiers and steps, and the keys of optimisations: what is wrong with them is said in full.
struct ModelPartMessageTests {
    @Test(arguments: [
        WrongConfiguration(
            "tiers out of order",
            yaml: "model: {market: {commitment: {tiers: [{from: 9, discount: 0.1}, {from: 5, discount: 0.2}]}}}",
            expected: """
                78
                breakeven.yaml:1:65: error: found `from` 5 after 9 in `model.market.commitment.tiers.2`, expected each `from` above the one before
                    model: {market: {commitment: {tiers: [{from: 9, discount: 0.1}, {from: 5, discount: 0.2}]}}}
                                                                                    ^
                  fix: put the items in order
                """),
        WrongConfiguration(
            "a discount above 1", yaml: "model: {market: {commitment: {tiers: [{from: 9, discount: 10}]}}}",
            expected: """
                78
                breakeven.yaml:1:59: error: found "10" for `model.market.commitment.tiers.1.discount`, expected a ratio from 0 to 1
                    model: {market: {commitment: {tiers: [{from: 9, discount: 10}]}}}
                                                                              ^
                  fix: ratios are written as 0.05 for 5 %: 10 % is 0.1
                """),
        WrongConfiguration(
            "a step without its factor", yaml: "model: {market: {api_price_steps: [{month: 3}]}}",
            expected: """
                78
                breakeven.yaml:1:36: error: found no `factor` in `model.market.api_price_steps.1`, expected a value for it
                    model: {market: {api_price_steps: [{month: 3}]}}
                                                       ^
                  fix: add `factor`
                """),
        WrongConfiguration(
            "a tier that is not there", yaml: "model: {}", set: ["market.commitment.tiers.1.discount=0.1"],
            expected: """
                78
                --set market.commitment.tiers.1.discount: error: found the item `1` of a list with 0 items, expected an item that the configuration has
                  fix: add the item in the file: `--set` changes values, not the length of lists
                """),
    ])
    func isRefused(_ wrong: WrongConfiguration) {
        #expect(messages(wrong.yaml, set: wrong.overrides) == wrong.expected)
    }
}
