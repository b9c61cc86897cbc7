import ArgumentParser
import Diagnostics
import Exporters
import Tabular
import Settings

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A project to start from.
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write a starter project: breakeven.yaml with comments, and the folders for invoices and quotes.",
        discussion:
            "Its figures are placeholders, which every report names: published ones, with source, date and range, and guesses. "
            + "A folder that holds anything is refused.")

    @Argument(help: "Folder to make; it may exist if it is empty.", completion: .directory)
    var folder: String
    @Flag(help: "Write the example company instead, with its invoices and quotes.")
    var sample = false
    @OptionGroup var common: CommonOptions

    func run() throws {
        let console = Console(common)
        try leave(console) { () throws(Failure) in
            let files = try ShippedFiles(sample ? "Samples/acme" : "Templates/project")
            let parameters = sample ? nil : try StarterParameters()
            try write(files, parameters)
            if common.json {
                console.print(
                    JSONValue.object([
                        .init("folder", .string(folder)), .init("files", .array(files.names.map(JSONValue.string))),
                    ]).text(pretty: true))
            } else if !common.quiet {
                console.print(([folder] + files.names.map { "  \($0)" }).joined(separator: "\n"))
                console.print("next: put exports under \(folder)/invoices and run `breakeven report \(folder)`")
            }
            return .ok
        }
    }

    /// - Throws: 73 when the folder holds anything or cannot be made, 74 when the disk is full or fails.
    private func write(_ files: ShippedFiles, _ parameters: StarterParameters?) throws(Failure) {
        let manager = FileManager.default
        if let held = try? manager.contentsOfDirectory(atPath: folder).sorted().first {
            throw Failure(.cannotCreate, .folderNotEmpty(folder, file: held))
        }
        for name in ["invoices", "quotes"] { try makeFolder("\(folder)/\(name)") }
        for name in files.names {
            let path = "\(folder)/\(name)"
            if let slash = path.lastIndex(of: "/") { try makeFolder(String(path[..<slash])) }
            var bytes = try files.bytes(of: name)
            if let parameters, name == "breakeven.yaml" {
                bytes = Array(try parameters.fill(String(decoding: bytes, as: UTF8.self)).utf8)
            }
            try writeFile(bytes, to: path)
        }
    }
}

extension Diagnostic {
    static func folderNotEmpty(_ folder: String, file: String) -> Diagnostic {
        Diagnostic(
            "folder-not-empty", at: SourcePosition(file: folder), found: "a folder that holds \(file)",
            expected: "no folder yet, or an empty one", fix: "name another folder; this one is untouched")
    }
}
