#include "process/parties.h"

#include "base/fail.h"

#include <math.h>

/// What compiling the parties passes along.
struct maker {
    struct arena *arena;
    const struct model *model;
    struct sheet *sheet;
    struct parties *parties;
};

static const struct bounds unit_interval = {.low = 0, .high = 1, .finite = true, .expected = "a number in [0, 1]"};
static const struct bounds discount_bounds = {
    .low = 0, .high = 1, .low_open = true, .finite = true, .expected = "a discount factor in (0, 1]"};

static parley_status number(struct maker *m, const struct source *source, const struct bounds *bounds, double otherwise,
                            struct number *out, const char *format, const char *a, const char *b)
{
    // The place is the part's path with dots, so that it survives any reordering.
    char *place = parley_i_arena_format(m->arena, "parties.%s.%s%s", a, format, b ? b : "");
    if (!place) {
        return parley_i_no_memory();
    }
    return parley_i_sheet_number(m->sheet, source, place, bounds, otherwise, out);
}

static bool is_constant(struct number n) { return n.column == NUMBER_CONSTANT; }

static parley_status compile_shape(struct maker *m, const char *party, const struct demand_model *model, struct demand *d)
{
    const char *issue = d->issue->entry.id;
    char *prefix = parley_i_arena_format(m->arena, "demands.%s.", issue);
    if (!prefix) {
        return parley_i_no_memory();
    }
    d->constant = true;
    switch (model->shape) {
    case VALUE_PEAK:
        PARLEY_I_TRY(number(m, &model->limit[1], &parley_i_any_number, 0, &d->limit[1], prefix, party, "limit_high"));
        d->constant = is_constant(d->limit[1]);
        // fall through
    case VALUE_IDEAL:
        PARLEY_I_TRY(number(m, &model->ideal, &parley_i_any_number, 0, &d->ideal, prefix, party, "ideal"));
        PARLEY_I_TRY(number(m, &model->limit[0], &parley_i_any_number, 0, &d->limit[0], prefix, party, "limit"));
        PARLEY_I_TRY(number(m, &model->exponent, &parley_i_positive, 1, &d->exponent, prefix, party, "shape"));
        d->constant = d->constant && is_constant(d->ideal) && is_constant(d->limit[0]) && is_constant(d->exponent);
        return PARLEY_OK;
    case VALUE_CURVE:
        return PARLEY_OK;
    case VALUE_TABLE: {
        struct number *table = parley_i_arena_array(m->arena, d->issue->count, sizeof *table);
        if (!table) {
            return parley_i_no_memory();
        }
        for (size_t k = 0; k < d->issue->count; k++) {
            char *name = parley_i_arena_format(m->arena, "values.%zu", k);
            if (!name) {
                return parley_i_no_memory();
            }
            PARLEY_I_TRY(number(m, &model->table[k], &unit_interval, 0, &table[k], prefix, party, name));
            d->constant = d->constant && is_constant(table[k]);
        }
        d->table = table;
        return PARLEY_OK;
    }
    case VALUE_FORMULA: {
        const struct symbol x = {.name = "x", .category = d->issue->category.count ? &d->issue->category : NULL};
        const int32_t *reads;
        PARLEY_I_TRY(parley_i_local_compile(m->sheet, &model->formula, &x, 1, true, &d->formula));
        size_t count = parley_i_local_reads(d->formula, &reads);
        if (count > LOCAL_MOST) {
            return parley_i_fail_at(PARLEY_BAD_SCENARIO, model->formula.pointer, 0,
                                    "a value formula may read at most %d other names, found %zu", LOCAL_MOST, count);
        }
        d->constant = count == 0;
        size_t scratch = (parley_i_local_scratch(d->formula) + 2) * d->issue->count;
        if (scratch > m->parties->scratch) {
            m->parties->scratch = scratch;
        }
        return PARLEY_OK;
    }
    }
    return PARLEY_OK;
}

/// Values that no draw can change are computed here, once.
static parley_status settle_constant_values(struct maker *m, struct demand *d)
{
    double *value = parley_i_arena_array(m->arena, d->issue->count, sizeof *value);
    uint8_t *barred = parley_i_arena_array(m->arena, d->issue->count, sizeof *barred);
    double *scratch = parley_i_arena_array(m->arena, m->parties->scratch, sizeof *scratch);
    if (!value || !barred || !scratch) {
        return parley_i_no_memory();
    }
    parley_i_demand_values(d, NULL, 0, scratch, value, barred);
    bool any = false;
    for (size_t k = 0; k < d->issue->count; k++) {
        if (isnan(value[k])) {
            return parley_i_fail_at(PARLEY_BAD_SCENARIO, d->model->pointer, 0,
                                    "the value of this demand is undefined at %s %g", d->issue->points ? "x =" : "option",
                                    d->issue->points ? d->issue->points[k] : (double)k);
        }
        any = any || barred[k];
    }
    d->value = value;
    d->barred = any ? barred : NULL;
    d->may_bar = any;
    return PARLEY_OK;
}

