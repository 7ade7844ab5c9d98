// Alternating offers played round by round: any number of parties, any size of space, any manner of conceding, and the
// way that is traced.
#include "bargain/tactic.h"

#include "bargain/tell.h"
#include "preference/offer.h"
#include "preference/product.h"

#include <math.h>
#include <string.h>

struct play {
    const struct alternating *talks;
    double *worth;           // [cell]
    uint8_t *excluded;       // [cell]
    uint8_t *accepts;        // [party]
    uint32_t *option;        // [issue]
    struct temper *temper;   // [party]
    double *target;          // [party]: now
    double *odds;            // [party]: of accepting by chance; NaN: no chance in it
    const char **refusal;    // [party]: why it refuses
    struct ledger ledger;
    bool micro;              // somebody plays MiCRO
    void *search;
};

static size_t padded(size_t bytes)
{
    return (bytes + 63) / 64 * 64;
}

static bool micro(const struct manner *manner)
{
    return manner != NULL && manner->tactic[0].form == TACTIC_MICRO;
}

static bool nice(const struct manner *manner)
{
    bool any = false;
    for (uint32_t k = 0; manner != NULL && k < manner->tactics; k++) {
        any = any || (manner->tactic[k].form == TACTIC_TIT_FOR_TAT && manner->tactic[k].variant == IMITATE_NICE);
    }
    return any;
}

size_t parley_i_alternating_rounds_scratch(const struct sitting_shape *shape, double rounds)
{
    size_t parties = shape->parties, search = parley_i_offer_scratch(shape->space), ledger = 0;
    for (uint32_t p = 0; shape->concedes != NULL && p < parties; p++) {
        const struct manner *manner = shape->concedes[p].manner;
        size_t product = nice(manner) ? parley_i_product_scratch(shape->space, shape->parties) : 0;
        search = product > search ? product : search;
        ledger = micro(manner) ? padded(parley_i_ledger_scratch(shape, (uint32_t)rounds)) : ledger;
    }
    return padded(shape->space->cells * sizeof(double)) + padded(shape->space->cells) + padded(parties) +
           padded(shape->issues * sizeof(uint32_t)) + padded(parties * sizeof(struct temper)) +
           2 * padded(parties * sizeof(double)) + padded(parties * sizeof(const char *)) + ledger + search;
}

static void *carve(char **from, size_t bytes)
{
    void *piece = *from;
    *from += padded(bytes);
    return piece;
}

static struct play set_up(const struct alternating *talks)
{
    const struct sitting *sitting = talks->sitting;
    const struct space *space = sitting->table->space;
    size_t parties = sitting->parties;
    struct play play = {.talks = talks};
    char *memory = talks->scratch;
    play.worth = carve(&memory, space->cells * sizeof(double));
    play.excluded = carve(&memory, space->cells);
    play.accepts = carve(&memory, parties);
    play.option = carve(&memory, sitting->issues * sizeof(uint32_t));
    play.temper = carve(&memory, parties * sizeof(struct temper));
    play.target = carve(&memory, parties * sizeof(double));
    play.odds = carve(&memory, parties * sizeof(double));
    play.refusal = carve(&memory, parties * sizeof(const char *));
    for (uint32_t p = 0; p < parties; p++) {
        play.micro = play.micro || micro(sitting->concedes[p].manner);
    }
    if (play.micro) {
        const struct sitting_shape shape = {.space = space, .parties = sitting->parties};
        play.ledger = parley_i_ledger_open(talks, memory);
        memory += padded(parley_i_ledger_scratch(&shape, talks->rounds));
    }
    play.search = memory;
    return play;
}

// What the party loses by the smallest step down from its best.
static double smallest_gap(const struct table *table, uint32_t party)
{
    const struct space *space = table->space;
    const double *utility = table->utility + (size_t)party * space->cells;
    const uint8_t *barred = table->barred == NULL ? NULL : table->barred + (size_t)party * space->cells;
    double gap = INFINITY;
    for (uint32_t f = 0; f < space->factors; f++) {
        uint32_t first = space->factor[f].first, end = first + space->factor[f].options;
        double best = -INFINITY;
        for (uint32_t c = first; c < end; c++) {
            best = !(barred != NULL && barred[c]) && utility[c] > best ? utility[c] : best;
        }
        for (uint32_t c = first; c < end; c++) {
            bool step = !(barred != NULL && barred[c]) && utility[c] < best - UTILITY_NOISE;
            gap = step && best - utility[c] < gap ? best - utility[c] : gap;
        }
    }
    return gap < INFINITY ? gap : 0.0;
}

