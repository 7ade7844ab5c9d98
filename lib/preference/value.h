// Value functions: what a settlement of one issue is worth to a party, in [0, 1]. Pure functions over a whole grid.
//
// `beyond` (NULL when nobody asks) is set to 1 where x lies on the wrong side of a red line drawn at the limit: where
// the value, before it is clamped, is below 0. Exactly at the limit is allowed.
#ifndef PARLEY_LIB_PREFERENCE_VALUE_H
#define PARLEY_LIB_PREFERENCE_VALUE_H

#include <stddef.h>
#include <stdint.h>

/// ((x - limit) / (ideal - limit)) clamped to [0, 1], to the power `shape` (> 0; below 1 the first gains weigh most).
/// Where ideal and limit coincide nothing but the ideal is worth anything, and nothing is beyond.
void parley_i_value_ideal(double ideal, double limit, double shape, const double *x, size_t n, double *value,
                          uint8_t *beyond);

/// A single peak: 1 at the ideal, falling to 0 at both limits, which lie on either side of it in any order.
void parley_i_value_peak(double ideal, const double limit[2], double shape, const double *x, size_t n, double *value,
                         uint8_t *beyond);

/// Piecewise linear through `count` >= 1 points (x0, y0, x1, y1, ...; x increasing), constant outside them, clamped
/// to [0, 1]. Beyond: where it is worth 0.
void parley_i_value_curve(const double *points, size_t count, const double *x, size_t n, double *value,
                          uint8_t *beyond);

/// Beyond, for values that were given one by one or by a formula: where they are 0 or less.
void parley_i_value_worthless(const double *value, size_t n, uint8_t *beyond);

#endif
