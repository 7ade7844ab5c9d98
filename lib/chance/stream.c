#include "chance/stream.h"
#include "base/vector.h"
#include <Random123/philox.h>

enum { ROUNDS = 10 };

/// 52 random bits to the middle of one of 2^52 equal cells of (0, 1).
static inline double to_uniform(uint64_t bits)
{
    union {
        uint64_t bits;
        double value;
    } number = {.bits = 0x3ff0000000000000u | bits >> 12};
    return (number.value - 1.0) + 0x1p-53;
}

/// FNV-1a over the bytes, then MurmurHash3's finaliser so that names that differ in one letter differ everywhere.
uint64_t parley_i_place_hash(const char *place)
{
    uint64_t hash = 0xcbf29ce484222325u;
    for (const unsigned char *c = (const unsigned char *)place; *c != 0; c++) {
        hash = (hash ^ *c) * 0x100000001b3u;
    }
    hash = (hash ^ hash >> 33) * 0xff51afd7ed558ccdu;
    hash = (hash ^ hash >> 33) * 0xc4ceb9fe1a85ec53u;
    return hash ^ hash >> 33;
}

struct stream parley_i_stream(uint64_t seed, const char *place)
{
    uint64_t hash = parley_i_place_hash(place);
    philox4x32_key_t key = {{(uint32_t)seed, (uint32_t)(seed >> 32)}};
    philox4x32_ctr_t counter = {{(uint32_t)hash, (uint32_t)(hash >> 32), 0, 0}};
    philox4x32_ctr_t random = philox4x32_R(ROUNDS, counter, key);
    return (struct stream){{random.v[0], random.v[1]}};
}

double parley_i_uniform(struct stream stream, uint64_t trial, uint32_t draw)
{
    uint64_t pair = trial / 2;
    philox4x32_key_t key = {{stream.key[0], stream.key[1]}};
    philox4x32_ctr_t counter = {{(uint32_t)pair, (uint32_t)(pair >> 32), draw, 0}};
    philox4x32_ctr_t random = philox4x32_R(ROUNDS, counter, key);
    size_t half = 2 * (size_t)(trial % 2);
    return to_uniform((uint64_t)random.v[half + 1] << 32 | random.v[half]);
}

/// The four words of a counter, each in 64 bits since the products need them.
struct words {
    uint64_t a, b, c, d;
};

static inline struct words one_round(struct words w, uint32_t key0, uint32_t key1)
{
    uint64_t first = w.a * PHILOX_M4x32_0, second = w.c * PHILOX_M4x32_1;
    return (struct words){second >> 32 ^ w.b ^ key0, second & 0xffffffffu, first >> 32 ^ w.d ^ key1,
                          first & 0xffffffffu};
}

/// Random123's philox4x32 with its ten rounds in one straight line and the keys made beforehand, so that compilers play
/// several counters at once.
PARLEY_I_VECTOR static void fill_pairs(const uint32_t *key, uint64_t pair, uint32_t draw, double *u, size_t pairs)
{
    for (size_t i = 0; i < pairs; i++) {
        struct words w = {(pair + i) & 0xffffffffu, (pair + i) >> 32, draw, 0};
        w = one_round(w, key[0], key[1]);
        w = one_round(w, key[2], key[3]);
        w = one_round(w, key[4], key[5]);
        w = one_round(w, key[6], key[7]);
        w = one_round(w, key[8], key[9]);
        w = one_round(w, key[10], key[11]);
        w = one_round(w, key[12], key[13]);
        w = one_round(w, key[14], key[15]);
        w = one_round(w, key[16], key[17]);
        w = one_round(w, key[18], key[19]);
        u[2 * i] = to_uniform(w.b << 32 | w.a);
        u[2 * i + 1] = to_uniform(w.d << 32 | w.c);
    }
}

void parley_i_uniform_fill(struct stream stream, uint64_t first, uint32_t draw, double *u, size_t n)
{
    uint32_t key[2 * ROUNDS];
    for (uint32_t r = 0; r < ROUNDS; r++) {
        key[2 * r] = stream.key[0] + r * PHILOX_W32_0;
        key[2 * r + 1] = stream.key[1] + r * PHILOX_W32_1;
    }
    size_t i = 0;
    if (n > 0 && first % 2 != 0) {
        u[i++] = parley_i_uniform(stream, first, draw);
    }
    size_t pairs = (n - i) / 2;
    fill_pairs(key, (first + i) / 2, draw, u + i, pairs);
    i += 2 * pairs;
    if (i < n) {
        u[i] = parley_i_uniform(stream, first + i, draw);
    }
}
