#include <parley/base.h>
#include <stdlib.h>

const char *parley_version(void) { return PARLEY_VERSION; }

const char *parley_status_name(parley_status status)
{
    switch (status) {
#define X(name, value, text)                                                                                           \
    case PARLEY_##name:                                                                                                \
        return "PARLEY_" #name;
        PARLEY_STATUS_LIST(X)
#undef X
    }
    return "PARLEY_UNKNOWN";
}

const char *parley_status_text(parley_status status)
{
    switch (status) {
#define X(name, value, text)                                                                                           \
    case PARLEY_##name:                                                                                                \
        return text;
        PARLEY_STATUS_LIST(X)
#undef X
    }
    return "unknown status";
}

void parley_text_destroy(char *text) { free(text); }
