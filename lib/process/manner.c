// Reading `concedes`: each form of conceding and each way to accept knows its own members, and no others.
#include "process/manner.h"

#include "base/fail.h"
#include "process/parameters.h"

#include <math.h>
#include <stddef.h>

enum { MIXTURE = TACTIC_MICRO + 1, MOST_KEYS = 16, MOST_NUMBERS = 8 * MANNER_TACTICS + 4 };

static const char *const forms[] = {"polynomial", "exponential", "resource", "tit_for_tat", "micro", "mixture", NULL};
static const char *const variants[] = {"relative", "absolute", "averaged", "nice", NULL};
static const char *const acceptances[] = {"next", "constant", "combined", "logit", NULL};

static const struct bounds share = {.low = 0, .high = 1, .finite = true, .expected = "a share in [0, 1]"};
static const struct bounds part = {
    .low = 0, .high = 1, .high_open = true, .finite = true, .expected = "a share in [0, 1)"};
static const struct bounds inner_part = {
    .low = 0, .high = 1, .low_open = true, .high_open = true, .finite = true, .expected = "a share in (0, 1)"};
static const struct bounds rounds = {
    .low = 1, .high = 1e6, .finite = true, .expected = "a number of rounds, 1 to 1000000"};
static const struct bounds window = {
    .low = 1, .high = TACTIC_WINDOW, .finite = true, .expected = "a whole number, 1 to 16"};

/// A number that a form or a way to accept knows.
struct member {
    const char *name;
    size_t offset;  // in struct tactic or struct manner
    double otherwise;
    const struct bounds *bounds;
};

static const struct member exponent_of = {"exponent", offsetof(struct tactic, exponent), 1, &parley_i_positive};
static const struct member kappa_of = {"kappa", offsetof(struct tactic, kappa), 0, &part};
static const struct member kappa_of_exponential = {"kappa", offsetof(struct tactic, kappa), 0.1, &inner_part};
static const struct member resource_of = {"resource", offsetof(struct tactic, resource), NAN, &parley_i_not_negative};
static const struct member spends_of = {"spends", offsetof(struct tactic, spends), 1, &parley_i_not_negative};
static const struct member kindness_of = {"kindness", offsetof(struct tactic, kindness), 0, &parley_i_not_negative};
static const struct member noise_of = {"noise", offsetof(struct tactic, noise), 0, &share};
static const struct member weight_of = {"weight", offsetof(struct tactic, weight), 1, &parley_i_not_negative};
static const struct member threshold_of = {"threshold", offsetof(struct manner, threshold), NAN, &parley_i_any_number};
static const struct member after_of = {"after", offsetof(struct manner, after), 0.8, &share};
static const struct member lambda_of = {"lambda", offsetof(struct manner, lambda), 50, &parley_i_positive};
static const struct member deadline_of = {"deadline", offsetof(struct manner, deadline), NAN, &rounds};

static const struct member *const members_of_form[][4] = {
    [TACTIC_POLYNOMIAL] = {&exponent_of, &kappa_of},
    [TACTIC_EXPONENTIAL] = {&exponent_of, &kappa_of_exponential},
    [TACTIC_RESOURCE] = {&resource_of, &spends_of, &kappa_of},
    [TACTIC_TIT_FOR_TAT] = {&kindness_of, &noise_of},
    [TACTIC_MICRO] = {NULL},
    [MIXTURE] = {NULL},
};
static const struct member *const members_of_acceptance[][3] = {
    [ACCEPT_NEXT] = {NULL},
    [ACCEPT_CONSTANT] = {&threshold_of},
    [ACCEPT_COMBINED] = {&threshold_of, &after_of},
    [ACCEPT_LOGIT] = {&threshold_of, &lambda_of},
};

/// What reading passes along.
struct maker {
    struct arena *arena;
    struct sheet *sheet;
    const char *place;
    struct manner_plan *plan;
    struct manner_number *varying;
};

static parley_status put_number(struct maker *m, const struct parameter *object, const struct member *member,
                                const char *place, size_t base)
{
    const struct parameter *given = parley_i_parameter_find(object, member->name);
    size_t offset = base + member->offset;
    double *out = (double *)(void *)((char *)&m->plan->manner + offset);
    *out = member->otherwise;
    if (given == NULL) {
        return PARLEY_OK;
    }
    char *name = parley_i_arena_format(m->arena, "%s.%s", place, member->name);
    if (name == NULL) {
        return parley_i_no_memory();
    }
    if (given->kind != PARAMETER_NUMBER && given->kind != PARAMETER_TEXT) {
        return parley_i_fail_at(PARLEY_BAD_SCENARIO, given->pointer, 0, "expected %s",
                                member->bounds->expected ? member->bounds->expected : "a number");
    }
    struct number number;
    PARLEY_I_TRY(parley_i_sheet_number(m->sheet, &given->number, name, member->bounds, member->otherwise, &number));
    *out = number.value;
    if (number.column != NUMBER_CONSTANT) {
        m->varying[m->plan->count++] = (struct manner_number){number, offset};
    }
    return PARLEY_OK;
}

