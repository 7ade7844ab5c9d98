// `proposer`: Baron & Ferejohn's closed forms from the solver and through whole scenarios, and laws.
#include "bargain/legislature.h"
#include "support/play.h"
#include "support/seats.h"

enum { MOST_MEMBERS = 101 };

static const struct rule majority = {.kind = RULE_QUOTA, .quota = 0.5, .strict = true};

struct house {
    double recognition[MOST_MEMBERS], weight[MOST_MEMBERS], discount[MOST_MEMBERS];
    struct legislature legislature;
    struct legislation legislation;
    void *memory;
};

static void build(struct house *h, uint32_t members, double discount, const struct rule *rule)
{
    for (uint32_t i = 0; i < members; i++) {
        h->recognition[i] = 1.0 / members;
        h->weight[i] = 1.0;
        h->discount[i] = discount;
    }
    h->legislature = (struct legislature){members, h->recognition, h->weight, h->discount, rule};
    h->memory = aligned_alloc(64, (parley_i_legislature_scratch(members) + 63) / 64 * 64);
}

struct closed_form {
    uint32_t members;
    double discount, keeps, price;
};

// tests/truth/bargaining-closed-form.csv, family Baron-Ferejohn closed rule, and n = 5 with discount 0.8 by the same
// formula.
Test(legislature, closed_rule_meets_its_closed_forms)
{
    static const struct closed_form rows[] = {
        {3, 1, 2.0 / 3, 1.0 / 3}, {3, .9, .7, .3},   {3, .8, 11.0 / 15, 4.0 / 15},     {5, 1, .6, .2},
        {5, .9, .64, .18},        {5, .8, .68, .16}, {101, .9, 56.0 / 101, 9.0 / 1010}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        static struct house h;
        build(&h, rows[i].members, rows[i].discount, &majority);
        parley_i_legislature_closed(&h.legislature, h.memory, &h.legislation);
        for (uint32_t m = 0; m < rows[i].members; m++) {
            cr_assert_float_eq(h.legislation.value[m], 1.0 / rows[i].members, 1e-12);
            cr_assert_float_eq(h.legislation.keeps[m], rows[i].keeps, 1e-12, "row %d", (int)i);
            cr_assert_float_eq(h.legislation.price[m], rows[i].price, 1e-12);
        }
        cr_assert_eq(h.legislation.gap, 0);
        free(h.memory);
    }
}

struct open_form {
    double discount, value, keeps, price;
    int invited;
};

// The same file, family Baron-Ferejohn open rule n = 3: both are invited up to a discount of sqrt(3) - 1.
Test(legislature, open_rule_meets_its_closed_forms)
{
    static const struct open_form rows[] = {
        {.5, .5, .5, .25, 2},
        {1, .4, .6, .4, 1},
        {.8, 2 / (4 + 1.6 - .64), 0.677419, 0.322581, 1},
        {.73, 1 / 2.46, 1 / 2.46, .73 / 2.46, 2},
        {.74, 2 / (4 + 1.48 - .5476), 1 - 1.48 / (4 + 1.48 - .5476), 1.48 / (4 + 1.48 - .5476), 1}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        static struct house h;
        build(&h, 3, rows[i].discount, &majority);
        parley_i_legislature_open(&h.legislature, 1, h.memory, &h.legislation);
        for (uint32_t m = 0; m < 3; m++) {
            int invited = 0;
            for (uint32_t j = 0; j < 3; j++) {
                invited += h.legislation.includes[m * 3 + j] > 0.5;
            }
            cr_assert_eq(invited, rows[i].invited);
            cr_assert_float_eq(h.legislation.value[m], rows[i].value, 1e-9);
            cr_assert_float_eq(h.legislation.keeps[m], rows[i].keeps, 1e-6);
            cr_assert_float_eq(h.legislation.price[m], rows[i].price, 1e-6);
        }
        free(h.memory);
    }
}

// Unanimity: v = p (1 - R) / (1 - discount) with R = sum of p d / (1 - d) over 1 + that; with equal discounts v = p.
Test(legislature, under_unanimity_everybody_is_worth_its_recognition)
{
    static const struct rule unanimity = {.kind = RULE_UNANIMITY};
    static struct house h;
    build(&h, 4, 0.8, &unanimity);
    const double p[4] = {0.4, 0.3, 0.2, 0.1};
    memcpy(h.recognition, p, sizeof p);
    parley_i_legislature_closed(&h.legislature, h.memory, &h.legislation);
    for (int i = 0; i < 4; i++) {
        cr_assert_float_eq(h.legislation.value[i], p[i], 1e-12);
        cr_assert_float_eq(h.legislation.keeps[i], 1 - 0.8 * (1 - p[i]), 1e-12);
    }
    free(h.memory);
}

