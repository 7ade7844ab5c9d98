// `kalai_smorodinsky`: among the packages acceptable to all, the one whose smallest gain relative to the ideal gain
// is largest; of several the one whose second smallest is largest, and so on; then the largest sum of gains, then the
// lowest package number. A party's ideal gain is the largest it has in any package acceptable to all.
//
// `weighted`: relative gains in proportion to power (Dubra, Economics Letters 73 (2001) 131-136).
#include "bargain/cooperative.h"

static const struct parameter_spec parameters[] = {
    {.name = "weighted", .type = TYPE_TRUTH, .otherwise = 0.0},
};

static void settle(const struct sitting *sitting, struct settlement *out)
{
    const struct cooperative how = {WELFARE_LEAST, .relative = true, .powers = sitting->parameter[0] != 0.0};
    parley_i_cooperative_settle(sitting, &how, out);
}

const struct protocol parley_i_protocol_kalai_smorodinsky = {
    .name = "kalai_smorodinsky",
    .reference = "Kalai & Smorodinsky, Econometrica 43 (1975) 513-518; lexicographic for several parties: Imai, "
                 "Econometrica 51 (1983) 389-401",
    .parameters = parameters,
    .parameter_count = sizeof parameters / sizeof *parameters,
    .needs = NEEDS_PACKAGES,
    .scratch_size = parley_i_cooperative_scratch,
    .settle = settle,
};
