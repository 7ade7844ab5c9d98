#include "bench.h"

const struct bench_case bench_cases[] = {
    {"a", "the flagship: a guarantee of 15 years or of 50", "examples/scenarios/guarantee-terms.json", 200000, 2000},
    {"b", "5 issues x 10 options, exact Nash, 12 uncertain inputs, 50 years of life",
     "tests/bench/scenarios/nash-life.json", 500000, 1000},
    {"c", "bilateral alternating offers, 3 issues x 10 values, 100 rounds", "tests/bench/scenarios/alternating.json",
     500000, 1000},
    {"d", "alternating offers over 20 issues of 10 options", "tests/bench/scenarios/twenty-issues.json", 20000, 50000},
    {"challenge-26", "the spatial model, 26 actors on one issue, 19 turns", "tests/bench/scenarios/challenge-26.json",
     400, 20e6},
    {"challenge-7", "the spatial model, 7 actors on three issues, 10 turns", "tests/bench/scenarios/challenge-7.json",
     10000, 500e3},
    {"kalai", "5 issues x 10 options, exact Kalai-Smorodinsky", "tests/bench/scenarios/kalai.json", 50000, 10000},
};
const size_t bench_case_count = sizeof bench_cases / sizeof *bench_cases;
