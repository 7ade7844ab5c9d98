"""GENIUS XML: every trap of the format, both ways of reading it, and the way back."""
import time
import unittest
from pathlib import Path

import parley
from parley import convert
from worth import fresh, worth

DATA = Path(__file__).resolve().parent / "data"


def cut(x):
    return min(max(x, 0.0), 1.0)


def files(**texts):
    """A folder of files; a lone profile gets a twin, since talks take two."""
    if len(texts) == 2 and "p" in texts:
        texts["twin"] = texts["p"]
    folder = fresh()
    for name, text in texts.items():
        (folder / f"{name}.xml").write_text(text, encoding="utf-8")
    return folder


def domain(issues):
    return (
        f'<negotiation_template><utility_space number_of_issues="0"><objective index="0" name="D">{issues}</objective>'
        "</utility_space></negotiation_template>"
    )


def profile(inside, after=""):
    return f'<utility_space><objective index="0" name="D">{inside}</objective>{after}</utility_space>'


AB = domain(
    '<issue index="1" name="A" type="discrete"><item index="1" value="x"/><item index="2" value="y"/></issue>'
    '<issue index="2" name="B" type="discrete"><item index="1" value="p"/><item index="2" value="q"/></issue>'
)


def ab(x, y, p, q, wa, wb, after=""):
    return profile(
        (
            f'<issue index="1" name="A" type="discrete"><item value="x" evaluation="{x}"/><item value="y"'
            f' evaluation="{y}"/></issue><issue index="2" name="B" type="discrete"><item value="p"'
            f' evaluation="{p}"/><item value="q" evaluation="{q}"/></issue><weight index="1" value="{wa}"/><weight'
            f' index="2" value="{wb}"/>'
        ),
        after,
    )


class Additive(unittest.TestCase):
    """tests/data/genius: berths, hours (nested), crane (integer from -2), price (real)."""

    def setUp(self):
        self.made = convert.read(DATA / "genius")

    def test_issues_of_nested_objectives_come_first_and_duplicates_count_once(self):
        issues = self.made.scenario["issues"]
        self.assertEqual(list(issues), ["berths", "hours", "crane_s_reach", "price"])
        self.assertEqual(issues["berths"]["options"], ["two", "four", "six, or more"])
        self.assertEqual(issues["crane_s_reach"]["range"], [-2, 3])
        self.assertEqual(issues["price"]["range"], [10, 40])

    def check(self, party, expected):
        found = worth(self.made.scenario)[party]
        self.assertEqual(len(found), 3 * 2 * 6 * 101)
        for package, utility in found.items():
            berth, hour, crane, price = package
            self.assertAlmostEqual(
                utility, expected(berth, hour, crane, 10 + price * 0.3), delta=1e-12, msg=str(package)
            )

    def test_every_package_is_worth_what_genius_says(self):
        self.check(
            "port",
            lambda b, h, c, p: 0.4 * [0.25, 0.5, 1][b]
            + 0.1 * [1, 0][h]
            + 0.2 * cut(0.1 + 0.3 * c)
            + 0.3 * cut(1.3333 - 0.03333 * p),
        )

    def test_weights_that_sum_to_more_than_one_are_kept(self):
        def triangle(p):
            return (p - 5) / 15 if p < 20 else (45 - p) / 25

        self.check(
            "shipper",
            lambda b, h, c, p: 0.6 * [1, 0.75, 0][b] + 0.3 * [0.25, 1][h] + 0.3 * cut(1 - 0.2 * c) + 0.2 * triangle(p),
        )
        self.assertTrue(any("1.4" in note and "cuts" in note for note in self.made.notes))

    def test_reservation_and_discount(self):
        parties = self.made.scenario["parties"]
        self.assertEqual(parties["port"]["no_deal"], 0.25)
        self.assertEqual(parties["shipper"]["no_deal"], 0)
        self.assertAlmostEqual(parties["port"]["discount"] ** 20, 0.5, delta=1e-15)
        self.assertNotIn("discount", parties["shipper"])

    def test_it_is_a_scenario_that_runs(self):
        self.assertGreater(self.made.load().run(trials=10).agreement.mean, 0)

    def test_notes_tell_what_was_left_out(self):
        said = "\n".join(self.made.notes)
        for word in ("listed twice", "no evaluation", "group of issues", "issue 17", "101 points"):
            self.assertIn(word, said)

    def test_as_negmas_reads_it(self):
        made = convert.read(DATA / "genius", mode="negmas")
        found = worth(made.scenario)["port"]
        for (b, h, c, p), utility in found.items():
            expected = (
                0.05
                + 0.4 * [2.5, 5, 10][b]
                + 0.1 * [3, 0][h]
                + 0.2 * (0.1 + 0.3 * (c - 2))
                + 0.3 * (1.3333 - 0.03333 * (10 + p * 0.3))
            )
            self.assertAlmostEqual(utility, expected, delta=1e-12)
        self.assertEqual(made.scenario["parties"]["port"]["discount"], 0.5)

    def test_the_profile_as_the_file_has_it_can_be_asked(self):
        n = convert.negotiation(DATA / "genius")
        self.assertAlmostEqual(n.profiles[0].utility((2, 0, 3, 10)), 0.4 + 0.1 + 0.2 + 0.3, delta=1e-12)


