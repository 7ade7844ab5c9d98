"""The library and its declarations: found, compared, refused when they differ."""
import os
import re
import subprocess
import sys
import unittest
from pathlib import Path

import parley
from parley import _native
from support import SOURCE

PACKAGE = Path(parley.__file__).resolve().parents[1]


def python(code, **environment):
    """Run code in a fresh interpreter."""
    variables = {**os.environ, "PYTHONPATH": str(PACKAGE), **environment}
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=variables)


class Handshake(unittest.TestCase):
    def fails_with(self, change, part):
        """Import with a struct's mirror changed in memory; nothing on disk is touched."""
        path = PACKAGE / "parley" / "_native.py"
        before, after = change
        self.assertTrue(before in path.read_text(), before)
        done = python(
            f"import sys, types, importlib.util\n"
            f"source = open({str(path)!r}).read().replace({before!r}, {after!r})\n"
            f"package = types.ModuleType('parley'); package.__path__ = [{str(path.parent)!r}]\n"
            f"sys.modules['parley'] = package\n"
            f"module = types.ModuleType('parley._native'); module.__package__ = 'parley'\n"
            f"module.__file__ = {str(path)!r}\n"
            f"exec(compile(source, 'changed', 'exec'), module.__dict__)\n"
        )
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("ImportError", done.stderr)
        self.assertIn(part, done.stderr)

    def test_two_swapped_fields_are_seen(self):
        self.fails_with(
            ("seed=_U64,\n    trials=_U64,\n    shard", "trials=_U64,\n    seed=_U64,\n    shard"),
            "parley_run_def.seed differs",
        )

    def test_a_wrong_size_is_seen(self):
        self.fails_with(("threads=_I32,", "threads=_I64,"), "parley_run_def")

    def test_a_field_that_the_library_does_not_know_is_seen(self):
        self.fails_with(("    correlation=_F64,", "    korrelation=_F64,"), "parley_difference.correlation differs")

    def test_a_missing_function_is_seen(self):
        self.fails_with(('"parley_version": ', '"parley_vision": '), "has no parley_vision")

    def test_every_public_struct_is_mirrored(self):
        headers = "".join(
            (SOURCE / "include" / "parley" / f"{name}.h").read_text()
            for name in ("base", "scenario", "run", "result", "analysis")
        )
        structs = set(re.findall(r"typedef struct (\w+) \{", headers))
        self.assertEqual(structs - set(_native.MIRRORS), set())

    def test_every_public_function_is_declared(self):
        headers = "".join(
            (SOURCE / "include" / "parley" / f"{name}.h").read_text()
            for name in ("base", "scenario", "run", "result", "analysis")
        )
        headers = re.sub(r"///[^\n]*", "", headers)
        functions = set(re.findall(r"PARLEY_API[^;{]*?\b(parley_\w+)\(", headers))
        declared = set(_native._SIGNATURES) | set(_native._SITTING_SIGNATURES)
        # What Python does without: texts of what errors carry anyway, and reports, which are read as JSON.
        spared = {
            "parley_layout",
            "parley_last_message",
            "parley_status_text",
            "parley_report_number",
            "parley_report_string",
            "parley_report_size",
            "parley_report_key",
        }
        self.assertEqual(functions - declared - spared, set())


class Finding(unittest.TestCase):
    def test_a_missing_library_is_named_with_what_was_tried(self):
        done = python("import parley", PARLEY_LIBRARY="/nowhere/libparley.so")
        self.assertIn("ImportError", done.stderr)
        self.assertIn("/nowhere/libparley.so", done.stderr)
        self.assertIn("PARLEY_LIBRARY", done.stderr)

    def test_a_library_of_another_kind_is_refused(self):
        import ctypes.util

        name = ctypes.util.find_library("m")
        if not name:
            self.skipTest("no other library is at hand")
        done = python("import parley", PARLEY_LIBRARY=name)
        self.assertIn("ImportError", done.stderr)
        self.assertIn("parley_layout", done.stderr)

    def test_the_version_is_the_checkouts(self):
        found = re.search(r"project\(parley VERSION ([0-9.]+)", (SOURCE / "CMakeLists.txt").read_text())
        self.assertEqual(parley.__version__, found.group(1))


if __name__ == "__main__":
    unittest.main()
