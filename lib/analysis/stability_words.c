// Verdicts in words: what tempts, and what the others would make of it.
#include "analysis/stability.h"

#include <math.h>

static const char *party_name(const struct stability *s, uint32_t party)
{
    const struct entry *entry = &s->model->parties[party].entry;
    return entry->label ? entry->label : entry->id;
}

const char *parley_i_stability_name(const struct stability *s, uint32_t mover)
{
    return party_name(s, s->mover[mover]);
}

static void add_value(const struct stability *s, uint32_t h, uint32_t at, struct text *out)
{
    const struct issue_model *issue = &s->model->issues[s->held[h].issue];
    if (issue->options) {
        parley_i_text_format(out, "\"%s\"", issue->options[(size_t)s->held[h].value[at]]);
        return;
    }
    parley_i_report_rounded(s->held[h].value[at], out);
    if (issue->entry.unit) {
        parley_i_text_format(out, " %s", issue->entry.unit);
    }
}

/// "Russia", "Russia and the US", "Russia, the US and Europe"
static void add_names(const struct stability *s, uint32_t members, struct text *out)
{
    for (uint32_t m = 0, rest = members; rest; m++) {
        if (rest >> m & 1) {
            rest &= rest - 1;
            const char *before = rest == (members & ~(UINT32_C(1) << m)) ? "" : rest ? ", " : " and ";
            parley_i_text_format(out, "%s%s", before, parley_i_stability_name(s, m));
        }
    }
}

/// Those of `movers` who can make this change of a held issue.
static uint32_t who_can(const struct stability *s, uint32_t movers, uint32_t h)
{
    uint32_t can = 0;
    for (uint32_t m = 0; m < s->movers; m++) {
        can |= (uint32_t)(s->holds[(size_t)s->mover[m] * s->model->issue_count + s->held[h].issue] != 0) << m;
    }
    return can & movers;
}

static uint32_t lowest(uint32_t members)
{
    return members & (~members + 1);
}

/// "setting term to 10 years and presence to "none"", "walking away"; of several: "Russia setting ..., the US setting
/// ...".
static void add_doing(const struct stability *s, uint32_t members, uint32_t from, uint32_t to, struct text *out)
{
    const bool several = members != lowest(members);
    if ((int32_t)to == s->conflict->end) {
        parley_i_text_add(out, "walking away");
        return;
    }
    bool any = false;
    for (uint32_t m = 0; m < s->movers; m++) {
        bool named = false;
        for (uint32_t h = 0; h < s->helds; h++) {
            uint32_t at = parley_i_stability_at(s, h, to);
            if (at == parley_i_stability_at(s, h, from) || lowest(who_can(s, members, h)) != UINT32_C(1) << m) {
                continue;
            }
            const struct entry *issue = &s->model->issues[s->held[h].issue].entry;
            if (named) {
                parley_i_text_add(out, " and ");
            } else {
                parley_i_text_format(out, "%s%s%ssetting ", any ? ", " : "",
                                     several ? parley_i_stability_name(s, m) : "", several ? " " : "");
            }
            parley_i_text_format(out, "%s to ", issue->label ? issue->label : issue->id);
            add_value(s, h, at, out);
            any = named = true;
        }
    }
}

/// " (0.52 to 0.6)", of several " (Russia 0.52 to 0.6, the US 0.4 to 0.45)"
static void add_worths(const struct stability *s, uint32_t members, uint32_t from, uint32_t to, struct text *out)
{
    const bool several = members != lowest(members);
    const char *before = " (";
    for (uint32_t m = 0; m < s->movers; m++) {
        if (members >> m & 1) {
            const double *worth = s->worth + (size_t)m * s->conflict->states;
            parley_i_text_format(out, "%s%s%s", before, several ? parley_i_stability_name(s, m) : "",
                                 several ? " " : "");
            parley_i_report_rounded(worth[from], out);
            parley_i_text_add(out, " to ");
            parley_i_report_rounded(worth[to], out);
            before = ", ";
        }
    }
    parley_i_text_add(out, ")");
}

/// Those of the others who bring `from` to `to`; of those who can walk away, one.
static uint32_t who_answers(const struct stability *s, uint32_t members, uint32_t from, uint32_t to)
{
    const struct conflict *c = s->conflict;
    uint32_t others = (uint32_t)((UINT64_C(1) << s->movers) - 1) & ~members, by = 0;
    for (uint32_t m = 0; (int32_t)to == c->end && m < s->movers && by == 0; m++) {
        bool walks = others >> m & 1 && parley_i_states_have(c->reach + ((size_t)m * c->states + from) * c->words, to);
        by = walks ? UINT32_C(1) << m : 0;
    }
    for (uint32_t h = 0; (int32_t)to != c->end && h < s->helds; h++) {
        by |= parley_i_stability_at(s, h, to) != parley_i_stability_at(s, h, from) ? lowest(who_can(s, others, h)) : 0;
    }
    return by;
}

/// The improvement that tempts most among those no answer of that sense deters (`sense` 0: among all). NO_STATE when
/// there is none.
static int32_t temptation(const struct stability *s, struct coalition *coalition, uint32_t members, uint32_t sense)
{
    const struct conflict *c = s->conflict;
    uint32_t first = 0;
    while (!(members >> first & 1)) {
        first++;
    }
    const double *worth = s->worth + (size_t)first * c->states;
    const states_word *improving = parley_i_coalition_improvements(coalition, s->settled);
    int32_t best = NO_STATE;
    for (int32_t to = parley_i_states_next(improving, c->words, 0); to != NO_STATE;
         to = parley_i_states_next(improving, c->words, (uint32_t)to + 1)) {
        bool open = sense == 0 || parley_i_coalition_answer(coalition, s->settled, (uint32_t)to, sense) == NO_STATE;
        if (open && (best == NO_STATE || worth[to] > worth[best])) {
            best = to;
        }
    }
    return best;
}

