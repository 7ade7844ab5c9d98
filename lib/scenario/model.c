// The scenario's tree as a typed model: the root and what belongs to no other section.
#include "scenario/reader.h"

static parley_status read_head(const struct reader *reader, const struct node *root)
{
    static const char *const keys[] = {"parley",  "title",    "time_unit",   "assumptions", "correlations",
                                       "issues",  "parties",  "signatories", "process",     "aftermath",
                                       "metrics", "variants", "$schema",     NULL};
    PARLEY_I_TRY(parley_i_want_keys(root, "a scenario", keys));
    const struct node version = parley_i_member(root, "parley"), schema = parley_i_member(root, "$schema");
    const struct node title = parley_i_member(root, "title"), unit = parley_i_member(root, "time_unit");
    double number = 1;
    if (version.json && (!parley_i_is_plain(&version, &number) || number != 1)) {
        return parley_i_complain_type(&version, "1, the version of the scenario format that this library reads");
    }
    const char *ignored;
    PARLEY_I_TRY(parley_i_read_text(reader, &schema, &ignored));
    reader->model->title = "";
    reader->model->time_unit = "years";
    PARLEY_I_TRY(parley_i_read_text(reader, &title, &reader->model->title));
    return parley_i_read_text(reader, &unit, &reader->model->time_unit);
}

static parley_status check_variants(const struct node *root)
{
    const struct node variants = parley_i_member(root, "variants");
    PARLEY_I_TRY(parley_i_want_object(&variants, "an object of patches by name", false));
    for (struct node patch = parley_i_first(&variants); patch.json; patch = parley_i_next(&patch)) {
        if (!parley_i_is_name(patch.json->string)) {
            return parley_i_complain_key(
                &patch, "bad name for a variant; expected 1 to 100 characters, none of them a control character");
        }
        PARLEY_I_TRY(parley_i_want_object(
            &patch, "a patch, which is an object with the parts of the scenario that change", false));
        static const char *const never[] = {"variants", "parley"};
        for (size_t i = 0; i < 2; i++) {
            const struct node member = parley_i_member(&patch, never[i]);
            if (member.json) {
                return parley_i_complain_key(&member, "a variant cannot change \"%s\"", never[i]);
            }
        }
    }
    return PARLEY_OK;
}

/// A value on its own or as the "value" of an object.
static struct node value_of(const struct node *at)
{
    return cJSON_IsObject(at->json) ? parley_i_member(at, "value") : *at;
}

static parley_status read_correlations(const struct reader *reader, const struct node *root)
{
    static const char *const keys[] = {"between", "rank", NULL};
    const struct node section = parley_i_member(root, "correlations");
    PARLEY_I_TRY(parley_i_want_list(&section, "a list of { \"between\": [...], \"rank\": ... }", false));
    const size_t count = parley_i_node_count(&section);
    struct correlation *list;
    int32_t *other; // the pairs already seen, chained by their first assumption
    int32_t *chain, *head;
    READER_ARRAY(reader, list, count);
    READER_ARRAY(reader, other, count);
    READER_ARRAY(reader, chain, count);
    READER_ARRAY(reader, head, reader->assumptions.count);
    for (struct node at = parley_i_first(&section); at.json; at = parley_i_next(&at)) {
        PARLEY_I_TRY(parley_i_want_keys(&at, "a correlation: { \"between\": [...], \"rank\": ... }", keys));
        const struct node between = parley_i_member(&at, "between"), rank = parley_i_member(&at, "rank");
        if (!between.json || !rank.json) {
            return parley_i_complain(&at, "\"%s\" is missing; a correlation has \"between\" and \"rank\"",
                                     between.json ? "rank" : "between");
        }
        if (!cJSON_IsArray(between.json) || parley_i_node_count(&between) != 2) {
            return parley_i_complain(&between, "expected a list of two assumptions");
        }
        const int32_t *pair;
        size_t two;
        PARLEY_I_TRY(parley_i_read_names(reader, &between, &reader->assumptions, &pair, &two));
        struct correlation *one = &list[at.index];
        PARLEY_I_TRY(parley_i_read_number(&rank, &one->rank));
        if (!(one->rank > -1 && one->rank < 1)) {
            return parley_i_complain(&rank,
                                     "a rank correlation of %s; expected a number between -1 and 1, both excluded",
                                     parley_i_show(one->rank).text);
        }
        const int32_t a = pair[0] < pair[1] ? pair[0] : pair[1], b = pair[0] + pair[1] - a;
        for (int32_t seen = head[a]; seen > 0; seen = chain[seen - 1]) {
            if (other[seen - 1] == b) {
                return parley_i_complain(&at, "the correlation between %s and %s is given twice",
                                         parley_i_quote(reader->assumptions.names[a]).text,
                                         parley_i_quote(reader->assumptions.names[b]).text);
            }
        }
        other[at.index] = b;
        chain[at.index] = head[a];
        head[a] = (int32_t)at.index + 1;
        one->between[0] = reader->assumptions.names[pair[0]];
        one->between[1] = reader->assumptions.names[pair[1]];
        PARLEY_I_TRY(parley_i_read_pointer(reader, &at, &one->pointer));
    }
    reader->model->correlations = list;
    reader->model->correlation_count = count;
    return PARLEY_OK;
}

