import Diagnostics
import Tabular
import TestSupport
import Testing

@testable import Importers

struct ReadinessFileTests {
    private func read(_ text: String) throws -> [ReadinessRow] {
        try withTemporaryFile(Array(text.utf8)) { path in
            try readReadiness(
                InputFile(path: path, name: "readiness.csv"),
                ReadinessNames(
                    ids: ["on_call", "ab_testing", "ours"],
                    levels: ["none", "ad hoc", "defined", "managed", "measured"], dimensions: ["team", "tooling"],
                    own: ["ours"], phases: 4
                ) { name in
                    ["on_call", "ab_testing", "ours"].contains(name) ? name : nil
                })
        }
    }

    private func problems(_ text: String) -> [String] {
        let failure = #expect(throws: Failure.self) { try read(text) }
        #expect(failure?.status == .badData)
        return failure?.diagnostics.map(\.rendered) ?? []
    }

    @Test func whatIsLeftOutIsNotGiven() throws {
        let rows = try read("capability,level,evidence,target,weight,critical,notes\non_call,3,rota,,,yes,x\n")
        #expect(rows.map(\.capability) == ["on_call"])
        #expect(rows[0].level == 3)
        #expect(rows[0].targets.isEmpty)
        #expect(rows[0].dimension == nil)
        #expect(rows[0].weight == nil)
        #expect(rows[0].isCritical == true)
    }

    @Test(arguments: [
        "@platform-team", "- the rota", "+49 30 1234, the duty phone", "log (of May)", "none missing: list",
    ])
    func wordsThatBeginLikeAFormulaAreEvidence(_ evidence: String) throws {
        let rows = try read("capability,level,evidence\non_call,3,\"\(evidence)\"\n")
        #expect(rows.map(\.evidence) == [evidence])
        #expect(rows.map(\.isEvidenced) == [true])
    }

    @Test(arguments: ["", " ", "-", "n/a", "N/A", "none", "TBD", "todo", "To do", "?", "–"])
    func aWordThatStandsForNothingIsNoEvidence(_ evidence: String) throws {
        #expect(try read("capability,level,evidence\non_call,3,\(evidence)\n").map(\.isEvidenced) == [false])
    }

    @Test func laterPhasesMayHaveTargetsOfTheirOwn() throws {
        let rows = try read(
            "capability,level,evidence,target,target_2,target_4\non_call,3,x,2,3,4\nab_testing,1,x,,2,\n")
        #expect(rows.map(\.targets) == [[1: 2, 2: 3, 4: 4], [2: 2]])
    }

    @Test func aTargetThatFallsIsRefused() {
        #expect(
            problems("capability,level,evidence,target,target_2,target_3\non_call,1,x,3,,2\n") == [
                "readiness.csv:2: error: found 2 in column target_3 after 3 for an earlier phase, expected a target of at least 3: a later phase asks for no less\n  fix: raise it, or leave the cell empty to keep the target of the phase before"
            ])
        #expect(
            problems("capability,level,evidence,target_9\non_call,1,x,3\n") == [
                "readiness.csv:1: error: found the column \"target_9\", expected a known column; nearest: target_2\n  fix: rename the column or delete it"
            ])
    }

    @Test func aCapabilityOfOnesOwnNeedsADimension() throws {
        #expect(
            problems("capability,level,evidence\nours,1,x\n") == [
                "readiness.csv:2: error: found nothing in column dimension, expected one of team, tooling\n  fix: write what the capability belongs to"
            ])
        #expect(try read("capability,level,evidence,dimension\nours,1,x,Tooling\n").map(\.dimension) == ["tooling"])
    }

    @Test func aTargetOfZeroIsNone() {
        #expect(
            problems("capability,level,evidence,target\non_call,1,x,0\n") == [
                "readiness.csv:2: error: found \"0\" in column target, expected a whole number from 1 to 4\n  fix: take one of 1 ad hoc, 2 defined, 3 managed, 4 measured"
            ])
    }

    @Test(arguments: [
        (
            "onn_call,1,x",
            "readiness.csv:2: error: found the capability \"onn_call\", expected one of on_call, ab_testing, ours\n  fix: the nearest is on_call"
        ),
        (
            "on_call,7,x",
            "readiness.csv:2: error: found \"7\" in column level, expected a whole number from 0 to 4\n  fix: take one of 0 none, 1 ad hoc, 2 defined, 3 managed, 4 measured"
        ),
        (
            "on_call,2.5,x",
            "readiness.csv:2: error: found \"2.5\" in column level, expected a whole number from 0 to 4\n  fix: take one of 0 none, 1 ad hoc, 2 defined, 3 managed, 4 measured"
        ),
        (
            "on_call,,x",
            "readiness.csv:2: error: found nothing in column level, expected a whole number from 0 to 4\n  fix: take one of 0 none, 1 ad hoc, 2 defined, 3 managed, 4 measured"
        ),
        (
            ",2,x",
            "readiness.csv:2: error: found no capability, expected one of on_call, ab_testing, ours\n  fix: take one of these, or write playbooks/ID.md with the steps of a capability of your own"
        ),
        (
            "on_call,2,=1+1",
            "readiness.csv:2: error: found the formula \"=1+1\" in column evidence, expected what the formula shows: a number, or words that name the evidence\n  fix: export the table with values, or write where the evidence is kept"
        ),
        (
            "on_call,2,+1+1",
            "readiness.csv:2: error: found the formula \"+1+1\" in column evidence, expected what the formula shows: a number, or words that name the evidence\n  fix: export the table with values, or write where the evidence is kept"
        ),
        (
            "on_call,2,@SUM(A1)",
            "readiness.csv:2: error: found the formula \"@SUM(A1)\" in column evidence, expected what the formula shows: a number, or words that name the evidence\n  fix: export the table with values, or write where the evidence is kept"
        ),
        (
            "on_call,2,=HYPERLINK(A1)",
            "readiness.csv:2: error: found the formula \"=HYPERLINK(A1)\" in column evidence, expected what the formula shows: a number, or words that name the evidence\n  fix: export the table with values, or write where the evidence is kept"
        ),
        (
            "on_call,2,x\non_call,3,y",
            "readiness.csv:3: error: found the capability on_call again, first at readiness.csv:2, expected one row for a capability\n  fix: delete one of the rows"
        ),
    ])
    func aBadRowIsNamedWithItsPlace(_ rows: String, _ message: String) {
        #expect(problems("capability,level,evidence\n\(rows)\n") == [message])
    }
}
