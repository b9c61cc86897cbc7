package import Billing
package import Diagnostics
package import Tabular
package func importInvoices(_ files: [InputFile], rules: [SourceRule], jobs: Int) throws(Failure) -> [ImportedFile] { [] }
