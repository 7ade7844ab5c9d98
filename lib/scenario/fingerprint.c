// The fingerprint: a hash over the canonical text, which holds what can change a result and nothing else.
#include "scenario/document.h"

/// Objects whose keys are names of the author's, as paths of keys ("*": any). Elsewhere label, source and note are
/// words of explanation.
static const char *const maps[][6] = {
    {"assumptions"},
    {"issues"},
    {"parties"},
    {"process"},
    {"metrics"},
    {"parties", "*", "demands"},
    {"parties", "*", "trust"},
    {"parties", "*", "concedes"},
    {"parties", "*", "demands", "*", "values"},
    {"process", "*", "vote", "blocs"},
    {"process", "*", "talks", "protocol"},
};

static bool is_map(const struct node *node)
{
    const char *path[6];
    size_t depth = 0;
    for (const struct node *at = node; at->up; at = at->up) {
        if (depth == 6) {
            return false;
        }
        path[depth++] = at->json->string ? at->json->string : "";
    }
    for (size_t m = 0; m < sizeof maps / sizeof *maps; m++) {
        size_t length = 0;
        bool same = true;
        for (; length < 6 && maps[m][length]; length++) {
            same = same && length < depth &&
                   (maps[m][length][0] == '*' || strcmp(maps[m][length], path[depth - 1 - length]) == 0);
        }
        if (same && length == depth) {
            return true;
        }
    }
    return false;
}

static bool is_explanation(const struct node *parent, bool map, const char *key)
{
    static const char *const words[] = {"label", "source", "note"};
    static const char *const root_words[] = {"title", "$schema", "variants"};
    for (size_t i = 0; i < 3; i++) {
        if ((!map && strcmp(key, words[i]) == 0) || (!parent->up && strcmp(key, root_words[i]) == 0)) {
            return true;
        }
    }
    return false;
}

static void print_canonical(const struct node *node, struct text *out)
{
    if (!cJSON_IsObject(node->json) && !cJSON_IsArray(node->json)) {
        parley_i_json_leaf(node->json, out);
        return;
    }
    const bool object = cJSON_IsObject(node->json), map = object && is_map(node);
    const char *comma = "";
    parley_i_text_add(out, object ? "{" : "[");
    struct node child = {NULL, node, 0};
    for (child.json = node->json->child; child.json; child.json = child.json->next, child.index++) {
        if (object && is_explanation(node, map, child.json->string)) {
            continue;
        }
        parley_i_text_add(out, comma);
        comma = ",";
        if (object) {
            parley_i_text_json_string(out, child.json->string);
            parley_i_text_add(out, ":");
        }
        print_canonical(&child, out);
    }
    parley_i_text_add(out, object ? "}" : "]");
}

void parley_i_json_canonical(const cJSON *tree, struct text *out)
{
    const struct node root = {tree, NULL, 0};
    print_canonical(&root, out);
}

static uint64_t rotate(uint64_t x, int by)
{
    return x << by | x >> (64 - by);
}

/// Every bit of the result depends on every bit of `x` (the finaliser of SplitMix64).
static uint64_t scatter(uint64_t x)
{
    x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
    return x ^ x >> 31;
}

parley_status parley_i_json_fingerprint(const cJSON *tree, char fingerprint[33])
{
    struct text canonical = {0};
    parley_i_json_canonical(tree, &canonical);
    if (canonical.failed) {
        parley_i_text_release(&canonical);
        return parley_i_no_memory();
    }
    // Two lanes over the same bytes with different multipliers and rotations.
    uint64_t a = UINT64_C(0xcbf29ce484222325), b = UINT64_C(0x6c62272e07bb0142);
    for (size_t i = 0; i < canonical.size; i++) {
        const unsigned char byte = (unsigned char)canonical.data[i];
        a = (a ^ byte) * UINT64_C(0x00000100000001b3);
        b = rotate(b ^ byte, 27) * UINT64_C(0x9e3779b97f4a7c15) + i;
    }
    const uint64_t high = scatter(a + rotate(b, 32)), low = scatter(b ^ scatter(a ^ canonical.size));
    static const char digits[] = "0123456789abcdef";
    for (int i = 0; i < 16; i++) {
        fingerprint[i] = digits[high >> (60 - 4 * i) & 15];
        fingerprint[16 + i] = digits[low >> (60 - 4 * i) & 15];
    }
    fingerprint[32] = '\0';
    parley_i_text_release(&canonical);
    return PARLEY_OK;
}