// What the Nash solution, powers left aside, is worth to everybody.
static void find_points(const struct play *play)
{
    const struct sitting *sitting = play->talks->sitting;
    double gap;
    for (uint32_t p = 0; p < sitting->parties; p++) {
        play->target[p] = 1.0;
    }
    if (parley_i_product(sitting->table, play->target, play->search, play->talks->out->choice, &gap)) {
        for (uint32_t p = 0; p < sitting->parties; p++) {
            play->temper[p].point = parley_i_table_utility(sitting->table, p, play->talks->out->choice);
        }
    }
}

static void sit_down(const struct play *play)
{
    const struct sitting *sitting = play->talks->sitting;
    bool points = false;
    for (uint32_t p = 0; p < sitting->parties; p++) {
        const struct conceder *c = &play->talks->conceder[p];
        const struct manner *manner = sitting->concedes[p].manner;
        play->temper[p] =
            (struct temper){.manner = manner, .low = c->low, .top = c->top, .last = c->top, .point = c->low};
        play->temper[p].gap = manner != NULL ? smallest_gap(sitting->table, p) : 0.0;
        points = points || nice(manner);
    }
    if (points) {
        find_points(play);
    }
}

static struct moment moment_of(const struct alternating *talks, const struct manner *manner, uint32_t round)
{
    struct moment now = {.round = round, .rounds = talks->rounds};
    if (manner != NULL && !isnan(manner->deadline)) {
        now.rounds = manner->deadline;
    }
    now.time = now.rounds > 1.0 && round < now.rounds - 1.0 ? round / (now.rounds - 1.0) : 1.0;
    return now;
}

static double tactic_target(const struct tactic *tactic, const struct temper *temper, const struct moment *now)
{
    if (tactic->form == TACTIC_TIT_FOR_TAT) {
        return parley_i_tactic_imitate(tactic, temper, now);
    }
    return temper->low + (temper->top - temper->low) * (1.0 - parley_i_tactic_conceded(tactic, now));
}

// The least a package must be worth to the party now: what its tactics come to, within its range.
static double target_of(const struct play *play, uint32_t party, uint32_t round)
{
    const struct temper *temper = &play->temper[party];
    const struct manner *manner = temper->manner;
    if (manner == NULL) {
        return parley_i_alternating_level(play->talks, party, round) + UTILITY_NOISE;
    }
    struct moment now = moment_of(play->talks, manner, round);
    double sum = 0.0, weight = 0.0;
    if (micro(manner)) {
        sum = parley_i_micro_target(&play->ledger, party);
        weight = 1.0;
    }
    for (uint32_t k = 0; !micro(manner) && k < manner->tactics; k++) {
        sum += manner->tactic[k].weight * tactic_target(&manner->tactic[k], temper, &now);
        weight += manner->tactic[k].weight;
    }
    double target = weight > 0.0 ? sum / weight : temper->top;
    return fmin(temper->top, fmax(temper->low, target));
}

// The best for the others of what is worth the proposer's target. Packages beyond another's red line come last: then
// all are worth minus infinity, and the tie falls to its own utility.
static bool best_offer(const struct play *play, uint32_t proposer)
{
    const struct alternating *talks = play->talks;
    const struct table *table = talks->sitting->table;
    const struct space *space = table->space;
    memset(play->excluded, 0, space->cells);
    double worth_base = parley_i_alternating_worth(talks, proposer, play->worth, play->excluded);
    const uint8_t *own_barred = table->barred == NULL ? NULL : table->barred + (size_t)proposer * space->cells;
    for (uint32_t c = 0; own_barred != NULL && c < space->cells; c++) {
        play->excluded[c] |= own_barred[c];
    }
    struct offer_quest quest = {
        .space = space,
        .own = table->utility + (size_t)proposer * space->cells,
        .worth = play->worth,
        .own_base = table->base[proposer],
        .worth_base = worth_base,
        .least = play->target[proposer],
        .excluded = play->excluded,
    };
    struct offer offer;
    if (parley_i_offer(&quest, play->search, talks->out->choice, &offer)) {
        talks->out->gap = fmax(talks->out->gap, offer.gap);
        return true;
    }
    return parley_i_table_top(table, proposer, talks->out->choice) > -INFINITY;
}

