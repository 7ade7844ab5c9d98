// A comparison as tables: the variants side by side, then the paired differences.
#include "show.h"
#include "table.h"
#include <stdlib.h>

enum { LABEL_WIDTH = 26, LEAST_CELL = 9, MOST_SIDE_BY_SIDE = 16, MOST_SHORT = 4, WIDEST_SHORT = 20 };

static const char *title_of(const parley_comparison *comparison, size_t index)
{
    return variant_title(parley_result_variant(parley_comparison_result(comparison, index)));
}

/// Agreement and the metrics are what is compared; without metrics, everything that is a number.
static bool is_compared(const parley_result *result, size_t index, bool metrics_only)
{
    const char *name = parley_result_name(result, index);
    const char *path = parley_result_path(result, index);
    if (parley_result_labels(result, name) > 0) {
        return false;
    }
    return !metrics_only || strcmp(name, "agreement") == 0 || strncmp(path, "metrics/", 8) == 0;
}

static bool has_metrics(const parley_result *result)
{
    for (size_t i = 0; i < parley_result_count(result); i++) {
        if (strncmp(parley_result_path(result, i), "metrics/", 8) == 0) {
            return true;
        }
    }
    return false;
}

// The quantities that the tables show.
struct shown {
    const char **name;
    size_t count;
};

/// Those asked for, or else what is compared. False without memory.
static bool choose(const parley_result *baseline, const char *const *names, size_t count, struct shown *shown)
{
    size_t all = parley_result_count(baseline);
    bool metrics_only = has_metrics(baseline);
    shown->name = calloc((count > all ? count : all) + 1, sizeof *shown->name);
    shown->count = 0;
    if (shown->name == NULL) {
        return false;
    }
    for (; shown->count < count; shown->count++) {
        shown->name[shown->count] = names[shown->count];
    }
    for (size_t i = 0; i < all && count == 0; i++) {
        if (is_compared(baseline, i, metrics_only)) {
            shown->name[shown->count++] = parley_result_name(baseline, i);
        }
    }
    return true;
}

/// "0.612 ±0.003" with that blank; "38.2% never" where a mean would be infinite.
static void level_cell(const parley_result *result, const char *name, const char *blank, int width, char *cell, size_t capacity)
{
    parley_summary summary;
    char mean[NUMBER_SIZE];
    char half[NUMBER_SIZE];
    if (parley_result_summary(result, name, &summary) != PARLEY_OK || summary.n + summary.never == 0) {
        (void)snprintf(cell, capacity, "-");
        return;
    }
    if (summary.never > 0) {
        double share = (double)summary.never / (double)(summary.n + summary.never);
        (void)snprintf(cell, capacity, "%s%snever", percent_text(mean, share), blank);
        return;
    }
    if (summary.least == summary.most && half_interval(summary.ci95) > 0) {  // a yes or no that never varied: the other may still happen
        bool none = summary.mean < 0.5;
        double rest = none ? summary.ci95[1] : 1 - summary.ci95[0];
        (void)snprintf(cell, capacity, "%g%s%s%s", summary.mean, blank, none ? "<" : ">",
                       number_text(half, none ? rest : 1 - rest, honest_decimals(rest)));
        return;
    }
    double uncertainty = half_interval(summary.ci95);
    int decimals = honest_decimals(uncertainty);
    (void)fitted_text(mean, summary.mean, decimals, false, width);
    if (uncertainty > 0) {
        (void)snprintf(cell, capacity, "%s%s\xC2\xB1%s", mean, blank, half_text(half, uncertainty, decimals, width - 1));
    } else {
        (void)snprintf(cell, capacity, "%s", mean);
    }
}

/// How wide a variant's column must be so that no word of its name is broken.
static int cell_width(const parley_comparison *comparison)
{
    int width = LEAST_CELL;
    for (size_t v = 0; v < parley_comparison_count(comparison); v++) {
        int word = longest_word(title_of(comparison, v));
        width = word > width ? word : width;
    }
    return width < 20 ? width : 20;
}

