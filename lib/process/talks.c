// Compiling a talks step: who sits where, which protocol, what is constant.
#include "process/sitting.h"

#include "base/fail.h"
#include "process/parameters.h"
#include "process/shares.h"

static parley_status seat_parties(struct arena *arena, struct talks *talks)
{
    const struct step_model *step = talks->step;
    uint32_t *party = parley_i_arena_array(arena, step->party_count, sizeof *party);
    const char **id = parley_i_arena_array(arena, step->party_count, sizeof *id);
    if (!party || !id) {
        return parley_i_no_memory();
    }
    for (size_t i = 0; i < step->party_count; i++) {
        party[i] = (uint32_t)step->parties[i];
        id[i] = talks->all->party[party[i]].id;
    }
    talks->party = party;
    talks->party_id = id;
    talks->parties = (uint32_t)step->party_count;
    return PARLEY_OK;
}

static parley_status lay_issues(struct arena *arena, struct talks *talks)
{
    const struct step_model *step = talks->step;
    uint32_t *issue = parley_i_arena_array(arena, step->issue_count, sizeof *issue);
    struct issue_at *at = parley_i_arena_array(arena, step->issue_count, sizeof *at);
    if (!issue || !at) {
        return parley_i_no_memory();
    }
    for (size_t k = 0; k < step->issue_count; k++) {
        const struct issue_model *model = &talks->all->issue[step->issues[k]];
        issue[k] = (uint32_t)step->issues[k];
        at[k] = (struct issue_at){
            .id = model->entry.id,
            .category = model->category.count ? &model->category : NULL,
            .low = model->low,
            .high = model->high,
            .points = model->points,
            .count = (uint32_t)model->count,
        };
    }
    talks->issue = issue;
    talks->issue_at = at;
    talks->issues = (uint32_t)step->issue_count;
    return PARLEY_OK;
}

static parley_status name_streams(struct arena *arena, struct talks *talks)
{
    const char *const *draws = talks->protocol->draws;
    while (draws && draws[talks->streams]) {
        talks->streams++;
    }
    talks->stream_place = parley_i_arena_array(arena, talks->streams, sizeof *talks->stream_place);
    if (!talks->stream_place) {
        return parley_i_no_memory();
    }
    for (uint32_t i = 0; i < talks->streams; i++) {
        talks->stream_place[i] = parley_i_arena_format(arena, "process.%s.%s", talks->step->entry.id, draws[i]);
        if (!talks->stream_place[i]) {
            return parley_i_no_memory();
        }
    }
    return PARLEY_OK;
}

/// The protocol's own preparation speaks without knowing where it stands; give its sentence the step's place.
static parley_status prepare(struct arena *arena, struct talks *talks)
{
    const struct protocol *protocol = talks->protocol;
    struct concession *concedes = parley_i_arena_array(arena, talks->parties, sizeof *concedes);
    if (!concedes) {
        return parley_i_no_memory();
    }
    for (uint32_t p = 0; p < talks->parties; p++) {
        const struct party *party = &talks->all->party[talks->party[p]];
        const struct manner *manner = party->manner ? &party->manner->manner : NULL;
        concedes[p] = (struct concession){party->exponent.value, party->floor.value, manner};
    }
    const struct sitting_shape shape = {
        .space = talks->space,
        .parties = talks->parties,
        .issues = talks->issues,
        .issue = talks->issue_at,
        .parameter = talks->parameter,
        .concedes = concedes,
    };
    parley_status status = PARLEY_OK;
    if (protocol->prepare) {
        status = protocol->prepare(protocol, arena, &shape, &talks->prepared);
        if (status != PARLEY_OK && !parley_i_error_pointer(NULL)) {
            const char *pointer = talks->step->protocol_pointer;
            parley_i_error_repoint(pointer ? pointer : talks->step->entry.pointer);
        }
    }
    if (status == PARLEY_OK && protocol->scratch_size) {
        talks->protocol_scratch = protocol->scratch_size(&shape, talks->prepared);
    }
    return status;
}

parley_status parley_i_talks_make(struct arena *arena, const struct parties *parties, struct sheet *sheet, const struct step_model *step, const struct protocol *protocol,
                                  const uint8_t *settled, bool closing, struct talks **out)
{
    struct talks *talks = parley_i_arena_take(arena, sizeof *talks);
    char *place = parley_i_arena_format(arena, "process.%s", step->entry.id);
    if (!talks || !place) {
        return parley_i_no_memory();
    }
    talks->step = step;
    talks->protocol = protocol;
    talks->all = parties;
    talks->settled = settled;
    talks->closing = closing;
    PARLEY_I_TRY(seat_parties(arena, talks));
    PARLEY_I_TRY(lay_issues(arena, talks));
    PARLEY_I_TRY(parley_i_parameters_make(arena, sheet, protocol, step->parameters, place, talks->party_id, talks->parties,
                                          &talks->parameter, &talks->rule));
    PARLEY_I_TRY(parley_i_shares_make(arena, sheet, protocol, step->parameters, place, talks->party_id, talks->parties,
                                      &talks->shares));
    if (protocol->needs & NEEDS_PACKAGES) {
        PARLEY_I_TRY(parley_i_talks_space(arena, talks));
    }
    PARLEY_I_TRY(name_streams(arena, talks));
    PARLEY_I_TRY(prepare(arena, talks));
    *out = talks;
    return PARLEY_OK;
}
