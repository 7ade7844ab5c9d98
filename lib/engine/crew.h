// A crew of threads that work through numbered pieces of a wave, again and again. The calling thread is one of them.
#ifndef PARLEY_LIB_ENGINE_CREW_H
#define PARLEY_LIB_ENGINE_CREW_H

#include <parley/base.h>

struct crew;

/// Work on one piece; false: the crew takes no further pieces of this wave. Pieces are handed out in ascending order.
typedef bool crew_work(void *user, uint32_t worker, uint64_t piece);

/// A crew of `workers` >= 1 threads in all. PARLEY_NO_THREAD, PARLEY_NO_MEMORY.
parley_status parley_i_crew_create(uint32_t workers, struct crew **out);
void parley_i_crew_destroy(struct crew *crew);

/// Work through pieces 0 .. pieces - 1 and return when all that were begun are done.
void parley_i_crew_wave(struct crew *crew, uint64_t pieces, crew_work *work, void *user);

/// Processors this process may use, at least 1.
uint32_t parley_i_processors(void);

#endif