parley_status parley_i_read_assumptions(struct reader *reader, const struct node *root)
{
    static const char *const keys[] = {"value", NULL};
    const struct node section = parley_i_member(root, "assumptions");
    PARLEY_I_TRY(parley_i_want_object(&section, "an object of assumptions by id", false));
    PARLEY_I_TRY(parley_i_index_keys(reader, &section, "assumption", &reader->assumptions));
    struct assumption_model *list;
    READER_ARRAY(reader, list, reader->assumptions.count);
    for (struct node at = parley_i_first(&section); at.json; at = parley_i_next(&at)) {
        PARLEY_I_TRY(parley_i_check_id(&at, "an assumption"));
        if (cJSON_IsObject(at.json)) {
            PARLEY_I_TRY(parley_i_want_keys(&at, "an assumption", keys));
        }
        const struct node value = value_of(&at);
        if (!value.json) {
            return parley_i_complain(&at, "\"value\" is missing; expected a number or a formula");
        }
        PARLEY_I_TRY(parley_i_read_entry(reader, &at, &list[at.index].entry));
        PARLEY_I_TRY(parley_i_read_source(reader, &value, &list[at.index].value));
    }
    reader->model->assumptions = list;
    reader->model->assumption_count = reader->assumptions.count;
    return read_correlations(reader, root);
}

parley_status parley_i_read_metrics(struct reader *reader, const struct node *root)
{
    static const char *const keys[] = {"value", "given", NULL};
    const struct node section = parley_i_member(root, "metrics");
    PARLEY_I_TRY(parley_i_want_object(&section, "an object of metrics by id", false));
    struct metric_model *list;
    const size_t count = parley_i_node_count(&section);
    READER_ARRAY(reader, list, count);
    for (struct node at = parley_i_first(&section); at.json; at = parley_i_next(&at)) {
        PARLEY_I_TRY(parley_i_check_id(&at, "a metric"));
        if (cJSON_IsObject(at.json)) {
            PARLEY_I_TRY(parley_i_want_keys(&at, "a metric", keys));
        }
        const struct node value = value_of(&at), given = parley_i_member(&at, "given");
        if (!value.json) {
            return parley_i_complain(&at, "\"value\" is missing; expected a formula");
        }
        PARLEY_I_TRY(parley_i_read_entry(reader, &at, &list[at.index].entry));
        PARLEY_I_TRY(parley_i_read_source(reader, &value, &list[at.index].value));
        PARLEY_I_TRY(parley_i_read_source(reader, &given, &list[at.index].given));
    }
    reader->model->metrics = list;
    reader->model->metric_count = count;
    return PARLEY_OK;
}

