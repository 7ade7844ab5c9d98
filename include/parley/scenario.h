/// @file scenario.h
/// The scenario: who wants what, in what order they talk, what follows, and which of those numbers are uncertain.
///
/// A scenario is built by `parley_scenario_load` from JSON, or call by call from definitions; both make the same object and save to the
/// same text. A number that may be uncertain is an *expression text* ("0.3", "beta(4, 6)", "0.005 to 0.03"). Parts are named by
/// their id, `[a-z][a-z0-9_]*`. Definitions are copied: they and their texts may go out of scope at once. A failed call leaves the
/// scenario as it was.
///
/// Thread-safety: calls that change a scenario need it alone; any number of threads may read or run one `const` scenario.
#ifndef PARLEY_SCENARIO_H
#define PARLEY_SCENARIO_H

#include <parley/base.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct parley_scenario parley_scenario;

/// An empty scenario, to be filled by the calls below.
PARLEY_API PARLEY_NODISCARD parley_status parley_scenario_create(parley_scenario **out);

/// Read a scenario from `size` bytes of JSON. `name` is used in messages (NULL: "scenario"). Checks everything that
/// parley_scenario_check checks.
PARLEY_API PARLEY_NODISCARD parley_status parley_scenario_load(const char *json, size_t size, const char *name,
                                                               parley_scenario **out);

/// Read a scenario from a file of at most 64 MiB.
PARLEY_API PARLEY_NODISCARD parley_status parley_scenario_load_file(const char *path, parley_scenario **out);

/// The scenario as JSON. Loading that text gives an equal scenario with an equal fingerprint.
/// @param json  free with parley_text_destroy
PARLEY_API PARLEY_NODISCARD parley_status parley_scenario_save(const parley_scenario *scenario, char **json);

/// The scenario as a file, written whole or not at all.
PARLEY_API PARLEY_NODISCARD parley_status parley_scenario_save_file(const parley_scenario *scenario, const char *path);

/// A copy that can be changed on its own.
PARLEY_API PARLEY_NODISCARD parley_status parley_scenario_copy(const parley_scenario *scenario, parley_scenario **out);

/// Free a scenario. NULL is fine.
PARLEY_API void parley_scenario_destroy(parley_scenario *scenario);

/// Check the scenario and every variant as a run would: names, formulas, ranges, distributions, correlations, reachability.
PARLEY_API PARLEY_NODISCARD parley_status parley_scenario_check(const parley_scenario *scenario);

/// 128 bits in hex over everything that can change a result (labels, sources and notes cannot). `variant` NULL: the base.
/// @param fingerprint  room for 33 characters
PARLEY_API PARLEY_NODISCARD parley_status parley_scenario_fingerprint(const parley_scenario *scenario, const char *variant,
                                                                      char *fingerprint, size_t capacity);

/// What lists of parts can be asked for.
typedef enum parley_part {
    PARLEY_PART_ASSUMPTION = 0,
    PARLEY_PART_ISSUE      = 1,
    PARLEY_PART_PARTY      = 2,
    PARLEY_PART_STEP       = 3,
    PARLEY_PART_STATE      = 4,
    PARLEY_PART_METRIC     = 5,
    PARLEY_PART_VARIANT    = 6
} parley_part;

/// Number of parts of that kind; 0 for an unknown kind.
PARLEY_API size_t parley_scenario_count(const parley_scenario *scenario, parley_part part);

/// Id (for a variant: its name) of a part; NULL past the end. Valid until the scenario changes.
PARLEY_API const char *parley_scenario_id(const parley_scenario *scenario, parley_part part, size_t index);

/// The scenario's title; "" when it has none. Valid until the scenario changes.
PARLEY_API const char *parley_scenario_title(const parley_scenario *scenario);

/// Set any part by its JSON pointer ("/parties/us/power") to a JSON value ("2", "\"beta(2, 3)\"", "{...}"). "null" removes it.
/// Missing parents are made as objects; "-" appends to a list. The value's meaning is checked by check and run.
PARLEY_API PARLEY_NODISCARD parley_status parley_scenario_set(parley_scenario *scenario, const char *pointer, const char *json);

/// The JSON value at a pointer. PARLEY_NOT_FOUND when there is none.
PARLEY_API PARLEY_NODISCARD parley_status parley_scenario_get(const parley_scenario *scenario, const char *pointer, char **json);

