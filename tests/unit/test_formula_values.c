// What formulas are worth: known answers, precedence, undefined values, labels.
#include "support/formulas.h"

#include <criterion/parameterized.h>
#include <criterion/theories.h>

struct known {
    char text[96];
    double value;
};

static double constant_value(const char *text)
{
    struct formulas f;
    formulas_begin(&f);
    struct number number;
    require_ok(formulas_try(&f, text, NULL, &number));
    cr_assert_eq(number.column, NUMBER_CONSTANT, "%s was not folded", text);
    formulas_end(&f);
    return number.value;
}

ParameterizedTestParameters(formula, a_constant_formula_has_its_known_value)
{
    static struct known rows[] = {
        {"1", 1},
        {" 0.5 ", 0.5},
        {".5", 0.5},
        {"5.", 5},
        {"1e3", 1000},
        {"1.5E-2", 0.015},
        {"1_000_000", 1e6},
        {"2.5_5", 2.55},
        {"0.1", 0.1},
        {"123456789012345678901234567890", 123456789012345678901234567890.0},
        {"4.9e-324", 4.9e-324},
        {"1e-400", 0},
        {"1.7976931348623157e308", 1.7976931348623157e308},
        {"0.1 + 0.2", 0.1 + 0.2},
        {"1 - 2 - 3", -4},
        {"2 * 3 + 4", 10},
        {"2 + 3 * 4", 14},
        {"8 / 4 / 2", 1},
        {"2 ^ 3 ^ 2", 512},
        {"-2 ^ 2", -4},
        {"(-2) ^ 2", 4},
        {"2 ^ -1", 0.5},
        {"2 ^ 0.5", 1.4142135623730951},
        {"- -3", 3},
        {"+3", 3},
        {"!0", 1},
        {"!5", 0},
        {"!!5", 1},
        {"!1 + 1", 1},
        {"-2 * -3", 6},
        {"1 < 2", 1},
        {"2 <= 1", 0},
        {"2 > 1", 1},
        {"1 >= 1", 1},
        {"1 == 1.0", 1},
        {"1 != 1", 0},
        {"1 + 1 == 2", 1},
        {"1 < 2 && 3 < 2", 0},
        {"1 || 0 && 0", 1},
        {"(1 || 0) && 0", 0},
        {"2 && 3", 1},
        {"0 || 7", 1},
        {"1 ? 2 : 3", 2},
        {"0 ? 2 : 3", 3},
        {"0 ? 1 : 0 ? 2 : 3", 3},
        {"1 ? 0 ? 1 : 2 : 3", 2},
        {"1 > 2 ? 1 : 2 + 3", 5},
        {"pi", 3.141592653589793},
        {"e", 2.718281828459045},
        {"inf", INFINITY},
        {"-inf", -INFINITY},
        {"true + true", 2},
        {"false", 0},
        {"undefined", NAN},
        {"1 / 0", INFINITY},
        {"0 / 0", NAN},
        {"log(-1)", NAN},
        {"inf - inf", NAN},
        {"min(3, 1, 2)", 1},
        {"max(3, 1, 2, 7, 5)", 7},
        {"sum(1, 2, 3, 4)", 10},
        {"mean(1, 2, 6)", 3},
        {"abs(-2)", 2},
        {"sign(-3)", -1},
        {"sign(0)", 0},
        {"sign(8)", 1},
        {"sqrt(2)", 1.4142135623730951},
        {"pow(2, 10)", 1024},
        {"hypot(3, 4)", 5},
        {"floor(-1.5)", -2},
        {"ceil(-1.5)", -1},
        {"round(2.5)", 3},
        {"round(-2.5)", -3},
        {"round(0.49999999999999994)", 0},
        {"mod(7, 3)", 1},
        {"mod(-7, 3)", 2},
        {"mod(7, -3)", -2},
        {"mod(1, 0)", NAN},
        {"clamp(5, 0, 1)", 1},
        {"clamp(-5, 0, 1)", 0},
        {"clamp(0.5, 0, 1)", 0.5},
        {"clamp(1, 2, 0)", NAN},
        {"if(1, 2, 3)", 2},
        {"if(0, 2, 3)", 3},
        {"exp(0)", 1},
        {"log(1)", 0},
        {"exp(-inf)", 0},
        {"exp(inf)", INFINITY},
        {"exp(1000)", INFINITY},
        {"log(0)", -INFINITY},
        {"log(inf)", INFINITY},
        {"logistic(0)", 0.5},
        {"logistic(1000)", 1},
        {"logistic(-inf)", 0},
        {"logit(0.5)", 0},
        {"logit(1)", INFINITY},
        {"logit(2)", NAN},
        {"normal_cdf(0)", 0.5},
        {"normal_cdf(inf)", 1},
        {"normal_quantile(0.5)", 0},
        {"normal_quantile(0)", -INFINITY},
        {"normal_quantile(1)", INFINITY},
        {"normal_quantile(1.5)", NAN},
        {"tanh(0)", 0},
        {"sin(0)", 0},
        {"cos(0)", 1},
        {"log2(8)", 3},
        {"log10(1000)", 3},
        {"expm1(0)", 0},
        {"log1p(0)", 0},
        {"defined(1)", 1},
        {"defined(0/0)", 0},
        {"default(0/0, 4)", 4},
        {"default(3, 4)", 3},
    };
    return cr_make_param_array(struct known, rows, sizeof rows / sizeof *rows);
}

