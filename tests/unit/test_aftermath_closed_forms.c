// The life after signature against answers that can be written down. Shares and means over many trials are held to five
// standard errors; where the time of a move follows from the draws, it is held to rounding.

#include "support/life.h"

static const char *const states[] = {"peace", "lapsed", "war", "truce"};
enum { PEACE, LAPSED, WAR, TRUCE, STATES };
enum { TRIALS = 400 * BLOCK_TRIALS };

static bool near(double found, double want, double relative)
{
    return found == want || fabs(found - want) <= relative * fabs(want);
}

Test(aftermath, an_exponential_life_ends_when_its_draw_says_or_outlives_the_horizon)
{
    struct life life;
    life_begin(&life, 50, states, STATES, "'peace'");
    life_rate(&life, PEACE, WAR, "0.04");
    life_ok(life_make(&life));
    struct sample survives = {0}, years = {0};
    for (uint64_t first = 0; first < TRIALS; first += BLOCK_TRIALS) {
        life_play(&life, first, BLOCK_TRIALS);
        const double *war = life_column(&life, "aftermath.first.war"),
                     *peace = life_column(&life, "aftermath.years.peace");
        const double *reached = life_column(&life, "aftermath.reached.war"),
                     *final = life_column(&life, "aftermath.final");
        for (size_t t = 0; t < BLOCK_TRIALS; t++) {
            double time = life_exponential("peace.war", first + t, 0) / 0.04;
            bool falls = time < 50;
            cr_assert(near(war[t], falls ? time : INFINITY, 1e-14), "trial %zu: %.17g, expected %.17g", t, war[t],
                      time);
            cr_assert(near(peace[t], falls ? time : 50, 1e-14));
            cr_assert_eq(reached[t], falls ? 1.0 : 0.0);
            cr_assert_eq(final[t], falls ? WAR : PEACE);
            sample_add(&survives, war[t] > 25);
            sample_add(&years, peace[t]);
        }
    }
    expect_mean(&survives, exp(-0.04 * 25), "peace holds for 25 years");
    expect_mean(&years, (1 - exp(-0.04 * 50)) / 0.04, "years of peace within the horizon");
    life_end(&life);
}

Test(aftermath, a_guarantee_that_expires_is_followed_by_the_hazard_of_the_lapse)
{
    struct life life;
    life_begin(&life, 50, states, STATES, "'peace'");
    life_after(&life, PEACE, LAPSED, "15");
    life_rate(&life, PEACE, WAR, "0.01");
    life_rate(&life, LAPSED, WAR, "0.05");
    life_ok(life_make(&life));
    struct sample at10 = {0}, at15 = {0}, at30 = {0};
    for (uint64_t first = 0; first < TRIALS; first += BLOCK_TRIALS) {
        life_play(&life, first, BLOCK_TRIALS);
        const double *war = life_column(&life, "aftermath.first.war"),
                     *lapsed = life_column(&life, "aftermath.first.lapsed");
        for (size_t t = 0; t < BLOCK_TRIALS; t++) {
            double before = life_exponential("peace.war", first + t, 0) / 0.01;
            double later = 15 + life_exponential("lapsed.war", first + t, 0) / 0.05;
            double time = before < 15 ? before : later < 50 ? later : INFINITY;
            cr_assert(near(war[t], time, 1e-14), "trial %zu: %.17g, expected %.17g", t, war[t], time);
            cr_assert_eq(lapsed[t], before < 15 ? (double)INFINITY : 15.0);
            sample_add(&at10, war[t] > 10);
            sample_add(&at15, lapsed[t] == 15);
            sample_add(&at30, war[t] > 30);
        }
    }
    expect_mean(&at10, exp(-0.10), "no war by year 10");
    expect_mean(&at15, exp(-0.15), "the guarantee expires in peace");
    expect_mean(&at30, exp(-0.15 - 0.05 * 15), "no war by year 30");
    life_end(&life);
}

