// Text for people: tables that fit a terminal, numbers with the digits they deserve.
#ifndef PARLEY_CLI_TABLE_H
#define PARLEY_CLI_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

enum { PAGE_WIDTH = 100, NUMBER_SIZE = 40 };

struct column {
    int width;    // in places on the screen, indent included
    int indent;   // blanks before every line of a cell
    bool right;   // aligned to the right
    bool bottom;  // shorter cells stand at the bottom of the row: for headings
};

/// Places that a UTF-8 text takes on the screen.
int text_width(const char *text);

/// The longest word's places.
int longest_word(const char *text);

/// Print a row; what does not fit its column is wrapped at blanks ('\n' forces a break). One blank stands between columns.
void print_row(FILE *page, const struct column *columns, size_t count, const char *const *cells);

/// Decimals worth printing of a number with that uncertainty: one digit of it, two when it starts with 1. -1: it has none.
int honest_decimals(double uncertainty);

/// A number with that many decimals (-1: the shortest good form); "never" for infinity, "-" for none. Returns `buffer` of NUMBER_SIZE.
const char *number_text(char *buffer, double value, int decimals);

/// The same with its sign always shown.
const char *signed_text(char *buffer, double value, int decimals);

/// Either within `width` places: a number that is too long is written as 1.23e7.
const char *fitted_text(char *buffer, double value, int decimals, bool with_sign, int width);

/// Half an interval, of which two digits are enough where it would be too long.
const char *half_text(char *buffer, double half, int decimals, int width);

/// "[low, high]" within `width` places, where need be as [1.2e7, 1.3e7] or by half its width. Returns `buffer` of 2 NUMBER_SIZE + 8.
const char *pair_text(char *buffer, double low, double high, int decimals, bool with_sign, int width);

/// "12.3%", with "0%" and "100%" for exactly none and all.
const char *percent_text(char *buffer, double share);

/// 1000000 as "1 000 000".
const char *count_text(char *buffer, unsigned long long count);

#endif
