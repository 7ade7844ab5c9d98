// A growing list of distinct names with a fast look-up: symbols, drawing places, definitions.
#ifndef PARLEY_LIB_FORMULA_NAMES_H
#define PARLEY_LIB_FORMULA_NAMES_H

#include "base/arena.h"

struct names {
    const char **name; // in the order they were added
    size_t count, capacity;
    uint32_t *slot; // open addressing: index + 1, 0 when free
    size_t slots;   // a power of two, at least twice the count
};

#define NAMES_NONE SIZE_MAX

/// The index of the name made of the first `length` bytes of `name`, or NAMES_NONE.
size_t parley_i_names_find(const struct names *names, const char *name, size_t length);

/// Add a copy of a name that is not there yet; its index is the old count.
parley_status parley_i_names_add(struct names *names, struct arena *arena, const char *name);

/// Room for one more item of `size` bytes in an array taken from the arena: `*items` moves when it is full.
parley_status parley_i_grow(struct arena *arena, void *items, size_t count, size_t *capacity, size_t size);

#endif
