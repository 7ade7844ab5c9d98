// Solvers that need no scenario: power indices of 27 voters, stability of a conflict of 36 states.
#include "bench.h"

#include <string.h>

enum { VOTERS = 27, STATES = 36, MAKERS = 3, CALLS = 200 };

/// The Council of 27 under the treaty of Nice, by votes: 255 of 345.
static bool weigh(void)
{
    static const double votes[VOTERS] = {29, 29, 29, 29, 27, 27, 14, 13, 12, 12, 12, 12, 12, 10,
                                         10, 10, 7,  7,  7,  7,  7,  4,  4,  4,  4,  4,  3};
    static const double quota = 255;
    parley_voting_index index[VOTERS];
    parley_voting_def def = parley_voting_def_default();
    def.voters = VOTERS;
    def.weight = votes;
    def.quota = &quota;
    return parley_voting_power(&def, index, VOTERS) == PARLEY_OK;
}

static struct {
    bool moves[MAKERS * STATES * STATES];
    double worth[MAKERS * STATES];
    uint32_t component[MAKERS * STATES];
} conflict;

/// Three makers with 3, 3 and 4 strategies; worths in no order.
static void make_conflict(void)
{
    static const uint32_t strategies[MAKERS] = {3, 3, 4};
    uint32_t dice = 1;
    for (uint32_t s = 0; s < STATES; s++) {
        for (uint32_t i = 0, rest = s; i < MAKERS; rest /= strategies[i++]) {
            conflict.component[i * STATES + s] = rest % strategies[i];
            dice = dice * 1664525u + 1013904223u;
            conflict.worth[i * STATES + s] = dice >> 8;
        }
    }
    for (uint32_t move = 0; move < MAKERS * STATES * STATES; move++) {
        uint32_t maker = move / (STATES * STATES), s = move / STATES % STATES, t = move % STATES;
        bool own = s != t;
        for (uint32_t j = 0; j < MAKERS; j++) {
            own = own && (j == maker || conflict.component[j * STATES + s] == conflict.component[j * STATES + t]);
        }
        conflict.moves[move] = own;
    }
}

static bool judge(void)
{
    uint32_t found[MAKERS * STATES];
    parley_conflict_def def = parley_conflict_def_default();
    def.states = STATES;
    def.makers = MAKERS;
    def.moves = conflict.moves;
    def.worth = conflict.worth;
    def.components = MAKERS;
    def.component = conflict.component;
    return parley_conflict_stability(&def, found, MAKERS * STATES) == PARLEY_OK;
}

bool bench_solvers(const struct bench_options *options, struct bench_log *log, bool *found)
{
    static const struct {
        const char *name, *title;
        bool (*solve)(void);
        double target;
    } solvers[] = {
        {"power", "power indices of 27 voters", weigh, 1e6},
        {"stability", "all stabilities of a conflict of 36 states", judge, 50e3},
    };
    make_conflict();
    for (size_t k = 0; k < sizeof solvers / sizeof *solvers; k++) {
        if (options->only != NULL && strcmp(options->only, solvers[k].name) != 0) {
            continue;
        }
        *found = true;
        printf("(%s) %s\n", solvers[k].name, solvers[k].title);
        log->name = solvers[k].name;
        double best = 0;
        for (unsigned repeat = 0; repeat < options->repeats; repeat++) {
            double begun = bench_now();
            for (int call = 0; call < CALLS; call++) {
                if (!solvers[k].solve()) {
                    fprintf(stderr, "%s: %s\n", solvers[k].name, parley_last_message());
                    return false;
                }
            }
            double spent = (bench_now() - begun) / CALLS;
            best = repeat == 0 || spent < best ? spent : best;
        }
        bench_note(log, "a call", best, "ns");
        bench_note(log, "target", solvers[k].target, "ns");
    }
    return true;
}