class Small(unittest.TestCase):
    def read(self, mode="genius", **texts):
        return convert.read(files(**texts), mode=mode)

    def test_a_single_real_issue(self):
        made = self.read(
            domain=domain('<issue index="1" name="P" type="real"><range lowerbound="10" upperbound="40"/></issue>'),
            p=profile(
                '<issue index="1" name="P" type="real"><range lowerbound="10" upperbound="40"/><evaluator'
                ' ftype="linear" parameter0="1.3333" parameter1="-0.03333"/></issue><weight index="1" value="1"/>'
            ),
        )
        for (k,), utility in worth(made.scenario)["p"].items():
            self.assertAlmostEqual(utility, cut(1.3333 - 0.03333 * (10 + 0.3 * k)), delta=1e-12)

    def test_sums_below_one_keep_their_proportions(self):
        made = self.read(domain=AB, p=ab(1, 2, 4, 3, 0.2, 0.3))
        weights = [demand["weight"] for demand in made.scenario["parties"]["p"]["demands"].values()]
        self.assertEqual(weights, [0.2, 0.3])
        for (a, b), utility in worth(made.scenario)["p"].items():
            self.assertAlmostEqual(utility, 0.2 * [0.5, 1][a] + 0.3 * [1, 0.75][b], delta=1e-12)

    def test_utilities_above_one_are_cut_by_linkages(self):
        made = self.read(domain=AB, p=ab(1, 2, 4, 3, 0.9, 0.8))
        for (a, b), utility in worth(made.scenario)["p"].items():
            self.assertAlmostEqual(utility, min(1, 0.9 * [0.5, 1][a] + 0.8 * [1, 0.75][b]), delta=1e-12)

    def test_negmas_neither_divides_nor_cuts(self):
        made = self.read(mode="negmas", domain=AB, p=ab(1, 2, 4, 3, 0.9, 0.8))
        for (a, b), utility in worth(made.scenario)["p"].items():
            self.assertAlmostEqual(utility, 0.9 * [1, 2][a] + 0.8 * [4, 3][b], delta=1e-12)

    def test_all_evaluations_zero(self):
        made = self.read(domain=AB, p=ab(0, 0, 0, 0, 0.5, 0.5))
        self.assertEqual(set(worth(made.scenario)["p"].values()), {0.0})

    def test_discounts_out_of_range_are_none(self):
        for value in (-1, 0, 1.5):
            made = self.read(domain=AB, p=ab(1, 2, 3, 4, 0.5, 0.5, f'<discount_factor value="{value}"/>'))
            self.assertNotIn("discount", made.scenario["parties"]["p"])

    def test_an_uncertain_profile_says_what_is_lost(self):
        text = ab(1, 2, 4, 3, 0.5, 0.5, "<comparisons>10</comparisons>").replace(
            "<utility_space", '<utility_space type="UNCERTAIN"', 1
        )
        self.assertTrue(any("comparisons" in note for note in self.read(domain=AB, p=text).notes))

    def test_conflicting_types_go_by_the_type(self):
        made = self.read(
            domain=AB.replace('name="A" type="discrete"', 'name="A" type="discrete" vtype="real"'),
            p=ab(1, 2, 4, 3, 0.5, 0.5),
        )
        self.assertTrue(any("vtype" in note for note in made.notes))
        self.assertEqual(made.scenario["issues"]["a"]["options"], ["x", "y"])

    def test_thirty_issues(self):
        issues = "".join(
            f'<issue index="{i}" name="I{i}" type="discrete"><item value="x"/><item value="y"/></issue>'
            for i in range(1, 31)
        )
        valued = "".join(
            f'<issue index="{i}" name="I{i}" type="discrete"><item value="y" evaluation="{i}"/><item value="x"'
            f' evaluation="1"/></issue><weight index="{i}" value="{1 / 30!r}"/>'
            for i in range(1, 31)
        )
        made = self.read(domain=domain(issues), p=profile(valued), q=profile(valued))
        self.assertEqual(len(made.load().issues), 30)
        self.assertAlmostEqual(made.load().run(trials=1)["p.utility"].mean, 1, delta=1e-12)

    def test_what_breaks_says_where(self):
        cases = {
            "no <evaluator>": (
                domain('<issue index="1" name="P" type="real"><range lowerbound="1" upperbound="4"/></issue>'),
                profile('<issue index="1" name="P" type="real"/><weight index="1" value="1"/>'),
            ),
            "expected a number": (AB, ab("lots", 1, 1, 1, 0.5, 0.5)),
            "a number >= 0": (AB, ab(-2, 1, 1, 1, 0.5, 0.5)),
            "says nothing of issue 2": (
                AB,
                profile('<issue index="1" name="A" type="discrete"><item value="x" evaluation="1"/></issue>'),
            ),
            "second issue with index 1": (
                AB.replace('index="2" name="B"', 'index="1" name="B"'),
                ab(1, 1, 1, 1, 0.5, 0.5),
            ),
            "not XML": (AB, ab(1, 1, 1, 1, 0.5, 0.5)[:-9]),
        }
        for message, (d, p) in cases.items():
            with self.assertRaisesRegex(convert.ConversionError, message) as caught:
                self.read(domain=d, p=p)
            self.assertIsNotNone(caught.exception.file)
            self.assertIsNotNone(caught.exception.line)
            self.assertIn(f":{caught.exception.line}:", str(caught.exception))

    def test_byte_order_marks_and_encodings(self):
        text = AB.replace('value="x"', 'value="é"')
        p = ab(1, 2, 4, 3, 0.5, 0.5).replace('value="x"', 'value="é"')
        for encoded in (
            b"\xef\xbb\xbf\n\n" + text.encode(),
            text.encode("cp1252"),
            text.encode("utf-16"),
            b'<?xml version="1.0" encoding="ISO-8859-1"?>' + text.encode("latin-1"),
        ):
            folder = files(p=p, q=p)
            (folder / "domain.xml").write_bytes(encoded)
            self.assertEqual(convert.read(folder).scenario["issues"]["a"]["options"], ["é", "y"])

    def test_sizes_are_limited(self):
        with self.assertRaisesRegex(convert.ConversionError, "more than a million"):
            self.read(
                domain=domain('<issue index="1" name="A" type="integer" lowerbound="0" upperbound="1000000000000"/>'),
                p=profile('<issue index="1" name="A" type="integer"><evaluator slope="0" offset="1"/></issue>'),
            )

    def test_entities_are_refused(self):
        bomb = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + AB
        outside = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + AB.replace(
            'name="D"', 'name="D">&a;<objective index="9"'
        )
        for text in (bomb, outside):
            with self.assertRaisesRegex(convert.ConversionError, "entity declarations are refused"):
                self.read(domain=text, p=ab(1, 1, 1, 1, 0.5, 0.5))

    def test_deep_files_are_refused(self):
        with self.assertRaisesRegex(convert.ConversionError, "levels"):
            self.read(domain=domain('<objective index="5">' * 500 + "</objective>" * 500))

    def test_two_hundred_thousand_packages_are_read_in_time(self):
        sizes = (12, 12, 12, 12, 10)
        issues = "".join(
            f'<issue index="{i}" name="I{i}" type="discrete">'
            + "".join(f'<item value="v{k}"/>' for k in range(n))
            + "</issue>"
            for i, n in enumerate(sizes, 1)
        )

        def party(turn):
            return profile(
                "".join(
                    f'<issue index="{i}" name="I{i}" type="discrete">'
                    + "".join(f'<item value="v{k}" evaluation="{(k * 7 + turn * i) % n + 1}"/>' for k in range(n))
                    + f'</issue><weight index="{i}" value="0.2"/>'
                    for i, n in enumerate(sizes, 1)
                )
            )

        folder = files(domain=domain(issues), p=party(1), q=party(5))
        start = time.perf_counter()
        scenario = convert.read(folder).load()
        read = time.perf_counter() - start
        frontier = scenario.frontier() if hasattr(scenario, "frontier") else None
        print(
            f"GENIUS domain of 207360 packages: read in {1000 * read:.0f} ms, with its frontier "
            f"{1000 * (time.perf_counter() - start):.0f} ms{'' if frontier else ' (no frontier)'}"
        )


