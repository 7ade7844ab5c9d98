#include "scenario/reader.h"
#include "base/nearest.h"

#include <stdarg.h>
#include <stdio.h>

struct node parley_i_member(const struct node *object, const char *key)
{
    const cJSON *json = cJSON_IsObject(object->json) ? cJSON_GetObjectItemCaseSensitive(object->json, key) : NULL;
    return (struct node){json, object, 0};
}

struct node parley_i_first(const struct node *container)
{
    const cJSON *json = container->json;
    return (struct node){cJSON_IsObject(json) || cJSON_IsArray(json) ? json->child : NULL, container, 0};
}

struct node parley_i_next(const struct node *node)
{
    return (struct node){node->json->next, node->up, node->index + 1};
}

size_t parley_i_node_count(const struct node *container)
{
    size_t count = 0;
    for (struct node child = parley_i_first(container); child.json; child = parley_i_next(&child)) {
        count++;
    }
    return count;
}

static parley_status complain(const struct node *at, size_t offset, const char *sentence)
{
    struct text pointer = {0};
    parley_i_node_pointer(at, &pointer);
    const parley_status status =
        pointer.failed
            ? parley_i_no_memory()
            : parley_i_fail_at(PARLEY_BAD_SCENARIO, pointer.data ? pointer.data : "", offset, "%s", sentence);
    parley_i_text_release(&pointer);
    return status;
}

parley_status parley_i_complain(const struct node *at, const char *format, ...)
{
    char sentence[512];
    va_list args;
    va_start(args, format);
    vsnprintf(sentence, sizeof sentence, format, args);
    va_end(args);
    return complain(at, 0, sentence);
}

parley_status parley_i_complain_key(const struct node *at, const char *format, ...)
{
    char sentence[512];
    va_list args;
    va_start(args, format);
    vsnprintf(sentence, sizeof sentence, format, args);
    va_end(args);
    return complain(at, AT_KEY, sentence);
}

parley_status parley_i_complain_unknown(const struct node *at, bool key, const char *kind, const char *wrong,
                                        const char *const *names, size_t count)
{
    char sentence[640];
    const char *near = parley_i_nearest(wrong, names, count);
    int used = snprintf(sentence, sizeof sentence, "unknown %s %s", kind, parley_i_quote(wrong).text);
    if (near) {
        snprintf(sentence + used, sizeof sentence - (size_t)used, "; did you mean %s?", parley_i_quote(near).text);
    } else if (count == 0) {
        snprintf(sentence + used, sizeof sentence - (size_t)used, "; the scenario has none");
    } else {
        const char *glue = count == 1 ? "; expected " : "; expected one of ";
        for (size_t i = 0; i < count; i++) {
            if ((size_t)used + sizeof(struct quoted) + 8 > sizeof sentence) {
                snprintf(sentence + used, sizeof sentence - (size_t)used, ", ...");
                break;
            }
            used +=
                snprintf(sentence + used, sizeof sentence - (size_t)used, "%s%s", glue, parley_i_quote(names[i]).text);
            glue = ", ";
        }
    }
    return complain(at, key ? AT_KEY : 0, sentence);
}

struct shown parley_i_show(double value)
{
    struct shown shown;
    parley_i_number_print(value, shown.text);
    return shown;
}

parley_status parley_i_complain_type(const struct node *at, const char *what)
{
    const cJSON *json = at->json;
    if (cJSON_IsString(json)) {
        return parley_i_complain(at, "expected %s, found the text %s", what, parley_i_quote(json->valuestring).text);
    }
    if (cJSON_IsNumber(json)) {
        return parley_i_complain(at, "expected %s, found the number %s", what, parley_i_show(json->valuedouble).text);
    }
    return parley_i_complain(at, "expected %s, found %s", what,
                             cJSON_IsObject(json)  ? "an object"
                             : cJSON_IsArray(json) ? "a list"
                             : cJSON_IsTrue(json)  ? "true"
                             : cJSON_IsFalse(json) ? "false"
                                                   : "null");
}

parley_status parley_i_want_object(const struct node *at, const char *what, bool filled)
{
    if (at->json && !cJSON_IsObject(at->json)) {
        return parley_i_complain_type(at, what);
    }
    return at->json && filled && !at->json->child ? parley_i_complain(at, "empty; expected %s", what) : PARLEY_OK;
}

parley_status parley_i_want_list(const struct node *at, const char *what, bool filled)
{
    if (at->json && !cJSON_IsArray(at->json)) {
        return parley_i_complain_type(at, what);
    }
    return at->json && filled && !at->json->child ? parley_i_complain(at, "empty; expected %s", what) : PARLEY_OK;
}

static bool is_one_of(const char *key, const char *const *keys)
{
    for (; *keys; keys++) {
        if (strcmp(key, *keys) == 0) {
            return true;
        }
    }
    return false;
}

