// Reports: as JSON where it was asked for, else for people.
#include "files.h"
#include "report.h"

double report_number(const parley_report *report, const char *format, ...)
{
    char pointer[MOST_POINTER];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(pointer, sizeof pointer, format, arguments);
    va_end(arguments);
    double number = 0;
    return parley_report_number(report, pointer, &number) == PARLEY_OK ? number : 0;
}

const char *report_string(const parley_report *report, const char *format, ...)
{
    char pointer[MOST_POINTER];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(pointer, sizeof pointer, format, arguments);
    va_end(arguments);
    const char *text = NULL;
    return parley_report_string(report, pointer, &text) == PARLEY_OK ? text : "";
}

int tell_report(const struct options *options, const parley_report *report, show_report *show)
{
    struct files files;
    int status = files_open(&files, options);
    if (status != EXIT_DONE) {
        return status;
    }
    char *text = NULL;
    if (files.json != NULL) {
        parley_status made = parley_report_json(report, &text);
        status = write_made(files.json, made, text);
        (void)fputc('\n', files.json);
    }
    status = files_close(&files, status);
    if (status != EXIT_DONE || files.standard || options->quiet) {
        return status;
    }
    if (show != NULL) {
        show(stdout, report);
        return status;
    }
    parley_status made = parley_report_text(report, &text);
    return write_made(stdout, made, text);
}
