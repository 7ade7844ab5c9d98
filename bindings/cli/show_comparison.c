// A comparison as tables: the variants side by side, then the paired differences.
#include "show.h"
#include "table.h"
#include <math.h>
#include <stdlib.h>

enum { LABEL_WIDTH = 26, LEAST_CELL = 9, MOST_SIDE_BY_SIDE = 16 };

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

/// Label and unit of a quantity: "Years of peace (years)".
static void quantity_title(const parley_result *result, const char *name, char *title, size_t capacity)
{
    const char *label = parley_result_label(result, name);
    const char *unit = parley_result_unit(result, name);
    bool has_unit = unit != NULL && unit[0] != '\0';
    (void)snprintf(title, capacity, "%s%s%s%s", label != NULL && label[0] != '\0' ? label : name, has_unit ? " (" : "", has_unit ? unit : "",
                   has_unit ? ")" : "");
}

/// "0.612\n±0.003"; "never 38.2%" where a mean would be infinite.
static void overview_cell(const parley_result *result, const char *name, char *cell, size_t capacity)
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
        (void)snprintf(cell, capacity, "%s\nnever", percent_text(mean, share));
        return;
    }
    if (summary.least == summary.most && half_interval(summary.ci95) > 0) {  // a yes or no that never varied: the other may still happen
        bool none = summary.mean < 0.5;
        double rest = none ? summary.ci95[1] : 1 - summary.ci95[0];
        (void)snprintf(cell, capacity, "%g\n%s%s", summary.mean, none ? "<" : ">",
                       number_text(half, none ? rest : 1 - rest, honest_decimals(rest)));
        return;
    }
    double uncertainty = half_interval(summary.ci95);
    int decimals = honest_decimals(uncertainty);
    (void)number_text(mean, summary.mean, decimals);
    if (uncertainty > 0) {
        (void)snprintf(cell, capacity, "%s\n\xC2\xB1%s", mean, number_text(half, uncertainty, decimals));
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
static void show_side_by_side(FILE *page, const parley_comparison *comparison, size_t first, size_t last, int width)
{
    struct column columns[MOST_SIDE_BY_SIDE + 1] = { { .width = LABEL_WIDTH } };
    const char *cells[MOST_SIDE_BY_SIDE + 1] = { "" };
    size_t count = last - first + 1;
    const parley_result *baseline = parley_comparison_result(comparison, 0);
    bool metrics_only = has_metrics(baseline);
    for (size_t i = 1; i < count; i++) {
        columns[i] = (struct column){ .width = width, .right = true, .bottom = true };
        cells[i] = title_of(comparison, first + i - 1);
    }
    (void)fputc('\n', page);
    print_row(page, columns, count, cells);
    for (size_t i = 1; i < count; i++) {
        columns[i].bottom = false;
    }
    for (size_t q = 0; q < parley_result_count(baseline); q++) {
        if (!is_compared(baseline, q, metrics_only)) {
            continue;
        }
        char text[MOST_SIDE_BY_SIDE][2 * NUMBER_SIZE];
        char title[256];
        const char *name = parley_result_name(baseline, q);
        quantity_title(baseline, name, title, sizeof title);
        cells[0] = title;
        for (size_t i = 1; i < count; i++) {
            overview_cell(parley_comparison_result(comparison, first + i - 1), name, text[i - 1], sizeof text[i - 1]);
            cells[i] = text[i - 1];
        }
        print_row(page, columns, count, cells);
    }
}

static void show_overview(FILE *page, const parley_comparison *comparison)
{
    int width = cell_width(comparison);
    size_t most = (size_t)((PAGE_WIDTH - LABEL_WIDTH) / (width + 1));
    size_t count = parley_comparison_count(comparison);
    most = most < MOST_SIDE_BY_SIDE ? most : MOST_SIDE_BY_SIDE;
    size_t groups = (count + most - 1) / most;
    size_t each = (count + groups - 1) / groups;  // groups of about equal size
    for (size_t first = 0; first < count; first += each) {
        show_side_by_side(page, comparison, first, first + each < count ? first + each : count, width);
    }
}

enum { DIFFERENCE_CELLS = 6 };
static const struct column difference_columns[DIFFERENCE_CELLS] = {
    { .width = 34, .indent = 2 }, { .width = 10, .right = true }, { .width = 22, .right = true },
    { .width = 1 },               { .width = 13, .right = true }, { .width = 13, .right = true },
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
    const char *cells[DIFFERENCE_CELLS] = { title_of(comparison, index), "-", "", "", "", "" };
    if (difference.n > 0 && difference.equal == 1) {
        cells[1] = "none";
        cells[2] = "the same in each trial";
    } else if (difference.n > 0) {
        int decimals = honest_decimals(half_interval(difference.ci95));
        bool clear = difference.ci95[0] > 0 || difference.ci95[1] < 0;
        cells[1] = signed_text(mean, difference.mean, decimals);
        cells[2] = interval_text(interval, difference.ci95, decimals, true);
        cells[3] = clear ? "*" : "";
        cells[4] = percent_text(above, difference.above);
        cells[5] = percent_text(below, difference.below);
    }
    print_row(page, difference_columns, DIFFERENCE_CELLS, cells);
}

static void show_differences(FILE *page, const parley_comparison *comparison)
{
    const parley_result *baseline = parley_comparison_result(comparison, 0);
    bool metrics_only = has_metrics(baseline);
    (void)fprintf(page, "\nDifferences from \"%s\", trial by trial; * marks a 95%% interval that excludes zero\n",
                  title_of(comparison, 0));
    for (size_t q = 0; q < parley_result_count(baseline); q++) {
        if (!is_compared(baseline, q, metrics_only)) {
            continue;
        }
        char title[256];
        const char *name = parley_result_name(baseline, q);
        quantity_title(baseline, name, title, sizeof title);
        struct column heading[DIFFERENCE_CELLS];
        memcpy(heading, difference_columns, sizeof heading);
        heading[0].indent = 0;
        for (int i = 0; i < DIFFERENCE_CELLS; i++) {
            heading[i].bottom = true;
        }
        (void)fputc('\n', page);
        print_row(page, heading, DIFFERENCE_CELLS, (const char *[]){ title, "difference", "95% interval", "", "trials higher", "trials lower" });
        for (size_t v = 1; v < parley_comparison_count(comparison); v++) {
            show_difference(page, comparison, v, name);
        }
    }
}

void show_comparison(FILE *page, const parley_comparison *comparison)
{
    const parley_result *baseline = parley_comparison_result(comparison, 0);
    const char *title = parley_result_title(baseline);
    (void)fprintf(page, "%s\n%zu variants on the same draws; each: ", title[0] != '\0' ? title : "(no title)",
                  parley_comparison_count(comparison));
    show_run_line(page, baseline);
    (void)fprintf(page, "\xC2\xB1 is half a 95%% interval: what these trials leave open, not what the scenario leaves out.\n");
    show_overview(page, comparison);
    show_differences(page, comparison);
}
