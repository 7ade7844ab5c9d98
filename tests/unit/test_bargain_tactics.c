// Manners of conceding in `alternating`: published tables, cases worked by hand, definitions played naively, and laws.
#include "bargain/tactic.h"
#include "support/seats.h"

#include <criterion/criterion.h>

enum { ROUNDS, ORDER, AGREEMENT, BREAKDOWN };
enum { TACTIC_DRAWS = 3 };

/// Seats whose parties may have manners, with memory for them.
struct salon {
    struct seats s;
    struct manner manner[MOST_PARTIES];
    struct arena arena;
    struct record *turns;
};

static const struct protocol *alternating(void)
{
    return parley_i_protocol("alternating");
}

static struct manner manner_of(enum tactic_form form)
{
    struct manner m = {.tactics = 1, .threshold = NAN, .deadline = NAN, .walks_out = true, .lambda = 50};
    m.tactic[0] = (struct tactic){.form = form, .weight = 1, .exponent = 1, .resource = NAN, .spends = 1, .window = 1};
    m.tactic[0].kappa = form == TACTIC_EXPONENTIAL ? 0.1 : 0.0;
    return m;
}

static void enter(struct salon *r, const struct bench_table *t)
{
    memset(r, 0, sizeof *r);
    take_seats(&r->s, alternating(), t);
    r->turns = parley_i_record_list(parley_i_record_create(&r->arena), "turns");
}

static void settle(struct salon *r, bool traced)
{
    struct seats *s = &r->s;
    struct number parameter[4] = {{s->parameter[ROUNDS], NUMBER_CONSTANT}};
    struct sitting_shape shape = {.space = s->sitting.table->space,
                                  .parties = s->sitting.parties,
                                  .issues = s->sitting.issues,
                                  .issue = s->issue,
                                  .parameter = parameter,
                                  .concedes = s->concedes};
    size_t bytes = alternating()->scratch_size(&shape, NULL);
    free(s->memory);
    s->memory = aligned_alloc(64, (bytes + 64) / 64 * 64);
    memset(s->memory, 0xa5, bytes);
    s->sitting.scratch = s->memory;
    s->sitting.turns = traced ? r->turns : NULL;
    alternating()->settle(&s->sitting, &s->settlement);
}

static void leave(struct salon *r)
{
    parley_i_arena_release(&r->arena);
    leave_seats(&r->s);
}

static void behave(struct salon *r, uint32_t party, struct manner manner)
{
    r->manner[party] = manner;
    r->s.concedes[party].manner = &r->manner[party];
}

// A pie in ten slices: option k gives the first party k/10 and the second 1 - k/10.
static void lay_pie(struct bench_table *t)
{
    uint32_t options[1] = {11};
    memset(t, 0, sizeof *t);
    lay_plain_space(t, options, 1);
    t->table = (struct table){&t->space, 2, t->utility, NULL, t->base, t->no_deal};
    for (uint32_t k = 0; k <= 10; k++) {
        t->utility[k] = k / 10.0;
        t->utility[11 + k] = (10 - k) / 10.0;
    }
}

// Faratin, Sierra & Jennings 1998, kappa = 0.1, at t = 0, 1/4, 1/2, 3/4, 1.
Test(tactics, time_dependent_concession_is_as_published)
{
    static const struct {
        enum tactic_form form;
        double exponent, conceded[5];
    } row[] = {
        {TACTIC_POLYNOMIAL, 0.2, {.1, .100879, .128125, .313574, 1}},
        {TACTIC_POLYNOMIAL, 1, {.1, .325, .55, .775, 1}},
        {TACTIC_POLYNOMIAL, 5, {.1, .782072, .883496, .949679, 1}},
        {TACTIC_EXPONENTIAL, 0.2, {.1, .11374, .134725, .174639, 1}},
        {TACTIC_EXPONENTIAL, 1, {.1, .177828, .316228, .562341, 1}},
        {TACTIC_EXPONENTIAL, 5, {.1, .579022, .930572, .997754, 1}},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        struct tactic tactic = {.form = row[i].form, .exponent = row[i].exponent, .kappa = 0.1};
        for (int k = 0; k < 5; k++) {
            struct moment now = {.time = k / 4.0};
            cr_assert_float_eq(parley_i_tactic_conceded(&tactic, &now), row[i].conceded[k], 5e-7);
        }
    }
}

