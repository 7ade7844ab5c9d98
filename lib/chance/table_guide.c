#include "chance/quantile_table.h"
#include <stdlib.h>

struct point {
    double value, weight;
};

static int by_value(const void *a, const void *b)
{
    const struct point *p = a, *q = b;
    return (p->value > q->value) - (p->value < q->value);
}

parley_status parley_i_guide_create(struct arena *arena, const struct law *law, size_t count, struct guide *out)
{
    size_t guides = 64;
    while (guides < 4 * count) {
        guides *= 2;
    }
    struct point *point = parley_i_arena_array(arena, count, sizeof *point);
    *out = (struct guide){.value = parley_i_arena_array(arena, count, sizeof(double)),
                          .cumulated = parley_i_arena_array(arena, count, sizeof(double)),
                          .start = parley_i_arena_array(arena, guides, sizeof(uint32_t)),
                          .guides = guides};
    if (point == NULL || out->value == NULL || out->cumulated == NULL || out->start == NULL) {
        return parley_i_no_memory();
    }
    law->kind->support(law, out->value, out->cumulated);
    for (size_t i = 0; i < count; i++) {
        point[i] = (struct point){out->value[i], out->cumulated[i]};
    }
    qsort(point, count, sizeof *point, by_value);
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        if (point[i].weight > 0) {
            sum += point[i].weight;
            out->value[out->count] = point[i].value;
            out->cumulated[out->count++] = sum;
        }
    }
    for (size_t i = 0; i < out->count; i++) {
        out->cumulated[i] /= sum;
    }
    out->cumulated[out->count - 1] = 1;  // so that every search ends
    uint32_t k = 0;
    for (size_t g = 0; g < guides; g++) {
        while (out->cumulated[k] < (double)g / (double)guides) {
            k++;
        }
        out->start[g] = k;
    }
    return PARLEY_OK;
}

void parley_i_guide_apply(const struct guide *guide, const double *u, double *out, size_t n)
{
    double guides = (double)guide->guides;
    for (size_t i = 0; i < n; i++) {
        uint32_t k = guide->start[(size_t)(u[i] * guides)];
        while (guide->cumulated[k] < u[i]) {
            k++;
        }
        out[i] = guide->value[k];
    }
}
