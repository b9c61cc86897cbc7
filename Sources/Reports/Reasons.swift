import Economics
import Money

/// Why a figure is a word and no number, and what would have to be true instead. MODEL.md 16.
struct Reasons {
    let data: ReportData
    let lane: Int

    private var currency: String { data.heading.currency.code }

    private func result(_ id: String) -> DriverValue { data.evaluation.result(id, lane: lane) }

    private func number(_ id: String) -> Double? {
        guard case .number(let number) = result(id) else { return nil }
        return number
    }

    private func money(_ id: String) -> String { ReportWords.money(number(id) ?? 0, currency) }

    /// The metric without the view of its payback.
    private static func plain(_ metric: String) -> String {
        metric.hasSuffix("_with_residual") ? String(metric.dropLast(14)) : metric
    }

    private func word(_ metric: String) -> String? {
        guard !data.model.members[.pool].isEmpty, data.model.line(metric) != nil, case .word(let word) = result(metric)
        else { return nil }
        return word
    }

    /// Why the figure is the word that it is, for summary.csv.
    ///
    /// - Returns: nil where the figure is a number, or the word says it all.
    func reason(metric: String) -> String? {
        guard let word = word(metric) else { return nil }
        if !moves, ["break_even_api_decline", "irr_annual", "mirr_annual"].contains(metric) {
            return "nothing moves, so every flow is zero"
        }
        switch (Self.plain(metric), word) {
        case ("recommendation", _): return calledBack
        case ("payback_month", "never"):
            return "the running sum stays below zero within \(data.model.horizon) months"
        case ("discounted_payback_month", "never"):
            return "the discounted running sum stays below zero within \(data.model.horizon) months"
        case ("payback_lasts", "no"): return "the running sum is below zero again in \(fallsAgain)"
        case ("payback_month", _), ("discounted_payback_month", _):
            return "nothing moves, so nothing has to come back"
        case ("threshold_spend_first", "never"), ("threshold_spend_always", "never"), ("threshold_tokens", "never"):
            return fullReplica
        case ("threshold_spend_first", _), ("threshold_spend_always", _), ("threshold_tokens", _),
            ("threshold_api_price_headroom", _), ("threshold_utilisation", "none"):
            return "no workload that may move saves any API spend"
        case ("threshold_utilisation", _):
            return "a replica costs \(money("whole_replica")) a month and displaces "
                + "\(money("whole_worth_of_replica")) even when it is always busy"
        case ("break_even_api_decline", _) where data.model.line("decline_3") == nil:
            return "price steps, a commitment or discount tiers are given: the API bill has no one yearly decline"
        case ("break_even_api_decline", _):
            return "no yearly decline between −20 % and 95 % brings the NPV to zero"
        case ("irr_annual", "none"):
            let none = "the NPV keeps its sign at all rates tried, from −50 % to 500 % a month"
            // Two roots within one step of the search leave no trace there.
            return (number("sign_changes") ?? 0) > 1
                ? none + "; two roots within one step of the search, 0.2 % a month near zero, would not be seen" : none
        case ("mirr_annual", _): return "the flows have one sign only"
        default: return nil
        }
    }

    private var fallsAgain: String { ReportWords.months(Int(number("falls_again") ?? 0)) }

    /// What gates and stop rules say against going on with the plan; nil: nothing, or it is another one's plan.
    private var calledBack: String? {
        guard lane == data.lane(GateData.instance), let call = data.gates?.call, call != .goOn else { return nil }
        return "but the gates say: \(call.rawValue)"
    }

    private var moves: Bool { (number("workloads_moving") ?? 0) > 0 }

    /// What would have to be true instead, beyond the reason.
    func whatWouldDo(metric: String) -> [String] {
        guard word(metric) == "never" else { return [] }
        switch Self.plain(metric) {
        case "payback_month": return whatPays
        case "discounted_payback_month":
            guard case .number(let month) = result(metric.replacing("discounted_", with: "")) else { return whatPays }
            return [
                "undiscounted, the money is back after \(ReportWords.tenths(month)) months; the discount rate takes more than what follows"
            ]
        default: return []
        }
    }

