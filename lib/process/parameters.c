#include "process/parameters.h"

#include "base/fail.h"
#include "base/nearest.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

const struct parameter *parley_i_parameter_find(const struct parameter *object, const char *name)
{
    for (size_t i = 0; object && i < object->members; i++) {
        if (strcmp(object->member[i].name, name) == 0) {
            return &object->member[i];
        }
    }
    return NULL;
}

parley_status parley_i_parameters_known(const struct parameter *object, const char *const *names, size_t count,
                                        const char *what)
{
    for (size_t i = 0; object && i < object->members; i++) {
        const struct parameter *p = &object->member[i];
        bool known = false;
        for (size_t k = 0; k < count; k++) {
            known = known || strcmp(names[k], p->name) == 0;
        }
        if (known) {
            continue;
        }
        const char *nearest = parley_i_nearest(p->name, names, count);
        if (nearest) {
            return parley_i_fail_at(PARLEY_BAD_SCENARIO, p->pointer, 0,
                                    "%s has no parameter \"%s\"; did you mean \"%s\"?", what, p->name, nearest);
        }
        char list[256] = "";
        for (size_t k = 0; k < count; k++) {
            strncat(list, k ? ", " : "", sizeof list - strlen(list) - 1);
            strncat(list, names[k], sizeof list - strlen(list) - 1);
        }
        return parley_i_fail_at(PARLEY_BAD_SCENARIO, p->pointer, 0, "%s has no parameter \"%s\", expected %s%s", what,
                                p->name, count ? "one of " : "none", list);
    }
    return PARLEY_OK;
}

static bool is_number(const struct parameter *p)
{
    return p->kind == PARAMETER_NUMBER || p->kind == PARAMETER_TEXT;
}

static parley_status find_member(const struct parameter *name, const char *const *member, size_t members, size_t *out)
{
    if (name->kind != PARAMETER_TEXT) {
        return parley_i_fail_at(PARLEY_BAD_SCENARIO, name->pointer, 0, "expected the id of a member");
    }
    for (size_t i = 0; i < members; i++) {
        if (strcmp(member[i], name->text) == 0) {
            *out = i;
            return PARLEY_OK;
        }
    }
    const char *nearest = parley_i_nearest(name->text, member, members);
    return parley_i_fail_at(PARLEY_BAD_SCENARIO, name->pointer, 0, "\"%s\" does not take part here%s%s%s", name->text,
                            nearest ? "; did you mean \"" : "", nearest ? nearest : "", nearest ? "\"?" : "");
}

static parley_status veto_list(struct arena *arena, const struct parameter *list, const char *const *member,
                               size_t members, struct rule *out)
{
    uint8_t *veto = parley_i_arena_array(arena, members, sizeof *veto);
    if (!veto) {
        return parley_i_no_memory();
    }
    if (list->kind != PARAMETER_LIST) {
        return parley_i_fail_at(PARLEY_BAD_SCENARIO, list->pointer, 0, "expected a list of ids of those who can veto");
    }
    for (size_t i = 0; i < list->members; i++) {
        size_t which = 0;
        PARLEY_I_TRY(find_member(&list->member[i], member, members, &which));
        veto[which] = 1;
    }
    out->veto = veto;
    return PARLEY_OK;
}

static const struct bounds weight_share = {
    .low = 0, .high = 1, .low_open = true, .finite = true, .expected = "a share of the weight in (0, 1]"};
static const struct bounds head_share = {
    .low = 0, .high = 1, .low_open = true, .finite = true, .expected = "a share of the members in (0, 1]"};

/// A number of a rule: the same in every trial, so that the rule is known when the plan is made.
static parley_status rule_number(struct sheet *sheet, const struct parameter *given, const struct bounds *bounds,
                                 double *out)
{
    struct number number;
    if (!is_number(given)) {
        return parley_i_fail_at(PARLEY_BAD_SCENARIO, given->pointer, 0, "expected %s", bounds->expected);
    }
    PARLEY_I_TRY(parley_i_sheet_number(sheet, &given->number, "rule", bounds, 1, &number));
    if (number.column != NUMBER_CONSTANT) {
        return parley_i_fail_at(PARLEY_BAD_SCENARIO, given->pointer, 0, "%s must be the same in every trial",
                                strcmp(given->name, "quota") == 0 ? "a quota" : given->name);
    }
    *out = number.value;
    return PARLEY_OK;
}

