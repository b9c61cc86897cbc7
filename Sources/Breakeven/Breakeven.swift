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
            Report.self, InitCommand.self, CheckCommand.self, PlanCommand.self, ExplainCommand.self,
            InspectCommand.self,
            ConvertCommand.self, VerifyCommand.self,
        ])

    static func main() {
        if let refusal = LaterCommands.refusal(of: Array(CommandLine.arguments.dropFirst())) {
            exit(withError: refusal)
        }
        do {
            _ = try parseAsRoot()
        } catch {
            let words =
                exitCode(for: error) == .validationFailure
                ? UnknownWords().refusal(of: Array(CommandLine.arguments.dropFirst())) : nil
            if let words {
                let command = configuration.subcommands.first { $0._commandName == words.command } ?? Self.self
                refuse(words.message, of: command)
            }
        }
        main(nil)
    }

    /// As the parser refuses other command lines; it would leave the program's name out of the usage.
    private static func refuse(_ message: String, of command: any ParsableCommand.Type) -> Never {
        let name = command == Self.self ? "breakeven" : "breakeven \(command._commandName)"
        Console.complain(
            """
            Error: \(message)
            Usage: \(usageString(for: command))
              See '\(name) --help' for more information.
            """)
        exit(withError: ExitCode.validationFailure)
    }
}
