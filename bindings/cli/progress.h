// How far a run has come, for people at a terminal; and the way out by Ctrl-C.
#ifndef PARLEY_CLI_PROGRESS_H
#define PARLEY_CLI_PROGRESS_H

#include "command.h"

struct progress {
    bool shown;          // standard error is a terminal, and nobody asked for quiet
    const char *what;    // such as the variant being played
    uint64_t part, parts;// this run is the part-th (from 0) of so many
    uint64_t before;     // trials of the parts before
    double begun, drawn; // seconds
};

/// Let Ctrl-C (and a request to terminate) stop a run rather than the process; a second one ends the process at once.
void catch_interrupts(void);

/// Exit status of an interrupted command, 0 while there was no interrupt.
int interrupted(void);

/// Trials played by the runs of this command, as far as they have told.
uint64_t played_so_far(void);

void progress_begin(struct progress *progress, const struct options *options, uint64_t parts);

/// To be a run's `progress`, with a struct progress as its user data.
bool progress_step(uint64_t played, uint64_t trials, void *user);

/// Take the bar off the screen.
void progress_end(struct progress *progress);

#endif
