// Results as tables for people.
#ifndef PARLEY_CLI_SHOW_H
#define PARLEY_CLI_SHOW_H

#include "command.h"

/// One result: agreement, where the talks fail, then every quantity by groups.
void show_result(FILE *page, const parley_result *result);

/// What each party conceded on each issue: issues down, parties across. Shows nothing when nobody could concede.
void show_ledger(FILE *page, const parley_result *result);

/// Does that path of a result belong in the ledger?
bool is_ledger_entry(const char *path);

/// Several variants side by side, then each one's paired differences from the first.
void show_comparison(FILE *page, const parley_comparison *comparison);

/// What a deal could be, from the report of parley_frontier.
void show_frontier(FILE *page, const parley_report *report);

/// Uncertainty of a mean that its printed digits should respect: half the 95% interval, 0 when the mean is exact.
double half_interval(const double ci95[2]);

/// "[0.61, 0.64]", or "exact" when it has no width. Returns `buffer` of 2 NUMBER_SIZE + 8.
const char *interval_text(char *buffer, const double ci95[2], int decimals, bool with_sign);

/// "1 000 000 trials, seed 42, sobol sampling".
void show_run_line(FILE *page, const parley_result *result);

#endif
