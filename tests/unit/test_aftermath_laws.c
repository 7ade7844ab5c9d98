// What holds of every aftermath: a trial alone is the trial in its block, variants are coupled, odd numbers mean what
// they say, and bad ones stop the run.

#include "support/life.h"

static const char *const states[] = {"guaranteed", "lapsed", "war", "truce"};
enum { GUARANTEED, LAPSED, WAR, TRUCE, STATES };

static const struct rate_piece falling[] = {
    {0, {"0.25", ""}}, {1, {"0.10", ""}}, {2, {"0.06", ""}}, {5, {"0.02", ""}}, {10, {"tail", ""}}};

/// A life with every kind of transition, both clocks, a cycle, and a start and a tail that differ by trial. `times`
/// multiplies the hazard of war.
static int32_t tail_column, start_column;
static void rich_life(struct life *life, const char *times)
{
    life_begin(life, 50, states, STATES, "begin < 0.5 ? 'guaranteed' : 'truce'");
    tail_column = life_column_of(life, "tail");
    start_column = life_column_of(life, "begin");
    life_after(life, GUARANTEED, LAPSED, "15");
    life_pieces(life, GUARANTEED, WAR, falling, 5)->times = (struct source){times, ""};
    life_rate(life, LAPSED, WAR, "tail")->times = (struct source){times, ""};
    life_weibull(life, TRUCE, WAR, "1.5", "12")->times = (struct source){times, ""};
    life_weibull(life, TRUCE, GUARANTEED, "2", "9")->clock_entry = true;
    life_rate(life, WAR, TRUCE, "0.3");
    life_ok(life_make(life));
}

static void play_rich(struct life *life, uint64_t first, size_t n)
{
    life_next(life, first, n);
    for (size_t t = 0; t < n; t++) {
        life->block->column[tail_column][t] = 0.005 + 0.0001 * (double)((first + t) % 250);
        life->block->column[start_column][t] = (first + t) % 3 == 0 ? 0.7 : 0.2;
    }
    life_ok(parley_i_aftermath_play(life->aftermath, life->block, NULL));
}

Test(aftermath, a_trial_played_alone_has_the_bits_it_has_in_its_block)
{
    struct life life;
    rich_life(&life, "1");
    size_t columns = parley_i_sheet_columns(life.sheet);
    double *kept = calloc(columns * BLOCK_TRIALS, sizeof *kept);
    play_rich(&life, 512, BLOCK_TRIALS);
    for (size_t c = 0; c < columns; c++) {
        memcpy(kept + c * BLOCK_TRIALS, life.block->column[c], BLOCK_TRIALS * sizeof *kept);
    }
    for (size_t n = 1; n <= 100; n += 33) { // alone, and in blocks of other sizes and beginnings
        for (size_t t = 0; t + n <= BLOCK_TRIALS; t += n + 3) {
            play_rich(&life, 512 + t, n);
            for (size_t c = 0; c < columns; c++) {
                if (parley_i_sheet_column_name(life.sheet, (int32_t)c) != NULL) {
                    cr_assert(memcmp(kept + c * BLOCK_TRIALS + t, life.block->column[c], n * sizeof *kept) == 0,
                              "column %s of trials %zu ..", parley_i_sheet_column_name(life.sheet, (int32_t)c), t);
                }
            }
        }
    }
    free(kept);
    life_end(&life);
}

Test(aftermath, years_add_up_and_what_was_reached_has_a_first_time)
{
    struct life life;
    rich_life(&life, "1");
    for (uint64_t first = 0; first < 40 * BLOCK_TRIALS; first += BLOCK_TRIALS) {
        play_rich(&life, first, BLOCK_TRIALS);
        for (size_t t = 0; t < BLOCK_TRIALS; t++) {
            double sum = 0;
            size_t final = (size_t)life_column(&life, "aftermath.final")[t];
            for (size_t s = 0; s < STATES; s++) {
                char name[64];
                snprintf(name, sizeof name, "aftermath.years.%s", states[s]);
                double years = life_column(&life, name)[t];
                snprintf(name, sizeof name, "aftermath.first.%s", states[s]);
                double first_time = life_column(&life, name)[t];
                snprintf(name, sizeof name, "aftermath.reached.%s", states[s]);
                double reached = life_column(&life, name)[t];
                cr_assert(reached == (first_time < 50 ? 1.0 : 0.0) &&
                          (first_time < 50 || first_time == (double)INFINITY));
                cr_assert(reached == 1.0 || years == 0.0);
                cr_assert(s != final || reached == 1.0);
                sum += years;
            }
            cr_assert(fabs(sum - 50) < 1e-10, "the years add up to %.17g", sum);
        }
    }
    life_end(&life);
}

