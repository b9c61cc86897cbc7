/// NPV and payback over two things that change together. MODEL.md 10.
package struct TwoWayGrid: Hashable, Sendable {
    package struct Axis: Hashable, Sendable {
        /// Config key where the value is that of the driver; else a name for what is done to several drivers.
        package var name: String
        package var label: String
        package var values: [Double]
        /// Shown as a percentage, else as a factor.
        package var isShare: Bool
    }

    package struct Cell: Hashable, Sendable {
        package var npv: Double
        /// A month, `never` or `none`.
        package var payback: DriverValue
    }

    package var rows: Axis
    package var columns: Axis
    /// By row, then column.
    package var cells: [[Cell]]
    /// Whether row and column are the values of the base case.
    package var baseRow: Int?
    package var baseColumn: Int?

    /// The three grids of the report.
    ///
    /// - Throws: ``EvaluationError`` when the register lacks a driver of the model.
    package static func all(
        _ evaluator: Evaluator, _ register: DriverRegister, jobs: Int
    ) throws(EvaluationError) -> [TwoWayGrid] {
        let base = register.lane(Instance(.base, .hybrid))
        let plans = [
            (LaneChange.apiDecline(base), LaneChange.growth(base)),
            (LaneChange.gpuPrice(base), LaneChange.throughput(base)),
            (LaneChange.staff, LaneChange.spend(base)),
        ]
        var lanes: [Lane] = []
        for (row, column) in plans {
            for y in row.axis.values {
                for x in column.axis.values { lanes.append(column.apply(x, row.apply(y, base))) }
            }
        }
        let figures = try evaluator.figures(
            [LaneFigure("net_present_value"), LaneFigure("payback_month")], of: lanes, jobs: jobs)
        var next = 0
        return plans.map { row, column in
            let cells = row.axis.values.map { _ in
                column.axis.values.map { _ in
                    defer { next += 1 }
                    return Cell(npv: figures[0][next], payback: evaluator.result(figures[1][next]))
                }
            }
            return TwoWayGrid(
                rows: row.axis, columns: column.axis, cells: cells,
                baseRow: row.axis.values.firstIndex(of: row.neutral),
                baseColumn: column.axis.values.firstIndex(of: column.neutral))
        }
    }
}

/// What one axis does to a lane.
struct LaneChange: Sendable {
    var axis: TwoWayGrid.Axis
    /// The value that leaves the lane as it is.
    var neutral: Double
    var apply: @Sendable (Double, Lane) -> Lane

    /// Steps around a rate, those left out that no configuration may hold.
    private static func steps(_ rate: Double, by step: Double, above least: Double, below most: Double) -> [Double] {
        (-2...2).map { (turn: Int) -> Double in
            guard turn != 0 else { return rate }
            return tidy(rate + Double(turn) * step)
        }.filter { $0 > least && $0 < most }
    }

    /// What a Double leaves behind the twelfth decimal is no part of a step.
    static func tidy(_ value: Double) -> Double { (value * 1e12).rounded() / 1e12 }

    static func apiDecline(_ base: Lane) -> LaneChange {
        let key = "market.api_price_decline_annual"
        let rate = base.number(key)
        return LaneChange(
            axis: .init(
                name: key, label: "API price decline, a year", values: steps(rate, by: 0.1, above: -1, below: 1),
                isShare: true), neutral: rate
        ) { value, lane in
            var lane = lane
            lane.drivers[key] = .number(value)
            return lane
        }
    }

    static func growth(_ base: Lane) -> LaneChange {
        let keys = base.keys("workloads.", "growth_monthly")
        let least = keys.map(base.number).min() ?? 0
        return LaneChange(
            axis: .init(
                name: "growth_change", label: "Added to the volume growth, a month",
                values: steps(0, by: 0.01, above: -1 - least, below: .infinity), isShare: true), neutral: 0
        ) { change, lane in
            var lane = lane
            for key in keys {
                lane.drivers[key] = .number(lane.number(key) + change)
            }
            return lane
        }
    }

    private static let factors = [0.7, 0.85, 1, 1.15, 1.3]
    private static let wideFactors = [0.5, 0.75, 1, 1.5, 2]

    private static func scaling(
        _ name: String, _ label: String, _ factors: [Double], _ keys: [String]
    ) -> LaneChange {
        LaneChange(axis: .init(name: name, label: label, values: factors, isShare: false), neutral: 1) { factor, lane in
            guard factor != 1 else { return lane }
            var lane = lane
            for key in keys {
                if case .number(let value)? = lane.drivers[key] { lane.drivers[key] = .number(value * factor) }
            }
            return lane
        }
    }

    static let gpuPrices = ["server_price", "lease_month", "rent_gpu_hour", "reserved_gpu_hour"]

    static func gpuPrice(_ base: Lane) -> LaneChange {
        let keys = gpuPrices.flatMap { base.keys("", $0) }
        return scaling("gpu_price_factor", "GPU and server prices, times", factors, keys)
    }

    /// Shares stay at most 1.
    static func fallback(_ base: Lane) -> LaneChange {
        let keys = base.keys("workloads.", "fallback_share")
        return LaneChange(
            axis: .init(name: "fallback_factor", label: "Share that falls back, times", values: [], isShare: false),
            neutral: 1
        ) { factor, lane in
            var lane = lane
            for key in keys { lane.drivers[key] = .number(min(1, lane.number(key) * factor)) }
            return lane
        }
    }

    static func discountRate(_ base: Lane) -> LaneChange {
        let key = "finance.discount_rate_annual"
        return LaneChange(
            axis: .init(name: key, label: "Discount rate, a year", values: [], isShare: true),
            neutral: base.number(key)
        ) { value, lane in
            var lane = lane
            lane.drivers[key] = .number(value)
            return lane
        }
    }

    static func throughput(_ base: Lane) -> LaneChange {
        let keys = ["tps_in", "tps_out"].flatMap { base.keys("pools.", $0) }
        return scaling("tps_factor", "Throughput, times", factors, keys)
    }

    static func spend(_ base: Lane) -> LaneChange {
        let keys = ["tok_in", "tok_cached", "tok_out", "api_other_month"].flatMap { base.keys("workloads.", $0) }
        return scaling("spend_factor", "API spend (volume), times", wideFactors, keys)
    }

    /// People for the same fleet: the ends of their number scale with it, and the GPUs that one of them runs do not.
    static let staff = LaneChange(
        axis: .init(name: "fte_factor", label: "Staff (FTE), times", values: wideFactors, isShare: false), neutral: 1
    ) { factor, lane in
        guard factor != 1 else { return lane }
        var lane = lane
        for key in ["people.fte_base", "people.fte_min", "people.fte_max"] {
            lane.drivers[key] = .number(lane.number(key) * factor)
        }
        lane.drivers["people.gpus_per_fte"] = .number(lane.number("people.gpus_per_fte") / factor)
        return lane
    }
}

extension Lane {
    fileprivate func number(_ key: String) -> Double {
        if case .number(let value)? = drivers[key] { return value }
        return 0
    }

    /// Keys of a driver of every workload, pool or fleet, in byte order.
    fileprivate func keys(_ prefix: String, _ name: String) -> [String] {
        drivers.keys.filter { $0.hasPrefix(prefix) && $0.hasSuffix(".\(name)") }.sorted()
    }
}
