import Foundation
import Testing

/// The rooms of the program and the arrows between them, as the package describes itself.
struct ArchitectureTests {
    /// What each room may use. Arrows point from commands to nouns, never back.
    static let allowed: [String: Set<String>] = [
        "CXlsxWriter": [], "CZlib": [], "CCrypto": [], "CPlatform": [], "CLanes": [],
        "Money": [],
        "Diagnostics": [],
        "Tabular": ["CZlib", "CCrypto", "Diagnostics"],
        "Billing": ["Money", "Diagnostics"],
        "Importers": ["Tabular", "Billing", "Money", "Diagnostics"],
        "Economics": ["CLanes", "Billing", "Money", "Diagnostics"],
        "Reports": ["Economics", "Billing", "Money", "Diagnostics"],
        "XLSX": ["CXlsxWriter", "CZlib", "Diagnostics"],
        "Exporters": ["CPlatform", "XLSX", "Reports", "Tabular", "Economics", "Billing", "Money", "Diagnostics"],
        "Settings": ["Economics", "Billing", "Money", "Diagnostics", "Yams"],
        "Breakeven": [
            "Settings", "Exporters", "XLSX", "Reports", "Importers", "Tabular", "Economics", "Billing", "Money",
            "Diagnostics", "ArgumentParser",
        ],
    ]

    /// What comes with the compiler or the system.
    static let platform: Set = [
        "Dispatch", "Glibc", "Musl", "Darwin", "Foundation", "FoundationEssentials", "Synchronization",
        "_Builtin_intrinsics",
    ]

    @Test func everyRoomIsDeclaredAndListed() throws {
        let declared = try Repository.targets()
        let folders = try FileManager.default.contentsOfDirectory(
            atPath: Repository.root.appending(path: "Sources").path
        ).filter { !$0.hasPrefix(".") }
        #expect(declared.keys.sorted() == folders.sorted())
        #expect(Self.allowed.keys.sorted() == folders.sorted())
    }

    @Test(arguments: allowed.keys.sorted())
    func arrowsPointOneWay(_ target: String) throws {
        let declared = try #require(try Repository.targets()[target])
        #expect(declared.subtracting(Self.allowed[target]!).sorted() == [], "\(target) may not use these")
    }

    @Test(arguments: allowed.keys.sorted())
    func sourcesImportWhatTheirRoomDeclares(_ target: String) throws {
        let declared = try #require(try Repository.targets()[target])
        for (file, modules) in try Repository.imports(of: target) {
            #expect(modules.subtracting(declared).subtracting(Self.platform).sorted() == [], "imported by \(file)")
        }
    }

    @Test(arguments: [
        ("CXlsxWriter", ["XLSX"]), ("CZlib", ["Tabular", "XLSX"]), ("CCrypto", ["Tabular"]),
        ("CPlatform", ["Exporters"]), ("CLanes", ["Economics"]),
        ("Yams", ["Settings"]), ("ArgumentParser", ["Breakeven"]),
        // Locale-dependent formatting lives there; figures are formed elsewhere.
        ("Foundation", ["Breakeven", "Settings"]),
    ])
    func outsideCodeEntersThroughOneDoor(_ module: String, _ doors: [String]) throws {
        for target in Self.allowed.keys.sorted() where !doors.contains(target) {
            for (file, modules) in try Repository.imports(of: target) {
                #expect(!modules.contains(module), "\(file) imports \(module)")
            }
        }
    }

    @Test func dependenciesArePinned() throws {
        let packages = try Repository.calls("package", in: Repository.manifest())
        #expect(!packages.isEmpty)
        for package in packages { #expect(package.contains("exact:"), "\(package)") }
    }
}

/// The checkout that these tests were built from.
enum Repository {
    static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    static func manifest() throws -> String {
        try String(contentsOf: root.appending(path: "Package.swift"), encoding: .utf8)
    }

    /// Names of dependencies by target, tests, their support and benchmarks left out. Read from the text: the package manager holds
    /// its lock while tests run.
    static func targets() throws -> [String: Set<String>] {
        let text = try manifest()
        var targets: [String: Set<String>] = [:]
        for kind in ["systemLibrary", "target", "executableTarget"] {
            for call in calls(kind, in: text) {
                guard !call.contains("path: \"Tests/"), !call.contains("path: \"Benchmarks/"),
                    let name = strings(in: call).first
                else { continue }
                var names: Set<String> = []
                if let list = call.range(of: "dependencies: [") {
                    var rest = String(call[list.upperBound...])
                    for product in calls("product", in: rest) {
                        names.insert(strings(in: product)[0])
                        rest = rest.replacingOccurrences(of: ".product(\(product))", with: "")
                    }
                    names.formUnion(strings(in: String(rest[..<(rest.firstIndex(of: "]") ?? rest.endIndex)])))
                }
                targets[name] = names
            }
        }
        return targets
    }

    /// What stands between the brackets of each `.NAME(…)`.
    static func calls(_ name: String, in text: String) -> [String] {
        var calls: [String] = []
        var rest = text[...]
        while let start = rest.range(of: ".\(name)(") {
            var depth = 1
            var end = start.upperBound
            while end < rest.endIndex, depth > 0 {
                if rest[end] == "(" { depth += 1 }
                if rest[end] == ")" { depth -= 1 }
                end = rest.index(after: end)
            }
            calls.append(String(rest[start.upperBound..<rest.index(before: end)]))
            rest = rest[end...]
        }
        return calls
    }

    private static func strings(in text: String) -> [String] {
        text.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
            .filter { $0.offset % 2 == 1 }.map { String($0.element) }
    }

    /// Modules that each Swift file of a room imports, by file.
    static func imports(of target: String) throws -> [(file: String, modules: Set<String>)] {
        let folder = root.appending(path: "Sources/\(target)")
        let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".swift") }
        return try names.sorted().map { name in
            let text = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
            var modules: Set<String> = []
            for line in text.split(separator: "\n") {
                let words = line.split(separator: " ").map(String.init)
                guard let keyword = words.firstIndex(of: "import"), keyword < words.count - 1,
                    words[..<keyword].allSatisfy({
                        ["package", "public", "internal"].contains($0) || $0.hasPrefix("@")
                    })
                else { continue }
                modules.insert(String(words.last!.split(separator: ".")[0]))
            }
            return ("\(target)/\(name)", modules)
        }
    }
}
