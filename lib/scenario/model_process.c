// The process: sittings, votes and chance events, in order.
#include "scenario/reader.h"

/// Which issues the steps read so far have settled.
struct progress {
    uint8_t *settled;
};

static parley_status all_parties(const struct reader *reader, struct step_model *step)
{
    int32_t *all;
    READER_ARRAY(reader, all, reader->parties.count);
    for (size_t i = 0; i < reader->parties.count; i++) {
        all[i] = (int32_t)i;
    }
    step->parties = all;
    step->party_count = reader->parties.count;
    return PARLEY_OK;
}

/// What is on the table: the issues listed (NULL: all that are open) without those that are fixed.
static parley_status choose_issues(const struct reader *reader, const int32_t *listed, size_t count,
                                   struct progress *progress, struct step_model *step)
{
    int32_t *chosen;
    READER_ARRAY(reader, chosen, reader->issues.count);
    const size_t candidates = listed ? count : reader->issues.count;
    for (size_t i = 0; i < candidates; i++) {
        const int32_t issue = listed ? listed[i] : (int32_t)i;
        if (!reader->model->issues[issue].is_fixed && (listed || !progress->settled[issue])) {
            chosen[step->issue_count++] = issue;
        }
    }
    for (size_t i = 0; i < step->issue_count; i++) {
        progress->settled[chosen[i]] = 1;
    }
    step->issues = chosen;
    return PARLEY_OK;
}

static bool is_parameter(const char *key)
{
    static const char *const others[] = {"parties", "issues", "protocol", "label", "source", "note"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        if (strcmp(key, others[i]) == 0) {
            return false;
        }
    }
    return true;
}

/// Parameters stand beside the protocol, or inside it; either way they become one object.
static parley_status read_parameters(const struct reader *reader, const struct node *talks, const struct node *inside,
                                     struct step_model *step)
{
    struct parameter *object, *member;
    READER_ARRAY(reader, object, 1);
    READER_ARRAY(reader, member, parley_i_node_count(talks) + parley_i_node_count(inside));
    for (struct node at = parley_i_first(talks); at.json; at = parley_i_next(&at)) {
        if (is_parameter(at.json->string)) {
            PARLEY_I_TRY(parley_i_read_parameter(reader, &at, &member[object->members++]));
        }
    }
    for (struct node at = parley_i_first(inside); at.json; at = parley_i_next(&at)) {
        if (!is_parameter(at.json->string)) {
            continue; // words of explanation
        }
        const struct node same = parley_i_member(talks, at.json->string);
        if (same.json) {
            return parley_i_complain_key(&at, "%s is given twice, here and beside \"protocol\"",
                                         parley_i_quote(at.json->string).text);
        }
        PARLEY_I_TRY(parley_i_read_parameter(reader, &at, &member[object->members++]));
    }
    object->kind = PARAMETER_OBJECT;
    object->member = member;
    object->pointer = step->protocol_pointer;
    step->parameters = object;
    return PARLEY_OK;
}

static parley_status read_protocol(const struct reader *reader, const struct node *talks, struct step_model *step)
{
    const struct node protocol = parley_i_member(talks, "protocol");
    struct node inside = {NULL, &protocol, 0};
    step->protocol = "alternating";
    PARLEY_I_TRY(parley_i_read_pointer(reader, protocol.json ? &protocol : talks, &step->protocol_pointer));
    if (cJSON_IsObject(protocol.json)) {
        if (parley_i_node_count(&protocol) != 1) {
            return parley_i_complain(&protocol, "expected one protocol with its parameters: { \"name\": { ... } }");
        }
        inside = parley_i_first(&protocol);
        PARLEY_I_TRY(parley_i_want_object(&inside, "an object of the protocol's parameters", false));
        step->protocol = parley_i_arena_text(reader->arena, inside.json->string);
        PARLEY_I_TRY(step->protocol ? PARLEY_OK : parley_i_no_memory());
        PARLEY_I_TRY(parley_i_read_pointer(reader, &inside, &step->protocol_pointer));
    } else if (protocol.json) {
        if (!cJSON_IsString(protocol.json)) {
            return parley_i_complain_type(&protocol, "a protocol's name, or { \"name\": { parameters } }");
        }
        PARLEY_I_TRY(parley_i_read_text(reader, &protocol, &step->protocol));
    }
    return read_parameters(reader, talks, &inside, step);
}

static parley_status read_talks(const struct reader *reader, const struct node *talks, struct progress *progress,
                                struct step_model *step)
{
    step->kind = STEP_TALKS;
    PARLEY_I_TRY(parley_i_want_object(talks, "talks, which are an object", false));
    const struct node parties = parley_i_member(talks, "parties"), issues = parley_i_member(talks, "issues");
    if (parties.json) {
        PARLEY_I_TRY(parley_i_read_names(reader, &parties, &reader->parties, &step->parties, &step->party_count));
    } else {
        PARLEY_I_TRY(all_parties(reader, step));
    }
    if (step->party_count < 2) {
        return parley_i_complain(parties.json ? &parties : talks, "talks of one party; expected at least two");
    }
    const int32_t *listed = NULL;
    size_t count = 0;
    if (issues.json) {
        PARLEY_I_TRY(parley_i_read_names(reader, &issues, &reader->issues, &listed, &count));
    }
    PARLEY_I_TRY(choose_issues(reader, listed, count, progress, step));
    return read_protocol(reader, talks, step);
}

