// The scenario as a document: saved and loaded, patched, changed by pointers, in files, and known by its fingerprint.
#include "scenario/document.h"
#include "support/scenarios.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static char *saved(const parley_scenario *scenario)
{
    char *text = NULL;
    require_ok(parley_scenario_save(scenario, &text));
    return text;
}

/// The appendix of RFC 7396: original, patch, result.
static const char *const merges[][3] = {
    {"{\"a\":\"b\"}", "{\"a\":\"c\"}", "{\"a\":\"c\"}"},
    {"{\"a\":\"b\"}", "{\"b\":\"c\"}", "{\"a\":\"b\",\"b\":\"c\"}"},
    {"{\"a\":\"b\"}", "{\"a\":null}", "{}"},
    {"{\"a\":\"b\",\"b\":\"c\"}", "{\"a\":null}", "{\"b\":\"c\"}"},
    {"{\"a\":[\"b\"]}", "{\"a\":\"c\"}", "{\"a\":\"c\"}"},
    {"{\"a\":\"c\"}", "{\"a\":[\"b\"]}", "{\"a\":[\"b\"]}"},
    {"{\"a\":{\"b\":\"c\"}}", "{\"a\":{\"b\":\"d\",\"c\":null}}", "{\"a\":{\"b\":\"d\"}}"},
    {"{\"a\":[{\"b\":\"c\"}]}", "{\"a\":[1]}", "{\"a\":[1]}"},
    {"[\"a\",\"b\"]", "[\"c\",\"d\"]", "[\"c\",\"d\"]"},
    {"{\"a\":\"b\"}", "[\"c\"]", "[\"c\"]"},
    {"{\"a\":\"foo\"}", "null", "null"},
    {"{\"a\":\"foo\"}", "\"bar\"", "\"bar\""},
    {"{\"e\":null}", "{\"a\":1}", "{\"e\":null,\"a\":1}"},
    {"[1,2]", "{\"a\":\"b\",\"c\":null}", "{\"a\":\"b\"}"},
    {"{}", "{\"a\":{\"bb\":{\"ccc\":null}}}", "{\"a\":{\"bb\":{}}}"},
};

Test(scenario_document, merge_patches_do_what_the_appendix_of_rfc_7396_says)
{
    for (size_t i = 0; i < sizeof merges / sizeof *merges; i++) {
        cJSON *original = cJSON_Parse(merges[i][0]), *patch = cJSON_Parse(merges[i][1]);
        cJSON *merged = parley_i_json_merge(original, patch);
        char *text = cJSON_PrintUnformatted(merged);
        cr_expect_str_eq(text, merges[i][2]);
        cJSON_free(text);
        cJSON_Delete(merged);
        cJSON_Delete(patch);
        cJSON_Delete(original);
    }
}

static void expect_round_trip(const parley_scenario *scenario, const char *name)
{
    parley_scenario *again = NULL;
    char *text = saved(scenario), before[33], after[33];
    require_ok(parley_scenario_load(text, strlen(text), name, &again));
    char *twice = saved(again);
    cr_expect_str_eq(twice, text, "%s", name);
    for (size_t v = 0; v <= parley_scenario_count(scenario, PARLEY_PART_VARIANT); v++) {
        const char *variant = v == 0 ? NULL : parley_scenario_id(scenario, PARLEY_PART_VARIANT, v - 1);
        require_ok(parley_scenario_fingerprint(scenario, variant, before, sizeof before));
        require_ok(parley_scenario_fingerprint(again, variant, after, sizeof after));
        cr_expect_str_eq(before, after, "%s", name);
    }
    parley_text_destroy(text);
    parley_text_destroy(twice);
    parley_scenario_destroy(again);
}

Test(scenario_document, every_example_is_saved_and_loaded_to_the_same_fingerprint)
{
    const char *folder = "examples/scenarios";
    DIR *listing = opendir(folder);
    cr_assert(listing, "run from the top of the checkout");
    for (const struct dirent *entry = readdir(listing); entry; entry = readdir(listing)) {
        char path[512];
        parley_scenario *scenario = NULL;
        if (!strstr(entry->d_name, ".json")) {
            continue;
        }
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        require_ok(parley_scenario_load_file(path, &scenario));
        expect_round_trip(scenario, entry->d_name);
        parley_scenario_destroy(scenario);
    }
    closedir(listing);
}

