// What each party conceded on each issue, as a table: issues down, parties across.
#include "show.h"
#include "table.h"
#include <stdlib.h>

enum { LABEL_WIDTH = 30, MOST_ACROSS = 8, LEAST_WIDTH = 9 };

/// The parts of "parties/PARTY/concessions/ISSUE".
static bool is_concession(const char *path, char *party, size_t capacity, const char **issue)
{
    static const char middle[] = "/concessions/";
    const char *found = strstr(path, middle);
    if (strncmp(path, "parties/", 8) != 0 || found == NULL || (size_t)(found - path - 8) >= capacity) {
        return false;
    }
    (void)snprintf(party, capacity, "%.*s", (int)(found - path - 8), path + 8);
    *issue = found + sizeof middle - 1;
    return true;
}

bool is_ledger_entry(const char *path)
{
    char party[128];
    const char *issue = NULL;
    return is_concession(path, party, sizeof party, &issue);
}

struct ledger {
    char (*party)[128];
    size_t parties;
    const char **issue;
    size_t issues;
};

static bool collect(const parley_result *result, struct ledger *ledger)
{
    size_t count = parley_result_count(result);
    ledger->party = calloc(count + 1, sizeof *ledger->party);
    ledger->issue = calloc(count + 1, sizeof *ledger->issue);
    if (ledger->party == NULL || ledger->issue == NULL) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        char party[128];
        const char *issue = NULL;
        if (!is_concession(parley_result_path(result, i), party, sizeof party, &issue)) {
            continue;
        }
        if (ledger->parties == 0 || strcmp(ledger->party[ledger->parties - 1], party) != 0) {
            memcpy(ledger->party[ledger->parties++], party, sizeof party);
        }
        size_t known = 0;
        while (known < ledger->issues && strcmp(ledger->issue[known], issue) != 0) {
            known++;
        }
        ledger->issues += known == ledger->issues;
        ledger->issue[known] = issue;
    }
    return true;
}

/// Mean concession, or "" where the party asked for nothing or never conceded a thing.
static const char *cell(const parley_result *result, const char *party, const char *issue, char *text)
{
    char name[300];
    parley_summary summary;
    (void)snprintf(name, sizeof name, "%s.concessions.%s", party, issue);
    text[0] = '\0';
    if (parley_result_summary(result, name, &summary) == PARLEY_OK && summary.n > 0 && summary.most > 0) {
        int decimals = honest_decimals(half_interval(summary.ci95));
        (void)number_text(text, summary.mean, decimals > 3 ? 3 : decimals);
    }
    return text;
}

static void show_across(FILE *page, const parley_result *result, const struct ledger *ledger, size_t first, size_t count, int width)
{
    struct column columns[MOST_ACROSS + 1] = { { .width = LABEL_WIDTH, .bottom = true } };
    const char *cells[MOST_ACROSS + 1] = { "conceded (own best deal = 1)" };
    for (size_t p = 0; p < count; p++) {
        columns[p + 1] = (struct column){ .width = width, .right = true, .bottom = true };
        cells[p + 1] = ledger->party[first + p];
    }
    (void)fputc('\n', page);
    print_row(page, columns, count + 1, cells);
    columns[0].indent = 2;
    for (size_t i = 0; i < ledger->issues; i++) {
        char text[MOST_ACROSS][NUMBER_SIZE];
        bool any = false;
        cells[0] = ledger->issue[i];
        for (size_t p = 0; p < count; p++) {
            cells[p + 1] = cell(result, ledger->party[first + p], ledger->issue[i], text[p]);
            any = any || text[p][0] != '\0';
        }
        if (any) {
            print_row(page, columns, count + 1, cells);
        }
    }
}

void show_ledger(FILE *page, const parley_result *result)
{
    struct ledger ledger = { .parties = 0 };
    if (collect(result, &ledger) && ledger.parties > 0) {
        int width = LEAST_WIDTH;
        for (size_t p = 0; p < ledger.parties; p++) {
            int word = text_width(ledger.party[p]);
            width = word > width ? word : width;
        }
        width = width < 20 ? width : 20;
        size_t most = (size_t)((PAGE_WIDTH - LABEL_WIDTH) / (width + 1));
        most = most < MOST_ACROSS ? most : MOST_ACROSS;
        for (size_t first = 0; first < ledger.parties; first += most) {
            size_t rest = ledger.parties - first;
            show_across(page, result, &ledger, first, rest < most ? rest : most, width);
        }
    }
    free(ledger.party);
    free(ledger.issue);
}
