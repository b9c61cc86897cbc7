extension Section {
    /// The first block of a scenario: every driver that the lines use, linked from its cell on the Assumptions sheet.
    static func drivers(members: Members) -> Section {
        var lines: [Line] = [
            Line(
                "start_month", "First month of the model", .date, .date, .cell, section: "1",
                .driver("meta.start_month")),
            Line(
                "horizon", "Months of the model", .months, .count, .cell, section: "1", .driver("meta.horizon_months")),
            Line(
                "fiscal_year_start", "First month of the fiscal year", .month, .count, .cell, section: "8.5",
                .driver("report.fiscal_year_start")),
        ]
        for definition in DriverCatalogue.general where definition.isLive { lines.append(link(definition, over: nil)) }
        for part in ModelPart.allCases where members.parts.contains(part) {
            for definition in part.drivers { lines.append(link(definition, over: part.members, prefix: part.prefix)) }
        }
        for definition in DriverCatalogue.workload where definition.isLive && definition.name != "ramp" {
            lines.append(link(definition, over: .workload))
        }
        lines.append(
            Line(
                "pool", "Pool", .word, .word, .cell, over: .workload, section: "2", .driver("workloads.*.pool")))
        lines.append(
            Line(
                "ramp", "Ramp, share in month", .ratio, .percent, .cell, over: .rampStep, section: "6",
                .driver("workloads.*.ramp.#")))
        for definition in DriverCatalogue.pool where definition.isLive { lines.append(link(definition, over: .pool)) }
        for definition in DriverCatalogue.capacity where definition.isLive {
            if let part = ModelPart.ofFleetDriver(definition.name), !members.parts.contains(part) { continue }
            lines.append(link(definition, over: .fleet))
        }
        for definition in DriverCatalogue.oneOff where definition.isLive {
            lines.append(link(definition, over: .oneOff, prefix: "one_off_"))
        }
        return Section("Drivers of this scenario", lines)
    }

    private static func link(_ definition: DriverDefinition, over members: MemberSet?, prefix: String = "") -> Line {
        Line(
            prefix + definition.name, definition.label, Unit.of(definition.unit), definition.display, .cell,
            over: members, section: "2", .driver(definition.pattern))
    }
}

extension DriverDefinition {
    /// How the driver is shown.
    package var display: Display {
        switch kind {
        case .choice, .integerOrWord, .hoursBasis, .text: return .word
        case .flag: return .flag
        case .integer: return .count
        case .number, .price:
            if unit.hasPrefix("CUR") {
                return unit.hasPrefix("CUR/Mtok") || unit.hasPrefix("CUR/GPU-hour") || unit == "CUR/kWh"
                    || unit == "CUR/GB"
                    ? .price : .money
            }
            // 99.99 % and 99.95 % are worlds apart.
            if unit == "uptime" { return .ratio }
            if case .number(_, let max, _, _) = kind, max == 1 { return .percent }
            if name.hasSuffix("annual") || name == "growth_monthly" || name == "wage_inflation" { return .percent }
            return ["ratio", "GB", "s", "s/token", "minutes", "incidents/month"].contains(unit) ? .fraction : .count
        }
    }
}

extension Unit {
    /// The unit that a driver's symbol stands for.
    package static func of(_ symbol: String) -> Unit {
        let dimension: Dimension =
            switch symbol {
            case "CUR", "CUR/minute", "CUR/incident", "CUR/month", "CUR/FTE", "CUR/GPU", "CUR/GPU/month", "CUR/GB":
                .money
            case "CUR/Mtok": .money / .token
            case "CUR/GPU-hour": .money / .hour
            case "CUR/kWh": .money / (.power * .hour)
            case "CUR/kW/month": .money / .power
            case "Mtok/month", "token": .token
            case "s": .second
            case "s/token": .second / .token
            case "B/token": .one / .token
            case "token/s": .token / .second
            case "kW": .power
            case "h", "h or calendar": .hour
            default: .one
            }
        return Unit(symbol, dimension)
    }
}
