// Tactics of conceding: what a party's target is now, given the time, what others offered it, and what it offered. One
// file a family; alternating_rounds.c plays them.
#ifndef PARLEY_LIB_BARGAIN_TACTIC_H
#define PARLEY_LIB_BARGAIN_TACTIC_H

#include "bargain/alternating.h"

/// A party's state while the talks last.
struct temper {
    const struct manner *manner;  // NULL: its target falls by a power of time, it accepts what is worth its target
    double low, top;              // its target stays within
    double last;                  // its target when it last proposed; `top` before
    uint32_t proposals;
    // What others offered since, in its own utility: one observation between two own proposals.
    double sum;
    uint32_t count;
    double heard[TACTIC_WINDOW + 1];  // earlier observations; the k-th, from 0, is at k % (TACTIC_WINDOW + 1)
    uint32_t observations;
    double first, best;  // of all offers
    double gap;          // between its best package and the next worse
    double point;        // what the Nash solution is worth to it; `low` when there is none
    double draw;         // uniform of this round
    bool gone;           // walked out
};

/// When it is, to a party: rounds from 0, rounds it counts with, and how far through them it is (0 to 1).
struct moment {
    uint32_t round;
    double rounds, time;
};

/// The share of the way from its best to its worst that a tactic of time or of resources has conceded.
double parley_i_tactic_conceded(const struct tactic *tactic, const struct moment *now);

/// The target of a tit for tat, not yet kept within the party's range.
double parley_i_tactic_imitate(const struct tactic *tactic, const struct temper *temper, const struct moment *now);

/// Another's offer, as worth to the party; and its own, at the target it has now.
void parley_i_temper_hears(struct temper *temper, double utility);
void parley_i_temper_proposes(struct temper *temper, double target);

/// MiCRO: each party's offers so far, package by package.
struct ledger {
    const struct table *table;
    uint32_t parties;
    size_t words;          // of a party's bitmap
    uint64_t *offered;     // [party][word]: bit of each package it offered
    uint32_t *made;        // [party]: how many distinct ones
    // of parties that play MiCRO
    uint32_t *own;         // [party][offer][factor]: what it offered, in order
    uint32_t most;         // room for so many offers
    uint32_t *ahead;       // [party][factor]: the next best package that it did not offer yet
    double *ahead_worth;   // [party]; -INFINITY when there is none above its least
    double *lowest;        // [party]: the worst of its own offers; INFINITY before the first
};

enum { LEDGER_PACKAGES = 1000000 };  // most packages MiCRO goes through

size_t parley_i_ledger_scratch(const struct sitting_shape *shape, uint32_t rounds);
struct ledger parley_i_ledger_open(const struct alternating *talks, void *memory);

/// A party made that offer.
void parley_i_ledger_note(struct ledger *ledger, const struct conceder *conceder, uint32_t party, bool plays_micro,
                          const uint32_t *choice);

/// A party leaves: nobody waits for its offers.
void parley_i_ledger_silence(struct ledger *ledger, uint32_t party);

/// May it go on to its next package: has it made no more distinct offers than it received?
bool parley_i_micro_moves(const struct ledger *ledger, uint32_t party);

/// The least it accepts: the lowest of its offers, made or about to be made.
double parley_i_micro_target(const struct ledger *ledger, uint32_t party);

/// Its package: the next, or one of its earlier ones by the draw. False when it has none.
bool parley_i_micro_propose(const struct ledger *ledger, uint32_t party, double draw, uint32_t *choice);

/// How a party's refusal reads; NULL when it accepts. `odds` is of acceptance by chance (NaN: no chance in it).
const char *parley_i_acceptance(const struct alternating *talks, const struct temper *temper, uint32_t party,
                                const struct moment *now, double target, double utility, double *odds);

#endif
