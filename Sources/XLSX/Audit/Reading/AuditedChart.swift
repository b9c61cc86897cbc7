/// A chart as the file has it.
struct AuditedChart: Sendable {
    struct Points: Sendable {
        /// Nil where the points are written into the chart itself.
        var formula: String?
        var isNumeric: Bool
        var count: Int
        /// By index of the point.
        var cached: [Int: String]
    }

    struct Series: Sendable {
        var name: String
        var nameFormula: String?
        var categories: Points?
        var values: Points?
        /// `RRGGBB` of line or fill; nil when it has neither.
        var colour: String?
        /// `RRGGBB` of an outline around a fill.
        var outline: String?
        var isInvisible: Bool
        /// What tells it from the others without colour: dash, marker, pattern.
        var mark: String
    }

    struct Axis: Sendable {
        var isValueAxis: Bool
        var title: String
        var numberFormat: String?
        var lowest: Double?
    }

    var part: String
    var sheet: Int
    /// `barChart`, `lineChart`, ...
    var kinds: [String]
    var title: String
    var axes: [Axis]
    var series: [Series]

    init(_ tree: XMLTree, part: String, sheet: Int) {
        self.part = part
        self.sheet = sheet
        let plot = tree.at("chart", "plotArea")
        let groups = plot?.children.filter { $0.name.hasSuffix("Chart") } ?? []
        kinds = groups.map(\.name)
        title = Self.words(tree.at("chart", "title"))
        axes = (plot?.children ?? []).filter { $0.name.hasSuffix("Ax") }.map { axis in
            Axis(
                isValueAxis: axis.name == "valAx", title: Self.words(axis.child("title")),
                numberFormat: axis.child("numFmt")?["formatCode"],
                lowest: axis.at("scaling", "min")?["val"].flatMap(Double.init))
        }
        series = groups.flatMap { $0.all("ser") }.map(Self.series)
    }

    private static func words(_ title: XMLTree?) -> String {
        guard let title else { return "" }
        return title.descendants("t").map(\.text).joined() + title.descendants("v").map(\.text).joined()
    }

    private static func series(_ tree: XMLTree) -> Series {
        let shape = tree.child("spPr")
        let line = shape?.child("ln")
        let fill = shape?.at("solidFill", "srgbClr")?["val"] ?? shape?.at("pattFill", "fgClr", "srgbClr")?["val"]
        let stroke = line?.at("solidFill", "srgbClr")?["val"]
        let symbol = tree.at("marker", "symbol")?["val"] ?? "auto"
        let markerFill = tree.at("marker", "spPr", "solidFill", "srgbClr")?["val"]
        let isInvisible = (fill == nil && shape?.child("noFill") != nil) && (stroke == nil) && markerFill == nil
        let marks = [
            line?.child("prstDash")?["val"].map { "dash \($0)" }, symbol == "auto" ? nil : "marker \(symbol)",
            shape?.child("pattFill")?["prst"].map { "pattern \($0)" }, line?["w"].map { "width \($0)" },
        ]
        return Series(
            name: words(tree.child("tx")), nameFormula: tree.at("tx", "strRef", "f")?.text,
            categories: points(tree.child("cat") ?? tree.child("xVal")),
            values: points(tree.child("val") ?? tree.child("yVal")),
            colour: (fill ?? stroke ?? markerFill)?.uppercased(),
            outline: fill == nil ? nil : stroke?.uppercased(), isInvisible: isInvisible,
            mark: marks.compactMap(\.self).joined(separator: ", "))
    }

    private static func points(_ tree: XMLTree?) -> Points? {
        guard let source = tree?.children.first else { return nil }
        let cache = source.child("numCache") ?? source.child("strCache") ?? (source.child("f") == nil ? source : nil)
        var cached: [Int: String] = [:]
        for point in cache?.all("pt") ?? [] {
            cached[Int(point["idx"] ?? "") ?? -1] = point.child("v")?.text ?? ""
        }
        return Points(
            formula: source.child("f")?.text, isNumeric: source.name.hasPrefix("num"),
            count: Int(cache?.child("ptCount")?["val"] ?? "") ?? 0, cached: cached)
    }
}

extension AuditedTable {
    init?(_ tree: XMLTree, sheet: Int) {
        guard let text = tree["ref"], let area = Area(text) else { return nil }
        self.init(
            name: tree["displayName"] ?? "", sheet: sheet, area: area,
            headers: (tree.child("tableColumns")?.all("tableColumn") ?? []).map { $0["name"] ?? "" },
            totalRows: Int(tree["totalsRowCount"] ?? "") ?? 0)
    }
}

extension Area {
    /// `B2:D9` or `B2`, with or without `$`.
    init?(_ text: String) {
        let ends = text.split(separator: ":").map { cellPlace($0.utf8) }
        guard let first = ends.first ?? nil, let last = ends.last ?? nil, ends.count <= 2 else { return nil }
        self.init(min(first.0, last.0), min(first.1, last.1), max(first.0, last.0), max(first.1, last.1))
    }

    func contains(_ row: Int, _ column: Int) -> Bool {
        (firstRow...lastRow).contains(row) && (firstColumn...lastColumn).contains(column)
    }
}