Test(aftermath, a_rate_in_pieces_survives_at_each_knot_as_its_integral_says)
{
    static const struct rate_piece pieces[] = {
        {0, {"0.25", ""}}, {1, {"0.10", ""}}, {2, {"0", ""}}, {5, {"0.02", ""}}, {10, {"0.3", ""}}};
    static const double knot[] = {0.5, 1, 2, 5, 10, 12}, integral[] = {0.125, 0.25, 0.35, 0.35, 0.45, 1.05};
    struct life life;
    life_begin(&life, 12.5, states, STATES, "'peace'");
    life_pieces(&life, PEACE, WAR, pieces, 5);
    life_ok(life_make(&life));
    struct sample survives[6] = {{0}};
    for (uint64_t first = 0; first < TRIALS; first += BLOCK_TRIALS) {
        life_play(&life, first, BLOCK_TRIALS);
        const double *war = life_column(&life, "aftermath.first.war");
        for (size_t t = 0; t < BLOCK_TRIALS; t++) {
            cr_assert(!(war[t] > 2 && war[t] < 5), "war at %g while the rate is 0", war[t]);
            cr_assert(war[t] < 12.5 || war[t] == (double)INFINITY);
            for (size_t k = 0; k < 6; k++) {
                sample_add(&survives[k], war[t] > knot[k]);
            }
        }
    }
    for (size_t k = 0; k < 6; k++) {
        expect_mean(&survives[k], exp(-integral[k]), "survival at a knot");
    }
    life_end(&life);
}

Test(aftermath, a_multiplier_by_trial_scales_the_hazard_and_not_the_draw)
{
    static const struct rate_piece pieces[] = {{0, {"0.25", ""}}, {1, {"tail", ""}}};
    struct life life;
    life_begin(&life, 50, states, STATES, "'peace'");
    int32_t tail = life_column_of(&life, "tail"), presence = life_column_of(&life, "presence");
    life_pieces(&life, PEACE, WAR, pieces, 2)->times = (struct source){"presence", ""};
    life_ok(life_make(&life));
    life_next(&life, 0, BLOCK_TRIALS);
    for (size_t t = 0; t < BLOCK_TRIALS; t++) {
        life.block->column[tail][t] = 0.01 + 0.001 * (double)t;
        life.block->column[presence][t] = t % 5 == 0 ? 0.0 : 0.2 * (double)(t % 5);
    }
    life_ok(parley_i_aftermath_play(life.aftermath, life.block, NULL));
    const double *war = life_column(&life, "aftermath.first.war");
    for (size_t t = 0; t < BLOCK_TRIALS; t++) {
        double times = life.block->column[presence][t], reach = life_exponential("peace.war", t, 0) / times;
        double time = reach <= 0.25 ? reach / 0.25 : 1 + (reach - 0.25) / life.block->column[tail][t];
        cr_assert(near(war[t], time < 50 ? time : INFINITY, 1e-13), "trial %zu: %.17g, expected %.17g", t, war[t],
                  time);
    }
    life_end(&life);
}

struct weibull_case {
    char shape[8], scale[8];
};

ParameterizedTestParameters(aftermath, a_weibull_life_has_its_hazard)
{
    static struct weibull_case rows[] = {{"1", "20"}, {"0.5", "30"}, {"2.5", "10"}, {"8", "45"}, {"0.1", "1"}};
    return cr_make_param_array(struct weibull_case, rows, sizeof rows / sizeof *rows);
}

