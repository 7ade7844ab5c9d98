// Reports: as JSON where it was asked for, else for people.
#ifndef PARLEY_CLI_REPORT_H
#define PARLEY_CLI_REPORT_H

#include "command.h"
#include <stdarg.h>

enum { MOST_POINTER = 512 };

typedef void show_report(FILE *page, const parley_report *report);

/// Write a report where it was asked for, or show it (`show` NULL: as the library prints it). Returns an exit status.
int tell_report(const struct options *options, const parley_report *report, show_report *show);

/// What stands at a JSON pointer, written as by printf: 0 or "" when there is none.
double report_number(const parley_report *report, const char *format, ...) __attribute__((format(printf, 2, 3)));
const char *report_string(const parley_report *report, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
