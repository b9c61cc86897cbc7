/// What a text that is no month written as `2027-01` was meant to be: `write 2027-01`; nil when that cannot be told.
package func adviceOnMonth(_ text: String) -> String? {
    let parts = numbers(text)
    guard parts.count == 2 else { return nil }
    let (year, month) = parts[0] > 12 ? (parts[0], parts[1]) : (parts[1], parts[0])
    guard (1900...9999).contains(year), (1...12).contains(month) else { return nil }
    return "write \(year)-\(twoDigits(month))"
}

/// What a text that is no day written as `2026-12-31` was meant to be, where only one reading is a day.
package func adviceOnDay(_ text: String) -> String? {
    let parts = numbers(text)
    guard parts.count == 3 else { return nil }
    let readings = [(parts[0], parts[1], parts[2]), (parts[0], parts[2], parts[1]), (parts[2], parts[1], parts[0])]
    let days = readings.compactMap { year, month, day in
        (1900...9999).contains(year) && (1...12).contains(month) && (1...31).contains(day)
            ? Day("\(year)-\(twoDigits(month))-\(twoDigits(day))") : nil
    }
    return Set(days).count == 1 ? "write \(days[0])" : nil
}

/// Empty where the text holds anything but numbers set apart by `-`, `/`, `.` or blanks.
private func numbers(_ text: String) -> [Int] {
    let parts = text.split { "-/. ".contains($0) }
    let numbers = parts.compactMap { part in part.allSatisfy { ("0"..."9").contains($0) } ? Int(part) : nil }
    return numbers.count == parts.count ? numbers : []
}

private func twoDigits(_ number: Int) -> String { "\(number < 10 ? "0" : "")\(number)" }
