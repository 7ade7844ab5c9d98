#include "formula/compile.h"

bool parley_i_sheet_reads(const struct sheet *sheet, int32_t column, size_t from, size_t to)
{
    for (size_t i = 0; i < sheet->program.count; i++) {
        const struct instruction *code = &sheet->program.code[i];
        for (size_t k = 0; code->segment >= from && code->segment < to && k < MOST_OPERANDS; k++) {
            if (code->from[k].kind == OPERAND_COLUMN && code->from[k].index == (uint32_t)column) {
                return true;
            }
        }
    }
    for (size_t d = 0; d < sheet->drawings; d++) {
        for (size_t k = 0; k < sheet->drawing[d].arguments; k++) {
            const struct operand *argument = &sheet->drawing[d].argument[k];
            if (argument->kind == OPERAND_COLUMN && argument->index == (uint32_t)column) {
                return true; // a draw's segment is not looked up: assume the worst
            }
        }
    }
    return false;
}