Test(aftermath, a_larger_multiplier_never_delays_the_first_war)
{
    // Without ways back from war, trial by trial: the same draws reach their mark earlier under a larger hazard.
    static const char *const times[] = {"0", "0.28", "1", "3"};
    double before[BLOCK_TRIALS];
    for (size_t v = 0; v < 4; v++) {
        struct life life;
        life_begin(&life, 50, states, STATES, "'guaranteed'");
        tail_column = life_column_of(&life, "tail");
        life_after(&life, GUARANTEED, LAPSED, "15");
        life_pieces(&life, GUARANTEED, WAR, falling, 5)->times = (struct source){times[v], ""};
        life_weibull(&life, LAPSED, WAR, "1.4", "30")->times = (struct source){times[v], ""};
        life_ok(life_make(&life));
        life_next(&life, 0, BLOCK_TRIALS);
        for (size_t t = 0; t < BLOCK_TRIALS; t++) {
            life.block->column[tail_column][t] = 0.02;
        }
        life_ok(parley_i_aftermath_play(life.aftermath, life.block, NULL));
        const double *war = life_column(&life, "aftermath.first.war");
        size_t earlier = 0;
        for (size_t t = 0; t < BLOCK_TRIALS; t++) {
            if (v == 0) {
                cr_assert_eq(war[t], (double)INFINITY, "a hazard of 0 fires");
            } else {
                cr_assert_leq(war[t], before[t]);
                earlier += war[t] < before[t];
            }
            before[t] = war[t];
        }
        cr_assert(v == 0 || earlier > 0, "the multiplier has an effect");
        life_end(&life);
    }
}

Test(aftermath, a_delay_may_be_nothing_or_for_ever)
{
    struct life life;
    life_begin(&life, 50, states, STATES, NULL); // starts in the first state
    int32_t term = life_column_of(&life, "term");
    life_after(&life, GUARANTEED, LAPSED, "term");
    life_after(&life, LAPSED, TRUCE, "0");
    life_after(&life, LAPSED, WAR, "0"); // as soon as the one above, which stands first
    life_ok(life_make(&life));
    life_next(&life, 0, 4);
    static const double terms[] = {0, 15, 50, INFINITY};
    memcpy(life.block->column[term], terms, sizeof terms);
    life_ok(parley_i_aftermath_play(life.aftermath, life.block, NULL));
    const double *truce = life_column(&life, "aftermath.first.truce"),
                 *years = life_column(&life, "aftermath.years.guaranteed");
    static const double want_truce[] = {0, 15, INFINITY, INFINITY}, want_years[] = {0, 15, 50, 50};
    for (size_t t = 0; t < 4; t++) {
        cr_assert_eq(truce[t], want_truce[t]);
        cr_assert_eq(years[t], want_years[t]);
        cr_assert_eq(life_column(&life, "aftermath.reached.war")[t], 0.0);
        cr_assert_eq(life_column(&life, "aftermath.first.guaranteed")[t], 0.0);
    }
    life_end(&life);
}

