package import Reports
import Tabular

/// `datapackage.json`: the columns, units and keys of every table, as a Frictionless Data Package.
///
/// - Parameter title: Of the report, shown by tools that read data packages.
/// - Returns: Pretty JSON with a final line break; the resources are in the order of `tables`.
package func dataPackage(_ tables: [Table], title: String) -> [UInt8] {
    let package: JSONValue = [
        "profile": "tabular-data-package",
        "name": "breakeven-report",
        "title": .string(title),
        "resources": .array(tables.map(resource)),
    ]
    return Array((package.text(pretty: true) + "\n").utf8)
}

private func resource(_ table: Table) -> JSONValue {
    var schema = [
        JSONValue.Member("fields", .array(table.columns.map(field))), JSONValue.Member("missingValues", [""]),
    ]
    // The standard knows no empty key.
    if !table.primaryKey.isEmpty {
        schema.insert(.init("primaryKey", .array(table.primaryKey.map(JSONValue.string))), at: 1)
    }
    return [
        "name": .string(table.name),
        "path": .string("csv/\(table.name).csv"),
        "profile": "tabular-data-resource",
        "description": .string(table.description),
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "schema": .object(schema),
    ]
}

private func field(_ column: Table.Column) -> JSONValue {
    var members = [
        JSONValue.Member("name", .string(column.name)),
        JSONValue.Member("type", .string(column.kind.rawValue)),
    ]
    if !column.unit.isEmpty { members.append(.init("unit", .string(column.unit))) }
    if !column.description.isEmpty { members.append(.init("description", .string(column.description))) }
    return .object(members)
}
