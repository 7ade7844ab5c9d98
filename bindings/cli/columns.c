// parley columns: the names that formulas and --columns can use.
#include "command.h"

int play_columns(struct options *options)
{
    parley_scenario *scenario = NULL;
    int status = load_scenario(options->files[0], &scenario);
    if (status != EXIT_DONE) {
        return status;
    }
    const char *variants[MOST_VARIANTS];
    size_t count = chosen_variants(options, scenario, false, variants);
    char *names = NULL;
    parley_status found = parley_column_names(scenario, count > 0 ? variants[count - 1] : NULL, &names);
    if (found == PARLEY_OK) {
        size_t size = strlen(names);
        printf("%s%s", names, size > 0 && names[size - 1] == '\n' ? "" : "\n");
    } else {
        status = failed(found);
    }
    parley_text_destroy(names);
    parley_scenario_destroy(scenario);
    return status;
}