Test(tactics, a_resource_that_runs_out_forces_the_hand)
{
    struct tactic tactic = {.form = TACTIC_RESOURCE, .kappa = 0.1, .resource = 3, .spends = 0.5};
    struct moment now = {.round = 2, .rounds = 20};
    cr_assert_float_eq(parley_i_tactic_conceded(&tactic, &now), 0.1 + 0.9 * exp(-2), 1e-15);
    now.round = 6;
    cr_assert_eq(parley_i_tactic_conceded(&tactic, &now), 1.0);
    tactic.resource = NAN;  // the rounds themselves: none is left in the last
    now.round = 19;
    tactic.spends = 1;
    cr_assert_eq(parley_i_tactic_conceded(&tactic, &now), 1.0);
}

static void random_manners(struct salon *r, struct dice *dice)
{
    r->s.parameter[ROUNDS] = 1 + below(dice, 25);
    r->s.parameter[ORDER] = below(dice, 2);
    for (uint32_t p = 0; p < r->s.sitting.parties; p++) {
        struct manner m = manner_of((enum tactic_form)below(dice, 5));
        m.tactic[0].variant = (enum imitation)below(dice, 4);
        m.tactic[0].window = 1 + below(dice, 3);
        m.tactic[0].kindness = below(dice, 2) * 0.05;
        m.tactic[0].noise = below(dice, 2) * 0.1;
        m.tactic[0].punish = below(dice, 2) == 0;
        m.accepts = (enum acceptance)below(dice, 4);
        m.threshold = m.accepts == ACCEPT_CONSTANT || below(dice, 2) == 0 ? chance_of(dice) : (double)NAN;
        m.after = chance_of(dice);
        m.lambda = 20;
        m.deadline = below(dice, 4) == 0 ? 1 + below(dice, 25) : (double)NAN;
        m.walks_out = below(dice, 2) == 0;
        if (m.tactic[0].form != TACTIC_MICRO && below(dice, 3) == 0) {
            m.tactic[m.tactics] = m.tactic[0];
            m.tactic[m.tactics].form = TACTIC_EXPONENTIAL;
            m.tactic[m.tactics++].kappa = 0.1;
        }
        if (below(dice, 5) > 0) {
            behave(r, p, m);
        }
    }
}

static double least_of(const struct salon *r, uint32_t p)
{
    return fmax(r->s.sitting.table->no_deal[p], r->s.concedes[p].floor);
}

Test(tactics, whatever_the_manners_deals_are_worth_signing_and_the_trace_is_what_happened)
{
    struct dice dice = {7};
    struct bench_table t;
    int outcomes[OUTCOME_COUNT] = {0};
    for (uint64_t trial = 0; trial < 4000; trial++) {
        random_small_table(&t, &dice, 2 + (uint32_t)(trial % 3));
        struct salon r;
        enter(&r, &t);
        random_manners(&r, &dice);
        r.s.sitting.trial = trial;
        settle(&r, false);
        struct settlement first = r.s.settlement;
        uint32_t choice[MOST_ISSUES];
        memcpy(choice, r.s.choice, sizeof choice);
        outcomes[first.outcome]++;
        settle(&r, true);
        cr_assert(first.outcome == r.s.settlement.outcome && first.rounds == r.s.settlement.rounds);
        if (first.outcome == OUTCOME_AGREED) {
            cr_assert_eq(parley_i_space_compare(&t.space, choice, r.s.choice), 0);
            for (uint32_t p = 0; p < t.table.parties; p++) {
                cr_assert(parley_i_table_acceptable(&t.table, p, choice));
                cr_assert(parley_i_reaches(parley_i_table_utility(&t.table, p, choice), least_of(&r, p)));
            }
        }
        size_t turns = 0;
        for (const struct record *turn = r.turns->first; turn != NULL; turn = turn->next) {
            turns++;
        }
        cr_assert_eq(turns, (size_t)first.rounds);
        leave(&r);
    }
    cr_assert(outcomes[OUTCOME_AGREED] > 500 && outcomes[OUTCOME_DEADLINE] > 100 && outcomes[OUTCOME_WALKOUT] > 100);
}

