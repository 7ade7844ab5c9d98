"""No misuse from Python crashes the process: wrong types, closed objects, many threads, forks, interrupts."""
import gc
import math
import multiprocessing
import os
import pickle
import random
import signal
import subprocess
import sys
import textwrap
import threading
import time
import unittest
import warnings

import numpy as np
import parley
from parley import errors
from support import CAKE, cake
from test_native import PACKAGE

NONSENSE = [
    None,
    True,
    -1,
    0,
    1,
    2**31,
    2**53,
    2**64,
    10**30,
    -(2**63),
    0.5,
    math.nan,
    math.inf,
    -math.inf,
    "",
    "x",
    "\0",
    "a\0b",
    "\ud800",
    "é" * 1000,
    "beta(1",
    "{}",
    "[" * 500,
    b"bytes",
    [],
    [1],
    ["x"],
    [None],
    (1, 2),
    (2, 1),
    {},
    {"a": 1},
    {1: 2},
    {"a": math.nan},
    object(),
    lambda *a: None,
    range(3),
    range(0),
    range(5, 2),
    np.float64(2),
    np.arange(3),
    np.int32(7),
    parley.Scenario,
    3 + 4j,
]
EXPECTED = (
    parley.ParleyError,
    TypeError,
    ValueError,
    KeyError,
    AttributeError,
    OverflowError,
    RecursionError,
    MemoryError,
    IndexError,
)


class Misuse(unittest.TestCase):
    def test_nonsense_everywhere_raises_and_nothing_else(self):
        """Every public method, with random nonsense for its arguments; small runs are let pass."""
        dice = random.Random(4)
        s, r = cake(), cake().run(trials=50, columns=["agreement"])
        c, t = cake().compare(trials=50), cake().trace(0)
        skip = {"save", "to_json", "to_csv", "plot", "close"}
        methods = [
            (o, name)
            for o in (s, r, c, t, r["half"], c["half"], r.columns, r["half"].quantiles)
            for name in dir(type(o))
            if callable(getattr(type(o), name))
            and (not name.startswith("_") or name == "__getitem__")
            and name not in skip
        ]
        calls = 0
        for _ in range(40):
            for thing, name in methods:
                arguments = [dice.choice(NONSENSE) for _ in range(dice.randrange(4))]
                named = {
                    k: dice.choice(NONSENSE)
                    for k in dice.sample(
                        [
                            "variant",
                            "seed",
                            "shard",
                            "columns",
                            "precision",
                            "progress",
                            "sampling",
                            "options",
                            "low",
                            "values",
                            "rate",
                            "given",
                            "rule",
                        ],
                        dice.randrange(3),
                    )
                }
                if name in ("run", "compare", "blocks", "trace"):
                    named = {"trials": 20, **named}
                    arguments = arguments[:1]
                try:
                    getattr(thing, name)(*arguments, **named)
                except EXPECTED:
                    pass
                calls += 1
        self.assertGreater(calls, 2000)
        self.assertEqual(cake().run(trials=100).hash, parley.Scenario(CAKE).run(trials=100).hash)

    def test_nonsense_to_the_functions_of_the_package(self):
        for function in (parley.load, parley.loads, parley.Scenario, parley.Result.load, parley.merge):
            for value in NONSENSE:
                if (
                    value is None
                    and function is parley.Scenario
                    or isinstance(value, (str, dict))
                    and value in ("{}", {})
                ):
                    continue  # an empty scenario is one
                with self.assertRaises((*EXPECTED, OSError), msg=f"{function} {value!r}"):
                    function(value)
        for text in ("{}", "null", "[]", '{"parley": 2}', '{"parley": 1, "parley": 1}', '{"a"', "\x80"):
            try:
                parley.loads(text)
            except ValueError:
                pass

    def test_a_closed_object_raises(self):
        s, r, c = cake(), cake().run(trials=10), cake().compare(trials=10)
        child = c.results["poor"]
        for thing in (s, r, c):
            thing.close()
            thing.close()
            self.assertTrue(thing.closed)
            repr(thing), thing._repr_html_()
        for use in (
            s.run,
            s.check,
            s.to_json,
            s.copy,
            lambda: s.title,
            lambda: s.parties,
            lambda: s.add_party("x"),
            lambda: pickle.dumps(s),
            r.to_json,
            r.save,
            lambda: r["half"],
            lambda: r.merge(r),
            lambda: r.hash,
            lambda: parley.merge([r]),
            c.to_json,
            lambda: c["half"].difference,
            lambda: child["half"],
            child.to_json,
            c.frame,
        ):
            with self.assertRaises((errors.ClosedError, errors.DependencyError)):
                use()
        with cake() as inside:
            pass
        with self.assertRaises(ValueError):
            inside.run()

    def test_children_keep_their_parents_alive(self):
        child = cake().compare(trials=100).results["poor"]
        quantity = cake().run(trials=100)["half"]
        gc.collect()
        self.assertEqual(child.variant, "poor")
        self.assertEqual(quantity.quantiles[0.5], quantity.quantiles[0.5])
        with self.assertRaises(errors.BusyError):
            child.merge(cake().run("poor", trials=100))

    def test_memory_is_given_back(self):
        def resident():
            with open("/proc/self/statm") as file:
                return int(file.read().split()[1]) * os.sysconf("SC_PAGESIZE")

        if not os.path.exists("/proc/self/statm"):
            self.skipTest("this system does not tell")
        s = cake()
        for _ in range(50):
            s.run(trials=10)
        gc.collect()
        before = resident()
        for _ in range(300):
            s.run(trials=10), s.copy(), s.compare(trials=10), s.trace(1)
            try:
                s.run("nobody")
            except KeyError:
                pass
        gc.collect()
        self.assertLess(resident() - before, 6e6)


