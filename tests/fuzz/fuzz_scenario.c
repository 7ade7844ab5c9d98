// Any bytes: loading either fails with a sentence, or gives a scenario that saves to a text which loads to the same
// fingerprints.
#include <parley/scenario.h>

#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool condition)
{
    if (!condition) {
        abort();
    }
}

static void compare(const parley_scenario *a, const parley_scenario *b, const char *variant)
{
    char of_a[33], of_b[33];
    require(parley_scenario_fingerprint(a, variant, of_a, sizeof of_a) == PARLEY_OK);
    require(parley_scenario_fingerprint(b, variant, of_b, sizeof of_b) == PARLEY_OK);
    require(strcmp(of_a, of_b) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    parley_scenario *scenario = NULL, *again = NULL;
    char *text = NULL;
    if (parley_scenario_load((const char *)data, size, "fuzz", &scenario) != PARLEY_OK) {
        require(scenario == NULL && parley_last_message()[0] != '\0');
        return 0;
    }
    require(parley_scenario_save(scenario, &text) == PARLEY_OK);
    require(parley_scenario_load(text, strlen(text), "again", &again) == PARLEY_OK);
    compare(scenario, again, NULL);
    for (size_t i = 0; i < parley_scenario_count(scenario, PARLEY_PART_VARIANT); i++) {
        compare(scenario, again, parley_scenario_id(scenario, PARLEY_PART_VARIANT, i));
    }
    parley_text_destroy(text);
    parley_scenario_destroy(scenario);
    parley_scenario_destroy(again);
    return 0;
}
