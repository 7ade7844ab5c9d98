// The parley command: a table of subcommands. Each lives in a file of its own; a new one is that file and a line here.
#include "command.h"
#include "options.h"
#include "out.h"
#include "progress.h"
#include "table.h"
#include <fcntl.h>
#include <stdarg.h>
#include <stdlib.h>

#define RUN_OPTIONS (OPTIONS_OF_A_RUN | OPTION_BIT(OPTION_VARIANT) | OPTION_BIT(OPTION_ALL_VARIANTS) | OPTION_BIT(OPTION_JSON) | \
                     OPTION_BIT(OPTION_CSV) | OPTION_BIT(OPTION_COLUMNS) | OPTION_BIT(OPTION_PRECISION))

static const struct subcommand subcommands[] = {
    { "check", "SCENARIO.json", "is the scenario sound, with all its variants?",
      "Reads the scenario and checks names, formulas, ranges, distributions and every variant, as a run would. "
      "The first thing that is wrong is told with its file, line, column and place, and what was expected. Notes tell what is legal but "
      "seldom meant, such as a party that only a variant has.",
      OPTION_BIT(OPTION_QUIET), 1, 1, play_check },
    { "run", "SCENARIO.json", "play it, and tell how likely, how large, how sure",
      "Plays the scenario as it stands, or the variants named, and tells agreement, where talks fail, metrics, issues, parties and the "
      "aftermath, each with its 95% interval. --json prints one object, or an array when several variants were asked for.",
      RUN_OPTIONS | OPTION_BIT(OPTION_SHARD) | OPTION_BIT(OPTION_SAVE), 1, 1, play_run },
    { "compare", "SCENARIO.json", "play variants on the same draws, and tell how they differ",
      "The first variant named is the baseline; with only one named, that is the scenario as it stands. Without names, all variants are "
      "compared, the scenario's first being the baseline. As all see the same draws, the differences are paired, trial by trial. With --metric, a few "
      "quantities make a short table, a line for each variant, which comes last.",
      (RUN_OPTIONS & ~OPTION_BIT(OPTION_COLUMNS)) | OPTION_BIT(OPTION_METRIC), 1, 1, play_compare },
    { "trace", "SCENARIO.json", "tell one trial in full",
      "The draws by name, each step's offers and answers, who conceded what, votes, events, and the life after signature. It is the "
      "same trial, to the last bit, that a run with the same seed, trials and sampling plays under that number.",
      OPTIONS_OF_A_RUN | OPTION_BIT(OPTION_VARIANT) | OPTION_BIT(OPTION_TRIAL) | OPTION_BIT(OPTION_JSON), 1, 1, play_trace },
    { "power", "SCENARIO.json", "who decides: power indices of each rule of agreement",
      "For talks with a rule of agreement (weights are the parties' powers) and votes of blocs: the share of deciding positions (Shapley and "
      "Shubik), of swings (Banzhaf), swings over all coalitions of the others (absolute), Coleman's powers to prevent and to start action, "
      "who can block alone, and who has no say at all.",
      OPTION_BIT(OPTION_VARIANT) | OPTION_BIT(OPTION_STEP) | OPTION_BIT(OPTION_TRIAL) | OPTION_BIT(OPTION_SEED) | OPTION_BIT(OPTION_JSON) |
          OPTION_BIT(OPTION_QUIET), 1, 1, play_power },
    { "frontier", "SCENARIO.json", "what the deal could be: the zone, the frontier, Nash and others",
      "All parties at one table about every issue that is not fixed, whatever sittings the process has: how many packages all would "
      "accept, which no other beats, the solutions of Nash, Kalai and Smorodinsky and others; without a zone, whose limits clash and what "
      "would open one. Preferences are those at the medians of all assumptions, or with --trial those drawn in that trial. With --trials, also "
      "how often a run leaves gains for all on the table.",
      OPTION_BIT(OPTION_VARIANT) | OPTION_BIT(OPTION_TRIAL) | OPTION_BIT(OPTION_TRIALS) | OPTION_BIT(OPTION_SEED) | OPTION_BIT(OPTION_THREADS) |
          OPTION_BIT(OPTION_JSON) | OPTION_BIT(OPTION_QUIET), 1, 1, play_frontier },
    { "stability", "SCENARIO.json", "does a deal hold by itself? who would depart from it, and what then",
      "The deal (--deal, or what the talks settle) and every deal that parties can turn it into by themselves: an issue is in the hands of "
      "the party it is delivered by, and of those that --moves names; with --walk signatories can also end the deal. Tells who would "
      "gain by departing, whether answers of the others deter it (graph model for conflict resolution), and the same for coalitions.",
      OPTION_BIT(OPTION_VARIANT) | OPTION_BIT(OPTION_DEAL) | OPTION_BIT(OPTION_MOVES) | OPTION_BIT(OPTION_WALK) | OPTION_BIT(OPTION_TRIAL) |
          OPTION_BIT(OPTION_SEED) | OPTION_BIT(OPTION_JSON) | OPTION_BIT(OPTION_QUIET), 1, 1, play_stability },
    { "columns", "SCENARIO.json", "the names that formulas and --columns can use", "One name a line.",
      OPTION_BIT(OPTION_VARIANT), 1, 1, play_columns },
    { "merge", "SAVED...", "join the shards of a run",
      "Takes what \"parley run --shard K/N --save FILE\" wrote, in any order, and tells the whole as run does. The numbers are, to the "
      "last bit, those of the whole run at once.",
      OPTION_BIT(OPTION_JSON) | OPTION_BIT(OPTION_CSV) | OPTION_BIT(OPTION_SAVE) | OPTION_BIT(OPTION_QUIET), 1, MOST_FILES, play_merge },
    { "new", "[FILE.json]", "write a scenario to start from",
      "A small scenario with a note on every part, which passes check and run as it is. Without a file it goes to standard output. "
      "An existing file is kept unless --force is given.",
      OPTION_BIT(OPTION_FORCE), 0, 1, play_new },
};
enum { SUBCOMMANDS = sizeof subcommands / sizeof *subcommands };

