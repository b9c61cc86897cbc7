import Billing

extension AcmeSample {
    /// Longest period of one export.
    private static let daysInExport = 60
    /// Nothing ran on this day: the exports say so with empty rows.
    private static let idleDay = Day(year: 2024, month: 12, day: 25)

    private static let projects = [
        "support-chat": "proj_ACMEsupport0000000000001", "summarisation": "proj_ACMEsummary0000000000002",
        "voice-notes": "proj_ACMEvoice000000000000003",
    ]

    /// Cost grouped by project and line item, and completions usage, in exports of at most 60 days: their ends do not
    /// fall on month ends. Amounts are exact.
    static func openAIFiles(_ paper: inout PaperInvoices) -> [File] {
        var random = generator(for: "openai")
        var files: [File] = []
        // In 1/10¹⁰ USD.
        var exact: [Month: Int] = [:]
        for start in stride(from: 0, to: days.count, by: daysInExport) {
            var cost =
                "start_time,end_time,start_time_iso,end_time_iso,amount_value,amount_currency,line_item,project_id,"
                + "organization_id,organization_name\n"
            var usage =
                "start_time,end_time,start_time_iso,end_time_iso,project_id,num_model_requests,user_id,api_key_id,model,"
                + "batch,service_tier,input_tokens,output_tokens,input_cached_tokens,input_uncached_tokens,"
                + "input_text_tokens,output_text_tokens,input_cached_text_tokens,input_audio_tokens,"
                + "input_cached_audio_tokens,output_audio_tokens,input_image_tokens,input_cached_image_tokens,"
                + "output_image_tokens\n"
            let period = days[start..<min(start + daysInExport, days.count)]
            for day in period {
                let bucket =
                    "\(day.number * 86_400),\((day.number + 1) * 86_400),\(day)T00:00:00+00:00,"
                    + "\(day + 1)T00:00:00+00:00"
                if day == idleDay {
                    cost += "\(bucket),,,,,,\n"
                    usage += bucket + String(repeating: ",", count: 20) + "\n"
                    continue
                }
                for (index, stream) in AcmeStream.openAI.enumerated() {
                    guard let (model, used) = stream.tokens(on: day, &random) else { continue }
                    let project = projects[stream.workload]!
                    for (name, count, price) in [
                        ("input", used.input, model.input), ("cached input", used.cached, model.cached),
                        ("output", used.output, model.output),
                    ] where count > 0 {
                        exact[day.month, default: 0] += count * price
                        cost +=
                            "\(bucket),\(decimalText(count * price, scale: 10)),usd,\"\(model.id), \(name)\",\(project),"
                            + "org-ACME0000000000000000001,Acme Industries\n"
                    }
                    let requests = (used.input + used.cached) / random.integer(in: 2300...2500)
                    usage +=
                        "\(bucket),\(project),\(requests).0,,key_ACME000000000\(index + 1),\(model.id),FALSE,default,"
                        + "\(used.input + used.cached).0,\(used.output).0,\(used.cached).0,\(used.input).0,"
                        + "\(used.input).0,\(used.output).0,\(used.cached).0,0.0,0.0,0.0,0.0,0.0,0.0\n"
                }
            }
            let name = "\(period.first!)_\(period.last!).csv"
            files.append(File(path: "invoices/openai/cost_\(name)", bytes: Array(cost.utf8)))
            files.append(File(path: "invoices/openai/completions_usage_\(name)", bytes: Array(usage.utf8)))
        }
        for month in months { paper.declare("OpenAI", month, cents: cents(exact[month] ?? 0, scale: 10)) }
        return files
    }
}
