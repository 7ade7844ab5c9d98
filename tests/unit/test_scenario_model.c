// The typed model: what the rest of the library reads.
#include "scenario/model.h"
#include "support/scenarios.h"

static struct arena arena;

static const struct model *model_of(parley_scenario *scenario, const char *variant)
{
    const struct model *model = NULL;
    require_ok(parley_i_model_make(scenario, variant, &arena, &model));
    parley_scenario_destroy(scenario);
    return model;
}

static void release(void)
{
    parley_i_arena_release(&arena);
}

Test(scenario_model, everything_is_read_and_resolved, .fini = release)
{
    const struct model *m = model_of(loaded(everything), NULL);
    cr_expect_str_eq(m->title, "Everything once");
    cr_expect_str_eq(m->assumptions[2].value.text, "triangular(0.13, 0.28, 0.60)");
    cr_expect_str_eq(m->assumptions[2].value.pointer, "/assumptions/presence_hr/value");
    cr_expect_str_eq(m->assumptions[0].value.pointer, "/assumptions/resolve");
    cr_expect_eq(m->correlation_count, 1);
    cr_expect_eq(m->correlations[0].rank, -0.3);

    const struct issue_model *term = &m->issues[0], *presence = &m->issues[1], *share = &m->issues[2];
    cr_expect_eq(term->count, 11);
    cr_expect_eq(term->points[10], 50);
    cr_expect_str_eq(term->status_quo.text, "0");
    cr_expect_eq(term->delivered_by, 1);
    cr_expect(!term->is_fixed);
    cr_expect_eq(presence->category.count, 3);
    cr_expect_str_eq(presence->category.name, "issue presence");
    cr_expect_eq(presence->delivered_by, NONE);
    cr_expect_eq(share->low, 15);
    cr_expect_eq(share->high, 50);

    const struct party_model *ukraine = &m->parties[0], *us = &m->parties[1];
    cr_expect_str_eq(ukraine->power.text, "2");
    cr_expect_null(ukraine->salience.text);
    cr_expect_eq(ukraine->trust[0].party, 1);
    cr_expect_eq(ukraine->demands[0].shape, VALUE_IDEAL);
    cr_expect_str_eq(ukraine->demands[0].limit[0].pointer, "/parties/ukraine/demands/term/limit");
    cr_expect(ukraine->demands[0].red_line);
    cr_expect_eq(ukraine->demands[1].shape, VALUE_TABLE);
    cr_expect_str_eq(ukraine->demands[1].table[1].text, "0.4");
    cr_expect_eq(ukraine->concedes->members, 1);
    cr_expect_str_eq(ukraine->concedes->member[0].name, "exponent");
    cr_expect_eq(us->demands[0].shape, VALUE_PEAK);
    cr_expect_str_eq(us->demands[0].limit[1].text, "60");
    cr_expect_eq(us->demands[1].shape, VALUE_FORMULA);
    cr_expect_eq(m->signatory_count, 2);
}

Test(scenario_model, steps_know_their_issues_and_parameters, .fini = release)
{
    const struct model *m = model_of(loaded(everything), NULL);
    cr_assert_eq(m->step_count, 5);
    const struct step_model *advisors = &m->steps[0], *leaders = &m->steps[1], *house = &m->steps[4];
    cr_expect_eq(advisors->issue_count, 1);
    cr_expect_eq(advisors->issues[0], 1);
    cr_expect_eq(advisors->parameters->members, 2);
    cr_expect_str_eq(advisors->parameters->member[1].name, "breakdown");
    cr_expect_eq(advisors->parameters->member[1].kind, PARAMETER_NUMBER);
    cr_expect_eq(leaders->issue_count, 2); // what is still open
    cr_expect_eq(leaders->issues[0], 0);
    cr_expect_eq(leaders->issues[1], 2);
    cr_expect_eq(leaders->party_count, 2);
    cr_expect_str_eq(leaders->protocol, "nash");
    cr_expect(m->steps[2].fails);
    cr_expect(m->steps[3].skip);
    cr_expect_eq(house->bloc_count, 2);
    cr_expect_str_eq(house->blocs[0].weight.text, "120");
    cr_expect_eq(house->rule->members, 2);
    cr_expect_str_eq(house->rule->member[0].name, "quota");
    cr_expect_eq(house->rule->member[1].kind, PARAMETER_LIST);
    cr_expect_str_eq(house->rule->member[1].member[0].text, "left");
}

Test(scenario_model, the_aftermath_names_its_transitions, .fini = release)
{
    const struct aftermath_model *a = &model_of(loaded(everything), NULL)->aftermath;
    cr_expect(a->present);
    cr_expect_eq(a->horizon, 50);
    cr_expect_eq(a->moves, 1000);
    cr_expect_str_eq(a->transitions[1].name, "guaranteed.war");
    cr_expect_eq(a->transitions[0].kind, TRANSITION_AFTER);
    cr_expect_eq(a->transitions[1].piece_count, 2);
    cr_expect_eq(a->transitions[1].pieces[1].from, 5);
    cr_expect_str_eq(a->transitions[1].pieces[1].rate.text, "tail_hazard");
    cr_expect_eq(a->transitions[2].kind, TRANSITION_WEIBULL);
    cr_expect(a->transitions[2].clock_entry);
    cr_expect_str_eq(a->transitions[3].pieces[0].rate.text, "0.25");
    release();

    a = &model_of(loaded("{\"aftermath\": {\"horizon\": 1, \"start\": \"b\", \"states\": [{\"id\": \"a\", \"label\": "
                         "\"A\"}, \"b\"],"
                         " \"transitions\": [{\"from\": \"b\", \"to\": \"a\", \"rate\": 1}, {\"from\": \"b\", \"to\": "
                         "\"a\", \"after\": 2}]}}"),
                  NULL)
             ->aftermath;
    cr_expect_str_eq(a->start.text, "'b'");
    cr_expect_str_eq(a->state[0].label, "A");
    cr_expect_str_eq(a->transitions[0].name, "b.a");
    cr_expect_str_eq(a->transitions[1].name, "b.a.2");
}

