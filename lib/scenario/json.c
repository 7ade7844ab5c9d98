// Trees of JSON: reading them strictly, merging them, changing them.
#include "scenario/document.h"
#include "scenario/scan.h"

#include <math.h>
#include <stdlib.h>

/// What verifying a tree needs to know of the text it came from.
struct origin {
    const char *text, *name;
    size_t size;
};

static parley_status flaw_at(const struct origin *origin, size_t at)
{
    int32_t line, column;
    parley_i_scan_place(origin->text, at, &line, &column);
    parley_i_error_locate(origin->name, line, column);
    return PARLEY_BAD_JSON;
}

static parley_status pointed_flaw(const struct origin *origin, const struct node *node, size_t occurrence, bool key,
                                  const char *sentence)
{
    struct text pointer = {0};
    parley_i_node_pointer(node, &pointer);
    if (pointer.failed) {
        parley_i_text_release(&pointer);
        return parley_i_no_memory();
    }
    const char *text = pointer.data ? pointer.data : "";
    const struct found found = parley_i_scan_find(origin->text, origin->size, text, occurrence);
    parley_i_fail_at(PARLEY_BAD_JSON, text, 0, "%s", sentence);
    flaw_at(origin, key ? found.key : found.value);
    parley_i_text_release(&pointer);
    return PARLEY_BAD_JSON;
}

