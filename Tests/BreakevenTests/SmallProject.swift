import Foundation
import TestSupport

/// A project of one invoice file with a good report, to be spoilt in one place.
final class SmallProject {
    static let header = "Month,Vendor,Model,Amount,Currency\n"

    let scratch = ScratchFolder()
    /// `p` in the scratch folder, as commands name it.
    var folder: String { scratch.file("p") }

    /// - Parameter months: Months of 2026, two rows each.
    init(months: Int = 6) throws {
        var text = Self.header
        for month in 1...months {
            for model in 1...2 {
                text +=
                    "2026-\(month < 10 ? "0" : "")\(month),Acme AI,model-\(model),\(1000 + 10 * month + model).50,USD\n"
            }
        }
        try write("invoices/acme.csv", Array(text.utf8))
    }

    func write(_ name: String, _ bytes: [UInt8]) throws {
        let path = "\(folder)/\(name)"
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        TestSupport.write(bytes, to: path)
    }

    func write(_ name: String, _ text: String) throws { try write(name, Array(text.utf8)) }

    func append(_ rows: String) throws {
        try write("invoices/acme.csv", (TestSupport.bytes(of: "\(folder)/invoices/acme.csv") ?? []) + Array(rows.utf8))
    }

    /// Runs the program in the folder that holds the project.
    func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Binary.Outcome {
        try Binary.run(arguments, in: scratch.path, environment: environment)
    }

    /// Every file below a folder, by its path in it; links and hidden files included.
    static func files(below folder: String) -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for case let name as String in FileManager.default.enumerator(atPath: folder) ?? .init() {
            if let bytes = TestSupport.bytes(of: "\(folder)/\(name)"), !bytes.isEmpty { files[name] = bytes }
        }
        return files
    }
}
