#include "bargain/protocol.h"

bool parley_i_rule_met(const struct rule *rule, const double *weight, const uint8_t *agrees, size_t members)
{
    double total = 0.0, yes = 0.0;
    size_t heads = 0;
    for (size_t i = 0; i < members; i++) {
        total += weight[i];
        yes += agrees[i] ? weight[i] : 0.0;
        heads += agrees[i] != 0;
        if (!agrees[i] && (rule->kind == RULE_UNANIMITY || (rule->veto != NULL && rule->veto[i]))) {
            return false;
        }
    }
    if (rule->kind == RULE_UNANIMITY) {
        return true;
    }
    if (heads < rule->heads) {
        return false;
    }
    if (!(total > 0.0)) {  // nobody weighs anything: heads are counted
        total = (double)members;
        yes = (double)heads;
    }
    double noise = 1e-12 * total;  // thirds need not add up
    return rule->strict ? yes > rule->quota * total + noise : yes >= rule->quota * total - noise;
}
