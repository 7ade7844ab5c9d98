/// @file analysis.h
/// Questions asked of a scenario beyond a run. Each answer is a report: a tree of named values that prints as text or
/// JSON.
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
PARLEY_API PARLEY_NODISCARD parley_status parley_report_number(const parley_report *report, const char *pointer,
                                                               double *out);
/// The text at a JSON pointer of the report. Valid as long as the report.
PARLEY_API PARLEY_NODISCARD parley_status parley_report_string(const parley_report *report, const char *pointer,
                                                               const char **out);
/// Members of the object, or items of the list, at a JSON pointer of the report; 0 when there is none.
PARLEY_API size_t parley_report_size(const parley_report *report, const char *pointer);
/// Name of a member of the object at a JSON pointer; NULL past the end and in lists. Valid as long as the report.
PARLEY_API const char *parley_report_key(const parley_report *report, const char *pointer, size_t index);

/// What is legal in a scenario but seldom meant, a sentence a line: parts that only a variant has (a misspelt id adds
/// one), assumptions that no formula uses, parties without demands. "" when there is nothing to note. Free with
/// parley_text_destroy.
PARLEY_API PARLEY_NODISCARD parley_status parley_notes(const parley_scenario *scenario, char **out);

/// Tell one trial in full: its draws by name, each step's offers and answers with utilities, who conceded what, votes,
/// events, life after signature. It is the same trial, to the last bit, that a run with this definition plays under
/// that number.
PARLEY_API PARLEY_NODISCARD parley_status parley_trace(const parley_scenario *scenario, const parley_run_def *def,
                                                       uint64_t trial, parley_report **out);

/// A voting rule: any alternative suffices; an alternative holds when all its conditions do; a condition asks that
/// those in favour weigh a quota. Without `alternative` all conditions form one. Voters alike may be given as one kind
/// with a count.
typedef struct parley_voting_def {
    size_t struct_size;     ///< set by _init
    size_t voters;          ///< voters, or kinds of them; required
    const uint32_t *count;  ///< [voters] how many of each kind, > 0; NULL: one. At most 1000 voters in all
    size_t conditions;      ///< default 1; 0 when only `members` or vetoes decide
    const double *weight;   ///< [condition * voters + voter], >= 0 and finite
    const double *quota;    ///< [conditions] in the unit of the weights
    bool strict;            ///< true: more than the quota, not just as much. Default false
    const uint32_t *alternative;  ///< [conditions] the alternative it belongs to, from 0, in order; NULL: all to one
    uint32_t members;       ///< so many voters must be in favour as well, whatever they weigh. Default 0
    const bool *veto;       ///< [voters] nothing passes without them; NULL: nobody has a veto
} parley_voting_def;
PARLEY_API parley_status parley_voting_def_init(parley_voting_def *def, size_t size);
PARLEY_DEF_INLINE(voting)

/// The power of one voter (of its kind). Sources: Shapley and Shubik 1954; Penrose 1946, Banzhaf 1965; Coleman 1971.
typedef struct parley_voting_index {
    double shapley_shubik;  ///< share of the orders of voters in which it is the one that makes the rule hold; they sum
                            ///< to 1 over voters
    double swings;          ///< Banzhaf's raw count: coalitions of the others that it turns from losing to winning
    double banzhaf;         ///< normalised: its share of all voters' swings
    double banzhaf_absolute;  ///< Penrose's measure: swings over the number of coalitions of the others
    double prevent;           ///< Coleman's power to prevent action: swings over winning coalitions
    double initiate;          ///< Coleman's power to initiate action: swings over losing coalitions
    double collectivity;  ///< Coleman's power of the body to act: winning coalitions over all; the same for every voter
    bool dummy;           ///< it turns no coalition
    bool veto;            ///< nothing passes without it: it can block alone
    bool dictator;        ///< it decides alone
} parley_voting_index;

/// Power indices of any voting rule, exact: whole-number weights (and those that become whole by a factor up to 1000 or
/// a power of ten up to 10^6) by generating functions, other weights and rules by listing how many voters of each kind
/// are in favour. Counts up to 2^53 are exact; larger ones have a relative error below (voters + total weight) / 2^53.
/// @param out       one per entry of `voters`
/// @param capacity  entries in `out`
/// @return PARLEY_OK, PARLEY_BAD_DEF, PARLEY_BAD_ARGUMENT (also when nobody or not even everybody can pass anything),
///         PARLEY_TOO_LARGE (more than 1000 voters; or too many different fractional weights, about 29),
///         PARLEY_NO_MEMORY
PARLEY_API PARLEY_NODISCARD parley_status parley_voting_power(const parley_voting_def *def, parley_voting_index *out,
                                                              size_t capacity);