/// Title and unit of time ("years" by default).
PARLEY_API PARLEY_NODISCARD parley_status parley_scenario_set_title(parley_scenario *scenario, const char *title);
PARLEY_API PARLEY_NODISCARD parley_status parley_scenario_set_time_unit(parley_scenario *scenario, const char *unit);

/// An assumption: a named number that other expressions use, uncertain as a rule.
typedef struct parley_assumption_def {
    size_t struct_size; ///< set by _init
    const char *id;     ///< required
    const char *value;  ///< expression; required
    const char *label, *unit, *source, *note; ///< may be NULL
} parley_assumption_def;

/// What is negotiated: one of a few options, or a number in a range.
typedef struct parley_issue_def {
    size_t struct_size;         ///< set by _init
    const char *id;             ///< required
    const char *const *options; ///< names, in order; NULL for a numeric issue
    size_t option_count;        ///< at least 1 when options is given
    double low, high;           ///< numeric issue: its range, low < high
    double step;                ///< numeric issue: distance of its grid; 0 (default): 101 points
    const double *points;       ///< numeric issue: an explicit increasing grid instead of a step; NULL
    size_t point_count;
    const char *fixed;          ///< option or expression: off the table, settled so; NULL
    const char *status_quo;     ///< option or expression: its value without a deal; NULL: undefined
    const char *delivered_by;   ///< id of the party that has to deliver it; NULL
    const char *label, *unit, *source, *note;
} parley_issue_def;

/// A party to the talks.
typedef struct parley_party_def {
    size_t struct_size;    ///< set by _init
    const char *id;        ///< required
    const char *power;     ///< expression, > 0. Default "1"
    const char *salience;  ///< expression in [0, 1], overall attention. Default "1"
    const char *no_deal;   ///< expression: utility of no agreement. Default "0"
    const char *discount;  ///< expression in (0, 1], per round. Default "1"
    const char *label, *source, *note;
} parley_party_def;

/// What a party wants on one issue, and how far it will go.
typedef struct parley_demand_def {
    size_t struct_size;     ///< set by _init
    const char *issue;      ///< id of an issue; required
    const char *weight;     ///< expression, >= 0; normalised over the party's demands. Default "1"
    const char *ideal;      ///< expression in the issue's unit: worth 1. With limit
    const char *limit;      ///< expression in the issue's unit: worth 0
    const char *limit_high; ///< second limit of a single peak; NULL
    const char *shape;      ///< expression > 0: exponent of the value function; below 1 the first gains weigh most. Default "1"
    const double *values;   ///< instead of ideal and limit: worth of each option, in [0, 1], in the issue's order; NULL
    size_t value_count;
    const char *formula;    ///< instead of both: a formula in x, clamped to [0, 1]; NULL
    bool red_line;          ///< true: beyond the limit (where the value is 0) there is no deal. Default false
} parley_demand_def;

/// A bonus or malus when a condition over the issues holds.
typedef struct parley_linkage_def {
    size_t struct_size; ///< set by _init
    const char *when;   ///< formula over issue ids; required
    const char *add;    ///< expression: added to the party's utility; required
} parley_linkage_def;

/// A sitting that settles issues among parties.
typedef struct parley_talks_def {
    size_t struct_size;          ///< set by _init
    const char *id;              ///< required
    const char *const *parties;  ///< NULL: all
    size_t party_count;
    const char *const *issues;   ///< NULL: all that are still open
    size_t issue_count;
    const char *protocol;        ///< name, or JSON object of name and parameters. Default "alternating"
    const char *parameters;      ///< JSON object of parameters ("{\"rounds\": 20}"); NULL
    const char *requires_;       ///< formula: the step is reached only when it holds; NULL
    bool skip;                   ///< true: an unmet requirement skips the step rather than failing the talks
    const char *takes;           ///< expression >= 0 in the time unit; NULL
    const char *label;
} parley_talks_def;

/// A vote that passes with a probability, or by blocs.
typedef struct parley_vote_def {
    size_t struct_size;   ///< set by _init
    const char *id;       ///< required
    const char *yes;      ///< expression in [0, 1]; or
    const char *blocs;    ///< JSON object: {"left": {"weight": 120, "yes": "0.7"}, ...}; NULL
    const char *rule;     ///< JSON: "majority", "unanimity", "double majority", or an object of conditions that must all hold:
                          ///< {"quota": 0.65, "members": 0.55, "all_but": 2, "veto": ["left"]}; NULL: majority
    const char *requires_;
    bool skip;
    const char *takes;
    const char *label;
} parley_vote_def;

