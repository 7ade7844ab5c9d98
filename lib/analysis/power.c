// Who decides: power indices of the rules of agreement that a scenario states.
#include "analysis/report.h"
#include "analysis/world.h"

#include "base/fail.h"
#include "base/nearest.h"
#include "process/body.h"

#include <math.h>
#include <string.h>

/// "at least 65% of the weight and 15 of 27 members, with a, b"
static void tell_rule(const struct body *body, double total, struct record *into)
{
    const struct rule *rule = body->rule;
    struct text text = {0};
    if (rule->kind == RULE_UNANIMITY) {
        parley_i_text_add(&text, "unanimity");
    }
    if (rule->kind == RULE_QUOTA && rule->quota > 0) {
        parley_i_text_add(&text, rule->strict ? "more than " : "at least ");
        parley_i_report_rounded(100 * rule->quota, &text);
        parley_i_text_add(&text, "% of the weight");
    }
    if (rule->kind == RULE_QUOTA && rule->heads > 0) {
        parley_i_text_format(&text, "%s%u of %u members", rule->quota > 0 ? " and " : "", (unsigned)rule->heads,
                             (unsigned)body->members);
    }
    const char *separator = ", always with ";
    for (uint32_t m = 0; rule->kind == RULE_QUOTA && rule->veto && m < body->members; m++) {
        if (rule->veto[m]) {
            parley_i_text_format(&text, "%s%s", separator, body->member[m]);
            separator = ", ";
        }
    }
    parley_i_record_text(into, "rule", text.failed ? NULL : text.data);
    *into->failed = *into->failed || text.failed;
    parley_i_text_release(&text);
    if (rule->kind == RULE_QUOTA && rule->quota > 0) {
        parley_i_record_number(into, "quota", rule->quota * total);
    }
}

static double sum(const struct body *body)
{
    double total = 0;
    for (uint32_t m = 0; m < body->members; m++) {
        total += body->weight[m];
    }
    return total;
}

static parley_status solve(struct arena *arena, const struct body *body, double total, parley_voting_index *out)
{
    const struct rule *rule = body->rule;
    const double quota = rule->quota * total;
    bool *veto = parley_i_arena_array(arena, body->members, sizeof *veto);
    if (!veto) {
        return parley_i_no_memory();
    }
    for (uint32_t m = 0; m < body->members; m++) {
        veto[m] = rule->kind == RULE_UNANIMITY || (rule->veto && rule->veto[m]);
    }
    parley_voting_def def = parley_voting_def_default();
    def.voters = body->members;
    def.conditions = rule->kind == RULE_QUOTA && rule->quota > 0;
    def.weight = body->weight;
    def.quota = &quota;
    def.strict = rule->strict;
    def.members = rule->heads;
    def.veto = veto;
    return parley_voting_power(&def, out, body->members);
}

static void tell_list(const struct body *body, const parley_voting_index *index, const char *key, bool vetoes,
                      struct record *into)
{
    struct record *list = parley_i_record_list(into, key);
    for (uint32_t m = 0; m < body->members; m++) {
        if (vetoes ? index[m].veto : index[m].dummy) {
            parley_i_record_text(list, NULL, body->member[m]);
        }
    }
}

static void tell_members(const struct body *body, const parley_voting_index *index, double total, struct record *into)
{
    struct record *members = parley_i_record_object(into, "members");
    for (uint32_t m = 0; m < body->members; m++) {
        struct record *one = parley_i_record_object(members, body->member[m]);
        parley_i_record_number(one, "weight", body->weight[m]);
        parley_i_record_number(one, "share", body->weight[m] / total);
        parley_i_record_number(one, "shapley_shubik", index[m].shapley_shubik);
        parley_i_record_number(one, "swings", index[m].swings);
        parley_i_record_number(one, "banzhaf", index[m].banzhaf);
        parley_i_record_number(one, "banzhaf_absolute", index[m].banzhaf_absolute);
        parley_i_record_number(one, "prevent", index[m].prevent);
        parley_i_record_number(one, "initiate", index[m].initiate);
    }
}

