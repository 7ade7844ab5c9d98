// The probabilistic Condorcet election: how likely each option is to prevail when every party throws its weight behind
// the option it prefers in every pair. B. Wise, L. Lester & B. Efird, "Multidimensional bargaining using KTAB", KAPSARC
// 2015.
#ifndef PARLEY_LIB_BARGAIN_PCE_H
#define PARLEY_LIB_BARGAIN_PCE_H

#include "bargain/vote.h"

#include <stdbool.h>
#include <stddef.h>

enum pce_solver { PCE_CONDITIONAL, PCE_MARKOV_UNIFORM, PCE_MARKOV_INCENTIVE };
extern const char *const parley_i_pce_words[];  // in the order above, ended by NULL

struct election {
    enum voting voting;
    enum victory victory;
    enum pce_solver solver;
    bool published;  // Markov cases as KTAB's code has them: damped iteration to 1e-6 (uniform) or 1e-8, not the limit
                     // itself
};

/// Doubles of room that an election over so many options needs.
size_t parley_i_pce_room(uint32_t options);

/// The probability of each option. `utility` is [voter * options + option]; `weight` is by voter, none negative.
///
/// c_ij = 1e-8 + the votes for i over j, i being the later of the two where the voting rule is not symmetric; p_ij by
/// the victory model, p_ii = 1/2.
/// - conditional: P_i in proportion to the product of p_ij over all j
/// - markov_uniform: whoever prevails is challenged by each option with the same probability; P is the stationary
/// distribution
/// - markov_incentive: ... by option j with a probability in proportion to c_ji p_ji; likewise
/// False when the damped iteration reached its cap of 1000 first: `probability` is what it had then. Ties stay ties.
bool parley_i_pce(const struct election *election, uint32_t voters, uint32_t options, const double *weight,
                  const double *utility, double *probability, double *room);

/// The stationary distribution from the matrices c and p above. Same room, same answer, as parley_i_pce.
bool parley_i_pce_markov(const struct election *election, uint32_t options, const double *coalition,
                         const double *beats, double *probability, double *room);

/// The option of highest probability, the first of equals; or the one that a uniform draw selects.
uint32_t parley_i_pce_likeliest(const double *probability, uint32_t options);
uint32_t parley_i_pce_draw(const double *probability, uint32_t options, double u);

#endif
