/// The decimal text of `value` / 10^`scale`, exact and without trailing zeros: `(1250, 3)` is `1.25`.
package func decimalText(_ value: Int, scale: Int) -> String {
    var digits = String(value.magnitude)
    if digits.utf8.count <= scale { digits = String(repeating: "0", count: scale + 1 - digits.utf8.count) + digits }
    var fraction = digits.suffix(scale)
    while fraction.last == "0" { fraction.removeLast() }
    let text = digits.dropLast(scale) + (fraction.isEmpty ? "" : "." + fraction)
    return value < 0 ? "-" + text : String(text)
}

/// `value` / 10^`scale` rounded to cents, halves away from zero, in cents.
package func cents(_ value: Int, scale: Int) -> Int {
    var unit = 1
    for _ in 0..<(scale - 2) { unit *= 10 }
    let rounded = (Int(value.magnitude) + unit / 2) / unit
    return value < 0 ? -rounded : rounded
}