static bool needs_draw(const struct manner *manner)
{
    bool needs = micro(manner);
    for (uint32_t k = 0; manner != NULL && k < manner->tactics; k++) {
        needs = needs || manner->tactic[k].noise > 0.0;
    }
    return needs;
}

// The proposer's package of this round, into the settlement's choice.
static bool propose(struct play *play, uint32_t proposer, uint32_t round)
{
    const struct alternating *talks = play->talks;
    struct temper *temper = &play->temper[proposer];
    const struct conceder *conceder = &talks->conceder[proposer];
    uint32_t *choice = talks->out->choice;
    play->target[proposer] = target_of(play, proposer, round);
    if (conceder->hopeless || temper->gone) {
        return false;
    }
    bool steps = micro(temper->manner);
    if (steps ? !parley_i_micro_propose(&play->ledger, proposer, temper->draw, choice) : !best_offer(play, proposer)) {
        return false;
    }
    parley_i_temper_proposes(temper, play->target[proposer]);
    if (play->micro) {
        parley_i_ledger_note(&play->ledger, conceder, proposer, steps, choice);
    }
    return true;
}

static const char *answer(const struct play *play, uint32_t party, uint32_t round)
{
    const struct alternating *talks = play->talks;
    const struct table *table = talks->sitting->table;
    const struct temper *temper = &play->temper[party];
    const uint32_t *choice = talks->out->choice;
    if (talks->conceder[party].hopeless) {
        return "nothing on the table is acceptable to it";
    }
    if (temper->gone) {
        return "it has walked out";
    }
    if (parley_i_table_crosses(table, party, choice)) {
        return "the offer crosses its red line";
    }
    struct moment now = moment_of(talks, temper->manner, round);
    return parley_i_acceptance(talks, temper, party, &now, play->target[party],
                               parley_i_table_utility(table, party, choice), &play->odds[party]);
}

// The others hear the offer, think again, and answer.
static bool agreed(const struct play *play, uint32_t proposer, uint32_t round)
{
    const struct sitting *sitting = play->talks->sitting;
    const uint32_t *choice = play->talks->out->choice;
    for (uint32_t p = 0; p < sitting->parties; p++) {
        play->odds[p] = NAN;
        play->refusal[p] = NULL;
        if (p != proposer) {
            parley_i_temper_hears(&play->temper[p], parley_i_table_utility(sitting->table, p, choice));
            play->target[p] = target_of(play, p, round);
            play->refusal[p] = answer(play, p, round);
        }
        play->accepts[p] = play->refusal[p] == NULL;
    }
    return parley_i_rule_met(sitting->rule, sitting->power, play->accepts, sitting->parties);
}

static void tell_answers(const struct play *play, struct record *turn)
{
    const struct sitting *sitting = play->talks->sitting;
    struct record *accepts = parley_i_record_object(turn, "accepts"), *odds = NULL, *why = NULL;
    for (uint32_t p = 0; p < sitting->parties; p++) {
        parley_i_record_truth(accepts, sitting->party[p], play->accepts[p]);
    }
    for (uint32_t p = 0; p < sitting->parties; p++) {
        if (!isnan(play->odds[p])) {
            odds = odds == NULL ? parley_i_record_object(turn, "odds") : odds;
            parley_i_record_number(odds, sitting->party[p], play->odds[p]);
        }
    }
    for (uint32_t p = 0; p < sitting->parties; p++) {
        if (play->refusal[p] != NULL) {
            why = why == NULL ? parley_i_record_object(turn, "why") : why;
            parley_i_record_text(why, sitting->party[p], play->refusal[p]);
        }
    }
}

static void tell_offer(const struct play *play, struct record *turn)
{
    const struct sitting *sitting = play->talks->sitting;
    const uint32_t *choice = play->talks->out->choice;
    parley_i_sitting_tell_package(sitting, choice, play->option, parley_i_record_object(turn, "offer"));
    struct record *utility = parley_i_record_object(turn, "utility");
    for (uint32_t p = 0; p < sitting->parties; p++) {
        parley_i_record_number(utility, sitting->party[p], parley_i_table_utility(sitting->table, p, choice));
    }
    tell_answers(play, turn);
}

