// What is legal in a scenario but seldom meant: notes for people, a sentence a line.
#include "base/fail.h"
#include "base/text.h"
#include "scenario/model.h"
#include <parley/analysis.h>

#include <stdlib.h>

struct notes {
    struct text text;
    const parley_scenario *scenario;
    const struct model *base;
};

typedef const struct entry *entry_of(const struct model *model, size_t index);

static const struct entry *assumption(const struct model *m, size_t i)
{
    return i < m->assumption_count ? &m->assumptions[i].entry : NULL;
}
static const struct entry *issue(const struct model *m, size_t i) { return i < m->issue_count ? &m->issues[i].entry : NULL; }
static const struct entry *party(const struct model *m, size_t i) { return i < m->party_count ? &m->parties[i].entry : NULL; }
static const struct entry *step(const struct model *m, size_t i) { return i < m->step_count ? &m->steps[i].entry : NULL; }
static const struct entry *metric(const struct model *m, size_t i) { return i < m->metric_count ? &m->metrics[i].entry : NULL; }

static const struct {
    const char *kind;
    entry_of *at;
} kinds[] = {{"assumption", assumption}, {"issue", issue}, {"party", party}, {"step", step}, {"metric", metric}};

static bool has(const struct model *model, entry_of *at, const char *id)
{
    const struct entry *entry;
    for (size_t i = 0; (entry = at(model, i)) != NULL; i++) {
        if (strcmp(entry->id, id) == 0) {
            return true;
        }
    }
    return false;
}

/// A merge patch adds what it does not find: right when meant, and what a misspelt id does in silence.
static void note_additions(struct notes *notes, const struct model *variant)
{
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++) {
        const struct entry *entry;
        for (size_t i = 0; (entry = kinds[k].at(variant, i)) != NULL; i++) {
            if (!has(notes->base, kinds[k].at, entry->id)) {
                parley_i_text_format(&notes->text, "variant \"%s\" adds the %s \"%s\", which the scenario itself does not have\n",
                                     variant->variant, kinds[k].kind, entry->id);
            }
        }
    }
}

static void note_parties(struct notes *notes, const struct model *model)
{
    for (size_t p = 0; p < model->party_count; p++) {
        const struct party_model *one = &model->parties[p];
        char *end = NULL;
        double no_deal = one->no_deal.text ? strtod(one->no_deal.text, &end) : 0;
        if (one->demand_count == 0) {
            parley_i_text_format(&notes->text, "party \"%s\" has no demands: every package is worth the same to it\n", one->entry.id);
        }
        if (end && *end == '\0' && no_deal > 1) {
            parley_i_text_format(&notes->text,
                                 "party \"%s\" has a no_deal of %s, but a deal is worth at most 1 (and what linkages add): it "
                                 "will hardly ever sign\n",
                                 one->entry.id, one->no_deal.text);
        }
    }
}

static bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '.'; }

/// Does the scenario's text use that name other than as a key?
static bool is_used(const char *json, const char *name)
{
    size_t size = strlen(name);
    for (const char *at = strstr(json, name); at; at = strstr(at + 1, name)) {
        bool whole = (at == json || !is_word(at[-1])) && !is_word(at[size]);
        const char *after = at + size;
        bool key = at > json && at[-1] == '"' && after[0] == '"' && after[1] == ':';
        if (whole && !key) {
            return true;
        }
    }
    return false;
}

static parley_status note_unused(struct notes *notes)
{
    char *json = NULL;
    PARLEY_I_TRY(parley_scenario_save(notes->scenario, &json));
    for (size_t i = 0; i < notes->base->assumption_count; i++) {
        const char *id = notes->base->assumptions[i].entry.id;
        if (!is_used(json, id)) {
            parley_i_text_format(&notes->text, "assumption \"%s\" is not used by any formula\n", id);
        }
    }
    parley_text_destroy(json);
    return PARLEY_OK;
}

static parley_status note_variants(struct notes *notes)
{
    for (size_t i = 0; i < parley_scenario_count(notes->scenario, PARLEY_PART_VARIANT); i++) {
        struct arena arena = {0};
        const struct model *variant;
        const char *name = parley_scenario_id(notes->scenario, PARLEY_PART_VARIANT, i);
        parley_status status = parley_i_model_make(notes->scenario, name, &arena, &variant);
        if (status == PARLEY_OK) {
            note_additions(notes, variant);
        }
        parley_i_arena_release(&arena);
        if (status != PARLEY_OK) {
            return parley_i_scenario_locate(notes->scenario, name, status);
        }
    }
    return PARLEY_OK;
}

static parley_status gather(struct notes *notes, struct arena *arena)
{
    parley_status status = parley_i_model_make(notes->scenario, NULL, arena, &notes->base);
    if (status != PARLEY_OK) {
        return parley_i_scenario_locate(notes->scenario, NULL, status);
    }
    note_parties(notes, notes->base);
    PARLEY_I_TRY(note_unused(notes));
    return note_variants(notes);
}

parley_status parley_notes(const parley_scenario *scenario, char **out)
{
    PARLEY_I_REQUIRE(out, "notes: expected a place for the text, found NULL");
    *out = NULL;
    PARLEY_I_REQUIRE(scenario, "notes: expected a scenario, found NULL");
    struct arena arena = {0};
    struct notes notes = {.scenario = scenario};
    parley_status status = gather(&notes, &arena);
    parley_i_arena_release(&arena);
    if (status != PARLEY_OK) {
        parley_i_text_release(&notes.text);
        return status;
    }
    return parley_i_text_take(&notes.text, out);
}
