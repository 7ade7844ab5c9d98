"""Running, comparing, tracing: the numbers are the library's, the forms are Python's."""
import contextlib
import copy
import io
import json
import math
import pickle
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import numpy as np
import parley
from parley import errors
from support import SCENARIOS, cake, command, guarantee


class Running(unittest.TestCase):
    def test_json_equals_the_commands_byte_for_byte(self):
        r = guarantee().run("50 years", trials=3000, seed=42)
        path = SCENARIOS / "guarantee-terms.json"
        printed = command("run", path, "--variant", "50 years", "--trials", 3000, "--seed", 42, "--json", "-")
        self.assertEqual(r.to_json() + "\n", printed)
        self.assertEqual(r.to_dict(), json.loads(printed))
        self.assertEqual(
            r.to_csv(), command("run", path, "--variant", "50 years", "--trials", 3000, "--seed", 42, "--csv", "-")
        )

    def test_comparison_json_equals_the_commands(self):
        c = guarantee().compare(["15 years", "50 years"], trials=2000, seed=3)
        printed = command(
            "compare",
            SCENARIOS / "guarantee-terms.json",
            "--variant",
            "15 years",
            "--variant",
            "50 years",
            "--trials",
            2000,
            "--seed",
            3,
            "--json",
            "-",
        )
        self.assertEqual(c.to_json() + "\n", printed)

    def test_trace_json_equals_the_commands(self):
        t = guarantee().trace(17, "50 years")
        printed = command(
            "trace", SCENARIOS / "guarantee-terms.json", "--trial", 17, "--variant", "50 years", "--json", "-"
        )
        self.assertEqual(t.to_json() + "\n", printed)
        self.assertEqual(t["/trial"], 17)
        self.assertEqual(t["trial"], 17)
        with self.assertRaises(KeyError):
            t["/nothing/here"]

    def test_a_result_is_a_mapping_of_quantities(self):
        r = cake().run(trials=2000, seed=5)
        self.assertIn("deal.share", r)
        self.assertEqual(list(r)[0], "agreement")
        self.assertEqual(len(r), len(dict(r)))
        q = r["half"]
        self.assertEqual(q.n + q.undefined, 2000)
        self.assertLessEqual(q.ci95[0], q.mean)
        self.assertEqual(r["deal.share"].unit, "slices")
        self.assertAlmostEqual(sum(r["deal.when"].shares.values()), 1)
        self.assertEqual(r.path("half"), "metrics/half")
        self.assertEqual(r.variant, None)
        self.assertEqual((r.trials, r.seed, r.sampling), (2000, 5, "random"))
        np.testing.assert_array_equal(r["deal.share"].quantiles[[0.0, 1.0]], [r["deal.share"].min, r["deal.share"].max])
        with self.assertRaisesRegex(KeyError, "did you mean"):
            r["halv"]

    def test_columns_agree_with_the_summaries(self):
        r = cake().run(trials=70_001, seed=5, columns=["half", "deal.share", "deal.when"])
        share = r.columns["deal.share"]
        self.assertEqual(share.shape, (70_001,))
        self.assertAlmostEqual(np.nanmean(share), r["deal.share"].mean, places=12)
        self.assertEqual(int(np.isnan(share).sum()), r["deal.share"].undefined)
        self.assertIs(r["deal.share"].values, share)
        later = np.nanmean(r.columns["deal.when"] == 1) / r.agreement.mean
        self.assertAlmostEqual(later, r["deal.when"].shares["later"], places=12)
        with self.assertRaises(KeyError):
            r.columns["agreement"]

    def test_threads_shards_and_merging_change_no_bit(self):
        s = cake()
        whole = s.run(trials=5000, seed=9, threads=1)
        self.assertEqual(whole.hash, s.run(trials=5000, seed=9, threads=3).hash)
        parts = [s.run(trials=5000, seed=9, shard=(k, 3)) for k in (3, 1, 2)]
        merged = parley.merge(parts)
        self.assertEqual(merged, whole)
        self.assertEqual(merged.to_json(), whole.to_json())
        self.assertEqual(parts[0].trials, 1666)
        self.assertEqual(s.run(trials=5000, seed=9, shard=range(100, 200)).trials, 100)
        with self.assertRaises(errors.MismatchError):
            merged.merge(parts[0])
        with self.assertRaises(ValueError):
            merged.merge(merged)
        self.assertEqual(merged.hash, whole.hash)

    def test_blocks_hold_the_bits_of_the_run_and_end_with_its_result(self):
        s = cake()
        whole = s.run(trials=10_000, seed=2, columns=["agreement", "deal.share"])
        blocks = s.blocks(["agreement", "deal.share"], trials=10_000, seed=2, rows=3000)
        with self.assertRaises(KeyError):
            blocks.result
        got = list(blocks)
        self.assertEqual([b.first for b in got], [0, 3000, 6000, 9000])
        for name in ("agreement", "deal.share"):
            np.testing.assert_array_equal(np.concatenate([b[name] for b in got]), whole.columns[name])
        self.assertEqual(blocks.result.hash, whole.hash)

    def test_precision_stops_early_and_columns_end_with_the_trials(self):
        r = cake().run(trials=10_000_000, precision=("agreement", 0.003), columns=["agreement"])
        self.assertLess(r.trials, 10_000_000)
        self.assertLessEqual(r.agreement.se, 0.003)
        self.assertEqual(len(r.columns["agreement"]), r.trials)

    def test_sampling_designs(self):
        for sampling in ("latin", "sobol"):
            self.assertEqual(cake().run(trials=4096, sampling=sampling).sampling, sampling)
        with self.assertRaisesRegex(ValueError, "expected one of random, latin, sobol"):
            cake().run(sampling="sobel")

    def test_differences_are_paired(self):
        c = cake().compare(["poor", "proud"], trials=4000)
        d = c["agreement"].difference
        self.assertAlmostEqual(d.mean, c["agreement"]["proud"].mean - c["agreement"]["poor"].mean)
        self.assertEqual(list(c["agreement"]), ["poor", "proud"])
        three = cake().compare(trials=1000)
        self.assertEqual(three.variants, ["proud", "poor"])
        one = cake().compare(["poor"], trials=1000)
        self.assertEqual(one.variants, ["scenario", "poor"])
        with self.assertRaises(KeyError):
            c.result("rich")
        with self.assertRaisesRegex(ValueError, "differences"):
            cake().compare([None, "poor", "proud"], trials=100)["agreement"].difference

    def test_a_bar_is_drawn_on_standard_error(self):
        for without_tqdm in (False, True):
            drawn = io.StringIO()
            with contextlib.redirect_stderr(drawn), mock.patch.dict(
                "sys.modules", {"tqdm.auto": None} if without_tqdm else {}
            ):
                cake().run(trials=100_000, progress=True)
            self.assertIn("A cake", drawn.getvalue())

    def test_progress_reports_and_stops(self):
        told = []
        cake().run(trials=100_000, progress=lambda played, trials: told.append((played, trials)))
        self.assertEqual(told[-1], (100_000, 100_000))
        with self.assertRaises(errors.CancelledError):
            cake().run(trials=1_000_000, progress=lambda played, trials: False)
        with self.assertRaises(ZeroDivisionError):
            cake().run(trials=1_000_000, progress=lambda played, trials: 1 / 0)
        with self.assertRaises(TypeError):
            cake().run(progress="yes")


