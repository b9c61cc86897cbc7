import Billing
import Diagnostics
import Tabular
import TestSupport
import Testing

@testable import Importers

struct PlaybookReadingTests {
    private static let step = """
        - Owner: Head of platform
        - Weeks: 1.5
        - Days: 3
        - Exit evidence: the rota
        - On Monday: Name two people.
          Send a test page.
        - Open tools: GoAlert
        """

    private static func page(_ first: String = step) -> String {
        "# On-call\n\nSomebody is woken,\nor nobody is.\n\n## Stop the bleeding\n\n\(first)\n\n## Standardise\n\n\(step)\n\n## Prove\n\n\(step)\n"
    }

    private func read(_ text: String) throws -> Playbook {
        try withTemporaryFile(Array(text.utf8)) { path in
            try readPlaybook(InputFile(path: path, name: "playbooks/on_call.md"), capability: "on_call")
        }
    }

    private func problems(_ text: String) -> [String] {
        let failure = #expect(throws: Failure.self) { try read(text) }
        #expect(failure?.status == .badData)
        return failure?.diagnostics.map(\.rendered) ?? []
    }

    @Test(arguments: ["\n", "\r\n"], ["", "\u{FEFF}"])
    func aPlaybookHasThreeStepsWhateverItsLineEnds(_ end: String, _ mark: String) throws {
        let playbook = try read(mark + Self.page().replacing("\n", with: end))
        #expect(playbook.title == "On-call")
        #expect(playbook.purpose == "Somebody is woken, or nobody is.")
        #expect(playbook.source == "playbooks/on_call.md")
        #expect(playbook.steps.map(\.stage) == Playbook.Stage.allCases)
        #expect(
            playbook.steps[2]
                == Playbook.Step(
                    stage: .prove, owner: "Head of platform", weeks: 1.5, days: 3, exitEvidence: "the rota",
                    onMonday: "Name two people. Send a test page.", tools: "GoAlert"))
    }

    @Test(arguments: [
        (
            "- Weeks: 1.5", "- Weeks: two",
            "playbooks/on_call.md:9: error: found \"two\" for Weeks, expected a number above 0, at most 1000, such as 2 or 0.5\n  fix: correct the line `- Weeks: …`"
        ),
        (
            "- Weeks: 1.5", "- Weeks: 0",
            "playbooks/on_call.md:9: error: found \"0\" for Weeks, expected a number above 0, at most 1000, such as 2 or 0.5\n  fix: correct the line `- Weeks: …`"
        ),
        (
            "- Days: 3", "- Days: -1",
            "playbooks/on_call.md:10: error: found \"-1\" for Days, expected a number from 0 to 1000 such as 2 or 0.5\n  fix: correct the line `- Days: …`"
        ),
        (
            "- Owner: Head of platform", "- Owner:",
            "playbooks/on_call.md:8: error: found nothing for Owner, expected a few words\n  fix: correct the line `- Owner: …`"
        ),
        (
            "- Exit evidence: the rota\n", "",
            "playbooks/on_call.md:6: error: found the step Stop the bleeding without Exit evidence, expected the items Owner, Weeks, Days, Exit evidence, On Monday, Open tools\n  fix: write a line such as `- Exit evidence: …`"
        ),
        (
            "- Days: 3", "- Days: 3\n- Days: 4",
            "playbooks/on_call.md:11: error: found the item Days again, first in line 10, expected each item once in a step\n  fix: delete one of them"
        ),
        (
            "- Days: 3", "- Days: 3\n- Ownr: x",
            "playbooks/on_call.md:11: error: found the item \"Ownr\", expected one of Owner, Weeks, Days, Exit evidence, On Monday, Open tools, followed by a colon\n  fix: the nearest is Owner"
        ),
        (
            "- Days: 3", "- Days: 3\nand so on",
            "playbooks/on_call.md:11: error: found \"and so on\", which belongs to no item of the step, expected lines such as `- Owner: a role`\n  fix: indent the line by two blanks if it goes on with the item above, else begin it with `- ` and a name"
        ),
        (
            "- Open tools: GoAlert", "- Open tools: \(String(repeating: "x", count: 1001))",
            "playbooks/on_call.md:14: error: found \"xxxxxxxxxxxxxxxxxxxx…\" for Open tools, expected at most 1000 characters, found 1001\n  fix: correct the line `- Open tools: …`"
        ),
    ])
    func aBadItemIsNamedWithItsLine(_ part: String, _ other: String, _ message: String) {
        #expect(problems(Self.page(Self.step.replacing(part, with: other))) == [message])
    }

    @Test(arguments: [
        (
            "## Standardise", "## Standardize",
            [
                "playbooks/on_call.md:16: error: found the section \"Standardize\", expected `## Standardise`\n  fix: a playbook has the steps Stop the bleeding, Standardise, Prove, in this order",
                "playbooks/on_call.md:26: error: found the section \"Prove\", expected `## Standardise`\n  fix: a playbook has the steps Stop the bleeding, Standardise, Prove, in this order",
            ]
        ),
        (
            "## Prove\n\n\(step)\n", "",
            [
                "playbooks/on_call.md: error: found no step `## Prove`, expected the three steps Stop the bleeding, Standardise, Prove\n  fix: write the missing step with its six items"
            ]
        ),
        (
            "# On-call\n", "On-call\n",
            [
                "playbooks/on_call.md:1: error: found \"On-call\", expected a title such as `# On-call` before anything else\n  fix: write the title in the first line"
            ]
        ),
        (
            "\nSomebody is woken,\nor nobody is.\n", "",
            [
                "playbooks/on_call.md:1: error: found no text between the title and the first step, expected a sentence or two that say why the capability matters\n  fix: write them below the title"
            ]
        ),
    ])
    func aPageWithAnotherShapeIsRefused(_ part: String, _ other: String, _ messages: [String]) {
        #expect(problems(Self.page().replacing(part, with: other)) == messages)
    }

    @Test func anEmptyFileAndBytesThatAreNoTextAreNamed() throws {
        #expect(
            problems("").first
                == "playbooks/on_call.md:1: error: found no text, expected a title such as `# On-call` before anything else\n  fix: write the title in the first line"
        )
        let failure = #expect(throws: Failure.self) {
            try withTemporaryFile([0x23, 0x20, 0xFF, 0xFE]) { path in
                _ = try readPlaybook(InputFile(path: path, name: "playbooks/on_call.md"), capability: "on_call")
            }
        }
        #expect(
            failure?.diagnostics.map(\.rendered) == [
                "playbooks/on_call.md: error: found bytes that are no UTF-8 text, expected a playbook in Markdown\n  fix: save the file again as UTF-8"
            ])
    }
}
