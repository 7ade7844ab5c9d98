// Files that appear whole or not at all.
#include "out.h"
#include "command.h"
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

// The drafts on disk, for a signal that does not wait. An entry is set last and cleared first.
static char *volatile drafts[MOST_OUTPUTS];

// What the system said when a write first failed; by the time a file is closed, errno may tell of something else.
static int first_error;

void note_write(FILE *file)
{
    if (first_error == 0 && ferror(file)) {
        first_error = errno;
    }
}

/// A reader that has gone away ("| head") has seen enough: nothing is said about it.
static int cannot_write(const char *target, int error)
{
    if (error == EPIPE) {
        return EXIT_UNREAD;
    }
    bool standard = strcmp(target, "-") == 0;
    return refused("%s%s%s cannot be written: %s", standard ? "" : "\"", standard ? "standard output" : target, standard ? "" : "\"",
                   error == 0 ? "input/output error" : strerror(error));
}

int write_failed(const char *target)
{
    return strcmp(target, "-") == 0 ? flush_standard_output() : cannot_write(target, first_error);
}

/// Where the target really is (links followed), as far as it exists.
static char *real_place(const char *target)
{
    char *place = realpath(target, NULL);
    return place != NULL ? place : strdup(target);
}

/// Open a new file beside `place`, with the rights of the file that it will replace.
static FILE *open_draft(struct output *output, const struct stat *old)
{
    size_t size = strlen(output->place) + 32;
    output->draft = malloc(size);
    if (output->draft == NULL) {
        return NULL;
    }
    (void)snprintf(output->draft, size, "%s.part-%ld", output->place, (long)getpid());
    int file = open(output->draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (file < 0) {
        free(output->draft);
        output->draft = NULL;
        return NULL;
    }
    if (old != NULL) {
        (void)fchmod(file, old->st_mode & 07777);
    }
    return fdopen(file, "w");
}

FILE *outputs_add(struct outputs *outputs, const char *target)
{
    struct output *output = &outputs->item[outputs->count];
    *output = (struct output){ .target = target };
    if (strcmp(target, "-") == 0) {
        outputs->count++;
        output->file = stdout;
        return stdout;
    }
    output->place = real_place(target);
    struct stat old;
    bool exists = output->place != NULL && stat(output->place, &old) == 0;
    if (exists && S_ISDIR(old.st_mode)) {
        errno = EISDIR;
    } else if (exists && !S_ISREG(old.st_mode)) {
        output->file = fopen(output->place, "w");  // a device or a pipe: nothing to keep
    } else if (output->place != NULL) {
        output->file = open_draft(output, exists ? &old : NULL);
    }
    if (output->file == NULL) {
        (void)cannot_write(target, errno);
        if (output->draft != NULL) {
            (void)unlink(output->draft);
        }
        free(output->draft);
        free(output->place);
        return NULL;
    }
    drafts[outputs->count] = output->draft;
    outputs->count++;
    return output->file;
}

/// Everything on its way to the disk? Closes files.
static int complete(struct output *output)
{
    if (output->file == stdout) {
        return flush_standard_output();
    }
    bool fine = !ferror(output->file);
    errno = fine ? 0 : first_error;
    fine = fine && fflush(output->file) == 0 && (output->draft == NULL || fsync(fileno(output->file)) == 0 || errno == EINVAL);
    int error = errno;
    if (fclose(output->file) != 0 && fine) {
        fine = false;
        error = errno;
    }
    output->file = NULL;
    return fine ? EXIT_DONE : cannot_write(output->target, error);
}

int outputs_commit(struct outputs *outputs)
{
    int status = EXIT_DONE;
    for (size_t i = 0; i < outputs->count && status == EXIT_DONE; i++) {
        status = complete(&outputs->item[i]);
    }
    for (size_t i = 0; i < outputs->count && status == EXIT_DONE; i++) {
        struct output *output = &outputs->item[i];
        if (output->draft != NULL) {
            if (rename(output->draft, output->place) != 0) {
                status = cannot_write(output->target, errno);
            } else {
                drafts[i] = NULL;
                free(output->draft);
                output->draft = NULL;
            }
        }
    }
    outputs_abandon(outputs);
    return status;
}

void outputs_abandon(struct outputs *outputs)
{
    for (size_t i = 0; i < outputs->count; i++) {
        struct output *output = &outputs->item[i];
        if (output->file != NULL && output->file != stdout) {
            (void)fclose(output->file);
        }
        if (output->draft != NULL) {
            (void)unlink(output->draft);
        }
        drafts[i] = NULL;
        free(output->draft);
        free(output->place);
    }
    outputs->count = 0;
}

void outputs_abandon_in_signal(void)
{
    for (size_t i = 0; i < MOST_OUTPUTS; i++) {
        if (drafts[i] != NULL) {
            (void)unlink(drafts[i]);
        }
    }
}

int flush_standard_output(void)
{
    static bool told;
    bool fine = !ferror(stdout);
    errno = fine ? 0 : first_error;
    if (fine && fflush(stdout) == 0) {
        return EXIT_DONE;
    }
    static int status;
    if (!told) {
        status = cannot_write("-", errno);
    }
    told = true;
    return status;
}
