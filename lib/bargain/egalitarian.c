// `egalitarian`: among the packages acceptable to all, the one whose smallest gain over no agreement is largest; of
// several the one whose second smallest is largest, and so on; then the largest sum of gains, then the lowest package
// number.
//
// `weighted`: gains in proportion to power (Kalai's proportional solution).
#include "bargain/cooperative.h"

static const struct parameter_spec parameters[] = {
    {.name = "weighted", .type = TYPE_TRUTH, .otherwise = 0.0},
};

static void settle(const struct sitting *sitting, struct settlement *out)
{
    const struct cooperative how = {WELFARE_LEAST, .relative = false, .powers = sitting->parameter[0] != 0.0};
    parley_i_cooperative_settle(sitting, &how, out);
}

const struct protocol parley_i_protocol_egalitarian = {
    .name = "egalitarian",
    .reference = "Kalai, Econometrica 45 (1977) 1623-1630; lexicographic: Chun & Peters, Cahiers du "
                 "CERO 30 (1988) 149-156",
    .parameters = parameters,
    .parameter_count = sizeof parameters / sizeof *parameters,
    .needs = NEEDS_PACKAGES,
    .scratch_size = parley_i_cooperative_scratch,
    .settle = settle,
};
