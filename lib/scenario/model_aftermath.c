// The aftermath: states, where life after the talks starts, and the ways between states.
#include "scenario/reader.h"

enum { MOST_STATES = 1000, MOST_TRANSITIONS = 10000, USUAL_MOVES = 1000, MOST_MOVES = 1000000 };

/// The part of the tree it was read from, for complaints, and the states' names.
struct scene {
    struct node states_at;
    struct index states;
};

static parley_status read_states(const struct reader *reader, const struct node *at, struct scene *scene,
                                 struct aftermath_model *aftermath)
{
    static const char *const keys[] = {"id", NULL};
    const struct node list = scene->states_at = parley_i_member(at, "states");
    if (!list.json) {
        return parley_i_complain(at, "\"states\" is missing; expected a list of ids");
    }
    PARLEY_I_TRY(parley_i_want_list(&list, "a list of states", true));
    const size_t count = parley_i_node_count(&list);
    if (count > MOST_STATES) {
        return parley_i_complain(&list, "%zu states; expected at most %d", count, MOST_STATES);
    }
    struct entry *entries;
    const char **names;
    READER_ARRAY(reader, entries, count);
    READER_ARRAY(reader, names, count + 1);
    for (struct node state = parley_i_first(&list); state.json; state = parley_i_next(&state)) {
        struct entry *entry = &entries[state.index];
        struct node id = state;
        if (cJSON_IsObject(state.json)) {
            PARLEY_I_TRY(parley_i_want_keys(&state, "a state", keys));
            PARLEY_I_TRY(parley_i_read_entry(reader, &state, entry));
            id = parley_i_member(&state, "id");
        }
        if (!id.json || !cJSON_IsString(id.json)) {
            return parley_i_complain(&state, "expected a state's id, or { \"id\": ..., \"label\": ... }");
        }
        if (!parley_i_is_id(id.json->valuestring)) {
            return parley_i_complain(
                &id,
                "bad id %s for a state; expected a lower-case letter, then letters, digits and _, at most 64 in all",
                parley_i_quote(id.json->valuestring).text);
        }
        PARLEY_I_TRY(parley_i_read_text(reader, &id, &entry->id));
        PARLEY_I_TRY(parley_i_read_pointer(reader, &state, &entry->pointer));
        names[state.index] = entry->id;
    }
    size_t twice;
    PARLEY_I_TRY(parley_i_index_names(reader, names, count, "state", &scene->states, &twice));
    if (twice != SIZE_MAX) {
        struct node state = parley_i_first(&list);
        while (state.index < twice) {
            state = parley_i_next(&state);
        }
        return parley_i_complain(&state, "the state %s is listed twice", parley_i_quote(names[twice]).text);
    }
    aftermath->state = entries;
    aftermath->states = (struct category){"aftermath", names, count};
    return PARLEY_OK;
}

static parley_status read_pieces(const struct reader *reader, const struct node *at,
                                 struct transition_model *transition)
{
    struct rate_piece *pieces;
    transition->kind = TRANSITION_RATE;
    if (!cJSON_IsArray(at->json)) {
        READER_ARRAY(reader, pieces, 1);
        transition->pieces = pieces;
        transition->piece_count = 1;
        return parley_i_read_source(reader, at, &pieces[0].rate);
    }
    PARLEY_I_TRY(parley_i_want_list(at, "pieces [from time, rate]", true));
    READER_ARRAY(reader, pieces, parley_i_node_count(at));
    transition->pieces = pieces;
    for (struct node pair = parley_i_first(at); pair.json; pair = parley_i_next(&pair)) {
        if (!cJSON_IsArray(pair.json) || parley_i_node_count(&pair) != 2) {
            return parley_i_complain(&pair, "expected a piece of two: [from time, rate]");
        }
        const struct node from = parley_i_first(&pair), rate = parley_i_next(&from);
        struct rate_piece *piece = &pieces[transition->piece_count++];
        PARLEY_I_TRY(parley_i_read_number(&from, &piece->from));
        PARLEY_I_TRY(parley_i_read_source(reader, &rate, &piece->rate));
        if (pair.index == 0 && piece->from != 0) {
            return parley_i_complain(&from, "the first piece starts at %s; expected 0",
                                     parley_i_show(piece->from).text);
        }
        if (pair.index > 0 && !(piece->from > piece[-1].from)) {
            return parley_i_complain(&from, "a piece from %s after one from %s; expected increasing times",
                                     parley_i_show(piece->from).text, parley_i_show(piece[-1].from).text);
        }
    }
    return PARLEY_OK;
}

