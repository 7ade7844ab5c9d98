// One result as a table.
#include "show.h"
#include "table.h"
#include <math.h>

double half_interval(const double ci95[2])
{
    double half = (ci95[1] - ci95[0]) / 2;
    return half > 0 && isfinite(half) ? half : 0;
}

const char *interval_text(char *buffer, const double ci95[2], int decimals, bool with_sign)
{
    char low[NUMBER_SIZE];
    char high[NUMBER_SIZE];
    if (half_interval(ci95) == 0) {
        (void)snprintf(buffer, 2 * NUMBER_SIZE + 8, "%s", isfinite(ci95[0]) ? "exact" : "");
        return buffer;
    }
    const char *(*print)(char *, double, int) = with_sign ? signed_text : number_text;
    (void)snprintf(buffer, 2 * NUMBER_SIZE + 8, "[%s, %s]", print(low, ci95[0], decimals), print(high, ci95[1], decimals));
    return buffer;
}

void show_run_line(FILE *page, const parley_result *result)
{
    static const char *const designs[] = { "random", "Latin hypercube", "scrambled Sobol" };
    char trials[NUMBER_SIZE];
    (void)fprintf(page, "%s trials, seed %llu, %s sampling; time in %s\n", count_text(trials, parley_result_trials(result)),
                  (unsigned long long)parley_result_seed(result), designs[parley_result_sampling(result)], parley_result_time_unit(result));
    uint64_t random_places = parley_result_random_places(result);
    if (random_places > 0) {
        (void)fprintf(page, "%llu uncertain inputs lie beyond Sobol's dimensions and were drawn at random\n", (unsigned long long)random_places);
    }
}

/// Decimals of quantiles: about three digits of the larger of the two.
static int quantile_decimals(double low, double high)
{
    double size = fmax(isfinite(low) ? fabs(low) : 0, isfinite(high) ? fabs(high) : 0);
    return size == 0 || (low == floor(low) && high == floor(high)) ? 0 : honest_decimals(size / 100);
}

enum { CELLS = 8 };
static const struct column number_columns[CELLS] = {
    { .width = 31, .indent = 2 }, { .width = 9, .right = true }, { .width = 19, .right = true }, { .width = 7, .right = true },
    { .width = 7, .right = true }, { .width = 7, .right = true }, { .width = 6, .right = true }, { .width = 7, .right = true },
};

static void show_heading(FILE *page, const char *group)
{
    (void)fputc('\n', page);
    static const char *const names[CELLS - 1] = { "mean", "95% interval", "5%", "median", "95%", "never", "counted" };
    struct column columns[CELLS];
    memcpy(columns, number_columns, sizeof columns);
    columns[0].indent = 0;
    const char *cells[CELLS] = { group };
    memcpy(cells + 1, names, sizeof names);
    print_row(page, columns, CELLS, cells);
}

/// Is it a yes or a no? Then its mean says all, and quantiles say nothing.
static bool is_indicator(const parley_summary *summary)
{
    double n = (double)summary->n;
    double variance = summary->mean * (1 - summary->mean) * n / fmax(n - 1, 1);
    return summary->n > 0 && summary->never == 0 && summary->least >= 0 && summary->most <= 1 &&
           fabs(summary->sd * summary->sd - variance) <= 1e-9 && (summary->least == 0 || summary->least == 1);
}

static void show_number(FILE *page, const parley_result *result, const char *name, const char *title)
{
    parley_summary summary;
    double quantile[3];
    static const double at[3] = { 0.05, 0.5, 0.95 };
    if (parley_result_summary(result, name, &summary) != PARLEY_OK || (strcmp(name, "elapsed") == 0 && summary.most == 0)) {
        return;  // talks whose steps take no time
    }
    if (summary.n == 0 && summary.never == 0 && strstr(name, ".rounds") != NULL) {
        return;  // a protocol that knows no rounds
    }
    for (int i = 0; i < 3; i++) {
        if (parley_result_quantile(result, name, at[i], &quantile[i]) != PARLEY_OK) {
            quantile[i] = NAN;
        }
    }
    char text[6][NUMBER_SIZE];
    char interval[2 * NUMBER_SIZE + 8] = "";
    uint64_t defined = summary.n + summary.never;
    double all = (double)(defined + summary.undefined);
    int decimals = honest_decimals(half_interval(summary.ci95));
    int places = quantile_decimals(quantile[0], quantile[2]);
    const char *cells[CELLS] = { title, "-", "", "", "", "", "", "" };
    if (defined > 0) {
        bool endless = summary.never > 0;  // a mean over "never" is infinite and says little
        bool told = is_indicator(&summary) || (!endless && summary.least == summary.most);
        cells[1] = endless ? "-" : number_text(text[0], summary.mean, decimals);
        cells[2] = endless ? "" : interval_text(interval, summary.ci95, decimals, false);
        for (int i = 0; i < 3 && !told; i++) {
            cells[3 + i] = number_text(text[1 + i], quantile[i], places);
        }
        cells[6] = endless ? percent_text(text[4], (double)summary.never / (double)defined) : "";
    }
    cells[7] = summary.undefined > 0 ? percent_text(text[5], (double)defined / all) : "";
    print_row(page, number_columns, CELLS, cells);
}

