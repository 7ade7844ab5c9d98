// The protocols parley knows. One line each.
#include "bargain/protocol.h"

#include <string.h>

extern const struct protocol parley_i_protocol_adjusted_winner, parley_i_protocol_alternating,
    parley_i_protocol_challenge, parley_i_protocol_condorcet, parley_i_protocol_egalitarian,
    parley_i_protocol_kalai_smorodinsky, parley_i_protocol_mean, parley_i_protocol_median, parley_i_protocol_nash,
    parley_i_protocol_proposer, parley_i_protocol_rubinstein, parley_i_protocol_single_text,
    parley_i_protocol_utilitarian, parley_i_protocol_zeuthen;

const struct protocol *const parley_i_protocols[] = {
    &parley_i_protocol_adjusted_winner,
    &parley_i_protocol_alternating,
    &parley_i_protocol_challenge,
    &parley_i_protocol_condorcet,
    &parley_i_protocol_egalitarian,
    &parley_i_protocol_kalai_smorodinsky,
    &parley_i_protocol_mean,
    &parley_i_protocol_median,
    &parley_i_protocol_nash,
    &parley_i_protocol_proposer,
    &parley_i_protocol_rubinstein,
    &parley_i_protocol_single_text,
    &parley_i_protocol_utilitarian,
    &parley_i_protocol_zeuthen,
};
const size_t parley_i_protocol_count = sizeof parley_i_protocols / sizeof *parley_i_protocols;

const char *const parley_i_outcome_words[OUTCOME_COUNT] = {
    [OUTCOME_AGREED] = "agreed",   [OUTCOME_DEADLINE] = "deadline", [OUTCOME_BREAKDOWN] = "breakdown",
    [OUTCOME_NO_ZONE] = "no_zone", [OUTCOME_WALKOUT] = "walkout",   [OUTCOME_UNRESOLVED] = "unresolved",
};

const struct protocol *parley_i_protocol(const char *name)
{
    for (size_t i = 0; i < parley_i_protocol_count; i++) {
        if (strcmp(parley_i_protocols[i]->name, name) == 0) {
            return parley_i_protocols[i];
        }
    }
    return NULL;
}
