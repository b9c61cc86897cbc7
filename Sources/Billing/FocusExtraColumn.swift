/// What a converted FOCUS file says beyond the columns of FOCUS 1.2. Such columns begin with `x_`.
package enum FocusExtraColumn: String, CaseIterable, Hashable, Sendable {
    /// Model as the source names it.
    case modelId = "x_ModelId"
    /// `Input` or `Output`, on rows about tokens.
    case tokenDirection = "x_TokenDirection"
    /// `Uncached`, `Read` or `Write`, on rows about input tokens.
    case tokenCacheAction = "x_TokenCacheAction"
    case projectId = "x_ProjectId"
    case projectName = "x_ProjectName"
    case workspaceName = "x_WorkspaceName"
    case apiKeyId = "x_ApiKeyId"
    case apiKeyName = "x_ApiKeyName"
    case principalId = "x_PrincipalId"
    case serviceTier = "x_ServiceTier"
    /// Workload as a ledger states it.
    case workload = "x_Workload"
    case sourceFormat = "x_SourceFormat"
    case sourceFile = "x_SourceFile"
    /// Line of the file on which the record begins, from 1.
    case sourceRow = "x_SourceRow"
    /// Columns that may not be null and that the source does not state, separated by spaces.
    case filledColumns = "x_FilledColumns"
    /// JSON object of the texts that FOCUS 1.2 does not allow in their columns.
    case sourceValues = "x_SourceValues"
}

extension TokenClass {
    /// In the words of FOCUS: direction, and for input what the cache did. Nil for classes that count no tokens.
    package var focusWords: (direction: String, cacheAction: String)? {
        switch self {
        case .inputUncached: ("Input", "Uncached")
        case .inputCacheRead: ("Input", "Read")
        case .inputCacheWrite: ("Input", "Write")
        case .output: ("Output", "")
        case .request, .other, .credit, .tax: nil
        }
    }

    /// The class of these words; nil when they name none.
    package init?(direction: String, cacheAction: String) {
        guard
            let found = TokenClass.allCases.first(where: {
                $0.focusWords.map { $0.direction == direction && $0.cacheAction == cacheAction } ?? false
            })
        else { return nil }
        self = found
    }
}
