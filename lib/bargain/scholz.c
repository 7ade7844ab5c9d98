// `challenge` with variant "scholz": Bueno de Mesquita's expected utility model as replicated by J. Scholz, G. Calbert
// & G. Smith, "Unravelling Bueno de Mesquita's group decision model", J. of Theoretical Politics 23 (2011) 510-531.
//
// One issue at a time, among those who care about it: c is `power`, s the party's salience x the issue's weight, L the
// distance between the outermost ideals, r a party's risk exponent. A turn:
// 1. Votes: v_k(a, b) = c_k s_k ((|x_k - b| / L)^r_k - (|x_k - a| / L)^r_k). P_ij, that i prevails over j, is the sum
//    of the positive votes for x_i over x_j in proportion to all absolute votes on that pair (`prob_norm` "pair"), or
//    on all ordered pairs of parties ("global"); 0 where both stand in one place.
// 2. In the eyes of a party of exponent r, i's challenge of j is worth
//    EU_ij = s_j (P_ij U+ + (1 - P_ij) U-) + (1 - s_j) U+ - U0, where d = |x_i - x_j| / L and
//    U+ = 2 - 4 (1/2 - d/2)^r, U- = 2 - 4 (1/2 + d/2)^r, U0 = 2 - 4 (1/2)^r.
//    (The status quo is taken to last for certain, as in the published code.)
// 3. At r = 1 the danger to i is the sum of EU_ji over j; R_i = (2 danger - max - min) / (max - min) and
//    r_i = (1 - R_i / 3) / (1 + R_i / 3).
// 4. With r_i, party i judges each other j: E_i = EU_ij, E_j = EU_ji.
//    E_j > E_i > 0 is a confrontation: i would move to x_j.
//    E_j > 0 > E_i and E_j > |E_i| is a compromise: i would move to x_i + (x_j - x_i) |E_i / E_j|.
//    E_j > 0 > E_i and E_j < |E_i| is a capitulation: i would move to x_j.
//    It takes a confrontation before a compromise before a capitulation, and of one kind the one that moves it least.
// Settled is the median of the positions, weighted by c s.
//
// `compat` "scholz" reproduces the published code: "global" probabilities, no capitulations (it compares E_j with its
// own amount), and of compromises the one with the lowest (|E_i| x_i + |E_j| x_j) / (|E_i| + |E_j|). Play stops after
// `turns` (10), or after `least_turns` once moves in proportion to the first turn's are below `change`; with `compat`
// only after `turns`.
#include "bargain/challenge.h"

#include <math.h>

enum offer { OFFER_NONE, OFFER_CONFRONTATION, OFFER_COMPROMISE, OFFER_CAPITULATION };
static const char *const offer_words[] = {"none", "confrontation", "compromise", "capitulation"};

struct scholz {
    const struct sitting *sitting;
    uint32_t issue, n;  // parties that care about it
    bool published, global;
    double length;              // L
    uint32_t *party;            // [n]: which of the sitting's
    double *c, *s, *x, *next;   // [n]
    double *exponent, *danger;  // [n]
    double *closeness;          // [k * n + i]: (|x_k - x_i| / L)^r_k
    double *p;                  // [i * n + j]
    enum offer *kind;           // [n]: of the offer taken
    uint32_t *with;             // [n]: whose
};

size_t parley_i_scholz_room(const struct sitting_shape *shape)
{
    size_t n = shape->parties;
    return (2 * n * n + 6 * n) * sizeof(double) + n * (2 * sizeof(uint32_t) + sizeof(enum offer));
}

// Room for one issue's game, or, with the same memory, the next one's.
static void lay(const struct sitting *sitting, struct scholz *g)
{
    size_t n = sitting->parties;
    double *room = sitting->scratch;
    g->closeness = room;
    g->p = room + n * n;
    g->c = g->p + n * n;
    g->s = g->c + n;
    g->x = g->s + n;
    g->next = g->x + n;
    g->exponent = g->next + n;
    g->danger = g->exponent + n;
    g->party = (uint32_t *)(g->danger + n);
    g->with = g->party + n;
    g->kind = (enum offer *)(g->with + n);
}

static void seat(const struct sitting *sitting, uint32_t issue, struct scholz *g)
{
    *g = (struct scholz){.sitting = sitting, .issue = issue};
    lay(sitting, g);
    g->published = sitting->parameter[CHALLENGE_COMPAT] != COMPAT_NONE;
    double norm = sitting->parameter[CHALLENGE_PROB_NORM];
    g->global = norm == PROB_NORM_GLOBAL || (norm == PROB_NORM_BY_COMPAT && g->published);
    double low = INFINITY, high = -INFINITY;
    for (uint32_t p = 0; p < sitting->parties; p++) {
        const struct stand *stand = &sitting->stand[(size_t)p * sitting->issues + issue];
        if (!(stand->weight > 0.0)) {
            continue;
        }
        g->party[g->n] = p;
        g->c[g->n] = sitting->power[p];
        g->s[g->n] = sitting->salience[p] * stand->weight;
        g->x[g->n] = stand->ideal;
        low = fmin(low, stand->ideal);
        high = fmax(high, stand->ideal);
        g->n++;
    }
    g->length = high - low;
}

