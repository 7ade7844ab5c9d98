// The scenario object: made, loaded from text, copied, destroyed; what is in it.
#include "base/nearest.h"
#include "scenario/document.h"

#include <stdlib.h>

static void destroy(parley_scenario *scenario)
{
    cJSON_Delete(scenario->tree);
    free(scenario->text);
    free(scenario->name);
    for (size_t i = 0; i < scenario->protocol_count; i++) {
        free((char *)scenario->protocols[i].name);
    }
    free(scenario->protocols);
    free(scenario);
}

void parley_scenario_destroy(parley_scenario *scenario)
{
    if (scenario) {
        destroy(scenario);
    }
}

static char *copy_bytes(const char *bytes, size_t size)
{
    char *copy = malloc(size + 1);
    if (copy) {
        memcpy(copy, bytes, size);
        copy[size] = '\0';
    }
    return copy;
}

parley_status parley_scenario_create(parley_scenario **out)
{
    PARLEY_I_REQUIRE(out, "parley_scenario_create: out is NULL");
    *out = NULL;
    parley_scenario *scenario = calloc(1, sizeof *scenario);
    if (scenario) {
        scenario->tree = cJSON_CreateObject();
        if (scenario->tree && parley_i_json_put(scenario->tree, "parley", cJSON_CreateNumber(1))) {
            *out = scenario;
            return PARLEY_OK;
        }
        destroy(scenario);
    }
    return parley_i_no_memory();
}

/// Parse and remember the text; nothing is judged yet.
static parley_status parse(const char *json, size_t size, const char *name, parley_scenario **out)
{
    cJSON *tree;
    PARLEY_I_TRY(parley_i_json_parse(json, size, name, &tree));
    parley_scenario *scenario = calloc(1, sizeof *scenario);
    if (!scenario) {
        cJSON_Delete(tree);
        return parley_i_no_memory();
    }
    const size_t mark = size >= 3 && memcmp(json, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    scenario->tree = tree;
    scenario->text_size = size - mark;
    scenario->text = copy_bytes(json + mark, size - mark);
    scenario->name = copy_bytes(name, strlen(name));
    if (!scenario->text || !scenario->name) {
        destroy(scenario);
        return parley_i_no_memory();
    }
    *out = scenario;
    return PARLEY_OK;
}

parley_status parley_scenario_load(const char *json, size_t size, const char *name, parley_scenario **out)
{
    PARLEY_I_REQUIRE(out, "parley_scenario_load: out is NULL");
    *out = NULL;
    PARLEY_I_REQUIRE(json || size == 0, "parley_scenario_load: json is NULL");
    parley_scenario *scenario = NULL;
    PARLEY_I_TRY(parse(json ? json : "", size, name ? name : "scenario", &scenario));
    parley_status status = PARLEY_OK;
    if (!cJSON_IsObject(scenario->tree)) {
        status = parley_i_fail_at(PARLEY_BAD_SCENARIO, "", 0, "expected a scenario, which is a JSON object: { ... }");
        status = parley_i_scenario_locate(scenario, NULL, status);
    } else {
        status = parley_i_scenario_judge(scenario, true);
    }
    if (status != PARLEY_OK) {
        destroy(scenario);
        return status;
    }
    *out = scenario;
    return PARLEY_OK;
}

parley_status parley_scenario_save(const parley_scenario *scenario, char **json)
{
    PARLEY_I_REQUIRE(scenario, "parley_scenario_save: scenario is NULL");
    PARLEY_I_REQUIRE(json, "parley_scenario_save: json is NULL");
    *json = NULL;
    struct text text = {0};
    parley_i_json_print(scenario->tree, 2, &text); // the sections opened up: a line for every part
    parley_i_text_add(&text, "\n");
    return parley_i_text_take(&text, json);
}

static bool copy_protocols(const parley_scenario *from, parley_scenario *to)
{
    if (from->protocol_count == 0) {
        return true;
    }
    to->protocols = calloc(from->protocol_count, sizeof *to->protocols);
    for (size_t i = 0; to->protocols && i < from->protocol_count; i++) {
        to->protocols[i] = from->protocols[i];
        to->protocols[i].name = copy_bytes(from->protocols[i].name, strlen(from->protocols[i].name));
        if (!to->protocols[i].name) {
            return false;
        }
        to->protocol_count++;
    }
    return to->protocols != NULL;
}

parley_status parley_scenario_copy(const parley_scenario *scenario, parley_scenario **out)
{
    PARLEY_I_REQUIRE(scenario, "parley_scenario_copy: scenario is NULL");
    PARLEY_I_REQUIRE(out, "parley_scenario_copy: out is NULL");
    *out = NULL;
    parley_scenario *copy = calloc(1, sizeof *copy);
    if (!copy) {
        return parley_i_no_memory();
    }
    copy->tree = cJSON_Duplicate(scenario->tree, true);
    bool whole = copy->tree && copy_protocols(scenario, copy);
    if (whole && scenario->text) {
        copy->text_size = scenario->text_size;
        copy->text = copy_bytes(scenario->text, scenario->text_size);
        copy->name = copy_bytes(scenario->name, strlen(scenario->name));
        whole = copy->text && copy->name;
    }
    if (!whole) {
        destroy(copy);
        return parley_i_no_memory();
    }
    *out = copy;
    return PARLEY_OK;
}

void parley_i_scenario_changed(parley_scenario *scenario)
{
    free(scenario->text);
    free(scenario->name);
    scenario->text = scenario->name = NULL;
    scenario->text_size = 0;
}

static parley_status unknown_variant(const cJSON *variants, const char *variant)
{
    const char *near = NULL;
    for (const cJSON *one = cJSON_IsObject(variants) ? variants->child : NULL; one; one = one->next) {
        const char *pair[2] = {one->string, near};
        near = parley_i_nearest(variant, pair, near ? 2 : 1);
    }
    if (near) {
        return parley_i_fail(PARLEY_NOT_FOUND, "unknown variant %s; did you mean %s?", parley_i_quote(variant).text,
                             parley_i_quote(near).text);
    }
    if (!cJSON_IsObject(variants) || !variants->child) {
        return parley_i_fail(PARLEY_NOT_FOUND, "unknown variant %s; the scenario has none",
                             parley_i_quote(variant).text);
    }
    return parley_i_fail(PARLEY_NOT_FOUND, "unknown variant %s; the first of those it has is %s",
                         parley_i_quote(variant).text, parley_i_quote(variants->child->string).text);
}

parley_status parley_i_scenario_patched(const parley_scenario *scenario, const char *variant, cJSON **out)
{
    *out = NULL;
    cJSON *patched;
    if (variant) {
        const cJSON *variants = cJSON_GetObjectItemCaseSensitive(scenario->tree, "variants");
        const cJSON *patch = cJSON_GetObjectItemCaseSensitive(variants, variant);
        if (!patch) {
            return unknown_variant(variants, variant);
        }
        patched = parley_i_json_merge(scenario->tree, patch);
    } else {
        patched = cJSON_Duplicate(scenario->tree, true);
    }
    *out = patched;
    return patched ? PARLEY_OK : parley_i_no_memory();
}

parley_status parley_scenario_fingerprint(const parley_scenario *scenario, const char *variant, char *fingerprint,
                                          size_t capacity)
{
    PARLEY_I_REQUIRE(scenario, "parley_scenario_fingerprint: scenario is NULL");
    PARLEY_I_REQUIRE(fingerprint && capacity >= 33,
                     "parley_scenario_fingerprint: expected room for 33 characters, found %zu", capacity);
    if (!variant) {
        return parley_i_json_fingerprint(scenario->tree, fingerprint);
    }
    cJSON *patched;
    PARLEY_I_TRY(parley_i_scenario_patched(scenario, variant, &patched));
    const parley_status status = parley_i_json_fingerprint(patched, fingerprint);
    cJSON_Delete(patched);
    return status;
}

static const cJSON *parts(const parley_scenario *scenario, parley_part part)
{
    static const char *const sections[] = {"assumptions", "issues", "parties", "process", NULL, "metrics", "variants"};
    if ((unsigned)part > PARLEY_PART_VARIANT) {
        return NULL;
    }
    const cJSON *section = part == PARLEY_PART_STATE ? parley_i_json_at(scenario->tree, "/aftermath/states", NULL)
                                                     : cJSON_GetObjectItemCaseSensitive(scenario->tree, sections[part]);
    return (part == PARLEY_PART_STATE ? cJSON_IsArray(section) : cJSON_IsObject(section)) ? section : NULL;
}

size_t parley_scenario_count(const parley_scenario *scenario, parley_part part)
{
    const cJSON *section = scenario ? parts(scenario, part) : NULL;
    size_t count = 0;
    for (const cJSON *child = section ? section->child : NULL; child; child = child->next) {
        count++;
    }
    return count;
}

const char *parley_scenario_id(const parley_scenario *scenario, parley_part part, size_t index)
{
    const cJSON *section = scenario ? parts(scenario, part) : NULL;
    const cJSON *child = section ? section->child : NULL;
    for (size_t i = 0; child && i < index; i++) {
        child = child->next;
    }
    if (!child || part != PARLEY_PART_STATE) {
        return child ? child->string : NULL;
    }
    const char *id =
        cJSON_GetStringValue(cJSON_IsObject(child) ? cJSON_GetObjectItemCaseSensitive(child, "id") : child);
    return id ? id : "";
}

const char *parley_scenario_title(const parley_scenario *scenario)
{
    const char *title =
        scenario ? cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(scenario->tree, "title")) : NULL;
    return title ? title : "";
}

