// A small ordered tree of named values: whatever parley tells (results, traces, reports) is built as one record and
// then printed as JSON or as indented text. Nodes live in an arena; a failed node is NULL and swallows what is added to it.
#ifndef PARLEY_LIB_BASE_RECORD_H
#define PARLEY_LIB_BASE_RECORD_H

#include "base/arena.h"
#include "base/text.h"

enum record_kind { RECORD_OBJECT, RECORD_LIST, RECORD_NUMBER, RECORD_TEXT, RECORD_TRUTH, RECORD_NOTHING };

struct record {
    enum record_kind kind;
    const char *key;  // NULL inside a list and at the root
    double number;    // RECORD_NUMBER; 0 or 1 for RECORD_TRUTH
    const char *text; // RECORD_TEXT
    struct record *first, *last, *next;
    struct arena *arena;
    bool *failed;     // shared by the whole tree: memory ran out somewhere
};

/// A new root object. NULL when memory ran out.
struct record *parley_i_record_create(struct arena *arena);

/// Add a member (key NULL inside a list). Keys and texts are copied. All accept a NULL parent and then do nothing.
struct record *parley_i_record_object(struct record *parent, const char *key);
struct record *parley_i_record_list(struct record *parent, const char *key);
void parley_i_record_number(struct record *parent, const char *key, double value);
void parley_i_record_text(struct record *parent, const char *key, const char *value);
void parley_i_record_truth(struct record *parent, const char *key, bool value);
void parley_i_record_nothing(struct record *parent, const char *key);

/// The member of that key, or NULL.
const struct record *parley_i_record_find(const struct record *parent, const char *key);

/// The node at a JSON pointer ("" is the root), or NULL.
const struct record *parley_i_record_at(const struct record *root, const char *pointer);

bool parley_i_record_failed(const struct record *root);

/// Print as JSON: compact when `indent` is 0, else that many blanks a level. Ends without a line break.
void parley_i_record_json(const struct record *root, int indent, struct text *out);

#endif
