// One scenario, played by several threads at once, each with several workers: every result must be the same to the last bit.
// Built without Criterion so that the thread sanitizer can watch it.
#include <parley/parley.h>
#include <pthread.h>
#include <stdio.h>

enum { THREADS = 4, TRIALS = 20000 };

static const char *const scenario_text =
    "{ \"parley\": 1, \"title\": \"Two who talk\","
    "  \"assumptions\": { \"resolve\": \"beta(4, 6)\", \"hazard\": \"0.01 to 0.1\" },"
    "  \"issues\": { \"term\": { \"range\": [0, 50], \"step\": 5, \"status_quo\": 0 },"
    "                \"presence\": { \"options\": [\"none\", \"monitors\", \"troops\"] } },"
    "  \"parties\": {"
    "    \"a\": { \"no_deal\": \"resolve / 2\", \"demands\": { \"term\": { \"weight\": \"gamma(3, 1)\", \"ideal\": 50, \"limit\": 0 },"
    "             \"presence\": { \"values\": { \"none\": 0, \"monitors\": 0.5, \"troops\": 1 } } } },"
    "    \"b\": { \"no_deal\": 0.1, \"demands\": { \"term\": { \"ideal\": 0, \"limit\": 50 },"
    "             \"presence\": { \"values\": { \"none\": 1, \"monitors\": 0.7, \"troops\": 0 } } } } },"
    "  \"process\": { \"talks\": { \"talks\": { \"protocol\": { \"alternating\": { \"rounds\": 10, \"breakdown\": 0.02 } } } } },"
    "  \"aftermath\": { \"horizon\": 50, \"states\": [\"peace\", \"war\"],"
    "    \"transitions\": [ { \"from\": \"peace\", \"to\": \"war\", \"rate\": \"hazard\" } ] },"
    "  \"metrics\": { \"peace_25\": \"aftermath.first.war > 25\" },"
    "  \"variants\": { \"long\": { \"issues\": { \"term\": { \"fixed\": 50 } } } } }";

struct player {
    const parley_scenario *scenario;
    const char *variant;
    int32_t workers;
    parley_status status;
    uint64_t hash;
};

static void *play(void *user)
{
    struct player *player = user;
    parley_run_def def = parley_run_def_default();
    def.variant = player->variant;
    def.trials = TRIALS;
    def.threads = player->workers;
    parley_result *result = NULL;
    player->status = parley_run(player->scenario, &def, &result);
    if (player->status == PARLEY_OK) {
        player->hash = parley_result_hash(result);
    } else {
        fprintf(stderr, "%s\n", parley_last_message());
    }
    parley_result_destroy(result);
    return NULL;
}

/// Play the variant by all threads at once; true when all agree.
static bool players_agree(const parley_scenario *scenario, const char *variant)
{
    struct player players[THREADS];
    pthread_t threads[THREADS];
    int started = 0;
    for (; started < THREADS; started++) {
        players[started] = (struct player){ .scenario = scenario, .variant = variant, .workers = 1 + started };
        if (pthread_create(&threads[started], NULL, play, &players[started]) != 0) {
            break;
        }
    }
    bool agree = started == THREADS;
    for (int i = 0; i < started; i++) {
        pthread_join(threads[i], NULL);
        if (players[i].status != PARLEY_OK || players[i].hash != players[0].hash) {
            fprintf(stderr, "thread %d with %d workers: %s, hash %016llx instead of %016llx\n", i, (int)players[i].workers,
                    parley_status_name(players[i].status), (unsigned long long)players[i].hash,
                    (unsigned long long)players[0].hash);
            agree = false;
        }
    }
    return agree;
}

int main(void)
{
    parley_scenario *scenario = NULL;
    if (parley_scenario_load(scenario_text, strlen(scenario_text), "threads", &scenario) != PARLEY_OK) {
        fprintf(stderr, "%s\n", parley_last_message());
        return 1;
    }
    bool agree = players_agree(scenario, NULL) && players_agree(scenario, "long");
    parley_scenario_destroy(scenario);
    return agree ? 0 : 1;
}
