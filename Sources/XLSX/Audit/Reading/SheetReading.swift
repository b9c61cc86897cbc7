extension AuditedSheet {
    /// More cells than any report has; a file with more is refused instead of filling the memory.
    private static let mostCells = 20_000_000

    /// Reads a sheet's part.
    init(name: String, part: String, state: String?, _ bytes: [UInt8], strings: [String]) throws(XMLFault) {
        self.init(name: name, part: part, state: state)
        var reader = XMLReader(bytes)
        guard try reader.next() == .start, reader.name == "worksheet" else {
            throw XMLFault(offset: 0, reason: "the root is not worksheet")
        }
        while let token = try reader.next() {
            guard token == .start else { continue }
            if reader.name == "sheetData" {
                try readCells(&reader, strings)
            } else {
                settings.append(try XMLTree(startedIn: &reader))
            }
        }
    }

    private mutating func readCells(_ reader: inout XMLReader, _ strings: [String]) throws(XMLFault) {
        var cells: [AuditedCell] = []
        var row = -1
        let depth = reader.depth
        while let token = try reader.next() {
            if token == .end, reader.depth < depth { break }
            guard token == .start else { continue }
            if reader.name == "row" {
                row = reader.attribute("r").flatMap { Int($0) }.map { $0 - 1 } ?? row + 1
                guard (0..<SheetLimit.rows).contains(row) else {
                    throw XMLFault(offset: 0, reason: "the row \(row + 1) is none")
                }
                let outline = reader.attribute("outlineLevel").flatMap { Int($0) } ?? 0
                let isHidden = reader.attribute("hidden") == "1"
                let isCollapsed = reader.attribute("collapsed") == "1"
                if isHidden || outline > 0 || isCollapsed {
                    rows.append(
                        AuditedRow(number: row, isHidden: isHidden, outlineLevel: outline, isCollapsed: isCollapsed))
                }
            } else if reader.name == "c" {
                guard cells.count < Self.mostCells else {
                    throw XMLFault(offset: 0, reason: "it has more than \(Self.mostCells) cells")
                }
                cells.append(try readCell(&reader, row, column: (cells.last?.column ?? -1) + 1, strings))
            }
        }
        setCells(cells)
    }

    private mutating func readCell(
        _ reader: inout XMLReader, _ row: Int, column next: Int, _ strings: [String]
    ) throws(XMLFault) -> AuditedCell {
        var cell = AuditedCell(row: row, column: next, style: 0, formula: nil, value: .blank, hasValue: false)
        var type = "n"
        for attribute in reader.attributes {
            switch attribute.name {
            case "r":
                guard let place = cellPlace(reader.bytes[attribute.value]) else {
                    throw XMLFault(offset: attribute.value.lowerBound, reason: "a cell has no address")
                }
                (cell.row, cell.column) = place
            case "s": cell.style = Int(reader.text(in: attribute.value)) ?? 0
            case "t": type = reader.text(in: attribute.value)
            default: break
            }
        }
        var text = ""
        let depth = reader.depth
        var inside = ""
        reading: while let token = try reader.next() {
            switch token {
            case .start:
                inside = reader.name
                if inside == "f", cell.formula == nil { cell.formula = "" }
            case .end:
                if reader.depth < depth { break reading }
                inside = ""
            case .text:
                try reader.checkText()
                switch inside {
                case "v", "t":
                    text += reader.text
                    cell.hasValue = true
                case "f": cell.formula! += reader.text
                default: break
                }
            }
        }
        if type == "str", cell.formula != nil { cell.hasValue = true }
        guard cell.hasValue else { return cell }
        switch type {
        case "s":
            guard let index = Int(text), strings.indices.contains(index) else {
                throw XMLFault(offset: 0, reason: "the cell \(cell.address) names a text that is not there")
            }
            cell.value = .text(strings[index])
        case "str", "inlineStr": cell.value = .text(text)
        case "b": cell.value = .logical(text == "1")
        case "e": cell.value = .error(FormulaError(rawValue: text) ?? .value)
        default:
            if isPlainNumber(text), let number = Double(text), number.isFinite {
                cell.value = .number(number)
            } else {
                badNumbers.append((cell.address, text))
                cell.value = .error(.number)
            }
        }
        return cell
    }
}

/// Digits with sign, point and exponent: what the format's number type allows, and neither NAN nor a comma.
private func isPlainNumber(_ text: String) -> Bool {
    !text.isEmpty
        && text.utf8.allSatisfy { (0x30...0x39).contains($0) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains($0) }
}

/// Row and column from 0 of an address such as `B7`, with or without `$`; nil when it is none.
func cellPlace(_ text: some Sequence<UInt8>) -> (Int, Int)? {
    var column = 0
    var row = 0
    var letters = 0
    var digits = 0
    for byte in text where byte != 0x24 {
        switch byte {
        case 0x41...0x5A where digits == 0:
            column = column * 26 + Int(byte - 0x40)
            letters += 1
        case 0x61...0x7A where digits == 0:
            column = column * 26 + Int(byte - 0x60)
            letters += 1
        case 0x30...0x39 where letters > 0:
            row = row * 10 + Int(byte - 0x30)
            digits += 1
        default: return nil
        }
        if letters > 3 || digits > 7 { return nil }
    }
    guard letters > 0, digits > 0, (1...SheetLimit.columns).contains(column), (1...SheetLimit.rows).contains(row) else {
        return nil
    }
    return (row - 1, column - 1)
}
