// `median`: on each issue the median of the parties' ideals, weighted by power x salience x the issue's weight to the
// party: no other point beats it in a vote by these weights when each party prefers what is nearer to its ideal. Where
// exactly half of the weight lies on either side it is the middle between the two nearest ideals. Nobody is asked to
// accept it here; the signature asks.
#include "bargain/spatial.h"

#include <math.h>

// Weights that differ by rounding alone are equal.
static bool as_much(double a, double b)
{
    return fabs(a - b) <= 1e-12 * (fabs(a) + fabs(b));
}

// The ideal such that less than half of the weight lies below it and less than half above, found by asking each. Half
// on either side: `other` is the ideal beyond the gap.
static double median_of(const struct sitting *sitting, uint32_t issue)
{
    double total = 0.0;
    for (uint32_t p = 0; p < sitting->parties; p++) {
        total += parley_i_spatial_weight(sitting, p, issue);
    }
    for (uint32_t p = 0; p < sitting->parties; p++) {
        double x = sitting->stand[(size_t)p * sitting->issues + issue].ideal, up_to = 0.0, next = INFINITY;
        if (!(parley_i_spatial_weight(sitting, p, issue) > 0.0)) {
            continue;
        }
        double at = 0.0;
        for (uint32_t q = 0; q < sitting->parties; q++) {
            double y = sitting->stand[(size_t)q * sitting->issues + issue].ideal,
                   w = parley_i_spatial_weight(sitting, q, issue);
            up_to += y <= x ? w : 0.0;
            at += y == x ? w : 0.0;
            next = w > 0.0 && y > x && y < next ? y : next;
        }
        if (as_much(2.0 * up_to, total)) {
            return x + (next - x) / 2.0;
        }
        if (2.0 * up_to > total && 2.0 * (up_to - at) < total && !as_much(2.0 * (up_to - at), total)) {
            return x;
        }
    }
    return parley_i_spatial_mean(sitting, issue);  // nobody cares
}

static void settle(const struct sitting *sitting, struct settlement *out)
{
    parley_i_spatial_issue_by_issue(sitting, "median", median_of, out);
}

const struct protocol parley_i_protocol_median = {
    .name = "median",
    .reference = "Black, The Theory of Committees and Elections, Cambridge 1958",
    .needs = NEEDS_STANDS,
    .settle = settle,
};
