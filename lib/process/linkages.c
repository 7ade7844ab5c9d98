// Linkages compiled: the condition, and where it can be told beforehand, its answer for every combination of options.
#include "process/parties.h"

#include "base/fail.h"

#include <math.h>

enum { MOST_COMBINATIONS = 65536 };  // of the options a condition speaks of, for its answers to be kept

static const struct symbol *issue_variables(struct arena *arena, const struct model *model)
{
    struct symbol *variables = parley_i_arena_array(arena, model->issue_count, sizeof *variables);
    for (size_t i = 0; variables && i < model->issue_count; i++) {
        const struct issue_model *issue = &model->issues[i];
        variables[i].name = issue->entry.id;
        variables[i].category = issue->category.count ? &issue->category : NULL;
    }
    return variables;
}

/// Strides of the issues the condition reads, the first slowest; 0 combinations when there are too many to keep.
static uint32_t lay_strides(const struct model *model, struct linkage *linkage, uint32_t *stride)
{
    size_t combinations = 1;
    for (size_t i = model->issue_count; i-- > 0;) {
        if (linkage->uses[i]) {
            stride[i] = (uint32_t)combinations;
            combinations *= model->issues[i].count;
            if (combinations > MOST_COMBINATIONS) {
                return 0;
            }
        }
    }
    return (uint32_t)combinations;
}

/// Run a condition that reads nothing but issues over all their combinations, once.
static parley_status keep_answers(struct arena *arena, const struct model *model, struct linkage *linkage)
{
    const int32_t *reads;
    uint32_t *stride = parley_i_arena_array(arena, model->issue_count, sizeof *stride);
    if (!stride) {
        return parley_i_no_memory();
    }
    uint32_t n = parley_i_local_reads(linkage->when, &reads) > 0 ? 0 : lay_strides(model, linkage, stride);
    if (n == 0) {
        return PARLEY_OK;
    }
    const double **variable = parley_i_arena_array(arena, model->issue_count, sizeof *variable);
    double *answer = parley_i_arena_array(arena, n, sizeof *answer);
    double *scratch = parley_i_arena_array(arena, parley_i_local_scratch(linkage->when) + 1, n * sizeof *scratch);
    uint8_t *holds = parley_i_arena_array(arena, n, sizeof *holds);
    if (!variable || !answer || !scratch || !holds) {
        return parley_i_no_memory();
    }
    for (size_t i = 0; i < model->issue_count; i++) {
        const struct issue_model *issue = &model->issues[i];
        double *x = linkage->uses[i] ? parley_i_arena_array(arena, n, sizeof *x) : answer;
        if (!x) {
            return parley_i_no_memory();
        }
        for (uint32_t c = 0; linkage->uses[i] && c < n; c++) {
            size_t option = c / stride[i] % issue->count;
            x[c] = issue->points ? issue->points[option] : (double)option;
        }
        variable[i] = x;
    }
    parley_i_local_run(linkage->when, variable, NULL, n, scratch, answer);
    for (uint32_t c = 0; c < n; c++) {
        holds[c] = answer[c] != 0 && !isnan(answer[c]);
    }
    linkage->stride = stride;
    linkage->holds = holds;
    return PARLEY_OK;
}

static parley_status make_one(struct arena *arena, const struct model *model, struct sheet *sheet, const char *party,
                              size_t number, const struct symbol *variables, const struct linkage_model *from,
                              struct linkage *linkage)
{
    const int32_t *reads;
    size_t issues = model->issue_count;
    uint8_t *uses = parley_i_arena_array(arena, issues, sizeof *uses);
    char *place = parley_i_arena_format(arena, "parties.%s.linkages.%zu.add", party, number);
    if (!uses || !place) {
        return parley_i_no_memory();
    }
    PARLEY_I_TRY(parley_i_local_compile(sheet, &from->when, variables, issues, true, &linkage->when));
    PARLEY_I_TRY(parley_i_sheet_number(sheet, &from->add, place, &parley_i_any_number, 0, &linkage->add));
    for (size_t i = 0; i < issues; i++) {
        uses[i] = parley_i_local_uses(linkage->when, i);
    }
    linkage->uses = uses;
    if (issues > LOCAL_MOST || parley_i_local_reads(linkage->when, &reads) > LOCAL_MOST) {
        return parley_i_fail_at(PARLEY_BAD_SCENARIO, from->pointer, 0, "linkages work with at most %d issues and other names",
                                LOCAL_MOST);
    }
    return keep_answers(arena, model, linkage);
}

parley_status parley_i_linkages_make(struct arena *arena, const struct model *model, struct sheet *sheet,
                                     const struct party_model *from, struct party *party)
{
    struct linkage *linkage = parley_i_arena_array(arena, from->linkage_count, sizeof *linkage);
    const struct symbol *variables = issue_variables(arena, model);
    if (!linkage || !variables) {
        return parley_i_no_memory();
    }
    for (size_t l = 0; l < from->linkage_count; l++) {
        PARLEY_I_TRY(make_one(arena, model, sheet, party->id, l, variables, &from->linkages[l], &linkage[l]));
    }
    party->linkage = linkage;
    party->linkages = (uint32_t)from->linkage_count;
    return PARLEY_OK;
}
