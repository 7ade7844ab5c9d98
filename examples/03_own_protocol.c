/// 3. A protocol of one's own: drawing lots.
///
/// The parties draw lots; who wins writes the treaty, the others may only refuse. The winner therefore takes the best
/// package that all would sign. parley calls this function once a trial and does the rest: uncertain numbers,
/// statistics, threads.
///
/// Drawing lots agrees exactly as often as the Nash solution, whenever there is a package that all would sign. But it
/// shares the gains less evenly: the party that comes off worse is worse off.
///
/// Expected output:
///
///     {"protocol": "lots"}   agreement 0.8786   gains 0.136 and 0.198   the smaller 0.065
///     {"protocol": "nash"}   agreement 0.8786   gains 0.177 and 0.186   the smaller 0.173
#include "common.h"

enum { MOST_ISSUES = 8 };

static bool all_would_sign(const parley_sitting *sitting, const int32_t *package)
{
    for (size_t p = 0; p < parley_sitting_parties(sitting); p++) {
        if (!parley_sitting_acceptable(sitting, p, package)) {
            return false;
        }
    }
    return true;
}

/// Counts packages up like an odometer; false after the last.
static bool next_package(const parley_sitting *sitting, size_t issues, int32_t *package)
{
    for (size_t i = issues; i-- > 0;) {
        if (++package[i] < (int32_t)parley_sitting_options(sitting, i)) {
            return true;
        }
        package[i] = 0;
    }
    return false;
}

static bool draw_lots(const parley_sitting *sitting, int32_t *package, void *user)
{
    (void)user;
    const size_t issues = parley_sitting_issues(sitting), parties = parley_sitting_parties(sitting);
    if (issues > MOST_ISSUES) {
        return false;
    }
    const size_t winner = (size_t)(parley_sitting_uniform(sitting, 0) * (double)parties);
    int32_t candidate[MOST_ISSUES] = {0};
    double best = 0;
    bool found = false;
    do {
        const double utility = parley_sitting_utility(sitting, winner, candidate);
        if ((!found || utility > best) && all_would_sign(sitting, candidate)) {
            memcpy(package, candidate, issues * sizeof *package);
            best = utility;
            found = true;
        }
    } while (next_package(sitting, issues, candidate));
    return found;
}

static double mean_of(const parley_result *result, const char *name)
{
    parley_summary summary;
    check(parley_result_summary(result, name, &summary));
    return summary.mean;
}

/// Play the river talks under a protocol; returns the share of trials that agreed.
static double play(parley_scenario *scenario, const char *protocol_json)
{
    check(parley_scenario_set(scenario, "/process/conference/talks", protocol_json));
    parley_result *result = NULL;
    check(parley_run(scenario, NULL, &result));
    const double agreed = parley_result_agreement_rate(result);
    printf("%-22s agreement %.4f   gains %.3f and %.3f   the smaller %.3f\n", protocol_json, agreed,
           mean_of(result, "upstream.gain"), mean_of(result, "downstream.gain"), mean_of(result, "smaller_gain"));
    parley_result_destroy(result);
    return agreed;
}

int main(int argc, char **argv)
{
    parley_scenario *scenario = load_scenario(argc, argv, "first-talks.json");
    parley_metric_def smaller_gain = parley_metric_def_default();
    smaller_gain.id = "smaller_gain";
    smaller_gain.value = "min(upstream.gain, downstream.gain)";
    smaller_gain.given = "agreement";
    check(parley_scenario_add_metric(scenario, &smaller_gain));

    parley_protocol_def lots = parley_protocol_def_default();
    lots.name = "lots";
    lots.settle = draw_lots;
    check(parley_scenario_add_protocol(scenario, &lots));

    const double with_lots = play(scenario, "{\"protocol\": \"lots\"}");
    const double with_nash = play(scenario, "{\"protocol\": \"nash\"}");
    expect(with_lots == with_nash, "both agree whenever there is a package that all would sign");

    parley_scenario_destroy(scenario);
    return EXIT_SUCCESS;
}
