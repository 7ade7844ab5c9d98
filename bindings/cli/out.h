// Files that appear whole or not at all: each is written beside its place and moved there when all of them are complete.
#ifndef PARLEY_CLI_OUT_H
#define PARLEY_CLI_OUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum { MOST_OUTPUTS = 4 };

struct output {
    const char *target;  // as the user wrote it; "-" is standard output
    char *place, *draft; // where it belongs, links followed, and where it is written until it is complete (NULL: right there)
    FILE *file;
};

struct outputs {
    struct output item[MOST_OUTPUTS];
    size_t count;
};

/// Open an output ("-": standard output). NULL, and has said why, when it cannot be written.
FILE *outputs_add(struct outputs *outputs, const char *target);

/// Put everything in its place. Returns an exit status, and has said what went wrong; then nothing has changed.
int outputs_commit(struct outputs *outputs);

/// Leave everything as it was. Fine after a commit.
void outputs_abandon(struct outputs *outputs);

/// The same from a signal handler: only removes the drafts.
void outputs_abandon_in_signal(void);

/// After writing much to a file: remember why, if it failed.
void note_write(FILE *file);

/// Say why a target could not be written, as noted. Returns EXIT_SYSTEM, or EXIT_UNREAD for a pipe whose reader has gone.
int write_failed(const char *target);

/// Flush standard output. Returns an exit status, and has said what went wrong (once).
int flush_standard_output(void);

#endif
