// Issues: options, or a grid of numbers.
#include "scenario/reader.h"

#include <math.h>

enum { MOST_POINTS = 1000000, USUAL_POINTS = 101 };

static parley_status read_options(const struct reader *reader, const struct node *at, const struct node *list,
                                  struct issue_model *issue)
{
    PARLEY_I_TRY(parley_i_want_list(list, "a list of options", true));
    const char **options;
    READER_ARRAY(reader, options, parley_i_node_count(list) + 1);
    for (struct node option = parley_i_first(list); option.json; option = parley_i_next(&option)) {
        if (!cJSON_IsString(option.json)) {
            return parley_i_complain_type(
                &option, "an option's name, a text (for an issue in numbers use \"points\" or \"range\")");
        }
        if (!parley_i_is_name(option.json->valuestring)) {
            return parley_i_complain(
                &option, "bad name for an option; expected 1 to 100 characters, none of them a control character");
        }
        PARLEY_I_TRY(parley_i_read_text(reader, &option, &options[issue->count++]));
    }
    struct index index;
    size_t twice;
    PARLEY_I_TRY(parley_i_index_names(reader, options, issue->count, "option", &index, &twice));
    if (twice != SIZE_MAX) {
        struct node option = parley_i_first(list);
        while (option.index < twice) {
            option = parley_i_next(&option);
        }
        return parley_i_complain(&option, "the option %s is listed twice", parley_i_quote(options[twice]).text);
    }
    issue->options = options;
    issue->low = 0;
    issue->high = (double)(issue->count - 1);
    issue->category =
        (struct category){parley_i_arena_format(reader->arena, "issue %s", at->json->string), options, issue->count};
    return issue->category.name ? PARLEY_OK : parley_i_no_memory();
}

/// Grid from low by step to high; when the step does not divide the range, the top is added.
static parley_status make_grid(const struct reader *reader, const struct node *step_at, double step,
                               struct issue_model *issue)
{
    const double low = issue->low, high = issue->high;
    if (step == 0) {
        step = (high - low) / (USUAL_POINTS - 1);
    }
    const double steps = floor((high - low) / step * (1 + 1e-9));
    if (steps + 2 > MOST_POINTS) {
        return parley_i_complain(step_at, "this step makes more than a million points; expected a larger one");
    }
    double *points;
    READER_ARRAY(reader, points, (size_t)steps + 2);
    size_t count = (size_t)steps + 1;
    for (size_t k = 0; k < count; k++) {
        points[k] = low + (double)k * step;
    }
    if (fabs(points[count - 1] - high) <= 1e-9 * (high - low)) {
        points[count - 1] = high;
    } else {
        points[count++] = high;
    }
    issue->points = points;
    issue->count = count;
    return PARLEY_OK;
}

static parley_status read_range(const struct reader *reader, const struct node *range, const struct node *step_at,
                                struct issue_model *issue)
{
    if (!cJSON_IsArray(range->json) || parley_i_node_count(range) != 2) {
        return parley_i_complain(range, "expected a range of two numbers: [low, high]");
    }
    const struct node low = parley_i_first(range), high = parley_i_next(&low);
    PARLEY_I_TRY(parley_i_read_number(&low, &issue->low));
    PARLEY_I_TRY(parley_i_read_number(&high, &issue->high));
    if (!(issue->low < issue->high)) {
        return parley_i_complain(range, "the range goes from %s to %s; expected low < high",
                                 parley_i_show(issue->low).text, parley_i_show(issue->high).text);
    }
    const double width = issue->high - issue->low;
    if (!isfinite(width)) {
        return parley_i_complain(range, "the range is too wide to compute with");
    }
    double step = 0;
    if (step_at->json) {
        PARLEY_I_TRY(parley_i_read_number(step_at, &step));
        if (!(step > 0)) {
            return parley_i_complain(step_at, "a step of %s; expected a number > 0", parley_i_show(step).text);
        }
        if (step > width) {
            return parley_i_complain(step_at, "a step of %s is larger than the range, which is %s wide",
                                     parley_i_show(step).text, parley_i_show(width).text);
        }
    }
    return make_grid(reader, step_at->json ? step_at : range, step, issue);
}

