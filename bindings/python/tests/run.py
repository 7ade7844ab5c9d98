"""All tests of the package: those of this folder, the doctests of every module, the numbered examples and the tour.

Ends with status 77, which ctest takes for "skipped", when NumPy is not installed.
"""
import doctest
import importlib
import os
import pkgutil
import sys
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent

try:
    import numpy  # noqa: F401
except ImportError:
    print(f"skipped: the Python package needs NumPy, and {sys.executable} has none (apt install python3-numpy)")
    sys.exit(77)

sys.path.insert(0, str(HERE))


def all_tests():
    import parley

    suite = unittest.defaultTestLoader.discover(str(HERE), pattern="test_*.py", top_level_dir=str(HERE))
    for module in pkgutil.walk_packages(parley.__path__, "parley."):
        if "matplotlib" in sys.modules or not module.name.startswith("parley.plots"):
            suite.addTests(doctest.DocTestSuite(importlib.import_module(module.name)))
    suite.addTests(doctest.DocTestSuite(parley))
    return suite


if __name__ == "__main__":
    os.environ.setdefault("MPLBACKEND", "Agg")
    done = unittest.TextTestRunner(verbosity=1).run(all_tests())
    sys.exit(not done.wasSuccessful())
