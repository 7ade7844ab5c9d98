// What the deal could be, as tables for people: read off the report by its paths.
#include "show.h"
#include "table.h"
#include <math.h>
#include <stdarg.h>

enum { MOST_PARTIES_ACROSS = 6, MOST_POINTS_SHOWN = 11, POINTER_SIZE = 512, DEAL_SIZE = 4096 };

static const struct { const char *key, *title; } solutions[] = {
    { "nash", "Nash" },
    { "nash_weighted", "Nash by power" },
    { "kalai_smorodinsky", "Kalai-Smorodinsky" },
    { "egalitarian", "egalitarian" },
    { "utilitarian", "utilitarian" },
    { "utilitarian_weighted", "utilitarian by power" },
    { "relative_utilitarian", "relative utilitarian" },
};
enum { SOLUTIONS = sizeof solutions / sizeof *solutions };

struct view {
    FILE *page;
    const parley_report *report;
    size_t parties;
};

/// A path of the report.
static const char *path(char *buffer, const char *format, ...) __attribute__((format(printf, 2, 3)));

static const char *path(char *buffer, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(buffer, POINTER_SIZE, format, arguments);
    va_end(arguments);
    return buffer;
}

/// The number at a path of the report, NAN when there is none.
static double number_at(const struct view *view, const char *at, const char *key, const char *id)
{
    char pointer[POINTER_SIZE];
    double value;
    (void)path(pointer, "%s/%s%s%s", at, key, id == NULL ? "" : "/", id == NULL ? "" : id);
    return parley_report_number(view->report, pointer, &value) == PARLEY_OK ? value : (double)NAN;
}

static const char *text_at(const struct view *view, const char *at, const char *key)
{
    char pointer[POINTER_SIZE];
    const char *text = NULL;
    return parley_report_string(view->report, path(pointer, "%s/%s", at, key), &text) == PARLEY_OK ? text : NULL;
}

static const char *party(const struct view *view, size_t p)
{
    return parley_report_key(view->report, "/no_deal", p);
}

/// "term 15, presence troops" of the deal at a path.
static const char *deal_text(const struct view *view, const char *at, char *buffer)
{
    size_t used = 0;
    char inside[POINTER_SIZE], number[NUMBER_SIZE];
    buffer[0] = '\0';
    (void)path(inside, "%s/deal", at);
    for (size_t i = 0; i < parley_report_size(view->report, inside) && used + 1 < DEAL_SIZE; i++) {
        const char *id = parley_report_key(view->report, inside, i), *text = text_at(view, inside, id);
        if (text == NULL) {
            text = number_text(number, number_at(view, inside, id, NULL), -1);
        }
        int size = snprintf(buffer + used, DEAL_SIZE - used, "%s%s %s", used > 0 ? ", " : "", id, text);
        used += size > 0 ? (size_t)size : 0;
    }
    return buffer;
}

/// A row of utilities: those at the path, party by party.
static void utility_row(const struct view *view, const struct column *columns, size_t first, size_t count,
                        const char *title, const char *at)
{
    char numbers[MOST_PARTIES_ACROSS][NUMBER_SIZE];
    const char *cells[MOST_PARTIES_ACROSS + 1] = { title };
    for (size_t k = 0; k < count; k++) {
        cells[k + 1] = number_text(numbers[k], number_at(view, at, party(view, first + k), NULL), 4);
    }
    print_row(view->page, columns, count + 1, cells);
}

static bool has(const struct view *view, const char *key)
{
    char at[POINTER_SIZE];
    (void)path(at, "/%s", key);
    double value = number_at(view, at, "utility", party(view, 0));
    return value == value;
}

/// What each solution is worth to each party; parties side by side, a few at a time.
static void show_utilities(const struct view *view)
{
    for (size_t first = 0; first < view->parties; first += MOST_PARTIES_ACROSS) {
        size_t count = view->parties - first < MOST_PARTIES_ACROSS ? view->parties - first : MOST_PARTIES_ACROSS;
        struct column columns[MOST_PARTIES_ACROSS + 1] = { { .width = 22, .indent = 2, .bottom = true } };
        const char *heading[MOST_PARTIES_ACROSS + 1] = { "utility" };
        for (size_t k = 1; k <= count; k++) {
            columns[k] = (struct column){ .width = 12, .right = true, .bottom = true };
            heading[k] = party(view, first + k - 1);
        }
        (void)fputc('\n', view->page);
        print_row(view->page, columns, count + 1, heading);
        utility_row(view, columns, first, count, "no agreement", "/no_deal");
        utility_row(view, columns, first, count, "best possible", "/best");
        utility_row(view, columns, first, count, "best in the zone", "/ideal");
        for (int s = 0; s < SOLUTIONS; s++) {
            char at[POINTER_SIZE];
            (void)path(at, "/%s/utility", solutions[s].key);
            if (has(view, solutions[s].key)) {
                utility_row(view, columns, first, count, solutions[s].title, at);
            }
        }
    }
}

