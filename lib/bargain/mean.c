// `mean`: on each issue the mean of the parties' ideals, weighted by power x salience x the issue's weight to the
// party: the baseline that is hard to beat on real data. Nobody is asked to accept it here; the signature asks.
#include "bargain/spatial.h"

static void settle(const struct sitting *sitting, struct settlement *out)
{
    parley_i_spatial_issue_by_issue(sitting, "mean", parley_i_spatial_mean, out);
}

const struct protocol parley_i_protocol_mean = {
    .name = "mean",
    .reference = "Achen, in Thomson, Stokman, Achen & Koenig (eds), The European Union Decides, Cambridge 2006, ch. 4",
    .needs = NEEDS_STANDS,
    .settle = settle,
};
