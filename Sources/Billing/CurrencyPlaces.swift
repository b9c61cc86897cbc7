import Diagnostics
import Money

/// Where the invoices name each currency first, for messages about one that has no rate.
struct CurrencyPlaces {
    private struct Key: Hashable {
        var currency: Currency
        var month: Month
    }

    private var places: [Key: SourcePosition] = [:]
    private var rows: [Currency: Int] = [:]
    /// Header of the column that names the currency, by file.
    private var columns: [String: String] = [:]

    mutating func add(_ line: ChargeLine, of file: ImportedFile) {
        guard line.billedCost ?? line.effectiveCost != nil, let currency = line.currency else { return }
        let place = line.place(in: file)
        let key = Key(currency: currency, month: line.month)
        places[key] = min(places[key] ?? place, place)
        rows[currency, default: 0] += line.rows
        columns[file.name] = file.currencyColumn
    }

    /// The first line of a month in a currency.
    func place(of currency: Currency, in month: Month) -> SourcePosition? {
        places[Key(currency: currency, month: month)]
    }

    /// The first line in a currency.
    func place(of currency: Currency) -> SourcePosition? {
        places.filter { $0.key.currency == currency }.map(\.value).min()
    }

    /// Nil where no column but the project or the export's format tells the currency.
    func column(at place: SourcePosition) -> String? { columns[place.file] }

    /// The currency of the most rows; the first by code of several.
    var usual: Currency? { rows.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key }
}

extension ChargeLine {
    /// Where the first of its records begins.
    func place(in file: ImportedFile) -> SourcePosition {
        SourcePosition(file: file.name, line: firstLine > 0 ? firstLine : nil)
    }
}
