// Tactics that depend on time or on a resource that runs out (Faratin, Sierra & Jennings 1998). What is conceded, as a
// share of the way from the party's best to its least:
//
//   polynomial   kappa + (1 - kappa) t^(1 / exponent)
//   exponential  exp((1 - t)^exponent ln kappa)
//   resource     kappa + (1 - kappa) e^(-what is left)
//
// The exponent is their beta: below 1 a party holds out, above 1 it gives way early.
#include "bargain/tactic.h"

#include <math.h>

double parley_i_tactic_conceded(const struct tactic *tactic, const struct moment *now)
{
    double kappa = tactic->kappa;
    switch (tactic->form) {
    case TACTIC_EXPONENTIAL:
        return now->time < 1.0 ? exp(pow(1.0 - now->time, tactic->exponent) * log(kappa)) : 1.0;
    case TACTIC_RESOURCE: {
        double resource = isnan(tactic->resource) ? now->rounds - 1.0 : tactic->resource;
        double left = fmax(0.0, resource - tactic->spends * now->round);
        return kappa + (1.0 - kappa) * exp(-left);
    }
    default:
        return kappa + (1.0 - kappa) * pow(now->time, 1.0 / tactic->exponent);
    }
}
