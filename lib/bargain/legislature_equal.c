// The closed rule where all votes weigh the same: exact, by one equation.
//
// With prices c = discount * value, a winning set consists of the vetoes and s others, the proposer counted in. Order
// the others by price and let c* be the s-th smallest. Those below c* are always paid, those above never, those at c*
// as often as makes their value c* / discount. Everybody's value then follows from c* and R, the price of a whole
// winning set, and values must sum to 1.
#include "bargain/legislature_parts.h"

#include <math.h>
#include <string.h>

enum { HALVINGS = 200, NEWTONS = 100, FITS = 500 };

static const double LARGEST_DISCOUNT = 1.0 - 1e-12;

/// Where a member's price lies.
enum place { ALWAYS, SOMETIMES, NEVER };

struct equal {
    const struct legislature *legislature;
    double *discount;  // [member]
    double *place;     // [member]: an enum place
    double others;     // s
    double threshold;  // c*
    double set;        // R
};

static bool has_veto(const struct equal *e, uint32_t i)
{
    const struct rule *rule = e->legislature->rule;
    return rule->kind == RULE_UNANIMITY || (rule->veto != NULL && rule->veto[i]);
}

static enum place place_of(const struct equal *e, uint32_t i)
{
    double p = e->legislature->recognition[i], d = e->discount[i];
    if (has_veto(e, i) || d * p * (1.0 - e->set) < e->threshold * (1.0 - d)) {
        return ALWAYS;
    }
    return d * p * (1.0 - e->set + e->threshold) > e->threshold ? NEVER : SOMETIMES;
}

// R for a given c*: R = sum of the prices of those always paid + (s - how many of them have no veto) c*, where those
// prices fall as R grows.
static void find_set(struct equal *e)
{
    uint32_t n = e->legislature->members;
    e->set = 0.0;
    for (int round = 0; round < NEWTONS; round++) {
        double slope = 0.0, left = e->others;
        for (uint32_t i = 0; i < n; i++) {
            if (place_of(e, i) == ALWAYS) {
                slope += e->discount[i] * e->legislature->recognition[i] / (1.0 - e->discount[i]);
                left -= !has_veto(e, i);
            }
        }
        double set = (slope + left * e->threshold) / (1.0 + slope);
        if (fabs(set - e->set) <= 1e-16) {
            return;
        }
        e->set = set;
    }
}

static double value_of(const struct equal *e, uint32_t i, enum place place)
{
    double p = e->legislature->recognition[i], d = e->discount[i];
    switch (place) {
    case ALWAYS:
        return p * (1.0 - e->set) / (1.0 - d);
    case SOMETIMES:
        return e->threshold / d;
    case NEVER:
        return p * (1.0 - e->set + e->threshold);
    }
    return 0.0;
}

static double sum_of_values(struct equal *e, double threshold)
{
    double sum = 0.0;
    e->threshold = threshold;
    find_set(e);
    for (uint32_t i = 0; i < e->legislature->members; i++) {
        sum += value_of(e, i, place_of(e, i));
    }
    return sum;
}

static void find_threshold(struct equal *e)
{
    double low = 0.0, high = 1.0;
    if (!(e->others > 0.0)) {
        (void)sum_of_values(e, 0.0);
        return;
    }
    for (int i = 0; i < HALVINGS; i++) {
        double middle = low + (high - low) / 2.0;
        if (!(middle > low && middle < high)) {
            break;
        }
        if (sum_of_values(e, middle) < 1.0) {
            low = middle;
        } else {
            high = middle;
        }
    }
    (void)sum_of_values(e, high);
}

// How many of those in between a proposer pays.
static double needs(const struct equal *e, uint32_t proposer, double always)
{
    double own = e->place[proposer] == ALWAYS ? 0.0 : 1.0;
    return fmax(0.0, e->others - always - own);
}

