import Foundation
import TestSupport
import Testing

/// Exports as FOCUS 1.2: what a row says, and that no money is lost on the way.
struct FocusConversionTests {
    private func focus(_ project: SmallProject, _ name: String, _ arguments: [String] = []) throws -> FocusTable {
        let outcome = try project.run(["convert", "p/invoices/\(name)", "--quiet"] + arguments)
        #expect(outcome.errors == "")
        #expect(outcome.status == 0)
        let table = try #require(FocusTable(Array(outcome.output.utf8)))
        #expect(focusFindings(table) == [])
        return table
    }

    private func values(_ table: FocusTable, _ names: String...) -> [[String]] {
        table.rows.map { row in names.map { name in row[table.header.firstIndex(of: name)!] } }
    }

    @Test func aRecordBecomesARow() throws {
        let project = try SmallProject(months: 1)
        let table = try focus(project, "acme.csv")
        #expect(
            values(table, "BilledCost", "EffectiveCost", "BillingCurrency", "ProviderName", "x_ModelId", "x_SourceRow")
                == [
                    ["1011.5", "1011.5", "USD", "Acme AI", "model-1", "2"],
                    ["1012.5", "1012.5", "USD", "Acme AI", "model-2", "3"],
                ])
        #expect(
            values(table, "BillingPeriodStart", "ChargePeriodStart", "ChargePeriodEnd")[0] == [
                "2026-01-01T00:00:00Z", "2026-01-01T00:00:00Z", "2026-02-01T00:00:00Z",
            ])
        #expect(values(table, "x_SourceFile", "x_SourceFormat")[0] == ["p/invoices/acme.csv", "generic"])
        #expect(
            values(table, "x_FilledColumns")[0] == [
                "BillingAccountId ChargeFrequency ContractedCost EffectiveCost InvoiceIssuerName ListCost PublisherName "
                    + "ServiceCategory ServiceName ServiceSubcategory"
            ])
    }

    /// Each kind of token is a row; the money is on none of them where the record has one price for all.
    @Test func kindsOfTokensAreRowsOfTheirOwn() throws {
        let project = try SmallProject(months: 1)
        try project.write(
            "invoices/usage.csv",
            "usage_date_utc,model_version,workspace,usage_input_tokens_no_cache,usage_input_tokens_cache_read,usage_output_tokens\n2026-01-05,claude-x,Default,100,0,7\n"
        )
        let table = try focus(project, "usage.csv")
        #expect(
            values(
                table, "ConsumedQuantity", "ConsumedUnit", "x_TokenDirection", "x_TokenCacheAction", "BilledCost",
                "ChargePeriodStart", "ChargePeriodEnd", "SubAccountId", "SubAccountType", "x_WorkspaceName") == [
                    [
                        "100", "Tokens", "Input", "Uncached", "0", "2026-01-05T00:00:00Z", "2026-01-06T00:00:00Z",
                        "Default", "Workspace", "Default",
                    ],
                    [
                        "7", "Tokens", "Output", "", "0", "2026-01-05T00:00:00Z", "2026-01-06T00:00:00Z", "Default",
                        "Workspace", "Default",
                    ],
                ])
    }

    /// Times, decimals, words and nulls as the specification asks; what it does not allow stands in x_SourceValues.
    @Test func whatFOCUSDoesNotAllowIsMovedAndNotDropped() throws {
        let project = try SmallProject(months: 1)
        try project.write(
            "invoices/old.csv",
            """
            ChargeCategory,ChargePeriodStart,ChargePeriodEnd,BillingPeriodStart,BilledCost,EffectiveCost,BillingCurrency,\
            ProviderName,ServiceName,ChargeFrequency,ServiceCategory,Tags,ListUnitPrice,SkuMeter,ConsumedQuantity,\
            ConsumedUnit,ResourceName,ChargeDescription,Id,x_Team,HostProviderName
            usage,2026-01-31 22:00:00-03:00,2026-01-31 23:00:00-03:00,2026-01-01,"$1,234.50",1.5e3,usd,Acme,Chat,\
            Usage-based,Robots,"team=a",free,Tokens meter,12,NULL,r,=1+1,7,Blue,Host

            """)
        let table = try focus(project, "old.csv")
        let row = Dictionary(uniqueKeysWithValues: zip(table.header, table.rows[0]))
        #expect(row["BilledCost"] == "1234.5")
        #expect(row["EffectiveCost"] == "1500")
        #expect(row["ContractedCost"] == "1234.5")
        #expect(row["ChargePeriodStart"] == "2026-02-01T01:00:00Z")
        #expect(row["ChargePeriodEnd"] == "2026-02-01T02:00:00Z")
        #expect(row["BillingPeriodStart"] == "2026-01-01T00:00:00Z")
        #expect(row["BillingPeriodEnd"] == "2026-02-01T00:00:00Z")
        #expect(row["ChargeCategory"] == "Usage")
        #expect(row["ChargeFrequency"] == "Usage-Based")
        #expect(row["ServiceCategory"] == "Other")
        #expect(row["ChargeDescription"] == "=1+1")
        #expect(row["SkuId"] == "Tokens meter")
        #expect(row["x_Id"] == "7")
        #expect(row["x_Team"] == "Blue")
        #expect(row["x_HostProviderName"] == "Host")
        #expect(
            row["x_SourceValues"]
                == #"{"ConsumedQuantity":"12","ListUnitPrice":"free","ResourceName":"r","ServiceCategory":"Robots","Tags":"team=a"}"#
        )
    }

    @Test func aSecondConversionChangesNothingButTheSource() throws {
        let project = try SmallProject(months: 2)
        try project.write("invoices/again.csv", project.run(["convert", "p/invoices/acme.csv"]).output)
        let first = try focus(project, "acme.csv")
        let second = try focus(project, "again.csv")
        #expect(first.header == second.header)
        for name in first.header where !["x_SourceFormat", "x_SourceFile", "x_SourceRow"].contains(name) {
            #expect(first.column(name) == second.column(name), "\(name)")
        }
    }

    @Test func rejectedRowsAreListedAndLeftOut() throws {
        let project = try SmallProject()
        try project.append("2026-06,Acme AI,model-3,12.3.4,USD\n")
        let outcome = try project.run(["convert", "p/invoices/acme.csv", "-o", "out.csv", "--json"])
        #expect(outcome.status == 3)
        #expect(outcome.output.contains("\"format\": \"focus\",\n  \"rows\": 12,\n  \"ok\": false,"))
        #expect(outcome.output.contains("not-a-number"))
    }

    @Test func focusNeverWritesOverAnInput() throws {
        let project = try SmallProject()
        let before = bytes(of: "\(project.folder)/invoices/acme.csv")
        let outcome = try project.run(["convert", "p/invoices/acme.csv", "-o", "p/invoices/acme.csv"])
        #expect(outcome.status == 73)
        #expect(bytes(of: "\(project.folder)/invoices/acme.csv") == before)
    }

    @Test func aFailureLeavesTheEarlierFile() throws {
        let project = try SmallProject()
        try project.write("out.csv", "mine\n")
        try project.write("invoices/bad.csv", "a,b\n1,2\n")
        let outcome = try project.run(["convert", "p/invoices/acme.csv", "p/invoices/bad.csv", "-o", "p/out.csv"])
        #expect(outcome.status == 65)
        #expect(bytes(of: "\(project.folder)/out.csv") == Array("mine\n".utf8))
        #expect(project.scratch.names == ["p"])
    }

    @Test func theLedgerOfALedgerIsTheSame() throws {
        let project = try SmallProject(months: 3)
        try project.write("l.csv", project.run(["convert", "p/invoices/acme.csv", "--to", "ledger"]).output)
        let again = try project.run(["convert", "p/l.csv", "--to", "ledger"]).output
        #expect(Array(again.utf8) == bytes(of: "\(project.folder)/l.csv"))
        let focus = try project.run(["convert", "p/l.csv"]).output
        let table = try #require(FocusTable(Array(focus.utf8)))
        #expect(focusFindings(table) == [])
        #expect(values(table, "x_Workload", "x_ModelId", "BilledCost")[0] == ["unattributed", "model-1", "1011.5"])
    }
}
