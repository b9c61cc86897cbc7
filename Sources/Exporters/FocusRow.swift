import Billing
import Money
import Tabular

/// The cells of one row of FOCUS on their way to the file. Null is an empty text.
struct FocusRow {
    private var cells: [FocusColumn: String]
    private var extras: [FocusExtraColumn: String]
    private let line: ChargeLine
    private let file: ImportedFile
    private var filled: Set<FocusColumn>

    subscript(_ column: FocusColumn) -> String { cells[column] ?? "" }
    subscript(_ column: FocusExtraColumn) -> String { extras[column] ?? "" }

    /// What the charge says.
    init(_ charge: StatedCharge, _ part: FocusPart, file: ImportedFile) {
        line = charge.line
        self.file = file
        cells = charge.texts
        extras = charge.earlier
        filled = []
        for name in self[.filledColumns].split(separator: " ") {
            if let column = FocusColumn(rawValue: String(name)) { filled.insert(column) }
        }
        place(charge)
        place(part)
    }

    private mutating func place(_ charge: StatedCharge) {
        let dimensions = line.dimensions
        cells[.chargeCategory] = line.category.rawValue
        cells[.chargePeriodStart] = charge.charged.lowerBound
        cells[.chargePeriodEnd] = charge.charged.upperBound
        cells[.billingPeriodStart] = charge.billed.lowerBound
        cells[.billingPeriodEnd] = charge.billed.upperBound
        cells[.providerName] = line.provider
        cells[.billingCurrency] = line.currency?.code
        set(.billingAccountId, dimensions.account)
        set(.billingAccountName, dimensions.accountName)
        set(.subAccountId, dimensions.subAccount)
        set(.subAccountName, dimensions.subAccountName)
        set(.skuId, dimensions.sku)
        set(.regionId, dimensions.region)
        if self[.subAccountId].isEmpty { placeSubAccount(dimensions) }
        if self[.tags].isEmpty, !dimensions.tags.isEmpty { cells[.tags] = FocusJSON.object(dimensions.tags) }
        extras[.modelId] = line.model
        extras[.projectId] = dimensions.project
        extras[.projectName] = dimensions.projectName
        extras[.workspaceName] = dimensions.workspace
        extras[.apiKeyId] = dimensions.apiKey
        extras[.apiKeyName] = dimensions.apiKeyName
        extras[.principalId] = dimensions.user
        extras[.serviceTier] = dimensions.serviceTier
        extras[.workload] = line.workload
        extras[.sourceFormat] = file.format
        // An absolute path would tell where the conversion ran.
        extras[.sourceFile] =
            file.name.hasPrefix("/") ? file.name.split(separator: "/").last.map(String.init) ?? "" : file.name
        extras[.sourceRow] = String(line.firstLine)
    }

    /// A project or a workspace is what FOCUS calls a sub account.
    private mutating func placeSubAccount(_ dimensions: ChargeDimensions) {
        if !dimensions.project.isEmpty {
            cells[.subAccountId] = dimensions.project
            set(.subAccountName, dimensions.projectName)
            cells[.subAccountType] = "Project"
        } else if !dimensions.workspace.isEmpty {
            cells[.subAccountId] = dimensions.workspace
            cells[.subAccountName] = dimensions.workspace
            cells[.subAccountType] = "Workspace"
        }
    }

    private mutating func place(_ part: FocusPart) {
        if let words = part.tokenClass?.focusWords {
            extras[.tokenDirection] = words.direction
            extras[.tokenCacheAction] = words.cacheAction
        }
        if let quantity = part.quantity, self[.consumedQuantity].isEmpty || self[.consumedUnit].isEmpty {
            cells[.consumedQuantity] = quantity.description
            cells[.consumedUnit] = part.unit
        }
        if part.hasMoney {
            cells[.billedCost] = line.billedCost?.description
            cells[.effectiveCost] = line.effectiveCost?.description
        } else {
            for column in Self.costs { cells[column] = "0" }
            filled.formUnion(Self.costs)
            if part.isFirst, let worth = line.notionalCost {
                cells[.listCost] = worth.description
                filled.remove(.listCost)
            }
            cells[.pricingQuantity] = nil
            cells[.pricingUnit] = nil
        }
    }

    private static let costs: [FocusColumn] = [.billedCost, .effectiveCost, .contractedCost, .listCost]

    private mutating func set(_ column: FocusColumn, _ text: String) {
        if !text.isEmpty { cells[column] = text }
    }

    // MARK: What may not be null

