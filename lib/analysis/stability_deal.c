// What was agreed, and who can change what of it: read from texts such as "term=15" and "us:term".
#include "analysis/stability.h"

#include "base/fail.h"
#include "base/nearest.h"
#include "process/judge.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/// Names to look one up among.
struct names {
    const char *kind;
    const char *const *name;
    size_t count;
};

static parley_status find(const struct names *names, const char *wanted, size_t size, uint32_t *out)
{
    char wrong[128];
    snprintf(wrong, sizeof wrong, "%.*s", (int)(size < 100 ? size : 100), wanted);
    for (size_t i = 0; i < names->count; i++) {
        if (strlen(names->name[i]) == size && strncmp(names->name[i], wanted, size) == 0) {
            *out = (uint32_t)i;
            return PARLEY_OK;
        }
    }
    const char *nearest = parley_i_nearest(wrong, names->name, names->count);
    return parley_i_fail(PARLEY_NOT_FOUND, "stability: unknown %s \"%s\"%s%s%s", names->kind, wrong,
                         nearest ? "; did you mean \"" : "", nearest ? nearest : "", nearest ? "\"?" : "");
}

static parley_status list_ids(struct stability *s, bool parties, struct names *out)
{
    size_t count = parties ? s->model->party_count : s->model->issue_count;
    const char **name = parley_i_arena_array(&s->world.arena, count + 1, sizeof *name);
    if (!name) {
        return parley_i_no_memory();
    }
    for (size_t i = 0; i < count; i++) {
        name[i] = parties ? s->model->parties[i].entry.id : s->model->issues[i].entry.id;
    }
    *out = (struct names){parties ? "party" : "issue", name, count};
    return PARLEY_OK;
}

/// A decimal number with a point, whatever the locale's mark.
static bool read_number(const char *text, double *out)
{
    char probe[16], local[64], *end;
    snprintf(probe, sizeof probe, "%.1f", 0.5);
    size_t mark = strlen(probe) - 2, size = 0;
    for (const char *c = text; *c; c++) {
        if (size + mark >= sizeof local) {
            return false;
        }
        memcpy(local + size, *c == '.' ? probe + 1 : c, *c == '.' ? mark : 1);
        size += *c == '.' ? mark : 1;
    }
    local[size] = '\0';
    *out = strtod(local, &end);
    return size > 0 && *end == '\0' && isfinite(*out);
}

static parley_status read_value(const struct issue_model *issue, const char *text, double *out)
{
    if (issue->options) {
        const struct names options = {"option", issue->options, issue->count};
        uint32_t option;
        PARLEY_I_TRY(find(&options, text, strlen(text), &option));
        *out = option;
        return PARLEY_OK;
    }
    PARLEY_I_REQUIRE(read_number(text, out) && *out >= issue->low && *out <= issue->high,
                     "stability: %s is \"%.100s\", expected a number from %g to %g", issue->entry.id, text, issue->low,
                     issue->high);
    return PARLEY_OK;
}

static parley_status read_deal(struct stability *s, const struct names *issues)
{
    for (size_t k = 0; k < s->def->deal_count; k++) {
        const char *text = s->def->deal[k], *equals = text ? strchr(text, '=') : NULL;
        uint32_t issue;
        double value = NAN;
        PARLEY_I_REQUIRE(equals, "stability: the deal says \"%.100s\", expected ISSUE=VALUE", text ? text : "");
        PARLEY_I_TRY(find(issues, text, (size_t)(equals - text), &issue));
        const struct issue_model *model = &s->model->issues[issue];
        PARLEY_I_TRY(read_value(model, equals + 1, &value));
        PARLEY_I_REQUIRE(isnan(s->deal[issue]) || s->deal[issue] == value,
                         "stability: the deal says \"%.100s\", but %s is %s already", text, model->entry.id,
                         model->is_fixed ? "fixed at another value" : "settled");
        s->deal[issue] = value;
    }
    for (size_t i = 0; i < s->model->issue_count; i++) {
        PARLEY_I_REQUIRE(!isnan(s->deal[i]),
                         "stability: the deal leaves %s open; expected a value for every issue that is not fixed",
                         s->model->issues[i].entry.id);
    }
    return PARLEY_OK;
}

parley_status parley_i_stability_deal(struct stability *s)
{
    const struct process *process = s->world.plan->process;
    struct names issues;
    s->deal = parley_i_arena_array(&s->world.arena, s->model->issue_count + 1, sizeof *s->deal);
    if (!s->deal) {
        return parley_i_no_memory();
    }
    PARLEY_I_TRY(list_ids(s, false, &issues));
    s->given = s->def->deal_count > 0;
    bool agreed = parley_i_process_settled(process, s->world.block, s->deal);
    if (!s->given) {
        return agreed
                   ? PARLEY_OK
                   : parley_i_fail(PARLEY_NO_ANSWER, "stability: the talks come to no deal %s; say which deal is meant",
                                   s->def->trial < 0 ? "at the medians of the assumptions" : "in that trial");
    }
    for (uint32_t i = 0; i < s->model->issue_count; i++) {
        s->deal[i] = parley_i_process_fixed(process, s->world.block, i);
    }
    return read_deal(s, &issues);
}

parley_status parley_i_stability_hands(struct stability *s)
{
    const size_t issues = s->model->issue_count;
    struct names parties, names;
    PARLEY_I_TRY(list_ids(s, true, &parties));
    PARLEY_I_TRY(list_ids(s, false, &names));
    s->holds = parley_i_arena_array(&s->world.arena, s->model->party_count * issues + 1, sizeof *s->holds);
    s->mover = parley_i_arena_array(&s->world.arena, s->model->party_count + 1, sizeof *s->mover);
    if (!s->holds || !s->mover) {
        return parley_i_no_memory();
    }
    for (size_t i = 0; i < issues; i++) {
        int32_t by = s->model->issues[i].delivered_by;
        if (by != NONE) {
            s->holds[(size_t)by * issues + i] = 1;
        }
    }
    for (size_t k = 0; k < s->def->move_count; k++) {
        const char *text = s->def->moves[k], *colon = text ? strchr(text, ':') : NULL;
        uint32_t party, issue;
        PARLEY_I_REQUIRE(colon, "stability: a move says \"%.100s\", expected PARTY:ISSUE", text ? text : "");
        PARLEY_I_TRY(find(&parties, text, (size_t)(colon - text), &party));
        PARLEY_I_TRY(find(&names, colon + 1, strlen(colon + 1), &issue));
        s->holds[(size_t)party * issues + issue] = 1;
    }
    for (uint32_t p = 0; p < s->model->party_count; p++) {
        bool moves = s->def->walk_away && parley_i_process_signs(s->world.plan->process, p);
        for (size_t i = 0; i < issues; i++) {
            moves = moves || (s->holds[(size_t)p * issues + i] && s->model->issues[i].count > 1);
        }
        if (moves) {
            s->mover[s->movers++] = p;
        }
    }
    if (s->movers == 0) {
        return parley_i_fail(
            PARLEY_NO_ANSWER,
            "stability: nobody has anything of the deal in hand; expected an issue with \"delivered_by\", a "
            "move of the form PARTY:ISSUE, or parties that can walk away");
    }
    return s->movers <= MAKERS_MOST
               ? PARLEY_OK
               : parley_i_fail(PARLEY_TOO_LARGE, "stability: %u parties can move, expected at most %d",
                               (unsigned)s->movers, MAKERS_MOST);
}