    private var fullReplica: String {
        let gain = (number("whole_displaces") ?? 0) * (1 - (number("whole_fallback") ?? 0))
        return "a full replica costs \(money("whole_replica")) a month and saves \(ReportWords.money(gain, currency)) "
            + "of API spend: more of them lose more"
    }

    /// The spend and the API price from which it would pay.
    private var whatPays: [String] {
        let today = money("spend_month0")
        let prices: (least: String, today: String)? =
            if let headroom = number("threshold_api_price_headroom"), let price = number("whole_price_of_tokens"),
                price > 0
            { (Self.price(price * (1 - headroom)), Self.price(price)) } else { nil }
        switch result("threshold_spend_first") {
        case .number(let spend) where spend <= number("spend_month0") ?? 0:
            guard let headroom = number("threshold_api_price_headroom"), headroom >= 0 else {
                return [
                    "a steady month at today's prices wins from a spend of \(ReportWords.money(spend, currency)), and "
                        + "always from \(money("threshold_spend_always")); today's \(today) lies where one more "
                        + "replica has started and is not yet full"
                ] + wholePlan
            }
            let price =
                prices.map {
                    " and from \($0.least) \(currency)/Mtok for the tokens that could move (today \($0.today))"
                } ?? ""
            return [
                "a steady month at today's prices wins from a spend of \(ReportWords.money(spend, currency)) "
                    + "(today \(today))\(price);"
            ] + wholePlan
        case .number(let spend):
            return [
                "own hosting wins from a spend of \(ReportWords.money(spend, currency)) a month; today \(today)"
            ] + enough(prices)
        case .word("never"): return ["no spend would do at today's prices: \(fullReplica)"] + enough(prices)
        case .word: return ["no workload that may move saves any API spend"]
        }
    }

    /// What the months of the plan add up to, which a steady month leaves out.
    private var wholePlan: [String] {
        func total(_ line: String) -> Double { data.evaluation.total(line, lane: lane) }
        func money(_ amount: Double) -> String { ReportWords.money(amount, currency) }
        let saved = total("baseline_api") - total("residual_api")
        var facts = [
            "the plan as a whole saves \(money(saved)) of API bills in \(data.model.horizon) months, and costs "
                + "\(money(total("alternative_headline") - total("residual_api"))) of its own"
        ]
        let path = data.evaluation.series("api_path", lane: lane)
        if let last = path.last, last < 1 {
            let share = ReportWords.percent(last)
            let isStepped = data.model.members.parts.contains(.priceSteps)
            facts.append(
                isStepped
                    ? "its price steps take the API price to \(share) of today's by month \(data.model.horizon)"
                    : "the API price is at \(share) of today's by month \(data.model.horizon)")
        }
        if data.model.line("unused_alternative") != nil, total("unused_alternative") > 0 {
            facts.append(
                "\(money(total("unused_alternative"))) of the API bill that remains is commitment that nobody uses")
        }
        for (member, fleet) in data.model.members[.fleet].enumerated() {
            func constant(_ line: String) -> Double { data.evaluation.value(line, member: member, lane: lane) }
            let reserved = constant("is_reserved") > 0 ? constant("reserved_gpus") : 0
            let needed = data.evaluation.series("gpus_needed", member: member, lane: lane).max() ?? 0
            if reserved > needed {
                facts.append(
                    "\(Int(reserved)) GPUs are reserved (\(fleet.label)) and never more than \(Int(needed)) are needed")
            }
        }
        return facts
    }

    private func enough(_ prices: (least: String, today: String)?) -> [String] {
        guard let prices else { return [] }
        return [
            "it would win from an API price of \(prices.least) \(currency)/Mtok for the tokens that could move; "
                + "today \(prices.today)"
        ]
    }

    /// Two decimals, more for prices below one.
    private static func price(_ value: Double) -> String {
        let scale = value < 1 ? 10_000 : 100
        let units = Int((value * Double(scale)).rounded())
        let rest = String(units % scale)
        return "\(units / scale).\(String(repeating: "0", count: (scale == 100 ? 2 : 4) - rest.count))\(rest)"
    }
}
