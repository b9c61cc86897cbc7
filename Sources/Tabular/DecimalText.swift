/// The shortest decimal that reads back as the same number, without exponent; whole numbers without a fraction, -0 as 0.
///
/// - Parameter value: Finite.
package func decimalText(_ value: Double) -> String {
    precondition(value.isFinite, "a number without decimal text")
    guard value != 0 else { return "0" }
    // The standard library writes the shortest digits, as `12.5`, `12.0`, `1e-07` or `1.25e+20`.
    let parts = value.magnitude.description.split(separator: "e")
    let mantissa = parts[0].split(separator: ".")
    let fraction = mantissa.count > 1 && mantissa[1] != "0" ? mantissa[1] : ""
    let exponent = parts.count > 1 ? Int(parts[1])! : 0
    let digits = mantissa[0] + fraction
    let point = mantissa[0].utf8.count + exponent
    var text = value < 0 ? "-" : ""
    if point <= 0 {
        text += "0." + String(repeating: "0", count: -point) + digits
    } else if point >= digits.utf8.count {
        text += digits + String(repeating: "0", count: point - digits.utf8.count)
    } else {
        text += digits.prefix(point) + "." + digits.dropFirst(point)
    }
    return text
}
