"""GeniusWeb and NegMAS: what they become, what is refused, and NegMAS's way back."""
import json
import math
import sys
import unittest
from pathlib import Path
from unittest import mock

from parley import convert, errors
from worth import fresh, worth

DATA = Path(__file__).resolve().parent / "data"

try:
    import yaml
except ImportError:
    yaml = None

SPACE = {
    "type": "CartesianOutcomeSpace",
    "name": "S",
    "issues": [
        {"type": "CategoricalIssue", "name": "a", "values": ["x", "y"]},
        {"type": "ContinuousIssue", "name": "r", "values": [1, 3]},
    ],
}


def ufun(values, weights=(0.5, 0.5), **more):
    return {
        "type": "LinearAdditiveUtilityFunction",
        "name": "u",
        "reserved_value": 0,
        "weights": list(weights),
        "values": values,
        **more,
    }


TABLE = {"type": "TableFun", "mapping": {"x": 1, "y": 0.5}}


def folder(*trees, texts=()):
    out = fresh()
    for k, tree in enumerate(trees):
        (out / f"{k}.json").write_text(json.dumps(tree))
    for k, text in enumerate(texts):
        (out / f"t{k}.yml").write_text(text)
    return out


class GeniusWeb(unittest.TestCase):
    def setUp(self):
        self.made = convert.read(DATA / "geniusweb")

    def test_every_package_keeps_its_utility(self):
        found = worth(self.made.scenario)
        self.assertEqual(len(found["ann"]), 3 * 4)
        for (food, k), utility in found["ann"].items():
            guests = 2 + 2 * k
            self.assertAlmostEqual(
                utility, 0.75 * [0.3, 1, 0][food] + 0.25 * (0.9 - 0.8 * (guests - 2) / 6), delta=1e-12
            )
        for (food, k), utility in found["bob"].items():
            self.assertAlmostEqual(utility, 0.4 * [1, 0.2, 0][food] + 0.6 * (2 * k) / 6, delta=1e-12)

    def test_a_reservation_bid_is_the_utility_of_no_deal(self):
        parties = self.made.load().to_dict()["parties"]
        self.assertAlmostEqual(parties["ann"]["no_deal"], 0.75 * 0.3 + 0.25 * (0.9 - 0.8 / 3), delta=1e-12)
        self.assertEqual(parties["bob"]["no_deal"], 0)

    def test_a_domain_inside_the_profile_will_do(self):
        made = convert.read(DATA / "geniusweb" / "ann.json", DATA / "geniusweb" / "bob.json")
        self.assertEqual(worth(made.scenario), worth(self.made.scenario))
        self.assertTrue(any("no domain" in note for note in made.notes))

    def test_other_profiles_are_refused(self):
        with self.assertRaisesRegex(convert.ConversionError, "only LinearAdditiveUtilitySpace"):
            convert.read(
                folder({"SumOfGroupsUtilitySpace": {}}, json.loads((DATA / "geniusweb" / "domain.json").read_text()))
            )


@unittest.skipUnless(yaml, "python3-yaml is not installed")
class NegMASFolder(unittest.TestCase):
    def setUp(self):
        self.made = convert.read(DATA / "negmas")

    def test_additive_functions_of_any_size(self):
        found = worth(self.made.scenario)["buyer"]
        self.assertEqual(len(found), 2 * 6 * 3 * 3)
        for (colour, k, size, day), utility in found.items():
            count = k - 1
            expected = (
                1.5 * [10, 3.5][colour]
                + 2 * (-0.5 * count**2 + 2 * count + 1)
                + 0.5 * (2 * [1, 2.5, 7][size] - 1)
                - day
            )
            self.assertAlmostEqual(utility, expected, delta=1e-12)
        self.assertEqual(self.made.scenario["parties"]["buyer"]["no_deal"], 12.5)

    def test_rectangles_and_a_reserved_outcome(self):
        def seller(colour, count, size, day):
            return 0.25 + 3 * (colour == 0 and 0 <= count <= 2) + (size >= 1) - (day == 2)

        for (colour, k, size, day), utility in worth(self.made.scenario)["seller"].items():
            self.assertAlmostEqual(utility, seller(colour, k - 1, size, day), delta=1e-12)
        self.assertAlmostEqual(self.made.scenario["parties"]["seller"]["no_deal"], seller(1, 0, 1, 1), delta=1e-12)

    def test_it_runs(self):
        self.made.load().run(trials=5)

    def test_tags_aliases_and_duplicates_are_refused_with_their_place(self):
        for text, message in (
            ("type: TestFun\nx: !!python/object/apply:os.system [ls]\n", "tag"),
            ("type: TestFun\nx: &a [1]\ny: *a\n", "alias"),
            ("type: TestFun\nx: 1\nx: 2\n", "twice"),
            ("type: TestFun\nx: [1\n", "not YAML"),
            ("type: TestFun\nx: !!binary aGk=\n", "tag"),
        ):
            with self.assertRaisesRegex(convert.ConversionError, message) as caught:
                convert.read(folder(SPACE, texts=[text]))
            self.assertGreaterEqual(caught.exception.line, 2)


class WithoutYaml(unittest.TestCase):
    def test_what_is_missing_is_named(self):
        with mock.patch.dict(sys.modules, {"yaml": None}), self.assertRaisesRegex(
            errors.DependencyError, "python3-yaml"
        ):
            convert.read(DATA / "negmas")


