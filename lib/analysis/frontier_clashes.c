// When there is no zone: whose limits clash and by how much, and who would have to move on what for a zone to open.
//
// Two parties clash when no package would do for both of them alone. What is missing is told in utility: by how much
// the one who is worse off of the two falls short in the package that is best for him. A clash of red lines is told
// by issue, and on a numeric issue in its unit: how far the nearest values that each could accept lie apart.
#include "analysis/frontier.h"

#include "base/fail.h"
#include "preference/welfare.h"

#include <math.h>
#include <string.h>

struct clashes {
    struct frontier *frontier;
    struct table table;       // of some of the parties, or with some red lines dropped
    double *utility, *base, *no_deal, *least, *weight;
    uint8_t *barred;
    uint32_t *choice;
};

static parley_status take(struct frontier *f, struct clashes *c)
{
    struct arena *arena = &f->world.arena;
    size_t cells = (size_t)f->table->parties * f->table->space->cells + 1;
    *c = (struct clashes){
        .frontier = f,
        .utility = parley_i_arena_array(arena, cells, sizeof *c->utility),
        .base = parley_i_frontier_numbers(f),
        .no_deal = parley_i_frontier_numbers(f),
        .least = parley_i_frontier_numbers(f),
        .weight = parley_i_frontier_numbers(f),
        .barred = parley_i_arena_array(arena, cells, sizeof *c->barred),
        .choice = parley_i_arena_array(arena, f->table->space->factors + 1, sizeof *c->choice),
    };
    bool fine = c->utility && c->base && c->no_deal && c->least && c->weight && c->barred && c->choice;
    return fine ? PARLEY_OK : parley_i_no_memory();
}

/// A table of these parties alone.
static void seat(struct clashes *c, const uint32_t *party, uint32_t count)
{
    const struct table *whole = c->frontier->table;
    size_t cells = whole->space->cells;
    for (uint32_t k = 0; k < count; k++) {
        memcpy(c->utility + k * cells, whole->utility + party[k] * cells, cells * sizeof *c->utility);
        memset(c->barred + k * cells, 0, cells);
        if (whole->barred) {
            memcpy(c->barred + k * cells, whole->barred + party[k] * cells, cells);
        }
        c->base[k] = whole->base[party[k]];
        c->no_deal[k] = whole->no_deal[party[k]];
        c->weight[k] = 1;
        c->least[k] = -INFINITY;
    }
    c->table = (struct table){whole->space, count, c->utility, c->barred, c->base, c->no_deal};
}

static void seat_all(struct clashes *c)
{
    const struct table *whole = c->frontier->table;
    size_t cells = whole->space->cells, n = whole->parties * cells;
    memcpy(c->utility, whole->utility, n * sizeof *c->utility);
    memset(c->barred, 0, n);
    if (whole->barred) {
        memcpy(c->barred, whole->barred, n);
    }
    for (uint32_t p = 0; p < whole->parties; p++) {
        c->base[p] = whole->base[p];
        c->no_deal[p] = whole->no_deal[p];
        c->weight[p] = 1;
        c->least[p] = -INFINITY;
    }
    c->table = (struct table){whole->space, whole->parties, c->utility, c->barred, c->base, c->no_deal};
}

/// By how much whoever is worst off falls short, at best; the package is left in `choice`. False when red lines leave
/// no package.
static bool shortfall(struct clashes *c, double *out)
{
    const struct welfare welfare = {WELFARE_LEAST, c->weight, c->no_deal};
    double gap, worst = INFINITY;
    if (!parley_i_welfare(&welfare, &c->table, c->least, c->frontier->scratch, c->choice, &gap)) {
        return false;
    }
    for (uint32_t p = 0; p < c->table.parties; p++) {
        worst = fmin(worst, parley_i_table_utility(&c->table, p, c->choice) - c->no_deal[p]);
    }
    *out = fmax(0, -worst);
    return true;
}

static const struct issue_at *issue_of(const struct clashes *c, uint32_t factor, uint32_t k)
{
    return &c->frontier->sitting->issue[c->frontier->table->space->factor[factor].issue[k]];
}

static void tell_issues(const struct clashes *c, struct record *into, const char *key, uint32_t factor)
{
    struct record *list = parley_i_record_list(into, key);
    for (uint32_t k = 0; k < c->frontier->table->space->factor[factor].issues; k++) {
        parley_i_record_text(list, NULL, issue_of(c, factor, k)->id);
    }
}

