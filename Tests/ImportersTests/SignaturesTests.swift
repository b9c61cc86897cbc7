import Billing
import Diagnostics
import Foundation
import Importers
import Money
import Tabular
import Testing

/// Every header by which an export is known leads to its importer, or to a message that names it.
@Suite(.enabled(if: sharedData != nil, "BREAKEVEN_SHARED names no folder with the real exports"))
struct Signatures {
    struct Signature: Decodable, CustomTestStringConvertible, Sendable {
        var id: String
        var all: [String]
        var any: [String]?
        var any2: [String]?
        var re: String?
        var testDescription: String { id }

        /// The smallest header that the signature knows.
        var header: [String] {
            var names = all + [any?.first, any2?.first].compactMap { $0 }
            if let re { names.append(re.hasPrefix("^unrounded") ? "Unrounded subtotal ($)" : "Cost ($)") }
            if names.count == 1 { names.insert("Service", at: 0) }
            return names
        }
    }
    private struct List: Decodable { var formats: [Signature] }

    static let all: [Signature] = {
        guard let sharedData else { return [] }
        let file = URL(fileURLWithPath: "\(sharedData)/billing/signatures.json")
        return (try? JSONDecoder().decode(List.self, from: Data(contentsOf: file)).formats) ?? []
    }()

    @Test func theListIsRead() { #expect(Self.all.count > 30) }

    @Test(arguments: all) func leadsToItsImporterOrToAMessageThatNamesIt(_ signature: Signature) throws {
        let folder = TemporaryFolder()
        defer { folder.remove() }
        let input = try folder.write(signature.header.joined(separator: ",") + "\n", as: "export-2026-01.csv")
        do throws(Failure) {
            let file = try inspectInvoice(input, rules: [SourceRule(files: "*", currency: Currency("USD"))])
            #expect(file.format == signature.id)
        } catch {
            let first = try #require(error.diagnostics.first)
            #expect(["columns-missing", "format-not-read"].contains(first.code), "\(first.rendered)")
            #expect(first.rendered.contains(signature.id), "\(first.rendered)")
        }
    }
}
