"""KTAB and Bueno de Mesquita's tables: the published run, saliences kept, errors with their lines; and the command."""
import contextlib
import io
import json
import re
import unittest
from pathlib import Path

import parley
from parley import convert
from parley.__main__ import main
from support import SOURCE
from worth import fresh

DATA = Path(__file__).resolve().parent / "data"
TRUTH = SOURCE / "tests" / "truth"
DUMMY = TRUTH / "ktab-dummy-3dim.csv"
THREE = "Test,three actors,3,1\nActor,Description,Power,Fee,Sal\nA,first,10,0,50\nB,,20,100,50\nC,,30,40,100\n"


def saliences(party):
    total = sum(demand["weight"] for demand in party["demands"].values())
    return [party["salience"] * demand["weight"] / total for demand in party["demands"].values()]


def written(text, name="x.csv"):
    path = fresh() / name
    path.write_text(text, encoding="utf-8")
    return path


class Ktab(unittest.TestCase):
    def test_the_published_run(self):
        """Positions to one decimal and stopping ratios to four, turn by turn."""
        expected = (TRUTH / "ktab-dummy-3dim-expected.md").read_text()
        made = convert.read(DUMMY)
        self.assertEqual(made.notes, [])
        turns = json.loads(made.load().trace(0).to_json())["steps"]["talks"]["turns"]
        ratios = re.search(r"Fractional change per step: (.*)", expected).group(1).split()
        self.assertEqual([f"{turn['change']:.4f}" for turn in turns[1:]], ratios)
        rows = re.findall(r"SActor-0(\d), Pstn(\d): (.*)", expected)
        self.assertEqual(len(rows), 21)
        for actor, dimension, history in rows:
            found = [f"{turn['positions'][f'sactor_0{actor}'][f'pstn{dimension}']:.1f}" for turn in turns]
            self.assertEqual(found, history.split(), f"actor {actor}, dimension {dimension}")

    def test_power_positions_and_saliences(self):
        scenario = convert.read(DUMMY).scenario
        party = scenario["parties"]["sactor_00"]
        self.assertEqual((party["label"], party["power"]), ("SActor-00", 102.543))
        self.assertEqual([demand["ideal"] for demand in party["demands"].values()], [75.79, 6.37, 70.45])
        for found, wanted in zip(saliences(party), (0.4953, 0.0591, 0.2815)):
            self.assertAlmostEqual(found, wanted, delta=1e-15)

    def test_xml_parameters_and_adjustment(self):
        made = convert.read(DATA / "council.xml")
        self.assertEqual(
            made.scenario["process"]["talks"]["talks"]["protocol"]["challenge"],
            {
                "compat": "ktab",
                "victory": "square",
                "solver": "markov_uniform",
                "transitions": "deterministic",
                "voting": "proportional",
                "perspective": "none",
                "risk": "min",
                "third_parties": "full",
                "bargains": "s1p1",
                "interpolation": "pw_comp",
                "adjustment": {"north": {"north": 0.6, "delta": 0.1}},
            },
        )
        self.assertEqual(made.scenario["title"], "Water council")
        self.assertTrue(any("15481923004177308764" in note for note in made.notes))
        self.assertTrue(made.load().run(trials=1).agreement.mean)

    def test_words_of_schema_and_code(self):
        text = (DATA / "council.xml").read_text()
        for old, new, key, value in (
            ("<VotingRule>Prop<", "<VotingRule>Proportional<", "voting", "proportional"),
            ("<BigRAdjust>No<", "<BigRAdjust>None<", "perspective", "none"),
            ("<VotingRule>Prop<", "<VotingRule>ASymProsp<", "voting", "asymmetric"),
        ):
            made = convert.read(written(text.replace(old, new)))
            self.assertEqual(made.scenario["process"]["talks"]["talks"]["protocol"]["challenge"][key], value)
            made.load()

    def test_a_dimension_nobody_cares_for_keeps_positions(self):
        made = convert.read(DATA / "council.xml")
        turns = json.loads(made.load().trace(0).to_json())["steps"]["talks"]["turns"]
        self.assertAlmostEqual(turns[0]["positions"]["south"]["fee"], 20, delta=1e-9)

    def test_broken_files_say_where(self):
        for old, new, line, message in (
            ("B,,20,100,50", "B,,20,101,50", 4, "expected 0 to 100"),
            ("3,1\n", "4,1\n", 5, "found 3 actors"),
            ("B,,20", "B,,lots", 4, "expected a number"),
            ("C,,30", "A,,30", 5, "listed twice"),
            ("40,100", "40,101", 5, "expected 0 to 100"),
            ("B,,20,100,50", "B,,20,100", 4, "found 4 cells"),
            (",Fee,Sal", ",Fee", 2, "headers"),
        ):
            with self.assertRaisesRegex(convert.ConversionError, message) as caught:
                convert.read(written(THREE.replace(old, new)))
            self.assertEqual(caught.exception.line, line, old)
        with self.assertRaisesRegex(convert.ConversionError, "expected a number") as caught:
            convert.read(written((DATA / "council.xml").read_text().replace("<dCoord>10<", "<dCoord><")))
        self.assertEqual(caught.exception.line, 12)
        with self.assertRaisesRegex(convert.ConversionError, "at most 1"):
            convert.read(written((DATA / "council.xml").read_text().replace(">0.1<", ">0.5<")))

    def test_an_actor_keeps_its_own_position_unless_the_file_says_how_much(self):
        text = (DATA / "council.xml").read_text()
        pair = "<referencePos>North</referencePos><adjust>0.6</adjust>"
        with self.assertRaisesRegex(convert.ConversionError, "what it keeps of its own position"):
            convert.read(written(text.replace(pair, pair.replace("North", "South").replace("0.6", "0.2"))))

    def test_saliences_above_one_hundred_are_refused(self):
        text = DUMMY.read_text().replace("49.53", "99.53")
        with self.assertRaisesRegex(convert.ConversionError, "at most 100"):
            convert.read(written(text))

    def test_there_and_back(self):
        first = convert.read(DUMMY).scenario
        out = fresh() / "back.csv"
        convert.write(first, out, to="ktab")
        second = convert.read(out).scenario
        self.assertEqual(list(first["parties"]), list(second["parties"]))
        for name, party in first["parties"].items():
            other = second["parties"][name]
            self.assertEqual(party["power"], other["power"])
            for issue, demand in party["demands"].items():
                self.assertAlmostEqual(demand["ideal"], other["demands"][issue]["ideal"], delta=1e-12)
            for a, b in zip(saliences(party), saliences(other)):
                self.assertAlmostEqual(a, b, delta=1e-14)

    def test_other_scales_and_what_it_cannot_hold(self):
        cars = parley.load(SOURCE / "examples" / "scenarios" / "car-emissions.json")
        out = fresh() / "cars.csv"
        notes = convert.write(cars, out, to="ktab")
        self.assertTrue(any("scale" in note for note in notes) and any("variants" in note for note in notes))
        ideals = [
            party["demands"]["delay_of_the_standard"]["ideal"]
            for party in convert.read(out).scenario["parties"].values()
        ]
        self.assertEqual(ideals[:2], [0, 50])
        with self.assertRaisesRegex(convert.ConversionError, "no range"):
            convert.write(
                {"parley": 1, "issues": {"a": {"options": ["x", "y"]}}, "parties": {"p": {}, "q": {}}}, out, to="ktab"
            )


