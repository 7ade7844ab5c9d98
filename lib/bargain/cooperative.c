#include "bargain/cooperative.h"

#include "bargain/tell.h"

#include <math.h>

static size_t padded(size_t bytes) { return (bytes + 63) / 64 * 64; }

struct room {
    uint32_t *option;        // [issue]
    double *weight, *ideal;  // [party]
    void *search;
};

static struct room room_of(const struct sitting *sitting)
{
    char *memory = sitting->scratch;
    size_t parties = padded(sitting->parties * sizeof(double));
    struct room room = {.option = (uint32_t *)(void *)memory};
    memory += padded(sitting->issues * sizeof(uint32_t));
    room.weight = (double *)(void *)memory;
    room.ideal = (double *)(void *)(memory + parties);
    room.search = memory + 2 * parties;
    return room;
}

size_t parley_i_cooperative_scratch(const struct sitting_shape *shape, const void *prepared)
{
    (void)prepared;
    return padded(shape->issues * sizeof(uint32_t)) + 2 * padded(shape->parties * sizeof(double)) +
           parley_i_welfare_scratch(shape->space, shape->parties);
}

static void set_weights(const struct sitting *sitting, const struct cooperative *how, const double *ideal,
                        double *weight)
{
    bool any = false;
    for (uint32_t p = 0; p < sitting->parties; p++) {
        double power = how->powers ? sitting->power[p] : 1.0, scale = how->relative ? ideal[p] : 1.0;
        bool counts = power > 0.0 && scale > UTILITY_NOISE;
        weight[p] = !counts ? 0.0 : how->kind == WELFARE_SUM ? power / scale : 1.0 / (power * scale);
        any = any || counts;
    }
    for (uint32_t p = 0; !any && p < sitting->parties; p++) {
        weight[p] = 1.0;
    }
}

static void tell(const struct sitting *sitting, const struct cooperative *how, const struct room *room,
                 const struct settlement *out)
{
    struct record *turn = parley_i_record_object(sitting->turns, NULL);
    if (out->outcome != OUTCOME_AGREED) {
        parley_i_record_text(turn, "why", "no package is acceptable to all");
        return;
    }
    const struct table *table = sitting->table;
    parley_i_sitting_tell_package(sitting, out->choice, room->option, parley_i_record_object(turn, "offer"));
    struct record *utility = parley_i_record_object(turn, "utility"), *gains = parley_i_record_object(turn, "gains");
    struct record *ideal = how->relative ? parley_i_record_object(turn, "ideal_gains") : NULL;
    double sum = 0.0, least = INFINITY;
    for (uint32_t p = 0; p < sitting->parties; p++) {
        double worth = parley_i_table_utility(table, p, out->choice), gain = worth - table->no_deal[p];
        double weight = room->weight[p];
        parley_i_record_number(utility, sitting->party[p], worth);
        parley_i_record_number(gains, sitting->party[p], gain);
        parley_i_record_number(ideal, sitting->party[p], room->ideal[p]);
        sum += weight * (how->relative ? gain : worth);
        least = weight > 0.0 ? fmin(least, weight * gain) : least;
    }
    bool sums = how->kind == WELFARE_SUM;
    parley_i_record_number(turn, sums ? "weighted_sum" : "least", sums ? sum : least);
}

void parley_i_cooperative_settle(const struct sitting *sitting, const struct cooperative *how, struct settlement *out)
{
    const struct table *table = sitting->table;
    const struct room room = room_of(sitting);
    const struct welfare welfare = {how->kind, room.weight, table->no_deal};
    double ideal_gap = 0.0;
    bool zone = !how->relative || parley_i_ideal_gains(table, table->no_deal, room.search, room.ideal, &ideal_gap);
    if (zone) {
        set_weights(sitting, how, room.ideal, room.weight);
        zone = parley_i_welfare(&welfare, table, table->no_deal, room.search, out->choice, &out->gap);
        out->gap = fmax(out->gap, ideal_gap);
    }
    out->outcome = zone ? OUTCOME_AGREED : OUTCOME_NO_ZONE;
    out->rounds = 0.0;
    out->continuous = false;
    if (sitting->turns != NULL) {
        tell(sitting, how, &room, out);
    }
}
