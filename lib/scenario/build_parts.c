// Titles, assumptions, correlations, issues, metrics and variants from definitions.
#include "scenario/build.h"

static parley_status set_text(parley_scenario *scenario, const char *call, const char *key, const char *text)
{
    PARLEY_I_REQUIRE(scenario, "%s: scenario is NULL", call);
    struct piece piece = parley_i_piece(call);
    parley_i_piece_need(&piece, key, text);
    parley_i_piece_text(&piece, key, text);
    parley_i_piece_shorten(&piece, key);
    if (piece.status == PARLEY_OK && !parley_i_json_put_ranked(scenario->tree, key, piece.json, parley_i_sections)) {
        return parley_i_no_memory();
    }
    if (piece.status == PARLEY_OK) {
        parley_i_scenario_changed(scenario);
    } else {
        cJSON_Delete(piece.json);
    }
    return piece.status;
}

parley_status parley_scenario_set_title(parley_scenario *scenario, const char *title)
{
    return set_text(scenario, "parley_scenario_set_title", "title", title);
}

parley_status parley_scenario_set_time_unit(parley_scenario *scenario, const char *unit)
{
    return set_text(scenario, "parley_scenario_set_time_unit", "time_unit", unit);
}

parley_status parley_scenario_add_assumption(parley_scenario *scenario, const parley_assumption_def *def)
{
    BUILD_CHECK("parley_scenario_add_assumption", scenario, def);
    struct piece piece = parley_i_piece("parley_scenario_add_assumption");
    parley_i_piece_need(&piece, "value", def->value);
    parley_i_piece_value(&piece, "value", def->value, NULL);
    parley_i_piece_text(&piece, "label", def->label);
    parley_i_piece_text(&piece, "unit", def->unit);
    parley_i_piece_text(&piece, "source", def->source);
    parley_i_piece_text(&piece, "note", def->note);
    parley_i_piece_shorten(&piece, "value");
    return parley_i_piece_add(&piece, scenario, scenario->tree, parley_i_sections, "assumptions", def->id, false);
}

parley_status parley_scenario_add_correlation(parley_scenario *scenario, const char *a, const char *b, double rank)
{
    PARLEY_I_REQUIRE(scenario, "parley_scenario_add_correlation: scenario is NULL");
    struct piece piece = parley_i_piece("parley_scenario_add_correlation");
    const char *const between[2] = {a, b};
    parley_i_piece_texts(&piece, "between", between, 2);
    parley_i_piece_number(&piece, "rank", rank);
    return parley_i_piece_append(&piece, scenario, scenario->tree, parley_i_sections, "correlations");
}

parley_status parley_scenario_add_issue(parley_scenario *scenario, const parley_issue_def *def)
{
    BUILD_CHECK("parley_scenario_add_issue", scenario, def);
    struct piece piece = parley_i_piece("parley_scenario_add_issue");
    parley_i_piece_text(&piece, "label", def->label);
    parley_i_piece_text(&piece, "unit", def->unit);
    if (def->options) {
        parley_i_piece_texts(&piece, "options", def->options, def->option_count);
        parley_i_piece_text(&piece, "fixed", def->fixed);
        parley_i_piece_text(&piece, "status_quo", def->status_quo);
    } else {
        if (def->points) {
            parley_i_piece_numbers(&piece, "points", def->points, def->point_count);
        } else {
            const double range[2] = {def->low, def->high};
            parley_i_piece_numbers(&piece, "range", range, 2);
        }
        if (def->step != 0) {
            parley_i_piece_number(&piece, "step", def->step);
        }
        parley_i_piece_value(&piece, "fixed", def->fixed, NULL);
        parley_i_piece_value(&piece, "status_quo", def->status_quo, NULL);
    }
    parley_i_piece_text(&piece, "delivered_by", def->delivered_by);
    parley_i_piece_text(&piece, "source", def->source);
    parley_i_piece_text(&piece, "note", def->note);
    return parley_i_piece_add(&piece, scenario, scenario->tree, parley_i_sections, "issues", def->id, false);
}

parley_status parley_scenario_add_metric(parley_scenario *scenario, const parley_metric_def *def)
{
    BUILD_CHECK("parley_scenario_add_metric", scenario, def);
    struct piece piece = parley_i_piece("parley_scenario_add_metric");
    parley_i_piece_need(&piece, "value", def->value);
    parley_i_piece_value(&piece, "value", def->value, NULL);
    parley_i_piece_value(&piece, "given", def->given, NULL);
    parley_i_piece_text(&piece, "label", def->label);
    parley_i_piece_text(&piece, "unit", def->unit);
    parley_i_piece_text(&piece, "note", def->note);
    parley_i_piece_shorten(&piece, "value");
    return parley_i_piece_add(&piece, scenario, scenario->tree, parley_i_sections, "metrics", def->id, false);
}

parley_status parley_scenario_add_variant(parley_scenario *scenario, const char *name, const char *patch)
{
    PARLEY_I_REQUIRE(scenario, "parley_scenario_add_variant: scenario is NULL");
    struct piece piece = parley_i_piece("parley_scenario_add_variant");
    parley_i_piece_need(&piece, "patch", patch);
    parley_i_piece_json(&piece, "patch", patch);
    parley_i_piece_shorten(&piece, "patch");
    if (piece.status == PARLEY_OK && !cJSON_IsObject(piece.json)) {
        piece.status =
            parley_i_fail(PARLEY_BAD_ARGUMENT, "parley_scenario_add_variant: the patch must be a JSON object");
    }
    return parley_i_piece_add(&piece, scenario, scenario->tree, parley_i_sections, "variants", name, true);
}
