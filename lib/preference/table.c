#include "preference/table.h"

#include <math.h>

bool parley_i_table_crosses(const struct table *table, uint32_t party, const uint32_t *choice)
{
    if (table->barred == NULL) {
        return false;
    }
    const struct space *space = table->space;
    const uint8_t *barred = table->barred + (size_t)party * space->cells;
    for (uint32_t f = 0; f < space->factors; f++) {
        if (barred[space->factor[f].first + choice[f]]) {
            return true;
        }
    }
    return false;
}

bool parley_i_table_acceptable(const struct table *table, uint32_t party, const uint32_t *choice)
{
    return parley_i_reaches(parley_i_table_utility(table, party, choice), table->no_deal[party]) &&
           !parley_i_table_crosses(table, party, choice);
}

double parley_i_table_top(const struct table *table, uint32_t party, uint32_t *choice)
{
    const struct space *space = table->space;
    const double *utility = table->utility + (size_t)party * space->cells;
    const uint8_t *barred = table->barred == NULL ? NULL : table->barred + (size_t)party * space->cells;
    double sum = table->base[party];
    for (uint32_t f = 0; f < space->factors; f++) {
        const struct factor *factor = &space->factor[f];
        double best = -INFINITY;
        for (uint32_t c = factor->first; c < factor->first + factor->options; c++) {
            double worth = barred != NULL && barred[c] ? -INFINITY : utility[c];
            best = worth > best ? worth : best;
        }
        sum += best;
    }
    if (choice != NULL && sum > -INFINITY) {
        for (uint32_t f = 0; f < space->factors; f++) {
            const struct factor *factor = &space->factor[f];
            double best = -INFINITY;
            for (uint32_t k = 0; k < factor->options; k++) {
                uint32_t c = factor->first + k;
                if (!(barred != NULL && barred[c]) && utility[c] > best) {
                    best = utility[c];
                    choice[f] = k;
                }
            }
        }
    }
    return sum;
}

void parley_i_space_options(const struct space *space, const uint32_t *choice, uint32_t *option)
{
    for (uint32_t f = 0; f < space->factors; f++) {
        const struct factor *factor = &space->factor[f];
        for (uint32_t i = 0; i < factor->issues; i++) {
            option[factor->issue[i]] = choice[f] / factor->stride[i] % factor->size[i];
        }
    }
}

// The number is read like digits, so the first issue on which two packages differ decides.
int parley_i_space_compare(const struct space *space, const uint32_t *a, const uint32_t *b)
{
    uint32_t where = UINT32_MAX;
    int order = 0;
    for (uint32_t f = 0; f < space->factors; f++) {
        const struct factor *factor = &space->factor[f];
        for (uint32_t i = 0; a[f] != b[f] && i < factor->issues; i++) {
            uint32_t left = a[f] / factor->stride[i] % factor->size[i];
            uint32_t right = b[f] / factor->stride[i] % factor->size[i];
            if (left != right && factor->issue[i] < where) {
                where = factor->issue[i];
                order = left < right ? -1 : 1;
            }
        }
    }
    return order;
}
