"""What Python adds to the library, measured: overhead of a run, raw columns in NumPy, protocols in Python.

With --smoke everything is small:

    PARLEY_LIBRARY=build/bindings/python/libparley.so PYTHONPATH=bindings/python python3 bindings/python/bench.py
"""
import ctypes as C
import resource
import statistics
import sys
import time
from pathlib import Path

import parley
from parley import _native

SMALL = {
    "parley": 1,
    "assumptions": {"x": "normal(0, 1)", "y": "exponential(2)"},
    "issues": {"share": {"range": [0, 10], "step": 1}},
    "parties": {
        "ann": {"no_deal": "beta(2, 4)", "demands": {"share": {"ideal": 10, "limit": 0}}},
        "bob": {"no_deal": "beta(2, 4)", "demands": {"share": {"ideal": 0, "limit": 10}}},
    },
    "process": {"talks": {"talks": {"protocol": "nash"}}},
    "metrics": {"m": "x + y"},
}


def row(what, value):
    print(f"{what:<62} {value}")


def median_time(call, times):
    seen = []
    for _ in range(times):
        begun = time.perf_counter()
        call()
        seen.append(time.perf_counter() - begun)
    return statistics.median(seen)


def overhead(smoke):
    """A run by the package against the bare call of the C function, on one thread."""
    s = parley.Scenario(SMALL)
    definition = _native.new_def("run")
    definition.trials = 1000

    def bare():
        out = C.POINTER(_native.ResultRef)()
        with s._handle.shared() as ref:
            _native.lib.parley_run(ref, C.byref(definition), C.byref(out))
        _native.lib.parley_result_destroy(out)

    times = 20 if smoke else 400
    bare(), s.run(trials=1000, threads=1)
    c, python = median_time(bare, times), median_time(lambda: s.run(trials=1000, threads=1), times)
    row("run of 1,000 trials: C call, package", f"{1e3 * c:.3f} ms, {1e3 * python:.3f} ms")
    row("overhead of a run (wanted: below 1 ms)", f"{1e3 * (python - c):.3f} ms")


def resident_peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def columns(smoke):
    """Two raw columns of many trials, and the memory they take beyond the arrays."""
    trials = 100_000 if smoke else 10_000_000
    s = parley.Scenario(SMALL)
    s.run(trials=100_000, threads=0, columns=["x"])
    before = resident_peak()
    begun = time.perf_counter()
    r = s.run(trials=trials, threads=0, columns=["x", "ann.utility"])
    took = time.perf_counter() - begun
    arrays = sum(a.nbytes for a in r.columns.values())
    more = resident_peak() - before - arrays
    begun = time.perf_counter()
    s.run(trials=trials, threads=0)
    without = time.perf_counter() - begun
    row(f"{trials:,} trials with two columns, without", f"{took:.2f} s, {without:.2f} s")
    row(
        "memory beyond the arrays (wanted: within 10% of them)",
        f"{more / 2**20:+.1f} MiB of {arrays / 2**20:.0f} MiB ({more / arrays:+.1%})",
    )


def protocol(smoke):
    """A protocol in Python: one call a trial."""
    trials = 10_000 if smoke else 1_000_000
    s = parley.Scenario(SMALL)
    s["/process/talks/talks/protocol"] = "even"
    s.add_protocol("even", lambda sitting: (5,))
    begun = time.perf_counter()
    r = s.run(trials=trials)
    took = time.perf_counter() - begun
    row(f"{trials:,} calls of a protocol in Python", f"{took:.2f} s, {1e6 * took / r.trials:.2f} us each")

    def looks(sitting):
        return (5,) if sitting.utility(0, (5,)) > sitting.no_deal(0) else None

    s = parley.Scenario(SMALL).add_protocol("looks", looks)
    s["/process/talks/talks/protocol"] = "looks"
    begun = time.perf_counter()
    s.run(trials=trials // 10)
    row(
        f"{trials // 10:,} calls that ask the sitting two questions",
        f"{1e6 * (time.perf_counter() - begun) / (trials // 10):.2f} us each",
    )


def frontier(smoke):
    """The frontier of a scenario with many packages."""
    if not hasattr(parley.Scenario, "frontier"):
        return
    tree = {
        "parley": 1,
        "issues": {},
        "parties": {"a": {"demands": {}}, "b": {"demands": {}}},
        "process": {"t": {"talks": {"protocol": "nash"}}},
    }
    for i in range(6):  # 200,704 packages
        options = [f"o{k}" for k in range((8, 8, 8, 8, 7, 7)[i])]
        tree["issues"][f"i{i}"] = {"options": options}
        for party, salt in (("a", 7), ("b", 11)):
            values = {o: (k * salt * (i + 2) % 13) / 12 for k, o in enumerate(options)}
            tree["parties"][party]["demands"][f"i{i}"] = {"weight": i + 1, "values": values}
    begun = time.perf_counter()
    parley.Scenario(tree).frontier()
    row("200,704 packages: loading and the frontier (wanted: below 1 s)", f"{time.perf_counter() - begun:.3f} s")


if __name__ == "__main__":
    smoke = "--smoke" in sys.argv
    print(f"parley {parley.__version__}, Python {sys.version.split()[0]}, library {Path(_native.lib._name).name}")
    columns(smoke)
    overhead(smoke)
    protocol(smoke)
    frontier(smoke)
