// The files that a subcommand was asked to write.
#ifndef PARLEY_CLI_FILES_H
#define PARLEY_CLI_FILES_H

#include "command.h"
#include "out.h"

struct files {
    struct outputs outputs;
    FILE *json, *csv, *save;  // NULL: not asked for
    bool standard;            // one of them is standard output, so no table belongs there
};

/// Open what was asked for. Returns an exit status, and has said what is wrong unless EXIT_DONE.
int files_open(struct files *files, const struct options *options);

/// When `status` is EXIT_DONE put all in place, else leave all as it was. Returns the exit status of both.
int files_close(struct files *files, int status);

/// Write what a library call made: hands the text on and frees it. Returns as `failed`.
int write_made(FILE *file, parley_status status, char *text);

#endif
