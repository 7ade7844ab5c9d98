// What a result says of itself, and what it refuses.
#include "support/results.h"

#include <criterion/parameterized.h>
#include <stdio.h>

static parley_result *result;

static void begin(void)
{
    result = empty_result(1000, 1);
    play_of_test(result, 0, 1000, 0);
}
static void end(void) { parley_result_destroy(result); }

static bool says(const char *piece) { return strstr(parley_last_message(), piece) != NULL; }

TestSuite(result, .init = begin, .fini = end);

Test(result, it_tells_what_run_it_is)
{
    cr_assert_str_eq(parley_result_title(result), "A test");
    cr_assert_str_eq(parley_result_variant(result), "50 years");
    cr_assert_str_eq(parley_result_fingerprint(result), "0123456789abcdef0123456789abcdef");
    cr_assert_str_eq(parley_result_time_unit(result), "years");
    cr_assert_eq(parley_result_seed(result), UINT64_MAX);
    cr_assert_eq(parley_result_trials(result), 1000);
    cr_assert_eq(parley_result_sampling(result), PARLEY_SAMPLING_RANDOM);
    cr_assert_eq(parley_result_random_places(result), 0);
    cr_assert_eq(parley_result_count(result), QUANTITIES_OF_TEST);
    cr_assert_str_eq(parley_result_name(result, 3), "term");
    cr_assert_str_eq(parley_result_path(result, 3), "metrics/term");
    cr_assert_null(parley_result_name(result, QUANTITIES_OF_TEST));
    cr_assert_null(parley_result_path(result, QUANTITIES_OF_TEST));
    cr_assert_str_eq(parley_result_label(result, "peace"), "Peace, \"25 years\"");
    cr_assert_str_eq(parley_result_label(result, "term"), "term");
    cr_assert_str_eq(parley_result_unit(result, "term"), "years");
    cr_assert_str_eq(parley_result_unit(result, "peace"), "");
    cr_assert_null(parley_result_label(result, "nothing"));
    cr_assert_null(parley_result_unit(result, "nothing"));
}

Test(result, a_summary_holds_what_was_counted)
{
    parley_summary term, war;
    result_ok(parley_result_summary(result, "term", &term));
    cr_assert_eq(term.n + term.undefined, 1000);
    cr_assert_eq(term.least, 15);
    cr_assert_eq(term.most, 50);
    result_ok(parley_result_summary(result, "aftermath.first.war", &war));
    cr_assert_eq(war.n + war.never, 1000);
    cr_assert_eq(war.mean, INFINITY);
    double agreed = 0;
    for (uint64_t trial = 0; trial < 1000; trial++) {
        agreed += value_of_test(0, trial, 0);
    }
    cr_assert_eq(parley_result_agreement_rate(result), agreed / 1000);
    cr_assert_eq((double)term.n, agreed);
}

Test(result, a_label_has_a_share_of_the_defined_and_a_failure_of_all)
{
    double none, monitors, troops, at_advisers, at_signing;
    result_ok(parley_result_share(result, "deal.presence", "none", &none));
    result_ok(parley_result_share(result, "deal.presence", "monitors", &monitors));
    result_ok(parley_result_share(result, "deal.presence", "troops, many", &troops));
    cr_assert_float_eq(none + monitors + troops, 1, 1e-15);
    result_ok(parley_result_share(result, "failed_at", "advisers", &at_advisers));
    result_ok(parley_result_share(result, "failed_at", "signing", &at_signing));
    cr_assert_float_eq(at_advisers + at_signing, 1 - parley_result_agreement_rate(result), 1e-15);
    cr_assert_eq(parley_result_labels(result, "deal.presence"), 3);
    cr_assert_eq(parley_result_labels(result, "term"), 0);
    cr_assert_eq(parley_result_labels(result, "nothing"), 0);
    cr_assert_str_eq(parley_result_label_at(result, "deal.presence", 1), "monitors");
    cr_assert_null(parley_result_label_at(result, "deal.presence", 3));
}

Test(result, a_misspelt_name_is_answered_with_the_nearest)
{
    parley_summary summary;
    double number;
    cr_assert_eq(parley_result_summary(result, "ua.utilty", &summary), PARLEY_NOT_FOUND);
    cr_assert(says("did you mean \"ua.utility\""), "%s", parley_last_message());
    cr_assert_eq(parley_result_summary(result, "qqqqqqqqqqqqqq", &summary), PARLEY_NOT_FOUND);
    cr_assert(says("qqqqqqqqqqqqqq"));
    cr_assert_eq(parley_result_quantile(result, "trm", 0.5, &number), PARLEY_NOT_FOUND);
    cr_assert_eq(parley_result_share(result, "deal.presense", "none", &number), PARLEY_NOT_FOUND);
    cr_assert_eq(parley_result_share(result, "deal.presence", "monitor", &number), PARLEY_NOT_FOUND);
    cr_assert(says("monitors"));
}