/// Conditions on how many agree, whatever they weigh: the stricter of the two counts.
static parley_status rule_heads(struct sheet *sheet, const struct parameter *share, const struct parameter *all_but,
                                size_t members, struct rule *out)
{
    char expected[80];
    snprintf(expected, sizeof expected, "a whole number of members that may disagree, 0 up to %zu", members - 1);
    const struct bounds so_many = {.low = 0, .high = (double)(members - 1), .finite = true, .expected = expected};
    double value;
    if (share) {
        PARLEY_I_TRY(rule_number(sheet, share, &head_share, &value));
        out->heads = (uint32_t)ceil(value * (double)members - 1e-9);  // thirds need not add up
    }
    if (all_but) {
        PARLEY_I_TRY(rule_number(sheet, all_but, &so_many, &value));
        if (value != floor(value)) {
            return parley_i_fail_at(PARLEY_BAD_SCENARIO, all_but->pointer, 0, "found %g, expected %s", value, expected);
        }
        uint32_t heads = (uint32_t)members - (uint32_t)value;
        out->heads = heads > out->heads ? heads : out->heads;
    }
    return PARLEY_OK;
}

static parley_status rule_word(const struct parameter *given, size_t members, struct rule *out)
{
    const char *found = given->kind == PARAMETER_TEXT ? given->text : "";
    if (strcmp(found, "unanimity") == 0) {
        *out = (struct rule){.kind = RULE_UNANIMITY};
    } else if (strcmp(found, "majority") == 0) {
        *out = (struct rule){.kind = RULE_QUOTA, .quota = 0.5, .strict = true};
    } else if (strcmp(found, "double majority") == 0) {
        *out = (struct rule){.kind = RULE_QUOTA, .quota = 0.5, .strict = true, .heads = (uint32_t)(members / 2 + 1)};
    } else {
        return parley_i_fail_at(
            PARLEY_BAD_SCENARIO, given->pointer, 0,
            "expected \"unanimity\", \"majority\", \"double majority\" or {\"quota\": share of the weight, "
            "\"members\": share of the heads, \"all_but\": how many may disagree, \"veto\": [ids]}");
    }
    return PARLEY_OK;
}

parley_status parley_i_rule_make(struct arena *arena, struct sheet *sheet, const struct parameter *given,
                                 const char *const *member, size_t members, const struct rule *otherwise,
                                 struct rule *out)
{
    static const char *const known[] = {"quota", "members", "all_but", "veto", "label", "unit", "source", "note"};
    *out = *otherwise;
    if (!given) {
        return PARLEY_OK;
    }
    if (given->kind != PARAMETER_OBJECT) {
        return rule_word(given, members, out);
    }
    PARLEY_I_TRY(parley_i_parameters_known(given, known, sizeof known / sizeof *known, "a rule of agreement"));
    const struct parameter *quota = parley_i_parameter_find(given, "quota"), *veto = parley_i_parameter_find(given, "veto");
    const struct parameter *share = parley_i_parameter_find(given, "members");
    const struct parameter *all_but = parley_i_parameter_find(given, "all_but");
    *out = (struct rule){.kind = RULE_QUOTA};
    if (quota) {
        PARLEY_I_TRY(rule_number(sheet, quota, &weight_share, &out->quota));
    } else if (!share && !all_but) {
        out->quota = 0.5;
        out->strict = true;
    }
    PARLEY_I_TRY(rule_heads(sheet, share, all_but, members, out));
    if (out->heads == members) {  // everybody: shortcuts know it by its name
        *out = (struct rule){.kind = RULE_UNANIMITY};
    }
    return veto ? veto_list(arena, veto, member, members, out) : PARLEY_OK;
}

