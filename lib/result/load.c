// Reading a saved result back (the form is told in save.c). Nothing in the text is trusted: every count is checked
// against what the rest says before it is used, and no more memory is taken than a small multiple of the text's size.
#include "base/fail.h"
#include "result/counts.h"
#include "result/result.h"

#include <math.h>

#define MOST_TRIALS (UINT64_C(1) << 53)

struct reader {
    const char *at, *end;
    uint64_t line;
    struct arena *texts;
};

static parley_status bad(const struct reader *reader, const char *expected)
{
    size_t size = 0;
    while (reader->at + size < reader->end && reader->at[size] != '\n' && size < 40) {
        size++;
    }
    char found[48] = "the end of the text";
    if (reader->at < reader->end) {
        memcpy(found + 1, reader->at, size);
        found[0] = found[size + 1] = '"';
        found[size + 2] = '\0';
    }
    return parley_i_fail(PARLEY_BAD_RESULT, "line %llu of the saved result: found %s, expected %s",
                         (unsigned long long)reader->line, found, expected);
}

static parley_status wrong(const struct reader *reader, const char *sentence)
{
    return parley_i_fail(PARLEY_BAD_RESULT, "line %llu of the saved result: %s", (unsigned long long)reader->line,
                         sentence);
}

/// Exactly this text.
static parley_status read_word(struct reader *reader, const char *word)
{
    size_t size = strlen(word);
    if ((size_t)(reader->end - reader->at) < size || memcmp(reader->at, word, size) != 0) {
        char expected[64] = "\"";
        strncat(expected, word, 40);
        strcat(expected, "\"");
        return bad(reader, strcmp(word, "\n") == 0 ? "the end of the line" : expected);
    }
    reader->at += size;
    reader->line += word[size - 1] == '\n';
    return PARLEY_OK;
}

static bool next_is(const struct reader *reader, char c) { return reader->at < reader->end && *reader->at == c; }

static parley_status read_whole(struct reader *reader, uint64_t most, uint64_t *out)
{
    uint64_t value = 0;
    const char *c = reader->at;
    for (; c < reader->end && *c >= '0' && *c <= '9'; c++) {
        uint64_t digit = (uint64_t)(*c - '0');
        if (value > (most - digit) / 10 || digit > most) {
            return bad(reader, "a smaller number");
        }
        value = 10 * value + digit;
    }
    if (c == reader->at) {
        return bad(reader, "a whole number");
    }
    reader->at = c;
    *out = value;
    return PARLEY_OK;
}

static parley_status read_spaced(struct reader *reader, uint64_t most, uint64_t *out)
{
    PARLEY_I_TRY(read_word(reader, " "));
    return read_whole(reader, most, out);
}

static parley_status read_hex(struct reader *reader, uint64_t *out)
{
    uint64_t value = 0;
    const char *c = reader->at;
    for (; c < reader->end && c - reader->at < 16; c++) {
        int digit = *c >= '0' && *c <= '9' ? *c - '0' : *c >= 'a' && *c <= 'f' ? *c - 'a' + 10 : -1;
        if (digit < 0) {
            break;
        }
        value = value << 4 | (uint64_t)digit;
    }
    if (c == reader->at) {
        return bad(reader, "a hexadecimal number");
    }
    reader->at = c;
    *out = value;
    return PARLEY_OK;
}

static parley_status read_double(struct reader *reader, double *out)
{
    uint64_t bits = 0;
    struct reader start = *reader;
    PARLEY_I_TRY(read_hex(reader, &bits));
    memcpy(out, &bits, sizeof bits);
    if (!isfinite(*out)) {
        return bad(&start, "the bits of a finite number");
    }
    *out += 0.0;
    return PARLEY_OK;
}

/// key "..." and the end of the line.
static parley_status read_quoted(struct reader *reader, const char *key, const char **out)
{
    if (*key) {
        PARLEY_I_TRY(read_word(reader, key));
    }
    PARLEY_I_TRY(read_word(reader, "\""));
    const char *close = reader->at;
    while (close < reader->end && *close != '"' && *close != '\n' && *close != '\0') {
        close += *close == '\\' && close + 1 < reader->end ? 2 : 1;
    }
    if (close >= reader->end || *close != '"') {
        return bad(reader, "a text that ends with '\"' on this line");
    }
    char *text = parley_i_arena_take(reader->texts, (size_t)(close - reader->at) + 1);
    if (!text) {
        return parley_i_no_memory();
    }
    *out = text;
    while (reader->at < close) {
        char c = *reader->at++;
        if (c == '\\') {
            c = *reader->at++;
            if (c != '"' && c != '\\' && c != 'n') {
                reader->at -= 2;
                return bad(reader, "'\\\"', '\\\\' or '\\n' after a backslash");
            }
            c = c == 'n' ? '\n' : c;
        }
        *text++ = c;
    }
    return read_word(reader, "\"\n");
}

