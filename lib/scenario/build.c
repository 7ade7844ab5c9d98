#include "scenario/build.h"
#include "scenario/scan.h"

#include <math.h>
#include <stdlib.h>

struct piece parley_i_piece(const char *call)
{
    struct piece piece = {.call = call, .json = cJSON_CreateObject()};
    if (!piece.json) {
        piece.status = parley_i_no_memory();
    }
    return piece;
}

static bool text_is_good(struct piece *piece, const char *key, const char *text)
{
    const size_t size = strlen(text);
    if (piece->status == PARLEY_OK && parley_i_scan_utf8(text, size) != size) {
        piece->status = parley_i_fail(PARLEY_BAD_ARGUMENT, "%s: %s is not text in UTF-8", piece->call, key);
    }
    return piece->status == PARLEY_OK;
}

void parley_i_piece_item(struct piece *piece, const char *key, cJSON *item)
{
    if (piece->status != PARLEY_OK) {
        cJSON_Delete(item);
    } else if (!parley_i_json_put(piece->json, key, item)) {
        piece->status = parley_i_no_memory();
    }
}

void parley_i_piece_text(struct piece *piece, const char *key, const char *text)
{
    if (text && text_is_good(piece, key, text)) {
        parley_i_piece_item(piece, key, cJSON_CreateString(text));
    }
}

/// A text that says a number just as parley would print it becomes that number, the rest stays text. Both mean the
/// same.
cJSON *parley_i_piece_expression(struct piece *piece, const char *text)
{
    if (!text_is_good(piece, "an expression", text)) {
        return NULL;
    }
    struct flaw flaw;
    cJSON *item = NULL;
    if ((text[0] == '-' || (text[0] >= '0' && text[0] <= '9')) && parley_i_scan_check(text, strlen(text), &flaw)) {
        item = cJSON_Parse(text);
        char printed[32] = "";
        if (item) {
            parley_i_number_print(item->valuedouble, printed);
        }
        if (item && (strcmp(printed, text) != 0 || !isfinite(item->valuedouble))) {
            cJSON_Delete(item);
            item = cJSON_CreateString(text);
        }
    } else {
        item = cJSON_CreateString(text);
    }
    if (!item) {
        piece->status = parley_i_no_memory();
    }
    return item;
}

void parley_i_piece_value(struct piece *piece, const char *key, const char *text, const char *otherwise)
{
    if (text && !(otherwise && strcmp(text, otherwise) == 0) && text_is_good(piece, key, text)) {
        parley_i_piece_item(piece, key, parley_i_piece_expression(piece, text));
    }
}

void parley_i_piece_number(struct piece *piece, const char *key, double value)
{
    if (piece->status == PARLEY_OK && !isfinite(value)) {
        piece->status =
            parley_i_fail(PARLEY_BAD_ARGUMENT, "%s: %s is NaN or infinite; expected a finite number", piece->call, key);
    }
    if (piece->status == PARLEY_OK) {
        parley_i_piece_item(piece, key, cJSON_CreateNumber(value));
    }
}

void parley_i_piece_truth(struct piece *piece, const char *key, bool value)
{
    if (value && piece->status == PARLEY_OK) {
        parley_i_piece_item(piece, key, cJSON_CreateTrue());
    }
}

/// Append to a list in the making (consumes `item`, deletes `list` on failure).
static cJSON *append(struct piece *piece, cJSON *list, cJSON *item)
{
    if (list && item) {
        cJSON_AddItemToArray(list, item);
        return list;
    }
    cJSON_Delete(list);
    cJSON_Delete(item);
    if (piece->status == PARLEY_OK) {
        piece->status = parley_i_no_memory();
    }
    return NULL;
}

void parley_i_piece_texts(struct piece *piece, const char *key, const char *const *texts, size_t count)
{
    cJSON *list = piece->status == PARLEY_OK ? cJSON_CreateArray() : NULL;
    for (size_t i = 0; i < count && piece->status == PARLEY_OK; i++) {
        parley_i_piece_need(piece, key, texts[i]);
        cJSON *item =
            piece->status == PARLEY_OK && text_is_good(piece, key, texts[i]) ? cJSON_CreateString(texts[i]) : NULL;
        list = append(piece, list, item);
    }
    parley_i_piece_item(piece, key, list);
}

void parley_i_piece_numbers(struct piece *piece, const char *key, const double *values, size_t count)
{
    cJSON *list = piece->status == PARLEY_OK ? cJSON_CreateArray() : NULL;
    for (size_t i = 0; i < count && piece->status == PARLEY_OK; i++) {
        if (!isfinite(values[i])) {
            piece->status = parley_i_fail(PARLEY_BAD_ARGUMENT, "%s: %s has a NaN or infinite number", piece->call, key);
        }
        list = append(piece, list, piece->status == PARLEY_OK ? cJSON_CreateNumber(values[i]) : NULL);
    }
    parley_i_piece_item(piece, key, list);
}