class Rectangles(unittest.TestCase):
    def test_sums_excludes_and_largest(self):
        found = worth(convert.read(DATA / "nonlinear").scenario)["sum"]
        for (a, b), utility in found.items():
            u = 2 + 5 * (1 <= a <= 3 and b <= 1) + 6 * (not 2 <= b <= 3)
            u += 0.5 * max(4 * (a <= 2), 6 * (a >= 2 and b == 1))
            self.assertAlmostEqual(utility, min(1, u / 20), delta=1e-12)

    def test_the_smallest(self):
        found = worth(convert.read(DATA / "nonlinear").scenario)["min"]
        for (a, b), utility in found.items():
            self.assertAlmostEqual(utility, min(7 * (a <= 2), 4 * (b >= 1)) / 10, delta=1e-12)

    def test_negmas_refuses_the_smallest(self):
        with self.assertRaisesRegex(convert.ConversionError, "refused by NegMAS"):
            convert.read(DATA / "nonlinear", mode="negmas")


class WayBack(unittest.TestCase):
    def there_and_back(self, tree):
        folder = fresh()
        notes = convert.write(tree, folder, to="genius")
        before, after = worth(tree), worth(convert.read(folder).scenario)
        self.assertEqual(list(before), list(after))
        for party in before:
            self.assertEqual(before[party].keys(), after[party].keys())
            for package, utility in before[party].items():
                self.assertAlmostEqual(after[party][package], utility, delta=1e-12)
        return notes, convert.read(folder).scenario

    def test_every_package_keeps_its_utility(self):
        tree = convert.read(files(domain=AB, p=ab(1, 2, 4, 3, 0.5, 0.5), q=ab(0, 3, 1, 3, 0.2, 0.3))).scenario
        notes, _ = self.there_and_back(tree)
        self.assertEqual(notes, [])

    def test_constants_lines_curves_and_linkages_of_one_issue(self):
        tree = {
            "parley": 1,
            "title": 'T <&> "quotes"',
            "issues": {
                "a": {"options": ["x & y", "<z>", "it's"]},
                "n": {"range": [-2, 3], "step": 1},
                "r": {"range": [0, 2]},
                "c": {"range": [0, 1], "step": 0.25},
            },
            "parties": {
                "p": {
                    "no_deal": 0.2,
                    "discount": 0.9,
                    "demands": {
                        "a": {"values": [0, 0.5, 1]},
                        "n": {"weight": 2, "ideal": 3, "limit": -2},
                        "r": {"curve": [[0, 0.25], [2, 0.75]]},
                        "c": {"curve": [[0, 0], [0.5, 1], [1, 0.3]]},
                    },
                    "linkages": [{"when": "a == 'it''s'", "add": -0.1}, {"when": "true", "add": 0.05}],
                },
                "q": {"demands": {"r": {"ideal": 0, "limit": 2}}},
            },
            "process": {"t": {"talks": {"protocol": "alternating", "rounds": 8}}},
        }
        notes, back = self.there_and_back(tree)
        self.assertEqual(back["issues"]["n"]["range"], [-2, 3])
        self.assertNotIn("options", back["issues"]["r"])
        self.assertEqual(back["issues"]["c"]["options"], ["0", "0.25", "0.5", "0.75", "1"])
        self.assertEqual(back["parties"]["p"]["no_deal"], 0.2)
        self.assertTrue(any("discrete values" in note for note in notes))

    def test_what_it_cannot_say_is_refused_or_told(self):
        base = convert.read(files(domain=AB, p=ab(1, 2, 4, 3, 0.5, 0.5))).scenario
        joined = {
            **base,
            "parties": {
                **base["parties"],
                "p": {**base["parties"]["p"], "linkages": [{"when": "a == 'x' && b == 'p'", "add": 0.1}]},
            },
        }
        with self.assertRaisesRegex(convert.ConversionError, "joins issues"):
            convert.write(joined, fresh(), to="genius")
        vague = {**base, "parties": {**base["parties"], "p": {**base["parties"]["p"], "no_deal": "uniform(0, 1)"}}}
        with self.assertRaisesRegex(convert.ConversionError, "uncertain"):
            convert.write(vague, fresh(), to="genius")
        with self.assertRaisesRegex(convert.ConversionError, "less than 0"):
            convert.write(
                {
                    **base,
                    "parties": {
                        **base["parties"],
                        "p": {**base["parties"]["p"], "linkages": [{"when": "true", "add": -2}]},
                    },
                },
                fresh(),
                to="genius",
            )
        strong = {**base, "parties": {**base["parties"], "p": {**base["parties"]["p"], "power": 3}}}
        self.assertTrue(any("power" in note for note in convert.write(strong, fresh(), to="genius")))

    def test_bad_arguments(self):
        for wrong in ({"mode": "other"}, {"rounds": 0}):
            with self.assertRaises(parley.errors.ArgumentError):
                convert.read(DATA / "genius", **wrong)
        with self.assertRaises(parley.errors.ArgumentError):
            convert.write({"parley": 1}, "x", to="excel")
        with self.assertRaises(FileNotFoundError):
            convert.read(DATA / "nowhere.xml")


if __name__ == "__main__":
    unittest.main()