// One proposer's row: min(1, scale x) of those in between, `need` of them in all.
static void fill_row(const struct equal *e, uint32_t proposer, double need, const double *x, double *row)
{
    uint32_t n = e->legislature->members;
    double scale = 0.0, capped = -1.0, full = 0.0;
    while (full > capped) {  // each time more are certain; then nobody
        double left = 0.0;
        capped = full;
        for (uint32_t j = 0; j < n; j++) {
            left += j != proposer && scale * x[j] < 1.0 ? x[j] : 0.0;
        }
        scale = left > 0.0 ? fmax(scale, (need - capped) / left) : scale;
        full = 0.0;
        for (uint32_t j = 0; j < n; j++) {
            full += j != proposer && scale * x[j] >= 1.0;
        }
    }
    for (uint32_t j = 0; j < n; j++) {
        double always = e->place[j] == ALWAYS ? 1.0 : 0.0;
        row[j] = j == proposer ? 0.0 : e->place[j] == SOMETIMES ? fmin(1.0, scale * x[j]) : always;
    }
}

// Who is paid, by proposer: those in between in proportion to numbers x, such that in all they are paid as often as
// their values ask.
static void find_inclusion(const struct equal *e, struct legislation *out, double *x, double *target)
{
    const struct legislature *l = e->legislature;
    uint32_t n = l->members;
    double always = 0.0, worst = 1.0;
    for (uint32_t i = 0; i < n; i++) {
        double alone = l->recognition[i] * (1.0 - e->set + e->threshold);
        bool sometimes = e->place[i] == SOMETIMES && e->threshold > 0.0;
        always += e->place[i] == ALWAYS && !has_veto(e, i);
        x[i] = target[i] = sometimes ? fmax((out->value[i] - alone) / e->threshold, 0.0) : 0.0;
    }
    for (int fit = 0; fit < FITS && worst > 1e-13; fit++) {
        for (uint32_t k = 0; k < n; k++) {
            fill_row(e, k, needs(e, k, always), x, out->includes + (size_t)k * n);
        }
        worst = 0.0;
        for (uint32_t i = 0; i < n; i++) {
            double paid = 0.0;
            for (uint32_t k = 0; k < n && x[i] > 0.0; k++) {
                paid += l->recognition[k] * out->includes[(size_t)k * n + i];
            }
            worst = x[i] > 0.0 ? fmax(worst, fabs(paid - target[i])) : worst;
            x[i] = paid > 0.0 ? x[i] * target[i] / paid : x[i];
        }
    }
}

void parley_i_legislature_equal(const struct legislature *legislature, struct legislation *out, double *spare)
{
    uint32_t n = legislature->members, vetoes = 0;
    struct equal e = {.legislature = legislature, .discount = spare, .place = spare + n};
    for (uint32_t i = 0; i < n; i++) {
        e.discount[i] = fmin(legislature->discount[i], LARGEST_DISCOUNT);
        vetoes += has_veto(&e, i);
    }
    uint32_t quota = parley_i_legislature_quota(legislature->rule, n);
    e.others = quota > vetoes ? quota - vetoes : 0.0;
    if (vetoes < n && e.others >= n - vetoes) {  // everybody is needed: as if each had a veto
        static const struct rule unanimity = {.kind = RULE_UNANIMITY};
        struct legislature all = *legislature;
        all.rule = &unanimity;
        parley_i_legislature_equal(&all, out, spare);
        return;
    }
    find_threshold(&e);
    for (uint32_t i = 0; i < n; i++) {
        enum place place = place_of(&e, i);
        e.place[i] = place;
        out->value[i] = value_of(&e, i, place);
        out->price[i] = place == SOMETIMES ? e.threshold : e.discount[i] * out->value[i];
        bool inside = place == ALWAYS;
        out->keeps[i] = 1.0 - e.set + (inside ? out->price[i] : e.others > 0.0 ? e.threshold : 0.0);
    }
    find_inclusion(&e, out, spare + 2 * (size_t)n, spare + 3 * (size_t)n);
}
