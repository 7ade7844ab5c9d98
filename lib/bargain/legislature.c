#include "bargain/legislature_parts.h"

#include <math.h>
#include <string.h>

enum { OPEN_ROUNDS = 20000 };

static size_t padded(size_t bytes) { return (bytes + 63) / 64 * 64; }

size_t parley_i_legislature_scratch(uint32_t members)
{
    size_t n = members, mixed = members <= MOST_WEIGHED ? n * MOST_COALITIONS : 0;
    return 3 * padded(n * sizeof(double)) + padded(n * n * sizeof(double)) + padded(4 * n * sizeof(double)) +
           padded(members <= MOST_WEIGHED ? ((size_t)1 << members) * sizeof(double) : 0) +
           padded(mixed * sizeof(uint16_t)) + padded(mixed * sizeof(double)) + padded(n * sizeof(uint32_t));
}

static void *carve(char **from, size_t bytes)
{
    void *piece = *from;
    *from += padded(bytes);
    return piece;
}

// Lay the answer's arrays out. Returns the spare room: 4 doubles a member, or 2^members for mixtures.
static double *lay_out(uint32_t members, bool mixed, void *scratch, struct legislation *out)
{
    char *memory = scratch;
    size_t n = members;
    *out = (struct legislation){.value = carve(&memory, n * sizeof(double))};
    out->price = carve(&memory, n * sizeof(double));
    out->keeps = carve(&memory, n * sizeof(double));
    out->includes = carve(&memory, n * n * sizeof(double));
    double *spare = carve(&memory, (mixed ? (size_t)1 << n : 4 * n) * sizeof(double));
    if (mixed) {
        out->coalition = carve(&memory, n * MOST_COALITIONS * sizeof(uint16_t));
        out->mixture = carve(&memory, n * MOST_COALITIONS * sizeof(double));
        out->coalitions = carve(&memory, n * sizeof(uint32_t));
    }
    return spare;
}

bool parley_i_legislature_alike(const struct legislature *legislature)
{
    const struct rule *rule = legislature->rule;
    bool alike = true;
    for (uint32_t i = 1; i < legislature->members; i++) {
        alike = alike && fabs(legislature->weight[i] - legislature->weight[0]) <= 1e-12 * legislature->weight[0];
    }
    bool weights_count = rule->kind != RULE_UNANIMITY && rule->quota > 0.0;
    return alike || !weights_count || legislature->members > MOST_WEIGHED;
}

uint32_t parley_i_legislature_quota(const struct rule *rule, uint32_t members)
{
    double share = rule->quota * members;
    if (rule->kind == RULE_UNANIMITY) {
        return members;
    }
    // The same forgiveness as the rule's own: thirds need not add up.
    double least = rule->strict ? floor(share + 1e-9) + 1.0 : ceil(share - 1e-9);
    return (uint32_t)fmin(fmax(fmax(least, rule->heads), 1.0), members);
}

void parley_i_legislature_closed(const struct legislature *legislature, void *scratch, struct legislation *out)
{
    bool alike = parley_i_legislature_alike(legislature);
    double *spare = lay_out(legislature->members, !alike, scratch, out);
    if (alike) {
        parley_i_legislature_equal(legislature, out, spare);
    } else {
        parley_i_legislature_weighed(legislature, spare, out);
    }
}

/// One who holds the floor under the open rule, and what inviting the cheapest few is worth to it.
struct floor_holder {
    const struct legislature *legislature;
    double amendment;
    const uint32_t *order;  // members, those to be invited first
    uint32_t who;
    uint32_t invited;  // of its best division
    double value, paid;
};

static void choose_invited(struct floor_holder *holder, const struct legislation *out)
{
    const struct legislature *l = holder->legislature;
    uint32_t n = l->members, least = parley_i_legislature_quota(l->rule, n) - 1, vetoes = 0;
    for (uint32_t j = 0; l->rule->veto != NULL && j < n; j++) {
        vetoes += j != holder->who && l->rule->veto[j];
    }
    least = vetoes > least ? vetoes : least;
    double cost = 0.0, discount = l->discount[holder->who], others = n - 1.0;
    holder->value = -INFINITY;
    holder->invited = 0;
    for (uint32_t k = 0, invited = 0;; k++) {
        if (invited >= least) {
            double seconded = n > 1 ? invited / others : 1.0;
            double passes = 1.0 - holder->amendment * (1.0 - seconded);
            // Left out of what is on the floor: it may be recognised next, or left out again.
            double again = n > 1 ? holder->amendment * (others - 1.0 - invited) / others : 0.0;
            double left_out = n > 1 ? holder->amendment * discount * out->value[holder->who] / others /
                                          (1.0 - discount * fmax(again, 0.0))
                                    : 0.0;
            double value = passes * (1.0 - cost) + (1.0 - passes) * discount * left_out;
            if (value > holder->value + UTILITY_NOISE) {
                holder->value = value;
                holder->invited = invited;
                holder->paid = cost;
            }
        }
        if (k == n) {
            return;
        }
        if (holder->order[k] != holder->who) {
            cost += out->price[holder->order[k]];
            invited++;
        }
    }
}