static int compare_keys(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static parley_status duplicate_flaw(const struct origin *origin, const struct node *object, const char *key)
{
    const cJSON *first = cJSON_GetObjectItemCaseSensitive(object->json, key);
    const struct node member = {first, object, 0};
    struct text pointer = {0}, sentence = {0};
    parley_i_node_pointer(&member, &pointer);
    if (!pointer.failed) {
        const struct found found = parley_i_scan_find(origin->text, origin->size, pointer.data, 0);
        int32_t line, column;
        parley_i_scan_place(origin->text, found.key, &line, &column);
        parley_i_text_format(&sentence, "duplicate key %s; the first is at line %d, column %d",
                             parley_i_quote(key).text, (int)line, (int)column);
    }
    const bool failed = pointer.failed || sentence.failed;
    const parley_status status = failed ? parley_i_no_memory() : pointed_flaw(origin, &member, 1, true, sentence.data);
    parley_i_text_release(&pointer);
    parley_i_text_release(&sentence);
    return status;
}

static parley_status check_duplicates(const struct origin *origin, const struct node *object)
{
    size_t count = 0;
    for (const cJSON *child = object->json->child; child; child = child->next) {
        count++;
    }
    if (count < 2) {
        return PARLEY_OK;
    }
    const char **keys = malloc(count * sizeof *keys);
    if (!keys) {
        return parley_i_no_memory();
    }
    size_t i = 0;
    for (const cJSON *child = object->json->child; child; child = child->next) {
        keys[i++] = child->string;
    }
    qsort(keys, count, sizeof *keys, compare_keys);
    parley_status status = PARLEY_OK;
    for (i = 1; i < count && status == PARLEY_OK; i++) {
        if (strcmp(keys[i - 1], keys[i]) == 0) {
            status = duplicate_flaw(origin, object, keys[i]);
        }
    }
    free(keys);
    return status;
}

/// Keys are distinct and numbers finite, all the way down.
static parley_status verify(const struct origin *origin, const struct node *node)
{
    if (cJSON_IsNumber(node->json) && !isfinite(node->json->valuedouble)) {
        return pointed_flaw(origin, node, 0, false,
                            "this number is too large; expected a finite number, below 1.8e308");
    }
    if (cJSON_IsObject(node->json)) {
        PARLEY_I_TRY(check_duplicates(origin, node));
    }
    struct node child = {NULL, node, 0};
    for (child.json = node->json->child; child.json; child.json = child.json->next, child.index++) {
        PARLEY_I_TRY(verify(origin, &child));
    }
    return PARLEY_OK;
}

parley_status parley_i_json_parse(const char *text, size_t size, const char *name, cJSON **out)
{
    *out = NULL;
    if (size > MOST_BYTES) {
        parley_i_fail(PARLEY_TOO_LARGE, "%zu bytes of JSON; parley reads at most %d MiB", size, MOST_BYTES >> 20);
        parley_i_error_locate(name, 0, 0);
        return PARLEY_TOO_LARGE;
    }
    if (size >= 3 && memcmp(text, "\xef\xbb\xbf", 3) == 0) { // a byte order mark
        text += 3;
        size -= 3;
    }
    const struct origin origin = {text, name, size};
    struct flaw flaw;
    if (!parley_i_scan_check(text, size, &flaw)) {
        parley_i_fail(PARLEY_BAD_JSON, "%s", flaw.message);
        return flaw_at(&origin, flaw.at);
    }
    cJSON *tree = cJSON_ParseWithLength(text, size);
    if (!tree) { // the text is JSON, so only memory can have been missing
        return parley_i_no_memory();
    }
    const struct node root = {tree, NULL, 0};
    const parley_status status = verify(&origin, &root);
    if (status != PARLEY_OK) {
        cJSON_Delete(tree);
        return status;
    }
    *out = tree;
    return PARLEY_OK;
}

bool parley_i_json_key(cJSON *item, const char *key)
{
    const size_t size = strlen(key) + 1;
    char *copy = cJSON_malloc(size);
    if (!copy) {
        return false;
    }
    memcpy(copy, key, size);
    cJSON_free(item->string);
    item->string = copy;
    return true;
}

const char *const parley_i_sections[] = {"parley",      "title",        "note",    "source",   "time_unit",
                                         "assumptions", "correlations", "issues",  "parties",  "signatories",
                                         "process",     "aftermath",    "metrics", "variants", NULL};

/// Where a key stands in a customary order; 0 when it has no place there.
static size_t rank_of(const char *key, const char *const *order)
{
    for (size_t i = 0; order[i]; i++) {
        if (strcmp(order[i], key) == 0) {
            return i + 1;
        }
    }
    return 0;
}

bool parley_i_json_put_ranked(cJSON *object, const char *key, cJSON *item, const char *const *order)
{
    if (!item || !parley_i_json_key(item, key)) {
        cJSON_Delete(item);
        return false;
    }
    cJSON *old = cJSON_GetObjectItemCaseSensitive(object, key);
    if (old) {
        return cJSON_ReplaceItemViaPointer(object, old, item);
    }
    // Appended, then all that has to come later is moved behind it. (cJSON_InsertItemInArray does not insert in the
    // middle in every release.)
    const size_t rank = rank_of(key, order);
    const cJSON *last = NULL; // of the members that stay before it
    size_t later = 0;
    for (const cJSON *child = object->child; child; child = child->next) {
        const bool before = rank == 0 || rank_of(child->string, order) <= rank;
        last = before ? child : last;
        later = before ? 0 : later + 1;
    }
    cJSON_AddItemToArray(object, item);
    for (; later > 0; later--) {
        cJSON *next = last ? last->next : object->child;
        cJSON_AddItemToArray(object, cJSON_DetachItemViaPointer(object, next));
    }
    return true;
}

bool parley_i_json_put(cJSON *object, const char *key, cJSON *item)
{
    if (!item || !parley_i_json_key(item, key)) {
        cJSON_Delete(item);
        return false;
    }
    cJSON *old = cJSON_GetObjectItemCaseSensitive(object, key);
    return old ? cJSON_ReplaceItemViaPointer(object, old, item) : cJSON_AddItemToArray(object, item);
}

static bool merge_into(cJSON *target, const cJSON *patch)
{
    for (const cJSON *change = patch->child; change; change = change->next) {
        cJSON *old = cJSON_GetObjectItemCaseSensitive(target, change->string);
        if (cJSON_IsNull(change)) {
            cJSON_Delete(old ? cJSON_DetachItemViaPointer(target, old) : NULL);
            continue;
        }
        if (!cJSON_IsObject(change)) {
            if (!parley_i_json_put(target, change->string, cJSON_Duplicate(change, true))) {
                return false;
            }
            continue;
        }
        if (!cJSON_IsObject(old)) {
            if (!parley_i_json_put(target, change->string, cJSON_CreateObject())) {
                return false;
            }
            old = cJSON_GetObjectItemCaseSensitive(target, change->string);
        }
        if (!merge_into(old, change)) {
            return false;
        }
    }
    return true;
}

cJSON *parley_i_json_merge(const cJSON *target, const cJSON *patch)
{
    if (!cJSON_IsObject(patch)) {
        return cJSON_Duplicate(patch, true);
    }
    cJSON *merged = cJSON_IsObject(target) ? cJSON_Duplicate(target, true) : cJSON_CreateObject();
    if (merged && !merge_into(merged, patch)) {
        cJSON_Delete(merged);
        return NULL;
    }
    return merged;
}

size_t parley_i_json_depth(const cJSON *json)
{
    size_t deepest = 0;
    for (const cJSON *child = json->child; child; child = child->next) {
        const size_t depth = parley_i_json_depth(child);
        deepest = depth > deepest ? depth : deepest;
    }
    return deepest + 1;
}
