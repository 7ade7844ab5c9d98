// A draw is a pure function of (seed, place, trial, draw): Philox4x32-10 (Salmon et al. 2011, Random123).
//
// The key of a stream is the first 64 bits of Philox under the key `seed` at the counter (hash of the place's name), so
// a place's draws depend on its name alone. Trials 2k and 2k+1 share one counter (k, draw): each takes one half of the
// 128 bits. A uniform is ((52 bits) + 0.5) / 2^52: never 0, never 1, symmetric about 1/2.
#ifndef PARLEY_LIB_CHANCE_STREAM_H
#define PARLEY_LIB_CHANCE_STREAM_H

#include <stddef.h>
#include <stdint.h>

struct stream {
    uint32_t key[2];
};

uint64_t parley_i_place_hash(const char *place);
struct stream parley_i_stream(uint64_t seed, const char *place);

/// The uniform of one trial and draw.
double parley_i_uniform(struct stream stream, uint64_t trial, uint32_t draw);

/// The uniforms of trials first .. first + n - 1 at one draw number; the same bits as one by one.
void parley_i_uniform_fill(struct stream stream, uint64_t first, uint32_t draw, double *u, size_t n);

#endif
