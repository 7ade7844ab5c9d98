// `single_text`: a mediator keeps one text and proposes to change it, one issue (or a group that linkages join) at a
// time: another option, or on a numeric issue a step of up to a tenth of its grid either way, never none. Those who
// agree must suffice under the rule `agreement` for the change to be made. The mediator stops after `budget` proposals,
// or `patience` refusals in a row; the text that then stands is the deal if it is acceptable to enough of the parties
// under the same rule, else the talks are unresolved.
//
// `method`:
// - hill_climbing: a party agrees to what is not worse for it; somebody must find it better.
// - annealing: a party agrees with probability min(1, exp(gain / temperature)); after each proposal the temperature is
//   multiplied by `cooling`. Early losses are accepted, later ones hardly.
// - feedback: parties only say better, worse or same; the mediator remembers what they said of each option, and of four
//   changes that come to its mind proposes the one of which it expects fewest to say worse, then most to say better.
// With probability `untruthful` a party says the contrary of what it thinks. Being brought beyond a red line of one's
// own is worse than any loss, being brought back better than any gain; such a gain has no number in the trace.
#include "bargain/single_text.h"

#include "bargain/tell.h"

#include <math.h>

enum { METHOD, AGREEMENT, BUDGET, PATIENCE, TEMPERATURE, COOLING, UNTRUTHFUL, START };

static const char *const methods[] = {"hill_climbing", "annealing", "feedback", NULL};
static const char *const starts[] = {"random", "middle", NULL};

static const struct parameter_spec parameters[] = {
    [METHOD] = {.name = "method", .type = TYPE_WORD, .otherwise = HILL_CLIMBING, .words = methods},
    [AGREEMENT] = {.name = "agreement", .type = TYPE_RULE},
    [BUDGET] = {.name = "budget",
                .type = TYPE_NUMBER,
                .otherwise = 1000,
                .whole = true,
                .bounds = {1, 1e6, false, false, true, "a whole number of proposals, 1 to 1000000"}},
    [PATIENCE] = {.name = "patience",
                  .type = TYPE_NUMBER,
                  .otherwise = 100,
                  .whole = true,
                  .bounds = {1, 1e6, false, false, true, "a whole number of refusals in a row, 1 to 1000000"}},
    [TEMPERATURE] = {.name = "temperature",
                     .type = TYPE_NUMBER,
                     .otherwise = 0.1,
                     .bounds = {0, 1e6, true, false, true, "a temperature above 0, in utility"}},
    [COOLING] = {.name = "cooling",
                 .type = TYPE_NUMBER,
                 .otherwise = 0.99,
                 .bounds = {0, 1, true, false, true, "a factor in (0, 1]"}},
    [UNTRUTHFUL] = {.name = "untruthful",
                    .type = TYPE_NUMBER,
                    .otherwise = 0,
                    .bounds = {0, 1, false, false, true, "a probability in [0, 1]"}},
    [START] = {.name = "start", .type = TYPE_WORD, .otherwise = 0, .words = starts},
};

static const char *const draws[] = {
    [DRAW_START] = "start", [DRAW_CHANGE] = "change", [DRAW_VOTE] = "vote", [DRAW_TRUTH] = "truth", NULL,
};

static void write_first_text(const struct mediation *m)
{
    const struct space *space = m->sitting->table->space;
    for (uint32_t f = 0; f < space->factors; f++) {
        uint32_t options = space->factor[f].options;
        m->out->choice[f] = m->random_start ? (uint32_t)(parley_i_sitting_uniform(m->sitting, DRAW_START, f) * options)
                                            : (options - 1) / 2;
    }
}

// What the change brings the party: infinite where it crosses a red line of its own, one way or the other.
static double gain_of(const struct mediation *m, uint32_t party, const struct change *change)
{
    const struct table *table = m->sitting->table;
    size_t first = (size_t)party * table->space->cells + table->space->factor[change->factor].first;
    size_t from = first + m->out->choice[change->factor], to = first + change->option;
    if (table->barred != NULL && table->barred[from] != table->barred[to]) {
        return table->barred[to] ? -INFINITY : INFINITY;
    }
    return table->utility[to] - table->utility[from];
}

static bool lies(const struct mediation *m, uint32_t number, uint32_t party)
{
    return m->untruthful > 0.0 &&
           parley_i_sitting_uniform(m->sitting, DRAW_TRUTH, number * m->sitting->parties + party) < m->untruthful;
}

static bool accepts_loss(const struct mediation *m, uint32_t number, uint32_t party, double gain, double temperature)
{
    return temperature > 0.0 && parley_i_sitting_uniform(m->sitting, DRAW_VOTE, number * m->sitting->parties + party) <
                                    exp(gain / temperature);
}

// Ask everybody. Is the change made?
static bool ask(const struct mediation *m, uint32_t number, const struct change *change, double temperature)
{
    const struct sitting *sitting = m->sitting;
    bool better = m->method == ANNEALING;
    for (uint32_t p = 0; p < sitting->parties; p++) {
        double gain = gain_of(m, p, change);
        bool lie = lies(m, number, p);
        int verdict = (gain > UTILITY_NOISE) - (gain < -UTILITY_NOISE);
        m->verdict[p] = (int8_t)(lie ? -verdict : verdict);
        m->accepts[p] = m->verdict[p] >= 0;
        if (m->method == ANNEALING) {
            m->accepts[p] = (verdict >= 0 || accepts_loss(m, number, p, gain, temperature)) != lie;
        }
        better = better || m->verdict[p] > 0;
    }
    return better && parley_i_rule_met(sitting->rule, sitting->power, m->accepts, sitting->parties);
}