static parley_status read_word(const struct parameter *object, const char *key, const char *const *words, uint32_t *out)
{
    const struct parameter *given = parley_i_parameter_find(object, key);
    *out = 0;
    return given == NULL ? PARLEY_OK : parley_i_parameter_word(words, given, out);
}

static parley_status read_truth(const struct parameter *object, const char *key, bool otherwise, bool *out)
{
    const struct parameter *given = parley_i_parameter_find(object, key);
    *out = otherwise;
    if (given == NULL) {
        return PARLEY_OK;
    }
    if (given->kind != PARAMETER_TRUTH) {
        return parley_i_fail_at(PARLEY_BAD_SCENARIO, given->pointer, 0, "expected true or false");
    }
    *out = given->truth;
    return PARLEY_OK;
}

/// Refuse what the form and the way to accept do not know.
static parley_status check_keys(struct maker *m, const struct parameter *object, uint32_t form, bool in_mixture,
                                uint32_t accepts)
{
    static const char *const everywhere[] = {"form", "floor", "accepts", "deadline", "walks_out"};
    const char *keys[MOST_KEYS];
    size_t count = 0;
    for (size_t i = 0; i < (in_mixture ? 1 : sizeof everywhere / sizeof *everywhere); i++) {
        keys[count++] = everywhere[i];
    }
    if (in_mixture) {
        keys[count++] = weight_of.name;
    }
    for (size_t i = 0; i < 4 && members_of_form[form][i] != NULL; i++) {
        keys[count++] = members_of_form[form][i]->name;
    }
    for (size_t i = 0; !in_mixture && i < 3 && members_of_acceptance[accepts][i] != NULL; i++) {
        keys[count++] = members_of_acceptance[accepts][i]->name;
    }
    if (form == TACTIC_TIT_FOR_TAT) {
        keys[count++] = "variant";
        keys[count++] = "window";
        keys[count++] = "punish";
    } else if (form == MIXTURE) {
        keys[count++] = "tactics";
    }
    char *what = parley_i_arena_format(m->arena, form == TACTIC_POLYNOMIAL ? "concedes" : "concedes (%s)", forms[form]);
    return what ? parley_i_parameters_known(object, keys, count, what) : parley_i_no_memory();
}

static parley_status read_imitation(struct maker *m, const struct parameter *object, const char *place,
                                    struct tactic *tactic)
{
    uint32_t variant;
    const struct parameter *given = parley_i_parameter_find(object, "window");
    struct number number = {1, NUMBER_CONSTANT};
    PARLEY_I_TRY(read_word(object, "variant", variants, &variant));
    PARLEY_I_TRY(read_truth(object, "punish", false, &tactic->punish));
    if (given != NULL && given->kind == PARAMETER_NUMBER) {
        PARLEY_I_TRY(parley_i_sheet_number(m->sheet, &given->number, place, &window, 1, &number));
    }
    if ((given != NULL && given->kind != PARAMETER_NUMBER) || number.value != floor(number.value)) {
        return parley_i_fail_at(PARLEY_BAD_SCENARIO, given->pointer, 0, "expected %s", window.expected);
    }
    tactic->variant = (enum imitation)variant;
    if (variant == IMITATE_NICE && parley_i_parameter_find(object, kindness_of.name) == NULL) {
        tactic->kindness = 0.5;
    }
    tactic->window = (uint32_t)number.value;
    return PARLEY_OK;
}

static parley_status read_tactic(struct maker *m, const struct parameter *object, const char *place, uint32_t form,
                                 bool in_mixture)
{
    struct manner *manner = &m->plan->manner;
    struct tactic *tactic = &manner->tactic[manner->tactics];
    size_t base = (size_t)((char *)tactic - (char *)manner);
    *tactic = (struct tactic){.form = (enum tactic_form)form, .weight = 1};
    for (size_t i = 0; i < 4 && members_of_form[form][i] != NULL; i++) {
        PARLEY_I_TRY(put_number(m, object, members_of_form[form][i], place, base));
    }
    if (in_mixture) {
        PARLEY_I_TRY(put_number(m, object, &weight_of, place, base));
    }
    manner->tactics++;
    return form == TACTIC_TIT_FOR_TAT ? read_imitation(m, object, place, tactic) : PARLEY_OK;
}

static parley_status read_mixture(struct maker *m, const struct parameter *object)
{
    const struct parameter *list = parley_i_parameter_find(object, "tactics");
    if (list == NULL || list->kind != PARAMETER_LIST || list->members == 0 || list->members > MANNER_TACTICS) {
        return parley_i_fail_at(PARLEY_BAD_SCENARIO, (list ? list : object)->pointer, 0,
                                "a mixture wants \"tactics\", a list of 1 to %d objects such as { \"weight\": 0.7, "
                                "\"form\": \"exponential\" }",
                                MANNER_TACTICS);
    }
    for (size_t i = 0; i < list->members; i++) {
        const struct parameter *one = &list->member[i];
        uint32_t form;
        char *place = parley_i_arena_format(m->arena, "%s.tactics.%zu", m->place, i);
        if (place == NULL) {
            return parley_i_no_memory();
        }
        if (one->kind != PARAMETER_OBJECT) {
            return parley_i_fail_at(PARLEY_BAD_SCENARIO, one->pointer, 0,
                                    "expected an object such as { \"weight\": 0.7, \"form\": \"exponential\" }");
        }
        PARLEY_I_TRY(read_word(one, "form", forms, &form));
        if (form == TACTIC_MICRO || form == MIXTURE) {
            return parley_i_fail_at(PARLEY_BAD_SCENARIO, one->pointer, 0, "%s cannot be part of a mixture",
                                    forms[form]);
        }
        PARLEY_I_TRY(check_keys(m, one, form, true, ACCEPT_NEXT));
        PARLEY_I_TRY(read_tactic(m, one, place, form, true));
    }
    return PARLEY_OK;
}

