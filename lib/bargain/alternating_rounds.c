// Alternating offers played round by round: any number of parties, any size of space, and the way that is traced.
#include "bargain/alternating.h"

#include "bargain/tell.h"
#include "preference/offer.h"

#include <math.h>
#include <string.h>

struct play {
    const struct alternating *talks;
    double *worth;      // [cell]
    uint8_t *excluded;  // [cell]
    uint8_t *accepts;   // [party]
    uint32_t *option;   // [issue]
    double *deal;       // [issue]
    void *search;
};

static size_t padded(size_t bytes)
{
    return (bytes + 63) / 64 * 64;
}

size_t parley_i_alternating_rounds_scratch(const struct sitting_shape *shape)
{
    return padded(shape->space->cells * sizeof(double)) + padded(shape->space->cells) + padded(shape->parties) +
           padded(shape->issues * sizeof(uint32_t)) + padded(shape->issues * sizeof(double)) +
           parley_i_offer_scratch(shape->space);
}

static struct play set_up(const struct alternating *talks)
{
    const struct sitting *sitting = talks->sitting;
    size_t cells = sitting->table->space->cells;
    struct play play = {.talks = talks};
    char *memory = talks->scratch;
    play.worth = (double *)memory;
    memory += padded(cells * sizeof(double));
    play.excluded = (uint8_t *)memory;
    memory += padded(cells);
    play.accepts = (uint8_t *)memory;
    memory += padded(sitting->parties);
    play.option = (uint32_t *)memory;
    memory += padded(sitting->issues * sizeof(uint32_t));
    play.deal = (double *)memory;
    memory += padded(sitting->issues * sizeof(double));
    play.search = memory;
    return play;
}

// The proposer's package of this round, into the settlement's choice. Packages beyond another's red line come last:
// then all are worth minus infinity, and the tie falls to its own utility.
static bool propose(const struct play *play, uint32_t proposer, uint32_t round)
{
    const struct alternating *talks = play->talks;
    const struct table *table = talks->sitting->table;
    const struct space *space = table->space;
    if (talks->conceder[proposer].hopeless) {
        return false;
    }
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
        .least = parley_i_alternating_level(talks, proposer, round) + UTILITY_NOISE,
        .excluded = play->excluded,
    };
    struct offer offer;
    if (parley_i_offer(&quest, play->search, talks->out->choice, &offer)) {
        talks->out->gap = fmax(talks->out->gap, offer.gap);
        return true;
    }
    return parley_i_table_top(table, proposer, talks->out->choice) > -INFINITY;
}

static bool agreed(const struct play *play, uint32_t proposer, uint32_t round)
{
    const struct sitting *sitting = play->talks->sitting;
    for (uint32_t p = 0; p < sitting->parties; p++) {
        play->accepts[p] =
            p == proposer || parley_i_alternating_accepts(play->talks, p, round, play->talks->out->choice);
    }
    return parley_i_rule_met(sitting->rule, sitting->power, play->accepts, sitting->parties);
}

static const char *refusal(const struct play *play, uint32_t party)
{
    const struct table *table = play->talks->sitting->table;
    if (play->talks->conceder[party].hopeless) {
        return "nothing on the table is acceptable to it";
    }
    if (parley_i_table_crosses(table, party, play->talks->out->choice)) {
        return "the offer crosses its red line";
    }
    return "the offer is worth less than its target";
}

static void tell_offer(const struct play *play, uint32_t proposer, struct record *turn)
{
    const struct sitting *sitting = play->talks->sitting;
    const uint32_t *choice = play->talks->out->choice;
    parley_i_sitting_tell_package(sitting, choice, play->option, parley_i_record_object(turn, "offer"));
    struct record *utility = parley_i_record_object(turn, "utility");
    for (uint32_t p = 0; p < sitting->parties; p++) {
        parley_i_record_number(utility, sitting->party[p], parley_i_table_utility(sitting->table, p, choice));
    }
    struct record *accepts = parley_i_record_object(turn, "accepts");
    for (uint32_t p = 0; p < sitting->parties; p++) {
        parley_i_record_truth(accepts, sitting->party[p], play->accepts[p]);
    }
    struct record *why = NULL;
    for (uint32_t p = 0; p < sitting->parties; p++) {
        if (!play->accepts[p] && p != proposer) {
            why = why == NULL ? parley_i_record_object(turn, "why") : why;
            parley_i_record_text(why, sitting->party[p], refusal(play, p));
        }
    }
}

static struct record *tell_round(const struct play *play, uint32_t proposer, uint32_t round)
{
    const struct alternating *talks = play->talks;
    const struct sitting *sitting = talks->sitting;
    struct record *turn = parley_i_record_object(sitting->turns, NULL);
    parley_i_record_number(turn, "round", round + 1.0);
    parley_i_record_number(turn, "time", talks->rounds > 1 ? (double)round / (double)(talks->rounds - 1) : 1.0);
    parley_i_record_text(turn, "proposer", sitting->party[proposer]);
    struct record *targets = parley_i_record_object(turn, "targets");
    for (uint32_t p = 0; p < sitting->parties; p++) {
        if (talks->conceder[p].hopeless) {
            parley_i_record_nothing(targets, sitting->party[p]);
        } else {
            parley_i_record_number(targets, sitting->party[p],
                                   parley_i_alternating_level(talks, p, round) + UTILITY_NOISE);
        }
    }
    return turn;
}

void parley_i_alternating_rounds(const struct alternating *talks)
{
    struct play play = set_up(talks);
    uint32_t collapse = parley_i_alternating_collapse(talks);
    for (uint32_t round = 0; round < talks->rounds; round++) {
        uint32_t proposer = parley_i_alternating_proposer(talks, round);
        struct record *turn = talks->sitting->turns == NULL ? NULL : tell_round(&play, proposer, round);
        bool offers = propose(&play, proposer, round);
        bool deal = offers && agreed(&play, proposer, round);
        if (turn != NULL && offers) {
            tell_offer(&play, proposer, turn);
        } else if (turn != NULL) {
            parley_i_record_text(turn, "why", "the proposer has nothing acceptable to offer");
        }
        if (deal) {
            parley_i_alternating_conclude(talks, OUTCOME_AGREED, round + 1);
            return;
        }
        if (round == collapse) {
            parley_i_record_truth(turn, "breakdown", true);
            parley_i_alternating_conclude(talks, OUTCOME_BREAKDOWN, round + 1);
            return;
        }
    }
    parley_i_alternating_conclude(talks, OUTCOME_DEADLINE, talks->rounds);
}
