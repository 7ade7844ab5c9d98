/// 5. Shards: one run in four parts, merged to the same bits.
///
/// A draw is a pure function of seed, name and trial number, so any machine can play any range of trials. Each shard is
/// saved as text, as if it came from elsewhere, and merged in an odd order. The hash over every number of the result is
/// that of the run played whole, with another number of threads.
///
/// Expected output:
///
///     shard 2: 25000 trials, agreement 0.3105
///     shard 0: 25000 trials, agreement 0.3132
///     shard 3: 25000 trials, agreement 0.3177
///     shard 1: 25000 trials, agreement 0.3133
///     merged:  100000 trials, agreement 0.3137
///     whole:   100000 trials, agreement 0.3137
///     the same result: yes
#include "common.h"

enum { TRIALS = 100000, SHARDS = 4 };

/// Play one shard and hand it out as text: what a machine of a cluster would send home.
static char *play_shard(const parley_scenario *scenario, uint64_t shard, size_t *size)
{
    parley_run_def run = parley_run_def_default();
    run.trials = TRIALS;
    run.shard_first = shard * (TRIALS / SHARDS);
    run.shard_trials = TRIALS / SHARDS;
    parley_result *result = NULL;
    check(parley_run(scenario, &run, &result));
    char *text = NULL;
    check(parley_result_save(result, &text, size));
    printf("shard %llu: %llu trials, agreement %.4f\n", (unsigned long long)shard,
           (unsigned long long)parley_result_trials(result), parley_result_agreement_rate(result));
    parley_result_destroy(result);
    return text;
}

int main(int argc, char **argv)
{
    parley_scenario *scenario = load_scenario(argc, argv, "guarantee-terms.json");
    static const uint64_t order[SHARDS] = {2, 0, 3, 1};
    parley_result *merged = NULL;
    for (size_t i = 0; i < SHARDS; i++) {
        size_t size = 0;
        char *text = play_shard(scenario, order[i], &size);
        parley_result *part = NULL;
        check(parley_result_load(text, size, &part));
        parley_text_destroy(text);
        if (merged == NULL) {
            merged = part;
        } else {
            check(parley_result_merge(merged, part));
            parley_result_destroy(part);
        }
    }

    parley_run_def run = parley_run_def_default();
    run.trials = TRIALS;
    run.threads = 2;
    parley_result *whole = NULL;
    check(parley_run(scenario, &run, &whole));
    const bool same = parley_result_hash(merged) == parley_result_hash(whole);
    printf("merged:  %llu trials, agreement %.4f\n", (unsigned long long)parley_result_trials(merged),
           parley_result_agreement_rate(merged));
    printf("whole:   %llu trials, agreement %.4f\n", (unsigned long long)parley_result_trials(whole),
           parley_result_agreement_rate(whole));
    printf("the same result: %s\n", same ? "yes" : "no");
    expect(same, "merged shards equal the whole, bit for bit");

    parley_result_destroy(whole);
    parley_result_destroy(merged);
    parley_scenario_destroy(scenario);
    return EXIT_SUCCESS;
}