/// Is the cell beyond a red line of that party?
static bool bars(const struct clashes *c, uint32_t p, uint32_t cell)
{
    return c->barred[p * c->table.space->cells + cell];
}

static bool red_lines_meet(const struct clashes *c, uint32_t factor)
{
    const struct factor *at = &c->table.space->factor[factor];
    for (uint32_t cell = at->first; cell < at->first + at->options; cell++) {
        bool barred = false;
        for (uint32_t p = 0; p < c->table.parties; p++) {
            barred = barred || bars(c, p, cell);
        }
        if (!barred) {
            return true;
        }
    }
    return false;
}

/// How far the nearest values that two parties allow lie apart, on a numeric issue; NAN elsewhere.
static double apart(const struct clashes *c, uint32_t factor)
{
    const struct factor *at = &c->table.space->factor[factor];
    const struct issue_at *issue = issue_of(c, factor, 0);
    double nearest = INFINITY;
    for (uint32_t i = 0; at->issues == 1 && issue->points && c->table.parties == 2 && i < at->options; i++) {
        for (uint32_t k = 0; k < at->options; k++) {
            if (!bars(c, 0, at->first + i) && !bars(c, 1, at->first + k)) {
                nearest = fmin(nearest, fabs(issue->points[i] - issue->points[k]));
            }
        }
    }
    return isinf(nearest) ? NAN : nearest;
}

static struct record *tell_clash(const struct clashes *c, struct record *list, const uint32_t *party, uint32_t count)
{
    struct record *clash = parley_i_record_object(list, NULL);
    struct record *parties = parley_i_record_list(clash, "parties");
    for (uint32_t k = 0; k < count; k++) {
        parley_i_record_text(parties, NULL, c->frontier->sitting->party[party[k]]);
    }
    return clash;
}

/// Judge these parties alone. True when they clash.
static bool judge(struct clashes *c, struct record *list, const uint32_t *party, uint32_t count)
{
    double missing;
    bool clash = false;
    seat(c, party, count);
    for (uint32_t f = 0; f < c->table.space->factors; f++) {
        if (!red_lines_meet(c, f)) {
            struct record *told = tell_clash(c, list, party, count);
            double distance = count == 2 ? apart(c, f) : NAN;
            tell_issues(c, told, "red_lines_on", f);
            if (!isnan(distance)) {
                parley_i_record_number(told, "apart", distance);
            }
            clash = true;
        }
    }
    if (!clash && shortfall(c, &missing) && missing > UTILITY_NOISE) {
        parley_i_record_number(tell_clash(c, list, party, count), "short_by", missing);
        clash = true;
    }
    return clash;
}

static void tell_fixed(const struct clashes *c, struct record *list)
{
    const struct frontier *f = c->frontier;
    for (uint32_t p = 0; p < f->table->parties; p++) {
        int32_t issue = f->crossed[p];
        if (issue >= 0) {
            parley_i_record_text(tell_clash(c, list, &p, 1), "fixed_beyond_red_line",
                                 f->world.plan->model->issues[issue].entry.id);
        }
    }
}

/// Single parties, then pairs that are not at odds with themselves; all together when no smaller group clashes.
static void tell_clashes(struct clashes *c, uint32_t *everybody)
{
    struct frontier *f = c->frontier;
    struct record *list = parley_i_record_list(f->root, "clashes");
    uint32_t parties = f->table->parties;
    bool any = f->blocked;
    tell_fixed(c, list);
    for (uint32_t p = 0; p < parties; p++) {
        everybody[p] = judge(c, list, &p, 1);
        any = any || everybody[p];
    }
    for (uint32_t p = 0; p < parties; p++) {
        for (uint32_t q = p + 1; q < parties; q++) {
            const uint32_t pair[2] = {p, q};
            any = (!everybody[p] && !everybody[q] && judge(c, list, pair, 2)) || any;
        }
    }
    for (uint32_t p = 0; p < parties; p++) {
        everybody[p] = p;
    }
    if (!any) {
        (void)judge(c, list, everybody, parties);
    }
}

