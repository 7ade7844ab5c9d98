#include "aftermath/story.h"

#include <math.h>
#include <stdio.h>

static const char *const kinds[] = {
    [TRANSITION_RATE] = "rate", [TRANSITION_WEIBULL] = "weibull", [TRANSITION_AFTER] = "after"};

static void tell_draw(const struct transition *transition, const struct block *block, const struct group *group)
{
    if (transition->kind == TRANSITION_AFTER) {
        return;
    }
    char name[256];
    const char *key = transition->place;
    if (group->visit[0] > 0) { // keys of an object differ
        snprintf(name, sizeof name, "%s, entry %lu", transition->place, (unsigned long)group->visit[0] + 1);
        key = name;
    }
    struct stream stream = parley_i_stream(block->seed, transition->place);
    parley_i_record_number(block->draws, key,
                           parley_i_uniform(stream, block->first + group->trial[0], group->visit[0]));
}

void parley_i_story_move(const struct aftermath *aftermath, const struct block *block, const struct group *group,
                         uint32_t state, double time, uint64_t winner, struct record *moves)
{
    if (moves == NULL) {
        return;
    }
    const struct state *from = &aftermath->state[state];
    bool moved = winner < from->exits;
    struct record *move = NULL;
    if (moved) {
        move = parley_i_record_object(moves, NULL);
        parley_i_record_number(move, "at", time);
        parley_i_record_text(move, "from", aftermath->label[state]);
        parley_i_record_text(move, "to", aftermath->label[from->exit[winner].to]);
        parley_i_record_text(move, "by", from->exit[winner].name);
        parley_i_record_text(move, "kind", kinds[from->exit[winner].kind]);
    }
    // What the clocks of the other transitions showed: run again one by one, as the race kept only the first to fire.
    struct record *others = NULL;
    struct group again = *group;
    for (size_t k = 0; k < from->exits; k++) {
        tell_draw(&from->exit[k], block, group);
        parley_i_clock_run(aftermath, &from->exit[k], block, &again);
        if (moved && k != winner && again.fire[0] < aftermath->horizon) {
            others = others == NULL ? parley_i_record_object(move, "others") : others;
            parley_i_record_number(others, from->exit[k].name, again.fire[0]);
        }
    }
}

void parley_i_story_end(const struct aftermath *aftermath, const struct block *block, struct record *moves)
{
    if (moves == NULL) {
        return;
    }
    struct record *end = parley_i_record_object(moves, NULL);
    parley_i_record_number(end, "at", aftermath->horizon);
    parley_i_record_text(end, "state", aftermath->label[(size_t)block->column[aftermath->final][0]]);
    parley_i_record_truth(end, "end", true);
}
