import Diagnostics
import Importers
import Tabular

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Whether the specimen files are at hand, and where.
let sharedFolder = ProcessInfo.processInfo.environment["BREAKEVEN_SHARED"]
let hasSharedFolder = sharedFolder != nil

func sharedQuote(_ name: String) -> InputFile {
    InputFile(path: "\(sharedFolder ?? "")/data/gpu/\(name)", name: "quotes/\(name)")
}

/// Writes texts into files of a folder that lives as long as `body` runs.
func withFiles<T>(_ texts: [(name: String, text: String)], _ body: ([InputFile]) throws -> T) throws -> T {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("quotes-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    var files: [InputFile] = []
    for (index, (name, text)) in texts.enumerated() {
        let path = folder.appendingPathComponent("\(index).csv")
        try Data(text.utf8).write(to: path)
        files.append(InputFile(path: path.path, name: name))
    }
    return try body(files)
}

func withFile<T>(_ name: String, _ text: String, _ body: (InputFile) throws -> T) throws -> T {
    try withFiles([(name, text)]) { try body($0[0]) }
}

/// What a reader throws, as a user reads it.
func failure(of work: () throws -> Void) throws -> (status: ExitStatus, text: [String]) {
    do {
        try work()
        return (.ok, [])
    } catch let failure as Failure {
        return (failure.status, failure.diagnostics.map(\.rendered))
    }
}
