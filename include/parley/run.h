/// @file run.h
/// Playing a scenario: trials, seed, threads, sampling design, progress, raw columns.
#ifndef PARLEY_RUN_H
#define PARLEY_RUN_H

#include <parley/result.h>
#include <parley/scenario.h>

#ifdef __cplusplus
extern "C" {
#endif

/// How far a run has come. Return false to stop it: the call then returns PARLEY_CANCELLED.
typedef bool parley_progress_fn(uint64_t played, uint64_t trials, void *user);

/// Raw columns of consecutive trials, in order of trials: columns[i][t] is column i of trial first + t; NaN is undefined. "deal.ISSUE" holds the
/// status quo in trials without agreement (a result counts agreements alone). Valid during the call. Return false to stop.
typedef bool parley_columns_fn(uint64_t first, size_t n, const double *const *columns, void *user);

typedef struct parley_run_def {
    size_t struct_size;           ///< set by _init
    const char *variant;          ///< name; NULL: the scenario as it stands
    uint64_t seed;                ///< equal seeds give equal results. Default 1
    uint64_t trials;              ///< independent trials of the whole run, > 0, at most 2^53. Default 100000
    uint64_t shard_first;         ///< first trial to play here. Default 0
    uint64_t shard_trials;        ///< trials to play here; 0: all up to `trials`. Default 0
    int32_t threads;              ///< 0: one per core; never changes a result. Default 1
    parley_sampling sampling;     ///< Default PARLEY_SAMPLING_RANDOM
    uint32_t replicates;          ///< independent replicates of latin and sobol, 2 .. 64. Default 16
    parley_progress_fn *progress; ///< may be NULL; called on the calling thread only
    void *progress_user;
    const char *const *columns;   ///< names of columns to hand out raw; NULL
    size_t column_count;
    parley_columns_fn *on_columns;///< called on the calling thread only. With columns, this or column_out is required, or both
    void *columns_user;
    double *const *column_out;    ///< an array of your own for each column, room for every trial played here: trial t lands at
                                  ///< [t - shard_first], written by the workers as they play. NULL
    const char *precision_metric; ///< stop early once this quantity's standard error is at most precision_se; NULL. Random sampling, whole runs only.
                                  ///< PARLEY_NO_ANSWER when it is infinite in some trial; the result is that of a run of so many trials
    double precision_se;          ///< > 0 with precision_metric
} parley_run_def;
PARLEY_API parley_status parley_run_def_init(parley_run_def *def, size_t size);
PARLEY_DEF_INLINE(run)

/// Play a scenario. The result depends on scenario, variant, seed, trials and sampling alone, bit for bit.
/// @param def  NULL: defaults
/// @return PARLEY_OK, PARLEY_BAD_ARGUMENT, PARLEY_BAD_DEF, PARLEY_NOT_FOUND (variant, column), PARLEY_BAD_SCENARIO, PARLEY_BAD_EXPRESSION, PARLEY_BAD_TRIAL,
///         PARLEY_NO_ANSWER (precision), PARLEY_CANCELLED, PARLEY_NO_MEMORY, PARLEY_NO_THREAD. `*out` is NULL unless PARLEY_OK.
/// @note Thread-safety: any number of threads may run one scenario at a time.
PARLEY_API PARLEY_NODISCARD parley_status parley_run(const parley_scenario *scenario, const parley_run_def *def, parley_result **out);

/// Play several variants on the same draws. `variants[0]` is the baseline that the others are compared with; an entry NULL is the scenario as it stands.
/// Columns are those of the baseline.
PARLEY_API PARLEY_NODISCARD parley_status parley_compare(const parley_scenario *scenario, const parley_run_def *def, const char *const *variants, size_t count,
                                                         parley_comparison **out);

/// The columns a run can hand out: number of names, and each ("ukraine.utility"). For a variant (NULL: the base).
/// @param names  a text of one name a line; free with parley_text_destroy
PARLEY_API PARLEY_NODISCARD parley_status parley_column_names(const parley_scenario *scenario, const char *variant, char **names);

#ifdef __cplusplus
}
#endif
#endif
