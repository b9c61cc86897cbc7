import Billing
import Money

extension ImportFormat {
    /// Langfuse → Traces, Observations or Sessions → Export: columns are the fields of the rows, so that they differ by
    /// table and version. Costs in US dollars, as Langfuse computed them; the vendors send the bills. Traces and sessions
    /// add up observations: one of the three tables holds all of the money.
    static let langfuseExport = ImportFormat(
        id: "langfuse-export", name: "Langfuse export", vendor: "Langfuse",
        recognise: .columns("id", "inputcost", "outputcost", "totalcost"),
        columns: [
            .day("starttime", "timestamp", "createdat", to: .firstDay).required,
            .text("model", "providedmodelname", to: .model),
            .text("userid", to: .user, onlyFor: "user"),
            .text("environment", to: .workspace),
            .money("totalcost", to: .billedCost).required.blank(.nothing),
            .count("inputtokens", "prompttokens", to: .tokens(.inputUncached)),
            .count("outputtokens", "completiontokens", to: .tokens(.output)),
        ],
        currency: Currency("USD"), evidence: { _ in .metered })
}
