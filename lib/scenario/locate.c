// Errors in a patched scenario, pointed at what the author wrote.
#include "scenario/document.h"
#include "scenario/scan.h"

#include <stdlib.h>

static size_t segments(const char *pointer, size_t bytes)
{
    size_t count = 0;
    for (size_t i = 0; i < bytes; i++) {
        count += pointer[i] == '/';
    }
    return count;
}

/// The pointer as seen from the scenario itself: into the variant's patch when the place, or something near above it,
/// is the patch's doing.
static bool repoint(const parley_scenario *scenario, const char *variant, const char *pointer, struct text *out)
{
    const cJSON *variants = cJSON_GetObjectItemCaseSensitive(scenario->tree, "variants");
    const cJSON *patch = variant ? cJSON_GetObjectItemCaseSensitive(variants, variant) : NULL;
    if (!patch || strncmp(pointer, "/variants/", 10) == 0) {
        parley_i_text_add(out, pointer);
        return false;
    }
    size_t in_patch, in_base;
    parley_i_json_at(patch, pointer, &in_patch);
    parley_i_json_at(scenario->tree, pointer, &in_base);
    const bool whole = pointer[in_patch] == '\0' && in_patch > 0;
    // The patch touches the part in which the error shows. When it merely touches the same section, the base's exact
    // place says more.
    const bool near = segments(pointer, in_patch) >= 2 || (in_patch > 0 && in_patch >= in_base);
    if (!whole && !near) {
        parley_i_text_add(out, pointer);
        return false;
    }
    parley_i_text_add(out, "/variants");
    parley_i_pointer_add(out, variant);
    parley_i_text_add_n(out, pointer, in_patch);
    return !whole;
}

/// The place is in the base, but it takes the variant to go wrong there: say which.
static parley_status mention(const char *variant, const char *pointer, size_t offset, parley_status status)
{
    const parley_error error = parley_last_error();
    const size_t length = strlen(pointer) > 0 ? strlen(pointer) : 1;
    const char *sentence = strlen(error.message) > length + 2 ? error.message + length + 2 : error.message;
    parley_i_fail_at(status, pointer, offset, "%s (in the variant %s)", sentence, parley_i_quote(variant).text);
    if (error.trial >= 0) {
        parley_i_error_trial((uint64_t)error.trial);
    }
    return status;
}

parley_status parley_i_scenario_locate(const parley_scenario *scenario, const char *variant, parley_status status)
{
    size_t offset;
    const char *pointer = parley_i_error_pointer(&offset);
    if (!pointer || parley_last_error().line > 0) {
        return status;
    }
    struct text place = {0};
    const bool ancestor = repoint(scenario, variant, pointer, &place);
    if (place.failed) {
        parley_i_text_release(&place);
        return parley_i_no_memory();
    }
    const char *at = place.data ? place.data : "";
    if (variant && strncmp(at, "/variants/", 10) != 0 && !strstr(parley_last_message(), "(in the variant ")) {
        status = mention(variant, at, offset, status);
    } else {
        parley_i_error_repoint(at);
    }
    if (scenario->text) {
        const struct found found = parley_i_scan_find(scenario->text, scenario->text_size, at, 0);
        const bool key = offset == AT_KEY && found.whole && !ancestor;
        size_t byte = key ? found.key : found.value;
        if (offset != AT_KEY && offset > 0 && found.whole && !ancestor) {
            byte = parley_i_scan_inside(scenario->text, scenario->text_size, found.value, offset);
        }
        int32_t line, column;
        parley_i_scan_place(scenario->text, byte, &line, &column);
        parley_i_error_locate(scenario->name, line, column);
    }
    parley_i_text_release(&place);
    return status;
}
