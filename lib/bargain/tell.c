#include "bargain/tell.h"

void parley_i_sitting_tell_package(const struct sitting *sitting, const uint32_t *choice, uint32_t *option,
                                   struct record *into)
{
    parley_i_space_options(sitting->table->space, choice, option);
    for (uint32_t i = 0; i < sitting->issues; i++) {
        const struct issue_at *issue = &sitting->issue[i];
        if (issue->category != NULL) {
            parley_i_record_text(into, issue->id, issue->category->labels[option[i]]);
        } else {
            parley_i_record_number(into, issue->id, issue->points[option[i]]);
        }
    }
}

void parley_i_sitting_tell_parties(const struct sitting *sitting, const double *value, struct record *into)
{
    for (uint32_t p = 0; p < sitting->parties; p++) {
        parley_i_record_number(into, sitting->party[p], value[p]);
    }
}
