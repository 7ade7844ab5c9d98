// JSON pointers (RFC 6901), and names within sentences.
#include "scenario/document.h"

#include <stdio.h>

void parley_i_pointer_add(struct text *pointer, const char *key)
{
    parley_i_text_add(pointer, "/");
    for (; *key; key++) {
        if (*key == '~' || *key == '/') {
            parley_i_text_add(pointer, *key == '~' ? "~0" : "~1");
        } else {
            parley_i_text_add_n(pointer, key, 1);
        }
    }
}

void parley_i_node_pointer(const struct node *node, struct text *out)
{
    // The way up, turned round by counting: a chain is at most MOST_NESTING long.
    const struct node *way[MOST_NESTING + 1];
    size_t count = 0;
    for (; node->up && count <= MOST_NESTING; node = node->up) {
        way[count++] = node;
    }
    while (count-- > 0) {
        if (way[count]->up->json && cJSON_IsArray(way[count]->up->json)) {
            parley_i_text_format(out, "/%zu", way[count]->index);
        } else {
            parley_i_pointer_add(out, way[count]->json && way[count]->json->string ? way[count]->json->string : "");
        }
    }
}

bool parley_i_segment_is(const char *segment, size_t length, const char *key, size_t key_length)
{
    size_t k = 0;
    for (size_t s = 0; s < length; s++, k++) {
        char c = segment[s];
        if (c == '~' && s + 1 < length) {
            c = segment[++s] == '1' ? '/' : '~';
        }
        if (k >= key_length || key[k] != c) {
            return false;
        }
    }
    return k == key_length;
}

size_t parley_i_segment_index(const char *segment, size_t length)
{
    if (length == 0 || length > 9 || (length > 1 && segment[0] == '0')) {
        return SIZE_MAX;
    }
    size_t index = 0;
    for (size_t i = 0; i < length; i++) {
        if (segment[i] < '0' || segment[i] > '9') {
            return SIZE_MAX;
        }
        index = index * 10 + (size_t)(segment[i] - '0');
    }
    return index;
}

cJSON *parley_i_json_at(const cJSON *root, const char *pointer, size_t *matched)
{
    const cJSON *at = root;
    const char *rest = pointer;
    while (at && *rest == '/') {
        const char *segment = rest + 1;
        const size_t length = strcspn(segment, "/");
        const cJSON *child = cJSON_IsObject(at) || cJSON_IsArray(at) ? at->child : NULL;
        const size_t index = cJSON_IsArray(at) ? parley_i_segment_index(segment, length) : 0;
        for (size_t i = 0; child; child = child->next, i++) {
            if (cJSON_IsArray(at) ? i == index
                                  : parley_i_segment_is(segment, length, child->string, strlen(child->string))) {
                break;
            }
        }
        at = child;
        if (at) {
            rest = segment + length;
        }
    }
    if (matched) {
        *matched = (size_t)(rest - pointer);
    }
    return *rest == '\0' ? (cJSON *)at : NULL;
}

bool parley_i_is_id(const char *text)
{
    size_t length = 0;
    for (; text[length]; length++) {
        const char c = text[length];
        const bool letter = c >= 'a' && c <= 'z';
        if (length >= 64 || !(letter || (length > 0 && (c == '_' || (c >= '0' && c <= '9'))))) {
            return false;
        }
    }
    return length > 0;
}

struct quoted parley_i_quote(const char *name)
{
    struct quoted quoted;
    size_t used = 0, length = strlen(name);
    const bool cut = length > SHOWN_NAME;
    if (cut) {
        length = SHOWN_NAME - 3;
        while (length > 0 && ((unsigned char)name[length] & 0xc0) == 0x80) {
            length--; // not within a character
        }
    }
    quoted.text[used++] = '"';
    for (size_t i = 0; i < length; i++) {
        quoted.text[used++] = (unsigned char)name[i] < 0x20 || name[i] == 0x7f ? '?' : name[i];
    }
    snprintf(quoted.text + used, sizeof quoted.text - used, cut ? "...\"" : "\"");
    return quoted;
}
