#if canImport(FoundationEssentials)
    package import FoundationEssentials
#else
    package import Foundation
#endif

/// A page of the guides that a test writes from the declarations it describes.
package struct GuidePage: Sendable {
    package let url: URL
    private var lines: [String] = []

    /// - Parameter file: a source file of a test target: `Tests/TARGET/FILE.swift`.
    package init(_ name: String, title: String, besideTest file: String = #filePath) {
        let root = URL(filePath: file).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        url = root.appending(path: "Sources/Breakeven/Breakeven.docc").appending(path: "\(name).md")
        lines = ["# \(title)", ""]
    }

    /// Paragraphs, lists or whatever else a page holds, with an empty line behind.
    package mutating func add(_ text: String) { lines += [text, ""] }

    package mutating func section(_ title: String) { add("## \(title)") }
    package mutating func subsection(_ title: String) { add("### \(title)") }

    package mutating func table(_ header: [String], _ rows: [[String]]) {
        func row(_ cells: [String]) -> String { "| \(cells.joined(separator: " | ")) |" }
        lines += [row(header), "|\(header.map { _ in "---" }.joined(separator: "|"))|"]
        lines += rows.map(row)
        lines.append("")
    }

    package var text: String { lines.dropLast().joined(separator: "\n") + "\n" }

    /// What is checked in, after `RECORD=1` has replaced it; nil when there is no such page.
    package func recorded() throws -> String? {
        if SampleFolder.isRecording { try Data(text.utf8).write(to: url, options: .atomic) }
        return (try? Data(contentsOf: url)).map { String(decoding: $0, as: UTF8.self) }
    }
}
