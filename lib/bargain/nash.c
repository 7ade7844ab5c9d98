// `nash`: the package with the largest power-weighted product of gains over no agreement, among those acceptable to
// all. See preference/product.h for ties, and for the case in which not all can gain at once.
#include "bargain/protocol.h"

#include "bargain/tell.h"
#include "preference/product.h"

#include <math.h>

static size_t padded(size_t bytes)
{
    return (bytes + 63) / 64 * 64;
}

static size_t scratch_size(const struct sitting_shape *shape, const void *prepared)
{
    (void)prepared;
    return padded(shape->issues * sizeof(uint32_t)) + parley_i_product_scratch(shape->space, shape->parties);
}

static void tell(const struct sitting *sitting, const struct settlement *out)
{
    struct record *turn = parley_i_record_object(sitting->turns, NULL);
    if (out->outcome != OUTCOME_AGREED) {
        parley_i_record_text(turn, "why", "no package is acceptable to all");
        return;
    }
    const struct table *table = sitting->table;
    parley_i_sitting_tell_package(sitting, out->choice, sitting->scratch, parley_i_record_object(turn, "offer"));
    struct record *utility = parley_i_record_object(turn, "utility"), *gains = parley_i_record_object(turn, "gains");
    double product = 1.0;
    for (uint32_t p = 0; p < sitting->parties; p++) {
        double worth = parley_i_table_utility(table, p, out->choice), gain = worth - table->no_deal[p];
        parley_i_record_number(utility, sitting->party[p], worth);
        parley_i_record_number(gains, sitting->party[p], gain);
        product *= pow(fmax(gain, 0.0), sitting->power[p]);
    }
    parley_i_record_number(turn, "product", product);
}

static void settle(const struct sitting *sitting, struct settlement *out)
{
    void *search = (char *)sitting->scratch + padded(sitting->issues * sizeof(uint32_t));
    bool zone = parley_i_product(sitting->table, sitting->power, search, out->choice, &out->gap);
    out->outcome = zone ? OUTCOME_AGREED : OUTCOME_NO_ZONE;
    out->rounds = 0.0;
    out->continuous = false;
    if (sitting->turns != NULL) {
        tell(sitting, out);
    }
}

const struct protocol parley_i_protocol_nash = {
    .name = "nash",
    .reference =
        "Nash, Econometrica 18 (1950) 155-162; with unequal powers: Kalai, Int. J. Game Theory 6 (1977) 129-133",
    .needs = NEEDS_PACKAGES,
    .scratch_size = scratch_size,
    .settle = settle,
};
