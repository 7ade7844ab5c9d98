// What cannot be read says where and why.
#include "support/formulas.h"

#include <criterion/parameterized.h>

struct wrong {
    char text[96];
    size_t column;
    char says[80];
};

static const char *const presence_labels[] = {"none", "monitors", "troops"};
static const struct category presence = {"issue presence", presence_labels, 3};
static const char *const other_labels[] = {"a", "b"};
static const struct category other = {"issue other", other_labels, 2};

ParameterizedTestParameters(formula, an_error_names_its_column_and_what_was_expected)
{
    static struct wrong rows[] = {
        {"", 1, "the formula is empty"},
        {"   ", 4, "the formula is empty"},
        {"1 +", 4, "found the end of the formula, expected a number"},
        {"1 2", 3, "found \"2\", expected an operator"},
        {"(1 + 2", 7, "to close the \"(\" at character 1"},
        {"1 + 2)", 6, "found \")\", expected an operator or the end"},
        {"max(1, 2", 9, "to close the \"(\" at character 4"},
        {"* 2", 1, "found \"*\", expected a number"},
        {"1 + * 2", 5, "found \"*\""},
        {"1 ? 2", 6, "expected \":\" to go with the \"?\" at character 3"},
        {"a < b < 1", 7, "comparisons do not chain; write a < b && b < c"},
        {"a == b != 1", 8, "do not chain"},
        {"1 to 2 to 3", 8, "takes two ends"},
        {"a = 1", 3, "write == to compare"},
        {"a & b", 3, "write &&"},
        {"a | b", 3, "write ||"},
        {"a and b", 3, "write &&"},
        {"a or b", 3, "write ||"},
        {"2 ** 3", 3, "write ^ for a power"},
        {"5 % 3", 3, "mod(a, b)"},
        {"presence == \"none\"", 13, "labels in single quotes"},
        {"1 $ 2", 3, "found \"$\""},
        {"1 × 2", 3, "found \"×\""},
        {"'é' == presence $", 17, "found \"$\""},
        {"1.2.3", 4, "inside a number"},
        {"3x", 2, "found \"x\" inside a number"},
        {"1e", 2, "inside a number"},
        {"1_", 2, "inside a number"},
        {"1e999", 1, "larger than"},
        {"a.", 3, "the rest of a name"},
        {"'open", 1, "no closing quote"},
        {"''", 1, "1 to 100 characters"},
        {"resolv", 1, "unknown name \"resolv\"; did you mean \"resolve\"?"},
        {"1 + zzzzzz", 5, "unknown name \"zzzzzz\""},
        {"clmp(1, 2, 3)", 1, "unknown function \"clmp\"; did you mean \"clamp\"?"},
        {"nromal(0, 1)", 1, "did you mean \"normal\"?"},
        {"1 + qqqqqq(2)", 5, "unknown function \"qqqqqq\""},
        {"clamp(1, 2)", 1, "found 2 arguments, expected clamp(x, low, high)"},
        {"exp()", 1, "found 0 arguments, expected exp(x)"},
        {"exp(1, 2, 3, 4, 5)", 1, "found 5 arguments"},
        {"max(1)", 1, "found 1 argument, expected max(a, b, ...)"},
        {"1 + max", 5, "\"max\" is a function; write max(a, b, ...)"},
        {"normal", 1, "\"normal\" is a distribution"},
        {"normal(0)", 1, "found 1 argument, expected normal(mean, sd)"},
        {"1 + normal(0, -1)", 5, "sd must be > 0, found -1"},
        {"truncate(3, 0, 1)", 10, "expected a distribution such as normal(0, 1)"},
        {"to", 1, "found \"to\", expected a number"},
        {"3 to", 5, "found the end"},
        {"normal(0, 1", 12, "to close the \"(\" at character 7"},
        {"max(1,)", 7, "found \")\""},
        {"presence + 1", 1, "found a label of issue presence, expected a number"},
        {"!presence", 2, "expected a number"},
        {"presence == 1", 13, "found a number, expected a label of issue presence, such as 'none'"},
        {"presence == 'trops'", 13, "did you mean 'troops'?"},
        {"presence == 'zzzzzz'", 13, "expected one of 'none', 'monitors', 'troops'"},
        {"presence == other", 13, "found a label of issue other, expected one of issue presence"},
        {"'none'", 1, "found the label 'none', expected a number"},
        {"1 + 'none'", 5, "found the label 'none'"},
        {"'a' == 'b'", 8, "found the label 'b'"},
        {"presence ? 1 : 2", 1, "expected a number"},
        {"presence", 1, "expected a number; compare it"},
        {"a ? presence : 1", 16, "found a number"},
    };
    return cr_make_param_array(struct wrong, rows, sizeof rows / sizeof *rows);
}

