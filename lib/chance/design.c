#include "chance/design_kind.h"

#include "base/fail.h"

uint64_t parley_i_design_replicate_first(const struct design *design, uint32_t replicate)
{
    uint64_t trials = design->def.trials, replicates = design->def.replicates;
    return replicate * (trials / replicates) + replicate * (trials % replicates) / replicates;
}

uint32_t parley_i_design_replicate(const struct design *design, uint64_t trial)
{
    uint32_t last = design->def.replicates - 1;
    double guess = (double)trial / (double)design->def.trials * design->def.replicates;
    uint32_t r = guess < last ? (uint32_t)guess : last;
    while (r > 0 && parley_i_design_replicate_first(design, r) > trial) {
        r--;
    }
    while (r < last && parley_i_design_replicate_first(design, r + 1) <= trial) {
        r++;
    }
    return r;
}

static size_t dimension_of(const struct design *design, size_t place)
{
    return design->dimension ? design->dimension[place] : place;
}

size_t parley_i_design_random_places(const struct design *design)
{
    size_t random = 0;
    for (size_t i = 0; design->def.sampling == SAMPLING_SOBOL && i < design->places; i++) {
        random += dimension_of(design, i) >= design->sobol_places;
    }
    return random;
}

/// Streams apart from the places' own, so that scrambling never repeats a draw.
static struct stream key_stream(uint64_t seed, struct stream place)
{
    uint64_t key = (uint64_t)place.key[1] << 32 | place.key[0];
    return parley_i_stream(seed ^ key, "design");
}

parley_status parley_i_design_create(struct arena *arena, const struct design_def *def, const char *const *places,
                                     size_t count, const struct design **out)
{
    struct design *design = parley_i_arena_take(arena, sizeof *design);
    struct stream *stream = parley_i_arena_array(arena, count + 1, sizeof *stream);
    struct stream *keys = parley_i_arena_array(arena, count + 1, sizeof *keys);
    if (design == NULL || stream == NULL || keys == NULL) {
        return parley_i_no_memory();
    }
    for (size_t i = 0; i < count; i++) {
        stream[i] = parley_i_stream(def->seed, places[i]);
        keys[i] = key_stream(def->seed, stream[i]);
    }
    *design = (struct design){.def = *def, .places = count, .stream = stream, .keys = keys};
    design->def.replicates = def->replicates == 0 || def->sampling == SAMPLING_RANDOM ? 1 : def->replicates;
    if (def->sampling == SAMPLING_SOBOL) {
        design->sobol_places = count < SOBOL_PLACES ? count : SOBOL_PLACES;
        uint64_t points = def->trials / design->def.replicates + 1;
        parley_status status = parley_i_sobol_create(arena, design->sobol_places, points, &design->sobol);
        if (status != PARLEY_OK) {
            return status;
        }
    }
    *out = design;
    return PARLEY_OK;
}

/// The number of the place with that stream in the whole design; its count when there is none.
static size_t place_of(const struct design *whole, struct stream stream)
{
    for (size_t i = 0; i < whole->places; i++) {
        if (whole->stream[i].key[0] == stream.key[0] && whole->stream[i].key[1] == stream.key[1]) {
            return i;
        }
    }
    return whole->places;
}

parley_status parley_i_design_select(struct arena *arena, const struct design *whole, const char *const *places, size_t count,
                                     const struct design **out)
{
    struct design *design = parley_i_arena_take(arena, sizeof *design);
    struct stream *stream = parley_i_arena_array(arena, count + 1, sizeof *stream);
    struct stream *keys = parley_i_arena_array(arena, count + 1, sizeof *keys);
    uint32_t *dimension = parley_i_arena_array(arena, count + 1, sizeof *dimension);
    if (design == NULL || stream == NULL || keys == NULL || dimension == NULL) {
        return parley_i_no_memory();
    }
    *design = *whole;
    for (size_t i = 0; i < count; i++) {
        stream[i] = parley_i_stream(whole->def.seed, places[i]);
        size_t j = place_of(whole, stream[i]);
        if (j == whole->places) {
            return parley_i_fail(PARLEY_BAD_ARGUMENT, "the design has no place \"%s\"", places[i]);
        }
        keys[i] = whole->keys[j];
        dimension[i] = (uint32_t)j;
    }
    design->places = count;
    design->stream = stream;
    design->keys = keys;
    design->dimension = dimension;
    *out = design;
    return PARLEY_OK;
}

/// The secret of a replicate: two uniforms of the key stream would share a counter, so the draw number tells them
/// apart.
static uint64_t replicate_key(struct stream keys, uint32_t replicate)
{
    return (uint64_t)(parley_i_uniform(keys, 0, replicate) * 0x1p52) << 12 ^
           (uint64_t)(parley_i_uniform(keys, 1, replicate) * 0x1p52);
}

/// Trials of one replicate, at most DESIGN_PIECE.
static void fill_piece(const struct design *design, size_t place, uint32_t replicate, uint64_t first, double *u,
                       size_t n)
{
    double jitter[DESIGN_PIECE];
    parley_i_uniform_fill(design->stream[place], first, 0, jitter, n);
    uint64_t key = replicate_key(design->keys[place], replicate);
    uint64_t start = parley_i_design_replicate_first(design, replicate);
    if (design->def.sampling == SAMPLING_LATIN) {
        uint64_t size = parley_i_design_replicate_first(design, replicate + 1) - start;
        parley_i_latin_fill(key, size, first - start, jitter, u, n);
    } else {
        parley_i_sobol_fill(&design->sobol[dimension_of(design, place)], key, first - start, jitter, u, n);
    }
}

void parley_i_design_fill(const struct design *design, size_t place, uint64_t first, double *u, size_t n)
{
    enum sampling sampling = design->def.sampling;
    if (sampling == SAMPLING_MEDIAN) {
        for (size_t t = 0; t < n; t++) {
            u[t] = 0.5;
        }
        return;
    }
    if (sampling == SAMPLING_RANDOM || (sampling == SAMPLING_SOBOL && dimension_of(design, place) >= design->sobol_places)) {
        parley_i_uniform_fill(design->stream[place], first, 0, u, n);
        return;
    }
    while (n > 0) {
        uint32_t replicate = parley_i_design_replicate(design, first);
        uint64_t left = parley_i_design_replicate_first(design, replicate + 1) - first;
        size_t count = n < DESIGN_PIECE ? n : DESIGN_PIECE;
        count = count < left ? count : (size_t)left;
        fill_piece(design, place, replicate, first, u, count);
        first += count;
        u += count;
        n -= count;
    }
}
