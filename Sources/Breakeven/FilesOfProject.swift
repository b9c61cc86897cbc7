import Diagnostics
import Settings
import Tabular

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

/// Files that a command was given by name, under the settings of the project they belong to.
struct FilesOfProject: Sendable {
    /// Nil: every default.
    var project: ProjectFolder?
    var settings: ProjectSettings
    /// In the order given; names are relative to the project where they lie in it.
    var files: [InputFile]

    /// - Parameter folder: The project; nil takes the current folder if it holds a `breakeven.yaml`.
    /// - Throws: 66 when the folder is not there; 78 for its configuration. The files are not looked at.
    init(_ paths: [String], project folder: String?) throws(Failure) {
        let here = FileManager.default.fileExists(atPath: "breakeven.yaml") ? "." : nil
        var project: ProjectFolder?
        if let folder = folder ?? here { project = try ProjectFolder(path: folder, overrides: []) }
        let root = project.flatMap { Self.resolved($0.path) }
        self.project = project
        if let project {
            settings = project.settings
        } else {
            settings = try loadSettings(file: nil, name: "breakeven.yaml", overrides: [])
        }
        files = paths.map { path in
            guard let root, let real = Self.resolved(path), real.hasPrefix("\(root)/") else {
                return InputFile(path: path, name: path)
            }
            return InputFile(path: path, name: String(real.dropFirst(root.count + 1)))
        }
    }

    /// The path without links and dots; nil when it does not exist.
    private static func resolved(_ path: String) -> String? {
        guard let buffer = realpath(path, nil) else { return nil }
        defer { free(buffer) }
        return String(cString: buffer)
    }
}
