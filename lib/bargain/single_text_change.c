// What a mediator proposes: a change of one factor of the text, at random or the most promising of a few.
#include "bargain/single_text.h"

enum { IDEAS = 4, REACH = 10 };  // a step on a numeric issue goes at most a tenth of its grid

// Another option: on a numeric issue a step either way that stays on the grid, else any.
static uint32_t other_option(const struct mediation *m, uint32_t f, double u)
{
    const struct factor *factor = &m->sitting->table->space->factor[f];
    uint32_t options = factor->options, from = m->out->choice[f];
    if (factor->issues > 1 || m->sitting->issue[factor->issue[0]].category != NULL) {
        uint32_t option = (uint32_t)(u * (options - 1));
        return option < from ? option : option + 1;
    }
    uint32_t reach = options / REACH > 0 ? options / REACH : 1;
    uint32_t low = from < reach ? 0 : from - reach, high = from + reach < options ? from + reach : options - 1;
    uint32_t option = low + (uint32_t)(u * (high - low));
    return option < from ? option : option + 1;
}

static struct change idea(const struct mediation *m, uint32_t draw)
{
    const struct space *space = m->sitting->table->space;
    struct change change = {
        .factor = (uint32_t)(parley_i_sitting_uniform(m->sitting, DRAW_CHANGE, 2 * draw) * space->factors)};
    change.none = space->factor[change.factor].options < 2;
    change.option =
        change.none ? m->out->choice[change.factor]
                    : other_option(m, change.factor, parley_i_sitting_uniform(m->sitting, DRAW_CHANGE, 2 * draw + 1));
    return change;
}

// What the mediator expects to hear of a change: `worse` and `better` counted over the parties.
static void expect(const struct mediation *m, const struct change *change, uint32_t *worse, uint32_t *better)
{
    const struct space *space = m->sitting->table->space;
    *worse = *better = 0;
    for (uint32_t p = 0; p < m->sitting->parties; p++) {
        const double *belief = m->belief + (size_t)p * space->cells + space->factor[change->factor].first;
        double more = belief[change->option] - belief[m->out->choice[change->factor]];
        *worse += more < 0.0;
        *better += more > 0.0;
    }
}

struct change parley_i_single_text_propose(const struct mediation *m, uint32_t number)
{
    struct change best = idea(m, number * IDEAS);
    if (m->method != FEEDBACK) {
        return best;
    }
    uint32_t worse, better;
    expect(m, &best, &worse, &better);
    for (uint32_t k = 1; k < IDEAS; k++) {
        struct change other = idea(m, number * IDEAS + k);
        uint32_t other_worse, other_better;
        expect(m, &other, &other_worse, &other_better);
        if (best.none || (!other.none && (other_worse < worse || (other_worse == worse && other_better > better)))) {
            best = other;
            worse = other_worse;
            better = other_better;
        }
    }
    return best;
}

void parley_i_single_text_learn(const struct mediation *m, const struct change *change)
{
    const struct space *space = m->sitting->table->space;
    for (uint32_t p = 0; p < m->sitting->parties; p++) {
        double *belief = m->belief + (size_t)p * space->cells + space->factor[change->factor].first;
        belief[change->option] += m->verdict[p];
        belief[m->out->choice[change->factor]] -= m->verdict[p];
    }
}
