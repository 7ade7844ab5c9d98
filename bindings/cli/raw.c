// Raw columns as CSV.
#include "raw.h"
#include "out.h"
#include "progress.h"
#include <math.h>
#include <stdlib.h>

void csv_field(FILE *file, const char *text)
{
    if (strpbrk(text, ",\"\r\n") == NULL) {
        (void)fputs(text, file);
        return;
    }
    (void)fputc('"', file);
    for (const char *c = text; *c != '\0'; c++) {
        if (*c == '"') {
            (void)fputc('"', file);
        }
        (void)fputc(*c, file);
    }
    (void)fputc('"', file);
}

static void print_heading(struct raw *raw)
{
    raw->begun = true;
    (void)fputs(raw->several ? "variant,trial" : "trial", raw->file);
    for (size_t i = 0; i < raw->options->column_count; i++) {
        (void)fputc(',', raw->file);
        csv_field(raw->file, raw->options->columns[i]);
    }
    (void)fputc('\n', raw->file);
}

/// The shortest decimal that reads back as the value; empty for "undefined", inf for "never".
static void print_value(FILE *file, double value)
{
    char text[40];
    if (isnan(value)) {
        return;
    }
    if (fabs(value) < 1e15 && value == floor(value)) {
        (void)fprintf(file, "%.0f", value + 0.0);
        return;
    }
    for (int digits = 15; digits <= 17; digits++) {
        (void)snprintf(text, sizeof text, "%.*g", digits, value);
        if (strtod(text, NULL) == value) {
            break;
        }
    }
    (void)fputs(text, file);
}

bool raw_rows(uint64_t first, size_t n, const double *const *columns, void *user)
{
    struct raw *raw = user;
    if (!raw->begun) {
        print_heading(raw);
    }
    for (size_t t = 0; t < n; t++) {
        if (raw->several) {
            csv_field(raw->file, raw->variant == NULL ? "" : raw->variant);
            (void)fputc(',', raw->file);
        }
        (void)fprintf(raw->file, "%llu", (unsigned long long)(first + t));
        for (size_t i = 0; i < raw->options->column_count; i++) {
            (void)fputc(',', raw->file);
            print_value(raw->file, columns[i][t]);
        }
        (void)fputc('\n', raw->file);
    }
    note_write(raw->file);
    raw->failed = ferror(raw->file) != 0;  // a full disk stops the run rather than being found at its end
    return !raw->failed && interrupted() == 0;
}
