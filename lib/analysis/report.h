// The answer to a question: a record with an arena of its own.
#ifndef PARLEY_LIB_ANALYSIS_REPORT_H
#define PARLEY_LIB_ANALYSIS_REPORT_H

#include "base/record.h"
#include <parley/analysis.h>

struct parley_report {
    struct arena arena;
    struct record *root;
};

/// An empty report. PARLEY_NO_MEMORY.
parley_status parley_i_report_create(parley_report **out);

/// Hand a filled report over, or destroy it when `status` is a failure or memory ran out while it was filled.
parley_status parley_i_report_finish(parley_report *report, parley_status status, parley_report **out);

/// What every answer about one world begins with: title, variant, and under `key` ("preferences", "weights") whether `trial` is one
/// trial or, below 0, the medians.
void parley_i_report_head(struct record *root, const char *title, const char *variant, const char *key, int64_t trial);

/// A number with four digits, whatever the locale.
void parley_i_report_rounded(double value, struct text *out);

/// A record as indented text for people: short members on one line, numbers with six digits.
void parley_i_record_print(const struct record *root, struct text *out);

#endif
