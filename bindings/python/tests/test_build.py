"""Scenarios built step by step, changed, and protocols written in Python."""
import math
import pickle
import threading
import unittest

import parley
from parley import errors
from support import CAKE, SCENARIOS, cake


def built_river():
    """The scenario of first-talks.json, by calls."""
    s = parley.Scenario()
    s.title = "Sharing a river"
    s.add_issue("water", low=20, high=60, step=5, label="Water let through", unit="percent")
    s.add_issue("stations", options=["none", "own", "joint"], label="Measuring stations")
    s.add_party("upstream", no_deal="beta(4, 4)")
    s.add_demand("upstream", "water", weight=2, ideal=20, limit=60)
    s.add_demand("upstream", "stations", values=[1, 0.8, 0.5])
    s.add_party("downstream", no_deal="beta(3, 5)")
    s.add_demand("downstream", "water", weight=2, ideal=60, limit=25, red_line=True)
    s.add_demand("downstream", "stations", weight=2, values={"joint": 1, "none": 0, "own": 0.3})
    s.add_talks("conference", protocol="alternating", rounds=12, breakdown=0.02)
    s.add_metric("much_water", "deal.water >= 40", given="agreement")
    return s


def draw_lots(sitting):
    """Who wins the lot takes the best package that all would sign."""
    winner = int(sitting.uniform(0) * len(sitting.parties))
    best, found = -math.inf, None
    for share in range(sitting.options("share")):
        for when in range(sitting.options("when")):
            package = (share, when)
            utility = sitting.utility(winner, package)
            if utility > best and all(sitting.acceptable(p, package) for p in sitting.parties):
                best, found = utility, package
    return found


class Building(unittest.TestCase):
    def test_calls_and_json_build_the_same(self):
        self.assertEqual(
            built_river().run(trials=3000).agreement.mean,
            parley.load(SCENARIOS / "first-talks.json").run(trials=3000).agreement.mean,
        )

    def test_everything_that_can_be_added(self):
        s = parley.Scenario()
        s.time_unit = "months"
        (
            s.add_assumption("resolve", "beta(4, 6)", source="a guess")
            .add_assumption("hazard", 0.1)
            .add_correlation("resolve", "reach", 0.5)
            .add_assumption("reach", "uniform(0, 1)")
            .add_issue("term", points=[0, 5, 20], status_quo=0, delivered_by="b")
            .add_issue("law", options=["old", "new"], fixed="new")
            .add_party("a")
            .add_party("b", power="1 + reach", discount=0.99)
            .add_demand("a", "term", ideal=20, limit=0, shape=0.5)
            .add_demand("b", "term", formula="1 - x / 20")
            .add_trust("a", "b", "resolve")
            .add_linkage("a", "term >= 5", 0.1)
            .set_concession("a", exponent=0.3)
            .add_talks("meet", parties=["a", "b"], issues=["term"], protocol={"alternating": {"rounds": 5}}, takes=0.1)
            .add_vote("ratify", yes=0.8)
            .add_vote("senate", blocs={"left": {"weight": 3, "yes": 0.7}}, rule={"quota": 0.5})
            .add_chance("storm", "hazard", fails=True, requires="meet.agreed", skip=True)
            .set_aftermath(50, ["peace", "truce", "war"], "peace")
            .add_transition("peace", "war", rate=[(0, 0.2), (1, "hazard")], times="1 - resolve / 2")
            .add_transition("peace", "truce", weibull=(1.5, "20"), clock="entry")
            .add_transition("truce", "war", after=5)
            .add_metric("calm", "aftermath.first.war > 10", unit="")
            .add_variant("sure", {"assumptions": {"hazard": 0}})
        )
        s.check()
        self.assertEqual(s.assumptions, ("resolve", "hazard", "reach"))
        self.assertEqual((s.issues, s.parties, s.states), (("term", "law"), ("a", "b"), ("peace", "truce", "war")))
        self.assertEqual(
            (s.steps, s.metrics, s.variants), (("meet", "ratify", "senate", "storm"), ("calm",), ("sure",))
        )
        self.assertEqual(s.time_unit, "months")
        again = parley.loads(s.to_json())
        self.assertEqual(again.fingerprint("sure"), s.fingerprint("sure"))
        self.assertEqual(again.run(trials=500).hash, s.run(trials=500).hash)
        self.assertIn("a.utility", s.column_names())

    def test_parts_by_pointer(self):
        s = cake()
        s["/parties/ann/power"] = 2
        self.assertEqual(s["/parties/ann/power"], 2)
        s.set("/parties/ann/no_deal", "beta(3, 3)")
        self.assertEqual(s.get("/parties/ann/no_deal"), "beta(3, 3)")
        del s["/parties/ann/power"]
        with self.assertRaises(KeyError):
            s["/parties/ann/power"]
        with self.assertRaises(ValueError):
            s["/parties/ann/power"] = math.nan
        self.assertEqual(s.to_dict()["title"], "A cake")

    def test_errors_have_their_place(self):
        with self.assertRaises(errors.ScenarioError) as caught:
            parley.loads(
                '{"parley": 1,\n "issues": {"x": {"options": ["a"]}},\n "parties": {"a": {"powr": 1}}}', "talks.json"
            )
        e = caught.exception
        self.assertEqual((e.file, e.pointer, e.line), ("talks.json", "/parties/a/powr", 3))
        self.assertIsInstance(e.column, int)
        self.assertIsInstance(e, ValueError)
        with self.assertRaises(errors.JSONError) as caught:
            parley.loads("{")
        self.assertEqual(caught.exception.status, "PARLEY_BAD_JSON")
        with self.assertRaises(FileNotFoundError):
            parley.load(SCENARIOS / "none.json")
        s = cake()
        s["/metrics/half"] = "deal.share +"
        with self.assertRaises(errors.ExpressionError):
            s.check()

    def test_trial_errors_name_the_trial(self):
        s = parley.Scenario(
            {"parley": 1, "assumptions": {"y": "normal(0, 1)", "z": "normal(0, y + 2)"}, "metrics": {"m": "z"}}
        )
        with self.assertRaises(errors.TrialError) as caught:
            s.run(trials=10_000)
        self.assertIsInstance(caught.exception, ArithmeticError)
        self.assertIsInstance(caught.exception.trial, int)


