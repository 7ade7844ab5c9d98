// Ids and what refers to them.
#include "scenario/reader.h"

#include <stdlib.h>

parley_status parley_i_check_id(const struct node *at, const char *kind)
{
    static const char *const reserved[] = {"deal",    "agreement", "elapsed", "failed_at", "aftermath",
                                           "process", "signing",   "true",    "false",     "pi",
                                           "e",       "inf",       "nan",     "to"};
    const char *id = at->json->string;
    if (!parley_i_is_id(id)) {
        return parley_i_complain_key(
            at, "bad id %s for %s; expected a lower-case letter, then letters, digits and _, at most 64 in all",
            parley_i_quote(id).text, kind);
    }
    for (size_t i = 0; i < sizeof reserved / sizeof *reserved; i++) {
        if (strcmp(id, reserved[i]) == 0) {
            return parley_i_complain_key(at, "\"%s\" has a meaning of its own in formulas; give %s another id", id,
                                         kind);
        }
    }
    return PARLEY_OK;
}

bool parley_i_is_name(const char *text)
{
    size_t characters = 0;
    for (const char *c = text; *c; c++) {
        if ((unsigned char)*c < 0x20 || *c == 0x7f) {
            return false;
        }
        characters += ((unsigned char)*c & 0xc0) != 0x80; // not a continuation byte
    }
    return characters >= 1 && characters <= 100;
}

static int compare_slots(const void *a, const void *b)
{
    const struct slot *p = a, *q = b;
    const int order = strcmp(p->name, q->name);
    return order != 0 ? order : (p->position > q->position) - (p->position < q->position);
}

parley_status parley_i_index_names(const struct reader *reader, const char *const *names, size_t count,
                                   const char *kind, struct index *out, size_t *twice)
{
    struct slot *sorted;
    READER_ARRAY(reader, sorted, count);
    for (size_t i = 0; i < count; i++) {
        sorted[i] = (struct slot){names[i], (int32_t)i};
    }
    qsort(sorted, count, sizeof *sorted, compare_slots);
    *out = (struct index){kind, names, count, sorted};
    if (twice) {
        *twice = SIZE_MAX;
    }
    for (size_t i = 1; twice && i < count; i++) {
        if (strcmp(sorted[i - 1].name, sorted[i].name) == 0 && (size_t)sorted[i].position < *twice) {
            *twice = (size_t)sorted[i].position;
        }
    }
    return PARLEY_OK;
}

parley_status parley_i_index_keys(const struct reader *reader, const struct node *object, const char *kind,
                                  struct index *out)
{
    const char **names;
    READER_ARRAY(reader, names, parley_i_node_count(object) + 1);
    size_t count = 0;
    for (struct node child = parley_i_first(object); child.json; child = parley_i_next(&child)) {
        names[count] = parley_i_arena_text(reader->arena, child.json->string);
        if (!names[count++]) {
            return parley_i_no_memory();
        }
    }
    return parley_i_index_names(reader, names, count, kind, out, NULL);
}

int32_t parley_i_index_find(const struct index *index, const char *name)
{
    size_t low = 0, high = index->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int order = strcmp(name, index->sorted[middle].name);
        if (order == 0) {
            return index->sorted[middle].position;
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return NONE;
}

parley_status parley_i_read_name(const struct node *at, const struct index *index, int32_t *out)
{
    if (!cJSON_IsString(at->json)) {
        char what[64] = "the name of one ";
        strncat(what, index->kind, sizeof what - strlen(what) - 1);
        return parley_i_complain_type(at, what);
    }
    *out = parley_i_index_find(index, at->json->valuestring);
    if (*out == NONE) {
        return parley_i_complain_unknown(at, false, index->kind, at->json->valuestring, index->names, index->count);
    }
    return PARLEY_OK;
}

parley_status parley_i_read_names(const struct reader *reader, const struct node *at, const struct index *index,
                                  const int32_t **out, size_t *count)
{
    PARLEY_I_TRY(parley_i_want_list(at, "a list of names", true));
    int32_t *list;
    uint8_t *seen;
    READER_ARRAY(reader, list, parley_i_node_count(at));
    READER_ARRAY(reader, seen, index->count);
    size_t used = 0;
    for (struct node child = parley_i_first(at); child.json; child = parley_i_next(&child)) {
        PARLEY_I_TRY(parley_i_read_name(&child, index, list + used));
        if (seen[list[used]]++) {
            return parley_i_complain(&child, "%s is listed twice", parley_i_quote(child.json->valuestring).text);
        }
        used++;
    }
    *out = list;
    *count = used;
    return PARLEY_OK;
}
