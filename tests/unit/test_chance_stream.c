// Draws as a pure function of (seed, place, trial, draw).
#include "chance/stream.h"

#include <Random123/philox.h>
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <criterion/theories.h>
#include <math.h>

struct known {
    char label[16];
    uint32_t counter[4], key[2], want[4];
};

ParameterizedTestParameters(stream, philox_gives_the_known_answers)
{
    static struct known rows[] = {
        {"all zero", {0}, {0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
        {"all ones",
         {0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
         {0xffffffff, 0xffffffff},
         {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
        {"digits of pi",
         {0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
         {0xa4093822, 0x299f31d0},
         {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
    };
    return cr_make_param_array(struct known, rows, sizeof rows / sizeof *rows);
}

ParameterizedTest(struct known *row, stream, philox_gives_the_known_answers)
{
    philox4x32_ctr_t counter = {{row->counter[0], row->counter[1], row->counter[2], row->counter[3]}};
    philox4x32_key_t key = {{row->key[0], row->key[1]}};
    philox4x32_ctr_t got = philox4x32(counter, key);
    cr_assert_arr_eq(got.v, row->want, sizeof row->want, "%s", row->label);
}

static double uniform_of_bits(uint32_t low, uint32_t high)
{
    uint64_t bits = ((uint64_t)high << 32 | low) >> 12;
    return ((double)bits + 0.5) / 0x1p52;
}

Test(stream, a_uniform_is_half_a_counter_of_philox)
{
    struct stream stream = {{0x12345678, 0x9abcdef0}};
    uint64_t trials[] = {0, 1, 2, 77, 1000001, (uint64_t)1 << 40, UINT64_MAX};
    for (size_t i = 0; i < sizeof trials / sizeof *trials; i++) {
        uint64_t pair = trials[i] / 2;
        philox4x32_ctr_t counter = {{(uint32_t)pair, (uint32_t)(pair >> 32), 9, 0}};
        philox4x32_key_t key = {{stream.key[0], stream.key[1]}};
        philox4x32_ctr_t want = philox4x32(counter, key);
        size_t half = trials[i] % 2 * 2;
        cr_assert_eq(parley_i_uniform(stream, trials[i], 9), uniform_of_bits(want.v[half], want.v[half + 1]));
    }
}

Test(stream, the_key_is_philox_of_the_names_hash_under_the_seed)
{
    uint64_t seed = 0x0123456789abcdef, hash = parley_i_place_hash("assumptions.resolve");
    philox4x32_ctr_t counter = {{(uint32_t)hash, (uint32_t)(hash >> 32), 0, 0}};
    philox4x32_key_t key = {{0x89abcdef, 0x01234567}};
    philox4x32_ctr_t want = philox4x32(counter, key);
    struct stream stream = parley_i_stream(seed, "assumptions.resolve");
    cr_assert_eq(stream.key[0], want.v[0]);
    cr_assert_eq(stream.key[1], want.v[1]);
}

TheoryDataPoints(stream, a_block_has_the_bits_of_one_by_one) = {
    DataPoints(uint64_t, 0, 1, 2, 4095, ((uint64_t)1 << 33) - 100, UINT64_MAX - 2000),
    DataPoints(uint32_t, 0, 1, UINT32_MAX),
    DataPoints(int, 0, 1, 2, 3, 16, 17, 63, 256, 1000),
};
Theory((uint64_t first, uint32_t draw, int count), stream, a_block_has_the_bits_of_one_by_one)
{
    double u[1000];
    struct stream stream = parley_i_stream(42, "place");
    parley_i_uniform_fill(stream, first, draw, u, (size_t)count);
    for (int i = 0; i < count; i++) {
        cr_assert_eq(u[i], parley_i_uniform(stream, first + (uint64_t)i, draw), "trial %d of %d", i, count);
    }
}

Test(stream, places_seeds_and_draws_are_apart)
{
    double a = parley_i_uniform(parley_i_stream(1, "a"), 5, 0);
    cr_assert_neq(a, parley_i_uniform(parley_i_stream(1, "b"), 5, 0));
    cr_assert_neq(a, parley_i_uniform(parley_i_stream(2, "a"), 5, 0));
    cr_assert_neq(a, parley_i_uniform(parley_i_stream(1, "a"), 5, 1));
    cr_assert_neq(a, parley_i_uniform(parley_i_stream(1, "a"), 4, 0));
    cr_assert_neq(parley_i_place_hash(""), parley_i_place_hash("a"));
}

// 10^5 uniforms: mean 1/2 with standard error 0.000913, mean square 1/3 with 0.000943, neighbours uncorrelated with
// 0.0032.
Test(stream, uniforms_are_uniform_and_independent_of_their_neighbours)
{
    enum { N = 100000 };
    static double u[N];
    parley_i_uniform_fill(parley_i_stream(7, "moments"), 0, 0, u, N);
    double sum = 0, squares = 0, products = 0;
    for (size_t i = 0; i < N; i++) {
        cr_assert(u[i] > 0 && u[i] < 1);
        sum += u[i];
        squares += u[i] * u[i];
        products += i > 0 ? (u[i] - 0.5) * (u[i - 1] - 0.5) * 12 : 0;
    }
    cr_assert_float_eq(sum / N, 0.5, 5 * 0.000913);
    cr_assert_float_eq(squares / N, 1.0 / 3, 5 * 0.000943);
    cr_assert_float_eq(products / N, 0, 5 * 0.0032);
}
