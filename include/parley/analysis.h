/// @file analysis.h
/// Questions asked of a scenario beyond a run. Each answer is a report: a tree of named values that prints as text or JSON.
#ifndef PARLEY_ANALYSIS_H
#define PARLEY_ANALYSIS_H

#include <parley/run.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct parley_report parley_report;

PARLEY_API void parley_report_destroy(parley_report *report);  ///< NULL is fine
PARLEY_API PARLEY_NODISCARD parley_status parley_report_json(const parley_report *report, char **out);
PARLEY_API PARLEY_NODISCARD parley_status parley_report_text(const parley_report *report, char **out);
/// The number at a JSON pointer of the report ("/draws/assumptions.resolve"). PARLEY_NOT_FOUND when there is none.
PARLEY_API PARLEY_NODISCARD parley_status parley_report_number(const parley_report *report, const char *pointer, double *out);
/// The text at a JSON pointer of the report. Valid as long as the report.
PARLEY_API PARLEY_NODISCARD parley_status parley_report_string(const parley_report *report, const char *pointer, const char **out);

/// Tell one trial in full: its draws by name, each step's offers and answers with utilities, who conceded what, votes, events, life after signature. It is the same
/// trial, to the last bit, that a run with this definition plays under that number.
PARLEY_API PARLEY_NODISCARD parley_status parley_trace(const parley_scenario *scenario, const parley_run_def *def, uint64_t trial, parley_report **out);

#ifdef __cplusplus
}
#endif
#endif