static parley_status read_acceptance(struct maker *m, const struct parameter *object, uint32_t accepts)
{
    struct manner *manner = &m->plan->manner;
    manner->accepts = (enum acceptance)accepts;
    manner->threshold = manner->deadline = NAN;
    for (size_t i = 0; i < 3 && members_of_acceptance[accepts][i] != NULL; i++) {
        PARLEY_I_TRY(put_number(m, object, members_of_acceptance[accepts][i], m->place, 0));
    }
    if (accepts == ACCEPT_CONSTANT && parley_i_parameter_find(object, "threshold") == NULL) {
        return parley_i_fail_at(PARLEY_BAD_SCENARIO, object->pointer, 0,
                                "who accepts from a constant on needs \"threshold\", a utility");
    }
    PARLEY_I_TRY(put_number(m, object, &deadline_of, m->place, 0));
    return read_truth(object, "walks_out", true, &manner->walks_out);
}

static parley_status read_manner(struct maker *m, const struct parameter *given, uint32_t form, uint32_t accepts)
{
    PARLEY_I_TRY(form == MIXTURE ? read_mixture(m, given) : read_tactic(m, given, m->place, form, false));
    return read_acceptance(m, given, accepts);
}

static parley_status read_plain(struct maker *m, const struct parameter *given, bool with_exponent,
                                struct number *exponent, struct number *floor)
{
    static const struct source absent = {0};
    const struct parameter *e = with_exponent ? parley_i_parameter_find(given, "exponent") : NULL;
    const struct parameter *f = parley_i_parameter_find(given, "floor");
    char *at_exponent = parley_i_arena_format(m->arena, "%s.exponent", m->place);
    char *at_floor = parley_i_arena_format(m->arena, "%s.floor", m->place);
    if (!at_exponent || !at_floor) {
        return parley_i_no_memory();
    }
    for (int i = 0; i < 2; i++) {
        const struct parameter *one = i == 0 ? e : f;
        if (one && one->kind != PARAMETER_NUMBER && one->kind != PARAMETER_TEXT) {
            return parley_i_fail_at(PARLEY_BAD_SCENARIO, one->pointer, 0, "expected a number");
        }
    }
    PARLEY_I_TRY(
        parley_i_sheet_number(m->sheet, e ? &e->number : &absent, at_exponent, &parley_i_positive, 1, exponent));
    *floor = (struct number){-INFINITY, NUMBER_CONSTANT};
    return f ? parley_i_sheet_number(m->sheet, &f->number, at_floor, &parley_i_any_number, 0, floor) : PARLEY_OK;
}

parley_status parley_i_concession_make(struct arena *arena, struct sheet *sheet, const char *party,
                                       const struct parameter *given, struct number *exponent, struct number *floor,
                                       const struct manner_plan **manner)
{
    uint32_t form, accepts;
    struct maker m = {.arena = arena, .sheet = sheet};
    m.place = parley_i_arena_format(arena, "parties.%s.concedes", party);
    m.plan = parley_i_arena_take(arena, sizeof *m.plan);
    m.varying = parley_i_arena_array(arena, MOST_NUMBERS, sizeof *m.varying);
    if (!m.place || !m.plan || !m.varying) {
        return parley_i_no_memory();
    }
    *manner = NULL;
    PARLEY_I_TRY(read_word(given, "form", forms, &form));
    PARLEY_I_TRY(read_word(given, "accepts", acceptances, &accepts));
    PARLEY_I_TRY(check_keys(&m, given, form, false, accepts));
    bool told = form != TACTIC_POLYNOMIAL || accepts != ACCEPT_NEXT || parley_i_parameter_find(given, kappa_of.name) ||
                parley_i_parameter_find(given, deadline_of.name);
    PARLEY_I_TRY(read_plain(&m, given, !told, exponent, floor));
    if (told) {
        PARLEY_I_TRY(read_manner(&m, given, form, accepts));
        m.plan->varying = m.varying;
        *manner = m.plan;
    }
    return PARLEY_OK;
}

void parley_i_manner_set(const struct manner_plan *plan, const struct block *block, size_t trial, struct manner *out)
{
    for (size_t i = 0; i < plan->count; i++) {
        *(double *)(void *)((char *)out + plan->varying[i].offset) =
            block->column[plan->varying[i].number.column][trial];
    }
}
