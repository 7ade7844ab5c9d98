// `nash`, `mean`, the rule of agreement and the table of protocols.
#include "support/seats.h"

#include <criterion/criterion.h>

static const struct protocol *protocol_named(const char *name)
{
    const struct protocol *protocol = parley_i_protocol(name);
    cr_assert(protocol != NULL, "%s", name);
    return protocol;
}

Test(protocols, are_found_by_name_and_only_by_name)
{
    for (size_t i = 0; i < parley_i_protocol_count; i++) {
        cr_assert_eq(parley_i_protocol(parley_i_protocols[i]->name), parley_i_protocols[i]);
        cr_assert(parley_i_protocols[i]->settle != NULL);
        for (size_t k = 0; k < i; k++) {
            cr_assert_str_neq(parley_i_protocols[i]->name, parley_i_protocols[k]->name);
        }
    }
    cr_assert_eq(parley_i_protocol("nosh"), NULL);
    for (int i = 0; i < OUTCOME_COUNT; i++) {
        cr_assert(parley_i_outcome_words[i] != NULL);
    }
}

// A straight frontier in a thousand steps: the first gets k/1000, the second the rest to the power `curve`.
static void lay_frontier(struct bench_table *t, double *utility, double curve)
{
    static const uint32_t issue = 0, stride = 1;
    memset(t, 0, sizeof *t);
    t->size[0] = 1001;
    t->factor[0] = (struct factor){&issue, &stride, t->size, 1, 1001, 0};
    t->space = (struct space){.factor = t->factor, .factors = 1, .issues = 1, .cells = 1001, .packages = 1001};
    t->table = (struct table){&t->space, 2, utility, NULL, t->base, t->no_deal};
    for (uint32_t k = 0; k <= 1000; k++) {
        utility[k] = k / 1000.0;
        utility[1001 + k] = pow((1000 - k) / 1000.0, curve);
    }
}

struct closed_form {
    double curve, a, b, power, share;
};

// Textbook closed forms: on x + y = 1 the first gets d1 + w (1 - d1 - d2); with u2 = (1 - x)^b and weight w it gets w
// / (w + (1 - w) b).
Test(nash, meets_its_closed_forms)
{
    static const struct closed_form rows[] = {
        {1.0, 0.2, 0.3, 0.5, 0.45},    {1.0, 0.2, 0.3, 0.7, 0.55},    {1.0, 0.0, 0.25, 1.0 / 3.0, 0.25},
        {0.5, 0.0, 0.0, 0.5, 2.0 / 3}, {2.0, 0.0, 0.0, 0.5, 1.0 / 3}, {0.5, 0.0, 0.0, 0.6, 0.6 / (0.6 + 0.4 * 0.5)},
    };
    static double utility[2002];
    static struct bench_table t;
    const struct protocol *nash = protocol_named("nash");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        lay_frontier(&t, utility, rows[i].curve);
        t.no_deal[0] = rows[i].a;
        t.no_deal[1] = rows[i].b;
        struct seats s;
        take_seats(&s, nash, &t);
        s.power[0] = rows[i].power;
        s.power[1] = 1 - rows[i].power;
        nash->settle(&s.sitting, &s.settlement);
        cr_assert_eq(s.settlement.outcome, OUTCOME_AGREED);
        cr_assert_float_eq(s.choice[0] / 1000.0, rows[i].share, 0.000501, "row %d: %g", (int)i, s.choice[0] / 1000.0);
        leave_seats(&s);
    }
}

// Seven outcomes and no agreement worth (0.2, 0.2): (0.75, 0.6) and (0.6, 0.75) tie at 0.22 and at their sum; the
// lower number wins.
Test(nash, breaks_ties_by_the_lowest_package_number)
{
    static const double points[7][2] = {{1, 0}, {.9, .35}, {.75, .6}, {.6, .75}, {.3, .92}, {0, 1}, {.5, .5}};
    struct bench_table t;
    struct seats s;
    uint32_t options[1] = {7};
    memset(&t, 0, sizeof t);
    lay_plain_space(&t, options, 1);
    t.table = (struct table){&t.space, 2, t.utility, NULL, t.base, t.no_deal};
    for (int k = 0; k < 7; k++) {
        t.utility[k] = points[k][0];
        t.utility[7 + k] = points[k][1];
    }
    t.no_deal[0] = t.no_deal[1] = 0.2;
    take_seats(&s, protocol_named("nash"), &t);
    struct arena arena = {0};
    struct record *root = parley_i_record_create(&arena);
    s.sitting.turns = parley_i_record_list(root, "turns");
    protocol_named("nash")->settle(&s.sitting, &s.settlement);
    cr_assert_eq(s.choice[0], 2);
    const struct record *product = parley_i_record_at(root, "/turns/0/product");
    cr_assert(product != NULL);
    cr_assert_float_eq(product->number, 0.22, 1e-12);
    parley_i_arena_release(&arena);
    t.no_deal[0] = t.no_deal[1] = 0.8;
    s.sitting.turns = NULL;
    protocol_named("nash")->settle(&s.sitting, &s.settlement);
    cr_assert_eq(s.settlement.outcome, OUTCOME_NO_ZONE);
    leave_seats(&s);
}

