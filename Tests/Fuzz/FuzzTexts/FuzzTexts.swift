import Money
import Tabular

@testable import Importers

/// Numbers and dates: the fast reader of numbers gives what the slow one gives, what is read can be written and read
/// again, and no text makes the program stop.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzTexts(_ start: UnsafePointer<UInt8>, _ count: Int) -> CInt {
    let bytes = Array(UnsafeBufferPointer(start: start, count: count))
    guard let text = String(validating: bytes, as: UTF8.self) else { return 0 }
    for decimal in [UInt8(ascii: "."), UInt8(ascii: ",")] {
        for allowsGrouping in [false, true] {
            check(text, bytes, NumberStyle(decimal: decimal, allowsGrouping: allowsGrouping))
        }
    }
    if let amount = Amount(text) { precondition(Amount("\(amount)") == amount, "an amount changes when it is written") }
    var decimals = DecimalMarkEvidence()
    decimals.see(text)
    var dates = DateOrderEvidence()
    dates.see(text)
    for style in [DateStyle.iso, .isoOrAmerican, .isoOrUnixSeconds, .handWritten(.dmy), .handWritten(.mdy)] {
        guard let period = style.period(text) else { continue }
        precondition(period.firstDay <= period.lastDay, "a period ends before it begins")
        precondition(DateStyle.iso.period("\(period.firstDay)")?.firstDay == period.firstDay, "a day changes")
    }
    return 0
}

private func check(_ text: String, _ bytes: [UInt8], _ style: NumberStyle) {
    let reader = FastNumberReader(MeasureColumn(column: 0, name: "x", style: style))
    let powers = (0...18).map { exponent in (0..<exponent).reduce(into: Int64(1)) { power, _ in power *= 10 } }
    // Eight more, which the reader may look at.
    (bytes + [UInt8](repeating: 0, count: 8)).withUnsafeBufferPointer { padded in
        let field = UnsafeBufferPointer(rebasing: padded.dropLast(8))
        guard let fast = powers.withUnsafeBufferPointer({ reader.read(field, powers: $0.baseAddress!) }) else { return }
        switch (fast, style.readForSum(field)) {
        case (.null, .null), (.unreadable, .unreadable): break
        case (.small(let a), .small(let b)): precondition(a == b, "two readings of a number differ")
        default: preconditionFailure("the readers of numbers differ")
        }
    }
}
