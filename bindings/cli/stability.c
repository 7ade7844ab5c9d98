// parley stability: does the deal hold by itself?
#include "report.h"
#include "table.h"

enum { SENSES = 5, CELLS = SENSES + 3 };
static const char *const senses[SENSES] = { "nash", "gmr", "smr", "seq", "sim" };
static const struct column columns[CELLS] = {
    { .width = 31, .indent = 2 }, { .width = 8, .right = true }, { .width = 8, .right = true }, { .width = 9, .right = true },
    { .width = 9, .right = true }, { .width = 9, .right = true }, { .width = 9, .right = true }, { .width = 9, .right = true },
};
static const struct column story = { .width = 98, .indent = 4 };

/// The verdicts of what stands at a pointer, "-" where there is none.
static void fill_verdicts(const parley_report *report, const char *pointer, const char **cells)
{
    for (int i = 0; i < SENSES; i++) {
        char name[MOST_POINTER + 8];
        double holds = 0;
        (void)snprintf(name, sizeof name, "%s/%s", pointer, senses[i]);
        cells[i] = parley_report_number(report, name, &holds) != PARLEY_OK ? "-" : holds != 0 ? "stable" : "no";
    }
}

static void show_party(FILE *page, const parley_report *report, const char *party)
{
    char pointer[MOST_POINTER];
    char utility[NUMBER_SIZE];
    char no_deal[NUMBER_SIZE];
    (void)snprintf(pointer, sizeof pointer, "/parties/%s", party);
    const char *cells[CELLS] = { party, number_text(utility, report_number(report, "%s/utility", pointer), 3),
                                 number_text(no_deal, report_number(report, "%s/no_deal", pointer), 3) };
    fill_verdicts(report, pointer, cells + 3);
    print_row(page, columns, CELLS, cells);
    print_row(page, &story, 1, (const char *[]){ report_string(report, "%s/reason", pointer) });
}

static void show_coalition(FILE *page, const parley_report *report, size_t number)
{
    char pointer[MOST_POINTER];
    char names[MOST_POINTER] = "";
    (void)snprintf(pointer, sizeof pointer, "/coalitions/%zu/members", number);
    for (size_t i = 0; i < parley_report_size(report, pointer); i++) {
        size_t used = strlen(names);
        (void)snprintf(names + used, sizeof names - used, "%s%s", i == 0 ? "" : ", ", report_string(report, "%s/%zu", pointer, i));
    }
    (void)snprintf(pointer, sizeof pointer, "/coalitions/%zu", number);
    const char *cells[CELLS] = { names, "", "" };
    fill_verdicts(report, pointer, cells + 3);
    print_row(page, columns, CELLS, cells);
    print_row(page, &story, 1, (const char *[]){ report_string(report, "%s/reason", pointer) });
}

static void show_deal(FILE *page, const parley_report *report)
{
    (void)fprintf(page, "the deal (%s):", report_string(report, "/deal_is"));
    for (size_t i = 0; i < parley_report_size(report, "/deal"); i++) {
        const char *issue = parley_report_key(report, "/deal", i);
        const char *option = report_string(report, "/deal/%s", issue);
        char number[NUMBER_SIZE];
        (void)fprintf(page, "%s %s %s", i == 0 ? "" : ",", issue,
                      *option != '\0' ? option : number_text(number, report_number(report, "/deal/%s", issue), -1));
    }
    (void)fputc('\n', page);
}

static void show(FILE *page, const parley_report *report)
{
    static const char *const heading[CELLS] = { "", "utility", "no deal", "Nash", "GMR", "SMR", "SEQ", "SIM" };
    const char *variant = report_string(report, "/variant");
    char states[NUMBER_SIZE];
    (void)fprintf(page, "%s%s%s\npreferences %s\n", report_string(report, "/title"), *variant != '\0' ? ": " : "", variant,
                  report_string(report, "/preferences"));
    show_deal(page, report);
    (void)fprintf(page, "%s states\n\n", count_text(states, (unsigned long long)report_number(report, "/states")));
    print_row(page, columns, CELLS, heading);
    for (size_t i = 0; i < parley_report_size(report, "/parties"); i++) {
        show_party(page, report, parley_report_key(report, "/parties", i));
    }
    const char *cells[CELLS] = { "everybody (an equilibrium)", "", "" };
    fill_verdicts(report, "/equilibrium", cells + 3);
    print_row(page, columns, CELLS, cells);
    for (size_t i = 0; i < parley_report_size(report, "/coalitions"); i++) {
        (void)fputs(i == 0 ? "\ntogether\n" : "", page);
        show_coalition(page, report, i);
    }
    static const struct column whole = { .width = PAGE_WIDTH };
    (void)fputc('\n', page);
    print_row(page, &whole, 1, (const char *[]){
        "Nash: gains by no move of its own. GMR: every gain could be taken away by the others; SMR: for good; SEQ: by moves that they "
        "gain by; SIM: by what they gain by at the same time." });
}

int play_stability(struct options *options)
{
    parley_scenario *scenario = NULL;
    int status = load_scenario(options->files[0], &scenario);
    if (status != EXIT_DONE) {
        return status;
    }
    const char *variants[MOST_VARIANTS];
    size_t count = chosen_variants(options, scenario, false, variants);
    parley_stability_def def = parley_stability_def_default();
    def.variant = count > 0 ? variants[count - 1] : NULL;
    def.seed = options->run.seed;
    def.trial = options->given[OPTION_TRIAL] ? (int64_t)options->trial : -1;
    def.deal = options->deal;
    def.deal_count = options->deal_count;
    def.moves = options->moves;
    def.move_count = options->move_count;
    def.walk_away = options->given[OPTION_WALK];
    parley_report *report = NULL;
    parley_status told = parley_stability(scenario, &def, &report);
    status = told == PARLEY_OK ? tell_report(options, report, show) : failed(told);
    parley_report_destroy(report);
    parley_scenario_destroy(scenario);
    return status;
}