static parley_status read_blocs(const struct reader *reader, const struct node *at, struct step_model *step)
{
    static const char *const keys[] = {"weight", "yes", NULL};
    PARLEY_I_TRY(parley_i_want_object(at, "an object of blocs: { \"name\": { \"weight\": ..., \"yes\": ... } }", true));
    struct bloc_model *list;
    READER_ARRAY(reader, list, parley_i_node_count(at));
    bool some_weight = false;
    for (struct node member = parley_i_first(at); member.json; member = parley_i_next(&member)) {
        struct bloc_model *bloc = &list[step->bloc_count++];
        PARLEY_I_TRY(parley_i_check_id(&member, "a bloc"));
        PARLEY_I_TRY(parley_i_want_keys(&member, "a bloc: { \"weight\": ..., \"yes\": ... }", keys));
        PARLEY_I_TRY(parley_i_read_entry(reader, &member, &bloc->entry));
        const struct node weight = parley_i_member(&member, "weight"), yes = parley_i_member(&member, "yes");
        if (!yes.json) {
            return parley_i_complain(&member, "\"yes\" is missing; expected the probability that this bloc votes yes");
        }
        PARLEY_I_TRY(parley_i_read_source(reader, &weight, &bloc->weight));
        PARLEY_I_TRY(parley_i_read_source(reader, &yes, &bloc->yes));
        double value = 1;
        if (parley_i_is_plain(&weight, &value) && value < 0) {
            return parley_i_complain(&weight, "a weight of %s; expected a number >= 0", parley_i_show(value).text);
        }
        some_weight = some_weight || value > 0;
    }
    step->blocs = list;
    return some_weight ? PARLEY_OK : parley_i_complain(at, "all weights are 0; at least one must be larger");
}

/// What a rule may ask for, in the rule's own object or in the vote itself.
static const char *const rule_parts[] = {"quota", "members", "all_but", "veto", NULL};

/// "rule" (a word, or an object) and its parts become one object; vetoes must be those of blocs.
static parley_status read_rule(const struct reader *reader, const struct node *vote, const struct node *blocs,
                               struct step_model *step)
{
    const struct node rule = parley_i_member(vote, "rule");
    const bool nested = cJSON_IsObject(rule.json);
    if (nested) {
        PARLEY_I_TRY(parley_i_want_keys(&rule, "a rule", rule_parts));
    }
    const struct node *holder = nested ? &rule : vote;
    const struct node veto = parley_i_member(holder, "veto");
    struct parameter *object, *member;
    READER_ARRAY(reader, object, 1);
    READER_ARRAY(reader, member, sizeof rule_parts / sizeof *rule_parts);
    if (rule.json && !nested) {
        PARLEY_I_TRY(parley_i_read_parameter(reader, &rule, &member[object->members++]));
    }
    for (size_t i = 0; rule_parts[i]; i++) {
        const struct node part = parley_i_member(holder, rule_parts[i]);
        if (part.json && rule.json && !nested) {
            return parley_i_complain(&rule, "\"rule\" in a word goes without \"quota\" and \"veto\"; write \"rule\": { "
                                            "\"quota\": ..., \"veto\": [...] }");
        }
        if (part.json) {
            PARLEY_I_TRY(parley_i_read_parameter(reader, &part, &member[object->members++]));
        }
    }
    if (veto.json) {
        struct index index;
        const int32_t *ignored;
        size_t count;
        PARLEY_I_TRY(parley_i_index_keys(reader, blocs, "bloc", &index));
        PARLEY_I_TRY(parley_i_read_names(reader, &veto, &index, &ignored, &count));
    }
    object->kind = PARAMETER_OBJECT;
    object->member = member;
    PARLEY_I_TRY(parley_i_read_pointer(reader, rule.json ? &rule : vote, &object->pointer));
    step->rule = object->members > 0 ? object : NULL;
    return PARLEY_OK;
}

static parley_status read_vote(const struct reader *reader, const struct node *vote, struct step_model *step)
{
    static const char *const keys[] = {"yes", "blocs", "rule", "quota", "members", "all_but", "veto", NULL};
    step->kind = STEP_VOTE;
    PARLEY_I_TRY(parley_i_want_keys(vote, "a vote, which is an object", keys));
    const struct node yes = parley_i_member(vote, "yes"), blocs = parley_i_member(vote, "blocs");
    if (!yes.json == !blocs.json) {
        return parley_i_complain(vote, "expected either \"yes\", a probability, or \"blocs\"");
    }
    if (blocs.json) {
        PARLEY_I_TRY(read_blocs(reader, &blocs, step));
        return read_rule(reader, vote, &blocs, step);
    }
    for (size_t i = 2; keys[i]; i++) {
        const struct node member = parley_i_member(vote, keys[i]);
        if (member.json) {
            return parley_i_complain_key(&member, "\"%s\" needs \"blocs\"", keys[i]);
        }
    }
    return parley_i_read_source(reader, &yes, &step->yes);
}

