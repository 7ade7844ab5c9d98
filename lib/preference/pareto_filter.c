// Which points does another beat?
#include "preference/pareto.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { KEY_BITS = 44, NUMBER_BITS = 20, DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS, FEW_POINTS = 24, FEW_PAIRS = 2048 };

// One word a value: the key above, its number below. Digits are sorted from the lowest of the key up.
static void sort_words(uint64_t *word, uint64_t *spare, size_t n)
{
    for (int shift = NUMBER_BITS; shift < NUMBER_BITS + KEY_BITS; shift += DIGIT_BITS) {
        size_t start[DIGITS] = {0}, sum = 0;
        for (size_t i = 0; i < n; i++) {
            start[word[i] >> shift & (DIGITS - 1)]++;
        }
        for (int d = 0; d < DIGITS; d++) {
            size_t count = start[d];
            start[d] = sum;
            sum += count;
        }
        for (size_t i = 0; i < n; i++) {
            spare[start[word[i] >> shift & (DIGITS - 1)]++] = word[i];
        }
        uint64_t *sorted = spare;  // an even number of passes ends where it began
        spare = word;
        word = sorted;
    }
}

static void sort_few(uint64_t *word, size_t n)
{
    for (size_t i = 1; i < n; i++) {
        uint64_t moved = word[i];
        size_t place = i;
        for (; place > 0 && word[place - 1] > moved; place--) {
            word[place] = word[place - 1];
        }
        word[place] = moved;
    }
}

void parley_i_order_descending(const double *value, size_t n, uint64_t *keys, uint32_t *order)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < n; i++) {
        low = value[i] < low ? value[i] : low;
        high = value[i] > high ? value[i] : high;
    }
    double scale = high > low ? (double)((UINT64_C(1) << KEY_BITS) - 1) / (high - low) : 0.0;
    for (size_t i = 0; i < n; i++) {
        keys[i] = (uint64_t)((high - value[i]) * scale) << NUMBER_BITS | i;
    }
    if (n > 8 * FEW_POINTS) {
        sort_words(keys, keys + n, n);
    } else {
        sort_few(keys, n);
    }
    for (size_t i = 0; i < n; i++) {
        order[i] = (uint32_t)(keys[i] & ((1 << NUMBER_BITS) - 1));
    }
}

struct filter {
    const double *value;
    size_t n;
    uint32_t parties;
    uint8_t *beaten;
    uint32_t *rank;   // [party * n + point]: 0 is best; equal values share one
    uint32_t *order;  // [point]
    uint64_t *keys;   // [2 * n]
    bool failed;      // memory ran out
};

// A few good points beat most of the bad ones before anything is sorted: the best sums, everybody weighing the same
// or one more.
static void drop_clearly_beaten(struct filter *filter)
{
    size_t n = filter->n;
    for (uint32_t favoured = 0; favoured <= filter->parties; favoured++) {
        size_t pilot = 0;
        double most = -INFINITY;
        for (size_t i = 0; i < n; i++) {
            double sum = 0.0;
            for (uint32_t p = 0; p < filter->parties; p++) {
                sum += (p + 1 == favoured ? 3.0 : 1.0) * filter->value[p * n + i];
            }
            pilot = sum > most ? i : pilot;
            most = sum > most ? sum : most;
        }
        for (size_t i = 0; i < n; i++) {
            uint8_t below = 1;
            for (uint32_t p = 0; p < filter->parties; p++) {
                below &= filter->value[p * n + i] < filter->value[p * n + pilot] - UTILITY_NOISE;
            }
            filter->beaten[i] |= below;
        }
    }
}

// Points not beaten so far, best for a party first. Returns how many; their values are gathered in `room`.
static size_t order_by(struct filter *filter, uint32_t party, double *room, uint32_t *number)
{
    size_t left = 0;
    for (size_t i = 0; i < filter->n; i++) {
        if (!filter->beaten[i]) {
            room[left] = filter->value[party * filter->n + i];
            number[left++] = (uint32_t)i;
        }
    }
    parley_i_order_descending(room, left, filter->keys, filter->order);
    return left;
}

// Points in order of the first party's utility: those of equal utility are judged together, against all before.
static void sweep(struct filter *filter, double *room, uint32_t *number)
{
    size_t left = order_by(filter, 0, room, number);
    const double *second = filter->value + (filter->parties > 1 ? filter->n : 0);
    double most = -INFINITY;
    for (size_t i = 0; i < left;) {
        size_t end = i + 1;
        while (end < left && room[filter->order[end]] >= room[filter->order[end - 1]] - UTILITY_NOISE) {
            end++;
        }
        double here = -INFINITY;
        for (size_t k = i; k < end; k++) {
            here = fmax(here, second[number[filter->order[k]]]);
        }
        for (size_t k = i; k < end; k++) {
            double worth = second[number[filter->order[k]]];
            filter->beaten[number[filter->order[k]]] = worth < here - UTILITY_NOISE || worth <= most + UTILITY_NOISE;
        }
        most = filter->parties > 1 ? fmax(most, here) : INFINITY;
        i = end;
    }
}

