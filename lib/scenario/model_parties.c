// Parties: their weight at the table, trust, linkages, manner of conceding.
#include "scenario/reader.h"

static parley_status read_trust(const struct reader *reader, const struct node *at, struct party_model *party)
{
    PARLEY_I_TRY(parley_i_want_object(at, "an object of trust by party", false));
    struct trust_model *list;
    READER_ARRAY(reader, list, parley_i_node_count(at));
    for (struct node member = parley_i_first(at); member.json; member = parley_i_next(&member)) {
        struct trust_model *trust = &list[party->trusts++];
        trust->party = parley_i_index_find(&reader->parties, member.json->string);
        if (trust->party == NONE) {
            return parley_i_complain_unknown(&member, true, "party", member.json->string, reader->parties.names,
                                             reader->parties.count);
        }
        PARLEY_I_TRY(parley_i_read_source(reader, &member, &trust->value));
    }
    party->trust = list;
    return PARLEY_OK;
}

static parley_status read_linkages(const struct reader *reader, const struct node *at, struct party_model *party)
{
    static const char *const keys[] = {"when", "add", NULL};
    PARLEY_I_TRY(parley_i_want_list(at, "a list of { \"when\": ..., \"add\": ... }", false));
    struct linkage_model *list;
    READER_ARRAY(reader, list, parley_i_node_count(at));
    for (struct node member = parley_i_first(at); member.json; member = parley_i_next(&member)) {
        struct linkage_model *linkage = &list[party->linkage_count++];
        PARLEY_I_TRY(parley_i_want_keys(&member, "a linkage: { \"when\": ..., \"add\": ... }", keys));
        const struct node when = parley_i_member(&member, "when"), add = parley_i_member(&member, "add");
        if (!when.json || !add.json) {
            return parley_i_complain(&member, "\"%s\" is missing; a linkage has \"when\" and \"add\"",
                                     when.json ? "add" : "when");
        }
        PARLEY_I_TRY(parley_i_read_source(reader, &when, &linkage->when));
        PARLEY_I_TRY(parley_i_read_source(reader, &add, &linkage->add));
        PARLEY_I_TRY(parley_i_read_pointer(reader, &member, &linkage->pointer));
    }
    party->linkages = list;
    return PARLEY_OK;
}

static parley_status read_party(const struct reader *reader, const struct node *at, struct party_model *party)
{
    static const char *const keys[] = {"power",   "salience", "no_deal",  "discount", "trust",
                                       "demands", "linkages", "concedes", NULL};
    PARLEY_I_TRY(parley_i_check_id(at, "a party"));
    PARLEY_I_TRY(parley_i_want_keys(at, "a party, which is an object", keys));
    PARLEY_I_TRY(parley_i_read_entry(reader, at, &party->entry));
    struct source *const numbers[] = {&party->power, &party->salience, &party->no_deal, &party->discount};
    for (size_t i = 0; i < 4; i++) {
        const struct node number = parley_i_member(at, keys[i]);
        PARLEY_I_TRY(parley_i_read_source(reader, &number, numbers[i]));
    }
    const struct node trust = parley_i_member(at, "trust"), demands = parley_i_member(at, "demands");
    const struct node linkages = parley_i_member(at, "linkages"), concedes = parley_i_member(at, "concedes");
    PARLEY_I_TRY(read_trust(reader, &trust, party));
    PARLEY_I_TRY(parley_i_read_demands(reader, &demands, party));
    PARLEY_I_TRY(read_linkages(reader, &linkages, party));
    if (concedes.json) {
        struct parameter *manner;
        READER_ARRAY(reader, manner, 1);
        PARLEY_I_TRY(parley_i_want_object(&concedes, "an object such as { \"exponent\": 0.3 }", false));
        PARLEY_I_TRY(parley_i_read_parameter(reader, &concedes, manner));
        party->concedes = manner;
    }
    return PARLEY_OK;
}

static parley_status read_signatories(const struct reader *reader, const struct node *root)
{
    const struct node at = parley_i_member(root, "signatories");
    struct model *model = reader->model;
    if (at.json) {
        return parley_i_read_names(reader, &at, &reader->parties, &model->signatories, &model->signatory_count);
    }
    int32_t *all;
    READER_ARRAY(reader, all, model->party_count);
    for (size_t i = 0; i < model->party_count; i++) {
        all[i] = (int32_t)i;
    }
    model->signatories = all;
    model->signatory_count = model->party_count;
    return PARLEY_OK;
}

parley_status parley_i_read_parties(struct reader *reader, const struct node *root)
{
    const struct node section = parley_i_member(root, "parties");
    struct party_model *list;
    READER_ARRAY(reader, list, reader->parties.count);
    for (struct node at = parley_i_first(&section); at.json; at = parley_i_next(&at)) {
        PARLEY_I_TRY(read_party(reader, &at, &list[at.index]));
    }
    reader->model->parties = list;
    reader->model->party_count = reader->parties.count;
    return read_signatories(reader, root);
}