Test(tactics, a_polynomial_said_at_length_and_a_mixture_of_one_kind_change_nothing)
{
    struct dice dice = {8};
    struct bench_table t;
    for (uint64_t trial = 0; trial < 1500; trial++) {
        random_small_table(&t, &dice, 2 + (uint32_t)(trial % 2));
        struct salon r;
        enter(&r, &t);
        r.s.concedes[0].exponent = 0.5;
        settle(&r, false);
        struct settlement plain = r.s.settlement;
        uint32_t choice[MOST_ISSUES];
        memcpy(choice, r.s.choice, sizeof choice);
        for (uint32_t p = 0; p < t.table.parties; p++) {
            struct manner m = manner_of(TACTIC_POLYNOMIAL);
            m.tactic[0].exponent = r.s.concedes[p].exponent;
            m.tactic[m.tactics++] = m.tactic[0];
            m.tactic[1].weight = 3;
            behave(&r, p, m);
        }
        settle(&r, false);
        cr_assert(plain.outcome == r.s.settlement.outcome && plain.rounds == r.s.settlement.rounds);
        cr_assert(plain.outcome != OUTCOME_AGREED || parley_i_space_compare(&t.space, choice, r.s.choice) == 0);
        leave(&r);
    }
}

/// A turn's number: turns[k].object.key.
static double told(const struct salon *r, int k, const char *object, const char *key)
{
    const struct record *turn = r->turns->first;
    while (k-- > 0) {
        turn = turn->next;
    }
    const struct record *member = parley_i_record_find(turn, object);
    const struct record *value = member ? parley_i_record_find(member, key) : NULL;
    cr_assert_not_null(value, "no %s.%s", object, key);
    return value->number;
}

// The second party never moves: it asks for all of the pie for ever. The first asks for 1, then gives up the smallest
// gap, a tenth, and then nothing more: the ratio of two equal offers is 1, and their difference 0.
Test(tactics, tit_for_tat_gives_one_step_to_who_never_moves_and_no_more)
{
    for (int variant = IMITATE_RELATIVE; variant <= IMITATE_NICE; variant++) {
        struct bench_table t;
        struct salon r;
        lay_pie(&t);
        enter(&r, &t);
        struct manner m = manner_of(TACTIC_TIT_FOR_TAT);
        m.tactic[0].variant = (enum imitation)variant;
        behave(&r, 0, m);
        r.s.concedes[1].floor = 1.0;
        settle(&r, true);
        cr_assert_eq(r.s.settlement.outcome, OUTCOME_DEADLINE);
        cr_assert_eq(told(&r, 0, "targets", "a"), 1.0);
        for (int k = 2; k < 20; k++) {
            cr_assert_float_eq(told(&r, k, "targets", "a"), 0.9, 1e-12, "variant %d, turn %d", variant, k);
        }
        leave(&r);
    }
}

// The second party's targets fall by a tenth a round: it offers the first party 1/10 in round 2, 3/10 in round 4, ...
// Relative: 1, then at least a gap less, 0.9; after 0.1 and 0.3 a third of that, 0.3. The offer 0.3 is worth that, so
// it is accepted. Absolute: 0.9 - 0.2 = 0.7 in round 5; 0.5 after the offer of 0.5 in round 6: accepted.
Test(tactics, tit_for_tat_answers_in_kind)
{
    struct bench_table t;
    struct salon r;
    lay_pie(&t);
    enter(&r, &t);
    r.s.parameter[ROUNDS] = 11;
    behave(&r, 0, manner_of(TACTIC_TIT_FOR_TAT));
    settle(&r, true);
    cr_assert_eq(r.s.settlement.rounds, 4);
    cr_assert_float_eq(told(&r, 2, "targets", "a"), 0.9, 1e-12);
    cr_assert_float_eq(told(&r, 3, "targets", "a"), 0.3, 1e-12);
    leave(&r);
    enter(&r, &t);
    r.s.parameter[ROUNDS] = 11;
    struct manner m = manner_of(TACTIC_TIT_FOR_TAT);
    m.tactic[0].variant = IMITATE_ABSOLUTE;
    behave(&r, 0, m);
    settle(&r, true);
    cr_assert_eq(r.s.settlement.rounds, 6);
    cr_assert_float_eq(told(&r, 4, "targets", "a"), 0.7, 1e-12);
    cr_assert_float_eq(told(&r, 5, "targets", "a"), 0.5, 1e-12);
    leave(&r);
}