/// The issues on which the party gives most against the best it could have there.
static void tell_dearest(const struct clashes *c, struct record *into, uint32_t p)
{
    const struct space *space = c->table.space;
    uint32_t dearest = 0;
    double most = -INFINITY;
    for (uint32_t f = 0; f < space->factors; f++) {
        const double *utility = c->utility + (size_t)p * space->cells + space->factor[f].first;
        double best = -INFINITY;
        for (uint32_t k = 0; k < space->factor[f].options; k++) {
            best = fmax(best, utility[k]);
        }
        if (best - utility[c->choice[f]] > most) {
            most = best - utility[c->choice[f]];
            dearest = f;
        }
    }
    if (space->factors > 0) {
        tell_issues(c, into, "on", dearest);
    }
}

static struct record *tell_move(const struct clashes *c, struct record *list, uint32_t p)
{
    struct record *move = parley_i_record_object(list, NULL);
    parley_i_record_text(move, "party", c->frontier->sitting->party[p]);
    return move;
}

/// What would one party have to settle for, if the others stay as they are?
static void tell_giving(struct clashes *c, struct record *list, uint32_t p)
{
    double gap;
    seat_all(c);
    for (uint32_t q = 0; q < c->table.parties; q++) {
        c->least[q] = q == p ? -INFINITY : c->no_deal[q];
        c->weight[q] = q == p;
    }
    const struct welfare welfare = {WELFARE_SUM, c->weight, c->no_deal};
    if (parley_i_welfare(&welfare, &c->table, c->least, c->frontier->scratch, c->choice, &gap)) {
        struct record *move = tell_move(c, list, p);
        parley_i_record_number(move, "gives", c->no_deal[p] - parley_i_table_utility(&c->table, p, c->choice));
        tell_dearest(c, move, p);
        (void)parley_i_frontier_tell(c->frontier, move, "to", c->choice);
    }
}

/// Would dropping one red line of that party open a zone?
static void tell_dropping(struct clashes *c, struct record *list, uint32_t p)
{
    const struct space *space = c->frontier->table->space;
    for (uint32_t f = 0; f < space->factors; f++) {
        const struct factor *factor = &space->factor[f];
        seat_all(c);
        uint8_t *barred = c->barred + (size_t)p * space->cells + factor->first;
        double missing;
        if (memchr(barred, 1, factor->options) == NULL) {
            continue;
        }
        memset(barred, 0, factor->options);
        memcpy(c->least, c->no_deal, c->table.parties * sizeof *c->least);
        if (shortfall(c, &missing)) {
            struct record *move = tell_move(c, list, p);
            tell_issues(c, move, "drops_red_line_on", f);
            (void)parley_i_frontier_tell(c->frontier, move, "to", c->choice);
        }
    }
}

/// The package that leaves the worst off least short, red lines or not, and what each lacks there.
static void tell_nearest(struct clashes *c)
{
    double missing;
    struct frontier *f = c->frontier;
    seat_all(c);
    memset(c->barred, 0, (size_t)f->table->parties * f->table->space->cells);
    if (!shortfall(c, &missing)) {
        return;
    }
    struct record *nearest = parley_i_frontier_tell(f, f->root, "nearest", c->choice);
    struct record *lacks = parley_i_record_object(nearest, "short_by");
    struct record *crosses = parley_i_record_list(nearest, "crosses_red_lines_of");
    for (uint32_t p = 0; p < f->table->parties; p++) {
        double lack = f->table->no_deal[p] - parley_i_table_utility(f->table, p, c->choice);
        if (lack > UTILITY_NOISE) {
            parley_i_record_number(lacks, f->sitting->party[p], lack);
        }
        if (parley_i_table_crosses(f->table, p, c->choice)) {
            parley_i_record_text(crosses, NULL, f->sitting->party[p]);
        }
    }
}

parley_status parley_i_frontier_clashes(struct frontier *f)
{
    struct clashes c;
    PARLEY_I_TRY(take(f, &c));
    uint32_t *everybody = parley_i_arena_array(&f->world.arena, f->table->parties, sizeof *everybody);
    if (!everybody) {
        return parley_i_no_memory();
    }
    tell_clashes(&c, everybody);
    tell_nearest(&c);
    struct record *list = parley_i_record_list(f->root, "to_open");
    for (uint32_t p = 0; !f->blocked && p < f->table->parties; p++) {
        tell_giving(&c, list, p);
        tell_dropping(&c, list, p);
    }
    return PARLEY_OK;
}
