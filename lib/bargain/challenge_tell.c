// The story of a spatial game: positions, what they betray, bargains and choices.
#include "bargain/challenge.h"
#include "bargain/tell.h"

static const char *name(const struct challenge *game, uint32_t party)
{
    return game->sitting->party[party];
}

static struct record *tell_state(const struct challenge *game, struct record *turn)
{
    const struct sitting *sitting = game->sitting;
    parley_i_spatial_tell(sitting, game->table.position, parley_i_record_object(turn, "positions"));
    parley_i_sitting_tell_parties(sitting, game->standing, parley_i_record_object(turn, "probability"));
    parley_i_sitting_tell_parties(sitting, game->risk, parley_i_record_object(turn, "risk"));
    return turn;
}

void parley_i_challenge_tell_opening(const struct challenge *game)
{
    struct record *turn = parley_i_record_object(game->sitting->turns, NULL);
    parley_i_record_number(turn, "turn", 0.0);
    tell_state(game, turn);
}

static void tell_bargain(const struct challenge *game, const struct bargain *b, struct record *list)
{
    struct record *told = parley_i_record_object(list, NULL);
    parley_i_record_text(told, "challenger", name(game, b->from));
    parley_i_record_text(told, "challenged", name(game, b->to));
    if (b->view != b->from) {
        parley_i_record_text(told, "view", name(game, b->view));
    }
    parley_i_record_number(told, "p", b->p);
    parley_i_record_number(told, "gain", b->gain);
    struct record *to = parley_i_record_object(told, "positions");
    parley_i_spatial_tell_point(game->sitting, b->at_from, parley_i_record_object(to, name(game, b->from)));
    parley_i_spatial_tell_point(game->sitting, b->at_to, parley_i_record_object(to, name(game, b->to)));
}

static void tell_choices(const struct challenge *game, struct record *chosen)
{
    for (uint32_t p = 0; p < game->table.parties; p++) {
        struct record *choice = parley_i_record_object(chosen, name(game, p));
        uint32_t m = game->chosen[p];
        if (m == STATUS_QUO) {
            parley_i_record_text(choice, "bargain", "status quo");
        } else {
            const struct bargain *b = &game->bargain[m];
            parley_i_record_text(choice, "bargain", b->from == p ? "own" : "received");
            parley_i_record_text(choice, "with", name(game, b->from == p ? b->to : b->from));
        }
        parley_i_record_number(choice, "probability", game->chosen_probability[p]);
    }
}

void parley_i_challenge_tell_turn(const struct challenge *game, uint32_t turn, double change)
{
    struct record *told = parley_i_record_object(game->sitting->turns, NULL);
    parley_i_record_number(told, "turn", turn);
    struct record *bargains = parley_i_record_list(told, "bargains");
    for (uint32_t m = 0; m < game->bargains; m++) {
        tell_bargain(game, &game->bargain[m], bargains);
    }
    tell_choices(game, parley_i_record_object(told, "chosen"));
    tell_state(game, told);
    parley_i_record_number(told, "change", change);
    if (!game->converged) {
        parley_i_record_truth(told, "converged", false);
    }
}
