// A result as a text that reads back to the same bits. Line by line:
//
//   parley-result 1
//   title "..."                      then variant, fingerprint, time_unit
//   run SEED TRIALS SAMPLING REPLICATES RANDOM_PLACES
//   covered COUNT                    then a line FIRST LAST for each
//   quantities COUNT                 then for each:
//   quantity GROUP TRUTH LABELS "NAME"   then path, label, unit, and a line "..." for each label of a category
//   counts UNDEFINED NEVER MINUS_NEVER   }
//   squares SUM                          } of numbers; SUM is pieces POSITION:DIGITS of the exact sum
//   cell N SUM                           } ... for each replicate
//   bins COUNT                           } ... then a line COUNT LEAST [MOST] for each, MOST left out where it is LEAST
//   cell UNDEFINED COUNT...          of categories, for each replicate
//   end CHECKSUM
//
// Whole numbers are decimal; doubles and digits of sums are the hexadecimal of their 64 bits.
#include "base/fail.h"
#include "result/counts.h"
#include "result/result.h"

uint64_t parley_i_saved_checksum(const char *text, size_t size)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < size; i++) {
        hash = (hash ^ (unsigned char)text[i]) * UINT64_C(0x100000001b3);
    }
    return hash;
}

static void add_whole(struct text *out, uint64_t value)
{
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + value % 10);
        value /= 10;
    } while (value > 0);
    parley_i_text_add_n(out, digits + at, sizeof digits - at);
}

static void add_hex(struct text *out, uint64_t value)
{
    char digits[16];
    size_t at = sizeof digits;
    do {
        digits[--at] = "0123456789abcdef"[value & 15];
        value >>= 4;
    } while (value > 0);
    parley_i_text_add_n(out, digits + at, sizeof digits - at);
}

static void add_double(struct text *out, double value)
{
    uint64_t bits;
    memcpy(&bits, &value, sizeof bits);
    add_hex(out, bits);
}

static void add_spaced(struct text *out, uint64_t value)
{
    parley_i_text_add(out, " ");
    add_whole(out, value);
}

static void add_quoted(struct text *out, const char *key, const char *value)
{
    parley_i_text_add(out, key);
    parley_i_text_add(out, "\"");
    for (const char *c = value; *c; c++) {
        switch (*c) {
        case '\n':
            parley_i_text_add(out, "\\n");
            break;
        case '"':
        case '\\':
            parley_i_text_add_n(out, "\\", 1);
            parley_i_text_add_n(out, c, 1);
            break;
        default:
            parley_i_text_add_n(out, c, 1);
        }
    }
    parley_i_text_add(out, "\"\n");
}

static void add_sum(struct text *out, const struct exact *sum)
{
    struct exact normal = *sum;
    parley_i_exact_normalise(&normal);
    for (uint32_t i = 0; i < EXACT_CHUNKS; i++) {
        if (normal.chunk[i] != 0) {
            add_spaced(out, i);
            parley_i_text_add(out, ":");
            add_hex(out, (uint64_t)normal.chunk[i]);
        }
    }
    parley_i_text_add(out, "\n");
}

static void save_numbers(struct text *out, const struct tally *tally)
{
    parley_i_text_add(out, "counts");
    add_spaced(out, tally->undefined);
    add_spaced(out, tally->never);
    add_spaced(out, tally->minus_never);
    parley_i_text_add(out, "\nsquares");
    add_sum(out, &tally->squares);
    for (uint32_t r = 0; r < tally->replicates; r++) {
        parley_i_text_add(out, "cell");
        add_spaced(out, tally->cell[r].n);
        add_sum(out, &tally->cell[r].sum);
    }
    size_t bins = 0;
    for (struct bin_walk walk = {.counts = tally->counts}; parley_i_counts_next(&walk);) {
        bins++;
    }
    parley_i_text_add(out, "bins");
    add_spaced(out, bins);
    parley_i_text_add(out, "\n");
    struct bin_walk walk = {.counts = tally->counts};
    for (const struct bin *bin = parley_i_counts_next(&walk); bin; bin = parley_i_counts_next(&walk)) {
        add_whole(out, bin->count);
        parley_i_text_add(out, " ");
        add_double(out, bin->least);
        if (bin->most > bin->least) {
            parley_i_text_add(out, " ");
            add_double(out, bin->most);
        }
        parley_i_text_add(out, "\n");
    }
}

static void save_shares(struct text *out, const struct tally *tally)
{
    for (uint32_t r = 0; r < tally->replicates; r++) {
        parley_i_text_add(out, "cell");
        add_spaced(out, tally->cell[r].undefined);
        for (uint32_t i = 0; i < tally->labels; i++) {
            add_spaced(out, tally->share[(size_t)r * tally->labels + i]);
        }
        parley_i_text_add(out, "\n");
    }
}

static void save_quantity(struct text *out, const struct quantity *quantity)
{
    parley_i_text_add(out, "quantity");
    add_spaced(out, (uint64_t)quantity->group);
    add_spaced(out, quantity->truth);
    add_spaced(out, quantity->label_count);
    add_quoted(out, " ", quantity->name);
    add_quoted(out, "path ", quantity->path);
    add_quoted(out, "label ", quantity->label);
    add_quoted(out, "unit ", quantity->unit);
    for (uint32_t i = 0; i < quantity->label_count; i++) {
        add_quoted(out, "", quantity->labels[i]);
    }
    if (quantity->label_count > 0) {
        save_shares(out, &quantity->tally);
    } else {
        save_numbers(out, &quantity->tally);
    }
}

parley_status parley_result_save(const parley_result *result, char **out, size_t *size)
{
    PARLEY_I_REQUIRE(out && size, "parley_result_save: out or size is NULL");
    *out = NULL;
    *size = 0;
    PARLEY_I_REQUIRE(result, "parley_result_save: result is NULL");
    struct text text = {0};
    parley_i_text_add(&text, "parley-result 1\n");
    add_quoted(&text, "title ", result->title);
    add_quoted(&text, "variant ", result->variant);
    add_quoted(&text, "fingerprint ", result->fingerprint);
    add_quoted(&text, "time_unit ", result->time_unit);
    parley_i_text_add(&text, "run");
    add_spaced(&text, result->seed);
    add_spaced(&text, result->trials);
    add_spaced(&text, (uint64_t)result->sampling);
    add_spaced(&text, result->replicates);
    add_spaced(&text, result->random_places);
    parley_i_text_add(&text, "\ncovered");
    add_spaced(&text, result->covered_count);
    parley_i_text_add(&text, "\n");
    for (size_t i = 0; i < result->covered_count; i++) {
        add_whole(&text, result->covered[i].first);
        add_spaced(&text, result->covered[i].last);
        parley_i_text_add(&text, "\n");
    }
    parley_i_text_add(&text, "quantities");
    add_spaced(&text, result->quantity_count);
    parley_i_text_add(&text, "\n");
    for (size_t i = 0; i < result->quantity_count; i++) {
        save_quantity(&text, &result->quantity[i]);
    }
    uint64_t checksum = text.failed ? 0 : parley_i_saved_checksum(text.data, text.size);
    parley_i_text_add(&text, "end ");
    add_hex(&text, checksum);
    parley_i_text_add(&text, "\n");
    *size = text.size;
    parley_status status = parley_i_text_take(&text, out);
    if (status != PARLEY_OK) {
        *size = 0;
    }
    return status;
}
