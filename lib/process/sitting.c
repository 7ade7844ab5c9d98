#include "process/sitting.h"

#include <math.h>
#include <string.h>

enum { ALIGNMENT = 64 };

/// Hands out aligned pieces of one memory, or just adds up their sizes when there is none.
struct carver {
    char *memory;
    size_t used;
};

static void *carve(struct carver *c, size_t count, size_t size)
{
    void *piece = c->memory ? c->memory + c->used : NULL;
    c->used += (count * size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    return piece;
}

static bool varies(const struct number *number)
{
    return number->column != NUMBER_CONSTANT;
}

static void fill_constants(struct seats *s)
{
    const struct talks *talks = s->talks;
    s->parameters_vary = false;
    for (size_t i = 0; i < talks->protocol->parameter_count; i++) {
        s->parameter[i] = talks->parameter[i].value;
        s->parameters_vary = s->parameters_vary || varies(&talks->parameter[i]);
    }
    for (uint32_t p = 0; p < talks->parties; p++) {
        const struct party *party = &talks->all->party[talks->party[p]];
        s->power[p] = party->power.value;
        s->salience[p] = party->salience.value;
        s->discount[p] = party->discount.value;
        s->concedes[p] = (struct concession){party->exponent.value, party->floor.value, NULL};
        if (party->manner) {
            s->manner[p] = party->manner->manner;
            s->concedes[p].manner = &s->manner[p];
        }
        s->party_varies[p] = varies(&party->power) || varies(&party->salience) || varies(&party->discount) ||
                             varies(&party->exponent) || varies(&party->floor) ||
                             (party->manner && party->manner->count > 0);
        s->base[p] = 0;
        for (uint32_t k = 0; k < talks->issues; k++) {
            s->demand[(size_t)p * talks->issues + k] = parley_i_talks_demand(talks, p, k);
        }
    }
    if (talks->space) {
        memset(s->utility, 0, (size_t)talks->parties * talks->space->cells * sizeof *s->utility);
    }
    memset(s->stand, 0, (size_t)talks->parties * (talks->issues + 1) * sizeof *s->stand);
}

/// Utility of any deal at the table, on or off the grid; what the sitting offers protocols as `worth`.
static double worth(const struct sitting *sitting, uint32_t p, const double *deal)
{
    const struct seats *s = sitting->worth_user;
    const struct talks *talks = s->talks;
    double sum = s->base[p];
    for (uint32_t k = 0; k < talks->issues; k++) {
        const struct demand *d = parley_i_talks_demand(talks, p, k);
        bool barred;
        if (d) {
            sum += s->scale[(size_t)p * talks->issues + k] *
                   parley_i_demand_at(d, s->block, s->trial, deal[k], s->scratch, &barred);
        }
    }
    return sum;
}

static void connect(struct seats *s)
{
    const struct talks *talks = s->talks;
    s->table = (struct table){
        .space = talks->space,
        .parties = talks->parties,
        .utility = s->utility,
        .barred = talks->bars_vary ? s->barred : talks->barred,
        .base = s->base,
        .no_deal = s->no_deal,
    };
    s->sitting = (struct sitting){
        .table = talks->space ? &s->table : NULL,
        .parties = talks->parties,
        .issues = talks->issues,
        .party = (const char *const *)talks->party_id,
        .issue = talks->issue_at,
        .power = s->power,
        .salience = s->salience,
        .discount = s->discount,
        .concedes = s->concedes,
        .stand = s->stand,
        .scale = talks->pay ? s->scale : NULL,
        .parameter = s->parameter,
        .rule = &talks->rule,
        .shares = talks->shares ? s->shares : NULL,
        .stream = s->stream,
        .prepared = talks->prepared,
        .worth = worth,
        .worth_user = s,
    };
    s->settlement = (struct settlement){.choice = s->choice, .deal = s->deal};
}

static bool mannered(const struct talks *talks)
{
    bool any = false;
    for (uint32_t p = 0; p < talks->parties; p++) {
        any = any || talks->all->party[talks->party[p]].manner;
    }
    return any;
}

size_t parley_i_seats_carve(const struct talks *talks, void *memory, struct seats *seats)
{
    struct carver c = {memory, 0};
    struct seats s = {.talks = talks};
    size_t parties = talks->parties, issues = talks->issues + 1;
    size_t cells = talks->space ? talks->space->cells : 0;
    size_t grid = 1;
    for (uint32_t k = 0; k < talks->issues; k++) {
        grid = talks->issue_at[k].count > grid ? talks->issue_at[k].count : grid;
    }
    s.utility = carve(&c, parties * cells, sizeof *s.utility);
    s.barred = carve(&c, talks->bars_vary ? parties * cells : 0, sizeof *s.barred);
    s.value = carve(&c, grid, sizeof *s.value);
    s.value_barred = carve(&c, grid, sizeof *s.value_barred);
    s.demand = carve(&c, parties * issues, sizeof *s.demand);
    s.party_varies = carve(&c, parties, sizeof *s.party_varies);
    s.base = carve(&c, parties, sizeof *s.base);
    s.no_deal = carve(&c, parties, sizeof *s.no_deal);
    s.power = carve(&c, parties, sizeof *s.power);
    s.salience = carve(&c, parties, sizeof *s.salience);
    s.discount = carve(&c, parties, sizeof *s.discount);
    s.concedes = carve(&c, parties, sizeof *s.concedes);
    s.manner = carve(&c, mannered(talks) ? parties : 0, sizeof *s.manner);
    s.scale = carve(&c, parties * issues, sizeof *s.scale);
    s.scale_of_trial = carve(&c, parties * issues * BLOCK_TRIALS, sizeof *s.scale_of_trial);
    s.stakes_of_trial = carve(&c, parties * BLOCK_TRIALS, sizeof *s.stakes_of_trial);
    s.base_of_trial = carve(&c, parties * BLOCK_TRIALS, sizeof *s.base_of_trial);
    s.stand = carve(&c, parties * issues, sizeof *s.stand);
    s.parameter = carve(&c, talks->protocol->parameter_count, sizeof *s.parameter);
    s.shares = carve(&c, talks->shares ? parties * parties : 0, sizeof *s.shares);
    s.stream = carve(&c, talks->streams, sizeof *s.stream);
    s.choice = carve(&c, issues, sizeof *s.choice);
    s.deal = carve(&c, issues, sizeof *s.deal);
    s.scratch = carve(&c, talks->scratch + talks->all->scratch, sizeof *s.scratch);
    void *protocol_scratch = carve(&c, talks->protocol_scratch, 1);
    if (memory) {
        *seats = s;
        fill_constants(seats);
        connect(seats);
        seats->sitting.scratch = protocol_scratch;
    }
    return c.used;
}

/// A number over the block, times what is there.
static void multiply(double *out, const struct number *number, const struct block *block)
{
    if (number->column != NUMBER_CONSTANT) {
        const double *column = block->column[number->column];
        for (size_t t = 0; t < block->n; t++) {
            out[t] *= column[t];
        }
    } else if (number->value != 1) {
        for (size_t t = 0; t < block->n; t++) {
            out[t] *= number->value;
        }
    }
}

/// Weight of each issue on the table for party p, trust included: its share of the whole deal, or of the table when issues stay
/// open. All trials of the block at once.
static void scale_party(struct seats *s, const struct block *block, uint32_t p)
{
    const struct talks *talks = s->talks;
    double *stakes = s->stakes_of_trial + (size_t)p * BLOCK_TRIALS, inverse[BLOCK_TRIALS];
    for (size_t t = 0; t < block->n; t++) {
        stakes[t] = 0;
    }
    for (uint32_t k = 0; k < talks->issues; k++) {
        const struct demand *d = parley_i_talks_demand(talks, p, k);
        for (size_t t = 0; d && t < block->n; t++) {
            stakes[t] += parley_i_number_at(&d->share, block, t);
        }
    }
    for (size_t t = 0; t < block->n; t++) {
        inverse[t] = talks->closing || !(stakes[t] > 0) ? 1 : 1 / stakes[t];
    }
    for (uint32_t k = 0; k < talks->issues; k++) {
        const struct demand *d = parley_i_talks_demand(talks, p, k);
        double *scale = s->scale_of_trial + ((size_t)p * talks->issues + k) * BLOCK_TRIALS;
        for (size_t t = 0; t < block->n; t++) {
            scale[t] = d ? inverse[t] : 0;
        }
        if (d) {
            multiply(scale, &d->share, block);
            multiply(scale, &d->trust, block);
        }
    }
}

/// What is already settled is worth to party p, when this sitting judges the whole deal.
static void base_party(struct seats *s, const struct block *block, const struct deals *deals, const uint8_t *plays, uint32_t p)
{
    const struct talks *talks = s->talks;
    const struct party *party = &talks->all->party[talks->party[p]];
    double *base = s->base_of_trial + (size_t)p * BLOCK_TRIALS, weight[BLOCK_TRIALS] = {0};
    uint8_t crossed[BLOCK_TRIALS] = {0};
    for (size_t t = 0; t < block->n; t++) {
        base[t] = 0;
    }
    for (uint32_t j = 0; talks->closing && j < party->demands; j++) {
        if (talks->settled[party->demand[j].issue_number]) {
            parley_i_deals_add_demand(deals, &party->demand[j], block, plays, false, s->scratch, base, weight, crossed);
        }
    }
    for (uint32_t l = 0; talks->closing && talks->space && l < talks->linkages[p]; l++) {
        if (talks->linkage[p][l].factor == NONE) {
            parley_i_deals_add_linkage(deals, talks->all, talks->linkage[p][l].linkage, block, plays, false, s->scratch, base);
        }
    }
}

void parley_i_seats_begin(struct seats *s, const struct block *block, const struct deals *deals, const uint8_t *plays)
{
    for (uint32_t i = 0; i < s->talks->streams; i++) {
        s->stream[i] = parley_i_stream(block->seed, s->talks->stream_place[i]);
    }
    for (uint32_t p = 0; p < s->talks->parties; p++) {
        scale_party(s, block, p);
        base_party(s, block, deals, plays, p);
    }
}

static void set_scale(struct seats *s, const struct block *block, uint32_t p, size_t trial)
{
    const struct talks *talks = s->talks;
    const double *from = s->scale_of_trial + (size_t)p * talks->issues * BLOCK_TRIALS + trial;
    double *scale = s->scale + (size_t)p * talks->issues;
    for (uint32_t k = 0; k < talks->issues; k++) {
        scale[k] = from[(size_t)k * BLOCK_TRIALS];
    }
    // Who has nothing at stake on this table accepts whatever is settled there.
    const struct party *party = &talks->all->party[talks->party[p]];
    bool stakes = talks->closing || s->stakes_of_trial[(size_t)p * BLOCK_TRIALS + trial] > 0;
    s->no_deal[p] = stakes ? parley_i_number_at(&party->no_deal, block, trial) : 0;
}

static void set_party(struct seats *s, const struct block *block, uint32_t p, size_t trial)
{
    const struct party *party = &s->talks->all->party[s->talks->party[p]];
    s->power[p] = parley_i_number_at(&party->power, block, trial);
    s->salience[p] = parley_i_number_at(&party->salience, block, trial);
    s->discount[p] = parley_i_number_at(&party->discount, block, trial);
    s->concedes[p].exponent = parley_i_number_at(&party->exponent, block, trial);
    s->concedes[p].floor = parley_i_number_at(&party->floor, block, trial);
    if (party->manner) {
        parley_i_manner_set(party->manner, block, trial, &s->manner[p]);
    }
}

/// One issue's part in the utilities of party p over its factor.
static void add_issue(struct seats *s, const struct block *block, uint32_t p, uint32_t f, uint32_t i, size_t trial)
{
    const struct talks *talks = s->talks;
    const struct factor *factor = &talks->space->factor[f];
    uint32_t k = factor->issue[i];
    const struct demand *d = s->demand[(size_t)p * talks->issues + k];
    if (!d) {
        return;
    }
    const double *value = d->value;
    const uint8_t *barred = d->barred;
    if (!d->constant) {
        parley_i_demand_values(d, block, trial, s->scratch, s->value, s->value_barred);
        for (size_t c = 0; d->model->shape == VALUE_FORMULA && c < d->issue->count; c++) {
            s->undefined = isnan(s->value[c]) ? d : s->undefined;
        }
        value = s->value;
        barred = d->may_bar ? s->value_barred : NULL;
    }
    double scale = s->scale[(size_t)p * talks->issues + k];
    size_t first = (size_t)p * talks->space->cells + factor->first;
    double *utility = s->utility + first;
    if (factor->issues == 1) {
        for (uint32_t c = 0; c < factor->options; c++) {
            utility[c] = scale * value[c];
        }
    } else {
        for (uint32_t c = 0; c < factor->options; c++) {
            utility[c] += scale * value[c / factor->stride[i] % factor->size[i]];
        }
    }
    for (uint32_t c = 0; talks->bars_vary && barred && c < factor->options; c++) {
        s->barred[first + c] |= barred[c / factor->stride[i] % factor->size[i]];
    }
}

/// A linkage whose condition depends on this trial: run it over the factor's cells.
static const double *run_linkage(struct seats *s, const struct block *block, const struct deals *deals,
                                 const struct table_linkage *entry, size_t trial)
{
    const struct talks *talks = s->talks;
    const struct factor *factor = &talks->space->factor[entry->factor];
    uint32_t n = factor->options, issues = talks->all->issues;
    const double *variable[LOCAL_MOST];
    double column[LOCAL_MOST];
    const int32_t *reads;
    size_t count = parley_i_local_reads(entry->linkage->when, &reads);
    for (size_t i = 0; i < count && i < LOCAL_MOST; i++) {
        column[i] = block->column[reads[i]][trial];
    }
    for (uint32_t i = 0; i < issues && i < LOCAL_MOST; i++) {
        double *cells = s->scratch + (size_t)i * n;
        double x = parley_i_deal_settled(deals, i, block, trial);
        for (uint32_t c = 0; entry->linkage->uses[i] && c < n; c++) {
            cells[c] = x;
        }
        variable[i] = cells;
    }
    for (uint32_t k = 0; k < factor->issues; k++) {
        const struct issue_at *at = &talks->issue_at[factor->issue[k]];
        double *cells = s->scratch + (size_t)talks->issue[factor->issue[k]] * n;
        for (uint32_t c = 0; c < n; c++) {
            uint32_t option = c / factor->stride[k] % factor->size[k];
            cells[c] = at->points ? at->points[option] : (double)option;
        }
    }
    double *mask = s->scratch + (size_t)issues * n;
    parley_i_local_run(entry->linkage->when, variable, column, n, mask + n, mask);
    for (uint32_t c = 0; c < n; c++) {
        mask[c] = mask[c] != 0 && !isnan(mask[c]);
    }
    return mask;
}

static void set_utilities(struct seats *s, const struct block *block, const struct deals *deals, uint32_t p,
                          size_t trial)
{
    const struct talks *talks = s->talks;
    const struct space *space = talks->space;
    for (uint32_t f = 0; f < space->factors; f++) {
        const struct factor *factor = &space->factor[f];
        if (factor->issues > 1) {
            memset(s->utility + (size_t)p * space->cells + factor->first, 0, factor->options * sizeof *s->utility);
        }
        for (uint32_t i = 0; i < factor->issues; i++) {
            add_issue(s, block, p, f, i, trial);
        }
        // A single issue without a demand keeps the zeros of the start, unless a linkage wrote there.
        if (factor->issues == 1 && talks->linkages[p] > 0 && !s->demand[(size_t)p * talks->issues + factor->issue[0]]) {
            memset(s->utility + (size_t)p * space->cells + factor->first, 0, factor->options * sizeof *s->utility);
        }
    }
    for (uint32_t l = 0; l < talks->linkages[p]; l++) {
        const struct table_linkage *entry = &talks->linkage[p][l];
        if (entry->factor == NONE) {
            continue;
        }
        const struct factor *factor = &space->factor[entry->factor];
        const double *mask = entry->mask ? entry->mask : run_linkage(s, block, deals, entry, trial);
        double add = parley_i_number_at(&entry->linkage->add, block, trial);
        double *utility = s->utility + (size_t)p * space->cells + factor->first;
        for (uint32_t c = 0; c < factor->options; c++) {
            utility[c] += mask[c] * add;
        }
    }
}

static void set_stands(struct seats *s, const struct block *block, uint32_t p, size_t trial)
{
    double stakes = s->stakes_of_trial[(size_t)p * BLOCK_TRIALS + trial];
    for (uint32_t k = 0; k < s->talks->issues; k++) {
        const struct demand *d = parley_i_talks_demand(s->talks, p, k);
        if (d) {
            struct stand *stand = &s->stand[(size_t)p * s->talks->issues + k];
            stand->ideal = parley_i_demand_ideal(d, block, trial, s->scratch);
            stand->weight = stakes > 0 ? parley_i_number_at(&d->share, block, trial) / stakes : 0;
        }
    }
}

void parley_i_seats_set(struct seats *s, const struct block *block, const struct deals *deals, size_t trial, bool tell)
{
    const struct talks *talks = s->talks;
    s->block = block;
    s->trial = trial;
    s->sitting.trial = block->first + trial;
    s->undefined = NULL;
    for (size_t i = 0; s->parameters_vary && i < talks->protocol->parameter_count; i++) {
        s->parameter[i] = parley_i_number_at(&talks->parameter[i], block, trial);
    }
    for (size_t i = 0; talks->shares && i < (size_t)talks->parties * talks->parties; i++) {
        s->shares[i] = parley_i_number_at(&talks->shares[i], block, trial);
    }
    if (talks->bars_vary) {
        memset(s->barred, 0, (size_t)talks->parties * talks->space->cells);
    }
    for (uint32_t p = 0; p < talks->parties; p++) {
        if (s->party_varies[p]) {
            set_party(s, block, p, trial);
        }
        set_scale(s, block, p, trial);
        s->base[p] = s->base_of_trial[(size_t)p * BLOCK_TRIALS + trial];
        if (talks->space) {
            set_utilities(s, block, deals, p, trial);
        }
        if ((talks->protocol->needs & NEEDS_STANDS) || tell) {
            set_stands(s, block, p, trial);
        }
    }
}
