import Testing

@testable import Settings

@Suite struct NearestKeyTests {
    @Test(arguments: [
        ("tax_rte", "tax_rate"), ("TAX_RATE", "tax_rate"), ("txa_rate", "tax_rate"), ("grow", "growth_monthly"),
        ("grwoth_monthly", "growth_monthly"), ("pol", "pool"),
    ])
    func fewestChangesWin(_ text: String, _ expected: String) {
        #expect(nearest(to: text, among: ["pool", "tax_rate", "growth_monthly"]) == expected)
    }

    @Test func thereIsNoneAmongNone() { #expect(nearest(to: "a", among: []) == nil) }

    @Test(arguments: [("", "abc", 3), ("kitten", "sitting", 3), ("ab", "ba", 1), ("same", "same", 0)])
    func countsChanges(_ a: String, _ b: String, _ distance: Int) {
        #expect(editDistance(Array(a.utf8), Array(b.utf8)) == distance)
        #expect(editDistance(Array(b.utf8), Array(a.utf8)) == distance)
    }
}