static double median(const struct scholz *g)
{
    double best = g->x[0];
    for (uint32_t i = 1; i < g->n; i++) {  // vote after vote, the challenger in power wins
        double votes = 0.0;
        for (uint32_t k = 0; k < g->n; k++) {
            votes += g->c[k] * g->s[k] * (fabs(g->x[k] - best) - fabs(g->x[k] - g->x[i])) / g->length;
        }
        best = votes > 0.0 ? g->x[i] : best;
    }
    return best;
}

static double mean(const struct scholz *g)
{
    double sum = 0.0, total = 0.0;
    for (uint32_t k = 0; k < g->n; k++) {
        sum += g->c[k] * g->s[k] * g->x[k];
        total += g->c[k] * g->s[k];
    }
    return total > 0.0 ? sum / total : g->x[0];
}

// P by the votes at the parties' exponents. Where two stand together there is nothing to win.
static void find_probabilities(struct scholz *g)
{
    uint32_t n = g->n;
    double everything = 0.0;
    for (uint32_t k = 0; k < n; k++) {
        for (uint32_t i = 0; i < n; i++) {
            double d = fabs(g->x[k] - g->x[i]) / g->length;
            g->closeness[(size_t)k * n + i] = g->exponent[k] == 1.0 ? d : pow(d, g->exponent[k]);
        }
    }
    for (uint32_t i = 0; i < n; i++) {
        for (uint32_t j = 0; j < n; j++) {
            double positive = 0.0, all = 0.0;
            for (uint32_t k = 0; k < n; k++) {
                double vote = g->c[k] * g->s[k] * (g->closeness[(size_t)k * n + j] - g->closeness[(size_t)k * n + i]);
                positive += vote > 0.0 ? vote : 0.0;
                all += fabs(vote);
            }
            everything += all;
            double p = g->global || !(all > 0.0) ? positive : positive / all;
            g->p[(size_t)i * n + j] = g->x[i] == g->x[j] ? 0.0 : p;
        }
    }
    for (size_t k = 0; g->global && everything > 0.0 && k < (size_t)n * n; k++) {
        g->p[k] /= everything;
    }
}

// EU of i's challenge of j, in the eyes of one of exponent r.
static double worth_challenging(const struct scholz *g, uint32_t i, uint32_t j, double r)
{
    double d = fabs(g->x[i] - g->x[j]) / g->length, p = g->p[(size_t)i * g->n + j], s = g->s[j];
    double success = 2.0 - 4.0 * pow(fmax(0.5 - 0.5 * d, 0.0), r), failure = 2.0 - 4.0 * pow(0.5 + 0.5 * d, r);
    double status_quo = 2.0 - 4.0 * pow(0.5, r);
    return s * (p * success + (1.0 - p) * failure) + (1.0 - s) * success - status_quo;
}

static void infer_risk(struct scholz *g)
{
    double low = INFINITY, high = -INFINITY;
    for (uint32_t i = 0; i < g->n; i++) {
        g->exponent[i] = 1.0;
    }
    find_probabilities(g);
    for (uint32_t i = 0; i < g->n; i++) {
        double danger = 0.0;
        for (uint32_t j = 0; j < g->n; j++) {
            danger += j == i ? 0.0 : worth_challenging(g, j, i, 1.0);
        }
        g->danger[i] = danger;
        low = fmin(low, danger);
        high = fmax(high, danger);
    }
    for (uint32_t i = 0; i < g->n; i++) {
        double risk = high > low ? (2.0 * g->danger[i] - high - low) / (high - low) : 0.0;
        g->exponent[i] = (1.0 - risk / 3.0) / (1.0 + risk / 3.0);
    }
}

static enum offer judge(const struct scholz *g, uint32_t i, uint32_t j, double *position, double *key)
{
    double mine = worth_challenging(g, i, j, g->exponent[i]), his = worth_challenging(g, j, i, g->exponent[i]);
    double xi = g->x[i], xj = g->x[j];
    *position = xj;
    *key = fabs(xj - xi);
    if (his > mine && mine > 0.0) {
        return OFFER_CONFRONTATION;
    }
    if (!(his > 0.0 && mine < 0.0)) {
        return OFFER_NONE;
    }
    if (his > fabs(mine)) {
        *position = xi + (xj - xi) * fabs(mine / his);
        *key = g->published ? (fabs(mine) * xi + fabs(his) * xj) / (fabs(mine) + fabs(his)) : fabs(*position - xi);
        return OFFER_COMPROMISE;
    }
    return his < fabs(mine) && !g->published ? OFFER_CAPITULATION : OFFER_NONE;
}