/// The solutions' deals; one that was told before is only named.
static void show_deals(const struct view *view)
{
    static const struct column columns[] = { { .width = 22, .indent = 2 }, { .width = 76 } };
    static char told[SOLUTIONS][DEAL_SIZE];
    print_row(view->page, columns, 2, (const char *[]){ "\nsolution", "\ndeal" });
    for (int s = 0; s < SOLUTIONS; s++) {
        char at[POINTER_SIZE], as[64];
        (void)path(at, "/%s", solutions[s].key);
        told[s][0] = '\0';
        if (!has(view, solutions[s].key)) {
            continue;
        }
        const char *deal = deal_text(view, at, told[s]);
        for (int before = 0; before < s; before++) {
            if (deal == told[s] && strcmp(told[before], deal) == 0) {
                (void)snprintf(as, sizeof as, "as %s", solutions[before].title);
                deal = as;
            }
        }
        print_row(view->page, columns, 2, (const char *[]){ solutions[s].title, deal });
    }
}

static void show_points(const struct view *view)
{
    double count = number_at(view, "", "pareto_count", NULL);
    size_t shown = count < MOST_POINTS_SHOWN ? (size_t)count : MOST_POINTS_SHOWN;
    static const struct column columns[] = { { .width = 38, .indent = 2 }, { .width = 60 } };
    static char deal[DEAL_SIZE];
    if (shown == 0) {
        return;
    }
    char heading[128] = "\nthe frontier", all[NUMBER_SIZE];
    if ((double)shown < count) {
        (void)snprintf(heading, sizeof heading, "\nthe frontier: %zu of its %s packages", shown,
                       count_text(all, (unsigned long long)count));
    }
    print_row(view->page, columns, 2, (const char *[]){ heading, "\ndeal" });
    for (size_t i = 0; i < shown; i++) {
        // Evenly over the list, from the first party's best to its worst.
        size_t which = shown > 1 ? i * ((size_t)count - 1) / (shown - 1) : 0;
        char at[POINTER_SIZE], line[DEAL_SIZE], number[NUMBER_SIZE];
        size_t used = 0;
        (void)path(at, "/pareto/%zu/utility", which);
        for (size_t p = 0; p < view->parties && used + 1 < sizeof line; p++) {
            int size = snprintf(line + used, sizeof line - used, "%s%s %s", used > 0 ? ", " : "", party(view, p),
                                number_text(number, number_at(view, at, party(view, p), NULL), 4));
            used += size > 0 ? (size_t)size : 0;
        }
        (void)path(at, "/pareto/%zu", which);
        print_row(view->page, columns, 2, (const char *[]){ line, deal_text(view, at, deal) });
    }
}

/// The names listed at a path, as "a and b"; NULL when there is no list.
static const char *names_at(const struct view *view, const char *at, const char *key, char *buffer, size_t capacity)
{
    size_t used = 0;
    char list[POINTER_SIZE], index[POINTER_SIZE];
    (void)path(list, "%s/%s", at, key);
    for (size_t i = 0; used + 1 < capacity; i++) {
        (void)path(index, "%zu", i);
        const char *name = text_at(view, list, index);
        if (name == NULL) {
            return i > 0 ? buffer : NULL;
        }
        int size = snprintf(buffer + used, capacity - used, "%s%s", i > 0 ? " and " : "", name);
        used += size > 0 ? (size_t)size : 0;
    }
    return buffer;
}

static void show_clash(const struct view *view, const char *at)
{
    static const struct column column = { .width = 98, .indent = 2 };
    char who[DEAL_SIZE], what[DEAL_SIZE], line[2 * DEAL_SIZE + 128], number[NUMBER_SIZE];
    double apart = number_at(view, at, "apart", NULL);
    const char *fixed = text_at(view, at, "fixed_beyond_red_line");
    (void)names_at(view, at, "parties", who, sizeof who);
    if (fixed != NULL) {
        (void)snprintf(line, sizeof line, "%s: %s is fixed beyond a red line", who, fixed);
    } else if (names_at(view, at, "red_lines_on", what, sizeof what) != NULL) {
        bool far = apart == apart;
        (void)snprintf(line, sizeof line, "%s: red lines on %s leave nothing%s%s%s", who, what,
                       far ? "; they are " : "", far ? number_text(number, apart, -1) : "", far ? " apart" : "");
    } else {
        (void)snprintf(line, sizeof line, "%s: at least %s of utility short", who,
                       number_text(number, number_at(view, at, "short_by", NULL), 4));
    }
    print_row(view->page, &column, 1, (const char *[]){ line });
}

