#include "preference/field.h"

#include "base/vector.h"
#include "preference/lanes.h"

#include <math.h>

enum { VECTORS = FIELD_CHUNK / LANES };
typedef double loose_values __attribute__((vector_size(LANES * sizeof(double)), aligned(sizeof(double))));

PARLEY_I_VECTOR
void parley_i_field_fill(const struct space *space, double base, const double *cells, double *out)
{
    size_t n = 1;
    out[0] = base;
    for (uint32_t f = 0; f < space->factors; f++) {
        const double *cell = cells + space->factor[f].first;
        for (uint32_t k = space->factor[f].options; k-- > 0;) {  // downwards: the first copy is overwritten last
            double *copy = out + k * n;
            size_t i = 0;
            for (; i + LANES <= n; i += LANES) {
                *(loose_values *)(copy + i) = *(const loose_values *)(out + i) + cell[k];
            }
            for (; i < n; i++) {
                copy[i] = out[i] + cell[k];
            }
        }
        n *= space->factor[f].options;
    }
    for (size_t end = parley_i_field_chunks(space) * FIELD_CHUNK; n < end; n++) {
        out[n] = -INFINITY;
    }
}

void parley_i_field_choice(const struct space *space, size_t i, uint32_t *choice)
{
    for (uint32_t f = 0; f < space->factors; f++) {
        choice[f] = (uint32_t)(i % space->factor[f].options);
        i /= space->factor[f].options;
    }
}

PARLEY_I_VECTOR
double parley_i_field_most(const double *value, const double *own, double least, size_t chunks, double *chunk_most)
{
    const lane_values *v = (const lane_values *)value, *u = (const lane_values *)own;
    const lane_values never = (lane_values){0} - INFINITY;
    double all = -INFINITY;
    for (size_t c = 0; c < chunks; c++, v += VECTORS, u += VECTORS) {
        lane_values most = never;
        for (int k = 0; k < VECTORS; k++) {
            lane_values here = SELECT(u[k] >= least, v[k], never);
            most = SELECT(here > most, here, most);
        }
        double largest = most[0];
        for (int l = 1; l < LANES; l++) {
            largest = most[l] > largest ? most[l] : largest;
        }
        chunk_most[c] = largest;
        all = largest > all ? largest : all;
    }
    return all;
}

PARLEY_I_VECTOR
double parley_i_field_margins(const double *rows, size_t stride, const double *level, uint32_t parties, size_t chunks,
                              double *margin, double *chunk_most)
{
    double all = -INFINITY;
    for (size_t c = 0; c < chunks; c++) {
        lane_values *least = (lane_values *)(margin + c * FIELD_CHUNK);
        const lane_values *first = (const lane_values *)(rows + c * FIELD_CHUNK);
        for (int k = 0; k < VECTORS; k++) {
            least[k] = first[k] - level[0];
        }
        for (uint32_t p = 1; p < parties; p++) {
            const lane_values *row = (const lane_values *)(rows + p * stride + c * FIELD_CHUNK);
            for (int k = 0; k < VECTORS; k++) {
                lane_values here = row[k] - level[p];
                least[k] = SELECT(here < least[k], here, least[k]);
            }
        }
        lane_values most = least[0];
        for (int k = 1; k < VECTORS; k++) {
            most = SELECT(least[k] > most, least[k], most);
        }
        double largest = most[0];
        for (int l = 1; l < LANES; l++) {
            largest = most[l] > largest ? most[l] : largest;
        }
        chunk_most[c] = largest;
        all = largest > all ? largest : all;
    }
    return all;
}
