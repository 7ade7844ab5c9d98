// Memory that runs out on request: replaces the allocating functions of the program that includes it (once). Works with
// glibc and without sanitizers; elsewhere CAN_FAIL_MEMORY is 0 and such tests are skipped.
#ifndef PARLEY_TESTS_SUPPORT_FAILING_MEMORY_H
#define PARLEY_TESTS_SUPPORT_FAILING_MEMORY_H

#include <stdbool.h>
#include <stdlib.h>

#if defined(__GLIBC__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#define CAN_FAIL_MEMORY 1

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
void __libc_free(void *memory);

static _Thread_local long memory_left = -1;  // requests that still succeed; -1: all
static _Thread_local long memory_held;       // pieces taken and not given back

static bool memory_fails(void)
{
    if (memory_left > 0) {
        memory_left--;
        return false;
    }
    return memory_left == 0;
}

static void *held(void *memory)
{
    memory_held += memory != NULL;
    return memory;
}

void *malloc(size_t size) { return memory_fails() ? NULL : held(__libc_malloc(size)); }
void *calloc(size_t count, size_t size) { return memory_fails() ? NULL : held(__libc_calloc(count, size)); }
void *aligned_alloc(size_t alignment, size_t size)
{
    return memory_fails() ? NULL : held(__libc_memalign(alignment, size));
}

void *realloc(void *old, size_t size)
{
    if (memory_fails()) {
        return NULL;
    }
    return old ? __libc_realloc(old, size) : held(__libc_realloc(old, size));
}

void free(void *memory)
{
    memory_held -= memory != NULL;
    __libc_free(memory);
}

#else
#define CAN_FAIL_MEMORY 0
static long memory_left = -1, memory_held;
#endif

#endif
