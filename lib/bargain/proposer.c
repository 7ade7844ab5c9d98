// `proposer`: legislative bargaining. In each round one party is recognised at random and proposes; the others vote
// under the rule `agreement`; a refused proposal is followed by a new recognition. Everybody plays the stationary
// equilibrium: a party votes for what is worth at least discount times its value of the talks before anybody is
// recognised, and a proposer does best for itself under that. Parties are recognised in proportion to their power, or
// alike (`recognition`); votes weigh by power, or alike (`votes`).
//
// `over` packages (the default): proposals are packages; a party votes for none beyond its red lines or below no_deal.
// Values are found by damped iteration (300 steps at most; how far they still moved in the last quarter is reported as
// the gap); where proposals do not settle, the last 16 stand for a mixture. Ties: the larger sum of utilities, then the
// lowest package number. A party for which waiting is worth more lets its turn pass.
//
// `over` shares: the pie of Baron & Ferejohn, one numeric issue per party, in the parties' order, all with one range:
// an issue's place in its range is that party's share, and shares sum to 1 (see legislature.h). Utilities are taken to
// be shares. `procedure` open lets another member speak before the vote, with probability `amendment`: one that was
// offered its price moves the vote, any other proposes instead. There members are treated alike.
#include "bargain/proposer.h"

#include "bargain/legislature.h"
#include "bargain/packages.h"
#include "bargain/tell.h"
#include "base/fail.h"

enum { AGREEMENT, OVER, PROCEDURE, AMENDMENT, RECOGNITION, VOTES, ROUNDS };
enum { OVER_PACKAGES, OVER_SHARES };
enum { CLOSED, OPEN };
enum { BY_POWER, ALIKE };

static const char *const objects[] = {"packages", "shares", NULL};
static const char *const procedures[] = {"closed", "open", NULL};
static const char *const shares[] = {"power", "equal", NULL};

static const struct parameter_spec parameters[] = {
    [AGREEMENT] = {.name = "agreement", .type = TYPE_RULE},
    [OVER] = {.name = "over", .type = TYPE_WORD, .otherwise = OVER_PACKAGES, .words = objects},
    [PROCEDURE] = {.name = "procedure", .type = TYPE_WORD, .otherwise = CLOSED, .words = procedures},
    [AMENDMENT] = {.name = "amendment",
                   .type = TYPE_NUMBER,
                   .otherwise = 1,
                   .bounds = {0, 1, true, false, true, "a probability in (0, 1]"}},
    [RECOGNITION] = {.name = "recognition", .type = TYPE_WORD, .otherwise = BY_POWER, .words = shares},
    [VOTES] = {.name = "votes", .type = TYPE_WORD, .otherwise = BY_POWER, .words = shares},
    [ROUNDS] = {.name = "rounds",
                .type = TYPE_NUMBER,
                .otherwise = 1000,
                .whole = true,
                .bounds = {1, 1e5, false, false, true, "a whole number of rounds, 1 to 100000"}},
};

static const char *const draws[] = {
    [PROPOSER_DRAW_RECOGNITION] = "recognition", [PROPOSER_DRAW_COALITION] = "coalition", NULL};

uint32_t parley_i_proposer_recognised(const struct assembly *assembly, uint32_t round)
{
    double mark = parley_i_sitting_uniform(assembly->sitting, PROPOSER_DRAW_RECOGNITION, round), sum = 0.0;
    uint32_t last = assembly->sitting->parties - 1, party = 0;
    while (party < last && (sum += assembly->recognition[party]) <= mark) {
        party++;
    }
    return party;
}

/// A pie on the table: one issue per party.
struct feast {
    const struct assembly *assembly;
    struct legislation legislation;
    bool open;
    double amendment;
    uint32_t round;  // in which the division in hand is made
    double *share;
    void *spare;  // an order of the members
};

enum { DRAWS_A_ROUND = 4096 };  // more than a division ever wants: one, and one a member

static double coalition_draw(void *user, uint32_t draw)
{
    const struct feast *feast = user;
    return parley_i_sitting_uniform(feast->assembly->sitting, PROPOSER_DRAW_COALITION,
                                    feast->round * DRAWS_A_ROUND + 1 + draw);
}

