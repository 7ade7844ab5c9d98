// Reading a (patched) tree into the typed model: values with their places, names with their positions, and the
// sentences for what does not fit.
#ifndef PARLEY_LIB_SCENARIO_READER_H
#define PARLEY_LIB_SCENARIO_READER_H

#include "scenario/document.h"

/// A list of names that others refer to: positions by name.
struct index {
    const char *kind;         // for sentences: "party"
    const char *const *names; // in order, ended by NULL
    size_t count;
    const struct slot {
        const char *name;
        int32_t position;
    } * sorted;
};

struct reader {
    struct arena *arena;
    struct model *model;
    struct index assumptions, issues, parties;
};

// Walking

struct node parley_i_member(const struct node *object, const char *key); ///< its json is NULL when there is none
struct node parley_i_first(const struct node *container);                ///< of an object or list; json NULL when empty
struct node parley_i_next(const struct node *node);
size_t parley_i_node_count(const struct node *container);

// Complaining

/// PARLEY_BAD_SCENARIO at the node's pointer.
parley_status parley_i_complain(const struct node *at, const char *format, ...) PARLEY_I_PRINTF(2, 3);
/// The same, placed at the member's key rather than its value.
parley_status parley_i_complain_key(const struct node *at, const char *format, ...) PARLEY_I_PRINTF(2, 3);
/// "unknown KIND "wrong"; did you mean ...?", or the names it could have been.
parley_status parley_i_complain_unknown(const struct node *at, bool key, const char *kind, const char *wrong,
                                        const char *const *names, size_t count);
/// "expected WHAT, found ..."
parley_status parley_i_complain_type(const struct node *at, const char *what);
/// A number as messages show it.
struct shown {
    char text[32];
};
struct shown parley_i_show(double value);

// Reading

/// It must be an object (list) when it is there; `filled`: with at least one member.
parley_status parley_i_want_object(const struct node *at, const char *what, bool filled);
parley_status parley_i_want_list(const struct node *at, const char *what, bool filled);
/// An object without keys other than `keys` (ended by NULL) and label, unit, source and note, which must be texts.
parley_status parley_i_want_keys(const struct node *at, const char *what, const char *const *keys);

/// An expression: a number or a non-empty text. Absent: `out` is left absent.
parley_status parley_i_read_source(const struct reader *reader, const struct node *at, struct source *out);
parley_status parley_i_read_text(const struct reader *reader, const struct node *at,
                                 const char **out);                     ///< absent: left alone
parley_status parley_i_read_number(const struct node *at, double *out); ///< a plain number; must be there
parley_status parley_i_read_truth(const struct node *at, bool *out);    ///< absent: left alone
/// id (the node's key), label, unit, pointer.
parley_status parley_i_read_entry(const struct reader *reader, const struct node *at, struct entry *out);
parley_status parley_i_read_pointer(const struct reader *reader, const struct node *at, const char **out);
/// A plain number, not an expression?
bool parley_i_is_plain(const struct node *at, double *value);

// Names

/// A free text that may name an option or a variant: 1 to 100 characters, none of them a control character.
bool parley_i_is_name(const char *text);
/// The node's key must be an id and no word with a meaning of its own.
parley_status parley_i_check_id(const struct node *at, const char *kind);
/// Index the keys of an object.
parley_status parley_i_index_keys(const struct reader *reader, const struct node *object, const char *kind,
                                  struct index *out);
/// Index names already in order; `*twice` (may be NULL) becomes the position of a name that came before, or SIZE_MAX.
parley_status parley_i_index_names(const struct reader *reader, const char *const *names, size_t count,
                                   const char *kind, struct index *out, size_t *twice);
int32_t parley_i_index_find(const struct index *index, const char *name); ///< NONE when unknown
/// A text that must be one of the names.
parley_status parley_i_read_name(const struct node *at, const struct index *index, int32_t *out);
/// A non-empty list of distinct names.
parley_status parley_i_read_names(const struct reader *reader, const struct node *at, const struct index *index,
                                  const int32_t **out, size_t *count);

/// Free parameters: any JSON but null, kept with its order.
parley_status parley_i_read_parameter(const struct reader *reader, const struct node *at, struct parameter *out);

// Sections (one file each)

parley_status parley_i_read_assumptions(struct reader *reader, const struct node *root);
parley_status parley_i_read_issues(struct reader *reader, const struct node *root);
parley_status parley_i_read_parties(struct reader *reader, const struct node *root);
parley_status parley_i_read_demands(const struct reader *reader, const struct node *at, struct party_model *party);
parley_status parley_i_read_process(struct reader *reader, const struct node *root);
parley_status parley_i_read_aftermath(struct reader *reader, const struct node *root);
parley_status parley_i_read_metrics(struct reader *reader, const struct node *root);

/// `count` zeroed items from the reader's arena, as `type *`; fails with PARLEY_NO_MEMORY.
#define READER_ARRAY(reader, pointer, count)                                                                           \
    do {                                                                                                               \
        (pointer) = parley_i_arena_array((reader)->arena, (count) > 0 ? (count) : 1, sizeof *(pointer));               \
        if (!(pointer)) {                                                                                              \
            return parley_i_no_memory();                                                                               \
        }                                                                                                              \
    } while (0)

#endif
