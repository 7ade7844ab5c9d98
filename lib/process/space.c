// The space of a sitting: which issues linkages join, which utilities and red lines no draw can change.
#include "process/sitting.h"

#include "base/fail.h"

#include <string.h>

enum {
    MOST_CELLS = 1000000,       // of one factor of joined issues, when they are all there is
    MOST_CELLS_BESIDE = 100000, // of one factor beside others, in a space too large to enumerate
};

/// Does this linkage count at this sitting? A closing sitting judges the whole deal; any other only what lies on its table.
static bool counts(const struct talks *talks, const struct linkage *linkage)
{
    if (talks->closing) {
        return true;
    }
    bool any = false;
    for (uint32_t i = 0; i < talks->all->issues; i++) {
        bool on_table = false;
        for (uint32_t k = 0; k < talks->issues; k++) {
            on_table = on_table || talks->issue[k] == i;
        }
        if (linkage->uses[i] && !on_table) {
            return false;
        }
        any = any || linkage->uses[i];
    }
    return any;
}

static uint32_t root_of(uint32_t *parent, uint32_t i)
{
    while (parent[i] != i) {
        i = parent[i];
    }
    return i;
}

/// Issues of the table that one linkage speaks of belong together.
static void join(const struct talks *talks, uint32_t *parent)
{
    for (uint32_t p = 0; p < talks->parties; p++) {
        const struct party *party = &talks->all->party[talks->party[p]];
        for (uint32_t l = 0; l < party->linkages; l++) {
            const struct linkage *linkage = &party->linkage[l];
            int32_t first = NONE;
            for (uint32_t k = 0; counts(talks, linkage) && k < talks->issues; k++) {
                if (!linkage->uses[talks->issue[k]]) {
                    continue;
                }
                uint32_t root = root_of(parent, k);
                if (first == NONE) {
                    first = (int32_t)root;
                } else if (root < (uint32_t)first) {
                    parent[first] = root;
                    first = (int32_t)root;
                } else {
                    parent[root] = (uint32_t)first;
                }
            }
        }
    }
}

static parley_status make_factor(struct arena *arena, const struct talks *talks, uint32_t *parent, uint32_t root,
                                 struct factor *factor)
{
    uint32_t *issue = parley_i_arena_array(arena, talks->issues, sizeof *issue);
    uint32_t *stride = parley_i_arena_array(arena, talks->issues, sizeof *stride);
    uint32_t *size = parley_i_arena_array(arena, talks->issues, sizeof *size);
    if (!issue || !stride || !size) {
        return parley_i_no_memory();
    }
    uint32_t n = 0;
    double options = 1;
    for (uint32_t k = 0; k < talks->issues; k++) {
        if (root_of(parent, k) == root) {
            issue[n] = k;
            size[n] = talks->issue_at[k].count;
            options *= size[n++];
        }
    }
    if (options > MOST_CELLS) {
        return parley_i_fail_at(PARLEY_BAD_SCENARIO, talks->step->entry.pointer, 0,
                                "linkages join issues of this sitting into %.0f combinations, expected at most %d: let "
                                "linkages speak of fewer issues or give these fewer options",
                                options, MOST_CELLS);
    }
    uint32_t step = 1;
    for (uint32_t i = n; i-- > 0;) {  // the first issue varies slowest, as in package numbers
        stride[i] = step;
        step *= size[i];
    }
    *factor = (struct factor){issue, stride, size, n, step, 0};
    return PARLEY_OK;
}

