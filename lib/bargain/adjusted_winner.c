// `adjusted_winner`: two parties divide the issues on the table like goods. What an issue means to a party is the
// distance between its own best settlement and the other's there; these are its points, 100 in all. Each issue first
// goes to whom it means more (equal: the first party); then issues move from the one with more points to the other,
// those with the nearest ratio of points first (equal: the earlier issue), until both have the same; the last one is
// split. The division is equitable, efficient and free of envy where values add up and the split is exact.
//
// A numeric issue is split between its grid points, reckoned along straight lines from one to the next. Options cannot
// be split: the issue stays where the points come out nearer to equal, or (`indivisible` lottery) it moves with the
// probability of the share that should. Where both want the same it is settled so and means nothing. Nobody is asked to
// accept the whole here; the signature asks. Settlements beyond a red line of either are left out.
#include "bargain/protocol.h"

#include "bargain/tell.h"
#include "base/fail.h"

#include <math.h>

enum { INDIVISIBLE };
enum { NEAREST, LOTTERY };
enum { DRAW_SPLIT };

static const char *const manners[] = {"nearest", "lottery", NULL};

static const struct parameter_spec parameters[] = {
    [INDIVISIBLE] = {.name = "indivisible", .type = TYPE_WORD, .otherwise = NEAREST, .words = manners},
};

static const char *const draws[] = {[DRAW_SPLIT] = "split", NULL};

struct item {
    uint32_t best[2];  // each party's settlement of the issue
    double points[2];  // of 1
    int holder;
};

struct division {
    const struct sitting *sitting;
    struct item *item;  // [factor]
    double whole[2];    // utility that all points stand for
    double total[2];    // points held
};

static const double *cells(const struct division *division, uint32_t f, int party)
{
    const struct table *table = division->sitting->table;
    return table->utility + (size_t)party * table->space->cells + table->space->factor[f].first;
}

static bool barred(const struct division *division, uint32_t f, uint32_t option)
{
    const struct table *table = division->sitting->table;
    uint32_t cell = table->space->factor[f].first + option;
    return table->barred != NULL && (table->barred[cell] || table->barred[table->space->cells + cell]);
}

// A party's best option; of equals the other's best, then the first. UINT32_MAX: all lie beyond a red line.
static uint32_t best_option(const struct division *division, uint32_t f, int party)
{
    const double *own = cells(division, f, party), *other = cells(division, f, 1 - party);
    uint32_t best = UINT32_MAX;
    for (uint32_t k = 0; k < division->sitting->table->space->factor[f].options; k++) {
        if (!barred(division, f, k) &&
            (best == UINT32_MAX || own[k] > own[best] || (own[k] == own[best] && other[k] > other[best]))) {
            best = k;
        }
    }
    return best;
}

// What is at stake. False when an issue has no settlement within the red lines.
static bool value_items(struct division *division)
{
    const struct space *space = division->sitting->table->space;
    for (uint32_t f = 0; f < space->factors; f++) {
        struct item *item = &division->item[f];
        for (int p = 0; p < 2; p++) {
            item->best[p] = best_option(division, f, p);
            if (item->best[p] == UINT32_MAX) {
                return false;
            }
        }
        for (int p = 0; p < 2; p++) {
            const double *own = cells(division, f, p);
            item->points[p] = own[item->best[p]] - own[item->best[1 - p]];
            division->whole[p] += item->points[p];
        }
    }
    for (uint32_t f = 0; f < space->factors; f++) {
        for (int p = 0; p < 2; p++) {
            division->item[f].points[p] =
                division->whole[p] > 0.0 ? division->item[f].points[p] / division->whole[p] : 0.0;
        }
    }
    return true;
}

static void hand_out(struct division *division)
{
    for (uint32_t f = 0; f < division->sitting->table->space->factors; f++) {
        struct item *item = &division->item[f];
        item->holder = item->points[1] > item->points[0];
        division->total[item->holder] += item->points[item->holder];
    }
}

