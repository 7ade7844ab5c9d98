// Parties, what they demand, whom they trust and how they concede, from definitions.
#include "base/nearest.h"
#include "scenario/build.h"

static const char *const party_order[] = {"label",   "power",    "salience", "no_deal", "discount", "trust",
                                          "demands", "linkages", "concedes", "source",  "note",     NULL};

parley_status parley_scenario_add_party(parley_scenario *scenario, const parley_party_def *def)
{
    BUILD_CHECK("parley_scenario_add_party", scenario, def);
    struct piece piece = parley_i_piece("parley_scenario_add_party");
    parley_i_piece_text(&piece, "label", def->label);
    parley_i_piece_value(&piece, "power", def->power, "1");
    parley_i_piece_value(&piece, "salience", def->salience, "1");
    parley_i_piece_value(&piece, "no_deal", def->no_deal, "0");
    parley_i_piece_value(&piece, "discount", def->discount, "1");
    parley_i_piece_text(&piece, "source", def->source);
    parley_i_piece_text(&piece, "note", def->note);
    return parley_i_piece_add(&piece, scenario, scenario->tree, parley_i_sections, "parties", def->id, false);
}

static parley_status find_party(const parley_scenario *scenario, const char *call, const char *id, cJSON **party)
{
    PARLEY_I_REQUIRE(scenario, "%s: scenario is NULL", call);
    PARLEY_I_REQUIRE(id, "%s: party is NULL", call);
    const cJSON *parties = cJSON_GetObjectItemCaseSensitive(scenario->tree, "parties");
    *party = cJSON_GetObjectItemCaseSensitive(parties, id);
    if (cJSON_IsObject(*party)) {
        return PARLEY_OK;
    }
    const char *near = NULL;
    for (const cJSON *one = cJSON_IsObject(parties) ? parties->child : NULL; one; one = one->next) {
        const char *pair[2] = {one->string, near};
        near = parley_i_nearest(id, pair, near ? 2 : 1);
    }
    if (near) {
        return parley_i_fail(PARLEY_NOT_FOUND, "%s: unknown party %s; did you mean %s?", call, parley_i_quote(id).text,
                             parley_i_quote(near).text);
    }
    return parley_i_fail(PARLEY_NOT_FOUND, "%s: there is no party %s yet; add it first", call, parley_i_quote(id).text);
}

/// One limit, or the two of a single peak.
static void put_limit(struct piece *piece, const parley_demand_def *def)
{
    if (!def->limit_high) {
        parley_i_piece_value(piece, "limit", def->limit, NULL);
        return;
    }
    parley_i_piece_need(piece, "limit", def->limit);
    cJSON *pair = piece->status == PARLEY_OK ? cJSON_CreateArray() : NULL;
    const char *const limits[2] = {def->limit, def->limit_high};
    for (int i = 0; i < 2 && pair; i++) {
        cJSON *item = parley_i_piece_expression(piece, limits[i]);
        if (item) {
            cJSON_AddItemToArray(pair, item);
        } else {
            cJSON_Delete(pair);
            pair = NULL;
        }
    }
    parley_i_piece_item(piece, "limit", pair);
}

parley_status parley_scenario_add_demand(parley_scenario *scenario, const char *party, const parley_demand_def *def)
{
    BUILD_CHECK("parley_scenario_add_demand", scenario, def);
    cJSON *owner;
    PARLEY_I_TRY(find_party(scenario, "parley_scenario_add_demand", party, &owner));
    struct piece piece = parley_i_piece("parley_scenario_add_demand");
    parley_i_piece_need(&piece, "issue", def->issue);
    parley_i_piece_value(&piece, "weight", def->weight, "1");
    parley_i_piece_value(&piece, "ideal", def->ideal, NULL);
    put_limit(&piece, def);
    parley_i_piece_value(&piece, "shape", def->shape, "1");
    if (def->values) {
        parley_i_piece_numbers(&piece, "values", def->values, def->value_count);
    }
    parley_i_piece_value(&piece, "value", def->formula, NULL);
    parley_i_piece_truth(&piece, "red_line", def->red_line);
    return parley_i_piece_add(&piece, scenario, owner, party_order, "demands", def->issue, false);
}

parley_status parley_scenario_add_trust(parley_scenario *scenario, const char *party, const char *in_party,
                                        const char *value)
{
    cJSON *owner;
    PARLEY_I_TRY(find_party(scenario, "parley_scenario_add_trust", party, &owner));
    struct piece piece = parley_i_piece("parley_scenario_add_trust");
    parley_i_piece_need(&piece, "value", value);
    parley_i_piece_value(&piece, "value", value, NULL);
    parley_i_piece_shorten(&piece, "value");
    return parley_i_piece_add(&piece, scenario, owner, party_order, "trust", in_party, false);
}

parley_status parley_scenario_add_linkage(parley_scenario *scenario, const char *party, const parley_linkage_def *def)
{
    BUILD_CHECK("parley_scenario_add_linkage", scenario, def);
    cJSON *owner;
    PARLEY_I_TRY(find_party(scenario, "parley_scenario_add_linkage", party, &owner));
    struct piece piece = parley_i_piece("parley_scenario_add_linkage");
    parley_i_piece_need(&piece, "when", def->when);
    parley_i_piece_need(&piece, "add", def->add);
    parley_i_piece_value(&piece, "when", def->when, NULL);
    parley_i_piece_value(&piece, "add", def->add, NULL);
    return parley_i_piece_append(&piece, scenario, owner, party_order, "linkages");
}

parley_status parley_scenario_set_concession(parley_scenario *scenario, const char *party, const char *json)
{
    cJSON *owner;
    PARLEY_I_TRY(find_party(scenario, "parley_scenario_set_concession", party, &owner));
    struct piece piece = parley_i_piece("parley_scenario_set_concession");
    parley_i_piece_need(&piece, "json", json);
    parley_i_piece_json(&piece, "concedes", json);
    parley_i_piece_shorten(&piece, "concedes");
    if (piece.status == PARLEY_OK && !cJSON_IsObject(piece.json)) {
        piece.status = parley_i_fail(PARLEY_BAD_ARGUMENT, "parley_scenario_set_concession: expected a JSON object");
    }
    if (piece.status != PARLEY_OK) {
        cJSON_Delete(piece.json);
        return piece.status;
    }
    if (!parley_i_json_put_ranked(owner, "concedes", piece.json, party_order)) {
        return parley_i_no_memory();
    }
    parley_i_scenario_changed(scenario);
    return PARLEY_OK;
}
