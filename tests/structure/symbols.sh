#!/usr/bin/env bash
# The surface of the shared library: every exported symbol starts with parley_, and nothing is imported that prints, ends the
# process, or touches state that belongs to the embedding program.
#
#   symbols.sh LIBRARY
set -euo pipefail

library=$1
forbidden='exit|_exit|_Exit|quick_exit|abort|atexit|rand|srand|random|srandom|printf|vprintf|puts|putchar|perror|stdout|stderr|setlocale|__assert_fail|__printf_chk|__vprintf_chk|gsl_set_error_handler.*|cJSON_InitHooks|signal|sigaction|setenv|putenv|strtok|localtime|gmtime'

exported=$(nm -D --defined-only "$library" | awk '$2 ~ /[TDBRVWi]/ { print $3 }' | sed 's/@.*//')
if [ -z "$exported" ]; then
    echo "$library exports nothing" >&2
    exit 1
fi
strangers=$(grep -v '^parley_' <<<"$exported" || true)
private=$(grep '^parley_i_' <<<"$exported" || true)
# nm pads with blanks: the name is the last word, a version may follow it after @.
imported=$(nm -D --undefined-only "$library" | awk '{ print $NF }' | sed 's/@.*//' | grep -Ex "$forbidden" || true)

status=0
complain() { # LIST SENTENCE
    [ -n "$1" ] || return 0
    printf '%s:\n%s\n' "$2" "$1" >&2
    status=1
}
complain "$strangers" "exported, but not starting with parley_"
complain "$private" "exported, though private"
complain "$imported" "imported, though a library must not use it"
echo "$(wc -l <<<"$exported") exported symbols"
exit $status
