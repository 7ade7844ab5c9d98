// The agreement zone: how many packages are worth no agreement to all and cross nobody's red line.
#include "analysis/frontier.h"

#include "base/fail.h"

#include <math.h>

enum { SAMPLE = 100000 };

static bool acceptable(const struct table *table, const uint32_t *choice)
{
    for (uint32_t p = 0; p < table->parties; p++) {
        if (!parley_i_table_acceptable(table, p, choice)) {
            return false;
        }
    }
    return true;
}

/// The share of the packages that are acceptable to all, of a sample.
static parley_status estimate(struct frontier *f, double *share)
{
    const struct space *space = f->table->space;
    const struct stream stream = parley_i_stream(f->def->seed, "frontier.zone");
    uint32_t *choice = parley_i_arena_array(&f->world.arena, space->factors, sizeof *choice);
    if (!choice) {
        return parley_i_no_memory();
    }
    uint64_t count = 0;
    for (uint64_t i = 0; i < SAMPLE; i++) {
        for (uint32_t k = 0; k < space->factors; k++) {
            choice[k] = (uint32_t)(parley_i_uniform(stream, i, k) * space->factor[k].options);
        }
        count += acceptable(f->table, choice);
    }
    *share = (double)count / SAMPLE;
    return PARLEY_OK;
}

parley_status parley_i_frontier_zone(struct frontier *f)
{
    struct record *zone = parley_i_record_object(f->root, "zone");
    double packages = f->table->space->packages, share = 0;
    uint64_t count = 0;
    if (f->exact && f->zone) {
        PARLEY_I_TRY(parley_i_zone_count(f->table, f->table->no_deal, &count));
        share = (double)count / packages;
    } else if (f->zone) {
        PARLEY_I_TRY(estimate(f, &share));
    }
    parley_i_record_number(zone, "count", f->exact ? (double)count : floor(share * packages + 0.5));
    parley_i_record_number(zone, "share", share);
    if (!f->exact && f->zone) {
        parley_i_record_number(zone, "se", sqrt(share * (1 - share) / SAMPLE));
    }
    return PARLEY_OK;
}
