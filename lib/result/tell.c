// A result as JSON and as CSV.
#include "base/fail.h"
#include "result/result.h"

#include <math.h>

static const struct {
    double q;
    const char *name;
} shown[] = {{0.05, "0.05"}, {0.25, "0.25"}, {0.5, "0.5"}, {0.75, "0.75"}, {0.95, "0.95"}};

void parley_i_tell_pair(struct record *into, const char *key, double low, double high)
{
    struct record *list = parley_i_record_list(into, key);
    parley_i_record_number(list, NULL, low);
    parley_i_record_number(list, NULL, high);
}

static void tell_numbers(const struct quantity *quantity, struct record *into)
{
    parley_summary summary;
    parley_i_quantity_summary(quantity, &summary);
    if (quantity->label[0]) {
        parley_i_record_text(into, "label", quantity->label);
    }
    if (quantity->unit[0]) {
        parley_i_record_text(into, "unit", quantity->unit);
    }
    parley_i_record_number(into, "n", (double)summary.n);
    parley_i_record_number(into, "undefined", (double)summary.undefined);
    if (summary.never > 0) {
        parley_i_record_number(into, "never", (double)summary.never);
    }
    if (quantity->tally.minus_never > 0) {
        parley_i_record_number(into, "minus_never", (double)quantity->tally.minus_never);
    }
    parley_i_record_number(into, "mean", summary.mean);
    parley_i_record_number(into, "sd", summary.sd);
    parley_i_record_number(into, "se", summary.se);
    parley_i_tell_pair(into, "ci95", summary.ci95[0], summary.ci95[1]);
    parley_i_record_number(into, "min", summary.least);
    parley_i_record_number(into, "max", summary.most);
    struct record *quantiles = parley_i_record_object(into, "quantiles");
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        parley_i_record_number(quantiles, shown[i].name, parley_i_tally_quantile(&quantity->tally, shown[i].q));
    }
}

/// A member per label; of failures, only the steps that failed at least once.
static void tell_shares(const struct quantity *quantity, struct record *into)
{
    bool failures = quantity->group == GROUP_FAILED_AT;
    for (uint32_t i = 0; i < quantity->label_count; i++) {
        struct moments share;
        parley_i_tally_share(&quantity->tally, i, failures, &share);
        if (!failures || share.mean > 0) {
            parley_i_record_number(into, quantity->labels[i], share.mean);
        }
    }
}

/// The object at a path "parties/ukraine/utility", made where it is missing.
static struct record *place(struct record *root, const char *path)
{
    while (root && *path) {
        size_t size = strcspn(path, "/");
        struct record *node = root->first;
        while (node && (strncmp(node->key, path, size) != 0 || node->key[size] != '\0')) {
            node = node->next;
        }
        if (!node) {
            char *key = parley_i_arena_take(root->arena, size + 1);
            if (!key) {
                *root->failed = true;
                return NULL;
            }
            memcpy(key, path, size);
            node = parley_i_record_object(root, key);
        }
        root = node;
        path += size + (path[size] == '/');
    }
    return root;
}

void parley_i_result_tell(const parley_result *result, struct record *into)
{
    parley_i_record_number(into, "parley", 1);
    parley_i_record_text(into, "title", result->title);
    parley_i_record_text(into, "variant", result->variant);
    parley_i_record_text(into, "fingerprint", result->fingerprint);
    struct text seed = {0};
    parley_i_text_format(&seed, "%llu", (unsigned long long)result->seed);
    if (into && seed.failed) {
        *into->failed = true;
    } else {
        parley_i_record_text(into, "seed", seed.data);
    }
    parley_i_text_release(&seed);
    parley_i_record_number(into, "trials", (double)result->played);
    if (result->played < result->trials) {
        parley_i_record_number(into, "of_trials", (double)result->trials);
    }
    parley_i_record_text(into, "sampling", parley_i_sampling_name(result->sampling));
    if (result->replicates > 1) {
        parley_i_record_number(into, "replicates", result->replicates);
    }
    if (result->random_places > 0) {
        parley_i_record_number(into, "random_places", (double)result->random_places);
    }
    for (size_t i = 0; i < result->quantity_count; i++) {
        const struct quantity *quantity = &result->quantity[i];
        struct record *at = place(into, quantity->path);
        if (quantity->label_count > 0) {
            tell_shares(quantity, at);
        } else if (quantity->group == GROUP_AGREEMENT) {
            struct moments moments;
            parley_i_tally_moments(&quantity->tally, &moments);
            parley_i_record_number(at, "mean", moments.mean);
            parley_i_record_number(at, "se", moments.se);
            parley_i_tell_pair(at, "ci95", moments.low95, moments.high95);
        } else {
            tell_numbers(quantity, at);
        }
    }
}

