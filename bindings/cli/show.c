// One result as a table.
#include "show.h"
#include "table.h"
#include <math.h>

double half_interval(const double ci95[2])
{
    double half = (ci95[1] - ci95[0]) / 2;
    return half > 0 && isfinite(half) ? half : 0;
}

void show_run_line(FILE *page, const parley_result *result)
{
    static const char *const designs[] = { "random", "Latin hypercube", "scrambled Sobol" };
    char played[NUMBER_SIZE];
    char all[NUMBER_SIZE];
    uint64_t whole = parley_result_whole(result);
    bool part = parley_result_trials(result) < whole;
    (void)fprintf(page, "%s%s%s trial%s, seed %llu, %s sampling; time in %s\n", count_text(played, parley_result_trials(result)),
                  part ? " of " : "", part ? count_text(all, whole) : "", whole == 1 ? "" : "s",
                  (unsigned long long)parley_result_seed(result), designs[parley_result_sampling(result)], parley_result_time_unit(result));
    uint64_t random_places = parley_result_random_places(result);
    if (random_places > 0) {
        (void)fprintf(page, "%llu uncertain inputs lie beyond Sobol's dimensions and were drawn at random\n", (unsigned long long)random_places);
    }
}

/// Decimals of quantiles: about three digits of how far they lie apart, none where all are whole numbers.
static int quantile_decimals(const double *quantile, size_t count)
{
    double low = INFINITY;
    double high = -INFINITY;
    bool whole = true;
    for (size_t i = 0; i < count; i++) {
        if (isfinite(quantile[i])) {
            low = fmin(low, quantile[i]);
            high = fmax(high, quantile[i]);
            whole = whole && quantile[i] == floor(quantile[i]);
        }
    }
    double size = high > low ? high - low : fabs(high);
    return whole ? 0 : honest_decimals(size / 100);
}

enum { CELLS = 8 };
static const struct column number_columns[CELLS] = {
    { .width = 31, .indent = 2 }, { .width = 9, .right = true }, { .width = 19, .right = true }, { .width = 7, .right = true },
    { .width = 7, .right = true }, { .width = 7, .right = true }, { .width = 6, .right = true }, { .width = 7, .right = true },
};

