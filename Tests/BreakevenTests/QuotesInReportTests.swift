import Billing
import Diagnostics
import Economics
import Reports
import Settings
import Testing

@testable import Breakeven

/// What quotes of every form do to the plan, and what the workbook and the run say about them.
struct QuotesInReportTests {
    private static let quotes = """
        quote_line_id;vendor;procurement_type;currency;gpu_model_raw;gpus_per_unit;quantity;price;price_unit;region;term_months;payment_option;upfront_amount;upfront_pct;interruption_rate_pct;power_kw_per_unit;colo_price_per_kw_month;software_license_per_gpu_year;quote_date;valid_until
        rent;A;on_demand;USD;H100 SXM 80GB;8;1;32,00;instance_hour;eu;;;;;;;;;2026-10-01;2026-12-31
        spot;A;spot;USD;H100 SXM 80GB;8;1;2,25;gpu_hour;eu;;;;;25;;;;2026-10-01;2026-12-31
        year;A;reserved;USD;H100 SXM 80GB;8;2;10,00;instance_hour;eu;12;partial_upfront;70.080;;;;;;2026-10-01;2026-12-31
        half;A;reserved;USD;H100 SXM 80GB;8;1;2,50;gpu_hour;eu;12;;;50;;;;;2026-10-01;2026-12-31
        paid;A;reserved;USD;H100 SXM 80GB;8;1;;instance_hour;eu;24;all_upfront;350.400,00;;;;;;2026-10-01;2026-12-31
        lease;L;lease;USD;H100 SXM 80GB;8;1;11.680,00;instance_month;room;36;;;;;10,0;116,80;8.760;2026-10-01;2026-12-31
        old;O;on_demand;USD;H100 SXM 80GB;8;1;20,00;instance_hour;eu;;;;;;;;;2026-08-01;2026-08-31
        """

    /// Four GPUs are needed in every month from the second.
    private func analysed(_ capacity: String, _ overrides: [String] = []) throws -> Analysis {
        let project = try SmallProject()
        try project.write("quotes/offers.csv", Self.quotes)
        try project.write(
            "breakeven.yaml",
            """
            report: {as_of: 2026-10-31}
            model:
              meta: {horizon_months: 30}
              workloads:
                - {id: chat, tok_in: 4000, tok_out: 1000, price_in: 2, price_out: 8, pool: p, migrate_month: 2}
              pools:
                - {id: p, tps_in: 9000, tps_out: 900, gpus_per_replica: 1, gpu: H100 SXM}
              capacity: {\(capacity)}
            """)
        return try Analysis(try ProjectFolder(path: project.folder, overrides: overrides), RunOptions())
    }

    private func value(_ analysis: Analysis, _ line: String, at month: Int = 0) -> Double {
        let data = analysis.data
        return data.evaluation.value(line, at: month, lane: data.lane(Instance(.base, .hybrid)))
    }

    private func base(_ analysis: Analysis, _ key: String) -> DriverValue? { analysis.data.register[key: key]?.base }

    /// 2.00 for the machine and 0.20 for its room an hour, and licences of 1.00, which are a line of their own.
    @Test func aLeaseAsAReservationPaysItsRoomAndLicences() throws {
        let lease = try analysed("quote: lease")
        let rows = lease.quotes.lines.map(\.id)
        #expect(abs(lease.quotes.effectivePrice(rows.firstIndex(of: "lease")!) - 3.2) < 1e-12)
        #expect(base(lease, "capacity.reserved_gpu_hour") == .number(2))
        #expect(base(lease, "capacity.reserved_site_month") == .number(146))
        #expect(base(lease, "capacity.software_per_gpu_year") == .number(8760))
        #expect(value(lease, "rent", at: 5) == 2 * 8 * 730)
        #expect(value(lease, "colo", at: 5) == 146 * 8)
        #expect(value(lease, "software", at: 5) > 0)
        // Where servers are leased, room and power are lines of their own.
        let leased = try analysed("quote: lease, mode: lease")
        #expect(base(leased, "capacity.lease_month") == .number(11_680))
        #expect(base(leased, "capacity.colo_per_kw_month") == .number(116.8))
    }