Test(scenario_document, odd_numbers_and_texts_survive_saving)
{
    parley_scenario *scenario = loaded("{\"assumptions\": {\"a\": 0.1, \"b\": 1e-300, \"c\": 12345678901234567, \"d\": "
                                       "-0.0, \"f\": 5e-324, \"g\": 1.7976931348623157e308},"
                                       " \"title\": \"\\u00e9\\ud83d\\ude00\\t\\\"\\\\\\u001f/\", \"note\": \"\"}");
    cr_expect_str_eq(parley_scenario_title(scenario), "\xc3\xa9\xf0\x9f\x98\x80\t\"\\\x1f/");
    expect_round_trip(scenario, "odd");
    parley_scenario_destroy(scenario);
}

Test(scenario_document, lines_of_the_saved_text_stay_below_100_columns_where_they_can)
{
    parley_scenario *scenario = loaded(everything);
    char *text = saved(scenario);
    for (const char *line = text; *line; line = strchr(line, '\n') + 1) {
        cr_expect_leq(strcspn(line, "\n"), 100, "%.120s", line);
    }
    parley_text_destroy(text);
    parley_scenario_destroy(scenario);
}

static void fingerprint(const char *json, const char *variant, char out[33])
{
    parley_scenario *scenario = loaded(json);
    require_ok(parley_scenario_fingerprint(scenario, variant, out, 33));
    parley_scenario_destroy(scenario);
}

Test(scenario_document, words_of_explanation_do_not_change_the_fingerprint_and_the_rest_does)
{
    static const struct {
        const char *pointer, *json;
        bool changes;
    } edits[] = {
        {"/title", "\"Another\"", false},
        {"/note", "\"n\"", false},
        {"/$schema", "\"s\"", false},
        {"/issues/term/label", "\"Term\"", false},
        {"/assumptions/presence_hr/source", "\"elsewhere\"", false},
        {"/process/house/vote/blocs/left/note", "\"n\"", false},
        {"/aftermath/transitions/0/note", "\"n\"", false},
        {"/variants/more", "{}", false},
        {"/parties/us/power", "3", true},
        {"/assumptions/resolve", "\"beta(4, 7)\"", true},
        {"/assumptions/note", "1", true}, // an assumption that happens to be called so
        {"/issues/term/step", "10", true},
        {"/aftermath/transitions/3/rate", "0.2500000000000001", true},
    };
    char base[33], edited[33];
    fingerprint(everything, NULL, base);
    for (size_t i = 0; i < sizeof edits / sizeof *edits; i++) {
        parley_scenario *scenario = loaded(everything);
        require_ok(parley_scenario_set(scenario, edits[i].pointer, edits[i].json));
        require_ok(parley_scenario_fingerprint(scenario, NULL, edited, sizeof edited));
        cr_expect_eq(strcmp(base, edited) != 0, edits[i].changes, "%s", edits[i].pointer);
        parley_scenario_destroy(scenario);
    }
    fingerprint(everything, "15 years", edited);
    cr_expect_str_neq(base, edited);
}

Test(scenario_document, a_variant_has_the_fingerprint_of_the_scenario_it_stands_for)
{
    char patched[33], written[33];
    fingerprint("{\"assumptions\": {\"a\": 1, \"b\": 2}, \"variants\": {\"v\": {\"assumptions\": {\"a\": 3}}}}", "v",
                patched);
    fingerprint("{\"assumptions\": {\"a\": 3, \"b\": 2}}", NULL, written);
    cr_expect_str_eq(patched, written);
    parley_scenario *scenario = loaded(everything);
    cr_expect_eq(parley_scenario_fingerprint(scenario, "15 year", patched, 33), PARLEY_NOT_FOUND);
    cr_expect_str_eq(parley_last_message(), "unknown variant \"15 year\"; did you mean \"15 years\"?");
    cr_expect_eq(parley_scenario_fingerprint(scenario, NULL, patched, 32), PARLEY_BAD_ARGUMENT);
    parley_scenario_destroy(scenario);
}

