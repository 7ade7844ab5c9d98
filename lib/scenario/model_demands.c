// Demands: how much a party cares for an issue, and its value function.
#include "scenario/reader.h"

/// A point of the issue: a number or formula, or the name of an option, which then stands for its position.
static parley_status read_point(const struct reader *reader, const struct node *at, const struct issue_model *issue,
                                struct source *out)
{
    PARLEY_I_TRY(parley_i_read_source(reader, at, out));
    if (!issue->options) {
        return PARLEY_OK;
    }
    for (size_t i = 0; i < issue->count; i++) {
        if (strcmp(issue->options[i], out->text) == 0) {
            out->text = parley_i_arena_format(reader->arena, "%zu", i);
            return out->text ? PARLEY_OK : parley_i_no_memory();
        }
    }
    return parley_i_complain_unknown(at, false, "option", out->text, issue->options, issue->count);
}

/// The number a source plainly is: a JSON number, or an option's position.
static bool plain_point(const struct node *at, const struct issue_model *issue, const struct source *source,
                        double *value)
{
    if (issue->options) {
        *value = 0;
        for (const char *c = source->text; *c; c++) {
            *value = *value * 10 + (*c - '0');
        }
        return true;
    }
    return parley_i_is_plain(at, value);
}

static parley_status read_ideal(const struct reader *reader, const struct node *at, const struct issue_model *issue,
                                struct demand_model *demand)
{
    const struct node ideal = parley_i_member(at, "ideal"), limit = parley_i_member(at, "limit");
    if (!ideal.json || !limit.json) {
        return parley_i_complain(at, "\"%s\" is missing; \"ideal\" (worth 1) and \"limit\" (worth 0) go together",
                                 ideal.json ? "limit" : "ideal");
    }
    PARLEY_I_TRY(read_point(reader, &ideal, issue, &demand->ideal));
    const struct node shape = parley_i_member(at, "shape");
    PARLEY_I_TRY(parley_i_read_source(reader, &shape, &demand->exponent));
    double best, worst[2];
    const bool plain = plain_point(&ideal, issue, &demand->ideal, &best);
    if (!cJSON_IsArray(limit.json)) {
        demand->shape = VALUE_IDEAL;
        PARLEY_I_TRY(read_point(reader, &limit, issue, &demand->limit[0]));
        if (plain && plain_point(&limit, issue, &demand->limit[0], worst) && best == worst[0]) {
            return parley_i_complain(&limit, "the limit equals the ideal; expected two different points");
        }
        return PARLEY_OK;
    }
    demand->shape = VALUE_PEAK;
    if (parley_i_node_count(&limit) != 2) {
        return parley_i_complain(&limit, "expected one limit, or the two of a single peak: [low, high]");
    }
    const struct node low = parley_i_first(&limit), high = parley_i_next(&low);
    PARLEY_I_TRY(read_point(reader, &low, issue, &demand->limit[0]));
    PARLEY_I_TRY(read_point(reader, &high, issue, &demand->limit[1]));
    const bool plain_low = plain_point(&low, issue, &demand->limit[0], &worst[0]);
    const bool plain_high = plain_point(&high, issue, &demand->limit[1], &worst[1]);
    if ((plain_low && plain_high && !(worst[0] < worst[1])) || (plain && plain_low && !(worst[0] < best)) ||
        (plain && plain_high && !(best < worst[1]))) {
        return parley_i_complain(&limit, "the ideal does not lie between the two limits; expected low < ideal < high");
    }
    return PARLEY_OK;
}

static parley_status read_curve(const struct reader *reader, const struct node *at, struct demand_model *demand)
{
    demand->shape = VALUE_CURVE;
    PARLEY_I_TRY(parley_i_want_list(at, "a list of points [x, y] with increasing x", true));
    struct curve_point *points;
    READER_ARRAY(reader, points, parley_i_node_count(at));
    for (struct node pair = parley_i_first(at); pair.json; pair = parley_i_next(&pair)) {
        if (!cJSON_IsArray(pair.json) || parley_i_node_count(&pair) != 2) {
            return parley_i_complain(&pair, "expected a point of two numbers: [x, y]");
        }
        const struct node x = parley_i_first(&pair), y = parley_i_next(&x);
        struct curve_point *point = &points[demand->curve_points++];
        PARLEY_I_TRY(parley_i_read_number(&x, &point->x));
        PARLEY_I_TRY(parley_i_read_number(&y, &point->y));
        if (pair.index > 0 && !(point->x > point[-1].x)) {
            return parley_i_complain(&x, "the curve goes from x = %s to %s; expected increasing x",
                                     parley_i_show(point[-1].x).text, parley_i_show(point->x).text);
        }
        if (!(point->y >= 0 && point->y <= 1)) {
            return parley_i_complain(&y, "a worth of %s; expected a number in [0, 1]", parley_i_show(point->y).text);
        }
    }
    demand->curve = points;
    return demand->curve_points >= 2 ? PARLEY_OK : parley_i_complain(at, "a curve of one point; expected at least two");
}

