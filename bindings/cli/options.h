// The command line, read.
#ifndef PARLEY_CLI_OPTIONS_H
#define PARLEY_CLI_OPTIONS_H

#include "command.h"

/// Read the arguments after the subcommand's name. Returns an exit status; `options->given[OPTION_HELP]` may be set.
int options_read(struct options *options, const struct subcommand *subcommand, int count, char **arguments);

void options_release(struct options *options);

/// One line for each option that the subcommand understands.
void options_describe(FILE *page, const struct subcommand *subcommand);

/// The known name nearest to a misspelt one, or NULL when none is near.
const char *nearest_name(const char *wrong, const char *const *names, size_t count);

#endif