// A number that never varied: no interval, no quantiles, but a word.
enum { SAME_CELLS = 5 };
static const struct column same_columns[SAME_CELLS] = {
    { .width = 31, .indent = 2 }, { .width = 9, .right = true }, { .width = 43, .indent = 2 }, { .width = 6 }, { .width = 7, .right = true },
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

/// Talks whose steps take no time, a protocol that knows no rounds: nothing to tell.
static bool says_nothing(const char *name, const parley_summary *summary)
{
    bool timeless = strcmp(name, "elapsed") == 0 && summary->most == 0;
    return timeless || (summary->n == 0 && summary->never == 0 && strstr(name, ".rounds") != NULL);
}

/// "5.5%" of all trials count, "" when all do.
static const char *counted_text(char *buffer, const parley_summary *summary)
{
    double defined = (double)(summary->n + summary->never);
    return summary->undefined > 0 ? percent_text(buffer, defined / (defined + (double)summary->undefined)) : "";
}

static void show_same(FILE *page, const parley_summary *summary, const char *title)
{
    char text[2][NUMBER_SIZE];
    print_row(page, same_columns, SAME_CELLS,
              (const char *[]){ title, fitted_text(text[0], summary->mean, -1, false, same_columns[1].width),
                                summary->n == 1 ? "in one trial" : summary->undefined > 0 ? "the same in every trial that counts" : "the same in every trial",
                                "", counted_text(text[1], summary) });
}

static void show_number(FILE *page, const parley_result *result, const char *name, const char *title)
{
    parley_summary summary;
    double quantile[3];
    static const double at[3] = { 0.05, 0.5, 0.95 };
    if (parley_result_summary(result, name, &summary) != PARLEY_OK || says_nothing(name, &summary)) {
        return;
    }
    bool endless = summary.never > 0;  // a mean over "never" is infinite and says little
    if (summary.n > 0 && !endless && summary.least == summary.most && half_interval(summary.ci95) == 0) {
        show_same(page, &summary, title);
        return;
    }
    for (int i = 0; i < 3; i++) {
        if (parley_result_quantile(result, name, at[i], &quantile[i]) != PARLEY_OK) {
            quantile[i] = NAN;
        }
    }
    char text[6][NUMBER_SIZE];
    char interval[2 * NUMBER_SIZE + 8] = "";
    uint64_t defined = summary.n + summary.never;
    int decimals = honest_decimals(half_interval(summary.ci95));
    int places = quantile_decimals(quantile, 3);
    const char *cells[CELLS] = { title, "-", "", "", "", "", "", counted_text(text[5], &summary) };
    if (defined > 0) {
        bool told = is_indicator(&summary) || (!endless && summary.least == summary.most);
        if (!endless) {
            cells[1] = fitted_text(text[0], summary.mean, decimals, false, number_columns[1].width);
            cells[2] = pair_text(interval, summary.ci95[0], summary.ci95[1], decimals, false, number_columns[2].width);
        }
        for (int i = 0; i < 3 && !told; i++) {
            cells[3 + i] = fitted_text(text[1 + i], quantile[i], quantile[i] == 0 ? 0 : places, false, number_columns[3 + i].width);
        }
        cells[6] = endless ? percent_text(text[4], (double)summary.never / (double)defined) : "";
    }
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

/// Does the text end with "(unit)"?
static bool ends_with_unit(const char *text, const char *unit)
{
    char end[80];
    int size = snprintf(end, sizeof end, "(%s)", unit);
    size_t length = strlen(text);
    return size > 0 && (size_t)size < sizeof end && length >= (size_t)size && strcmp(text + length - (size_t)size, end) == 0;
}

bool quantity_title(const parley_result *result, const char *name, char *title, size_t capacity)
{
    const char *label = parley_result_label(result, name);
    const char *unit = parley_result_unit(result, name);
    bool labelled = label != NULL && label[0] != '\0' && strcmp(label, name) != 0;
    const char *shown = labelled ? label : name;
    bool has_unit = unit != NULL && unit[0] != '\0' && !ends_with_unit(shown, unit);
    (void)snprintf(title, capacity, "%s%s%s%s", shown, has_unit ? " (" : "", has_unit ? unit : "", has_unit ? ")" : "");
    return labelled;
}

/// What a row is called: its title, or without a label the end of its path, "ukraine utility".
static void row_title(const parley_result *result, const char *name, const char *path, char *title, size_t capacity)
{
    if (quantity_title(result, name, title, capacity)) {
        return;
    }
    static const char ever[] = "/probability";
    const char *unit = parley_result_unit(result, name);
    const char *slash = strchr(path, '/');
    const char *shown = slash != NULL ? slash + 1 : path;
    size_t size = strlen(shown);
    bool reached = strncmp(path, "aftermath/", 10) == 0 && size >= sizeof ever && strcmp(shown + size - (sizeof ever - 1), ever) == 0;
    bool has_unit = unit != NULL && unit[0] != '\0';
    size -= reached ? sizeof ever - 1 : 0;
    (void)snprintf(title, capacity, "%.*s%s%s%s%s", (int)size, shown, reached ? ", ever" : "", has_unit ? " (" : "", has_unit ? unit : "",
                   has_unit ? ")" : "");
    for (char *c = title; *c != '\0'; c++) {
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
        bool same = half_interval(summary.ci95) == 0;
        int decimals = honest_decimals(half_interval(summary.ci95));
        (void)fprintf(page, "\nagreement   %s  %s\n", number_text(text, summary.mean, decimals),
                      same ? "the same in every trial" : pair_text(interval, summary.ci95[0], summary.ci95[1], decimals, false, PAGE_WIDTH));
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

void show_result(FILE *page, const parley_result *result, const char *part)
{
    const char *title = parley_result_title(result);
    const char *variant = parley_result_variant(result);
    (void)fprintf(page, "%s%s%s\n", title[0] != '\0' ? title : "(no title)", variant[0] != '\0' ? " \xE2\x80\x94 " : "", variant);
    (void)fprintf(page, "%s%s", part == NULL ? "" : part, part == NULL ? "" : ": ");
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
            (void)snprintf(heading, sizeof heading, "%.*s%s", (int)strcspn(path, "/"), path,
                           strncmp(path, "issues/", 7) == 0 ? ", where agreed" : "");
            show_heading(page, heading);
            group = path;
        }
        show_quantity(page, result, name, path);
    }
    if (ledger_due) {
        show_ledger(page, result);
    }
}
