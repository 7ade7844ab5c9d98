// parley check: is the scenario sound?
#include "command.h"

static void tell_parts(const parley_scenario *scenario, const char *file)
{
    static const char *const names[][2] = {
        [PARLEY_PART_ASSUMPTION] = { "assumption", "assumptions" }, [PARLEY_PART_ISSUE] = { "issue", "issues" },
        [PARLEY_PART_PARTY] = { "party", "parties" },               [PARLEY_PART_STEP] = { "step", "steps" },
        [PARLEY_PART_STATE] = { "state", "states" },                [PARLEY_PART_METRIC] = { "metric", "metrics" },
        [PARLEY_PART_VARIANT] = { "variant", "variants" },
    };
    printf("%s is sound:", file);
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

/// What is legal but seldom meant, a line each: a misspelt id in a variant, an assumption nobody uses.
static parley_status tell_notes(const parley_scenario *scenario)
{
    char *notes = NULL;
    parley_status status = parley_notes(scenario, &notes);
    for (const char *line = notes; status == PARLEY_OK && *line != '\0';) {
        int size = (int)strcspn(line, "\n");
        printf("note: %.*s\n", size, line);
        line += size + (line[size] == '\n');
    }
    parley_text_destroy(notes);
    return status;
}

int play_check(struct options *options)
{
    parley_scenario *scenario = NULL;
    int status = load_scenario(options->files[0], &scenario);
    if (status == EXIT_DONE) {  // loading lets protocols pass that a program may add; the command has none to add
        parley_status sound = parley_scenario_check(scenario);
        status = sound == PARLEY_OK ? EXIT_DONE : failed(sound);
    }
    if (status == EXIT_DONE && !options->quiet) {
        tell_parts(scenario, options->files[0]);
        parley_status told = tell_notes(scenario);
        status = told == PARLEY_OK ? EXIT_DONE : failed(told);
    }
    parley_scenario_destroy(scenario);
    return status;
}
