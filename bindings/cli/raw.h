// Raw columns as CSV: a row for each trial.
#ifndef PARLEY_CLI_RAW_H
#define PARLEY_CLI_RAW_H

#include "command.h"

struct raw {
    FILE *file;
    const struct options *options;  // the columns' names
    const char *variant;            // of the rows to come
    bool several;                   // a first column tells the variant
    bool begun;                     // the heading is written, with the first rows: names that are unknown leave nothing behind
    bool failed;                    // a write failed; the run was stopped
};

/// To be a run's `on_columns`, with a struct raw as its user data.
bool raw_rows(uint64_t first, size_t n, const double *const *columns, void *user);

/// A field of a CSV row, quoted where it must be.
void csv_field(FILE *file, const char *text);

#endif
