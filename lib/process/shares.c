#include "process/shares.h"

#include "base/fail.h"
#include "base/nearest.h"
#include "process/parameters.h"

#include <string.h>

static const struct bounds share_bounds = {.low = 0, .high = 1, .finite = true, .expected = "a share in [0, 1]"};

static parley_status find_member(const struct parameter *entry, const char *const *member, size_t members, size_t *out)
{
    for (size_t i = 0; i < members; i++) {
        if (strcmp(member[i], entry->name) == 0) {
            *out = i;
            return PARLEY_OK;
        }
    }
    const char *nearest = parley_i_nearest(entry->name, member, members);
    return parley_i_fail_at(PARLEY_BAD_SCENARIO, entry->pointer, 0, "\"%s\" does not take part here%s%s%s", entry->name,
                            nearest ? "; did you mean \"" : "", nearest ? nearest : "", nearest ? "\"?" : "");
}

static parley_status read_row(struct arena *arena, struct sheet *sheet, const struct parameter *row, const char *place,
                              const char *const *member, size_t members, struct number *out)
{
    double sum = 0;
    if (row->kind != PARAMETER_OBJECT) {
        return parley_i_fail_at(PARLEY_BAD_SCENARIO, row->pointer, 0,
                                "expected an object of shares by party: {party: share}");
    }
    for (size_t j = 0; j < members; j++) {
        out[j] = (struct number){0, NUMBER_CONSTANT};
    }
    for (size_t k = 0; k < row->members; k++) {
        const struct parameter *entry = &row->member[k];
        size_t column = 0;
        PARLEY_I_TRY(find_member(entry, member, members, &column));
        char *name = parley_i_arena_format(arena, "%s.%s.%s", place, row->name, entry->name);
        if (!name) {
            return parley_i_no_memory();
        }
        if (entry->kind != PARAMETER_NUMBER && entry->kind != PARAMETER_TEXT) {
            return parley_i_fail_at(PARLEY_BAD_SCENARIO, entry->pointer, 0, "expected %s", share_bounds.expected);
        }
        PARLEY_I_TRY(parley_i_sheet_number(sheet, &entry->number, name, &share_bounds, 0, &out[column]));
        sum += out[column].column == NUMBER_CONSTANT ? out[column].value : 0;
    }
    if (sum > 1 + 1e-9) {
        return parley_i_fail_at(PARLEY_BAD_SCENARIO, row->pointer, 0, "shares add up to %g, expected at most 1", sum);
    }
    return PARLEY_OK;
}

parley_status parley_i_shares_make(struct arena *arena, struct sheet *sheet, const struct protocol *protocol,
                                   const struct parameter *given, const char *place, const char *const *member,
                                   size_t members, struct number **out)
{
    const struct parameter *shares = NULL;
    *out = NULL;
    for (size_t i = 0; i < protocol->parameter_count; i++) {
        if (protocol->parameters[i].type == TYPE_SHARES) {
            shares = parley_i_parameter_find(given, protocol->parameters[i].name);
        }
    }
    if (!shares) {
        return PARLEY_OK;
    }
    if (shares->kind != PARAMETER_OBJECT) {
        return parley_i_fail_at(PARLEY_BAD_SCENARIO, shares->pointer, 0,
                                "expected shares by party: {party: {party: share}}");
    }
    char *prefix = parley_i_arena_format(arena, "%s.%s", place, shares->name);
    struct number *number = parley_i_arena_array(arena, members * members, sizeof *number);
    if (!prefix || !number) {
        return parley_i_no_memory();
    }
    for (size_t i = 0; i < members * members; i++) {
        number[i] = (struct number){i / members == i % members, NUMBER_CONSTANT};
    }
    for (size_t k = 0; k < shares->members; k++) {
        size_t row = 0;
        PARLEY_I_TRY(find_member(&shares->member[k], member, members, &row));
        PARLEY_I_TRY(read_row(arena, sheet, &shares->member[k], prefix, member, members, number + row * members));
    }
    *out = number;
    return PARLEY_OK;
}
