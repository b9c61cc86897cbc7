import Diagnostics
import Economics
import Importers
import Settings
import Tabular

/// The published figures that `init` writes into a starter project as placeholders. Nothing else reads them: a project
/// that leaves a driver out has its default, and a figure of the table is in force only where its file says so.
struct StarterParameters: Sendable {
    private let parameters: [OperatingParameter]

    /// - Throws: 66 when the table did not come with the program, 65 when it is broken.
    init() throws(Failure) {
        let shipped = try ShippedFiles("Templates")
        let name = "opex_parameters.csv"
        parameters = try readOperatingParameters(InputFile(path: "\(shipped.folder)/\(name)", name: name))
    }

    init(_ parameters: [OperatingParameter]) { self.parameters = parameters }

    /// A template with each `${key}` replaced by the driver that the table gives.
    ///
    /// - Throws: 70 for a key that the table lacks.
    func fill(_ template: String) throws(Failure) -> String {
        var text = ""
        var rest = template[...]
        while let start = rest.firstRange(of: "${"), let end = rest[start.upperBound...].firstIndex(of: "}") {
            let key = String(rest[start.upperBound..<end])
            guard let parameter = parameters.first(where: { $0.key == key }) else {
                throw Failure(.defect, .noStarterParameter(key))
            }
            text += rest[..<start.lowerBound] + driverText(parameter.placeholder)
            rest = rest[rest.index(after: end)...]
        }
        return text + rest
    }
}

extension OperatingParameter {
    /// Somebody else's figure: it stands until the project has its own.
    var placeholder: GivenDriver {
        var given = GivenDriver(.number(base))
        given.low = low
        given.high = high
        given.unit = unit
        given.source = "\(source) (\(confidence))"
        given.asOf = asOf
        given.confidence = .placeholder
        return given
    }
}

extension Diagnostic {
    static func noStarterParameter(_ key: String) -> Diagnostic {
        Diagnostic(
            "no-starter-parameter", key: key, found: "a template that asks for \(key)",
            expected: "a row with this key in opex_parameters.csv", fix: "install the program again")
    }
}
