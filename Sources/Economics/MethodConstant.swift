/// Constants of the method: named cells, so that no formula hides a number. MODEL.md section 15.
package enum MethodConstant: String, CaseIterable, Hashable, Sendable {
    case guardBelowCeiling = "const_ceiling_guard"
    case paybackTolerance = "const_payback_tolerance"
    case signTolerance = "const_sign_tolerance"
    case secondsPerHour = "const_seconds_per_hour"
    case tokensPerMillion = "const_tokens_per_million"
    case hoursPerDay = "const_hours_per_day"
    case daysPerWeek = "const_days_per_week"
    case daysPerYear = "const_days_per_year"
    case daysPerMonth = "const_days_per_month"
    case calendarStart = "const_calendar_start"
    case lowestMonthlyRate = "const_irr_lowest"
    case highestMonthlyRate = "const_irr_highest"
    case rateSteps = "const_irr_steps"
    case rateFineFrom = "const_irr_fine_from"
    case rateFineSteps = "const_irr_fine_steps"
    case rateFineStep = "const_irr_fine_step"
    case rateTurns = "const_irr_turns"
    case lowestDecline = "const_decline_lowest"
    case highestDecline = "const_decline_highest"
    case macrsYear1 = "const_macrs_1"
    case macrsYear2 = "const_macrs_2"
    case macrsYear3 = "const_macrs_3"
    case macrsYear4 = "const_macrs_4"
    case macrsYear5 = "const_macrs_5"
    case macrsYear6 = "const_macrs_6"
    case checkTolerance = "const_check_tolerance"
    case checkRelative = "const_check_relative"
    case roundingShare = "const_rounding_share"
    case leastProbability = "const_least_probability"
    case half = "const_half"
    case oneHour = "const_one_hour"
    case oneToken = "const_one_token"
    case bytesPerGigabyte = "const_bytes_per_gigabyte"
    case memoryShare = "const_memory_share"
    case memoryReserve = "const_memory_reserve"
    case leastParallelWeeks = "const_parallel_weeks_least"
    case mostParallelWeeks = "const_parallel_weeks_most"

    package var value: Double {
        switch self {
        case .guardBelowCeiling, .signTolerance: 1e-9
        case .paybackTolerance: 1e-7
        case .secondsPerHour: 3600
        case .tokensPerMillion: 1_000_000
        case .hoursPerDay: 24
        case .daysPerWeek: 7
        case .daysPerYear: 365
        case .daysPerMonth: 30.436875
        case .calendarStart: 1900
        case .lowestMonthlyRate: -0.5
        case .highestMonthlyRate: 5
        case .rateSteps: 120
        case .rateFineFrom: 11
        case .rateFineSteps: 80
        case .rateFineStep: 0.0018
        case .rateTurns: 16
        case .lowestDecline: -0.2
        case .highestDecline: 0.95
        case .macrsYear1: 0.2
        case .macrsYear2: 0.32
        case .macrsYear3: 0.192
        case .macrsYear4, .macrsYear5: 0.1152
        case .macrsYear6: 0.0576
        case .checkTolerance: 0.005
        case .checkRelative: 1e-9
        case .roundingShare: 1e-14
        case .leastProbability: 1e-6
        case .half: 0.5
        case .oneHour: 1
        case .oneToken: 1
        case .bytesPerGigabyte: 1_000_000_000
        case .memoryShare: 0.9
        case .memoryReserve: 4.12
        case .leastParallelWeeks: 2
        case .mostParallelWeeks: 4
        }
    }

    package var label: String {
        switch self {
        case .guardBelowCeiling: "Guard below a ceiling: 3.0000000001 does not buy a fourth server"
        case .paybackTolerance: "Running sums within this of zero count as zero"
        case .signTolerance: "Flows within this of zero have no sign"
        case .secondsPerHour: "Seconds in an hour"
        case .tokensPerMillion: "Tokens in a million"
        case .hoursPerDay: "Hours in a day"
        case .daysPerWeek: "Days in a week"
        case .daysPerYear: "Days in a year"
        case .daysPerMonth:
            "Days in a month, mean of 400 years: a month's last day over it rounds to the month's number"
        case .calendarStart: "Year whose January is month 1 of the spreadsheet's calendar"
        case .lowestMonthlyRate: "Lowest monthly rate searched for an IRR"
        case .highestMonthlyRate: "Highest monthly rate searched for an IRR"
        case .rateSteps: "Steps of the IRR search"
        case .rateFineFrom: "Step of the IRR search after which its fine steps begin, at -4.8% a month"
        case .rateFineSteps: "Fine steps of the IRR search, up to 10.0% a month"
        case .rateFineStep: "Growth of 1 + rate in a fine step"
        case .rateTurns: "Times that a bracket around a rate is halved"
        case .lowestDecline: "Lowest yearly decline of the API price searched"
        case .highestDecline: "Highest yearly decline of the API price searched"
        case .macrsYear1: "MACRS 5-year, year 1"
        case .macrsYear2: "MACRS 5-year, year 2"
        case .macrsYear3: "MACRS 5-year, year 3"
        case .macrsYear4: "MACRS 5-year, year 4"
        case .macrsYear5: "MACRS 5-year, year 5"
        case .macrsYear6: "MACRS 5-year, year 6"
        case .checkTolerance: "Checks of money pass within half a cent"
        case .checkRelative: "or within this share of the amount"
        case .roundingShare: "Amounts apart by less than this share are equal but for rounding"
        case .leastProbability: "Chances below this are a difference of rounding"
        case .half: "One half"
        case .oneHour: "One hour"
        case .oneToken: "One token"
        case .bytesPerGigabyte: "Bytes in a gigabyte"
        case .memoryShare: "Share of a GPU's memory that serving may take"
        case .memoryReserve: "Of that, for graphs, activations and communication, each GPU (3.76 + 0.36)"
        case .leastParallelWeeks: "Least weeks in parallel that a plan allows"
        case .mostParallelWeeks: "Most weeks in parallel that a plan allows"
        }
    }

    package var unit: Unit {
        switch self {
        case .secondsPerHour: Unit("s/h", .second / .hour)
        case .guardBelowCeiling, .macrsYear1, .macrsYear2, .macrsYear3, .macrsYear4, .macrsYear5, .macrsYear6,
            .lowestMonthlyRate, .highestMonthlyRate, .lowestDecline, .highestDecline, .half, .checkRelative,
            .roundingShare, .leastProbability, .rateFineStep:
            .ratio
        case .memoryShare: .ratio
        case .memoryReserve: .gigabytes
        case .oneToken: .of("token")
        case .bytesPerGigabyte: Unit("B/GB", .one)
        case .paybackTolerance, .signTolerance, .checkTolerance: .money
        case .tokensPerMillion: Unit("tok/Mtok", .one)
        case .hoursPerDay, .oneHour: .hours
        case .daysPerWeek, .daysPerYear, .daysPerMonth, .calendarStart, .rateSteps, .rateFineFrom,
            .rateFineSteps, .rateTurns, .leastParallelWeeks, .mostParallelWeeks:
            .index
        }
    }
}