    @Test func interruptionsArePaidForInThePlan() throws {
        #expect(base(try analysed("quote: cheapest"), "capacity.rent_gpu_hour") != .number(3))
        #expect(base(try analysed("quote: spot, allow_spot: true"), "capacity.rent_gpu_hour") == .number(3))
    }

    /// Of 30 months own hosting runs 29, from month 2: a year is signed three times.
    @Test(arguments: [
        ("year", 12.0, 3.0, 140_160.0, [2, 14, 26]), ("half", 12, 3, 87_600, [2, 14, 26]),
        ("paid", 24, 2, 350_400, [2, 26]),
    ])
    func whatIsDueAtSigningIsToldByMonth(
        _ quote: String, _ term: Double, _ signings: Double, _ payment: Double, _ months: [Int]
    ) throws {
        let analysis = try analysed("quote: \(quote)")
        #expect(value(analysis, "term_length") == term)
        #expect(value(analysis, "signings") == signings)
        #expect(abs(value(analysis, "signing_payment") - payment) < 1e-6)
        let due = analysis.data.evaluation.series(
            "signing_due", member: 0, lane: analysis.data.lane(Instance(.base, .hybrid)))
        #expect(due.indices.filter { due[$0] > 0 } == months)
        // After the first month of a term all but one of its months is paid ahead.
        let ahead = value(analysis, "paid_before", at: 2)
        #expect(abs(ahead - payment * (term - 1) / term) < 1e-6)
        #expect(
            abs(value(analysis, "sum_at_signing", at: 2) - (value(analysis, "funding_sum", at: 2) - ahead)) < 1e-6)
        #expect(value(analysis, "funding_at_signing") >= value(analysis, "peak_funding"))
        let said = PlanMessages.warnings(analysis).filter { $0.code == "due-at-signing" }.map(\.found)
        #expect(
            said == [
                "\(ReportWords.money(payment, "USD")) of the reservation due at signing, in month \(months.map(String.init).joined(separator: ", ")), which the cash spreads over the term"
            ])
    }

    /// From month 2 on, the contract of a year ends with month 13; the plan goes on.
    @Test func aRenewalIsAnAssumptionAndNoCommitment() throws {
        let analysis = try analysed("quote: half")
        let paid = 8 * 2.5 * 730
        #expect(abs(value(analysis, "exit_fee", at: 2) - 11 * paid) < 1e-6)
        #expect(value(analysis, "exit_fee", at: 13) == 0)
        #expect(abs(value(analysis, "exit_fee", at: 14) - 11 * paid) < 1e-6)
        // Committed for a year only, and taken for more: the plan counts on renewals, and the accountant has to know.
        #expect(value(analysis, "lease_months") == 12 && value(analysis, "lease_taken") > 24)
        #expect(value(analysis, "lease_question") == 1)
        let board = try SheetSentenceTests.text("For the accountant", "Capital request", analysis.data)
        #expect(board.contains("renewals it assumes included, of which 12 are committed"))
        #expect(
            PlanMessages.warnings(analysis).filter { $0.code == "renewal-assumed" }.map(\.rendered) == [
                "breakeven.yaml:8:21: warning: found the 12 months of quote half, A, which the plan takes as renewed 2 times at the same price (leaving early costs at most 160,600 USD), expected a price for all months of own hosting\n"
                    + "  fix: ask for a longer term, or write reserved_gpu_hour with its low and high for the time after it"
            ])
        // Whoever writes the price has answered.
        let answered = try analysed("quote: half, reserved_gpu_hour: 2.6")
        #expect(!PlanMessages.warnings(answered).contains { $0.code == "renewal-assumed" })
    }

    @Test func aModeThatTheQuoteIsNotForIsPointedOut() throws {
        let said = try analysed("quote: half, mode: rent").warnings.filter { $0.code == "mode-against-quote" }
        #expect(
            said.map(\.rendered) == [
                "breakeven.yaml:8:33: warning: found capacity in mode rent, and quote half, which is for mode reserved, expected a quote for the form of capacity in force: this one does not price the plan\n"
                    + "  fix: leave mode out, or choose a quote for mode rent"
            ])
        for form in [
            "quote: half, mode: reserved", "quote: lease, mode: lease", "quote: year, mode: block", "quote: rent",
        ] {
            #expect(try !analysed(form).warnings.contains { $0.code == "mode-against-quote" }, "\(form)")
        }
    }

    private func analysed(offers: String, capacity: String, _ overrides: [String] = []) throws -> Analysis {
        let project = try SmallProject()
        try project.write("quotes/offers.csv", offers)
        try project.write(
            "breakeven.yaml",
            """
            report: {as_of: 2026-10-31}
            model:
              meta: {horizon_months: 30}
              workloads: [{id: chat, tok_in: 4000, tok_out: 1000, price_in: 2, price_out: 8, pool: p, migrate_month: 2}]
              pools: [{id: p, tps_in: 9000, tps_out: 900, gpus_per_replica: 1, gpu: H100 SXM}]
              capacity: {\(capacity)}
            """)
        return try Analysis(try ProjectFolder(path: project.folder, overrides: overrides), RunOptions())
    }

    /// Four GPUs at 2.00 are 5,840 a month.
    @Test(arguments: [(40_000.0, 40_000.0), (5_000, 5_840)])
    func aLeastBillIsPaidWhateverIsUsed(_ least: Double, _ paid: Double) throws {
        let analysis = try analysed(
            offers:
                "quote_line_id,vendor,procurement_type,currency,gpu_model_raw,gpus_per_unit,quantity,price,price_unit,monthly_minimum,valid_until\n"
                + "least,A,on_demand,USD,H100 SXM 80GB,8,4,2,gpu_hour,\(Int(least)),2026-12-31\n",
            capacity: "quote: cheapest")
        #expect(value(analysis, "gpus", at: 5) == 4)
        #expect(base(analysis, "capacity.rent_gpu_hour") == .number(2))
        #expect(base(analysis, "capacity.rent_minimum_month") == .number(least))
        #expect(value(analysis, "rent", at: 1) == 0)
        #expect(abs(value(analysis, "rent", at: 5) - paid) < 1e-9)
        // The rank compares offers at the units that they quote.
        #expect(abs(analysis.quotes.effectivePrice(0) - Swift.max(2, least / 730 / 32)) < 1e-12)
        #expect(abs(number(try sheet("Vendors", analysis), below: "GPUs [USD/month]")! - paid) < 1e-9)
        // An offer without one adds no line for it.
        let plain = try self.analysed("quote: rent")
        #expect(base(plain, "capacity.rent_minimum_month") == nil)
        #expect(plain.data.model.index(of: "fleet_short") == nil)
    }

    /// Four GPUs at 1,460 a month each, whatever the hours of the vendor and of the plan.
    @Test(arguments: ["720", "730", "744"], ["730", "720", "calendar"])
    func aPriceOfAMonthIsPaidAsAPriceOfAMonth(_ vendor: String, _ basis: String) throws {
        let header =
            "quote_line_id,vendor,procurement_type,currency,gpu_model_raw,gpus_per_unit,quantity,price,price_unit,hours_per_month,term_months,valid_until\n"
        let rented = try analysed(
            offers: header + "m,A,on_demand,USD,H100 SXM 80GB,1,1,1460,gpu_month,\(vendor),,2026-12-31\n",
            capacity: "quote: m", ["meta.hours_basis=\(basis)"])
        #expect(abs(value(rented, "rent", at: 5) - 4 * 1460) < 1e-6)
        #expect(abs(value(rented, "gpu_month_rented") - 1460) < 1e-9)
        #expect(abs(number(try sheet("Vendors", rented), below: "GPUs [USD/month]")! - 4 * 1460) < 1e-6)
        let reserved = try analysed(
            offers: header + "r,A,reserved,USD,H100 SXM 80GB,8,1,11680,instance_month,\(vendor),12,2026-12-31\n"
                + "d,A,on_demand,USD,H100 SXM 80GB,1,1,3,gpu_hour,\(vendor),,2026-12-31\n",
            capacity: "quote: r", ["meta.hours_basis=\(basis)"])
        #expect(abs(value(reserved, "rent", at: 5) - 11_680) < 1e-6)
        // What the project writes itself is a price of an hour.
        let own = try analysed(
            offers: header + "m,A,on_demand,USD,H100 SXM 80GB,1,1,1460,gpu_month,\(vendor),,2026-12-31\n",
            capacity: "quote: m, rent_gpu_hour: 2")
        #expect(abs(value(own, "rent", at: 5) - 4 * 2 * 730) < 1e-6)
    }

    @Test func aLapsedQuoteThatIsNamedIsPointedOut() throws {
        let analysis = try analysed("quote: old")
        let said = analysis.warnings.filter { $0.code == "lapsed-quote-used" }
        #expect(
            said.map(\.rendered) == [
                "breakeven.yaml:8:21: warning: found capacity.quote: old, which lapsed on 2026-08-31 and prices the plan all the same, expected a quote that holds on 2026-10-31\n"
                    + "  fix: ask O to renew it, name another quote, or write quote: cheapest"
            ])
        #expect(analysis.status(said, isStrict: true) == .checksFailed)
        let sheet = try sheet("Quotes", analysis)
        #expect(sheet.cells.contains { $0.value.content == .text("used, expired") && $0.value.role == .bad })
    }

    /// A changed price moves the rank and not the choice.
    @Test func ranksFollowPricesAndTheChoiceStays() throws {
        func ranked(_ overrides: [String]) throws -> [String] {
            let data = try analysed("quote: cheapest", overrides).data
            return data.quotes.rows.filter { $0.rank != nil }.sorted { $0.rank! < $1.rank! }
                .map { $0.id + ($0.chosen ? " used" : "") }
        }
        #expect(try ranked([]) == ["year used", "half", "paid", "lease", "rent"])
        #expect(try ranked(["quotes.year.price=16"]) == ["half", "paid", "year used", "lease", "rent"])
        #expect(try ranked(["quotes.lease.price=1"]) == ["lease", "year used", "half", "paid", "rent"])
    }

    /// Four GPUs are used, sixteen reserved.
    @Test func reservedGPUsArePaidForOnTheSizingSheet() throws {
        let sizing = try sheet("Sizing", try analysed("quote: year, gpus_sold_together: 1"))
        #expect(number(sizing, below: "GPUs in use, as sold or owned [GPU]") == 4)
        #expect(number(sizing, below: "GPUs reserved [GPU]") == 16)
        #expect(number(sizing, below: "GPUs paid for [GPU]") == 16)
    }

    @Test(arguments: ["rent", "year", "half", "lease", "spot, allow_spot: true", "old"])
    func theVendorsSheetReconcilesTheQuoteInUse(_ quote: String) throws {
        let analysis = try analysed(
            "quote: \(quote)", ["market.rent_decline_annual=0.2", "finance.contingency_pct=0.1"])
        let vendors = try sheet("Vendors", analysis)
        let row = try #require(
            vendors.cells.first {
                guard case .text(let text) = $0.value.content else { return false }
                return text.hasPrefix("Why the plan pays otherwise")
            }
        ).key.row
        func value(_ row: Int, _ column: Int) -> Double {
            guard case .formula(_, .number(let value))? = vendors.cells[CellAddress(row: row, column: column)]?.content
            else { return .nan }
            return value
        }
        let running = ["rent", "power", "colo", "support", "software", "observability"]
            .map { self.value(analysis, $0, at: 30) }.reduce(0, +)
        #expect(abs(value(row + 5, 2) - running * 1.1) < 1e-6)
        for column in 1...3 {
            #expect(abs((1...4).map { value(row + $0, column) }.reduce(0, +) - value(row + 5, column)) < 0.01)
        }
        #expect(abs(value(row + 5, 2) - value(row + 5, 1) - value(row + 5, 3)) < 0.01)
    }

    private func sheet(_ name: String, _ analysis: Analysis) throws -> Sheet {
        try #require(try ReportWorkbook.make(analysis.data).sheets.first { $0.name == name })
    }

    private func number(_ sheet: Sheet, below title: String) -> Double? {
        guard let place = sheet.cells.first(where: { $0.value.content == .text(title) })?.key,
            case .formula(_, .number(let value))? = sheet.cells[
                CellAddress(row: place.row + 1, column: place.column)]?.content
        else { return nil }
        return value
    }
}
