#include "bargain/hull.h"

struct edge {
    double gain[2];
};  // what the next corner adds to the first and to the second: the first loses

static size_t padded(size_t bytes) { return (bytes + 63) / 64 * 64; }

size_t parley_i_hull_scratch(const struct space *space)
{
    size_t cells = space->cells, factors = space->factors + 1;
    return 2 * padded((cells + 1) * sizeof(struct corner)) + padded((cells + 1) * sizeof(struct edge)) +
           2 * padded(factors * sizeof(uint32_t));
}

// In the order of the frontier, the first party's best first.
static bool precedes(const struct corner *a, const struct corner *b)
{
    return a->u[0] != b->u[0] ? a->u[0] > b->u[0] : a->u[1] > b->u[1];
}

static void swap(struct corner *a, struct corner *b)
{
    struct corner kept = *a;
    *a = *b;
    *b = kept;
}

static void sift(struct corner *heap, size_t root, size_t n)
{
    for (size_t child; (child = 2 * root + 1) < n; root = child) {
        child += child + 1 < n && precedes(&heap[child], &heap[child + 1]);
        if (!precedes(&heap[root], &heap[child])) {
            return;
        }
        swap(&heap[root], &heap[child]);
    }
}

// Most value functions rise or fall with the options: then there is nothing to do, or all to turn round.
static void sort(struct corner *corner, size_t n)
{
    size_t falls = 1, rises = 1;
    for (size_t i = 1; i < n; i++) {
        falls += !precedes(&corner[i], &corner[i - 1]);
        rises += !precedes(&corner[i - 1], &corner[i]);
    }
    if (falls == n) {
        return;
    }
    for (size_t i = 0; rises == n && i < n / 2; i++) {
        swap(&corner[i], &corner[n - 1 - i]);
    }
    for (size_t i = n / 2; rises < n && i-- > 0;) {
        sift(corner, i, n);
    }
    for (size_t end = n; rises < n && end-- > 1;) {
        swap(&corner[0], &corner[end]);
        sift(corner, 0, end);
    }
}

// Does the path from a over b to c bend outwards at b?
static bool bends(const struct corner *a, const struct corner *b, const struct corner *c)
{
    return (a->u[0] - b->u[0]) * (c->u[1] - b->u[1]) < (b->u[0] - c->u[0]) * (b->u[1] - a->u[1]);
}

// Keep the corners of the sorted cells' upper right boundary, in place.
static size_t keep_boundary(struct corner *corner, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (kept > 0 && corner[i].u[1] <= corner[kept - 1].u[1]) {
            continue;
        }
        while (kept > 1 && !bends(&corner[kept - 2], &corner[kept - 1], &corner[i])) {
            kept--;
        }
        corner[kept++] = corner[i];
    }
    return kept;
}

// A factor's edges, the one on which the second gains most per loss of the first first. False when no cell is left.
static bool factor_edges(const struct table *table, uint32_t f, struct corner *cell, struct corner *start,
                         struct edge *edge, uint32_t *edges)
{
    const struct factor *factor = &table->space->factor[f];
    size_t cells = table->space->cells, n = 0;
    for (uint32_t c = factor->first; c < factor->first + factor->options; c++) {
        if (table->barred == NULL || !(table->barred[c] || table->barred[cells + c])) {
            cell[n++] = (struct corner){{table->utility[c], table->utility[cells + c]}};
        }
    }
    if (n == 0) {
        return false;
    }
    sort(cell, n);
    n = keep_boundary(cell, n);
    start->u[0] += cell[0].u[0];
    start->u[1] += cell[0].u[1];
    for (size_t i = 1; i < n; i++) {
        edge[i - 1] = (struct edge){{cell[i].u[0] - cell[i - 1].u[0], cell[i].u[1] - cell[i - 1].u[1]}};
    }
    *edges = (uint32_t)(n - 1);
    return true;
}

static bool steeper(const struct edge *a, const struct edge *b)
{
    return a->gain[1] * b->gain[0] < b->gain[1] * a->gain[0];
}

void parley_i_hull(const struct table *table, void *scratch, struct hull *out)
{
    const struct space *space = table->space;
    size_t bytes = padded((space->cells + 1) * sizeof(struct corner));
    char *memory = scratch;
    struct corner *corner = (struct corner *)memory, *cell = (struct corner *)(memory + bytes);
    struct edge *edge = (struct edge *)(memory + 2 * bytes);
    uint32_t *left = (uint32_t *)(memory + 2 * bytes + padded((space->cells + 1) * sizeof(struct edge)));
    uint32_t *next = left + padded((space->factors + 1) * sizeof(uint32_t)) / sizeof(uint32_t);
    *out = (struct hull){.corner = corner};
    corner[0] = (struct corner){{table->base[0], table->base[1]}};
    for (uint32_t f = 0; f < space->factors; f++) {
        next[f] = space->factor[f].first;
        if (!factor_edges(table, f, cell, &corner[0], edge + next[f], &left[f])) {
            return;
        }
    }
    out->corners = 1;
    for (;;) {
        uint32_t which = UINT32_MAX;
        for (uint32_t f = 0; f < space->factors; f++) {
            if (left[f] > 0 && (which == UINT32_MAX || steeper(&edge[next[f]], &edge[next[which]]))) {
                which = f;
            }
        }
        if (which == UINT32_MAX) {
            return;
        }
        const struct edge *step = &edge[next[which]++];
        const struct corner *last = &corner[out->corners - 1];
        left[which]--;
        corner[out->corners++] = (struct corner){{last->u[0] + step->gain[0], last->u[1] + step->gain[1]}};
    }
}

double parley_i_hull_most(const struct hull *hull, int party, double other)
{
    // The party's utility falls along the corners from its own end; count them from there.
    const struct corner *corner = hull->corner;
    size_t last = hull->corners - 1, low = 0, high = last;
    int second = 1 - party;
#define FROM_OWN_END(i) (&corner[party == 0 ? (i) : last - (i)])
    if (other <= FROM_OWN_END(0)->u[second]) {
        return FROM_OWN_END(0)->u[party];
    }
    if (other >= FROM_OWN_END(last)->u[second]) {
        return FROM_OWN_END(last)->u[party];
    }
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (FROM_OWN_END(middle)->u[second] <= other) {
            low = middle;
        } else {
            high = middle;
        }
    }
    const struct corner *a = FROM_OWN_END(low), *b = FROM_OWN_END(high);
#undef FROM_OWN_END
    double way = b->u[second] - a->u[second];
    return a->u[party] + (b->u[party] - a->u[party]) * ((other - a->u[second]) / way);
}