parley_status parley_i_parameter_word(const char *const *words, const struct parameter *given, uint32_t *out)
{
    size_t count = 0;
    while (words[count]) {
        count++;
    }
    for (uint32_t i = 0; given->kind == PARAMETER_TEXT && i < count; i++) {
        if (strcmp(words[i], given->text) == 0) {
            *out = i;
            return PARLEY_OK;
        }
    }
    char list[256] = "";
    for (size_t i = 0; i < count; i++) {
        strncat(list, i == 0 ? "\"" : i + 1 == count ? "\" or \"" : "\", \"", sizeof list - strlen(list) - 1);
        strncat(list, words[i], sizeof list - strlen(list) - 1);
    }
    const char *found = given->kind == PARAMETER_TEXT ? given->text : "something else";
    return parley_i_fail_at(PARLEY_BAD_SCENARIO, given->pointer, 0, "found \"%s\", expected %s\"", found, list);
}

static parley_status word(const struct parameter_spec *spec, const struct parameter *given, struct number *out)
{
    uint32_t which;
    PARLEY_I_TRY(parley_i_parameter_word(spec->words, given, &which));
    *out = (struct number){(double)which, NUMBER_CONSTANT};
    return PARLEY_OK;
}

static parley_status number(struct arena *arena, struct sheet *sheet, const struct parameter_spec *spec,
                            const struct parameter *given, const char *place, struct number *out)
{
    char *name = parley_i_arena_format(arena, "%s.%s", place, spec->name);
    if (!name) {
        return parley_i_no_memory();
    }
    if (!is_number(given)) {
        return parley_i_fail_at(PARLEY_BAD_SCENARIO, given->pointer, 0, "expected %s",
                                spec->bounds.expected ? spec->bounds.expected : "a number");
    }
    PARLEY_I_TRY(parley_i_sheet_number(sheet, &given->number, name, &spec->bounds, spec->otherwise, out));
    if (spec->whole && (out->column != NUMBER_CONSTANT || out->value != floor(out->value))) {
        return parley_i_fail_at(PARLEY_BAD_SCENARIO, given->pointer, 0,
                                "expected a whole number that is the same in every trial");
    }
    return PARLEY_OK;
}

static parley_status one(struct arena *arena, struct sheet *sheet, const struct parameter_spec *spec,
                         const struct parameter *given, const char *place, struct number *out)
{
    *out = (struct number){spec->otherwise, NUMBER_CONSTANT};
    if (!given) {
        return PARLEY_OK;
    }
    switch (spec->type) {
    case TYPE_NUMBER:
        return number(arena, sheet, spec, given, place, out);
    case TYPE_WORD:
        return word(spec, given, out);
    case TYPE_TRUTH:
        if (given->kind != PARAMETER_TRUTH) {
            return parley_i_fail_at(PARLEY_BAD_SCENARIO, given->pointer, 0, "expected true or false");
        }
        out->value = given->truth;
        return PARLEY_OK;
    case TYPE_RULE:
    case TYPE_SHARES:
        return PARLEY_OK;  // compiled apart: they need the members
    }
    return PARLEY_OK;
}

parley_status parley_i_parameters_make(struct arena *arena, struct sheet *sheet, const struct protocol *protocol,
                                       const struct parameter *given, const char *place, const char *const *member,
                                       size_t members, struct number **numbers, struct rule *rule)
{
    static const struct rule unanimity = {.kind = RULE_UNANIMITY};
    size_t count = protocol->parameter_count;
    const char **names = parley_i_arena_array(arena, count, sizeof *names);
    *numbers = parley_i_arena_array(arena, count, sizeof **numbers);
    char *what = parley_i_arena_format(arena, "protocol %s", protocol->name ? protocol->name : "");
    if (!names || !*numbers || !what) {
        return parley_i_no_memory();
    }
    for (size_t i = 0; i < count; i++) {
        names[i] = protocol->parameters[i].name;
    }
    if (protocol->name) {  // nameless: a protocol still to be added, whose parameters nobody knows yet
        PARLEY_I_TRY(parley_i_parameters_known(given, names, count, what));
    }
    *rule = unanimity;
    for (size_t i = 0; i < count; i++) {
        const struct parameter *p = parley_i_parameter_find(given, names[i]);
        if (protocol->parameters[i].type == TYPE_RULE) {
            PARLEY_I_TRY(parley_i_rule_make(arena, sheet, p, member, members, &unanimity, rule));
        }
        PARLEY_I_TRY(one(arena, sheet, &protocol->parameters[i], p, place, &(*numbers)[i]));
    }
    return PARLEY_OK;
}
