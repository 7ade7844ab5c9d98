// Scenarios in a few lines, for tests of reading, building and checking them.
#ifndef PARLEY_TESTS_SUPPORT_SCENARIOS_H
#define PARLEY_TESTS_SUPPORT_SCENARIOS_H

#include <criterion/criterion.h>
#include <parley/scenario.h>

#define require_ok(call)                                                                                               \
    do {                                                                                                               \
        parley_status s_ = (call);                                                                                     \
        cr_assert(s_ == PARLEY_OK, "%s -> %s: %s", #call, parley_status_name(s_), parley_last_message());              \
    } while (0)

static inline parley_scenario *loaded(const char *json)
{
    parley_scenario *scenario = NULL;
    require_ok(parley_scenario_load(json, strlen(json), "test.json", &scenario));
    return scenario;
}

/// Every kind of part once.
static const char everything[] =
    "{\n"
    "  \"parley\": 1,\n"
    "  \"title\": \"Everything once\",\n"
    "  \"time_unit\": \"years\",\n"
    "  \"assumptions\": {\n"
    "    \"resolve\": \"beta(4, 6)\",\n"
    "    \"tail_hazard\": \"0.005 to 0.03\",\n"
    "    \"presence_hr\": { \"value\": \"triangular(0.13, 0.28, 0.60)\", \"source\": \"Cox regression on 96 "
    "cease-fires\" }\n"
    "  },\n"
    "  \"correlations\": [{ \"between\": [\"resolve\", \"tail_hazard\"], \"rank\": -0.3 }],\n"
    "  \"issues\": {\n"
    "    \"term\": { \"unit\": \"years\", \"range\": [0, 50], \"step\": 5, \"status_quo\": 0, \"delivered_by\": \"us\" "
    "},\n"
    "    \"presence\": { \"options\": [\"none\", \"monitors\", \"troops\"] },\n"
    "    \"share\": { \"points\": [15, 30, 50] }\n"
    "  },\n"
    "  \"parties\": {\n"
    "    \"ukraine\": {\n"
    "      \"power\": 2,\n"
    "      \"no_deal\": \"beta(3, 7)\",\n"
    "      \"discount\": 0.99,\n"
    "      \"trust\": { \"us\": \"resolve\" },\n"
    "      \"demands\": {\n"
    "        \"term\": { \"weight\": \"gamma(6, 1)\", \"ideal\": 50, \"limit\": 15, \"shape\": 0.6, \"red_line\": true "
    "},\n"
    "        \"presence\": { \"weight\": 3, \"values\": [0, 0.4, 1] }\n"
    "      },\n"
    "      \"linkages\": [{ \"when\": \"term >= 30 && presence == 'troops'\", \"add\": 0.08 }],\n"
    "      \"concedes\": { \"exponent\": 0.3 }\n"
    "    },\n"
    "    \"us\": { \"demands\": { \"share\": { \"ideal\": 30, \"limit\": [10, 60] }, \"presence\": { \"value\": \"x == "
    "'troops' ? 0.3 : 1\" } } }\n"
    "  },\n"
    "  \"process\": {\n"
    "    \"advisors\": {\n"
    "      \"talks\": {\n"
    "        \"parties\": [\"ukraine\", \"us\"],\n"
    "        \"issues\": [\"presence\"],\n"
    "        \"protocol\": \"alternating\",\n"
    "        \"rounds\": 20,\n"
    "        \"breakdown\": 0.01\n"
    "      },\n"
    "      \"takes\": \"triangular(0.02, 0.05, 0.2)\"\n"
    "    },\n"
    "    \"leaders\": { \"requires\": \"advisors.agreed\", \"talks\": { \"protocol\": \"nash\" } },\n"
    "    \"lapse\": { \"chance\": \"1 - exp(-0.5 * elapsed)\", \"fails\": true },\n"
    "    \"ratify\": { \"otherwise\": \"skip\", \"vote\": { \"yes\": \"logistic(8 * (ukraine.utility - 0.5))\" } },\n"
    "    \"house\": {\n"
    "      \"vote\": {\n"
    "        \"blocs\": { \"left\": { \"weight\": 120, \"yes\": 0.7 }, \"right\": { \"weight\": 90, \"yes\": "
    "\"resolve\" } },\n"
    "        \"rule\": { \"quota\": 0.6, \"veto\": [\"left\"] }\n"
    "      }\n"
    "    }\n"
    "  },\n"
    "  \"aftermath\": {\n"
    "    \"horizon\": 50,\n"
    "    \"states\": [\"guaranteed\", \"lapsed\", \"unprotected\", \"war\"],\n"
    "    \"start\": \"agreement ? 'guaranteed' : 'unprotected'\",\n"
    "    \"transitions\": [\n"
    "      { \"from\": \"guaranteed\", \"to\": \"lapsed\", \"after\": \"deal.term\" },\n"
    "      { \"from\": \"guaranteed\", \"to\": \"war\", \"rate\": [[0, 0.25], [5, \"tail_hazard\"]], \"times\": "
    "\"presence_hr\" },\n"
    "      { \"from\": \"lapsed\", \"to\": \"war\", \"weibull\": { \"shape\": 0.8, \"scale\": 20 }, \"clock\": "
    "\"entry\" },\n"
    "      { \"from\": \"unprotected\", \"to\": \"war\", \"rate\": 0.25 }\n"
    "    ]\n"
    "  },\n"
    "  \"metrics\": {\n"
    "    \"peace_25y\": \"aftermath.first.war > 25\",\n"
    "    \"mean_term\": { \"value\": \"deal.term\", \"given\": \"agreement\", \"unit\": \"years\" }\n"
    "  },\n"
    "  \"variants\": { \"15 years\": { \"issues\": { \"term\": { \"fixed\": 15 } } } }\n"
    "}\n";

#endif