Test(result, a_question_that_makes_no_sense_is_refused)
{
    double number;
    parley_summary summary;
    char *text;
    size_t size;
    cr_assert_eq(parley_result_quantile(result, "term", 1.5, &number), PARLEY_BAD_ARGUMENT);
    cr_assert_eq(parley_result_quantile(result, "term", NAN, &number), PARLEY_BAD_ARGUMENT);
    cr_assert_eq(parley_result_quantile(result, "deal.presence", 0.5, &number), PARLEY_BAD_ARGUMENT);
    cr_assert_eq(parley_result_share(result, "term", "15", &number), PARLEY_BAD_ARGUMENT);
    cr_assert_eq(parley_result_summary(NULL, "term", &summary), PARLEY_BAD_ARGUMENT);
    cr_assert_eq(parley_result_summary(result, NULL, &summary), PARLEY_BAD_ARGUMENT);
    cr_assert_eq(parley_result_summary(result, "term", NULL), PARLEY_BAD_ARGUMENT);
    cr_assert_eq(parley_result_json(NULL, &text), PARLEY_BAD_ARGUMENT);
    cr_assert_eq(parley_result_csv(NULL, &text), PARLEY_BAD_ARGUMENT);
    cr_assert_eq(parley_result_save(NULL, &text, &size), PARLEY_BAD_ARGUMENT);
    cr_assert_eq(parley_result_save(result, &text, NULL), PARLEY_BAD_ARGUMENT);
    cr_assert_eq(parley_result_merge(result, NULL), PARLEY_BAD_ARGUMENT);
    cr_assert_eq(parley_result_merge(result, result), PARLEY_BAD_ARGUMENT);
    cr_assert_eq(parley_result_count(NULL), 0);
    cr_assert_eq(parley_result_hash(NULL), 0);
    cr_assert(isnan(parley_result_agreement_rate(NULL)));
    parley_result_destroy(NULL);
}

Test(result, the_json_has_every_quantity_in_its_place)
{
    char *text;
    result_ok(parley_result_json(result, &text));
    const char *pieces[] = {"\"parley\": 1,\n  \"title\": \"A test\",\n  \"variant\": \"50 years\"",
                            "\"seed\": \"18446744073709551615\",\n  \"trials\": 1000,\n  \"sampling\": \"random\"",
                            "\"agreement\": {\n    \"mean\": 0.",
                            "\"failed_at\": {\n    \"advisers\": 0.",
                            "\"metrics\": {\n    \"peace\": {\n      \"label\": \"Peace, \\\"25 years\\\"\",\n",
                            "\"term\": {\n      \"unit\": \"years\",",
                            "\"issues\": {\n    \"presence\": {\n      \"none\": 0.",
                            "\"parties\": {\n    \"ua\": {\n      \"utility\": {\n        \"n\": 1000,",
                            "\"concessions\": {\n        \"presence\": {",
                            "\"aftermath\": {\n    \"war\": {\n      \"first\": {",
                            "\"never\": ",
                            "\"mean\": null,\n        \"sd\": null,",
                            "\"quantiles\": {\n          \"0.05\": ",
                            "\"elapsed\": {\n    \"n\": 1000,"};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        cr_assert(strstr(text, pieces[i]), "%s\nis not in\n%s", pieces[i], text);
    }
    cr_assert_not(strstr(text, "leaders"), "a step at which nothing failed is not listed");
    parley_text_destroy(text);
}

Test(result, the_csv_has_a_row_per_quantity_and_label)
{
    char *text;
    result_ok(parley_result_csv(result, &text));
    const char *header = "name,label,unit,n,undefined,never,mean,sd,se,ci95_low,ci95_high,"
                         "min,q05,q25,median,q75,q95,max\n";
    cr_assert_eq(strncmp(text, header, strlen(header)), 0);
    size_t rows = 0;
    for (const char *c = text; *c; c++) {
        rows += *c == '\n';
    }
    cr_assert_eq(rows, 1 + QUANTITIES_OF_TEST - 2 + 3 + 3);
    cr_assert(strstr(text, "\npeace,\"Peace, \"\"25 years\"\"\",,1000,0,0,0."));
    cr_assert(strstr(text, "\n\"deal.presence=troops, many\",,,"));
    cr_assert(strstr(text, "\nfailed_at=leaders,,,1000,0,0,0,0,0,0,0.00"));
    cr_assert(strstr(text, ",inf,,,,,"), "never: an infinite mean, no spread");
    cr_assert(strstr(text, "\nelapsed,,,1000,0,0,0.25,0,0,0.25,0.25,0.25,0.25,0.25,0.25,0.25,0.25,0.25\n"));
    parley_text_destroy(text);
}

