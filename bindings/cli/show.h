// Results as tables for people.
#ifndef PARLEY_CLI_SHOW_H
#define PARLEY_CLI_SHOW_H

#include "command.h"

/// One result: agreement, where the talks fail, then every quantity by groups. `part` (NULL: none) says which part of a run it is.
void show_result(FILE *page, const parley_result *result, const char *part);

/// What each party conceded on each issue: issues down, parties across. Shows nothing when nobody could concede.
void show_ledger(FILE *page, const parley_result *result);

/// Does that path of a result belong in the ledger?
bool is_ledger_entry(const char *path);

/// Several variants side by side, then each one's paired differences from the first; of the quantities named, or (count 0) agreement and the
/// metrics. Of few quantities, the differences come first and a table with a line for each variant last.
void show_comparison(FILE *page, const parley_comparison *comparison, const char *const *names, size_t count);

/// What a deal could be, from the report of parley_frontier.
void show_frontier(FILE *page, const parley_report *report);

/// Uncertainty of a mean that its printed digits should respect: half the 95% interval, 0 when the mean is exact.
double half_interval(const double ci95[2]);

/// "1 000 000 trials, seed 42, sobol sampling", or "1 334 of 2 000 trials, ...".
void show_run_line(FILE *page, const parley_result *result);

/// Label and unit of a quantity: "Years of peace (years)". Returns whether it has a label.
bool quantity_title(const parley_result *result, const char *name, char *title, size_t capacity);

#endif
