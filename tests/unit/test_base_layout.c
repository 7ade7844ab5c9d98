// The table of fields that bindings check themselves against: it must forget none.
#include <criterion/criterion.h>
#include <parley/parley.h>

enum { WORD = 8 };

/// The end of the field of that struct that begins at `offset` or in the padding behind it; `offset` itself when there is none.
static size_t next_end(const parley_layout_row *rows, size_t count, const char *owner, size_t offset)
{
    for (size_t i = 0; i < count; i++) {
        if (rows[i].name[0] && !strcmp(rows[i].owner, owner) && rows[i].offset >= offset && rows[i].offset - offset < WORD) {
            return rows[i].offset + rows[i].size;
        }
    }
    return offset;
}

Test(layout, rows_of_a_struct_follow_each_other_without_room_for_a_forgotten_pointer_or_number)
{
    size_t count = 0;
    const parley_layout_row *rows = parley_layout(&count);
    size_t structs = 0;
    for (size_t i = 0; i < count; i++) {
        if (rows[i].name[0]) {
            continue;
        }
        structs++;
        size_t at = 0;
        for (size_t end; (end = next_end(rows, count, rows[i].owner, at)) > at;) {
            at = end;
        }
        cr_assert(at <= rows[i].size && rows[i].size - at < WORD, "%s: fields end at %zu of %zu bytes", rows[i].owner, at,
                  rows[i].size);
    }
    cr_assert(structs >= 20);
}

Test(layout, a_row_tells_where_its_field_is)
{
    size_t count = 0, found = 0;
    const parley_layout_row *rows = parley_layout(&count);
    cr_assert_eq(parley_layout(NULL), rows);
    for (size_t i = 0; i < count; i++) {
        if (!strcmp(rows[i].owner, "parley_run_def") && !strcmp(rows[i].name, "column_out")) {
            cr_assert_eq(rows[i].offset, offsetof(parley_run_def, column_out));
            cr_assert_eq(rows[i].size, sizeof(double *const *));
            found++;
        }
    }
    cr_assert_eq(found, 1);
}
