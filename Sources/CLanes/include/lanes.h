#ifndef BREAKEVEN_LANES_H
#define BREAKEVEN_LANES_H

/// One operation over many lanes at once. An operand is wide, one figure a lane, or narrow: one figure for all of them.
/// Every lane gets what a loop over single figures would give, to the last bit, whatever the number of lanes.

void lanes_copy(double *out, const double *a, int a_wide, long n);

void lanes_add(double *out, const double *a, int a_wide, const double *b, int b_wide, long n);
void lanes_subtract(double *out, const double *a, int a_wide, const double *b, int b_wide, long n);
void lanes_multiply(double *out, const double *a, int a_wide, const double *b, int b_wide, long n);
void lanes_divide(double *out, const double *a, int a_wide, const double *b, int b_wide, long n);
void lanes_power(double *out, const double *a, int a_wide, const double *b, int b_wide, long n);
void lanes_least(double *out, const double *a, int a_wide, const double *b, int b_wide, long n);
void lanes_greatest(double *out, const double *a, int a_wide, const double *b, int b_wide, long n);
/// The least whole number of at least a − b, and of at least 0.
void lanes_guarded_ceiling(double *out, const double *a, int a_wide, const double *b, int b_wide, long n);

/// 1 where the comparison holds, else 0.
void lanes_less(double *out, const double *a, int a_wide, const double *b, int b_wide, long n);
void lanes_less_or_equal(double *out, const double *a, int a_wide, const double *b, int b_wide, long n);
void lanes_equal(double *out, const double *a, int a_wide, const double *b, int b_wide, long n);
void lanes_greater_or_equal(double *out, const double *a, int a_wide, const double *b, int b_wide, long n);
void lanes_greater(double *out, const double *a, int a_wide, const double *b, int b_wide, long n);
void lanes_differ(double *out, const double *a, int a_wide, const double *b, int b_wide, long n);

void lanes_negate(double *out, const double *a, int a_wide, long n);
void lanes_absolute(double *out, const double *a, int a_wide, long n);
void lanes_round_up(double *out, const double *a, int a_wide, long n);
void lanes_round_down(double *out, const double *a, int a_wide, long n);

/// a where the condition is not 0, else b.
void lanes_choose(
    double *out, const double *condition, int condition_wide, const double *a, int a_wide, const double *b, int b_wide,
    long n);

/// Onto what `out` holds, which is wide.
void lanes_accumulate(double *out, const double *a, int a_wide, long n);
/// Adds where key equals wanted.
void lanes_accumulate_where(
    double *out, const double *a, int a_wide, const double *key, int key_wide, const double *wanted, int wanted_wide,
    long n);

#endif