static void tell(const struct mediation *m, uint32_t number, const struct change *change, double temperature, bool made)
{
    static const char *const words[] = {"worse", "same", "better"};
    const struct sitting *sitting = m->sitting;
    if (sitting->turns == NULL) {
        return;
    }
    struct record *turn = parley_i_record_object(sitting->turns, NULL);
    parley_i_record_number(turn, "proposal", number + 1.0);
    uint32_t stood = m->out->choice[change->factor];
    m->out->choice[change->factor] = change->option;
    parley_i_sitting_tell_package(sitting, m->out->choice, m->option, parley_i_record_object(turn, "text"));
    m->out->choice[change->factor] = stood;
    if (change->none) {
        parley_i_record_text(turn, "why", "this issue has no other option");
        return;
    }
    struct record *verdicts = parley_i_record_object(turn, "verdicts"),
                  *accepts = parley_i_record_object(turn, "accepts");
    struct record *gains = parley_i_record_object(turn, "gains");
    for (uint32_t p = 0; p < sitting->parties; p++) {
        parley_i_record_text(verdicts, sitting->party[p], words[m->verdict[p] + 1]);
        parley_i_record_truth(accepts, sitting->party[p], m->accepts[p]);
        parley_i_record_number(gains, sitting->party[p], gain_of(m, p, change));
    }
    if (m->method == ANNEALING) {
        parley_i_record_number(turn, "temperature", temperature);
    }
    parley_i_record_truth(turn, "adopted", made);
    parley_i_record_text(
        turn, "why", made ? "enough agree to the change" : "too few agree to the change, or nobody finds it better");
}

// Returns how many proposals were made.
static uint32_t mediate(const struct mediation *m)
{
    double temperature = m->temperature;
    uint32_t refused = 0, number = 0;
    while (number < m->budget && refused < m->patience) {
        struct change change = parley_i_single_text_propose(m, number);
        bool made = !change.none && ask(m, number, &change, temperature);
        tell(m, number, &change, temperature, made);
        if (m->method == FEEDBACK && !change.none) {
            parley_i_single_text_learn(m, &change);
        }
        if (made) {
            m->out->choice[change.factor] = change.option;
        }
        refused = made ? 0 : refused + 1;
        temperature *= m->cooling;
        number++;
    }
    return number;
}

static bool enough_accept(const struct mediation *m)
{
    const struct sitting *sitting = m->sitting;
    for (uint32_t p = 0; p < sitting->parties; p++) {
        m->accepts[p] = parley_i_table_acceptable(sitting->table, p, m->out->choice);
    }
    return parley_i_rule_met(sitting->rule, sitting->power, m->accepts, sitting->parties);
}

static size_t padded(size_t bytes) { return (bytes + 63) / 64 * 64; }

static size_t scratch_size(const struct sitting_shape *shape, const void *prepared)
{
    (void)prepared;
    return 2 * padded(shape->parties) + padded((size_t)shape->parties * shape->space->cells * sizeof(double)) +
           padded((shape->issues + 1) * sizeof(uint32_t));
}

static void settle(const struct sitting *sitting, struct settlement *out)
{
    const double *given = sitting->parameter;
    size_t parties = sitting->parties, beliefs = parties * sitting->table->space->cells;
    char *memory = sitting->scratch;
    struct mediation m = {
        .sitting = sitting,
        .out = out,
        .method = (enum method)given[METHOD],
        .temperature = given[TEMPERATURE],
        .cooling = given[COOLING],
        .untruthful = given[UNTRUTHFUL],
        .budget = (uint32_t)given[BUDGET],
        .patience = (uint32_t)given[PATIENCE],
        .random_start = given[START] == 0.0,
        .verdict = (int8_t *)memory,
        .accepts = (uint8_t *)(memory + padded(parties)),
        .belief = (double *)(memory + 2 * padded(parties)),
        .option = (uint32_t *)(memory + 2 * padded(parties) + padded(beliefs * sizeof(double))),
    };
    for (size_t i = 0; m.method == FEEDBACK && i < beliefs; i++) {
        m.belief[i] = 0.0;
    }
    write_first_text(&m);
    out->rounds = sitting->table->space->factors > 0 ? mediate(&m) : 0.0;
    out->outcome = enough_accept(&m) ? OUTCOME_AGREED : OUTCOME_UNRESOLVED;
    out->continuous = false;
    out->gap = 0.0;
}

const struct protocol parley_i_protocol_single_text = {
    .name = "single_text",
    .reference =
        "Klein, Faratin, Sayama & Bar-Yam, Group Decision and Negotiation 12 (2003) 111-125; feedback: Aydogan, "
        "Hindriks "
        "& Jonker, Multilateral mediated negotiation protocols with feedback, in Novel Insights in Agent-based "
        "Complex Automated Negotiation, Springer 2014",
    .parameters = parameters,
    .parameter_count = sizeof parameters / sizeof *parameters,
    .draws = draws,
    .needs = NEEDS_PACKAGES,
    .scratch_size = scratch_size,
    .settle = settle,
};
