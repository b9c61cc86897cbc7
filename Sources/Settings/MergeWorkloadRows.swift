import Billing
package import Diagnostics
import Economics

/// Adds the rows of workloads.csv below what `breakeven.yaml` and `--set` give, key by key.
///
/// Columns are ``WorkloadColumns``; `ramp` holds shares separated by spaces. An empty cell is not given. New ids follow those of the file. Where only `--set` gives a key, the row still
/// adds its ends and its source. Call it without rows, too, when there is no such file: it also checks what `--set` says
/// about ramps and the ids of the whole list.
///
/// - Throws: 65 with every bad value and id of the rows; 78 when two ids give one name in the workbook, when a name is
///   too long, or when a `--set` does not fit the rows.
package func workloadDrivers(
    rows: [(id: String, values: [String: (text: String, position: SourcePosition)])], into model: inout ModelSettings
) throws(Failure) {
    var merge = WorkloadRowMerge(model: model)
    for row in rows { merge.add(row.id, row.values) }
    guard merge.badData.isEmpty else { throw Failure(.badData, inOrder(merge.badData)) }
    let misfits = merge.misfits()
    guard misfits.isEmpty else { throw Failure(.badConfiguration, misfits) }
    model = merge.model
}

private struct WorkloadRowMerge {
    typealias Cell = (text: String, position: SourcePosition)

    var model: ModelSettings
    var badData: [Diagnostic] = []
    private var places: [String: SourcePosition] = [:]
    private var unknownColumns: Set<String> = []

    init(model: ModelSettings) { self.model = model }

    mutating func add(_ id: String, _ values: [String: Cell]) {
        let id = normalizedId(id)
        let cells = values.filter { $0.key != "id" && !$0.value.text.trimmed.isEmpty }
        let place = values["id"]?.position ?? values.values.map(\.position).min()?.ofLine
        if places[id] != nil {
            badData.append(.duplicateId(id, kind: "workload", at: place))
            return
        }
        if let problem = idProblems([(id, place)], kind: "workload").first, problem.code == "unusable-id" {
            badData.append(problem)
            return
        }
        if let place { places[id] = place }
        if !model.workloadIds.contains(id) { model.workloadIds.append(id) }
        var rest = Set(cells.keys)
        for definition in DriverCatalogue.workload + DriverCatalogue.gates {
            let key = WorkloadColumns.key(of: definition)
            let own = WorkloadColumns.columns(of: definition).filter { rest.remove($0) != nil }
            guard !own.isEmpty else { continue }
            if key == "ramp" { addRamp(id, cells) } else { addDriver(id, key, cells) }
        }
        for key in WorkloadColumns.months where rest.remove(key) != nil { addMigratedSince(id, cells[key]!, key) }
        for column in rest.sorted() where unknownColumns.insert(column).inserted {
            badData.append(.unknownColumn(column, allowed: WorkloadColumns.keys, at: cells[column]!.position))
        }
    }

    private mutating func addMigratedSince(_ id: String, _ cell: Cell, _ key: String) {
        guard let month = Month(cell.text.trimmed) else {
            badData.append(
                .wrongCell(
                    quoted(cell.text), key: key, expected: "YYYY-MM with a month from 01 to 12, as in 2027-01",
                    fix: adviceOnMonth(cell.text.trimmed) ?? "correct the value, or \(WayOut.emptyCell(nil))",
                    at: cell.position))
            return
        }
        guard model.migratedSince[id] == nil else { return }
        model.migratedSince[id] = MigratedSince(month: month, position: cell.position, isOfRow: true)
    }

    private mutating func addDriver(_ id: String, _ key: String, _ cells: [String: Cell]) {
        let full = "workloads.\(id).\(key)"
        guard let definition = DriverCatalogue.definition(of: full) else { return }
        var driver = GivenDriver(.number(0))
        if let cell = cells[key] {
            guard let value = value(cell, full, definition) else { return }
            driver = GivenDriver(value, at: cell.position)
        } else if model.given[full] == nil, let cell = cells["\(key)_low"] ?? cells["\(key)_high"] {
            badData.append(.endWithoutBase(key, at: cell.position))
            return
        }
        driver.low = end(cells["\(key)_low"], "\(full).low", definition)
        driver.high = end(cells["\(key)_high"], "\(full).high", definition)
        driver.source = cells["\(key)_source"]?.text.trimmed
        if cells[key] != nil, let problem = endProblem(driver, path: "model.\(full)", at: cells[key]!.position) {
            badData.append(problem)
            return
        }
        if case .word(let pool) = driver.base, key == "pool", let cell = cells[key], model.given[full] == nil,
            !model.poolIds.contains(pool)
        {
            badData.append(.unknownPool(pool, pools: model.poolIds, key: full, at: cell.position))
            return
        }
        if let given = model.given[full] {
            guard model.setOnly.contains(full) else { return }
            driver.base = given.base
            driver.position = given.position
        } else if cells[key] == nil {
            return
        }
        model.given[full] = driver
    }

