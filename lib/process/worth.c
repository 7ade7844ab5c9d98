// What demands are worth: values over an issue's grid, and at one point.
#include "process/parties.h"

#include "preference/value.h"

/// A number in one trial; `block` may be NULL when the number is constant.
static double at(const struct number *number, const struct block *block, size_t trial)
{
    return number->column == NUMBER_CONSTANT ? number->value : block->column[number->column][trial];
}

/// The formula of a demand over n values of x, clamped to [0, 1]. `scratch` holds n times the formula's registers.
static void run_formula(const struct demand *d, const struct block *block, size_t trial, const double *x, size_t n,
                        double *scratch, double *value)
{
    const int32_t *reads;
    size_t count = parley_i_local_reads(d->formula, &reads);
    double column[LOCAL_MOST];
    for (size_t i = 0; i < count && i < LOCAL_MOST; i++) {
        column[i] = block->column[reads[i]][trial];
    }
    parley_i_local_run(d->formula, &x, column, n, scratch, value);
    for (size_t k = 0; k < n; k++) {
        value[k] = value[k] < 0 ? 0 : value[k] > 1 ? 1 : value[k];
    }
}

/// Values at n points (option indices, or numbers within the range), and which lie beyond the red line.
static void values_at(const struct demand *d, const struct block *block, size_t trial, const double *x, size_t n,
                      double *scratch, double *value, uint8_t *barred)
{
    switch (d->model->shape) {
    case VALUE_IDEAL:
        parley_i_value_ideal(at(&d->ideal, block, trial), at(&d->limit[0], block, trial),
                             at(&d->exponent, block, trial), x, n, value, barred);
        break;
    case VALUE_PEAK: {
        const double limit[2] = {at(&d->limit[0], block, trial), at(&d->limit[1], block, trial)};
        parley_i_value_peak(at(&d->ideal, block, trial), limit, at(&d->exponent, block, trial), x, n, value, barred);
        break;
    }
    case VALUE_CURVE:
        parley_i_value_curve(&d->model->curve->x, d->model->curve_points, x, n, value, barred);
        break;
    case VALUE_TABLE:
        for (size_t k = 0; k < n; k++) {
            value[k] = at(&d->table[(size_t)x[k]], block, trial);
        }
        parley_i_value_worthless(value, n, barred);
        break;
    case VALUE_FORMULA:
        run_formula(d, block, trial, x, n, scratch, value);
        parley_i_value_worthless(value, n, barred);
        break;
    }
    for (size_t k = 0; k < n; k++) {
        bool named = d->model->barred_option && d->model->barred_option[(size_t)x[k]];
        barred[k] = (d->model->red_line && barred[k]) || named;
    }
}

double parley_i_demand_at(const struct demand *d, const struct block *block, size_t trial, double x, double *scratch,
                          bool *barred)
{
    double value;
    uint8_t beyond = 0;
    values_at(d, block, trial, &x, 1, scratch, &value, &beyond);
    *barred = beyond != 0;
    return value;
}

void parley_i_demand_values(const struct demand *d, const struct block *block, size_t trial, double *scratch,
                            double *value, uint8_t *barred)
{
    size_t n = d->issue->count;
    for (size_t k = 0; k < n; k++) {
        scratch[k] = d->issue->points ? d->issue->points[k] : (double)k;
    }
    values_at(d, block, trial, scratch, n, scratch + n, value, barred);
}

double parley_i_demand_ideal(const struct demand *d, const struct block *block, size_t trial, double *scratch)
{
    const struct issue_model *issue = d->issue;
    if (d->model->shape == VALUE_IDEAL || d->model->shape == VALUE_PEAK) {
        double ideal = at(&d->ideal, block, trial);
        return ideal < issue->low ? issue->low : ideal > issue->high ? issue->high : ideal;
    }
    if (d->model->shape == VALUE_CURVE) {
        size_t best = 0;
        for (size_t k = 1; k < d->model->curve_points; k++) {
            best = d->model->curve[k].y > d->model->curve[best].y ? k : best;
        }
        return d->model->curve[best].x;
    }
    double most = -1, ideal = 0;
    for (size_t k = 0; k < issue->count; k++) {
        bool barred;
        double x = issue->points ? issue->points[k] : (double)k;
        double v = d->constant ? d->value[k] : parley_i_demand_at(d, block, trial, x, scratch, &barred);
        if (v > most) {
            most = v;
            ideal = x;
        }
    }
    return ideal;
}

double parley_i_demand_best(const struct demand *d, const struct block *block, size_t trial, double *scratch)
{
    double most = 0;
    for (size_t k = 0; k < d->issue->count; k++) {
        bool barred;
        double x = d->issue->points ? d->issue->points[k] : (double)k;
        double v = d->constant ? d->value[k] : parley_i_demand_at(d, block, trial, x, scratch, &barred);
        most = v > most ? v : most;
    }
    return most;
}
