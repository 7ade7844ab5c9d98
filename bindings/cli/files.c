// The files that a subcommand was asked to write.
#include "files.h"

static FILE *open_one(struct files *files, const char *target, int *status)
{
    if (target == NULL || *status != EXIT_DONE) {
        return NULL;
    }
    FILE *file = outputs_add(&files->outputs, target);
    *status = file == NULL ? EXIT_SYSTEM : EXIT_DONE;
    files->standard = files->standard || file == stdout;
    return file;
}

int files_open(struct files *files, const struct options *options)
{
    int status = EXIT_DONE;
    *files = (struct files){ .standard = false };
    files->json = open_one(files, options->json, &status);
    files->csv = open_one(files, options->csv, &status);
    files->save = open_one(files, options->save, &status);
    if (status != EXIT_DONE) {
        outputs_abandon(&files->outputs);
    }
    return status;
}

int files_close(struct files *files, int status)
{
    if (status != EXIT_DONE && status != EXIT_NO_ANSWER) {
        outputs_abandon(&files->outputs);
        return status;
    }
    int written = outputs_commit(&files->outputs);
    return written != EXIT_DONE ? written : status;
}

int write_made(FILE *file, parley_status status, char *text)
{
    if (status != PARLEY_OK) {
        return failed(status);
    }
    (void)fputs(text, file);  // a failed write is told when the file is closed
    note_write(file);
    parley_text_destroy(text);
    return EXIT_DONE;
}
