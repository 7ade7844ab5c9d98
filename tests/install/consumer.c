#include <parley/parley.h>
#include <stdio.h>

int main(void)
{
    parley_scenario *scenario = NULL;
    if (parley_scenario_load("{", 1, "broken.json", &scenario) != PARLEY_BAD_JSON) {
        return 1;
    }
    return printf("parley %s: %s\n", parley_version(), parley_last_message()) < 0;
}
