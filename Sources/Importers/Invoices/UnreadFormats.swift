/// A layout that is known by its header but holds no charges: the message names it and says what to do with it.
struct UnreadFormat: Sendable {
    var id: String
    var name: String
    var recognise: HeaderSignature
    var advice: String
}

extension UnreadFormat {
    static let all: [UnreadFormat] = [
        UnreadFormat(
            id: "focus-invoice-detail", name: "a FOCUS InvoiceDetail dataset",
            recognise: HeaderSignature(
                all: ["invoicedetailid", "invoiceissuedate", "billedcost"], none: ["chargeperiodstart"]),
            advice: "give the FOCUS CostAndUsage dataset of the same months instead"),
        UnreadFormat(
            id: "focus-contract-commitment", name: "a FOCUS ContractCommitment dataset",
            recognise: HeaderSignature(all: ["contractcommitmentid", "contractid"], none: ["chargecategory"]),
            advice: "give the FOCUS CostAndUsage dataset of the same months instead"),
        UnreadFormat(
            id: "ecb-fx", name: "a table of the European Central Bank's exchange rates",
            recognise: .columns("date", "usd", "jpy", "gbp", "chf"),
            advice: "put the file beside breakeven.yaml as fx.csv"),
        UnreadFormat(
            id: "model-architecture", name: "a table of models with their layers and KV cache",
            recognise: HeaderSignature(all: ["model", "layers", "kv_heads"]),
            advice: "write weights_gb and kv_bytes_per_token of the model under its pool"),
    ]
}