ParameterizedTest(struct known *row, formula, a_constant_formula_has_its_known_value)
{
    const double value = constant_value(row->text);
    cr_assert(same(value, row->value), "%s is %.17g, expected %.17g", row->text, value, row->value);
}

ParameterizedTestParameters(formula, functions_agree_with_the_mathematical_library)
{
    static struct known rows[] = {
        {"exp(1.25)", 3.4903429574618414},
        {"exp(-700)", 9.8596765437597708e-305},
        {"log(10)", 2.3025850929940457},
        {"log(1e-310)", -713.80137882815416},
        {"logistic(2)", 0.88079707797788244},
        {"logit(0.1)", -2.1972245773362196},
        {"normal_cdf(1.96)", 0.97500210485177963},
        {"normal_cdf(-3)", 0.0013498980316300946},
        {"normal_quantile(0.975)", 1.959963984540054},
        {"tanh(0.5)", 0.46211715726000976},
        {"sin(1)", 0.8414709848078965},
        {"cos(1)", 0.54030230586813977},
        {"log1p(1e-10)", 9.9999999995e-11},
        {"expm1(1e-10)", 1.00000000005e-10},
        {"log10(2)", 0.30102999566398120},
        {"2 ^ 0.1", 1.0717734625362931},
    };
    return cr_make_param_array(struct known, rows, sizeof rows / sizeof *rows);
}

ParameterizedTest(struct known *row, formula, functions_agree_with_the_mathematical_library)
{
    const double value = constant_value(row->text);
    cr_assert(fabs(value - row->value) <= 4e-16 * 4 * fabs(row->value), "%s is %.17g, expected %.17g", row->text, value,
              row->value);
}

// Each form in x and y is computed as an instruction over columns, and must have the value it has over constants.
static const char *const forms[] = {
    "x + y",
    "x - y",
    "x * y",
    "x / y",
    "x ^ y",
    "x ^ 2",
    "-x",
    "!x",
    "x < y",
    "x <= y",
    "x > y",
    "x >= y",
    "x == y",
    "x != y",
    "x && y",
    "x || y",
    "x ? y : 3",
    "x ? 2 : y",
    "min(x, y)",
    "max(x, y, 1)",
    "sum(x, y, x)",
    "mean(x, y, 2)",
    "abs(x)",
    "sign(x)",
    "exp(x)",
    "expm1(x)",
    "log(x)",
    "log1p(x)",
    "log2(x)",
    "log10(x)",
    "sqrt(x)",
    "hypot(x, y)",
    "floor(x)",
    "ceil(x)",
    "round(x)",
    "mod(x, y)",
    "clamp(x, y, 2)",
    "logistic(x)",
    "logit(x)",
    "normal_cdf(x)",
    "normal_quantile(x)",
    "tanh(x)",
    "sin(x)",
    "cos(x)",
    "defined(x)",
    "default(x, y)",
    "if(x, y, 7)",
    "(x + 1) * (y - 2) / (x - y) + x * x - (y ? x : x + y)",
};

static double values[] = {-3, -1, -0.5, 0, 0.25, 0.5, 1, 2, 2.5, 1e-310, 1e300, INFINITY, -INFINITY, NAN};
enum { VALUES = sizeof values / sizeof *values };

static double folded(const char *form, double x, double y)
{
    struct formulas f;
    formulas_begin(&f);
    struct number number;
    require_ok(parley_i_sheet_constant(f.sheet, "x", NULL, x));
    require_ok(parley_i_sheet_constant(f.sheet, "y", NULL, y));
    require_ok(formulas_try(&f, form, NULL, &number));
    cr_assert_eq(number.column, NUMBER_CONSTANT);
    formulas_end(&f);
    return number.value;
}

Test(formula, over_columns_a_formula_has_the_bits_it_has_over_constants)
{
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
        struct formulas f;
        formulas_begin(&f);
        struct number number;
        const int32_t x = formulas_column(&f, "x", NULL), y = formulas_column(&f, "y", NULL);
        require_ok(formulas_try(&f, forms[i], NULL, &number));
        formulas_play(&f, (uint64_t)VALUES * VALUES);
        for (size_t t = 0; t < f.block->n; t++) {
            f.block->column[x][t] = values[t / VALUES];
            f.block->column[y][t] = values[t % VALUES];
        }
        require_ok(parley_i_block_run(f.block, 0, NULL));
        for (size_t t = 0; t < f.block->n; t++) {
            const double want = folded(forms[i], values[t / VALUES], values[t % VALUES]);
            const double got = parley_i_number_at(&number, f.block, t);
            cr_assert(same(got, want), "%s at x = %g, y = %g is %.17g, expected %.17g", forms[i], values[t / VALUES],
                      values[t % VALUES], got, want);
        }
        formulas_end(&f);
    }
}

