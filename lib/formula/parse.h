// From text to nodes. The nodes lie in one array, children before parents, so that every later pass is a plain loop
// and no recursion goes deeper than the parser's own limit of FORMULA_MOST_DEPTH.
#ifndef PARLEY_LIB_FORMULA_PARSE_H
#define PARLEY_LIB_FORMULA_PARSE_H

#include "chance/law.h"
#include "formula/functions.h"
#include "formula/program.h"
#include "formula/sheet.h"

enum node_kind {
    NODE_NUMBER,
    NODE_NAME,
    NODE_LABEL,
    NODE_OPERATION,
    NODE_LAW, // a distribution: a draw of its own, or (nested) a part of another law
};

enum { NO_NODE = -1 };

struct node {
    enum node_kind kind;
    uint32_t start;      // byte of the text where it begins
    int32_t first, next; // first child; the next child of the same parent
    uint32_t children;
    const char *text; // NODE_NAME, NODE_LABEL (quotes taken off)
    const struct operation *operation;
    const struct distribution *distribution;
    bool nested; // a law within a law: draws nothing itself

    // Filled by parley_i_formula_resolve.
    const struct category *category; // of the value; NULL: a number
    bool open;                       // a label, or made of labels only: its category comes from where it stands
    const struct category *expected;
    bool truth;   // by what it is, always 0 or 1 (or undefined); of `true`, told by the parser
    bool constant;
    double value;
    bool live;              // its value is wanted
    int32_t under;          // the operation that may not want it, trial by trial (?: && ||), or NO_NODE
    enum operator_id wanted;   // the test on that operation's first child which says that it is wanted
    struct operand operand; // where a name's value stands
    uint32_t draw, draws;   // number of its first draw within the formula, outer before inner; how many it holds
};

struct formula {
    struct arena *arena; // holds the nodes; may be released once the formula is compiled
    struct source source;
    struct node *node;
    size_t count;
    int32_t root;
};

/// Read a formula. PARLEY_BAD_EXPRESSION with the column, PARLEY_TOO_LARGE, PARLEY_NO_MEMORY.
parley_status parley_i_formula_parse(struct arena *arena, const struct source *source, struct formula *out);

/// Is the i-th argument of this kind of distribution a distribution itself?
bool parley_i_law_argument(const struct distribution *kind, size_t i);

/// True when a name may not be given: it is a word of the language ("pi", "to").
bool parley_i_formula_word(const char *name, size_t length);

#endif
