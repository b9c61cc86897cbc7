extension ImportFormat {
    /// Every format that is recognised by its header. The generic layout is tried when none of them knows a file.
    static let all: [ImportFormat] = [
        .openAICost, .openAIUsage, .openAIEmpty, .openAIActivity, .anthropicCost, .anthropicTokens, .deepSeekCost,
        .deepSeekAmount, .openRouterGenerations, .openRouterDaily, .litellmSpendLogs, .litellmDailySpend,
        .litellmTeamUser, .cursorUsage, .heliconeRequests, .langfuseExport, .fireworksMetrics, .langdockUsage,
        .awsCURLegacy, .awsCUR2, .awsCostExplorer, .ociCost, .azureCostDetails, .azureCostAnalysis, .gcpCostTable,
        .gcpReports, .gcpBigQuery, .focus, .quickBooksLedger, .ledger,
    ]
}

/// Ids that `sources: format` may name.
package let importFormatIds: [String] = ImportFormat.all.map(\.id) + [ImportFormat.genericId]

/// A format's name for people; nil for an id that no format has.
package func importFormatName(_ id: String) -> String? {
    id == ImportFormat.genericId ? "a table made by hand" : ImportFormat.all.first { $0.id == id }?.name
}
