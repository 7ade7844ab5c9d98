/// 2. Load and compare: a guarantee of 15 years, or of 50?
///
/// The variants of scenarios/guarantee-terms.json are played on the same draws, so that the difference between two of
/// them is a difference trial by trial: it is known far better than the two numbers themselves. "Variance" says how
/// much better: by which factor the trials would have to grow for two independent runs to do as well.
///
/// Expected output:
///
///     agreement
///       15 years                   0.377
///       15 years, extendable       0.351   difference -0.025 (-0.026 to -0.024)   variance / 10.1
///       30 years                   0.183   difference -0.193 (-0.195 to -0.191)   variance / 2.3
///       50 years                   0.056   difference -0.321 (-0.323 to -0.319)   variance / 1.3
///       term left to the talks     0.315   difference -0.062 (-0.063 to -0.060)   variance / 4.7
///     If signed: holds 50
///       15 years                   0.383
///       15 years, extendable       0.433   difference +0.050 (+0.047 to +0.052)   variance / 4.7
///       30 years                   0.432   difference +0.050 (+0.046 to +0.053)   variance / 4.3
///       50 years                   0.507   difference +0.131 (+0.121 to +0.140)   variance / 2.1
///       term left to the talks     0.449   difference +0.067 (+0.064 to +0.070)   variance / 3.7
///     War in 50 years
///       15 years                   8.361
///       15 years, extendable       8.347   difference -0.014 (-0.026 to -0.002)   variance / 21.5
///       30 years                   9.302   difference +0.941 (+0.922 to +0.961)   variance / 8.1
///       50 years                  10.041   difference +1.680 (+1.657 to +1.704)   variance / 5.7
///       term left to the talks     8.528   difference +0.167 (+0.151 to +0.183)   variance / 12.2
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
