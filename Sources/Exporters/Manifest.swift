package import Diagnostics
package import Tabular

/// What a report was made of and what it consists of: `manifest.json`, the last file written into the folder.
///
/// Holds no clock time and no absolute path, so that the same inputs give the same bytes.
package struct Manifest: Hashable, Sendable {
    package struct Input: Hashable, Sendable {
        /// Relative to the project folder.
        package var file: String
        package var sha256: String
        /// Nil for a file that is no table of a known format: the configuration.
        package var format: String?
        package var rows: Int?

        package init(file: String, sha256: String, format: String?, rows: Int?) {
            self.file = file
            self.sha256 = sha256
            self.format = format
            self.rows = rows
        }
    }

    package struct Output: Hashable, Sendable {
        /// Relative to the report's folder, with `/`.
        package var path: String
        package var sha256: String
        package var bytes: Int

        package init(path: String, sha256: String, bytes: Int) {
            self.path = path
            self.sha256 = sha256
            self.bytes = bytes
        }
    }

    package struct Check: Hashable, Sendable {
        package var id: String
        /// `pass`, `fail`, `warn` or `n/a`.
        package var result: String

        package init(id: String, result: String) {
            self.id = id
            self.result = result
        }
    }

    package struct Library: Hashable, Sendable {
        package var name: String
        package var version: String

        package init(name: String, version: String) {
            self.name = name
            self.version = version
        }
    }

    /// The name that makes a folder ours.
    package static let tool = "breakeven"
    package static let fileName = "manifest.json"

    /// Of the program.
    package var version: String
    /// `YYYY-MM`.
    package var period: String
    /// `YYYY-MM-DD`.
    package var asOf: String
    /// First and last month of the baseline, `YYYY-MM`; empty without invoices.
    package var baseline: [String] = []
    /// Of the resolved configuration.
    package var configurationSHA256: String
    package var inputs: [Input]
    /// Every file of the folder but the manifest itself.
    package var outputs: [Output]
    package var checks: [Check]
    package var libraries: [Library]

    package init(
        version: String, period: String, asOf: String, configurationSHA256: String, inputs: [Input] = [],
        outputs: [Output] = [], checks: [Check] = [], libraries: [Library] = []
    ) {
        self.version = version
        self.period = period
        self.asOf = asOf
        self.configurationSHA256 = configurationSHA256
        self.inputs = inputs
        self.outputs = outputs
        self.checks = checks
        self.libraries = libraries
    }

    /// Every file below a folder with its hash and size, sorted by path; the manifest itself is left out.
    ///
    /// - Throws: 66 or 74 when a file cannot be read.
    package static func outputs(in folder: String) throws(Failure) -> [Output] {
        var outputs: [Output] = []
        for path in findFiles(under: folder) where path != fileName {
            let file = folder + "/" + path
            outputs.append(Output(path: path, sha256: try sha256(ofFile: file), bytes: fileSize(file) ?? 0))
        }
        return outputs
    }
}

// MARK: - JSON

extension Manifest {
    package var json: JSONValue {
        [
            "tool": .string(Self.tool),
            "version": .string(version),
            "period": .string(period),
            "as_of": .string(asOf),
            "baseline_months": .array(baseline.map(JSONValue.string)),
            "configuration_sha256": .string(configurationSHA256),
            "inputs": .array(
                inputs.map {
                    [
                        "file": .string($0.file), "sha256": .string($0.sha256),
                        "format": $0.format.map(JSONValue.string) ?? .null,
                        "rows": $0.rows.map(JSONValue.integer) ?? .null,
                    ]
                }),
            "outputs": .array(
                outputs.map {
                    ["path": .string($0.path), "sha256": .string($0.sha256), "bytes": .integer($0.bytes)]
                }),
            "checks": .array(checks.map { ["id": .string($0.id), "result": .string($0.result)] }),
            "libraries": .array(libraries.map { ["name": .string($0.name), "version": .string($0.version)] }),
        ]
    }

    /// The manifest as the bytes of its file.
    package var fileBytes: [UInt8] { Array((json.text(pretty: true) + "\n").utf8) }

    /// The manifest in a folder; nil when there is none, or when it is not one of ours.
    ///
    /// Members added by later versions are passed over, absent ones are read as empty.
    package static func read(folder: String) -> Manifest? {
        let path = folder + "/" + fileName
        // A link would let another folder's manifest vouch for this one.
        guard let status = fileStatus(path), isRegularFile(status), let bytes = contents(of: path) else { return nil }
        return JSONValue.parse(bytes).flatMap(Manifest.init)
    }

    init?(_ json: JSONValue) {
        guard json["tool"]?.text == Self.tool, let outputs = json["outputs"]?.elements else { return nil }
        func text(_ key: String, _ value: JSONValue) -> String { value[key]?.text ?? "" }
        func list(_ key: String) -> [JSONValue] { json[key]?.elements ?? [] }
        self.init(
            version: text("version", json), period: text("period", json), asOf: text("as_of", json),
            configurationSHA256: text("configuration_sha256", json),
            inputs: list("inputs").map {
                Input(
                    file: text("file", $0), sha256: text("sha256", $0), format: $0["format"]?.text,
                    rows: $0["rows"]?.wholeNumber)
            },
            outputs: outputs.map {
                Output(path: text("path", $0), sha256: text("sha256", $0), bytes: $0["bytes"]?.wholeNumber ?? 0)
            },
            checks: list("checks").map { Check(id: text("id", $0), result: text("result", $0)) },
            libraries: list("libraries").map { Library(name: text("name", $0), version: text("version", $0)) })
        baseline = list("baseline_months").compactMap(\.text)
    }
}
