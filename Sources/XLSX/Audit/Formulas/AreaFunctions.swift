extension Calculator {
    /// The numbers among arguments: of an area only its numbers, of a single value what it counts as.
    func numbers(_ arguments: [Formula], _ here: FormulaPlace) throws(FormulaError) -> [Double] {
        var result: [Double] = []
        for argument in arguments {
            switch evaluate(argument, here) {
            case .value(let value): result.append(try number(value))
            case .missing: result.append(0)
            case .area(let sheet, let area):
                // Cell by cell: an area is as often a single cell as a long row.
                for row in area.firstRow...min(area.lastRow, max(book.sheets[sheet].rowCount - 1, area.firstRow)) {
                    let start = book.sheets[sheet].firstIndex(row, from: area.firstColumn)
                    let cells = book.sheets[sheet].cells
                    let end = book.sheets[sheet].cells(inRow: row).endIndex
                    var index = start
                    while index < end, cells[index].column <= area.lastColumn {
                        switch values[sheet][index] {
                        case .number(let value): result.append(value)
                        case .error(let error): throw error
                        case .blank, .text, .logical: break
                        }
                        index += 1
                    }
                }
            case .grid(let grid):
                for value in grid.values {
                    switch value {
                    case .number(let number): result.append(number)
                    case .error(let error): throw error
                    case .blank, .text, .logical: break
                    }
                }
            }
        }
        return result
    }

    func counted(_ arguments: [Formula], _ here: FormulaPlace) -> Int {
        arguments.reduce(0) { sum, argument in
            let operand = evaluate(argument, here)
            if case .value(let value) = operand {
                if case .error = value { return sum }
                return sum + ((try? number(value)) == nil ? 0 : 1)
            }
            return sum
                + grid(operand).values.count { value in
                    if case .number = value { true } else { false }
                }
        }
    }

    /// What is no number counts as 0.
    func sumProduct(_ arguments: [Formula], _ here: FormulaPlace) throws(FormulaError) -> AuditedValue {
        var product: ValueGrid?
        for argument in arguments {
            var factor = grid(evaluate(argument, here.ofArrays))
            if let known = product {
                guard known.rows == factor.rows, known.columns == factor.columns else { throw .value }
            }
            for index in factor.values.indices {
                switch factor.values[index] {
                case .number(let value):
                    if case .number(let other)? = product?.values[index] {
                        factor.values[index] = .number(value * other)
                    }
                case .error(let error): throw error
                case .logical, .text, .blank: factor.values[index] = .number(0)
                }
            }
            product = factor
        }
        var sum = 0.0
        for case .number(let value) in product?.values ?? [] { sum += value }
        return try finite(sum)
    }

    func sumIfs(_ arguments: [Formula], _ here: FormulaPlace) throws(FormulaError) -> AuditedValue {
        let summed = grid(evaluate(arguments[0], here))
        let matches = try matches(Array(arguments.dropFirst()), count: summed.values.count, here)
        var sum = 0.0
        for (value, isMet) in zip(summed.values, matches) where isMet {
            switch value {
            case .number(let number): sum += number
            case .error(let error): throw error
            case .blank, .text, .logical: break
            }
        }
        return try finite(sum)
    }

    func countIfs(_ arguments: [Formula], _ here: FormulaPlace) throws(FormulaError) -> AuditedValue {
        .number(Double(try matches(arguments, count: nil, here).count { $0 }))
    }

    /// Which cells meet every condition; conditions come as pairs of area and criterion.
    private func matches(
        _ pairs: [Formula], count: Int?, _ here: FormulaPlace
    ) throws(FormulaError) -> [Bool] {
        guard pairs.count.isMultiple(of: 2) else { throw .value }
        var result: [Bool]?
        for index in stride(from: 0, to: pairs.count, by: 2) {
            let values = grid(evaluate(pairs[index], here)).values
            guard values.count == (result?.count ?? count ?? values.count) else { throw .value }
            let criterion = Criterion(scalar(pairs[index + 1], here), self)
            let met = values.map { criterion.isMet(by: $0, self) }
            result = result.map { zip($0, met).map { $0 && $1 } } ?? met
        }
        return result ?? []
    }

    /// INDEX: a cell of an area, or a whole row or column of it for 0.
    func element(_ arguments: [Formula], _ here: FormulaPlace) throws(FormulaError) -> Operand {
        let source = evaluate(arguments[0], here)
        var row = try whole(scalar(arguments[1], here))
        var column = arguments.count > 2 ? try whole(scalar(arguments[2], here)) : 0
        guard case .area(let sheet, let area) = source else {
            let grid = grid(source)
            if arguments.count == 2, grid.rows == 1 { (row, column) = (1, row) }
            let index = (max(row, 1) - 1) * grid.columns + max(column, 1) - 1
            guard row >= 0, column >= 0, row <= grid.rows, column <= grid.columns else { throw .reference }
            return .value(grid.values[index])
        }
        let rows = area.lastRow - area.firstRow + 1
        let columns = area.lastColumn - area.firstColumn + 1
        if arguments.count == 2, rows == 1 { (row, column) = (1, row) }
        guard row >= 0, column >= 0 else { throw .value }
        guard row <= rows, column <= columns else { throw .reference }
        return .area(
            sheet,
            Area(
                area.firstRow + max(row, 1) - 1, area.firstColumn + max(column, 1) - 1,
                row == 0 ? area.lastRow : area.firstRow + row - 1,
                column == 0 && columns > 1 ? area.lastColumn : area.firstColumn + max(column, 1) - 1))
    }

    /// MATCH: where a value stands, from 1.
    func position(_ arguments: [Formula], _ here: FormulaPlace) throws(FormulaError) -> Int {
        let wanted = scalar(arguments[0], here)
        if case .error(let error) = wanted { throw error }
        let mode = arguments.count > 2 ? try number(scalar(arguments[2], here)) : 1
        let values = grid(evaluate(arguments[1], here)).values
        if mode == 0 {
            let criterion = Criterion(exactly: wanted)
            guard let index = values.firstIndex(where: { criterion.isMet(by: $0, self) }) else { throw .notAvailable }
            return index + 1
        }
        // The last one that is not beyond, in a sorted list.
        var found: Int?
        for (index, value) in values.enumerated() where value != .blank && isSameKind(value, wanted) {
            if mode > 0 ? order(value, wanted) <= 0 : order(value, wanted) >= 0 { found = index } else { break }
        }
        guard let found else { throw .notAvailable }
        return found + 1
    }

    private func isSameKind(_ a: AuditedValue, _ b: AuditedValue) -> Bool {
        switch (a, b) {
        case (.number, .number), (.number, .blank), (.text, .text), (.logical, .logical): true
        default: false
        }
    }
}