static parley_status compile_demand(struct maker *m, const struct party_model *party, const struct demand_model *model,
                                    struct demand *d)
{
    const struct issue_model *issue = &m->model->issues[model->issue];
    *d = (struct demand){.model = model,
                         .issue = issue,
                         .issue_number = (uint32_t)model->issue,
                         .trust = {.value = 1, .column = NUMBER_CONSTANT},
                         .may_bar = model->red_line || model->barred_option};
    char *place = parley_i_arena_format(m->arena, "demands.%s.", issue->entry.id);
    if (!place) {
        return parley_i_no_memory();
    }
    PARLEY_I_TRY(number(m, &model->weight, &parley_i_not_negative, 1, &d->weight, place, party->entry.id, "weight"));
    d->share = d->weight;
    for (size_t i = 0; i < party->trusts; i++) {
        if (party->trust[i].party == issue->delivered_by && issue->delivered_by != NONE) {
            const char *in = m->model->parties[party->trust[i].party].entry.id;
            const struct symbol *known = NULL;
            char *name = parley_i_arena_format(m->arena, "%s.trust.%s", party->entry.id, in);
            if (!name) {
                return parley_i_no_memory();
            }
            known = parley_i_sheet_find(m->sheet, name);
            if (known) {
                d->trust = known->number;
            }
        }
    }
    PARLEY_I_TRY(compile_shape(m, party->entry.id, model, d));
    return d->constant ? settle_constant_values(m, d) : PARLEY_OK;
}

/// Weights become shares of 1: at once when all are constant, else in a column that is filled at the start of each block.
static parley_status normalise_weights(struct maker *m, const struct party_model *model, struct party *party,
                                       struct demand *demand)
{
    double sum = 0;
    for (uint32_t j = 0; j < party->demands; j++) {
        party->weights_vary = party->weights_vary || !is_constant(demand[j].weight);
        sum += demand[j].weight.value;
    }
    if (!party->weights_vary && party->demands > 0 && !(sum > 0)) {
        return parley_i_fail_at(PARLEY_BAD_SCENARIO, model->entry.pointer, 0,
                                "all weights of this party are 0, expected at least one above 0");
    }
    for (uint32_t j = 0; j < party->demands; j++) {
        char *name = parley_i_arena_format(m->arena, "%s.weight.%s", party->id, demand[j].issue->entry.id);
        if (!name) {
            return parley_i_no_memory();
        }
        if (party->weights_vary) {
            demand[j].share = (struct number){.column = NUMBER_CONSTANT};
            PARLEY_I_TRY(parley_i_sheet_column(m->sheet, name, NULL, &demand[j].share.column));
        } else {
            demand[j].share.value = demand[j].weight.value / sum;
            PARLEY_I_TRY(parley_i_sheet_constant(m->sheet, name, NULL, demand[j].share.value));
        }
    }
    return PARLEY_OK;
}

static parley_status alias(struct maker *m, const struct party *party, const char *what, struct number value)
{
    char *name = parley_i_arena_format(m->arena, "%s.%s", party->id, what);
    return name ? parley_i_sheet_alias(m->sheet, name, NULL, value) : parley_i_no_memory();
}

static parley_status compile_numbers(struct maker *m, const struct party_model *model, struct party *party)
{
    PARLEY_I_TRY(number(m, &model->power, &parley_i_positive, 1, &party->power, "power", party->id, NULL));
    PARLEY_I_TRY(number(m, &model->salience, &unit_interval, 1, &party->salience, "salience", party->id, NULL));
    PARLEY_I_TRY(number(m, &model->no_deal, &parley_i_any_number, 0, &party->no_deal, "no_deal", party->id, NULL));
    PARLEY_I_TRY(number(m, &model->discount, &discount_bounds, 1, &party->discount, "discount", party->id, NULL));
    PARLEY_I_TRY(alias(m, party, "power", party->power));
    PARLEY_I_TRY(alias(m, party, "salience", party->salience));
    PARLEY_I_TRY(alias(m, party, "no_deal", party->no_deal));
    PARLEY_I_TRY(alias(m, party, "discount", party->discount));
    for (size_t i = 0; i < model->trusts; i++) {
        const char *in = m->model->parties[model->trust[i].party].entry.id;
        char *name = parley_i_arena_format(m->arena, "trust.%s", in);
        struct number value;
        if (!name) {
            return parley_i_no_memory();
        }
        PARLEY_I_TRY(number(m, &model->trust[i].value, &unit_interval, 1, &value, name, party->id, NULL));
        PARLEY_I_TRY(alias(m, party, name, value));
    }
    return parley_i_concession_make(m->arena, m->sheet, party->id, model->concedes, &party->exponent,
                                    &party->floor, &party->manner);
}