static void rank_points(struct filter *filter, double *room, uint32_t *number)
{
    for (uint32_t p = 0; p < filter->parties; p++) {
        size_t left = order_by(filter, p, room, number);
        uint32_t rank = 0;
        for (size_t k = 0; k < left; k++) {
            rank += k > 0 && room[filter->order[k]] < room[filter->order[k - 1]] - UTILITY_NOISE;
            filter->rank[p * filter->n + number[filter->order[k]]] = rank;
        }
    }
}

static uint32_t rank_of(const struct filter *filter, uint32_t party, uint32_t point)
{
    return filter->rank[party * filter->n + point];
}

// Does point a come up to b in ranks `from` .. `to`?
static bool comes_up(const struct filter *filter, uint32_t a, uint32_t b, uint32_t from, uint32_t to)
{
    for (uint32_t p = from; p <= to; p++) {
        if (rank_of(filter, p, a) > rank_of(filter, p, b)) {
            return false;
        }
    }
    return true;
}

static size_t keep_unbeaten(const struct filter *filter, uint32_t *point, size_t n)
{
    size_t kept = 0;
    for (size_t i = 0; i < n; i++) {
        if (!filter->beaten[point[i]]) {
            point[kept++] = point[i];
        }
    }
    return kept;
}

// Both lists are in order of rank 1: what is best in rank 2 so far decides.
static void marry_two(struct filter *filter, const uint32_t *good, size_t goods, const uint32_t *point, size_t n)
{
    uint32_t best = UINT32_MAX;
    for (size_t i = 0, g = 0; i < n; i++) {
        for (; g < goods && rank_of(filter, 1, good[g]) <= rank_of(filter, 1, point[i]); g++) {
            uint32_t rank = rank_of(filter, 2, good[g]);
            best = rank < best ? rank : best;
        }
        filter->beaten[point[i]] |= best <= rank_of(filter, 2, point[i]);
    }
}

static size_t split(const struct filter *filter, uint32_t k, uint32_t middle, const uint32_t *point, size_t n,
                    uint32_t *out)
{
    size_t first = 0, second = n;
    for (size_t i = 0; i < n; i++) {
        first += rank_of(filter, k, point[i]) <= middle;
    }
    second = first;
    for (size_t i = 0, front = 0; i < n; i++) {
        out[rank_of(filter, k, point[i]) <= middle ? front++ : second++] = point[i];
    }
    return first;
}

// Mark the points that a good one beats; in the parties before the first and after the k-th every good one is known
// to come up.
static void marry(struct filter *filter, uint32_t k, const uint32_t *good, size_t goods, const uint32_t *point,
                  size_t n)
{
    if (goods == 0 || n == 0 || filter->failed) {
        return;
    }
    if (goods * n <= FEW_PAIRS) {
        for (size_t i = 0; i < n; i++) {
            for (size_t g = 0; g < goods && !filter->beaten[point[i]]; g++) {
                filter->beaten[point[i]] = comes_up(filter, good[g], point[i], 1, k);
            }
        }
        return;
    }
    if (k == 2) {
        marry_two(filter, good, goods, point, n);
        return;
    }
    uint32_t low[2] = {UINT32_MAX, UINT32_MAX}, high[2] = {0, 0};
    for (size_t i = 0; i < goods + n; i++) {
        uint32_t rank = rank_of(filter, k, i < goods ? good[i] : point[i - goods]), which = i >= goods;
        low[which] = rank < low[which] ? rank : low[which];
        high[which] = rank > high[which] ? rank : high[which];
    }
    if (low[0] > high[1]) {
        return;
    }
    if (high[0] <= low[1]) {
        marry(filter, k - 1, good, goods, point, n);
        return;
    }
    uint32_t *room = malloc((goods + n) * sizeof *room);
    if (room == NULL) {
        filter->failed = true;
        return;
    }
    uint32_t least = low[0] < low[1] ? low[0] : low[1], most = high[0] > high[1] ? high[0] : high[1];
    uint32_t middle = least + (most - least) / 2;
    size_t top = split(filter, k, middle, good, goods, room), above = split(filter, k, middle, point, n, room + goods);
    uint32_t *lower = room + goods + above;
    marry(filter, k, room, top, room + goods, above);
    marry(filter, k, room + top, goods - top, lower, n - above);
    size_t left = keep_unbeaten(filter, lower, n - above);
    marry(filter, k - 1, room, top, lower, left);
    free(room);
}

