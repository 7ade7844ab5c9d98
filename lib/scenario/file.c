// Scenarios in files: read whole, written whole or not at all.
#include "scenario/document.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static parley_status io_error(parley_status status, const char *path, const char *what, int number)
{
    char reason[128] = "";
    if (number != 0 && strerror_r(number, reason, sizeof reason) != 0) {
        snprintf(reason, sizeof reason, "error %d", number);
    }
    parley_i_fail(status, "%s%s%s", what, number != 0 ? ": " : "", reason);
    parley_i_error_locate(path, 0, 0);
    return status;
}

/// Read an open file to its end; a file that grows or shrinks meanwhile is read as found.
static parley_status read_all(int file, const char *path, char **out, size_t *size)
{
    struct stat about;
    if (fstat(file, &about) != 0) {
        return io_error(PARLEY_IO, path, "cannot be examined", errno);
    }
    if (S_ISDIR(about.st_mode)) {
        return io_error(PARLEY_IO, path, "this is a folder; expected a scenario file", 0);
    }
    if (S_ISREG(about.st_mode) && about.st_size > MOST_BYTES) {
        char sentence[96];
        snprintf(sentence, sizeof sentence, "a file of %lld MiB; parley reads scenarios of at most %d MiB",
                 (long long)about.st_size >> 20, MOST_BYTES >> 20);
        return io_error(PARLEY_TOO_LARGE, path, sentence, 0);
    }
    size_t capacity = S_ISREG(about.st_mode) ? (size_t)about.st_size + 1 : 65536, used = 0;
    char *text = malloc(capacity);
    while (text) {
        const ssize_t got = read(file, text + used, capacity - used);
        if (got == 0) {
            *out = text;
            *size = used;
            return PARLEY_OK;
        }
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            const int number = errno;
            free(text);
            return io_error(PARLEY_IO, path, "cannot be read", number);
        }
        used += (size_t)got;
        if (used > MOST_BYTES) {
            free(text);
            return io_error(PARLEY_TOO_LARGE, path, "more than 64 MiB; parley reads scenarios of at most that", 0);
        }
        if (used == capacity) {
            char *grown = realloc(text, capacity * 2);
            if (!grown) {
                free(text);
            }
            text = grown;
            capacity *= 2;
        }
    }
    return parley_i_no_memory();
}

parley_status parley_scenario_load_file(const char *path, parley_scenario **out)
{
    PARLEY_I_REQUIRE(out, "parley_scenario_load_file: out is NULL");
    *out = NULL;
    PARLEY_I_REQUIRE(path, "parley_scenario_load_file: path is NULL");
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0) {
        return io_error(PARLEY_IO, path, "cannot be opened", errno);
    }
    char *text = NULL;
    size_t size = 0;
    parley_status status = read_all(file, path, &text, &size);
    close(file);
    if (status == PARLEY_OK) {
        status = parley_scenario_load(text, size, path, out);
    }
    free(text);
    return status;
}

static bool write_all(int file, const char *text, size_t size)
{
    while (size > 0) {
        const ssize_t put = write(file, text, size);
        if (put < 0 && errno == EINTR) {
            continue;
        }
        if (put <= 0) {
            return false;
        }
        text += put;
        size -= (size_t)put;
    }
    return true;
}

/// Make the new name last through a crash; not every file system can, so failing is no failure.
static void sync_folder(const char *path, size_t length)
{
    char *folder = malloc(length + 2);
    if (folder) {
        memcpy(folder, length > 0 ? path : ".", length > 0 ? length : 1);
        folder[length > 0 ? length : 1] = '\0';
        const int file = open(folder, O_RDONLY | O_CLOEXEC);
        if (file >= 0) {
            (void)fsync(file);
            close(file);
        }
    }
    free(folder);
}

parley_status parley_scenario_save_file(const parley_scenario *scenario, const char *path)
{
    PARLEY_I_REQUIRE(scenario, "parley_scenario_save_file: scenario is NULL");
    PARLEY_I_REQUIRE(path && path[0], "parley_scenario_save_file: path is NULL or empty");
    static const char ending[] = ".XXXXXX";
    const size_t length = strlen(path);
    char *json = NULL;
    char *temporary = malloc(length + sizeof ending);
    if (!temporary) {
        return parley_i_no_memory();
    }
    memcpy(temporary, path, length);
    memcpy(temporary + length, ending, sizeof ending);
    parley_status status = parley_scenario_save(scenario, &json);
    const int file = status == PARLEY_OK ? mkstemp(temporary) : -1;
    if (status == PARLEY_OK && file < 0) {
        status = io_error(PARLEY_IO, path, "cannot be written", errno);
    } else if (status == PARLEY_OK) {
        // An existing file keeps its permissions; a new one gets the usual ones rather than mkstemp's.
        struct stat old;
        const mode_t mode = stat(path, &old) == 0 ? old.st_mode & 0777 : 0644;
        bool good = write_all(file, json, strlen(json)) && fchmod(file, mode) == 0 && fsync(file) == 0;
        int number = errno;
        if (close(file) != 0 && good) {
            good = false;
            number = errno;
        }
        if (good && rename(temporary, path) != 0) {
            good = false;
            number = errno;
        }
        if (good) {
            const char *slash = strrchr(path, '/');
            sync_folder(path, slash ? (size_t)(slash - path) + 1 : 0);
        } else {
            unlink(temporary);
            status = io_error(PARLEY_IO, path, "cannot be written", number);
        }
    }
    parley_text_destroy(json);
    free(temporary);
    return status;
}
