/// An ISO 4217 code in upper case, or the name of a virtual currency as the vendor writes it.
package struct Currency: Hashable, Comparable, Sendable, CustomStringConvertible {
    package let code: String

    /// Upper-cases codes of three letters; keeps other names as they are.
    package init(_ code: String) {
        self.code = code.utf8.count == 3 ? code.uppercased() : code
    }

    package var description: String { code }
    package static func < (a: Currency, b: Currency) -> Bool { a.code < b.code }
}