static void show_move(const struct view *view, const char *at)
{
    static const struct column column = { .width = 98, .indent = 2 };
    char on[DEAL_SIZE], to[POINTER_SIZE], line[3 * DEAL_SIZE], number[NUMBER_SIZE];
    static char deal[DEAL_SIZE];
    const char *who = text_at(view, at, "party");
    (void)path(to, "%s/to", at);
    if (names_at(view, at, "drops_red_line_on", on, sizeof on) != NULL) {
        (void)snprintf(line, sizeof line, "%s drops its red line on %s: %s", who, on, deal_text(view, to, deal));
    } else {
        const char *dearest = names_at(view, at, "on", on, sizeof on);
        (void)snprintf(line, sizeof line, "%s accepts %s less than no agreement is worth to it%s%s: %s", who,
                       number_text(number, number_at(view, at, "gives", NULL), 4),
                       dearest == NULL ? "" : ", most of it on ", dearest == NULL ? "" : dearest,
                       deal_text(view, to, deal));
    }
    print_row(view->page, &column, 1, (const char *[]){ line });
}

static void show_list(const struct view *view, const char *title, const char *key, const char *probe,
                      void (*show)(const struct view *, const char *))
{
    for (size_t i = 0;; i++) {
        char at[POINTER_SIZE];
        (void)path(at, "/%s/%zu", key, i);
        if (text_at(view, at, probe) == NULL) {
            return;
        }
        if (i == 0) {
            (void)fprintf(view->page, "\n%s\n", title);
        }
        show(view, at);
    }
}

/// A count of packages, however large.
static const char *packages_text(char *buffer, double count)
{
    return count < 1e15 ? count_text(buffer, (unsigned long long)count) : number_text(buffer, count, -1);
}

static void show_head(const struct view *view)
{
    char all[NUMBER_SIZE], within[NUMBER_SIZE], share[NUMBER_SIZE], trial[NUMBER_SIZE];
    bool exact = number_at(view, "", "exact", NULL) != 0, one = number_at(view, "", "trial", NULL) >= 0;
    (void)number_text(trial, number_at(view, "", "trial", NULL), 0);
    (void)fprintf(view->page, "%s\npreferences %s%s%s\n\n", text_at(view, "", "title"),
                  text_at(view, "", "preferences"), one ? ", number " : "", one ? trial : "");
    (void)fprintf(view->page, "  %s packages, %s%s acceptable to all (%s)\n",
                  packages_text(all, number_at(view, "", "packages", NULL)), exact ? "" : "about ",
                  packages_text(within, number_at(view, "/zone", "count", NULL)),
                  percent_text(share, number_at(view, "/zone", "share", NULL)));
    (void)fprintf(view->page, "  %s on the frontier%s; the nearest is %s away from everyone's best\n",
                  packages_text(all, number_at(view, "", "pareto_count", NULL)),
                  exact ? "" : " (supported ones, there are more)",
                  number_text(within, number_at(view, "", "opposition", NULL), 4));
}

static void show_share(const struct view *view, const char *key, const char *what)
{
    char at[POINTER_SIZE], share[NUMBER_SIZE], low[NUMBER_SIZE], high[NUMBER_SIZE];
    (void)path(at, "/monte_carlo/%s", key);
    (void)percent_text(low, number_at(view, at, "ci95", "0"));
    (void)percent_text(high, number_at(view, at, "ci95", "1"));
    (void)percent_text(share, number_at(view, at, "mean", NULL));
    (void)fprintf(view->page, "  %-58s %s  [%s, %s]\n", what, share, low, high);
}

static void show_trials(const struct view *view)
{
    char trials[NUMBER_SIZE], mean[NUMBER_SIZE], low[NUMBER_SIZE], high[NUMBER_SIZE];
    double count = number_at(view, "/monte_carlo", "trials", NULL);
    if (!(count > 0)) {
        return;
    }
    (void)fprintf(view->page, "\nover %s trials\n", count_text(trials, (unsigned long long)count));
    show_share(view, "zone", "those who sign have a zone");
    show_share(view, "agreement", "agreement");
    show_share(view, "zone_but_no_agreement", "a zone, but no agreement");
    show_share(view, "gains_left", "agreements that leave gains for all on the table");
    const char *size = "/monte_carlo/gains_left_size";
    if (number_at(view, size, "n", NULL) > 0) {
        (void)fprintf(view->page, "  %-58s %s  (5%% %s, 95%% %s)\n", "what all could have more, where gains are left",
                      number_text(mean, number_at(view, size, "mean", NULL), 4),
                      number_text(low, number_at(view, size, "quantiles", "0.05"), 4),
                      number_text(high, number_at(view, size, "quantiles", "0.95"), 4));
    }
}

void show_frontier(FILE *page, const parley_report *report)
{
    const struct view given = {
        .page = page,
        .report = report,
        .parties = parley_report_size(report, "/no_deal"),
    };
    const struct view *view = &given;
    show_head(view);
    show_utilities(view);
    if (has(view, "nash")) {
        show_deals(view);
    } else {
        show_list(view, "whose limits clash", "clashes", "parties/0", show_clash);
        show_list(view, "what would open a zone", "to_open", "party", show_move);
    }
    show_points(view);
    show_trials(view);
}
