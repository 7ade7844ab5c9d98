// Protocols of the embedding program, and what they may ask of a sitting.
#include "process/steps.h"

#include "bargain/protocol.h"

#include <math.h>

/// The public handle: the sitting, with room to turn a package into one option a factor.
struct parley_sitting {
    const struct sitting *sitting;
    uint32_t *choice;
    int32_t *package;
};

/// One option an issue becomes one cell a factor. False when an option does not exist.
static bool to_choice(const struct sitting *s, const int32_t *package, uint32_t *choice)
{
    const struct space *space = s->table->space;
    for (uint32_t f = 0; f < space->factors; f++) {
        const struct factor *factor = &space->factor[f];
        choice[f] = 0;
        for (uint32_t i = 0; i < factor->issues; i++) {
            int32_t option = package[factor->issue[i]];
            if (option < 0 || (uint32_t)option >= factor->size[i]) {
                return false;
            }
            choice[f] += (uint32_t)option * factor->stride[i];
        }
    }
    return true;
}

static size_t scratch_size(const struct sitting_shape *shape, const void *prepared)
{
    (void)prepared;
    return sizeof(struct parley_sitting) + (size_t)(shape->issues + 1) * (sizeof(uint32_t) + sizeof(int32_t));
}

static void settle(const struct sitting *sitting, struct settlement *out)
{
    const parley_protocol_def *def = sitting->prepared;
    struct parley_sitting *view = sitting->scratch;
    view->sitting = sitting;
    view->choice = (uint32_t *)(void *)(view + 1);
    view->package = (int32_t *)(view->choice + sitting->issues + 1);
    for (uint32_t k = 0; k < sitting->issues; k++) {
        view->package[k] = 0;
    }
    out->outcome = OUTCOME_DEADLINE;
    if (def->settle(view, view->package, def->user)) {
        out->outcome = to_choice(sitting, view->package, out->choice) ? OUTCOME_AGREED : OUTCOME_COUNT;
    }
}

static parley_status prepare(const struct protocol *self, struct arena *arena, const struct sitting_shape *shape,
                             const void **prepared)
{
    (void)arena;
    (void)shape;
    *prepared = self->user;
    return PARLEY_OK;
}

parley_status parley_i_own_protocol(struct arena *arena, const parley_protocol_def *def, const struct protocol **out)
{
    static const char *const draws[] = {"draw", NULL};
    struct protocol *protocol = parley_i_arena_take(arena, sizeof *protocol);
    if (!protocol) {
        return parley_i_no_memory();
    }
    protocol->name = def->name;
    protocol->draws = draws;
    protocol->needs = NEEDS_PACKAGES;
    protocol->prepare = prepare;
    protocol->scratch_size = scratch_size;
    protocol->settle = settle;
    protocol->user = def;
    *out = protocol;
    return PARLEY_OK;
}

size_t parley_sitting_parties(const parley_sitting *s) { return s ? s->sitting->parties : 0; }

size_t parley_sitting_issues(const parley_sitting *s) { return s ? s->sitting->issues : 0; }

size_t parley_sitting_options(const parley_sitting *s, size_t issue)
{
    return s && issue < s->sitting->issues ? s->sitting->issue[issue].count : 0;
}

const char *parley_sitting_party_id(const parley_sitting *s, size_t party)
{
    return s && party < s->sitting->parties ? s->sitting->party[party] : NULL;
}

const char *parley_sitting_issue_id(const parley_sitting *s, size_t issue)
{
    return s && issue < s->sitting->issues ? s->sitting->issue[issue].id : NULL;
}

double parley_sitting_power(const parley_sitting *s, size_t party)
{
    return s && party < s->sitting->parties ? s->sitting->power[party] : NAN;
}

double parley_sitting_no_deal(const parley_sitting *s, size_t party)
{
    return s && party < s->sitting->parties ? s->sitting->table->no_deal[party] : NAN;
}

double parley_sitting_discount(const parley_sitting *s, size_t party)
{
    return s && party < s->sitting->parties ? s->sitting->discount[party] : NAN;
}

double parley_sitting_utility(const parley_sitting *s, size_t party, const int32_t *package)
{
    if (!s || !package || party >= s->sitting->parties || !to_choice(s->sitting, package, s->choice)) {
        return NAN;
    }
    return parley_i_table_utility(s->sitting->table, (uint32_t)party, s->choice);
}

bool parley_sitting_acceptable(const parley_sitting *s, size_t party, const int32_t *package)
{
    return s && package && party < s->sitting->parties && to_choice(s->sitting, package, s->choice) &&
           parley_i_table_acceptable(s->sitting->table, (uint32_t)party, s->choice);
}

double parley_sitting_uniform(const parley_sitting *s, uint32_t draw)
{
    return s ? parley_i_sitting_uniform(s->sitting, 0, draw) : NAN;
}

uint64_t parley_sitting_trial(const parley_sitting *s) { return s ? s->sitting->trial : 0; }
