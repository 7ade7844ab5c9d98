// Where scenarios come from, and which of their variants are asked for.
#include "command.h"
#include <errno.h>
#include <stdlib.h>

enum { MOST_BYTES = 64 << 20 };

static int cannot_read(const char *path, const char *why)
{
    (void)fprintf(stderr, "%s: cannot be read: %s\n", path, why);
    return EXIT_BAD_INPUT;
}

int read_whole(const char *path, char **text, size_t *size)
{
    bool standard = strcmp(path, "-") == 0;
    const char *name = standard ? "standard input" : path;
    *text = NULL;
    *size = 0;
    FILE *file = standard ? stdin : fopen(path, "rb");
    if (file == NULL) {
        return cannot_read(name, strerror(errno));
    }
    int status = EXIT_DONE;
    for (size_t capacity = 1 << 16; status == EXIT_DONE; capacity *= 2) {
        char *larger = realloc(*text, capacity);
        if (larger == NULL) {
            status = refused("memory could not be allocated");
            break;
        }
        *text = larger;
        *size += fread(*text + *size, 1, capacity - *size, file);
        if (ferror(file)) {
            status = cannot_read(name, strerror(errno));
        } else if (*size > MOST_BYTES) {
            status = cannot_read(name, "more than 64 MiB");
        } else if (*size < capacity) {
            break;
        }
    }
    if (!standard) {
        (void)fclose(file);
    }
    if (status != EXIT_DONE) {
        free(*text);
        *text = NULL;
    }
    return status;
}

int load_scenario(const char *path, parley_scenario **out)
{
    if (strcmp(path, "-") != 0) {
        parley_status status = parley_scenario_load_file(path, out);
        return status == PARLEY_OK ? EXIT_DONE : failed(status);
    }
    char *text = NULL;
    size_t size = 0;
    int exit_status = read_whole(path, &text, &size);
    if (exit_status == EXIT_DONE) {
        parley_status status = parley_scenario_load(text, size, "standard input", out);
        exit_status = status == PARLEY_OK ? EXIT_DONE : failed(status);
    }
    free(text);
    return exit_status;
}

size_t chosen_variants(const struct options *options, const parley_scenario *scenario, bool all, const char **variants)
{
    size_t count = 0;
    if (options->all_variants || (all && options->variant_count == 0)) {
        size_t most = parley_scenario_count(scenario, PARLEY_PART_VARIANT);
        for (; count < most && count < MOST_VARIANTS; count++) {
            variants[count] = parley_scenario_id(scenario, PARLEY_PART_VARIANT, count);
        }
        return count;
    }
    for (; count < options->variant_count; count++) {
        variants[count] = options->variants[count][0] == '\0' ? NULL : options->variants[count];
    }
    return count;
}

const char *variant_title(const char *variant)
{
    return variant == NULL || variant[0] == '\0' ? "as it stands" : variant;
}