/// What to look at when asking what a deal could be.
typedef struct parley_frontier_def {
    size_t struct_size;   ///< set by _init
    const char *variant;  ///< name; NULL: the scenario as it stands
    uint64_t seed;        ///< of the trial, and of the trials. Default 1
    int64_t
        trial;  ///< number of the trial whose preferences count; -1 (default): those at the medians of all assumptions
    size_t most_points;  ///< most packages of the Pareto set to list; all are counted. Default 10000
    uint64_t trials;     ///< > 0: also play so many trials, and tell how often they leave gains on the table. Default 0
    int32_t threads;     ///< for these trials; 0: one per core; never changes an answer. Default 1
    parley_progress_fn *progress;  ///< of these trials; may be NULL; called on the calling thread only
    void *progress_user;
} parley_frontier_def;
PARLEY_API parley_status parley_frontier_def_init(parley_frontier_def *def, size_t size);
PARLEY_DEF_INLINE(frontier)

/// What a deal could be: all parties at one table about every issue that is not fixed, whatever sittings the process
/// has.
///
/// {"packages", "exact", "zone": {"count", "share"}, "no_deal": {PARTY}, "best": {PARTY}, "ideal": {PARTY},
/// "opposition", SOLUTION..., "pareto_count", "pareto": [{"deal": {ISSUE: value}, "utility": {PARTY: u}}...]}. Packages
/// that cross a red line are out of the question; the zone are those worth no agreement to all. "best" is what each
/// could have at most, "ideal" the same within the zone, "opposition" how far (Euclid) the nearest package is from
/// everyone's best.
///
/// Solutions are packages of the zone, {"deal", "utility"} or null: "nash" (largest product of gains over no
/// agreement), "nash_weighted" (by power), "kalai_smorodinsky" (the smallest gain relative to the ideal gain is
/// largest, then the second smallest, ...), "kalai_smorodinsky_spread" (relative gains lie least apart, of the Pareto
/// set), "egalitarian" (the smallest gain is largest, ...), "utilitarian" (largest sum of utilities),
/// "utilitarian_weighted" (by power), "relative_utilitarian" (largest sum of relative gains). Ties: the larger sum of
/// utilities, then the lowest package number (issues in order, the first slowest).
///
/// Exact up to 10^6 packages. Beyond, "exact" is false: "pareto" holds supported packages (best under some weights of
/// the parties; "supported": true), solutions carry the "gap" in utility that they are proven to be within, the zone's
/// share is that of a sample with its "se", and there is no "kalai_smorodinsky_spread".
///
/// Without a zone also: "clashes": [{"parties", "short_by" | "red_lines_on" and "apart" | "fixed_beyond_red_line"}],
/// "nearest" (the package that leaves the worst off least short), "to_open": [{"party", "gives" and "on" |
/// "drops_red_line_on", "to"}]. With trials also "monte_carlo": shares of "zone" (among those who sign), "agreement",
/// "zone_but_no_agreement", "gains_left" (of the agreements: a package exists that every signatory likes better), and
/// "gains_left_size": the most that all could have more at once.
/// @param def  NULL: defaults
/// @return PARLEY_OK, PARLEY_BAD_ARGUMENT, PARLEY_BAD_DEF, PARLEY_NOT_FOUND, PARLEY_BAD_SCENARIO,
///         PARLEY_BAD_EXPRESSION, PARLEY_BAD_TRIAL, PARLEY_NO_ANSWER (no parties or no issues), PARLEY_CANCELLED,
///         PARLEY_NO_MEMORY, PARLEY_NO_THREAD
PARLEY_API PARLEY_NODISCARD parley_status parley_frontier(const parley_scenario *scenario,
                                                          const parley_frontier_def *def, parley_report **out);

/// Whose votes count in the rules of a scenario.
typedef struct parley_power_def {
    size_t struct_size;   ///< set by _init
    const char *variant;  ///< name; NULL: the scenario as it stands
    const char *step;     ///< id of one step; NULL: every step with a rule of agreement
    uint64_t seed;        ///< of the trial. Default 1
    int64_t
        trial;  ///< number of the trial whose weights count; -1 (default): weights at the medians of all assumptions
} parley_power_def;
PARLEY_API parley_status parley_power_def_init(parley_power_def *def, size_t size);
PARLEY_DEF_INLINE(power)

/// Power indices of the parties in talks with a rule of agreement (weights are their powers) and of the blocs in votes:
/// {"steps": {STEP: {"kind", "rule": {...}, "collectivity", "vetoes": [...], "dummies": [...], "members": {ID:
/// {"weight", "share", "shapley_shubik", "swings", "banzhaf", "banzhaf_absolute", "prevent", "initiate"}}}}},
/// "dictator" where there is one. PARLEY_NO_ANSWER when no step has a rule. @param def  NULL: defaults
PARLEY_API PARLEY_NODISCARD parley_status parley_power(const parley_scenario *scenario, const parley_power_def *def,
                                                       parley_report **out);

