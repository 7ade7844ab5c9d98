/// 2. Load and compare: a guarantee of 15 years, or of 50?
///
/// The variants of scenarios/guarantee-terms.json are played on the same draws, so that the difference between two of
/// them is a difference trial by trial: it is known far better than the two numbers themselves. "Variance" says how
/// much better: by which factor the trials would have to grow for two independent runs to do as well.
#include "common.h"

static const char *const variants[] = {"15 years", "15 years, extendable", "30 years", "50 years",
                                       "term left to the talks"};
enum { VARIANTS = sizeof variants / sizeof *variants };

static void print_table(const parley_comparison *comparison, const char *metric)
{
    const parley_result *baseline = parley_comparison_result(comparison, 0);
    printf("%s\n", parley_result_label(baseline, metric));
    for (size_t v = 0; v < VARIANTS; v++) {
        parley_summary summary;
        check(parley_result_summary(parley_comparison_result(comparison, v), metric, &summary));
        printf("  %-24s %7.3f", variants[v], summary.mean);
        if (v > 0) {
            parley_difference difference;
            check(parley_comparison_difference(comparison, v, metric, &difference));
            printf("   difference %+.3f (%+.3f to %+.3f)   variance / %.1f", difference.mean, difference.ci95[0],
                   difference.ci95[1], difference.variance_reduction);
        }
        printf("\n");
    }
}

int main(int argc, char **argv)
{
    parley_scenario *scenario = load_scenario(argc, argv, "guarantee-terms.json");
    parley_run_def run = parley_run_def_default();
    run.trials = 200000;
    run.seed = 2025;
    run.threads = 0;

    parley_comparison *comparison = NULL;
    check(parley_compare(scenario, &run, variants, VARIANTS, &comparison));
    print_table(comparison, "agreement");
    print_table(comparison, "holds_50y");
    print_table(comparison, "war_years");

    parley_comparison_destroy(comparison);
    parley_scenario_destroy(scenario);
    return EXIT_SUCCESS;
}
