package import Foundation

/// The `breakeven` that was built together with the tests.
package struct BuiltProgram: Sendable {
    package struct Result: Sendable {
        package var status: Int32
        package var output: String
        package var errors: String
    }

    package struct NotFound: Error, CustomStringConvertible {
        package var description: String
    }

    private let url: URL

    /// - Throws: ``NotFound`` with the places where it was looked for.
    package init() throws(NotFound) {
        let candidates = Self.candidates()
        guard let found = candidates.first(where: { FileManager.default.isExecutableFile(atPath: $0.path) }) else {
            throw NotFound(description: "no built breakeven in " + candidates.map(\.path).joined(separator: ", "))
        }
        url = found
    }

    /// Beside the test bundle, which is an executable on Linux and a folder elsewhere; or named by `BREAKEVEN_BINARY`.
    private static func candidates() -> [URL] {
        let named = ProcessInfo.processInfo.environment["BREAKEVEN_BINARY"].map { [URL(filePath: $0)] } ?? []
        let bundles = CommandLine.arguments.compactMap { argument -> URL? in
            guard let end = argument.range(of: "PackageTests.xctest")?.upperBound else { return nil }
            return URL(filePath: String(argument[..<end])).deletingLastPathComponent().appending(path: "breakeven")
        }
        return named + bundles
    }

    /// Runs the program to its end.
    ///
    /// - Parameters:
    ///   - folder: The current folder of the run; nil: that of the tests.
    ///   - environment: Set on top of the tests' own.
    package func run(
        _ arguments: [String], in folder: URL? = nil, environment: [String: String] = [:]
    ) throws -> Result {
        try withTemporaryFolder { temporary in
            // Files, not pipes: a full pipe that nobody reads would stop the program.
            let output = temporary.appending(path: "output")
            let errors = temporary.appending(path: "errors")
            try Data().write(to: output)
            try Data().write(to: errors)
            let process = Process()
            process.executableURL = url
            process.arguments = arguments
            process.currentDirectoryURL = folder
            process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
            process.standardInput = FileHandle.nullDevice
            process.standardOutput = try FileHandle(forWritingTo: output)
            process.standardError = try FileHandle(forWritingTo: errors)
            try process.run()
            process.waitUntilExit()
            return Result(
                status: process.terminationStatus, output: try String(contentsOf: output, encoding: .utf8),
                errors: try String(contentsOf: errors, encoding: .utf8))
        }
    }
}

/// A new, empty folder that is removed afterwards.
package func withTemporaryFolder<T>(_ body: (URL) throws -> T) throws -> T {
    let folder = FileManager.default.temporaryDirectory.appending(path: "breakeven-tests-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    return try body(folder)
}