class Forms(unittest.TestCase):
    def test_pickles_and_copies(self):
        s = cake()
        self.assertEqual(pickle.loads(pickle.dumps(s)).fingerprint(), s.fingerprint())
        self.assertEqual(copy.deepcopy(s), s)
        r = s.run(trials=1000, columns=["agreement"])
        again = pickle.loads(pickle.dumps(r))
        self.assertEqual(again, r)
        self.assertEqual(again.to_json(), r.to_json())
        np.testing.assert_array_equal(again.columns["agreement"], r.columns["agreement"])
        c = s.compare(trials=1000)
        back = pickle.loads(pickle.dumps(c))
        self.assertEqual(back.to_json(), c.to_json())
        self.assertEqual(repr(back["half"].difference), repr(c["half"].difference))  # nan among them
        t = s.trace(3)
        self.assertEqual(pickle.loads(pickle.dumps(t)).to_dict(), t.to_dict())
        error = errors.from_status("PARLEY_NOT_FOUND", "no", pointer="/x", line=3)
        self.assertEqual(pickle.loads(pickle.dumps(error)).pointer, "/x")
        unfinished = parley.Scenario().add_party("ann")
        self.assertEqual(pickle.loads(pickle.dumps(unfinished)).parties, ("ann",))

    def test_save_and_load(self):
        r = cake().run(trials=1000)
        with tempfile.TemporaryDirectory() as folder:
            r.save(Path(folder) / "r.parley")
            self.assertEqual(parley.Result.load(Path(folder) / "r.parley"), r)
            r.to_json(Path(folder) / "r.json")
            self.assertEqual((Path(folder) / "r.json").read_text(), r.to_json() + "\n")
            cake().save(Path(folder) / "s.json")
            self.assertEqual(parley.load(Path(folder) / "s.json"), cake())
            with self.assertRaises(OSError):
                cake().save(Path(folder) / "no" / "s.json")
        with self.assertRaises(errors.ResultError):
            parley.Result.load(b"nonsense")

    def test_frames(self):
        try:
            import pandas  # noqa: F401
        except ImportError:
            self.skipTest("pandas is not installed")
        s = cake()
        r = s.run(trials=1000, columns=["agreement"], shard=range(100, 600))
        frame = r.frame()
        self.assertEqual(frame.loc["agreement", "mean"], r.agreement.mean)
        self.assertEqual(list(r.columns.frame().index[[0, -1]]), [100, 599])
        compared = s.compare(["poor", "proud"], trials=1000)
        frame = compared.frame()
        self.assertEqual(frame.loc[("half", "proud"), "difference"], compared["half"].difference.mean)
        self.assertTrue(math.isnan(frame.loc[("half", "poor"), "difference"]))

    def test_html_escapes(self):
        s = cake()
        s.title = "<script>alert(1)</script>"
        for made in (s, s.run(trials=100), s.compare(trials=100), s.trace(1)):
            html = made._repr_html_()
            self.assertNotIn("<script>", html)
            self.assertIn("&lt;script&gt;", html)

    def test_representations_say_what_it_is(self):
        s = cake()
        self.assertIn("A cake", repr(s))
        r = s.run(trials=100)
        self.assertIn("100 trials", repr(r))
        r.close()
        self.assertIn("closed", repr(r))
        self.assertIn("Compared", repr(s.compare(trials=100)["half"]))


if __name__ == "__main__":
    unittest.main()