static parley_status add_columns(struct maker *m, struct party *party)
{
    char *utility = parley_i_arena_format(m->arena, "%s.utility", party->id);
    char *gain = parley_i_arena_format(m->arena, "%s.gain", party->id);
    int32_t *concession = parley_i_arena_array(m->arena, m->model->issue_count, sizeof *concession);
    if (!utility || !gain || !concession) {
        return parley_i_no_memory();
    }
    PARLEY_I_TRY(parley_i_sheet_column(m->sheet, utility, NULL, &party->utility));
    PARLEY_I_TRY(parley_i_sheet_column(m->sheet, gain, NULL, &party->gain));
    for (size_t i = 0; i < m->model->issue_count; i++) {
        concession[i] = NONE;
        if (party->demand_on[i] == NONE) {
            continue;
        }
        char *name = parley_i_arena_format(m->arena, "%s.concessions.%s", party->id, m->model->issues[i].entry.id);
        if (!name) {
            return parley_i_no_memory();
        }
        PARLEY_I_TRY(parley_i_sheet_column(m->sheet, name, NULL, &concession[i]));
    }
    party->concession = concession;
    return PARLEY_OK;
}

static parley_status compile_party(struct maker *m, const struct party_model *model, struct party *party)
{
    party->id = model->entry.id;
    PARLEY_I_TRY(compile_numbers(m, model, party));
    struct demand *demand = parley_i_arena_array(m->arena, model->demand_count, sizeof *demand);
    int32_t *demand_on = parley_i_arena_array(m->arena, m->model->issue_count, sizeof *demand_on);
    if (!demand || !demand_on) {
        return parley_i_no_memory();
    }
    for (size_t i = 0; i < m->model->issue_count; i++) {
        demand_on[i] = NONE;
    }
    party->demands = (uint32_t)model->demand_count;
    for (uint32_t j = 0; j < party->demands; j++) {
        PARLEY_I_TRY(compile_demand(m, model, &model->demands[j], &demand[j]));
        demand_on[demand[j].issue_number] = (int32_t)j;
    }
    party->demand = demand;
    party->demand_on = demand_on;
    return parley_i_linkages_make(m->arena, m->model, m->sheet, model, party);
}

/// What is only known once a trial is under way gets its name after every party is compiled, so that no party's numbers can ask for it
/// too early, whatever the order of parties.
static parley_status name_party(struct maker *m, const struct party_model *model, struct party *party)
{
    PARLEY_I_TRY(normalise_weights(m, model, party, (struct demand *)party->demand));
    return add_columns(m, party);
}

parley_status parley_i_parties_make(struct arena *arena, const struct model *model, struct sheet *sheet, struct parties *out)
{
    struct maker m = {arena, model, sheet, out};
    struct party *party = parley_i_arena_array(arena, model->party_count, sizeof *party);
    if (!party) {
        return parley_i_no_memory();
    }
    *out = (struct parties){
        .party = party,
        .count = (uint32_t)model->party_count,
        .issue = model->issues,
        .issues = (uint32_t)model->issue_count,
        .scratch = 8,
    };
    for (size_t i = 0; i < model->issue_count; i++) {
        if (model->issues[i].count > out->scratch) {
            out->scratch = model->issues[i].count;  // the grid itself
        }
    }
    for (size_t i = 0; i < model->party_count; i++) {
        PARLEY_I_TRY(compile_party(&m, &model->parties[i], &party[i]));
    }
    for (size_t i = 0; i < model->party_count; i++) {
        PARLEY_I_TRY(name_party(&m, &model->parties[i], &party[i]));
    }
    for (size_t i = 0; i < model->signatory_count; i++) {
        party[model->signatories[i]].signs = true;
    }
    return PARLEY_OK;
}

parley_status parley_i_parties_begin(const struct parties *parties, struct block *block)
{
    for (uint32_t i = 0; i < parties->count; i++) {
        const struct party *party = &parties->party[i];
        if (!party->weights_vary) {
            continue;
        }
        double sum[BLOCK_TRIALS] = {0};
        for (uint32_t j = 0; j < party->demands; j++) {
            for (size_t t = 0; t < block->n; t++) {
                sum[t] += parley_i_number_at(&party->demand[j].weight, block, t);
            }
        }
        for (size_t t = 0; t < block->n; t++) {
            if (!(sum[t] > 0)) {
                parley_status status = parley_i_fail_at(
                    PARLEY_BAD_TRIAL, party->demand[0].model->pointer, 0,
                    "trial %llu: all weights of party %s are 0, expected at least one above 0",
                    (unsigned long long)(block->first + t), party->id);
                parley_i_error_trial(block->first + t);
                return status;
            }
        }
        for (uint32_t j = 0; j < party->demands; j++) {
            double *share = block->column[party->demand[j].share.column];
            for (size_t t = 0; t < block->n; t++) {
                share[t] = parley_i_number_at(&party->demand[j].weight, block, t) / sum[t];
            }
        }
    }
    return PARLEY_OK;
}