ParameterizedTest(struct wrong *row, formula, an_error_names_its_column_and_what_was_expected)
{
    struct formulas f;
    struct number number;
    formulas_begin(&f);
    (void)formulas_column(&f, "a", NULL);
    (void)formulas_column(&f, "b", NULL);
    (void)formulas_column(&f, "resolve", NULL);
    (void)formulas_column(&f, "presence", &presence);
    (void)formulas_column(&f, "other", &other);
    const bool wants_label = strncmp(row->text, "a ?", 3) == 0;
    const parley_status status = formulas_try(&f, row->text, wants_label ? &presence : NULL, &number);
    cr_assert_eq(status, PARLEY_BAD_EXPRESSION, "\"%s\" gave %s", row->text, parley_status_name(status));
    size_t column;
    cr_assert_str_eq(parley_i_error_pointer(&column), "/test");
    cr_assert(strstr(parley_last_message(), row->says) != NULL, "\"%s\": %s", row->text, parley_last_message());
    cr_assert_eq(column, row->column, "\"%s\": column %zu, expected %zu: %s", row->text, column, row->column,
                 parley_last_message());
    formulas_end(&f);
}

static parley_status try_repeated(const char *opening, size_t count, const char *middle, const char *closing)
{
    static char text[80 * 1024];
    size_t at = 0;
    for (size_t i = 0; i < count; i++) {
        at += (size_t)snprintf(text + at, sizeof text - at, "%s", opening);
    }
    at += (size_t)snprintf(text + at, sizeof text - at, "%s", middle);
    for (size_t i = 0; i < count; i++) {
        at += (size_t)snprintf(text + at, sizeof text - at, "%s", closing);
    }
    struct formulas f;
    struct number number;
    formulas_begin(&f);
    const parley_status status = formulas_try(&f, text, NULL, &number);
    formulas_end(&f);
    return status;
}

Test(formula, nesting_is_bounded)
{
    cr_assert_eq(try_repeated("(", 150, "1", ")"), PARLEY_OK);
    cr_assert_eq(try_repeated("(", 10000, "1", ")"), PARLEY_BAD_EXPRESSION);
    cr_assert_eq(try_repeated("-", 10000, "1", ""), PARLEY_BAD_EXPRESSION);
    cr_assert_eq(try_repeated("2^", 10000, "1", ""), PARLEY_BAD_EXPRESSION);
    cr_assert_eq(try_repeated("1?1:", 10000, "1", ""), PARLEY_BAD_EXPRESSION);
    cr_assert_eq(try_repeated("exp(", 10000, "1", ")"), PARLEY_BAD_EXPRESSION);
    cr_assert(strstr(parley_last_message(), "nested more than 200 deep") != NULL);
}

Test(formula, length_is_bounded)
{
    cr_assert_eq(try_repeated("1+", 32000, "1", ""), PARLEY_OK);
    cr_assert_eq(try_repeated("1+", 33000, "1", ""), PARLEY_TOO_LARGE);
}

Test(formula, a_label_has_at_most_100_characters)
{
    char text[512] = "presence == '";
    for (size_t i = 0; i < 101; i++) {
        strcat(text, "é");
    }
    strcat(text, "'");
    struct formulas f;
    struct number number;
    formulas_begin(&f);
    (void)formulas_column(&f, "presence", &presence);
    cr_assert_eq(formulas_try(&f, text, NULL, &number), PARLEY_BAD_EXPRESSION);
    cr_assert(strstr(parley_last_message(), "found 101") != NULL, "%s", parley_last_message());
    formulas_end(&f);
}

Test(formula, a_constant_out_of_bounds_is_refused_at_once)
{
    struct formulas f;
    struct number number;
    formulas_begin(&f);
    struct source source = {"0.1 - 0.3", "/chance"};
    cr_assert_eq(parley_i_sheet_number(f.sheet, &source, NULL, &parley_i_probability, 0, &number), PARLEY_BAD_SCENARIO);
    cr_assert_str_eq(parley_last_message(), "/chance: found -0.19999999999999998, expected a probability in [0, 1]");
    source.text = "0";
    cr_assert_eq(parley_i_sheet_number(f.sheet, &source, NULL, &parley_i_positive, 0, &number), PARLEY_BAD_SCENARIO);
    cr_assert_eq(parley_i_sheet_number(f.sheet, &source, NULL, &parley_i_not_negative, 0, &number), PARLEY_OK);
    source.text = "inf";
    cr_assert_eq(parley_i_sheet_number(f.sheet, &source, NULL, &parley_i_any_number, 0, &number), PARLEY_BAD_SCENARIO);
    source.text = "0 / 0";
    cr_assert_eq(parley_i_sheet_number(f.sheet, &source, NULL, &parley_i_any_number, 0, &number), PARLEY_BAD_SCENARIO);
    cr_assert_str_eq(parley_last_message(), "/chance: found an undefined value, expected a finite number");
    source.text = NULL;
    cr_assert_eq(parley_i_sheet_number(f.sheet, &source, NULL, &parley_i_probability, 0.25, &number), PARLEY_OK);
    cr_assert_eq(number.value, 0.25);
    formulas_end(&f);
}

Test(formula, without_a_place_nothing_can_be_drawn)
{
    struct formulas f;
    struct number number;
    formulas_begin(&f);
    const struct source source = {"1 + normal(0, 1)", "/somewhere"};
    cr_assert_eq(parley_i_sheet_formula(f.sheet, &source, NULL, NULL, &number), PARLEY_BAD_EXPRESSION);
    cr_assert(strstr(parley_last_message(), "give it an assumption of its own") != NULL);
    formulas_end(&f);
}
