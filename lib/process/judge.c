#include "process/judge.h"

#include "process/steps.h"

void parley_i_process_judge(const struct process *process, struct block *block, void *memory, const double *deal,
                            double *utility)
{
    static const uint8_t mask[BLOCK_TRIALS] = {1};
    struct turn turn = *(const struct turn *)memory;
    turn.block = block;
    turn.told = NULL;
    for (uint32_t i = 0; i < process->parties.issues; i++) {
        bool options = process->model->issues[i].options != NULL;
        block->column[process->deals.column[i]][0] = deal[i];
        turn.deals.at[(size_t)i * BLOCK_TRIALS] = options && deal[i] >= 0 ? (int32_t)deal[i] : -1;
    }
    parley_i_update_utilities(&turn, mask, true);
    for (uint32_t p = 0; p < process->parties.count; p++) {
        utility[p] = block->column[process->parties.party[p].utility][0];
    }
}

bool parley_i_process_settled(const struct process *process, const struct block *block, double *deal)
{
    for (uint32_t i = 0; i < process->parties.issues; i++) {
        deal[i] = block->column[process->deals.column[i]][0];
    }
    return block->column[process->agreement][0] != 0;
}

double parley_i_process_no_deal(const struct process *process, const struct block *block, uint32_t party)
{
    return parley_i_number_at(&process->parties.party[party].no_deal, block, 0);
}

bool parley_i_process_signs(const struct process *process, uint32_t party)
{
    return process->parties.party[party].signs;
}

double parley_i_process_fixed(const struct process *process, const struct block *block, uint32_t issue)
{
    return parley_i_number_at(&process->fixed[issue], block, 0);
}

double parley_i_process_status_quo(const struct process *process, const struct block *block, uint32_t issue)
{
    return parley_i_number_at(&process->deals.status_quo[issue], block, 0);
}
