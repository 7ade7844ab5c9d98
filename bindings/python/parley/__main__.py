"""``python -m parley convert IN... -o OUT``: from other tools' files to a scenario, or from a scenario to other tools' files."""
from __future__ import annotations

import argparse
import json
import sys
from typing import Sequence

from .errors import FileError, NoMemoryError, ParleyError


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m parley", description="Doors to other tools' files. Everything else is in the "
                                     "parley command and in the Python package.")
    commands = parser.add_subparsers(dest="command", required=True, metavar="convert")
    convert = commands.add_parser("convert", help="read or write other tools' files", description="Reads GENIUS XML, GeniusWeb JSON, NegMAS "
                                  "YAML and JSON, KTAB CSV and XML, and tables of Actor,Capability,Position,Salience; writes a scenario. "
                                  "With --to, writes a scenario for another tool. What cannot be kept is told on standard error.")
    convert.add_argument("input", nargs="+", metavar="IN", help="files of one format, or a folder of them")
    convert.add_argument("-o", "--out", default="-", metavar="OUT", help="file, or folder for genius and negmas (default: standard output)")
    convert.add_argument("--to", choices=("parley", "genius", "negmas", "ktab"), default="parley", help="format to write (default: parley)")
    convert.add_argument("--mode", choices=("genius", "negmas"), default="genius", help="read GENIUS XML as GENIUS does, or as NegMAS")
    convert.add_argument("--protocol", help="protocol of the talks (default: alternating, or challenge for actors in space)")
    convert.add_argument("--rounds", type=int, default=20, help="rounds of alternating offers (default: 20)")
    return parser


def _convert(arguments: argparse.Namespace) -> None:
    from . import convert, scenario
    notes: list[str] = []
    if len(arguments.input) == 1 and _is_scenario(arguments.input[0]):
        subject = scenario.load(arguments.input[0])
    else:
        made = convert.read(*arguments.input, mode=arguments.mode, protocol=arguments.protocol, rounds=arguments.rounds)
        notes += made.notes
        subject = made.load()
        if arguments.to == "parley":
            _write_scenario(json.dumps(made.scenario, indent=2, ensure_ascii=False) + "\n", arguments.out)
    if arguments.to != "parley":
        if arguments.out == "-":
            raise SystemExit("python -m parley convert: --to needs -o OUT, a file or folder")
        notes += convert.write(subject, arguments.out, arguments.to)
    elif not notes and len(arguments.input) == 1 and _is_scenario(arguments.input[0]):
        raise SystemExit("python -m parley convert: this is a scenario already; say --to genius, negmas or ktab")
    for note in notes:
        print(f"note: {note}", file=sys.stderr)


def _is_scenario(path: str) -> bool:
    from .convert.common import read_source
    from .convert.detect import PARLEY, detect
    import os
    return os.path.isfile(path) and detect(read_source(path)) == PARLEY


def _write_scenario(text: str, out: str) -> None:
    from .convert import _save
    if out == "-":
        sys.stdout.write(text)
        return
    try:
        _save(out, text)
    except OSError as error:
        raise FileError(f"{out}: {error.strerror}") from None


def main(argv: Sequence[str] | None = None) -> int:
    """Exit status: 0 done, 2 bad input or usage, 3 the system failed."""
    arguments = _parser().parse_args(argv)
    try:
        _convert(arguments)
    except SystemExit as end:
        print(end.code, file=sys.stderr)
        return 2
    except ParleyError as error:
        print(error, file=sys.stderr)
        return 3 if isinstance(error, (FileError, NoMemoryError)) and not isinstance(error, FileNotFoundError) else 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