Test(result, only_parts_of_one_run_merge_and_a_failure_changes_nothing)
{
    uint64_t hash = parley_result_hash(result);
    parley_result *other = empty_result(1000, 1);
    play_of_test(other, 999, 1000, 0);
    cr_assert_eq(parley_result_merge(result, other), PARLEY_MISMATCH);
    cr_assert(says("trial 999"), "%s", parley_last_message());
    other->seed = 7;
    cr_assert_eq(parley_result_merge(result, other), PARLEY_MISMATCH);
    cr_assert(says("seeds"));
    other->seed = result->seed;
    other->trials = 2000;
    cr_assert_eq(parley_result_merge(result, other), PARLEY_MISMATCH);
    cr_assert(says("2000 trials"));
    other->trials = result->trials;
    other->sampling = PARLEY_SAMPLING_SOBOL;
    cr_assert_eq(parley_result_merge(result, other), PARLEY_MISMATCH);
    cr_assert(says("sobol"));
    other->sampling = result->sampling;
    other->fingerprint[0] = 'f';
    cr_assert_eq(parley_result_merge(result, other), PARLEY_MISMATCH);
    cr_assert(says("fingerprints"));
    other->fingerprint[0] = '0';
    other->quantity[2].name = "war";
    cr_assert_eq(parley_result_merge(result, other), PARLEY_MISMATCH);
    cr_assert(says("\"war\""));
    other->quantity[2].name = "peace";
    other->quantity_count--;
    cr_assert_eq(parley_result_merge(result, other), PARLEY_MISMATCH);
    other->quantity_count++;
    cr_assert_eq(parley_result_hash(result), hash);
    parley_result_destroy(other);
}

Test(result, a_trial_is_covered_once)
{
    parley_result *empty = empty_result(100, 1);
    result_ok(parley_i_result_cover(empty, 10, 20));
    result_ok(parley_i_result_cover(empty, 30, 40));
    result_ok(parley_i_result_cover(empty, 5, 5));
    cr_assert_eq(parley_i_result_cover(empty, 19, 21), PARLEY_MISMATCH);
    cr_assert_eq(parley_i_result_cover(empty, 0, 100), PARLEY_MISMATCH);
    result_ok(parley_i_result_cover(empty, 20, 30));
    result_ok(parley_i_result_cover(empty, 0, 9));
    cr_assert_eq(empty->covered_count, 2);
    cr_assert_eq(empty->played, 39);
    parley_result_destroy(empty);
}

Test(result, a_result_without_quantities_has_no_agreement_rate)
{
    struct parley_result head = {.trials = 1};
    parley_result *bare = NULL;
    char *text;
    result_ok(parley_i_result_create(&head, NULL, 0, &bare));
    cr_assert(isnan(parley_result_agreement_rate(bare)));
    cr_assert_str_eq(parley_result_title(bare), "");
    result_ok(parley_result_json(bare, &text));
    cr_assert_null(strstr(text, "agreement"));
    parley_text_destroy(text);
    parley_result_destroy(bare);
}

/// A saved result with one line replaced, its checksum mended; and the line that the refusal must name.
struct damage {
    char from[40], to[48];
    int line;
};
ParameterizedTestParameters(saved, a_damaged_line_is_named)
{
    static struct damage rows[] = {
        {"parley-result 1", "parley-result 2", 1},
        {"title \"", "title ", 2},
        {"\"A test\"", "\"A \\test\"", 2},
        {"\"A test\"", "\"A test", 2},
        {"\"0123456789abcdef", "\"00123456789abcdef", 5},
        {" 1000 0 1 0\n", " 1000 9 1 0\n", 6},
        {" 1000 0 1 0\n", " 1000 0 0 0\n", 6},
        {" 1000 0 1 0\n", " 1000 0 65 0\n", 6},
        {" 1000 0 1 0\n", " 99999999999999999999999 0 1 0\n", 6},
        {"covered 1\n", "covered 99999999999\n", 7},
        {"covered 1\n0 1000\n", "covered 1\n0 1001\n", 8},
        {"covered 1\n0 1000\n", "covered 1\n5 5\n", 8},
        {"covered 1\n0 1000\n", "covered 1\n0 999\n", 20},
        {"quantities 9\n", "quantities 9000000\n", 9},
        {"quantity 0 1 0", "quantity 7 1 0", 10},
        {"quantity 0 1 0", "quantity 0 2 0", 10},
        {"quantity 0 1 0", "quantity 0 1 99999999", 10},
        {"counts 0 0 0\n", "counts 0 1 0\n", 20},
        {"bins 2\n", "bins 1\n", 19},
        {"bins 2\n", "bins 3\n", 20},
        {"squares 33", "squares 70", 15},
        {"squares 33", "squares x", 15},
        {"3ff0000000000000\n", "7ff0000000000000\n", 19},
        {"3ff0000000000000\n", "3ff0000000000000 4000000000000000\n", 19},
        {"3ff0000000000000\n", "bff0000000000000\n", 19},
        {"3ff0000000000000\n", "4000000000000000\n", 19},
        {"3ff0000000000000\n", "g\n", 19},
    };
    return cr_make_param_array(struct damage, rows, sizeof rows / sizeof *rows);
}

