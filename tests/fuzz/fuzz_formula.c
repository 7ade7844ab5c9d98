// Any text is read as a formula, or refused with a sentence; what was read runs. Over numbers, labels and
// distributions.
#include <stdlib.h>

#include "formula/block.h"

enum { LARGEST = 70 * 1024, SCRATCH = 1 << 20, TRIALS = 8 };

static const char *const labels[] = {"none", "monitors", "troops"};
static const struct category presence = {"issue presence", labels, 3};

static parley_status play(struct arena *arena, const struct sheet *sheet)
{
    const struct design_def def = {1, TRIALS, SAMPLING_RANDOM, 1};
    const struct design *design;
    struct block *block;
    if (parley_i_design_create(arena, &def, parley_i_sheet_place_names(sheet), parley_i_sheet_places(sheet), &design) !=
            PARLEY_OK ||
        parley_i_block_create(arena, sheet, design, 1, &block) != PARLEY_OK) {
        return PARLEY_NO_MEMORY;
    }
    parley_i_block_begin(block, 0, TRIALS);
    for (size_t t = 0; t < TRIALS; t++) {
        block->column[0][t] = (double)t - 3;
        block->column[1][t] = (double)(t % 3);
    }
    return parley_i_block_run(block, 0, NULL);
}

static void run_local(struct sheet *sheet, const struct source *source)
{
    static double x[TRIALS], out[TRIALS], column[2 * TRIALS], scratch[SCRATCH];
    const struct symbol variable = {"x", NULL, {0, 0}};
    struct local *local;
    if (parley_i_local_compile(sheet, source, &variable, 1, true, &local) == PARLEY_OK &&
        parley_i_local_scratch(local) * TRIALS <= SCRATCH) {
        parley_i_local_run(local, (const double *const[]){x}, column, TRIALS, scratch, out);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {NULL};
    struct sheet *sheet;
    struct number number;
    int32_t column;
    char *text = calloc(1, size + 1);
    if (text == NULL || size > LARGEST) {
        free(text);
        return 0;
    }
    memcpy(text, data, size);
    const struct source source = {text, "/fuzz"};
    const struct definition definitions[] = {{"first", {text, "/first"}},
                                             {"second", {"first + normal(0, 1)", "/second"}}};
    if (parley_i_sheet_create(&arena, &sheet) == PARLEY_OK &&
        parley_i_sheet_column(sheet, "a", NULL, &column) == PARLEY_OK &&
        parley_i_sheet_column(sheet, "presence", &presence, &column) == PARLEY_OK &&
        parley_i_sheet_constant(sheet, "c", NULL, 2.5) == PARLEY_OK) {
        (void)parley_i_sheet_formula(sheet, &source, "as_number", NULL, &number);
        (void)parley_i_sheet_formula(sheet, &source, "as_label", &presence, &number);
        (void)parley_i_sheet_number(sheet, &source, "as_probability", &parley_i_probability, 0, &number);
        run_local(sheet, &source);
        (void)parley_i_sheet_define(sheet, "assumptions.", definitions, 2);
        (void)play(&arena, sheet);
    }
    parley_i_arena_release(&arena);
    free(text);
    return 0;
}
