#include "analysis/report.h"

#include "base/fail.h"

#include <stdio.h>
#include <stdlib.h>

parley_status parley_i_report_create(parley_report **out)
{
    parley_report *report = calloc(1, sizeof *report);
    *out = NULL;
    if (!report) {
        return parley_i_no_memory();
    }
    report->root = parley_i_record_create(&report->arena);
    if (!report->root) {
        parley_report_destroy(report);
        return parley_i_no_memory();
    }
    *out = report;
    return PARLEY_OK;
}

parley_status parley_i_report_finish(parley_report *report, parley_status status, parley_report **out)
{
    if (status == PARLEY_OK && parley_i_record_failed(report->root)) {
        status = parley_i_no_memory();
    }
    if (status != PARLEY_OK) {
        parley_report_destroy(report);
        report = NULL;
    }
    *out = report;
    return status;
}

void parley_i_report_head(struct record *root, const char *title, const char *variant, const char *key, int64_t trial)
{
    parley_i_record_text(root, "title", title);
    if (variant) {
        parley_i_record_text(root, "variant", variant);
    }
    parley_i_record_text(root, key, trial < 0 ? "at the medians of the assumptions" : "of one trial");
    if (trial >= 0) {
        parley_i_record_number(root, "trial", (double)trial);
    }
}

void parley_i_report_rounded(double value, struct text *out)
{
    char buffer[32];
    snprintf(buffer, sizeof buffer, "%.4g", value);
    parley_i_number_print(strtod(buffer, NULL), buffer);
    parley_i_text_add(out, buffer);
}

void parley_report_destroy(parley_report *report)
{
    if (report) {
        parley_i_arena_release(&report->arena);
        free(report);
    }
}

parley_status parley_report_json(const parley_report *report, char **out)
{
    PARLEY_I_REQUIRE(report && out, "report: expected a report and a place for the text, found NULL");
    struct text text = {0};
    parley_i_record_json(report->root, 2, &text);
    return parley_i_text_take(&text, out);
}

parley_status parley_report_text(const parley_report *report, char **out)
{
    PARLEY_I_REQUIRE(report && out, "report: expected a report and a place for the text, found NULL");
    struct text text = {0};
    parley_i_record_print(report->root, &text);
    return parley_i_text_take(&text, out);
}

static parley_status find(const parley_report *report, const char *pointer, const struct record **out)
{
    PARLEY_I_REQUIRE(report && pointer, "report: expected a report and a pointer, found NULL");
    *out = parley_i_record_at(report->root, pointer);
    return *out ? PARLEY_OK : parley_i_fail(PARLEY_NOT_FOUND, "the report has nothing at \"%s\"", pointer);
}

parley_status parley_report_number(const parley_report *report, const char *pointer, double *out)
{
    const struct record *node = NULL;
    PARLEY_I_REQUIRE(out, "report: expected a place for the number, found NULL");
    PARLEY_I_TRY(find(report, pointer, &node));
    if (node->kind != RECORD_NUMBER && node->kind != RECORD_TRUTH) {
        return parley_i_fail(PARLEY_NOT_FOUND, "the report has no number at \"%s\"", pointer);
    }
    *out = node->number;
    return PARLEY_OK;
}

parley_status parley_report_string(const parley_report *report, const char *pointer, const char **out)
{
    const struct record *node = NULL;
    PARLEY_I_REQUIRE(out, "report: expected a place for the text, found NULL");
    PARLEY_I_TRY(find(report, pointer, &node));
    if (node->kind != RECORD_TEXT) {
        return parley_i_fail(PARLEY_NOT_FOUND, "the report has no text at \"%s\"", pointer);
    }
    *out = node->text;
    return PARLEY_OK;
}

size_t parley_report_size(const parley_report *report, const char *pointer)
{
    const struct record *node = report && pointer ? parley_i_record_at(report->root, pointer) : NULL;
    size_t size = 0;
    for (const struct record *member = node ? node->first : NULL; member; member = member->next) {
        size++;
    }
    return size;
}

const char *parley_report_key(const parley_report *report, const char *pointer, size_t index)
{
    const struct record *node = report && pointer ? parley_i_record_at(report->root, pointer) : NULL;
    const struct record *member = node ? node->first : NULL;
    while (member && index > 0) {
        member = member->next;
        index--;
    }
    return member ? member->key : NULL;
}
