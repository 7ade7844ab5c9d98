// Tit for tat: a party concedes as others did, measured by what their offers are worth to itself. With o_n the latest
// observation, x its target when it last proposed, and w the window:
//
//   relative   x * o_(n-w) / o_(n-w+1)                   (Faratin, Sierra & Jennings 1998)
//   absolute   x - (o_(n-w+1) - o_(n-w)) - kindness - R, R drawn from [0, noise]
//   averaged   x * o_(n-w) / o_n
//   nice       top - (top - point) * min(1, progress + kindness * t), or x if that is less, where progress is how far
//              others' best offer has come from their first towards the point, the Nash solution (Baarslag, Hindriks &
//              Jonker 2013; here with the others' true utilities, where an agent would have to learn them)
//
// In its first proposal a party asks for its best; in its second it concedes at least the smallest gap, so that two of
// a kind get going (NegMAS). Steps back are not answered unless it punishes. An observation is the mean worth of what
// others offered between two of its own proposals: with one other who answers in turn, that offer.
#include "bargain/tactic.h"

#include <math.h>

// The observation k steps before the latest; the latest is still open when something came since the last proposal.
static double heard(const struct temper *temper, uint32_t back)
{
    if (temper->count > 0) {
        if (back == 0) {
            return temper->sum / temper->count;
        }
        back--;
    }
    return temper->heard[(temper->observations - 1 - back) % (TACTIC_WINDOW + 1)];
}

static double ratio(double earlier, double later, bool punish)
{
    if (!(later > 0.0 && earlier > 0.0)) {
        return 1.0;
    }
    return punish || earlier < later ? earlier / later : 1.0;
}

static double nice(const struct tactic *tactic, const struct temper *temper, const struct moment *now)
{
    double way = temper->point - temper->first, come = temper->best - temper->first;
    double progress = temper->observations + temper->count == 0 ? 0.0 : way > 0.0 ? come / way : 1.0;
    double conceded = fmin(1.0, fmax(0.0, progress) + tactic->kindness * now->time);
    return temper->top - (temper->top - fmax(temper->point, temper->low)) * conceded;
}

double parley_i_tactic_imitate(const struct tactic *tactic, const struct temper *temper, const struct moment *now)
{
    uint32_t known = temper->observations + (temper->count > 0), window = tactic->window;
    double x = temper->last, target = x;
    if (temper->proposals == 0) {
        return temper->top;
    }
    if (tactic->variant == IMITATE_NICE) {
        target = fmin(x, nice(tactic, temper, now));
    } else if (temper->count == 0) {  // nothing new to answer
        return x;
    } else if (known > window) {
        double earlier = heard(temper, window), later = heard(temper, window - 1);
        if (tactic->variant == IMITATE_ABSOLUTE) {
            double step = later - earlier;
            target = x - (step > 0.0 || tactic->punish ? step : 0.0) - tactic->kindness - tactic->noise * temper->draw;
        } else {
            later = tactic->variant == IMITATE_AVERAGED ? heard(temper, 0) : later;
            target = x * ratio(earlier, later, tactic->punish) - tactic->kindness;
        }
    }
    return temper->proposals == 1 ? fmin(target, x - temper->gap) : target;
}

void parley_i_temper_hears(struct temper *temper, double utility)
{
    bool first = temper->observations == 0 && temper->count == 0;
    temper->first = first ? utility : temper->first;
    temper->best = first || utility > temper->best ? utility : temper->best;
    temper->sum += utility;
    temper->count++;
}

void parley_i_temper_proposes(struct temper *temper, double target)
{
    if (temper->count > 0) {
        temper->heard[temper->observations++ % (TACTIC_WINDOW + 1)] = temper->sum / temper->count;
    }
    temper->sum = 0.0;
    temper->count = 0;
    temper->last = target;
    temper->proposals++;
}