static parley_status read_table(const struct reader *reader, const struct node *at, const struct index *options,
                                struct demand_model *demand)
{
    demand->shape = VALUE_TABLE;
    struct source *table;
    READER_ARRAY(reader, table, options->count);
    demand->table = table;
    if (cJSON_IsArray(at->json)) {
        if (parley_i_node_count(at) != options->count) {
            return parley_i_complain(at, "%zu values for %zu options; expected one for each", parley_i_node_count(at),
                                     options->count);
        }
        for (struct node value = parley_i_first(at); value.json; value = parley_i_next(&value)) {
            PARLEY_I_TRY(parley_i_read_source(reader, &value, &table[value.index]));
        }
        return PARLEY_OK;
    }
    PARLEY_I_TRY(parley_i_want_object(at, "an object of values by option, or a list in the options' order", false));
    for (struct node value = parley_i_first(at); value.json; value = parley_i_next(&value)) {
        const int32_t option = parley_i_index_find(options, value.json->string);
        if (option == NONE) {
            return parley_i_complain_unknown(&value, true, "option", value.json->string, options->names,
                                             options->count);
        }
        PARLEY_I_TRY(parley_i_read_source(reader, &value, &table[option]));
    }
    for (size_t i = 0; i < options->count; i++) {
        if (!table[i].text) {
            return parley_i_complain(at, "the value of option %s is missing", parley_i_quote(options->names[i]).text);
        }
    }
    return PARLEY_OK;
}

static parley_status read_red_lines(const struct reader *reader, const struct node *at, const struct index *options,
                                    struct demand_model *demand)
{
    const struct node line = parley_i_member(at, "red_line"), lines = parley_i_member(at, "red_lines");
    PARLEY_I_TRY(parley_i_read_truth(&line, &demand->red_line));
    if (!lines.json) {
        return PARLEY_OK;
    }
    if (options->count == 0) {
        return parley_i_complain_key(
            &lines,
            "\"red_lines\" names options, but the issue is in numbers; use \"red_line\": true with a \"limit\"");
    }
    const int32_t *barred;
    size_t count;
    uint8_t *flags;
    PARLEY_I_TRY(parley_i_read_names(reader, &lines, options, &barred, &count));
    READER_ARRAY(reader, flags, options->count);
    for (size_t i = 0; i < count; i++) {
        flags[barred[i]] = 1;
    }
    demand->barred_option = flags;
    return PARLEY_OK;
}

/// The value function, of which there must be exactly one.
static parley_status read_worth(const struct reader *reader, const struct node *at, const struct issue_model *issue,
                                const struct index *options, struct demand_model *demand)
{
    const struct node curve = parley_i_member(at, "curve"), values = parley_i_member(at, "values"),
                      formula = parley_i_member(at, "value");
    const struct node shape = parley_i_member(at, "shape");
    const bool ideal = parley_i_member(at, "ideal").json || parley_i_member(at, "limit").json;
    if (ideal + (curve.json != NULL) + (values.json != NULL) + (formula.json != NULL) != 1) {
        return parley_i_complain(
            at, "expected exactly one of \"ideal\" with \"limit\", \"curve\", \"values\" and \"value\"");
    }
    if (shape.json && !ideal) {
        return parley_i_complain_key(&shape, "\"shape\" belongs to \"ideal\" and \"limit\"");
    }
    if (ideal) {
        return read_ideal(reader, at, issue, demand);
    }
    if (curve.json) {
        return issue->options
                   ? parley_i_complain_key(&curve, "a curve needs an issue in numbers; give \"values\" for the options")
                   : read_curve(reader, &curve, demand);
    }
    if (values.json) {
        return issue->options
                   ? read_table(reader, &values, options, demand)
                   : parley_i_complain_key(
                         &values,
                         "\"values\" need an issue with options; give a \"curve\", or \"ideal\" and \"limit\"");
    }
    demand->shape = VALUE_FORMULA;
    return parley_i_read_source(reader, &formula, &demand->formula);
}

static parley_status read_demand(const struct reader *reader, const struct node *at, struct demand_model *demand)
{
    static const char *const keys[] = {"weight", "ideal", "limit",    "shape",     "curve",
                                       "values", "value", "red_line", "red_lines", NULL};
    demand->issue = parley_i_index_find(&reader->issues, at->json->string);
    if (demand->issue == NONE) {
        return parley_i_complain_unknown(at, true, "issue", at->json->string, reader->issues.names,
                                         reader->issues.count);
    }
    const struct issue_model *issue = &reader->model->issues[demand->issue];
    PARLEY_I_TRY(parley_i_want_keys(at, "a demand, which is an object", keys));
    PARLEY_I_TRY(parley_i_read_pointer(reader, at, &demand->pointer));
    struct index options = {.kind = "option"};
    if (issue->options) {
        PARLEY_I_TRY(parley_i_index_names(reader, issue->options, issue->count, "option", &options, NULL));
    }
    const struct node weight = parley_i_member(at, "weight");
    PARLEY_I_TRY(parley_i_read_source(reader, &weight, &demand->weight));
    PARLEY_I_TRY(read_worth(reader, at, issue, &options, demand));
    return read_red_lines(reader, at, &options, demand);
}

parley_status parley_i_read_demands(const struct reader *reader, const struct node *at, struct party_model *party)
{
    PARLEY_I_TRY(parley_i_want_object(at, "an object of demands by issue", false));
    struct demand_model *list;
    READER_ARRAY(reader, list, parley_i_node_count(at));
    bool some_weight = at->json == NULL || !at->json->child;
    for (struct node member = parley_i_first(at); member.json; member = parley_i_next(&member)) {
        PARLEY_I_TRY(read_demand(reader, &member, &list[party->demand_count++]));
        const struct node weight = parley_i_member(&member, "weight");
        double value = 1;
        if (parley_i_is_plain(&weight, &value) && value < 0) {
            return parley_i_complain(&weight, "a weight of %s; expected a number >= 0", parley_i_show(value).text);
        }
        some_weight = some_weight || value > 0;
    }
    party->demands = list;
    return some_weight ? PARLEY_OK : parley_i_complain(at, "all weights are 0; at least one must be larger");
}
