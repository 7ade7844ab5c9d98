#include "engine/crew.h"

#include "base/arena.h"
#include "base/fail.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

struct crew {
    pthread_mutex_t mutex;
    pthread_cond_t begin, end;
    uint64_t wave;           // number of the wave in hand; workers wait for it to change
    uint32_t busy;           // threads other than the caller still in the wave
    bool leave;
    atomic_uint_fast64_t next;
    atomic_bool stop;
    uint64_t pieces;
    crew_work *work;
    void *user;
    uint32_t workers;        // the calling thread included
    struct hand {
        struct crew *crew;
        uint32_t number;
        pthread_t thread;
    } *hand;                 // [1 .. workers - 1] run
};

static void take_pieces(struct crew *crew, uint32_t worker)
{
    while (!atomic_load(&crew->stop)) {
        uint64_t piece = atomic_fetch_add(&crew->next, 1);
        if (piece >= crew->pieces) {
            return;
        }
        if (!crew->work(crew->user, worker, piece)) {
            atomic_store(&crew->stop, true);
        }
    }
}

static void *serve(void *argument)
{
    struct hand *hand = argument;
    struct crew *crew = hand->crew;
    uint64_t seen = 0;
    pthread_mutex_lock(&crew->mutex);
    for (;;) {
        while (crew->wave == seen && !crew->leave) {
            pthread_cond_wait(&crew->begin, &crew->mutex);
        }
        if (crew->leave) {
            break;
        }
        seen = crew->wave;
        pthread_mutex_unlock(&crew->mutex);
        take_pieces(crew, hand->number);
        pthread_mutex_lock(&crew->mutex);
        if (--crew->busy == 0) {
            pthread_cond_signal(&crew->end);
        }
    }
    pthread_mutex_unlock(&crew->mutex);
    return NULL;
}

parley_status parley_i_crew_create(uint32_t workers, struct crew **out)
{
    *out = NULL;
    struct crew *crew = calloc(1, sizeof *crew);
    struct hand *hand = calloc(workers, sizeof *hand);
    if (!crew || !hand) {
        free(crew);
        free(hand);
        return parley_i_no_memory();
    }
    pthread_mutex_init(&crew->mutex, NULL);
    pthread_cond_init(&crew->begin, NULL);
    pthread_cond_init(&crew->end, NULL);
    crew->hand = hand;
    crew->workers = 1;
    while (crew->workers < workers) {
        hand[crew->workers] = (struct hand){.crew = crew, .number = crew->workers};
        if (pthread_create(&hand[crew->workers].thread, NULL, serve, &hand[crew->workers]) != 0) {
            uint32_t started = crew->workers;
            parley_i_crew_destroy(crew);
            return parley_i_fail(PARLEY_NO_THREAD, "only %u of %u worker threads could be started; ask for fewer threads",
                                 started, workers);
        }
        crew->workers++;
    }
    *out = crew;
    return PARLEY_OK;
}

void parley_i_crew_destroy(struct crew *crew)
{
    if (!crew) {
        return;
    }
    pthread_mutex_lock(&crew->mutex);
    crew->leave = true;
    pthread_cond_broadcast(&crew->begin);
    pthread_mutex_unlock(&crew->mutex);
    for (uint32_t i = 1; i < crew->workers; i++) {
        pthread_join(crew->hand[i].thread, NULL);
    }
    pthread_cond_destroy(&crew->end);
    pthread_cond_destroy(&crew->begin);
    pthread_mutex_destroy(&crew->mutex);
    free(crew->hand);
    free(crew);
}

void parley_i_crew_wave(struct crew *crew, uint64_t pieces, crew_work *work, void *user)
{
    pthread_mutex_lock(&crew->mutex);
    crew->pieces = pieces;
    crew->work = work;
    crew->user = user;
    crew->busy = crew->workers - 1;
    atomic_store(&crew->next, 0);
    atomic_store(&crew->stop, false);
    crew->wave++;
    pthread_cond_broadcast(&crew->begin);
    pthread_mutex_unlock(&crew->mutex);
    take_pieces(crew, 0);
    pthread_mutex_lock(&crew->mutex);
    while (crew->busy > 0) {
        pthread_cond_wait(&crew->end, &crew->mutex);
    }
    pthread_mutex_unlock(&crew->mutex);
}

uint32_t parley_i_processors(void)
{
    long count = sysconf(_SC_NPROCESSORS_ONLN);
    return count > 0 && count < 1024 ? (uint32_t)count : 1;
}
