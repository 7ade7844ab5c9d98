"""Questions beyond a run: the frontier, power, stability, notes."""
import unittest

import numpy as np
import parley
from parley import Stability, errors
from support import SCENARIOS, cake, command, guarantee

try:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot
except ImportError:
    pyplot = None


class Frontier(unittest.TestCase):
    def test_json_equals_the_commands(self):
        f = parley.load(SCENARIOS / "first-talks.json").frontier()
        self.assertEqual(f.to_json() + "\n", command("frontier", SCENARIOS / "first-talks.json", "--json", "-"))

    def test_nothing_in_the_pareto_set_beats_another(self):
        points = [p["utility"] for p in cake().frontier()["/pareto"]]
        for p in points:
            self.assertFalse(any(all(q[name] >= p[name] for name in p) and q != p for q in points))

    def test_with_trials_it_counts_gains_left(self):
        told = []
        f = cake().frontier(trials=2000, progress=lambda played, trials: told.append(played))
        self.assertEqual(f["/monte_carlo/agreement/mean"], cake().run(trials=2000).agreement.mean)
        self.assertTrue(told)

    @unittest.skipIf(pyplot is None, "matplotlib is not installed")
    def test_picture(self):
        s = guarantee()
        deals = s.run(trials=500, columns=["agreement", *(f"{p}.utility" for p in s.parties)])
        ax = s.frontier().plot(parties=("ukraine", "us"), deals=deals)
        self.assertIn("utility of ukraine", ax.get_xlabel())
        ax.figure.canvas.draw()
        cake().frontier().plot(deals=cake()).figure.canvas.draw()
        with self.assertRaisesRegex(ValueError, "columns="):
            s.frontier().plot(deals=s.run(trials=10))
        with self.assertRaisesRegex(ValueError, "eve"):
            s.frontier().plot(parties=("eve", "us"))
        pyplot.close("all")

    def test_no_parties_no_answer(self):
        with self.assertRaises(errors.NoAnswerError):
            parley.Scenario({"parley": 1, "metrics": {"m": "1"}}).frontier()


class Power(unittest.TestCase):
    def test_of_a_scenario(self):
        p = guarantee().power("joint_leaders")
        self.assertEqual(list(p["/steps"]), ["joint_leaders"])
        self.assertAlmostEqual(sum(m["shapley_shubik"] for m in p["/steps/joint_leaders/members"].values()), 1)
        with self.assertRaises(KeyError):
            guarantee().power("nowhere")

    def test_of_a_rule(self):
        three = parley.voting_power([50, 49, 1], 51)
        self.assertEqual([p.swings for p in three], [3, 1, 1])
        self.assertAlmostEqual(sum(p.shapley_shubik for p in three), 1)
        council = parley.voting_power([[1, 1], [7, 1]], [3, 3], count=[5, 10], veto=[True, False], members=9)
        self.assertTrue(council[0].veto)
        for wrong in (
            dict(weights=[1, 2], quota=[1, 2]),
            dict(weights=[1, 2], quota=1, count=[1]),
            dict(weights=[1, 2], quota=9),
            dict(weights=[[[1]]], quota=1),
            dict(weights=[1, 2], quota=1, veto=[True]),
            dict(weights=[], quota=1),
            dict(weights=[1, 2], quota=1, count=[-1, 1]),
            dict(weights=["a"], quota=1),
            dict(weights=[np.nan], quota=1),
        ):
            with self.assertRaises((ValueError, TypeError)):
                parley.voting_power(**wrong)


class Conflicts(unittest.TestCase):
    def test_chicken_has_two_nash_equilibria(self):
        first = [
            [0, 1, 0, 0],
            [1, 0, 0, 0],
            [0, 0, 0, 1],
            [0, 0, 1, 0],
        ]  # states: both swerve, first drives on, second does, both
        second = [[0, 0, 1, 0], [0, 0, 0, 1], [1, 0, 0, 0], [0, 1, 0, 0]]
        bits = parley.conflict_stability(
            [first, second], [[3, 4, 2, 1], [3, 2, 4, 1]], component=[[0, 1, 0, 1], [0, 0, 1, 1]]
        )
        self.assertEqual(bits.shape, (2, 4))
        self.assertEqual(parley.equilibria(bits), [1, 2])
        self.assertEqual(parley.equilibria(bits, Stability.SEQ), [1, 2])
        self.assertEqual(parley.equilibria(bits, Stability.GMR), [0, 1, 2])
        for wrong in (([first], [[1, 2]]), (first, [[1] * 4]), ([[[0, 1]]], [[1, 2]])):
            with self.assertRaises(ValueError):
                parley.conflict_stability(*wrong)
        for component in ([[0, 1]], [0, 1, 0, 1], [[0.5, 0, 0, 0]], [[-1, 0, 0, 0]]):
            with self.assertRaises(ValueError):
                parley.conflict_stability([first, second], [[3, 4, 2, 1], [3, 2, 4, 1]], component=component)


class Deals(unittest.TestCase):
    def test_the_deal_of_the_talks_is_judged(self):
        s = guarantee()
        r = s.stability()
        self.assertEqual(set(r["/parties"]), set(s.parties))
        again = s.stability(r["/deal"])
        self.assertEqual(again["/parties"], r["/parties"])
        self.assertNotEqual(s.stability(walk_away=True, moves={"us": ["burden"]}).to_json(), r.to_json())
        with self.assertRaises(errors.ParleyError):
            s.stability({"nowhere": 1})
        with self.assertRaises((errors.ParleyError, TypeError)):
            s.stability(moves={"us": "burden"})


class Notes(unittest.TestCase):
    def test_an_unused_assumption_is_noted(self):
        s = cake().add_assumption("idle", 1)
        self.assertTrue(any("idle" in note for note in s.notes()))


if __name__ == "__main__":
    unittest.main()