// Put two lists in order of rank 1 together. `room` holds the first.
static void merge(const struct filter *filter, uint32_t *list, size_t first, size_t n, uint32_t *room)
{
    memcpy(room, list, first * sizeof *list);
    size_t a = 0, b = first, to = 0;
    while (a < first && b < n) {
        list[to++] = rank_of(filter, 1, room[a]) <= rank_of(filter, 1, list[b]) ? room[a++] : list[b++];
    }
    memmove(list + to, room + a, (first - a) * sizeof *list);
}

// Points in order of all their ranks, all different: only earlier ones can beat later ones. Leaves the unbeaten in
// order of rank 1, and returns how many.
static size_t conquer(struct filter *filter, uint32_t *list, size_t n, uint32_t *room)
{
    uint32_t last = filter->parties - 1;
    if (n <= FEW_POINTS) {
        for (size_t i = 1; i < n; i++) {
            for (size_t k = 0; k < i && !filter->beaten[list[i]]; k++) {
                filter->beaten[list[i]] = comes_up(filter, list[k], list[i], 1, last);
            }
        }
        n = keep_unbeaten(filter, list, n);
        for (size_t i = 1; i < n; i++) {
            merge(filter, list, i, i + 1, room);
        }
        return n;
    }
    size_t half = n / 2;
    size_t first = conquer(filter, list, half, room), second = conquer(filter, list + half, n - half, room);
    marry(filter, last, list, first, list + half, second);
    second = keep_unbeaten(filter, list + half, second);
    memmove(list + first, list + half, second * sizeof *list);
    merge(filter, list, first, first + second, room);
    return first + second;
}

static bool same_ranks(const struct filter *filter, uint32_t a, uint32_t b)
{
    return comes_up(filter, a, b, 0, filter->parties - 1) && comes_up(filter, b, a, 0, filter->parties - 1);
}

// Order of all ranks: by the last party's first, each pass keeping the order of the one before.
static size_t order_by_ranks(struct filter *filter, uint32_t *list, uint32_t *room, uint32_t *start)
{
    size_t left = 0, n = filter->n;
    for (size_t i = 0; i < n; i++) {
        if (!filter->beaten[i]) {
            list[left++] = (uint32_t)i;
        }
    }
    for (uint32_t p = filter->parties; p-- > 0;) {
        memset(start, 0, (n + 1) * sizeof *start);
        for (size_t i = 0; i < left; i++) {
            start[rank_of(filter, p, list[i]) + 1]++;
        }
        for (size_t r = 0; r < n; r++) {
            start[r + 1] += start[r];
        }
        for (size_t i = 0; i < left; i++) {
            room[start[rank_of(filter, p, list[i])]++] = list[i];
        }
        memcpy(list, room, left * sizeof *list);
    }
    return left;
}

static bool divide(struct filter *filter, double *room, uint32_t *number)
{
    size_t n = filter->n;
    uint32_t *list = malloc((n + 1) * sizeof *list), *start = malloc((n + 1) * sizeof *start);
    filter->rank = malloc(n * filter->parties * sizeof *filter->rank);
    filter->failed = list == NULL || start == NULL || filter->rank == NULL;
    if (!filter->failed) {
        rank_points(filter, room, number);
        size_t left = order_by_ranks(filter, list, number, start), different = 0;
        memcpy(start, list, left * sizeof *list);
        for (size_t i = 0; i < left; i++) {  // equal points stand side by side: the first speaks for all
            if (i == 0 || !same_ranks(filter, start[i - 1], start[i])) {
                list[different++] = start[i];
            }
        }
        (void)conquer(filter, list, different, number);
        for (size_t i = 1; i < left; i++) {
            if (same_ranks(filter, start[i - 1], start[i])) {
                filter->beaten[start[i]] = filter->beaten[start[i - 1]];
            }
        }
    }
    free(list);
    free(start);
    free(filter->rank);
    return !filter->failed;
}

bool parley_i_pareto_filter(const double *value, size_t n, uint32_t parties, uint8_t *beaten)
{
    struct filter filter = {.value = value, .n = n, .parties = parties, .beaten = beaten};
    memset(beaten, 0, n);
    if (n <= 1 || parties == 0) {
        return true;
    }
    filter.keys = malloc(2 * n * sizeof *filter.keys);
    filter.order = malloc(n * sizeof *filter.order);
    double *room = calloc(n, sizeof *room);
    uint32_t *number = malloc(n * sizeof *number);
    bool fine = filter.keys != NULL && filter.order != NULL && room != NULL && number != NULL;
    if (fine) {
        drop_clearly_beaten(&filter);
        if (parties <= 2) {
            sweep(&filter, room, number);
        } else {
            fine = divide(&filter, room, number);
        }
    }
    free(filter.keys);
    free(filter.order);
    free(room);
    free(number);
    return fine;
}