static parley_status read_sum(struct reader *reader, struct exact *sum)
{
    uint64_t before = 0;
    for (bool first = true; next_is(reader, ' '); first = false) {
        uint64_t position = 0, digits = 0;
        struct reader start = *reader;
        PARLEY_I_TRY(read_spaced(reader, EXACT_CHUNKS - 1, &position));
        PARLEY_I_TRY(read_word(reader, ":"));
        PARLEY_I_TRY(read_hex(reader, &digits));
        int64_t chunk = 0;
        memcpy(&chunk, &digits, sizeof chunk);
        if ((!first && position <= before) || chunk < -(INT64_C(1) << 33) || chunk > INT64_C(1) << 33) {
            return bad(&start, "the next piece of an exact sum");
        }
        sum->chunk[position] = chunk;
        before = position;
    }
    parley_i_exact_normalise(sum);
    return read_word(reader, "\n");
}

static parley_status read_bin(struct reader *reader, struct tally *tally, double *above)
{
    struct reader start = *reader;
    uint64_t count = 0;
    double least = 0, most = 0;
    PARLEY_I_TRY(read_whole(reader, MOST_TRIALS, &count));
    PARLEY_I_TRY(read_word(reader, " "));
    PARLEY_I_TRY(read_double(reader, &least));
    most = least;
    if (next_is(reader, ' ')) {
        PARLEY_I_TRY(read_word(reader, " "));
        PARLEY_I_TRY(read_double(reader, &most));
    }
    PARLEY_I_TRY(read_word(reader, "\n"));
    bool ordered = least > *above && least <= most && parley_i_counts_same_bin(least, most);
    bool apart = *above == -INFINITY || !parley_i_counts_same_bin(*above, least);
    if (!ordered || !apart || count < 1 + (uint64_t)(least < most)) {
        return bad(&start, "the next bin of values");
    }
    uint32_t bin = 0;
    if (!parley_i_counts_locate(tally->counts, &least, 1, &bin)) {
        return parley_i_no_memory();
    }
    parley_i_counts_put(tally->counts, bin, count, least, most);
    if (tally->truth && (least != most || (least != 0 && least != 1))) {
        return bad(&start, "0 or 1, as the quantity is yes or no");
    }
    tally->least = least < tally->least ? least : tally->least;
    tally->most = most > tally->most ? most : tally->most;
    tally->n += count;
    *above = most;
    return tally->n <= MOST_TRIALS ? PARLEY_OK : wrong(reader, "the bins hold more values than a run can have");
}

static parley_status read_numbers(struct reader *reader, struct tally *tally)
{
    PARLEY_I_TRY(read_word(reader, "counts"));
    PARLEY_I_TRY(read_spaced(reader, MOST_TRIALS, &tally->undefined));
    PARLEY_I_TRY(read_spaced(reader, MOST_TRIALS, &tally->never));
    PARLEY_I_TRY(read_spaced(reader, MOST_TRIALS, &tally->minus_never));
    PARLEY_I_TRY(read_word(reader, "\n"));
    PARLEY_I_TRY(read_word(reader, "squares"));
    PARLEY_I_TRY(read_sum(reader, &tally->squares));
    uint64_t n = 0, bins = 0;
    for (uint32_t r = 0; r < tally->replicates; r++) {
        PARLEY_I_TRY(read_word(reader, "cell"));
        PARLEY_I_TRY(read_spaced(reader, MOST_TRIALS, &tally->cell[r].n));
        PARLEY_I_TRY(read_sum(reader, &tally->cell[r].sum));
        n += tally->cell[r].n;
    }
    PARLEY_I_TRY(read_word(reader, "bins"));
    PARLEY_I_TRY(read_spaced(reader, MOST_TRIALS, &bins));
    PARLEY_I_TRY(read_word(reader, "\n"));
    double above = -INFINITY;
    for (uint64_t i = 0; i < bins; i++) {
        PARLEY_I_TRY(read_bin(reader, tally, &above));
    }
    return tally->n == n ? PARLEY_OK : wrong(reader, "the bins before it do not hold as many values as the replicates");
}

