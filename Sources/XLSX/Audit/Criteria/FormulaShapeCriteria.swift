extension AuditCriterion {
    /// Sentences on presentation sheets are exempt from the rules on length and nesting.
    private static func isSentence(_ audit: Audit, _ shape: FormulaTable.Shape) -> Bool {
        guard audit.kind(shape.sheet) != .working else { return false }
        if case .text = audit.calculator.values[shape.sheet][shape.cell] { return true }
        return false
    }

    static let formulaShape = [
        AuditCriterion(
            "CAL-03", "Formulas are short",
            how: "at most 120 characters and 8 references; sentences on presentation sheets apart"
        ) { audit in
            var offences = Offences()
            audit.eachShape { shape, place in
                if isSentence(audit, shape) { return }
                if shape.text.count > 120 {
                    offences.add("\(place) has \(shape.text.count) characters: =\(shape.text.prefix(60))...")
                } else if shape.areas.count > 8 {
                    offences.add("\(place) has \(shape.areas.count) references: =\(shape.text)")
                }
            }
            return offences.verdict("\(audit.table.shapes.count) shapes of formulas")
        },
        AuditCriterion(
            "CAL-04", "No IF stands in an IF",
            how: "depth of IF in the parsed formula at most 1; sentences on presentation sheets apart"
        ) { audit in
            var offences = Offences()
            audit.eachShape { shape, place in
                guard let formula = shape.formula, !isSentence(audit, shape) else { return }
                if depthOfIf(formula) > 1 { offences.add("\(place): =\(shape.text)") }
            }
            return offences.verdict("\(audit.table.shapes.count) shapes of formulas")
        },
        AuditCriterion(
            "CAL-05", "No volatile function and none that hides what it reads",
            how: "OFFSET, INDIRECT, NOW, TODAY, RAND, RANDBETWEEN, INFO and CELL are not in the formulas"
        ) { audit in
            let banned: Set = ["OFFSET", "INDIRECT", "NOW", "TODAY", "RAND", "RANDBETWEEN", "INFO", "CELL"]
            var offences = Offences()
            for (word, place) in unknownCalls(audit) where banned.contains(word) {
                offences.add("\(place) calls \(word)")
            }
            return offences.verdict("none")
        },
        AuditCriterion(
            "CAL-06", "Only functions that every spreadsheet program has",
            how: "every call is on the list: \(SpreadsheetFunction.allCases.map(\.rawValue).joined(separator: ", "))"
        ) { audit in
            var offences = Offences()
            for (word, place) in unknownCalls(audit) { offences.add("\(place) calls \(word)") }
            audit.eachShape { shape, place in
                if let fault = shape.fault { offences.add("\(place) cannot be read, \(fault.reason): =\(shape.text)") }
            }
            return offences.verdict("every call is on the list")
        },
        AuditCriterion(
            "CAL-07", "Functions younger than the file format carry their prefix",
            how: "no call of a function that needs _xlfn. without it"
        ) { audit in
            let young: Set = [
                "IFNA", "IFS", "SWITCH", "MAXIFS", "MINIFS", "CONCAT", "TEXTJOIN", "XLOOKUP", "XMATCH", "LET", "LAMBDA",
                "FILTER", "SORT", "UNIQUE", "SEQUENCE", "BINOM.DIST", "RANK.EQ", "STDEV.S", "CEILING.MATH",
                "FLOOR.MATH", "DAYS", "RRI", "PDURATION",
            ]
            var offences = Offences()
            for (word, place) in unknownCalls(audit) where young.contains(word) {
                offences.add("\(place) calls \(word)")
            }
            return offences.verdict("no young function")
        },
        AuditCriterion(
            "CAL-09", "The file reads nothing from outside and holds no program",
            how: "no external link, macro, connection or query part; no brackets of another file in a formula"
        ) { audit in
            var offences = Offences()
            for part in audit.book.parts {
                let name = part.lowercased()
                for word in [
                    "externallinks/", "vbaproject", "connections.xml", "querytables/", "embeddings/", "activex/",
                    "ctrlprops/", "macrosheets/",
                ]
                where name.contains(word) { offences.add("the part \(part)") }
            }
            for target in audit.book.externalTargets { offences.add("a link outside, \(target)") }
            audit.eachShape { shape, place in
                if shape.formula == nil, shape.text.contains("[") || shape.text.contains("|") {
                    offences.add("\(place): =\(shape.text)")
                }
            }
            return offences.verdict("\(audit.book.parts.count) parts")
        },
        AuditCriterion(
            "CAL-11", "Lookups match exactly", how: "the third argument of MATCH is 0"
        ) { audit in
            var offences = Offences()
            audit.eachShape { shape, place in
                shape.formula?.visit { part in
                    guard case .call(.match, let arguments) = part else { return }
                    if arguments.count < 3 || arguments[2] != .number(0) { offences.add("\(place): =\(shape.text)") }
                }
            }
            return offences.verdict("every MATCH is exact")
        },
        AuditCriterion(
            "CAL-12", "Nothing is rounded on the way",
            how:
                "no ROUND outside of presentation sheets; ROUNDUP and ROUNDDOWN count whole things and do so to 0 places"
        ) { audit in
            var offences = Offences()
            audit.eachShape { shape, place in
                shape.formula?.visit { part in
                    switch part {
                    case .call(.round, _) where audit.kind(shape.sheet) != .presentation:
                        offences.add("\(place): =\(shape.text)")
                    case .call(.roundup, let arguments), .call(.rounddown, let arguments):
                        if arguments[1] != .number(0) { offences.add("\(place): =\(shape.text)") }
                    default: break
                    }
                }
            }
            return offences.verdict("no rounded figure")
        },
        AuditCriterion(
            "CAL-13", "Sums take their whole range, and no subtotal twice",
            how: "no range of SUM holds the cell itself or another SUM over cells of the same range"
        ) { audit in
            var offences = Offences()
            audit.eachShape { shape, place in
                guard case .call(.sum, let arguments)? = shape.formula else { return }
                let cell = audit.book.sheets[shape.sheet].cells[shape.cell]
                for case .area(let area) in arguments where !area.isCell {
                    guard let range = area.resolved(cell.row, cell.column) else { continue }
                    let sheet = area.sheet ?? shape.sheet
                    if let inner = subtotal(audit, sheet, range) {
                        offences.add("\(place) adds the subtotal \(inner) and its parts: =\(shape.text)")
                    }
                }
            }
            return offences.verdict("no subtotal is added to its parts")
        },
    ]

    private static func subtotal(_ audit: Audit, _ sheet: Int, _ range: Area) -> String? {
        for row in range.firstRow...range.lastRow {
            for cell in audit.book.sheets[sheet].cells(inRow: row)
            where range.contains(row, cell.column) && cell.formula != nil {
                let shape = audit.table.shapeOfCell[sheet][audit.book.sheets[sheet].index(row, cell.column)!]
                guard case .call(.sum, let arguments)? = audit.table.shapes[Int(shape)].formula else { continue }
                for case .area(let area) in arguments where area.sheet == nil || area.sheet == sheet {
                    guard let inner = area.resolved(row, cell.column), !area.isCell, inner.overlaps(range) else {
                        continue
                    }
                    return reference(row, cell.column)
                }
            }
        }
        return nil
    }

    private static func unknownCalls(_ audit: Audit) -> [(word: String, place: String)] {
        var calls: [(String, String)] = []
        audit.eachShape { shape, place in
            shape.formula?.visit { part in if case .unknownCall(let word, _) = part { calls.append((word, place)) } }
        }
        return calls
    }

    private static func depthOfIf(_ formula: Formula) -> Int {
        switch formula {
        case .call(let function, let arguments): (function == .if ? 1 : 0) + (arguments.map(depthOfIf).max() ?? 0)
        case .unknownCall(_, let arguments): arguments.map(depthOfIf).max() ?? 0
        case .sign(_, let part), .percent(let part): depthOfIf(part)
        case .binary(_, let a, let b): max(depthOfIf(a), depthOfIf(b))
        case .number, .text, .logical, .error, .missing, .area, .name: 0
        }
    }
}