/// In which sense a state is stable for a decision maker of a conflict (Fang, Hipel and Kilgour 1993). Every sense
/// holds where it cannot improve by itself (NASH); else each of its improvements must be deterred by an answer that
/// leaves it no better than it was:
typedef enum parley_stable {
    PARLEY_STABLE_NASH = 1,  ///< it has no improvement
    PARLEY_STABLE_GMR = 2,   ///< general metarationality: some sequence of moves of the others deters
    PARLEY_STABLE_SMR = 4,   ///< symmetric metarationality: and it cannot escape from that by a move of its own
    PARLEY_STABLE_SEQ = 8,   ///< sequential stability: the others deter by moves that improve their own lot
    PARLEY_STABLE_SIM = 16   ///< simultaneous stability: improvements that the others make at the same time deter
} parley_stable;

/// A conflict: states, and who can move from which to which.
typedef struct parley_conflict_def {
    size_t struct_size;   ///< set by _init
    size_t states;        ///< 1 to 4096
    size_t makers;        ///< decision makers, 1 to 32
    const bool *moves;    ///< [(maker * states + from) * states + to] it can move so by itself; staying is no move
    const double *worth;  ///< [maker * states + state] more is better; only the order counts
    double tolerance;     ///< what differs by no more is worth the same. Default 1e-12
    size_t components;    ///< for SIM. Default 0
    const uint32_t
        *component;  ///< [component * states + state] what makes up a state, such as each maker's strategy, numbered
                     ///< from 0; moves at the same time change different components. NULL (default): SIM is not judged
} parley_conflict_def;
PARLEY_API parley_status parley_conflict_def_init(parley_conflict_def *def, size_t size);
PARLEY_DEF_INLINE(conflict)

/// For each decision maker and state, the senses in which it is stable: bits of parley_stable in out[maker * states +
/// state]. A state with a bit for all makers is an equilibrium of that sense. Nobody moves twice in a row in a sequence
/// of answers.
/// @param capacity  entries in `out`
/// @return PARLEY_OK, PARLEY_BAD_DEF, PARLEY_BAD_ARGUMENT, PARLEY_TOO_LARGE, PARLEY_NO_MEMORY
PARLEY_API PARLEY_NODISCARD parley_status parley_conflict_stability(const parley_conflict_def *def, uint32_t *out,
                                                                    size_t capacity);

/// A deal whose stability is asked for.
typedef struct parley_stability_def {
    size_t struct_size;   ///< set by _init
    const char *variant;  ///< name; NULL: the scenario as it stands
    uint64_t seed;        ///< of the trial. Default 1
    int64_t
        trial;  ///< number of the trial whose preferences count; -1 (default): those at the medians of all assumptions
    const char *const
        *deal;  ///< "ISSUE=VALUE" for every issue that is not fixed; NULL: what the talks settle in that world
    size_t deal_count;
    const char *const
        *moves;  ///< "PARTY:ISSUE": what a party can change by itself, beside the issues it delivers; NULL
    size_t move_count;
    bool walk_away;  ///< true: each signatory can also end the deal for good; then all have what no agreement is worth.
                     ///< Default false
} parley_stability_def;
PARLEY_API parley_status parley_stability_def_init(parley_stability_def *def, size_t size);
PARLEY_DEF_INLINE(stability)

/// Does a deal hold by itself? The graph model of the conflict it leaves: states are the combinations of what somebody
/// can change (an issue is in the hands of the party it is `delivered_by`, and of those `moves` names; what nobody
/// holds stays as agreed), moves are changes of what one party holds, preferences are utilities. Up to 4096 states:
/// finer grids of numbers are thinned evenly (ends, the value agreed and the status quo stay), which "points_looked_at"
/// says.
///
/// {"deal", "deal_is", "moves": {PARTY: [ISSUE...]}, "states", "parties": {PARTY: {"utility", "no_deal", SENSE:
/// truth..., "reason", "improvements": [{"to", "utility", SENSE: {"answer", "utility"}}...]}}, "equilibrium": {SENSE:
/// stable for all}, "coalitions":
/// [{"members", SENSE..., "reason"}], "equilibria": {SENSE: number of states}} with senses nash, gmr, smr, seq, sim as
/// in parley_stable. Of a coalition all members must gain, and an answer deters that leaves one of them no better off
/// than the deal.
/// @param def  NULL: defaults
/// @return PARLEY_OK, PARLEY_BAD_ARGUMENT, PARLEY_BAD_DEF, PARLEY_NOT_FOUND, PARLEY_NO_ANSWER (the talks settle
///         nothing, or nobody can change anything), PARLEY_TOO_LARGE, PARLEY_BAD_TRIAL, PARLEY_NO_MEMORY
PARLEY_API PARLEY_NODISCARD parley_status parley_stability(const parley_scenario *scenario,
                                                           const parley_stability_def *def, parley_report **out);

#ifdef __cplusplus
}
#endif
#endif
