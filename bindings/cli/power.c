// parley power: who decides.
#include "report.h"
#include "table.h"

enum { CELLS = 9 };
static const struct column columns[CELLS] = {
    { .width = 22, .indent = 2 }, { .width = 10, .right = true }, { .width = 8, .right = true },
    { .width = 9, .right = true }, { .width = 9, .right = true }, { .width = 9, .right = true },
    { .width = 8, .right = true }, { .width = 8, .right = true }, { .width = 9 },
};

static bool is_listed(const parley_report *report, const char *step, const char *list, const char *member)
{
    char pointer[MOST_POINTER];
    (void)snprintf(pointer, sizeof pointer, "/steps/%s/%s", step, list);
    for (size_t i = 0; i < parley_report_size(report, pointer); i++) {
        if (strcmp(report_string(report, "%s/%zu", pointer, i), member) == 0) {
            return true;
        }
    }
    return false;
}

static void show_member(FILE *page, const parley_report *report, const char *step, const char *member)
{
    static const char *const names[] = { "weight", "share", "shapley_shubik", "banzhaf", "banzhaf_absolute", "prevent", "initiate" };
    char text[7][NUMBER_SIZE];
    const char *cells[CELLS] = { member };
    for (int i = 0; i < 7; i++) {
        double value = report_number(report, "/steps/%s/members/%s/%s", step, member, names[i]);
        cells[i + 1] = i == 1 ? percent_text(text[i], value) : number_text(text[i], value, i == 0 ? -1 : 4);
    }
    const char *dictator = report_string(report, "/steps/%s/dictator", step);
    cells[8] = strcmp(dictator, member) == 0 ? "dictator" : is_listed(report, step, "vetoes", member) ? "can block" : "";
    cells[8] = is_listed(report, step, "dummies", member) ? "no say" : cells[8];
    print_row(page, columns, CELLS, cells);
}

static void show_step(FILE *page, const parley_report *report, const char *step)
{
    static const char *const heading[CELLS] = { "", "weight", "share", "Shapley- Shubik", "Banzhaf", "absolute Banzhaf", "can prevent",
                                                "can start", "" };
    struct column bottom[CELLS];
    memcpy(bottom, columns, sizeof bottom);
    for (int i = 0; i < CELLS; i++) {
        bottom[i].bottom = true;
    }
    char share[NUMBER_SIZE];
    (void)fprintf(page, "\n%s (%s): %s; %s of all coalitions can decide\n", step, report_string(report, "/steps/%s/kind", step),
                  report_string(report, "/steps/%s/rule", step), percent_text(share, report_number(report, "/steps/%s/collectivity", step)));
    print_row(page, bottom, CELLS, heading);
    char pointer[MOST_POINTER];
    (void)snprintf(pointer, sizeof pointer, "/steps/%s/members", step);
    for (size_t i = 0; i < parley_report_size(report, pointer); i++) {
        show_member(page, report, step, parley_report_key(report, pointer, i));
    }
}

static void show(FILE *page, const parley_report *report)
{
    const char *variant = report_string(report, "/variant");
    (void)fprintf(page, "%s%s%s\nweights %s\n", report_string(report, "/title"), *variant != '\0' ? ": " : "", variant,
                  report_string(report, "/weights"));
    for (size_t i = 0; i < parley_report_size(report, "/steps"); i++) {
        show_step(page, report, parley_report_key(report, "/steps", i));
    }
}

int play_power(struct options *options)
{
    parley_scenario *scenario = NULL;
    int status = load_scenario(options->files[0], &scenario);
    if (status != EXIT_DONE) {
        return status;
    }
    const char *variants[MOST_VARIANTS];
    size_t count = chosen_variants(options, scenario, false, variants);
    parley_power_def def = parley_power_def_default();
    def.variant = count > 0 ? variants[count - 1] : NULL;
    def.step = options->step;
    def.seed = options->run.seed;
    def.trial = options->given[OPTION_TRIAL] ? (int64_t)options->trial : -1;
    parley_report *report = NULL;
    parley_status told = parley_power(scenario, &def, &report);
    status = told == PARLEY_OK ? tell_report(options, report, show) : failed(told);
    parley_report_destroy(report);
    parley_scenario_destroy(scenario);
    return status;
}