int misused(const struct subcommand *subcommand, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    (void)fprintf(stderr, "parley%s%s: ", subcommand == NULL ? "" : " ", subcommand == NULL ? "" : subcommand->name);
    (void)vfprintf(stderr, format, arguments);
    va_end(arguments);
    if (subcommand == NULL) {
        (void)fprintf(stderr, "\nusage: parley SUBCOMMAND ...; \"parley --help\" lists them\n");
    } else {
        (void)fprintf(stderr, "\nusage: parley %s %s [options]; \"parley %s --help\" tells them\n", subcommand->name, subcommand->arguments,
                      subcommand->name);
    }
    return EXIT_BAD_INPUT;
}

int refused(const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    (void)fprintf(stderr, "parley: ");
    (void)vfprintf(stderr, format, arguments);
    va_end(arguments);
    (void)fputc('\n', stderr);
    return EXIT_SYSTEM;
}

int failed(parley_status status)
{
    if (status == PARLEY_CANCELLED && interrupted() != 0) {
        char trials[NUMBER_SIZE];
        (void)fprintf(stderr, "interrupted after %s trials\n", count_text(trials, played_so_far()));
        return interrupted();
    }
    const char *message = parley_last_message();
    (void)fprintf(stderr, "%s\n", message[0] != '\0' ? message : parley_status_text(status));
    switch (status) {
    case PARLEY_NO_ANSWER:
        return EXIT_NO_ANSWER;
    case PARLEY_NO_MEMORY:
    case PARLEY_NO_THREAD:
        return EXIT_SYSTEM;
    default:
        return EXIT_BAD_INPUT;
    }
}

void subcommands_with(enum option_id id, char *names, size_t capacity)
{
    size_t size = 0;
    names[0] = '\0';
    for (int i = 0; i < SUBCOMMANDS && size < capacity; i++) {
        if ((subcommands[i].options & OPTION_BIT(id)) != 0) {
            size += (size_t)snprintf(names + size, capacity - size, "%s%s", size > 0 ? ", " : "", subcommands[i].name);
        }
    }
}