static parley_status read_shares(struct reader *reader, struct tally *tally)
{
    for (uint32_t r = 0; r < tally->replicates; r++) {
        struct tally_cell *cell = &tally->cell[r];
        PARLEY_I_TRY(read_word(reader, "cell"));
        PARLEY_I_TRY(read_spaced(reader, MOST_TRIALS, &cell->undefined));
        tally->undefined += cell->undefined;
        for (uint32_t i = 0; i < tally->labels; i++) {
            uint64_t *share = &tally->share[(size_t)r * tally->labels + i];
            PARLEY_I_TRY(read_spaced(reader, MOST_TRIALS, share));
            cell->n += *share;
            tally->n += *share;
            if (tally->n > MOST_TRIALS) {
                return wrong(reader, "the labels hold more trials than a run can have");
            }
        }
        PARLEY_I_TRY(read_word(reader, "\n"));
    }
    return PARLEY_OK;
}

/// A count of things that each take at least `bytes` of the text still to come.
static parley_status read_count(struct reader *reader, size_t bytes, uint64_t *out)
{
    return read_spaced(reader, (uint64_t)(reader->end - reader->at) / bytes, out);
}

static parley_status read_quantity(struct reader *reader, parley_result *result)
{
    struct quantity said = {0};
    uint64_t group = 0, truth = 0, labels = 0;
    PARLEY_I_TRY(read_word(reader, "quantity"));
    PARLEY_I_TRY(read_spaced(reader, GROUP_AFTERMATH, &group));
    PARLEY_I_TRY(read_spaced(reader, 1, &truth));
    PARLEY_I_TRY(read_count(reader, 3 + 2 * (size_t)result->replicates, &labels));
    PARLEY_I_TRY(read_quoted(reader, " ", &said.name));
    PARLEY_I_TRY(read_quoted(reader, "path ", &said.path));
    PARLEY_I_TRY(read_quoted(reader, "label ", &said.label));
    PARLEY_I_TRY(read_quoted(reader, "unit ", &said.unit));
    const char **label = parley_i_arena_array(reader->texts, (size_t)labels, sizeof *label);
    if (!label && labels > 0) {
        return parley_i_no_memory();
    }
    for (uint64_t i = 0; i < labels; i++) {
        PARLEY_I_TRY(read_quoted(reader, "", &label[i]));
    }
    said.group = (enum quantity_group)group;
    said.truth = truth;
    said.labels = label;
    said.label_count = (uint32_t)labels;
    PARLEY_I_TRY(parley_i_result_append(result, &said));
    struct tally *tally = &result->quantity[result->quantity_count - 1].tally;
    PARLEY_I_TRY(labels > 0 ? read_shares(reader, tally) : read_numbers(reader, tally));
    if (tally->n + tally->undefined + tally->never + tally->minus_never != result->played) {
        return wrong(reader, "the quantity before it does not account for every trial played");
    }
    return PARLEY_OK;
}

static parley_status read_covered(struct reader *reader, parley_result *result)
{
    uint64_t count = 0;
    PARLEY_I_TRY(read_word(reader, "covered"));
    PARLEY_I_TRY(read_count(reader, 4, &count));
    PARLEY_I_TRY(read_word(reader, "\n"));
    uint64_t before = 0;
    for (uint64_t i = 0; i < count; i++) {
        uint64_t first = 0, last = 0;
        PARLEY_I_TRY(read_whole(reader, result->trials, &first));
        PARLEY_I_TRY(read_spaced(reader, result->trials, &last));
        if (first >= last || (i > 0 && first <= before)) {
            return wrong(reader, "ranges of trials must be in order, apart and not empty");
        }
        PARLEY_I_TRY(read_word(reader, "\n"));
        PARLEY_I_TRY(parley_i_result_cover(result, first, last));
        before = last;
    }
    return PARLEY_OK;
}

/// The first line. What is no saved result at all is told as such.
static parley_status read_form(struct reader *reader)
{
    static const char form[] = "parley-result ";
    size_t size = (size_t)(reader->end - reader->at), most = sizeof form - 1;
    if (size == 0 || memcmp(reader->at, form, size < most ? size : most) != 0) {
        return parley_i_fail(PARLEY_BAD_RESULT, "this is no saved result (what parley_result_save or parley run --save "
                                                "writes); such a file begins with \"parley-result 1\"");
    }
    return read_word(reader, "parley-result 1\n");
}

