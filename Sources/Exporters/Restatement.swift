package import Diagnostics

/// Whether a period's report may be written over the one that is there.
///
/// A report replaces itself only while no later period has one; after that its figures were built upon and are restated
/// in the open.
///
/// - Parameters:
///   - reports: The folder of all reports.
///   - period: `YYYY-MM`.
///   - restate: The user asked for a restatement.
/// - Returns: The name under which the old report stays, `PERIOD.N` with the lowest free N from 1; nil when there is no
///   old one, or when it is simply replaced.
/// - Throws: 73 when a restatement is needed and was not asked for.
package func checkRestatement(reports: String, period: String, restate: Bool) throws(Failure) -> String? {
    guard Manifest.read(folder: join(reports, period)) != nil else { return nil }
    guard restate else {
        let later = (entries(of: reports) ?? []).first {
            isPeriod($0) && $0 > period && Manifest.read(folder: join(reports, $0)) != nil
        }
        if let later {
            throw Failure(.cannotCreate, .needsRestatement(join(reports, period), period: period, later: later))
        }
        return nil
    }
    var number = 1
    while fileStatus(join(reports, "\(period).\(number)")) != nil { number += 1 }
    return "\(period).\(number)"
}

/// Whether a name is a month: `YYYY-MM`.
private func isPeriod(_ name: String) -> Bool {
    let characters = Array(name.utf8)
    return characters.count == 7
        && characters.enumerated().allSatisfy { $0 == 4 ? $1 == UInt8(ascii: "-") : (48...57).contains($1) }
}

extension Diagnostic {
    static func needsRestatement(_ folder: String, period: String, later: String) -> Diagnostic {
        Diagnostic(
            "needs-restatement", at: SourcePosition(file: folder),
            found: "a report of \(period) that the report of \(later) has followed",
            expected: "to replace a report only while it is the latest",
            fix: "add --restate: the old report then stays beside the new one as \(period).N")
    }
}
