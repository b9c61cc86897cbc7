extension AuditCriterion {
    static let access = [
        AuditCriterion(
            "ACC-01", "Text stands out from its ground",
            how:
                "WCAG contrast of each font and fill in use, conditional formats too: 4.5, or 3 from 18 points and from 14 in bold"
        ) { audit in
            var offences = Offences()
            var seen: Set<Int> = []
            audit.eachCell { index, _, cell in
                guard cell.hasValue, seen.insert(cell.style).inserted else { return }
                let format = audit.book.styles.format(cell.style)
                let least = format.font.size >= 18 || format.font.size >= 14 && format.font.isBold ? 3 : 4.5
                let found = contrast(format.font.colour, format.fill ?? "FFFFFF")
                if found < least {
                    offences.add(
                        "\(audit.place(index, cell)): \(format.font.colour) on \(format.fill ?? "FFFFFF") has \(found)")
                }
            }
            for pair in audit.book.styles.differences {
                guard let font = pair.font, let fill = pair.fill else { continue }
                if contrast(font, fill) < 4.5 { offences.add("a conditional format: \(font) on \(fill)") }
            }
            return offences.verdict("\(seen.count) pairs")
        },
        AuditCriterion(
            "ACC-02", "Marks of charts stand out and differ without colour",
            how:
                "contrast of each series to white, or of its outline, at least 3; dash, marker, pattern or outline differ where a chart has several lines"
        ) { audit in
            var offences = Offences()
            for chart in audit.book.charts {
                var marks: [String: String] = [:]
                for series in chart.series where !series.isInvisible {
                    if let colour = series.colour, contrast(colour, "FFFFFF") < 3,
                        series.outline.map({ contrast($0, "FFFFFF") < 3 }) ?? true
                    {
                        offences.add("\(chart.part): the series \(series.name) in \(colour) is too pale")
                    }
                    guard chart.kinds.contains(where: { $0 == "lineChart" || $0 == "scatterChart" }) else { continue }
                    if let other = marks[series.mark] {
                        offences.add("\(chart.part): \(series.name) and \(other) differ in colour only")
                    }
                    marks[series.mark] = series.name
                }
            }
            return offences.verdict("\(audit.book.charts.count) charts")
        },
        AuditCriterion(
            "ACC-03", "A status is a word, not a colour alone",
            how: "cells in the colours of good, caution and bad hold a word"
        ) { audit in
            let fills: Set = ["C6EFCE", "FFEB9C", "FFC7CE"]
            var offences = Offences()
            audit.eachCell { index, _, cell in
                guard let fill = audit.book.styles.format(cell.style).fill, fills.contains(fill) else { return }
                if case .text(let text) = cell.value, !text.isEmpty { return }
                offences.add("\(audit.place(index, cell)) shows a colour without a word")
            }
            return offences.verdict("every coloured status has a word")
        },
        AuditCriterion(
            "ACC-04", "Charts and pictures have words",
            how: "alternative text of at least 30 characters, or marked as decorative"
        ) { audit in
            var offences = Offences()
            for picture in audit.book.pictures where !picture.isDecorative && picture.words.count < 30 {
                offences.add("\(picture.name) on \(audit.book.sheets[picture.sheet].name)")
            }
            return offences.verdict("\(audit.book.pictures.count) charts and pictures")
        },
        AuditCriterion(
            "ACC-05", "Tables have a full, unique row of headers",
            how: "the headers of each table part, and the cells that show them"
        ) { audit in
            var offences = Offences()
            for table in audit.book.tables {
                if Set(table.headers.map { $0.lowercased() }).count != table.headers.count || table.headers.contains("")
                {
                    offences.add("\(table.name) has an empty header or one twice")
                }
                for (column, header) in table.headers.enumerated()
                where audit.book.sheets[table.sheet].text(table.area.firstRow, table.area.firstColumn + column)
                    != header
                {
                    offences.add("\(table.name) calls a column \"\(header)\" and shows something else")
                }
            }
            for (index, sheet) in audit.sheets(of: [.data])
            where !audit.book.tables.contains(where: { $0.sheet == index }) {
                offences.add("\(sheet.name) holds data and no table")
            }
            return offences.verdict("\(audit.book.tables.count) tables")
        },
        AuditCriterion(
            "ACC-06", "Letters are large and plain",
            how: "fonts from 10 points, titles in A1 from 12, a sans serif face"
        ) { audit in
            var offences = Offences()
            for font in audit.book.styles.fonts {
                if font.size < 10 { offences.add("a font of \(font.size) points") }
                if !["Calibri", "Arial", "Aptos", "Verdana", "Tahoma", "Segoe UI", "Helvetica", "Carlito", "Open Sans"]
                    .contains(font.name)
                {
                    offences.add("the font \(font.name)")
                }
            }
            for sheet in audit.book.sheets {
                if let cell = sheet.cell(0, 0), audit.book.styles.format(cell.style).font.size < 12 {
                    offences.add("\(sheet.name)!A1 is too small")
                }
            }
            return offences.verdict("\(audit.book.styles.fonts.count) fonts")
        },
    ]

    static let charts = [
        AuditCriterion(
            "CHT-01", "Every chart has a title and named axes with a format",
            how: "title, axis titles and number format of the value axis in each chart part"
        ) { audit in
            var offences = Offences()
            for chart in audit.book.charts {
                if chart.title.isEmpty { offences.add("\(chart.part) has no title") }
                for axis in chart.axes {
                    if axis.title.isEmpty { offences.add("\(chart.part): an axis without a title") }
                    if axis.isValueAxis, axis.numberFormat == nil {
                        offences.add("\(chart.part): an axis without a number format")
                    }
                }
            }
            return offences.verdict("\(audit.book.charts.count) charts")
        },
        AuditCriterion(
            "CHT-02", "Charts draw cells, not numbers of their own",
            how: "each series refers to an area of a sheet that is seen"
        ) { audit in
            var offences = Offences()
            for chart in audit.book.charts {
                for series in chart.series {
                    for points in [series.values, series.categories].compactMap(\.self) {
                        guard let formula = points.formula, let target = audit.area(ofReference: formula) else {
                            offences.add(
                                "\(chart.part): \(series.name) draws \(points.formula ?? "numbers of its own")")
                            continue
                        }
                        if audit.book.sheets[target.sheet].state != nil {
                            offences.add("\(chart.part): \(series.name) draws a hidden sheet")
                        }
                    }
                    if series.values == nil { offences.add("\(chart.part): \(series.name) has no values") }
                }
            }
            return offences.verdict("\(audit.book.charts.reduce(0) { $0 + $1.series.count }) series")
        },
        AuditCriterion(
            "CHT-03", "Points kept in charts are the cells' values",
            how: "each cached point against the computed value of its cell, relative 1e-9; one point a cell"
        ) { audit in
            var offences = Offences()
            var count = 0
            for chart in audit.book.charts {
                for series in chart.series {
                    for points in [series.values, series.categories].compactMap(\.self) {
                        guard let formula = points.formula, let target = audit.area(ofReference: formula) else {
                            continue
                        }
                        if points.count != target.area.count {
                            offences.add("\(chart.part): \(points.count) points for \(formula)")
                        }
                        for (index, text) in points.cached.sorted(by: { $0.key < $1.key }) {
                            count += 1
                            let columns = target.area.lastColumn - target.area.firstColumn + 1
                            let value = audit.calculator.value(
                                target.sheet, target.area.firstRow + index / columns,
                                target.area.firstColumn + index % columns)
                            let kept = points.isNumeric ? Double(text).map(AuditedValue.number) ?? .blank : .text(text)
                            let shown: AuditedValue = points.isNumeric ? value : .text(audit.calculator.text(value))
                            if !agree(kept, shown) {
                                offences.add(
                                    "\(chart.part): point \(index + 1) of \(series.name) is \(text), its cell \(value.shown)"
                                )
                            }
                        }
                    }
                }
            }
            return offences.verdict("\(count) points")
        },
        AuditCriterion(
            "CHT-04", "Bars start at 0", how: "no lower bound above 0 on the value axis of a chart with bars"
        ) { audit in
            var offences = Offences()
            for chart in audit.book.charts where chart.kinds.contains(where: { $0.hasPrefix("bar") }) {
                for axis in chart.axes where axis.isValueAxis && (axis.lowest ?? 0) > 0 {
                    offences.add("\(chart.part) starts at \(axis.lowest ?? 0)")
                }
            }
            return offences.verdict("\(audit.book.charts.count) charts")
        },
        AuditCriterion(
            "CHT-05", "Charts are plain",
            how: "at most 6 series that are seen, nothing in three dimensions, no pie of more than 5"
        ) { audit in
            var offences = Offences()
            for chart in audit.book.charts {
                let seen = chart.series.count { !$0.isInvisible }
                if seen > 6 { offences.add("\(chart.part) has \(seen) series") }
                if let kind = chart.kinds.first(where: { $0.contains("3D") }) {
                    offences.add("\(chart.part) is a \(kind)")
                }
                if chart.kinds.contains(where: { $0.hasPrefix("pie") }), (chart.series.first?.values?.count ?? 0) > 5 {
                    offences.add("\(chart.part) is a pie of many parts")
                }
            }
            return offences.verdict("\(audit.book.charts.count) charts")
        },
    ]
}
