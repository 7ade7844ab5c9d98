/// 4. Raw columns: every trial to a file, without holding them all.
///
/// A trial is a row and everything that happens in it a named column. Columns are handed out in blocks, in order of
/// trials, while the run goes on; memory stays flat however many trials there are. Here they go to
/// guarantee-columns.csv, ready for R, pandas or a spreadsheet. Undefined numbers (no deal, no term) stay empty,
/// "never" is inf.
///
/// Expected output:
///
///     trial,reliability,us_ceiling,agreement,deal.guarantee_term,aftermath.first.fighting
///     0,0.631804,15,1,15,40.2048
///     1,0.566847,15,1,15,inf
///     2,0.507142,50,0,,0
///     3,0.346692,15,1,15,37.5356
///     4,0.253119,30,0,,0
///     20000 rows, agreement 0.3125 from the file, 0.3125 from the result
#include "common.h"

#include <math.h>

static const char *const columns[] = {"reliability", "us_ceiling", "agreement", "deal.guarantee_term",
                                      "aftermath.first.fighting"};
enum { COLUMNS = sizeof columns / sizeof *columns };

struct sink {
    FILE *file;
    uint64_t rows, agreed;
};

static bool write_block(uint64_t first, size_t n, const double *const *column, void *user)
{
    struct sink *sink = user;
    for (size_t t = 0; t < n; t++) {
        fprintf(sink->file, "%llu", (unsigned long long)(first + t));
        for (size_t c = 0; c < COLUMNS; c++) {
            if (isnan(column[c][t])) {
                fputc(',', sink->file);
            } else {
                fprintf(sink->file, ",%.6g", column[c][t]);
            }
        }
        fputc('\n', sink->file);
        sink->rows++;
        sink->agreed += column[2][t] == 1;
    }
    return ferror(sink->file) == 0; // false stops the run
}

static void print_head(const char *path, int lines)
{
    char line[256];
    FILE *file = fopen(path, "r");
    expect(file != NULL, "the file can be read back");
    for (int i = 0; i < lines && fgets(line, sizeof line, file) != NULL; i++) {
        fputs(line, stdout);
    }
    fclose(file);
}

int main(int argc, char **argv)
{
    const char *path = "guarantee-columns.csv";
    struct sink sink = {.file = fopen(path, "w")};
    expect(sink.file != NULL, "guarantee-columns.csv can be written in this folder");
    fprintf(sink.file, "trial");
    for (size_t c = 0; c < COLUMNS; c++) {
        fprintf(sink.file, ",%s", columns[c]);
    }
    fputc('\n', sink.file);

    parley_scenario *scenario = load_scenario(argc, argv, "guarantee-terms.json");
    parley_run_def run = parley_run_def_default();
    run.variant = "term left to the talks";
    run.trials = 20000;
    run.threads = 0;
    run.columns = columns;
    run.column_count = COLUMNS;
    run.on_columns = write_block;
    run.columns_user = &sink;
    parley_result *result = NULL;
    check(parley_run(scenario, &run, &result));
    expect(fclose(sink.file) == 0, "the file was written whole");

    print_head(path, 6);
    printf("%llu rows, agreement %.4f from the file, %.4f from the result\n", (unsigned long long)sink.rows,
           (double)sink.agreed / (double)sink.rows, parley_result_agreement_rate(result));

    parley_result_destroy(result);
    parley_scenario_destroy(scenario);
    return EXIT_SUCCESS;
}
