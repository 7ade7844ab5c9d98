// Published positions, powers and saliences, at a sitting or as a scenario.
#ifndef PARLEY_TESTS_SUPPORT_SPATIAL_H
#define PARLEY_TESTS_SUPPORT_SPATIAL_H

#include "bargain/protocol.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_ACTORS = 32, MOST_DIMENSIONS = 4 };

/// Actors with a position and a salience in [0, 1] per dimension.
struct actors {
    uint32_t count, dimensions;
    double low, high;  // of every dimension
    char name[MOST_ACTORS][32];
    double power[MOST_ACTORS], position[MOST_ACTORS][MOST_DIMENSIONS], salience[MOST_ACTORS][MOST_DIMENSIONS];
};

static inline FILE *open_truth(const char *name)
{
    char path[1024];
    snprintf(path, sizeof path, "%s/tests/truth/%s", PARLEY_SOURCE_DIR, name);
    FILE *file = fopen(path, "r");
    cr_assert(file != NULL, "%s", path);
    return file;
}

/// tests/truth/ktab-dummy-3dim.csv: positions and saliences from 0 to 100.
static inline struct actors ktab_dummy(void)
{
    static struct actors a;
    memset(&a, 0, sizeof a);
    a.dimensions = 3;
    a.high = 100;
    char line[256], *s = line;
    FILE *file = open_truth("ktab-dummy-3dim.csv");
    while (fgets(line, sizeof line, file)) {
        double *x = a.position[a.count], *w = a.salience[a.count];
        if (sscanf(s, "%31[^,], %*[^,], %lf, %lf, %lf, %lf, %lf, %lf, %lf", a.name[a.count], &a.power[a.count], &x[0],
                   &w[0], &x[1], &w[1], &x[2], &w[2]) == 8) {
            for (int k = 0; k < 3; k++) {
                w[k] /= 100;
            }
            a.count++;
        }
    }
    fclose(file);
    cr_assert_eq(a.count, 7);
    return a;
}

/// tests/truth/ec-car-emissions.csv: one dimension, years from 4 to 10, saliences from 0 to 100.
static inline struct actors ec_emissions(void)
{
    static struct actors a;
    memset(&a, 0, sizeof a);
    a.dimensions = 1;
    a.low = 4;
    a.high = 10;
    char line[256];
    FILE *file = open_truth("ec-car-emissions.csv");
    while (fgets(line, sizeof line, file)) {
        if (line[0] != '#' && sscanf(line, "%31[^,],%lf,%lf,%lf", a.name[a.count], &a.power[a.count],
                                     &a.position[a.count][0], &a.salience[a.count][0]) == 4) {
            a.salience[a.count++][0] /= 100;
        }
    }
    fclose(file);
    cr_assert_eq(a.count, 10);
    return a;
}

static inline double attention(const struct actors *a, uint32_t actor)
{
    double sum = 0;
    for (uint32_t k = 0; k < a->dimensions; k++) {
        sum += a->salience[actor][k];
    }
    return sum;
}

/// The actors at a sitting of a protocol, with its default parameters.
struct spatial_seats {
    struct sitting sitting;
    struct settlement settlement;
    struct issue_at issue[MOST_DIMENSIONS];
    struct stand stand[MOST_ACTORS * MOST_DIMENSIONS];
    struct stream stream[2];
    const char *name[MOST_ACTORS];
    double power[MOST_ACTORS], salience[MOST_ACTORS], parameter[32], deal[MOST_DIMENSIONS];
    void *scratch;
};

static inline void seat_actors(struct spatial_seats *s, const struct protocol *protocol, const struct actors *a)
{
    static const char *const dimension[MOST_DIMENSIONS] = {"d1", "d2", "d3", "d4"};
    memset(s, 0, sizeof *s);
    for (uint32_t k = 0; k < a->dimensions; k++) {
        s->issue[k] = (struct issue_at){.id = dimension[k], .low = a->low, .high = a->high, .count = 2};
    }
    for (uint32_t i = 0; i < a->count; i++) {
        s->name[i] = a->name[i];
        s->power[i] = a->power[i];
        s->salience[i] = attention(a, i);
        for (uint32_t k = 0; k < a->dimensions; k++) {
            s->stand[i * a->dimensions + k] =
                (struct stand){a->position[i][k], s->salience[i] > 0 ? a->salience[i][k] / s->salience[i] : 0};
        }
    }
    for (size_t k = 0; k < protocol->parameter_count; k++) {
        s->parameter[k] = protocol->parameters[k].otherwise;
    }
    s->stream[0] = parley_i_stream(42, "test");
    struct sitting_shape shape = {.parties = a->count, .issues = a->dimensions, .issue = s->issue};
    size_t bytes = protocol->scratch_size ? protocol->scratch_size(&shape, NULL) : 0;
    s->scratch = aligned_alloc(64, (bytes + 64) / 64 * 64);
    memset(s->scratch, 0xa5, bytes);
    s->settlement.deal = s->deal;
    s->sitting = (struct sitting){
        .parties = a->count,
        .issues = a->dimensions,
        .party = s->name,
        .issue = s->issue,
        .power = s->power,
        .salience = s->salience,
        .stand = s->stand,
        .parameter = s->parameter,
        .stream = s->stream,
        .scratch = s->scratch,
    };
}

static inline void leave_actors(struct spatial_seats *s)
{
    free(s->scratch);
}

/// The actors as a scenario of one talks step "talks" of that protocol (JSON); issues are d1, d2 ... Free with free.
static inline char *actors_json(const struct actors *a, const char *protocol)
{
    enum { ROOM = 1 << 16 };
    char *json = malloc(ROOM);
    int n = snprintf(json, ROOM, "{\"parley\": 1, \"title\": \"Published data\", \"issues\": {");
    for (uint32_t k = 0; k < a->dimensions; k++) {
        n += snprintf(json + n, ROOM - n, "%s\"d%u\": {\"range\": [%g, %g]}", k ? ", " : "", (unsigned)k + 1, a->low,
                      a->high);
    }
    n += snprintf(json + n, ROOM - n, "}, \"parties\": {");
    for (uint32_t i = 0; i < a->count; i++) {
        n += snprintf(json + n, ROOM - n, "%s\"a%u\": {\"power\": %.17g, \"salience\": %.17g, \"demands\": {",
                      i ? ", " : "", (unsigned)i, a->power[i], attention(a, i));
        for (uint32_t k = 0; k < a->dimensions; k++) {
            double x = a->position[i][k], far = x > (a->low + a->high) / 2 ? a->low : a->high;
            n += snprintf(json + n, ROOM - n, "%s\"d%u\": {\"weight\": %.17g, \"ideal\": %.17g, \"limit\": %g}",
                          k ? ", " : "", (unsigned)k + 1, a->salience[i][k], x, far);
        }
        n += snprintf(json + n, ROOM - n, "}}");
    }
    n += snprintf(json + n, ROOM - n, "}, \"process\": {\"talks\": {\"talks\": {\"protocol\": %s}}}}", protocol);
    cr_assert_lt(n, ROOM);
    return json;
}

#endif
