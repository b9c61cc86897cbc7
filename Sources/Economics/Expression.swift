/// A figure's definition. The evaluator, the formula printer and the derivation all read this one tree.
///
/// How it works: a leaf names a line; which cell that is depends on where the expression stands (its month, its member).
/// A ``Range`` names many cells at once and stands only inside the nodes that reduce them.
/// What must change together: a new case needs its twin in `Evaluator`, `FormulaPrinter` and `UnitChecker`.
package indirect enum Expression: Hashable, Sendable {
    /// 0, 1, −1, 12 or 100; every other constant has a name.
    case number(Double)
    case constant(MethodConstant)
    /// A word as the last branch of a display `choose`.
    case word(String)
    /// The input cell of a driver for this instance; only lines that link drivers hold it.
    case driver(String)
    /// A value that is typed or imported in this very cell.
    case input(String)
    /// 1 in the instances of the strategy `full`, else 0.
    case isFullStrategy
    /// A fixed text beside the member, such as the fleet that a pool belongs to.
    case memberText(MemberText)
    /// The member's position from 0, written as a number beside it.
    case memberIndex
    /// The named constant at the member's position.
    case ownConstant([MethodConstant])
    /// A line where this expression stands: this month, own member; a constant line's cell.
    case line(String)
    /// The same, one month (or step) earlier; the opening value in the first.
    case previous(String)
    /// The sum over the months of a timeline line.
    case total(String)
    /// A named member's row of a line over members.
    case member(String, String)

    case add(Expression, Expression)
    case subtract(Expression, Expression)
    case multiply(Expression, Expression)
    case divide(Expression, Expression)
    case power(Expression, Expression)
    case negate(Expression)
    /// 1 or 0.
    case compare(Expression, Comparison, Expression)
    /// 1 when a word line holds this word, case ignored.
    case isWord(String, String)
    /// 1 when `a` and `b`, both 1/0, differ.
    case differs(Expression, Expression)
    case choose(Expression, Expression, Expression)
    case minimum([Expression])
    case maximum([Expression])
    case absolute(Expression)
    /// eˣ and ln x.
    case exponential(Expression)
    case logarithm(Expression)
    /// max(0, ⌈x − guard⌉): MODEL.md section 1.
    case guardedCeiling(Expression)
    /// ⌈x⌉ and ⌊x⌋ of a quotient of whole numbers.
    case roundUp(Expression)
    case roundDown(Expression)
    /// A cell that may hold a word instead of a number: the number, else 0.
    case numberOrZero(String)
    case endOfMonth(Expression, Expression)
    case payment(rate: Expression, periods: Expression, present: Expression)
    /// Probability of at most so many events in so many independent trials.
    case atMost(Expression, trials: Expression, probability: Expression)

    case sum(Range)
    case least(Range)
    case greatest(Range)
    /// Lines that stand in consecutive rows, added up.
    case sumOfLines([String])
    /// Σ of an expression whose `each` leaves run over ranges.
    case sumEach(Expression)
    /// Only inside `sumEach`: the element of the range.
    case each(Range)
    case sumWhere(Range, key: Range, equals: Expression)
    /// Position from 1 of the first element equal to the value, 0 when there is none.
    case position(of: Expression, in: Range)
    case element(Range, at: Expression)
    /// NPV function of a row from month 1, for the check beside the discounted sum.
    case presentValue(rate: Expression, Range)
    /// How many cells of a range hold a number of at least 0.
    case countOfNumbers(Range)
}

package enum Comparison: String, Hashable, Sendable {
    case less = "<"
    case lessOrEqual = "<="
    case equal = "="
    case greaterOrEqual = ">="
    case greater = ">"
}

package enum MemberText: Hashable, Sendable {
    /// The fleet whose capacity a pool uses.
    case fleetOfPool
    /// The member's own id.
    case id
}

/// Many cells of one line.
package enum Range: Hashable, Sendable {
    /// Every month of a timeline line (own member's row), or every step.
    case all(String)
    /// Month 0 up to this month.
    case upToNow(String)
    /// The opening cell up to the month before.
    case beforeNow(String)
    case exceptFirst(String)
    case exceptLast(String)
    /// Every member of a line: this month's cells, or the constants.
    case members(String)
    /// The items of a list that belong to this member, such as the ramp of a workload.
    case ownItems(String)

    package var line: String {
        switch self {
        case .all(let id), .upToNow(let id), .beforeNow(let id), .exceptFirst(let id), .exceptLast(let id),
            .members(let id), .ownItems(let id):
            id
        }
    }
}

// MARK: - Writing expressions

extension Expression: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
    package init(integerLiteral value: Int) { self = .number(Double(value)) }
    /// A line by its id.
    package init(stringLiteral value: String) { self = .line(value) }

    package static func + (a: Expression, b: Expression) -> Expression { .add(a, b) }
    package static func - (a: Expression, b: Expression) -> Expression { .subtract(a, b) }
    package static func * (a: Expression, b: Expression) -> Expression { .multiply(a, b) }
    package static func / (a: Expression, b: Expression) -> Expression { .divide(a, b) }
    package static prefix func - (a: Expression) -> Expression { .negate(a) }
    package static func < (a: Expression, b: Expression) -> Expression { .compare(a, .less, b) }
    package static func <= (a: Expression, b: Expression) -> Expression { .compare(a, .lessOrEqual, b) }
    package static func >= (a: Expression, b: Expression) -> Expression { .compare(a, .greaterOrEqual, b) }
    package static func > (a: Expression, b: Expression) -> Expression { .compare(a, .greater, b) }

    package func equals(_ other: Expression) -> Expression { .compare(self, .equal, other) }
    package func raised(to exponent: Expression) -> Expression { .power(self, exponent) }
}

package func min(_ parts: Expression...) -> Expression { .minimum(parts) }
package func max(_ parts: Expression...) -> Expression { .maximum(parts) }
