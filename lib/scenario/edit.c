// Any part of the scenario by its JSON pointer.
#include "scenario/document.h"
#include "scenario/scan.h"

#include <stdlib.h>

/// "" or "/..." with every ~ followed by 0 or 1, in UTF-8.
static bool is_pointer(const char *pointer)
{
    const size_t length = strlen(pointer);
    for (const char *c = pointer; *c; c++) {
        if (*c == '~' && c[1] != '0' && c[1] != '1') {
            return false;
        }
    }
    return (length == 0 || pointer[0] == '/') && parley_i_scan_utf8(pointer, length) == length;
}

/// A piece of a pointer with its escapes undone. NULL when memory ran out.
static char *unescape(const char *segment, size_t length)
{
    char *key = malloc(length + 1);
    size_t used = 0;
    for (size_t i = 0; key && i < length; i++) {
        key[used++] = segment[i] != '~' ? segment[i] : segment[++i] == '1' ? '/' : '~';
    }
    if (key) {
        key[used] = '\0';
    }
    return key;
}

/// The value at the first `length` bytes of a pointer, which is known to exist; NULL when memory ran out.
static cJSON *at_prefix(const cJSON *tree, const char *pointer, size_t length)
{
    char *prefix = malloc(length + 1);
    if (!prefix) {
        return NULL;
    }
    memcpy(prefix, pointer, length);
    prefix[length] = '\0';
    cJSON *at = parley_i_json_at(tree, prefix, NULL);
    free(prefix);
    return at;
}

/// Put `item` (consumed) under the (escaped) key of an object.
static bool put_segment(cJSON *object, bool root, const char *segment, size_t length, cJSON *item)
{
    char *key = unescape(segment, length);
    if (!key) {
        cJSON_Delete(item);
        return false;
    }
    const bool good =
        root ? parley_i_json_put_ranked(object, key, item, parley_i_sections) : parley_i_json_put(object, key, item);
    free(key);
    return good;
}

static parley_status replace_root(parley_scenario *scenario, cJSON *item)
{
    if (!cJSON_IsObject(item)) {
        cJSON_Delete(item);
        return parley_i_fail(PARLEY_BAD_ARGUMENT, "the whole scenario can only be set to a JSON object");
    }
    cJSON_Delete(scenario->tree);
    scenario->tree = item;
    return PARLEY_OK;
}

static parley_status remove_at(parley_scenario *scenario, const char *pointer)
{
    cJSON *item = parley_i_json_at(scenario->tree, pointer, NULL);
    if (!item) {
        return parley_i_fail_at(PARLEY_NOT_FOUND, pointer, 0, "nothing there to remove");
    }
    if (item == scenario->tree) {
        return parley_i_fail(PARLEY_BAD_ARGUMENT, "the whole scenario cannot be removed");
    }
    cJSON *parent = at_prefix(scenario->tree, pointer, (size_t)(strrchr(pointer, '/') - pointer));
    if (!parent) {
        return parley_i_no_memory();
    }
    cJSON_Delete(cJSON_DetachItemViaPointer(parent, item));
    return PARLEY_OK;
}

