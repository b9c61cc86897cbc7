import ArgumentParser

@main
struct Breakeven: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "breakeven",
        abstract: "Turns LLM invoices and GPU quotes into the workbook on which a board decides.")
}
