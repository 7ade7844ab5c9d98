// Loops over blocks are compiled for several instruction sets, and the best one is chosen when the library is loaded. The
// arithmetic is the same in each (no contraction, no reassociation), so the bits are too.
#ifndef PARLEY_LIB_BASE_VECTOR_H
#define PARLEY_LIB_BASE_VECTOR_H

#if defined(__GNUC__) && !defined(__clang__) && defined(__x86_64__) && defined(__linux__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define PARLEY_I_VECTOR __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define PARLEY_I_VECTOR
#endif

#endif