/// Attach `item` (consumed) below the deepest existing value on the way; parents that are missing are made first, apart
/// from the tree, so that a failure changes nothing.
static parley_status attach(parley_scenario *scenario, const char *pointer, size_t matched, cJSON *item)
{
    const char *end = pointer + strlen(pointer);
    const char *next = pointer + matched; // at the '/' of the first missing piece
    const char *slash = strrchr(pointer, '/');
    while (slash > next) {
        cJSON *holder = cJSON_CreateObject();
        if (!holder || !put_segment(holder, false, slash + 1, (size_t)(end - slash - 1), item)) {
            if (!holder) {
                cJSON_Delete(item);
            }
            cJSON_Delete(holder);
            return parley_i_no_memory();
        }
        item = holder;
        end = slash--;
        while (*slash != '/') {
            slash--;
        }
    }
    cJSON *parent = at_prefix(scenario->tree, pointer, matched);
    if (!parent) {
        cJSON_Delete(item);
        return parley_i_no_memory();
    }
    const size_t length = (size_t)(end - next - 1);
    if (cJSON_IsObject(parent)) {
        return put_segment(parent, parent == scenario->tree, next + 1, length, item) ? PARLEY_OK : parley_i_no_memory();
    }
    if (cJSON_IsArray(parent) && length == 1 && next[1] == '-') {
        cJSON_AddItemToArray(parent, item);
        return PARLEY_OK;
    }
    cJSON_Delete(item);
    return parley_i_fail_at(PARLEY_NOT_FOUND, pointer, 0,
                            cJSON_IsArray(parent) ? "the list has no such element; \"-\" appends one"
                                                  : "its parent is neither an object nor a list");
}

static parley_status replace(parley_scenario *scenario, const char *pointer, cJSON *old, cJSON *item)
{
    if (old == scenario->tree) {
        return replace_root(scenario, item);
    }
    if (old->string && !parley_i_json_key(item, old->string)) {
        cJSON_Delete(item);
        return parley_i_no_memory();
    }
    cJSON *parent = at_prefix(scenario->tree, pointer, (size_t)(strrchr(pointer, '/') - pointer));
    if (!parent) {
        cJSON_Delete(item);
        return parley_i_no_memory();
    }
    (void)cJSON_ReplaceItemViaPointer(parent, old, item);
    return PARLEY_OK;
}

parley_status parley_scenario_set(parley_scenario *scenario, const char *pointer, const char *json)
{
    PARLEY_I_REQUIRE(scenario, "parley_scenario_set: scenario is NULL");
    PARLEY_I_REQUIRE(pointer, "parley_scenario_set: pointer is NULL");
    PARLEY_I_REQUIRE(json, "parley_scenario_set: json is NULL");
    PARLEY_I_REQUIRE(is_pointer(pointer),
                     "parley_scenario_set: %s is no JSON pointer; expected one such as \"/parties/us/power\"",
                     parley_i_quote(pointer).text);
    cJSON *item;
    PARLEY_I_TRY(parley_i_json_parse(json, strlen(json), pointer[0] ? pointer : "scenario", &item));
    size_t levels = parley_i_json_depth(item), matched;
    for (const char *c = pointer; *c; c++) {
        levels += *c == '/';
    }
    parley_status status;
    cJSON *old = parley_i_json_at(scenario->tree, pointer, &matched);
    if (levels > MOST_NESTING) {
        cJSON_Delete(item);
        return parley_i_fail(PARLEY_TOO_LARGE, "parley_scenario_set: nested more than %d levels deep", MOST_NESTING);
    }
    if (cJSON_IsNull(item)) {
        cJSON_Delete(item);
        status = remove_at(scenario, pointer);
    } else if (old) {
        status = replace(scenario, pointer, old, item);
    } else {
        status = attach(scenario, pointer, matched, item);
    }
    if (status == PARLEY_OK) {
        parley_i_scenario_changed(scenario);
    }
    return status;
}

parley_status parley_scenario_get(const parley_scenario *scenario, const char *pointer, char **json)
{
    PARLEY_I_REQUIRE(scenario, "parley_scenario_get: scenario is NULL");
    PARLEY_I_REQUIRE(pointer, "parley_scenario_get: pointer is NULL");
    PARLEY_I_REQUIRE(json, "parley_scenario_get: json is NULL");
    *json = NULL;
    const cJSON *item = parley_i_json_at(scenario->tree, pointer, NULL);
    if (!item) {
        return parley_i_fail(PARLEY_NOT_FOUND, "the scenario has nothing at %s", parley_i_quote(pointer).text);
    }
    struct text text = {0};
    parley_i_json_print(item, 0, &text);
    return parley_i_text_take(&text, json);
}