ParameterizedTestParameters(formula, undefined_spreads_but_for_what_is_settled_without_it)
{
    static struct known rows[] = {
        {"u + 1", NAN},
        {"u * 0", NAN},
        {"u ^ 0", NAN},
        {"1 ^ u", NAN},
        {"u == u", NAN},
        {"u != 1", NAN},
        {"u < 1", NAN},
        {"min(u, 1)", NAN},
        {"min(1, u)", NAN},
        {"max(u, 1)", NAN},
        {"max(1, u)", NAN},
        {"hypot(inf, u)", NAN},
        {"clamp(u, 0, 1)", NAN},
        {"clamp(1, u, 2)", NAN},
        {"!u", NAN},
        {"u ? 1 : 2", NAN},
        {"1 ? u : 2", NAN},
        {"0 ? u : 2", 2},
        {"u && 0", 0},
        {"0 && u", 0},
        {"u && 1", NAN},
        {"1 && u", NAN},
        {"u || 1", 1},
        {"1 || u", 1},
        {"u || 0", NAN},
        {"0 || u", NAN},
        {"defined(u)", 0},
        {"!defined(u)", 1},
        {"default(u, 5)", 5},
        {"sign(u)", NAN},
        {"exp(u)", NAN},
        {"log(u)", NAN},
        {"normal_cdf(u)", NAN},
        {"normal_quantile(u)", NAN},
        {"round(u)", NAN},
    };
    return cr_make_param_array(struct known, rows, sizeof rows / sizeof *rows);
}

ParameterizedTest(struct known *row, formula, undefined_spreads_but_for_what_is_settled_without_it)
{
    struct formulas f;
    formulas_begin(&f);
    struct number number;
    (void)formulas_column(&f, "u", NULL); // rooms' columns are undefined until they are filled
    require_ok(formulas_try(&f, row->text, NULL, &number));
    formulas_play(&f, 3);
    require_ok(parley_i_block_run(f.block, 0, NULL));
    const double value = parley_i_number_at(&number, f.block, 2);
    cr_assert(same(value, row->value), "%s is %g, expected %g", row->text, value, row->value);
    formulas_end(&f);
}

static const char *const presence_labels[] = {"none", "monitors", "troops", "Côte d'Ivoire"};
static const struct category presence = {"issue presence", presence_labels, 4};

ParameterizedTestParameters(formula, a_label_is_read_by_what_stands_beside_it)
{
    static struct known rows[] = {
        {"presence == 'troops'", 1},
        {"'troops' == presence", 1},
        {"presence != 'none'", 1},
        {"presence >= 'monitors'", 1},
        {"presence == 'Côte d''Ivoire'", 0},
        {"(true ? presence : 'none') == 'troops'", 1},
        {"(presence == 'troops' ? 'monitors' : presence) == 'monitors'", 1},
        {"default(presence, 'none') == 'troops'", 1},
        {"presence == (presence > 'none' ? 'troops' : 'none')", 1},
        {"defined(presence)", 1},
        {"if(presence == 'none', 1, 2)", 2},
    };
    return cr_make_param_array(struct known, rows, sizeof rows / sizeof *rows);
}

ParameterizedTest(struct known *row, formula, a_label_is_read_by_what_stands_beside_it)
{
    struct formulas f;
    formulas_begin(&f);
    struct number number;
    const int32_t column = formulas_column(&f, "presence", &presence);
    require_ok(formulas_try(&f, row->text, NULL, &number));
    formulas_play(&f, 1);
    f.block->column[column][0] = 2;
    require_ok(parley_i_block_run(f.block, 0, NULL));
    cr_assert_eq(parley_i_number_at(&number, f.block, 0), row->value, "%s", row->text);
    formulas_end(&f);
}

Test(formula, where_a_label_is_wanted_a_bare_one_will_do)
{
    struct formulas f;
    formulas_begin(&f);
    struct number number;
    (void)formulas_column(&f, "agreement", NULL);
    require_ok(formulas_try(&f, "'troops'", &presence, &number));
    cr_assert_eq(number.column, NUMBER_CONSTANT);
    cr_assert_eq(number.value, 2);
    require_ok(formulas_try(&f, "agreement ? 'troops' : 'monitors'", &presence, &number));
    formulas_play(&f, 1);
    require_ok(parley_i_block_run(f.block, 0, NULL));
    cr_assert(isnan(parley_i_number_at(&number, f.block, 0)));
    formulas_end(&f);
}

Test(formula, a_long_sum_needs_no_deep_stack)
{
    static char text[60001];
    for (size_t i = 0; i < 30000; i++) {
        memcpy(text + 2 * i, i == 0 ? " 1" : "+1", 2);
    }
    cr_assert_eq(constant_value(text), 30000);
}