/// An event that happens with a probability.
typedef struct parley_chance_def {
    size_t struct_size;      ///< set by _init
    const char *id;          ///< required
    const char *probability; ///< expression in [0, 1]; required
    bool fails;              ///< true: the talks end when it happens
    const char *requires_;
    bool skip;
    const char *takes;
    const char *label;
} parley_chance_def;

/// A way from one state of the aftermath to another. Exactly one of rate, pieces, weibull or after.
typedef struct parley_transition_def {
    size_t struct_size;         ///< set by _init
    const char *from, *to;      ///< states; required
    const char *rate;           ///< expression >= 0 per time unit
    const double *piece_from;   ///< pieces: rate piece_rate[i] holds from this time on; increasing from 0
    const char *const *piece_rate;
    size_t piece_count;
    const char *weibull_shape, *weibull_scale; ///< expressions > 0
    const char *after;          ///< expression >= 0: a fixed delay
    const char *times;          ///< expression >= 0: multiplies the hazard; NULL
    bool clock_entry;           ///< true: time counts from entering the state rather than from the start
} parley_transition_def;

/// A question: a formula over all columns.
typedef struct parley_metric_def {
    size_t struct_size; ///< set by _init
    const char *id;     ///< required
    const char *value;  ///< formula; required
    const char *given;  ///< formula: only trials in which it holds count; NULL
    const char *label, *unit, *note;
} parley_metric_def;

PARLEY_API parley_status parley_assumption_def_init(parley_assumption_def *def, size_t size);
PARLEY_API parley_status parley_issue_def_init(parley_issue_def *def, size_t size);
PARLEY_API parley_status parley_party_def_init(parley_party_def *def, size_t size);
PARLEY_API parley_status parley_demand_def_init(parley_demand_def *def, size_t size);
PARLEY_API parley_status parley_linkage_def_init(parley_linkage_def *def, size_t size);
PARLEY_API parley_status parley_talks_def_init(parley_talks_def *def, size_t size);
PARLEY_API parley_status parley_vote_def_init(parley_vote_def *def, size_t size);
PARLEY_API parley_status parley_chance_def_init(parley_chance_def *def, size_t size);
PARLEY_API parley_status parley_transition_def_init(parley_transition_def *def, size_t size);
PARLEY_API parley_status parley_metric_def_init(parley_metric_def *def, size_t size);

PARLEY_DEF_INLINE(assumption)
PARLEY_DEF_INLINE(issue)
PARLEY_DEF_INLINE(party)
PARLEY_DEF_INLINE(demand)
PARLEY_DEF_INLINE(linkage)
PARLEY_DEF_INLINE(talks)
PARLEY_DEF_INLINE(vote)
PARLEY_DEF_INLINE(chance)
PARLEY_DEF_INLINE(transition)
PARLEY_DEF_INLINE(metric)

