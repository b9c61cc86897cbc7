import Billing
import Economics
import Reports
import TestSupport
import Testing

@testable import Breakeven

/// Gates and stop rules: when they are due, and what they then say.
@Suite struct GatesTests {
    private static func statuses(_ gates: GateData?) -> [String] { gates?.gates.map(\.status) ?? [] }

    @Test(arguments: [
        // Before the migration nothing has come of it; the gate before a first phase that starts next month is due.
        ("2026-06", [], ["no data", "met", "not due", "not due"]),
        ("2026-06", ["migration.min_eval_pass=0.99"], []),
        ("2026-08", [], ["no data", "met", "not due", "not due"]),
        ("2026-08", ["migration.review_months=2"], ["no data", "met", "met", "met"]),
        ("2026-09", [], ["no data", "met", "met", "met"]),
        ("2026-09", ["migration.gate_saving_share=1.5"], ["no data", "met", "missed", "met"]),
        ("2026-09", ["migration.gate_unit_cost_share=0.3"], ["no data", "met", "met", "missed"]),
        ("2026-09", ["migration.min_eval_pass=0.99"], ["no data", "missed", "met", "met"]),
        ("2026-09", ["migration.review_months=4"], ["no data", "met", "not due", "not due"]),
    ])
    func aGateIsJudgedOnceItsMonthHasClosed(_ period: String, _ overrides: [String], _ expected: [String]) throws {
        let gates = try MigratedProject().analysed(overrides, period: period).data.gates
        #expect(Self.statuses(gates) == expected)
        let missed = expected.count { $0 == "missed" }
        if !expected.isEmpty { #expect(gates?.value("gates_missed") == Double(missed)) }
    }

    @Test(arguments: [("0", "missed"), ("3", "no data")])
    func aScorecardIsJudgedByItsColour(_ level: String, _ expected: String) throws {
        let migrated = try MigratedProject()
        if level == "0" {
            try migrated.project.write("readiness.csv", "capability,level,evidence\non_call,0,\n")
        }
        #expect(Self.statuses(try migrated.analysed().data.gates).first == expected)
    }

    @Test func aPlanThatCostsFirstIsHeldToItsCost() throws {
        // A one-time cost of 20,000 in month 1: the plan of the phase's months is below zero.
        let migrated = try MigratedProject()
        let text = TestSupport.bytes(of: "\(migrated.folder)/breakeven.yaml") ?? []
        try migrated.project.write(
            "breakeven.yaml",
            String(decoding: text, as: UTF8.self) + "\n  one_off: [{month: 1, label: Setup, amount: 20000}]\n")
        let gates = try #require(try migrated.analysed().data.gates)
        let plan = 2700.0 * (1 - 14 * 12 / 365.0) - 730 + 2 * (2700 - 730) - 20000
        #expect(plan < 0)
        #expect(abs(gates.value("saving_share") - (1 + (6170 - plan) / -plan)) < 1e-9)
        #expect(Self.statuses(gates)[2] == "met")
    }

    @Test func aPhaseIsJudgedBeforeTheNextOneStarts() throws {
        let migrated = try MigratedProject()
        try migrated.configure(search: "pool: main, parallel_weeks: 2, fallback_share: 0.1, migrate_month: 3")
        let gates = try #require(try migrated.analysed().data.gates)
        #expect(gates.shape.phases == 2)
        let dates = gates.gates.map { "\($0.phase) \($0.gate.rawValue) \($0.date) \($0.status)" }
        #expect(
            dates == [
                "1 readiness 2026-06-30 no data", "1 evaluation 2026-06-30 met", "1 saving 2026-08-31 met",
                "1 unit_cost 2026-08-31 met", "2 readiness 2026-08-31 no data", "2 evaluation 2026-08-31 no data",
                "2 saving 2026-11-30 not due", "2 unit_cost 2026-11-30 not due",
            ])
        // The review of phase 2 is the next one: its three months end with month 5.
        #expect(gates.value("next_gate") == 5)
    }

    @Test func theBoardSaysWhatTheSheetSays() throws {
        let data = try MigratedProject().analysed(["migration.gate_saving_share=1.5"]).data
        let book = try ReportWorkbook.make(data)
        let board = try #require(book.sheets.first { $0.name == WorkbookLayout.SheetName.board })
        let row = try #require(board.cells.first { $0.value.content == .text("Next gate") }?.key.row)
        guard case .formula(_, .text(let words))? = board[row, 1]?.content else {
            Issue.record("no sentence")
            return
        }
        #expect(words == "Gates missed: 1; the sheet Gates says which, and what happens now.")
        #expect(book.sheets.map(\.name).contains(WorkbookLayout.SheetName.gates))
    }
}
