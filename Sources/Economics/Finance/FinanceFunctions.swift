/// The finance functions of a spreadsheet, with its sign conventions: money received is positive, money paid negative;
/// rates are per period; flows stand at the end of periods unless a function says otherwise.
///
/// Functions that need a positive number of periods, a rate above −1 or flows of both signs give nil where there is none.
package enum FinanceFunctions {}