/// Each adds one part. Fail with PARLEY_BAD_ARGUMENT (NULL, bad id, id in use), PARLEY_BAD_DEF, PARLEY_BAD_JSON (texts that are JSON),
/// PARLEY_NOT_FOUND (the party is not there yet), PARLEY_NO_MEMORY. Names that point elsewhere and formulas are judged by check and run, so that
/// parts may be added in any order.
PARLEY_API PARLEY_NODISCARD parley_status parley_scenario_add_assumption(parley_scenario *scenario, const parley_assumption_def *def);
PARLEY_API PARLEY_NODISCARD parley_status parley_scenario_add_correlation(parley_scenario *scenario, const char *a, const char *b, double rank);
PARLEY_API PARLEY_NODISCARD parley_status parley_scenario_add_issue(parley_scenario *scenario, const parley_issue_def *def);
PARLEY_API PARLEY_NODISCARD parley_status parley_scenario_add_party(parley_scenario *scenario, const parley_party_def *def);
PARLEY_API PARLEY_NODISCARD parley_status parley_scenario_add_demand(parley_scenario *scenario, const char *party, const parley_demand_def *def);
PARLEY_API PARLEY_NODISCARD parley_status parley_scenario_add_trust(parley_scenario *scenario, const char *party, const char *in_party, const char *value);
PARLEY_API PARLEY_NODISCARD parley_status parley_scenario_add_linkage(parley_scenario *scenario, const char *party, const parley_linkage_def *def);
/// How the party concedes in talks: a JSON object, such as {"exponent": 0.3, "floor": 0.2}.
PARLEY_API PARLEY_NODISCARD parley_status parley_scenario_set_concession(parley_scenario *scenario, const char *party, const char *json);
PARLEY_API PARLEY_NODISCARD parley_status parley_scenario_add_talks(parley_scenario *scenario, const parley_talks_def *def);
PARLEY_API PARLEY_NODISCARD parley_status parley_scenario_add_vote(parley_scenario *scenario, const parley_vote_def *def);
PARLEY_API PARLEY_NODISCARD parley_status parley_scenario_add_chance(parley_scenario *scenario, const parley_chance_def *def);
/// Begin the aftermath: its horizon (> 0), states, and the start (a formula whose value is a state's name in single quotes, or a state's name; NULL: the first state).
PARLEY_API PARLEY_NODISCARD parley_status parley_scenario_set_aftermath(parley_scenario *scenario, double horizon, const char *const *states, size_t count, const char *start);
PARLEY_API PARLEY_NODISCARD parley_status parley_scenario_add_transition(parley_scenario *scenario, const parley_transition_def *def);
PARLEY_API PARLEY_NODISCARD parley_status parley_scenario_add_metric(parley_scenario *scenario, const parley_metric_def *def);
/// A variant: an RFC 7396 merge patch (JSON) on the scenario.
PARLEY_API PARLEY_NODISCARD parley_status parley_scenario_add_variant(parley_scenario *scenario, const char *name, const char *patch);

/// One sitting as a protocol of your own sees it. Parties and issues are numbered as at the sitting; options from 0.
typedef struct parley_sitting parley_sitting;

PARLEY_API size_t parley_sitting_parties(const parley_sitting *sitting);
PARLEY_API size_t parley_sitting_issues(const parley_sitting *sitting);
PARLEY_API size_t parley_sitting_options(const parley_sitting *sitting, size_t issue);         ///< 0 past the end
PARLEY_API const char *parley_sitting_party_id(const parley_sitting *sitting, size_t party);   ///< NULL past the end
PARLEY_API const char *parley_sitting_issue_id(const parley_sitting *sitting, size_t issue);   ///< NULL past the end
PARLEY_API double parley_sitting_power(const parley_sitting *sitting, size_t party);           ///< NaN past the end
PARLEY_API double parley_sitting_no_deal(const parley_sitting *sitting, size_t party);
PARLEY_API double parley_sitting_discount(const parley_sitting *sitting, size_t party);
/// Utility of a package (an option per issue) to a party; NaN when an index is out of range.
PARLEY_API double parley_sitting_utility(const parley_sitting *sitting, size_t party, const int32_t *package);
/// Would the party sign that package: no red line crossed, worth at least no agreement?
PARLEY_API bool parley_sitting_acceptable(const parley_sitting *sitting, size_t party, const int32_t *package);
/// A uniform number in (0, 1) that depends on seed, step, trial and `draw` alone.
PARLEY_API double parley_sitting_uniform(const parley_sitting *sitting, uint32_t draw);
PARLEY_API uint64_t parley_sitting_trial(const parley_sitting *sitting);

/// Settle a sitting: write an option per issue to `package` and return true, or return false for no agreement. Called from worker threads at the
/// same time, once a trial; must be a pure function of the sitting for results to be reproducible.
typedef bool parley_protocol_fn(const parley_sitting *sitting, int32_t *package, void *user);

typedef struct parley_protocol_def {
    size_t struct_size;         ///< set by _init
    const char *name;           ///< id for "protocol"; must not be one of parley's own; required
    parley_protocol_fn *settle; ///< required
    void *user;                 ///< handed back; must outlive every run of the scenario
    bool calling_thread;        ///< true: only ever called on the thread that runs, one call at a time. Default false
} parley_protocol_def;
PARLEY_API parley_status parley_protocol_def_init(parley_protocol_def *def, size_t size);
PARLEY_DEF_INLINE(protocol)

/// Let talks of this scenario use a protocol of your own. It is not part of the saved text: add it again after loading.
PARLEY_API PARLEY_NODISCARD parley_status parley_scenario_add_protocol(parley_scenario *scenario, const parley_protocol_def *def);

#ifdef __cplusplus
}
#endif
#endif