// Three of four heads, whatever they weigh, are three quarters of equal votes.
Test(legislature, heads_count_like_equal_votes)
{
    static const struct rule heads = {.kind = RULE_QUOTA, .heads = 3}, share = {.kind = RULE_QUOTA, .quota = 0.75};
    static const double p[4] = {0.4, 0.3, 0.2, 0.1}, weights[4] = {9, 1, 1, 1};
    static struct house by_heads, by_share;
    build(&by_heads, 4, 0.9, &heads);
    build(&by_share, 4, 0.9, &share);
    memcpy(by_heads.recognition, p, sizeof p);
    memcpy(by_share.recognition, p, sizeof p);
    memcpy(by_heads.weight, weights, sizeof weights);
    parley_i_legislature_closed(&by_heads.legislature, by_heads.memory, &by_heads.legislation);
    parley_i_legislature_closed(&by_share.legislature, by_share.memory, &by_share.legislation);
    for (int i = 0; i < 4; i++) {
        cr_assert_eq(by_heads.legislation.value[i], by_share.legislation.value[i]);
    }
    free(by_heads.memory);
    free(by_share.memory);
}

// A veto among three: every proposer pays the holder; worked by hand from v = p (1 - R) / (1 - d) and one equation for
// the others' price c.
Test(legislature, a_veto_is_paid_by_everybody)
{
    static const uint8_t veto[3] = {1, 0, 0};
    static const struct rule rule = {.kind = RULE_QUOTA, .quota = 0.5, .strict = true, .veto = veto};
    static struct house h;
    build(&h, 3, 0.9, &rule);
    parley_i_legislature_closed(&h.legislature, h.memory, &h.legislation);
    cr_assert_float_eq(h.legislation.value[0], 11.0 / 15, 1e-12);
    cr_assert_float_eq(h.legislation.value[1], 2.0 / 15, 1e-12);
    cr_assert_float_eq(h.legislation.keeps[0], 0.88, 1e-12);
    cr_assert_float_eq(h.legislation.keeps[2], 0.34, 1e-12);
    cr_assert_eq(h.legislation.includes[1 * 3 + 0], 1);
    cr_assert_eq(h.legislation.includes[1 * 3 + 2], 0);
    free(h.memory);
}

// Values sum to 1, reproduce themselves, and nobody could buy a winning coalition for less, whoever is recognised how
// often and is how patient.
Test(legislature, values_under_the_closed_rule_reproduce_themselves)
{
    struct dice dice = {1989};
    for (int round = 0; round < 300; round++) {
        static struct house h;
        uint32_t n = 2 + below(&dice, 8);
        uint8_t veto[MOST_MEMBERS] = {0};
        struct rule rule = {.kind = RULE_QUOTA, .quota = 0.5 + 0.4 * chance_of(&dice), .veto = veto};
        build(&h, n, 1, &rule);
        double total = 0;
        for (uint32_t i = 0; i < n; i++) {
            h.recognition[i] = 0.05 + chance_of(&dice);
            total += h.recognition[i];
            h.discount[i] = 0.5 + 0.49 * chance_of(&dice);
            veto[i] = below(&dice, 5) == 0;
        }
        for (uint32_t i = 0; i < n; i++) {
            h.recognition[i] /= total;
        }
        parley_i_legislature_closed(&h.legislature, h.memory, &h.legislation);
        const struct legislation *l = &h.legislation;
        double sum = 0;
        for (uint32_t i = 0; i < n; i++) {
            double expected = 0, cost = 0;
            sum += l->value[i];
            for (uint32_t k = 0; k < n; k++) {
                double paid = k == i ? l->keeps[i] : l->includes[k * n + i] * l->price[i];
                expected += h.recognition[k] * paid;
                cost += k == i ? 0 : l->includes[i * n + k] * l->price[k];
            }
            cr_assert_float_eq(expected, l->value[i], 1e-6, "round %d, member %u: %g", round, (unsigned)i, expected);
            cr_assert_float_eq(1 - cost, l->keeps[i], 1e-6);
            cr_assert_leq(l->price[i], h.discount[i] * l->value[i] + 1e-9);
        }
        cr_assert_float_eq(sum, 1, 1e-9);
        free(h.memory);
    }
}