static parley_status tell_body(struct arena *arena, const char *id, const struct body *body, struct record *steps)
{
    parley_voting_index *index = parley_i_arena_array(arena, body->members, sizeof *index);
    if (!index) {
        return parley_i_no_memory();
    }
    double total = sum(body);
    if (!(total > 0)) {  // nobody weighs anything: heads are counted, as the rule itself does
        for (uint32_t m = 0; m < body->members; m++) {
            body->weight[m] = 1;
        }
        total = body->members;
    }
    PARLEY_I_TRY(solve(arena, body, total, index));
    struct record *step = parley_i_record_object(steps, id);
    if (!step) {
        return parley_i_no_memory();
    }
    parley_i_record_text(step, "kind", body->kind);
    tell_rule(body, total, step);
    parley_i_record_number(step, "collectivity", index[0].collectivity);
    for (uint32_t m = 0; m < body->members; m++) {
        if (index[m].dictator) {
            parley_i_record_text(step, "dictator", body->member[m]);
        }
    }
    tell_list(body, index, "vetoes", true, step);
    tell_list(body, index, "dummies", false, step);
    tell_members(body, index, total, step);
    return PARLEY_OK;
}

static parley_status no_such_step(struct world *world, const char *wrong)
{
    const struct model *model = world->plan->model;
    const char **id = parley_i_arena_array(&world->arena, model->step_count, sizeof *id);
    if (!id) {
        return parley_i_no_memory();
    }
    for (size_t i = 0; i < model->step_count; i++) {
        id[i] = model->steps[i].entry.id;
    }
    const char *nearest = parley_i_nearest(wrong, id, model->step_count);
    return parley_i_fail(PARLEY_NOT_FOUND, "the scenario has no step \"%s\"%s%s%s", wrong,
                         nearest ? "; did you mean \"" : "", nearest ? nearest : "", nearest ? "\"?" : "");
}

static parley_status tell_steps(struct world *world, const parley_power_def *def, struct record *root)
{
    const struct model *model = world->plan->model;
    struct record *steps = parley_i_record_object(root, "steps");
    bool found = false, any = false;
    PARLEY_I_TRY(parley_i_process_play(world->plan->process, world->block, world->play->memory, NULL));
    for (uint32_t i = 0; i < model->step_count; i++) {
        const char *id = model->steps[i].entry.id;
        if (def->step && strcmp(def->step, id) != 0) {
            continue;
        }
        struct body body;
        found = true;
        PARLEY_I_TRY(parley_i_process_body(world->plan->process, world->block, &world->arena, i, &body));
        if (body.members > 0) {
            any = true;
            PARLEY_I_TRY(tell_body(&world->arena, id, &body, steps));
        }
    }
    if (def->step && !found) {
        return no_such_step(world, def->step);
    }
    return any ? PARLEY_OK
               : parley_i_fail(PARLEY_NO_ANSWER,
                               "%s%s%s: expected talks whose protocol has an \"agreement\", or a vote of blocs",
                               def->step ? "step \"" : "no step decides by a rule of agreement",
                               def->step ? def->step : "", def->step ? "\" decides by no rule of agreement" : "");
}

parley_status parley_power(const parley_scenario *scenario, const parley_power_def *def, parley_report **out)
{
    const parley_power_def usual = parley_power_def_default();
    PARLEY_I_REQUIRE(scenario && out, "power: expected a scenario and a place for the report, found NULL");
    *out = NULL;
    def = def ? def : &usual;
    if (def->struct_size != sizeof *def) {
        return parley_i_fail(PARLEY_BAD_DEF, "power: expected a definition made by parley_power_def_init");
    }
    struct world world;
    parley_report *report = NULL;
    parley_status status = parley_i_world_make(&world, scenario, def->variant, def->seed, def->trial);
    if (status == PARLEY_OK) {
        status = parley_i_report_create(&report);
    }
    if (status == PARLEY_OK) {
        const struct model *model = world.plan->model;
        parley_i_report_head(report->root, model->title, model->variant, "weights", def->trial);
        status = tell_steps(&world, def, report->root);
        status = status == PARLEY_BAD_TRIAL ? parley_i_scenario_locate(scenario, def->variant, status) : status;
        status = parley_i_report_finish(report, status, out);
    }
    parley_i_world_destroy(&world);
    return status;
}
