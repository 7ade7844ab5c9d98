// The scenario as the rest of the library reads it: typed, resolved (ids became indices), structurally checked.
// Numbers are still texts (`struct source`); the rooms that use them compile them. Everything lives in the model's
// arena and is const after it was made.
#ifndef PARLEY_LIB_SCENARIO_MODEL_H
#define PARLEY_LIB_SCENARIO_MODEL_H

#include "base/arena.h"
#include "formula/sheet.h"
#include <parley/scenario.h>

enum { NONE = -1 };

struct entry {  // what every named entry may carry
    const char *id, *label, *unit;
    const char *pointer;
};

struct assumption_model {
    struct entry entry;
    struct source value;
};

struct issue_model {
    struct entry entry;
    const char *const *options;  // NULL for a numeric issue
    const double *points;        // numeric issue: its grid, increasing; NULL for options
    size_t count;                // options or points
    double low, high;            // numeric issue: its range; options: 0, count - 1
    struct category category;    // options issue: its labels; count 0 for a numeric issue
    struct source fixed, status_quo;         // numeric issue: expressions; absent when text is NULL
    int32_t fixed_option, status_quo_option; // options issue: index or NONE
    bool is_fixed;
    int32_t delivered_by;        // party, or NONE
};

struct curve_point { double x, y; };

enum value_shape { VALUE_IDEAL, VALUE_PEAK, VALUE_CURVE, VALUE_TABLE, VALUE_FORMULA };

struct demand_model {
    const char *pointer;
    int32_t issue;
    struct source weight;           // absent: 1
    enum value_shape shape;
    struct source ideal, limit[2];  // IDEAL: limit[0]; PEAK: worth 0 at limit[0] and limit[1], ideal between
    struct source exponent;         // "shape"; absent: 1
    const struct curve_point *curve; size_t curve_points;
    const struct source *table;     // TABLE: one per option of the issue, absent: 0
    struct source formula;          // FORMULA in x
    bool red_line;                  // IDEAL, PEAK: beyond the limit; CURVE, TABLE, FORMULA: where the value is 0
    const uint8_t *barred_option;   // per option: named in "red_lines"; NULL when none
};

struct linkage_model {
    const char *pointer;
    struct source when, add;
};

struct trust_model { int32_t party; struct source value; };

/// Free parameters of a named thing (a protocol, a party's manner of conceding): kept as JSON leaves in order,
/// checked by the room that knows them.
enum parameter_kind { PARAMETER_NUMBER, PARAMETER_TEXT, PARAMETER_TRUTH, PARAMETER_LIST, PARAMETER_OBJECT };
struct parameter {
    const char *name;     // NULL in a list
    const char *pointer;
    enum parameter_kind kind;
    struct source number; // NUMBER, and TEXT too (a text may be an expression)
    const char *text;     // TEXT
    bool truth;
    const struct parameter *member; size_t members;  // LIST, OBJECT
};

struct party_model {
    struct entry entry;
    struct source power, salience, no_deal, discount;
    const struct trust_model *trust; size_t trusts;
    const struct demand_model *demands; size_t demand_count;  // in the party's order; at most one per issue
    const struct linkage_model *linkages; size_t linkage_count;
    const struct parameter *concedes;  // an OBJECT, or NULL
};

struct bloc_model { struct entry entry; struct source weight, yes; };

enum step_kind { STEP_TALKS, STEP_VOTE, STEP_CHANCE };

struct step_model {
    struct entry entry;
    enum step_kind kind;
    struct source requires_, takes;
    bool skip;  // "otherwise": "skip"
    // talks
    const int32_t *parties; size_t party_count;
    const int32_t *issues; size_t issue_count;  // as listed, or all issues open before this step
    const char *protocol; const char *protocol_pointer;
    // an OBJECT (maybe empty): members of talks or of the protocol's own object
    const struct parameter *parameters;
    // vote
    struct source yes;                          // one probability, or
    const struct bloc_model *blocs; size_t bloc_count;
    // an OBJECT with "rule" (a word), or any of "quota", "members", "all_but" and "veto"; NULL: majority
    const struct parameter *rule;
    // chance
    struct source chance; bool fails;
};

struct rate_piece { double from; struct source rate; };

enum transition_kind { TRANSITION_RATE, TRANSITION_WEIBULL, TRANSITION_AFTER };

struct transition_model {
    const char *pointer;
    const char *name;  // "guaranteed.war"; a second one of the same ends in "guaranteed.war.2"
    int32_t from, to;
    enum transition_kind kind;
    const struct rate_piece *pieces; size_t piece_count;  // RATE: at least one; a plain rate is one piece from 0
    struct source shape, scale;                           // WEIBULL
    struct source after;
    struct source times;                                  // absent: 1
    bool clock_entry;
};

struct aftermath_model {
    const char *pointer;
    bool present;
    double horizon;
    struct category states;
    const struct entry *state;  // labels
    struct source start;        // a label or a formula; absent: the first state
    const struct transition_model *transitions; size_t transition_count;
    uint32_t moves;             // cap on moves a trial, default 1000
};

struct metric_model {
    struct entry entry;
    struct source value, given;
};

struct model {
    const char *title, *time_unit, *variant;  // variant NULL: the scenario as it stands
    const struct assumption_model *assumptions; size_t assumption_count;
    const struct correlation *correlations; size_t correlation_count;
    const struct issue_model *issues; size_t issue_count;
    const struct party_model *parties; size_t party_count;
    const int32_t *signatories; size_t signatory_count;
    const struct step_model *steps; size_t step_count;
    struct aftermath_model aftermath;
    const struct metric_model *metrics; size_t metric_count;
    char fingerprint[33];  // of this variant: 128 bits in hex, over the canonical text without label, source, note
};

/// Read the scenario, patched by `variant` (NULL: none), into a model. Errors carry pointers into the scenario as
/// the user wrote it.
parley_status parley_i_model_make(const parley_scenario *scenario, const char *variant, struct arena *arena,
                                  const struct model **out);

/// Protocols that the embedding program added to this scenario.
size_t parley_i_scenario_protocols(const parley_scenario *scenario);
const parley_protocol_def *parley_i_scenario_protocol(const parley_scenario *scenario, size_t index);

/// After a failure whose pointer refers to the patched scenario: point it at what the user wrote (the variant's
/// patch or the base), and add file, line and column where the scenario was loaded from a text. Returns `status`.
parley_status parley_i_scenario_locate(const parley_scenario *scenario, const char *variant, parley_status status);

/// Judge the scenario and every variant as a run would (implemented by lib/engine); `at_load`: protocols of the
/// embedding program are still to come, so unknown ones pass.
parley_status parley_i_scenario_judge(const parley_scenario *scenario, bool at_load);

#endif