ParameterizedTest(struct weibull_case *row, aftermath, a_weibull_life_has_its_hazard)
{
    struct life life;
    double shape = atof(row->shape), scale = atof(row->scale);
    life_begin(&life, 50, states, STATES, "'peace'");
    life_weibull(&life, PEACE, WAR, row->shape, row->scale);
    life_ok(life_make(&life));
    struct sample survives = {0};
    for (uint64_t first = 0; first < TRIALS; first += BLOCK_TRIALS) {
        life_play(&life, first, BLOCK_TRIALS);
        const double *war = life_column(&life, "aftermath.first.war");
        for (size_t t = 0; t < BLOCK_TRIALS; t++) {
            double time = scale * pow(life_exponential("peace.war", first + t, 0), 1 / shape);
            cr_assert(near(war[t], time < 50 ? time : INFINITY, 1e-13), "trial %zu: %.17g, expected %.17g", t, war[t],
                      time);
            sample_add(&survives, war[t] > 12);
        }
    }
    expect_mean(&survives, exp(-pow(12 / scale, shape)), "no war by year 12");
    life_end(&life);
}

Test(aftermath, competing_risks_share_by_cause_and_end_at_the_sum_of_their_rates)
{
    struct life life;
    life_begin(&life, 1000, states, STATES, "'peace'");
    life_rate(&life, PEACE, LAPSED, "0.03");
    life_rate(&life, PEACE, WAR, "0.06");
    life_rate(&life, PEACE, TRUCE, "0.01");
    life_ok(life_make(&life));
    struct sample lapse = {0}, war = {0}, truce = {0}, years = {0}, years_if_truce = {0};
    for (uint64_t first = 0; first < TRIALS; first += BLOCK_TRIALS) {
        life_play(&life, first, BLOCK_TRIALS);
        const double *final = life_column(&life, "aftermath.final"),
                     *peace = life_column(&life, "aftermath.years.peace");
        for (size_t t = 0; t < BLOCK_TRIALS; t++) {
            sample_add(&lapse, final[t] == LAPSED);
            sample_add(&war, final[t] == WAR);
            sample_add(&truce, final[t] == TRUCE);
            sample_add(&years, peace[t]);
            if (final[t] == TRUCE) {
                sample_add(&years_if_truce, peace[t]);
            }
        }
    }
    expect_mean(&lapse, 0.3, "share of lapses");
    expect_mean(&war, 0.6, "share of wars");
    expect_mean(&truce, 0.1, "share of truces");
    expect_mean(&years, 10, "years of peace");
    expect_mean(&years_if_truce, 10, "years of peace before a truce: the cause does not change the time");
    life_end(&life);
}

/// From truce to peace after an exponential time, then a Weibull life: counted from the entry into peace, or from the
/// start.
static void play_after_truce(bool clock_entry)
{
    struct life life;
    life_begin(&life, 60, states, STATES, "'truce'");
    life_rate(&life, TRUCE, PEACE, "0.2");
    life_weibull(&life, PEACE, WAR, "2", "20")->clock_entry = clock_entry;
    life_ok(life_make(&life));
    for (uint64_t first = 0; first < 20 * BLOCK_TRIALS; first += BLOCK_TRIALS) {
        life_play(&life, first, BLOCK_TRIALS);
        const double *war = life_column(&life, "aftermath.first.war"),
                     *peace = life_column(&life, "aftermath.first.peace");
        for (size_t t = 0; t < BLOCK_TRIALS; t++) {
            double entry = life_exponential("truce.peace", first + t, 0) / 0.2,
                   reach = life_exponential("peace.war", first + t, 0);
            double time = clock_entry ? entry + 20 * sqrt(reach) : 20 * sqrt(reach + entry * entry / 400);
            cr_assert(near(peace[t], entry < 60 ? entry : INFINITY, 1e-14));
            cr_assert(near(war[t], entry < 60 && time < 60 ? time : INFINITY, 1e-13), "%.17g, expected %.17g", war[t],
                      time);
        }
    }
    life_end(&life);
}

Test(aftermath, a_clock_since_entry_starts_when_the_state_is_entered)
{
    play_after_truce(true);
}

Test(aftermath, a_clock_since_the_start_has_run_when_the_state_is_entered)
{
    play_after_truce(false);
}

