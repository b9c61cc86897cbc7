import TestSupport
import Testing

/// A word of the command line that is none is named, with what could stand there and what is nearest.
@Suite(.enabled(if: Binary.path != nil, "the program is built beside the tests"))
struct UnknownWordTests {
    @Test(arguments: [
        (
            ["report", "--outptu", "x", "p"], "found the unknown option --outptu, expected an option of report: ",
            "--output"
        ),
        (
            ["report", "p", "--perod=2026-01"], "found the unknown option --perod, expected an option of report: ",
            "--period"
        ),
        (["check", "--stric"], "found the unknown option --stric, expected an option of check: ", "--strict"),
        (["report", "--set", "a.b=1", "-x"], "found the unknown option -x, expected an option of report: ", ""),
    ]) func anUnknownOptionIsNamed(_ arguments: [String], _ start: String, _ nearest: String) throws {
        let outcome = try Binary.run(arguments, in: "/")
        #expect(outcome.status == 64)
        let first = outcome.errors.split(separator: "\n").first ?? ""
        #expect(first.hasPrefix("Error: " + start + "--"))
        #expect(first.contains("; the nearest is \(nearest)"))
        #expect(outcome.errors.contains("\nUsage: breakeven \(arguments[0]) "))
    }

    @Test func theMessageListsWhatTheCommandTakes() throws {
        let outcome = try Binary.run(["inspect", "--to", "x"], in: "/")
        #expect(outcome.status == 64)
        #expect(
            outcome.errors.hasPrefix(
                "Error: found the unknown option --to, expected an option of inspect: --project, --json, --quiet, --verbose, --progress, --no-progress, --color, --no-color, --version or --help"
            ))
    }

    @Test func anUnknownCommandIsNamed() throws {
        let outcome = try Binary.run(["reprot", "p"], in: "/")
        #expect(outcome.status == 64)
        #expect(outcome.errors.hasPrefix("Error: found the unknown command reprot, expected report, init, "))
        #expect(outcome.errors.contains("; the nearest is report\n"))
    }
}
