#include "base/arena.h"

#include "base/fail.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { ALIGNMENT = 64, PAGE_SIZE = 16384 };

struct arena_page {
    struct arena_page *next;
    size_t used, capacity;  // of the data behind the header, which starts at the next multiple of ALIGNMENT
};

static size_t round_up(size_t size) { return (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1); }

static char *page_data(struct arena_page *page) { return (char *)page + round_up(sizeof *page); }

static struct arena_page *new_page(size_t capacity)
{
    if (capacity > SIZE_MAX - 2 * ALIGNMENT - sizeof(struct arena_page)) {
        return NULL;
    }
    struct arena_page *page = aligned_alloc(ALIGNMENT, round_up(sizeof *page) + capacity);
    if (page) {
        page->next = NULL;
        page->used = 0;
        page->capacity = capacity;
    }
    return page;
}

/// Small texts share an alignment of 16, so that a model of many short names stays small.
static void *take(struct arena *arena, size_t size, size_t alignment)
{
    if (size > SIZE_MAX - 2 * ALIGNMENT) {
        return NULL;
    }
    struct arena_page *page = arena->page;
    size_t start = page ? (page->used + alignment - 1) & ~(alignment - 1) : 0;
    if (!page || start > page->capacity || page->capacity - start < size) {
        size_t capacity = round_up(size > PAGE_SIZE / 4 ? size : PAGE_SIZE);
        struct arena_page *fresh = new_page(capacity);
        if (!fresh) {
            return NULL;
        }
        // A large piece gets a page of its own behind the newest, whose room is still good.
        if (page && capacity != PAGE_SIZE) {
            fresh->next = page->next;
            page->next = fresh;
        } else {
            fresh->next = page;
            arena->page = fresh;
        }
        page = fresh;
        start = 0;
    }
    page->used = start + size;
    return memset(page_data(page) + start, 0, size);
}

void *parley_i_arena_take(struct arena *arena, size_t size) { return take(arena, size ? size : 1, ALIGNMENT); }

void *parley_i_arena_array(struct arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size) {
        return NULL;
    }
    return parley_i_arena_take(arena, count * size);
}

char *parley_i_arena_text(struct arena *arena, const char *text)
{
    if (!text) {
        return NULL;
    }
    size_t size = strlen(text) + 1;
    char *copy = take(arena, size, 1);
    return copy ? memcpy(copy, text, size) : NULL;
}

char *parley_i_arena_format(struct arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    int size = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = size < 0 ? NULL : take(arena, (size_t)size + 1, 1);
    if (text) {
        vsnprintf(text, (size_t)size + 1, format, again);
    }
    va_end(again);
    return text;
}

void parley_i_arena_release(struct arena *arena)
{
    struct arena_page *page = arena->page;
    while (page) {
        struct arena_page *next = page->next;
        free(page);
        page = next;
    }
    arena->page = NULL;
}

parley_status parley_i_no_memory(void)
{
    return parley_i_fail(PARLEY_NO_MEMORY, "%s", parley_status_text(PARLEY_NO_MEMORY));
}