static parley_status make_factors(struct arena *arena, struct talks *talks, struct space *space)
{
    uint32_t *parent = parley_i_arena_array(arena, talks->issues, sizeof *parent);
    struct factor *factor = parley_i_arena_array(arena, talks->issues, sizeof *factor);
    if (!parent || !factor) {
        return parley_i_no_memory();
    }
    for (uint32_t k = 0; k < talks->issues; k++) {
        parent[k] = k;
    }
    join(talks, parent);
    space->packages = 1;
    for (uint32_t k = 0; k < talks->issues; k++) {
        if (root_of(parent, k) != k) {
            continue;
        }
        struct factor *f = &factor[space->factors++];
        PARLEY_I_TRY(make_factor(arena, talks, parent, k, f));
        f->first = space->cells;
        space->cells += f->options;
        space->packages *= f->options;
    }
    for (uint32_t f = 0; f < space->factors; f++) {
        if (space->packages > MOST_CELLS && factor[f].options > MOST_CELLS_BESIDE) {
            return parley_i_fail_at(PARLEY_BAD_SCENARIO, talks->step->entry.pointer, 0,
                                    "linkages join issues of this sitting into %u combinations beside further issues, expected at "
                                    "most %d: let linkages speak of fewer issues or give these fewer options",
                                    factor[f].options, MOST_CELLS_BESIDE);
        }
    }
    space->factor = factor;
    space->issues = talks->issues;
    return PARLEY_OK;
}

/// Which factor of the space a linkage falls into: that of the first table issue it reads.
static int32_t factor_of(const struct talks *talks, const struct space *space, const struct linkage *linkage)
{
    for (uint32_t f = 0; f < space->factors; f++) {
        for (uint32_t i = 0; i < space->factor[f].issues; i++) {
            if (linkage->uses[talks->issue[space->factor[f].issue[i]]]) {
                return (int32_t)f;
            }
        }
    }
    return NONE;
}

/// Where the answers are kept and only issues of one factor matter, the mask over its cells is the same in every trial.
static parley_status constant_mask(struct arena *arena, const struct talks *talks, const struct space *space,
                                   struct table_linkage *entry)
{
    const struct linkage *linkage = entry->linkage;
    if (entry->factor == NONE || !linkage->holds) {
        return PARLEY_OK;
    }
    const struct factor *factor = &space->factor[entry->factor];
    uint32_t inside = 0, used = 0;
    for (uint32_t i = 0; i < talks->all->issues; i++) {
        used += linkage->uses[i];
    }
    for (uint32_t k = 0; k < factor->issues; k++) {
        inside += linkage->uses[talks->issue[factor->issue[k]]];
    }
    if (inside < used) {
        return PARLEY_OK;  // it also reads an issue settled before
    }
    double *mask = parley_i_arena_array(arena, factor->options, sizeof *mask);
    if (!mask) {
        return parley_i_no_memory();
    }
    for (uint32_t c = 0; c < factor->options; c++) {
        uint32_t combination = 0;
        for (uint32_t k = 0; k < factor->issues; k++) {
            uint32_t issue = talks->issue[factor->issue[k]];
            combination += linkage->uses[issue] ? c / factor->stride[k] % factor->size[k] * linkage->stride[issue] : 0;
        }
        mask[c] = linkage->holds[combination];
    }
    entry->mask = mask;
    return PARLEY_OK;
}

static parley_status place_linkages(struct arena *arena, struct talks *talks)
{
    const struct table_linkage **linkage = parley_i_arena_array(arena, talks->parties, sizeof *linkage);
    uint32_t *linkages = parley_i_arena_array(arena, talks->parties, sizeof *linkages);
    if (!linkage || !linkages) {
        return parley_i_no_memory();
    }
    for (uint32_t p = 0; p < talks->parties; p++) {
        const struct party *party = &talks->all->party[talks->party[p]];
        struct table_linkage *list = parley_i_arena_array(arena, party->linkages, sizeof *list);
        if (!list) {
            return parley_i_no_memory();
        }
        for (uint32_t l = 0; l < party->linkages; l++) {
            if (counts(talks, &party->linkage[l])) {
                struct table_linkage *entry = &list[linkages[p]++];
                entry->linkage = &party->linkage[l];
                entry->factor = factor_of(talks, talks->space, entry->linkage);
                PARLEY_I_TRY(constant_mask(arena, talks, talks->space, entry));
            }
        }
        linkage[p] = list;
    }
    talks->linkage = linkage;
    talks->linkages = linkages;
    return PARLEY_OK;
}