Test(nash, twins_that_change_places_change_their_gains)
{
    struct dice dice = {31};
    struct bench_table t, swapped;
    for (int round = 0; round < 1000; round++) {
        random_small_table(&t, &dice, 2);
        uint32_t cells = t.space.cells;
        swapped = t;
        swapped.table.space = &t.space;
        swapped.table.utility = swapped.utility;
        swapped.table.base = swapped.base;
        swapped.table.no_deal = swapped.no_deal;
        swapped.table.barred = t.table.barred == NULL ? NULL : swapped.barred;
        for (uint32_t p = 0; p < 2; p++) {
            memcpy(swapped.utility + p * cells, t.utility + (1 - p) * cells, cells * sizeof *t.utility);
            memcpy(swapped.barred + p * cells, t.barred + (1 - p) * cells, cells);
            swapped.base[p] = t.base[1 - p];
            swapped.no_deal[p] = t.no_deal[1 - p];
        }
        struct seats s, z;
        take_seats(&s, protocol_named("nash"), &t);
        take_seats(&z, protocol_named("nash"), &swapped);
        protocol_named("nash")->settle(&s.sitting, &s.settlement);
        protocol_named("nash")->settle(&z.sitting, &z.settlement);
        cr_assert_eq(s.settlement.outcome, z.settlement.outcome);
        if (s.settlement.outcome == OUTCOME_AGREED) {
            cr_assert_eq(parley_i_space_compare(&t.space, s.choice, z.choice), 0);
            for (uint32_t p = 0; p < 2; p++) {
                cr_assert(parley_i_table_acceptable(&t.table, p, s.choice));
            }
        }
        leave_seats(&s);
        leave_seats(&z);
    }
}

// EC emission standards: Bueno de Mesquita 1994, table 1, as reprinted by Scholz, Calbert & Smith 2011: ten member
// states, capability, position in years, salience. The weighted mean is 7.389955686853767.
Test(mean, of_the_emission_standards_is_the_published_one)
{
    static const double state[10][3] = {{.08, 4, 80},  {.08, 7, 40},  {.03, 4, 20}, {.16, 4, 80},  {.16, 10, 60},
                                        {.16, 10, 60}, {.16, 10, 90}, {.05, 7, 10}, {.05, 4, 100}, {.08, 7, 70}};
    static const char *const names[10] = {"nl", "be", "lu", "de", "fr", "it", "gb", "ie", "dk", "gr"};
    struct issue_at issue = {"delay", NULL, 4, 10, NULL, 0};
    struct stand stand[10];
    double power[10], salience[10], deal[1];
    for (int i = 0; i < 10; i++) {
        power[i] = state[i][0];
        salience[i] = state[i][2] / 100;
        stand[i] = (struct stand){state[i][1], 1};
    }
    struct sitting sitting = {.parties = 10,
                              .issues = 1,
                              .party = names,
                              .issue = &issue,
                              .power = power,
                              .salience = salience,
                              .stand = stand};
    struct settlement out = {.deal = deal};
    protocol_named("mean")->settle(&sitting, &out);
    cr_assert(out.continuous && out.outcome == OUTCOME_AGREED);
    cr_assert_float_eq(deal[0], 7.389955686853767, 1e-14);
}

// Options 0 and 1 pull equally: the mean is 0.5, and the lower option is as near as the upper. Nobody cares for the
// second issue: the middle.
Test(mean, takes_the_nearest_option_and_the_lower_of_two)
{
    static const char *const labels[] = {"none", "monitors", "troops"};
    static const char *const names[] = {"a", "b"};
    const struct category category = {"issue presence", labels, 3};
    struct issue_at issue[2] = {{"presence", &category, 0, 2, NULL, 3}, {"term", NULL, 0, 50, NULL, 0}};
    struct stand stand[4] = {{0, 1}, {NAN, 0}, {1, 1}, {NAN, 0}};
    double power[2] = {1, 1}, salience[2] = {1, 1}, deal[2];
    struct sitting sitting = {.parties = 2,
                              .issues = 2,
                              .party = names,
                              .issue = issue,
                              .power = power,
                              .salience = salience,
                              .stand = stand};
    struct settlement out = {.deal = deal};
    protocol_named("mean")->settle(&sitting, &out);
    cr_assert_eq(deal[0], 0);
    cr_assert_eq(deal[1], 25);
    power[1] = 1.1;
    protocol_named("mean")->settle(&sitting, &out);
    cr_assert_eq(deal[0], 1);
}

Test(rule, counts_weights_against_its_quota_and_minds_vetoes)
{
    const double weight[3] = {1, 1, 1}, nothing[3] = {0, 0, 0};
    const uint8_t two[3] = {1, 1, 0}, one[3] = {0, 0, 1}, all[3] = {1, 1, 1}, veto[3] = {0, 0, 1};
    struct rule unanimity = {.kind = RULE_UNANIMITY}, majority = {.kind = RULE_QUOTA, .quota = 0.5, .strict = true};
    struct rule two_thirds = {.kind = RULE_QUOTA, .quota = 2.0 / 3.0},
                vetoed = {.kind = RULE_QUOTA, .quota = 0.5, .strict = true, .veto = veto};
    cr_assert(parley_i_rule_met(&unanimity, weight, all, 3) && !parley_i_rule_met(&unanimity, weight, two, 3));
    cr_assert(parley_i_rule_met(&majority, weight, two, 3) && !parley_i_rule_met(&majority, weight, one, 3));
    cr_assert(parley_i_rule_met(&two_thirds, weight, two, 3), "two of three are two thirds, whatever the rounding");
    cr_assert(!parley_i_rule_met(&vetoed, weight, two, 3) && parley_i_rule_met(&vetoed, weight, all, 3));
    const double halves[2] = {1, 1};
    cr_assert(!parley_i_rule_met(&majority, halves, one + 1, 2), "half is not a majority");
    cr_assert(parley_i_rule_met(&majority, nothing, two, 3), "heads are counted where nobody has weight");
}