/// The saved text with the first `from` replaced by `to` and a checksum that fits.
static char *damaged(const char *saved, const char *from, const char *to, size_t *size)
{
    const char *place = strstr(saved, from);
    cr_assert_not_null(place, "%s", from);
    struct text text = {0};
    parley_i_text_add_n(&text, saved, (size_t)(place - saved));
    parley_i_text_add(&text, to);
    parley_i_text_add(&text, place + strlen(from));
    char *tail = strstr(text.data, "\nend ") + 1;
    text.size = (size_t)(tail - text.data);
    parley_i_text_format(&text, "end %llx\n", (unsigned long long)parley_i_saved_checksum(text.data, text.size));
    *size = text.size;
    char *out = NULL;
    result_ok(parley_i_text_take(&text, &out));
    return out;
}

ParameterizedTest(struct damage *damage, saved, a_damaged_line_is_named, .init = begin, .fini = end)
{
    char *saved, *text, line[32];
    size_t size;
    result_ok(parley_result_save(result, &saved, &size));
    text = damaged(saved, damage->from, damage->to, &size);
    parley_result *loaded = result;
    cr_assert_eq(parley_result_load(text, size, &loaded), PARLEY_BAD_RESULT, "%s was taken", damage->to);
    cr_assert_null(loaded);
    snprintf(line, sizeof line, "line %d of", damage->line);
    cr_assert(says(line), "%s -> %s: %s", damage->from, damage->to, parley_last_message());
    parley_text_destroy(saved);
    parley_text_destroy(text);
}

Test(saved, a_text_cut_anywhere_is_refused, .init = begin, .fini = end)
{
    char *saved;
    size_t size;
    parley_result *loaded;
    result_ok(parley_result_save(result, &saved, &size));
    for (size_t cut = 0; cut < size; cut += cut < 400 || cut > size - 40 ? 1 : 199) {
        cr_assert_eq(parley_result_load(saved, cut, &loaded), PARLEY_BAD_RESULT, "cut at %zu", cut);
        cr_assert(cut <= strlen("parley-result 1\n") || says("truncated"), "cut at %zu: %s", cut, parley_last_message());
    }
    parley_text_destroy(saved);
}

Test(saved, what_was_never_a_saved_result_is_told_as_such)
{
    static const char *const texts[] = {"", "{ \"parley\": 1 }", "parley", "Parley-result 1\n"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        parley_result *loaded;
        cr_assert_eq(parley_result_load(texts[i], strlen(texts[i]), &loaded), PARLEY_BAD_RESULT);
        cr_assert(strcmp(texts[i], "parley") == 0 || says("no saved result"), "%s", parley_last_message());
    }
}

Test(saved, a_changed_digit_or_trailing_text_is_noticed, .init = begin, .fini = end)
{
    char *saved;
    size_t size;
    parley_result *loaded;
    result_ok(parley_result_save(result, &saved, &size));
    char *title = strstr(saved, "A test");
    title[0] = 'B';
    cr_assert_eq(parley_result_load(saved, size, &loaded), PARLEY_BAD_RESULT);
    cr_assert(says("checksum"));
    title[0] = 'A';
    result_ok(parley_result_load(saved, size, &loaded));
    parley_result_destroy(loaded);
    cr_assert_eq(parley_result_load(saved, size + 1, &loaded), PARLEY_BAD_RESULT, "a zero byte follows");
    cr_assert_eq(parley_result_load(NULL, 0, &loaded), PARLEY_BAD_ARGUMENT);
    cr_assert_eq(parley_result_load(saved, size, NULL), PARLEY_BAD_ARGUMENT);
    cr_assert_eq(parley_result_load("", 0, &loaded), PARLEY_BAD_RESULT);
    parley_text_destroy(saved);
}

Test(saved, texts_with_quotes_and_line_breaks_come_back)
{
    struct parley_result head = {.title = "a \"b\"\nc\\n", .fingerprint = "f", .trials = 1};
    parley_result *made = NULL, *loaded = NULL;
    char *saved;
    size_t size;
    result_ok(parley_i_result_create(&head, NULL, 0, &made));
    result_ok(parley_result_save(made, &saved, &size));
    result_ok(parley_result_load(saved, size, &loaded));
    cr_assert_str_eq(parley_result_title(loaded), head.title);
    parley_text_destroy(saved);
    parley_result_destroy(made);
    parley_result_destroy(loaded);
}