/// MiCRO by its definition, over packages sorted by each party. Nobody runs out.
struct sorted {
    double own;
    uint32_t choice[MOST_ISSUES];
};

static const struct space *sorting_space;

static int downwards(const void *a, const void *b)
{
    const struct sorted *x = a, *y = b;
    return x->own > y->own ? -1 : x->own < y->own ? 1 : parley_i_space_compare(sorting_space, x->choice, y->choice);
}

static size_t sort_packages(const struct bench_table *t, uint32_t party, struct sorted *out)
{
    uint32_t choice[MOST_ISSUES] = {0};
    size_t n = 0;
    do {
        out[n].own = parley_i_table_utility(&t->table, party, choice);
        memcpy(out[n++].choice, choice, sizeof choice);
    } while (next_package(&t->space, choice));
    sorting_space = &t->space;
    qsort(out, n, sizeof *out, downwards);
    return n;
}

Test(tactics, micro_against_micro_ends_where_its_definition_says)
{
    static struct sorted list[2][3200];
    struct dice dice = {9};
    struct bench_table t;
    for (uint64_t trial = 0; trial < 400; trial++) {
        uint32_t options[3] = {1 + below(&dice, 5), 1 + below(&dice, 5), 1 + below(&dice, 5)};
        lay_plain_space(&t, options, 3);
        fill_randomly(&t, &dice, 2, trial % 2 == 0, trial % 3 == 0, 0.0);
        t.no_deal[0] = t.no_deal[1] = -1.0;
        struct salon r;
        enter(&r, &t);
        r.s.parameter[ROUNDS] = 300;
        behave(&r, 0, manner_of(TACTIC_MICRO));
        behave(&r, 1, manner_of(TACTIC_MICRO));
        settle(&r, false);
        for (uint32_t p = 0; p < 2; p++) {
            sort_packages(&t, p, list[p]);
        }
        size_t made[2] = {0, 0}, round = 0;
        const uint32_t *deal = NULL;
        while (deal == NULL) {
            size_t p = round % 2, q = 1 - p;
            const uint32_t *offer = list[p][made[p]++].choice;
            size_t next = made[q] <= made[p] ? made[q] : made[q] - 1;  // the lowest it made or is about to make
            double worth = parley_i_table_utility(&t.table, (uint32_t)q, offer);
            deal = parley_i_reaches(worth, list[q][next].own) ? offer : NULL;
            round++;
        }
        cr_assert_eq(r.s.settlement.outcome, OUTCOME_AGREED);
        cr_assert_eq(r.s.settlement.rounds, (double)round);
        cr_assert_eq(parley_i_space_compare(&t.space, r.s.choice, deal), 0);
        leave(&r);
    }
}

// The second party never moves, and repeats one offer. The first makes its best offer and, as m = 1 <= n = 1, its
// second; then it has made more than it received and repeats one of the two at random.
Test(tactics, micro_does_not_run_ahead_of_who_repeats_himself)
{
    struct bench_table t;
    struct salon r;
    lay_pie(&t);
    enter(&r, &t);
    behave(&r, 0, manner_of(TACTIC_MICRO));
    r.s.concedes[1].floor = 1.0;
    settle(&r, true);
    int best = 0, second = 0;
    for (int k = 4; k < 20; k += 2) {
        double own = told(&r, k, "utility", "a");
        best += own == 1.0;
        second += own == 0.9;
    }
    cr_assert_eq(told(&r, 2, "utility", "a"), 0.9);
    cr_assert(best > 0 && second > 0 && best + second == 8);
    leave(&r);
}

