#include "preference/field.h"

#include "base/vector.h"

#include <math.h>

PARLEY_I_VECTOR
void parley_i_field_fill(const struct space *space, double base, const double *cells, double *out)
{
    size_t n = 1;
    out[0] = base;
    for (uint32_t f = 0; f < space->factors; f++) {
        const double *cell = cells + space->factor[f].first;
        for (uint32_t k = space->factor[f].options; k-- > 0;) {  // downwards: the first copy is overwritten last
            double *copy = out + k * n;
            for (size_t i = 0; i < n; i++) {
                copy[i] = out[i] + cell[k];
            }
        }
        n *= space->factor[f].options;
    }
}

void parley_i_field_choice(const struct space *space, size_t i, uint32_t *choice)
{
    for (uint32_t f = 0; f < space->factors; f++) {
        choice[f] = (uint32_t)(i % space->factor[f].options);
        i /= space->factor[f].options;
    }
}

enum { STRIPES = 16 };  // running maxima side by side, so that none waits for another

PARLEY_I_VECTOR
double parley_i_field_most(const double *value, const double *own, double least, size_t n)
{
    double most[STRIPES];
    for (int s = 0; s < STRIPES; s++) {
        most[s] = -INFINITY;
    }
    size_t i = 0;
    for (; i + STRIPES <= n; i += STRIPES) {
        for (int s = 0; s < STRIPES; s++) {
            double here = own[i + s] >= least ? value[i + s] : -INFINITY;
            most[s] = here > most[s] ? here : most[s];
        }
    }
    for (; i < n; i++) {
        double here = own[i] >= least ? value[i] : -INFINITY;
        most[0] = here > most[0] ? here : most[0];
    }
    for (int s = 1; s < STRIPES; s++) {
        most[0] = most[s] > most[0] ? most[s] : most[0];
    }
    return most[0];
}

PARLEY_I_VECTOR
size_t parley_i_field_next(const double *value, double bar, const double *own, double least, size_t from, size_t n)
{
    size_t i = from;
    for (; i + STRIPES <= n; i += STRIPES) {
        int hits = 0;
        for (int s = 0; s < STRIPES; s++) {
            hits += (value[i + s] >= bar) & (own[i + s] >= least);
        }
        if (hits > 0) {
            break;
        }
    }
    for (; i < n; i++) {
        if (value[i] >= bar && own[i] >= least) {
            return i;
        }
    }
    return n;
}