/// One edit after the other, and the document after each (NULL: refused with that status, unchanged).
static const struct {
    const char *pointer, *json, *after;
    parley_status status;
} sets[] = {
    {"/a", "1", "{ \"parley\": 1, \"a\": 1 }", PARLEY_OK},
    {"/b/c/d", "[1]", "{ \"parley\": 1, \"a\": 1, \"b\": { \"c\": { \"d\": [1] } } }", PARLEY_OK},
    {"/b/c/d/-", "{\"x\": 2}", "{ \"parley\": 1, \"a\": 1, \"b\": { \"c\": { \"d\": [1, { \"x\": 2 }] } } }",
     PARLEY_OK},
    {"/b/c/d/0", "3", "{ \"parley\": 1, \"a\": 1, \"b\": { \"c\": { \"d\": [3, { \"x\": 2 }] } } }", PARLEY_OK},
    {"/b/c/d/2", "3", NULL, PARLEY_NOT_FOUND},
    {"/b/c/d/x", "3", NULL, PARLEY_NOT_FOUND},
    {"/a/x", "3", NULL, PARLEY_NOT_FOUND},
    {"/b/c/d/0", "null", "{ \"parley\": 1, \"a\": 1, \"b\": { \"c\": { \"d\": [{ \"x\": 2 }] } } }", PARLEY_OK},
    {"/b", "null", "{ \"parley\": 1, \"a\": 1 }", PARLEY_OK},
    {"/b", "null", NULL, PARLEY_NOT_FOUND},
    {"/x~1y/~0", "true", "{ \"parley\": 1, \"a\": 1, \"x/y\": { \"~\": true } }", PARLEY_OK},
    {"/x~1y", "null", "{ \"parley\": 1, \"a\": 1 }", PARLEY_OK},
    {"/title", "\"t\"", "{ \"parley\": 1, \"a\": 1, \"title\": \"t\" }", PARLEY_OK},
    {"a", "1", NULL, PARLEY_BAD_ARGUMENT},
    {"/~2", "1", NULL, PARLEY_BAD_ARGUMENT},
    {"/a", "1,", NULL, PARLEY_BAD_JSON},
    {"/a", "{\"b\": 1, \"b\": 2}", NULL, PARLEY_BAD_JSON},
    {"", "1", NULL, PARLEY_BAD_ARGUMENT},
    {"", "null", NULL, PARLEY_BAD_ARGUMENT},
    {"", "{\"z\": []}", "{ \"z\": [] }", PARLEY_OK},
    {"/z/-/deep", "1", "{ \"z\": [{ \"deep\": 1 }] }", PARLEY_OK},
    {"/note", "\"n\"", "{ \"z\": [{ \"deep\": 1 }], \"note\": \"n\" }", PARLEY_OK},
    {"/parley", "1", "{ \"z\": [{ \"deep\": 1 }], \"parley\": 1, \"note\": \"n\" }",
     PARLEY_OK}, // sections have a customary order
};

Test(scenario_document, parts_are_set_and_removed_by_pointer)
{
    parley_scenario *scenario = NULL;
    const char *now = NULL;
    require_ok(parley_scenario_create(&scenario));
    for (size_t i = 0; i < sizeof sets / sizeof *sets; i++) {
        char *json = NULL;
        const parley_status status = parley_scenario_set(scenario, sets[i].pointer, sets[i].json);
        cr_expect_eq(status, sets[i].status, "%s = %s: %s", sets[i].pointer, sets[i].json, parley_status_name(status));
        now = sets[i].after ? sets[i].after : now;
        require_ok(parley_scenario_get(scenario, "", &json));
        cr_expect_str_eq(json, now, "after %s = %s: %s", sets[i].pointer, sets[i].json, json);
        parley_text_destroy(json);
    }
    parley_scenario_destroy(scenario);
}

Test(scenario_document, setting_deeper_and_deeper_ends_before_the_stack_does)
{
    parley_scenario *scenario = NULL;
    char pointer[2 * 1001 + 1], deep[2 * 600 + 1];
    for (int i = 0; i < 1001; i++) {
        memcpy(pointer + 2 * i, "/a", 3);
    }
    for (int i = 0; i < 600; i++) {
        deep[i] = '[';
        deep[1199 - i] = ']';
    }
    deep[1200] = '\0';
    require_ok(parley_scenario_create(&scenario));
    cr_expect_eq(parley_scenario_set(scenario, pointer, "1"), PARLEY_TOO_LARGE);
    pointer[2 * 500] = '\0';
    cr_expect_eq(parley_scenario_set(scenario, pointer, deep), PARLEY_TOO_LARGE);
    pointer[2 * 399] = '\0';
    require_ok(parley_scenario_set(scenario, pointer, deep));
    parley_scenario_destroy(scenario);
}