class Tables(unittest.TestCase):
    def test_scholz_by_default_and_the_mean_on_demand(self):
        made = convert.read(DATA / "council.csv")
        self.assertEqual(made.scenario["process"]["talks"]["talks"]["protocol"], {"challenge": {"variant": "scholz"}})
        self.assertEqual(made.scenario["issues"]["position"]["range"], [4, 10])
        made.load().run(trials=1)
        mean = convert.read(DATA / "council.csv", protocol="mean").load().run(trials=1)["deal.position"].mean
        weights = [0.064, 0.032, 0.096]
        self.assertAlmostEqual(mean, sum(w * x for w, x in zip(weights, (4, 7, 10))) / sum(weights), delta=1e-12)

    def test_the_published_actors(self):
        rows = [
            line.split(",")
            for line in (TRUTH / "ec-car-emissions.csv").read_text().splitlines()
            if line and line[0].isupper()
        ]
        path = written(
            "\n".join(["Actor,Capability,Position,Salience", *(f"{a},{c},{x},{int(s) / 100}" for a, c, x, s in rows)])
        )
        result = convert.read(path, protocol="mean").load().run(trials=1)
        self.assertAlmostEqual(result["deal.position"].mean, 7.389955686853767, delta=1e-12)

    def test_bad_rows_say_where(self):
        for old, new, message in (
            ("0.4", "1.4", "expected 0 to 1"),
            ("0.08,7", "much,7", "expected a number"),
            ("0.08,7,0.4", "0.08,7", "3 cells"),
        ):
            with self.assertRaisesRegex(convert.ConversionError, message) as caught:
                convert.read(written((DATA / "council.csv").read_text().replace(old, new, 1)))
            self.assertEqual(caught.exception.line, 3)


