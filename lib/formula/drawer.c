// Draws from laws whose numbers differ by trial.
#include <math.h>

#include "base/fail.h"
#include "formula/compile.h"
#include "formula/machine.h"

enum { SENTENCE = 200 };

static parley_status fail_trial(const struct block *block, const struct drawing *drawing, const struct drawer *drawer,
                                size_t t, const char *flaw)
{
    const unsigned long long trial = block->first + t;
    const parley_status status = parley_i_fail_at(PARLEY_BAD_TRIAL, drawing->pointer, drawing->column,
                                                  "trial %llu: %s: %s", trial, drawer->law->kind->name, flaw);
    parley_i_error_trial(trial);
    return status;
}

// Set the law's numbers to those of a trial. False when one of them is undefined.
static bool set_numbers(const struct drawer *drawer, size_t t)
{
    bool defined = true;
    for (size_t i = 0; i < drawer->varying; i++) {
        const double value = drawer->from[i][t];
        *drawer->target[i] = value;
        defined &= value == value;
    }
    return defined;
}

// Draw for the trials listed, all of them fit, by the kind's loop over arrays. The same loop serves whether all
// trials count or some, so that a trial's bits do not depend on its neighbours.
static void apply(const struct block *block, const struct drawer *drawer, const double *u, const uint16_t *fit,
                  size_t count, double *out)
{
    const struct distribution *kind = drawer->law->kind;
    if (count == block->n) {
        kind->apply(u, drawer->argument, out, count);
        return;
    }
    double *const *gathered = block->machine->gathered;
    const size_t arguments = drawer->law->arguments;
    double *uniform = gathered[arguments], *value = gathered[arguments + 1];
    for (size_t k = 0; k < count; k++) {
        for (size_t i = 0; i < arguments; i++) {
            gathered[i][k] = drawer->argument[i][fit[k]];
        }
        uniform[k] = u[fit[k]];
    }
    kind->apply(uniform, (const double *const *)gathered, value, count);
    for (size_t k = 0; k < count; k++) {
        out[fit[k]] = value[k];
    }
}

parley_status parley_i_drawer_run(const struct block *block, uint32_t index, const double *u, const double *wanted,
                                  const uint8_t *active, double *out)
{
    const struct drawing *drawing = &block->sheet->drawing[index];
    const struct drawer *drawer = &block->machine->drawer[index];
    uint16_t fit[BLOCK_TRIALS];
    size_t count = 0;
    for (size_t t = 0; t < block->n; t++) {
        out[t] = (double)NAN;
        if ((wanted != NULL && wanted[t] == 0) || !set_numbers(drawer, t)) {
            continue;
        }
        char message[SENTENCE];
        const char *flaw = parley_i_law_check(drawer->law, message, sizeof message);
        if (flaw != NULL && (active == NULL || active[t] != 0)) {
            return fail_trial(block, drawing, drawer, t, flaw);
        }
        if (flaw != NULL) {
            continue;
        }
        if (drawer->argument == NULL) {
            out[t] = parley_i_law_quantile(drawer->law, u[t]);
        }
        fit[count++] = (uint16_t)t;
    }
    if (drawer->argument != NULL && count > 0) {
        apply(block, drawer, u, fit, count, out);
    }
    return PARLEY_OK;
}
