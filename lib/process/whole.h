// The whole table: every party, every issue that is not fixed, judged as one deal; whatever sittings the scenario
// has.
#ifndef PARLEY_LIB_PROCESS_WHOLE_H
#define PARLEY_LIB_PROCESS_WHOLE_H

#include "process/process.h"

struct whole;

/// Compile it. Nothing of it draws, so the plan's sheet and blocks stay as they are. PARLEY_NO_ANSWER without parties
/// or issues.
parley_status parley_i_whole_make(struct arena *arena, const struct process *process, struct sheet *sheet,
                                  const struct whole **out);

/// Bytes of working memory, 64-byte aligned; and lay it out, once.
size_t parley_i_whole_memory(const struct whole *whole);
void parley_i_whole_begin(const struct whole *whole, void *memory);

/// Before the tables of a block: the assumptions and the parties' numbers are there (segment 0). What the block holds
/// of a deal is replaced by what is fixed. PARLEY_BAD_TRIAL when a party's weights make no sense in a trial.
parley_status parley_i_whole_block(const struct whole *whole, struct block *block, void *memory);

/// The table in one trial of that block. Valid until the next call.
const struct sitting *parley_i_whole_set(const struct whole *whole, const struct block *block, void *memory,
                                         size_t trial);

/// Its space of packages.
const struct space *parley_i_whole_space(const struct whole *whole);

/// Is an issue fixed beyond that party's red line in that trial? Its number, or -1.
int32_t parley_i_whole_crossed(const struct whole *whole, const struct block *block, void *memory, uint32_t party,
                               size_t trial);

/// A package (one option a factor) as the whole deal: every issue of the scenario, what is fixed included.
void parley_i_whole_tell(const struct whole *whole, const struct block *block, size_t trial, const uint32_t *choice,
                         struct record *into);

/// Does that party sign?
bool parley_i_whole_signs(const struct whole *whole, uint32_t party);

/// What the party's utility is in the block: a column.
const double *parley_i_whole_utility(const struct whole *whole, const struct block *block, uint32_t party);

#endif