/// Nothing tempts: name the best they could do, if they can do anything.
static void explain_nash(const struct stability *s, uint32_t members, struct text *out)
{
    const struct conflict *c = s->conflict;
    uint32_t m = 0;
    add_names(s, members, out);
    if (members != lowest(members)) {
        parley_i_text_add(out, " have no joint move that all of them gain by");
        return;
    }
    while (!(members >> m & 1)) {
        m++;
    }
    const states_word *reach = c->reach + ((size_t)m * c->states + s->settled) * c->words;
    const double *worth = s->worth + (size_t)m * c->states;
    int32_t best = NO_STATE;
    for (int32_t to = parley_i_states_next(reach, c->words, 0); to != NO_STATE;
         to = parley_i_states_next(reach, c->words, (uint32_t)to + 1)) {
        best = best == NO_STATE || worth[to] > worth[best] ? to : best;
    }
    parley_i_text_add(out, " gains by no move of its own");
    if (best != NO_STATE) {
        parley_i_text_add(out, "; the best of them is ");
        add_doing(s, members, s->settled, (uint32_t)best, out);
        add_worths(s, members, s->settled, (uint32_t)best, out);
    }
}

/// ", but then the US could answer by setting term to 0 years, which leaves Russia at 0.3"
static void explain_answer(const struct stability *s, uint32_t members, uint32_t to, uint32_t answer, uint32_t sense,
                           struct text *out)
{
    const char *mood = sense == PARLEY_STABLE_SEQ ? "would, to their own gain, answer by" : "could answer by";
    uint32_t by = who_answers(s, members, to, answer), first = 0;
    while (!(members >> first & 1)) {
        first++;
    }
    if (by == lowest(by)) {
        mood = sense == PARLEY_STABLE_SEQ ? "would, to its own gain, answer by" : mood;
    }
    parley_i_text_add(out, ", but then ");
    add_names(s, by, out);
    parley_i_text_format(out, " %s ", mood);
    add_doing(s, by, to, answer, out);
    parley_i_text_format(out, ", which leaves %s at ", parley_i_stability_name(s, first));
    parley_i_report_rounded(s->worth[(size_t)first * s->conflict->states + answer], out);
    if (sense == PARLEY_STABLE_SMR) {
        parley_i_text_add(out, " with no way out; a threat, since that answer is no gain to those who make it");
    } else if (sense == PARLEY_STABLE_GMR) {
        parley_i_text_add(
            out, "; only a threat, since that answer is no gain to those who make it, and it could be escaped");
    }
}

void parley_i_stability_reason(const struct stability *s, struct coalition *coalition, uint32_t members,
                               uint32_t verdict, struct text *out)
{
    if (verdict & PARLEY_STABLE_NASH) {
        explain_nash(s, members, out);
        return;
    }
    // The temptation that decides: one that nothing deters, else one that only threats deter, else the greatest.
    uint32_t failed = !(verdict & PARLEY_STABLE_GMR)   ? PARLEY_STABLE_GMR
                      : !(verdict & PARLEY_STABLE_SEQ) ? PARLEY_STABLE_SEQ
                                                       : 0;
    int32_t to = temptation(s, coalition, members, failed);
    add_names(s, members, out);
    parley_i_text_add(out, members == lowest(members) ? " would gain by " : " would all gain by ");
    add_doing(s, members, s->settled, (uint32_t)to, out);
    add_worths(s, members, s->settled, (uint32_t)to, out);
    if (failed == PARLEY_STABLE_GMR) {
        parley_i_text_add(out, ", and nothing that the others can do takes that gain away");
        return;
    }
    uint32_t sense = PARLEY_STABLE_SEQ;
    int32_t answer = failed == 0 ? parley_i_coalition_answer(coalition, s->settled, (uint32_t)to, sense) : NO_STATE;
    if (answer == NO_STATE) {
        sense = PARLEY_STABLE_SMR;
        answer = parley_i_coalition_answer(coalition, s->settled, (uint32_t)to, sense);
    }
    if (answer == NO_STATE) {
        sense = PARLEY_STABLE_GMR;
        answer = parley_i_coalition_answer(coalition, s->settled, (uint32_t)to, sense);
    }
    explain_answer(s, members, (uint32_t)to, (uint32_t)answer, sense, out);
}

void parley_i_stability_tell_change(const struct stability *s, uint32_t from, uint32_t to, struct record *into,
                                    const char *key)
{
    if ((int32_t)to == s->conflict->end) {
        parley_i_record_text(into, key, "no deal");
        return;
    }
    struct record *change = parley_i_record_object(into, key);
    for (uint32_t h = 0; h < s->helds; h++) {
        uint32_t at = parley_i_stability_at(s, h, to);
        const struct issue_model *issue = &s->model->issues[s->held[h].issue];
        if (at == parley_i_stability_at(s, h, from)) {
            continue;
        }
        if (issue->options) {
            parley_i_record_text(change, issue->entry.id, issue->options[(size_t)s->held[h].value[at]]);
        } else {
            parley_i_record_number(change, issue->entry.id, s->held[h].value[at]);
        }
    }
}