class Command(unittest.TestCase):
    def run_main(self, *arguments):
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
            status = main(["convert", *map(str, arguments)])
        return status, out.getvalue(), err.getvalue()

    def test_a_scenario_to_a_file_or_standard_output(self):
        status, out, err = self.run_main(DATA / "genius")
        self.assertEqual(status, 0)
        self.assertEqual(json.loads(out), convert.read(DATA / "genius").scenario)
        self.assertIn("note: ", err)
        path = fresh() / "s.json"
        self.assertEqual(self.run_main(DUMMY, "-o", path), (0, "", ""))
        self.assertEqual(len(parley.load(path).parties), 7)
        self.assertEqual([entry.name for entry in path.parent.iterdir()], ["s.json"])

    def test_from_a_scenario_to_other_tools(self):
        folder = fresh()
        self.run_main(DUMMY, "-o", folder / "s.json")
        self.assertEqual(self.run_main(folder / "s.json", "--to", "ktab", "-o", folder / "s.csv")[0], 0)
        self.assertEqual(convert.read(folder / "s.csv").format, "ktab-csv")
        self.assertEqual(self.run_main(folder / "s.json", "-o", folder / "t.json")[0], 2)
        self.assertEqual(self.run_main(folder / "s.json", "--to", "genius")[0], 2)

    def test_what_a_file_is_is_told_by_its_content(self):
        disguised = written(DUMMY.read_text(), "domain.xml")
        self.assertEqual(convert.read(disguised).format, "ktab-csv")
        for text in ("", "hello", "{}", "[1]", "<html/>", "\0\1\2", "a: 1", "<!-- never ends"):
            status, _, err = self.run_main(written(text, "x.xml"))
            self.assertEqual((status, "of no known format" in err or "not JSON" in err), (2, True), text)
        self.assertEqual(self.run_main(DUMMY, DATA / "council.xml")[0], 2)
        self.assertEqual(self.run_main("/nowhere/at/all")[0], 2)

    def test_no_broken_file_does_more_than_raise_an_error(self):
        """Every file of the tests, cut short, and with bytes changed."""
        import random

        chance = random.Random(3)
        for path in sorted(DATA.rglob("*.*")) + [DUMMY]:
            data = path.read_bytes()
            for _ in range(25):
                spoilt = bytearray(data)
                for _ in range(chance.randrange(1, 4)):
                    spoilt[chance.randrange(len(spoilt))] = chance.randrange(256)
                spoilt = spoilt[: chance.randrange(len(spoilt))] if chance.random() < 0.3 else spoilt
                copy = fresh() / path.name
                copy.write_bytes(bytes(spoilt))
                others = (
                    [p for p in path.parent.iterdir() if p != path and p.is_file()]
                    if path.parent != DATA and path != DUMMY
                    else []
                )
                try:
                    convert.read(copy, *others).load()
                except parley.ParleyError:
                    pass


if __name__ == "__main__":
    unittest.main()