/// Assumptions, parties, steps and metrics name columns side by side, so no two of them may share an id.
static parley_status check_collisions(const struct reader *reader, const struct node *root)
{
    static const char *const sections[] = {"assumptions", "parties", "process", "metrics"};
    static const char *const kinds[] = {"an assumption", "a party", "a step", "a metric"};
    const struct model *model = reader->model;
    const size_t counts[] = {model->assumption_count, model->party_count, model->step_count, model->metric_count};
    const char **names;
    uint8_t *kind;
    const size_t total = counts[0] + counts[1] + counts[2] + counts[3];
    READER_ARRAY(reader, names, total);
    READER_ARRAY(reader, kind, total);
    size_t used = 0;
    for (size_t k = 0; k < 4; k++) {
        for (size_t i = 0; i < counts[k]; i++) {
            names[used] = k == 0   ? model->assumptions[i].entry.id
                          : k == 1 ? model->parties[i].entry.id
                          : k == 2 ? model->steps[i].entry.id
                                   : model->metrics[i].entry.id;
            kind[used++] = (uint8_t)k;
        }
    }
    struct index all;
    size_t second, first = 0;
    PARLEY_I_TRY(parley_i_index_names(reader, names, total, "name", &all, &second));
    if (second == SIZE_MAX) {
        return PARLEY_OK;
    }
    while (strcmp(names[first], names[second]) != 0) {
        first++;
    }
    const struct node section = parley_i_member(root, sections[kind[second]]);
    const struct node member = parley_i_member(&section, names[second]);
    return parley_i_complain_key(member.json ? &member : root,
                                 "%s is already %s; formulas could not tell it from %s of that id",
                                 parley_i_quote(names[second]).text, kinds[kind[first]], kinds[kind[second]]);
}

/// People who talk need something to talk about, and the other way round; a scenario of chances alone has neither.
static parley_status check_sections(const struct node *root)
{
    const struct node party_list = parley_i_member(root, "parties"), issue_list = parley_i_member(root, "issues");
    PARLEY_I_TRY(parley_i_want_object(&party_list, "an object of parties by id", true));
    PARLEY_I_TRY(parley_i_want_object(&issue_list, "an object of issues by id", true));
    const bool parties = party_list.json, issues = issue_list.json;
    const bool process = parley_i_member(root, "process").json, signatories = parley_i_member(root, "signatories").json;
    if ((issues || process || signatories) && !parties) {
        return parley_i_complain(root, "\"parties\" is missing; a scenario with %s needs parties",
                                 issues    ? "issues"
                                 : process ? "a process"
                                           : "signatories");
    }
    if ((parties || process) && !issues) {
        return parley_i_complain(root, "\"issues\" is missing; a scenario with parties needs issues");
    }
    return PARLEY_OK;
}

static parley_status read_model(struct reader *reader, const cJSON *tree)
{
    const struct node root = {tree, NULL, 0};
    PARLEY_I_TRY(read_head(reader, &root));
    PARLEY_I_TRY(check_variants(&root));
    PARLEY_I_TRY(check_sections(&root));
    PARLEY_I_TRY(parley_i_read_assumptions(reader, &root));
    PARLEY_I_TRY(parley_i_read_issues(reader, &root));
    PARLEY_I_TRY(parley_i_read_parties(reader, &root));
    PARLEY_I_TRY(parley_i_read_process(reader, &root));
    PARLEY_I_TRY(parley_i_read_aftermath(reader, &root));
    PARLEY_I_TRY(parley_i_read_metrics(reader, &root));
    PARLEY_I_TRY(check_collisions(reader, &root));
    return parley_i_json_fingerprint(tree, reader->model->fingerprint);
}

parley_status parley_i_model_make(const parley_scenario *scenario, const char *variant, struct arena *arena,
                                  const struct model **out)
{
    *out = NULL;
    cJSON *tree;
    PARLEY_I_TRY(parley_i_scenario_patched(scenario, variant, &tree));
    struct reader reader = {.arena = arena};
    reader.model = parley_i_arena_take(arena, sizeof *reader.model);
    parley_status status = reader.model ? read_model(&reader, tree) : parley_i_no_memory();
    if (status == PARLEY_OK && variant) {
        reader.model->variant = parley_i_arena_text(arena, variant);
        status = reader.model->variant ? PARLEY_OK : parley_i_no_memory();
    }
    cJSON_Delete(tree);
    if (status == PARLEY_OK) {
        *out = reader.model;
    }
    return status;
}
