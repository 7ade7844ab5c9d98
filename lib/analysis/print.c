// A record as text for people.
#include "analysis/report.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { WIDTH = 100, INDENT = 2, KEY_WIDTH = 24 };

static bool is_leaf(const struct record *node) { return node->kind != RECORD_OBJECT && node->kind != RECORD_LIST; }

static void print_leaf(const struct record *node, struct text *out)
{
    switch (node->kind) {
    case RECORD_NUMBER: {
        char exact[32], buffer[32];
        snprintf(buffer, sizeof buffer, "%.6g", node->number);
        // Whole numbers stay whole; the locale's decimal mark never shows.
        double rounded = node->number == floor(node->number) ? node->number : strtod(buffer, NULL);
        parley_i_number_print(rounded, exact);
        parley_i_text_add(out, isinf(node->number) ? "never" : isnan(node->number) ? "-" : exact);
        break;
    }
    case RECORD_TEXT:
        parley_i_text_add(out, node->text);
        break;
    case RECORD_TRUTH:
        parley_i_text_add(out, node->number != 0 ? "yes" : "no");
        break;
    default:
        parley_i_text_add(out, "-");
        break;
    }
}

/// The whole node on one line: "round 1, proposer us, offer (presence troops)".
static void print_inline(const struct record *node, struct text *out)
{
    for (const struct record *member = node->first; member; member = member->next) {
        if (member->key) {
            parley_i_text_add(out, member->key);
            parley_i_text_add(out, " ");
        }
        if (is_leaf(member)) {
            print_leaf(member, out);
        } else {
            parley_i_text_add(out, "(");
            print_inline(member, out);
            parley_i_text_add(out, ")");
        }
        if (member->next) {
            parley_i_text_add(out, ", ");
        }
    }
}

static void indent(struct text *out, int depth) { parley_i_text_format(out, "%*s", depth * INDENT, ""); }

/// Try the node on one line; take it back when it is too long.
static bool fits_inline(const struct record *node, int depth, size_t before, struct text *out)
{
    size_t start = out->size;
    print_inline(node, out);
    if (out->failed || out->size - start + before + (size_t)(depth * INDENT) <= WIDTH) {
        return true;
    }
    out->size = start;
    out->data[start] = '\0';
    return false;
}

static void print_node(const struct record *node, int depth, struct text *out)
{
    int width = 0;
    for (const struct record *member = node->first; member; member = member->next) {
        int size = member->key && is_leaf(member) ? (int)strlen(member->key) : 0;
        width = size > width && size <= 2 * KEY_WIDTH ? size : width;
    }
    for (const struct record *member = node->first; member && !out->failed; member = member->next) {
        indent(out, depth);
        const char *key = member->key ? member->key : "-";
        if (is_leaf(member)) {
            parley_i_text_format(out, "%-*s  ", member->key ? width : 1, key);
            print_leaf(member, out);
            parley_i_text_add(out, "\n");
            continue;
        }
        parley_i_text_add(out, key);
        size_t end = out->size;
        parley_i_text_add(out, member->key ? "  " : " ");
        bool one_line = depth > 0 && fits_inline(member, depth, strlen(key) + 2, out);
        if (!one_line && !out->failed) {
            out->size = end;
            out->data[end] = '\0';
        }
        parley_i_text_add(out, "\n");
        if (!one_line) {
            print_node(member, depth + 1, out);
        }
    }
}

void parley_i_record_print(const struct record *root, struct text *out)
{
    if (parley_i_record_failed(root)) {
        out->failed = true;
    } else {
        print_node(root, 0, out);
    }
}
