// `mean`: on each issue the mean of the parties' ideals, weighted by power x salience x the issue's weight to the party: the
// baseline that is hard to beat on real data. Nobody is asked to accept it here; the signature asks.
#include "bargain/protocol.h"

#include <math.h>

// Where nobody cares about an issue it is settled in the middle of its range.
static double mean_of(const struct sitting *sitting, uint32_t issue)
{
    double sum = 0.0, total = 0.0;
    for (uint32_t p = 0; p < sitting->parties; p++) {
        const struct stand *stand = &sitting->stand[(size_t)p * sitting->issues + issue];
        double weight = sitting->power[p] * sitting->salience[p] * stand->weight;
        if (weight > 0.0) {
            sum += weight * stand->ideal;
            total += weight;
        }
    }
    const struct issue_at *at = &sitting->issue[issue];
    return total > 0.0 ? sum / total : at->low + (at->high - at->low) / 2.0;
}

// The nearest option, the lower one of two that are as near.
static double nearest_option(const struct issue_at *issue, double x)
{
    double index = ceil(x - 0.5 - 1e-9);
    return fmin(fmax(index, 0.0), issue->count - 1.0);
}

static void tell(const struct sitting *sitting, const double *deal)
{
    for (uint32_t i = 0; i < sitting->issues; i++) {
        struct record *turn = parley_i_record_object(sitting->turns, NULL);
        parley_i_record_text(turn, "issue", sitting->issue[i].id);
        struct record *ideals = parley_i_record_object(turn, "ideals"), *weights = parley_i_record_object(turn, "weights");
        for (uint32_t p = 0; p < sitting->parties; p++) {
            const struct stand *stand = &sitting->stand[(size_t)p * sitting->issues + i];
            double weight = sitting->power[p] * sitting->salience[p] * stand->weight;
            if (weight > 0.0) {
                parley_i_record_number(ideals, sitting->party[p], stand->ideal);
                parley_i_record_number(weights, sitting->party[p], weight);
            }
        }
        parley_i_record_number(turn, "mean", mean_of(sitting, i));
        if (sitting->issue[i].category != NULL) {
            parley_i_record_text(turn, "settled", sitting->issue[i].category->labels[(size_t)deal[i]]);
        }
    }
}

static void settle(const struct sitting *sitting, struct settlement *out)
{
    for (uint32_t i = 0; i < sitting->issues; i++) {
        double mean = mean_of(sitting, i);
        out->deal[i] = sitting->issue[i].category != NULL ? nearest_option(&sitting->issue[i], mean) : mean;
    }
    out->outcome = OUTCOME_AGREED;
    out->rounds = 0.0;
    out->continuous = true;
    out->gap = 0.0;
    if (sitting->turns != NULL) {
        tell(sitting, out->deal);
    }
}

const struct protocol parley_i_protocol_mean = {
    .name = "mean",
    .reference = "Achen, in Thomson, Stokman, Achen & Koenig (eds), The European Union Decides, Cambridge 2006, ch. 4",
    .needs = NEEDS_STANDS,
    .settle = settle,
};
