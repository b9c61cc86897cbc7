import Foundation
import TestSupport
import Testing

@testable import Breakeven

/// Several projects in one run: side by side, and as if each had been alone.
@Suite(.enabled(if: Binary.path != nil, "the program is built beside the tests"))
struct ManyProjectsTests {
    /// `p0` … `p3` in one scratch folder, each with another bill.
    private static func projects() throws -> SmallProject {
        let home = try SmallProject()
        for number in 0..<4 {
            let bill = SmallProject.header + "2026-01,Acme AI,m,\(100 + number).25,USD\n2026-02,Acme AI,m,7,USD\n"
            try home.write("../p\(number)/invoices/acme.csv", bill)
        }
        return home
    }

    private static func written(_ home: SmallProject) -> [String: [UInt8]] {
        var files: [String: [UInt8]] = [:]
        for number in 0..<4 {
            for (name, bytes) in SmallProject.files(below: home.scratch.file("p\(number)/reports")) {
                files["p\(number)/\(name)"] = bytes
            }
        }
        return files
    }

    private static let names = ["p0", "p1", "p2", "p3"]

    @Test("Reports made side by side are those of one job, byte for byte, and speak in the order of the projects")
    func sideBySide() throws {
        let (one, many) = (try Self.projects(), try Self.projects())
        let serial = try one.run(["report", "--jobs", "1"] + Self.names)
        let parallel = try many.run(["report", "--jobs", "3"] + Self.names)
        #expect(serial.status == parallel.status)
        #expect(serial.output == parallel.output && serial.errors == parallel.errors, "\(parallel.output)")
        let places = Self.names.map { parallel.output.range(of: "\($0)/reports")?.lowerBound }
        #expect(!places.contains(nil) && places.compactMap(\.self) == places.compactMap(\.self).sorted())
        let files = Self.written(one)
        #expect(files.count > 40 && files == Self.written(many))
    }

    @Test("A project that fails leaves the others their reports, and its status is the run's")
    func oneThatFails() throws {
        let home = try Self.projects()
        try home.write("../p1/breakeven.yaml", "report: {paper: A5}\n")
        let outcome = try home.run(["report", "--jobs", "3", "--quiet"] + Self.names)
        #expect(outcome.status == 78)
        #expect(outcome.errors.contains("breakeven.yaml") && outcome.errors.contains("A5"))
        #expect(Set(Self.written(home).keys.map { $0.prefix(2) }) == ["p0", "p2", "p3"])
    }

    @Test("A project that is named twice is written twice, one after the other")
    func theSameTwice() throws {
        let home = try Self.projects()
        let outcome = try home.run(["report", "--jobs", "3", "p0", "p0"])
        #expect([0, 3].contains(outcome.status), "\(outcome.errors)")
        #expect(outcome.output.components(separatedBy: "p0/reports").count == 3)
    }
}
