"""``python -m parley convert IN... -o OUT``: from other tools' files to a scenario, or from a scenario to other
tools' files.
"""
from __future__ import annotations

import argparse
import json
import sys
from typing import Sequence

from . import convert
from .convert.common import save
from .errors import ArgumentError, FileError, NoMemoryError, ParleyError
from .scenario import load


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m parley",
        description="Doors to other tools' files. Everything else is in the parley command and in the Python package.",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="convert")
    convert = commands.add_parser(
        "convert",
        help="read or write other tools' files",
        description=(
            "Reads GENIUS XML, GeniusWeb JSON, NegMAS "
            "YAML and JSON, KTAB CSV and XML, and tables of Actor,Capability,Position,Salience; writes a scenario. "
            "With --to, writes a scenario for another tool. What cannot be kept is told on standard error."
        ),
    )
    convert.add_argument("input", nargs="+", metavar="IN", help="files of one format, or a folder of them")
    convert.add_argument(
        "-o",
        "--out",
        default="-",
        metavar="OUT",
        help="file, or folder for genius and negmas (default: standard output)",
    )
    convert.add_argument(
        "--to",
        choices=("parley", "genius", "negmas", "ktab"),
        default="parley",
        help="format to write (default: parley)",
    )
    convert.add_argument(
        "--mode", choices=("genius", "negmas"), default="genius", help="read GENIUS XML as GENIUS does, or as NegMAS"
    )
    convert.add_argument(
        "--protocol", help="protocol of the talks (default: alternating, or challenge for actors in space)"
    )
    convert.add_argument("--rounds", type=int, default=20, help="rounds of alternating offers (default: 20)")
    return parser


def _convert(arguments: argparse.Namespace) -> None:
    notes: list[str] = []
    if arguments.to != "parley" and arguments.out == "-":
        raise ArgumentError(f"--to {arguments.to} needs -o OUT, a file or folder")
    if len(arguments.input) == 1 and convert.is_scenario(arguments.input[0]):
        if arguments.to == "parley":
            raise ArgumentError(
                f"{arguments.input[0]}: a scenario already; say --to genius, negmas or ktab to write it for another"
                " tool"
            )
        subject = load(arguments.input[0])
    else:
        made = convert.read(*arguments.input, mode=arguments.mode, protocol=arguments.protocol, rounds=arguments.rounds)
        notes += made.notes
        subject = made.load()
        if arguments.to == "parley":
            _write_scenario(json.dumps(made.scenario, indent=2, ensure_ascii=False) + "\n", arguments.out)
    if arguments.to != "parley":
        notes += convert.write(subject, arguments.out, arguments.to)
    for note in notes:
        print(f"note: {note}", file=sys.stderr)


def _write_scenario(text: str, out: str) -> None:
    if out == "-":
        sys.stdout.write(text)
    else:
        save(out, text)


def main(argv: Sequence[str] | None = None) -> int:
    """Exit status: 0 done, 2 bad input or usage, 3 the system failed."""
    arguments = _parser().parse_args(argv)
    try:
        _convert(arguments)
    except ParleyError as error:
        print(error, file=sys.stderr)
        return 3 if isinstance(error, (FileError, NoMemoryError)) and not isinstance(error, FileNotFoundError) else 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
