// Free parameters of the scenario (a protocol's, a rule of agreement) checked against what is known.
#ifndef PARLEY_LIB_PROCESS_PARAMETERS_H
#define PARLEY_LIB_PROCESS_PARAMETERS_H

#include "bargain/protocol.h"
#include "scenario/model.h"

/// A protocol's parameters compiled into the sheet's open segment: one number per spec, in order, and its rule of agreement.
/// `member` names those the rule speaks of (for "veto"). `place` is the drawing place's prefix ("process.leaders").
parley_status parley_i_parameters_make(struct arena *arena, struct sheet *sheet, const struct protocol *protocol,
                                       const struct parameter *given, const char *place, const char *const *member,
                                       size_t members, struct number **numbers, struct rule *rule);

/// A rule of agreement: NULL is `otherwise`; "unanimity", "majority" (more than half of the weight), "double majority" (and more
/// than half of the heads), or an object whose conditions must all hold: {"quota": share of the weight, "members": share of the
/// heads, "all_but": how many may disagree, "veto": [member ...]}. An object that only has vetoes is a majority with vetoes.
parley_status parley_i_rule_make(struct arena *arena, struct sheet *sheet, const struct parameter *given,
                                 const char *const *member, size_t members, const struct rule *otherwise, struct rule *out);

/// Which of the words (ended by NULL) it is.
parley_status parley_i_parameter_word(const char *const *words, const struct parameter *given, uint32_t *out);

/// The member of that name, or NULL.
const struct parameter *parley_i_parameter_find(const struct parameter *object, const char *name);

/// Fail on the first member of `object` that is not among `names`, with the nearest suggested.
parley_status parley_i_parameters_known(const struct parameter *object, const char *const *names, size_t count, const char *what);

#endif
