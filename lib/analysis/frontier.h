// What a deal could be: the whole table looked at, whatever the process does with it. Each file fills its part of one
// record.
#ifndef PARLEY_LIB_ANALYSIS_FRONTIER_H
#define PARLEY_LIB_ANALYSIS_FRONTIER_H

#include "analysis/report.h"
#include "analysis/world.h"
#include "preference/pareto.h"
#include "process/whole.h"

struct frontier {
    const parley_frontier_def *def;
    struct world world;
    const struct whole *whole;
    const struct sitting *sitting;
    const struct table *table;
    bool exact;            // every package was looked at; else only supported ones, and searches with a proven gap
    int32_t *crossed;      // [party]: an issue that is fixed beyond its red line, or -1
    bool blocked;          // there is one: nothing is acceptable to all
    struct pareto pareto;  // exact: the set; else points of it
    double *best, *ideal;  // [party]: what it could have of all packages, and of those acceptable to all
    bool zone;             // some package is acceptable to all
    void *scratch;         // of the searches
    struct record *root;
};

/// Room for a number a party, from the world's arena; NULL when memory ran out.
double *parley_i_frontier_numbers(struct frontier *frontier);

/// Tell a package: its deal and what it is worth to each.
struct record *parley_i_frontier_tell(const struct frontier *frontier, struct record *into, const char *key,
                                      const uint32_t *choice);

/// Is a package, worth that much to each, worth no agreement to all? Packages of `pareto` cross nobody's red line.
bool parley_i_frontier_acceptable(const struct frontier *frontier, const double *utility);

/// Points that are best under some weights of the parties: all such vertices for two parties, many for more.
parley_status parley_i_frontier_supported(struct frontier *frontier);

/// The package that is best under weights, of those that cross nobody's red line. False when there is none.
bool parley_i_frontier_heaviest(const struct table *table, const double *weight, uint32_t *choice);

/// How many packages are acceptable to all; a share of a sample where they are too many to count.
parley_status parley_i_frontier_zone(struct frontier *frontier);

/// Nash, Kalai-Smorodinsky and the others.
parley_status parley_i_frontier_solutions(struct frontier *frontier);

/// Without a zone: whose limits clash and by how much, and who would have to move on what.
parley_status parley_i_frontier_clashes(struct frontier *frontier);

/// Over a run: how often there is a zone, how often gains are left on the table, how large they are.
parley_status parley_i_frontier_trials(const parley_scenario *scenario, const parley_frontier_def *def,
                                       struct record *root);

#endif
