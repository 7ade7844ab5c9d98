// parley new: a scenario to start from. JSON has no comments, so every part carries a note.
#include "command.h"
#include "out.h"
#include <unistd.h>

static const char *const lines[] = {
    "{",
    "  \"parley\": 1,",
    "  \"title\": \"A pipeline between two neighbours\",",
    "  \"time_unit\": \"years\",",
    "  \"note\": \"A scenario to start from. Try: parley check FILE, parley run FILE, parley compare FILE, parley trace FILE.\",",
    "",
    "  \"assumptions\": {",
    "    \"patience\": {",
    "      \"value\": \"beta(4, 6)\",",
    "      \"source\": \"your source here\",",
    "      \"note\": \"A number nobody knows is a distribution. Others: 0.1 to 0.4 (90% interval), triangular(0, 1, 3), normal(5, 2).\"",
    "    },",
    "    \"quarrels\": {",
    "      \"value\": \"0.01 to 0.08\", \"unit\": \"per year\",",
    "      \"note\": \"How often a deal breaks down once it is signed.\"",
    "    }",
    "  },",
    "",
    "  \"issues\": {",
    "    \"price\": {",
    "      \"range\": [20, 100], \"step\": 5, \"unit\": \"euro\",",
    "      \"note\": \"A number on the table, in steps.\"",
    "    },",
    "    \"control\": {",
    "      \"options\": [\"north\", \"shared\", \"south\"], \"status_quo\": \"north\",",
    "      \"note\": \"Or a choice of options. The status quo holds without a deal.\"",
    "    }",
    "  },",
    "",
    "  \"parties\": {",
    "    \"north\": {",
    "      \"no_deal\": \"patience / 2\",",
    "      \"note\": \"no_deal is what no agreement is worth, on the scale of its demands from 0 to 1. It may be a formula.\",",
    "      \"demands\": {",
    "        \"price\": {",
    "          \"weight\": 2, \"ideal\": 100, \"limit\": 40, \"red_line\": true,",
    "          \"note\": \"Worth 1 at the ideal and 0 at the limit; beyond a red line there is no deal.\"",
    "        },",
    "        \"control\": { \"weight\": 1, \"values\": { \"north\": 1, \"shared\": 0.6, \"south\": 0 } }",
    "      }",
    "    },",
    "    \"south\": {",
    "      \"no_deal\": 0.2,",
    "      \"demands\": {",
    "        \"price\": { \"weight\": 3, \"ideal\": 20, \"limit\": 90 },",
    "        \"control\": { \"weight\": \"gamma(2, 1)\", \"values\": { \"north\": 0, \"shared\": 0.7, \"south\": 1 } }",
    "      }",
    "    }",
    "  },",
    "",
    "  \"process\": {",
    "    \"talks\": {",
    "      \"talks\": { \"protocol\": \"alternating\", \"rounds\": 12, \"breakdown\": 0.01 },",
    "      \"takes\": \"triangular(0.2, 0.5, 2)\",",
    "      \"note\": \"Steps happen in order. This one takes turns at making offers, and collapses in 1% of the rounds.\"",
    "    },",
    "    \"ratify\": {",
    "      \"requires\": \"talks.agreed\",",
    "      \"vote\": { \"yes\": \"logistic(8 * (south.utility - 0.3))\" },",
    "      \"note\": \"A vote that passes with a probability: the better the deal for the south, the likelier.\"",
    "    }",
    "  },",
    "",
    "  \"aftermath\": {",
    "    \"horizon\": 30,",
    "    \"states\": [\"kept\", \"renewed\", \"broken\"],",
    "    \"start\": \"agreement ? 'kept' : 'broken'\",",
    "    \"note\": \"Life after signature. The first transition to fire wins.\",",
    "    \"transitions\": [",
    "      { \"from\": \"kept\", \"to\": \"broken\", \"rate\": \"quarrels\" },",
    "      { \"from\": \"kept\", \"to\": \"renewed\", \"after\": 15 },",
    "      { \"from\": \"renewed\", \"to\": \"broken\", \"rate\": \"quarrels / 2\" }",
    "    ]",
    "  },",
    "",
    "  \"metrics\": {",
    "    \"lasts_20\": { \"value\": \"agreement && aftermath.first.broken > 20\", \"label\": \"A deal that lasts 20 years\" },",
    "    \"price\": {",
    "      \"value\": \"deal.price\", \"given\": \"agreement\", \"unit\": \"euro\", \"label\": \"Price agreed\",",
    "      \"note\": \"A question to answer. Agreement, issues, utilities and the aftermath are told without being asked for.\"",
    "    }",
    "  },",
    "",
    "  \"variants\": {",
    "    \"left to the talks\": {},",
    "    \"shared control\": { \"issues\": { \"control\": { \"fixed\": \"shared\" } } },",
    "    \"no vote\": { \"process\": { \"ratify\": null } }",
    "  }",
    "}",
};

int play_new(struct options *options)
{
    const char *target = options->file_count > 0 ? options->files[0] : "-";
    if (strcmp(target, "-") != 0 && !options->given[OPTION_FORCE] && access(target, F_OK) == 0) {
        (void)fprintf(stderr, "%s: exists already; --force writes over it\n", target);
        return EXIT_BAD_INPUT;
    }
    struct outputs outputs = { .count = 0 };
    FILE *file = outputs_add(&outputs, target);
    if (file == NULL) {
        return EXIT_SYSTEM;
    }
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        (void)fprintf(file, "%s\n", lines[i]);
    }
    int status = outputs_commit(&outputs);
    if (status == EXIT_DONE && strcmp(target, "-") != 0) {
        printf("wrote %s; try \"parley run %s\"\n", target, target);
    }
    return status;
}
