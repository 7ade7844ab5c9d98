// The Nash solution and the weighted mean: where one becomes the other.
#include "support/seats.h"

#include <criterion/criterion.h>

enum { STATES = 10, STEPS = 60000 };

struct answer {
    double height, years;
};

// tests/truth/bargaining-closed-form.csv, family NBS vs compromise, on the emission standards of
// tests/truth/ec-car-emissions.csv: with utilities C - s (x - ideal)^2 over the range of 4 to 10 years taken as 0 to 1,
// weighted by capability. As C grows the answer nears the mean weighted by capability and salience, 7.389956.
Test(nash, nears_the_weighted_mean_as_disagreement_gets_worse)
{
    static const double state[STATES][3] = {{.08, 4, .8},  {.08, 7, .4},  {.03, 4, .2}, {.16, 4, .8}, {.16, 10, .6},
                                            {.16, 10, .6}, {.16, 10, .9}, {.05, 7, .1}, {.05, 4, 1},  {.08, 7, .7}};
    static const struct answer answers[] = {{1.01, 7.2539}, {2, 7.3184}, {10, 7.3752}, {100, 7.3885}};
    static double utility[STATES * (STEPS + 1)];
    const struct protocol *nash = parley_i_protocol("nash");
    uint32_t issue = 0, stride = 1, size = STEPS + 1;
    const struct factor factor = {&issue, &stride, &size, 1, STEPS + 1, 0};
    const struct space space = {
        .factor = &factor, .factors = 1, .issues = 1, .cells = STEPS + 1, .packages = STEPS + 1};
    const double nothing[STATES] = {0};
    const struct table table = {&space, STATES, utility, NULL, nothing, nothing};
    double power[STATES];
    uint32_t choice[1];
    struct sitting_shape shape = {&space, STATES, 1, NULL, NULL, NULL};
    void *memory = aligned_alloc(64, (nash->scratch_size(&shape, NULL) + 63) / 64 * 64);
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        for (int p = 0; p < STATES; p++) {
            power[p] = state[p][0];
            for (int k = 0; k <= STEPS; k++) {
                double off = (double)k / STEPS - (state[p][1] - 4) / 6;
                utility[p * (STEPS + 1) + k] = answers[i].height - state[p][2] * off * off;
            }
        }
        struct sitting sitting = {.table = &table, .parties = STATES, .issues = 1, .power = power, .scratch = memory};
        struct settlement out = {.choice = choice};
        nash->settle(&sitting, &out);
        cr_assert_eq(out.outcome, OUTCOME_AGREED);
        cr_assert_float_eq(4 + 6.0 * choice[0] / STEPS, answers[i].years, 1.01e-4, "C = %g: %g", answers[i].height,
                           4 + 6.0 * choice[0] / STEPS);
    }
    free(memory);
}