    private mutating func addRamp(_ id: String, _ cells: [String: Cell]) {
        guard let cell = cells["ramp"] else { return }
        let shares = cell.text.split { $0.isWhitespace }.map(String.init)
        let isGiven = model.rampCount[id] != nil
        for (index, share) in shares.enumerated() {
            let full = "workloads.\(id).ramp.\(index + 1)"
            guard let definition = DriverCatalogue.definition(of: full),
                let value = value((share, cell.position), full, definition), !isGiven
            else { continue }
            if model.given[full] == nil { model.given[full] = GivenDriver(value, at: cell.position) }
            model.given[full]?.source = cells["ramp_source"]?.text.trimmed
        }
        if !isGiven { model.rampCount[id] = shares.count }
    }

    private mutating func value(_ cell: Cell, _ key: String, _ definition: DriverDefinition) -> DriverValue? {
        do {
            return try definition.value(cell.text.trimmed)
        } catch {
            badData.append(
                .wrongCell(
                    quoted(cell.text), key: key, expected: error.expected,
                    fix: error.fix(without: error.fallback.map { WayOut.emptyCell($0) }), at: cell.position))
            return nil
        }
    }

    private mutating func end(_ cell: Cell?, _ key: String, _ definition: DriverDefinition) -> Double? {
        guard let cell else { return nil }
        do {
            return try definition.end(cell.text.trimmed)
        } catch {
            badData.append(
                .wrongCell(
                    quoted(cell.text), key: key, expected: error.expected,
                    fix: error.fix(without: "leave the cell empty: the base stands for it then"), at: cell.position))
            return nil
        }
    }

    /// What is wrong once everything is in place.
    func misfits() -> [Diagnostic] {
        var problems: [Diagnostic] = []
        // The ids of the file were checked when it was read; they come first, so a row is what gets blamed.
        problems += idProblems(model.workloadIds.map { ($0, places[$0]) }, kind: "workload")
        for key in model.setOnly.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
            guard let driver = model.given[key], let position = driver.position else { continue }
            if let id = workloadId(inKey: key), let item = rampItem(key), item > model.rampCount[id] ?? 1 {
                problems.append(.noSuchRampItem(item, count: model.rampCount[id] ?? 1, key: key, at: position))
            }
            if let problem = endProblem(driver, path: "model.\(key)", at: position) { problems.append(problem) }
        }
        return problems
    }

}

extension Diagnostic {
    static func wrongCell(
        _ found: String, key: String, expected: String, fix: String, at position: SourcePosition
    ) -> Diagnostic {
        Diagnostic(
            "wrong-value", at: position, key: key, found: "\(found) for `\(key)`", expected: expected, fix: fix)
    }

    static func unknownColumn(_ column: String, allowed: [String], at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "unknown-column", at: position, key: column, found: "values in the unknown column `\(column)`",
            expected: "one of id, \(allowed.joined(separator: ", ")), or one of them with _low, _high or _source",
            fix: nearest(to: column, among: allowed).map { "the nearest valid column is `\($0)`" }
                ?? "delete the column")
    }

    static func endWithoutBase(_ key: String, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "end-without-base", at: position, key: key, found: "an end of `\(key)` without a value of `\(key)`",
            expected: "all of them or the value alone", fix: "fill in the column `\(key)`")
    }

    static func noSuchRampItem(_ item: Int, count: Int, key: String, at position: SourcePosition) -> Diagnostic {
        Diagnostic(
            "no-such-item", at: position, key: key,
            found: "the item `\(item)` of a ramp with \(count) value\(count == 1 ? "" : "s")",
            expected: "an item from 1 to \(count)",
            fix: "give the whole ramp: `\(key.split(separator: ".").dropLast().joined(separator: "."))=0.5 1`")
    }
}