// What the leader gives up next: the issue that costs it least per point the other gets. UINT32_MAX: none.
static uint32_t next_to_move(const struct division *division, int leader)
{
    uint32_t which = UINT32_MAX;
    for (uint32_t f = 0; f < division->sitting->table->space->factors; f++) {
        const struct item *item = &division->item[f];
        if (item->holder != leader || !(item->points[1 - leader] > 0.0)) {
            continue;
        }
        if (which == UINT32_MAX || item->points[leader] * division->item[which].points[1 - leader] <
                                       division->item[which].points[leader] * item->points[1 - leader]) {
            which = f;
        }
    }
    return which;
}

static double lead(const struct division *division, int party)
{
    return division->total[party] - division->total[1 - party];
}

// Points of a party from a settlement of the issue.
static double points_at(const struct division *division, uint32_t f, int party, uint32_t option)
{
    const double *own = cells(division, f, party);
    double least = own[division->item[f].best[1 - party]];
    return division->whole[party] > 0.0 ? (own[option] - least) / division->whole[party] : 0.0;
}

// Where on the grid, counted in points of it, the issue makes both equal: from the leader's best towards the other's.
static double split_at(const struct division *division, uint32_t f, int leader)
{
    const struct item *item = &division->item[f];
    uint32_t from = item->best[leader], to = item->best[1 - leader], before = from;
    double without = lead(division, leader) - item->points[leader], ahead = lead(division, leader);
    while (before != to) {
        uint32_t next = to > before ? before + 1 : before - 1;
        double then = without + points_at(division, f, leader, next) - points_at(division, f, 1 - leader, next);
        if (then <= 0.0) {
            double way = ahead / (ahead - then);
            return before + (to > before ? way : -way);
        }
        before = next;
        ahead = then;
    }
    return to;
}

static double value_at(const struct issue_at *issue, double at)
{
    uint32_t low = (uint32_t)fmin(floor(at), issue->count - 1.0), high = low + 1 < issue->count ? low + 1 : low;
    return issue->points[low] + (at - low) * (issue->points[high] - issue->points[low]);
}

static void tell_items(const struct division *division)
{
    const struct sitting *sitting = division->sitting;
    const struct space *space = sitting->table->space;
    for (uint32_t f = 0; sitting->turns != NULL && f < space->factors; f++) {
        const struct item *item = &division->item[f];
        struct record *turn = parley_i_record_object(sitting->turns, NULL),
                      *points = parley_i_record_object(turn, "points");
        parley_i_record_text(turn, "issue", sitting->issue[space->factor[f].issue[0]].id);
        for (int p = 0; p < 2; p++) {
            parley_i_record_number(points, sitting->party[p], 100.0 * item->points[p]);
        }
        bool common = item->points[0] == 0.0 && item->points[1] == 0.0;
        parley_i_record_text(turn, "to", common ? "both" : sitting->party[item->holder]);
        parley_i_record_text(turn, "why", common ? "both want the same here" : "it means more to this party");
    }
}

static void tell_move(const struct division *division, uint32_t f, int to, double share, const char *why)
{
    const struct sitting *sitting = division->sitting;
    struct record *turn = parley_i_record_object(sitting->turns, NULL);
    parley_i_record_text(turn, "issue", sitting->issue[sitting->table->space->factor[f].issue[0]].id);
    parley_i_record_text(turn, "moves_to", sitting->party[to]);
    parley_i_record_number(turn, "share", share);
    parley_i_record_text(turn, "why", why);
    struct record *totals = parley_i_record_object(turn, "points");
    for (int p = 0; p < 2; p++) {
        parley_i_record_number(totals, sitting->party[p], 100.0 * division->total[p]);
    }
}

static void move(struct division *division, uint32_t f, int to)
{
    struct item *item = &division->item[f];
    division->total[item->holder] -= item->points[item->holder];
    division->total[to] += item->points[to];
    item->holder = to;
}

// Who gets an issue of options that should be split?
static bool moves_whole(const struct division *division, uint32_t f, int leader, double share)
{
    const struct item *item = &division->item[f];
    if (division->sitting->parameter[INDIVISIBLE] == LOTTERY) {
        return parley_i_sitting_uniform(division->sitting, DRAW_SPLIT, 0) < share;
    }
    double stays = lead(division, leader);
    return item->points[0] + item->points[1] - stays < stays - UTILITY_NOISE;
}

/// The issue that was split, if any.
struct split {
    uint32_t factor;  // UINT32_MAX: none
    double at;        // on its grid
};