// Votes that weigh almost the same are solved by fictitious play, equal ones by an equation: the same values.
Test(legislature, both_solvers_of_the_closed_rule_agree)
{
    static const double p[3] = {0.5, 0.3, 0.2}, weights[3] = {1, 1.0001, 0.9999};
    static struct house equal, weighed;
    build(&equal, 3, 0.9, &majority);
    build(&weighed, 3, 0.9, &majority);
    memcpy(equal.recognition, p, sizeof p);
    memcpy(weighed.recognition, p, sizeof p);
    memcpy(weighed.weight, weights, sizeof weights);
    parley_i_legislature_closed(&equal.legislature, equal.memory, &equal.legislation);
    parley_i_legislature_closed(&weighed.legislature, weighed.memory, &weighed.legislation);
    cr_assert_eq(equal.legislation.mixture, NULL);
    cr_assert_neq(weighed.legislation.mixture, NULL);
    for (int i = 0; i < 3; i++) {
        cr_assert_float_eq(equal.legislation.value[i], weighed.legislation.value[i], 1e-4);
        cr_assert_float_eq(equal.legislation.keeps[i], weighed.legislation.keeps[i], 1e-4);
    }
    free(equal.memory);
    free(weighed.memory);
}

// Votes 2, 1, 1 with three of four needed: the first is in every coalition, like a veto.
Test(legislature, a_member_that_every_coalition_needs_is_worth_a_veto)
{
    static const double weights[3] = {2, 1, 1};
    static const struct rule three_quarters = {.kind = RULE_QUOTA, .quota = 0.75};
    static struct house h;
    build(&h, 3, 0.9, &three_quarters);
    memcpy(h.weight, weights, sizeof weights);
    parley_i_legislature_closed(&h.legislature, h.memory, &h.legislation);
    cr_assert_float_eq(h.legislation.value[0], 11.0 / 15, 1e-5);
    cr_assert_float_eq(h.legislation.value[1], 2.0 / 15, 1e-5);
    free(h.memory);
}

static double draw_from(void *user, uint32_t draw)
{
    (void)draw;
    return chance_of(user);
}

Test(legislature, divisions_pay_members_as_often_as_their_values_say)
{
    struct dice dice = {11};
    static const double p[5] = {0.4, 0.2, 0.2, 0.1, 0.1}, weights[5] = {3, 2, 2, 1, 1};
    for (int weigh = 0; weigh < 2; weigh++) {
        static struct house h;
        double mean[5] = {0}, share[5];
        uint32_t order[5];
        enum { DRAWS = 200000 };
        build(&h, 5, 0.9, &majority);
        memcpy(h.recognition, p, sizeof p);
        if (weigh) {
            memcpy(h.weight, weights, sizeof weights);
        }
        parley_i_legislature_closed(&h.legislature, h.memory, &h.legislation);
        for (int k = 0; k < DRAWS; k++) {
            double mark = chance_of(&dice), sum = 0;
            uint32_t proposer = 0;
            while (proposer < 4 && (sum += p[proposer]) <= mark) {
                proposer++;
            }
            parley_i_legislature_divide(&h.legislation, 5, proposer, draw_from, &dice, order, share);
            for (int i = 0; i < 5; i++) {
                cr_assert(share[i] >= 0);
                mean[i] += share[i] / DRAWS;
            }
        }
        for (int i = 0; i < 5; i++) {
            cr_assert_float_eq(mean[i], h.legislation.value[i], 5 * 0.5 / sqrt(DRAWS), "weigh %d, member %d: %g", weigh,
                               i, mean[i]);
        }
        free(h.memory);
    }
}

/// A pie of 100 for three to divide.
static parley_scenario *pie(double discount, const char *parameters)
{
    char json[4096], parties[2048] = "", issues[1024] = "";
    for (int i = 0; i < 3; i++) {
        char id = (char)('a' + i);
        (void)snprintf(issues + strlen(issues), sizeof issues - strlen(issues), "%s\"%c_gets\": {\"range\": [0, 100]}",
                       i ? ", " : "", id);
        (void)snprintf(parties + strlen(parties), sizeof parties - strlen(parties),
                       "%s\"%c\": {\"discount\": %.17g, \"demands\": {\"%c_gets\": {\"ideal\": 100, \"limit\": 0}}}",
                       i ? ", " : "", id, discount, id);
    }
    (void)snprintf(
        json, sizeof json,
        "{\"parley\": 1, \"issues\": {%s}, \"parties\": {%s}, \"process\": {\"house\": {\"talks\": {\"parties\": "
        "[\"a\", \"b\", "
        "\"c\"], \"issues\": [\"a_gets\", \"b_gets\", \"c_gets\"], \"protocol\": {\"proposer\": {\"over\": \"shares\", "
        "\"agreement\": \"majority\"%s}}}}}}",
        issues, parties, parameters);
    return load(json);
}

