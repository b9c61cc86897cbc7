import Billing
import Diagnostics
import Importers
import Tabular
import Testing

struct IncidentTests {
    @Test(arguments: [
        "2026-03-04 12:30,2026-03-04 13:00", "2026-03-04T12:30Z,2026-03-04T13:00:00Z",
        "2026-03-04T14:30+02:00,2026-03-04T08:00-05:00",
    ])
    func timesOfAnyZoneAreTheSameMinutes(_ times: String) throws {
        let found = try withFile("incidents.csv", "provider,start,end\nOpenAI,\(times)\n") { try readIncidents($0) }
        #expect(found.count == 1)
        #expect(found[0].end - found[0].start == 1800)
        #expect(found[0].start == Day("2026-03-04")!.number * 86_400 + 45_000)
    }

    @Test func anIncidentOverTheEndOfAMonthCountsInBoth() throws {
        let found = try withFile(
            "incidents.csv", "provider,start,end\nA,2026-05-31 23:40,2026-06-01 00:35\n"
        ) { try readIncidents($0) }
        let history = IncidentHistory(found, from: Month("2026-04")!, through: Month("2026-07")!)
        #expect(history.months.map(\.minutes) == [0, 20, 35, 0])
        #expect(history.months.map(\.incidents) == [0, 1, 0, 0])
    }

    @Test(arguments: [
        (
            "A,2026-03-04 12:30,2026-03-04 12:00\n",
            "incidents.csv:2: error: found an incident from 2026-03-04 12:30 to 2026-03-04 12:00, which ends before it begins, expected an end at or after the start\n  fix: swap them, or correct the one that is wrong"
        ),
        (
            "A,2026-03-04 12:00,2026-03-04 13:00\nB,2026-03-04 12:10,2026-03-04 12:20\na,2026-03-04 12:59,2026-03-04 13:10\n",
            "incidents.csv:4: error: found an incident of a that begins before the one of line 2 ends, expected incidents of a provider one after the other, so that no minute counts twice\n  fix: merge the two into one row"
        ),
        (
            "A,2026-03-04,2026-03-04\n",
            "incidents.csv:2: error: found an incident from 2026-03-04 to 2026-03-04, which lasts no time: a day alone is its midnight, expected the time of day of begin and end\n  fix: write the times, as in 2026-03-04 12:30; for the whole day write the next day as the end"
        ),
        (
            "A,yesterday,2026-03-04\n",
            "incidents.csv:2: error: found \"yesterday\" in column start, expected a time such as 2026-03-04 12:30, in UTC or with an offset\n  fix: write day and time as there; an offset from UTC as in 2026-03-04 12:30+02:00"
        ),
        (
            "A,2026-03-04 25:00,2026-03-05\n",
            "incidents.csv:2: error: found \"2026-03-04 25:00\" in column start, expected a time such as 2026-03-04 12:30, in UTC or with an offset\n  fix: write day and time as there; an offset from UTC as in 2026-03-04 12:30+02:00"
        ),
    ])
    func badRowsAreRefused(_ rows: String, _ message: String) throws {
        do {
            _ = try withFile("incidents.csv", "provider,start,end\n" + rows) { try readIncidents($0) }
            Issue.record("read without a message")
        } catch let failure as Failure {
            #expect(failure.status == .badData)
            #expect(failure.diagnostics.map(\.rendered) == [message])
        }
    }
}
