extension AuditCriterion {
    /// Unlocked cells: what a user may type.
    private static func inputs(_ audit: Audit) -> [(Int, AuditedCell)] {
        var result: [(Int, AuditedCell)] = []
        audit.eachCell { index, _, cell in
            // The legend of colours shows how an input looks.
            if audit.kind(index) != .control, !audit.book.styles.format(cell.style).isLocked {
                result.append((index, cell))
            }
        }
        return result
    }

    private static func register(_ audit: Audit) -> (sheet: Int, header: Int, columns: [String: Int])? {
        guard let sheet = audit.book.sheet("Assumptions") else { return nil }
        let content = audit.book.sheets[sheet]
        guard let row = (0..<content.rowCount).first(where: { content.text($0, 0) == "Assumption" }) else { return nil }
        var columns: [String: Int] = [:]
        for cell in content.cells(inRow: row) { if case .text(let text) = cell.value { columns[text] = cell.column } }
        return (sheet, row, columns)
    }

    static let inputs = [
        AuditCriterion(
            "INP-01", "Every input has a label, unit, value, source and confidence",
            how:
                "the register on Assumptions has columns for source, owner, dates and confidence; each row that can be changed fills label, unit, base, source and confidence"
        ) { audit in
            guard let register = register(audit) else { return .fail("there is no register of assumptions") }
            var offences = Offences()
            for column in ["Unit", "Key", "Base", "Low", "High", "Source", "Owner", "As of", "Expires", "Confidence"]
            where register.columns[column] == nil { offences.add("the register has no column \"\(column)\"") }
            let content = audit.book.sheets[register.sheet]
            var rows = 0
            for (index, cell) in inputs(audit) where index == register.sheet && cell.column == register.columns["Base"]
            {
                rows += 1
                for name in ["Assumption", "Unit", "Source", "Confidence"] {
                    guard let column = register.columns[name] else { continue }
                    if (content.cell(cell.row, column)?.hasValue ?? false) == false {
                        offences.add("\(content.name)!\(reference(cell.row, column)): no \(name.lowercased())")
                    }
                }
            }
            return offences.verdict("\(rows) inputs")
        },
        AuditCriterion(
            "INP-02", "Inputs stand on input sheets only, look like inputs and are unlocked",
            how:
                "unlocked cells are on input sheets, in blue on pale yellow; nothing else is blue on yellow; an input's base is no formula"
        ) { audit in
            var offences = Offences()
            var count = 0
            audit.eachCell { index, _, cell in
                if audit.kind(index) == .control { return }
                let format = audit.book.styles.format(cell.style)
                let looks = format.font.colour == "0000FF" && format.fill == "FFFFCC"
                if !format.isLocked {
                    count += 1
                    if audit.kind(index) != .input {
                        offences.add("\(audit.place(index, cell)) is unlocked on a sheet that is none for input")
                    }
                    if !looks { offences.add("\(audit.place(index, cell)) is unlocked and does not look so") }
                } else if looks {
                    offences.add("\(audit.place(index, cell)) looks like an input and is locked")
                }
            }
            return count == 0 ? .fail("no cell is unlocked") : offences.verdict("\(count) input cells")
        },
        AuditCriterion(
            "INP-03", "Every typed input says what it takes and refuses the rest",
            how: "a data validation covers each unlocked constant; prompt at most 255, title at most 32 characters"
        ) { audit in
            var offences = Offences()
            var areas: [[Area]] = []
            for sheet in audit.book.sheets {
                var own: [Area] = []
                for rule in sheet.setting("dataValidations")?.children ?? [] {
                    for text in (rule["sqref"] ?? "").split(separator: " ") {
                        if let area = Area(String(text)) { own.append(area) }
                    }
                    if (rule["prompt"] ?? "").utf16.count > 255 || (rule["promptTitle"] ?? "").utf16.count > 32 {
                        offences.add("\(sheet.name)!\(rule["sqref"] ?? "") has too long a prompt")
                    }
                    if (rule["prompt"] ?? "").isEmpty {
                        offences.add("\(sheet.name)!\(rule["sqref"] ?? "") has no prompt")
                    }
                }
                areas.append(own)
            }
            for (index, cell) in inputs(audit) where cell.formula == nil && cell.hasValue {
                if !areas[index].contains(where: { $0.contains(cell.row, cell.column) }) {
                    offences.add("\(audit.place(index, cell)) takes anything")
                }
            }
            return offences.verdict("\(areas.reduce(0) { $0 + $1.count }) validations")
        },
        AuditCriterion(
            "INP-04", "Names are valid, point at a cell that is there, and name only inputs, results and constants",
            how: "each name begins with in_, out_ or const_, does not read as a cell, and stands for one filled cell"
        ) { audit in
            var offences = Offences()
            var taken: Set<String> = []
            var count = 0
            for name in audit.book.names where !name.name.hasPrefix("_xlnm.") {
                count += 1
                if let error = NameRule.defined(name.name, taken: taken) { offences.add(error.found) }
                taken.insert(name.name.lowercased())
                if !["in_", "out_", "const_"].contains(where: name.name.hasPrefix) {
                    offences.add("the name \(name.name) is neither input, result nor constant")
                }
                guard let target = audit.target(name) else {
                    offences.add("the name \(name.name) stands for \(name.formula)")
                    continue
                }
                if target.area.count != 1
                    || audit.book.sheets[target.sheet].cell(target.area.firstRow, target.area.firstColumn) == nil
                {
                    offences.add("the name \(name.name) stands for \(name.formula), which is not one filled cell")
                }
            }
            return offences.verdict("\(count) names")
        },
        AuditCriterion(
            "INP-05", "What rests on invoices, quotes, estimates and placeholders is told apart by a word",
            how: "the confidence of each input is one of invoice, quote, estimate, placeholder, default or derived"
        ) { audit in
            guard let register = register(audit), let column = register.columns["Confidence"],
                let base = register.columns["Base"]
            else {
                return .fail("there is no register with a column \"Confidence\"")
            }
            let words: Set = ["invoice", "quote", "estimate", "placeholder", "default", "derived", "constant"]
            var offences = Offences()
            for (index, cell) in inputs(audit) where index == register.sheet && cell.column == base {
                let word = audit.book.sheets[index].text(cell.row, column)
                if !(word.map(words.contains) ?? false) {
                    offences.add(
                        "\(audit.book.sheets[index].name)!\(reference(cell.row, column)) holds \"\(word ?? "")\"")
                }
            }
            return offences.verdict("every input has its word")
        },
    ]
}
