import Billing
import Diagnostics
import Economics
import Settings
import Testing

@Suite struct OverrideTests {
    private let yaml = """
        report: {title: Old}
        model:
          finance: {tax_rate: {base: 0.2, low: 0.1, high: 0.3, source: memo}}
          pools: [{id: small}]
          workloads: [{id: a, ramp: [0.5, 1]}, {id: b.c}]
          one_off: [{month: 1, amount: 5}]
        """

    @Test(arguments: [
        ("finance.tax_rate=0.25", "finance.tax_rate", DriverValue.number(0.25)),
        ("model.finance.tax_rate=0.25", "finance.tax_rate", .number(0.25)),
        ("workloads.a.ramp.2=0.9", "workloads.a.ramp.2", .number(0.9)),
        ("workloads.b.c.ramp.1=0.9", "workloads.b.c.ramp.1", .number(0.9)),
        ("workloads.b.c.tok_in=3", "workloads.b.c.tok_in", .number(3)),
        ("workloads.new.price_in=3", "workloads.new.price_in", .number(3)),
        ("workloads.a.migrate_month=null", "workloads.a.migrate_month", .word("never")),
        ("workloads.a.eligible=false", "workloads.a.eligible", .number(0)),
        ("workloads.a.pool=small", "workloads.a.pool", .word("small")),
        ("one_off.1.amount=6", "one_off.1.amount", .number(6)),
        ("pools.small.u_max=0.5", "pools.small.u_max", .number(0.5)),
        ("capacity.mode=buy", "capacity.mode", .word("buy")),
        ("meta.hours_basis=calendar", "meta.hours_basis", .word("calendar")),
    ])
    func aDriverTakesTheValue(_ argument: String, _ key: String, _ value: DriverValue) throws {
        let settings = try load(yaml, set: [argument])
        let driver = try #require(settings.model.given[key])
        #expect(driver.base == value)
        #expect(driver.position?.isOverride == true)
        #expect(settings.model.workloadIds == ["a", "b.c"])
    }

    @Test func onlyTheBaseChanges() throws {
        let driver = try #require(try load(yaml, set: ["finance.tax_rate=0.25"]).model.given["finance.tax_rate"])
        #expect([driver.low, driver.high] == [0.1, 0.3])
        #expect(driver.source == "memo")
    }

    @Test func theLastOneWins() throws {
        let settings = try load(yaml, set: ["finance.tax_rate=0.11", "finance.tax_rate=0.12"])
        #expect(settings.model.given["finance.tax_rate"]?.base == .number(0.12))
    }

    @Test func settingsOutsideTheDriversTakeTheValue() throws {
        let settings = try load(
            yaml,
            set: [
                "report.title=New", "report.currency=EUR", "baseline.exclude=[Purchase, Tax]", "baseline.months=6",
                "model.meta.start_month=2027-02", "meta.horizon_months=48", "inputs.invoices=bills/**",
                "quotes.q-1.a.price=2.5", "uncertainty.seed=7",
            ])
        #expect(settings.report.title == "New")
        #expect(settings.currency.map { "\($0)" } == "EUR")
        #expect(settings.baseline.exclude == [.purchase, .tax])
        #expect(settings.baseline.months == 6)
        #expect(settings.model.startMonth == Month("2027-02"))
        #expect(settings.model.horizonMonths == 48)
        #expect(settings.inputs.invoices == ["bills/**"])
        #expect(settings.quotePrices["quotes.q-1.a.price"]?.base == .number(2.5))
        #expect(settings.uncertainty.seed == 7)
    }

    @Test func aSourceRuleIsAddressedByItsPosition() throws {
        let settings = try load("sources: [{files: a}, {files: b}]", set: ["sources.2.currency=EUR"])
        #expect(settings.sources.map { $0.currency.map { "\($0)" } } == [nil, "EUR"])
    }

    @Test(arguments: ["0.2 0.6 1", "[0.2, 0.6, 1]", "0.2,0.6,1"])
    func aWholeRampCanBeReplaced(_ value: String) throws {
        let model = try load(yaml, set: ["workloads.a.ramp=\(value)"]).model
        #expect(model.rampCount["a"] == 3)
        #expect(
            (1...3).map { model.given["workloads.a.ramp.\($0)"]?.base } == [.number(0.2), .number(0.6), .number(1)])
    }

    @Test func aShorterRampLeavesNothingBehind() throws {
        let model = try load(yaml, set: ["workloads.a.ramp=1"]).model
        #expect(model.rampCount["a"] == 1)
        #expect(model.given["workloads.a.ramp.2"] == nil)
    }

    @Test func workloadsThatOnlyAnOverrideNamesAreTold() throws {
        #expect(try load(yaml, set: ["workloads.new.tok_in=1"]).model.unlistedWorkloads == ["new"])
    }

    @Test func anOverrideMayLeaveTheEndsAndLeavesThemAsTheyAre() throws {
        let settings = try load(
            "model: {finance: {tax_rate: {base: 0.2, low: 0.1, high: 0.3}}}", set: ["finance.tax_rate=0.4"])
        let driver = try #require(settings.model.given["finance.tax_rate"])
        #expect(driver.base == .number(0.4))
        #expect(driver.low == 0.1)
        #expect(driver.high == 0.3)
    }
}