Test(aftermath, going_round_in_no_time_is_stopped_by_the_cap_and_said)
{
    struct life life;
    life_begin(&life, 50, states, STATES, "begin < 3 ? 'war' : 'guaranteed'");
    int32_t begin = life_column_of(&life, "begin");
    life_after(&life, GUARANTEED, LAPSED, "0");
    life_after(&life, LAPSED, GUARANTEED, "0");
    life.model.aftermath.moves = 25;
    life_ok(life_make(&life));
    life_next(&life, 100, 5);
    for (size_t t = 0; t < 5; t++) {
        life.block->column[begin][t] = (double)t;
    }
    cr_assert_eq(parley_i_aftermath_play(life.aftermath, life.block, NULL), PARLEY_BAD_TRIAL);
    cr_assert_eq(parley_last_error().trial, 103);
    cr_assert_not_null(strstr(parley_last_message(), "25 moves"), "%s", parley_last_message());
    life_end(&life);
}

Test(aftermath, as_many_moves_as_the_cap_allows_are_made)
{
    struct life life;
    life_begin(&life, 10, states, STATES, "'guaranteed'");
    life_after(&life, GUARANTEED, LAPSED, "1");
    life_after(&life, LAPSED, GUARANTEED, "1");
    life.model.aftermath.moves = 9; // at 1, 2, ... 9
    life_ok(life_make(&life));
    life_play(&life, 0, 3);
    cr_assert_eq(life_column(&life, "aftermath.years.lapsed")[2], 5.0);
    life_end(&life);
    life_begin(&life, 10, states, STATES, "'guaranteed'");
    life_after(&life, GUARANTEED, LAPSED, "1");
    life_after(&life, LAPSED, GUARANTEED, "1");
    life.model.aftermath.moves = 8;
    life_ok(life_make(&life));
    life_next(&life, 0, 3);
    cr_assert_eq(parley_i_aftermath_play(life.aftermath, life.block, NULL), PARLEY_BAD_TRIAL);
    life_end(&life);
}

Test(aftermath, a_start_that_is_undefined_stops_the_run_with_the_trial)
{
    struct life life;
    life_begin(&life, 50, states, STATES, "begin");
    int32_t begin;
    cr_assert_eq(parley_i_sheet_column(life.sheet, "begin", &life.model.aftermath.states, &begin), PARLEY_OK);
    life_ok(life_make(&life));
    life_next(&life, 7, 4);
    static const double start[] = {0, 2, NAN, 1};
    memcpy(life.block->column[begin], start, sizeof start);
    cr_assert_eq(parley_i_aftermath_play(life.aftermath, life.block, NULL), PARLEY_BAD_TRIAL);
    cr_assert_eq(parley_last_error().trial, 9);
    cr_assert_str_eq(parley_last_error().pointer, "/aftermath");
    life_end(&life);
}

Test(aftermath, numbers_are_only_judged_where_their_state_can_be_reached)
{
    struct life life;
    life_begin(&life, 50, states, STATES, "agreed > 0 ? 'guaranteed' : 'truce'");
    int32_t agreed = life_column_of(&life, "agreed"), term = life_column_of(&life, "term");
    life_after(&life, GUARANTEED, LAPSED, "term");
    life_rate(&life, TRUCE, WAR, "0.1");
    life_ok(life_make(&life));
    for (int signed_too = 0; signed_too < 2; signed_too++) {
        life_next(&life, 0, 2);
        life.block->column[agreed][0] = 1;
        life.block->column[term][0] = 15;
        life.block->column[agreed][1] = signed_too; // without a deal there is no term either
        parley_status status = parley_i_aftermath_play(life.aftermath, life.block, NULL);
        cr_assert_eq(status, signed_too ? PARLEY_BAD_TRIAL : PARLEY_OK, "%s", parley_last_message());
    }
    cr_assert_eq(parley_last_error().trial, 1);
    life_end(&life);
}

struct bad_number {
    char what[12], value[12];
};

ParameterizedTestParameters(aftermath, a_constant_out_of_its_bounds_is_refused_when_compiled)
{
    static struct bad_number rows[] = {{"rate", "-0.1"}, {"rate", "1 / 0"}, {"times", "-1"},     {"shape", "0"},
                                       {"scale", "-2"},  {"after", "-1"},   {"after times", "1"}};
    return cr_make_param_array(struct bad_number, rows, sizeof rows / sizeof *rows);
}

