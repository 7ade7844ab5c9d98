#include "base/vector.h"
#include "chance/design_kind.h"

// A Latin hypercube: within a replicate, trial i of a place falls into stratum p(i), where p is a permutation that
// depends on seed, place and replicate. It is an unbalanced Feistel network over the least power of two that holds the
// strata; numbers that fall outside walk on along their cycle until they are inside.

enum { ROUNDS = 6 };

struct feistel {
    uint64_t key[ROUNDS];
    uint64_t left_mask, right_mask;
    uint32_t right_bits;
    uint64_t size;
};

static inline uint64_t mix(uint64_t x)
{
    x = (x ^ x >> 32) * 0xd6e8feb86659fd93u;
    x = (x ^ x >> 32) * 0xd6e8feb86659fd93u;
    return x ^ x >> 32;
}

static struct feistel feistel_of(uint64_t key, uint64_t size)
{
    struct feistel f = {.size = size};
    uint32_t bits = 1;
    while (bits < 64 && (uint64_t)1 << bits < size) {
        bits++;
    }
    f.right_bits = bits - bits / 2;
    f.right_mask = ((uint64_t)1 << f.right_bits) - 1;
    f.left_mask = ((uint64_t)1 << bits / 2) - 1;
    for (uint64_t r = 0; r < ROUNDS; r++) {
        f.key[r] = mix(key + (r + 1) * 0x9e3779b97f4a7c15u);
    }
    return f;
}

static inline uint64_t permute(const struct feistel *f, uint64_t i)
{
    uint64_t left = i >> f->right_bits, right = i & f->right_mask;
    for (int r = 0; r < ROUNDS; r += 2) {
        left ^= mix(right ^ f->key[r]) & f->left_mask;
        right ^= mix(left ^ f->key[r + 1]) & f->right_mask;
    }
    return left << f->right_bits | right;
}

PARLEY_I_VECTOR static void permute_block(const struct feistel *f, uint64_t *number, size_t n)
{
    struct feistel copy = *f;
    for (size_t i = 0; i < n; i++) {
        number[i] = permute(&copy, number[i]);
    }
}

/// The strata of points first .. first + n - 1. Those still outside after a step go another step together.
static void find_strata(const struct feistel *f, uint64_t first, uint64_t *stratum, size_t n)
{
    uint64_t walker[DESIGN_PIECE];
    uint16_t place[DESIGN_PIECE];
    size_t walkers = n;
    for (size_t i = 0; i < n; i++) {
        walker[i] = first + i;
        place[i] = (uint16_t)i;
    }
    while (walkers > 0) {
        permute_block(f, walker, walkers);
        size_t outside = 0;
        for (size_t k = 0; k < walkers; k++) {
            uint64_t number = walker[k];
            uint16_t home = place[k];
            stratum[home] = number;
            walker[outside] = number;
            place[outside] = home;
            outside += number >= f->size;
        }
        walkers = outside;
    }
}

void parley_i_latin_fill(uint64_t key, uint64_t size, uint64_t first, const double *jitter, double *u, size_t n)
{
    uint64_t stratum[DESIGN_PIECE];
    struct feistel f = feistel_of(key, size);
    find_strata(&f, first, stratum, n);
    for (size_t i = 0; i < n; i++) {
        // Rounding may carry a jitter near 1 to the next stratum: the factor keeps it below.
        double low = (double)stratum[i], next = (low + 1) * (1 - 0x1p-53), place = low + jitter[i];
        u[i] = (place < next ? place : next) / (double)size;
    }
}