static void show_shares(FILE *page, const parley_result *result, const char *name, const char *title)
{
    static const struct column columns[2] = { { .width = 32, .indent = 2 }, { .width = 67, .indent = 4 } };
    char cell[4096] = "";
    size_t size = 0;
    for (size_t i = 0; i < parley_result_labels(result, name); i++) {
        const char *label = parley_result_label_at(result, name, i);
        char text[NUMBER_SIZE];
        double share = NAN;
        if (parley_result_share(result, name, label, &share) != PARLEY_OK || !(share > 0) ||
            size + strlen(label) + NUMBER_SIZE >= sizeof cell) {
            continue;  // what never happened is in the JSON
        }
        size += (size_t)snprintf(cell + size, sizeof cell - size, "%s%s %s", size > 0 ? ", " : "", label, percent_text(text, share));
    }
    print_row(page, columns, 2, (const char *[]){ title, size > 0 ? cell : "-" });
}

/// "Years of war (years)", "ukraine utility": what a row is called.
static void row_title(const parley_result *result, const char *name, const char *path, char *title, size_t capacity)
{
    const char *label = parley_result_label(result, name);
    const char *unit = parley_result_unit(result, name);
    const char *slash = strchr(path, '/');
    bool labelled = label != NULL && label[0] != '\0' && strcmp(label, name) != 0;
    (void)snprintf(title, capacity, "%s%s%s%s", labelled ? label : slash != NULL ? slash + 1 : path, unit != NULL && unit[0] != '\0' ? " (" : "",
                   unit != NULL ? unit : "", unit != NULL && unit[0] != '\0' ? ")" : "");
    for (char *c = title; !labelled && *c != '\0'; c++) {
        *c = *c == '/' || (slash == NULL && *c == '_') ? ' ' : *c;
    }
}

/// Does the quantity at `path` begin another group than the one shown last? Those without a group of their own stay where they are.
static bool begins_group(const char *path, const char *group)
{
    size_t size = strcspn(path, "/");
    return group[0] == '\0' || (path[size] == '/' && (strncmp(path, group, size) != 0 || (group[size] != '/' && group[size] != '\0')));
}

static void show_agreement(FILE *page, const parley_result *result)
{
    parley_summary summary;
    char text[NUMBER_SIZE];
    char interval[2 * NUMBER_SIZE + 8];
    if (parley_result_summary(result, "agreement", &summary) == PARLEY_OK) {
        int decimals = honest_decimals(half_interval(summary.ci95));
        (void)fprintf(page, "\nagreement   %s  %s\n", number_text(text, summary.mean, decimals),
                      interval_text(interval, summary.ci95, decimals, false));
    }
    static const struct column columns[2] = { { .width = 11 }, { .width = PAGE_WIDTH - 12 } };
    char cell[4096] = "";
    size_t size = 0;
    for (size_t i = 0; i < parley_result_labels(result, "failed_at"); i++) {
        const char *label = parley_result_label_at(result, "failed_at", i);
        double share = 0;
        if (parley_result_share(result, "failed_at", label, &share) == PARLEY_OK && share > 0 &&
            size + strlen(label) + NUMBER_SIZE < sizeof cell) {
            size += (size_t)snprintf(cell + size, sizeof cell - size, "%sat %s in %s", size > 0 ? ", " : "", label, percent_text(text, share));
        }
    }
    if (size > 0) {
        print_row(page, columns, 2, (const char *[]){ "talks fail", cell });
    }
}

static void show_quantity(FILE *page, const parley_result *result, const char *name, const char *path)
{
    char title[256];
    row_title(result, name, path, title, sizeof title);
    if (parley_result_labels(result, name) > 0) {
        show_shares(page, result, name, title);
    } else {
        show_number(page, result, name, title);
    }
}

void show_result(FILE *page, const parley_result *result)
{
    const char *title = parley_result_title(result);
    const char *variant = parley_result_variant(result);
    (void)fprintf(page, "%s%s%s\n", title[0] != '\0' ? title : "(no title)", variant[0] != '\0' ? " \xE2\x80\x94 " : "", variant);
    show_run_line(page, result);
    show_agreement(page, result);
    const char *group = "";
    bool ledger_due = false;  // concessions are a table of their own, below the parties
    for (size_t i = 0; i < parley_result_count(result); i++) {
        const char *name = parley_result_name(result, i);
        const char *path = parley_result_path(result, i);
        if (strcmp(name, "agreement") == 0 || strcmp(name, "failed_at") == 0) {
            continue;
        }
        if (is_ledger_entry(path)) {
            ledger_due = true;
            continue;
        }
        if (begins_group(path, group)) {
            if (ledger_due && strncmp(path, "parties/", 8) != 0) {
                show_ledger(page, result);
                ledger_due = false;
            }
            char heading[64];
            (void)snprintf(heading, sizeof heading, "%.*s", (int)strcspn(path, "/"), path);
            show_heading(page, heading);
            group = path;
        }
        show_quantity(page, result, name, path);
    }
    if (ledger_due) {
        show_ledger(page, result);
    }
}
