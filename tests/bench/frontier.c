// What asking for the frontier costs, from the scenario to the report.
#include "bench.h"

static const struct bench_case asked = {
    "frontier", "zone, Pareto set and solutions of 10^5 bilateral packages", "tests/bench/scenarios/kalai.json", 50,
    5e6};

static bool ask(const parley_scenario *scenario, double *spent)
{
    double begun = bench_now();
    for (uint64_t i = 0; i < asked.trials; i++) {
        parley_report *report = NULL;
        if (parley_frontier(scenario, NULL, &report) != PARLEY_OK) {
            fprintf(stderr, "%s: %s\n", asked.path, parley_last_message());
            return false;
        }
        parley_report_destroy(report);
    }
    *spent = (bench_now() - begun) / (double)asked.trials;
    return true;
}

bool bench_frontier(struct bench_log *log, unsigned repeats)
{
    printf("(%s) %s\n", asked.name, asked.title);
    log->name = asked.name;
    parley_scenario *scenario = bench_load(&asked);
    bool good = scenario != NULL;
    double best = 0;
    for (unsigned repeat = 0; good && repeat < repeats; repeat++) {
        double spent;
        good = ask(scenario, &spent);
        best = good && (repeat == 0 || spent < best) ? spent : best;
    }
    if (good) {
        bench_note(log, "a call of parley_frontier", best, "ns");
        bench_note(log, "target", asked.target, "ns");
    }
    parley_scenario_destroy(scenario);
    return good;
}