static parley_status read_points(const struct reader *reader, const struct node *list, struct issue_model *issue)
{
    PARLEY_I_TRY(parley_i_want_list(list, "a list of increasing numbers", true));
    const size_t count = parley_i_node_count(list);
    if (count < 2 || count > MOST_POINTS) {
        return parley_i_complain(list,
                                 count < 2 ? "only one point; expected at least two" : "more than a million points");
    }
    double *points;
    READER_ARRAY(reader, points, count);
    for (struct node at = parley_i_first(list); at.json; at = parley_i_next(&at)) {
        PARLEY_I_TRY(parley_i_read_number(&at, &points[at.index]));
        if (at.index > 0 && !(points[at.index] > points[at.index - 1])) {
            return parley_i_complain(&at, "%s after %s; expected increasing numbers",
                                     parley_i_show(points[at.index]).text, parley_i_show(points[at.index - 1]).text);
        }
    }
    issue->points = points;
    issue->count = count;
    issue->low = points[0];
    issue->high = points[count - 1];
    return PARLEY_OK;
}

/// The position of an option named by a text; a number written like an option's name will do as well.
static parley_status read_option(const struct reader *reader, const struct node *at, const struct issue_model *issue,
                                 int32_t *out)
{
    struct source source = {NULL, NULL};
    PARLEY_I_TRY(parley_i_read_source(reader, at, &source));
    for (size_t i = 0; i < issue->count; i++) {
        if (strcmp(issue->options[i], source.text) == 0) {
            *out = (int32_t)i;
            return PARLEY_OK;
        }
    }
    return parley_i_complain_unknown(at, false, "option", source.text, issue->options, issue->count);
}

static parley_status read_values(const struct reader *reader, const struct node *at, struct issue_model *issue)
{
    const struct node fixed = parley_i_member(at, "fixed"), status_quo = parley_i_member(at, "status_quo");
    issue->is_fixed = fixed.json != NULL;
    issue->fixed_option = issue->status_quo_option = NONE;
    if (issue->options) {
        PARLEY_I_TRY(fixed.json ? read_option(reader, &fixed, issue, &issue->fixed_option) : PARLEY_OK);
        return status_quo.json ? read_option(reader, &status_quo, issue, &issue->status_quo_option) : PARLEY_OK;
    }
    double value;
    if (parley_i_is_plain(&fixed, &value) && !(value >= issue->low && value <= issue->high)) {
        return parley_i_complain(&fixed, "fixed at %s; expected a value from %s to %s, the issue's range",
                                 parley_i_show(value).text, parley_i_show(issue->low).text,
                                 parley_i_show(issue->high).text);
    }
    PARLEY_I_TRY(parley_i_read_source(reader, &fixed, &issue->fixed));
    return parley_i_read_source(reader, &status_quo, &issue->status_quo);
}

static parley_status read_issue(const struct reader *reader, const struct node *at, struct issue_model *issue)
{
    static const char *const keys[] = {"options", "range",      "step",         "points",
                                       "fixed",   "status_quo", "delivered_by", NULL};
    PARLEY_I_TRY(parley_i_check_id(at, "an issue"));
    PARLEY_I_TRY(parley_i_want_keys(at, "an issue, which is an object", keys));
    PARLEY_I_TRY(parley_i_read_entry(reader, at, &issue->entry));
    const struct node options = parley_i_member(at, "options"), range = parley_i_member(at, "range");
    const struct node points = parley_i_member(at, "points"), step = parley_i_member(at, "step");
    if ((options.json != NULL) + (range.json != NULL) + (points.json != NULL) != 1) {
        return parley_i_complain(at, "expected exactly one of \"options\", \"range\" and \"points\"");
    }
    if (step.json && !range.json) {
        return parley_i_complain_key(&step, "\"step\" belongs to a \"range\"");
    }
    PARLEY_I_TRY(options.json ? read_options(reader, at, &options, issue)
                 : range.json ? read_range(reader, &range, &step, issue)
                              : read_points(reader, &points, issue));
    PARLEY_I_TRY(read_values(reader, at, issue));
    const struct node deliverer = parley_i_member(at, "delivered_by");
    issue->delivered_by = NONE;
    return deliverer.json ? parley_i_read_name(&deliverer, &reader->parties, &issue->delivered_by) : PARLEY_OK;
}

parley_status parley_i_read_issues(struct reader *reader, const struct node *root)
{
    const struct node section = parley_i_member(root, "issues"), parties = parley_i_member(root, "parties");
    PARLEY_I_TRY(parley_i_index_keys(reader, &section, "issue", &reader->issues));
    PARLEY_I_TRY(parley_i_index_keys(reader, &parties, "party", &reader->parties));
    struct issue_model *list;
    READER_ARRAY(reader, list, reader->issues.count);
    for (struct node at = parley_i_first(&section); at.json; at = parley_i_next(&at)) {
        PARLEY_I_TRY(read_issue(reader, &at, &list[at.index]));
    }
    reader->model->issues = list;
    reader->model->issue_count = reader->issues.count;
    return PARLEY_OK;
}
