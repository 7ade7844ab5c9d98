// What the spatial protocols see of a sitting: parties that stand somewhere on each issue and care about it more or
// less.
#ifndef PARLEY_LIB_BARGAIN_SPATIAL_H
#define PARLEY_LIB_BARGAIN_SPATIAL_H

#include "bargain/protocol.h"

/// Parties in the unit cube: each issue's range is [0, 1].
struct spatial {
    uint32_t parties, issues;
    const double *power;  // [party]
    double *salience;     // [party * issues + issue]: the party's salience x the issue's weight to it
    double *attention;    // [party]: saliences summed over the issues
    double *position;     // [party * issues + issue]
};

/// Doubles of room that parley_i_spatial_seat takes.
size_t parley_i_spatial_room(const struct sitting_shape *shape);

/// Fill from a sitting: every party stands at its ideal. On an issue it does not care about it stands where
/// parley_i_spatial_mean is. Returns the room that is left.
double *parley_i_spatial_seat(const struct sitting *sitting, struct spatial *table, double *room);

/// How much a party counts on an issue: power x salience x weight.
static inline double parley_i_spatial_weight(const struct sitting *sitting, uint32_t party, uint32_t issue)
{
    return sitting->power[party] * sitting->salience[party] *
           sitting->stand[(size_t)party * sitting->issues + issue].weight;
}

/// The mean of the ideals on an issue, weighted so, in the issue's unit; the middle of its range when nobody cares.
double parley_i_spatial_mean(const struct sitting *sitting, uint32_t issue);

/// Distance of each party's ideal (rows) from each position (columns), by the party's saliences, in [0, 1] for ideals
/// and positions in the unit cube: D = sqrt(sum (s (y - x))^2 / sum s^2). Nobody is far from what he does not care
/// about.
void parley_i_spatial_distances(const struct spatial *table, const double *ideal, const double *position,
                                uint32_t positions, double *distance);

/// From the unit cube to the issue's unit.
static inline double parley_i_spatial_value(const struct issue_at *issue, double x)
{
    return issue->low + x * (issue->high - issue->low);
}

/// The option nearest to x, the lower one of two that are as near.
double parley_i_spatial_option(const struct issue_at *issue, double x);

/// Settle on a point of the unit cube: its value on each issue, or its nearest option.
void parley_i_spatial_agree(const struct sitting *sitting, const double *position, double rounds,
                            struct settlement *out);

/// Settle each issue by itself on `point`, in its unit, or on the nearest option; tell ideals, weights and the point by
/// `name`.
void parley_i_spatial_issue_by_issue(const struct sitting *sitting, const char *name,
                                     double (*point)(const struct sitting *sitting, uint32_t issue),
                                     struct settlement *out);

/// Tell a point, {issue: value}, or everybody's position, {party: {issue: value}}.
void parley_i_spatial_tell_point(const struct sitting *sitting, const double *position, struct record *into);
void parley_i_spatial_tell(const struct sitting *sitting, const double *position, struct record *into);

#endif
