// parley check: is the scenario sound?
#include "command.h"

int play_check(struct options *options)
{
    parley_scenario *scenario = NULL;
    int status = load_scenario(options->files[0], &scenario);
    if (status == EXIT_DONE) {  // loading lets protocols pass that a program may add; the command has none to add
        parley_status sound = parley_scenario_check(scenario);
        status = sound == PARLEY_OK ? EXIT_DONE : failed(sound);
    }
    if (status == EXIT_DONE && !options->quiet) {
        static const char *const names[][2] = {
            [PARLEY_PART_ASSUMPTION] = { "assumption", "assumptions" }, [PARLEY_PART_ISSUE] = { "issue", "issues" },
            [PARLEY_PART_PARTY] = { "party", "parties" },               [PARLEY_PART_STEP] = { "step", "steps" },
            [PARLEY_PART_STATE] = { "state", "states" },                [PARLEY_PART_METRIC] = { "metric", "metrics" },
            [PARLEY_PART_VARIANT] = { "variant", "variants" },
        };
        printf("%s is sound:", options->files[0]);
        const char *separator = " ";
        for (int part = 0; part < (int)(sizeof names / sizeof *names); part++) {
            size_t count = parley_scenario_count(scenario, (parley_part)part);
            if (count > 0) {
                printf("%s%zu %s", separator, count, names[part][count != 1]);
                separator = ", ";
            }
        }
        printf("\n");
    }
    parley_scenario_destroy(scenario);
    return status;
}