class NegMASFunctions(unittest.TestCase):
    def check(self, function, expected, weights=(0.5, 0.5), **more):
        """Every package; the second issue has values from 1 to 3."""
        made = convert.read(
            folder(
                SPACE, ufun([TABLE, function], weights, **more), {**ufun([TABLE, {"type": "IdentityFun"}]), "name": "v"}
            )
        )
        for (a, k), utility in worth(made.scenario)["u"].items():
            x = 1 + k * 0.02 if k < 100 else 3
            self.assertAlmostEqual(
                utility,
                weights[0] * [1, 0.5][a] + weights[1] * expected(x) + more.get("bias", 0),
                delta=1e-12,
                msg=function["type"],
            )
        return made

    def test_functions_of_numbers_without_steps(self):
        self.check({"type": "AffineFun", "slope": 0.25, "bias": 0.1}, lambda x: 0.25 * x + 0.1)
        self.check({"type": "LinearFun", "slope": -2}, lambda x: -2 * x, weights=(0.1, 0.2))
        self.check({"type": "ConstFun", "bias": 0.4}, lambda x: 0.4)
        self.check({"type": "IdentityFun"}, lambda x: x, weights=(0.3, 0.3))
        self.check(
            {"type": "QuadraticFun", "a2": 0.05, "a1": -0.1, "bias": 0.3}, lambda x: 0.05 * x * x - 0.1 * x + 0.3
        )
        self.check(
            {"type": "PolynomialFun", "coefficients": [0.1, 0, 0.01], "bias": 0.1},
            lambda x: 0.1 + 0.1 * x + 0.01 * x**3,
        )
        self.check({"type": "ExponentialFun", "tau": -1, "base": 2}, lambda x: 2.0**-x)
        self.check({"type": "LogFun", "tau": 2, "scale": 0.3}, lambda x: 0.3 * math.log(2 * x))
        self.check(
            {"type": "SinFun", "multiplier": 2, "phase": 0.5, "amplitude": 0.4, "bias": 0.5},
            lambda x: 0.4 * math.sin(2 * x + 0.5) + 0.5,
        )
        self.check({"type": "CosFun", "multiplier": 2}, lambda x: math.cos(2 * x), bias=0.25)

    def test_what_does_not_fit_into_weights_is_divided_and_told(self):
        made = convert.read(
            folder(
                SPACE,
                ufun([TABLE, {"type": "LinearFun", "slope": 4}]),
                {**ufun([TABLE, {"type": "IdentityFun"}]), "name": "v"},
            )
        )
        told = [note for note in made.notes if "divided by" in note]
        self.assertEqual(len(told), 1)
        factor = float(told[0].rsplit(" ", 1)[1])
        for (a, k), utility in worth(made.scenario)["u"].items():
            self.assertAlmostEqual(utility * factor, 0.5 * [1, 0.5][a] + 2 * (1 + k * 0.02), delta=1e-12)

    def test_minus_infinity_is_less_than_the_worst_deal(self):
        made = self.check({"type": "ConstFun", "bias": 0.5}, lambda x: 0.5, reserved_value=-math.inf)
        self.assertAlmostEqual(made.scenario["parties"]["u"]["no_deal"], 0.25 + 0.25 - 1)
        self.assertTrue(any("minus infinity" in note for note in made.notes))

    def test_code_and_unknown_parts_are_refused(self):
        for function, message in (
            ({"type": "LambdaFun", "f": "gASV..."}, "holds code"),
            ({"type": "TriangularFun"}, "cannot be read"),
            ({"type": "AffineFun", "slope": "steep"}, "expected a number"),
            ({"type": "AffineFun"}, "'slope' is missing"),
        ):
            with self.assertRaisesRegex(convert.ConversionError, message) as caught:
                self.check(function, lambda x: 0)
            self.assertIn("/values/1", str(caught.exception))

    def test_broken_json_has_its_place(self):
        broken = folder(SPACE)
        (broken / "u.json").write_text('{"type": "LinearAdditiveUtilityFunction",\n "weights": [1, }')
        with self.assertRaises(convert.ConversionError) as caught:
            convert.read(broken)
        self.assertEqual((caught.exception.line, caught.exception.column), (2, 17))
        (broken / "u.json").write_text('{"type": "ConstUtilityFunction", "bias": 1, "bias": 2}')
        with self.assertRaisesRegex(convert.ConversionError, "twice"):
            convert.read(broken)


@unittest.skipUnless(yaml, "python3-yaml is not installed")
class NegMASWayBack(unittest.TestCase):
    def test_every_package_keeps_its_utility(self):
        tree = {
            "parley": 1,
            "title": "Back: and # forth",
            "issues": {
                "a": {"options": ["yes", "no: maybe", "1e3"]},
                "n": {"range": [-1, 2], "step": 1},
                "r": {"range": [0, 1]},
                "c": {"range": [0, 1], "step": 0.5},
            },
            "parties": {
                "p": {
                    "no_deal": -0.5,
                    "demands": {
                        "a": {"values": [0, 0.5, 1]},
                        "n": {"curve": [[-1, 0], [0, 1], [2, 0.3]]},
                        "r": {"ideal": 1, "limit": 0},
                    },
                    "linkages": [{"when": "true", "add": -0.75}, {"when": "c == 0.5", "add": 1e-5}],
                },
                "q": {"demands": {"c": {"ideal": 0, "limit": 1}}},
            },
            "process": {"t": {"talks": {"protocol": "nash"}}},
        }
        out = fresh()
        self.assertEqual(convert.write(tree, out, to="negmas"), [])
        back = convert.read(out).scenario
        before, after = worth(tree), worth(back)
        for party in before:
            self.assertEqual(before[party].keys(), after[party].keys())
            for package, utility in before[party].items():
                self.assertAlmostEqual(after[party][package], utility, delta=1e-12)
        self.assertEqual(back["parties"]["p"]["no_deal"], -0.5)
        self.assertEqual(back["issues"]["a"]["options"], ["yes", "no: maybe", "1e3"])


if __name__ == "__main__":
    unittest.main()