/// Utilities per unit of scale, when every factor is one issue without linkages and no value varies.
static parley_status constant_pay(struct arena *arena, struct talks *talks)
{
    struct space *space = talks->space;
    for (uint32_t p = 0; p < talks->parties; p++) {
        for (uint32_t k = 0; k < talks->issues; k++) {
            const struct demand *d = parley_i_talks_demand(talks, p, k);
            if (d && !d->constant) {
                return PARLEY_OK;
            }
        }
        for (uint32_t l = 0; l < talks->linkages[p]; l++) {
            if (talks->linkage[p][l].factor != NONE) {
                return PARLEY_OK;
            }
        }
    }
    if (space->factors != talks->issues) {
        return PARLEY_OK;
    }
    double *pay = parley_i_arena_array(arena, (size_t)talks->parties * space->cells, sizeof *pay);
    if (!pay) {
        return parley_i_no_memory();
    }
    for (uint32_t p = 0; p < talks->parties; p++) {
        for (uint32_t f = 0; f < space->factors; f++) {
            const struct demand *d = parley_i_talks_demand(talks, p, space->factor[f].issue[0]);
            if (d) {
                memcpy(pay + (size_t)p * space->cells + space->factor[f].first, d->value,
                       space->factor[f].options * sizeof *pay);
            }
        }
    }
    talks->pay = space->pay = pay;
    return PARLEY_OK;
}

static parley_status constant_bars(struct arena *arena, struct talks *talks)
{
    const struct space *space = talks->space;
    for (uint32_t p = 0; p < talks->parties; p++) {
        for (uint32_t k = 0; k < talks->issues; k++) {
            const struct demand *d = parley_i_talks_demand(talks, p, k);
            if (d && d->may_bar) {
                talks->may_bar = true;
                talks->bars_vary = talks->bars_vary || !d->constant;
            }
        }
    }
    if (!talks->may_bar || talks->bars_vary) {
        return PARLEY_OK;
    }
    uint8_t *barred = parley_i_arena_array(arena, (size_t)talks->parties * space->cells, sizeof *barred);
    if (!barred) {
        return parley_i_no_memory();
    }
    for (uint32_t p = 0; p < talks->parties; p++) {
        for (uint32_t f = 0; f < space->factors; f++) {
            const struct factor *factor = &space->factor[f];
            for (uint32_t i = 0; i < factor->issues; i++) {
                const struct demand *d = parley_i_talks_demand(talks, p, factor->issue[i]);
                for (uint32_t c = 0; d && d->barred && c < factor->options; c++) {
                    barred[(size_t)p * space->cells + factor->first + c] |=
                        d->barred[c / factor->stride[i] % factor->size[i]];
                }
            }
        }
    }
    talks->barred = barred;
    return PARLEY_OK;
}

/// A condition that is run per trial wants a column per issue, its registers and its answer for each cell.
static void measure_scratch(struct talks *talks)
{
    for (uint32_t p = 0; p < talks->parties; p++) {
        for (uint32_t l = 0; l < talks->linkages[p]; l++) {
            const struct table_linkage *entry = &talks->linkage[p][l];
            if (entry->mask) {
                continue;  // never run again
            }
            size_t cells = entry->factor == NONE ? 1 : talks->space->factor[entry->factor].options;
            size_t need = (talks->all->issues + parley_i_local_scratch(entry->linkage->when) + 2) * cells;
            talks->scratch = need > talks->scratch ? need : talks->scratch;
        }
    }
}

parley_status parley_i_talks_space(struct arena *arena, struct talks *talks)
{
    struct space *space = parley_i_arena_take(arena, sizeof *space);
    if (!space) {
        return parley_i_no_memory();
    }
    talks->space = space;
    PARLEY_I_TRY(make_factors(arena, talks, space));
    PARLEY_I_TRY(place_linkages(arena, talks));
    PARLEY_I_TRY(constant_pay(arena, talks));
    PARLEY_I_TRY(constant_bars(arena, talks));
    measure_scratch(talks);
    return PARLEY_OK;
}
