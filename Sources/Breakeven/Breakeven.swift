import ArgumentParser

/// The version that reports and manifests name.
let toolVersion = "0.1.0"

@main
struct Breakeven: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "breakeven",
        abstract: "Turns LLM invoices and GPU quotes into the workbook on which a board decides.",
        discussion:
            "Reads a project folder (breakeven.yaml, invoices/, quotes/), works without a network, and writes the same bytes for the same inputs.",
        version: toolVersion,
        subcommands: [
            Report.self, InitCommand.self, CheckCommand.self, ExplainCommand.self, InspectCommand.self,
            ConvertCommand.self, VerifyCommand.self,
        ])

    static func main() {
        if let refusal = LaterCommands.refusal(of: Array(CommandLine.arguments.dropFirst())) {
            exit(withError: refusal)
        }
        main(nil)
    }
}
