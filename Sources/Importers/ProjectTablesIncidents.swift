package import Billing
package import Diagnostics
package import Tabular

/// Reads `incidents.csv`: `provider,start,end`, times such as `2026-03-04 12:30` in UTC or with an offset.
///
/// - Returns: By provider as the file first names it, then by time.
/// - Throws: 65 with every bad cell, an end before its begin, and incidents of a provider that overlap; 66.
package func readIncidents(_ file: InputFile) throws(Failure) -> [Incident] {
    let required = ["provider", "start", "end"]
    let table = try ProjectTable(file, columns: required.joined(separator: ","))
    var errors = table.unknownColumns(known: required) + table.missingColumns(required)
    guard errors.isEmpty else { throw Failure(.badData, errors) }
    var incidents: [Incident] = []
    for row in table.rows {
        func text(_ name: String) -> String { table.column(name).map { row.fields[$0] } ?? "" }
        func time(_ name: String) -> Int? {
            if let seconds = secondsOfTime(text(name)) { return seconds }
            errors.append(
                .badTableValue(
                    text(name), column: name, expected: "a time such as 2026-03-04 12:30, in UTC or with an offset",
                    fix: "write day and time as there; an offset from UTC as in 2026-03-04 12:30+02:00",
                    at: table.position(row.line)))
            return nil
        }
        if text("provider").isEmpty {
            errors.append(
                .badTableValue(
                    "", column: "provider", expected: "the vendor's name", fix: "write it as the invoices do",
                    at: table.position(row.line)))
        }
        let (start, end) = (time("start"), time("end"))
        guard let start, let end else { continue }
        guard start <= end else {
            errors.append(.incidentEndsBeforeItBegins(text("start"), text("end"), at: table.position(row.line)))
            continue
        }
        // A day alone is its midnight: twice the same day would be an outage of no time.
        guard start < end || text("start").count > 10 || text("end").count > 10 else {
            errors.append(.incidentOfADay(text("start"), at: table.position(row.line)))
            continue
        }
        incidents.append(
            Incident(provider: text("provider"), start: start, end: end, position: table.position(row.line)))
    }
    var sorted: [Incident] = []
    var seen: Set<String> = []
    for provider in incidents.map(\.provider) where seen.insert(provider.lowercased()).inserted {
        let own = incidents.filter { $0.provider.lowercased() == provider.lowercased() }
            .sorted { ($0.start, $0.end, $0.position) < ($1.start, $1.end, $1.position) }
        for (earlier, later) in zip(own, own.dropFirst()) where later.start < earlier.end {
            errors.append(.incidentsOverlap(later, earlier: earlier))
        }
        sorted += own
    }
    guard errors.isEmpty else { throw Failure(.badData, errors) }
    return sorted
}

/// Seconds since 1970 of `2026-03-04T12:30[:15][Z|+02:00]`, with a blank in place of the T too; a day alone is its midnight.
func secondsOfTime(_ text: String) -> Int? {
    guard let day = Day(text.prefix(10)) else { return nil }
    var rest = text.dropFirst(10)
    guard let first = rest.first else { return day.number * 86_400 }
    guard first == "T" || first == " " else { return nil }
    rest = rest.dropFirst()
    var offset = 0
    if rest.hasSuffix("Z") {
        rest = rest.dropLast()
    } else if let sign = rest.lastIndex(where: { $0 == "+" || $0 == "-" }) {
        guard let zone = seconds(ofClock: rest[rest.index(after: sign)...]) else { return nil }
        offset = rest[sign] == "-" ? -zone : zone
        rest = rest[..<sign]
    }
    guard let clock = seconds(ofClock: rest) else { return nil }
    return day.number * 86_400 + clock - offset
}

private func seconds(ofClock text: Substring) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard (2...3).contains(parts.count) else { return nil }
    let numbers = parts.compactMap {
        $0.utf8.count == 2 && $0.utf8.allSatisfy { (48...57).contains($0) } ? Int($0) : nil
    }
    guard numbers.count == parts.count, numbers[0] < 24, numbers.dropFirst().allSatisfy({ $0 < 60 }) else { return nil }
    return numbers[0] * 3600 + numbers[1] * 60 + (numbers.count == 3 ? numbers[2] : 0)
}

extension Diagnostic {
    static func incidentEndsBeforeItBegins(_ start: String, _ end: String, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "incident-ends-early", at: position,
            found: "an incident from \(start) to \(end), which ends before it begins",
            expected: "an end at or after the start", fix: "swap them, or correct the one that is wrong")
    }

    static func incidentOfADay(_ day: String, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "incident-without-time", at: position,
            found: "an incident from \(day) to \(day), which lasts no time: a day alone is its midnight",
            expected: "the time of day of begin and end",
            fix: "write the times, as in \(day) 12:30; for the whole day write the next day as the end")
    }

    static func incidentsOverlap(_ later: Incident, earlier: Incident) -> Diagnostic {
        Diagnostic(
            "incidents-overlap", at: later.position,
            found:
                "an incident of \(later.provider) that begins before the one of line \(earlier.position.line ?? 0) ends",
            expected: "incidents of a provider one after the other, so that no minute counts twice",
            fix: "merge the two into one row")
    }
}