static struct split split_last(struct division *division, uint32_t f, int leader)
{
    const struct item *item = &division->item[f];
    const struct issue_at *issue = &division->sitting->issue[division->sitting->table->space->factor[f].issue[0]];
    double share = lead(division, leader) / (item->points[0] + item->points[1]);
    struct split split = {UINT32_MAX, 0.0};
    if (issue->category == NULL) {
        split = (struct split){f, split_at(division, f, leader)};
        division->total[leader] -= share * item->points[leader];
        division->total[1 - leader] += share * item->points[1 - leader];
        tell_move(division, f, 1 - leader, share, "split so that both have the same points");
    } else if (moves_whole(division, f, leader, share)) {
        move(division, f, 1 - leader);
        tell_move(division, f, 1 - leader, 1.0, "it cannot be split, and goes over whole");
    } else {
        tell_move(division, f, 1 - leader, 0.0, "it cannot be split, and stays");
    }
    return split;
}

// Move issues to whoever is behind until both have the same points.
static struct split adjust(struct division *division)
{
    int leader = lead(division, 0) < 0.0;
    while (lead(division, leader) > UTILITY_NOISE) {
        uint32_t f = next_to_move(division, leader);
        if (f == UINT32_MAX) {
            break;
        }
        const struct item *item = &division->item[f];
        if (lead(division, leader) < item->points[0] + item->points[1] - UTILITY_NOISE) {
            return split_last(division, f, leader);
        }
        move(division, f, 1 - leader);
        tell_move(division, f, 1 - leader, 1.0, "the points are still unequal, and its ratio is nearest to 1");
    }
    return (struct split){UINT32_MAX, 0.0};
}

static void write(const struct division *division, struct split split, struct settlement *out)
{
    const struct sitting *sitting = division->sitting;
    const struct space *space = sitting->table->space;
    for (uint32_t f = 0; f < space->factors; f++) {
        const struct item *item = &division->item[f];
        uint32_t i = space->factor[f].issue[0];
        out->choice[f] = item->best[item->holder];
        out->deal[i] = sitting->issue[i].category != NULL ? out->choice[f] : sitting->issue[i].points[out->choice[f]];
    }
    out->continuous = split.factor != UINT32_MAX;
    if (out->continuous) {
        uint32_t i = space->factor[split.factor].issue[0];
        out->deal[i] = value_at(&sitting->issue[i], split.at);
    }
}

static parley_status prepare(const struct protocol *self, struct arena *arena, const struct sitting_shape *shape,
                             const void **prepared)
{
    (void)arena;
    (void)prepared;
    if (shape->parties != 2) {
        return parley_i_fail(PARLEY_BAD_SCENARIO, "protocol %s is for two parties, found %u", self->name,
                             (unsigned)shape->parties);
    }
    if (shape->space->factors != shape->issues) {
        return parley_i_fail(
            PARLEY_BAD_SCENARIO,
            "protocol %s divides issues that each stand for themselves, but linkages join some on this table: drop "
            "the linkages or use another protocol",
            self->name);
    }
    return PARLEY_OK;
}

static size_t scratch_size(const struct sitting_shape *shape, const void *prepared)
{
    (void)prepared;
    return (shape->issues + 1) * sizeof(struct item);
}

static void settle(const struct sitting *sitting, struct settlement *out)
{
    struct division division = {.sitting = sitting, .item = sitting->scratch};
    out->outcome = OUTCOME_NO_ZONE;
    out->rounds = out->gap = 0.0;
    out->continuous = false;
    if (value_items(&division)) {
        hand_out(&division);
        tell_items(&division);
        write(&division, adjust(&division), out);
        out->outcome = OUTCOME_AGREED;
    }
}

const struct protocol parley_i_protocol_adjusted_winner = {
    .name = "adjusted_winner",
    .reference = "Brams & Taylor, Fair Division, Cambridge 1996, ch. 4",
    .parameters = parameters,
    .parameter_count = sizeof parameters / sizeof *parameters,
    .draws = draws,
    .needs = NEEDS_PACKAGES,
    .prepare = prepare,
    .scratch_size = scratch_size,
    .settle = settle,
};
