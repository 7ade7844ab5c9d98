// `utilitarian`: among the packages acceptable to all, the one with the largest sum of utilities, weighted by power;
// of several the one with the largest plain sum, then the lowest package number.
//
// `gains`: "absolute" (default), or "relative": each party's gain counts as a part of its ideal gain, the largest it
// has in any package acceptable to all (relative utilitarianism).
#include "bargain/cooperative.h"

static const char *const readings[] = {"absolute", "relative", NULL};

static const struct parameter_spec parameters[] = {
    {.name = "gains", .type = TYPE_WORD, .otherwise = 0.0, .words = readings},
};

static void settle(const struct sitting *sitting, struct settlement *out)
{
    const struct cooperative how = {WELFARE_SUM, .relative = sitting->parameter[0] != 0.0, .powers = true};
    parley_i_cooperative_settle(sitting, &how, out);
}

const struct protocol parley_i_protocol_utilitarian = {
    .name = "utilitarian",
    .reference = "Thomson, in Aumann & Hart (eds), Handbook of Game Theory 2, Elsevier 1994, ch. 35; relative: "
                 "Dhillon & Mertens, Econometrica 67 (1999) 471-498",
    .parameters = parameters,
    .parameter_count = sizeof parameters / sizeof *parameters,
    .needs = NEEDS_PACKAGES,
    .scratch_size = parley_i_cooperative_scratch,
    .settle = settle,
};