void parley_i_piece_json(struct piece *piece, const char *key, const char *json)
{
    if (json && piece->status == PARLEY_OK) {
        cJSON *item;
        piece->status = parley_i_json_parse(json, strlen(json), key, &item);
        if (piece->status == PARLEY_OK && parley_i_json_depth(item) > MOST_NESTING - 8) {
            cJSON_Delete(item);
            piece->status = parley_i_fail(PARLEY_TOO_LARGE, "%s: %s is nested too deep", piece->call, key);
        }
        if (piece->status == PARLEY_OK) {
            parley_i_piece_item(piece, key, item);
        }
    }
}

void parley_i_piece_need(struct piece *piece, const char *field, const void *value)
{
    if (!value && piece->status == PARLEY_OK) {
        piece->status = parley_i_fail(PARLEY_BAD_ARGUMENT, "%s: %s is NULL; it is required", piece->call, field);
    }
}

void parley_i_piece_shorten(struct piece *piece, const char *only)
{
    if (piece->status == PARLEY_OK && piece->json->child && !piece->json->child->next &&
        strcmp(piece->json->child->string, only) == 0) {
        cJSON *value = cJSON_DetachItemViaPointer(piece->json, piece->json->child);
        cJSON_Delete(piece->json);
        piece->json = value;
    }
}

/// Put what was made into `parent` under its section: an existing one takes it directly, a new one is made first.
static parley_status attach(struct piece *piece, parley_scenario *scenario, cJSON *parent, const char *const *order,
                            const char *section, const char *key)
{
    cJSON *holder = cJSON_GetObjectItemCaseSensitive(parent, section);
    const bool fits = !holder || (key ? cJSON_IsObject(holder) : cJSON_IsArray(holder));
    if (piece->status == PARLEY_OK && !fits) {
        piece->status = parley_i_fail(PARLEY_BAD_ARGUMENT, "%s: the scenario's \"%s\" is not %s", piece->call, section,
                                      key ? "an object" : "a list");
    }
    if (piece->status != PARLEY_OK) {
        cJSON_Delete(piece->json);
        piece->json = NULL;
        return piece->status;
    }
    cJSON *item = piece->json;
    piece->json = NULL;
    cJSON *fresh = holder ? NULL : key ? cJSON_CreateObject() : cJSON_CreateArray();
    cJSON *into = holder ? holder : fresh;
    bool good = into != NULL;
    if (!good) {
        cJSON_Delete(item);
    } else if (key) {
        good = parley_i_json_put(into, key, item);
    } else {
        cJSON_AddItemToArray(into, item);
    }
    if (good && fresh) {
        good = parley_i_json_put_ranked(parent, section, fresh, order);
    } else if (!good) {
        cJSON_Delete(fresh);
    }
    if (!good) {
        return piece->status = parley_i_no_memory();
    }
    parley_i_scenario_changed(scenario);
    return PARLEY_OK;
}

parley_status parley_i_piece_add(struct piece *piece, parley_scenario *scenario, cJSON *parent,
                                 const char *const *order, const char *section, const char *id, bool any_name)
{
    parley_i_piece_need(piece, "the id", id);
    if (piece->status == PARLEY_OK && any_name) {
        const size_t size = strlen(id);
        if (size == 0 || parley_i_scan_utf8(id, size) != size) {
            piece->status = parley_i_fail(PARLEY_BAD_ARGUMENT, "%s: the name is empty or not UTF-8", piece->call);
        }
    } else if (piece->status == PARLEY_OK && !parley_i_is_id(id)) {
        piece->status =
            parley_i_fail(PARLEY_BAD_ARGUMENT,
                          "%s: bad id %s; expected a lower-case letter, then letters, digits and _, at most 64 in all",
                          piece->call, parley_i_quote(id).text);
    }
    if (piece->status == PARLEY_OK) {
        const cJSON *holder = cJSON_GetObjectItemCaseSensitive(parent, section);
        if (cJSON_GetObjectItemCaseSensitive(holder, id)) {
            piece->status = parley_i_fail(PARLEY_BAD_ARGUMENT, "%s: there is already %s in \"%s\"", piece->call,
                                          parley_i_quote(id).text, section);
        }
    }
    return attach(piece, scenario, parent, order, section, id ? id : "");
}

parley_status parley_i_piece_append(struct piece *piece, parley_scenario *scenario, cJSON *parent,
                                    const char *const *order, const char *section)
{
    return attach(piece, scenario, parent, order, section, NULL);
}