class Protocols(unittest.TestCase):
    def lots(self, function=draw_lots):
        s = cake()
        s["/process/talks/talks/protocol"] = "lots"
        return s.add_protocol("lots", function)

    def test_lots_agree_as_often_as_nash(self):
        lots, nash = self.lots().run(trials=400), cake().run(trials=400)
        self.assertEqual(lots.agreement.mean, nash.agreement.mean)
        self.assertEqual(lots.hash, self.lots().run(trials=400, threads=4).hash)
        self.assertEqual(lots.hash, self.lots().copy().run(trials=400).hash)
        self.assertEqual(lots.hash, pickle.loads(pickle.dumps(self.lots())).run(trials=400).hash)

    def test_the_sitting_tells_what_is_on_the_table(self):
        seen = {}

        def look(sitting):
            seen.update(
                parties=sitting.parties,
                issues=sitting.issues,
                options=sitting.options(),
                trial=sitting.trial,
                power=sitting.power("ann"),
                no_deal=sitting.no_deal(1),
                discount=sitting.discount("bob"),
            )
            for wrong in (
                lambda: sitting.power("eve"),
                lambda: sitting.power(2),
                lambda: sitting.utility(0, [1]),
                lambda: sitting.utility(0, [99, 0]),
                lambda: sitting.utility(0, ["a", 0]),
                lambda: sitting.uniform(-1),
            ):
                try:
                    wrong()
                except (parley.ParleyError, TypeError):
                    continue
                raise AssertionError("nonsense was let pass")
            return None

        self.assertEqual(self.lots(look).run(trials=3).agreement.mean, 0)
        self.assertEqual(seen["parties"], ("ann", "bob"))
        self.assertEqual((seen["issues"], seen["options"], seen["trial"]), (("share", "when"), (11, 2), 2))
        self.assertEqual((seen["power"], seen["discount"]), (1, 1))

    def test_what_the_function_raises_comes_out(self):
        calls = []

        def fails(sitting):
            calls.append(sitting.trial)
            raise KeyError("lost")

        with self.assertRaisesRegex(KeyError, "lost"):
            self.lots(fails).run(trials=1_000_000)
        self.assertEqual(len(calls), 1)
        with self.assertRaisesRegex(KeyError, "lost"):
            self.lots(fails).trace(5)
        for nonsense in ((1,), (99, 0), "no", 7, (0.5, 0), (-1, 0)):
            with self.assertRaises((ValueError, TypeError)):
                self.lots(lambda sitting, answer=nonsense: answer).run(trials=10)

    def test_a_sitting_ends_with_its_call(self):
        kept = []
        self.lots(kept.append).run(trials=2)
        with self.assertRaises(errors.ClosedError):
            kept[0].utility(0, (0, 0))

        caught = []

        def from_another_thread(sitting):
            def look():
                try:
                    sitting.power(0)
                except errors.ClosedError as error:
                    caught.append(error)

            thread = threading.Thread(target=look)
            thread.start()
            thread.join()

        self.lots(from_another_thread).run(trials=1)
        self.assertEqual(len(caught), 1)

    def test_a_scenario_cannot_change_under_its_own_run(self):
        s = self.lots(lambda sitting: s.add_party("eve"))
        with self.assertRaises(errors.BusyError):
            s.run(trials=10)
        inner = cake()
        other = self.lots(lambda sitting: inner.run(trials=10) and None)
        self.assertEqual(other.run(trials=5).agreement.mean, 0)

    def test_own_names_cannot_be_taken(self):
        with self.assertRaises(ValueError):
            cake().add_protocol("nash", draw_lots).check()
        with self.assertRaises(TypeError):
            cake().add_protocol("lots", 3)


if __name__ == "__main__":
    unittest.main()
