// `adjusted_winner`: the published division, and the three laws that commend it.
#include "support/play.h"
#include "support/seats.h"

static const struct protocol *adjusted_winner(void)
{
    const struct protocol *protocol = parley_i_protocol("adjusted_winner");
    cr_assert(protocol != NULL);
    return protocol;
}

/// Issues of two options, or numeric ones with a grid of 11, each worth its points to whom it goes: the first wants the
/// lowest option.
static void lay_points(struct bench_table *t, const double (*points)[2], uint32_t issues, uint32_t options)
{
    uint32_t sizes[MOST_ISSUES];
    for (uint32_t i = 0; i < issues; i++) {
        sizes[i] = options;
    }
    memset(t, 0, sizeof *t);
    lay_plain_space(t, sizes, issues);
    t->table = (struct table){&t->space, 2, t->utility, NULL, t->base, t->no_deal};
    for (uint32_t i = 0; i < issues; i++) {
        for (uint32_t k = 0; k < options; k++) {
            double way = (double)k / (options - 1);
            t->utility[t->factor[i].first + k] = points[i][0] * (1 - way);
            t->utility[t->space.cells + t->factor[i].first + k] = points[i][1] * way;
        }
    }
}

static double total(const struct bench_table *t, const struct seats *s, uint32_t party)
{
    double sum = 0.0;
    for (uint32_t f = 0; f < t->space.factors; f++) {
        const double *u = t->utility + party * t->space.cells + t->factor[f].first;
        double at = s->settlement.continuous ? s->deal[f] : s->choice[f];
        double low = floor(at);
        sum += u[(int)low] + (at > low ? (at - low) * (u[(int)low + 1] - u[(int)low]) : 0.0);
    }
    return sum;
}

// Points of Israel and Egypt on the six issues of Camp David, after Brams & Togman, Conflict Management and Peace
// Science 15 (1996) 99-112: Sinai, diplomatic recognition, West Bank and Gaza, linkage, Palestinian rights, Jerusalem.
// Egypt wins Sinai and Palestinian rights (75 points to 60) and gives up a sixth of Sinai: 65.83 each.
static const double camp_david[6][2] = {{35, 55}, {10, 5}, {20, 10}, {10, 5}, {5, 20}, {20, 5}};

Test(adjusted_winner, divides_camp_david_as_published)
{
    static struct bench_table t;
    struct seats s;
    lay_points(&t, camp_david, 6, 11);
    take_seats(&s, adjusted_winner(), &t);
    adjusted_winner()->settle(&s.sitting, &s.settlement);
    cr_assert_eq(s.settlement.outcome, OUTCOME_AGREED);
    cr_assert(s.settlement.continuous);
    cr_assert_float_eq(s.deal[0], 10 * 5.0 / 6, 1e-12, "%g", s.deal[0]);
    const double rest[5] = {0, 0, 0, 10, 0};
    for (int i = 0; i < 5; i++) {
        cr_assert_eq(s.deal[i + 1], rest[i]);
    }
    cr_assert_float_eq(total(&t, &s, 0), 75 - 55.0 / 6, 1e-9);
    cr_assert_float_eq(total(&t, &s, 1), 75 - 55.0 / 6, 1e-9);
    leave_seats(&s);
}

// Options cannot be split: 95 against 20 if Sinai moves, 60 against 75 if it stays.
Test(adjusted_winner, leaves_what_cannot_be_split_where_points_are_nearer)
{
    static const char *const labels[] = {"first", "second"};
    static const struct category category = {"issue", labels, 2};
    static struct bench_table t;
    struct seats s;
    lay_points(&t, camp_david, 6, 2);
    take_seats(&s, adjusted_winner(), &t);
    for (int i = 0; i < 6; i++) {
        s.issue[i].category = &category;
    }
    adjusted_winner()->settle(&s.sitting, &s.settlement);
    cr_assert_not(s.settlement.continuous);
    cr_assert_eq(s.choice[0], 1);
    int moved = 0;
    enum { TRIALS = 6000 };
    s.parameter[0] = 1;
    for (int k = 0; k < TRIALS; k++) {
        s.sitting.trial = (uint64_t)k;
        adjusted_winner()->settle(&s.sitting, &s.settlement);
        moved += s.choice[0] == 0;
    }
    cr_assert_float_eq(moved / (double)TRIALS, 1.0 / 6, 5 * 0.373 / sqrt(TRIALS),
                       "by lot it moves as often as it should be shared");
    leave_seats(&s);
}