Test(scenario_document, parts_are_listed_in_their_order)
{
    parley_scenario *scenario = loaded(everything);
    static const size_t counts[] = {3, 3, 2, 5, 4, 2, 1};
    static const char *const last[] = {"presence_hr", "share", "us", "house", "war", "mean_term", "15 years"};
    for (int part = PARLEY_PART_ASSUMPTION; part <= PARLEY_PART_VARIANT; part++) {
        cr_expect_eq(parley_scenario_count(scenario, (parley_part)part), counts[part]);
        cr_expect_str_eq(parley_scenario_id(scenario, (parley_part)part, counts[part] - 1), last[part]);
        cr_expect_null(parley_scenario_id(scenario, (parley_part)part, counts[part]));
    }
    cr_expect_eq(parley_scenario_count(scenario, (parley_part)7), 0);
    parley_scenario_destroy(scenario);
}

static void write_text(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    cr_assert(file && fputs(text, file) >= 0 && fclose(file) == 0);
}

static int files_in(const char *folder)
{
    int count = 0;
    DIR *listing = opendir(folder);
    cr_assert(listing);
    while (readdir(listing)) {
        count++;
    }
    closedir(listing);
    return count - 2;
}

Test(scenario_document, files_are_written_whole_or_not_at_all)
{
    char folder[] = "/tmp/parley_test_XXXXXX", path[64], missing[64];
    cr_assert(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/s.json", folder);
    snprintf(missing, sizeof missing, "%s/none/s.json", folder);
    parley_scenario *scenario = loaded(everything), *again = NULL;
    require_ok(parley_scenario_save_file(scenario, path));
    require_ok(parley_scenario_save_file(scenario, path)); // over the old one
    require_ok(parley_scenario_load_file(path, &again));
    cr_expect_eq(files_in(folder), 1);
    cr_expect_eq(parley_scenario_save_file(scenario, missing), PARLEY_IO);
    cr_expect_str_eq(parley_last_error().file, missing);
    cr_expect_eq(parley_scenario_save_file(scenario, folder), PARLEY_IO); // a folder is not replaced
    cr_expect_eq(files_in(folder), 1);
    parley_scenario_destroy(again);
    parley_scenario_destroy(scenario);
    unlink(path);
    rmdir(folder);
}

Test(scenario_document, files_that_are_none_are_told_by_their_path)
{
    char folder[] = "/tmp/parley_test_XXXXXX", path[64];
    parley_scenario *scenario = NULL;
    cr_assert(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/s.json", folder);
    cr_expect_eq(parley_scenario_load_file(folder, &scenario), PARLEY_IO);
    cr_expect(strstr(parley_last_message(), "this is a folder") && strstr(parley_last_message(), folder), "%s",
              parley_last_message());
    cr_expect_eq(parley_scenario_load_file(path, &scenario), PARLEY_IO);
    cr_expect_str_eq(parley_last_error().file, path);
    write_text(path, "");
    cr_expect_eq(parley_scenario_load_file(path, &scenario), PARLEY_BAD_JSON);
    cr_expect_eq(parley_last_error().line, 1);
    cr_assert_eq(truncate(path, (off_t)200 << 20), 0); // 200 MiB without a byte on the disk
    cr_expect_eq(parley_scenario_load_file(path, &scenario), PARLEY_TOO_LARGE);
    cr_expect(strstr(parley_last_message(), "200 MiB"), "%s", parley_last_message());
    cr_expect_null(scenario);
    unlink(path);
    rmdir(folder);
}

Test(scenario_document, a_changed_scenario_no_longer_claims_lines_of_its_old_text)
{
    parley_scenario *scenario = loaded(everything);
    require_ok(parley_scenario_set(scenario, "/aftermath/horizon", "-1"));
    cr_expect_eq(parley_scenario_check(scenario), PARLEY_BAD_SCENARIO);
    const parley_error error = parley_last_error();
    cr_expect_null(error.file);
    cr_expect_eq(error.line, 0);
    cr_expect_str_eq(error.pointer, "/aftermath/horizon");
    parley_scenario_destroy(scenario);
}