// Three share by a majority: who can sign nothing never offers, and the one who plays MiCRO does not wait for it. The
// second never moves; the first makes its two first offers as if they were alone.
Test(tactics, micro_does_not_wait_for_who_has_nothing_to_offer)
{
    struct bench_table t;
    struct salon r;
    lay_pie(&t);
    t.table.parties = 3;
    t.no_deal[2] = 2.0;  // and all is worth nothing to it
    enter(&r, &t);
    r.s.rule = (struct rule){.kind = RULE_QUOTA, .quota = 0.6};
    behave(&r, 0, manner_of(TACTIC_MICRO));
    r.s.concedes[1].floor = 1.0;
    settle(&r, true);
    cr_assert_eq(told(&r, 0, "utility", "a"), 1.0);
    cr_assert_eq(told(&r, 3, "utility", "a"), 0.9);
    leave(&r);
}

// One offer, worth exactly the responder's target: odds are even. Five standard errors over 4000 trials.
Test(tactics, logit_acceptance_is_even_at_the_threshold)
{
    struct bench_table t;
    struct salon r;
    lay_pie(&t);
    enter(&r, &t);
    r.s.parameter[ROUNDS] = 1;
    r.s.concedes[0].floor = 0.4;  // it offers 0.6
    struct manner m = manner_of(TACTIC_POLYNOMIAL);
    m.accepts = ACCEPT_LOGIT;
    m.threshold = 0.6;
    m.lambda = 10;
    behave(&r, 1, m);
    int accepted = 0;
    for (uint64_t trial = 0; trial < 4000; trial++) {
        r.s.sitting.trial = trial;
        settle(&r, false);
        accepted += r.s.settlement.outcome == OUTCOME_AGREED;
    }
    cr_assert_float_eq(accepted / 4000.0, 0.5, 5 * sqrt(0.25 / 4000));
    settle(&r, true);
    cr_assert_float_eq(told(&r, 0, "odds", "b"), 0.5, 1e-12);
    leave(&r);
}

// Targets fall by a tenth a round from 1. The first accepts 0.3 from the start on: offered in round 4, as the second's
// target is 0.7 then. Combined from half of its time on, it accepts 0.3 only from round 6 (t = 0.5): 0.5 is offered.
Test(tactics, constant_and_combined_acceptance_ask_for_what_they_say)
{
    struct bench_table t;
    struct salon r;
    lay_pie(&t);
    enter(&r, &t);
    r.s.parameter[ROUNDS] = 11;
    struct manner m = manner_of(TACTIC_POLYNOMIAL);
    m.tactic[0].exponent = 1e-3;  // itself it gives way at the very end
    m.accepts = ACCEPT_CONSTANT;
    m.threshold = 0.3;
    m.after = 0.5;
    behave(&r, 0, m);
    settle(&r, false);
    cr_assert_eq(r.s.settlement.rounds, 4);
    cr_assert_eq(r.s.choice[0], 3);
    r.manner[0].accepts = ACCEPT_COMBINED;
    settle(&r, false);
    cr_assert_eq(r.s.settlement.rounds, 6);
    cr_assert_eq(r.s.choice[0], 5);
    leave(&r);
}

// Floors of 0.7 each cannot both be met. Who counts with four rounds leaves after four, unless it stays at its worst.
Test(tactics, who_walks_out_ends_talks_that_cannot_do_without_it)
{
    struct bench_table t;
    struct salon r;
    lay_pie(&t);
    enter(&r, &t);
    r.s.concedes[0].floor = r.s.concedes[1].floor = 0.7;
    struct manner m = manner_of(TACTIC_POLYNOMIAL);
    m.deadline = 4;
    behave(&r, 0, m);
    settle(&r, true);
    cr_assert_eq(r.s.settlement.outcome, OUTCOME_WALKOUT);
    cr_assert_eq(r.s.settlement.rounds, 4);
    cr_assert_float_eq(told(&r, 2, "targets", "a"), 0.8, 1e-12);  // two thirds of its way
    r.manner[0].walks_out = false;
    settle(&r, false);
    cr_assert_eq(r.s.settlement.outcome, OUTCOME_DEADLINE);
    cr_assert_eq(r.s.settlement.rounds, 20);
    r.manner[0].walks_out = true;
    r.s.rule = (struct rule){.kind = RULE_QUOTA, .quota = 0.5};  // either of the two suffices: the proposer's own vote
    settle(&r, false);
    cr_assert_eq(r.s.settlement.outcome, OUTCOME_AGREED);
    leave(&r);
}