static parley_status read_head(struct reader *reader, struct parley_result *head)
{
    const char *fingerprint = "";
    uint64_t sampling = 0, replicates = 0;
    PARLEY_I_TRY(read_form(reader));
    PARLEY_I_TRY(read_quoted(reader, "title ", &head->title));
    PARLEY_I_TRY(read_quoted(reader, "variant ", &head->variant));
    PARLEY_I_TRY(read_quoted(reader, "fingerprint ", &fingerprint));
    if (strlen(fingerprint) >= sizeof head->fingerprint) {
        return wrong(reader, "the fingerprint in the line before is longer than 32 digits");
    }
    strcpy(head->fingerprint, fingerprint);
    PARLEY_I_TRY(read_quoted(reader, "time_unit ", &head->time_unit));
    PARLEY_I_TRY(read_word(reader, "run"));
    PARLEY_I_TRY(read_spaced(reader, UINT64_MAX, &head->seed));
    PARLEY_I_TRY(read_spaced(reader, MOST_TRIALS, &head->trials));
    PARLEY_I_TRY(read_spaced(reader, PARLEY_SAMPLING_SOBOL, &sampling));
    PARLEY_I_TRY(read_spaced(reader, TALLY_REPLICATES, &replicates));
    PARLEY_I_TRY(read_spaced(reader, MOST_TRIALS, &head->random_places));
    if (replicates == 0) {
        return wrong(reader, "a run has at least one replicate");
    }
    head->sampling = (parley_sampling)sampling;
    head->replicates = (uint32_t)replicates;
    return read_word(reader, "\n");
}

static parley_status read_result(struct reader *reader, const char *text, parley_result **result)
{
    struct parley_result head = {0};
    uint64_t quantities = 0, checksum = 0;
    PARLEY_I_TRY(read_head(reader, &head));
    PARLEY_I_TRY(parley_i_result_create(&head, NULL, 0, result));
    PARLEY_I_TRY(read_covered(reader, *result));
    PARLEY_I_TRY(read_word(reader, "quantities"));
    PARLEY_I_TRY(read_count(reader, 40, &quantities));
    PARLEY_I_TRY(read_word(reader, "\n"));
    PARLEY_I_TRY(parley_i_result_make_room(*result, (size_t)quantities));
    for (uint64_t i = 0; i < quantities; i++) {
        PARLEY_I_TRY(read_quantity(reader, *result));
    }
    size_t summed = (size_t)(reader->at - text);
    struct reader start = *reader;
    PARLEY_I_TRY(read_word(reader, "end "));
    PARLEY_I_TRY(read_hex(reader, &checksum));
    if (checksum != parley_i_saved_checksum(text, summed)) {
        return wrong(&start, "the checksum is that of another text: the result was changed after it was saved");
    }
    PARLEY_I_TRY(read_word(reader, "\n"));
    return reader->at == reader->end ? PARLEY_OK : bad(reader, "nothing more");
}

/// Does the text have the line that ends a saved result?
static bool has_end(const char *text, size_t size)
{
    size_t last = size > 0 && text[size - 1] == '\n' ? size - 1 : size;
    size_t begin = last;
    while (begin > 0 && text[begin - 1] != '\n') {
        begin--;
    }
    return last < size && last - begin > 4 && memcmp(text + begin, "end ", 4) == 0;
}

parley_status parley_result_load(const char *text, size_t size, parley_result **out)
{
    PARLEY_I_REQUIRE(out, "parley_result_load: out is NULL");
    *out = NULL;
    PARLEY_I_REQUIRE(text, "parley_result_load: text is NULL");
    struct arena texts = {0};
    struct reader reader = {text, text + size, 1, &texts};
    parley_result *result = NULL;
    parley_status status = read_result(&reader, text, &result);
    parley_i_arena_release(&texts);
    if (status != PARLEY_OK) {
        parley_result_destroy(result);
        if (status == PARLEY_BAD_RESULT && reader.line > 1 && !has_end(text, size)) {
            return parley_i_fail(status, "the saved result is truncated: it lacks the line \"end ...\" that closes it");
        }
        return status;
    }
    *out = result;
    return PARLEY_OK;
}