parley_status parley_scenario_add_protocol(parley_scenario *scenario, const parley_protocol_def *def)
{
    PARLEY_I_REQUIRE(scenario, "parley_scenario_add_protocol: scenario is NULL");
    PARLEY_I_REQUIRE(def, "parley_scenario_add_protocol: def is NULL");
    if (def->struct_size != sizeof *def) {
        return parley_i_fail(PARLEY_BAD_DEF,
                             "parley_scenario_add_protocol: the definition was not made by parley_protocol_def_init");
    }
    PARLEY_I_REQUIRE(def->name && parley_i_is_id(def->name),
                     "parley_scenario_add_protocol: expected a name of lower-case letters, digits and _, found %s",
                     parley_i_quote(def->name ? def->name : "NULL").text);
    PARLEY_I_REQUIRE(def->settle, "parley_scenario_add_protocol: settle is NULL");
    for (size_t i = 0; i < scenario->protocol_count; i++) {
        PARLEY_I_REQUIRE(strcmp(scenario->protocols[i].name, def->name) != 0, "there is already a protocol \"%s\"",
                         def->name);
    }
    char *name = copy_bytes(def->name, strlen(def->name));
    parley_protocol_def *grown =
        name ? realloc(scenario->protocols, (scenario->protocol_count + 1) * sizeof *grown) : NULL;
    if (!grown) {
        free(name);
        return parley_i_no_memory();
    }
    scenario->protocols = grown;
    grown[scenario->protocol_count] = *def;
    grown[scenario->protocol_count++].name = name;
    return PARLEY_OK;
}

size_t parley_i_scenario_protocols(const parley_scenario *scenario)
{
    return scenario->protocol_count;
}

const parley_protocol_def *parley_i_scenario_protocol(const parley_scenario *scenario, size_t index)
{
    return index < scenario->protocol_count ? &scenario->protocols[index] : NULL;
}
