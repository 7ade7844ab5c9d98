/// 1. First talks: a scenario built call by call.
///
/// Two neighbours share a river. Upstream would let through 20 percent of the water, downstream wants 60 and signs
/// nothing below 25. Downstream cares for joint measuring stations, upstream hardly minds them: there is something to
/// trade. What each expects without a deal is uncertain, so the talks are played 100,000 times.
///
/// Every number that may be uncertain is a text, so "2" and "beta(3, 5)" go in by the same door. The scenario is that
/// of scenarios/first-talks.json, and its agreement rate is the same to the last bit.
///
/// Expected output:
///
///     agreement              0.744   95% interval 0.741 to 0.746
///     deal.water            30.638   95% interval 30.602 to 30.675
///     much_water             0.096   95% interval 0.094 to 0.098
///     upstream.utility       0.642   95% interval 0.641 to 0.642
///     downstream.utility     0.541   95% interval 0.540 to 0.542
///     stations are joint     0.988
#include "common.h"

static void add_demand(parley_scenario *s, const char *party, parley_demand_def def)
{
    check(parley_scenario_add_demand(s, party, &def));
}

static void add_issues(parley_scenario *s)
{
    parley_issue_def water = parley_issue_def_default();
    water.id = "water";
    water.label = "Water let through";
    water.unit = "percent";
    water.low = 20;
    water.high = 60;
    water.step = 5;
    check(parley_scenario_add_issue(s, &water));

    static const char *const options[] = {"none", "own", "joint"};
    parley_issue_def stations = parley_issue_def_default();
    stations.id = "stations";
    stations.label = "Measuring stations";
    stations.options = options;
    stations.option_count = 3;
    check(parley_scenario_add_issue(s, &stations));
}

static void add_upstream(parley_scenario *s)
{
    static const double worth_of_stations[] = {1, 0.8, 0.5};
    parley_party_def party = parley_party_def_default();
    party.id = "upstream";
    party.no_deal = "beta(4, 4)";
    check(parley_scenario_add_party(s, &party));

    parley_demand_def water = parley_demand_def_default();
    water.issue = "water";
    water.weight = "2";
    water.ideal = "20";
    water.limit = "60";
    add_demand(s, "upstream", water);

    parley_demand_def stations = parley_demand_def_default();
    stations.issue = "stations";
    stations.values = worth_of_stations;
    stations.value_count = 3;
    add_demand(s, "upstream", stations);
}

static void add_downstream(parley_scenario *s)
{
    static const double worth_of_stations[] = {0, 0.3, 1};
    parley_party_def party = parley_party_def_default();
    party.id = "downstream";
    party.no_deal = "beta(3, 5)";
    check(parley_scenario_add_party(s, &party));

    parley_demand_def water = parley_demand_def_default();
    water.issue = "water";
    water.weight = "2";
    water.ideal = "60";
    water.limit = "25";
    water.red_line = true;
    add_demand(s, "downstream", water);

    parley_demand_def stations = parley_demand_def_default();
    stations.issue = "stations";
    stations.weight = "2";
    stations.values = worth_of_stations;
    stations.value_count = 3;
    add_demand(s, "downstream", stations);
}

static void add_talks_and_question(parley_scenario *s)
{
    parley_talks_def talks = parley_talks_def_default();
    talks.id = "conference";
    talks.protocol = "alternating";
    talks.parameters = "{\"rounds\": 12, \"breakdown\": 0.02}";
    check(parley_scenario_add_talks(s, &talks));

    parley_metric_def much_water = parley_metric_def_default();
    much_water.id = "much_water";
    much_water.value = "deal.water >= 40";
    much_water.given = "agreement";
    check(parley_scenario_add_metric(s, &much_water));
}

static void print_summary(const parley_result *result, const char *name)
{
    parley_summary summary;
    check(parley_result_summary(result, name, &summary));
    printf("%-20s %7.3f   95%% interval %.3f to %.3f\n", name, summary.mean, summary.ci95[0], summary.ci95[1]);
}

int main(int argc, char **argv)
{
    parley_scenario *built = NULL;
    check(parley_scenario_create(&built));
    check(parley_scenario_set_title(built, "Sharing a river"));
    add_issues(built);
    add_upstream(built);
    add_downstream(built);
    add_talks_and_question(built);

    parley_result *result = NULL;
    check(parley_run(built, NULL, &result));
    print_summary(result, "agreement");
    print_summary(result, "deal.water");
    print_summary(result, "much_water");
    print_summary(result, "upstream.utility");
    print_summary(result, "downstream.utility");
    double joint = 0;
    check(parley_result_share(result, "deal.stations", "joint", &joint));
    printf("%-20s %7.3f\n", "stations are joint", joint);

    parley_scenario *loaded = load_scenario(argc, argv, "first-talks.json");
    parley_result *same = NULL;
    check(parley_run(loaded, NULL, &same));
    expect(parley_result_agreement_rate(same) == parley_result_agreement_rate(result),
           "definitions and JSON build the same scenario");

    parley_result_destroy(same);
    parley_scenario_destroy(loaded);
    parley_result_destroy(result);
    parley_scenario_destroy(built);
    return EXIT_SUCCESS;
}
