import Economics
import Foundation
import Reports
import Testing

@testable import Breakeven

/// What sheets say in words agrees with the figures beside it.
struct SheetSentenceTests {
    /// Every text of a sheet, formulas by what they show.
    static func texts(_ sheet: String, _ data: ReportData) throws -> [String] {
        let found = try #require(try ReportWorkbook.make(data).sheets.first { $0.name == sheet })
        return found.cells.compactMap { _, cell in
            switch cell.content {
            case .text(let text), .formula(_, .text(let text)): text
            default: nil
            }
        }
    }

    static func text(_ start: String, _ sheet: String, _ data: ReportData) throws -> String {
        try #require(try texts(sheet, data).first { $0.hasPrefix(start) }, "no text \(start) on \(sheet)")
    }

    /// Servers are bought from month 5 on; what a lease costs decides which form is cheaper.
    private static func leaseOrBuy(_ lease: Double) throws -> ReportData {
        var project = RandomProject(seed: 4)
        project.horizon = 36
        project.setAll(["migrate_month": 5, "eligible": true])
        for index in project.pools.indices { project.pools[index]["capacity"] = nil }
        project.capacity["mode"] = "buy"
        project.capacity["lease_month"] = lease
        return try analysed(project).data
    }

    @Test("The cheaper of lease and purchase is named, and the other one costs more", arguments: [1.0, 90_000])
    func leaseOrBuyIsWordedTheRightWayRound(lease: Double) throws {
        let data = try Self.leaseOrBuy(lease)
        let gain = data.evaluation.value("lease_advantage", lane: data.lane(Instance(.base, .hybrid)))
        let isDearer = lease > 1
        #expect((gain < 0) == isDearer)
        #expect(
            try Self.text("Lease or buy: leasing", "Capital request", data)
                == "Lease or buy: leasing the servers of the plan costs \(Sentence.Shown.whole.text(gain.magnitude)) USD "
                + (isDearer
                    ? "more today than buying them: buying is the cheaper form."
                    : "less today than buying them: leasing is the cheaper form."))
    }
}