Test(scenario_model, a_variant_that_fixes_an_issue_takes_it_off_the_table, .fini = release)
{
    const struct model *m = model_of(loaded(everything), "15 years");
    cr_expect_str_eq(m->variant, "15 years");
    cr_expect(m->issues[0].is_fixed);
    cr_expect_str_eq(m->issues[0].fixed.text, "15");
    cr_expect_eq(m->steps[1].issue_count, 1);
    cr_expect_eq(m->steps[1].issues[0], 2);
    release();

    parley_scenario *scenario = loaded(everything);
    require_ok(parley_scenario_set(scenario, "/issues/presence/fixed", "\"troops\""));
    m = model_of(scenario, NULL);
    cr_expect_eq(m->issues[1].fixed_option, 2);
    cr_expect_eq(m->steps[0].issue_count, 0); // listed, but fixed
}

Test(scenario_model, without_a_process_everybody_talks_about_everything, .fini = release)
{
    const struct model *m = model_of(
        loaded("{\"issues\": {\"a\": {\"options\": [\"y\", \"n\"]}, \"b\": {\"range\": [0, 1]}},"
               " \"parties\": {\"p\": {\"demands\": {\"a\": {\"ideal\": \"n\", \"limit\": \"y\"}}}, \"q\": {}}}"),
        NULL);
    cr_assert_eq(m->step_count, 1);
    cr_expect_str_eq(m->steps[0].entry.id, "talks");
    cr_expect_str_eq(m->steps[0].protocol, "alternating");
    cr_expect_eq(m->steps[0].party_count, 2);
    cr_expect_eq(m->steps[0].issue_count, 2);
    cr_expect_eq(m->issues[1].count, 101);
    cr_expect_str_eq(m->parties[0].demands[0].ideal.text, "1"); // an option stands for its position
    cr_expect_str_eq(m->parties[0].demands[0].limit[0].text, "0");
}

Test(scenario_model, chances_alone_are_a_scenario_too, .fini = release)
{
    const struct model *m =
        model_of(loaded("{\"assumptions\": {\"a\": \"beta(2, 2)\"}, \"metrics\": {\"double\": \"2 * a\"}}"), NULL);
    cr_expect_eq(m->party_count, 0);
    cr_expect_eq(m->step_count, 0);
    cr_expect_eq(m->signatory_count, 0);
    cr_expect(!m->aftermath.present);
}

static const struct grid {
    double low, high, step;
    size_t count;
    double second, last;
} grids[] = {
    {0, 1, 0.1, 11, 0.1, 1},  // ten times 0.1 is not quite 1, but the grid ends there
    {0, 50, 0, 101, 0.5, 50}, // the usual grid
    {0, 10, 4, 4, 4, 10},     // a step that does not divide the range: the top is added
    {-1, 1, 2, 2, 1, 1},      {0.1, 0.7, 0.2, 4, 0.1 + 0.2, 0.7}, {1e9, 1e9 + 3, 1, 4, 1e9 + 1, 1e9 + 3},
};

Test(scenario_model, grids_go_from_low_to_high_without_losing_the_top, .fini = release)
{
    for (size_t i = 0; i < sizeof grids / sizeof *grids; i++) {
        parley_scenario *scenario = NULL;
        parley_issue_def issue = parley_issue_def_default();
        parley_party_def party = parley_party_def_default();
        require_ok(parley_scenario_create(&scenario));
        issue.id = "i", issue.low = grids[i].low, issue.high = grids[i].high, issue.step = grids[i].step;
        require_ok(parley_scenario_add_issue(scenario, &issue));
        party.id = "p";
        require_ok(parley_scenario_add_party(scenario, &party));
        party.id = "q";
        require_ok(parley_scenario_add_party(scenario, &party));
        const struct issue_model *read = model_of(scenario, NULL)->issues;
        cr_expect_eq(read->count, grids[i].count, "%zu: %zu points", i, read->count);
        cr_expect_eq(read->points[1], grids[i].second);
        cr_expect_eq(read->points[read->count - 1], grids[i].last);
        release();
    }
}

Test(scenario_model, parameters_stand_beside_the_protocol_or_inside_it, .fini = release)
{
    static const char *const ways[] = {
        "{\"protocol\": \"challenge\", \"compat\": \"ktab\", \"deep\": {\"list\": [1, true, \"a\"]}}",
        "{\"protocol\": {\"challenge\": {\"compat\": \"ktab\", \"deep\": {\"list\": [1, true, \"a\"]}}}}"};
    for (size_t i = 0; i < 2; i++) {
        parley_scenario *scenario = loaded(everything);
        require_ok(parley_scenario_set(scenario, "/process/leaders/talks", ways[i]));
        const struct step_model *step = &model_of(scenario, NULL)->steps[1];
        cr_expect_str_eq(step->protocol, "challenge");
        cr_assert_eq(step->parameters->members, 2);
        cr_expect_str_eq(step->parameters->member[0].text, "ktab");
        const struct parameter *list = &step->parameters->member[1].member[0];
        cr_assert_eq(list->members, 3);
        cr_expect_str_eq(list->member[0].number.text, "1");
        cr_expect_null(list->member[0].name);
        cr_expect(list->member[1].truth);
        cr_expect_str_eq(list->member[2].pointer, i == 0 ? "/process/leaders/talks/deep/list/2"
                                                         : "/process/leaders/talks/protocol/challenge/deep/list/2");
        release();
    }
}
