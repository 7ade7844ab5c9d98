// Results made by hand: a few quantities of every kind, filled with values that depend on the trial's number alone.
#ifndef PARLEY_TESTS_SUPPORT_RESULTS_H
#define PARLEY_TESTS_SUPPORT_RESULTS_H

#include "result/result.h"

#include <criterion/criterion.h>
#include <math.h>

#define result_ok(call)                                                                                                \
    do {                                                                                                               \
        parley_status status_ = (call);                                                                                \
        cr_assert_eq(status_, PARLEY_OK, "%s: %s", #call, parley_last_message());                                      \
    } while (0)

/// A number in (0, 1) that looks random, from a whole number.
static inline double scrambled(uint64_t x)
{
    x += UINT64_C(0x9e3779b97f4a7c15);
    x = (x ^ x >> 30) * UINT64_C(0xbf58476d1ce4e5b9);
    x = (x ^ x >> 27) * UINT64_C(0x94d049bb133111eb);
    return ((double)((x ^ x >> 31) >> 12) + 0.5) * 0x1p-52;
}

static const char *const steps_of_test[] = {"advisers", "leaders", "signing"};
static const char *const options_of_test[] = {"none", "monitors", "troops, many"};

static const struct quantity quantities_of_test[] = {
    {.name = "agreement", .path = "agreement", .group = GROUP_AGREEMENT, .truth = true},
    {.name = "failed_at", .path = "failed_at", .group = GROUP_FAILED_AT, .labels = steps_of_test, .label_count = 3},
    {.name = "peace", .path = "metrics/peace", .group = GROUP_METRIC, .truth = true, .label = "Peace, \"25 years\""},
    {.name = "term", .path = "metrics/term", .group = GROUP_METRIC, .unit = "years"},
    {.name = "deal.presence",
     .path = "issues/presence",
     .group = GROUP_ISSUE,
     .labels = options_of_test,
     .label_count = 3},
    {.name = "ua.utility", .path = "parties/ua/utility", .group = GROUP_PARTY},
    {.name = "ua.concessions.presence", .path = "parties/ua/concessions/presence", .group = GROUP_PARTY},
    {.name = "aftermath.first.war", .path = "aftermath/war/first", .group = GROUP_AFTERMATH},
    {.name = "elapsed", .path = "elapsed", .group = GROUP_PROCESS},
};
enum { QUANTITIES_OF_TEST = sizeof quantities_of_test / sizeof *quantities_of_test };

static inline double value_of_test(size_t quantity, uint64_t trial, double shift)
{
    double u = scrambled(trial * 16 + quantity), agreed = scrambled(trial) < 0.6 + shift;
    switch (quantity) {
    case 0:
        return agreed;
    case 1:
        return agreed ? NAN : u < 0.5 ? 0 : 2;  // nobody fails at the leaders
    case 2:
        return u < 0.4 + shift;
    case 3:
        return agreed ? 15 + 5 * floor(u * 8) : NAN;
    case 4:
        return agreed ? floor(u * 3) : NAN;
    case 5:
        return -log(u) - 1 + shift;  // either sign
    case 6:
        return u;
    case 7:
        return u < 0.3 ? INFINITY : 40 * u;
    default:
        return 0.25;
    }
}

static inline parley_result *empty_result(uint64_t trials, uint32_t replicates)
{
    struct parley_result head = {.title = "A test",
                                 .variant = "50 years",
                                 .time_unit = "years",
                                 .fingerprint = "0123456789abcdef0123456789abcdef",
                                 .seed = UINT64_MAX,
                                 .trials = trials,
                                 .replicates = replicates,
                                 .sampling = replicates > 1 ? PARLEY_SAMPLING_LATIN : PARLEY_SAMPLING_RANDOM};
    parley_result *result = NULL;
    result_ok(parley_i_result_create(&head, quantities_of_test, QUANTITIES_OF_TEST, &result));
    return result;
}

/// Play trials first .. last - 1 in blocks of `size`; trials go to replicates in turn by tens.
static inline void play_of_test(parley_result *result, uint64_t first, uint64_t last, double shift)
{
    double values[10];
    for (uint64_t trial = first; trial < last;) {
        size_t n = 10 - trial % 10 < last - trial ? (size_t)(10 - trial % 10) : (size_t)(last - trial);
        for (size_t q = 0; q < QUANTITIES_OF_TEST; q++) {
            for (size_t i = 0; i < n; i++) {
                values[i] = value_of_test(q, trial + i, shift);
            }
            result_ok(parley_i_tally_add(&result->quantity[q].tally, (uint32_t)(trial / 10 % result->replicates),
                                         values, NULL, n));
        }
        trial += n;
    }
    result_ok(parley_i_result_cover(result, first, last));
}

#endif
