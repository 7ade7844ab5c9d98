#include "formula/names.h"

#include "base/fail.h"

enum { FIRST_SLOTS = 64, FIRST_CAPACITY = 16 };

static uint64_t hash_of(const char *name, size_t length) // FNV-1a; used for look-up only, no order comes from it
{
    uint64_t hash = 14695981039346656037u;
    for (size_t i = 0; i < length; i++) {
        hash = (hash ^ (unsigned char)name[i]) * 1099511628211u;
    }
    return hash ^ (hash >> 32);
}

size_t parley_i_names_find(const struct names *names, const char *name, size_t length)
{
    if (names->slots == 0) {
        return NAMES_NONE;
    }
    const size_t mask = names->slots - 1;
    for (size_t at = (size_t)hash_of(name, length) & mask; names->slot[at] != 0; at = (at + 1) & mask) {
        const char *known = names->name[names->slot[at] - 1];
        if (strncmp(known, name, length) == 0 && known[length] == '\0') {
            return names->slot[at] - 1;
        }
    }
    return NAMES_NONE;
}

static void place(uint32_t *slot, size_t slots, const char *name, size_t index)
{
    const size_t mask = slots - 1;
    size_t at = (size_t)hash_of(name, strlen(name)) & mask;
    while (slot[at] != 0) {
        at = (at + 1) & mask;
    }
    slot[at] = (uint32_t)index + 1;
}

static parley_status rehash(struct names *names, struct arena *arena)
{
    const size_t slots = names->slots == 0 ? FIRST_SLOTS : 2 * names->slots;
    uint32_t *slot = parley_i_arena_array(arena, slots, sizeof *slot);
    if (slot == NULL) {
        return parley_i_no_memory();
    }
    for (size_t i = 0; i < names->count; i++) {
        place(slot, slots, names->name[i], i);
    }
    names->slot = slot;
    names->slots = slots;
    return PARLEY_OK;
}

parley_status parley_i_names_add(struct names *names, struct arena *arena, const char *name)
{
    if (2 * (names->count + 1) > names->slots) {
        PARLEY_I_TRY(rehash(names, arena));
    }
    PARLEY_I_TRY(parley_i_grow(arena, &names->name, names->count, &names->capacity, sizeof *names->name));
    const char *copy = parley_i_arena_text(arena, name);
    if (copy == NULL) {
        return parley_i_no_memory();
    }
    names->name[names->count] = copy;
    place(names->slot, names->slots, copy, names->count);
    names->count++;
    return PARLEY_OK;
}

parley_status parley_i_grow(struct arena *arena, void *items, size_t count, size_t *capacity, size_t size)
{
    if (count < *capacity) {
        return PARLEY_OK;
    }
    const size_t larger = *capacity == 0 ? FIRST_CAPACITY : 2 * *capacity;
    void *moved = parley_i_arena_array(arena, larger, size);
    if (moved == NULL) {
        return parley_i_no_memory();
    }
    void *old;
    memcpy(&old, items, sizeof old); // `items` is a pointer to a typed pointer: copied as bytes, never aliased
    if (count > 0) {
        memcpy(moved, old, count * size);
    }
    memcpy(items, &moved, sizeof moved);
    *capacity = larger;
    return PARLEY_OK;
}