/// Variants first .. last - 1 side by side.
static void show_side_by_side(FILE *page, const parley_comparison *comparison, const struct shown *shown, size_t first, size_t last, int width)
{
    struct column columns[MOST_SIDE_BY_SIDE + 1] = { { .width = LABEL_WIDTH } };
    const char *cells[MOST_SIDE_BY_SIDE + 1] = { "" };
    size_t count = last - first + 1;
    for (size_t i = 1; i < count; i++) {
        columns[i] = (struct column){ .width = width, .right = true, .bottom = true };
        cells[i] = title_of(comparison, first + i - 1);
    }
    (void)fputc('\n', page);
    print_row(page, columns, count, cells);
    for (size_t i = 1; i < count; i++) {
        columns[i].bottom = false;
    }
    for (size_t q = 0; q < shown->count; q++) {
        char text[MOST_SIDE_BY_SIDE][2 * NUMBER_SIZE];
        char title[256];
        (void)quantity_title(parley_comparison_result(comparison, 0), shown->name[q], title, sizeof title);
        cells[0] = title;
        for (size_t i = 1; i < count; i++) {
            level_cell(parley_comparison_result(comparison, first + i - 1), shown->name[q], "\n", width, text[i - 1], sizeof text[i - 1]);
            cells[i] = text[i - 1];
        }
        print_row(page, columns, count, cells);
    }
}

static void show_overview(FILE *page, const parley_comparison *comparison, const struct shown *shown)
{
    int width = cell_width(comparison);
    size_t most = (size_t)((PAGE_WIDTH - LABEL_WIDTH) / (width + 1));
    size_t count = parley_comparison_count(comparison);
    most = most < MOST_SIDE_BY_SIDE ? most : MOST_SIDE_BY_SIDE;
    size_t groups = (count + most - 1) / most;
    size_t each = (count + groups - 1) / groups;  // groups of about equal size
    for (size_t first = 0; first < count; first += each) {
        show_side_by_side(page, comparison, shown, first, first + each < count ? first + each : count, width);
    }
}

/// A few quantities: a line for each variant.
static void show_short(FILE *page, const parley_comparison *comparison, const struct shown *shown)
{
    struct column columns[MOST_SHORT + 1] = { { .width = LABEL_WIDTH } };
    char text[MOST_SHORT][256];
    const char *cells[MOST_SHORT + 1] = { "" };
    int width = (PAGE_WIDTH - LABEL_WIDTH) / (int)shown->count - 1;
    width = width < WIDEST_SHORT ? width : WIDEST_SHORT;
    for (size_t q = 0; q < shown->count; q++) {
        columns[q + 1] = (struct column){ .width = width, .right = true, .bottom = true };
        (void)quantity_title(parley_comparison_result(comparison, 0), shown->name[q], text[q], sizeof text[q]);
        cells[q + 1] = text[q];
    }
    (void)fputc('\n', page);
    print_row(page, columns, shown->count + 1, cells);
    for (size_t v = 0; v < parley_comparison_count(comparison); v++) {
        cells[0] = title_of(comparison, v);
        for (size_t q = 0; q < shown->count; q++) {
            level_cell(parley_comparison_result(comparison, v), shown->name[q], " ", width / 2, text[q], sizeof text[q]);
        }
        print_row(page, columns, shown->count + 1, cells);
    }
}

enum { DIFFERENCE_CELLS = 7 };
static const struct column difference_columns[DIFFERENCE_CELLS] = {
    { .width = 34, .indent = 2 },   { .width = 10, .right = true }, { .width = 22, .right = true }, { .width = 1 },
    { .width = 7, .right = true }, { .width = 7, .right = true }, { .width = 10, .right = true },
};

