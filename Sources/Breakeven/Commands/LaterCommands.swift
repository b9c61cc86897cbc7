import ArgumentParser

/// Commands that scripts and guides may name already.
enum LaterCommands {
    static let names = ["schedule", "aggregate"]

    /// - Returns: What to say when the first word of the command line is one of them.
    static func refusal(of arguments: [String]) -> ValidationError? {
        guard let name = arguments.first, names.contains(name) else { return nil }
        let known = Breakeven.configuration.subcommands.map { $0._commandName }
        return ValidationError(
            "found the command \(name), which is not in this version; expected \(known.dropLast().joined(separator: ", ")) "
                + "or \(known.last!)")
    }
}
