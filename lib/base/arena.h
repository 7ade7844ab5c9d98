// Memory that is taken piece by piece and given back as a whole: scenarios' models, plans and reports live in one each.
#ifndef PARLEY_LIB_BASE_ARENA_H
#define PARLEY_LIB_BASE_ARENA_H

#include <parley/base.h>

struct arena {
    struct arena_page *page;  // newest first; NULL when nothing was taken yet
};

/// `size` zeroed bytes aligned to 64, or NULL when memory ran out. Valid until the arena is released.
void *parley_i_arena_take(struct arena *arena, size_t size);

/// `count * size` zeroed bytes with an overflow check; NULL on overflow or when memory ran out.
void *parley_i_arena_array(struct arena *arena, size_t count, size_t size);

/// A copy of a text; NULL when memory ran out (or `text` is NULL).
char *parley_i_arena_text(struct arena *arena, const char *text);

/// A formatted text; NULL when memory ran out.
char *parley_i_arena_format(struct arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

/// Give everything back. An all-zero arena is valid and empty.
void parley_i_arena_release(struct arena *arena);

/// The status for a NULL from any of the above (sets the sentence).
parley_status parley_i_no_memory(void);

#endif