static void show_difference(FILE *page, const parley_comparison *comparison, size_t index, const char *name)
{
    parley_difference difference;
    if (parley_comparison_difference(comparison, index, name, &difference) != PARLEY_OK) {
        return;
    }
    char mean[NUMBER_SIZE];
    char interval[2 * NUMBER_SIZE + 8] = "";
    char above[NUMBER_SIZE];
    char below[NUMBER_SIZE];
    char pairs[NUMBER_SIZE];
    bool same = half_interval(difference.ci95) == 0;
    const char *cells[DIFFERENCE_CELLS] = { title_of(comparison, index), "-", "", "", "", "", "" };
    if (difference.n < parley_result_trials(parley_comparison_result(comparison, index))) {
        cells[6] = count_text(pairs, difference.n);
    }
    if (difference.n > 0 && difference.equal == 1) {
        cells[1] = "none";
        cells[2] = "the same in each trial";
    } else if (difference.n > 0) {
        int decimals = honest_decimals(half_interval(difference.ci95));
        bool clear = difference.ci95[0] > 0 || difference.ci95[1] < 0;
        cells[1] = fitted_text(mean, difference.mean, decimals, true, difference_columns[1].width);
        cells[2] = same ? "in each trial" : pair_text(interval, difference.ci95[0], difference.ci95[1], decimals, true, difference_columns[2].width);
        cells[3] = clear ? "*" : "";
        cells[4] = percent_text(above, difference.above);
        cells[5] = percent_text(below, difference.below);
    }
    print_row(page, difference_columns, DIFFERENCE_CELLS, cells);
}

/// Are there trials in which one of the two has no value, in some variant?
static bool lacks_pairs(const parley_comparison *comparison, const char *name)
{
    parley_difference difference;
    for (size_t v = 1; v < parley_comparison_count(comparison); v++) {
        if (parley_comparison_difference(comparison, v, name, &difference) == PARLEY_OK &&
            difference.n < parley_result_trials(parley_comparison_result(comparison, v))) {
            return true;
        }
    }
    return false;
}

static void show_differences_of(FILE *page, const parley_comparison *comparison, const char *name)
{
    char title[256];
    struct column heading[DIFFERENCE_CELLS];
    (void)quantity_title(parley_comparison_result(comparison, 0), name, title, sizeof title);
    memcpy(heading, difference_columns, sizeof heading);
    heading[0].indent = 0;
    for (int i = 0; i < DIFFERENCE_CELLS; i++) {
        heading[i].bottom = true;
    }
    (void)fputc('\n', page);
    print_row(page, heading, DIFFERENCE_CELLS,
              (const char *[]){ title, "difference", "95% interval", "", "trials higher", "trials lower",
                                lacks_pairs(comparison, name) ? "trials with both" : "" });
    for (size_t v = 1; v < parley_comparison_count(comparison); v++) {
        show_difference(page, comparison, v, name);
    }
}

static void show_differences(FILE *page, const parley_comparison *comparison, const struct shown *shown)
{
    char trials[NUMBER_SIZE];
    bool lacking = false;
    for (size_t q = 0; q < shown->count; q++) {
        lacking = lacking || lacks_pairs(comparison, shown->name[q]);
    }
    (void)fprintf(page, "\nDifferences from \"%s\", trial by trial; * marks a 95%% interval that excludes zero\n", title_of(comparison, 0));
    if (lacking) {
        (void)fprintf(page, "(\"with both\": in so many of the %s trials do both variants have a value)\n",
                      count_text(trials, parley_result_trials(parley_comparison_result(comparison, 0))));
    }
    for (size_t q = 0; q < shown->count; q++) {
        parley_difference difference;
        if (parley_comparison_difference(comparison, 1, shown->name[q], &difference) == PARLEY_OK) {  // else not compared trial by trial
            show_differences_of(page, comparison, shown->name[q]);
        }
    }
}

void show_comparison(FILE *page, const parley_comparison *comparison, const char *const *names, size_t count)
{
    const parley_result *baseline = parley_comparison_result(comparison, 0);
    const char *title = parley_result_title(baseline);
    struct shown shown;
    (void)fprintf(page, "%s\n%zu variants on the same draws; each: ", title[0] != '\0' ? title : "(no title)",
                  parley_comparison_count(comparison));
    show_run_line(page, baseline);
    (void)fprintf(page, "\xC2\xB1 is half a 95%% interval: what these trials leave open, not what the scenario leaves out.\n");
    if (choose(baseline, names, count, &shown)) {
        bool in_short = count > 0 && count <= MOST_SHORT;
        if (!in_short) {
            show_overview(page, comparison, &shown);
        }
        show_differences(page, comparison, &shown);
        if (in_short) {
            show_short(page, comparison, &shown);
        }
    }
    free(shown.name);
}