static parley_status read_gate(const struct reader *reader, const struct node *at, struct step_model *step)
{
    const struct node requirement = parley_i_member(at, "requires"), otherwise = parley_i_member(at, "otherwise");
    const struct node takes = parley_i_member(at, "takes"), fails = parley_i_member(at, "fails");
    PARLEY_I_TRY(parley_i_read_source(reader, &requirement, &step->requires_));
    PARLEY_I_TRY(parley_i_read_source(reader, &takes, &step->takes));
    if (fails.json && step->kind != STEP_CHANCE) {
        return parley_i_complain_key(&fails, "\"fails\" belongs to a \"chance\" step");
    }
    PARLEY_I_TRY(parley_i_read_truth(&fails, &step->fails));
    const char *word = "fail";
    PARLEY_I_TRY(parley_i_read_text(reader, &otherwise, &word));
    step->skip = strcmp(word, "skip") == 0;
    if (!step->skip && strcmp(word, "fail") != 0) {
        static const char *const words[] = {"fail", "skip"};
        return parley_i_complain_unknown(&otherwise, false, "word", word, words, 2);
    }
    return PARLEY_OK;
}

static parley_status read_step(const struct reader *reader, const struct node *at, struct progress *progress,
                               struct step_model *step)
{
    static const char *const keys[] = {"talks", "vote", "chance", "requires", "otherwise", "takes", "fails", NULL};
    PARLEY_I_TRY(parley_i_check_id(at, "a step"));
    PARLEY_I_TRY(parley_i_want_keys(at, "a step, which is an object", keys));
    PARLEY_I_TRY(parley_i_read_entry(reader, at, &step->entry));
    const struct node talks = parley_i_member(at, "talks"), vote = parley_i_member(at, "vote"),
                      chance = parley_i_member(at, "chance");
    if ((talks.json != NULL) + (vote.json != NULL) + (chance.json != NULL) != 1) {
        return parley_i_complain(at, "expected exactly one of \"talks\", \"vote\" and \"chance\"");
    }
    if (talks.json) {
        PARLEY_I_TRY(read_talks(reader, &talks, progress, step));
    } else if (vote.json) {
        PARLEY_I_TRY(read_vote(reader, &vote, step));
    } else {
        step->kind = STEP_CHANCE;
        PARLEY_I_TRY(parley_i_read_source(reader, &chance, &step->chance));
    }
    return read_gate(reader, at, step);
}

/// Without a process: one sitting of everybody on everything.
static parley_status usual_step(const struct reader *reader, const struct node *root, struct progress *progress,
                                struct step_model *step)
{
    const struct node parties = parley_i_member(root, "parties");
    struct parameter *none;
    READER_ARRAY(reader, none, 1);
    none->kind = PARAMETER_OBJECT;
    none->pointer = "/process/talks/talks";
    step->kind = STEP_TALKS;
    step->entry = (struct entry){.id = "talks", .pointer = "/process/talks"};
    step->protocol = "alternating";
    step->protocol_pointer = none->pointer;
    step->parameters = none;
    PARLEY_I_TRY(all_parties(reader, step));
    if (step->party_count < 2) {
        return parley_i_complain(&parties, "one party; talks need at least two");
    }
    return choose_issues(reader, NULL, 0, progress, step);
}

static parley_status check_settled(const struct reader *reader, const struct node *root,
                                   const struct progress *progress)
{
    const struct node section = parley_i_member(root, "issues");
    for (struct node at = parley_i_first(&section); at.json; at = parley_i_next(&at)) {
        if (!reader->model->issues[at.index].is_fixed && !progress->settled[at.index]) {
            return parley_i_complain_key(
                &at, "no talks settle this issue; list it in a step's \"issues\", or give it a \"fixed\" value");
        }
    }
    return PARLEY_OK;
}

parley_status parley_i_read_process(struct reader *reader, const struct node *root)
{
    const struct node section = parley_i_member(root, "process");
    PARLEY_I_TRY(parley_i_want_object(&section, "an object of steps by id", true));
    if (!section.json && reader->parties.count == 0) {
        return PARLEY_OK;
    }
    struct progress progress;
    READER_ARRAY(reader, progress.settled, reader->issues.count);
    struct step_model *list;
    const size_t count = section.json ? parley_i_node_count(&section) : 1;
    READER_ARRAY(reader, list, count);
    if (!section.json) {
        PARLEY_I_TRY(usual_step(reader, root, &progress, list));
    }
    for (struct node at = parley_i_first(&section); at.json; at = parley_i_next(&at)) {
        PARLEY_I_TRY(read_step(reader, &at, &progress, &list[at.index]));
    }
    reader->model->steps = list;
    reader->model->step_count = count;
    return check_settled(reader, root, &progress);
}
