import Economics
import Testing

struct ExpressionTextTests {
    @Test(
        arguments: [
            ("a" - ("b" - "c"), "a - (b - c)"),
            ("a" - "b" - "c", "a - b - c"),
            (("a" + "b") * "c" / 12, "(a + b) × c / 12"),
            ("a" / ("b" * "c"), "a / (b × c)"),
            ((1 + "rate").raised(to: "t" / 12), "(1 + rate) ^ (t / 12)"),
            ("a" * -Expression.line("b"), "a × (-b)"),
            (-("a" + "b"), "-(a + b)"),
            ("on" * ("t" >= "start"), "on × (t ≥ start)"),
            (Expression.number(-1) + "a", "-1 + a"),
            (.choose(.isWord("mode", "buy"), "price", .word("never")), "if(mode = \"buy\", price, \"never\")"),
            (.guardedCeiling("need" / "size"), "ceiling(need / size)"),
            ("share" * .sumOfLines(["rent", "power"]), "share × (rent + power)"),
            (.sumEach(.each(.all("flow")) * .each(.all("factor"))), "sum(flow[0…T] × factor[0…T])"),
            (.sumWhere(.members("amount"), key: .members("month"), equals: "t"), "sum(amount[*] where month[*] = t)"),
            (.previous("stock") + .sum(.beforeNow("bought")), "stock[t-1] + sum(bought[-1…t-1])"),
            (.differs("a", "b") * .total("cost") - .member("npv", "headline"), "(a ≠ b) × total(cost) - npv[headline]"),
            (.constant(.secondsPerHour) * .driver("pools.*.tps_in"), "const_seconds_per_hour × pools.*.tps_in"),
        ] as [(Expression, String)])
    func bracketsStandOnlyWhereTheOrderNeedsThem(_ expression: Expression, _ expected: String) {
        #expect("\(expression)" == expected)
    }
}
