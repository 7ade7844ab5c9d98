// A sitting made of a random table, for laws about protocols.
#ifndef PARLEY_TESTS_SUPPORT_SEATS_H
#define PARLEY_TESTS_SUPPORT_SEATS_H

#include "bargain/protocol.h"
#include "support/tables.h"

#include <stdio.h>
#include <stdlib.h>

struct seats {
    struct sitting sitting;
    struct settlement settlement;
    struct issue_at issue[MOST_ISSUES];
    struct stand stand[MOST_PARTIES * MOST_ISSUES];
    struct concession concedes[MOST_PARTIES];
    struct rule rule;
    struct stream stream[4];
    double power[MOST_PARTIES], salience[MOST_PARTIES], discount[MOST_PARTIES], parameter[32], deal[MOST_ISSUES];
    double points[MOST_CELLS];
    uint32_t choice[MOST_ISSUES];
    uint8_t veto[MOST_PARTIES];
    void *memory;
};

static const char *const seat_names[MOST_PARTIES] = {"a", "b", "c", "d", "e", "f"};
static const char *const seat_issues[MOST_ISSUES] = {"i0",  "i1",  "i2",  "i3",  "i4",  "i5",  "i6",  "i7",
                                                     "i8",  "i9",  "i10", "i11", "i12", "i13", "i14", "i15",
                                                     "i16", "i17", "i18", "i19", "i20", "i21", "i22", "i23"};

/// Seat the table's parties: powers 1, linear concession to no agreement, unanimity, the protocol's default parameters.
static inline void take_seats(struct seats *s, const struct protocol *protocol, const struct bench_table *t)
{
    memset(s, 0, sizeof *s);
    for (uint32_t p = 0; p < MOST_PARTIES; p++) {
        s->power[p] = s->salience[p] = s->discount[p] = 1.0;
        s->concedes[p] = (struct concession){1.0, -INFINITY, NULL};
    }
    for (int k = 0; k < MOST_CELLS; k++) {
        s->points[k] = k;
    }
    for (uint32_t f = 0; f < t->space.factors; f++) {
        for (uint32_t i = 0; i < t->factor[f].issues; i++) {
            uint32_t count = t->factor[f].size[i], j = t->factor[f].issue[i];
            s->issue[j] = (struct issue_at){seat_issues[j], NULL, 0, count - 1.0, s->points, count};
        }
    }
    for (uint32_t k = 0; k < 4; k++) {
        char place[16];
        (void)snprintf(place, sizeof place, "draw %u", (unsigned)k);
        s->stream[k] = parley_i_stream(42, place);
    }
    for (size_t k = 0; k < protocol->parameter_count; k++) {
        s->parameter[k] = protocol->parameters[k].otherwise;
    }
    s->rule.kind = RULE_UNANIMITY;
    struct sitting_shape shape = {&t->space, t->table.parties, t->space.issues, s->issue, NULL, NULL};
    size_t bytes = protocol->scratch_size == NULL ? 64 : protocol->scratch_size(&shape, NULL);
    s->memory = aligned_alloc(64, (bytes + 64) / 64 * 64);
    memset(s->memory, 0xa5, bytes);
    s->settlement.choice = s->choice;
    s->settlement.deal = s->deal;
    s->sitting = (struct sitting){
        .table = &t->table,
        .parties = t->table.parties,
        .issues = t->space.issues,
        .party = seat_names,
        .issue = s->issue,
        .power = s->power,
        .salience = s->salience,
        .discount = s->discount,
        .concedes = s->concedes,
        .stand = s->stand,
        .parameter = s->parameter,
        .rule = &s->rule,
        .stream = s->stream,
        .scratch = s->memory,
    };
}

static inline void leave_seats(struct seats *s)
{
    free(s->memory);
}

#endif
