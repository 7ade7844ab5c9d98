// libFuzzer: whatever bytes come, loading a saved result refuses them or gives a result that can be used and saved
// again. The checksum is mended first, so that the mutations reach what lies behind it.
#include "result/result.h"

#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void use(parley_result *result)
{
    char *text = NULL, *saved = NULL;
    size_t size = 0;
    parley_result *again = NULL;
    if (parley_result_json(result, &text) != PARLEY_OK) {
        abort();
    }
    parley_text_destroy(text);
    if (parley_result_csv(result, &text) != PARLEY_OK || parley_result_save(result, &saved, &size) != PARLEY_OK) {
        abort();
    }
    parley_text_destroy(text);
    if (parley_result_load(saved, size, &again) != PARLEY_OK ||
        parley_result_hash(again) != parley_result_hash(result)) {
        abort();
    }
    parley_text_destroy(saved);
    parley_result_destroy(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    size_t body = size;
    for (size_t i = 0; i + 5 <= size; i++) {
        if (memcmp(data + i, "\nend ", 5) == 0) {
            body = i + 1;
        }
    }
    char *text = malloc(body + 32);
    if (!text) {
        return 0;
    }
    memcpy(text, data, body);
    unsigned long long checksum = parley_i_saved_checksum(text, body);
    size_t whole = body + (size_t)snprintf(text + body, 32, "end %llx\n", checksum);
    parley_result *result = NULL;
    if (parley_result_load(text, whole, &result) == PARLEY_OK) {
        use(result);
    }
    parley_result_destroy(result);
    free(text);
    return 0;
}