static parley_status read_weibull(const struct reader *reader, const struct node *at,
                                  struct transition_model *transition)
{
    static const char *const keys[] = {"shape", "scale", NULL};
    transition->kind = TRANSITION_WEIBULL;
    PARLEY_I_TRY(parley_i_want_keys(at, "{ \"shape\": ..., \"scale\": ... }", keys));
    const struct node shape = parley_i_member(at, "shape"), scale = parley_i_member(at, "scale");
    if (!shape.json || !scale.json) {
        return parley_i_complain(at, "\"%s\" is missing; a Weibull clock has \"shape\" and \"scale\"",
                                 shape.json ? "scale" : "shape");
    }
    PARLEY_I_TRY(parley_i_read_source(reader, &shape, &transition->shape));
    return parley_i_read_source(reader, &scale, &transition->scale);
}

static parley_status read_ends(const struct node *at, const struct scene *scene, struct transition_model *transition)
{
    const struct node from = parley_i_member(at, "from"), to = parley_i_member(at, "to");
    if (!from.json || !to.json) {
        return parley_i_complain(at, "\"%s\" is missing; a transition goes \"from\" a state \"to\" another",
                                 from.json ? "to" : "from");
    }
    PARLEY_I_TRY(parley_i_read_name(&from, &scene->states, &transition->from));
    PARLEY_I_TRY(parley_i_read_name(&to, &scene->states, &transition->to));
    return transition->from != transition->to
               ? PARLEY_OK
               : parley_i_complain(&to, "a transition to the state it leaves; expected another state");
}

static parley_status read_transition(const struct reader *reader, const struct node *at, const struct scene *scene,
                                     struct transition_model *transition)
{
    static const char *const keys[] = {"from", "to", "rate", "weibull", "after", "times", "clock", NULL};
    PARLEY_I_TRY(parley_i_want_keys(at, "a transition, which is an object", keys));
    PARLEY_I_TRY(read_ends(at, scene, transition));
    PARLEY_I_TRY(parley_i_read_pointer(reader, at, &transition->pointer));
    const struct node rate = parley_i_member(at, "rate"), weibull = parley_i_member(at, "weibull"),
                      after = parley_i_member(at, "after");
    const struct node times = parley_i_member(at, "times"), clock = parley_i_member(at, "clock");
    if ((rate.json != NULL) + (weibull.json != NULL) + (after.json != NULL) != 1) {
        return parley_i_complain(at, "expected exactly one of \"rate\", \"weibull\" and \"after\"");
    }
    if (rate.json) {
        PARLEY_I_TRY(read_pieces(reader, &rate, transition));
    } else if (weibull.json) {
        PARLEY_I_TRY(read_weibull(reader, &weibull, transition));
    } else {
        transition->kind = TRANSITION_AFTER;
        PARLEY_I_TRY(parley_i_read_source(reader, &after, &transition->after));
        if (times.json) {
            return parley_i_complain_key(&times, "\"times\" multiplies a rate; a fixed delay has none");
        }
    }
    PARLEY_I_TRY(parley_i_read_source(reader, &times, &transition->times));
    const char *word = "start";
    PARLEY_I_TRY(parley_i_read_text(reader, &clock, &word));
    transition->clock_entry = strcmp(word, "entry") == 0;
    if (!transition->clock_entry && strcmp(word, "start") != 0) {
        static const char *const words[] = {"start", "entry"};
        return parley_i_complain_unknown(&clock, false, "clock", word, words, 2);
    }
    return PARLEY_OK;
}

static parley_status read_transitions(const struct reader *reader, const struct node *at, const struct scene *scene,
                                      struct aftermath_model *aftermath)
{
    const struct node section = parley_i_member(at, "transitions");
    PARLEY_I_TRY(parley_i_want_list(&section, "a list of transitions", false));
    const size_t count = parley_i_node_count(&section);
    if (count > MOST_TRANSITIONS) {
        return parley_i_complain(&section, "%zu transitions; expected at most %d", count, MOST_TRANSITIONS);
    }
    struct transition_model *list;
    READER_ARRAY(reader, list, count);
    for (struct node one = parley_i_first(&section); one.json; one = parley_i_next(&one)) {
        struct transition_model *transition = &list[one.index];
        PARLEY_I_TRY(read_transition(reader, &one, scene, transition));
        size_t same = 1;
        for (size_t i = 0; i < one.index; i++) {
            same += list[i].from == transition->from && list[i].to == transition->to;
        }
        const char *from = scene->states.names[transition->from], *to = scene->states.names[transition->to];
        transition->name = same == 1 ? parley_i_arena_format(reader->arena, "%s.%s", from, to)
                                     : parley_i_arena_format(reader->arena, "%s.%s.%zu", from, to, same);
        if (!transition->name) {
            return parley_i_no_memory();
        }
    }
    aftermath->transitions = list;
    aftermath->transition_count = count;
    return PARLEY_OK;
}

