// The progress bar, and interrupts.
#include "progress.h"
#include "out.h"
#include <math.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

static volatile sig_atomic_t signal_caught;
static uint64_t trials_played;  // of all variants so far

static void on_signal(int number)
{
    if (signal_caught != 0) {
        outputs_abandon_in_signal();
        _exit(128 + number);
    }
    signal_caught = number;
}

void catch_interrupts(void)
{
    struct sigaction action;
    memset(&action, 0, sizeof action);
    action.sa_handler = on_signal;
    action.sa_flags = SA_RESTART;
    (void)sigemptyset(&action.sa_mask);
    (void)sigaction(SIGINT, &action, NULL);
    (void)sigaction(SIGTERM, &action, NULL);
    action.sa_handler = SIG_IGN;  // a closed pipe is a failed write like any other
    (void)sigaction(SIGPIPE, &action, NULL);
}

int interrupted(void)
{
    return signal_caught == 0 ? 0 : 128 + (int)signal_caught;
}

uint64_t played_so_far(void)
{
    return trials_played;
}

static double now(void)
{
    struct timespec time;
    return clock_gettime(CLOCK_MONOTONIC, &time) == 0 ? (double)time.tv_sec + 1e-9 * (double)time.tv_nsec : 0;
}

void progress_begin(struct progress *progress, const struct options *options, uint64_t parts)
{
    *progress = (struct progress){ .shown = !options->quiet && isatty(STDERR_FILENO) == 1, .what = "", .parts = parts };
    progress->begun = now();
}

/// "40 s", "12 min", "3 h 20 min".
static void time_text(char *text, size_t capacity, double seconds)
{
    double minutes = floor(seconds / 60 + 0.5);
    if (seconds < 90) {
        (void)snprintf(text, capacity, "%.0f s", seconds);
    } else if (minutes < 90) {
        (void)snprintf(text, capacity, "%.0f min", minutes);
    } else {
        (void)snprintf(text, capacity, "%.0f h %02.0f min", floor(minutes / 60), fmod(minutes, 60));
    }
}

/// "[########        ]  50%  3 s left", redrawn in place.
static void draw(const struct progress *progress, double done, double elapsed)
{
    enum { WIDTH = 40 };
    char bar[WIDTH + 1];
    for (int i = 0; i < WIDTH; i++) {
        bar[i] = i < done * WIDTH ? '#' : ' ';
    }
    bar[WIDTH] = '\0';
    double left = done > 0 ? elapsed * (1 - done) / done : 0;
    char time[40];
    time_text(time, sizeof time, left);
    (void)fprintf(stderr, "\r[%s] %3.0f%%  %s left  %.30s\033[K", bar, 100 * done, time, progress->what);
    (void)fflush(stderr);
}

bool progress_step(uint64_t played, uint64_t trials, void *user)
{
    struct progress *progress = user;
    trials_played = progress->before + played;
    if (interrupted() != 0) {
        return false;
    }
    if (progress->shown && trials > 0) {
        double time = now();
        if (time - progress->drawn >= 0.1) {
            progress->drawn = time;
            draw(progress, ((double)progress->part + (double)played / (double)trials) / (double)progress->parts, time - progress->begun);
        }
    }
    return true;
}

void progress_end(struct progress *progress)
{
    if (progress->shown && progress->drawn > 0) {
        (void)fprintf(stderr, "\r\033[K");
        (void)fflush(stderr);
    }
}
