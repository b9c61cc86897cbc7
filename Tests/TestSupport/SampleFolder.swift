#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

/// A folder below `Samples`, read and recorded by tests.
package struct SampleFolder: Sendable {
    package let url: URL

    /// - Parameter file: a source file of a test target: `Tests/TARGET/FILE.swift`.
    package init(_ name: String, besideTest file: String = #filePath) {
        let root = URL(filePath: file).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        url = root.appending(path: "Samples").appending(path: name)
    }

    /// `RECORD=1` in the environment: what a test computes replaces what is committed.
    package static var isRecording: Bool { ProcessInfo.processInfo.environment["RECORD"] == "1" }

    /// Nil when there is no such file.
    package func bytes(of path: String) -> [UInt8]? {
        (try? Data(contentsOf: url.appending(path: path))).map(Array.init)
    }

    package func write(_ bytes: [UInt8], to path: String) throws {
        let file = url.appending(path: path)
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: file, options: .atomic)
    }

    /// Names of the files below a folder, relative to the sample, sorted; none when it does not exist.
    package func files(below folder: String) -> [String] {
        let names = (try? FileManager.default.subpathsOfDirectory(atPath: url.appending(path: folder).path)) ?? []
        return names.map { "\(folder)/\($0)" }.filter {
            var isFolder = false
            return FileManager.default.fileExists(atPath: url.appending(path: $0).path, isDirectory: &isFolder)
                && !isFolder
        }.sorted()
    }
}
