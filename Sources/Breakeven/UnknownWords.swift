import ArgumentParser
import Settings
import Tabular

/// Commands and options that are none: what to say to a command line that names one.
///
/// The parser stops at the first thing it cannot place, which is often the value behind a mistyped option; a user needs
/// the option.
struct UnknownWords {
    fileprivate struct Command {
        var name: String
        /// `--output`, `-q`.
        var options: Set<String> = []
        /// Those of them that take the next word.
        var takingValue: Set<String> = []
        /// The long ones that the help shows.
        var shown: [String] = []
    }

    private var commands: [Command] = []

    /// - Parameter help: the command line's own description, as JSON.
    init(help: String = Breakeven._dumpHelp()) {
        let root = JSONValue.parse(Array(help.utf8))?["command"]
        commands = (root?["subcommands"]?.elements ?? []).map(Self.command)
    }

    private static func command(_ json: JSONValue) -> Command {
        var command = Command(name: json["commandName"]?.text ?? "")
        for argument in json["arguments"]?.elements ?? [] where argument["kind"]?.text != "positional" {
            let names = (argument["names"]?.elements ?? []).map { name in
                (name["kind"]?.text == "long" ? "--" : "-") + (name["name"]?.text ?? "")
            }
            command.options.formUnion(names)
            if argument["kind"]?.text == "option" { command.takingValue.formUnion(names) }
            if argument["shouldDisplay"] != .bool(false) {
                command.shown += names.filter { $0.hasPrefix("--") && !command.shown.contains($0) }
            }
        }
        return command
    }

    /// - Parameter arguments: the command line without the program's name.
    /// - Returns: nil when every word has its place, or the parser's own message says more.
    func refusal(of arguments: [String]) -> (command: String?, message: String)? {
        guard let first = arguments.first, !first.hasPrefix("-") else { return nil }
        guard let command = commands.first(where: { $0.name == first }) else {
            let names = commands.map(\.name).filter { $0 != "help" }
            return (nil, Self.unknownCommand(first, names))
        }
        var rest = arguments.dropFirst()
        while let word = rest.popFirst(), word != "--" {
            guard word.hasPrefix("-"), word != "-" else { continue }
            let name = String(word.prefix { $0 != "=" })
            if command.takingValue.contains(name) {
                if !word.contains("=") { rest = rest.dropFirst() }
            } else if !command.options.contains(name), !command.isFlags(name) {
                return (command.name, Self.unknownOption(name, of: command.name, command.shown))
            }
        }
        return nil
    }

    static func unknownCommand(_ word: String, _ names: [String]) -> String {
        "found the unknown command \(word), expected \(listed(names))" + suggestion(nearest(to: word, among: names))
    }

    static func unknownOption(_ word: String, of command: String, _ names: [String]) -> String {
        "found the unknown option \(word), expected an option of \(command): \(listed(names))"
            + suggestion(nearest(to: word, among: names))
    }

    private static func suggestion(_ name: String?) -> String { name.map { "; the nearest is \($0)" } ?? "" }
}

extension UnknownWords.Command {
    /// Several short flags in one word: `-qv`.
    fileprivate func isFlags(_ word: String) -> Bool {
        !word.hasPrefix("--") && word.dropFirst().allSatisfy { options.contains("-\($0)") }
    }
}
