"""The numbered examples print what they promise, and what their twins in C print; the tour runs to its answer."""
import ast
import os
import subprocess
import sys
import tempfile
import textwrap
import unittest

from support import SCENARIOS, SOURCE
from test_native import PACKAGE

EXAMPLES = SOURCE / "examples"


def play(name, *arguments):
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, str(EXAMPLES / name), str(SCENARIOS), *arguments],
            cwd=folder,
            text=True,
            capture_output=True,
            env={**os.environ, "PYTHONPATH": str(PACKAGE)},
        )
    if done.returncode:
        raise AssertionError(f"{name}: {done.stderr}")
    return done.stdout


def promised(text):
    """What stands below "Expected output:"."""
    return textwrap.dedent(text.split("Expected output:\n", 1)[1]).strip()


def c_program(name):
    """What the twin in C prints."""
    program = os.path.join(os.environ.get("PARLEY_EXAMPLES", ""), name)
    if not os.path.isfile(program):
        raise unittest.SkipTest("PARLEY_EXAMPLES does not name the folder of the example programs")
    with tempfile.TemporaryDirectory() as folder:
        return subprocess.run([program, str(SCENARIOS)], cwd=folder, text=True, capture_output=True, check=True).stdout


class Examples(unittest.TestCase):
    def keeps(self, name):
        text = ast.get_docstring(ast.parse((EXAMPLES / f"{name}.py").read_text()))
        self.assertEqual(play(f"{name}.py").strip(), promised(text))

    def twin(self, name):
        self.assertEqual(play(f"{name}.py"), c_program(name))

    def test_first_talks(self):
        self.keeps("01_first_talks")
        self.twin("01_first_talks")

    def test_compare(self):
        self.twin("02_compare")

    def test_own_protocol(self):
        self.keeps("03_own_protocol")

    def test_columns(self):
        self.twin("04_columns")

    def test_shards(self):
        self.twin("05_shards")

    def test_every_c_example_has_a_twin(self):
        self.assertEqual(
            sorted(p.stem for p in EXAMPLES.glob("[0-9]*.c")), sorted(p.stem for p in EXAMPLES.glob("[0-9]*.py"))
        )

    def test_tour_comes_to_its_answer(self):
        with tempfile.TemporaryDirectory() as pictures:
            printed = play("tour.py", pictures)
            drawn = sorted(os.listdir(pictures))
        self.assertIn("Asking for them pays if it keeps", printed)
        try:
            import matplotlib  # noqa: F401
        except ImportError:
            return
        self.assertGreaterEqual(len(drawn), 5)


if __name__ == "__main__":
    unittest.main()
