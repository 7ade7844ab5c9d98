// Steps and the aftermath from definitions.
#include "scenario/build.h"

/// What every step starts with: label and gate.
static void begin_step(struct piece *step, const char *label, const char *requirement, bool skip)
{
    parley_i_piece_text(step, "label", label);
    parley_i_piece_value(step, "requires", requirement, NULL);
    if (skip) {
        parley_i_piece_text(step, "otherwise", "skip");
    }
}

static parley_status end_step(struct piece *step, parley_scenario *scenario, const char *kind, struct piece *inner,
                              const char *takes, const char *id)
{
    if (inner && step->status == PARLEY_OK) {
        step->status = inner->status;
    }
    if (inner) {
        parley_i_piece_item(step, kind, inner->json);
    }
    parley_i_piece_value(step, "takes", takes, NULL);
    return parley_i_piece_add(step, scenario, scenario->tree, parley_i_sections, "process", id, false);
}

/// Move the members of the parameters' object into the talks themselves.
static void put_parameters(struct piece *talks, const char *parameters)
{
    struct piece parsed = parley_i_piece(talks->call);
    parley_i_piece_json(&parsed, "parameters", parameters);
    cJSON *object = parsed.status == PARLEY_OK ? cJSON_GetObjectItemCaseSensitive(parsed.json, "parameters") : NULL;
    if (parsed.status != PARLEY_OK) {
        talks->status = parsed.status;
    } else if (!cJSON_IsObject(object)) {
        talks->status = parley_i_fail(PARLEY_BAD_ARGUMENT, "%s: parameters must be a JSON object", talks->call);
    }
    while (talks->status == PARLEY_OK && object->child) {
        cJSON *member = cJSON_DetachItemViaPointer(object, object->child);
        if (strcmp(member->string, "parties") == 0 || strcmp(member->string, "issues") == 0 ||
            strcmp(member->string, "protocol") == 0) {
            talks->status = parley_i_fail(PARLEY_BAD_ARGUMENT, "%s: \"%s\" is no parameter of a protocol", talks->call,
                                          member->string);
            cJSON_Delete(member);
        } else {
            cJSON_AddItemToArray(talks->json, member); // it keeps its key
        }
    }
    cJSON_Delete(parsed.json);
}

parley_status parley_scenario_add_talks(parley_scenario *scenario, const parley_talks_def *def)
{
    BUILD_CHECK("parley_scenario_add_talks", scenario, def);
    struct piece step = parley_i_piece("parley_scenario_add_talks"),
                 talks = parley_i_piece("parley_scenario_add_talks");
    begin_step(&step, def->label, def->requires_, def->skip);
    if (def->parties) {
        parley_i_piece_texts(&talks, "parties", def->parties, def->party_count);
    }
    if (def->issues) {
        parley_i_piece_texts(&talks, "issues", def->issues, def->issue_count);
    }
    if (def->protocol && def->protocol[0] == '{') {
        parley_i_piece_json(&talks, "protocol", def->protocol);
    } else {
        parley_i_piece_text(&talks, "protocol", def->protocol);
    }
    if (def->parameters && talks.status == PARLEY_OK) {
        put_parameters(&talks, def->parameters);
    }
    return end_step(&step, scenario, "talks", &talks, def->takes, def->id);
}

parley_status parley_scenario_add_vote(parley_scenario *scenario, const parley_vote_def *def)
{
    BUILD_CHECK("parley_scenario_add_vote", scenario, def);
    PARLEY_I_REQUIRE(!def->yes != !def->blocs, "parley_scenario_add_vote: expected either yes or blocs");
    struct piece step = parley_i_piece("parley_scenario_add_vote"), vote = parley_i_piece("parley_scenario_add_vote");
    begin_step(&step, def->label, def->requires_, def->skip);
    parley_i_piece_value(&vote, "yes", def->yes, NULL);
    parley_i_piece_json(&vote, "blocs", def->blocs);
    parley_i_piece_json(&vote, "rule", def->rule);
    return end_step(&step, scenario, "vote", &vote, def->takes, def->id);
}

parley_status parley_scenario_add_chance(parley_scenario *scenario, const parley_chance_def *def)
{
    BUILD_CHECK("parley_scenario_add_chance", scenario, def);
    struct piece step = parley_i_piece("parley_scenario_add_chance");
    begin_step(&step, def->label, def->requires_, def->skip);
    parley_i_piece_need(&step, "probability", def->probability);
    parley_i_piece_value(&step, "chance", def->probability, NULL);
    parley_i_piece_truth(&step, "fails", def->fails);
    return end_step(&step, scenario, "chance", NULL, def->takes, def->id);
}