/// A bare state's name becomes its quoted label. A bare id that is no state can only be a slip.
static parley_status read_start(const struct reader *reader, const struct node *at, const struct scene *scene,
                                struct aftermath_model *aftermath)
{
    const struct node start = parley_i_member(at, "start");
    PARLEY_I_TRY(parley_i_read_source(reader, &start, &aftermath->start));
    if (!start.json || !parley_i_is_id(aftermath->start.text)) {
        return PARLEY_OK;
    }
    if (parley_i_index_find(&scene->states, aftermath->start.text) == NONE) {
        return parley_i_complain_unknown(&start, false, "state", aftermath->start.text, scene->states.names,
                                         scene->states.count);
    }
    aftermath->start.text = parley_i_arena_format(reader->arena, "'%s'", aftermath->start.text);
    return aftermath->start.text ? PARLEY_OK : parley_i_no_memory();
}

/// Mark the states that life may start in: those whose labels the formula writes, all of them when it writes none.
static void mark_starts(const struct aftermath_model *aftermath, const struct scene *scene, uint8_t *reached)
{
    bool any = false;
    if (!aftermath->start.text) {
        reached[0] = 1;
        return;
    }
    for (const char *open = strchr(aftermath->start.text, '\''); open;) {
        const char *close = strchr(open + 1, '\'');
        if (!close) {
            break;
        }
        for (size_t i = 0; i < scene->states.count; i++) {
            const size_t length = strlen(scene->states.names[i]);
            if (length == (size_t)(close - open - 1) && memcmp(scene->states.names[i], open + 1, length) == 0) {
                reached[i] = 1;
                any = true;
            }
        }
        open = strchr(close + 1, '\'');
    }
    if (!any) {
        memset(reached, 1, scene->states.count);
    }
}

static parley_status check_reached(const struct reader *reader, const struct scene *scene,
                                   const struct aftermath_model *aftermath)
{
    uint8_t *reached;
    READER_ARRAY(reader, reached, scene->states.count);
    mark_starts(aftermath, scene, reached);
    for (bool grew = true; grew;) {
        grew = false;
        for (size_t i = 0; i < aftermath->transition_count; i++) {
            const struct transition_model *transition = &aftermath->transitions[i];
            if (reached[transition->from] && !reached[transition->to]) {
                reached[transition->to] = 1;
                grew = true;
            }
        }
    }
    for (struct node state = parley_i_first(&scene->states_at); state.json; state = parley_i_next(&state)) {
        if (!reached[state.index]) {
            const char *start = aftermath->start.text ? aftermath->start.text : scene->states.names[0];
            return parley_i_complain(
                &state, "the state %s cannot be reached: the start (%s) does not name it and no transitions lead there",
                parley_i_quote(scene->states.names[state.index]).text, parley_i_quote(start).text);
        }
    }
    return PARLEY_OK;
}

parley_status parley_i_read_aftermath(struct reader *reader, const struct node *root)
{
    static const char *const keys[] = {"horizon", "states", "start", "transitions", "moves", NULL};
    const struct node at = parley_i_member(root, "aftermath");
    struct aftermath_model *aftermath = &reader->model->aftermath;
    aftermath->moves = USUAL_MOVES;
    if (!at.json) {
        return PARLEY_OK;
    }
    PARLEY_I_TRY(parley_i_want_keys(&at, "an aftermath, which is an object", keys));
    aftermath->present = true;
    PARLEY_I_TRY(parley_i_read_pointer(reader, &at, &aftermath->pointer));
    const struct node horizon = parley_i_member(&at, "horizon"), moves = parley_i_member(&at, "moves");
    if (!horizon.json) {
        return parley_i_complain(&at, "\"horizon\" is missing; expected a number > 0");
    }
    PARLEY_I_TRY(parley_i_read_number(&horizon, &aftermath->horizon));
    if (!(aftermath->horizon > 0)) {
        return parley_i_complain(&horizon, "a horizon of %s; expected a number > 0",
                                 parley_i_show(aftermath->horizon).text);
    }
    double most = USUAL_MOVES;
    if (moves.json) {
        PARLEY_I_TRY(parley_i_read_number(&moves, &most));
        if (!(most >= 1 && most <= MOST_MOVES) || most != (double)(uint32_t)most) {
            return parley_i_complain(&moves, "expected a whole number of moves from 1 to %d, found %s", MOST_MOVES,
                                     parley_i_show(most).text);
        }
        aftermath->moves = (uint32_t)most;
    }
    struct scene scene;
    PARLEY_I_TRY(read_states(reader, &at, &scene, aftermath));
    PARLEY_I_TRY(read_start(reader, &at, &scene, aftermath));
    PARLEY_I_TRY(read_transitions(reader, &at, &scene, aftermath));
    return check_reached(reader, &scene, aftermath);
}
