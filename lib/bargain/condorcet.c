// `condorcet`: one probabilistic Condorcet election over the packages the parties stand for (pce.h has the
// definitions). Each party's weight is its power x salience, and what it votes by is
// - `utility` "value": what the package is worth to it by its demands;
// - `utility` "distance": one minus the distance of the package from its ideal, by its saliences, in the unit cube.
// The likeliest package is settled (the first party's of equals), or with `pick` "stochastic" one drawn by the
// probabilities. Parties that stand for the same package are one option. On an issue a party does not care about, it
// stands at the mean. `compat` "ktab" stops the Markov solvers where KTAB's code does (pce.h); otherwise they give the
// limit itself.
#include "bargain/pce.h"
#include "bargain/spatial.h"

#include <math.h>
#include <string.h>

enum { SOLVER, VOTING, VICTORY, PICK, UTILITY, COMPAT };

static const char *const picks[] = {"deterministic", "stochastic", NULL};
static const char *const utilities[] = {"value", "distance", NULL};

static const char *const compats[] = {"none", "ktab", NULL};

static const struct parameter_spec parameters[] = {
    [SOLVER] = {.name = "solver", .type = TYPE_WORD, .otherwise = PCE_CONDITIONAL, .words = parley_i_pce_words},
    [VOTING] = {.name = "voting", .type = TYPE_WORD, .otherwise = VOTING_PROPORTIONAL, .words = parley_i_voting_words},
    [VICTORY] = {.name = "victory", .type = TYPE_WORD, .otherwise = VICTORY_LINEAR, .words = parley_i_victory_words},
    [PICK] = {.name = "pick", .type = TYPE_WORD, .words = picks},
    [UTILITY] = {.name = "utility", .type = TYPE_WORD, .words = utilities},
    [COMPAT] = {.name = "compat", .type = TYPE_WORD, .words = compats},
};

struct memory {
    struct spatial table;
    double *option;       // [option * issues + issue]: the different positions
    double *utility;      // [party * options + option]
    double *weight;       // [party]
    double *probability;  // [option]
    double *rest;
    uint32_t *stands_for;  // [party]: its option
};

static size_t scratch_size(const struct sitting_shape *shape, const void *prepared)
{
    (void)prepared;
    size_t n = shape->parties;
    size_t doubles =
        parley_i_spatial_room(shape) + n * shape->issues + n * n + 3 * n + parley_i_pce_room(shape->parties);
    return (doubles + shape->issues) * sizeof(double);
}

static void lay(const struct sitting *sitting, struct memory *m)
{
    size_t n = sitting->parties, issues = sitting->issues;
    m->option = parley_i_spatial_seat(sitting, &m->table, sitting->scratch);
    m->utility = m->option + n * issues;
    m->weight = m->utility + n * n;
    m->probability = m->weight + n;
    m->stands_for = (uint32_t *)(m->probability + n);
    m->rest = m->probability + 2 * n;
}

static uint32_t find_options(struct memory *m)
{
    uint32_t count = 0, issues = m->table.issues;
    for (uint32_t p = 0; p < m->table.parties; p++) {
        const double *position = m->table.position + (size_t)p * issues;
        uint32_t k = 0;
        while (k < count && memcmp(m->option + (size_t)k * issues, position, issues * sizeof *position) != 0) {
            k++;
        }
        if (k == count) {
            memcpy(m->option + (size_t)k * issues, position, issues * sizeof *position);
            count++;
        }
        m->stands_for[p] = k;
    }
    return count;
}

static void value_options(const struct sitting *sitting, struct memory *m, uint32_t options)
{
    if (sitting->parameter[UTILITY] != 0.0) {
        parley_i_spatial_distances(&m->table, m->table.position, m->option, options, m->utility);
        for (size_t k = 0; k < (size_t)sitting->parties * options; k++) {
            m->utility[k] = 1.0 - m->utility[k];
        }
        return;
    }
    double *deal = m->rest;
    for (uint32_t k = 0; k < options; k++) {
        for (uint32_t i = 0; i < sitting->issues; i++) {
            const struct issue_at *issue = &sitting->issue[i];
            double x = parley_i_spatial_value(issue, m->option[(size_t)k * sitting->issues + i]);
            deal[i] = issue->category != NULL ? parley_i_spatial_option(issue, x) : x;
        }
        for (uint32_t p = 0; p < sitting->parties; p++) {
            m->utility[(size_t)p * options + k] = sitting->worth(sitting, p, deal);
        }
    }
}

static void tell(const struct sitting *sitting, const struct memory *m, bool converged)
{
    struct record *turn = parley_i_record_object(sitting->turns, NULL);
    parley_i_spatial_tell(sitting, m->table.position, parley_i_record_object(turn, "positions"));
    struct record *probability = parley_i_record_object(turn, "probability");
    for (uint32_t p = 0; p < sitting->parties; p++) {
        parley_i_record_number(probability, sitting->party[p], m->probability[m->stands_for[p]]);
    }
    if (!converged) {
        parley_i_record_truth(turn, "converged", false);
    }
}

static void settle(const struct sitting *sitting, struct settlement *out)
{
    struct memory m;
    lay(sitting, &m);
    uint32_t options = find_options(&m);
    value_options(sitting, &m, options);
    for (uint32_t p = 0; p < sitting->parties; p++) {
        m.weight[p] = sitting->power[p] * sitting->salience[p];
    }
    const struct election election = {
        .voting = (enum voting)sitting->parameter[VOTING],
        .victory = (enum victory)sitting->parameter[VICTORY],
        .solver = (enum pce_solver)sitting->parameter[SOLVER],
        .published = sitting->parameter[COMPAT] != 0.0,
    };
    bool converged = parley_i_pce(&election, sitting->parties, options, m.weight, m.utility, m.probability, m.rest);
    uint32_t pick = sitting->parameter[PICK] == 0.0
                        ? parley_i_pce_likeliest(m.probability, options)
                        : parley_i_pce_draw(m.probability, options, parley_i_sitting_uniform(sitting, 0, 0));
    parley_i_spatial_agree(sitting, m.option + (size_t)pick * sitting->issues, 0.0, out);
    if (sitting->turns != NULL) {
        tell(sitting, &m, converged);
    }
}

static const char *const draws[] = {"pick", NULL};

const struct protocol parley_i_protocol_condorcet = {
    .name = "condorcet",
    .reference = "Wise, Lester & Efird, Multidimensional bargaining using KTAB, KAPSARC 2015",
    .parameters = parameters,
    .parameter_count = sizeof parameters / sizeof *parameters,
    .draws = draws,
    .needs = NEEDS_STANDS,
    .scratch_size = scratch_size,
    .settle = settle,
};