parley_status parley_scenario_set_aftermath(parley_scenario *scenario, double horizon, const char *const *states,
                                            size_t count, const char *start)
{
    PARLEY_I_REQUIRE(scenario, "parley_scenario_set_aftermath: scenario is NULL");
    struct piece piece = parley_i_piece("parley_scenario_set_aftermath");
    parley_i_piece_need(&piece, "states", states);
    parley_i_piece_number(&piece, "horizon", horizon);
    if (states) {
        parley_i_piece_texts(&piece, "states", states, count);
    }
    parley_i_piece_text(&piece, "start", start);
    // What was there already and is not set anew stays: transitions, labels.
    const cJSON *old = cJSON_GetObjectItemCaseSensitive(scenario->tree, "aftermath");
    for (const cJSON *member = cJSON_IsObject(old) ? old->child : NULL; member && piece.status == PARLEY_OK;
         member = member->next) {
        if (strcmp(member->string, "start") != 0 && !cJSON_GetObjectItemCaseSensitive(piece.json, member->string)) {
            parley_i_piece_item(&piece, member->string, cJSON_Duplicate(member, true));
        }
    }
    if (piece.status != PARLEY_OK) {
        cJSON_Delete(piece.json);
        return piece.status;
    }
    if (!parley_i_json_put_ranked(scenario->tree, "aftermath", piece.json, parley_i_sections)) {
        return parley_i_no_memory();
    }
    parley_i_scenario_changed(scenario);
    return PARLEY_OK;
}

static void put_pieces(struct piece *piece, const parley_transition_def *def)
{
    parley_i_piece_need(piece, "piece_rate", def->piece_rate);
    cJSON *list = piece->status == PARLEY_OK ? cJSON_CreateArray() : NULL;
    for (size_t i = 0; list && i < def->piece_count; i++) {
        struct piece pair = parley_i_piece(piece->call);
        parley_i_piece_number(&pair, "from", def->piece_from[i]);
        parley_i_piece_need(&pair, "piece_rate", def->piece_rate[i]);
        parley_i_piece_value(&pair, "rate", def->piece_rate[i], NULL);
        cJSON *both = pair.status == PARLEY_OK ? cJSON_CreateArray() : NULL;
        if (both) {
            while (pair.json->child) {
                cJSON_AddItemToArray(both, cJSON_DetachItemViaPointer(pair.json, pair.json->child));
            }
            cJSON_AddItemToArray(list, both);
        } else {
            piece->status = pair.status != PARLEY_OK ? pair.status : parley_i_no_memory();
            cJSON_Delete(list);
            list = NULL;
        }
        cJSON_Delete(pair.json);
    }
    parley_i_piece_item(piece, "rate", list);
}

static void put_weibull(struct piece *piece, const parley_transition_def *def)
{
    struct piece weibull = parley_i_piece(piece->call);
    parley_i_piece_value(&weibull, "shape", def->weibull_shape, NULL);
    parley_i_piece_value(&weibull, "scale", def->weibull_scale, NULL);
    if (piece->status == PARLEY_OK) {
        piece->status = weibull.status;
    }
    parley_i_piece_item(piece, "weibull", weibull.json);
}

parley_status parley_scenario_add_transition(parley_scenario *scenario, const parley_transition_def *def)
{
    BUILD_CHECK("parley_scenario_add_transition", scenario, def);
    cJSON *aftermath = cJSON_GetObjectItemCaseSensitive(scenario->tree, "aftermath");
    if (!cJSON_IsObject(aftermath)) {
        return parley_i_fail(PARLEY_NOT_FOUND, "parley_scenario_add_transition: the scenario has no aftermath yet; "
                                               "call parley_scenario_set_aftermath first");
    }
    const bool weibull = def->weibull_shape || def->weibull_scale;
    PARLEY_I_REQUIRE((def->rate != NULL) + (def->piece_from != NULL) + weibull + (def->after != NULL) == 1,
                     "parley_scenario_add_transition: expected exactly one of rate, pieces, weibull and after");
    struct piece piece = parley_i_piece("parley_scenario_add_transition");
    parley_i_piece_need(&piece, "from", def->from);
    parley_i_piece_need(&piece, "to", def->to);
    parley_i_piece_text(&piece, "from", def->from);
    parley_i_piece_text(&piece, "to", def->to);
    parley_i_piece_value(&piece, "rate", def->rate, NULL);
    if (def->piece_from) {
        put_pieces(&piece, def);
    }
    if (weibull) {
        put_weibull(&piece, def);
    }
    parley_i_piece_value(&piece, "after", def->after, NULL);
    parley_i_piece_value(&piece, "times", def->times, NULL);
    if (def->clock_entry) {
        parley_i_piece_text(&piece, "clock", "entry");
    }
    static const char *const order[] = {NULL};
    return parley_i_piece_append(&piece, scenario, aftermath, order, "transitions");
}