// The same rows through a scenario: whoever proposes keeps its share, one other is paid, one gets nothing, each equally
// often.
Test(proposer, divides_a_pie_by_the_closed_rule)
{
    static const double discounts[3] = {1, .9, .8};
    static const char *const names[3] = {"deal.a_gets", "deal.b_gets", "deal.c_gets"};
    for (int row = 0; row < 3; row++) {
        parley_scenario *scenario = pie(discounts[row], "");
        struct kept kept = keep(scenario, trials(6000), names, 3);
        double price = 100 * discounts[row] / 3;
        int proposes[3] = {0}, paid[3] = {0};
        for (uint64_t t = 0; t < kept.trials; t++) {
            int most = 0, some = 0, none = 0;
            for (int i = 0; i < 3; i++) {
                double share = kept.value[i * kept.trials + t];
                proposes[i] += fabs(share - (100 - price)) < 1e-9;
                most += fabs(share - (100 - price)) < 1e-9;
                paid[i] += fabs(share - price) < 1e-9;
                some += fabs(share - price) < 1e-9;
                none += share == 0;
            }
            cr_assert(most == 1 && some == 1 && none == 1);
        }
        for (int i = 0; i < 3; i++) {
            cr_assert_float_eq(proposes[i] / 6000.0, 1 / 3.0, 5 * 0.47 / sqrt(6000));
            cr_assert_float_eq(paid[i] / 6000.0, 1 / 3.0, 5 * 0.47 / sqrt(6000));
        }
        free(kept.value);
        parley_scenario_destroy(scenario);
    }
}

Test(proposer, divides_a_pie_by_the_open_rule)
{
    static const char *const names[4] = {"deal.a_gets", "deal.b_gets", "deal.c_gets", "house.rounds"};
    static const struct open_form rows[] = {{.5, .5, 50, 25, 2}, {1, .4, 60, 40, 1}, {.8, 0, 67.741935, 32.258065, 1}};
    for (int row = 0; row < 3; row++) {
        parley_scenario *scenario =
            pie(rows[row].discount, ", \"procedure\": \"open\", \"votes\": \"equal\", \"recognition\": \"equal\"");
        struct kept kept = keep(scenario, trials(4000), names, 4);
        double rounds = 0;
        for (uint64_t t = 0; t < kept.trials; t++) {
            int most = 0, some = 0;
            for (int i = 0; i < 3; i++) {
                most += fabs(kept.value[i * kept.trials + t] - rows[row].keeps) < 1e-6;
                some += fabs(kept.value[i * kept.trials + t] - rows[row].price) < 1e-6;
            }
            cr_assert(most == 1 && some == rows[row].invited);
            rounds += kept.value[3 * kept.trials + t] / (double)kept.trials;
        }
        // One of two is invited: half the divisions are replaced, so it takes two on average.
        cr_assert_float_eq(rounds, rows[row].invited == 2 ? 1 : 2, 5 * 1.5 / sqrt(4000));
        free(kept.value);
        parley_scenario_destroy(scenario);
    }
}

static const struct protocol *proposer(void)
{
    const struct protocol *protocol = parley_i_protocol("proposer");
    cr_assert(protocol != NULL);
    return protocol;
}

// Over packages: a grid of divisions among three in steps of a hundredth comes to what dividing the pie comes to.
Test(proposer, over_a_fine_grid_of_packages_comes_to_the_closed_form)
{
    enum { STEPS = 30, PACKAGES = (STEPS + 1) * (STEPS + 2) / 2 };
    static struct bench_table t;
    static double utility[3 * PACKAGES];
    uint32_t k = 0;
    memset(&t, 0, sizeof t);
    t.size[0] = PACKAGES;
    t.stride[0] = 1;
    t.factor[0] = (struct factor){&t.issue[0], &t.stride[0], &t.size[0], 1, PACKAGES, 0};
    t.space = (struct space){.factor = t.factor, .factors = 1, .issues = 1, .cells = PACKAGES, .packages = PACKAGES};
    t.table = (struct table){&t.space, 3, utility, NULL, t.base, t.no_deal};
    for (int a = 0; a <= STEPS; a++) {
        for (int b = 0; a + b <= STEPS; b++, k++) {
            utility[k] = (double)a / STEPS;
            utility[PACKAGES + k] = (double)b / STEPS;
            utility[2 * PACKAGES + k] = (double)(STEPS - a - b) / STEPS;
        }
    }
    struct seats s;
    take_seats(&s, proposer(), &t);
    static double points[PACKAGES];
    s.issue[0].points = points;
    s.rule = majority;
    s.discount[0] = s.discount[1] = s.discount[2] = 0.9;
    for (int trial = 0; trial < 20; trial++) {
        s.sitting.trial = (uint64_t)trial;
        proposer()->settle(&s.sitting, &s.settlement);
        cr_assert_eq(s.settlement.outcome, OUTCOME_AGREED);
        double most = 0, least = 1;
        for (int p = 0; p < 3; p++) {
            most = fmax(most, utility[p * PACKAGES + s.choice[0]]);
            least = fmin(least, utility[p * PACKAGES + s.choice[0]]);
        }
        cr_assert_eq(least, 0);
        cr_assert_float_eq(most, 0.7, 1.5 / STEPS, "%g", most);
    }
    leave_seats(&s);
}

