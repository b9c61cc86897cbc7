#include "lanes.h"

#include <math.h>

// How it works: each loop runs over contiguous lanes without a branch, so that the compiler turns it into vector
// instructions. What must change together: the list in lanes.h and the calls in `LaneRun`.

void lanes_copy(double *out, const double *a, int a_wide, long n) {
    if (a_wide) {
        for (long i = 0; i < n; i++) out[i] = a[i];
    } else {
        const double x = *a;
        for (long i = 0; i < n; i++) out[i] = x;
    }
}

#define UNARY(name, result)                                              \
    void name(double *out, const double *a, int a_wide, long n) { \
        if (a_wide) {                                                    \
            for (long i = 0; i < n; i++) {                               \
                const double x = a[i];                                   \
                out[i] = (result);                                       \
            }                                                            \
        } else {                                                         \
            const double x = *a;                                         \
            const double value = (result);                               \
            for (long i = 0; i < n; i++) out[i] = value;                 \
        }                                                                \
    }

#define BINARY(name, result)                                                                                \
    void name(double *out, const double *a, int a_wide, const double *b, int b_wide, long n) {       \
        if (a_wide && b_wide) {                                                                             \
            for (long i = 0; i < n; i++) {                                                                  \
                const double x = a[i], y = b[i];                                                            \
                out[i] = (result);                                                                          \
            }                                                                                               \
        } else if (a_wide) {                                                                                \
            const double y = *b;                                                                            \
            for (long i = 0; i < n; i++) {                                                                  \
                const double x = a[i];                                                                      \
                out[i] = (result);                                                                          \
            }                                                                                               \
        } else if (b_wide) {                                                                                \
            const double x = *a;                                                                            \
            for (long i = 0; i < n; i++) {                                                                  \
                const double y = b[i];                                                                      \
                out[i] = (result);                                                                          \
            }                                                                                               \
        } else {                                                                                            \
            const double x = *a, y = *b;                                                                    \
            const double value = (result);                                                                  \
            for (long i = 0; i < n; i++) out[i] = value;                                                    \
        }                                                                                                   \
    }

BINARY(lanes_add, x + y)
BINARY(lanes_subtract, x - y)
BINARY(lanes_multiply, x * y)
BINARY(lanes_divide, x / y)
BINARY(lanes_power, pow(x, y))
BINARY(lanes_least, y < x ? y : x)
BINARY(lanes_greatest, y >= x ? y : x)
BINARY(lanes_guarded_ceiling, ceil(x - y >= 0 ? x - y : 0.0))
BINARY(lanes_less, x < y ? 1.0 : 0.0)
BINARY(lanes_less_or_equal, x <= y ? 1.0 : 0.0)
BINARY(lanes_equal, x == y ? 1.0 : 0.0)
BINARY(lanes_greater_or_equal, x >= y ? 1.0 : 0.0)
BINARY(lanes_greater, x > y ? 1.0 : 0.0)
BINARY(lanes_differ, x != y ? 1.0 : 0.0)

UNARY(lanes_negate, -x)
UNARY(lanes_absolute, fabs(x))
UNARY(lanes_round_up, ceil(x))
UNARY(lanes_round_down, floor(x))

void lanes_choose(
    double *out, const double *condition, int condition_wide, const double *a, int a_wide, const double *b,
    int b_wide, long n) {
    if (!condition_wide) {
        if (*condition != 0) lanes_copy(out, a, a_wide, n);
        else lanes_copy(out, b, b_wide, n);
    } else if (a_wide && b_wide) {
        for (long i = 0; i < n; i++) out[i] = condition[i] != 0 ? a[i] : b[i];
    } else if (a_wide) {
        const double y = *b;
        for (long i = 0; i < n; i++) out[i] = condition[i] != 0 ? a[i] : y;
    } else if (b_wide) {
        const double x = *a;
        for (long i = 0; i < n; i++) out[i] = condition[i] != 0 ? x : b[i];
    } else {
        const double x = *a, y = *b;
        for (long i = 0; i < n; i++) out[i] = condition[i] != 0 ? x : y;
    }
}

void lanes_accumulate(double *out, const double *a, int a_wide, long n) {
    if (a_wide) {
        for (long i = 0; i < n; i++) out[i] += a[i];
    } else {
        const double x = *a;
        for (long i = 0; i < n; i++) out[i] += x;
    }
}

void lanes_accumulate_where(
    double *out, const double *a, int a_wide, const double *key, int key_wide, const double *wanted,
    int wanted_wide, long n) {
    if (!key_wide && !wanted_wide) {
        if (*key == *wanted) lanes_accumulate(out, a, a_wide, n);
        return;
    }
    for (long i = 0; i < n; i++) {
        const double x = a[a_wide ? i : 0];
        out[i] += key[key_wide ? i : 0] == wanted[wanted_wide ? i : 0] ? x : 0;
    }
}