    /// Fills what the source does not state and FOCUS asks for.
    mutating func fill(currency: Currency) {
        if !self[.skuMeter].isEmpty { fill(.skuId, self[.skuMeter]) }
        fill(.billingCurrency, currency.code)
        fill(.billingAccountId, "unknown")
        fill(.publisherName, self[.providerName])
        fill(.invoiceIssuerName, self[.providerName])
        // As in the ledger, one stands for the other where only one is stated.
        fill(.billedCost, self[.effectiveCost])
        fill(.effectiveCost, self[.billedCost])
        fill(.contractedCost, self[.billedCost] == "0" ? self[.effectiveCost] : self[.billedCost])
        fill(.listCost, self[.contractedCost])
        fill(.chargeFrequency, line.category == .usage ? "Usage-Based" : "One-Time")
        let isAI = !line.model.isEmpty || line.tokenClass.map { $0 != .other } ?? false || file.role != .both
        fill(.serviceName, self[.providerName])
        let service = FocusServices.category(of: self[.serviceSubcategory])
        fill(.serviceCategory, service ?? (isAI ? "AI and Machine Learning" : "Other"))
        if isAI, self[.serviceCategory] == "AI and Machine Learning" { fill(.serviceSubcategory, "Generative AI") }
    }

    private mutating func fill(_ column: FocusColumn, _ text: String) {
        if self[column].isEmpty || !isReadable(column) {
            displace(column)
            cells[column] = text
            filled.insert(column)
        }
    }

    // MARK: What is allowed

    /// Moves what FOCUS does not allow in its column, and lists what was filled and moved.
    mutating func hold() {
        for column in FocusColumn.allCases where !self[column].isEmpty {
            if !isReadable(column) || !column.isAllowed(on: line.category) { displace(column) }
        }
        if self[.chargeFrequency] == "Usage-Based", line.category == .purchase {
            displace(.chargeFrequency)
            fill(.chargeFrequency, "One-Time")
        }
        if let category = FocusServices.category(of: self[.serviceSubcategory]), category != self[.serviceCategory] {
            displace(.serviceSubcategory)
        }
        fill(.serviceSubcategory, "Other (\(self[.serviceCategory]))")
        for column in FocusColumn.allCases {
            if let companion = column.companion, !self[column].isEmpty, self[companion].isEmpty { displace(column) }
        }
        // Units of a discount depend on its quantity, and that on its id; the second look sees what the first one moved.
        for column in FocusColumn.allCases {
            if let companion = column.companion, !self[column].isEmpty, self[companion].isEmpty { displace(column) }
        }
        extras[.filledColumns] = FocusColumn.allCases.filter(filled.contains).map(\.rawValue).joined(separator: " ")
        if !displaced.isEmpty {
            var values: [String: String] = [:]
            for case (let key, .string(let text)) in JSONValue.parse(Array(self[.sourceValues].utf8))?.pairs ?? [] {
                values[key] = text
            }
            values.merge(displaced) { $1 }
            extras[.sourceValues] = FocusJSON.object(values)
        }
    }

    private var displaced: [String: String] = [:]

    private mutating func displace(_ column: FocusColumn) {
        guard let text = cells.removeValue(forKey: column), !text.isEmpty else { return }
        displaced[column.rawValue] = text
    }

    /// Whether the cell is of the column's kind; words take their spelling.
    private mutating func isReadable(_ column: FocusColumn) -> Bool {
        let text = self[column]
        switch column.kind {
        case .text, .dateTime: return true
        case .decimal: return Amount(text) != nil
        case .pairs:
            if FocusJSON.isPlainObject(text) { return true }
            guard column == .tags, !line.dimensions.tags.isEmpty else { return false }
            cells[column] = FocusJSON.object(line.dimensions.tags)
            return true
        case .word(let words):
            if words.contains(text) { return true }
            let letters = Self.letters(text)
            guard let word = words.first(where: { Self.letters($0) == letters }) else { return false }
            cells[column] = word
            return true
        }
    }

    /// `Usage-based`, `UsageBased` and `usage based` are one word.
    private static func letters(_ text: String) -> String { text.lowercased().filter(\.isLetter) }
}

/// JSON objects in cells.
enum FocusJSON {
    /// One object of texts, in order of their names.
    static func object(_ pairs: [String: String]) -> String {
        JSONValue.object(pairs.sorted { $0.key < $1.key }.map { .init($0.key, .string($0.value)) }).text(pretty: false)
    }

    /// A JSON object whose values are texts, numbers, truth values or null, and whose keys differ.
    static func isPlainObject(_ text: String) -> Bool {
        guard let pairs = JSONValue.parse(Array(text.utf8))?.pairs else { return false }
        return Set(pairs.map(\.0)).count == pairs.count
            && pairs.allSatisfy {
                switch $0.1 {
                case .string, .number, .integer, .bool, .null: true
                case .object, .array: false
                }
            }
    }
}

extension JSONValue {
    /// Members of an object, in their order; nil for anything else.
    fileprivate var pairs: [(String, JSONValue)]? {
        guard case .object(let members) = self else { return nil }
        return members.map { ($0.key, $0.value) }
    }
}