static struct record *tell_round(const struct play *play, uint32_t proposer, uint32_t round, bool offers)
{
    const struct alternating *talks = play->talks;
    const struct sitting *sitting = talks->sitting;
    struct record *turn = parley_i_record_object(sitting->turns, NULL);
    parley_i_record_number(turn, "round", round + 1.0);
    parley_i_record_number(turn, "time", talks->rounds > 1 ? (double)round / (double)(talks->rounds - 1) : 1.0);
    parley_i_record_text(turn, "proposer", sitting->party[proposer]);
    struct record *targets = parley_i_record_object(turn, "targets");
    for (uint32_t p = 0; p < sitting->parties; p++) {
        if (talks->conceder[p].hopeless || play->temper[p].gone) {
            parley_i_record_nothing(targets, sitting->party[p]);
        } else {
            parley_i_record_number(targets, sitting->party[p], play->target[p]);
        }
    }
    if (offers) {
        tell_offer(play, turn);
    } else {
        parley_i_record_text(turn, "why",
                             play->temper[proposer].gone ? "the proposer has walked out"
                                                         : "the proposer has nothing acceptable to offer");
    }
    return turn;
}

// Who has come to a private deadline leaves. True when the talks cannot go on without it.
static bool walk_out(struct play *play, uint32_t round, struct record *turn)
{
    const struct sitting *sitting = play->talks->sitting;
    const struct rule *rule = sitting->rule;
    bool over = false;
    struct record *list = NULL;
    for (uint32_t p = 0; p < sitting->parties; p++) {
        const struct manner *manner = play->temper[p].manner;
        if (manner == NULL || !manner->walks_out || play->temper[p].gone || !(round + 1.0 >= manner->deadline)) {
            continue;
        }
        play->temper[p].gone = true;
        if (play->micro) {
            parley_i_ledger_silence(&play->ledger, p);
        }
        over = over || rule->kind == RULE_UNANIMITY || (rule->veto != NULL && rule->veto[p]);
        if (turn != NULL) {
            list = list == NULL ? parley_i_record_list(turn, "walks_out") : list;
            parley_i_record_text(list, NULL, sitting->party[p]);
        }
    }
    return over;
}

static bool play_round(struct play *play, uint32_t round, struct record **turn)
{
    const struct alternating *talks = play->talks;
    uint32_t proposer = parley_i_alternating_proposer(talks, round);
    for (uint32_t p = 0; p < talks->sitting->parties; p++) {
        if (needs_draw(play->temper[p].manner)) {
            uint32_t draw = round * talks->sitting->parties + p;
            play->temper[p].draw = parley_i_sitting_uniform(talks->sitting, DRAW_TACTIC, draw);
        }
        if (talks->sitting->turns != NULL) {
            play->target[p] = target_of(play, p, round);
        }
    }
    bool offers = propose(play, proposer, round);
    bool deal = offers && agreed(play, proposer, round);
    *turn = talks->sitting->turns == NULL ? NULL : tell_round(play, proposer, round, offers);
    return deal;
}

void parley_i_alternating_rounds(const struct alternating *talks)
{
    struct play play = set_up(talks);
    sit_down(&play);
    uint32_t collapse = parley_i_alternating_collapse(talks);
    for (uint32_t round = 0; round < talks->rounds; round++) {
        struct record *turn;
        if (play_round(&play, round, &turn)) {
            parley_i_alternating_conclude(talks, OUTCOME_AGREED, round + 1);
            return;
        }
        if (round == collapse) {
            parley_i_record_truth(turn, "breakdown", true);
            parley_i_alternating_conclude(talks, OUTCOME_BREAKDOWN, round + 1);
            return;
        }
        if (round + 1 < talks->rounds && walk_out(&play, round, turn)) {
            parley_i_alternating_conclude(talks, OUTCOME_WALKOUT, round + 1);
            return;
        }
    }
    parley_i_alternating_conclude(talks, OUTCOME_DEADLINE, talks->rounds);
}