// Every party takes its best offer, all at once. Returns how far they moved.
static double move(struct scholz *g)
{
    double moved = 0.0;
    for (uint32_t i = 0; i < g->n; i++) {
        double least = INFINITY;
        g->kind[i] = OFFER_NONE;
        g->next[i] = g->x[i];
        g->with[i] = i;
        for (uint32_t j = 0; j < g->n; j++) {
            double position = 0.0, key = 0.0;
            enum offer kind = g->x[j] == g->x[i] ? OFFER_NONE : judge(g, i, j, &position, &key);
            bool better = kind != OFFER_NONE && (g->kind[i] == OFFER_NONE || kind < g->kind[i]);
            if (better || (kind != OFFER_NONE && kind == g->kind[i] && key < least)) {
                g->kind[i] = kind;
                g->with[i] = j;
                g->next[i] = position;
                least = key;
            }
        }
        moved += fabs(g->next[i] - g->x[i]);
    }
    for (uint32_t i = 0; i < g->n; i++) {
        g->x[i] = g->next[i];
    }
    return moved;
}

static void tell(const struct scholz *g, uint32_t turn, double change)
{
    const struct sitting *sitting = g->sitting;
    const char *issue = sitting->issue[g->issue].id;
    struct record *told = parley_i_record_object(sitting->turns, NULL);
    parley_i_record_number(told, "turn", turn);
    parley_i_record_text(told, "issue", issue);
    struct record *bargains = turn > 0 ? parley_i_record_list(told, "bargains") : NULL;
    struct record *chosen = turn > 0 ? parley_i_record_object(told, "chosen") : NULL;
    for (uint32_t i = 0; turn > 0 && i < g->n; i++) {
        const char *party = sitting->party[g->party[i]];
        parley_i_record_text(chosen, party, g->kind[i] == OFFER_NONE ? "status quo" : offer_words[g->kind[i]]);
        if (g->kind[i] != OFFER_NONE) {
            struct record *bargain = parley_i_record_object(bargains, NULL);
            parley_i_record_text(bargain, "challenger", sitting->party[g->party[g->with[i]]]);
            parley_i_record_text(bargain, "challenged", party);
            parley_i_record_text(bargain, "kind", offer_words[g->kind[i]]);
            parley_i_record_number(bargain, "position", g->x[i]);
        }
    }
    struct record *positions = parley_i_record_object(told, "positions");
    for (uint32_t i = 0; i < g->n; i++) {
        parley_i_record_number(parley_i_record_object(positions, sitting->party[g->party[i]]), issue, g->x[i]);
    }
    parley_i_record_number(told, "median", median(g));
    parley_i_record_number(told, "mean", mean(g));
    if (turn > 0) {
        parley_i_record_number(told, "change", change);
    }
}

// Play one issue; returns where it is settled. Nothing to play where all stand together.
static double play_issue(const struct sitting *sitting, uint32_t issue, double *turns)
{
    struct scholz g;
    seat(sitting, issue, &g);
    if (g.n == 0) {
        return parley_i_spatial_mean(sitting, issue);
    }
    if (!(g.length > 0.0)) {
        return g.x[0];
    }
    bool stop = false;
    double first = 0.0;
    uint32_t turn = 0;
    if (sitting->turns != NULL) {
        tell(&g, 0, 0.0);
    }
    while (!stop) {
        turn++;
        infer_risk(&g);
        find_probabilities(&g);
        double moved = move(&g);
        first = turn == 1 ? moved : first;
        double change = moved / (first + 1e-4 * g.length);
        stop = parley_i_challenge_stops(sitting, turn, g.published ? INFINITY : change);
        if (sitting->turns != NULL) {
            tell(&g, turn, change);
        }
    }
    *turns = fmax(*turns, turn);
    return median(&g);
}

void parley_i_scholz_play(const struct sitting *sitting, struct settlement *out)
{
    double turns = 0.0;
    for (uint32_t i = 0; i < sitting->issues; i++) {
        const struct issue_at *issue = &sitting->issue[i];
        double x = play_issue(sitting, i, &turns);
        out->deal[i] = issue->category != NULL ? parley_i_spatial_option(issue, x) : x;
    }
    out->outcome = OUTCOME_AGREED;
    out->rounds = turns;
    out->continuous = true;
    out->gap = 0.0;
}
