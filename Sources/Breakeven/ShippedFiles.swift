import Diagnostics
import Exporters

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif
#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// A folder of `Templates` or `Samples`, which come with the program.
struct ShippedFiles: Sendable {
    let folder: String

    /// - Parameter name: `Templates/project`, `Samples/acme`.
    /// - Throws: 66 when it is nowhere.
    init(_ name: String) throws(Failure) {
        let places = Self.homes.map { "\($0)/\(name)" }
        guard let folder = places.first(where: isFolder) else {
            throw Failure(.missingInput, .noShippedFiles(name))
        }
        self.folder = folder
    }

    /// Files by path within the folder, in byte order. Reports and what a test expects are not part of a project.
    var names: [String] {
        findFiles(under: folder).filter { !$0.hasPrefix("expected/") && !$0.hasPrefix("reports/") }
    }

    func bytes(of name: String) throws(Failure) -> [UInt8] {
        guard let data = FileManager.default.contents(atPath: "\(folder)/\(name)") else {
            throw Failure(.missingInput, .noShippedFiles(name))
        }
        return [UInt8](data)
    }

    /// Best first: `BREAKEVEN_HOME`; beside the installed program; the checkout that built it.
    private static var homes: [String] {
        if let named = getenv("BREAKEVEN_HOME") { return [String(cString: named)] }
        let beside = programFolder.map { ["\($0)/../share/breakeven"] } ?? []
        let checkout = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
        return beside + ["/\(checkout)"]
    }

    /// Where the running program lies, links followed.
    private static var programFolder: String? {
        #if os(Linux)
            guard let buffer = realpath("/proc/self/exe", nil) else { return nil }
        #else
            guard let path = CommandLine.arguments.first, let buffer = realpath(path, nil) else { return nil }
        #endif
        defer { free(buffer) }
        return String(cString: buffer).split(separator: "/").dropLast().reduce(into: "") { $0 += "/\($1)" }
    }
}

extension Diagnostic {
    static func noShippedFiles(_ name: String) -> Diagnostic {
        Diagnostic(
            "no-shipped-files", at: SourcePosition(file: name), found: "no such folder beside the program",
            expected: "the files that it is installed with",
            fix: "set BREAKEVEN_HOME to the folder that holds Templates and Samples, or install the program again")
    }
}