static void print_help(void)
{
    static const struct column columns[] = { { .width = 12, .indent = 2 }, { .width = 24 }, { .width = 62 } };
    printf("parley %s: what will the talks produce, how sure can we be, and how long will it hold?\n\n"
           "usage: parley SUBCOMMAND FILE [options]\n\n",
           parley_version());
    for (int i = 0; i < SUBCOMMANDS; i++) {
        print_row(stdout, columns, 3, (const char *[]){ subcommands[i].name, subcommands[i].arguments, subcommands[i].summary });
    }
    printf("\n  parley SUBCOMMAND --help   what it does and its options\n"
           "  parley --version           the version\n\n"
           "A scenario or saved result called - is read from standard input. Files appear whole or not at all.\n"
           "Exit status: 0 done, 1 the question has no answer, 2 bad input or usage, 3 the system failed\n"
           "(memory, disk), 130 interrupted, 141 whoever read the output stopped reading.\n");
}

static void print_subcommand_help(const struct subcommand *subcommand)
{
    static const struct column story = { .width = PAGE_WIDTH };
    printf("usage: parley %s %s [options]\n\n", subcommand->name, subcommand->arguments);
    print_row(stdout, &story, 1, (const char *[]){ subcommand->story });
    printf("\n");
    options_describe(stdout, subcommand);
}

static const struct subcommand *find_subcommand(const char *name)
{
    for (int i = 0; i < SUBCOMMANDS; i++) {
        if (strcmp(name, subcommands[i].name) == 0) {
            return &subcommands[i];
        }
    }
    return NULL;
}

static int unknown_subcommand(const char *name)
{
    const char *names[SUBCOMMANDS];
    for (int i = 0; i < SUBCOMMANDS; i++) {
        names[i] = subcommands[i].name;
    }
    const char *nearest = nearest_name(name, names, SUBCOMMANDS);
    if (nearest != NULL) {
        return misused(NULL, "unknown subcommand \"%s\"; did you mean \"%s\"?", name, nearest);
    }
    return misused(NULL, "unknown subcommand \"%s\"", name);
}

static int play(const struct subcommand *subcommand, int count, char **arguments)
{
    struct options *options = calloc(1, sizeof *options);
    if (options == NULL) {
        return refused("memory could not be allocated");
    }
    int status = options_read(options, subcommand, count, arguments);
    if (status == EXIT_DONE && options->given[OPTION_HELP]) {
        print_subcommand_help(subcommand);
    } else if (status == EXIT_DONE) {
        status = subcommand->play(options);
    }
    options_release(options);
    free(options);
    return status;
}

/// A file opened later must not take the number of a standard stream that is closed, or what is printed would go there. The
/// substitute refuses to be written, as a closed one does.
static void keep_standard_streams(void)
{
    for (int stream = 0; stream <= 2; stream++) {
        if (fcntl(stream, F_GETFD) == -1) {
            (void)open("/dev/null", O_RDONLY);  // takes the lowest free number
        }
    }
}

int main(int count, char **arguments)
{
    static char room[1 << 20];  // a page is written at once, so that a write fails where it is noticed
    keep_standard_streams();
    (void)setvbuf(stdout, room, _IOFBF, sizeof room);
    catch_interrupts();
    int status = EXIT_DONE;
    const char *first = count > 1 ? arguments[1] : NULL;
    const struct subcommand *asked = count > 2 ? find_subcommand(arguments[2]) : NULL;
    if (first == NULL) {
        status = misused(NULL, "a subcommand is missing");
    } else if (strcmp(first, "--version") == 0) {
        printf("parley %s\n", parley_version());
    } else if (strcmp(first, "help") == 0 && asked != NULL) {
        print_subcommand_help(asked);
    } else if (strcmp(first, "--help") == 0 || strcmp(first, "-h") == 0 || strcmp(first, "help") == 0) {
        print_help();
    } else if (first[0] == '-') {
        status = misused(NULL, "unknown option \"%s\"", first);
    } else if (find_subcommand(first) == NULL) {
        status = unknown_subcommand(first);
    } else {
        status = play(find_subcommand(first), count - 2, arguments + 2);
    }
    int flushed = flush_standard_output();
    return status != EXIT_DONE ? status : flushed;
}
