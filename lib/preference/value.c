#include "preference/value.h"

#include <math.h>

// A grid point that is the limit on paper may miss it by rounding (0.1 * 3 is not 0.3).
static const double AT_LIMIT = 1e-9;

static void clamp_and_shape(double *value, size_t n, double shape, uint8_t *beyond)
{
    if (beyond != NULL) {
        for (size_t i = 0; i < n; i++) {
            beyond[i] = value[i] < -AT_LIMIT;
        }
    }
    for (size_t i = 0; i < n; i++) {
        double low = value[i] > 0.0 ? value[i] : 0.0;
        value[i] = low < 1.0 ? low : 1.0;
    }
    if (shape == 0.5) {
        for (size_t i = 0; i < n; i++) {
            value[i] = sqrt(value[i]);
        }
    } else if (shape != 1.0) {
        for (size_t i = 0; i < n; i++) {
            value[i] = value[i] > 0.0 && value[i] < 1.0 ? pow(value[i], shape) : value[i];
        }
    }
}

static double straight(double ideal, double limit, double x)
{
    if (ideal == limit) {
        return x == ideal ? 1.0 : 0.0;
    }
    return (x - limit) / (ideal - limit);
}

void parley_i_value_ideal(double ideal, double limit, double shape, const double *x, size_t n, double *value,
                          uint8_t *beyond)
{
    for (size_t i = 0; i < n; i++) {
        value[i] = straight(ideal, limit, x[i]);
    }
    clamp_and_shape(value, n, shape, beyond);
}

void parley_i_value_peak(double ideal, const double limit[2], double shape, const double *x, size_t n, double *value,
                         uint8_t *beyond)
{
    double below = fmin(limit[0], limit[1]), above = fmax(limit[0], limit[1]);
    for (size_t i = 0; i < n; i++) {
        value[i] = x[i] == ideal ? 1.0 : straight(ideal, x[i] < ideal ? below : above, x[i]);
    }
    clamp_and_shape(value, n, shape, beyond);
}

void parley_i_value_curve(const double *points, size_t count, const double *x, size_t n, double *value, uint8_t *beyond)
{
    for (size_t i = 0; i < n; i++) {
        size_t k = 0;
        while (k < count && points[2 * k] < x[i]) {
            k++;
        }
        double y;
        if (k == 0) {
            y = points[1];
        } else if (k == count) {
            y = points[2 * count - 1];
        } else {
            const double *from = points + 2 * (k - 1), *to = points + 2 * k;
            y = x[i] == to[0] ? to[1] : from[1] + (to[1] - from[1]) * ((x[i] - from[0]) / (to[0] - from[0]));
        }
        value[i] = y < 0.0 ? 0.0 : y > 1.0 ? 1.0 : y;
    }
    if (beyond != NULL) {
        parley_i_value_worthless(value, n, beyond);
    }
}

void parley_i_value_worthless(const double *value, size_t n, uint8_t *beyond)
{
    for (size_t i = 0; i < n; i++) {
        beyond[i] = value[i] <= AT_LIMIT;
    }
}