static void tell_division(const struct feast *feast, uint32_t proposer, const char *why)
{
    const struct sitting *sitting = feast->assembly->sitting;
    if (sitting->turns == NULL) {
        return;
    }
    struct record *turn = parley_i_record_object(sitting->turns, NULL);
    parley_i_record_number(turn, "round", feast->round + 1.0);
    parley_i_record_text(turn, "proposer", sitting->party[proposer]);
    parley_i_sitting_tell_parties(sitting, feast->legislation.value, parley_i_record_object(turn, "values"));
    parley_i_sitting_tell_parties(sitting, feast->legislation.price, parley_i_record_object(turn, "prices"));
    parley_i_sitting_tell_parties(sitting, feast->share, parley_i_record_object(turn, "shares"));
    parley_i_record_text(turn, "why", why);
}

// Under the open rule: who speaks before the vote? The proposer itself stands for nobody.
static uint32_t next_speaker(const struct feast *feast, uint32_t proposer)
{
    const struct sitting *sitting = feast->assembly->sitting;
    double u =
        parley_i_sitting_uniform(sitting, PROPOSER_DRAW_COALITION, feast->round * DRAWS_A_ROUND) / feast->amendment;
    if (u >= 1.0 || sitting->parties < 2) {
        return proposer;
    }
    uint32_t which = (uint32_t)(u * (sitting->parties - 1));
    return which < proposer ? which : which + 1;
}

// Divide until a division is voted for. False when no round is left.
static bool divide(struct feast *feast)
{
    const struct assembly *assembly = feast->assembly;
    uint32_t parties = assembly->sitting->parties, proposer = parley_i_proposer_recognised(assembly, 0);
    for (feast->round = 0; feast->round < assembly->rounds; feast->round++) {
        parley_i_legislature_divide(&feast->legislation, parties, proposer, coalition_draw, feast, feast->spare,
                                    feast->share);
        if (!feast->open) {
            tell_division(feast, proposer, "it pays the cheapest winning coalition what waiting is worth to each");
            return true;
        }
        uint32_t speaker = next_speaker(feast, proposer);
        if (speaker == proposer || feast->legislation.includes[(size_t)proposer * parties + speaker] > 0.5) {
            tell_division(feast, proposer,
                          speaker == proposer ? "nobody else is recognised before the vote"
                                              : "the next to speak was offered its price and moves the vote");
            return true;
        }
        tell_division(feast, proposer, "the next to speak was left out and proposes instead");
        proposer = speaker;
    }
    return false;
}

static size_t padded(size_t bytes) { return (bytes + 63) / 64 * 64; }

static void settle_shares(const struct assembly *assembly)
{
    const struct sitting *sitting = assembly->sitting;
    struct settlement *out = assembly->out;
    size_t parties = sitting->parties;
    char *memory = assembly->scratch;
    struct feast feast = {
        .assembly = assembly, .open = sitting->parameter[PROCEDURE] > 0.0, .amendment = sitting->parameter[AMENDMENT]};
    feast.share = (double *)memory;
    memory += padded(parties * sizeof(double));
    feast.spare = memory;
    memory += padded(parties * sizeof(uint32_t));
    const struct legislature legislature = {
        .members = sitting->parties,
        .recognition = assembly->recognition,
        .weight = assembly->vote,
        .discount = sitting->discount,
        .rule = sitting->rule,
    };
    if (feast.open) {
        parley_i_legislature_open(&legislature, feast.amendment, memory, &feast.legislation);
    } else {
        parley_i_legislature_closed(&legislature, memory, &feast.legislation);
    }
    out->gap = feast.legislation.gap;
    out->continuous = true;
    out->outcome = divide(&feast) ? OUTCOME_AGREED : OUTCOME_DEADLINE;
    out->rounds = out->outcome == OUTCOME_AGREED ? feast.round + 1.0 : assembly->rounds;
    for (uint32_t i = 0; i < sitting->issues; i++) {
        out->deal[i] = sitting->issue[i].low + feast.share[i] * (sitting->issue[i].high - sitting->issue[i].low);
    }
}

