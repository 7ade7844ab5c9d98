"""The shape of the house, checked: arrows between rooms point down only, cJSON is known to one room, files stay short,
and every header stands alone (public ones in C++ too).

    arrows.py SOURCE_DIR
"""
import os
import re
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

LONGEST_FILE = 600
OUTSIDE_HOUSE = {"cJSON.h": "scenario"}  # header: the one room that may include it
problems = []


def rooms_and_uses(readme):
    """The table of lib/README.md: room -> rooms it may include. 'engine (types)' and the like count as the room."""
    uses, order = {}, []
    for line in readme.read_text().splitlines():
        row = re.match(r"\| `(\w+)/` \|[^|]*\|([^|]*)\|", line)
        if not row:
            continue
        room, may_use = row.groups()
        words = set(re.findall(r"\w+", may_use))
        uses[room] = set(order) if "all" in words else words & set(order)
        order.append(room)
    closed = {}
    for room in order:  # what a room may use, its own rooms may hand on: arrows still point up the table only
        closed[room] = {room} | uses[room] | set().union(*(closed[used] for used in uses[room]))
    return closed


def includes(path):
    return re.findall(r'^\s*#\s*include\s+["<]([^">]+)[">]', path.read_text(), re.MULTILINE)


def check_arrows(lib, uses):
    for path in sorted(lib.rglob("*.[ch]")):
        room = path.relative_to(lib).parts[0]
        if room not in uses:
            problems.append(f"{path}: room {room}/ is not in the table of lib/README.md")
            continue
        for name in includes(path):
            target = name.split("/")[0]
            if target in uses and target not in uses[room]:
                problems.append(f"{path}: includes {name}, but {room}/ may only use {', '.join(sorted(uses[room]))}")
            owner = OUTSIDE_HOUSE.get(name.split("/")[-1])
            if owner and owner != room:
                problems.append(f"{path}: includes {name}, which only {owner}/ may know")


def check_public(source):
    for folder in ("bindings/cli", "examples"):
        for path in sorted((source / folder).rglob("*.[ch]")):
            for name in includes(path):
                if name.startswith("parley/") and name != "parley/parley.h":
                    problems.append(f"{path}: includes {name}; only <parley/parley.h> is promised")
                if (source / "lib" / name).exists():
                    problems.append(f"{path}: includes {name}, which is private to the library")


def check_lengths(source):
    for folder in ("include", "lib", "bindings", "examples", "tests"):
        for path in sorted((source / folder).rglob("*")):
            if path.suffix in (".c", ".h", ".py", ".sh"):
                lines = path.read_text().count("\n")
                if lines > LONGEST_FILE:
                    problems.append(f"{path}: {lines} lines, expected at most {LONGEST_FILE}")


def compile_alone(source, compiler, language, header, warnings):
    paths = ["-I" + str(source / "include"), "-I" + str(source / "lib")]
    if os.environ.get("RANDOM123"):
        paths += ["-isystem", os.environ["RANDOM123"]]
    command = [*compiler, *warnings, *paths, "-D_POSIX_C_SOURCE=200809L", "-x", language, "-fsyntax-only", "-include", str(header), "-"]
    done = subprocess.run(command, input="typedef int alone;\n", text=True, capture_output=True)
    if done.returncode:
        problems.append(f"{header} does not stand alone in {language}:\n{done.stderr}")


def check_headers(source):
    strict = ["-Wall", "-Wextra", "-Wpedantic", "-Werror"]
    c = [os.environ.get("CC", "cc"), "-std=c17"]
    cxx = os.environ.get("CXX") or shutil.which("c++") or shutil.which("g++") or shutil.which("clang++")
    public = sorted((source / "include").rglob("*.h"))
    jobs = [(c, "c", header) for header in public + sorted((source / "lib").rglob("*.h"))]
    if cxx:
        jobs += [([cxx, "-std=c++17"], "c++", header) for header in public]
    else:
        problems.append("no C++ compiler to try the public headers with (package g++)")
    with ThreadPoolExecutor() as pool:
        list(pool.map(lambda job: compile_alone(source, job[0], job[1], job[2], strict), jobs))


def main():
    source = Path(sys.argv[1]).resolve()
    uses = rooms_and_uses(source / "lib" / "README.md")
    if len(uses) < 5:
        problems.append("the table of rooms in lib/README.md was not found")
    check_arrows(source / "lib", uses)
    check_public(source)
    check_lengths(source)
    check_headers(source)
    print("\n".join(problems) or "the house stands")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
