#include "bargain/spatial.h"

#include <math.h>

size_t parley_i_spatial_room(const struct sitting_shape *shape)
{
    return 2 * (size_t)shape->parties * shape->issues + shape->parties;
}

double parley_i_spatial_mean(const struct sitting *sitting, uint32_t issue)
{
    double sum = 0.0, total = 0.0;
    for (uint32_t p = 0; p < sitting->parties; p++) {
        double weight = parley_i_spatial_weight(sitting, p, issue);
        if (weight > 0.0) {
            sum += weight * sitting->stand[(size_t)p * sitting->issues + issue].ideal;
            total += weight;
        }
    }
    const struct issue_at *at = &sitting->issue[issue];
    return total > 0.0 ? sum / total : at->low + (at->high - at->low) / 2.0;
}

double *parley_i_spatial_seat(const struct sitting *sitting, struct spatial *table, double *room)
{
    size_t points = (size_t)sitting->parties * sitting->issues;
    *table = (struct spatial){
        .parties = sitting->parties,
        .issues = sitting->issues,
        .power = sitting->power,
        .salience = room,
        .position = room + points,
        .attention = room + 2 * points,
    };
    for (uint32_t i = 0; i < sitting->issues; i++) {
        const struct issue_at *at = &sitting->issue[i];
        double mean = parley_i_spatial_mean(sitting, i), length = at->high - at->low;
        for (uint32_t p = 0; p < sitting->parties; p++) {
            size_t k = (size_t)p * sitting->issues + i;
            const struct stand *stand = &sitting->stand[k];
            double x = stand->weight > 0.0 ? stand->ideal : mean;
            table->position[k] = length > 0.0 ? (x - at->low) / length : 0.0;
            table->salience[k] = sitting->salience[p] * stand->weight;
        }
    }
    for (uint32_t p = 0; p < sitting->parties; p++) {
        double sum = 0.0;
        for (uint32_t i = 0; i < sitting->issues; i++) {
            sum += table->salience[(size_t)p * sitting->issues + i];
        }
        table->attention[p] = sum;
    }
    return table->attention + sitting->parties;
}

void parley_i_spatial_distances(const struct spatial *table, const double *ideal, const double *position,
                                uint32_t positions, double *distance)
{
    for (uint32_t p = 0; p < table->parties; p++) {
        const double *s = table->salience + (size_t)p * table->issues, *y = ideal + (size_t)p * table->issues;
        double squares = 0.0;
        for (uint32_t i = 0; i < table->issues; i++) {
            squares += s[i] * s[i];
        }
        for (uint32_t j = 0; j < positions; j++) {
            const double *x = position + (size_t)j * table->issues;
            double sum = 0.0;
            for (uint32_t i = 0; i < table->issues; i++) {
                double d = s[i] * (y[i] - x[i]);
                sum += d * d;
            }
            distance[(size_t)p * positions + j] = squares > 0.0 ? sqrt(sum / squares) : 0.0;
        }
    }
}

double parley_i_spatial_option(const struct issue_at *issue, double x)
{
    double index = ceil(x - 0.5 - 1e-9);
    return fmin(fmax(index, 0.0), issue->count - 1.0);
}

void parley_i_spatial_agree(const struct sitting *sitting, const double *position, double rounds,
                            struct settlement *out)
{
    for (uint32_t i = 0; i < sitting->issues; i++) {
        const struct issue_at *issue = &sitting->issue[i];
        double value = parley_i_spatial_value(issue, position[i]);
        out->deal[i] = issue->category != NULL ? parley_i_spatial_option(issue, value) : value;
    }
    out->outcome = OUTCOME_AGREED;
    out->rounds = rounds;
    out->continuous = true;
    out->gap = 0.0;
}

static void tell_issue(const struct sitting *sitting, uint32_t issue, const char *name, double point, double settled)
{
    struct record *turn = parley_i_record_object(sitting->turns, NULL);
    parley_i_record_text(turn, "issue", sitting->issue[issue].id);
    struct record *ideals = parley_i_record_object(turn, "ideals"), *weights = parley_i_record_object(turn, "weights");
    for (uint32_t p = 0; p < sitting->parties; p++) {
        double weight = parley_i_spatial_weight(sitting, p, issue);
        if (weight > 0.0) {
            parley_i_record_number(ideals, sitting->party[p],
                                   sitting->stand[(size_t)p * sitting->issues + issue].ideal);
            parley_i_record_number(weights, sitting->party[p], weight);
        }
    }
    parley_i_record_number(turn, name, point);
    if (sitting->issue[issue].category != NULL) {
        parley_i_record_text(turn, "settled", sitting->issue[issue].category->labels[(size_t)settled]);
    }
}

void parley_i_spatial_issue_by_issue(const struct sitting *sitting, const char *name,
                                     double (*point)(const struct sitting *sitting, uint32_t issue),
                                     struct settlement *out)
{
    for (uint32_t i = 0; i < sitting->issues; i++) {
        double x = point(sitting, i);
        out->deal[i] = sitting->issue[i].category != NULL ? parley_i_spatial_option(&sitting->issue[i], x) : x;
        if (sitting->turns != NULL) {
            tell_issue(sitting, i, name, x, out->deal[i]);
        }
    }
    out->outcome = OUTCOME_AGREED;
    out->rounds = 0.0;
    out->continuous = true;
    out->gap = 0.0;
}

void parley_i_spatial_tell_point(const struct sitting *sitting, const double *position, struct record *into)
{
    for (uint32_t i = 0; i < sitting->issues; i++) {
        parley_i_record_number(into, sitting->issue[i].id, parley_i_spatial_value(&sitting->issue[i], position[i]));
    }
}

void parley_i_spatial_tell(const struct sitting *sitting, const double *position, struct record *into)
{
    for (uint32_t p = 0; p < sitting->parties; p++) {
        parley_i_spatial_tell_point(sitting, position + (size_t)p * sitting->issues,
                                    parley_i_record_object(into, sitting->party[p]));
    }
}