class Threads(unittest.TestCase):
    def all_at_once(self, work, count=6):
        failures = []

        def guarded(i):
            try:
                work(i)
            except BaseException as error:
                failures.append(error)

        threads = [threading.Thread(target=guarded, args=(i,)) for i in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return failures

    def test_one_scenario_runs_on_many_threads_to_the_same_bits(self):
        s, hashes = cake(), []
        self.assertEqual(self.all_at_once(lambda i: hashes.append(s.run(trials=20_000, threads=1 + i % 3).hash)), [])
        self.assertEqual(len(set(hashes)), 1)

    def test_other_python_threads_go_on_during_a_run(self):
        counted = [0]
        done = threading.Event()

        def count():
            while not done.is_set():
                counted[0] += 1
                time.sleep(0)

        thread = threading.Thread(target=count)
        thread.start()
        cake().run(trials=300_000, threads=1)
        during = counted[0]
        done.set()
        thread.join()
        self.assertGreater(during, 50)

    def test_changes_wait_for_runs_and_closing_frees_after_them(self):
        s = cake()

        def work(i):
            for k in range(8):
                if i == 0:
                    s.add_assumption(f"a{k}", 0.5)
                elif i == 1:
                    s.title = f"t{k}"
                else:
                    s.run(trials=500), s.to_json(), s.metrics

        self.assertEqual(self.all_at_once(work), [])
        self.assertEqual(len(s.assumptions), 8)

        def close_or_run(i):
            time.sleep(0.002 * i)
            if i == 3:
                s.close()
            else:
                s.run(trials=20_000)

        for failure in self.all_at_once(close_or_run, 8):
            self.assertIsInstance(failure, errors.ClosedError)
        self.assertTrue(s.closed)

    def test_merging_crosswise_does_not_lock_up(self):
        s = cake()
        a, b = s.run(trials=1000, shard=(1, 2)), s.run(trials=1000, shard=(2, 2))

        def cross(i):
            try:
                (a if i % 2 else b).merge(b if i % 2 else a)
            except errors.MismatchError:
                pass

        self.assertEqual(self.all_at_once(cross), [])

    def test_a_protocol_runs_on_many_threads_each_with_its_own_error(self):
        def settle(sitting):
            if sitting.trial == 150:
                raise ValueError(threading.current_thread().name)
            return None

        s = cake()
        s["/process/talks/talks/protocol"] = "mine"
        s.add_protocol("mine", settle)
        seen = []

        def work(i):
            try:
                s.run(trials=400)
            except ValueError as error:
                seen.append(str(error) == threading.current_thread().name)

        self.assertEqual(self.all_at_once(work), [])
        self.assertEqual(seen, [True] * 6)


def _in_child(scenario, expected):
    sys.exit(0 if scenario.run(trials=500).hash == expected and scenario.copy().add_party("eve") else 1)


class Processes(unittest.TestCase):
    @unittest.skipUnless(hasattr(os, "fork"), "no fork here")
    def test_objects_survive_a_fork(self):
        s = cake()
        expected = s.run(trials=500).hash
        busy = threading.Thread(
            target=s.run, kwargs={"trials": 400_000}
        )  # the fork finds the scenario in use by another thread
        busy.start()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            child = os.fork()
        if child == 0:
            try:
                s.title = "changed in the child"
                os._exit(0 if s.run(trials=500).hash == expected else 1)
            finally:
                os._exit(2)
        busy.join()
        self.assertEqual(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), 0)
        self.assertEqual(s.title, "A cake")

    def test_scenarios_travel_to_other_processes(self):
        s = cake()
        for method in ("spawn", "fork"):
            if method in multiprocessing.get_all_start_methods():
                process = multiprocessing.get_context(method).Process(
                    target=_in_child, args=(s, s.run(trials=500).hash)
                )
                process.start()
                process.join()
                self.assertEqual(process.exitcode, 0, method)

    def interrupted(self, code):
        """Run code in a child that says "ready" on a line, interrupt it, and return what it said afterwards."""
        head = "import parley, sys, time, signal\nsys.path.insert(0, {!r})\nfrom support import CAKE, cake\n".format(
            os.path.dirname(__file__)
        )
        child = subprocess.Popen(
            [sys.executable, "-c", head + textwrap.dedent(code)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": str(PACKAGE)},
        )
        self.assertEqual(child.stdout.readline().strip(), "ready")
        time.sleep(0.3)
        child.send_signal(signal.SIGINT)
        begun = time.monotonic()
        out, err = child.communicate(timeout=60)
        self.assertLess(time.monotonic() - begun, 20)
        return child.returncode, out, err

    def test_an_interrupt_ends_the_run_cleanly_as_keyboard_interrupt(self):
        status, out, err = self.interrupted(
            """
            s = cake()
            print("ready", flush=True)
            try:
                s.run(trials=2**40)
            except KeyboardInterrupt:
                print("interrupted", s.run(trials=100).trials)
                print(signal.getsignal(signal.SIGINT) is signal.default_int_handler)
            """
        )
        self.assertEqual((status, out.split(), err), (0, ["interrupted", "100", "True"], ""))

    def test_an_interrupt_ends_a_python_protocol_too(self):
        status, out, err = self.interrupted(
            """
            s = cake()
            s["/process/talks/talks/protocol"] = "mine"
            s.add_protocol("mine", lambda sitting: (5, 0))
            print("ready", flush=True)
            try:
                s.run(trials=2**40)
            except KeyboardInterrupt:
                print("interrupted")
            """
        )
        self.assertEqual((status, out.strip(), err), (0, "interrupted", ""))

    def test_an_interrupt_ends_a_run_within_a_callback_of_a_run(self):
        status, out, err = self.interrupted(
            """
            s, inner = cake(), cake()
            s["/process/talks/talks/protocol"] = "mine"
            s.add_protocol("mine", lambda sitting: inner.run(trials=2**40))
            print("ready", flush=True)
            try:
                s.run(trials=10)
            except KeyboardInterrupt:
                print("interrupted")
            """
        )
        self.assertEqual((status, out.strip(), err), (0, "interrupted", ""))

    def test_a_handler_of_ones_own_is_called_and_put_back(self):
        status, out, err = self.interrupted(
            """
            def mine(number, frame):
                raise RuntimeError("mine")
            signal.signal(signal.SIGINT, mine)
            s = cake()
            print("ready", flush=True)
            try:
                s.run(trials=2**40)
            except RuntimeError as error:
                print(error, signal.getsignal(signal.SIGINT) is mine)
            """
        )
        self.assertEqual((status, out.strip(), err), (0, "mine True", ""))


if __name__ == "__main__":
    unittest.main()