ParameterizedTest(struct bad_number *row, aftermath, a_constant_out_of_its_bounds_is_refused_when_compiled)
{
    struct life life;
    life_begin(&life, 50, states, STATES, "'guaranteed'");
    if (strcmp(row->what, "rate") == 0) {
        life_rate(&life, GUARANTEED, WAR, row->value);
    } else if (strcmp(row->what, "times") == 0) {
        life_rate(&life, GUARANTEED, WAR, "1")->times = (struct source){row->value, ""};
    } else if (strcmp(row->what, "shape") == 0) {
        life_weibull(&life, GUARANTEED, WAR, row->value, "1");
    } else if (strcmp(row->what, "scale") == 0) {
        life_weibull(&life, GUARANTEED, WAR, "1", row->value);
    } else if (strcmp(row->what, "after") == 0) {
        life_after(&life, GUARANTEED, WAR, row->value);
    } else {
        life_after(&life, GUARANTEED, WAR, "1")->times = (struct source){row->value, ""};
    }
    parley_status status = life_make(&life);
    cr_assert(status == PARLEY_BAD_SCENARIO || status == PARLEY_BAD_EXPRESSION, "%s: %s", parley_status_name(status),
              parley_last_message());
    life_end(&life);
}

Test(aftermath, a_scenario_without_an_aftermath_has_none)
{
    struct life life;
    life_begin(&life, 50, states, STATES, NULL);
    life.model.aftermath.present = false;
    life_ok(parley_i_aftermath_make(&life.arena, &life.model, life.sheet, &life.aftermath));
    cr_assert_null(life.aftermath);
    cr_assert_null(parley_i_sheet_find(life.sheet, "aftermath.final"));
    life_end(&life);
}

Test(aftermath, the_story_tells_each_move_and_what_else_would_have_happened)
{
    struct life life;
    life_begin(&life, 50, states, STATES, "'guaranteed'");
    life_after(&life, GUARANTEED, LAPSED, "15");
    life_after(&life, GUARANTEED, WAR, "20");
    life_after(&life, GUARANTEED, TRUCE, "60");
    life_rate(&life, LAPSED, WAR, "1000");
    life_ok(life_make(&life));
    life_next(&life, 17, 1);
    struct record *told = parley_i_record_create(&life.arena), *draws = parley_i_record_create(&life.arena);
    life.block->draws = draws;
    life_ok(parley_i_aftermath_play(life.aftermath, life.block, told));
    const struct record *move = parley_i_record_at(told, "/aftermath/0");
    cr_assert_not_null(move);
    cr_assert_eq(parley_i_record_find(move, "at")->number, 15.0);
    cr_assert_str_eq(parley_i_record_find(move, "from")->text, "guaranteed");
    cr_assert_str_eq(parley_i_record_find(move, "to")->text, "lapsed");
    cr_assert_str_eq(parley_i_record_find(move, "by")->text, "guaranteed.lapsed");
    cr_assert_str_eq(parley_i_record_find(move, "kind")->text, "after");
    const struct record *others = parley_i_record_find(move, "others");
    cr_assert_eq(parley_i_record_find(others, "guaranteed.war")->number, 20.0);
    cr_assert_null(parley_i_record_find(others, "guaranteed.truce"), "beyond the horizon");
    cr_assert_str_eq(parley_i_record_at(told, "/aftermath/1/kind")->text, "rate");
    cr_assert_eq(parley_i_record_at(told, "/aftermath/1/at")->number, life_column(&life, "aftermath.first.war")[0]);
    cr_assert_eq(parley_i_record_at(told, "/aftermath/2/at")->number, 50.0);
    cr_assert_str_eq(parley_i_record_at(told, "/aftermath/2/state")->text, "war");
    cr_assert_null(parley_i_record_at(told, "/aftermath/3"));
    double u = parley_i_uniform(parley_i_stream(LIFE_SEED, "aftermath.lapsed.war"), 17, 0);
    cr_assert_eq(parley_i_record_find(draws, "aftermath.lapsed.war")->number, u);
    life_end(&life);
}