parley_status parley_i_want_keys(const struct node *at, const char *what, const char *const *keys)
{
    static const char *const words[] = {"label", "unit", "source", "note", NULL};
    enum { MOST_KEYS = 32 };
    PARLEY_I_TRY(parley_i_want_object(at, what, false));
    for (struct node member = parley_i_first(at); member.json; member = parley_i_next(&member)) {
        if (is_one_of(member.json->string, keys)) {
            continue;
        }
        if (is_one_of(member.json->string, words)) {
            if (!cJSON_IsString(member.json)) {
                return parley_i_complain_type(&member, "a text");
            }
            continue;
        }
        const char *known[MOST_KEYS];
        size_t count = 0;
        for (const char *const *key = keys; *key && count < MOST_KEYS; key++) {
            known[count++] = *key;
        }
        for (const char *const *key = words; *key && count < MOST_KEYS; key++) {
            known[count++] = *key;
        }
        return parley_i_complain_unknown(&member, true, "key", member.json->string, known, count);
    }
    return PARLEY_OK;
}

parley_status parley_i_read_pointer(const struct reader *reader, const struct node *at, const char **out)
{
    struct text pointer = {0};
    parley_i_node_pointer(at, &pointer);
    *out = pointer.failed ? NULL : parley_i_arena_text(reader->arena, pointer.data ? pointer.data : "");
    parley_i_text_release(&pointer);
    return *out ? PARLEY_OK : parley_i_no_memory();
}

parley_status parley_i_read_source(const struct reader *reader, const struct node *at, struct source *out)
{
    if (!at->json) {
        return PARLEY_OK;
    }
    if (cJSON_IsNumber(at->json)) {
        out->text = parley_i_arena_text(reader->arena, parley_i_show(at->json->valuedouble).text);
    } else if (!cJSON_IsString(at->json)) {
        return parley_i_complain_type(at, "a number or a formula (a text)");
    } else if (at->json->valuestring[strspn(at->json->valuestring, " \t\r\n")] == '\0') {
        return parley_i_complain(at, "an empty text; expected a number or a formula");
    } else {
        out->text = parley_i_arena_text(reader->arena, at->json->valuestring);
    }
    return out->text ? parley_i_read_pointer(reader, at, &out->pointer) : parley_i_no_memory();
}

parley_status parley_i_read_text(const struct reader *reader, const struct node *at, const char **out)
{
    if (!at->json) {
        return PARLEY_OK;
    }
    if (!cJSON_IsString(at->json)) {
        return parley_i_complain_type(at, "a text");
    }
    *out = parley_i_arena_text(reader->arena, at->json->valuestring);
    return *out ? PARLEY_OK : parley_i_no_memory();
}

bool parley_i_is_plain(const struct node *at, double *value)
{
    if (cJSON_IsNumber(at->json)) {
        *value = at->json->valuedouble;
        return true;
    }
    return false;
}

parley_status parley_i_read_number(const struct node *at, double *out)
{
    return parley_i_is_plain(at, out) ? PARLEY_OK : parley_i_complain_type(at, "a plain number");
}

parley_status parley_i_read_truth(const struct node *at, bool *out)
{
    if (at->json && !cJSON_IsBool(at->json)) {
        return parley_i_complain_type(at, "true or false");
    }
    *out = at->json ? cJSON_IsTrue(at->json) : *out;
    return PARLEY_OK;
}

parley_status parley_i_read_entry(const struct reader *reader, const struct node *at, struct entry *out)
{
    const struct node label = parley_i_member(at, "label"), unit = parley_i_member(at, "unit");
    if (at->json->string) {
        out->id = parley_i_arena_text(reader->arena, at->json->string);
        if (!out->id) {
            return parley_i_no_memory();
        }
    }
    PARLEY_I_TRY(parley_i_read_text(reader, &label, &out->label));
    PARLEY_I_TRY(parley_i_read_text(reader, &unit, &out->unit));
    return parley_i_read_pointer(reader, at, &out->pointer);
}

/// A list or object of parameters.
static parley_status read_members(const struct reader *reader, const struct node *at, struct parameter *out)
{
    struct parameter *member;
    const size_t count = parley_i_node_count(at);
    READER_ARRAY(reader, member, count);
    out->member = member;
    out->members = count;
    for (struct node child = parley_i_first(at); child.json; child = parley_i_next(&child)) {
        PARLEY_I_TRY(parley_i_read_parameter(reader, &child, member + child.index));
    }
    return PARLEY_OK;
}

parley_status parley_i_read_parameter(const struct reader *reader, const struct node *at, struct parameter *out)
{
    if (at->json->string && !cJSON_IsArray(at->up ? at->up->json : NULL)) {
        out->name = parley_i_arena_text(reader->arena, at->json->string);
        if (!out->name) {
            return parley_i_no_memory();
        }
    }
    PARLEY_I_TRY(parley_i_read_pointer(reader, at, &out->pointer));
    if (cJSON_IsObject(at->json) || cJSON_IsArray(at->json)) {
        out->kind = cJSON_IsObject(at->json) ? PARAMETER_OBJECT : PARAMETER_LIST;
        return read_members(reader, at, out);
    }
    if (cJSON_IsBool(at->json)) {
        out->kind = PARAMETER_TRUTH;
        out->truth = cJSON_IsTrue(at->json);
        return PARLEY_OK;
    }
    if (cJSON_IsNull(at->json)) {
        return parley_i_complain_type(at, "a value");
    }
    out->kind = cJSON_IsNumber(at->json) ? PARAMETER_NUMBER : PARAMETER_TEXT;
    PARLEY_I_TRY(parley_i_read_source(reader, at, &out->number));
    out->text = out->kind == PARAMETER_TEXT ? out->number.text : NULL;
    return PARLEY_OK;
}
