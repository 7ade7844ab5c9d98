// Building the scenario call by call: a piece is made apart from the tree and attached at the end, so that a failed
// call changes nothing.
#ifndef PARLEY_LIB_SCENARIO_BUILD_H
#define PARLEY_LIB_SCENARIO_BUILD_H

#include "scenario/document.h"

/// A value in the making. After the first failure everything put into it is dropped and `status` keeps what went wrong.
struct piece {
    const char *call; // for messages: "parley_scenario_add_issue"
    cJSON *json;
    parley_status status;
};

struct piece parley_i_piece(const char *call);
void parley_i_piece_text(struct piece *piece, const char *key, const char *text); ///< a text as it is; NULL: nothing
/// An expression; a plain number becomes a JSON number. NULL or equal to `otherwise` (may be NULL): nothing.
void parley_i_piece_value(struct piece *piece, const char *key, const char *text, const char *otherwise);
void parley_i_piece_number(struct piece *piece, const char *key, double value); ///< must be finite
void parley_i_piece_truth(struct piece *piece, const char *key, bool value);    ///< false: nothing
void parley_i_piece_texts(struct piece *piece, const char *key, const char *const *texts, size_t count);
void parley_i_piece_numbers(struct piece *piece, const char *key, const double *values, size_t count);
void parley_i_piece_json(struct piece *piece, const char *key, const char *json); ///< parsed; NULL: nothing
void parley_i_piece_item(struct piece *piece, const char *key, cJSON *item);      ///< consumed
cJSON *parley_i_piece_expression(struct piece *piece, const char *text); ///< a detached value; NULL after a failure
void parley_i_piece_need(struct piece *piece, const char *field, const void *value); ///< NULL fails

/// Put the piece under `id` into the section (an object, made when it is missing) of `parent`. Fails when the id is bad
/// (unless `any_name`) or in use.
parley_status parley_i_piece_add(struct piece *piece, parley_scenario *scenario, cJSON *parent,
                                 const char *const *order, const char *section, const char *id, bool any_name);
/// Append the piece to the list `section` of `parent`.
parley_status parley_i_piece_append(struct piece *piece, parley_scenario *scenario, cJSON *parent,
                                    const char *const *order, const char *section);

/// Take `only` member's value for the piece when it has no other ("term": "deal.term" rather than an object).
void parley_i_piece_shorten(struct piece *piece, const char *only);

/// Refuse a NULL scenario or definition and one that was not initialised.
#define BUILD_CHECK(call, scenario, def)                                                                               \
    do {                                                                                                               \
        PARLEY_I_REQUIRE(scenario, call ": scenario is NULL");                                                         \
        PARLEY_I_REQUIRE(def, call ": def is NULL");                                                                   \
        if ((def)->struct_size != sizeof *(def)) {                                                                     \
            return parley_i_fail(PARLEY_BAD_DEF, call ": the definition was not made by its _init call");              \
        }                                                                                                              \
    } while (0)

#endif
