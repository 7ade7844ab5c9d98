#include "base/nearest.h"

#include <string.h>

enum { LONGEST = 100 };

static size_t least(size_t a, size_t b) { return a < b ? a : b; }

/// Optimal string alignment distance: insertions, deletions, substitutions and swaps of neighbours count one each.
static size_t distance(const char *a, size_t n, const char *b, size_t m)
{
    size_t before[LONGEST + 1], previous[LONGEST + 1], current[LONGEST + 1];
    for (size_t j = 0; j <= m; j++) {
        previous[j] = j;
        before[j] = 0;
    }
    for (size_t i = 1; i <= n; i++) {
        current[0] = i;
        for (size_t j = 1; j <= m; j++) {
            size_t cost = a[i - 1] != b[j - 1];
            current[j] = least(least(previous[j] + 1, current[j - 1] + 1), previous[j - 1] + cost);
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1]) {
                current[j] = least(current[j], before[j - 2] + 1);
            }
        }
        memcpy(before, previous, sizeof before);
        memcpy(previous, current, sizeof previous);
    }
    return previous[m];
}

const char *parley_i_nearest(const char *wrong, const char *const *names, size_t count)
{
    size_t n = strlen(wrong);
    const char *best = NULL;
    size_t best_distance = n / 3 + 1;  // a third of the letters may be wrong
    if (n < 2 || n > LONGEST) {        // any letter is near any other
        return NULL;
    }
    for (size_t i = 0; i < count; i++) {
        size_t m = strlen(names[i]);
        if (m > LONGEST || (m > n ? m - n : n - m) > best_distance) {
            continue;
        }
        size_t d = distance(wrong, n, names[i], m);
        if (d < best_distance || (d == best_distance && !best)) {
            best_distance = d;
            best = names[i];
        }
    }
    return best;
}