static parley_status check_pie(const struct protocol *self, const struct sitting_shape *shape)
{
    if (shape->issues != shape->parties) {
        return parley_i_fail(
            PARLEY_BAD_SCENARIO,
            "protocol %s over shares needs one numeric issue per party, in the parties' order, found %u issues "
            "for %u parties",
            self->name, (unsigned)shape->issues, (unsigned)shape->parties);
    }
    for (uint32_t i = 0; i < shape->issues; i++) {
        const struct issue_at *issue = &shape->issue[i], *first = &shape->issue[0];
        if (issue->category != NULL || issue->low != first->low || issue->high != first->high) {
            return parley_i_fail(
                PARLEY_BAD_SCENARIO,
                "protocol %s over shares needs numeric issues that share one range, found %s to differ from %s",
                self->name, issue->id, first->id);
        }
    }
    return PARLEY_OK;
}

static parley_status prepare(const struct protocol *self, struct arena *arena, const struct sitting_shape *shape,
                             const void **prepared)
{
    (void)arena;
    (void)prepared;
    bool over_shares = shape->parameter[OVER].value == OVER_SHARES, open = shape->parameter[PROCEDURE].value == OPEN;
    bool alike = shape->parameter[RECOGNITION].value == ALIKE && shape->parameter[VOTES].value == ALIKE;
    if (open && !over_shares) {
        return parley_i_fail(PARLEY_BAD_SCENARIO,
                             "protocol %s knows the open procedure over shares only: add \"over\": \"shares\"",
                             self->name);
    }
    if (open && !alike) {
        return parley_i_fail(
            PARLEY_BAD_SCENARIO,
            "protocol %s treats members alike under the open procedure: add \"recognition\": \"equal\" and "
            "\"votes\": \"equal\"",
            self->name);
    }
    if (over_shares && shape->parameter[VOTES].value == BY_POWER && shape->parties > MOST_WEIGHED) {
        return parley_i_fail(
            PARLEY_BAD_SCENARIO,
            "protocol %s over shares weighs the votes of up to %d parties, found %u: add \"votes\": \"equal\" "
            "or seat fewer",
            self->name, MOST_WEIGHED, (unsigned)shape->parties);
    }
    return over_shares ? check_pie(self, shape) : parley_i_packages_check(self->name, shape);
}

static size_t scratch_size(const struct sitting_shape *shape, const void *prepared)
{
    (void)prepared;
    size_t parties = shape->parties, packages = 0;
    size_t pie = padded(parties * sizeof(double)) + padded(parties * sizeof(uint32_t)) +
                 parley_i_legislature_scratch(shape->parties);
    bool over_shares = shape->parameter != NULL && shape->parameter[OVER].value == OVER_SHARES;
    if (!over_shares) {
        packages = parley_i_proposer_packages_scratch(shape);
    }
    return 2 * padded(parties * sizeof(double)) + (packages > pie ? packages : pie);
}

static void take_shares(const double *power, uint32_t parties, bool alike, double *share)
{
    double total = 0.0;
    for (uint32_t p = 0; p < parties; p++) {
        total += power[p];
    }
    for (uint32_t p = 0; p < parties; p++) {
        share[p] = alike || !(total > 0.0) ? 1.0 / parties : power[p] / total;
    }
}

static void settle(const struct sitting *sitting, struct settlement *out)
{
    size_t bytes = padded(sitting->parties * sizeof(double));
    char *memory = sitting->scratch;
    double *recognition = (double *)memory, *vote = (double *)(memory + bytes);
    take_shares(sitting->power, sitting->parties, sitting->parameter[RECOGNITION] == ALIKE, recognition);
    take_shares(sitting->power, sitting->parties, sitting->parameter[VOTES] == ALIKE, vote);
    const struct assembly assembly = {
        .sitting = sitting,
        .out = out,
        .rounds = (uint32_t)sitting->parameter[ROUNDS],
        .recognition = recognition,
        .vote = vote,
        .scratch = memory + 2 * bytes,
    };
    if (sitting->parameter[OVER] == OVER_SHARES) {
        settle_shares(&assembly);
    } else {
        parley_i_proposer_packages(&assembly);
    }
}

const struct protocol parley_i_protocol_proposer = {
    .name = "proposer",
    .reference =
        "Baron & Ferejohn, American Political Science Review 83 (1989) 1181-1206; over packages: Banks & Duggan, "
        "American Political Science Review 94 (2000) 73-88",
    .parameters = parameters,
    .parameter_count = sizeof parameters / sizeof *parameters,
    .draws = draws,
    .needs = NEEDS_PACKAGES,
    .prepare = prepare,
    .scratch_size = scratch_size,
    .settle = settle,
};
