// Power indices: published bodies, closed forms, the definitions played over every coalition, and laws.
//
// tests/truth/voting-power.csv: the Council of the EEC and EU 1958 to 1995, the UN Security Council, Nassau County
// (Banzhaf's own case), small games, and the federal legislature of the United States.
#include "analysis/voting.h"

#include <criterion/alloc.h>
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <math.h>
#include <parley/parley.h>
#include <stdio.h>
#include <stdlib.h>

#define require_ok(call)                                                                                               \
    do {                                                                                                               \
        parley_status s_ = (call);                                                                                     \
        cr_assert(s_ == PARLEY_OK, "%s -> %s: %s", #call, parley_status_name(s_), parley_last_message());              \
    } while (0)

enum { FIELD = 64, FIELDS = 12, ROWS = 41, MOST = 600 };

struct row {
    char field[FIELDS][FIELD];  // body, quota, weights, member_weight, count, ssi_fraction, ssi, swings, nbz_fraction,
                                // nbz, abz, match
};

static void split(const char *line, struct row *out)
{
    *out = (struct row){0};
    bool quoted = false;
    size_t field = 0, size = 0;
    for (const char *c = line; *c && *c != '\n' && field < FIELDS; c++) {
        if (*c == '"') {
            quoted = !quoted;
        } else if (*c == ',' && !quoted) {
            field++;
            size = 0;
        } else if (size + 1 < FIELD) {
            out->field[field][size++] = *c;
        }
    }
}

static void free_rows(struct criterion_test_params *params)
{
    cr_free(params->params);
}

ParameterizedTestParameters(voting, power_of_published_bodies)
{
    struct row *rows = cr_malloc(ROWS * sizeof *rows);
    size_t count = 0;
    char line[512];
    FILE *file = fopen(PARLEY_SOURCE_DIR "/tests/truth/voting-power.csv", "r");
    while (file && fgets(line, sizeof line, file)) {
        if (line[0] != '#' && strncmp(line, "body,", 5) != 0 && count < ROWS) {
            split(line, &rows[count++]);
        }
    }
    if (file) {
        (void)fclose(file);
    }
    return cr_make_param_array(struct row, rows, count, free_rows);
}

/// Half a unit of the last printed digit.
static double printed_to(const char *number)
{
    const char *point = strchr(number, '.');
    return point ? 0.5 * pow(10, -(double)strlen(point + 1)) * 1.0001 : 1e-12;
}

static void check_number(const struct row *row, const char *fraction, const char *printed, double found)
{
    double over = 1;
    const char *slash = strchr(fraction, '/');
    if (*fraction) {
        over = slash ? strtod(slash + 1, NULL) : 1;
        double exact = strtod(fraction, NULL) / over;
        cr_expect_float_eq(found, exact, 1e-14, "%s, %s: found %.17g, published %s", row->field[0], row->field[3],
                           found, fraction);
    }
    if (*printed) {
        cr_expect_float_eq(found, strtod(printed, NULL), printed_to(printed), "%s, %s: found %.17g, published %s",
                           row->field[0], row->field[3], found, printed);
    }
}

/// "10x4 5 5 3": weights, some for several members.
static size_t read_weights(const char *text, double *weight, uint32_t *count)
{
    size_t n = 0;
    while (*text) {
        char *end;
        weight[n] = strtod(text, &end);
        count[n] = *end == 'x' ? (uint32_t)strtoul(end + 1, &end, 10) : 1;
        n++;
        text = *end == ' ' ? end + 1 : end;
    }
    return n;
}

static void check_weighted(const struct row *row)
{
    double weight[16], quota = strtod(row->field[1], NULL);
    uint32_t count[16];
    parley_voting_index index[16];
    parley_voting_def def = parley_voting_def_default();
    def.voters = read_weights(row->field[2], weight, count);
    def.count = count;
    def.weight = weight;
    def.quota = &quota;
    require_ok(parley_voting_power(&def, index, 16));
    uint32_t members = 0;
    const char *which = row->field[3], *second = strstr(which, " and ");
    for (size_t v = 0; v < def.voters; v++) {
        if (weight[v] != strtod(which, NULL) && !(second && weight[v] == strtod(second + 5, NULL))) {
            continue;
        }
        members += count[v];
        check_number(row, row->field[5], row->field[6], index[v].shapley_shubik);
        check_number(row, row->field[7], "", index[v].swings);
        check_number(row, row->field[8], row->field[9], index[v].banzhaf);
        check_number(row, "", row->field[10], index[v].banzhaf_absolute);
        cr_expect_eq(index[v].dummy, strcmp(row->field[7], "0") == 0);
    }
    cr_expect_eq(members, strtoul(row->field[4], NULL, 10), "%s: %u members of weight %s", row->field[0], members,
                 which);
}

/// The President with majorities of both houses, or two thirds of both; the Vice President's vote breaks a tie of the
/// Senate.
static void check_federal(const struct row *row)
{
    static const char *const names[] = {"President", "Vice President", "Senator", "Representative"};
    static const uint32_t count[] = {1, 1, 100, 435};
    static const double weight[] = {1, 0, 0, 0, 0, 1, 2, 0, 0, 0, 0, 1, 0, 0, 1, 0, 0, 0, 0, 1};
    static const uint32_t alternative[] = {0, 0, 0, 1, 1};
    bool tie = strstr(row->field[0], "breaks 50-50") != NULL;
    const double quota[] = {1, tie ? 101 : 102, 218, 67, 290};
    parley_voting_index index[4];
    parley_voting_def def = parley_voting_def_default();
    def.voters = 4;
    def.count = count;
    def.conditions = 5;
    def.weight = weight;
    def.quota = quota;
    def.alternative = alternative;
    double three[15];
    if (!tie) {  // nobody but the three kinds
        for (size_t i = 0; i < 15; i++) {
            three[i] = weight[i / 3 * 4 + (i % 3 > 0 ? i % 3 + 1 : 0)];
        }
        static const uint32_t of_three[] = {1, 100, 435};
        def.voters = 3;
        def.count = of_three;
        def.weight = three;
    }
    require_ok(parley_voting_power(&def, index, 4));
    size_t which = 0;
    while (strcmp(row->field[3], names[which]) != 0) {
        which++;
    }
    const parley_voting_index *found = &index[tie || which == 0 ? which : which - 1];
    check_number(row, "", row->field[6], found->shapley_shubik);
    check_number(row, "", row->field[9], found->banzhaf);
}

ParameterizedTest(struct row *row, voting, power_of_published_bodies)
{
    if (strncmp(row->field[0], "US federal", 10) == 0) {
        check_federal(row);
    } else {
        check_weighted(row);
    }
}

Test(voting, all_published_rows_are_there)
{
    FILE *file = fopen(PARLEY_SOURCE_DIR "/tests/truth/voting-power.csv", "r");
    cr_assert(file);
    int rows = 0;
    char line[512];
    while (fgets(line, sizeof line, file)) {
        rows += line[0] != '#' && strncmp(line, "body,", 5) != 0;
    }
    (void)fclose(file);
    cr_expect_eq(rows, ROWS);
}

// Definitions played naively

static uint32_t below(uint64_t *dice, uint32_t n)
{
    *dice = *dice * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(*dice >> 33) % n;
}

enum { SMALL = 9, CONDITIONS = 4 };

struct small {
    size_t voters;
    double weight[CONDITIONS * SMALL], quota[CONDITIONS];
    uint32_t alternative[CONDITIONS];
    bool veto[SMALL];
    parley_voting_def def;
};

static void deal_game(uint64_t *dice, bool whole, struct small *g)
{
    *g = (struct small){.voters = 2 + below(dice, SMALL - 1), .def = parley_voting_def_default()};
    g->def.voters = g->voters;
    g->def.conditions = 1 + below(dice, CONDITIONS);
    for (size_t c = 0; c < g->def.conditions; c++) {
        double total = 0;
        for (size_t v = 0; v < g->voters; v++) {
            double w = whole ? below(dice, 6) : sqrt(1 + below(dice, 1000));
            g->weight[c * g->voters + v] = w;
            total += w;
        }
        g->quota[c] = whole ? 1 + below(dice, (uint32_t)total + 1) : total * (0.05 + 0.9 * below(dice, 1000) / 1000.0);
        g->alternative[c] = c > 0 ? g->alternative[c - 1] + below(dice, 2) : 0;
    }
    for (size_t v = 0; v < g->voters; v++) {
        g->veto[v] = below(dice, 8) == 0;
    }
    g->def.weight = g->weight;
    g->def.quota = g->quota;
    g->def.alternative = g->alternative;
    g->def.veto = g->veto;
    g->def.members = below(dice, 2) ? below(dice, (uint32_t)g->voters + 1) : 0;
    g->def.strict = below(dice, 3) == 0;
}

static bool wins(const struct small *g, unsigned coalition)
{
    uint32_t heads = 0;
    bool any = false;
    for (size_t v = 0; v < g->voters; v++) {
        heads += coalition >> v & 1;
        if (g->veto[v] && !(coalition >> v & 1)) {
            return false;
        }
    }
    for (uint32_t a = 0; a <= g->alternative[g->def.conditions - 1]; a++) {
        bool all = true;
        for (size_t c = 0; c < g->def.conditions; c++) {
            double sum = 0;
            for (size_t v = 0; v < g->voters; v++) {
                sum += coalition >> v & 1 ? g->weight[c * g->voters + v] : 0;
            }
            all = all &&
                  (g->alternative[c] != a || (g->def.strict ? sum > g->quota[c] + 1e-9 : sum >= g->quota[c] - 1e-9));
        }
        any = any || all;
    }
    return any && heads >= g->def.members;
}

/// Shapley-Shubik, swings, and the number of winning coalitions, straight from their definitions.
static void play(const struct small *g, double *shapley, double *swings, double *winning)
{
    *winning = 0;
    for (unsigned s = 0; s < 1u << g->voters; s++) {
        double heads = 0;
        for (size_t v = 0; v < g->voters; v++) {
            heads += s >> v & 1;
        }
        *winning += wins(g, s);
        for (size_t v = 0; v < g->voters; v++) {
            if (!(s >> v & 1) && !wins(g, s) && wins(g, s | 1u << v)) {
                swings[v]++;
                shapley[v] += tgamma(heads + 1) * tgamma((double)g->voters - heads) / tgamma((double)g->voters + 1);
            }
        }
    }
}

static void compare(const struct small *g)
{
    double shapley[SMALL] = {0}, swings[SMALL] = {0}, winning, sum = 0, total = ldexp(1, (int)g->voters);
    unsigned all = (1u << g->voters) - 1;
    parley_voting_index found[SMALL];
    parley_status status = parley_voting_power(&g->def, found, SMALL);
    if (!wins(g, all) || wins(g, 0)) {
        cr_assert_eq(status, PARLEY_BAD_ARGUMENT);
        return;
    }
    require_ok(status);
    play(g, shapley, swings, &winning);
    for (size_t v = 0; v < g->voters; v++) {
        sum += swings[v];
    }
    for (size_t v = 0; v < g->voters; v++) {
        cr_assert_eq(found[v].swings, swings[v], "voter %zu: found %g, expected %g", v, found[v].swings, swings[v]);
        cr_assert_float_eq(found[v].shapley_shubik, shapley[v], 1e-14);
        cr_assert_float_eq(found[v].banzhaf, swings[v] / sum, 1e-14);
        cr_assert_float_eq(found[v].banzhaf_absolute, swings[v] / total * 2, 1e-14);
        cr_assert_float_eq(found[v].prevent, swings[v] / winning, 1e-14);
        cr_assert_float_eq(found[v].initiate, swings[v] / (total - winning), 1e-14);
        cr_assert_float_eq(found[v].collectivity, winning / total, 1e-14);
        cr_assert_eq(found[v].dummy, swings[v] == 0);
        cr_assert_eq(found[v].veto, !wins(g, all & ~(1u << v)));
        cr_assert_eq(found[v].dictator, wins(g, 1u << v) && !wins(g, all & ~(1u << v)));
    }
}

Test(voting, any_rule_over_whole_weights_is_as_its_definition_played_over_every_coalition)
{
    uint64_t dice = 1;
    for (int i = 0; i < 1500; i++) {
        struct small g;
        deal_game(&dice, true, &g);
        compare(&g);
    }
}

Test(voting, so_is_any_rule_over_fractional_weights)
{
    uint64_t dice = 2;
    for (int i = 0; i < 500; i++) {
        struct small g;
        deal_game(&dice, false, &g);
        compare(&g);
    }
}

static void make_counts(struct arena *arena, const struct voting_game *game, struct voting_counts *out)
{
    out->swing = parley_i_arena_array(arena, (size_t)game->kinds * game->voters + 1, sizeof(double));
    out->winning = parley_i_arena_array(arena, (size_t)game->voters + 1, sizeof(double));
    out->losing = parley_i_arena_array(arena, (size_t)game->voters + 1, sizeof(double));
}

Test(voting, listing_and_generating_functions_count_the_same)
{
    uint64_t dice = 3;
    for (int i = 0; i < 500; i++) {
        struct small g;
        deal_game(&dice, true, &g);
        struct arena arena = {0};
        struct voting_game game;
        struct voting_counts list, table;
        require_ok(parley_i_voting_reduce(&arena, &g.def, &game));
        if (game.kinds > 0) {
            make_counts(&arena, &game, &list);
            make_counts(&arena, &game, &table);
            cr_assert(isfinite(parley_i_voting_table_cost(&game)));
            require_ok(parley_i_voting_list(&arena, &game, &list));
            require_ok(parley_i_voting_table(&arena, &game, &table));
            cr_assert_arr_eq(list.swing, table.swing, (size_t)game.kinds * game.voters * sizeof(double));
            cr_assert_arr_eq(list.winning, table.winning, (game.voters + 1) * sizeof(double));
            cr_assert_arr_eq(list.losing, table.losing, (game.voters + 1) * sizeof(double));
        }
        parley_i_arena_release(&arena);
    }
}

/// A single quota over `n` weights.
static void weigh(size_t n, const double *weight, double quota, parley_voting_index *out)
{
    parley_voting_def def = parley_voting_def_default();
    def.voters = n;
    def.weight = weight;
    def.quota = &quota;
    require_ok(parley_voting_power(&def, out, MOST));
}

Test(voting, hundreds_of_equal_voters_have_the_central_binomial)
{
    double weight[501];
    parley_voting_index index[MOST];
    for (size_t v = 0; v < 501; v++) {
        weight[v] = 3;
    }
    weigh(501, weight, 3 * 251, index);
    double choices = exp(lgamma(501) - 2 * lgamma(251));
    for (size_t v = 0; v < 501; v++) {
        cr_assert_float_eq(index[v].shapley_shubik * 501, 1, 1e-12);
        cr_assert_float_eq(index[v].swings / choices, 1, 1e-11);
        cr_assert_float_eq(index[v].collectivity, 0.5, 1e-12);
    }
}

Test(voting, unanimity_of_a_thousand_leaves_each_a_veto_and_one_swing)
{
    parley_voting_index index;
    const uint32_t count = 1000;
    const double weight = 1, quota = 1000;
    parley_voting_def def = parley_voting_def_default();
    def.voters = 1;
    def.count = &count;
    def.weight = &weight;
    def.quota = &quota;
    require_ok(parley_voting_power(&def, &index, 1));
    cr_expect(index.veto && !index.dummy && !index.dictator);
    cr_expect_eq(index.swings, 1);
    cr_expect_eq(index.banzhaf_absolute, ldexp(1, -999));
    cr_expect_float_eq(index.shapley_shubik, 0.001, 1e-15);
    cr_expect_eq(index.prevent, 1);
}

Test(voting, many_different_weights_sum_to_one_and_order_as_the_weights_do)
{
    enum { N = 150 };
    double weight[N], sum = 0, swings = 0, total = 0;
    parley_voting_index index[MOST];
    for (size_t v = 0; v < N; v++) {
        weight[v] = 1 + (double)v;
        total += weight[v];
    }
    weigh(N, weight, floor(total * 0.6), index);
    for (size_t v = 0; v < N; v++) {
        sum += index[v].shapley_shubik;
        swings += index[v].banzhaf;
        cr_assert(v == 0 || index[v].shapley_shubik >= index[v - 1].shapley_shubik);
    }
    cr_expect_float_eq(sum, 1, 1e-12);
    cr_expect_float_eq(swings, 1, 1e-12);
}

Test(voting, weights_may_be_scaled_and_fractions_that_become_whole_are_exact)
{
    const double seats[] = {29, 27, 14, 13, 12, 10, 7, 4, 3}, tenths[] = {2.9, 2.7, 1.4, 1.3, 1.2, 1.0, 0.7, 0.4, 0.3};
    const double thirds[] = {29 / 3.0, 9, 14 / 3.0, 13 / 3.0, 4, 10 / 3.0, 7 / 3.0, 4 / 3.0, 1};
    parley_voting_index a[MOST], b[MOST], c[MOST];
    weigh(9, seats, 80, a);
    weigh(9, tenths, 8.0, b);
    weigh(9, thirds, 80 / 3.0, c);
    for (size_t v = 0; v < 9; v++) {
        cr_expect_eq(a[v].swings, b[v].swings);
        cr_expect_eq(a[v].swings, c[v].swings);
        cr_expect_eq(a[v].shapley_shubik, b[v].shapley_shubik);
    }
}

Test(voting, a_dictator_decides_alone_and_two_vetoes_are_none)
{
    const double weight[] = {3, 1, 1};
    parley_voting_index index[MOST];
    weigh(3, weight, 3, index);
    cr_expect(index[0].dictator && index[0].veto && index[0].shapley_shubik == 1 && index[1].dummy && !index[1].veto);
    const bool two[] = {true, true, false};
    const double quota = 3;
    parley_voting_def def = parley_voting_def_default();
    def.voters = 3;
    def.weight = weight;
    def.quota = &quota;
    def.veto = two;
    require_ok(parley_voting_power(&def, index, 3));
    cr_expect(!index[0].dictator && index[0].veto && index[1].veto && index[2].dummy);
    cr_expect_eq(index[1].shapley_shubik, 0.5);
}

Test(voting, without_weights_heads_alone_are_counted)
{
    const uint32_t count = 5;
    parley_voting_index index;
    parley_voting_def def = parley_voting_def_default();
    def.voters = 1;
    def.count = &count;
    def.conditions = 0;
    def.members = 3;
    require_ok(parley_voting_power(&def, &index, 1));
    cr_expect_eq(index.swings, 6);  // two of the four others
    cr_expect_float_eq(index.shapley_shubik, 0.2, 1e-15);
}

Test(voting, what_has_no_meaning_is_refused_with_a_sentence)
{
    double weight[30] = {1, 1, 1};
    double quota = 2;
    parley_voting_index index[30];
    parley_voting_def def = {0};
    cr_expect_eq(parley_voting_power(NULL, index, 3), PARLEY_BAD_ARGUMENT);
    cr_expect_eq(parley_voting_power(&def, index, 3), PARLEY_BAD_DEF);
    def = parley_voting_def_default();
    cr_expect_eq(parley_voting_power(&def, index, 3), PARLEY_BAD_ARGUMENT);
    def.voters = 3;
    cr_expect_eq(parley_voting_power(&def, index, 3), PARLEY_BAD_ARGUMENT);
    def.weight = weight;
    def.quota = &quota;
    cr_expect_eq(parley_voting_power(&def, index, 2), PARLEY_BAD_ARGUMENT);
    cr_expect(strstr(parley_last_message(), "room for 2 indices, expected at least 3"), "%s", parley_last_message());
    quota = 4;
    cr_expect_eq(parley_voting_power(&def, index, 3), PARLEY_BAD_ARGUMENT);
    cr_expect(strstr(parley_last_message(), "not even everybody"), "%s", parley_last_message());
    quota = 0;
    cr_expect_eq(parley_voting_power(&def, index, 3), PARLEY_BAD_ARGUMENT);
    cr_expect(strstr(parley_last_message(), "nobody is in favour"), "%s", parley_last_message());
    quota = 2;
    weight[1] = NAN;
    cr_expect_eq(parley_voting_power(&def, index, 3), PARLEY_BAD_ARGUMENT);
    weight[1] = -1;
    cr_expect_eq(parley_voting_power(&def, index, 3), PARLEY_BAD_ARGUMENT);
    const uint32_t order = 1, many[] = {500, 500, 1}, none[] = {1, 0, 1};
    weight[1] = 1;
    def.alternative = &order;
    cr_expect_eq(parley_voting_power(&def, index, 3), PARLEY_BAD_ARGUMENT);
    def.alternative = NULL;
    def.count = none;
    cr_expect_eq(parley_voting_power(&def, index, 3), PARLEY_BAD_ARGUMENT);
    def.count = many;
    cr_expect_eq(parley_voting_power(&def, index, 3), PARLEY_TOO_LARGE);
    cr_expect_neq(parley_voting_def_init(&def, 1), PARLEY_OK);
}

Test(voting, too_many_fractional_weights_are_refused_rather_than_listed_for_ever)
{
    double weight[60], quota = 100;
    parley_voting_index index[60];
    for (size_t v = 0; v < 60; v++) {
        weight[v] = sqrt(2 + (double)v);
    }
    parley_voting_def def = parley_voting_def_default();
    def.voters = 60;
    def.weight = weight;
    def.quota = &quota;
    cr_expect_eq(parley_voting_power(&def, index, 60), PARLEY_TOO_LARGE);
    cr_expect(strstr(parley_last_message(), "60 kinds of voters are too many"), "%s", parley_last_message());
}