parley_status parley_result_json(const parley_result *result, char **out)
{
    PARLEY_I_REQUIRE(out, "parley_result_json: out is NULL");
    *out = NULL;
    PARLEY_I_REQUIRE(result, "parley_result_json: result is NULL");
    struct arena arena = {0};
    struct text text = {0};
    struct record *root = parley_i_record_create(&arena);
    parley_i_result_tell(result, root);
    parley_i_record_json(root, 2, &text);
    parley_i_arena_release(&arena);
    return parley_i_text_take(&text, out);
}

void parley_i_csv_text(struct text *out, const char *field)
{
    if (!strpbrk(field, ",\"\r\n")) {
        parley_i_text_add(out, field);
        return;
    }
    parley_i_text_add(out, "\"");
    for (const char *c = field; *c; c++) {
        parley_i_text_add_n(out, *c == '"' ? "\"\"" : c, *c == '"' ? 2 : 1);
    }
    parley_i_text_add(out, "\"");
}

void parley_i_csv_number(struct text *out, double value)
{
    char buffer[32] = "";
    if (!isnan(value)) {
        parley_i_number_print(value, buffer);
    }
    parley_i_text_add(out, buffer);
}

static void add_number(struct text *out, double value)
{
    parley_i_text_add(out, ",");
    parley_i_csv_number(out, value);
}

static void add_head(struct text *out, const struct quantity *quantity, const char *label)
{
    struct text name = {0};
    parley_i_text_add(&name, quantity->name);
    if (label) {
        parley_i_text_add(&name, "=");
        parley_i_text_add(&name, label);
    }
    if (name.failed) {
        out->failed = true;
    } else {
        parley_i_csv_text(out, name.data);
    }
    parley_i_text_release(&name);
    parley_i_text_add(out, ",");
    parley_i_csv_text(out, quantity->label);
    parley_i_text_add(out, ",");
    parley_i_csv_text(out, quantity->unit);
}

static void add_moments(struct text *out, const struct moments *moments)
{
    add_number(out, moments->mean);
    add_number(out, moments->sd);
    add_number(out, moments->se);
    add_number(out, moments->low95);
    add_number(out, moments->high95);
}

static void row_of_numbers(struct text *out, const struct quantity *quantity)
{
    const struct tally *tally = &quantity->tally;
    struct moments moments;
    parley_i_tally_moments(tally, &moments);
    add_head(out, quantity, NULL);
    add_number(out, (double)tally->n);
    add_number(out, (double)tally->undefined);
    add_number(out, (double)tally->never);
    add_moments(out, &moments);
    add_number(out, tally->n > 0 ? tally->least : NAN);
    for (size_t i = 0; i < sizeof shown / sizeof *shown; i++) {
        add_number(out, parley_i_tally_quantile(tally, shown[i].q));
    }
    add_number(out, tally->n > 0 ? tally->most : NAN);
    parley_i_text_add(out, "\n");
}

static void rows_of_labels(struct text *out, const struct quantity *quantity)
{
    const struct tally *tally = &quantity->tally;
    bool of_all = quantity->group == GROUP_FAILED_AT;
    for (uint32_t i = 0; i < quantity->label_count; i++) {
        struct moments share;
        parley_i_tally_share(tally, i, of_all, &share);
        add_head(out, quantity, quantity->labels[i]);
        add_number(out, (double)(of_all ? tally->n + tally->undefined : tally->n));
        add_number(out, of_all ? 0 : (double)tally->undefined);
        add_number(out, 0);
        add_moments(out, &share);
        parley_i_text_add(out, ",,,,,,,\n");
    }
}

parley_status parley_result_csv(const parley_result *result, char **out)
{
    PARLEY_I_REQUIRE(out, "parley_result_csv: out is NULL");
    *out = NULL;
    PARLEY_I_REQUIRE(result, "parley_result_csv: result is NULL");
    struct text text = {0};
    parley_i_text_add(&text, "name,label,unit,n,undefined,never,mean,sd,se,ci95_low,ci95_high,"
                             "min,q05,q25,median,q75,q95,max\n");
    for (size_t i = 0; i < result->quantity_count; i++) {
        if (result->quantity[i].label_count > 0) {
            rows_of_labels(&text, &result->quantity[i]);
        } else {
            row_of_numbers(&text, &result->quantity[i]);
        }
    }
    return parley_i_text_take(&text, out);
}
