extension AuditCriterion {
    static let structure = [
        AuditCriterion(
            "STR-01", "Every sheet has a type, and the order follows it",
            how:
                "the register on About names every sheet with the type of its tab colour; control sheets stand first and last, presentation before input, working and data"
        ) { audit in
            guard let about = audit.book.sheets.first else { return .fail("the file has no sheet") }
            var offences = Offences()
            var register: [String: String] = [:]
            for row in 0..<about.rowCount {
                if let name = about.text(row, 0), let kind = about.text(row, 2) { register[name] = kind }
            }
            let order: [AuditedKind?] = [.presentation, .input, .working, .data, .control]
            var last = 0
            for (index, sheet) in audit.book.sheets.enumerated() {
                guard let kind = audit.kind(index) else {
                    offences.add("\(sheet.name) has a tab colour that stands for no type")
                    continue
                }
                if index == 0 { continue }
                if register[sheet.name] != kind.rawValue {
                    offences.add(
                        "\(sheet.name) is \(register[sheet.name] ?? "nothing") on About and \(kind.rawValue) by its tab"
                    )
                }
                let place = order.firstIndex(of: kind) ?? 0
                if place < last { offences.add("\(sheet.name) stands behind a sheet of a later type") }
                last = max(last, place)
            }
            return offences.verdict("\(audit.book.sheets.count) sheets, each with its type")
        },
        AuditCriterion(
            "STR-02", "The first sheet says what the workbook is, and links to every other",
            how:
                "About comes first, holds purpose, preparer, version, period, date of the data and next update, and a link to each sheet"
        ) { audit in
            guard let about = audit.book.sheets.first, about.name == "About" else {
                return .fail("the first sheet is not About")
            }
            var offences = Offences()
            let labels = Set((0..<about.rowCount).compactMap { about.text($0, 0) })
            for label in ["Purpose", "Prepared by", "Made with", "Period", "Data as of", "Next update", "Contents"]
            where !labels.contains(label) { offences.add("About has no row \"\(label)\"") }
            let links = Set((about.setting("hyperlinks")?.children ?? []).compactMap { $0["location"] })
            for sheet in audit.book.sheets.dropFirst()
            where !links.contains("'\(sheet.name)'!A1") && !links.contains("\(sheet.name)!A1") {
                offences.add("About has no link to \(sheet.name)")
            }
            return offences.verdict("\(links.count) links")
        },
        AuditCriterion(
            "STR-03", "The file opens on sheet 1 at 100 %",
            how: "the active tab, the selected tab and the zoom of each view"
        ) { audit in
            var offences = Offences()
            if let tab = audit.book.settings.at("bookViews", "workbookView")?["activeTab"], tab != "0" {
                offences.add("it opens on sheet \((Int(tab) ?? 0) + 1)")
            }
            for (index, sheet) in audit.book.sheets.enumerated() {
                let view = sheet.setting("sheetViews")?.child("sheetView")
                if (view?.flag("tabSelected") ?? false) != (index == 0) {
                    offences.add("\(sheet.name) is \(index == 0 ? "not " : "")selected")
                }
                if let zoom = view?["zoomScale"], zoom != "100" { offences.add("\(sheet.name) shows at \(zoom) %") }
            }
            return offences.verdict("sheet 1 is shown first")
        },
        AuditCriterion(
            "STR-04", "Sheet names are unique, short and telling",
            how: "at most 31 characters, none of []:*?/\\, no default name, not History"
        ) { audit in
            var offences = Offences()
            var taken: Set<String> = []
            for sheet in audit.book.sheets {
                if let error = NameRule.sheet(sheet.name, taken: taken) { offences.add(error.found) }
                let digits = sheet.name.dropFirst(5)
                if sheet.name.hasPrefix("Sheet"), digits.allSatisfy(\.isNumber) {
                    offences.add("the default name \(sheet.name)")
                }
                taken.insert(sheet.name.lowercased())
            }
            return offences.verdict("\(audit.book.sheets.count) names")
        },
        AuditCriterion(
            "STR-05", "Nothing is hidden", how: "the state of sheets; hidden rows and columns; hidden names"
        ) { audit in
            var offences = Offences()
            for sheet in audit.book.sheets {
                if let state = sheet.state, state != "visible" { offences.add("the sheet \(sheet.name) is \(state)") }
                if let row = sheet.rows.first(where: \.isHidden) {
                    offences.add("\(sheet.name) hides row \(row.number + 1)")
                }
                for column in sheet.setting("cols")?.children ?? [] where column.flag("hidden") {
                    offences.add("\(sheet.name) hides column \(columnLetters((Int(column["min"] ?? "") ?? 1) - 1))")
                }
            }
            for name in audit.book.names where name.isHidden { offences.add("the name \(name.name) is hidden") }
            return offences.verdict("every sheet, row and column is seen")
        },
        AuditCriterion(
            "STR-11", "Outlines are shallow and open", how: "levels of rows and columns at most 2, none collapsed"
        ) { audit in
            var offences = Offences()
            for sheet in audit.book.sheets {
                for row in sheet.rows where row.outlineLevel > 2 || row.isCollapsed {
                    offences.add("\(sheet.name), row \(row.number + 1)")
                }
                for column in sheet.setting("cols")?.children ?? []
                where (Int(column["outlineLevel"] ?? "") ?? 0) > 2 || column.flag("collapsed") {
                    offences.add("\(sheet.name), column \(columnLetters((Int(column["min"] ?? "") ?? 1) - 1))")
                }
            }
            return offences.verdict("no collapsed outline")
        },
        AuditCriterion(
            "STR-12", "Contents, colour legend and sign convention are there", how: "their headings and rows on About"
        ) { audit in
            var offences = Offences()
            let about = audit.book.sheets.first
            let texts = Set((0..<(about?.rowCount ?? 0)).compactMap { about?.text($0, 0) })
            for word in ["Contents", "Colours", "Sign convention"] where !texts.contains(word) {
                offences.add("the first sheet has no \"\(word)\"")
            }
            return offences.verdict("all three on About")
        },
    ]
}
