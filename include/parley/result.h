/// @file result.h
/// What a run found: every tallied quantity with its uncertainty; shards that merge; JSON, CSV.
///
/// Quantities are named as columns are: "agreement", "failed_at", a metric's id, "deal.ISSUE", "PARTY.utility", "PARTY.gain", "PARTY.concessions.ISSUE",
/// "elapsed", "aftermath.years.STATE", "aftermath.first.STATE", "aftermath.reached.STATE" (was the state ever entered? "probability" in the JSON),
/// "aftermath.final". "deal.ISSUE" counts the trials that reached agreement; the raw column of that name holds the status quo in the others.
/// "PARTY.concessions.ISSUE" is what the party gave up on the issue, where its own best deal is worth 1.
/// Thread-safety: reading is safe from any number of threads; merging needs the target alone.
#ifndef PARLEY_RESULT_H
#define PARLEY_RESULT_H

#include <parley/base.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct parley_result parley_result;
typedef struct parley_comparison parley_comparison;

typedef enum parley_sampling {
    PARLEY_SAMPLING_RANDOM = 0, ///< independent trials
    PARLEY_SAMPLING_LATIN  = 1, ///< Latin hypercube, in independent replicates
    PARLEY_SAMPLING_SOBOL  = 2  ///< Owen-scrambled Sobol sequence, in independent replicates
} parley_sampling;

/// A quantity in a few numbers. NaN where it is undefined; a mean is infinite where an infinite value was seen.
typedef struct parley_summary {
    uint64_t n;          ///< trials with a finite value
    uint64_t undefined;  ///< trials without a value (no deal, condition not met)
    uint64_t never;      ///< trials with the value infinity ("never")
    double mean, sd;
    double se;           ///< standard error of the mean, honest for the sampling design
    double ci95[2];      ///< 95% interval of the mean: Wilson's for what is yes or no by what it is (agreement, a comparison, a label's share),
                         ///< else normal, or Student's t over replicates; without width where a number is the same in every trial
    double least, most;
} parley_summary;

/// The paired difference of a quantity between a variant and the baseline, trial by trial on the same draws.
typedef struct parley_difference {
    uint64_t n;                ///< trials in which both have a finite value
    double mean, se, ci95[2];  ///< variant minus baseline
    double above, below, equal;///< shares of the trials with two values, infinite ones too, in which the variant is higher, lower, the same
    double correlation;        ///< of the two, NaN when one does not vary
    double variance_reduction; ///< variance of an unpaired difference over the paired one's; infinite when the difference never varies
} parley_difference;

PARLEY_API void parley_result_destroy(parley_result *result);            ///< NULL is fine

PARLEY_API const char *parley_result_title(const parley_result *result);       ///< valid as long as the result
PARLEY_API const char *parley_result_variant(const parley_result *result);     ///< "" for the base
PARLEY_API const char *parley_result_fingerprint(const parley_result *result);
PARLEY_API const char *parley_result_time_unit(const parley_result *result);
PARLEY_API uint64_t parley_result_seed(const parley_result *result);
PARLEY_API uint64_t parley_result_trials(const parley_result *result);         ///< trials played
PARLEY_API uint64_t parley_result_whole(const parley_result *result);          ///< trials of the whole run; shards have played fewer
PARLEY_API parley_sampling parley_result_sampling(const parley_result *result);
PARLEY_API uint64_t parley_result_random_places(const parley_result *result);  ///< drawing places beyond Sobol's 40 dimensions, drawn at random
/// Hash over every number of the result: equal results have equal hashes.
PARLEY_API uint64_t parley_result_hash(const parley_result *result);

PARLEY_API size_t parley_result_count(const parley_result *result);                       ///< number of quantities
PARLEY_API const char *parley_result_name(const parley_result *result, size_t index);     ///< NULL past the end
PARLEY_API const char *parley_result_path(const parley_result *result, size_t index);     ///< its place in the JSON, "metrics/peace_25y"
PARLEY_API const char *parley_result_label(const parley_result *result, const char *name);///< as the scenario labels it, else the name; NULL when unknown
PARLEY_API const char *parley_result_unit(const parley_result *result, const char *name); ///< "" when it has none; NULL when unknown

/// Share of trials that ended in agreement, in [0, 1].
PARLEY_API double parley_result_agreement_rate(const parley_result *result);

/// Summary of a quantity. PARLEY_NOT_FOUND names the nearest.
PARLEY_API PARLEY_NODISCARD parley_status parley_result_summary(const parley_result *result, const char *name, parley_summary *out);
/// Quantile at q in [0, 1], with a relative error below 0.5% (exact where few values occur).
PARLEY_API PARLEY_NODISCARD parley_status parley_result_quantile(const parley_result *result, const char *name, double q, double *out);
/// Number of labels of a category quantity (0 for numbers and unknown names), and each.
PARLEY_API size_t parley_result_labels(const parley_result *result, const char *name);
PARLEY_API const char *parley_result_label_at(const parley_result *result, const char *name, size_t index);
/// Share of the defined trials in which a category quantity has that label; failed_at: share of all trials.
PARLEY_API PARLEY_NODISCARD parley_status parley_result_share(const parley_result *result, const char *name, const char *label, double *out);

/// The result as JSON (one object) or as CSV (a row per quantity). Free with parley_text_destroy.
PARLEY_API PARLEY_NODISCARD parley_status parley_result_json(const parley_result *result, char **out);
PARLEY_API PARLEY_NODISCARD parley_status parley_result_csv(const parley_result *result, char **out);

/// Everything a result holds, exactly, as a text that load reads back to the same bits; for shards and for later.
PARLEY_API PARLEY_NODISCARD parley_status parley_result_save(const parley_result *result, char **out, size_t *size);
PARLEY_API PARLEY_NODISCARD parley_status parley_result_load(const char *text, size_t size, parley_result **out);

/// Add the trials of `from` (same fingerprint, seed, trials, sampling; no trial twice, else PARLEY_MISMATCH) to `into`.
/// Shards merge in any order to the same bits. On failure `into` is as it was.
PARLEY_API PARLEY_NODISCARD parley_status parley_result_merge(parley_result *into, const parley_result *from);

PARLEY_API void parley_comparison_destroy(parley_comparison *comparison);  ///< NULL is fine
PARLEY_API size_t parley_comparison_count(const parley_comparison *comparison);
/// Result of variant `index` (0: the baseline); NULL past the end. Valid as long as the comparison.
PARLEY_API const parley_result *parley_comparison_result(const parley_comparison *comparison, size_t index);
/// Difference of quantity `name` between variant `index` (from 1) and the baseline.
PARLEY_API PARLEY_NODISCARD parley_status parley_comparison_difference(const parley_comparison *comparison, size_t index, const char *name, parley_difference *out);
/// {"parley", "title", "baseline", "variants": [...], "differences": {variant: {metric: {...}}}}
PARLEY_API PARLEY_NODISCARD parley_status parley_comparison_json(const parley_comparison *comparison, char **out);
/// A row for each variant, the baseline first, and quantity: its mean, and (not for the baseline) the paired difference.
PARLEY_API PARLEY_NODISCARD parley_status parley_comparison_csv(const parley_comparison *comparison, char **out);

#ifdef __cplusplus
}
#endif
#endif