Test(aftermath, pieces_on_either_clock_are_walked_from_the_entry_on)
{
    static const struct rate_piece pieces[] = {{0, {"1", ""}}, {2, {"0.5", ""}}, {6, {"0.1", ""}}};
    struct life life;
    for (int clock_entry = 0; clock_entry < 2; clock_entry++) {
        life_begin(&life, 60, states, STATES, "'truce'");
        life_after(&life, TRUCE, PEACE, "3");
        life_pieces(&life, PEACE, WAR, pieces, 3)->clock_entry = clock_entry;
        life_ok(life_make(&life));
        life_play(&life, 0, BLOCK_TRIALS);
        const double *war = life_column(&life, "aftermath.first.war");
        for (size_t t = 0; t < BLOCK_TRIALS; t++) {
            double e = life_exponential("peace.war", t, 0), time;
            if (clock_entry) { // 1 for two years, 0.5 for four, then 0.1
                time = 3 + (e <= 2 ? e : e <= 4 ? 2 + (e - 2) / 0.5 : 6 + (e - 4) / 0.1);
            } else { // 0.5 for the three years left of its piece, then 0.1
                time = e <= 1.5 ? 3 + e / 0.5 : 6 + (e - 1.5) / 0.1;
            }
            cr_assert(near(war[t], time < 60 ? time : INFINITY, 1e-13), "%.17g, expected %.17g", war[t], time);
        }
        life_end(&life);
    }
}

Test(aftermath, a_cycle_of_war_and_peace_spends_its_time_as_the_two_state_chain_does)
{
    // Peace to war at rate a, back at rate b: P(war at t) = a / (a + b) (1 - e^(-(a + b) t)), integrated over the
    // horizon.
    const double a = 0.1, b = 0.5, horizon = 40;
    struct life life;
    life_begin(&life, horizon, states, STATES, "'peace'");
    life_rate(&life, PEACE, WAR, "0.1");
    life_rate(&life, WAR, PEACE, "0.5");
    life_ok(life_make(&life));
    struct sample years = {0}, at_war = {0};
    for (uint64_t first = 0; first < TRIALS; first += BLOCK_TRIALS) {
        life_play(&life, first, BLOCK_TRIALS);
        const double *war = life_column(&life, "aftermath.years.war"),
                     *peace = life_column(&life, "aftermath.years.peace");
        const double *final = life_column(&life, "aftermath.final");
        for (size_t t = 0; t < BLOCK_TRIALS; t++) {
            cr_assert(fabs(war[t] + peace[t] - horizon) < 1e-11, "the years add up to %.17g", war[t] + peace[t]);
            sample_add(&years, war[t]);
            sample_add(&at_war, final[t] == WAR);
        }
    }
    expect_mean(&years, a / (a + b) * (horizon - (1 - exp(-(a + b) * horizon)) / (a + b)), "years of war");
    expect_mean(&at_war, a / (a + b) * (1 - exp(-(a + b) * horizon)), "at war in the end");
    life_end(&life);
}

Test(aftermath, each_entry_into_a_state_draws_anew)
{
    struct life life;
    life_begin(&life, 30, states, STATES, "'peace'");
    life_rate(&life, PEACE, WAR, "0.5");
    life_after(&life, WAR, PEACE, "1");
    life_ok(life_make(&life));
    life_play(&life, 1000, BLOCK_TRIALS);
    const double *war = life_column(&life, "aftermath.years.war");
    for (size_t t = 0; t < BLOCK_TRIALS; t++) {
        double clock = 0, years = 0;
        for (uint32_t visit = 0; clock < 30; visit++) {
            clock += life_exponential("peace.war", 1000 + t, visit) / 0.5;
            if (clock < 30) {
                years += fmin(1, 30 - clock);
                clock += 1;
            }
        }
        cr_assert(fabs(war[t] - years) < 1e-11, "trial %zu: %.17g years of war, expected %.17g", t, war[t], years);
    }
    life_end(&life);
}