// Random points that sum to 100: both end with the same (equitable), neither with less than half (free of envy), at
// most one issue is split, and no corner or split of any two issues gives both more (efficient).
Test(adjusted_winner, is_equitable_efficient_and_free_of_envy)
{
    struct dice dice = {1996};
    static struct bench_table t;
    for (int round = 0; round < 1000; round++) {
        double points[7][2], sums[2] = {0, 0};
        uint32_t issues = 1 + below(&dice, 7);
        for (uint32_t i = 0; i < issues; i++) {
            for (int p = 0; p < 2; p++) {
                points[i][p] = round % 3 ? chance_of(&dice) : 1 + below(&dice, 4);
                sums[p] += points[i][p];
            }
        }
        for (uint32_t i = 0; i < issues; i++) {
            points[i][0] *= 100 / sums[0];
            points[i][1] *= 100 / sums[1];
        }
        lay_points(&t, (const double(*)[2])points, issues, 2 + below(&dice, 9));
        struct seats s;
        take_seats(&s, adjusted_winner(), &t);
        adjusted_winner()->settle(&s.sitting, &s.settlement);
        double a = total(&t, &s, 0), b = total(&t, &s, 1), best = 0.0;
        cr_assert_float_eq(a, b, 1e-9, "round %d: %g and %g", round, a, b);
        cr_assert_geq(a, 50 - 1e-9);
        int split = 0;
        for (uint32_t i = 0; i < issues; i++) {
            double at = s.settlement.continuous ? s.deal[i] : s.choice[i];
            split += at > 0 && at < t.size[i] - 1.0;
        }
        cr_assert_leq(split, 1);
        // What both have could be beaten only if some weighted sum of points were larger elsewhere: weigh by the split
        // issue's ratio.
        double weight = 1.0;
        for (uint32_t i = 0; i < issues; i++) {
            double at = s.settlement.continuous ? s.deal[i] : s.choice[i];
            weight = at > 0 && at < t.size[i] - 1.0 ? points[i][0] / points[i][1] : weight;
        }
        for (uint32_t i = 0; i < issues; i++) {
            best += fmax(points[i][0], weight * points[i][1]);
        }
        cr_assert(split == 0 || fabs(a + weight * b - best) < 1e-7, "round %d", round);
        leave_seats(&s);
    }
}

// Numbers need not be worth the same all along: the split lies where the points are equal, and where both want the same
// nothing is at stake.
Test(adjusted_winner, splits_curved_values_and_settles_common_wishes)
{
    static const char json[] = "{\"parley\": 1, \"issues\": {\"land\": {\"range\": [0, 100]}, \"trade\": {\"options\": "
                               "[\"shut\", \"open\"]}}, \"parties\": {"
                               "\"a\": {\"demands\": {\"land\": {\"ideal\": 100, \"limit\": 0, \"shape\": 0.5}, "
                               "\"trade\": {\"values\": {\"shut\": 0, \"open\": 1}}}},"
                               "\"b\": {\"demands\": {\"land\": {\"ideal\": 0, \"limit\": 100}, \"trade\": "
                               "{\"values\": {\"shut\": 0, \"open\": 1}}}}},"
                               "\"process\": {\"t\": {\"talks\": {\"parties\": [\"a\", \"b\"], \"issues\": [\"land\", "
                               "\"trade\"], \"protocol\": "
                               "\"adjusted_winner\"}}}}";
    parley_scenario *scenario = load(json);
    parley_result *result = play(scenario, trials(1));
    // sqrt(x) = 1 - x at x = (3 - sqrt 5) / 2; the grid's lines are a little below the curve.
    cr_assert_float_eq(summary(result, "deal.land").mean, 100 * (3 - sqrt(5)) / 2, 0.01);
    cr_assert_eq(summary(result, "agreement").mean, 1);
    parley_result_destroy(result);
    require_ok(parley_scenario_set(scenario, "/parties/a/linkages",
                                   "[{\"when\": \"land > 50 && trade == 'open'\", \"add\": 0.1}]"));
    cr_assert_neq(parley_scenario_check(scenario), PARLEY_OK);
    cr_assert(strstr(parley_last_message(), "linkages join some") != NULL, "%s", parley_last_message());
    parley_scenario_destroy(scenario);
}
