// Trees of JSON as text for people.
#include "scenario/document.h"

enum { WIDTH = 100, INDENT = 2 };

static bool is_container(const cJSON *json)
{
    return cJSON_IsObject(json) || cJSON_IsArray(json);
}

void parley_i_json_leaf(const cJSON *json, struct text *out)
{
    if (cJSON_IsString(json)) {
        parley_i_text_json_string(out, json->valuestring);
    } else if (cJSON_IsNumber(json)) {
        parley_i_text_number(out, json->valuedouble);
    } else {
        parley_i_text_add(out, cJSON_IsTrue(json) ? "true" : cJSON_IsFalse(json) ? "false" : "null");
    }
}

/// Print on one line, giving up (false) when `out` would grow beyond `most` bytes.
static bool print_line(const cJSON *json, struct text *out, size_t most)
{
    if (!is_container(json)) {
        parley_i_json_leaf(json, out);
        return out->size <= most;
    }
    const bool object = cJSON_IsObject(json);
    parley_i_text_add(out, !object ? "[" : json->child ? "{ " : "{");
    for (const cJSON *child = json->child; child; child = child->next) {
        if (object) {
            parley_i_text_json_string(out, child->string);
            parley_i_text_add(out, ": ");
        }
        if (!print_line(child, out, most) || out->failed) {
            return false;
        }
        if (child->next) {
            parley_i_text_add(out, ", ");
        }
    }
    parley_i_text_add(out, !object ? "]" : json->child ? " }" : "}");
    return out->size <= most;
}

static void print_break(struct text *out, size_t level)
{
    parley_i_text_add(out, "\n");
    for (size_t i = 0; i < level * INDENT; i++) {
        parley_i_text_add_n(out, " ", 1);
    }
}

/// `column`: how many characters of the line are taken.
static void print_tree(const cJSON *json, struct text *out, size_t level, size_t opened, size_t column)
{
    const size_t start = out->size;
    const bool open = level < opened && cJSON_IsObject(json) && json->child;
    if (!is_container(json) || (!open && print_line(json, out, start + (column < WIDTH ? WIDTH - column : 0)))) {
        if (!is_container(json)) {
            parley_i_json_leaf(json, out);
        }
        return;
    }
    if (out->failed) {
        return;
    }
    out->size = start;
    const bool object = cJSON_IsObject(json);
    parley_i_text_add(out, object ? "{" : "[");
    for (const cJSON *child = json->child; child; child = child->next) {
        print_break(out, level + 1);
        const size_t line = out->size;
        if (object) {
            parley_i_text_json_string(out, child->string);
            parley_i_text_add(out, ": ");
        }
        print_tree(child, out, level + 1, opened, (level + 1) * INDENT + out->size - line + 1);
        if (child->next) {
            parley_i_text_add(out, ",");
        }
    }
    print_break(out, level);
    parley_i_text_add(out, object ? "}" : "]");
}

void parley_i_json_print(const cJSON *tree, size_t opened, struct text *out)
{
    print_tree(tree, out, 0, opened, 0);
}
