// The scenario in memory: a cJSON tree, and (while it still says the same) the text it was loaded from. Private to this
// room.
#ifndef PARLEY_LIB_SCENARIO_DOCUMENT_H
#define PARLEY_LIB_SCENARIO_DOCUMENT_H

#include "base/fail.h"
#include "base/text.h"
#include "scenario/model.h"

#include <cjson/cJSON.h>

struct parley_scenario {
    cJSON *tree; // an object
    char *text;  // as loaded, to find lines and columns in; NULL for a built or changed scenario
    size_t text_size;
    char *name;                     // of that text, for messages; NULL together with it
    parley_protocol_def *protocols; // each `name` is a copy of our own
    size_t protocol_count;
};

enum { MOST_NESTING = 1000, MOST_BYTES = 64 << 20, SHOWN_NAME = 64 };

/// The offset that says "the key, not the value" in parley_i_fail_at within this room.
#define AT_KEY SIZE_MAX

/// A value and the way to it from the root, chained on the stack: its JSON pointer is written only when someone asks.
struct node {
    const cJSON *json;     // NULL: absent
    const struct node *up; // NULL at the root
    size_t index;          // within its parent, from 0
};

/// The node's JSON pointer, added to `out`.
void parley_i_node_pointer(const struct node *node, struct text *out);

/// Add a member name to a JSON pointer, escaped.
void parley_i_pointer_add(struct text *pointer, const char *key);

/// Is this (escaped) piece of a pointer that key?
bool parley_i_segment_is(const char *segment, size_t length, const char *key, size_t key_length);

/// The array index that a piece of a pointer says, SIZE_MAX when it says none.
size_t parley_i_segment_index(const char *segment, size_t length);

/// A name within a sentence: in double quotes, shortened, control characters replaced.
struct quoted {
    char text[SHOWN_NAME + 8];
};
struct quoted parley_i_quote(const char *name);

/// Parse strict JSON: UTF-8, no duplicate keys, every number finite. Errors carry `name`, line and column. `*out` is
/// the caller's to delete.
parley_status parley_i_json_parse(const char *text, size_t size, const char *name, cJSON **out);

/// Print for people: 2 blanks a level; what fits 100 columns takes one line, but for objects in the first `opened`
/// levels.
void parley_i_json_print(const cJSON *tree, size_t opened, struct text *out);

/// A value that is no object or list, as JSON.
void parley_i_json_leaf(const cJSON *json, struct text *out);

/// Print what can change a result: one line, without variants and words of explanation.
void parley_i_json_canonical(const cJSON *tree, struct text *out);

/// The value at a JSON pointer, or NULL; `matched` (may be NULL): how many bytes of the pointer lead to something that
/// exists.
cJSON *parley_i_json_at(const cJSON *root, const char *pointer, size_t *matched);

/// RFC 7396: a new tree, `target` merged with `patch`. NULL when memory ran out.
cJSON *parley_i_json_merge(const cJSON *target, const cJSON *patch);

/// Give an item the key of an object's member. False when memory ran out.
bool parley_i_json_key(cJSON *item, const char *key);

/// Put `item` (consumed, also on failure; NULL fails) into an object under `key`, in place of an older one. False when
/// memory ran out; then the object is as it was.
bool parley_i_json_put(cJSON *object, const char *key, cJSON *item);

/// The same, a new member taking its place in a customary order of keys (ended by NULL).
bool parley_i_json_put_ranked(cJSON *object, const char *key, cJSON *item, const char *const *order);

/// The customary order of the scenario's sections.
extern const char *const parley_i_sections[];

/// Levels of nesting below and including this value.
size_t parley_i_json_depth(const cJSON *json);

/// The scenario's tree with the variant's patch applied (NULL: none), for the caller to delete. PARLEY_NOT_FOUND names
/// the nearest variant.
parley_status parley_i_scenario_patched(const parley_scenario *scenario, const char *variant, cJSON **out);

/// 32 hex digits and a zero over the tree's canonical text.
parley_status parley_i_json_fingerprint(const cJSON *tree, char fingerprint[33]);

/// The text no longer says what the tree says: forget it.
void parley_i_scenario_changed(parley_scenario *scenario);

/// Is the text `[a-z][a-z0-9_]*` of at most 64 characters?
bool parley_i_is_id(const char *text);

#endif