// What is settled satisfies the rule, crosses no red line of those who are needed, and is the same whether traced or
// not.
Test(proposer, over_packages_settles_what_enough_of_them_accept)
{
    struct dice dice = {1990};
    static struct bench_table t;
    int agreed = 0;
    for (int round = 0; round < 400; round++) {
        random_small_table(&t, &dice, 2 + below(&dice, 3));
        struct seats s, z;
        take_seats(&s, proposer(), &t);
        take_seats(&z, proposer(), &t);
        for (uint32_t p = 0; p < t.table.parties; p++) {
            s.discount[p] = z.discount[p] = 0.5 + 0.5 * chance_of(&dice);
        }
        s.rule = z.rule = round % 2 ? majority : (struct rule){.kind = RULE_UNANIMITY};
        proposer()->settle(&s.sitting, &s.settlement);
        struct arena arena = {0};
        z.sitting.turns = parley_i_record_list(parley_i_record_create(&arena), "turns");
        proposer()->settle(&z.sitting, &z.settlement);
        cr_assert_eq(s.settlement.outcome, z.settlement.outcome);
        cr_assert_eq(s.settlement.rounds, z.settlement.rounds);
        if (s.settlement.outcome == OUTCOME_AGREED) {
            uint8_t agrees[MOST_PARTIES];
            agreed++;
            cr_assert_eq(parley_i_space_compare(&t.space, s.choice, z.choice), 0);
            for (uint32_t p = 0; p < t.table.parties; p++) {
                agrees[p] = parley_i_table_acceptable(&t.table, p, s.choice);
            }
            cr_assert(parley_i_rule_met(&s.rule, s.power, agrees, t.table.parties));
        }
        parley_i_arena_release(&arena);
        leave_seats(&s);
        leave_seats(&z);
    }
    cr_assert_gt(agreed, 200);
}

struct mistake {
    const char *parameters, *says;
};

Test(proposer, says_what_is_wrong_with_its_parameters)
{
    static const struct mistake mistakes[] = {
        {", \"procedure\": \"open\"", "treats members alike under the open procedure"},
        {", \"procedure\": \"ajar\"", "expected \"closed\" or \"open\""},
        {", \"procedure\": \"open\", \"votes\": \"equal\", \"recognition\": \"equal\", \"amendment\": 0", "(0, 1]"},
        {", \"rounds\": 0", "1 to 100000"},
    };
    parley_scenario *good = pie(0.9, "");
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        char json[512];
        (void)snprintf(json, sizeof json, "{\"proposer\": {\"over\": \"shares\", \"agreement\": \"majority\"%s}}",
                       mistakes[i].parameters);
        parley_scenario *bad = NULL;
        require_ok(parley_scenario_copy(good, &bad));
        require_ok(parley_scenario_set(bad, "/process/house/talks/protocol", json));
        cr_assert_neq(parley_scenario_check(bad), PARLEY_OK, "%s", mistakes[i].parameters);
        cr_assert(strstr(parley_last_message(), mistakes[i].says) != NULL, "%s", parley_last_message());
        parley_scenario_destroy(bad);
    }
    require_ok(parley_scenario_set(good, "/issues/c_gets/fixed", "0"));
    require_ok(parley_scenario_set(good, "/process/house/talks/issues", "[\"a_gets\", \"b_gets\"]"));
    cr_assert_neq(parley_scenario_check(good), PARLEY_OK);
    cr_assert(strstr(parley_last_message(), "one numeric issue per party") != NULL, "%s", parley_last_message());
    parley_scenario_destroy(good);
}
