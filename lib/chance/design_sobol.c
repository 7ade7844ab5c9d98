#include "base/vector.h"
#include "chance/design_kind.h"
#include <gsl/gsl_qrng.h>
#include <string.h>

// A Sobol sequence, scrambled. Point i is the exclusive or of the direction numbers of the bits set in i. Reversed, its
// digits run upwards, and an integer hash in which a bit depends on lower bits alone is Owen's nested scrambling (Laine
// & Karras 2011; the constants are N. Vegdahl's, 2021). Digits beyond 32 are the place's own random ones.

static inline uint32_t reverse(uint32_t x)
{
    x = x << 16 | x >> 16;
    x = (x & 0x00ff00ffu) << 8 | (x & 0xff00ff00u) >> 8;
    x = (x & 0x0f0f0f0fu) << 4 | (x & 0xf0f0f0f0u) >> 4;
    x = (x & 0x33333333u) << 2 | (x & 0xccccccccu) >> 2;
    return (x & 0x55555555u) << 1 | (x & 0xaaaaaaaau) >> 1;
}

static inline uint32_t scramble(uint32_t x, uint32_t seed, uint32_t salt)
{
    x ^= x * 0x3d20adeau;
    x += seed;
    x *= (seed >> 16) | 1;
    x ^= x * 0x05526c56u;
    x ^= x * 0x53a22864u;
    x += salt;
    return x ^ x * 0x6c50b47cu;
}

/// GSL's generator steps in Gray code: two points in a row differ by one direction number, whose index is the number of
/// trailing ones in the count of points before.
static void read_directions(void *state, size_t places, uint32_t bits, struct sobol *sobol)
{
    double point[SOBOL_PLACES];
    uint32_t last[SOBOL_PLACES] = {0};
    for (uint64_t count = 0; count < (uint64_t)1 << bits >> 1; count++) {
        gsl_qrng_sobol->get(state, (unsigned int)places, point);
        uint32_t c = 0;
        while (count >> c & 1) {
            c++;
        }
        for (size_t d = 0; d < places; d++) {
            uint32_t now = reverse((uint32_t)(point[d] * 0x1p32));
            sobol[d].direction[c] = now ^ last[d];
            last[d] = now;
        }
    }
}

static void fill_low(struct sobol *sobol)
{
    for (uint32_t i = 1; i < 1u << SOBOL_LOW_BITS; i++) {
        uint32_t bit = 0;
        while ((i >> bit & 1) == 0) {
            bit++;
        }
        sobol->low[i] = sobol->low[i & (i - 1)] ^ sobol->direction[bit];
    }
}

parley_status parley_i_sobol_create(struct arena *arena, size_t places, uint64_t points, struct sobol **out)
{
    uint32_t bits = SOBOL_LOW_BITS;
    while (bits < SOBOL_BITS && (uint64_t)1 << bits < points) {
        bits++;
    }
    struct sobol *sobol = parley_i_arena_array(arena, places + 1, sizeof *sobol);
    unsigned int dimensions = places > 0 ? (unsigned int)places : 1;
    void *state = parley_i_arena_take(arena, gsl_qrng_sobol->state_size(dimensions));
    if (sobol == NULL || state == NULL) {
        return parley_i_no_memory();
    }
    gsl_qrng_sobol->init_state(state, dimensions);
    read_directions(state, dimensions, bits, sobol);
    for (size_t d = 0; d < places; d++) {
        fill_low(&sobol[d]);
    }
    *out = sobol;
    return PARLEY_OK;
}

/// Points whose numbers differ in the low bits alone.
PARLEY_I_VECTOR static void fill_run(const uint32_t *restrict low, uint32_t high, uint64_t key,
                                     const double *restrict jitter, double *restrict u, size_t n)
{
    uint32_t seed = (uint32_t)key, salt = (uint32_t)(key >> 32);
    for (size_t i = 0; i < n; i++) {
        uint32_t x = reverse(scramble(low[i] ^ high, seed, salt));
        double cell = (double)x, next = (cell + 1) * (1 - 0x1p-53), place = cell + jitter[i];
        u[i] = (place < next ? place : next) * 0x1p-32;
    }
}

void parley_i_sobol_fill(const struct sobol *sobol, uint64_t key, uint64_t first, const double *jitter, double *u,
                         size_t n)
{
    for (size_t i = 0; i < n;) {
        uint64_t number = first + i;
        size_t start = (size_t)(number & ((1u << SOBOL_LOW_BITS) - 1));
        size_t run = (1u << SOBOL_LOW_BITS) - start;
        run = run < n - i ? run : n - i;
        uint32_t high = 0;
        for (uint32_t bit = SOBOL_LOW_BITS; bit < SOBOL_BITS; bit++) {
            high ^= number >> bit & 1 ? sobol->direction[bit] : 0;
        }
        // A replicate longer than the sequence goes on with another scrambling.
        uint64_t part = (number >> SOBOL_BITS) * 0x9e3779b97f4a7c15u;
        fill_run(sobol->low + start, high, key ^ part, jitter + i, u + i, run);
        i += run;
    }
}