// Vetoes first, then by price, then by number: an insertion sort of a list that hardly changes.
static void put_in_order(const struct legislature *l, const double *price, uint32_t *order)
{
    for (uint32_t i = 1; i < l->members; i++) {
        uint32_t member = order[i], k = i;
        bool veto = l->rule->veto != NULL && l->rule->veto[member];
        for (; k > 0; k--) {
            uint32_t before = order[k - 1];
            bool veto_before = l->rule->veto != NULL && l->rule->veto[before];
            bool stays = veto_before != veto
                             ? veto_before
                             : price[before] < price[member] || (price[before] == price[member] && before < member);
            if (stays) {
                break;
            }
            order[k] = before;
        }
        order[k] = member;
    }
}

void parley_i_legislature_open(const struct legislature *legislature, double amendment, void *scratch,
                               struct legislation *out)
{
    uint32_t n = legislature->members;
    uint32_t *order = (uint32_t *)lay_out(n, false, scratch, out);
    struct floor_holder holder = {.legislature = legislature, .amendment = amendment, .order = order};
    for (uint32_t i = 0; i < n; i++) {
        order[i] = i;
        out->value[i] = 1.0 / n;
    }
    // Damped by more than the number of members that a rise of all prices makes a division dearer by.
    double step = 1.0 / (n + 1.0), change = 1.0;
    memset(out->includes, 0, (size_t)n * n * sizeof(double));
    for (uint32_t round = 0; round < OPEN_ROUNDS && change > 1e-14; round++) {
        change = 0.0;
        for (uint32_t i = 0; i < n; i++) {
            out->price[i] = legislature->discount[i] * out->value[i];
        }
        put_in_order(legislature, out->price, order);
        for (uint32_t i = 0; i < n; i++) {
            holder.who = i;
            choose_invited(&holder, out);
            change = fmax(change, fabs(holder.value - out->value[i]));
            out->keeps[i] = 1.0 - holder.paid;
            out->includes[(size_t)i * n] = holder.invited;  // for now
            out->value[i] += step * (holder.value - out->value[i]);
        }
    }
    out->gap = change > 1e-9 ? change : 0.0;
    for (uint32_t i = 0; i < n; i++) {
        uint32_t invited = (uint32_t)out->includes[(size_t)i * n];
        memset(out->includes + (size_t)i * n, 0, n * sizeof(double));
        for (uint32_t k = 0; k < n && invited > 0; k++) {
            if (order[k] != i) {
                out->includes[(size_t)i * n + order[k]] = 1.0;
                invited--;
            }
        }
    }
}

// Pay a fixed number of members, each with its probability of being included: systematic selection after a shuffle.
static void draw_equals(const struct legislation *legislation, uint32_t members, uint32_t proposer,
                        double (*uniform)(void *user, uint32_t draw), void *user, uint32_t *order, double *share)
{
    const double *includes = legislation->includes + (size_t)proposer * members;
    uint32_t open = 0, draw = 0;
    for (uint32_t j = 0; j < members; j++) {
        if (includes[j] > 1.0 - 1e-9) {
            share[j] = legislation->price[j];
        } else if (includes[j] > 1e-9) {
            order[open++] = j;
        }
    }
    double mark = open > 0 ? uniform(user, draw++) : 0.0, sum = 0.0;
    for (uint32_t k = open; k > 1; k--) {
        uint32_t other = (uint32_t)(uniform(user, draw++) * k), swap = order[k - 1];
        order[k - 1] = order[other];
        order[other] = swap;
    }
    for (uint32_t k = 0; k < open; k++) {
        sum += includes[order[k]];
        if (sum > mark || (k + 1 == open && sum > mark - 1e-9)) {
            share[order[k]] = legislation->price[order[k]];
            mark += 1.0;
        }
    }
}

void parley_i_legislature_divide(const struct legislation *legislation, uint32_t members, uint32_t proposer,
                                 double (*uniform)(void *user, uint32_t draw), void *user, void *scratch, double *share)
{
    for (uint32_t j = 0; j < members; j++) {
        share[j] = 0.0;
    }
    if (legislation->mixture == NULL) {
        draw_equals(legislation, members, proposer, uniform, user, scratch, share);
    } else {
        const double *mixture = legislation->mixture + (size_t)proposer * MOST_COALITIONS;
        double mark = uniform(user, 0), sum = 0.0;
        uint32_t k = 0, last = legislation->coalitions[proposer] - 1;
        while (k < last && (sum += mixture[k]) <= mark) {
            k++;
        }
        for (uint32_t j = 0; j < members; j++) {
            share[j] =
                legislation->coalition[(size_t)proposer * MOST_COALITIONS + k] >> j & 1 ? legislation->price[j] : 0.0;
        }
    }
    double paid = 0.0;
    for (uint32_t j = 0; j < members; j++) {
        paid += j == proposer ? 0.0 : share[j];
    }
    share[proposer] = 1.0 - paid;
}
