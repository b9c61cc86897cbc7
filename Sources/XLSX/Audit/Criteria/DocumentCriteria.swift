extension AuditCriterion {
    static let documents = [
        AuditCriterion(
            "MET-01", "The document says what it is",
            how: "title, subject, author, keywords and status are set; created is the end of the period"
        ) { audit in
            var offences = Offences()
            for property in ["title", "subject", "creator", "keywords", "contentStatus", "created"]
            where (audit.book.properties[property] ?? "").isEmpty { offences.add("no \(property)") }
            if let period = audit.book.customProperties["period"], let created = audit.book.properties["created"],
                !created.hasPrefix(period)
            {
                offences.add("created on \(created), period \(period)")
            }
            return offences.verdict("six properties")
        },
        AuditCriterion(
            "MET-02", "The document carries its provenance",
            how: "custom properties: version of the tool, period, as of, hash of the configuration, hash of the inputs"
        ) { audit in
            var offences = Offences()
            for property in ["breakeven version", "period", "as of", "configuration sha256", "inputs sha256"]
            where (audit.book.customProperties[property] ?? "").isEmpty { offences.add("no property \"\(property)\"") }
            return offences.verdict("\(audit.book.customProperties.count) properties")
        },
        AuditCriterion(
            "MET-03", "Model sheets are protected without a password, inputs stay open",
            how: "sheetProtection on every sheet with formulas but no hash; the cells of inputs unlocked"
        ) { audit in
            var offences = Offences()
            for sheet in audit.book.sheets {
                let protection = sheet.setting("sheetProtection")
                if protection?.flag("sheet") != true { offences.add("\(sheet.name) is open") }
                if protection?["password"] != nil || protection?["hashValue"] != nil {
                    offences.add("\(sheet.name) has a password")
                }
            }
            return offences.verdict("\(audit.book.sheets.count) sheets")
        },
    ]

    static let integrity = [
        AuditCriterion(
            "INT-01", "Every part is well-formed and valid",
            how: "tags of every part match; validity takes the schema of the format"
        ) { audit in
            var offences = Offences()
            for fault in audit.book.faults { offences.add("\(fault.part): \(fault.reason)") }
            return offences.count == 0 ? .needs(.schema) : offences.verdict("")
        },
        AuditCriterion(
            "INT-02", "Numbers and texts are what the format knows",
            how: "no NAN, INF or decimal comma in a value; UTF-8 without control characters"
        ) { audit in
            var offences = Offences()
            for sheet in audit.book.sheets {
                for bad in sheet.badNumbers { offences.add("\(sheet.name)!\(bad.cell) holds \(bad.text)") }
            }
            for bad in audit.book.badTexts { offences.add("\(bad.part): \(bad.reason)") }
            return offences.verdict("\(audit.book.parts.count) parts")
        },
        AuditCriterion(
            "INT-03", "Nothing overlaps that must not",
            how:
                "merged ranges, tables and cells of a sheet; tables of at least one row; conditional formats that say the same twice"
        ) { audit in
            var offences = Offences()
            for (index, sheet) in audit.book.sheets.enumerated() {
                let merged = (sheet.setting("mergeCells")?.children ?? []).compactMap { $0["ref"] }.compactMap {
                    Area($0)
                }
                let tables = audit.book.tables.filter { $0.sheet == index }
                let areas = merged + tables.map(\.area)
                for (number, area) in areas.enumerated() {
                    for other in areas[(number + 1)...] where area.overlaps(other) {
                        offences.add("\(sheet.name): \(area.text) and \(other.text)")
                    }
                }
                for table in tables where table.area.lastRow - table.totalRows <= table.area.firstRow {
                    offences.add("\(table.name) has no row")
                }
                for address in sheet.misplaced { offences.add("\(sheet.name)!\(address) stands twice or out of order") }
                var rules: Set<String> = []
                for format in sheet.settings where format.name == "conditionalFormatting" {
                    for rule in format.children {
                        let words = [format["sqref"], rule["type"], rule["operator"], rule.allText].map { $0 ?? "" }
                            .joined(separator: "|")
                        if !rules.insert(words).inserted {
                            offences.add("\(sheet.name)!\(format["sqref"] ?? "") has a conditional format twice")
                        }
                    }
                }
            }
            return offences.verdict("no overlap")
        },
        AuditCriterion(
            "INT-04", "Every formula has its value",
            how: "a formula without a cached value, or with 0 where it gives another"
        ) { audit in
            var offences = Offences()
            for (index, sheet) in audit.book.sheets.enumerated() {
                for (number, cell) in sheet.cells.enumerated() where cell.formula != nil {
                    if !cell.hasValue {
                        offences.add("\(audit.place(index, cell)) has no value")
                    } else if cell.value == .number(0), !agree(.number(0), audit.calculator.values[index][number]) {
                        offences.add(
                            "\(audit.place(index, cell)) holds 0 and gives \(audit.calculator.values[index][number].shown)"
                        )
                    }
                }
            }
            return offences.verdict("\(audit.formulaCount) values")
        },
        AuditCriterion("REP-01", "The same inputs give the same bytes", how: "takes a second run") { _ in
            .needs(.secondRun)
        },
        AuditCriterion("REP-02", "Other systems write the same parts", how: "takes another platform") { _ in
            .needs(.otherPlatform)
        },
    ]
}
