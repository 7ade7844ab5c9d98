#include "base/record.h"

#include <stdlib.h>

struct record *parley_i_record_create(struct arena *arena)
{
    struct record *root = parley_i_arena_take(arena, sizeof *root);
    bool *failed = parley_i_arena_take(arena, sizeof *failed);
    if (!root || !failed) {
        return NULL;
    }
    root->kind = RECORD_OBJECT;
    root->arena = arena;
    root->failed = failed;
    return root;
}

static struct record *add(struct record *parent, const char *key, enum record_kind kind)
{
    if (!parent) {
        return NULL;
    }
    struct record *node = parley_i_arena_take(parent->arena, sizeof *node);
    char *name = key ? parley_i_arena_text(parent->arena, key) : NULL;
    if (!node || (key && !name)) {
        *parent->failed = true;
        return NULL;
    }
    node->kind = kind;
    node->key = name;
    node->arena = parent->arena;
    node->failed = parent->failed;
    if (parent->last) {
        parent->last->next = node;
    } else {
        parent->first = node;
    }
    parent->last = node;
    return node;
}

struct record *parley_i_record_object(struct record *parent, const char *key) { return add(parent, key, RECORD_OBJECT); }

struct record *parley_i_record_list(struct record *parent, const char *key) { return add(parent, key, RECORD_LIST); }

void parley_i_record_number(struct record *parent, const char *key, double value)
{
    struct record *node = add(parent, key, RECORD_NUMBER);
    if (node) {
        node->number = value;
    }
}

void parley_i_record_text(struct record *parent, const char *key, const char *value)
{
    if (!value) {
        parley_i_record_nothing(parent, key);
        return;
    }
    struct record *node = add(parent, key, RECORD_TEXT);
    if (node) {
        node->text = parley_i_arena_text(node->arena, value);
        if (!node->text) {
            node->text = "";
            *node->failed = true;
        }
    }
}

void parley_i_record_truth(struct record *parent, const char *key, bool value)
{
    struct record *node = add(parent, key, RECORD_TRUTH);
    if (node) {
        node->number = value;
    }
}

void parley_i_record_nothing(struct record *parent, const char *key) { (void)add(parent, key, RECORD_NOTHING); }

const struct record *parley_i_record_find(const struct record *parent, const char *key)
{
    for (const struct record *node = parent ? parent->first : NULL; node; node = node->next) {
        if (node->key && strcmp(node->key, key) == 0) {
            return node;
        }
    }
    return NULL;
}

/// Does the pointer's reference token at `token` (up to '/' or the end) name `key`? "~1" is '/', "~0" is '~'.
static bool token_is(const char *token, size_t size, const char *key)
{
    size_t i = 0;
    for (; i < size && *key; i++, key++) {
        char c = token[i];
        if (c == '~' && i + 1 < size) {
            c = token[++i] == '1' ? '/' : '~';
        }
        if (c != *key) {
            return false;
        }
    }
    return i == size && !*key;
}

static const struct record *child(const struct record *parent, const char *token, size_t size)
{
    if (parent->kind == RECORD_LIST) {
        char *end = NULL;
        unsigned long index = size > 0 && token[0] >= '0' && token[0] <= '9' ? strtoul(token, &end, 10) : 0;
        if (!end || (size_t)(end - token) != size) {
            return NULL;
        }
        const struct record *node = parent->first;
        while (node && index-- > 0) {
            node = node->next;
        }
        return node;
    }
    for (const struct record *node = parent->first; node; node = node->next) {
        if (node->key && token_is(token, size, node->key)) {
            return node;
        }
    }
    return NULL;
}

const struct record *parley_i_record_at(const struct record *root, const char *pointer)
{
    while (root && *pointer == '/') {
        pointer++;
        size_t size = strcspn(pointer, "/");
        root = child(root, pointer, size);
        pointer += size;
    }
    return *pointer ? NULL : root;
}

bool parley_i_record_failed(const struct record *root) { return !root || *root->failed; }

static void new_line(struct text *out, int indent, int depth)
{
    if (indent > 0) {
        parley_i_text_format(out, "\n%*s", indent * depth, "");
    }
}

static void print(const struct record *node, int indent, int depth, struct text *out);

static bool is_leaf(const struct record *node) { return node->kind != RECORD_OBJECT && node->kind != RECORD_LIST; }

/// Lists of plain values (intervals, pieces) read better on one line.
static bool on_one_line(const struct record *node)
{
    if (node->kind != RECORD_LIST) {
        return false;
    }
    for (const struct record *member = node->first; member; member = member->next) {
        if (!is_leaf(member)) {
            return false;
        }
    }
    return true;
}

static void print_members(const struct record *node, int indent, int depth, struct text *out)
{
    bool object = node->kind == RECORD_OBJECT;
    bool line = indent > 0 && on_one_line(node);
    parley_i_text_add(out, object ? "{" : "[");
    for (const struct record *member = node->first; member; member = member->next) {
        if (!line) {
            new_line(out, indent, depth + 1);
        }
        if (object) {
            parley_i_text_json_string(out, member->key ? member->key : "");
            parley_i_text_add(out, indent > 0 ? ": " : ":");
        }
        print(member, indent, depth + 1, out);
        if (member->next) {
            parley_i_text_add(out, line ? ", " : ",");
        }
    }
    if (node->first && !line) {
        new_line(out, indent, depth);
    }
    parley_i_text_add(out, object ? "}" : "]");
}

static void print(const struct record *node, int indent, int depth, struct text *out)
{
    switch (node->kind) {
    case RECORD_OBJECT:
    case RECORD_LIST:
        print_members(node, indent, depth, out);
        break;
    case RECORD_NUMBER:
        parley_i_text_number(out, node->number);
        break;
    case RECORD_TEXT:
        parley_i_text_json_string(out, node->text);
        break;
    case RECORD_TRUTH:
        parley_i_text_add(out, node->number != 0 ? "true" : "false");
        break;
    case RECORD_NOTHING:
        parley_i_text_add(out, "null");
        break;
    }
}

void parley_i_record_json(const struct record *root, int indent, struct text *out)
{
    if (parley_i_record_failed(root)) {
        out->failed = true;
    } else {
        print(root, indent, 0, out);
    }
}
